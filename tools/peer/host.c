/* SPDX-License-Identifier: ISC */
/* The host of the account: rows into the store, events onto paper, and death by order. */
#include "config.h"

#include "peer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char store_failed[] = "the store failed; loaded again from what is committed";

/* ---- Notes ------------------------------------------------------------------------- */

static bool
note_number(struct peer *p, const char *name, int64_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, number);
	return p->store->note(p->store, name, text);
}

/* The note NAME as a number, or OTHERWISE. */
static int64_t
noted_number(struct peer *p, const char *name, int64_t otherwise)
{
	char *text = p->store->noted(p->store, name);
	int64_t number;

	if (!word_number(&number, text, INT64_MIN, INT64_MAX))
		number = otherwise;
	free(text);
	return number;
}

/* What is not in the rows, and has to outlive this process all the same. */
static bool
notes_put(struct peer *p)
{
	return note_number(p, "now", p->now) && note_number(p, "chat_id", p->chat_id);
}

/* ---- Loading ---------------------------------------------------------------------- */

static bool
load_row(void *user, const struct e2e_row *row)
{
	struct peer *p = user;
	int32_t result = e2e_load(p->account, row->table, row->key.p, row->key.n, row->value.p,
	                          row->value.n);

	if (result == E2E_OK)
		return true;
	peer_say("a row of table %" PRIu32 ": %s", row->table, e2e_strerror(result));
	return result == E2E_ERR_STORE; /* e2e_start() decides whether it was only a chat's */
}

static bool
account_open(struct peer *p)
{
	const struct peer_options *o = p->options;
	struct e2e_config config = E2E_CONFIG_INIT;
	int32_t result;

	config.flags = o->flags;
	config.user_id = o->my_id;
	config.backend = &p->backend;
	config.policy = o->policy;
	config.layer = o->layer;
	config.peer_layer = o->peer_layer;
	result = e2e_account_new(&p->account, &config);
	if (result == E2E_OK) {
		if (!p->store->rows(p->store, load_row, p))
			return false;
		result = e2e_start(p->account, p->now);
	}
	if (result != E2E_OK)
		peer_say("the account: %s", e2e_strerror(result));
	return result == E2E_OK;
}

/* Without an account nothing can go on, and what is committed is safe. */
static void
account_reopen(struct peer *p)
{
	query_forget_all(p);
	e2e_account_free(p->account);
	p->account = NULL;
	p->accept_failed = false;
	p->chat_id = (int32_t)noted_number(p, "chat_id", p->chat_id);
	if (!account_open(p))
		exit(EXIT_FAILURE);
}

/* ---- Events ----------------------------------------------------------------------- */

/* The store has told already what is wrong with it. */
static void
mark(struct peer *p, int64_t begun, int64_t done)
{
	if (!p->store->mark(p->store, begun, done))
		exit(EXIT_FAILURE);
}

/*
 * A line is printed when its end is: the last piece of it goes out as a whole or not at all, with
 * the store told before and after.
 */
static bool
event_print(void *user, int64_t id, const char *line, size_t n)
{
	char piece[OUTPUT_PIECE_BYTES];
	size_t last = n < sizeof piece ? n : sizeof piece - 1;
	struct peer *p = user;
	bool ok = output_wait() && output(line, n - last) && (n == last || output_wait());

	memcpy(piece, line + n - last, last);
	piece[last] = '\n';
	if (ok) {
		mark(p, id, p->printed);
		ok = output(piece, last + 1);
		mark(p, ok ? id : p->printed, ok ? id : p->printed);
	}
	e2e_wipe(piece, sizeof piece);
	if (!ok)
		peer_die("standard output failed");
	p->printed = id;
	p->forgettable = true;
	return true;
}

/* Print what is committed and was not printed. */
static void
deliver(struct peer *p)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		peer_die("standard output failed");
	if (!p->store->events(p->store, p->printed, event_print, p))
		exit(EXIT_FAILURE);
}

void
host_settle(struct peer *p)
{
	deliver(p);
	if (p->forgettable && !p->store->forget(p->store))
		exit(EXIT_FAILURE);
	p->forgettable = false;
}

/* ---- Commits ---------------------------------------------------------------------- */

static bool
put_rows(struct peer *p, const struct e2e_step *step)
{
	for (uint32_t i = 0; i < step->n_rows; i++) {
		struct e2e_row row = E2E_ROW_INIT;

		if (e2e_row_at(p->account, &row, i) != E2E_OK || !p->store->row(p->store, &row))
			return false;
	}
	return true;
}

static bool
put_events(struct peer *p, const struct e2e_step *step)
{
	struct text line = { NULL, 0, 0 };
	bool ok = true;

	for (uint32_t i = 0; i < step->n_events && ok; i++) {
		struct e2e_event event = E2E_EVENT_INIT;

		text_clear(&line);
		ok = e2e_event_at(p->account, &event, i) == E2E_OK;
		if (ok) {
			event_show(p, &line, &event);
			ok = p->store->event(p->store, line.p, line.n);
		}
	}
	text_free(&line);
	return ok;
}

