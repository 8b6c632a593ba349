/* SPDX-License-Identifier: ISC */
/* While E2E_EVENT_ROLLBACK waits: the peer may have more of ours than the rows know (T5.10). */
#include "config.h"

#include "tests/util/chatutil.h"

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* The rows of before two texts come back, and the host notices; the peer has both. */
static void
goes_back(struct ch *c)
{
	struct rows saved = rows_copy(&c->h.rows);

	au_text(&c->h, c->p.chat_id, "a");
	au_text(&c->h, c->p.chat_id, "b");
	c->p.in_seq = ch_chat(c).out_seq;
	au_crash(&c->h);
	rows_free(&c->h.rows);
	c->h.rows = saved;
	au_start(&c->h);
	c->h.answers = AU_AUTO_ALL;
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_ROLLBACK), 1);
	ck_assert_int_lt(ch_chat(c).out_seq, c->p.in_seq);
}

/*
 * The peer asks for what the rows do not know that it was sent: in its turn (0), or ahead of it,
 * acknowledging what they know (1), or what it has: that is then known (2).
 */
START_TEST(closes_nothing_while_it_may_have_forgotten)
{
	struct sp_packet k;
	struct ch c;
	size_t i, known;
	int ahead;

	for (i = 0; i < 3 * CU_N(policies); i++) {
		ahead = i % 3 > 0;
		known = i % 3 == 2;
		ch_init(&c, _i);
		c.h.config.policy = policies[i / 3];
		if (i >= 6) { /* nor by order of the host */
			c.h.config.act[E2E_CHECK_RESEND_UNSENT] = E2E_ACT_CLOSE;
			c.h.config.act[E2E_CHECK_IN_SEQ_AHEAD] = E2E_ACT_CLOSE;
		}
		ch_ready(&c, roles[ahead]);
		goes_back(&c);
		k = ch_action_at(&c, ahead, ch_resend(&c, 2 * (c.p.in_seq - 1) + 1 - ahead,
		                                      2 * (c.p.in_seq - 1) + 1 - ahead));
		k.in_seq_no = sp_wire_in(&c.p, known == 0 ? ch_chat(&c).out_seq : c.p.in_seq);
		sp_send(&c.p, &k);
		ch_is_open(&c);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RESEND_UNSENT), 1 - known);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_IN_SEQ_AHEAD), known);
		if (ahead == 1) {
			k = ch_packet_at(&c, 0, "missing");
			k.in_seq_no = sp_wire_in(&c.p, 0);
			sp_send(&c.p, &k);
		}
		ck_assert_int_eq(ch_chat(&c).in_seq, ahead + 1);
		ck_assert_uint_eq(ch_rejected(&c, 0), 1);
		/* its number is the one to go on from */
		ck_assert_int_eq(ch_chat(&c).out_seq, known == 0 ? c.p.in_seq - 2 : c.p.in_seq);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* Nor where the strict policy minds what is sent again. */
START_TEST(closes_nothing_for_a_refill_then)
{
	struct sp_packet k;
	struct ch c;
	int32_t raw;

	for (raw = 0; raw < 2; raw++) {
		ch_open_policy(&c, _i, roles[raw], E2E_POLICY_STRICT);
		goes_back(&c);
		k = ch_packet_at(&c, 2, "2");
		k.in_seq_no = sp_wire_in(&c.p, 0);
		sp_send(&c.p, &k);
		k = ch_packet_at(&c, raw, "again");
		sp_send(&c.p, &k); /* it acknowledges all of ours */
		ch_is_open(&c);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_REFILL_IN_SEQ), 1);
		ck_assert_uint_eq(ch_rejected(&c, 0), 1);
		ch_close(&c);
	}
}
END_TEST

/* What came while it waited was noticed then, and closes nothing when its turn comes later. */
START_TEST(closes_nothing_for_it_afterwards)
{
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	goes_back(&c);
	k = ch_packet_at(&c, 1, "ahead");
	sp_send(&c.p, &k);
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_IN_SEQ_AHEAD), 1);
	ck_assert_int_eq(e2e_resume(c.h.account, c.h.now), E2E_OK);
	au_run(&c.h);
	k = ch_packet_at(&c, 0, "missing");
	k.in_seq_no = sp_wire_in(&c.p, 0);
	sp_send(&c.p, &k);
	ch_delivered(&c, "missing|ahead");
	ck_assert_uint_eq(ch_rejected(&c, 0), 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/*
 * But its number is the one to go on from, or the peer would take all that is sent before for old;
 * and what it wrote before that, held or missing, may acknowledge less.
 */
START_TEST(goes_on_from_what_the_peer_has)
{
	static const int32_t order[] = { 1, 3, 2, 0 };
	struct sp_packet k;
	struct ch c;
	size_t i, n;

	for (i = 0; i < 2 * CU_N(policies); i++) {
		ch_init(&c, _i);
		c.h.config.policy = policies[i / 2];
		ch_ready(&c, roles[i % 2]);
		goes_back(&c);
		for (n = 0; n < CU_N(order); n++) {
			if (n == 2) { /* the gap is still open */
				au_restart(&c.h);
				au_forget(&c.h);
				ck_assert_int_eq(e2e_resume(c.h.account, c.h.now), E2E_OK);
				au_run(&c.h);
				au_text(&c.h, c.p.chat_id, "c");
				au_restart(&c.h);
			}
			k = ch_packet_at(&c, order[n], order[n] == 3 ? "new" : "old");
			if (order[n] < 3)
				k.in_seq_no = sp_wire_in(&c.p, order[n] / 2);
			sp_send(&c.p, &k);
			ch_is_open(&c);
		}
		ck_assert_uint_ge(au_count_sends(&c.h), 2); /* and requests to resend */
		for (n = 0; n < au_count_sends(&c.h); n++)
			ck_assert_int_ge(ch_look(&c, au_send_at(&c.h, n)).out_raw, c.p.in_seq);
		ch_delivered(&c, "old|old|old|new");
		c.p.in_seq = ch_chat(&c).out_seq;
		sp_text(&c.p, "and so on");
		ck_assert_int_eq(ch_chat(&c).acked_seq, c.p.in_seq);
		ch_is_open(&c);
		/* from now on it is judged again */
		k = sp_text_packet(&c.p, "back");
		k.in_seq_no = sp_wire_in(&c.p, 1);
		sp_send(&c.p, &k);
		ck_assert(ch_chat(&c).state == (policies[i / 2] == E2E_POLICY_LENIENT
		                                        ? E2E_CHAT_ACTIVE
		                                        : E2E_CHAT_CLOSED));
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ closes_nothing_while_it_may_have_forgotten },
		{ closes_nothing_for_a_refill_then },
		{ closes_nothing_for_it_afterwards },
		{ goes_on_from_what_the_peer_has },
	};

	return tu_run(cu_suite("chat_backup", tests, CU_N(tests)));
}
