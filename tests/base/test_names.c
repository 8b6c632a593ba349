/* SPDX-License-Identifier: ISC */
/* What is in names.list has what belongs to it, and what is not in it has nothing. */
#include "config.h"

#include <stdbool.h>
#include <string.h>

#include <e2e/e2e.h>

#include "tests/util/cryptoutil.h"
#include "names_list.h"
#include "tests/util/testutil.h"

#define CHECK(NAME, name, standard, strict, lenient, text) E2E_CHECK_##NAME,
#define REASON(NAME, name, text) E2E_REASON_##NAME,
#define RESULT(NAME, name, text) E2E_##NAME,
#define EVENT(NAME, name) E2E_EVENT_##NAME,
#define CALL(NAME, name, text) E2E_CALL_##NAME,
#define STATE(NAME, name) E2E_CHAT_##NAME,
#define HEALTH(NAME, name) E2E_HEALTH_##NAME,

#define BEYOND 300 /* more than any number of these lists */

static const uint32_t checks[] = { E2E_I_CHECKS(CHECK) };
static const uint32_t reasons[] = { E2E_I_REASONS(REASON) };
static const int32_t results[] = { E2E_I_RESULTS(RESULT) };
static const uint32_t events[] = { E2E_I_EVENTS(EVENT) };
static const uint32_t calls[] = { E2E_I_CALLS(CALL) };
static const uint32_t states[] = { E2E_I_CHATS(STATE) };
static const uint32_t healths[] = { E2E_I_HEALTHS(HEALTH) };

/* NUMBER, N of them, are 1 and so on up to END. */
static void
counts_up_to(const uint32_t *number, size_t n, uint32_t end)
{
	ck_assert_uint_eq(n, end - 1);
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_eq(number[i], i + 1);
}

START_TEST(numbers_have_no_hole)
{
	uint32_t all = 0;

	(void)_i;
	counts_up_to(checks, CU_N(checks), E2E_I_CHECK_END);
	counts_up_to(events, CU_N(events), E2E_I_EVENT_END);
	counts_up_to(calls, CU_N(calls), E2E_I_CALL_END);
	counts_up_to(states, CU_N(states), E2E_I_CHAT_END);
	ck_assert_uint_le(E2E_I_CHECK_END, E2E_CHECKS_MAX);
	for (size_t i = 0; i < CU_N(healths); i++) {
		ck_assert_uint_eq(healths[i] & all, 0);
		all |= healths[i];
	}
	ck_assert_uint_eq(all, E2E_I_HEALTH_END - 1);
}
END_TEST

START_TEST(every_check_has_an_act_in_every_preset)
{
	(void)_i;
	for (uint32_t preset = E2E_POLICY_STANDARD; preset <= E2E_POLICY_LENIENT; preset++) {
		for (uint32_t check = 0; check < BEYOND; check++) {
			uint32_t act = e2e_policy_get(preset, check);

			if (check >= 1 && check < E2E_I_CHECK_END)
				ck_assert(act >= E2E_ACT_IGNORE && act <= E2E_ACT_CLOSE);
			else
				ck_assert_uint_eq(act, E2E_ACT_DEFAULT);
		}
		ck_assert_uint_eq(e2e_policy_get(preset, UINT32_MAX), E2E_ACT_DEFAULT);
	}
}
END_TEST

static bool
is_reason(uint32_t number)
{
	for (size_t i = 0; i < CU_N(reasons); i++) {
		if (reasons[i] == number)
			return true;
	}
	return number >= 1 && number < E2E_I_CHECK_END;
}

START_TEST(every_check_and_reason_has_a_text_of_its_own)
{
	uint32_t found = 0;

	(void)_i;
	for (uint32_t a = 0; a < BEYOND; a++) {
		const char *text = e2e_reason_text(a);

		ck_assert_int_eq(strcmp(text, "unknown reason") != 0, is_reason(a));
		ck_assert_uint_gt(strlen(text), 0);
		found += is_reason(a);
		for (uint32_t b = 0; b < a && is_reason(a); b++)
			ck_assert_str_ne(e2e_reason_text(b), text);
	}
	ck_assert_uint_eq(found, CU_N(checks) + CU_N(reasons));
	ck_assert_str_eq(e2e_reason_text(UINT32_MAX), "unknown reason");
}
END_TEST

START_TEST(every_result_has_a_text_of_its_own)
{
	size_t found = 0;

	(void)_i;
	for (size_t a = 0; a < CU_N(results); a++) {
		ck_assert_str_ne(e2e_strerror(results[a]), "unknown result");
		for (size_t b = 0; b < a; b++)
			ck_assert_str_ne(e2e_strerror(results[a]), e2e_strerror(results[b]));
	}
	for (int32_t result = -BEYOND; result < BEYOND; result++)
		found += strcmp(e2e_strerror(result), "unknown result") != 0;
	ck_assert_uint_eq(found, CU_N(results));
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ numbers_have_no_hole },
		{ every_check_has_an_act_in_every_preset },
		{ every_check_and_reason_has_a_text_of_its_own },
		{ every_result_has_a_text_of_its_own },
	};

	return tu_run(cu_suite("names", tests, CU_N(tests)));
}
