/* SPDX-License-Identifier: ISC */
/* The renewal of a key with the habits of iPhones, Androids and TDLib (observed 6.2, T6.1). */
#include "config.h"

#include "test_proto_rekey_shared.h"

#include <string.h>

/* Our request is raw number 10, so 11 acknowledges it. */
#define SEQ   10
#define ACKED 11

/* ---- An iPhone that was first: ours is smaller ------------------------------------------ */

/* scenario 100: it aborts its own and takes up ours, which we had given up */
START_TEST(takes_up_its_own_request_again)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 3, SEQ, 0);
	ck_assert_uint_eq(pr_request(&r, 8, false, 1), E2E_I_REKEY_ACCEPT);
	ck_assert(r.has_abandoned);
	ck_assert_int_eq(r.abandoned_id, 3);
	pr_answered(&r, SEQ + 1);
	ck_assert_uint_eq(pr_abort(&r, 8), E2E_I_REKEY_DROP);
	ck_assert(r.has_abandoned); /* protocol T6.1 (1): until an exchange completes */
	ck_assert_uint_eq(pr_accept(&r, 3), E2E_I_REKEY_COMMIT);
	ck_assert_int_eq(r.exchange_id, 3);
	ck_assert(!r.has_abandoned);
	pr_committed(&r, SEQ + 3, 2);
	ck_assert(r.initiator);
	ck_assert(e2e_i_rekey_proves(&r, 20));
}
END_TEST

/* The same before our acceptKey was made: it is not made any more. */
START_TEST(takes_up_its_own_before_it_answered)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 3, SEQ, 0);
	pr_request(&r, 8, false, 1);
	ck_assert_uint_eq(pr_abort(&r, 8), E2E_I_REKEY_DROP);
	ck_assert_uint_eq(pr_accept(&r, 3), E2E_I_REKEY_COMMIT);
	ck_assert(!r.has_answer);
	pr_committed(&r, SEQ + 2, 2);
}
END_TEST

/*
 * Without that abortKey, its acceptKey is that of one who crossed with us late: what both
 * have accepted stands for the larger id, or each would commit another key.
 */
START_TEST(does_not_leave_a_larger_exchange_for_its_own)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 3, SEQ, 0);
	pr_request(&r, 8, false, 1);
	pr_answered(&r, SEQ + 1);
	ck_assert_uint_eq(pr_accept(&r, 3), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_ACCEPTED);
	ck_assert_int_eq(r.exchange_id, 8);
	ck_assert_uint_eq(pr_commit(&r, 8, 20), E2E_I_REKEY_SWITCH);
	ck_assert(!r.has_abandoned);
	ck_assert_uint_eq(pr_accept(&r, 3), E2E_I_REKEY_UNEXPECTED);
}
END_TEST

/* Between both, a third request changes nothing about what was given up. */
START_TEST(remembers_over_a_replaced_request)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 3, SEQ, 0);
	pr_request(&r, 8, false, 1);
	pr_answered(&r, SEQ + 1);
	ck_assert_uint_eq(pr_request(&r, 5, false, 2), E2E_I_REKEY_ACCEPT);
	pr_answered(&r, SEQ + 1);
	ck_assert_uint_eq(pr_abort(&r, 5), E2E_I_REKEY_DROP);
	ck_assert_uint_eq(pr_accept(&r, 3), E2E_I_REKEY_COMMIT);
	ck_assert_int_eq(r.exchange_id, 3);
}
END_TEST

/* ---- An iPhone that was first: ours is larger ------------------------------------------- */

struct came {
	int32_t acked;
	int64_t after; /* milliseconds */
};

