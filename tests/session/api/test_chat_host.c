/* SPDX-License-Identifier: ISC */
/* A host that calls at the wrong time or with the wrong things (scenario 123 and the header). */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

static void
open_chat(struct st *s, int backend)
{
	st_open(s, backend);
	s->h.answers = AU_AUTO_SENDS;
	sp_asked(&s->p);
	au_forget(&s->h);
}

/* ---- Time and entropy ---------------------------------------------------------------- */

/* scenario 123: a clock that goes back */
START_TEST(takes_a_clock_that_goes_back)
{
	struct st s;
	int64_t id, due;

	open_chat(&s, _i);
	sp_text(&s.p, "before");
	s.h.now -= INT64_C(3600) * 1000;
	au_advance(&s.h, 0);
	due = e2e_deadline(s.h.account);
	ck_assert(due == INT64_MAX || due >= 0);
	id = au_text(&s.h, s.p.chat_id, "an hour before");
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_SENT)->random_id, id);
	sp_text(&s.p, "after");
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 2);
	s.h.now = E2E_NOW_MIN;
	au_advance(&s.h, 0);
	ck_assert_int_eq(e2e_tick(s.h.account, INT64_MIN), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tick(s.h.account, -1), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_tick(s.h.account, AU_NOW / 1000), E2E_ERR_ARGUMENT); /* seconds */
	s.h.now = AU_NOW;
	au_advance(&s.h, 0);
	au_restart(&s.h);
	ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
	id = au_text(&s.h, s.p.chat_id, "in time");
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_SENT)->random_id, id);
	st_close(&s);
}
END_TEST

/* scenario 123: what is to be repeated is not put off by a clock that went back. */
START_TEST(repeats_in_time_though_the_clock_went_back)
{
	struct st s;
	struct sp_packet k;

	open_chat(&s, _i);
	s.h.answers = 0;
	s.p.out_seq++;
	k = sp_text_packet(&s.p, "behind a hole");
	sp_send(&s.p, &k);
	ck_assert_uint_eq(au_count_sends(&s.h), 1); /* the resend request */
	au_fail(&s.h, au_last_send(&s.h), 500, "");
	s.h.now -= INT64_C(30) * 86400 * 1000;
	au_advance(&s.h, 0);
	ck_assert_int_le(e2e_deadline(s.h.account), s.h.now + 61000);
	while (au_count_sends(&s.h) < 2)
		ck_assert(au_due(&s.h));
	st_same_call(au_send_at(&s.h, 0), au_send_at(&s.h, 1));
	st_close(&s);
}
END_TEST

static void
no_entropy(struct st *s, bool fails)
{
	s->h.script.fail_after_script = fails;
}

/* scenario 123: nothing is sent that needs randomness and has none */
START_TEST(sends_nothing_without_entropy)
{
	static const struct e2e_tl_decrypted_message_action_flush_history flush = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY,
	};
	struct st s;
	struct au_mark mark;
	int32_t chat_id = 0;
	int64_t id = 55;

	open_chat(&s, _i);
	no_entropy(&s, true);
	mark = au_mark(&s.h);
	ck_assert_int_eq(st_try_text(&s, &id, "x"), E2E_ERR_BACKEND);
	ck_assert_int_eq(st_try_text(&s, NULL, "x"), E2E_ERR_BACKEND);
	ck_assert_int_eq(e2e_send_action(s.h.account, s.p.chat_id, NULL, (const void *)&flush,
	                                 s.h.now),
	                 E2E_ERR_BACKEND);
	ck_assert_int_eq(e2e_send_ttl(s.h.account, s.p.chat_id, NULL, 5, s.h.now),
	                 E2E_ERR_BACKEND);
	ck_assert_int_eq(e2e_send_delete(s.h.account, s.p.chat_id, NULL, &id, 1, s.h.now),
	                 E2E_ERR_BACKEND);
	ck_assert_int_eq(e2e_chat_start(s.h.account, &chat_id, 8, 80, s.h.now), E2E_ERR_BACKEND);
	au_unchanged(&s.h, &mark);
	no_entropy(&s, false);
	ck_assert_int_eq(st_try_text(&s, &id, "x"), E2E_OK);
	ck_assert_int_eq(id, 55);
	au_run(&s.h);
	ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_SENT)->random_id, 55);
	st_close(&s);
}
END_TEST

