/* SPDX-License-Identifier: ISC */
/* What a server can answer to each call, and tell by itself, against all that was agreed. */
#include "config.h"

#include "tests/util/startutil.h"

#include <string.h>

#define QTS_BEGIN 1000

/* An active chat of the account, which asked for it. */
static void
open_chat(struct st *s, int backend)
{
	st_init(s, backend);
	s->h.answers = AU_AUTO_SENDS;
	st_ready(s);
	sp_asked(&s->p);
	au_forget(&s->h);
}

/* ---- Failures ------------------------------------------------------------------------------- */

/* protocol 0.1: which errors of a send end the chat, and why */
START_TEST(ends_with_the_chat_that_a_send_was_for)
{
	static const struct {
		int32_t code;
		const char *text;
		uint32_t reason;
	} row[] = {
		{ 403, "USER_IS_BLOCKED", E2E_REASON_DECLINED },
		{ 400, "ENCRYPTION_DECLINED", E2E_REASON_DECLINED },
		{ 400, "ENCRYPTION_ID_INVALID", E2E_REASON_SERVER },
		{ 400, "CHAT_ID_INVALID", E2E_REASON_SERVER },
	};

	for (size_t i = 0; i < CU_N(row); i++) {
		const struct e2e_event *event;
		struct st s;

		open_chat(&s, _i);
		s.h.answers = 0;
		au_text(&s.h, s.p.chat_id, "text");
		au_fail(&s.h, au_last_send(&s.h), row[i].code, row[i].text);
		st_closed(&s, row[i].reason);
		event = au_last_event(&s.h, E2E_EVENT_CHAT);
		ck_assert_int_eq(event->code, row[i].code);
		ck_assert_uint_eq(event->text.n, strlen(row[i].text));
		ck_assert_uint_eq(st_discards(&s), 0); /* the server knows */
		st_close(&s);
	}
}
END_TEST

/* A wait of years is one of a day. */
START_TEST(waits_no_longer_than_a_day)
{
	static const struct {
		const char *text;
		int64_t ms;
	} row[] = {
		{ "FLOOD_WAIT_7", 7000 },
		{ "FLOOD_WAIT_86400", 86400000 },
		{ "FLOOD_WAIT_86401", 86400000 },
		{ "FLOOD_WAIT_99999999999999999999", 86400000 },
		{ "FLOOD_WAIT_", 1000 },
	};

	for (size_t i = 0; i < CU_N(row); i++) {
		struct st s;

		open_chat(&s, _i);
		s.h.answers = 0;
		au_text(&s.h, s.p.chat_id, "text");
		au_fail(&s.h, au_last_send(&s.h), 420, row[i].text);
		au_advance(&s.h, row[i].ms - 1);
		ck_assert_uint_eq(au_count_sends(&s.h), 1);
		au_advance(&s.h, 1);
		ck_assert_uint_eq(au_count_sends(&s.h), 2);
		st_close(&s);
	}
}
END_TEST

/* A result for a chat that was discarded and forgotten meanwhile is nobody's. */
START_TEST(ignores_the_result_for_a_chat_that_is_gone)
{
	for (int ok = 0; ok < 2; ok++) {
		struct au_call *call;
		struct st s;

		st_open(&s, _i);
		st_reach(&s, ST_ASKING);
		call = au_last_call(&s.h, E2E_CALL_REQUEST);
		au_feed_discarded(&s.h, s.p.chat_id, false);
		ck_assert_int_eq(e2e_chat_forget(s.h.account, s.p.chat_id, s.h.now), E2E_OK);
		au_run(&s.h);
		ck_assert_int_eq(ok ? e2e_call_done(s.h.account, call->call.id, 0, NULL, s.h.now)
		                    : e2e_call_failed(s.h.account, call->call.id, 400, "X", 1,
		                                      s.h.now),
		                 E2E_OK);
		au_run(&s.h);
		ck_assert(!au_has_chat(&s.h, s.p.chat_id));
		st_close(&s);
	}
}
END_TEST

