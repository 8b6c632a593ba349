/* SPDX-License-Identifier: ISC */
/* Deleting what the peer may still ask for: its place stays, its text does not (protocol 5.2.6). */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

#define DELETE E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };

static void
ask_again(struct ch *c, int32_t first, int32_t last)
{
	sp_action(&c->p, ch_asks(c, first, last));
}

static void
delete(struct ch *c, int64_t id)
{
	ck_assert_int_eq(e2e_send_delete(c->h.account, c->p.chat_id, NULL, &id, 1, c->h.now),
	                 E2E_OK);
	au_run(&c->h);
}

static bool
kept(struct ch *c, const struct au_call *call)
{
	return au_rows_show(&c->h.rows, call->call.data.p + E2E_PACKET_HEAD_BYTES, 32);
}

/* CALL is an ordinary deleteMessages of ID, as message RAW. */
static void
deletes(struct ch *c, const struct au_call *call, int64_t id, int32_t raw)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *action;
	struct sp_opened opened = ch_look(c, call);

	ck_assert_uint_eq(sp_kind(&opened), DELETE);
	action = (const void *)opened.action;
	ck_assert_uint_eq(action->random_ids.n, 1);
	ck_assert_int_eq(action->random_ids.v[0], id);
	ck_assert_int_eq(opened.out_raw, raw);
	ck_assert_int_ne(opened.random_id, id);
}

/* scenario 64: deleted before it arrived, it is never sent again */
START_TEST(never_sends_again_what_the_user_deleted)
{
	struct au_call *text;
	struct ch c;
	int kind;

	for (kind = 0; kind < 4; kind++) {
		ch_open(&c, _i, roles[kind % 2]);
		if (kind < 2)
			au_text(&c.h, c.p.chat_id, "secret");
		else
			ch_document(&c, 0);
		text = au_last_send(&c.h);
		ck_assert(kept(&c, text));
		delete(&c, text->call.random_id);
		ck_assert_uint_eq(au_count_sends(&c.h), 2);
		deletes(&c, au_last_send(&c.h), text->call.random_id, 2);
		ck_assert(!kept(&c, text));
		if (kind == 3)
			au_restart(&c.h);
		ask_again(&c, 1, 1);
		ck_assert_uint_eq(au_count_sends(&c.h), 3);
		ch_takes_place(&c, au_last_send(&c.h), text);
		ck_assert_int_eq(ch_chat(&c).out_seq, 3);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 64: what was not out yet never goes out */
START_TEST(never_sends_what_was_deleted_before)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *action;
	struct sp_opened opened;
	struct au_call *place;
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_CREATOR);
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "out");
	id = au_text(&c.h, c.p.chat_id, "secret");
	delete(&c, id);
	ck_assert_uint_eq(au_count_sends(&c.h), 1);
	au_answer_ok(&c.h, au_last_send(&c.h));
	place = au_last_send(&c.h);
	opened = ch_look(&c, place);
	ck_assert_uint_eq(sp_kind(&opened), DELETE);
	action = (const void *)opened.action;
	ck_assert_uint_eq(action->random_ids.n, 1);
	ck_assert_int_eq(action->random_ids.v[0], id);
	ck_assert_int_eq(place->call.random_id, id);
	ck_assert_int_eq(opened.out_raw, 2);
	au_answer_ok(&c.h, place);
	deletes(&c, au_last_send(&c.h), id, 3);
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_73), 1);
	ch_close(&c);
}
END_TEST

/* scenario 64: with the server, perhaps: what is tried again is not the text */
START_TEST(never_tries_again_what_was_deleted)
{
	struct au_call *text;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "secret");
	text = au_last_send(&c.h);
	delete(&c, text->call.random_id);
	au_fail(&c.h, text, 500, "INTERNAL");
	au_advance(&c.h, 1000);
	ck_assert_uint_eq(au_count_sends(&c.h), 2);
	ch_takes_place(&c, au_last_send(&c.h), text);
	au_restart(&c.h);
	ch_takes_place(&c, au_last_send(&c.h), text);
	au_answer_ok(&c.h, au_last_send(&c.h));
	deletes(&c, au_last_send(&c.h), text->call.random_id, 2);
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_73), 1);
	ch_close(&c);
}
END_TEST

