/* SPDX-License-Identifier: ISC */
/*
 * What SQLite leaves in its rollback journal: whole pages as they were before the transaction,
 * with old keys and texts.  At its end SQLite makes the journal invalid, and erases no more than
 * its head; a journal that it deletes or cuts off leaves the same bytes in free blocks.
 */
#include "config.h"

#include "store.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A longer one, of a large transaction, would be overwritten at every commit that follows. */
#define KEPT 262144 /* bytes */

/* While SQLite may still need it, after an error too, a journal begins with SQLite's mark. */
static bool
is_over(int fd)
{
	uint8_t first = 0;

	if (pread(fd, &first, 1, 0) >= 0 && first == 0)
		return true;
	if (first != 0)
		errno = EBUSY;
	return false;
}

static bool
overwrite(int fd, off_t n)
{
	static const uint8_t zeros[16384];
	off_t at = 0;

	while (at < n) {
		size_t piece = n - at < (off_t)sizeof zeros ? (size_t)(n - at) : sizeof zeros;
		ssize_t done = pwrite(fd, zeros, piece, at);

		if (done > 0)
			at += done;
		else if (done == 0 || errno != EINTR)
			return false;
	}
	return n == 0 || fsync(fd) == 0;
}

bool
store_journal_erase(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool ok;

	if (fd < 0 && errno == ENOENT)
		return true;
	ok = fd >= 0 && is_over(fd) && fstat(fd, &st) == 0 && overwrite(fd, st.st_size);
	if (ok && st.st_size > KEPT)
		ok = ftruncate(fd, KEPT) == 0; /* only zeros become free */
	if (!ok)
		peer_say("%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}
