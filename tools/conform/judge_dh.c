/* SPDX-License-Identifier: ISC */
/* dh: groups, public values, whole exchanges */
#include "config.h"

#include "topics.h"

#include <string.h>

#define FILL 0x5a

static const struct row_word verdicts[] = {
	{ "good", EXPECT_ACCEPT }, { "bad", EXPECT_REJECT }, { "either", EXPECT_EITHER },
	{ NULL, 0 },
};

/* ---- kind "pg" --------------------------------------------------------------- */

/* GROUP holds p and g after success, and is as it was after a refusal. */
static void
group_is(struct row *row, const struct e2e_dh_group *group, int32_t result, struct e2e_bytes p,
         int32_t g)
{
	const struct e2e_dh_group fresh = E2E_DH_GROUP_INIT;
	const struct e2e_bytes untouched = { fresh.p, sizeof fresh.p };

	row_same(row, "the p of the group", span(group->p, sizeof group->p),
	         result == E2E_OK ? without_zeros(p.p, p.n) : untouched);
	row_same_i64(row, "the g of the group", group->g, result == E2E_OK ? g : fresh.g);
}

static void
judge_group(struct rig *rig, struct row *row, struct e2e_bytes p, int32_t g)
{
	enum expect expect = (enum expect)row_choice(row, "verdict", verdicts);

	/* The second time the context remembers its verdict; it must be the same. */
	for (int i = 0; i < 2; i++) {
		struct e2e_dh_group group = E2E_DH_GROUP_INIT;
		int32_t result = e2e_dh_group_set(rig->crypto, &group, p.p, p.n, g);

		row_expected(row, "e2e_dh_group_set", result, expect);
		group_is(row, &group, result, p, g);
	}
}

/* ---- kind "ga" --------------------------------------------------------------- */

/*
 * The line's group without asking whether p is prime, which is not what it is about.  One that
 * cannot be must be refused by the library.
 */
static int32_t
group_take(struct rig *rig, struct e2e_dh_group *group, struct e2e_bytes p, int32_t g)
{
	struct e2e_bytes number = without_zeros(p.p, p.n);

	if (number.n != E2E_DH_BYTES || number.p[0] < 0x80 || number.p[E2E_DH_BYTES - 1] % 2 == 0 ||
	    g < 2 || g > 7)
		return e2e_dh_group_set(rig->crypto, group, p.p, p.n, g);
	memcpy(group->p, number.p, E2E_DH_BYTES);
	group->g = g;
	return E2E_OK;
}

/* The checked value is what came in, with 256 bytes; a refused one is wiped. */
static void
padded_is(struct row *row, int32_t result, const uint8_t *padded, struct e2e_bytes value)
{
	struct e2e_bytes number = without_zeros(value.p, value.n);
	size_t before = E2E_DH_BYTES - number.n;

	if (result != E2E_OK) {
		row_wiped(row, "the refused value", padded, E2E_DH_BYTES, 0);
	} else if (number.n > E2E_DH_BYTES) {
		row_differs(row, "a value of %zu bytes was accepted", number.n);
	} else {
		row_same(row, "the checked value",
		         span(padded + before, number.n), number);
		row_wiped(row, "what stands before the value", padded, before, 0);
	}
}

/* e2e_dh_agree() takes or refuses the value as e2e_dh_value_check() did. */
static void
agree_checks_too(struct rig *rig, struct row *row, const struct e2e_dh_group *group,
                 struct e2e_bytes value, int32_t checked)
{
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t secret[E2E_DH_BYTES];
	int32_t result;

	memset(secret, FILL, sizeof secret);
	memset(key.value, FILL, sizeof key.value);
	result = e2e_dh_agree(rig->crypto, &key, group, secret, value.p, value.n);
	row_same_i64(row, "the verdict of e2e_dh_agree", result, checked);
	if (result != E2E_OK)
		row_wiped(row, "the key", key.value, sizeof key.value, 0);
}

