/* SPDX-License-Identifier: ISC */
/* How a chat begins, or does not (scenarios 11 to 17). */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

#define N E2E_DH_BYTES

/* ---- Identity --------------------------------------------------------------------------- */

/* scenario 11: a chat that nobody asked for */
START_TEST(ignores_a_chat_that_nobody_asked_for)
{
	struct st s;
	struct au_mark mark;

	st_open(&s, _i);
	sp_account_asks(&s.p);
	sp_waiting(&s.p);
	sp_agree(&s.p);
	mark = au_mark(&s.h);
	st_feed_chat(&s, s.p.chat_id ^ 1, AU_ACCESS_HASH, ST_USER, ST_PEER);
	au_unchanged(&s.h, &mark);
	ck_assert(!au_has_chat(&s.h, s.p.chat_id ^ 1));
	st_close(&s);
}
END_TEST

/* scenario 11: the server changes who takes part */
START_TEST(closes_when_the_server_changes_who_takes_part)
{
	static const struct {
		int64_t access_hash, admin, other;
	} row[] = {
		{ AU_ACCESS_HASH + 1, ST_USER, ST_PEER },
		{ AU_ACCESS_HASH, ST_USER + 1, ST_PEER },
		{ AU_ACCESS_HASH, ST_USER, ST_PEER + 1 },
		{ AU_ACCESS_HASH, ST_PEER, ST_USER },
	};
	struct st s;

	st_open(&s, _i);
	for (size_t i = 0; i < CU_N(row); i++) {
		sp_account_asks(&s.p);
		sp_waiting(&s.p);
		sp_agree(&s.p);
		st_feed_chat(&s, s.p.chat_id, row[i].access_hash, row[i].admin, row[i].other);
		st_closed(&s, E2E_REASON_IDENTITY);
		ck_assert_uint_eq(st_discards(&s), i + 1);
		ck_assert_uint_eq(au_count_sends(&s.h), 0);
	}
	st_close(&s);
}
END_TEST

/* ---- Order and repetition ------------------------------------------------------------------ */

/* scenario 12: the update overtakes the result */
START_TEST(is_ready_when_the_update_overtakes_the_result)
{
	for (int lane = 0; lane < 2; lane++) {
		struct st s;
		struct sp_opened o;

		st_init(&s, _i);
		s.h.bytes_lane = lane == 1;
		st_ready(&s);
		sp_account_asks(&s.p);
		sp_peer_accepts(&s.p);
		sp_waiting(&s.p);
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
		ck_assert_uint_eq(au_count_sends(&s.h), 1);
		o = sp_open_call(&s.p, au_last_send(&s.h));
		ck_assert_uint_eq(sp_kind(&o), E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER);
		ck_assert_uint_eq(st_discards(&s), 0);
		st_close(&s);
	}
}
END_TEST

/* scenario 13: a chat that is ready twice */
START_TEST(takes_encrypted_chat_once)
{
	struct st s;
	struct au_mark mark;

	st_open(&s, _i);
	sp_asked(&s.p);
	mark = au_mark(&s.h);
	st_feed_chat(&s, s.p.chat_id, AU_ACCESS_HASH, ST_USER, ST_PEER);
	au_feed_waiting(&s.h, s.p.chat_id, ST_PEER);
	au_feed_requested(&s.h, s.p.chat_id, ST_PEER, s.p.public_value, N);
	au_unchanged(&s.h, &mark);
	st_close(&s);
}
END_TEST

/* scenario 14: a request that comes twice */
START_TEST(tells_of_a_request_once)
{
	for (int lane = 0; lane < 2; lane++) {
		struct st s;
		struct au_mark mark;
		const struct e2e_event *event;

		st_init(&s, _i);
		s.h.bytes_lane = lane == 1;
		st_ready(&s);
		sp_peer_asks(&s.p, 31);
		event = au_last_event(&s.h, E2E_EVENT_CHAT);
		ck_assert_int_eq(event->chat_id, 31);
		ck_assert_uint_eq(event->state, E2E_CHAT_REQUESTED);
		ck_assert_int_eq(au_chat(&s.h, 31).user_id, ST_PEER);
		ck_assert_int_eq(au_chat(&s.h, 31).access_hash, AU_ACCESS_HASH);
		ck_assert_uint_eq(au_chat(&s.h, 31).creator, 0);
		mark = au_mark(&s.h);
		au_feed_requested(&s.h, 31, ST_PEER, s.p.public_value, N);
		au_unchanged(&s.h, &mark);
		ck_assert_uint_eq(s.h.n_calls, 0);
		st_close(&s);
	}
}
END_TEST

/* ---- The user decides ------------------------------------------------------------------------ */

