/* SPDX-License-Identifier: ISC */
/* The numbers of messages: what is counted, what is checked, what a policy does about it. */
#include "config.h"

#include "tests/util/chatutil.h"
#include "names_list.h"

#include <string.h>

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* ---- Counting ------------------------------------------------------------------------ */

/* scenario 38: counted in twos, from its own side */
START_TEST(counts_in_twos_from_its_own_side)
{
	struct sp_opened opened;
	struct ch c;
	int32_t raw;
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		bool creator = roles[r] == E2E_CREATOR;

		ch_open(&c, _i, roles[r]);
		au_text(&c.h, c.p.chat_id, "one");
		au_text(&c.h, c.p.chat_id, "two");
		c.h.first_call = 0; /* the first message is the notifyLayer of the handshake */
		ck_assert_uint_eq(au_count_sends(&c.h), 3);
		for (raw = 0; raw < 3; raw++) {
			opened = ch_look(&c, au_send_at(&c.h, (size_t)raw));
			ck_assert_int_eq(opened.out_seq_no, 2 * raw + (creator ? 1 : 0));
			ck_assert_int_eq(opened.in_seq_no, creator ? 0 : 1);
		}
		for (raw = 0; raw < 3; raw++)
			sp_text(&c.p, "hello");
		au_text(&c.h, c.p.chat_id, "three");
		opened = ch_look(&c, au_last_send(&c.h));
		ck_assert_int_eq(opened.in_seq_no, creator ? 6 : 7);
		ck_assert_int_eq(opened.out_seq_no, creator ? 7 : 6);
		ck_assert_int_eq(ch_chat(&c).in_seq, 3);
		ck_assert_int_eq(ch_chat(&c).out_seq, 4);
		ch_close(&c);
	}
}
END_TEST

/* scenario 40: what was there before is dropped unread */
START_TEST(drops_what_it_has_seen_without_a_look)
{
	static const uint8_t cut_off[] = { 0x74, 0x46, 0xcc, 0x91, 0, 0, 0, 0 };
	struct sp_packet again[4];
	struct ch c;
	size_t i;

	ch_open(&c, _i, E2E_ACCEPTOR);
	ck_assert_int_eq(e2e_feed_qts(c.h.account, 10, c.h.now), E2E_OK);
	au_run(&c.h);
	au_text(&c.h, c.p.chat_id, "ours");
	again[0] = sp_text_packet(&c.p, "first");
	again[0].qts = 11;
	sp_send(&c.p, &again[0]);
	ch_delivered(&c, "first");
	ck_assert_int_eq(e2e_qts(c.h.account), 11);
	again[0] = ch_packet_at(&c, 0, "other");
	again[1] = ch_action_at(&c, 0, ch_resend(&c, sp_wire_in(&c.p, 0), sp_wire_in(&c.p, 1)));
	again[2] = ch_packet_at(&c, 0, "");
	again[2].message_tl = ch_strange(&c, again[2].message, E2E_TL_DECRYPTED_MESSAGE_73,
	                                 0xdeadbeef);
	again[3] = ch_packet_at(&c, 0, "");
	again[3].message_tl = (struct e2e_bytes){ cut_off, sizeof cut_off };
	for (i = 0; i < CU_N(again); i++) {
		again[i].qts = 12 + (int32_t)i;
		au_forget(&c.h);
		sp_send(&c.p, &again[i]);
		ck_assert_int_eq(e2e_qts(c.h.account), 12 + (int32_t)i);
		ck_assert_uint_eq(c.h.n_events, c.h.first_event);
		ck_assert_uint_eq(c.h.n_calls, c.h.first_call);
		ck_assert_uint_eq(ch_chat(&c).duplicates, i + 1);
		ck_assert_int_eq(ch_chat(&c).in_seq, 1);
		ch_is_open(&c);
	}
	ch_close(&c);
}
END_TEST

/* ---- Checks -------------------------------------------------------------------------- */

static bool
closes(uint32_t policy, uint32_t check)
{
	return e2e_policy_get(policy, check) == E2E_ACT_CLOSE;
}