/* scenario 101, protocol T6.1 (4): a minute after the first that proves */
START_TEST(accepts_late_when_nothing_else_can_be_meant)
{
	static const struct {
		size_t n; /* the last of them tips it */
		struct came came[6];
	} c[] = {
		{ 6, { { ACKED, 0 }, { ACKED, 0 }, { ACKED, 0 }, { ACKED, 0 }, { ACKED, 0 },
		       { ACKED, 60000 } } },
		{ 4, { { ACKED, 0 }, { ACKED + 5, 100 }, { ACKED + 5, 59999 }, { ACKED + 9, 60001 } } },
		{ 2, { { ACKED, 0 }, { ACKED, 60000 } } },
		{ 3, { { ACKED, 0 }, { ACKED, 59999 }, { ACKED, 60000 } } },
		{ 2, { { ACKED, 100000000 }, { ACKED, 100060000 } } },
		{ 6, { { SEQ, 0 }, { SEQ, 70000 }, { 0, 80000 }, { SEQ, 90000 }, { ACKED, 95000 },
		       { ACKED, 155000 } } },
	};

	for (size_t i = 0; i < PR_N(c); i++) {
		struct e2e_i_rekey r = { 0 };

		pr_order(&r, 8, SEQ, 0);
		ck_assert_uint_eq(pr_request(&r, 3, false, 0), E2E_I_REKEY_NOTHING);
		ck_assert(r.has_ignored && !r.postponed);
		for (size_t k = 0; k < c[i].n; k++) {
			ck_assert_uint_eq(r.phase, E2E_I_REKEY_REQUESTED);
			ck_assert_uint_eq(pr_message(&r, c[i].came[k].acked, c[i].came[k].after),
			                  k == c[i].n - 1 ? E2E_I_REKEY_ACCEPT
			                                  : E2E_I_REKEY_NOTHING);
		}
		ck_assert_uint_eq(r.phase, E2E_I_REKEY_ACCEPTED);
		ck_assert_int_eq(r.exchange_id, 3);
		ck_assert(pr_is(r.answer_value, 3, PR_VALUE));
		ck_assert(!r.has_ignored && r.has_abandoned);
		pr_answered(&r, SEQ + 1);
		ck_assert_uint_eq(pr_commit(&r, 3, 30), E2E_I_REKEY_SWITCH);
		ck_assert(!r.has_abandoned);
	}
}
END_TEST

/* scenario 101: our request is sent again meanwhile; the iPhone has waited as long as before */
START_TEST(accepts_late_although_it_asked_again)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 8, SEQ, 0);
	pr_request(&r, 3, false, 0);
	pr_message(&r, ACKED, 1000);
	pr_order(&r, 8, SEQ + 20, 30000);
	ck_assert(r.has_ignored);
	ck_assert_uint_eq(pr_message(&r, ACKED, 61000), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_message(&r, ACKED + 20, 61000), E2E_I_REKEY_ACCEPT);
	ck_assert_int_eq(r.exchange_id, 3);
}
END_TEST

/* Messages that were written before it had our request say nothing, however many. */
START_TEST(waits_for_a_peer_that_does_not_know_yet)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 8, SEQ, 0);
	pr_request(&r, 3, false, 0);
	for (int i = 0; i < 1000; i++)
		ck_assert_uint_eq(pr_message(&r, i % ACKED, i * INT64_C(100000)),
		                  E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_REQUESTED);
	ck_assert_uint_eq(pr_accept(&r, 8), E2E_I_REKEY_COMMIT);
}
END_TEST

/* scenario 110: with nothing to accept instead, silence changes nothing */
START_TEST(waits_if_there_was_no_other_request)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 8, SEQ, 0);
	for (int i = 0; i < 1000; i++)
		ck_assert_uint_eq(pr_message(&r, ACKED + i, i * INT64_C(100000)),
		                  E2E_I_REKEY_NOTHING);
	ck_assert_int_eq(r.proof, 1000);
	pr_order(&r, 8, 2000, 5); /* protocol 6.1.8: the same again, so both may be answered */
	ck_assert(!r.has_abandoned);
	ck_assert_int_eq(r.proof, 0);
	ck_assert_uint_eq(pr_message(&r, 2000, 6), E2E_I_REKEY_NOTHING);
	ck_assert_int_eq(r.proof, 0);
	ck_assert_uint_eq(pr_accept(&r, 8), E2E_I_REKEY_COMMIT);
}
END_TEST

