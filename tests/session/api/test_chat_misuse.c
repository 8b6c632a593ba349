/* SPDX-License-Identifier: ISC */
/* Orders that cannot be carried out: the documented error, and nothing changes. */
#include "config.h"

#include <string.h>

#include "names_list.h"
#include "tests/util/startutil.h"

static const struct e2e_tl_decrypted_message_action_flush_history flush = {
	E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY,
};

/* Every order about chat ID gives ERROR; those that are there for closed chats are not asked. */
static void
no_order(struct st *s, int32_t id, int32_t error)
{
	struct e2e_account *a = s->h.account;
	struct au_mark mark = au_mark(&s->h);
	const struct e2e_tl *text = sp_text_message(&s->p, 5, "x");
	struct e2e_bytes tl = { NULL, 0 };
	int64_t ids[] = { 1, 2 }, now = s->h.now;
	uint8_t bytes[64];

	ck_assert_int_eq(e2e_tl_put(bytes, sizeof bytes, &tl.n, E2E_TYPE_DECRYPTED_MESSAGE, text),
	                 E2E_OK);
	ck_assert_int_eq(e2e_send_text(a, id, NULL, "x", 1, 0, 0, now), error);
	ck_assert_int_eq(e2e_send_message(a, id, NULL, NULL, text, NULL, 0, now), error);
	ck_assert_int_eq(e2e_send_tl(a, id, NULL, NULL, bytes, tl.n, NULL, 0, now), error);
	ck_assert_int_eq(e2e_send_action(a, id, NULL, (const void *)&flush, now), error);
	ck_assert_int_eq(e2e_send_ttl(a, id, NULL, 5, now), error);
	ck_assert_int_eq(e2e_send_delete(a, id, NULL, ids, 2, now), error);
	ck_assert_int_eq(e2e_send_flush(a, id, NULL, now), error);
	ck_assert_int_eq(e2e_send_screenshot(a, id, NULL, ids, 2, now), error);
	ck_assert_int_eq(e2e_send_opened(a, id, NULL, ids, 2, now), error);
	ck_assert_int_eq(e2e_chat_typing(a, id, 1, now), error);
	ck_assert_int_eq(e2e_chat_read(a, id, 1700000000, now), error);
	ck_assert_int_eq(e2e_chat_rekey(a, id, now), error);
	au_unchanged(&s->h, &mark);
}

static void
no_answer(struct st *s, int32_t id, int32_t error)
{
	struct e2e_account *a = s->h.account;
	struct au_mark mark = au_mark(&s->h);

	ck_assert_int_eq(e2e_chat_accept(a, id, s->h.now), error);
	ck_assert_int_eq(e2e_chat_reject(a, id, s->h.now), error);
	ck_assert_int_eq(e2e_chat_report(a, id, s->h.now), error);
	au_unchanged(&s->h, &mark);
}