/* What is told in passing is told again if it failed for now, and not if it failed for good. */
START_TEST(tells_again_what_failed_for_now)
{
	static const uint32_t methods[] = { E2E_CALL_READ_HISTORY, E2E_CALL_DISCARD };

	for (size_t i = 0; i < 2 * CU_N(methods); i++) {
		const uint32_t method = methods[i / 2];
		const bool for_now = i % 2 == 0;
		struct st s;

		open_chat(&s, _i);
		s.h.answers = 0;
		ck_assert_int_eq(method == E2E_CALL_DISCARD
		                         ? e2e_chat_close(s.h.account, s.p.chat_id, 0, s.h.now)
		                         : e2e_chat_read(s.h.account, s.p.chat_id, 1700000000,
		                                         s.h.now),
		                 E2E_OK);
		au_run(&s.h);
		au_fail(&s.h, au_last_call(&s.h, method), for_now ? 500 : 400, "WHATEVER");
		ck_assert_uint_eq(au_count_calls(&s.h, method), 1);
		au_advance(&s.h, 999);
		ck_assert_uint_eq(au_count_calls(&s.h, method), 1);
		au_advance(&s.h, 1);
		ck_assert_uint_eq(au_count_calls(&s.h, method), for_now ? 2 : 1);
		st_close(&s);
	}
}
END_TEST

/* ---- The handshake ------------------------------------------------------------------------- */

/* Where there is no prime to be had there is no chat; who asked for it is told. */
START_TEST(ends_where_the_parameters_are_refused)
{
	for (int asked = 0; asked < 2; asked++) {
		struct st s;

		st_open(&s, _i);
		st_reach(&s, asked ? ST_ACCEPT_DH : ST_START_DH);
		au_fail(&s.h, au_last_call(&s.h, E2E_CALL_GET_DH_CONFIG), 400, "INPUT_INVALID");
		st_closed(&s, E2E_REASON_SERVER);
		ck_assert_uint_eq(st_discards(&s), asked ? 1 : 0);
		st_close(&s);
	}
}
END_TEST

/* encryptedChatWaiting that comes again says nothing; one of others ends the chat. */
START_TEST(knows_whose_chat_the_server_lets_it_wait_for)
{
	for (int wrong = 0; wrong < 3; wrong++) {
		const int64_t admin = wrong == 1 ? ST_PEER : ST_USER;
		const int64_t other = wrong == 2 ? 9 : ST_PEER;
		struct au_mark mark;
		struct st s;

		st_open(&s, _i);
		st_reach(&s, ST_ASKING);
		ck_assert_int_eq(e2e_feed_waiting(s.h.account, s.p.chat_id, AU_ACCESS_HASH,
		                                  1700000000, admin, other, s.h.now),
		                 E2E_OK);
		au_run(&s.h);
		if (wrong != 0) {
			st_closed(&s, E2E_REASON_IDENTITY);
			st_close(&s);
			continue;
		}
		mark = au_mark(&s.h);
		ck_assert_int_eq(e2e_feed_waiting(s.h.account, s.p.chat_id, 5, 1700000001, 5, 6,
		                                  s.h.now),
		                 E2E_OK);
		au_unchanged(&s.h, &mark);
		st_close(&s);
	}
}
END_TEST

/* The same of the chat that we accepted: who takes part, and under which hash. */
START_TEST(knows_whose_chat_it_accepted)
{
	static const struct {
		int64_t access_hash, admin, participant;
		bool right;
	} row[] = {
		{ AU_ACCESS_HASH, ST_PEER, ST_USER, true },
		{ AU_ACCESS_HASH + 1, ST_PEER, ST_USER, false },
		{ AU_ACCESS_HASH, ST_USER, ST_PEER, false },
		{ AU_ACCESS_HASH, ST_PEER, 9, false },
		{ AU_ACCESS_HASH, 9, ST_USER, false },
	};

	for (size_t i = 0; i < CU_N(row); i++) {
		struct st s;

		st_open(&s, _i);
		st_reach(&s, ST_ACCEPTING);
		st_agree(&s);
		st_feed_chat(&s, s.p.chat_id, row[i].access_hash, row[i].admin,
		             row[i].participant);
		if (row[i].right)
			ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
		else
			st_closed(&s, E2E_REASON_IDENTITY);
		st_close(&s);
	}
}
END_TEST