/* design 6, of the documentation: what a preset closes for */
START_TEST(has_three_presets)
{
	static const uint32_t documents[] = { E2E_CHECK_PARITY, E2E_CHECK_IN_SEQ_BACK,
		E2E_CHECK_IN_SEQ_AHEAD, E2E_CHECK_SEQ_NEGATIVE, E2E_CHECK_RESEND_UNSENT,
		E2E_CHECK_COMMIT_KEY };
	static const uint32_t tdlib[] = { E2E_CHECK_MTPROTO1, E2E_CHECK_TL, E2E_CHECK_PARITY,
		E2E_CHECK_IN_SEQ_BACK, E2E_CHECK_IN_SEQ_AHEAD, E2E_CHECK_LAYER_BACK,
		E2E_CHECK_UNKNOWN, E2E_CHECK_SEQ_NEGATIVE, E2E_CHECK_RESEND_UNSENT,
		E2E_CHECK_RESEND_RANGE, E2E_CHECK_RESEND_GONE, E2E_CHECK_REKEY_STATE,
		E2E_CHECK_REKEY_VALUE, E2E_CHECK_ACCEPT_KEY, E2E_CHECK_COMMIT_KEY };
	static const uint32_t habits[] = { E2E_CHECK_MTPROTO1, E2E_CHECK_OLD_LAYER,
		E2E_CHECK_RANDOM_BYTES, E2E_CHECK_SEQ_AHEAD, E2E_CHECK_RESEND_RANGE,
		E2E_CHECK_RESEND_GONE,
		E2E_CHECK_REFILL_IN_SEQ, E2E_CHECK_LAYER_BACK, E2E_CHECK_UNKNOWN,
		E2E_CHECK_REKEY_STATE, E2E_CHECK_REKEY_VALUE, E2E_CHECK_ACCEPT_KEY,
		E2E_CHECK_REKEY_REQUEST, E2E_CHECK_RANDOM_ID, E2E_CHECK_NOTIFY_BACK };
	uint32_t check, policy;

	if (_i != 0)
		return;
	for (check = 0; check < CU_N(documents); check++)
		ck_assert(closes(E2E_POLICY_STANDARD, documents[check]));
	for (check = 0; check < CU_N(habits); check++)
		ck_assert(!closes(E2E_POLICY_STANDARD, habits[check]));
	for (check = 0; check < CU_N(tdlib); check++)
		ck_assert(closes(E2E_POLICY_STRICT, tdlib[check]));
	for (check = 1; check < E2E_I_CHECK_END; check++) {
		ck_assert(!closes(E2E_POLICY_LENIENT, check));
		for (policy = 0; policy < 3; policy++) {
			ck_assert_uint_ne(e2e_policy_get(policy, check), E2E_ACT_DEFAULT);
			if (check <= E2E_CHECK_FORGED) /* anybody could send these */
				ck_assert(!closes(policy, check));
		}
	}
	/* "must be ignored": what the policy ignores is the check */
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_STANDARD, E2E_CHECK_RANDOM_BYTES),
	                  E2E_ACT_REPORT);
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_STRICT, E2E_CHECK_RANDOM_BYTES),
	                  E2E_ACT_REPORT);
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_STANDARD, 0), E2E_ACT_DEFAULT);
	ck_assert_uint_eq(e2e_policy_get(E2E_POLICY_STANDARD, E2E_CHECKS_MAX), E2E_ACT_DEFAULT);
	ck_assert_uint_eq(e2e_policy_get(3, E2E_CHECK_PARITY), E2E_ACT_DEFAULT);
}
END_TEST

/* One side wrong: 1 out_seq_no, 2 in_seq_no, 3 both. */
static void
wrong_side(struct ch *c, uint32_t policy, int which)
{
	struct sp_packet k = ch_packet_at(c, 0, "wrong");

	if ((which & 1) != 0)
		k.out_seq_no ^= 1;
	if ((which & 2) != 0)
		k.in_seq_no ^= 1;
	sp_send(&c->p, &k);
	ch_delivered(c, "");
	if (policy != E2E_POLICY_LENIENT) {
		ch_is_closed(c, E2E_CHECK_PARITY);
		return;
	}
	ck_assert_uint_eq(ch_rejected(c, E2E_CHECK_PARITY), 1);
	ch_is_open(c);
	ch_text_at(c, 0, "good");
	ch_text_at(c, 1, "after");
	ch_delivered(c, "good|after"); /* the number of what was dropped is still free */
	ch_is_open(c);
}

/* scenario 39: the wrong parity closes */
START_TEST(wants_numbers_of_the_right_side)
{
	struct ch c;
	size_t i;
	int which;

	for (i = 0; i < CU_N(policies); i++) {
		for (which = 1; which <= 3; which++) {
			ch_open_policy(&c, _i, roles[which % 2], policies[i]);
			wrong_side(&c, policies[i], which);
			ch_close(&c);
		}
	}
}
END_TEST

