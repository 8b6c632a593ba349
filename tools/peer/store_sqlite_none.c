/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store.h"
#include "text.h"

struct store *
store_sqlite(const char *path)
{
	(void)path;
	peer_say("--store: this build has no SQLite; install it (Debian: libsqlite3-dev) and run "
	         "configure again");
	return NULL;
}
