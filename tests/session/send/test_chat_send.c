/* SPDX-License-Identifier: ISC */
/* Which method carries what, and where sending ends. */
#include "config.h"

#include "tests/util/chatutil.h"
#include "tests/util/rowtag.h"
#include "tests/util/stateutil.h"

#include <stdlib.h>
#include <string.h>

#define DELETE E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES

/* ---- Methods ------------------------------------------------------------------------- */

static void
names_the_chat(const struct e2e_tl *object, const struct e2e_call *call)
{
	const struct e2e_tl_input_encrypted_chat *peer = (const void *)object;

	ck_assert_uint_eq(peer->ctor, E2E_TL_INPUT_ENCRYPTED_CHAT);
	ck_assert_int_eq(peer->chat_id, call->chat_id);
	ck_assert_int_eq(peer->access_hash, AU_ACCESS_HASH);
	ck_assert_int_eq(call->access_hash, AU_ACCESS_HASH);
}

static void
carries(struct e2e_bytes data, int64_t random_id, const struct e2e_call *call)
{
	ck_assert_int_eq(random_id, call->random_id);
	ck_assert_uint_eq(data.n, call->data.n);
	ck_assert_mem_eq(data.p, call->data.p, data.n);
}

/* The serialised request says what the members say. */
static void
is_serialised(struct ch *c, const struct e2e_call *call)
{
	size_t room = E2E_TL_ROOM(call->request.n);
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const struct e2e_tl_messages_send_encrypted *plain;
	const struct e2e_tl_messages_send_encrypted_service *service;
	const struct e2e_tl_messages_send_encrypted_file *file;
	bool silent = (call->flags & E2E_CALL_SILENT) != 0;

	ck_assert_int_eq(e2e_tl_get(&got, sp_new(&c->p, room), room, E2E_TYPE_ANY, call->request.p,
	                            call->request.n, NULL),
	                 E2E_OK);
	plain = (const void *)got.object;
	service = (const void *)got.object;
	file = (const void *)got.object;
	if (call->method == E2E_CALL_SEND) {
		ck_assert_uint_eq(plain->ctor, E2E_TL_MESSAGES_SEND_ENCRYPTED);
		ck_assert_uint_eq(plain->flags, silent ? 1 : 0);
		names_the_chat(plain->peer, call);
		carries(plain->data, plain->random_id, call);
	} else if (call->method == E2E_CALL_SEND_FILE) {
		ck_assert_uint_eq(file->ctor, E2E_TL_MESSAGES_SEND_ENCRYPTED_FILE);
		ck_assert_uint_eq(file->flags, silent ? 1 : 0);
		ck_assert_uint_eq(file->file->ctor, E2E_TL_INPUT_ENCRYPTED_FILE);
		names_the_chat(file->peer, call);
		carries(file->data, file->random_id, call);
	} else {
		ck_assert_uint_eq(service->ctor, E2E_TL_MESSAGES_SEND_ENCRYPTED_SERVICE);
		ck_assert(!silent);
		names_the_chat(service->peer, call);
		carries(service->data, service->random_id, call);
	}
}

/* The last send is of this KIND and METHOD, and its inner random_id that of the call. */
static void
went_by(struct ch *c, uint32_t kind, uint32_t method)
{
	struct au_call *call = au_last_send(&c->h);
	struct sp_opened opened = ch_look(c, call);

	ck_assert_uint_eq(sp_kind(&opened), kind);
	ck_assert_uint_eq(call->call.method, method);
	ck_assert_int_eq(call->call.chat_id, c->p.chat_id);
	ck_assert_int_ne(opened.random_id, 0);
	ck_assert_int_eq(opened.random_id, call->call.random_id);
	ck_assert_uint_ge(opened.random_bytes, 15);
	is_serialised(c, &call->call);
}

/*
 * protocol 7.4.1, 7.4.2: what the user writes notifies the peer; what the user does is a service
 * message, which does not, as with Android and iPhones.  Both arrive alike.
 */
