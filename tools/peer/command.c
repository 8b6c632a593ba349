/* SPDX-License-Identifier: ISC */
/* The commands of standard input. */
#include "config.h"

#include "command.h"

#include <stdio.h>
#include <string.h>

const char command_usage[] = "wrong arguments";

/* The clock ends with the dates of the server, which have 31 bits. */
#define CLOCK_MAX_MS (INT64_C(2147483647) * 1000)

/* ---- Arguments -------------------------------------------------------------------- */

/* The word 0 or 1; without a word, 0 if it is OPTIONAL. */
static bool
take_flag(uint32_t *flag, char **rest, bool optional)
{
	const char *word = word_next(rest);
	int64_t number = 0;

	if (word != NULL ? !word_number(&number, word, 0, 1) : !optional)
		return false;
	*flag = (uint32_t)number;
	return word_last(rest);
}

/* ID,ACCESS_HASH,SIZE,DC,FINGERPRINT */
static bool
take_file(struct e2e_remote_file *file, char *word)
{
	int64_t n[5];

	for (size_t i = 0; i < 5; i++) {
		bool narrow = i >= 3;
		char *comma = strchr(word, ',');

		if ((comma == NULL) != (i == 4))
			return false;
		if (comma != NULL)
			*comma = '\0';
		if (!word_number(&n[i], word, narrow ? INT32_MIN : INT64_MIN,
		                 narrow ? INT32_MAX : INT64_MAX))
			return false;
		word = comma != NULL ? comma + 1 : word;
	}
	file->id = n[0];
	file->access_hash = n[1];
	file->bytes = n[2];
	file->dc_id = (int32_t)n[3];
	file->key_fingerprint = (int32_t)n[4];
	return true;
}

/* ---- The chat --------------------------------------------------------------------- */

static const char *
do_create(struct peer *p, char **rest)
{
	const struct peer_options *o = p->options;
	struct e2e_chat chat = E2E_CHAT_INIT;
	int32_t id, result;

	if (!word_last(rest))
		return command_usage;
	if (peer_chat(p, &chat))
		return "there is a chat already";
	p->options->random.id = p->chat_id;
	p->options->random.id_wanted = true;
	result = e2e_chat_start(p->account, &id, o->peer_id, o->access_hash, p->now);
	p->options->random.id_wanted = false;
	if (result != E2E_OK)
		return peer_why(result);
	if (id == p->chat_id)
		return NULL;
	p->chat_id = id;
	return "the account chose another id";
}

static const char *
do_requested(struct peer *p, char **rest)
{
	const struct peer_options *o = p->options;
	char *word = word_next(rest);
	struct e2e_bytes g_a;
	const char *why;

	if (word == NULL || strlen(word) > 2 * E2E_DH_BYTES + 2 || !word_last(rest))
		return command_usage;
	why = host_keep_g_a(p, word);
	if (why != NULL)
		return why;
	if (!word_hex(&g_a, word))
		return command_usage;
	return peer_why(e2e_feed_requested(p->account, p->chat_id, o->access_hash, peer_date(p),
	                                   o->peer_id, o->my_id, g_a.p, g_a.n, p->now));
}

static const char *
do_accept(struct peer *p, char **rest)
{
	return word_last(rest) ? peer_why(e2e_chat_accept(p->account, p->chat_id, p->now)) :
	                            command_usage;
}

static const char *
do_reject(struct peer *p, char **rest)
{
	return word_last(rest) ? peer_why(e2e_chat_reject(p->account, p->chat_id, p->now)) :
	                            command_usage;
}

static const char *
do_accepted(struct peer *p, char **rest)
{
	struct e2e_bytes g_b;
	int64_t fingerprint;

	if (!word_hex(&g_b, word_next(rest)) || !word_fingerprint(&fingerprint, word_next(rest)) ||
	    !word_last(rest))
		return command_usage;
	return feed_accepted(p, g_b, fingerprint);
}

static const char *
do_waiting(struct peer *p, char **rest)
{
	return word_last(rest) ? feed_waiting(p) : command_usage;
}

static const char *
do_discarded(struct peer *p, char **rest)
{
	uint32_t history;

	if (!take_flag(&history, rest, false))
		return command_usage;
	return peer_why(e2e_feed_discarded(p->account, p->chat_id, history, p->now));
}

static const char *
do_close(struct peer *p, char **rest)
{
	uint32_t history;

	if (!take_flag(&history, rest, true))
		return command_usage;
	return peer_why(e2e_chat_close(p->account, p->chat_id, history, p->now));
}

static const char *
do_recv(struct peer *p, char **rest)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;
	struct e2e_bytes packet;
	int64_t date = peer_date(p);
	char *word;
	bool with_file;

	if (!word_hex(&packet, word_next(rest)))
		return command_usage;
	word = word_next(rest);
	if (word != NULL && strchr(word, ',') == NULL) {
		if (!word_number(&date, word, INT32_MIN, INT32_MAX))
			return command_usage;
		word = word_next(rest);
	}
	with_file = word != NULL;
	if (with_file && (!take_file(&file, word) || !word_last(rest)))
		return command_usage;
	return peer_why(e2e_feed_message(p->account, p->chat_id, 0, (int32_t)date, packet.p,
	                                 packet.n, with_file ? &file : NULL, 0, 0, p->now));
}

