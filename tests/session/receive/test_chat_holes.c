/* SPDX-License-Identifier: ISC */
/* Messages that are missing: what waits behind them, how they are asked for, how they come. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };

#define RESEND E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND
#define NOOP   E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP

/* Asserts that the last request so far, number N, is for raw FIRST to LAST. */
static void
asked_for(struct ch *c, size_t n, int32_t first, int32_t last)
{
	ck_assert_uint_eq(ch_count(c, RESEND), n);
	ch_is_resend(c, ch_last(c, RESEND), sp_wire_out(&c->p, first), sp_wire_out(&c->p, last));
}

/* ---- Holes --------------------------------------------------------------------------- */

/* scenario 41: a gap is asked for once, and filled in order */
START_TEST(asks_for_what_is_missing)
{
	struct ch c;
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		ch_text_at(&c, 0, "0");
		ch_text_at(&c, 3, "3");
		ch_delivered(&c, "0");
		asked_for(&c, 1, 1, 2);
		/* in the peer's numbers, of which the creator's are odd */
		if (roles[r] == E2E_CREATOR)
			ch_is_resend(&c, au_last_send(&c.h), 2, 4);
		else
			ch_is_resend(&c, au_last_send(&c.h), 3, 5);
		ch_text_at(&c, 4, "4");
		ch_delivered(&c, "0");
		ck_assert_uint_eq(ch_count(&c, RESEND), 1);
		ch_text_at(&c, 1, "1");
		ch_text_at(&c, 2, "2");
		ch_delivered(&c, "0|1|2|3|4");
		ck_assert_uint_eq(ch_count(&c, RESEND), 1);
		ck_assert_int_eq(ch_chat(&c).in_seq, 5);
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 41: what a host can see of it */
START_TEST(tells_of_its_holes)
{
	struct e2e_chat chat;
	struct ch c;
	int32_t seq;

	ch_open(&c, _i, E2E_CREATOR);
	ch_text_at(&c, 0, "0");
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_HOLES, 0);
	ch_text_at(&c, 4, "4");
	ch_text_at(&c, 3, "3");
	chat = ch_chat(&c);
	ck_assert_uint_eq(chat.held, 2);
	ck_assert_uint_eq(chat.holes, 1);
	ck_assert_int_eq(chat.in_seq, 1);
	ck_assert_int_eq(chat.hole_since, c.h.now);
	ck_assert_uint_ne(chat.health & E2E_HEALTH_HOLES, 0);
	ck_assert_uint_ne(au_last_event(&c.h, E2E_EVENT_HEALTH)->health & E2E_HEALTH_HOLES, 0);
	ck_assert_int_eq(e2e_chat_held(c.h.account, &seq, c.p.chat_id, 0), E2E_OK);
	ck_assert_int_eq(seq, 3);
	ck_assert_int_eq(e2e_chat_held(c.h.account, &seq, c.p.chat_id, 1), E2E_OK);
	ck_assert_int_eq(seq, 4);
	ck_assert_int_eq(e2e_chat_held(c.h.account, &seq, c.p.chat_id, 2), E2E_ERR_ARGUMENT);
	ch_text_at(&c, 1, "1");
	ch_text_at(&c, 2, "2");
	chat = ch_chat(&c);
	ck_assert_uint_eq(chat.held, 0);
	ck_assert_uint_eq(chat.holes, 0);
	ck_assert_int_eq(chat.hole_since, 0);
	ck_assert_uint_eq(chat.health & E2E_HEALTH_HOLES, 0);
	ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_HEALTH)->health & E2E_HEALTH_HOLES, 0);
	ch_close(&c);
}
END_TEST

/* scenario 42: two gaps are two requests */
START_TEST(asks_for_each_hole_once)
{
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 3, "3");
	asked_for(&c, 1, 1, 2);
	ch_text_at(&c, 6, "6");
	asked_for(&c, 2, 4, 5);
	ck_assert_uint_eq(ch_chat(&c).held, 2);
	ck_assert_uint_eq(ch_chat(&c).holes, 2);
	ch_text_at(&c, 4, "4");
	ch_text_at(&c, 5, "5");
	ch_delivered(&c, "0");
	ck_assert_uint_eq(ch_chat(&c).holes, 1);
	ch_text_at(&c, 1, "1");
	ch_delivered(&c, "0|1");
	ch_text_at(&c, 2, "2");
	ch_delivered(&c, "0|1|2|3|4|5|6");
	ck_assert_uint_eq(ch_count(&c, RESEND), 2);
	ch_close(&c);
}
END_TEST

/* scenario 43: refills come in any order */
START_TEST(takes_refills_in_any_order)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 4, "4");
	ch_text_at(&c, 2, "2"); /* in the middle */
	ch_delivered(&c, "0");
	ck_assert_uint_eq(ch_chat(&c).held, 2);
	ch_text_at(&c, 3, "3");
	ch_text_at(&c, 3, "again");
	ch_delivered(&c, "0");
	ch_text_at(&c, 1, "1");
	ch_delivered(&c, "0|1|2|3|4");
	ck_assert_uint_eq(ch_count(&c, RESEND), 1);
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	ch_close(&c);
}
END_TEST

