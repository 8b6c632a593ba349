/* SPDX-License-Identifier: ISC */
/*
 * A full outbox, and a full queue of messages that wait.  Two ends that both have gaps and no
 * room to ask, to keep or to acknowledge could wait for each other for ever: here each of them
 * says what would end that.
 */
#include "config.h"

#include "tests/util/chatutil.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define DAY_MS  (24 * HOUR_MS)
#define RESEND  E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND
#define NOOP    E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP
#define LIMIT   4  /* outbox_messages                                             */
#define ANSWERS 48 /* places behind that for what is sent by itself               */
#define ACKS    16 /* and behind those for what acknowledges and nothing else     */

/*
 * The account with an outbox that is full of requests for number 0, of which the peer has
 * acknowledged nothing; number 1 waits.
 */
static void
open_full(struct ch *c, int backend)
{
	ch_init(c, backend);
	c->h.limits.outbox_messages = LIMIT;
	c->h.config.flags = E2E_CONFIG_NO_REKEY;
	c->h.timing.resend_tries = 1000;
	ch_ready(c, E2E_CREATOR);
	c->p.in_seq = 0;
	ch_text_at(c, 1, "1");
	while (ch_chat(c).out_seq < LIMIT + ANSWERS) {
		ck_assert(au_due(&c->h));
		ck_assert_int_le(c->h.now, AU_NOW + 10 * DAY_MS);
	}
	au_forget(&c->h);
}

/* What is due within MS. */
static void
live(struct ch *c, int64_t ms)
{
	const int64_t end = c->h.now + ms;

	while (e2e_deadline(c->h.account) <= end)
		ck_assert(au_due(&c->h));
	au_advance(&c->h, end - c->h.now);
}

/* ---- A full queue --------------------------------------------------------------------- */

/* what fills another gap could not be kept */
START_TEST(asks_for_the_first_gap_alone)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.held_messages = 2;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 1, "1");
	ch_text_at(&c, 3, "3");
	ck_assert_uint_eq(ch_count(&c, RESEND), 1);
	ch_is_resend(&c, au_last_send(&c.h), 0, 0);
	live(&c, 10 * 60 * 1000);
	ck_assert_uint_gt(ch_count(&c, RESEND), 1);
	for (size_t i = 0; i < au_count_sends(&c.h); i++) {
		const struct sp_opened o = ch_look(&c, au_send_at(&c.h, i));

		if (sp_kind(&o) == RESEND)
			ch_is_resend(&c, au_send_at(&c.h, i), 0, 0);
	}
	ch_text_at(&c, 0, "0");
	ch_delivered(&c, "0|1");
	live(&c, HOUR_MS);
	ch_is_resend(&c, ch_last(&c, RESEND), 4, 4);
	ch_close(&c);
}
END_TEST

/* ---- A full outbox ---------------------------------------------------------------------- */

/* the peer has it all, and says so from behind the gap */
START_TEST(asks_once_the_peer_has_ours)
{
	struct ch c;

	open_full(&c, _i);
	live(&c, 2 * HOUR_MS);
	ck_assert_int_eq(ch_chat(&c).out_seq, LIMIT + ANSWERS); /* none that is new */
	c.p.in_seq = ch_chat(&c).out_seq;
	ch_text_at(&c, 2, "2");
	live(&c, 2 * HOUR_MS);
	ck_assert_int_gt(ch_chat(&c).out_seq, LIMIT + ANSWERS);
	ch_is_resend(&c, ch_last(&c, RESEND), 0, 0);
	ch_text_at(&c, 0, "0");
	ch_delivered(&c, "0|1|2");
	ck_assert_int_eq(ch_chat(&c).acked_seq, c.p.in_seq);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* one that only says so, for ever, does not make it grow for ever */
START_TEST(grows_to_twice_its_size)
{
	struct ch c;

	open_full(&c, _i);
	for (int32_t raw = 2; raw < 400; raw++) {
		c.p.in_seq = ch_chat(&c).out_seq;
		ch_text_at(&c, raw, "later");
		live(&c, HOUR_MS);
	}
	ck_assert_int_le(ch_chat(&c).out_seq - ch_chat(&c).acked_seq, 2 * (LIMIT + ANSWERS));
	ch_close(&c);
}
END_TEST

/* How often what is number RAW of ours was sent. */
static size_t
sends_of(struct ch *c, int32_t raw)
{
	size_t n = 0;

	for (size_t i = 0; i < au_count_sends(&c->h); i++)
		n += ch_look(c, au_send_at(&c->h, i)).out_raw == raw ? 1 : 0;
	return n;
}

/* the peer may wait for the very request that is out of date */
START_TEST(pushes_all_of_it_by_and_by)
{
	struct ch c;
	size_t n;

	open_full(&c, _i);
	live(&c, HOUR_MS);
	ck_assert_uint_ge(sends_of(&c, 1), 1);
	live(&c, 7 * HOUR_MS);
	/* the notifyLayer, number 0, was pushed with the requests */
	for (int32_t raw = 1; raw < LIMIT + ANSWERS; raw++) {
		ck_assert_uint_ge(sends_of(&c, raw), 1);
		ck_assert_uint_le(sends_of(&c, raw), 3 + 1); /* a day may be over in these hours */
	}
	n = au_count_sends(&c.h);
	live(&c, 10 * DAY_MS);
	ck_assert_uint_gt(au_count_sends(&c.h), n);
	ck_assert_uint_le(au_count_sends(&c.h), n + 11 * 32);
	ch_close(&c);
}
END_TEST

/* after a restart as well */
START_TEST(pushes_after_a_restart)
{
	struct ch c;

	open_full(&c, _i);
	au_restart(&c.h);
	au_forget(&c.h);
	live(&c, HOUR_MS + 1000);
	ck_assert_uint_ge(sends_of(&c, 1), 1);
	ch_close(&c);
}
END_TEST

/* all of the peer's came, which it can only learn from a message of ours */
START_TEST(acknowledges_all_the_same)
{
	struct ch c;

	open_full(&c, _i);
	ch_text_at(&c, 0, "0");
	ch_delivered(&c, "0|1");
	live(&c, HOUR_MS);
	ck_assert_uint_eq(ch_count(&c, NOOP), 1);
	ck_assert_int_eq(ch_look(&c, ch_last(&c, NOOP)).in_raw, 2);
	live(&c, 3 * HOUR_MS);
	ck_assert_uint_eq(ch_count(&c, NOOP), 1); /* nothing more came */
	for (int32_t raw = 2; raw < 2 + 2 * ACKS; raw++) {
		ch_text_at(&c, raw, "more");
		live(&c, 2 * HOUR_MS);
	}
	ck_assert_uint_eq(ch_count(&c, NOOP), ACKS);
	ck_assert_int_eq(ch_chat(&c).out_seq, LIMIT + ANSWERS + ACKS);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ asks_for_the_first_gap_alone },
		{ asks_once_the_peer_has_ours },
		{ grows_to_twice_its_size },
		{ pushes_all_of_it_by_and_by },
		{ pushes_after_a_restart },
		{ acknowledges_all_the_same },
	};

	return tu_run(cu_suite("chat_full", tests, CU_N(tests)));
}
