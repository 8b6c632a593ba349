/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "streams.h"

#include <fcntl.h>
#include <unistd.h>

void
tool_streams_fill(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
			return;
	}
}