/* scenario 123: nor does a handshake go on; the answer is fed again, or the time comes. */
START_TEST(goes_on_with_the_handshake_when_entropy_is_back)
{
	for (int asked = 0; asked < 2; asked++) {
		struct st s;
		struct au_call *call;
		int32_t result;

		st_open(&s, _i);
		st_reach(&s, asked ? ST_ACCEPT_DH : ST_START_DH);
		call = au_last_call(&s.h, E2E_CALL_GET_DH_CONFIG);
		ck_assert_ptr_nonnull(call);
		no_entropy(&s, true);
		result = au_try_answer(&s.h, call);
		ck_assert(result == E2E_OK || result == E2E_ERR_BACKEND);
		au_run(&s.h);
		ck_assert_ptr_null(au_last_call(&s.h, E2E_CALL_REQUEST));
		ck_assert_ptr_null(au_last_call(&s.h, E2E_CALL_ACCEPT));
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_WAITING);
		no_entropy(&s, false);
		if (result != E2E_OK)
			au_answer_ok(&s.h, call);
		for (int i = 0; i < 5 && s.h.n_calls < 2; i++)
			au_due(&s.h);
		if (asked) {
			sp_peer_agrees(&s.p);
		} else {
			sp_waiting(&s.p);
			s.p.chat_id = au_last_call(&s.h, E2E_CALL_REQUEST)->call.chat_id;
			sp_peer_accepts(&s.p);
		}
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
		st_close(&s);
	}
}
END_TEST

/* scenario 123: what it would send by itself waits as well, here a request to resend. */
START_TEST(receives_without_entropy_and_asks_later)
{
	struct st s;
	struct e2e_bytes bytes;
	struct sp_packet missing, late;
	int32_t result;

	open_chat(&s, _i);
	missing = sp_text_packet(&s.p, "missing");
	late = sp_text_packet(&s.p, "late");
	bytes = sp_compose(&s.p, &late);
	no_entropy(&s, true);
	result = e2e_feed_message(s.h.account, s.p.chat_id, late.random_id, 1700000000, bytes.p,
	                          bytes.n, NULL, 0, 0, s.h.now);
	ck_assert(result == E2E_OK || result == E2E_ERR_BACKEND);
	au_run(&s.h);
	ck_assert_uint_eq(au_count_sends(&s.h), 0);
	no_entropy(&s, false);
	if (result == E2E_ERR_BACKEND)
		sp_send(&s.p, &late);
	for (int i = 0; i < 5 && au_count_sends(&s.h) == 0; i++)
		au_due(&s.h);
	ck_assert_uint_eq(au_count_sends(&s.h), 1);
	sp_send(&s.p, &missing);
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_MESSAGE), 2);
	ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).held, 0);
	st_close(&s);
}
END_TEST

/* ---- Commits ------------------------------------------------------------------------------- */