/* protocol T6.1 (3): it was no iPhone but slow, and answers ours after all */
START_TEST(returns_to_its_own_after_a_late_accept)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 8, SEQ, 0);
	pr_request(&r, 3, false, 0);
	for (int i = 0; i < 4; i++)
		pr_message(&r, ACKED, i * 20000);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_ACCEPTED);
	ck_assert_uint_eq(pr_accept(&r, 8), E2E_I_REKEY_COMMIT);
	ck_assert(!r.has_answer && !r.has_abandoned);
	ck_assert_int_eq(r.exchange_id, 8);
	pr_committed(&r, SEQ + 3, 1);
	ck_assert_uint_eq(pr_commit(&r, 3, 40), E2E_I_REKEY_UNEXPECTED);
}
END_TEST

/* The newest of several requests that we ignored is the one it waits for. */
START_TEST(accepts_the_last_one_it_ignored)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 8, SEQ, 0);
	pr_request(&r, 3, false, 0);
	pr_request(&r, 1, false, 0);
	for (int i = 0; i < 4; i++)
		pr_message(&r, ACKED, i * 20000);
	ck_assert_int_eq(r.exchange_id, 1);
	ck_assert(pr_is(r.answer_value, 1, PR_VALUE));
}
END_TEST

/* ---- Androids --------------------------------------------------------------------------- */

/* scenario 102: it aborts its own aloud, and accepts ours */
START_TEST(goes_on_when_an_android_gives_way)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 8, SEQ, 0);
	pr_request(&r, 3, false, 0);
	ck_assert_uint_eq(pr_abort(&r, 3), E2E_I_REKEY_NOTHING);
	ck_assert(!r.has_ignored);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_REQUESTED);
	for (int i = 0; i < 20; i++) /* and never is what it aborted accepted late */
		ck_assert_uint_eq(pr_message(&r, ACKED, i * 10000), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_accept(&r, 8), E2E_I_REKEY_COMMIT);
}
END_TEST

/* ---- Requests in the place of others ---------------------------------------------------- */

/* scenario 104: an iPhone that forgot begins anew */
START_TEST(replaces_what_it_accepted)
{
	struct e2e_i_rekey r = { 0 };

	pr_request(&r, 8, false, 0);
	pr_answered(&r, SEQ + 1);
	ck_assert_uint_eq(pr_request(&r, 3, true, 50), E2E_I_REKEY_ACCEPT);
	ck_assert_int_eq(r.exchange_id, 3);
	ck_assert_int_eq(r.since, 50);
	ck_assert(pr_is(r.answer_value, 3, PR_VALUE));
	pr_answered(&r, SEQ + 1);
	ck_assert_uint_eq(pr_commit(&r, 8, 9), E2E_I_REKEY_UNEXPECTED);
	ck_assert_uint_eq(pr_abort(&r, 8), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_commit(&r, 3, 10), E2E_I_REKEY_SWITCH);
}
END_TEST

/* The same request twice has one answer; before it was made, the first value stays. */
START_TEST(answers_the_same_request_once)
{
	struct e2e_i_rekey r = { 0 };
	uint8_t other[E2E_DH_BYTES];

	pr_request(&r, 8, false, 0);
	memset(other, 0x55, sizeof other);
	ck_assert_uint_eq(e2e_i_rekey_on_request(&r, 8, other, false, 5), E2E_I_REKEY_NOTHING);
	pr_sane(&r);
	pr_answered(&r, SEQ + 1);
	ck_assert_uint_eq(pr_request(&r, 8, false, 9), E2E_I_REKEY_NOTHING);
	ck_assert(!r.has_answer);
	pr_commit(&r, 8, 10);
	ck_assert_uint_eq(pr_request(&r, 8, false, 9), E2E_I_REKEY_NOTHING);
	ck_assert(!r.has_ignored);
}
END_TEST