START_TEST(knows_no_chat_that_is_not_there)
{
	struct st s;
	struct au_mark mark;
	struct e2e_chat chat = E2E_CHAT_INIT;
	struct e2e_key key = E2E_KEY_INIT;
	int32_t id, seq;

	st_open(&s, _i);
	sp_asked(&s.p);
	id = s.p.chat_id ^ 3;
	no_order(&s, id, E2E_ERR_ARGUMENT);
	no_answer(&s, id, E2E_ERR_ARGUMENT);
	mark = au_mark(&s.h);
	ck_assert_int_eq(e2e_chat_close(s.h.account, id, 0, s.h.now), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_forget(s.h.account, id, s.h.now), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_verify(s.h.account, id, 1, s.h.now), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_get(s.h.account, &chat, id), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_at(s.h.account, &chat, 1), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_at(s.h.account, &chat, UINT32_MAX), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_held(s.h.account, &seq, id, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_held(s.h.account, &seq, s.p.chat_id, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_key(s.h.account, &key, id, E2E_KEY_CURRENT), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_key(s.h.account, &key, s.p.chat_id, E2E_KEY_OLD),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_key(s.h.account, &key, s.p.chat_id, E2E_KEY_NEW),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_key(s.h.account, &key, s.p.chat_id, 3), E2E_ERR_ARGUMENT);
	chat.size = 8;
	ck_assert_int_eq(e2e_chat_get(s.h.account, &chat, s.p.chat_id), E2E_ERR_VERSION);
	ck_assert_int_eq(e2e_chat_at(s.h.account, &chat, 0), E2E_ERR_VERSION);
	key.size = 8;
	ck_assert_int_eq(e2e_chat_key(s.h.account, &key, s.p.chat_id, E2E_KEY_CURRENT),
	                 E2E_ERR_VERSION);
	au_unchanged(&s.h, &mark);
	st_close(&s);
}
END_TEST

START_TEST(takes_only_orders_that_the_state_allows)
{
	for (int stage = 0; stage < ST_STAGES; stage++) {
		struct st s;
		struct au_mark mark;

		st_open(&s, _i);
		st_reach(&s, (enum st_stage)stage);
		if (stage != ST_READY)
			no_order(&s, s.p.chat_id, E2E_ERR_STATE);
		if (stage != ST_REQUESTED)
			no_answer(&s, s.p.chat_id, E2E_ERR_STATE);
		mark = au_mark(&s.h);
		if (stage != ST_REQUESTED)
			ck_assert_int_eq(e2e_chat_forget(s.h.account, s.p.chat_id, s.h.now),
			                 E2E_ERR_STATE);
		/* Nothing was received under the key yet. */
		ck_assert_int_eq(e2e_chat_rekey(s.h.account, s.p.chat_id, s.h.now), E2E_ERR_STATE);
		au_unchanged(&s.h, &mark);
		st_close(&s);
	}
}
END_TEST

START_TEST(takes_few_orders_about_a_closed_chat)
{
	struct st s;
	struct au_mark mark;
	int32_t id;

	st_open(&s, _i);
	sp_asked(&s.p);
	id = s.p.chat_id;
	ck_assert_int_eq(e2e_chat_close(s.h.account, id, 0, s.h.now), E2E_OK);
	au_run(&s.h);
	no_order(&s, id, E2E_ERR_STATE);
	no_answer(&s, id, E2E_ERR_STATE);
	mark = au_mark(&s.h);
	ck_assert_int_eq(e2e_chat_close(s.h.account, id, 0, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_chat_close(s.h.account, id, 1, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_chat_forget(s.h.account, id, s.h.now), E2E_ERR_STATE);
	au_unchanged(&s.h, &mark);
	au_restart(&s.h);
	ck_assert_int_eq(e2e_chat_forget(s.h.account, id, s.h.now), E2E_ERR_STATE);
	ck_assert_uint_eq(st_discards(&s), 2);
	au_answer_ok(&s.h, au_last_call(&s.h, E2E_CALL_DISCARD));
	ck_assert_int_eq(e2e_chat_forget(s.h.account, id, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert_int_eq(e2e_chat_forget(s.h.account, id, s.h.now), E2E_ERR_ARGUMENT);
	st_close(&s);
}
END_TEST

/* ---- What cannot be sent ------------------------------------------------------------------ */

static int32_t
try_text(struct st *s, const char *text, size_t n, uint32_t flags)
{
	return e2e_send_text(s->h.account, s->p.chat_id, NULL, text, n, 0, flags, s->h.now);
}

START_TEST(sends_only_text_that_is_text)
{
	static char large[E2E_TEXT_MAX_BYTES + 1];
	struct st s;
	struct au_mark mark;

	memset(large, 'x', sizeof large);
	st_open(&s, _i);
	sp_asked(&s.p);
	mark = au_mark(&s.h);
	ck_assert_int_eq(try_text(&s, "a\0b", 3, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(try_text(&s, "\xff", 1, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(try_text(&s, "\xc3", 1, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(try_text(&s, "\xed\xa0\x80", 3, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(try_text(&s, "x", 1, 1u << 31), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(try_text(&s, NULL, 0, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_lt(try_text(&s, large, sizeof large, 0), 0);
	au_unchanged(&s.h, &mark);
	ck_assert_int_eq(try_text(&s, large, E2E_TEXT_MAX_BYTES, 0), E2E_OK);
	au_run(&s.h);
	st_close(&s);
}
END_TEST

static void
no_action(struct st *s, const void *action)
{
	struct e2e_account *a = s->h.account;
	const struct e2e_tl *message = sp_service_message(&s->p, 9, action);
	uint8_t bytes[512];
	size_t n;

	ck_assert_int_eq(e2e_send_action(a, s->p.chat_id, NULL, action, s->h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_send_message(a, s->p.chat_id, NULL, NULL, message, NULL, 0, s->h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tl_put(bytes, sizeof bytes, &n, E2E_TYPE_DECRYPTED_MESSAGE, message),
	                 E2E_OK);
	ck_assert_int_eq(e2e_send_tl(a, s->p.chat_id, NULL, NULL, bytes, n, NULL, 0, s->h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tl_put(bytes, sizeof bytes, &n, E2E_TYPE_DECRYPTED_MESSAGE_ACTION,
	                            action),
	                 E2E_OK);
	ck_assert_int_eq(e2e_send_tl(a, s->p.chat_id, NULL, NULL, bytes, n, NULL, 0, s->h.now),
	                 E2E_ERR_ARGUMENT);
}

START_TEST(keeps_the_actions_that_are_its_own)
{
	const struct e2e_tl_decrypted_message_action_resend resend = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, 0, 2,
	};
	const struct e2e_tl_decrypted_message_action_request_key request = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, 1, { NULL, 0 },
	};
	const struct e2e_tl_decrypted_message_action_accept_key accept = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY, 1, { NULL, 0 }, 1,
	};
	const struct e2e_tl_decrypted_message_action_abort_key abort_key = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY, 1,
	};
	const struct e2e_tl_decrypted_message_action_commit_key commit = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY, 1, 1,
	};
	struct st s;
	struct au_mark mark;

	st_open(&s, _i);
	sp_asked(&s.p);
	mark = au_mark(&s.h);
	no_action(&s, &resend);
	no_action(&s, &request);
	no_action(&s, &accept);
	no_action(&s, &abort_key);
	no_action(&s, &commit);
	au_unchanged(&s.h, &mark);
	st_close(&s);
}
END_TEST

START_TEST(sends_only_messages)
{
	static const uint8_t odd[] = { 0xef, 0xbe, 0xad, 0xde };
	const struct e2e_tl_decrypted_message_layer wrapper = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_LAYER,
	};
	const struct e2e_tl strange = { 0xdeadbeef };
	struct e2e_tl_decrypted_message_service_17 empty = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, 1, NULL,
	};
	struct st s;
	struct au_mark mark;
	struct e2e_account *a;
	int64_t ids[1] = { 1 };
	int32_t id;

	st_open(&s, _i);
	sp_asked(&s.p);
	a = s.h.account;
	id = s.p.chat_id;
	mark = au_mark(&s.h);
	ck_assert_int_eq(e2e_send_message(a, id, NULL, NULL, &strange, NULL, 0, s.h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_send_message(a, id, NULL, NULL, (const void *)&wrapper, NULL, 0,
	                                  s.h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_send_message(a, id, NULL, NULL, (const void *)&empty, NULL, 0,
	                                  s.h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_send_action(a, id, NULL, &strange, s.h.now), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_send_tl(a, id, NULL, NULL, NULL, 0, NULL, 0, s.h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_send_tl(a, id, NULL, NULL, odd, sizeof odd, NULL, 0, s.h.now),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_send_delete(a, id, NULL, ids, 0, s.h.now), E2E_ERR_ARGUMENT);
	ck_assert_int_lt(e2e_send_delete(a, id, NULL, ids, 1001, s.h.now), 0);
	ck_assert_int_eq(e2e_send_opened(a, id, NULL, ids, 0, s.h.now), E2E_ERR_ARGUMENT);
	ck_assert_int_lt(e2e_send_opened(a, id, NULL, ids, 1001, s.h.now), 0);
	ck_assert_int_lt(e2e_send_screenshot(a, id, NULL, ids, 1001, s.h.now), 0);
	au_unchanged(&s.h, &mark);
	st_close(&s);
}
END_TEST

/* A random_id that is in the outbox is a repetition of the order, not another message. */
START_TEST(takes_a_repeated_order_once)
{
	struct st s;
	struct au_mark mark;
	int64_t id = 1234;

	st_open(&s, _i);
	sp_asked(&s.p);
	ck_assert_int_eq(st_try_text(&s, &id, "x"), E2E_OK);
	au_run(&s.h);
	mark = au_mark(&s.h);
	ck_assert_int_eq(st_try_text(&s, &id, "y"), E2E_OK);
	ck_assert_int_eq(id, 1234);
	au_unchanged(&s.h, &mark);
	st_close(&s);
}
END_TEST

/* ---- Facts about nothing ------------------------------------------------------------------- */

START_TEST(reports_messages_of_no_chat)
{
	struct st s;
	struct sp_packet k;

	st_open(&s, _i);
	sp_asked(&s.p);
	k = sp_text_packet(&s.p, "lost");
	k.chat_id ^= 9;
	sp_send(&s.p, &k);
	ck_assert_uint_eq(au_last_event(&s.h, E2E_EVENT_REJECTED)->reason, E2E_REASON_NO_CHAT);
	ck_assert_int_eq(e2e_chat_close(s.h.account, s.p.chat_id, 0, s.h.now), E2E_OK);
	au_run(&s.h);
	k.chat_id ^= 9;
	sp_send(&s.p, &k);
	ck_assert_uint_eq(au_last_event(&s.h, E2E_EVENT_REJECTED)->reason, E2E_REASON_CLOSED);
	st_close(&s);
}
END_TEST

START_TEST(passes_over_facts_that_are_not_about_its_chats)
{
	/* encryptedChatEmpty, an unknown update, bytes cut off, a message of the cloud */
	static const uint8_t empty[] = { 0xa0, 0xc0, 0x7e, 0xab, 1, 0, 0, 0 };
	static const uint8_t unknown[] = { 0xef, 0xbe, 0xad, 0xde, 1, 2, 3, 4 };
	static const uint8_t cut[] = { 0x9a, 0xbd, 0xbc, 0x12 };
	struct st s;
	struct au_mark mark;
	struct e2e_account *a;
	int32_t verdict;

	st_open(&s, _i);
	sp_asked(&s.p);
	a = s.h.account;
	mark = au_mark(&s.h);
	ck_assert_int_eq(e2e_feed_tl(a, unknown, sizeof unknown, s.h.now), E2E_REFUSED_UNKNOWN);
	for (size_t n = 0; n < 4; n++)
		ck_assert_int_eq(e2e_feed_tl(a, unknown, n, s.h.now), E2E_REFUSED_TL);
	verdict = e2e_feed_tl(a, cut, sizeof cut, s.h.now);
	ck_assert(verdict == E2E_REFUSED_TL || verdict == E2E_REFUSED_UNKNOWN);
	ck_assert_int_ge(e2e_feed_tl(a, empty, sizeof empty, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_feed_discarded(a, 99, 0, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_feed_waiting(a, 99, 1, 1, ST_USER, 8, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_feed_read(a, 99, 1, 1, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_feed_typing(a, 99, s.h.now), E2E_OK);
	au_unchanged(&s.h, &mark);
	st_close(&s);
}
END_TEST

/* Limit requested_chats: the oldest that nobody answered goes. */
START_TEST(keeps_a_limited_number_of_requests)
{
	struct st s;

	st_init(&s, _i);
	s.h.limits.requested_chats = 3;
	st_ready(&s);
	for (int32_t id = 1; id <= 5; id++) {
		sp_peer_asks(&s.p, id);
		au_advance(&s.h, 1000);
	}
	for (int32_t id = 1; id <= 5; id++)
		ck_assert_int_eq(au_has_chat(&s.h, id), id > 2);
	au_restart(&s.h);
	for (int32_t id = 1; id <= 5; id++)
		ck_assert_int_eq(au_has_chat(&s.h, id), id > 2);
	sp_account_accepts(&s.p);
	sp_peer_agrees(&s.p);
	ck_assert_uint_eq(au_state(&s.h, 5), E2E_CHAT_ACTIVE);
	st_close(&s);
}
END_TEST

/* ---- What the host may look up ----------------------------------------------------------- */

START_TEST(shows_its_policies)
{
	(void)_i;
	for (uint32_t check = 1; check < E2E_I_CHECK_END; check++) {
		uint32_t standard = e2e_policy_get(E2E_POLICY_STANDARD, check);
		uint32_t strict = e2e_policy_get(E2E_POLICY_STRICT, check);
		uint32_t lenient = e2e_policy_get(E2E_POLICY_LENIENT, check);

		ck_assert(standard >= E2E_ACT_IGNORE && standard <= E2E_ACT_CLOSE);
		ck_assert(strict >= E2E_ACT_IGNORE && strict <= E2E_ACT_CLOSE);
		ck_assert(lenient == E2E_ACT_IGNORE || lenient == E2E_ACT_REPORT);
		ck_assert(standard != E2E_ACT_CLOSE || strict == E2E_ACT_CLOSE);
		if (check <= E2E_CHECK_FORGED)
			ck_assert_uint_ne(strict, E2E_ACT_CLOSE);
	}
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_STANDARD, E2E_CHECK_PARITY), E2E_ACT_CLOSE);
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_LENIENT + 1, 1), E2E_ACT_DEFAULT);
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_STANDARD, 0), E2E_ACT_DEFAULT);
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_STANDARD, E2E_CHECKS_MAX), E2E_ACT_DEFAULT);
	ck_assert_uint_eq(e2e_policy_get(UINT32_MAX, UINT32_MAX), E2E_ACT_DEFAULT);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ knows_no_chat_that_is_not_there },
		{ takes_only_orders_that_the_state_allows },
		{ takes_few_orders_about_a_closed_chat },
		{ sends_only_text_that_is_text },
		{ keeps_the_actions_that_are_its_own },
		{ sends_only_messages },
		{ takes_a_repeated_order_once },
		{ reports_messages_of_no_chat },
		{ passes_over_facts_that_are_not_about_its_chats },
		{ keeps_a_limited_number_of_requests },
		{ shows_its_policies },
	};

	return tu_run(cu_suite("chat_misuse", tests, CU_N(tests)));
}