/* Before anybody has a key there is nothing to keep. */
START_TEST(rejects_a_message_of_a_chat_that_is_only_requested)
{
	struct st s;

	st_open(&s, _i);
	st_reach(&s, ST_REQUESTED);
	au_feed_message(&s.h, s.p.chat_id, 5, (struct e2e_bytes){ (const uint8_t *)"x", 1 }, NULL,
	                false, 0);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_REJECTED), 1);
	ck_assert_uint_eq(au_last_event(&s.h, E2E_EVENT_REJECTED)->reason, E2E_REASON_NOT_READY);
	ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).early, 0);
	st_close(&s);
}
END_TEST

/* ---- qts ----------------------------------------------------------------------------------- */

static void
text_with_qts(struct st *s, int32_t qts)
{
	s->p.qts = qts;
	sp_text(&s->p, "text");
}

/* A number that came early is forgotten when the server begins anew, and counts once more. */
START_TEST(keeps_no_early_number_of_a_server_that_begins_anew)
{
	struct st s;

	open_chat(&s, _i);
	text_with_qts(&s, 10);
	text_with_qts(&s, 12);
	ck_assert_int_eq(e2e_qts(s.h.account), 10);
	text_with_qts(&s, 11);
	ck_assert_int_eq(e2e_qts(s.h.account), 12);
	ck_assert_int_eq(e2e_feed_qts(s.h.account, 9, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert_int_eq(e2e_qts(s.h.account), 9);
	text_with_qts(&s, 12);
	ck_assert_int_eq(e2e_qts(s.h.account), 9);
	text_with_qts(&s, 10);
	ck_assert_int_eq(e2e_qts(s.h.account), 10);
	text_with_qts(&s, 11);
	ck_assert_int_eq(e2e_qts(s.h.account), 12);
	st_close(&s);
}
END_TEST

/* Calls of the account are no chat's: they stay out when one is closed and forgotten. */
START_TEST(keeps_its_own_calls_when_a_chat_goes)
{
	struct au_call *queue;
	struct st s;

	st_init(&s, _i);
	s.h.config.flags |= E2E_CONFIG_ACK_QTS;
	s.h.answers = AU_AUTO_SENDS & ~AU_AUTO(E2E_CALL_RECEIVED_QUEUE);
	st_ready(&s);
	sp_asked(&s.p);
	text_with_qts(&s, QTS_BEGIN);
	queue = au_last_call(&s.h, E2E_CALL_RECEIVED_QUEUE);
	ck_assert_ptr_nonnull(queue);
	text_with_qts(&s, QTS_BEGIN + 1);
	ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_RECEIVED_QUEUE), 1); /* one at a time */
	ck_assert_int_eq(e2e_chat_close(s.h.account, s.p.chat_id, 0, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert_int_eq(e2e_chat_forget(s.h.account, s.p.chat_id, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_RECEIVED_QUEUE), 1);
	au_answer_ok(&s.h, queue);
	ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_RECEIVED_QUEUE), 2);
	ck_assert_int_eq(au_last_call(&s.h, E2E_CALL_RECEIVED_QUEUE)->call.max_qts,
	                 QTS_BEGIN + 1);
	st_close(&s);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ ends_with_the_chat_that_a_send_was_for },
		{ waits_no_longer_than_a_day },
		{ ignores_the_result_for_a_chat_that_is_gone },
		{ tells_again_what_failed_for_now },
		{ ends_where_the_parameters_are_refused },
		{ knows_whose_chat_the_server_lets_it_wait_for },
		{ knows_whose_chat_it_accepted },
		{ rejects_a_message_of_a_chat_that_is_only_requested },
		{ keeps_no_early_number_of_a_server_that_begins_anew },
		{ keeps_its_own_calls_when_a_chat_goes },
	};

	return tu_run(cu_suite("chat_answers", tests, CU_N(tests)));
}
