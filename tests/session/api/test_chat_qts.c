/* SPDX-License-Identifier: ISC */
/* What the server may forget, and what comes twice (scenarios 119 to 122). */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

static void
open_chat(struct st *s, int backend, uint32_t flags)
{
	st_init(s, backend);
	s->h.config.flags = flags;
	s->h.answers = AU_AUTO_SENDS;
	st_ready(s);
	sp_asked(&s->p);
	ck_assert_int_eq(e2e_qts(s->h.account), 0);
	ck_assert_int_eq(e2e_feed_qts(s->h.account, 4, s->h.now), E2E_OK);
	au_run(&s->h);
	ck_assert_int_eq(e2e_qts(s->h.account), 4);
	au_forget(&s->h);
}

static size_t
messages(struct st *s)
{
	return au_count_events(&s->h, E2E_EVENT_MESSAGE);
}

/* The next text with QTS. */
static struct sp_packet
text_with(struct st *s, int32_t qts)
{
	struct sp_packet k = sp_text_packet(&s->p, "message");

	k.qts = qts;
	return k;
}

static void
send_with(struct st *s, int32_t qts)
{
	struct sp_packet k = text_with(s, qts);

	sp_send(&s->p, &k);
}

/* scenario 119: only what is durable is acknowledged to the server */
START_TEST(acknowledges_only_what_is_durable)
{
	struct st s;
	struct sp_packet k;

	open_chat(&s, _i, E2E_CONFIG_ACK_QTS);
	k = text_with(&s, 5);
	s.h.commits_left = 0;
	sp_send(&s.p, &k);
	ck_assert(s.h.stopped);
	ck_assert_int_eq(e2e_qts(s.h.account), 4);
	ck_assert_ptr_null(au_last_call(&s.h, E2E_CALL_RECEIVED_QUEUE));
	/* The crash comes before the commit: the server has it still. */
	au_restart(&s.h);
	ck_assert_int_eq(e2e_qts(s.h.account), 4);
	ck_assert_uint_eq(messages(&s), 0);
	/* And now before the commit is confirmed: it counts. */
	s.h.commits_left = 1;
	s.h.unconfirmed = true;
	sp_send(&s.p, &k);
	ck_assert_int_eq(e2e_qts(s.h.account), 4);
	ck_assert_uint_eq(messages(&s), 1);
	au_restart(&s.h);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	/* Whether the server was told or not, it may send it again. */
	sp_send(&s.p, &k);
	ck_assert_uint_eq(messages(&s), 1);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	send_with(&s, 6);
	ck_assert_int_eq(e2e_qts(s.h.account), 6);
	ck_assert_uint_eq(messages(&s), 2);
	ck_assert_int_eq(au_last_call(&s.h, E2E_CALL_RECEIVED_QUEUE)->call.max_qts, 6);
	st_close(&s);
}
END_TEST

/* Without the flag the host does it. */
START_TEST(acknowledges_by_itself_only_if_asked_to)
{
	struct st s;

	open_chat(&s, _i, 0);
	send_with(&s, 5);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	ck_assert_ptr_null(au_last_call(&s.h, E2E_CALL_RECEIVED_QUEUE));
	st_close(&s);
}
END_TEST

/* scenario 119: what was dropped is acknowledged as well, or it would come for ever */
START_TEST(acknowledges_what_it_drops)
{
	struct st s;
	struct sp_packet k;

	open_chat(&s, _i, E2E_CONFIG_ACK_QTS);
	k = text_with(&s, 5);
	k.raw = (struct e2e_bytes){ (const uint8_t *)"garbage", 7 };
	sp_send(&s.p, &k);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	k.qts = 6;
	k.chat_id ^= 0x55;
	sp_send(&s.p, &k);
	ck_assert_int_eq(e2e_qts(s.h.account), 6);
	au_restart(&s.h);
	ck_assert_int_eq(e2e_qts(s.h.account), 6);
	st_close(&s);
}
END_TEST

