/* SPDX-License-Identifier: ISC */
/* Lines of standard input, and pieces of lines on standard output. */
#include "config.h"

#include "peer.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

enum line_kind
line_read(struct text *line)
{
	enum line_kind kind = LINE_WHOLE;
	size_t n = 0;
	int c;

	text_clear(line);
	while ((c = getc(stdin)) != EOF && c != '\n') {
		char byte = (char)c;

		n++;
		if (n <= LINE_LIMIT_BYTES)
			text_put(line, &byte, 1);
		else
			kind = LINE_LONG;
	}
	if (c == EOF && ferror(stdin))
		return LINE_FAILED; /* what was read of it is no line */
	return c == EOF && n == 0 ? LINE_END : kind;
}

bool
output_wait(void)
{
	struct pollfd out = { STDOUT_FILENO, POLLOUT, 0 };

	while (poll(&out, 1, -1) < 0) {
		if (errno != EINTR)
			return false;
	}
	return true;
}

bool
output(const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(STDOUT_FILENO, p, n);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	return true;
}
