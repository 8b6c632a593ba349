/* SPDX-License-Identifier: ISC */
/*
 * Sending again: what is asked for goes once, from its first number to its last; what nobody asked
 * for goes seldom, and a peer that counts the copies is borne.
 */
#include "config.h"

#include "tests/util/chatutil.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)
#define RESEND    E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND

static void
open_quiet(struct ch *c, int backend, uint32_t policy)
{
	ch_init(c, backend);
	c->h.config.flags = E2E_CONFIG_NO_REKEY | E2E_CONFIG_NO_ACK;
	c->h.config.policy = policy;
	ch_ready(c, E2E_CREATOR);
}

static void
live_until(struct ch *c, int64_t time)
{
	while (e2e_deadline(c->h.account) <= time)
		ck_assert(au_due(&c->h));
	au_advance(&c->h, time - c->h.now);
}

static void
ask(struct ch *c, int32_t first, int32_t last)
{
	/* ours are odd on the wire: the account is the creator */
	sp_action(&c->p, ch_resend(c, 2 * first + 1, 2 * last + 1));
}

/* How often each of N messages was sent since au_forget(); NUMBERS by the account's raw number. */
static void
tally(struct ch *c, unsigned *numbers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		numbers[i] = 0;
	for (size_t i = 0; i < au_count_sends(&c->h); i++) {
		int32_t raw = ch_look(c, au_send_at(&c->h, i)).out_raw;

		ck_assert_int_ge(raw, 0);
		if ((size_t)raw < n)
			numbers[raw]++;
	}
}

/* ---- Asked for ------------------------------------------------------------------------- */

#define MANY 2501

