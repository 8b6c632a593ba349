/* SPDX-License-Identifier: ISC */
/*
 * Both sides of every limit in struct e2e_limits: what takes exactly so much passes at that
 * limit, and at one below it something of it is refused, pushed out or waits.  The table has
 * every member; peer_rekeys and account_rekeys are in the tests of re-keys.
 */
#include "config.h"

#include <stddef.h>
#include <string.h>

#include "tests/util/chatutil.h"
#include "test_chat_limits.h"

#define AT(member) #member, offsetof(struct e2e_limits, member), lt_##member

/* SOME and MORE: how many times it is done, both within the default. */
static const struct {
	const char *name;
	size_t offset;
	struct lt_outcome (*does)(int backend, const struct e2e_limits *limits, uint32_t n);
	uint32_t some, more;
} members[] = {
	{ AT(requested_chats), 2, 5 },
	{ AT(early_messages), 2, 5 },
	{ AT(early_bytes), 2, 5 },
	{ AT(held_messages), 2, 20 },
	{ AT(held_bytes), 2, 20 },
	{ AT(ahead), 2, 1000 },
	{ AT(outbox_messages), 2, 20 },
	{ AT(outbox_bytes), 2, 20 },
	{ AT(tail), 2, 7 },
	{ AT(resend_span), 2, 40 },
	{ AT(resend_repeats), 2, 3 },
	{ AT(resend_rate), 2, 40 },
	{ AT(timers), 2, 20 },
	{ AT(prime_checks), 2, 3 },
	{ AT(rejected_events), 2, 20 },
	{ AT(packet_bytes), 2, 65537 },
};

/* In other tests. */
static const size_t elsewhere[] = {
	offsetof(struct e2e_limits, peer_rekeys),
	offsetof(struct e2e_limits, account_rekeys),
};

static void
try_member(int backend, size_t i, uint32_t n)
{
	const struct e2e_limits defaults = E2E_LIMITS_INIT;
	struct lt_outcome o = members[i].does(backend, &defaults, n);
	const uint32_t amount = o.amount;

	if (!o.passed)
		ck_abort_msg("%s: %u do not pass by default", members[i].name, (unsigned)n);
	for (uint32_t limit = amount - 1; limit <= amount + 1; limit++) {
		struct e2e_limits limits = defaults;

		memcpy((uint8_t *)&limits + members[i].offset, &limit, sizeof limit);
		o = members[i].does(backend, &limits, n);
		if (o.passed != (amount <= limit))
			ck_abort_msg("%s is %u, and %u %s", members[i].name, (unsigned)limit,
			             (unsigned)amount, o.passed ? "pass" : "do not pass");
	}
}

/* scenario 145: exactly so much passes */
START_TEST(is_exact_at_every_limit)
{
	for (size_t i = 0; i < CU_N(members); i++) {
		try_member(_i, i, members[i].some);
		try_member(_i, i, members[i].more);
	}
}
END_TEST

/* A member that is added has to come here. */
START_TEST(has_every_member)
{
	const size_t n = (sizeof(struct e2e_limits) - sizeof(uint32_t)) / sizeof(uint32_t);
	uint32_t seen[sizeof(struct e2e_limits) / sizeof(uint32_t)] = { 0 };

	ck_assert_uint_eq(CU_N(members) + CU_N(elsewhere), n);
	for (size_t i = 0; i < CU_N(members); i++)
		seen[members[i].offset / sizeof(uint32_t)]++;
	for (size_t i = 0; i < CU_N(elsewhere); i++)
		seen[elsewhere[i] / sizeof(uint32_t)]++;
	for (size_t i = 1; i <= n; i++)
		ck_assert_uint_eq(seen[i], 1);
}
END_TEST

/* The two defaults that a real client meets exactly. */
START_TEST(is_exact_at_the_defaults)
{
	const struct e2e_limits defaults = E2E_LIMITS_INIT;

	ck_assert(lt_resend_span(_i, &defaults, 1001).passed);
	ck_assert(!lt_resend_span(_i, &defaults, 1002).passed);
	ck_assert(lt_tail(_i, &defaults, 8).passed);
	ck_assert(!lt_tail(_i, &defaults, 9).passed);
	ck_assert(lt_early_messages(_i, &defaults, 64).passed);
	ck_assert(!lt_early_messages(_i, &defaults, 65).passed);
	ck_assert(lt_held_messages(_i, &defaults, 1000).passed);
	ck_assert(!lt_held_messages(_i, &defaults, 1001).passed);
	ck_assert(lt_ahead(_i, &defaults, 100000).passed);
	ck_assert(!lt_ahead(_i, &defaults, 100001).passed);
	ck_assert(lt_rejected_events(_i, &defaults, 60).passed);
	ck_assert(!lt_rejected_events(_i, &defaults, 61).passed);
}
END_TEST

/* What counts in a byte has no limit above it: more is taken for that. */
START_TEST(takes_more_repeats_for_what_can_be_counted)
{
	struct e2e_limits limits = E2E_LIMITS_INIT;

	limits.resend_repeats = 1000;
	ck_assert(lt_resend_repeats(_i, &limits, UINT8_MAX).passed);
	ck_assert(!lt_resend_repeats(_i, &limits, UINT8_MAX + 1).passed);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ is_exact_at_every_limit },
		{ has_every_member },
		{ is_exact_at_the_defaults },
		{ takes_more_repeats_for_what_can_be_counted },
	};

	return tu_run(cu_suite("chat_limits", tests, CU_N(tests)));
}