/* scenario 64: the whole history */
START_TEST(never_sends_again_what_was_flushed)
{
	struct au_call *text[3];
	struct sp_opened opened;
	struct ch c;
	size_t i;

	ch_open(&c, _i, E2E_CREATOR);
	for (i = 0; i < 3; i++) {
		au_text(&c.h, c.p.chat_id, "secret");
		text[i] = au_last_send(&c.h);
	}
	ck_assert_int_eq(e2e_send_flush(c.h.account, c.p.chat_id, NULL, c.h.now), E2E_OK);
	au_run(&c.h);
	opened = ch_look(&c, au_last_send(&c.h));
	ck_assert_uint_eq(sp_kind(&opened), E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY);
	ck_assert_int_eq(opened.out_raw, 4);
	for (i = 0; i < 3; i++)
		ck_assert(!kept(&c, text[i]));
	ask_again(&c, 1, 4);
	ck_assert_uint_eq(au_count_sends(&c.h), 8);
	for (i = 0; i < 3; i++)
		ch_takes_place(&c, au_send_at(&c.h, 4 + i), text[i]);
	opened = ch_look(&c, au_last_send(&c.h)); /* but not the order itself */
	ck_assert_uint_eq(sp_kind(&opened), E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY);
	ch_close(&c);
}
END_TEST

/* scenario 65: the peer deletes what it does not have yet */
START_TEST(never_sends_again_what_the_peer_deleted)
{
	const struct e2e_event *event;
	struct au_call *text, *other;
	struct ch c;
	int64_t ids[2] = { 0, 12345 };
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		au_text(&c.h, c.p.chat_id, "secret");
		text = au_last_send(&c.h);
		au_text(&c.h, c.p.chat_id, "other");
		other = au_last_send(&c.h);
		ids[0] = text->call.random_id;
		sp_action(&c.p, ch_longs(&c, DELETE, ids, 2));
		event = au_last_event(&c.h, E2E_EVENT_DELETED);
		ck_assert_ptr_nonnull(event);
		ck_assert_uint_eq(event->ids.n, 2);
		ck_assert_int_eq(event->ids.v[0], ids[0]);
		ck_assert_int_eq(event->ids.v[1], ids[1]);
		ck_assert(!kept(&c, text));
		ck_assert(kept(&c, other));
		ck_assert_uint_eq(au_count_sends(&c.h), 2); /* no answer is due */
		ask_again(&c, 1, 2);
		ck_assert_uint_eq(au_count_sends(&c.h), 4);
		ch_takes_place(&c, au_send_at(&c.h, 2), text);
		ck_assert_mem_eq(au_send_at(&c.h, 3)->call.data.p, other->call.data.p,
		                 other->call.data.n);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 65: the peer flushes, and ours are replaced */
START_TEST(tells_of_a_flushed_history)
{
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	au_text(&c.h, c.p.chat_id, "secret");
	sp_text(&c.p, "before");
	sp_action(&c.p, ch_simple(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY));
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FLUSHED), 1);
	ck_assert_int_eq(ch_chat(&c).in_seq, 2);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 86: ten thousand ids in one deletion */
START_TEST(deletes_very_many)
{
	static int64_t ids[20000];
	const struct e2e_event *event;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(ids); i++)
		ids[i] = (int64_t)i + 1;
	ch_open(&c, _i, E2E_CREATOR);
	sp_action(&c.p, ch_longs(&c, DELETE, ids, 10000));
	ck_assert_int_eq(ch_chat(&c).in_seq, 1);
	event = au_last_event(&c.h, E2E_EVENT_DELETED);
	if (event != NULL) {
		ck_assert_uint_eq(event->ids.n, 10000);
		ck_assert_mem_eq(event->ids.v, ids, 10000 * sizeof *ids);
	} else {
		ck_assert_uint_ge(ch_rejected(&c, 0), 1);
	}
	sp_action(&c.p, ch_longs(&c, DELETE, ids, 20000));
	ck_assert_int_eq(ch_chat(&c).in_seq, 2);
	sp_text(&c.p, "after");
	ch_delivered(&c, "after");
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ never_sends_again_what_the_user_deleted },
		{ never_sends_what_was_deleted_before },
		{ never_tries_again_what_was_deleted },
		{ never_sends_again_what_was_flushed },
		{ never_sends_again_what_the_peer_deleted },
		{ tells_of_a_flushed_history },
		{ deletes_very_many },
	};

	return tu_run(cu_suite("chat_delete", tests, CU_N(tests)));
}
