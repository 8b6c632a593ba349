/* SPDX-License-Identifier: ISC */
/* The renewal of a key as the documents have it, one dialogue after the other (protocol 6). */
#include "config.h"

#include "test_proto_rekey_shared.h"

#include <string.h>

/* ---- One exchange ----------------------------------------------------------------------- */

/* scenario 93: as the one who asks */
START_TEST(asks_and_commits)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 9, 100, 1000);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_REQUESTED);
	ck_assert_uint_eq(pr_message(&r, 100, 2000), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_accept(&r, 9), E2E_I_REKEY_COMMIT);
	ck_assert(pr_is(r.exponent, 9, PR_EXPONENT));
	ck_assert_int_eq(r.exchange_id, 9);
	pr_committed(&r, 101, 3000);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_SWITCHED);
	ck_assert(r.initiator);
	ck_assert_int_eq(r.commit_seq, 101);

	/* protocol T6.3: TDLib sends no noop, any message will do, however late */
	ck_assert_uint_eq(pr_message(&r, 102, 4000), E2E_I_REKEY_NOTHING);
	ck_assert(e2e_i_rekey_proves(&r, 0));
	pr_dropped(&r);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_IDLE);
	ck_assert_uint_eq(pr_accept(&r, 9), E2E_I_REKEY_UNEXPECTED);
}
END_TEST

/* scenario 93: as the one who is asked */
START_TEST(accepts_and_is_committed_to)
{
	struct e2e_i_rekey r = { 0 };

	ck_assert_uint_eq(pr_request(&r, -9, false, 1000), E2E_I_REKEY_ACCEPT);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_ACCEPTED);
	ck_assert_int_eq(r.exchange_id, -9);
	ck_assert_int_eq(r.since, 1000);
	ck_assert(pr_is(r.answer_value, -9, PR_VALUE));
	pr_answered(&r, 20);
	ck_assert_uint_eq(pr_message(&r, 50, 2000), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_commit(&r, -9, 7), E2E_I_REKEY_SWITCH);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_SWITCHED);
	ck_assert(!r.initiator && r.commit_seen);

	/* a refill of before the commitKey says nothing of what is on its way (T6.4) */
	ck_assert(!e2e_i_rekey_proves(&r, 6));
	ck_assert(!e2e_i_rekey_proves(&r, 7));
	ck_assert(e2e_i_rekey_proves(&r, 8));
	ck_assert_uint_eq(pr_commit(&r, -9, 12), E2E_I_REKEY_NOTHING);
	ck_assert(e2e_i_rekey_proves(&r, 8)); /* the first one counts */
}
END_TEST

/* Holes do not keep a request waiting while there is one key only. */
START_TEST(accepts_with_holes_if_no_old_key_is_left)
{
	struct e2e_i_rekey r = { 0 };

	ck_assert_uint_eq(pr_request(&r, 3, true, 0), E2E_I_REKEY_ACCEPT);
}
END_TEST

/* scenario 94: a message under the new key stands for the commitKey, which comes behind it */
START_TEST(switches_before_the_commit_comes)
{
	struct e2e_i_rekey r = { 0 };

	pr_request(&r, 4, false, 0);
	pr_answered(&r, 20);
	ck_assert_uint_eq(pr_new_key(&r), E2E_I_REKEY_SWITCH);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_SWITCHED);
	ck_assert(!r.initiator && !r.commit_seen);
	ck_assert_uint_eq(pr_new_key(&r), E2E_I_REKEY_NOTHING);
	for (int32_t seq = 0; seq < 100; seq++)
		ck_assert(!e2e_i_rekey_proves(&r, seq)); /* who knows where the commitKey is */

	ck_assert_uint_eq(pr_commit(&r, 5, 40), E2E_I_REKEY_UNEXPECTED);
	ck_assert_uint_eq(pr_commit(&r, 4, 41), E2E_I_REKEY_NOTHING);
	ck_assert(!e2e_i_rekey_proves(&r, 41));
	ck_assert(e2e_i_rekey_proves(&r, 42));
}
END_TEST

/* scenario 96: an acceptKey or commitKey for nothing changes nothing */
START_TEST(does_not_take_what_nobody_asked_for)
{
	struct e2e_i_rekey r = { 0 }, was;

	memcpy(&was, &r, sizeof was);
	ck_assert_uint_eq(pr_accept(&r, 0), E2E_I_REKEY_UNEXPECTED);
	ck_assert_uint_eq(pr_commit(&r, 0, 0), E2E_I_REKEY_UNEXPECTED);
	ck_assert_uint_eq(pr_abort(&r, 0), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_new_key(&r), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_filled(&r, 5), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_message(&r, 5, 5), E2E_I_REKEY_NOTHING);
	ck_assert_int_eq(memcmp(&r, &was, sizeof was), 0);
}
END_TEST

