/* SPDX-License-Identifier: ISC */
/* Whether anything changed, and two hosts with a chat between them (accountutil.h). */
#include "config.h"

#include "accountutil.h"

#include <stdlib.h>
#include <string.h>

/* ---- What may not change ------------------------------------------------------------ */

bool
au_chat_same(const struct e2e_chat *a, const struct e2e_chat *b)
{
	return memcmp(a, b, sizeof *a) == 0; /* no hole between the members */
}

/* Where the two differ, to be looked up in the struct. */
static size_t
chat_differs(const struct e2e_chat *a, const struct e2e_chat *b)
{
	size_t at = 0;

	while (at < sizeof *a && ((const uint8_t *)a)[at] == ((const uint8_t *)b)[at])
		at++;
	return at;
}

int64_t
au_text(struct au_host *h, int32_t chat_id, const char *text)
{
	int64_t random_id = 0;

	ck_assert_int_eq(e2e_send_text(h->account, chat_id, &random_id, text, strlen(text), 0, 0,
	                               h->now),
	                 E2E_OK);
	ck_assert_int_ne(random_id, 0);
	au_run(h);
	return random_id;
}

/* ---- Nothing changed ------------------------------------------------------------------- */

static size_t
chats_now(struct au_host *h, struct e2e_chat **chats)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	uint32_t n = 0;

	*chats = NULL;
	while (e2e_chat_at(h->account, &chat, n) == E2E_OK) {
		*chats = realloc(*chats, (n + 1) * sizeof chat);
		ck_assert_ptr_nonnull(*chats);
		(*chats)[n++] = chat;
	}
	return n;
}

struct au_mark
au_mark(struct au_host *h)
{
	struct au_mark mark = {
		.rows = rows_copy(&h->rows),
		.n_calls = h->n_calls,
		.n_events = h->n_events,
		.qts = e2e_qts(h->account),
	};

	mark.n_chats = chats_now(h, &mark.chats);
	return mark;
}

void
au_mark_free(struct au_mark *mark)
{
	free(mark->chats);
	rows_free(&mark->rows);
}

void
au_unchanged(struct au_host *h, struct au_mark *mark)
{
	struct e2e_chat *chats;
	size_t i;

	au_run(h);
	ck_assert_uint_eq(h->n_calls, mark->n_calls);
	ck_assert_uint_eq(h->n_events, mark->n_events);
	ck_assert_msg(au_rows_same(&h->rows, &mark->rows), "a row changed");
	ck_assert_int_eq(e2e_qts(h->account), mark->qts);
	ck_assert_uint_eq(chats_now(h, &chats), mark->n_chats);
	free(chats);
	for (i = 0; i < mark->n_chats; i++) {
		struct e2e_chat now = au_chat(h, mark->chats[i].chat_id);

		ck_assert_msg(au_chat_same(&now, &mark->chats[i]), "chat %d changed at byte %zu",
		              (int)now.chat_id, chat_differs(&now, &mark->chats[i]));
	}
	au_mark_free(mark);
}

/* ---- Two hosts ---------------------------------------------------------------------------- */

void
au_carry(struct au_host *to, const struct au_call *call)
{
	const struct e2e_call *c = &call->call;
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;

	ck_assert(au_is_send(c->method));
	if (c->method == E2E_CALL_SEND_FILE)
		file = au_stored_file(c);
	au_feed_message(to, c->chat_id, c->random_id, c->data,
	                c->method == E2E_CALL_SEND_FILE ? &file : NULL,
	                c->method == E2E_CALL_SEND_SERVICE, 0);
}

static bool
carry_next(struct au_host *from, struct au_host *to)
{
	while (from->carried < from->n_calls) {
		struct au_call *call = from->calls[from->carried++];

		if (au_is_send(call->call.method)) {
			au_carry(to, call);
			return true;
		}
	}
	return false;
}

void
au_carry_all(struct au_host *a, struct au_host *b)
{
	size_t n;

	for (n = 0; carry_next(a, b) || carry_next(b, a); n++)
		ck_assert_msg(n < 10000, "two accounts answer each other without an end");
}

int32_t
au_make_pair(struct au_host *a, struct au_host *b)
{
	uint32_t answers_a = a->answers, answers_b = b->answers;
	struct au_call *call;
	int32_t chat_id;

	a->answers = b->answers = AU_AUTO_ALL;
	ck_assert_int_eq(e2e_chat_start(a->account, &chat_id, b->config.user_id, 70, a->now),
	                 E2E_OK);
	au_run(a);
	call = au_last_call(a, E2E_CALL_REQUEST);
	ck_assert_ptr_nonnull(call);
	chat_id = call->call.chat_id;
	au_feed_requested(b, chat_id, a->config.user_id, call->call.g_x.p, call->call.g_x.n);
	ck_assert_int_eq(e2e_chat_accept(b->account, chat_id, b->now), E2E_OK);
	au_run(b);
	call = au_last_call(b, E2E_CALL_ACCEPT);
	ck_assert_ptr_nonnull(call);
	au_feed_accepted(a, chat_id, true, b->config.user_id, call->call.g_x.p, call->call.g_x.n,
	                 call->call.key_fingerprint);
	ck_assert_uint_eq(au_state(a, chat_id), E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(au_state(b, chat_id), E2E_CHAT_ACTIVE);
	au_carry_all(a, b);
	a->answers = answers_a;
	b->answers = answers_b;
	return chat_id;
}
