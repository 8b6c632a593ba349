/* SPDX-License-Identifier: ISC */
/* e2e-peer: one end of a secret chat on standard input and output, for tests. */
#include "config.h"

#include "peer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLOCK_START_MS (INT64_C(1700000000) * 1000)

/* No database that is opened later may be taken for a standard stream that was closed. */
static void
streams_fill(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Do LINE, of N characters with or without a newline; false if it was the last one. */
static bool
line_do(struct peer *p, char *line, size_t n)
{
	const char *why;
	bool quit = false;

	if (n > 0 && line[n - 1] == '\n')
		line[--n] = '\0';
	why = strlen(line) == n ? command_run(p, line, &quit) : "a line has no NUL in it";
	host_settle(p);
	if (why == NULL)
		puts("ok");
	else
		printf("err %s\n", why);
	if (fflush(stdout) != 0 || ferror(stdout))
		peer_die("standard output failed");
	return !quit;
}

static int
run(struct peer *p)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	const char *why;

	if (!host_open(p))
		return EXIT_FAILURE;
	why = host_run(p);
	if (why != NULL)
		peer_say("%s", why);
	host_settle(p);
	do
		n = getline(&line, &room, stdin);
	while (n >= 0 && line_do(p, line, (size_t)n));
	free(line);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	struct peer_options options;
	struct peer p = { .options = &options, .automatic = true, .now = CLOCK_START_MS };
	int status;

	streams_fill();
	umask(077); /* the database has keys in it */
	setvbuf(stdout, NULL, _IOLBF, 0);
	status = options_read(&options, argc, argv);
	if (status < 0) {
		p.chat_id = options.chat_id;
		for (size_t i = 0; i < PEER_KEYS; i++)
			p.keys[i] = (struct e2e_key)E2E_KEY_INIT;
		status = run(&p);
		host_close(&p);
	}
	e2e_wipe(&options, sizeof options);
	return status;
}