/* scenario 105: while the old key is needed for a hole, the next exchange waits */
START_TEST(postpones_a_request_while_holes_are_open)
{
	for (int initiator = 0; initiator < 2; initiator++) {
		struct e2e_i_rekey r = { 0 };

		if (initiator) {
			pr_order(&r, 8, SEQ, 0);
			pr_accept(&r, 8);
			pr_committed(&r, SEQ + 1, 0);
		} else {
			pr_request(&r, 8, false, 0);
			pr_answered(&r, SEQ + 1);
			pr_commit(&r, 8, 10);
		}
		ck_assert_uint_eq(pr_request(&r, 5, true, 1), E2E_I_REKEY_NOTHING);
		ck_assert(r.has_ignored && r.postponed);
		ck_assert_uint_eq(r.phase, E2E_I_REKEY_SWITCHED);
		ck_assert_uint_eq(pr_request(&r, 6, true, 2), E2E_I_REKEY_NOTHING);
		ck_assert_uint_eq(pr_message(&r, 1000, 1000000), E2E_I_REKEY_NOTHING);
		ck_assert_uint_eq(pr_filled(&r, 77), E2E_I_REKEY_ACCEPT);
		ck_assert_int_eq(r.exchange_id, 6);
		ck_assert_int_eq(r.since, 77);
		ck_assert(!r.has_ignored && !r.postponed);
		ck_assert_uint_eq(pr_filled(&r, 78), E2E_I_REKEY_NOTHING);
	}
}
END_TEST

/* The old key went first: the exchange it belonged to is over, the postponed one is not. */
START_TEST(accepts_a_postponed_request_after_the_old_key_is_gone)
{
	struct e2e_i_rekey r = { 0 };

	pr_request(&r, 8, false, 0);
	pr_answered(&r, SEQ + 1);
	pr_commit(&r, 8, 10);
	pr_request(&r, 5, true, 1);
	pr_dropped(&r);
	ck_assert(r.has_ignored && r.postponed);
	ck_assert_uint_eq(pr_filled(&r, 2), E2E_I_REKEY_ACCEPT);
	ck_assert_int_eq(r.exchange_id, 5);
}
END_TEST

START_TEST(forgets_a_postponed_request_that_is_aborted)
{
	struct e2e_i_rekey r = { 0 };

	pr_request(&r, 8, false, 0);
	pr_answered(&r, SEQ + 1);
	pr_commit(&r, 8, 10);
	pr_request(&r, 5, true, 1);
	ck_assert_uint_eq(pr_abort(&r, 5), E2E_I_REKEY_NOTHING);
	ck_assert(!r.has_ignored);
	ck_assert_uint_eq(pr_filled(&r, 2), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_SWITCHED);
}
END_TEST

TCase *
pr_case_peers(void)
{
	TCase *peers = tcase_create("peers");

	tcase_add_test(peers, takes_up_its_own_request_again);
	tcase_add_test(peers, takes_up_its_own_before_it_answered);
	tcase_add_test(peers, does_not_leave_a_larger_exchange_for_its_own);
	tcase_add_test(peers, remembers_over_a_replaced_request);
	tcase_add_test(peers, accepts_late_when_nothing_else_can_be_meant);
	tcase_add_test(peers, accepts_late_although_it_asked_again);
	tcase_add_test(peers, waits_for_a_peer_that_does_not_know_yet);
	tcase_add_test(peers, waits_if_there_was_no_other_request);
	tcase_add_test(peers, returns_to_its_own_after_a_late_accept);
	tcase_add_test(peers, accepts_the_last_one_it_ignored);
	tcase_add_test(peers, goes_on_when_an_android_gives_way);
	tcase_add_test(peers, replaces_what_it_accepted);
	tcase_add_test(peers, answers_the_same_request_once);
	tcase_add_test(peers, postpones_a_request_while_holes_are_open);
	tcase_add_test(peers, accepts_a_postponed_request_after_the_old_key_is_gone);
	tcase_add_test(peers, forgets_a_postponed_request_that_is_aborted);
	return peers;
}