/* scenario 40: a second one of what waits is a duplicate too */
START_TEST(keeps_the_first_of_what_waits)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ch_text_at(&c, 1, "first");
	ch_text_at(&c, 1, "second");
	ck_assert_uint_eq(ch_chat(&c).held, 1);
	ch_text_at(&c, 0, "0");
	ch_delivered(&c, "0|first");
	ch_close(&c);
}
END_TEST

/* ---- Asking again -------------------------------------------------------------------- */

/* scenario 44: a restart in a gap */
START_TEST(goes_on_after_a_restart)
{
	struct sp_opened first, second;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 3, "3");
	ch_text_at(&c, 4, "4");
	asked_for(&c, 1, 1, 2);
	first = ch_look(&c, ch_last(&c, RESEND));
	c.h.now += 3000;
	au_restart(&c.h);
	ck_assert_uint_eq(ch_count(&c, RESEND), 1);
	ck_assert_uint_eq(ch_chat(&c).held, 2);
	au_advance(&c.h, 1000);
	ck_assert_uint_eq(ch_count(&c, RESEND), 1);
	au_advance(&c.h, 6500);
	asked_for(&c, 2, 1, 2);
	second = ch_look(&c, ch_last(&c, RESEND));
	ck_assert_int_eq(second.out_raw, first.out_raw + 1); /* a message of its own */
	ck_assert_int_ne(second.random_id, first.random_id);
	ch_text_at(&c, 1, "1");
	au_restart(&c.h);
	ch_text_at(&c, 2, "2");
	ch_delivered(&c, "0|1|2|3|4");
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 45: 10 s, then twice as long each time, eight times at most */
START_TEST(asks_again_and_again_but_not_for_ever)
{
	int64_t wait = 10000, last;
	struct ch c;
	size_t n;

	ch_open(&c, _i, E2E_ACCEPTOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 2, "2");
	last = c.h.now;
	for (n = 2; n <= 8; n++) {
		while (ch_count(&c, RESEND) < n) {
			ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_STUCK, 0);
			ck_assert(au_due(&c.h));
			ck_assert_int_le(c.h.now, last + wait);
		}
		ck_assert_int_eq(c.h.now, last + wait);
		last = c.h.now;
		wait *= 2;
	}
	while ((ch_chat(&c).health & E2E_HEALTH_STUCK) == 0) {
		ck_assert(au_due(&c.h));
		ck_assert_int_le(c.h.now, last + wait);
	}
	ck_assert_uint_eq(ch_count(&c, RESEND), 8);
	ck_assert_uint_ne(au_last_event(&c.h, E2E_EVENT_HEALTH)->health & E2E_HEALTH_STUCK, 0);
	ch_is_open(&c);
	au_advance(&c.h, 3600000);
	ck_assert_uint_eq(ch_count(&c, RESEND), 8);
	ch_text_at(&c, 1, "1");
	ch_delivered(&c, "0|1|2");
	ck_assert_uint_eq(ch_chat(&c).health & (E2E_HEALTH_STUCK | E2E_HEALTH_HOLES), 0);
	ch_close(&c);
}
END_TEST

/* However often it is asked for, an hour is the longest wait, or what the host calls the first. */
START_TEST(asks_each_hour_at_least)
{
	static const int64_t first[] = { 10000, 2000000, 5000000 };

	for (size_t i = 0; i < CU_N(first); i++) {
		int64_t wait = first[i], last;
		struct ch c;

		ch_init(&c, _i);
		c.h.timing.resend_wait_ms = first[i];
		c.h.timing.resend_tries = 14;
		ch_ready(&c, E2E_CREATOR);
		ch_text_at(&c, 0, "0");
		ch_text_at(&c, 2, "2");
		last = c.h.now;
		for (size_t n = 2; n <= 14; n++) {
			while (ch_count(&c, RESEND) < n) {
				ck_assert(au_due(&c.h));
				ck_assert_int_le(c.h.now, last + wait);
			}
			ck_assert_int_eq(c.h.now, last + wait);
			last = c.h.now;
			if (wait < 3600000)
				wait = 2 * wait < 3600000 ? 2 * wait : 3600000;
		}
		ch_close(&c);
	}
}
END_TEST

/* scenario 45: the host's own times, and a part of the hole that was filled */
START_TEST(asks_again_for_what_is_still_missing)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.timing.resend_wait_ms = 500;
	c.h.timing.resend_tries = 2;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 4, "4");
	asked_for(&c, 1, 1, 3);
	ch_text_at(&c, 1, "1");
	au_advance(&c.h, 500);
	asked_for(&c, 2, 2, 3);
	au_advance(&c.h, 1000);
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_STUCK, 0);
	ck_assert_uint_eq(ch_count(&c, RESEND), 2);
	ch_close(&c);
}
END_TEST