/* ---- Two requests that cross ------------------------------------------------------------ */

/* scenario 99, protocol T6.6: the larger id wins, compared with a sign */
START_TEST(lets_the_larger_id_win)
{
	static const struct {
		int64_t small, large;
	} c[] = {
		{ -1, 1 },          { 0, 1 },  { -1, 0 },         { INT64_MIN, INT64_MAX },
		{ INT64_MIN, -1 },  { 5, 6 },  { -6, -5 },        { 0x7fffffff, 0x80000000 },
		{ INT64_MIN, 0 },   { 0, INT64_MAX }, { -0x80000000LL, 0x7fffffff },
	};

	for (size_t i = 0; i < PR_N(c); i++) {
		struct e2e_i_rekey ours = { 0 }, theirs = { 0 };

		pr_order(&ours, c[i].large, 10, 0);
		ck_assert_uint_eq(pr_request(&ours, c[i].small, false, 1), E2E_I_REKEY_NOTHING);
		ck_assert_uint_eq(ours.phase, E2E_I_REKEY_REQUESTED);
		ck_assert_int_eq(ours.exchange_id, c[i].large);

		pr_order(&theirs, c[i].small, 10, 0);
		ck_assert_uint_eq(pr_request(&theirs, c[i].large, false, 1), E2E_I_REKEY_ACCEPT);
		ck_assert_uint_eq(theirs.phase, E2E_I_REKEY_ACCEPTED);
		ck_assert_int_eq(theirs.exchange_id, c[i].large);
		pr_answered(&theirs, 20);

		ck_assert_uint_eq(pr_accept(&ours, c[i].large), E2E_I_REKEY_COMMIT);
		pr_committed(&ours, 11, 2);
		ck_assert(!ours.has_ignored);
		ck_assert_uint_eq(pr_commit(&theirs, c[i].large, 11), E2E_I_REKEY_SWITCH);
		ck_assert(!theirs.has_abandoned);
	}
}
END_TEST

/* scenario 99: the same id twice, and both are void */
START_TEST(drops_equal_requests)
{
	static const int64_t id[] = { 0, 1, -1, INT64_MAX, INT64_MIN };

	for (size_t i = 0; i < PR_N(id); i++) {
		struct e2e_i_rekey r = { 0 };

		pr_order(&r, id[i], 10, 0);
		ck_assert_uint_eq(pr_request(&r, id[i], false, 1), E2E_I_REKEY_DROP);
		ck_assert_uint_eq(r.phase, E2E_I_REKEY_IDLE);
		ck_assert(!r.has_abandoned && !r.has_ignored);
		ck_assert_uint_eq(pr_accept(&r, id[i]), E2E_I_REKEY_UNEXPECTED);
		ck_assert_uint_eq(pr_commit(&r, id[i], 5), E2E_I_REKEY_UNEXPECTED);
		pr_order(&r, id[i] / 2 + 7, 12, 2); /* a new one is free to begin */
		ck_assert_uint_eq(pr_accept(&r, id[i] / 2 + 7), E2E_I_REKEY_COMMIT);
	}
}
END_TEST

/* ---- Giving up -------------------------------------------------------------------------- */

/* scenario 103: abortKey ends only what is open */
START_TEST(aborts_only_what_is_open)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 9, 5, 0);
	ck_assert_uint_eq(pr_abort(&r, 8), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_REQUESTED);
	ck_assert_uint_eq(pr_abort(&r, 9), E2E_I_REKEY_DROP);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_IDLE);
	ck_assert_uint_eq(pr_abort(&r, 9), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_accept(&r, 9), E2E_I_REKEY_UNEXPECTED);

	pr_request(&r, 7, false, 0);
	pr_answered(&r, 20);
	ck_assert_uint_eq(pr_abort(&r, 9), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_abort(&r, 7), E2E_I_REKEY_DROP);
	ck_assert_uint_eq(pr_new_key(&r), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(pr_commit(&r, 7, 8), E2E_I_REKEY_UNEXPECTED);
}
END_TEST

/* protocol 6.1.7: it is too late to abort what was committed */
START_TEST(aborts_nothing_that_is_in_use)
{
	struct e2e_i_rekey r = { 0 };

	pr_order(&r, 9, 5, 0);
	pr_accept(&r, 9);
	pr_committed(&r, 6, 0);
	ck_assert_uint_eq(pr_abort(&r, 9), E2E_I_REKEY_NOTHING);
	ck_assert_uint_eq(r.phase, E2E_I_REKEY_SWITCHED);
	ck_assert(e2e_i_rekey_proves(&r, 3));
}
END_TEST

