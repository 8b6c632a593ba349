/* SPDX-License-Identifier: ISC */
/* Discarded in every state, early messages, crashes, the first message (scenarios 18 to 22). */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

/* ---- Discarded in every state ---------------------------------------------------------------- */

/* scenario 18: discarded in every state */
START_TEST(closes_in_every_state_when_it_is_discarded)
{
	for (int stage = 0; stage < 2 * ST_STAGES; stage++) {
		struct st s;
		const struct e2e_event *event;
		int64_t sent[2] = { 0 };
		bool history = stage >= ST_STAGES;
		bool unanswered = stage % ST_STAGES == ST_REQUESTED;

		st_open(&s, _i);
		s.h.bytes_lane = history;
		st_reach(&s, stage % ST_STAGES);
		if (stage % ST_STAGES == ST_READY) {
			sent[0] = au_text(&s.h, s.p.chat_id, "one");
			sent[1] = au_text(&s.h, s.p.chat_id, "two");
		}
		au_feed_discarded(&s.h, s.p.chat_id, history);
		if (unanswered)
			st_forgotten(&s, E2E_REASON_DISCARDED);
		else
			st_closed(&s, E2E_REASON_DISCARDED);
		event = au_last_event(&s.h, E2E_EVENT_CHAT);
		ck_assert_uint_eq(event->flags, history ? E2E_CHAT_HISTORY : 0);
		ck_assert_uint_eq(st_discards(&s), 0);
		for (size_t i = 0; i < 2 && sent[0] != 0; i++)
			ck_assert_int_eq(au_event(&s.h, E2E_EVENT_FAILED, i)->random_id, sent[i]);
		/* What is still out comes back to nothing. */
		for (size_t i = 0; i < s.h.n_calls; i++)
			if (!s.h.calls[i]->answered)
				au_fail(&s.h, s.h.calls[i], 400, "ENCRYPTION_ID_INVALID");
		au_restart(&s.h);
		if (!unanswered)
			st_closed(&s, E2E_REASON_DISCARDED);
		ck_assert_uint_eq(st_discards(&s), 0);
		st_close(&s);
	}
}
END_TEST

/* ---- Before it is ready ---------------------------------------------------------------- */

/* scenario 19: messages before the chat is ready */
START_TEST(keeps_early_messages_until_the_chat_is_ready)
{
	for (int restart = 0; restart < 2; restart++) {
		struct st s;
		int64_t id[3];

		st_open(&s, _i);
		sp_account_asks(&s.p);
		sp_waiting(&s.p);
		sp_agree(&s.p);
		for (size_t i = 0; i < 3; i++)
			id[i] = sp_text(&s.p, "early");
		ck_assert_ptr_null(au_event(&s.h, E2E_EVENT_MESSAGE, 0));
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).early, 3);
		if (restart != 0)
			au_restart(&s.h);
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).early, 3);
		st_feed_chat(&s, s.p.chat_id, AU_ACCESS_HASH, ST_USER, ST_PEER);
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
		ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 3);
		for (size_t i = 0; i < 3; i++)
			ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, i)->random_id, id[i]);
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).early, 0);
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).in_seq, 3);
		st_close(&s);
	}
}
END_TEST

/* scenario 19 for the side that accepts */
START_TEST(keeps_early_messages_until_the_server_has_the_acceptance)
{
	struct st s;
	int64_t id;

	st_open(&s, _i);
	sp_peer_asks(&s.p, 31);
	sp_account_accepts(&s.p);
	st_agree(&s);
	id = sp_text(&s.p, "early");
	sp_peer_agrees(&s.p);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 1);
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_MESSAGE)->random_id, id);
	st_close(&s);
}
END_TEST

/* scenario 19: the limit counts messages or bytes, and the oldest stay */
START_TEST(drops_early_messages_above_the_limit)
{
	char text[201] = { 0 };

	memset(text, 'e', 200);
	for (int bytes = 0; bytes < 2; bytes++) {
		struct st s;
		const struct e2e_event *event;
		int64_t id[5];

		st_init(&s, _i);
		if (bytes != 0)
			s.h.limits.early_bytes = 1000; /* three of them */
		else
			s.h.limits.early_messages = 3;
		st_ready(&s);
		sp_account_asks(&s.p);
		sp_waiting(&s.p);
		sp_agree(&s.p);
		for (size_t i = 0; i < 5; i++)
			id[i] = sp_text(&s.p, text);
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).early, 3);
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).rejected, 2);
		ck_assert_uint_ne(au_chat(&s.h, s.p.chat_id).health & E2E_HEALTH_OVERFLOW, 0);
		event = au_last_event(&s.h, E2E_EVENT_REJECTED);
		ck_assert_ptr_nonnull(event);
		ck_assert_uint_eq(event->reason, E2E_REASON_NOT_READY);
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_WAITING);
		st_feed_chat(&s, s.p.chat_id, AU_ACCESS_HASH, ST_USER, ST_PEER);
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
		ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 3);
		for (size_t i = 0; i < 3; i++)
			ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, i)->random_id, id[i]);
		st_close(&s);
	}
}
END_TEST

/* ---- Odd ids, crashes, the first message --------------------------------------------- */