START_TEST(sends_texts_as_messages_and_the_rest_as_service)
{
	static const int64_t ids[] = { 11, 12 };
	struct ch c;
	struct au_host *h = &c.h;
	int32_t id;

	ch_open(&c, _i, E2E_CREATOR);
	id = c.p.chat_id;
	au_text(h, id, "text");
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_73, E2E_CALL_SEND);
	ch_document(&c, 0);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_73, E2E_CALL_SEND_FILE);
	ck_assert_int_eq(e2e_send_ttl(h->account, id, NULL, 9, h->now), E2E_OK);
	au_run(h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL, E2E_CALL_SEND_SERVICE);
	ck_assert_int_eq(e2e_send_opened(h->account, id, NULL, ids, 2, h->now), E2E_OK);
	au_run(h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, E2E_CALL_SEND_SERVICE);
	ck_assert_int_eq(e2e_send_delete(h->account, id, NULL, ids, 2, h->now), E2E_OK);
	au_run(h);
	went_by(&c, DELETE, E2E_CALL_SEND_SERVICE);
	ck_assert_int_eq(e2e_send_screenshot(h->account, id, NULL, ids, 2, h->now), E2E_OK);
	au_run(h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES, E2E_CALL_SEND_SERVICE);
	ck_assert_int_eq(e2e_send_screenshot(h->account, id, NULL, NULL, 0, h->now), E2E_OK);
	au_run(h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES, E2E_CALL_SEND_SERVICE);
	ck_assert_int_eq(e2e_send_flush(h->account, id, NULL, h->now), E2E_OK);
	au_run(h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY, E2E_CALL_SEND_SERVICE);
	ch_close(&c);
}
END_TEST

static const struct e2e_tl_decrypted_message_media_document_45 *
document_of(const struct sp_opened *opened)
{
	const struct e2e_tl_decrypted_message_73 *message = (const void *)opened->message;

	ck_assert_uint_eq(sp_kind(opened), E2E_TL_DECRYPTED_MESSAGE_73);
	return (const void *)message->media;
}

/* scenario 118: what the server has is sent on by its id, with the same key */
START_TEST(sends_a_file_on)
{
	const struct e2e_tl_decrypted_message_media_document_45 *a, *b;
	struct sp_opened first, second;
	const struct au_call *call;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	ch_document(&c, 0);
	first = ch_look(&c, au_last_send(&c.h));
	ch_document(&c, 0);
	call = au_last_send(&c.h);
	second = ch_look(&c, call);
	ck_assert_int_ne(first.random_id, second.random_id);
	a = document_of(&first);
	b = document_of(&second);
	ck_assert_uint_eq(a->key.n, 32);
	ck_assert_mem_eq(a->key.p, b->key.p, 32);
	ck_assert_mem_eq(a->iv.p, b->iv.p, 32);
	ck_assert_uint_eq(call->call.method, E2E_CALL_SEND_FILE);
	ck_assert_uint_eq(call->call.file->kind, E2E_FILE_EXISTING);
	ck_assert_int_eq(call->call.file->id, 5);
	ch_close(&c);
}
END_TEST

/* protocol 7.4.2: and what the account does by itself */
START_TEST(sends_its_own_as_service)
{
	struct e2e_tl_decrypted_message_action_notify_layer layer = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, 144,
	};
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	c.h.first_call = 0;
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, E2E_CALL_SEND_SERVICE);
	ck_assert_int_eq(e2e_send_action(c.h.account, c.p.chat_id, NULL, (const void *)&layer,
	                                 c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, E2E_CALL_SEND_SERVICE);
	ck_assert_int_eq(e2e_send_action(c.h.account, c.p.chat_id, NULL,
	                                 ch_simple(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP),
	                                 c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP, E2E_CALL_SEND_SERVICE);
	ch_text_at(&c, 1, "behind a hole");
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, E2E_CALL_SEND_SERVICE);
	ch_text_at(&c, 0, "fills it");
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	au_run(&c.h);
	went_by(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, E2E_CALL_SEND_SERVICE);
	ch_close(&c);
}
END_TEST

