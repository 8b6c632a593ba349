/* SPDX-License-Identifier: ISC */
/* e2e-peer: one end of a secret chat on standard input and output, for tests. */
#include "config.h"

#include "peer.h"
#include "../streams.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CLOCK_START_MS (INT64_C(1700000000) * 1000)

/* Do LINE, or say why not; false if it was the last one. */
static bool
line_do(struct peer *p, struct text *line, enum line_kind kind)
{
	const char *why = "the line is too long";
	bool quit = false;

	if (kind == LINE_WHOLE) {
		text_put(line, "", 0); /* an empty one has no memory yet */
		why = strlen(line->p) == line->n ? command_run(p, line->p, &quit)
		                                 : "a line has no NUL in it";
	}
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
	struct text line = { NULL, 0, 0 };
	enum line_kind kind;
	const char *why;

	if (!host_open(p))
		return EXIT_FAILURE;
	why = host_run(p);
	if (why != NULL)
		peer_say("%s", why);
	host_settle(p);
	do
		kind = line_read(&line);
	while (kind != LINE_END && kind != LINE_FAILED && line_do(p, &line, kind));
	if (kind == LINE_FAILED)
		peer_say("standard input: %s", strerror(errno));
	text_free(&line);
	return kind == LINE_FAILED ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	struct peer_options options;
	struct peer p = { .options = &options, .automatic = true, .now = CLOCK_START_MS };
	int status;

	tool_streams_fill();
	umask(077); /* the database has keys in it */
	signal(SIGPIPE, SIG_IGN); /* a reader that is gone has not read the line */
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