/* ---- Time, death and answers ------------------------------------------------------ */

static const char *
do_poke(struct peer *p, char **rest)
{
	return word_last(rest) ? peer_why(e2e_tick(p->account, p->now)) : command_usage;
}

static const char *
do_advance(struct peer *p, char **rest)
{
	int64_t seconds;
	const char *why;

	if (!word_number(&seconds, word_next(rest), 0, (CLOCK_MAX_MS - p->now) / 1000) ||
	    !word_last(rest))
		return command_usage;
	why = host_clock(p, p->now + 1000 * seconds);
	return why != NULL ? why : peer_why(e2e_tick(p->account, p->now));
}

static const char *
do_restart(struct peer *p, char **rest)
{
	return word_last(rest) ? host_restart(p) : command_usage;
}

static const char *
do_crash(struct peer *p, char **rest)
{
	int64_t commits;

	if (!word_number(&commits, word_next(rest), 1, INT64_MAX) || !word_last(rest))
		return command_usage;
	p->crash_after = (uint64_t)commits;
	return NULL;
}

static const char *
do_auto(struct peer *p, char **rest)
{
	const char *word = word_next(rest);

	if (word == NULL || (strcmp(word, "on") != 0 && strcmp(word, "off") != 0) ||
	    !word_last(rest))
		return command_usage;
	p->automatic = strcmp(word, "on") == 0;
	return NULL;
}

static const char *
do_answer(struct peer *p, char **rest)
{
	int64_t id, code;
	struct query *query;
	const char *word;

	if (!word_number(&id, word_next(rest), 1, INT64_MAX))
		return command_usage;
	word = word_next(rest);
	if (word == NULL)
		return command_usage;
	query = query_find(p, id);
	if (query == NULL)
		return "no such query waits";
	if (strcmp(word, "ok") == 0)
		return word_last(rest) ? query_done(p, query) : command_usage;
	if (strcmp(word, "error") != 0 ||
	    !word_number(&code, word_next(rest), INT32_MIN, INT32_MAX))
		return command_usage;
	return query_failed(p, query, (int32_t)code, *rest);
}

static const char *
do_fail(struct peer *p, char **rest)
{
	int64_t n, code;

	if (!word_number(&n, word_next(rest), 0, INT32_MAX) ||
	    !word_number(&code, word_next(rest), INT32_MIN, INT32_MAX))
		return command_usage;
	p->fail_n = (uint32_t)n;
	p->fail_code = (int32_t)code;
	text_clear(&p->fail_text);
	text_add(&p->fail_text, "%s", *rest);
	return NULL;
}

/* ---- Questions -------------------------------------------------------------------- */

static const char *
show(struct peer *p, char **rest, const char *(*fill)(struct peer *p, struct text *line))
{
	struct text line = { NULL, 0, 0 };
	const char *why = word_last(rest) ? fill(p, &line) : command_usage;

	if (why == NULL)
		puts(line.p);
	text_free(&line);
	return why;
}

static const char *
do_state(struct peer *p, char **rest)
{
	return show(p, rest, state_show);
}

static const char *
do_keys(struct peer *p, char **rest)
{
	return show(p, rest, keys_show);
}

/* ---- The table -------------------------------------------------------------------- */

static const struct command {
	const char *name;
	const char *(*run)(struct peer *p, char **rest);
} commands[] = {
	{ "accept", do_accept },
	{ "accepted", do_accepted },
	{ "action_tl", do_action_tl },
	{ "advance", do_advance },
	{ "answer", do_answer },
	{ "auto", do_auto },
	{ "close", do_close },
	{ "crash", do_crash },
	{ "create", do_create },
	{ "delete", do_delete },
	{ "discarded", do_discarded },
	{ "fail", do_fail },
	{ "flush", do_flush },
	{ "keys", do_keys },
	{ "poke", do_poke },
	{ "read", do_read },
	{ "read_history", do_read_history },
	{ "recv", do_recv },
	{ "reject", do_reject },
	{ "rekey", do_rekey },
	{ "requested", do_requested },
	{ "restart", do_restart },
	{ "screenshot", do_screenshot },
	{ "send_file_tl", do_send_file_tl },
	{ "send_tl", do_send_tl },
	{ "skip", do_skip },
	{ "state", do_state },
	{ "text", do_text },
	{ "ttl", do_ttl },
	{ "typing", do_typing },
	{ "waiting", do_waiting },
};

const char *
command_run(struct peer *p, char *line, bool *quit)
{
	char *rest = line;
	const char *word = word_next(&rest), *why = "no such command", *later;

	if (word == NULL)
		return "no command";
	if (strcmp(word, "quit") == 0) {
		*quit = word_last(&rest);
		return *quit ? NULL : command_usage;
	}
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		if (strcmp(word, commands[i].name) == 0)
			why = commands[i].run(p, &rest);
	}
	later = host_run(p);
	return why != NULL ? why : later;
}