/* An acceptKey that was not made yet is not made any more. */
START_TEST(forgets_the_answer_of_an_aborted_request)
{
	struct e2e_i_rekey r = { 0 };

	pr_request(&r, 7, false, 0);
	ck_assert(r.has_answer);
	ck_assert_uint_eq(pr_abort(&r, 7), E2E_I_REKEY_DROP);
	ck_assert(!r.has_answer);
}
END_TEST

/* ---- Any order of anything -------------------------------------------------------------- */

static uint32_t
random_input(struct e2e_i_rekey *r, uint64_t *seed, int64_t now)
{
	const int64_t id = (int64_t)(tu_next(seed) % 5) - 2;
	const bool keys = r->phase != E2E_I_REKEY_ACCEPTED || !r->has_answer;

	switch (tu_next(seed) % 10) {
	case 0:
		return pr_request(r, id, tu_next(seed) % 2 == 0, now);
	case 1:
		return pr_accept(r, id);
	case 2:
		return keys ? pr_commit(r, id, (int32_t)(tu_next(seed) % 50)) : E2E_I_REKEY_NOTHING;
	case 3:
		return pr_abort(r, id);
	case 4:
		return keys ? pr_new_key(r) : E2E_I_REKEY_NOTHING;
	case 5:
	case 6:
		return pr_message(r, (int32_t)(tu_next(seed) % 50), now);
	case 7:
		return pr_filled(r, now);
	case 8:
		if (r->phase == E2E_I_REKEY_IDLE || r->phase == E2E_I_REKEY_REQUESTED)
			pr_order(r, r->phase == E2E_I_REKEY_REQUESTED ? r->exchange_id : id,
			         (int32_t)(tu_next(seed) % 50), now);
		return E2E_I_REKEY_NOTHING;
	default:
		if (r->phase == E2E_I_REKEY_ACCEPTED && r->has_answer)
			pr_answered(r, (int32_t)(tu_next(seed) % 50));
		return E2E_I_REKEY_NOTHING;
	}
}

/* Each action leaves the phase that it belongs to, whatever came before it. */
START_TEST(stays_sane_whatever_comes)
{
	struct e2e_i_rekey r = { 0 }, was;
	size_t seen[E2E_I_REKEY_UNEXPECTED + 1] = { 0 };
	uint64_t seed = 7;

	for (int64_t now = 0; now < 300000; now += 1 + (int64_t)(tu_next(&seed) % 3)) {
		uint32_t act;

		memcpy(&was, &r, sizeof was);
		act = random_input(&r, &seed, now);
		seen[act]++;
		if (act == E2E_I_REKEY_ACCEPT)
			PR_TRUE(r.phase == E2E_I_REKEY_ACCEPTED && r.has_answer);
		if (act == E2E_I_REKEY_COMMIT) {
			PR_TRUE(r.phase == E2E_I_REKEY_REQUESTED);
			if (now % 2 == 0)
				pr_committed(&r, 10, now);
		}
		if (act == E2E_I_REKEY_SWITCH)
			PR_TRUE(r.phase == E2E_I_REKEY_SWITCHED && !r.initiator);
		if (act == E2E_I_REKEY_DROP)
			PR_TRUE(r.phase == E2E_I_REKEY_IDLE);
		if (act == E2E_I_REKEY_UNEXPECTED)
			PR_TRUE(memcmp(&r, &was, sizeof was) == 0);
		if (e2e_i_rekey_proves(&r, 40) && now % 5 == 0)
			pr_dropped(&r);
	}
	for (size_t i = 0; i < PR_N(seen); i++)
		ck_assert_msg(seen[i] > 100, "action %zu came %zu times only", i, seen[i]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("proto_rekey");
	TCase *plain = tcase_create("documents");

	tcase_add_test(plain, asks_and_commits);
	tcase_add_test(plain, accepts_and_is_committed_to);
	tcase_add_test(plain, accepts_with_holes_if_no_old_key_is_left);
	tcase_add_test(plain, switches_before_the_commit_comes);
	tcase_add_test(plain, does_not_take_what_nobody_asked_for);
	tcase_add_test(plain, lets_the_larger_id_win);
	tcase_add_test(plain, drops_equal_requests);
	tcase_add_test(plain, aborts_only_what_is_open);
	tcase_add_test(plain, aborts_nothing_that_is_in_use);
	tcase_add_test(plain, forgets_the_answer_of_an_aborted_request);
	tcase_add_test(plain, stays_sane_whatever_comes);
	suite_add_tcase(suite, pr_case_table());
	suite_add_tcase(suite, plain);
	suite_add_tcase(suite, pr_case_peers());
	suite_add_tcase(suite, pr_case_pair());
	return tu_run(suite);
}
