/* SPDX-License-Identifier: ISC */
/*
 * Which events were printed.  A transaction takes the disk's time, in which a process can be
 * killed with a line printed and nothing said of it; a piece of one block that is written to a
 * file is there at once, whatever becomes of the process.  Only if the machine stops it can be
 * lost, and then a line is printed again.
 */
#include "config.h"

#include "store.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MARK_BYTES (STORE_SESSION_BYTES + 16) /* the session, begun, done */

static void
put_number(uint8_t out[8], int64_t number)
{
	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)number >> 8 * i);
}

static int64_t
get_number(const uint8_t in[8])
{
	uint64_t number = 0;

	for (size_t i = 0; i < 8; i++)
		number |= (uint64_t)in[i] << 8 * i;
	return (int64_t)number;
}

bool
store_mark_open(struct store_mark *mark, const char *path)
{
	uint8_t data[MARK_BYTES];
	ssize_t n;

	mark->begun = mark->done = 0;
	mark->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (mark->fd < 0) {
		peer_say("%s: %s", path, strerror(errno));
		return false;
	}
	n = pread(mark->fd, data, sizeof data, 0);
	if (n == (ssize_t)sizeof data && memcmp(data, mark->session, sizeof mark->session) == 0) {
		mark->begun = get_number(data + STORE_SESSION_BYTES);
		mark->done = get_number(data + STORE_SESSION_BYTES + 8);
	}
	return true;
}

bool
store_mark_put(const struct store_mark *mark)
{
	uint8_t data[MARK_BYTES];

	memcpy(data, mark->session, sizeof mark->session);
	put_number(data + STORE_SESSION_BYTES, mark->begun);
	put_number(data + STORE_SESSION_BYTES + 8, mark->done);
	if (pwrite(mark->fd, data, sizeof data, 0) == (ssize_t)sizeof data)
		return true;
	peer_say("the store's file of what is printed: %s", strerror(errno));
	return false;
}