/* scenario 120: a missing qts is waited for */
START_TEST(waits_for_a_missing_qts)
{
	struct st s;
	struct sp_packet five, six, seven;

	open_chat(&s, _i, 0);
	five = text_with(&s, 5);
	six = text_with(&s, 6);
	seven = text_with(&s, 7);
	sp_send(&s.p, &five);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	sp_send(&s.p, &seven);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	sp_send(&s.p, &six);
	ck_assert_int_eq(e2e_qts(s.h.account), 7);
	ck_assert_uint_eq(messages(&s), 3);
	ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, 1)->random_id, six.random_id);
	ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, 2)->random_id, seven.random_id);
	au_advance(&s.h, 5000);
	ck_assert_ptr_null(au_last_call(&s.h, E2E_CALL_GET_DIFFERENCE));
	st_close(&s);
}
END_TEST

/* scenarios 120 and 121: a qts that stays away leads to a difference */
START_TEST(asks_for_the_difference_when_a_qts_stays_away)
{
	struct st s;
	struct sp_packet six, seven;
	struct au_call *call;

	open_chat(&s, _i, 0);
	send_with(&s, 5);
	six = text_with(&s, 6);
	seven = text_with(&s, 7);
	sp_send(&s.p, &seven);
	ck_assert_int_le(e2e_deadline(s.h.account), s.h.now + 700);
	au_advance(&s.h, 699);
	ck_assert_ptr_null(au_last_call(&s.h, E2E_CALL_GET_DIFFERENCE));
	au_advance(&s.h, 1);
	call = au_last_call(&s.h, E2E_CALL_GET_DIFFERENCE);
	ck_assert_ptr_nonnull(call);
	ck_assert_uint_eq(call->call.request.n, 0);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	/* The difference has both, one of them seen. */
	six.qts = seven.qts = 0;
	sp_send(&s.p, &six);
	sp_send(&s.p, &seven);
	ck_assert_int_eq(e2e_qts(s.h.account), 5);
	ck_assert_int_eq(e2e_feed_qts(s.h.account, 7, s.h.now), E2E_OK);
	au_answer_ok(&s.h, call);
	ck_assert_int_eq(e2e_qts(s.h.account), 7);
	ck_assert_uint_eq(messages(&s), 3);
	ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, 1)->random_id, six.random_id);
	ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, 2)->random_id, seven.random_id);
	send_with(&s, 8);
	ck_assert_int_eq(e2e_qts(s.h.account), 8);
	ck_assert_uint_eq(au_count_calls(&s.h, E2E_CALL_GET_DIFFERENCE), 1);
	st_close(&s);
}
END_TEST

/* scenario 121: what was seen live comes again in a difference */
START_TEST(drops_in_a_difference_what_was_seen_live)
{
	struct st s;
	struct sp_packet k[3];
	uint32_t duplicates;
	struct rows rows;

	open_chat(&s, _i, 0);
	for (int32_t i = 0; i < 3; i++) {
		k[i] = text_with(&s, 5 + i);
		sp_send(&s.p, &k[i]);
		k[i].qts = 0;
	}
	duplicates = au_chat(&s.h, s.p.chat_id).duplicates;
	rows = rows_copy(&s.h.rows);
	for (size_t i = 0; i < 3; i++)
		sp_send(&s.p, &k[i]);
	ck_assert_uint_eq(messages(&s), 3);
	ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).duplicates, duplicates + 3);
	ck_assert(au_rows_same(&rows, &s.h.rows));
	ck_assert_ptr_null(au_last_event(&s.h, E2E_EVENT_REJECTED));
	rows_free(&rows);
	st_close(&s);
}
END_TEST