static bool
transaction(struct peer *p, const struct e2e_step *step)
{
	if (!p->store->begin(p->store))
		return false;
	if (put_rows(p, step) && put_events(p, step) && notes_put(p) &&
	    p->store->commit(p->store))
		return true;
	p->store->drop(p->store);
	return false;
}

static const char *
commit(struct peer *p, const struct e2e_step *step)
{
	int32_t result;

	if (!transaction(p, step)) {
		account_reopen(p);
		return store_failed;
	}
	if (p->crash_after > 0 && --p->crash_after == 0) {
		account_reopen(p);
		deliver(p);
		return NULL;
	}
	deliver(p);
	result = e2e_committed(p->account, step->id);
	if (result != E2E_OK)
		peer_die("a commit cannot be confirmed: %s", e2e_strerror(result));
	return NULL;
}

/* ---- The loop --------------------------------------------------------------------- */

/* --auto-accept: a chat that is asked for is accepted, also when it was loaded. */
static const char *
accept_requested(struct peer *p, bool *acted)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	const char *why;

	*acted = p->options->auto_accept && !p->accept_failed && peer_chat(p, &chat) &&
	         chat.state == E2E_CHAT_REQUESTED;
	if (!*acted)
		return NULL;
	why = peer_why(e2e_chat_accept(p->account, p->chat_id, p->now));
	p->accept_failed = why != NULL;
	return why;
}

/* What this program does by itself when the account has nothing more to do. */
static const char *
act(struct peer *p, bool *acted)
{
	const char *why = query_answer_next(p, acted);

	return *acted ? why : accept_requested(p, acted);
}

const char *
host_run(struct peer *p)
{
	const char *first = NULL, *why;
	bool acted = true;

	while (acted) {
		struct e2e_step step = E2E_STEP_INIT;
		int32_t result = e2e_next(p->account, &step);

		if (result != E2E_OK)
			return first != NULL ? first : peer_why(result);
		why = NULL;
		if (step.kind == E2E_STEP_COMMIT)
			why = commit(p, &step);
		else if (step.kind == E2E_STEP_CALL)
			query_add(p, step.call);
		else
			why = act(p, &acted);
		if (why == store_failed)
			return why; /* the next command tries again */
		if (first == NULL)
			first = why;
	}
	return first;
}

const char *
host_restart(struct peer *p)
{
	account_reopen(p);
	deliver(p);
	return host_run(p);
}

/* ---- Notes that are a transaction of their own ------------------------------------ */

static const char *
note_alone(struct peer *p, const char *name, const char *value)
{
	if (p->store->begin(p->store) && p->store->note(p->store, name, value) &&
	    p->store->commit(p->store))
		return NULL;
	p->store->drop(p->store);
	return "the store failed";
}

const char *
host_clock(struct peer *p, int64_t now)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, now);
	p->now = now;
	return note_alone(p, "now", text);
}

const char *
host_keep_g_a(struct peer *p, const char *g_a)
{
	text_clear(&p->g_a);
	text_add(&p->g_a, "%s", g_a);
	return note_alone(p, "g_a", g_a);
}

/* ---- Opening and closing ---------------------------------------------------------- */

/* Every opening of a store has randomness of its own, also under --seed. */
static bool
start_count(struct peer *p)
{
	char text[24];

	p->options->random.start = (uint64_t)noted_number(p, "starts", 0) + 1;
	snprintf(text, sizeof text, "%" PRIu64, p->options->random.start);
	return note_alone(p, "starts", text) == NULL;
}

static void
notes_get(struct peer *p)
{
	char *g_a = p->store->noted(p->store, "g_a");

	p->now = noted_number(p, "now", p->now);
	p->chat_id = (int32_t)noted_number(p, "chat_id", p->chat_id);
	if (p->chat_id != p->options->chat_id)
		peer_say("the chat in this store has the id %d", (int)p->chat_id);
	if (g_a != NULL)
		text_add(&p->g_a, "%s", g_a);
	free(g_a);
}

bool
host_open(struct peer *p)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	int32_t result;

	p->backend = peer_random_backend(&p->options->random);
	config.backend = &p->backend;
	p->store = p->options->store != NULL ? store_sqlite(p->options->store) : store_memory();
	if (p->store == NULL || !start_count(p))
		return false;
	notes_get(p);
	result = e2e_crypto_new(&p->crypto, &config);
	if (result != E2E_OK) {
		peer_say("cryptography: %s", e2e_strerror(result));
		return false;
	}
	if (!account_open(p))
		return false;
	deliver(p);
	return true;
}

void
host_close(struct peer *p)
{
	e2e_account_free(p->account);
	e2e_crypto_free(p->crypto);
	if (p->store != NULL)
		p->store->close(p->store);
	free(p->queries);
	text_free(&p->fail_text);
	text_free(&p->g_a);
	for (size_t i = 0; i < PEER_KEYS; i++)
		e2e_key_wipe(&p->keys[i]);
}