/* scenario 15: a request that is rejected */
START_TEST(rejects_a_request)
{
	struct st s;
	size_t events;

	st_open(&s, _i);
	sp_peer_asks(&s.p, 31);
	ck_assert_int_eq(e2e_chat_reject(s.h.account, 31, s.h.now), E2E_OK);
	au_run(&s.h);
	st_closed(&s, E2E_REASON_USER);
	ck_assert_uint_eq(st_discards(&s), 1);
	ck_assert_int_eq(au_last_call(&s.h, E2E_CALL_DISCARD)->call.chat_id, 31);
	au_answer_ok(&s.h, au_last_call(&s.h, E2E_CALL_DISCARD));
	events = s.h.n_events;
	au_feed_discarded(&s.h, 31, false);
	ck_assert_uint_eq(s.h.n_events, events);
	st_closed(&s, E2E_REASON_USER);
	ck_assert_int_eq(e2e_chat_accept(s.h.account, 31, s.h.now), E2E_ERR_STATE);
	st_close(&s);
}
END_TEST

/* scenario 15: to ignore a request is to do nothing, also over a restart */
START_TEST(keeps_an_ignored_request_acceptable)
{
	struct st s;

	st_open(&s, _i);
	sp_peer_asks(&s.p, 31);
	au_advance(&s.h, INT64_C(86400) * 1000 * 30);
	au_restart(&s.h);
	ck_assert_uint_eq(s.h.n_calls, 0);
	ck_assert_uint_eq(au_state(&s.h, 31), E2E_CHAT_REQUESTED);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_CHAT), 1);
	sp_account_accepts(&s.p);
	sp_peer_agrees(&s.p);
	ck_assert_uint_eq(au_state(&s.h, 31), E2E_CHAT_ACTIVE);
	sp_peer_asks(&s.p, 32);
	au_feed_discarded(&s.h, 32, false);
	st_forgotten(&s, E2E_REASON_DISCARDED);
	ck_assert_uint_eq(st_discards(&s), 0);
	ck_assert_int_eq(e2e_chat_accept(s.h.account, 32, s.h.now), E2E_ERR_ARGUMENT);
	st_close(&s);
}
END_TEST

/* ---- The server refuses -------------------------------------------------------------- */

/* scenario 16, and the other errors of acceptEncryption (protocol 0.1.3) */
START_TEST(gives_up_what_was_accepted_or_declined_elsewhere)
{
	static const struct {
		const char *text;
		uint32_t reason;
	} row[] = {
		{ "ENCRYPTION_ALREADY_ACCEPTED", E2E_REASON_ELSEWHERE },
		{ "ENCRYPTION_ALREADY_DECLINED", E2E_REASON_DECLINED },
	};

	for (size_t i = 0; i < CU_N(row); i++) {
		struct st s;

		st_open(&s, _i);
		sp_peer_asks(&s.p, 31);
		sp_account_accepts(&s.p);
		ck_assert_int_eq(e2e_dh_agree(s.p.crypto, &s.p.key, &s.p.group, s.p.secret_exp,
		                              au_last_call(&s.h, E2E_CALL_ACCEPT)->call.g_x.p,
		                              au_last_call(&s.h, E2E_CALL_ACCEPT)->call.g_x.n),
		                 E2E_OK);
		au_fail(&s.h, au_last_call(&s.h, E2E_CALL_ACCEPT), 400, row[i].text);
		st_closed(&s, row[i].reason);
		ck_assert_uint_eq(st_discards(&s), 0);
		au_restart(&s.h);
		st_closed(&s, row[i].reason);
		ck_assert_uint_eq(st_discards(&s), 0);
		st_close(&s);
	}
}
END_TEST

/* scenario 16, the general case: what the server refuses for good ends in an event */
START_TEST(tells_why_the_server_refused)
{
	struct st s;
	const struct e2e_event *event;

	st_open(&s, _i);
	sp_account_asks(&s.p);
	au_fail(&s.h, au_last_call(&s.h, E2E_CALL_REQUEST), 403, "USER_IS_BLOCKED");
	st_closed(&s, E2E_REASON_SERVER);
	event = au_last_event(&s.h, E2E_EVENT_CHAT);
	ck_assert_int_eq(event->code, 403);
	ck_assert_uint_eq(event->text.n, strlen("USER_IS_BLOCKED"));
	ck_assert_int_eq(memcmp(event->text.p, "USER_IS_BLOCKED", event->text.n), 0);
	st_close(&s);
}
END_TEST