/* scenario 121 as the host does it: the vector of a difference, in one piece */
START_TEST(takes_the_vector_of_a_difference)
{
	static const struct e2e_tl_encrypted_file_empty none = { E2E_TL_ENCRYPTED_FILE_EMPTY };
	struct st s;
	uint8_t vector[4096];
	size_t n = 8, size;
	int64_t id[3];

	open_chat(&s, _i, 0);
	cu_put32(vector, 0x1cb5c415);
	cu_put32(vector + 4, 4);
	for (size_t i = 0; i < 3; i++) {
		struct sp_packet k = sp_text_packet(&s.p, "one of three");
		struct e2e_tl_encrypted_message m = {
			E2E_TL_ENCRYPTED_MESSAGE, k.random_id, k.chat_id, 1700000000,
			sp_compose(&s.p, &k), (const void *)&none,
		};

		id[i] = k.random_id;
		ck_assert_int_eq(e2e_tl_put(vector + n, sizeof vector - n, &size,
		                            E2E_TYPE_ENCRYPTED_MESSAGE, (const void *)&m),
		                 E2E_OK);
		n += size;
	}
	cu_put32(vector + n, 0xdeadbeef); /* something newer: those before it count */
	cu_put32(vector + n + 4, 1);
	ck_assert_int_ge(e2e_feed_tl(s.h.account, vector, n + 8, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert_uint_eq(messages(&s), 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(au_event(&s.h, E2E_EVENT_MESSAGE, i)->random_id, id[i]);
	st_close(&s);
}
END_TEST

/* ---- Results that come twice ------------------------------------------------------------- */

/* scenario 122: results that come twice */
START_TEST(takes_every_result_once)
{
	for (int lane = 0; lane < 2; lane++) {
		struct st s;
		struct au_mark mark;

		st_init(&s, _i);
		s.h.bytes_lane = lane == 1;
		s.h.config.flags = E2E_CONFIG_ACK_QTS;
		st_ready(&s);
		sp_asked(&s.p);
		sp_peer_asks(&s.p, 31);
		sp_account_accepts(&s.p);
		sp_peer_agrees(&s.p);
		ck_assert_int_eq(e2e_feed_qts(s.h.account, 4, s.h.now), E2E_OK);
		s.p.out_seq = s.p.in_seq = 0;
		send_with(&s, 5);
		au_text(&s.h, 31, "text");
		ck_assert_int_eq(e2e_chat_typing(s.h.account, 31, 1, s.h.now), E2E_OK);
		ck_assert_int_eq(e2e_chat_read(s.h.account, 31, 1700000000, s.h.now), E2E_OK);
		au_run(&s.h);
		for (size_t i = 0; i < s.h.n_calls; i++)
			if (!s.h.calls[i]->answered)
				au_answer_ok(&s.h, s.h.calls[i]);
		ck_assert_int_eq(e2e_chat_close(s.h.account, 31, 0, s.h.now), E2E_OK);
		au_run(&s.h);
		au_answer_ok(&s.h, au_last_call(&s.h, E2E_CALL_DISCARD));
		ck_assert_uint_ge(s.h.n_calls, 9);
		mark = au_mark(&s.h);
		for (size_t i = s.h.n_calls; i-- > 0;) {
			uint64_t id = s.h.calls[i]->call.id;

			ck_assert_int_eq(e2e_call_done(s.h.account, id, 1700000001, NULL, s.h.now),
			                 E2E_OK);
			ck_assert_int_eq(e2e_call_failed(s.h.account, id, 403, "X", 1, s.h.now),
			                 E2E_OK);
			ck_assert_int_eq(e2e_call_done_tl(s.h.account, id, (const uint8_t *)"", 0,
			                                  s.h.now),
			                 E2E_OK);
		}
		ck_assert_int_eq(e2e_call_done(s.h.account, 0, 0, NULL, s.h.now), E2E_OK);
		ck_assert_int_eq(e2e_call_done(s.h.account, UINT64_MAX, 0, NULL, s.h.now), E2E_OK);
		au_unchanged(&s.h, &mark);
		st_close(&s);
	}
}
END_TEST

/* scenario 122: out of order, which only a host that chains calls can see */
START_TEST(takes_results_out_of_order)
{
	struct st s;
	int64_t id[4];

	st_init(&s, _i);
	s.h.config.flags = E2E_CONFIG_CHAINS;
	st_ready(&s);
	sp_asked(&s.p);
	au_forget(&s.h);
	for (size_t i = 0; i < 4; i++)
		id[i] = au_text(&s.h, s.p.chat_id, "text");
	ck_assert_uint_eq(au_count_sends(&s.h), 4);
	for (size_t i = 1; i < 4; i++)
		ck_assert_uint_eq(au_send_at(&s.h, i)->call.after,
		                  au_send_at(&s.h, i - 1)->call.id);
	for (size_t i = 4; i-- > 0;) {
		au_answer_ok(&s.h, au_send_at(&s.h, i));
		ck_assert_int_eq(au_last_event(&s.h, E2E_EVENT_SENT)->random_id, id[i]);
	}
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_SENT), 4);
	ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).unsent, 0);
	au_restart(&s.h);
	ck_assert_uint_eq(au_count_sends(&s.h), 4);
	st_close(&s);
}
END_TEST