START_TEST(takes_a_commit_once_and_only_the_last)
{
	struct st s;
	struct e2e_step step = E2E_STEP_INIT, other = E2E_STEP_INIT;
	struct e2e_row row = E2E_ROW_INIT;
	struct e2e_event event = E2E_EVENT_INIT;

	open_chat(&s, _i);
	ck_assert_int_eq(e2e_committed(s.h.account, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_committed(s.h.account, UINT64_MAX), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(st_try_text(&s, NULL, "x"), E2E_OK);
	ck_assert_int_eq(e2e_next(s.h.account, &step), E2E_OK);
	ck_assert_uint_eq(step.kind, E2E_STEP_COMMIT);
	ck_assert_ptr_null(step.call);
	ck_assert_uint_gt(step.n_rows, 0);
	ck_assert_int_eq(e2e_row_at(s.h.account, &row, step.n_rows), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_row_at(s.h.account, &row, UINT32_MAX), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_event_at(s.h.account, &event, step.n_events), E2E_ERR_ARGUMENT);
	row.size = 0;
	ck_assert_int_eq(e2e_row_at(s.h.account, &row, 0), E2E_ERR_VERSION);
	event.size = 4;
	ck_assert_int_eq(e2e_event_at(s.h.account, &event, 0), E2E_ERR_VERSION);
	/* It comes once, and nothing that depends on it comes before it is confirmed. */
	ck_assert_int_eq(e2e_next(s.h.account, &other), E2E_OK);
	ck_assert_uint_eq(other.kind, E2E_STEP_NONE);
	ck_assert_int_eq(e2e_committed(s.h.account, step.id + 1), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_committed(s.h.account, step.id - 1), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_next(s.h.account, &other), E2E_OK);
	ck_assert_uint_eq(other.kind, E2E_STEP_NONE);
	ck_assert_int_eq(e2e_committed(s.h.account, step.id), E2E_OK);
	ck_assert_int_eq(e2e_committed(s.h.account, step.id), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_next(s.h.account, &other), E2E_OK);
	ck_assert_uint_eq(other.kind, E2E_STEP_CALL);
	ck_assert_ptr_nonnull(other.call);
	ck_assert_uint_eq(other.call->size, sizeof *other.call);
	other.size = 0;
	ck_assert_int_eq(e2e_next(s.h.account, &other), E2E_ERR_VERSION);
	st_close(&s);
}
END_TEST

/* Rows and events of a COMMIT stay as they are, whatever is called before it is confirmed. */
START_TEST(keeps_a_commit_as_it_was_handed_out)
{
	struct st s;
	struct e2e_step step = E2E_STEP_INIT;
	struct e2e_row before = E2E_ROW_INIT, after = E2E_ROW_INIT;
	uint8_t copy[4096];

	open_chat(&s, _i);
	ck_assert_int_eq(st_try_text(&s, NULL, "x"), E2E_OK);
	ck_assert_int_eq(e2e_next(s.h.account, &step), E2E_OK);
	ck_assert_uint_eq(step.kind, E2E_STEP_COMMIT);
	for (uint32_t i = 0; i < step.n_rows; i++) {
		struct sp_packet k = sp_text_packet(&s.p, "meanwhile");
		struct e2e_bytes bytes = sp_compose(&s.p, &k);

		ck_assert_int_eq(e2e_row_at(s.h.account, &before, i), E2E_OK);
		ck_assert_uint_le(before.key.n, E2E_ROW_KEY_MAX_BYTES);
		ck_assert_uint_le(before.value.n, sizeof copy);
		if (before.value.n != 0)
			memcpy(copy, before.value.p, before.value.n);
		ck_assert_int_eq(st_try_text(&s, NULL, "y"), E2E_OK);
		ck_assert_int_eq(e2e_feed_message(s.h.account, s.p.chat_id, k.random_id, 1700000000,
		                                  bytes.p, bytes.n, NULL, 0, 0, s.h.now),
		                 E2E_OK);
		ck_assert_int_eq(e2e_row_at(s.h.account, &after, i), E2E_OK);
		ck_assert_uint_eq(after.value.n, before.value.n);
		ck_assert_ptr_eq(after.value.p, before.value.p);
		ck_assert(after.value.n == 0 || memcmp(after.value.p, copy, after.value.n) == 0);
	}
	st_close(&s);
}
END_TEST

/* The row of the account has no key: bound as it is, it must be found again and not be NULL. */
START_TEST(gives_an_empty_key_that_is_not_null)
{
	struct st s;
	struct e2e_step step = E2E_STEP_INIT;
	struct e2e_row row = E2E_ROW_INIT;
	uint32_t empty = 0, deleted = 0;

	st_open(&s, _i);
	st_reach(&s, ST_REQUESTED);
	ck_assert_int_eq(e2e_chat_forget(s.h.account, s.p.chat_id, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_next(s.h.account, &step), E2E_OK);
	ck_assert_uint_eq(step.kind, E2E_STEP_COMMIT);
	for (uint32_t i = 0; i < step.n_rows; i++) {
		ck_assert_int_eq(e2e_row_at(s.h.account, &row, i), E2E_OK);
		ck_assert_ptr_nonnull(row.key.p);
		ck_assert_ptr_nonnull(row.value.p);
		empty += row.key.n == 0;
		deleted += row.value.n == 0;
	}
	ck_assert_uint_gt(empty, 0);
	ck_assert_uint_gt(deleted, 0);
	st_close(&s);
}
END_TEST

/* The answer to a call may be fed as facts first: the call that came last is there meanwhile. */
START_TEST(keeps_the_id_of_a_call_through_the_facts)
{
	struct st s;
	struct e2e_step step = E2E_STEP_INIT;
	int32_t id = 0;
	uint64_t call;

	st_open(&s, _i);
	ck_assert_int_eq(e2e_chat_start(s.h.account, &id, ST_PEER, 70, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_next(s.h.account, &step), E2E_OK);
	ck_assert_int_eq(e2e_committed(s.h.account, step.id), E2E_OK);
	ck_assert_int_eq(e2e_next(s.h.account, &step), E2E_OK);
	ck_assert_uint_eq(step.kind, E2E_STEP_CALL);
	ck_assert_uint_eq(step.call->method, E2E_CALL_GET_DH_CONFIG);
	call = step.call->id;
	ck_assert_int_eq(e2e_feed_typing(s.h.account, id, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_feed_waiting(s.h.account, id, 1, 1, ST_USER, ST_PEER, s.h.now),
	                 E2E_OK);
	ck_assert_int_eq(e2e_feed_qts(s.h.account, 5, s.h.now), E2E_OK);
	ck_assert_int_eq(e2e_tick(s.h.account, s.h.now), E2E_OK);
	ck_assert_uint_eq(step.call->id, call);
	ck_assert_uint_eq(step.call->method, E2E_CALL_GET_DH_CONFIG);
	ck_assert_int_eq(step.call->chat_id, id);
	st_close(&s);
}
END_TEST

/* ---- Before the start ------------------------------------------------------------------------ */

START_TEST(does_nothing_before_the_start)
{
	static const uint8_t bytes[64];
	struct au_host h;
	struct e2e_account *a;
	struct e2e_step step = E2E_STEP_INIT;
	int32_t id = 0;

	au_init(&h, tu_backend((size_t)_i), ST_USER);
	ck_assert_int_eq(e2e_account_new(&a, &h.config), E2E_OK);
	ck_assert_int_eq(e2e_next(a, &step), E2E_ERR_STATE);
	ck_assert_int_lt(e2e_committed(a, 1), 0);
	ck_assert_int_eq(e2e_resume(a, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_tick(a, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_call_done(a, 1, 1, NULL, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_call_done_tl(a, 1, bytes, 4, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_call_failed(a, 1, 1, NULL, 0, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_tl(a, bytes, 4, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_dh_config(a, 1, 3, bytes, 64, bytes, 64, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_dh_not_modified(a, bytes, 64, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_requested(a, 1, 1, 1, 1, 1, bytes, 64, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_waiting(a, 1, 1, 1, 1, 1, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_accepted(a, 1, 1, 1, 1, 1, bytes, 64, 1, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_discarded(a, 1, 0, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_message(a, 1, 1, 1, bytes, 64, NULL, 0, 1, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_read(a, 1, 1, 1, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_typing(a, 1, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_feed_qts(a, 1, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_chat_start(a, &id, 1, 1, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_qts(a), 0);
	ck_assert_int_eq(e2e_generation(a), 0);
	ck_assert_int_eq(e2e_deadline(a), INT64_MAX);
	ck_assert_ptr_nonnull(e2e_account_crypto(a));
	ck_assert_int_eq(e2e_start(a, h.now), E2E_OK);
	ck_assert_int_eq(e2e_start(a, h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_load(a, 1, NULL, 0, bytes, 64), E2E_ERR_STATE);
	e2e_account_free(a);
	e2e_account_free(NULL);
	ck_assert_uint_eq(h.memory.live_blocks, 0);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_a_clock_that_goes_back },
		{ repeats_in_time_though_the_clock_went_back },
		{ sends_nothing_without_entropy },
		{ goes_on_with_the_handshake_when_entropy_is_back },
		{ receives_without_entropy_and_asks_later },
		{ takes_a_commit_once_and_only_the_last },
		{ keeps_a_commit_as_it_was_handed_out },
		{ gives_an_empty_key_that_is_not_null },
		{ does_nothing_before_the_start },
		{ keeps_the_id_of_a_call_through_the_facts },
	};

	return tu_run(cu_suite("chat_host", tests, CU_N(tests)));
}