/* scenario 39: also of what was seen (TDLib looks at the side first) */
START_TEST(wants_the_right_side_of_duplicates)
{
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	sp_text(&c.p, "zero");
	sp_text(&c.p, "one");
	k = ch_packet_at(&c, 0, "wrong");
	k.in_seq_no ^= 1;
	sp_send(&c.p, &k);
	ch_delivered(&c, "zero|one");
	ch_is_closed(&c, E2E_CHECK_PARITY);
	ch_close(&c);
}
END_TEST

/* Numbers that cannot be, where they are given: CHECK is made of them. */
static void
impossible(struct ch *c, uint32_t policy, uint32_t check, int32_t out_seq_no, int32_t in_seq_no)
{
	struct e2e_chat before = ch_chat(c), after;
	struct sp_packet k = ch_packet_at(c, before.in_seq, "impossible");

	if (out_seq_no != 0)
		k.out_seq_no = out_seq_no;
	if (in_seq_no != 0)
		k.in_seq_no = in_seq_no;
	au_forget(&c->h);
	sp_send(&c->p, &k);
	ch_delivered(c, "");
	ck_assert_uint_eq(au_count_sends(&c->h), 0);
	if (closes(policy, check)) {
		ch_is_closed(c, check);
		return;
	}
	ck_assert_uint_eq(ch_rejected(c, check), 1);
	ch_is_open(c);
	after = ch_chat(c);
	ck_assert_uint_eq(after.held, 0);
	ck_assert_uint_eq(after.holes, 0);
	ck_assert_int_eq(after.acked_seq, before.acked_seq);
	ck_assert_int_eq(after.in_seq, before.in_seq);
	ch_text_at(c, before.in_seq, "good");
	ch_delivered(c, "good");
}

/* scenario 47: a gap of a billion is only refused */
START_TEST(refuses_numbers_that_cannot_be_counted)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ck_assert(closes(policies[i], E2E_CHECK_SEQ_AHEAD) ==
		          (policies[i] == E2E_POLICY_STRICT));
		ch_open_policy(&c, _i, E2E_ACCEPTOR, policies[i]);
		impossible(&c, policies[i], E2E_CHECK_SEQ_AHEAD, INT32_MAX, 0);
		ch_close(&c);
		ch_open_policy(&c, _i, E2E_CREATOR, policies[i]);
		impossible(&c, policies[i], E2E_CHECK_SEQ_AHEAD, INT32_MAX - 1, 0);
		ch_close(&c);
	}
}
END_TEST

/* DOC seq_no: a negative number ends the chat, of whichever side it were, new or repeated */
START_TEST(ends_at_a_negative_number)
{
	static const int32_t numbers[][2] = { { -1, 0 }, { -2, 0 }, { INT32_MIN, 0 },
		{ INT32_MIN + 1, 0 }, { 0, -1 }, { 0, -2 }, { 0, INT32_MIN }, { -1, -1 },
		{ -2, -1 } };
	struct ch c;
	size_t i, n;

	for (i = 0; i < CU_N(policies); i++) {
		for (n = 0; n < CU_N(numbers); n++) {
			ck_assert(closes(policies[i], E2E_CHECK_SEQ_NEGATIVE) ==
			          (policies[i] != E2E_POLICY_LENIENT));
			ch_open_policy(&c, _i, roles[n % 2], policies[i]);
			if (n % 3 == 0)
				sp_text(&c.p, "before");
			impossible(&c, policies[i], E2E_CHECK_SEQ_NEGATIVE, numbers[n][0],
			           numbers[n][1]);
			ch_close(&c);
		}
	}
}
END_TEST

/* scenarios 46, 47: the limit `ahead` */
START_TEST(holds_nothing_from_far_ahead)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.ahead = 5;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 0, "zero");
	ch_text_at(&c, 5, "five");
	ck_assert_uint_eq(ch_chat(&c).held, 1);
	ch_text_at(&c, 7, "seven");
	ck_assert_uint_eq(ch_chat(&c).held, 1);
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_SEQ_AHEAD), 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* ---- Acknowledgements ---------------------------------------------------------------- */