/* more than may be sent again in a minute: each once, none twice, and then there is silence */
START_TEST(serves_a_request_once)
{
	static unsigned numbers[MANY];
	struct ch c;

	open_quiet(&c, _i, E2E_POLICY_STANDARD);
	for (int i = 1; i < MANY; i++)
		au_text(&c.h, c.p.chat_id, "x");
	au_forget(&c.h);
	ask(&c, 0, 1000);
	ask(&c, 1001, 2000);
	ask(&c, 2001, 2500);
	ck_assert_uint_eq(au_count_sends(&c.h), 2000);
	live_until(&c, AU_NOW + DAY_MS);
	ck_assert_uint_eq(au_count_sends(&c.h), MANY);
	tally(&c, numbers, MANY);
	for (size_t i = 0; i < MANY; i++)
		ck_assert_uint_eq(numbers[i], 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* the same over restarts: what was with the server goes at most once more, at the join */
START_TEST(goes_on_after_a_restart)
{
	static unsigned numbers[MANY];
	size_t sends = 0;
	struct ch c;

	open_quiet(&c, _i, E2E_POLICY_STANDARD);
	c.h.limits.resend_rate = 300;
	au_restart(&c.h);
	c.h.answers = AU_AUTO_ALL;
	for (int i = 1; i < MANY; i++)
		au_text(&c.h, c.p.chat_id, "x");
	au_forget(&c.h);
	ask(&c, 0, 1000);
	ask(&c, 1001, 2000);
	ask(&c, 2001, 2500);
	for (int i = 0; i < 20; i++) {
		live_until(&c, c.h.now + MINUTE_MS);
		au_restart(&c.h);
	}
	tally(&c, numbers, MANY);
	for (size_t i = 0; i < MANY; i++) {
		ck_assert_uint_ge(numbers[i], 1);
		ck_assert_uint_le(numbers[i], 3);
	}
	sends = au_count_sends(&c.h);
	ck_assert_uint_le(sends, MANY + 20 * 64);
	live_until(&c, c.h.now + DAY_MS);
	au_restart(&c.h);
	live_until(&c, c.h.now + DAY_MS);
	ck_assert_uint_eq(au_count_sends(&c.h), sends);
	ch_close(&c);
}
END_TEST

/* a peer that asks all the time costs no more than the rate */
START_TEST(keeps_to_the_rate)
{
	struct ch c;
	size_t sends;

	open_quiet(&c, _i, E2E_POLICY_STANDARD);
	c.h.limits.resend_rate = 100;
	c.h.limits.resend_repeats = 2;
	au_restart(&c.h);
	c.h.answers = AU_AUTO_ALL;
	for (int i = 1; i < 80; i++)
		au_text(&c.h, c.p.chat_id, "x");
	au_forget(&c.h);
	for (int minute = 0; minute < 30; minute++) {
		for (int i = 0; i < 40; i++) {
			ask(&c, i, 79 - i);
			ask(&c, i, i);
		}
		live_until(&c, c.h.now + MINUTE_MS);
	}
	ck_assert_uint_le(au_count_sends(&c.h), 31 * 100);
	live_until(&c, c.h.now + DAY_MS);
	sends = au_count_sends(&c.h);
	ck_assert_uint_le(sends, 31 * 100 + 5 * 80);
	live_until(&c, c.h.now + DAY_MS);
	ck_assert_uint_eq(au_count_sends(&c.h), sends);
	ch_close(&c);
}
END_TEST

/* what the peer acknowledges meanwhile needs not go any more */
START_TEST(stops_at_what_arrived)
{
	static unsigned numbers[400];
	struct ch c;

	open_quiet(&c, _i, E2E_POLICY_STANDARD);
	c.h.limits.resend_rate = 100;
	au_restart(&c.h);
	c.h.answers = AU_AUTO_ALL;
	for (int i = 1; i < 400; i++)
		au_text(&c.h, c.p.chat_id, "x");
	au_forget(&c.h);
	ask(&c, 0, 399);
	c.p.in_seq = 350;
	sp_noop(&c.p);
	live_until(&c, c.h.now + HOUR_MS);
	tally(&c, numbers, 400);
	for (size_t i = 0; i < 400; i++)
		ck_assert_uint_eq(numbers[i], i < 100 || i >= 350 ? 1 : 0);
	ch_close(&c);
}
END_TEST

/* ---- Unasked ------------------------------------------------------------------------------ */

/* one lost message: the packets of an hour grow with the tries, not with their square */
START_TEST(pushes_little_for_one_lost_message)
{
	static unsigned numbers[64];
	unsigned copies = 0;
	struct ch c;

	open_quiet(&c, _i, E2E_POLICY_STANDARD);
	au_text(&c.h, c.p.chat_id, "hi");
	au_forget(&c.h);
	c.p.in_seq = 0;
	ch_text_at(&c, 1, "1");
	live_until(&c, AU_NOW + HOUR_MS);
	ck_assert_uint_eq(ch_count(&c, RESEND), 8);
	/* the requests, and notifyLayer and the text three times */
	ck_assert_uint_le(au_count_sends(&c.h), 8 + 2 * 3);
	tally(&c, numbers, 64);
	ck_assert_uint_le(numbers[1], 3);
	for (size_t i = 2; i < 64; i++) {
		ck_assert_uint_le(numbers[i], 1);
		copies += numbers[i];
	}
	ck_assert_uint_eq(copies, 8);
	/* older requests are still answered for */
	au_forget(&c.h);
	ask(&c, 2, 3);
	ck_assert_uint_eq(au_count_sends(&c.h), 2);
	ch_close(&c);
}
END_TEST

/* a peer without a duplicate check acknowledges every copy that it got; its chat lives on */
START_TEST(bears_a_peer_that_counts_copies)
{
	static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_LENIENT,
		                             E2E_POLICY_STRICT };

	for (size_t i = 0; i < CU_N(policies); i++) {
		struct e2e_chat chat;
		struct ch c;
		size_t sends;

		open_quiet(&c, _i, policies[i]);
		au_text(&c.h, c.p.chat_id, "hi");
		c.p.in_seq = 0;
		ch_text_at(&c, 1, "1");
		live_until(&c, AU_NOW + HOUR_MS);
		chat = ch_chat(&c);
		sends = au_count_sends(&c.h) + 1; /* notifyLayer went before */
		ck_assert_int_gt((int64_t)sends, chat.out_seq);
		au_restart(&c.h);
		c.h.answers = AU_AUTO_ALL;
		ch_text_at(&c, 0, "0");
		c.p.out_seq = 2;
		c.p.in_seq = (int32_t)sends;
		sp_text(&c.p, "ahead");
		if (policies[i] == E2E_POLICY_STRICT) {
			ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_CLOSED);
			ck_assert_uint_eq(ch_chat(&c).reason, E2E_CHECK_IN_SEQ_AHEAD);
			ch_close(&c);
			continue;
		}
		ch_delivered(&c, "0|1|ahead");
		ck_assert_int_eq(ch_chat(&c).acked_seq, ch_chat(&c).out_seq);
		ch_is_open(&c);
		/* it goes on so; and what it has acknowledged too early is still answered for */
		au_text(&c.h, c.p.chat_id, "more");
		c.p.in_seq++;
		sp_text(&c.p, "and more");
		au_forget(&c.h);
		ask(&c, 1, 1);
		ck_assert_uint_eq(au_count_sends(&c.h), 1);
		ch_is_open(&c);
		/* but not beyond the copies */
		c.p.in_seq += 64;
		sp_text(&c.p, "impossible");
		if (policies[i] == E2E_POLICY_STANDARD)
			ch_is_closed(&c, E2E_CHECK_IN_SEQ_AHEAD);
		else
			ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_IN_SEQ_AHEAD), 1);
		ch_close(&c);
	}
}
END_TEST