/* numbers and keys are the account's business (protocol 5, 6) */
START_TEST(takes_no_order_for_what_is_its_own)
{
	struct e2e_tl_decrypted_message_action_request_key key = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, 1, { NULL, 0 },
	};
	const struct e2e_tl *own[2];
	struct au_mark mark;
	struct ch c;
	size_t i;

	ch_open(&c, _i, E2E_CREATOR);
	own[0] = (const void *)&key;
	own[1] = ch_resend(&c, 0, 0);
	mark = au_mark(&c.h);
	for (i = 0; i < CU_N(own); i++) {
		ck_assert_int_eq(e2e_send_action(c.h.account, c.p.chat_id, NULL, own[i], c.h.now),
		                 E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_send_message(c.h.account, c.p.chat_id, NULL, NULL,
		                                  sp_service_message(&c.p, 1, own[i]), NULL, 0,
		                                  c.h.now),
		                 E2E_ERR_ARGUMENT);
	}
	au_unchanged(&c.h, &mark);
	ch_close(&c);
}
END_TEST

/* scenario 82: silent, inside and outside */
START_TEST(is_silent_inside_and_outside)
{
	const struct e2e_tl_decrypted_message_73 *message;
	struct sp_opened opened;
	struct ch c;
	int quiet;

	ch_open(&c, _i, E2E_ACCEPTOR);
	for (quiet = 0; quiet < 2; quiet++) {
		uint32_t want = quiet ? E2E_CALL_SILENT : 0;

		ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "x", 1, 0,
		                               quiet ? E2E_SEND_SILENT : 0, c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		went_by(&c, E2E_TL_DECRYPTED_MESSAGE_73, E2E_CALL_SEND);
		ck_assert_uint_eq(au_last_send(&c.h)->call.flags & E2E_CALL_SILENT, want);
		opened = ch_look(&c, au_last_send(&c.h));
		message = (const void *)opened.message;
		ck_assert_uint_eq(message->flags,
		                  quiet ? E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT : 0);
		ch_document(&c, quiet ? E2E_SEND_SILENT : 0);
		went_by(&c, E2E_TL_DECRYPTED_MESSAGE_73, E2E_CALL_SEND_FILE);
		ck_assert_uint_eq(au_last_send(&c.h)->call.flags & E2E_CALL_SILENT, want);
	}
	ch_close(&c);
}
END_TEST

/* protocol 7.3.8: typing costs no number, and an old one is worth nothing */
START_TEST(types_without_a_number)
{
	struct au_call *call;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	c.h.answers = 0;
	ck_assert_int_eq(e2e_chat_typing(c.h.account, c.p.chat_id, 1, c.h.now), E2E_OK);
	au_run(&c.h);
	call = au_last_call(&c.h, E2E_CALL_SET_TYPING);
	ck_assert_ptr_nonnull(call);
	ck_assert_uint_ne(call->call.flags & E2E_CALL_TYPING, 0);
	au_fail(&c.h, call, 500, "INTERNAL");
	au_advance(&c.h, 120000);
	ck_assert_int_eq(e2e_chat_typing(c.h.account, c.p.chat_id, 0, c.h.now), E2E_OK);
	au_run(&c.h);
	call = au_last_call(&c.h, E2E_CALL_SET_TYPING);
	ck_assert_uint_eq(call->call.flags & E2E_CALL_TYPING, 0);
	au_restart(&c.h);
	au_advance(&c.h, 120000);
	ck_assert_uint_eq(au_count_calls(&c.h, E2E_CALL_SET_TYPING), 2);
	ck_assert_int_eq(ch_chat(&c).out_seq, 1);
	ck_assert_uint_eq(au_count_sends(&c.h), 0);
	ch_close(&c);
}
END_TEST