/* What failed for now is made again, with the same bytes. */
START_TEST(repeats_a_request_that_failed_for_now)
{
	static const struct {
		int32_t code;
		const char *text;
		int64_t wait;
	} row[] = {
		{ 0, "", 0 },
		{ 500, "INTERNAL", 0 },
		{ -503, "Timeout", 0 },
		{ 303, "PHONE_MIGRATE_2", 0 },
		{ 420, "FLOOD_WAIT_30", 30000 },
	};
	struct st s;

	st_open(&s, _i);
	sp_account_asks(&s.p);
	for (size_t i = 0; i < CU_N(row); i++) {
		const struct au_call *before = au_last_call(&s.h, E2E_CALL_REQUEST), *again;

		au_fail(&s.h, au_last_call(&s.h, E2E_CALL_REQUEST), row[i].code, row[i].text);
		ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_REQUEST), i + 1);
		ck_assert_int_ge(e2e_deadline(s.h.account), s.h.now + row[i].wait);
		ck_assert(au_due(&s.h));
		ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_REQUEST), i + 2);
		again = au_last_call(&s.h, E2E_CALL_REQUEST);
		ck_assert_uint_ne(again->call.flags & E2E_CALL_REPEATED, 0);
		ck_assert_uint_eq(again->call.request.n, before->call.request.n);
		ck_assert_int_eq(memcmp(again->call.request.p, before->call.request.p,
		                        before->call.request.n),
		                 0);
	}
	sp_waiting(&s.p);
	sp_peer_accepts(&s.p);
	ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
	st_close(&s);
}
END_TEST

static void
takes_another_id(int backend, int32_t code)
{
	struct st s;
	const struct e2e_event *event;
	struct au_call *call;
	size_t commits;
	int32_t old;

	st_open(&s, backend);
	sp_account_asks(&s.p);
	old = s.p.chat_id;
	commits = s.h.commits;
	au_fail(&s.h, au_last_call(&s.h, E2E_CALL_REQUEST), code, "RANDOM_ID_DUPLICATE");
	if (au_count_calls(&s.h, E2E_CALL_REQUEST) < 2)
		au_due(&s.h);
	call = au_last_call(&s.h, E2E_CALL_REQUEST);
	ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_REQUEST), 2);
	ck_assert_int_ne(call->call.chat_id, old);
	ck_assert_uint_gt(call->commits, commits);
	event = au_last_event(&s.h, E2E_EVENT_RENAMED);
	ck_assert_ptr_nonnull(event);
	ck_assert_int_eq(event->chat_id, call->call.chat_id);
	ck_assert_int_eq(event->value, old);
	ck_assert(!au_has_chat(&s.h, old));
	s.p.chat_id = call->call.chat_id;
	au_restart(&s.h);
	ck_assert(!au_has_chat(&s.h, old));
	sp_waiting(&s.p);
	sp_peer_accepts(&s.p);
	ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
	st_close(&s);
}

/* scenario 17; it is 500 in the list of errors, which is for now with any other text */
START_TEST(takes_another_id_when_its_own_is_taken)
{
	takes_another_id(_i, 400);
	takes_another_id(_i, 500);
}
END_TEST

/* Late results of a call that has become needless: another one brought what it asked for. */
START_TEST(does_not_mind_a_late_failure)
{
	struct st s;
	struct au_call *late;
	int32_t first = 0, second = 0;

	st_open(&s, _i);
	ck_assert_int_eq(e2e_chat_start(s.h.account, &first, 8, 80, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_chat_start(s.h.account, &second, 9, 90, s.h.now), E2E_OK);
	au_run(&s.h);
	late = au_last_call(&s.h, E2E_CALL_GET_DH_CONFIG);
	au_answer_ok(&s.h, au_call_at(&s.h, E2E_CALL_GET_DH_CONFIG, 0));
	if (!late->answered)
		au_fail(&s.h, late, 400, "LATE");
	for (int i = 0; i < 5 && au_count_calls(&s.h, E2E_CALL_REQUEST) < 2; i++)
		au_due(&s.h);
	ck_assert_uint_eq(au_state(&s.h, first), E2E_CHAT_WAITING);
	ck_assert_uint_eq(au_state(&s.h, second), E2E_CHAT_WAITING);
	ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_REQUEST), 2);
	st_close(&s);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ ignores_a_chat_that_nobody_asked_for },
		{ closes_when_the_server_changes_who_takes_part },
		{ is_ready_when_the_update_overtakes_the_result },
		{ takes_encrypted_chat_once },
		{ tells_of_a_request_once },
		{ rejects_a_request },
		{ keeps_an_ignored_request_acceptable },
		{ gives_up_what_was_accepted_or_declined_elsewhere },
		{ tells_why_the_server_refused },
		{ repeats_a_request_that_failed_for_now },
		{ takes_another_id_when_its_own_is_taken },
		{ does_not_mind_a_late_failure },
	};

	return tu_run(cu_suite("chat_start", tests, CU_N(tests)));
}