/* a peer that is heard all the time, and acknowledges nothing, gets no more copies by that */
START_TEST(pushes_once_a_day)
{
	static unsigned numbers[400];
	struct ch c;

	open_quiet(&c, _i, E2E_POLICY_STANDARD);
	au_text(&c.h, c.p.chat_id, "hi");
	c.p.in_seq = 0;
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 2, "2");
	live_until(&c, AU_NOW + 2 * HOUR_MS);
	au_forget(&c.h);
	for (int i = 0; i < 66; i++) {
		live_until(&c, c.h.now + 22 * MINUTE_MS);
		c.p.in_seq = 0;
		ch_text_at(&c, 3 + i, "t");
	}
	tally(&c, numbers, 400);
	ck_assert_uint_le(numbers[0], 2);
	ck_assert_uint_le(numbers[1], 2);
	ch_close(&c);
}
END_TEST

/* numbers from a backup are not taken for copies */
START_TEST(sees_a_rollback_behind_copies)
{
	struct rows saved;
	int32_t reached;
	struct ch c;

	open_quiet(&c, _i, E2E_POLICY_STANDARD);
	au_text(&c.h, c.p.chat_id, "hi");
	c.p.in_seq = 0;
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 2, "2");
	live_until(&c, AU_NOW + 2 * HOUR_MS);
	c.p.in_seq = ch_chat(&c).out_seq;
	ch_text_at(&c, 1, "1");
	ch_text_at(&c, 3, "3");
	saved = rows_copy(&c.h.rows);
	au_text(&c.h, c.p.chat_id, "a");
	au_text(&c.h, c.p.chat_id, "b");
	reached = ch_chat(&c).out_seq;
	au_crash(&c.h);
	rows_free(&c.h.rows);
	c.h.rows = saved;
	au_start(&c.h);
	c.h.answers = AU_AUTO_ALL;
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_ROLLBACK), 1);
	c.p.in_seq = reached;
	ch_text_at(&c, 4, "4");
	ck_assert_int_eq(ch_chat(&c).out_seq, reached);
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_IN_SEQ_AHEAD), 1);
	ck_assert_int_eq(e2e_resume(c.h.account, c.h.now), E2E_OK);
	au_run(&c.h);
	au_text(&c.h, c.p.chat_id, "new");
	ck_assert_int_eq(ch_look(&c, au_last_send(&c.h)).out_raw, reached);
	ch_close(&c);
}
END_TEST

/* whichever allocation fails: what is asked for goes out, and never without its bytes */
START_TEST(sends_nothing_empty_after_a_failure)
{
	for (size_t n = 1; n < 60; n++) {
		struct sp_packet k;
		struct e2e_bytes packet;
		size_t before, real = 0;
		bool struck;
		int32_t err;
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		for (int i = 0; i < 5; i++)
			au_text(&c.h, c.p.chat_id, "hi");
		c.p.in_seq = ch_chat(&c).out_seq;
		sp_text(&c.p, "I have all");
		k = sp_action_packet(&c.p, ch_resend(&c, 5, 7));
		packet = sp_compose(&c.p, &k);
		before = au_count_sends(&c.h);
		c.h.memory.fail_at = c.h.memory.calls + n;
		err = e2e_feed_message(c.h.account, c.p.chat_id, 99, 1700000000, packet.p, packet.n,
		                       NULL, 1, 0, c.h.now);
		struck = c.h.memory.calls >= c.h.memory.fail_at;
		c.h.memory.fail_at = 0;
		if (err != E2E_OK)
			ck_assert_int_eq(e2e_feed_message(c.h.account, c.p.chat_id, 99, 1700000000,
			                                  packet.p, packet.n, NULL, 1, 0, c.h.now),
			                 E2E_OK);
		au_run(&c.h);
		for (size_t i = before; i < au_count_sends(&c.h); i++) {
			ck_assert_uint_gt(au_send_at(&c.h, i)->call.data.n, 0);
			real++;
		}
		ck_assert_uint_eq(real, 2);
		ch_close(&c);
		if (!struck)
			return;
	}
	ck_abort_msg("it never came to an end");
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ serves_a_request_once },
		{ goes_on_after_a_restart },
		{ keeps_to_the_rate },
		{ stops_at_what_arrived },
		{ pushes_little_for_one_lost_message },
		{ bears_a_peer_that_counts_copies },
		{ pushes_once_a_day },
		{ sees_a_rollback_behind_copies },
		{ sends_nothing_empty_after_a_failure },
	};

	return tu_run(cu_suite("chat_copies", tests, CU_N(tests)));
}