/*
 * TDLib closes when it is asked for more than a thousand at once (observed 5.2), and a few
 * requests at a time are enough.
 */
START_TEST(asks_for_a_large_hole_in_pieces)
{
	const struct e2e_tl_decrypted_message_action_resend *action;
	struct sp_opened opened;
	struct ch c;
	int32_t first = 1, raw;
	size_t i;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_REKEY;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 6000, "6000");
	ck_assert_uint_ge(ch_count(&c, RESEND), 1);
	ck_assert_uint_le(ch_count(&c, RESEND), 5);
	for (i = 0; i < au_count_sends(&c.h); i++) {
		opened = ch_look(&c, au_send_at(&c.h, i));
		action = (const void *)opened.action;
		ck_assert_int_eq(action->start_seq_no, sp_wire_out(&c.p, first));
		ck_assert_int_ge(action->end_seq_no, action->start_seq_no);
		ck_assert_int_le(action->end_seq_no - action->start_seq_no, 2000);
		first = action->end_seq_no / 2 + 1;
	}
	for (raw = 1; raw < first; raw++) {
		struct sp_packet k = ch_action_at(&c, raw, ch_simple(&c, NOOP));

		sp_send(&c.p, &k);
	}
	ck_assert_int_eq(ch_chat(&c).in_seq, first);
	ck_assert_int_le(e2e_deadline(c.h.account), c.h.now + 10000);
	ck_assert(au_due(&c.h));
	opened = ch_look(&c, ch_last(&c, RESEND));
	action = (const void *)opened.action;
	ck_assert_int_gt(action->end_seq_no, sp_wire_out(&c.p, first));
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* ---- Limits -------------------------------------------------------------------------- */

/* scenario 46: too many ahead are not kept */
START_TEST(holds_a_limited_number)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.held_messages = 3;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 1, "1");
	ch_text_at(&c, 2, "2");
	ch_text_at(&c, 3, "3");
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	ch_text_at(&c, 4, "4");
	ck_assert_uint_eq(ch_chat(&c).held, 3);
	ck_assert_uint_eq(ch_rejected(&c, E2E_REASON_HELD), 1);
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_OVERFLOW, 0);
	ch_is_open(&c);
	ch_text_at(&c, 0, "0");
	ch_delivered(&c, "0|1|2|3");
	ch_text_at(&c, 4, "4");
	ch_delivered(&c, "0|1|2|3|4");
	ch_close(&c);
}
END_TEST

/* scenario 46: or of bytes; the next in order is never refused */
START_TEST(holds_a_limited_number_of_bytes)
{
	static char text[1000 + 1];
	struct ch c;

	memset(text, 'x', sizeof text - 1);
	ch_init(&c, _i);
	c.h.limits.held_bytes = 2500;
	ch_ready(&c, E2E_ACCEPTOR);
	ch_text_at(&c, 1, text);
	ch_text_at(&c, 2, text);
	ch_text_at(&c, 3, text);
	ck_assert_uint_eq(ch_chat(&c).held, 2);
	ck_assert_uint_eq(ch_rejected(&c, E2E_REASON_HELD), 1);
	ch_text_at(&c, 0, text);
	ck_assert_uint_eq(ch_chat(&c).held, 0);
	ck_assert_int_eq(ch_chat(&c).in_seq, 3);
	ch_text_at(&c, 3, text);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), 4);
	ch_close(&c);
}
END_TEST

/* scenario 46: the memory that ten thousand messages from far ahead take */
START_TEST(is_not_filled_up_from_ahead)
{
	struct ch c;
	size_t before;
	int32_t raw;

	ch_init(&c, _i);
	c.h.limits.held_messages = 50;
	c.h.config.flags = E2E_CONFIG_NO_REKEY;
	ch_ready(&c, E2E_CREATOR);
	before = c.h.memory.live_bytes;
	for (raw = 1; raw <= 500; raw++)
		ch_text_at(&c, raw, "something");
	ck_assert_uint_eq(ch_chat(&c).held, 50);
	ck_assert_uint_eq(ch_chat(&c).rejected, 450);
	ck_assert_uint_lt(c.h.memory.live_bytes - before, 50 * 2048);
	ck_assert_uint_lt(c.h.rows.n, 80);
	ck_assert_uint_le(ch_rejected(&c, E2E_REASON_HELD), 60);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ asks_for_what_is_missing },
		{ tells_of_its_holes },
		{ asks_for_each_hole_once },
		{ takes_refills_in_any_order },
		{ keeps_the_first_of_what_waits },
		{ goes_on_after_a_restart },
		{ asks_again_and_again_but_not_for_ever },
		{ asks_each_hour_at_least },
		{ asks_again_for_what_is_still_missing },
		{ asks_for_a_large_hole_in_pieces },
		{ holds_a_limited_number },
		{ holds_a_limited_number_of_bytes },
		{ is_not_filled_up_from_ahead },
	};

	return tu_run(cu_suite("chat_holes", tests, CU_N(tests)));
}