/* scenario 20: a negative chat id */
START_TEST(works_with_a_negative_chat_id)
{
	struct st s;
	struct sp_opened o;
	int64_t id;

	st_open(&s, _i);
	s.h.answers = AU_AUTO_SENDS;
	sp_peer_asks(&s.p, -5);
	sp_account_accepts(&s.p);
	sp_peer_agrees(&s.p);
	au_restart(&s.h);
	id = au_text(&s.h, -5, "minus five");
	o = sp_open_call(&s.p, au_send_at(&s.h, 0));
	o = sp_open_call(&s.p, au_last_send(&s.h));
	ck_assert_int_eq(o.random_id, id);
	ck_assert_int_eq(au_last_send(&s.h)->call.chat_id, -5);
	id = sp_text(&s.p, "back");
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_MESSAGE)->random_id, id);
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_MESSAGE)->chat_id, -5);
	ck_assert_int_eq(e2e_chat_typing(s.h.account, -5, 1, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_chat_read(s.h.account, -5, 1700000000, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_chat_verify(s.h.account, -5, 1, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_chat_close(s.h.account, -5, 1, s.h.now), E2E_OK);
	au_run(&s.h);
	st_closed(&s, E2E_REASON_USER);
	ck_assert_int_eq(au_last_call(&s.h, E2E_CALL_DISCARD)->call.chat_id, -5);
	ck_assert_int_eq(e2e_chat_forget(s.h.account, -5, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert(!au_has_chat(&s.h, -5));
	st_close(&s);
}
END_TEST

/* scenario 21: the crash falls after every commit, before it is confirmed and after */
START_TEST(makes_the_same_request_after_a_crash)
{
	for (int64_t stop = 0; stop < 6; stop++) {
		struct st s;
		const struct au_call *first;
		int32_t chat_id = 0;

		st_open(&s, _i);
		s.h.answers = AU_AUTO(E2E_CALL_GET_DH_CONFIG);
		s.h.commits_left = (stop + 1) / 2;
		s.h.unconfirmed = stop % 2 == 1;
		ck_assert_int_eq(e2e_chat_start(s.h.account, &chat_id, ST_PEER, 70, s.h.now),
		                 E2E_OK);
		au_run(&s.h);
		au_restart(&s.h);
		if (!au_has_chat(&s.h, chat_id)) { /* nothing of it was durable */
			ck_assert_int_eq(stop, 0);
			st_close(&s);
			continue;
		}
		first = au_last_call(&s.h, E2E_CALL_REQUEST);
		ck_assert_ptr_nonnull(first);
		for (int i = 0; i < 3; i++) {
			au_restart(&s.h);
			st_same_call(first, au_last_call(&s.h, E2E_CALL_REQUEST));
		}
		ck_assert_uint_ne(au_last_call(&s.h, E2E_CALL_REQUEST)->call.flags &
		                          E2E_CALL_REPEATED,
		                  0);
		for (size_t i = 0; i < au_count_calls(&s.h, E2E_CALL_REQUEST); i++)
			st_same_call(first, au_call_at(&s.h, E2E_CALL_REQUEST, i));
		s.p.chat_id = first->call.chat_id;
		s.p.role = E2E_ACCEPTOR;
		sp_waiting(&s.p);
		sp_peer_accepts(&s.p);
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
		st_close(&s);
	}
}
END_TEST

/* scenario 21: a crash before acceptEncryption */
START_TEST(makes_the_same_accept_after_a_crash)
{
	struct st s;
	const struct au_call *first;

	st_open(&s, _i);
	sp_peer_asks(&s.p, 31);
	sp_account_accepts(&s.p);
	first = au_last_call(&s.h, E2E_CALL_ACCEPT);
	for (int i = 0; i < 3; i++) {
		au_restart(&s.h);
		st_same_call(first, au_last_call(&s.h, E2E_CALL_ACCEPT));
		ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_ACCEPT), (size_t)i + 2);
	}
	sp_peer_agrees(&s.p);
	ck_assert_uint_eq(au_state(&s.h, 31), E2E_CHAT_ACTIVE);
	st_close(&s);
}
END_TEST

/* scenario 22: the first message is notifyLayer */
START_TEST(tells_its_layer_first)
{
	static const struct {
		int32_t peer_layer, wrapper;
	} row[] = { { 0, 73 }, { 73, 73 }, { 46, 46 } };

	for (size_t i = 0; i < 2 * CU_N(row); i++) {
		const struct e2e_tl_decrypted_message_action_notify_layer *notify;
		bool creator = i % 2 == 0;
		struct st s;
		struct sp_opened o;

		st_init(&s, _i);
		s.h.config.peer_layer = row[i / 2].peer_layer;
		st_ready(&s);
		if (creator)
			sp_asked(&s.p);
		else
			sp_accepted(&s.p);
		ck_assert_uint_eq(au_count_sends(&s.h), 1);
		ck_assert_uint_eq(au_last_send(&s.h)->call.method, E2E_CALL_SEND_SERVICE);
		o = sp_open_call(&s.p, au_last_send(&s.h));
		notify = (const void *)o.action;
		ck_assert_uint_eq(o.message->ctor, E2E_TL_DECRYPTED_MESSAGE_SERVICE_17);
		ck_assert_uint_eq(notify->ctor, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER);
		ck_assert_int_eq(notify->layer, 144);
		ck_assert_int_eq(o.layer, row[i / 2].wrapper);
		ck_assert_int_eq(o.out_seq_no, creator ? 1 : 0);
		ck_assert_int_eq(o.in_seq_no, creator ? 0 : 1);
		ck_assert_int_eq(o.random_id, au_last_send(&s.h)->call.random_id);
		st_close(&s);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ closes_in_every_state_when_it_is_discarded },
		{ keeps_early_messages_until_the_chat_is_ready },
		{ keeps_early_messages_until_the_server_has_the_acceptance },
		{ drops_early_messages_above_the_limit },
		{ works_with_a_negative_chat_id },
		{ makes_the_same_request_after_a_crash },
		{ makes_the_same_accept_after_a_crash },
		{ tells_its_layer_first },
	};

	return tu_run(cu_suite("chat_ready", tests, CU_N(tests)));
}