static void
judge_value(struct rig *rig, struct row *row, struct e2e_bytes p, int32_t g)
{
	enum expect expect = (enum expect)row_choice(row, "verdict", verdicts);
	struct e2e_bytes value = row_bytes(row, "g_a");
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t padded[E2E_DH_BYTES];
	int32_t result = group_take(rig, &group, p, g);

	if (result != E2E_OK) {
		row_expected(row, "e2e_dh_group_set", result, expect);
		return;
	}
	memset(padded, FILL, sizeof padded);
	result = e2e_dh_value_check(&group, padded, value.p, value.n);
	if (!row_expected(row, "e2e_dh_value_check", result, expect))
		return;
	padded_is(row, result, padded, value);
	row_same_i64(row, "the verdict without an output",
	             e2e_dh_value_check(&group, NULL, value.p, value.n), result);
	agree_checks_too(rig, row, &group, value, result);
}

/* ---- kind "exchange" ----------------------------------------------------------- */

/* One side: its EXPONENT gives its value MINE, and with THEIRS the key. */
static void
judge_side(struct rig *rig, struct row *row, const struct e2e_dh_group *group,
           const char *exponent, const char *mine, struct e2e_bytes theirs)
{
	uint8_t secret[E2E_DH_BYTES], value[E2E_DH_BYTES];
	struct e2e_key key = E2E_KEY_INIT;

	if (!rig_keypair(rig, row, group, row_number(row, exponent, E2E_DH_BYTES), secret, value))
		return;
	row_is_number(row, mine, span(value, sizeof value));
	row_worked(row, "e2e_dh_agree",
	           e2e_dh_agree(rig->crypto, &key, group, secret, theirs.p, theirs.n));
	row_is_number(row, "key", span(key.value, sizeof key.value));
	row_is_fingerprint(row, "key_fingerprint", key.fingerprint);
	row_is_i64(row, "key_fingerprint_i64", key.fingerprint);
}

/* A as the one who gets a padded value, B as the one who gets it without zeros. */
static void
judge_exchange(struct rig *rig, struct row *row, struct e2e_bytes p, int32_t g)
{
	static const char *const numbers[][2] = {
		{ "key", "key_leading_zero_bytes?" },
		{ "g_a", "g_a_leading_zero_bytes?" },
		{ "g_b", "g_b_leading_zero_bytes?" },
	};
	const struct e2e_bytes g_b = { row_number(row, "g_b", E2E_DH_BYTES), E2E_DH_BYTES };
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		const uint8_t *number = row_number(row, numbers[i][0], E2E_DH_BYTES);

		row_is_i32(row, numbers[i][1],
		           E2E_DH_BYTES - (int64_t)without_zeros(number, E2E_DH_BYTES).n);
	}
	if (!row_worked(row, "e2e_dh_group_set",
	                e2e_dh_group_set(rig->crypto, &group, p.p, p.n, g)))
		return;
	/* Of an exchange that was recorded, only one exponent is known. */
	if (row_has(row, "a") || !row_has(row, "b"))
		judge_side(rig, row, &group, "a", "g_a", g_b);
	if (row_has(row, "b"))
		judge_side(rig, row, &group, "b", "g_b",
		           without_zeros(row_number(row, "g_a", E2E_DH_BYTES), E2E_DH_BYTES));
}

void
judge_dh(struct rig *rig, struct row *row)
{
	enum { GROUP, VALUE, EXCHANGE };
	static const struct row_word kinds[] = {
		{ "pg", GROUP }, { "ga", VALUE }, { "exchange", EXCHANGE }, { NULL, 0 },
	};
	int32_t kind = row_choice(row, "kind", kinds), g = row_i32(row, "g");
	struct e2e_bytes p = row_bytes(row, "p");

	if (row->malformed)
		return;
	if (kind == GROUP)
		judge_group(rig, row, p, g);
	else if (kind == VALUE)
		judge_value(rig, row, p, g);
	else
		judge_exchange(rig, row, p, g);
}