/* Checked as the policy says: the text of K is delivered with a warning, or the chat closed. */
static void
judged(struct ch *c, uint32_t policy, uint32_t check, const struct sp_packet *k)
{
	const struct e2e_event *event;
	int32_t in_seq = ch_chat(c).in_seq;

	au_forget(&c->h);
	sp_send(&c->p, k);
	if (policy != E2E_POLICY_LENIENT) {
		ch_is_closed(c, check);
		ch_delivered(c, "");
		return;
	}
	ch_is_open(c);
	ck_assert_uint_eq(ch_rejected(c, check), 1);
	ck_assert_int_eq(ch_chat(c).in_seq, in_seq + 1);
	event = au_last_event(&c->h, E2E_EVENT_MESSAGE);
	ck_assert(ch_says(event, "judged"));
	ck_assert_uint_ne(event->flags & E2E_MESSAGE_WARNED, 0);
	sp_text(&c->p, "after");
	ch_delivered(c, "judged|after");
	ck_assert_uint_eq(ch_rejected(c, 0), 1);
}

/* scenario 48: acknowledged what was never sent */
START_TEST(minds_who_acknowledges_what_was_never_sent)
{
	struct sp_packet k;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		k = sp_text_packet(&c.p, "judged");
		k.in_seq_no = sp_wire_in(&c.p, ch_chat(&c).out_seq + 5);
		judged(&c, policies[i], E2E_CHECK_IN_SEQ_AHEAD, &k);
		ck_assert_int_le(ch_chat(&c).acked_seq, ch_chat(&c).out_seq);
		ch_close(&c);
	}
}
END_TEST

/* scenario 48: as many as were sent acknowledges them all */
START_TEST(takes_the_acknowledgement_of_all)
{
	struct sp_packet k;
	int64_t ids[3];
	struct ch c;
	size_t i;

	ch_open(&c, _i, E2E_ACCEPTOR);
	for (i = 0; i < 3; i++)
		ids[i] = au_text(&c.h, c.p.chat_id, "text");
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_SENT), 3);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_DELIVERED), 0);
	k = sp_text_packet(&c.p, "all");
	k.in_seq_no = sp_wire_in(&c.p, 4);
	sp_send(&c.p, &k);
	ck_assert_int_eq(ch_chat(&c).out_seq, 4);
	ck_assert_int_eq(ch_chat(&c).acked_seq, 4);
	for (i = 0; i < 3; i++)
		ck_assert_int_eq(au_event(&c.h, E2E_EVENT_DELIVERED, i)->random_id, ids[i]);
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	ch_delivered(&c, "all");
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 49: an acknowledgement taken back */
START_TEST(minds_who_takes_back_an_acknowledgement)
{
	struct sp_packet k;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		au_text(&c.h, c.p.chat_id, "one");
		au_text(&c.h, c.p.chat_id, "two");
		c.p.in_seq = 3;
		sp_text(&c.p, "higher");
		k = sp_text_packet(&c.p, "judged");
		k.in_seq_no = sp_wire_in(&c.p, 2);
		judged(&c, policies[i], E2E_CHECK_IN_SEQ_BACK, &k);
		ck_assert_int_eq(ch_chat(&c).acked_seq, 3);
		ch_close(&c);
	}
}
END_TEST

/* scenarios 48, 49: a host that decides for itself */
START_TEST(follows_the_host_over_the_preset)
{
	struct sp_packet k;
	struct ch c;

	ch_init(&c, _i);
	c.h.config.act[E2E_CHECK_PARITY] = E2E_ACT_IGNORE;
	c.h.config.act[E2E_CHECK_IN_SEQ_AHEAD] = E2E_ACT_REPORT;
	ch_ready(&c, E2E_CREATOR);
	k = ch_packet_at(&c, 0, "wrong");
	k.out_seq_no ^= 1;
	sp_send(&c.p, &k);
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	ch_delivered(&c, "");
	k = ch_packet_at(&c, 0, "good");
	k.in_seq_no = sp_wire_in(&c.p, 9);
	sp_send(&c.p, &k);
	ch_delivered(&c, "good");
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_IN_SEQ_AHEAD), 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ counts_in_twos_from_its_own_side },
		{ drops_what_it_has_seen_without_a_look },
		{ has_three_presets },
		{ wants_numbers_of_the_right_side },
		{ wants_the_right_side_of_duplicates },
		{ refuses_numbers_that_cannot_be_counted },
		{ ends_at_a_negative_number },
		{ holds_nothing_from_far_ahead },
		{ minds_who_acknowledges_what_was_never_sent },
		{ takes_the_acknowledgement_of_all },
		{ minds_who_takes_back_an_acknowledgement },
		{ follows_the_host_over_the_preset },
	};

	return tu_run(cu_suite("chat_seq", tests, CU_N(tests)));
}