/* ---- The end of the numbers ---------------------------------------------------------- */

static void
put_row(struct ch *c, struct row_kept *row, const struct sr_row *s)
{
	uint8_t *value = calloc(1, SR_BYTES + ROW_TAG_BYTES);

	ck_assert_ptr_nonnull(value);
	free(row->value);
	row->value = value;
	row->value_n = sr_close(s, value, SR_BYTES) + ROW_TAG_BYTES;
	ck_assert_int_eq(row_tag(c->p.crypto, CH_USER, row->table, row->key, row->key_n,
	                         row->value, row->value_n),
	                 E2E_OK);
}

/* The account has sent OUT_SEQ messages, and all were acknowledged. */
static void
pretend(struct ch *c, int32_t out_seq)
{
	size_t found = 0;

	for (size_t i = 0; i < c->h.rows.n; i++) {
		struct row_kept *row = &c->h.rows.v[i];
		struct sr_row s;

		sr_open(&s, row->value, row->value_n - ROW_TAG_BYTES);
		if (s.row != E2E_I_ROW_COUNTERS)
			continue;
		found++;
		s.v[SR_OF(COUNTERS, counters, out_seq)] = out_seq;
		s.v[SR_OF(COUNTERS, counters, acked)] = out_seq;
		s.v[SR_OF(COUNTERS, counters, sent)] = out_seq;
		put_row(c, row, &s);
	}
	ck_assert_uint_eq(found, 1);
	au_restart(&c->h);
	ck_assert_int_eq(ch_chat(c).out_seq, out_seq);
}

/* scenario 69: what would not fit on the wire is not sent */
START_TEST(ends_before_the_numbers_do)
{
	static const int32_t last[] = { (INT32_C(1) << 30) - 3, (INT32_C(1) << 30) - 2 };
	struct e2e_chat before;
	struct sp_opened opened;
	struct ch c;
	int refused;

	for (refused = 0; refused < 2; refused++) {
		ch_open(&c, _i, refused ? E2E_CREATOR : E2E_ACCEPTOR);
		pretend(&c, last[refused]);
		if (!refused) {
			au_text(&c.h, c.p.chat_id, "the last");
			opened = ch_look(&c, au_last_send(&c.h));
			ck_assert_int_eq(opened.out_raw, last[0]);
		}
		before = ch_chat(&c);
		ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "x", 1, 0, 0,
		                               c.h.now),
		                 E2E_ERR_LIMIT);
		ck_assert_int_eq(e2e_send_flush(c.h.account, c.p.chat_id, NULL, c.h.now),
		                 E2E_ERR_LIMIT);
		au_run(&c.h);
		ck_assert_int_eq(ch_chat(&c).out_seq, before.out_seq);
		c.p.in_seq = before.out_seq;
		sp_text(&c.p, "still heard");
		ch_delivered(&c, "still heard");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* A host's objects are aligned as their members need, and no more: most actions to 4 bytes. */
START_TEST(takes_actions_that_are_aligned_to_4)
{
	static const uint32_t kinds[] = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP,
		E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL,
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER,
	};
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	for (size_t i = 0; i < CU_N(kinds); i++) {
		union {
			uint64_t aligned;
			uint32_t word[4];
		} memory = { .word = { 0, kinds[i], 144, 0 } };

		ck_assert_int_eq(e2e_send_action(c.h.account, c.p.chat_id, NULL,
		                                 (const void *)&memory.word[1], c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		ck_assert_uint_eq(ch_count(&c, kinds[i]), 1);
	}
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ sends_texts_as_messages_and_the_rest_as_service },
		{ sends_a_file_on },
		{ sends_its_own_as_service },
		{ takes_no_order_for_what_is_its_own },
		{ is_silent_inside_and_outside },
		{ types_without_a_number },
		{ ends_before_the_numbers_do },
		{ takes_actions_that_are_aligned_to_4 },
	};

	return tu_run(cu_suite("chat_send", tests, CU_N(tests)));
}