/* scenario 122: a result from before the restart is that of no call */
START_TEST(knows_no_call_from_before_a_restart)
{
	struct st s;
	struct au_call *old;

	st_open(&s, _i);
	sp_asked(&s.p);
	au_text(&s.h, s.p.chat_id, "text");
	old = au_last_send(&s.h);
	au_restart(&s.h);
	ck_assert_ptr_ne(au_last_send(&s.h), old);
	ck_assert_uint_ne(au_last_send(&s.h)->call.id, old->call.id);
	ck_assert_int_eq(e2e_call_failed(s.h.account, old->call.id, 403, "X", 1, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
	au_answer_ok(&s.h, au_last_send(&s.h));
	ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_SENT), 1);
	st_close(&s);
}
END_TEST

/* the server has begun anew, and a state says so: its numbers are followed */
START_TEST(follows_a_qts_that_falls)
{
	static const int32_t states[] = { 3, 1, 0 };
	struct st s;

	for (size_t i = 0; i < 3; i++) {
		open_chat(&s, _i, E2E_CONFIG_ACK_QTS);
		send_with(&s, 5);
		send_with(&s, 9); /* early */
		ck_assert_int_eq(e2e_qts(s.h.account), 5);
		ck_assert_int_eq(e2e_feed_qts(s.h.account, states[i], s.h.now), E2E_OK);
		au_run(&s.h);
		ck_assert_int_eq(e2e_qts(s.h.account), states[i]);
		au_restart(&s.h);
		ck_assert_int_eq(e2e_qts(s.h.account), states[i]);
		send_with(&s, states[i] + 1);
		ck_assert_int_eq(e2e_qts(s.h.account), states[i] + 1);
		ck_assert_uint_eq(messages(&s), 3);
		ck_assert_int_eq(au_last_call(&s.h, E2E_CALL_RECEIVED_QUEUE)->call.max_qts,
		                 states[i] + 1);
		st_close(&s);
	}
	open_chat(&s, _i, 0);
	ck_assert_int_eq(e2e_feed_qts(s.h.account, -1, s.h.now), E2E_OK);
	au_run(&s.h);
	ck_assert_int_eq(e2e_qts(s.h.account), 4);
	st_close(&s);
}
END_TEST

/* in the same session too; what was early belongs to the old numbers */
START_TEST(forgets_what_was_early_when_it_falls)
{
	struct st s;

	open_chat(&s, _i, 0);
	send_with(&s, 6);
	ck_assert_int_eq(e2e_feed_qts(s.h.account, 2, s.h.now), E2E_OK);
	au_run(&s.h);
	au_advance(&s.h, 10000);
	ck_assert_ptr_null(au_last_call(&s.h, E2E_CALL_GET_DIFFERENCE));
	for (int32_t qts = 3; qts <= 5; qts++) {
		send_with(&s, qts);
		ck_assert_int_eq(e2e_qts(s.h.account), qts);
	}
	st_close(&s);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ acknowledges_only_what_is_durable },
		{ acknowledges_by_itself_only_if_asked_to },
		{ acknowledges_what_it_drops },
		{ waits_for_a_missing_qts },
		{ asks_for_the_difference_when_a_qts_stays_away },
		{ drops_in_a_difference_what_was_seen_live },
		{ takes_the_vector_of_a_difference },
		{ takes_every_result_once },
		{ takes_results_out_of_order },
		{ follows_a_qts_that_falls },
		{ forgets_what_was_early_when_it_falls },
		{ knows_no_call_from_before_a_restart },
	};

	return tu_run(cu_suite("chat_qts", tests, CU_N(tests)));
}
