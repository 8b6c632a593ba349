/* SPDX-License-Identifier: ISC */
/* dh: groups, public values, whole exchanges */
#include "config.h"

#include "number.h"
#include "topics.h"

#include <inttypes.h>
#include <string.h>

enum dh_kind {
	DH_GROUP,
	DH_VALUE,
	DH_EXCHANGE
};

#define FINGERPRINT_BYTES 8

static const struct row_word verdicts[] = {
	{ "good", EXPECT_ACCEPT },
	{ "bad", EXPECT_REJECT },
	{ "either", EXPECT_EITHER },
	{ NULL, 0 },
};

static struct e2e_bytes
without_zeros(struct e2e_bytes number)
{
	while (number.n > 0 && number.p[0] == 0)
		number = (struct e2e_bytes){ number.p + 1, number.n - 1 };
	return number;
}

static size_t
zeros_before(const uint8_t *p, size_t n)
{
	struct e2e_bytes all = { p, n };

	return n - without_zeros(all).n;
}

/* Whether RESULT of the function WHAT is a verdict, and the one that is expected. */
static bool
as_expected(struct row *row, const char *what, int32_t result, enum expect expect)
{
	if (result < 0)
		return row_worked(row, what, result);
	if (result == E2E_OK && expect == EXPECT_REJECT)
		return row_differs(row, "%s finds it good", what);
	if (result > 0 && expect == EXPECT_ACCEPT)
		return row_differs(row, "%s finds it bad: %s (%" PRId32 ")", what,
		                   e2e_strerror(result), result);
	return true;
}

/* ---- kind "pg" --------------------------------------------------------------- */

/* Whether GROUP holds p and g after success, and is as it was after a refusal. */
static bool
group_agrees(struct row *row, const struct e2e_dh_group *group, int32_t result,
             struct e2e_bytes p, int32_t g)
{
	const struct e2e_dh_group fresh = E2E_DH_GROUP_INIT;

	p = without_zeros(p);
	if (result == E2E_OK)
		return row_same(row, "the stored p",
		                (struct e2e_bytes){ group->p, sizeof group->p }, p) &&
		       row_same_i64(row, "the stored g", group->g, g);
	return row_same_fixed(row, "the group after a refusal", group->p, fresh.p,
	                      sizeof fresh.p) &&
	       row_same_i64(row, "g after a refusal", group->g, fresh.g);
}

static enum verdict
judge_group(struct rig *rig, struct row *row)
{
	enum expect expect = (enum expect)row_choice(row, "verdict", verdicts);
	struct e2e_bytes p = row_bytes(row, "p");
	int32_t g = row_i32(row, "g");
	int32_t result;

	if (row->malformed)
		return VERDICT_MALFORMED;
	/* The second time the context remembers its verdict; it must be the same. */
	for (int i = 0; i < 2; i++) {
		struct e2e_dh_group group = E2E_DH_GROUP_INIT;

		result = e2e_dh_group_set(rig->crypto, &group, p.p, p.n, g);
		if (!as_expected(row, "e2e_dh_group_set", result, expect) ||
		    !group_agrees(row, &group, result, p, g))
			return VERDICT_FAIL;
	}
	return VERDICT_PASS;
}

/* ---- kind "ga" --------------------------------------------------------------- */

/* Whether p and g look like what a group can be; primes are not looked for. */
static bool
looks_like_group(struct e2e_bytes p, int32_t g)
{
	return p.n == E2E_DH_BYTES && p.p[0] >= 0x80 && p.p[E2E_DH_BYTES - 1] % 2 == 1 &&
	       g >= 2 && g <= 7;
}

/*
 * The line's group without asking whether p is prime, which is not what it is about.
 * One that cannot be must be refused by the library.
 */
static int32_t
group_take(struct rig *rig, struct e2e_dh_group *group, struct e2e_bytes p, int32_t g)
{
	struct e2e_bytes number = without_zeros(p);

	if (!looks_like_group(number, g))
		return e2e_dh_group_set(rig->crypto, group, p.p, p.n, g);
	memcpy(group->p, number.p, E2E_DH_BYTES);
	group->g = g;
	return E2E_OK;
}

/* Whether the checked value is what came in, with 256 bytes. */
static bool
padded_agrees(struct row *row, int32_t result, const uint8_t *padded, struct e2e_bytes value)
{
	struct e2e_bytes number = without_zeros(value);

	if (result != E2E_OK)
		return row_wiped(row, "the refused value", padded, E2E_DH_BYTES);
	if (number.n > E2E_DH_BYTES)
		return row_differs(row, "a value of %zu bytes was accepted", number.n);
	return row_same(row, "the checked value",
	                (struct e2e_bytes){ padded + E2E_DH_BYTES - number.n, number.n }, number) &&
	       row_wiped(row, "what stands before the value", padded, E2E_DH_BYTES - number.n);
}

/* Whether e2e_dh_agree() takes or refuses the value as e2e_dh_value_check() did. */
static bool
agree_checks_too(struct rig *rig, struct row *row, const struct e2e_dh_group *group,
                 struct e2e_bytes value, int32_t checked)
{
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t secret[E2E_DH_BYTES];
	int32_t result;

	memset(secret, 0x5a, sizeof secret);
	memset(key.value, 0x5a, sizeof key.value);
	result = e2e_dh_agree(rig->crypto, &key, group, secret, value.p, value.n);
	if (result < 0)
		return row_worked(row, "e2e_dh_agree", result);
	if (result == E2E_OK)
		return row_same_i64(row, "the verdict of e2e_dh_agree", result, checked);
	return row_same_i64(row, "the verdict of e2e_dh_agree", result, checked) &&
	       row_wiped(row, "the key", key.value, sizeof key.value);
}

static enum verdict
judge_value(struct rig *rig, struct row *row)
{
	enum expect expect = (enum expect)row_choice(row, "verdict", verdicts);
	struct e2e_bytes p = row_bytes(row, "p"), value = row_bytes(row, "g_a");
	int32_t g = row_i32(row, "g");
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t padded[E2E_DH_BYTES];
	int32_t result;

	if (row->malformed)
		return VERDICT_MALFORMED;
	result = group_take(rig, &group, p, g);
	if (result != E2E_OK)
		return row_verdict(row, as_expected(row, "e2e_dh_group_set", result, expect));
	memset(padded, 0x5a, sizeof padded);
	result = e2e_dh_value_check(&group, padded, value.p, value.n);
	if (!as_expected(row, "e2e_dh_value_check", result, expect) ||
	    !padded_agrees(row, result, padded, value) ||
	    !row_same_i64(row, "the verdict without an output",
	                  e2e_dh_value_check(&group, NULL, value.p, value.n), result))
		return VERDICT_FAIL;
	return row_verdict(row, agree_checks_too(rig, row, &group, value, result));
}

/* ---- kind "exchange" ----------------------------------------------------------- */

struct exchange {
	struct e2e_dh_group group;
	const uint8_t *g_a;
	const uint8_t *g_b;
	const uint8_t *key;
	const uint8_t *fingerprint;
	int64_t fingerprint_i64;
};

/* One side: EXPONENT must give MINE, and with THEIRS, of N bytes, the key. */
static bool
side_agrees(struct rig *rig, struct row *row, const struct exchange *line,
            const char *mine_is, const uint8_t *exponent, const uint8_t *mine,
            const uint8_t *theirs, size_t n)
{
	uint8_t secret[E2E_DH_BYTES], value[E2E_DH_BYTES], wire[FINGERPRINT_BYTES];
	struct e2e_key key = E2E_KEY_INIT;
	int32_t result;

	rig_script(rig, (struct e2e_bytes){ exponent, E2E_DH_BYTES });
	result = e2e_dh_keypair(rig->crypto, &line->group, secret, value, NULL, 0);
	if (!rig_script_end(rig, row, result) ||
	    !row_worked(row, "e2e_dh_keypair", result) ||
	    !row_same_fixed(row, mine_is, value, mine, sizeof value))
		return false;
	result = e2e_dh_agree(rig->crypto, &key, &line->group, secret, theirs, n);
	if (!row_worked(row, "e2e_dh_agree", result))
		return false;
	number_store64(wire, key.fingerprint);
	return row_same_fixed(row, "key", key.value, line->key, sizeof key.value) &&
	       row_same_fixed(row, "key_fingerprint", wire, line->fingerprint, sizeof wire) &&
	       row_same_i64(row, "key_fingerprint_i64", key.fingerprint, line->fingerprint_i64);
}

/* A as the one who gets a padded value, B as the one who gets it without zeros. */
static bool
sides_agree(struct rig *rig, struct row *row, const struct exchange *line, const uint8_t *a,
            const uint8_t *b)
{
	struct e2e_bytes g_a = without_zeros((struct e2e_bytes){ line->g_a, E2E_DH_BYTES });

	if (a != NULL &&
	    !side_agrees(rig, row, line, "g_a", a, line->g_a, line->g_b, E2E_DH_BYTES))
		return false;
	return b == NULL || side_agrees(rig, row, line, "g_b", b, line->g_b, g_a.p, g_a.n);
}

static bool
zeros_agree(struct row *row, const struct exchange *line)
{
	return row_described(row, "key_leading_zero_bytes",
	                     zeros_before(line->key, E2E_DH_BYTES)) &&
	       row_described(row, "g_a_leading_zero_bytes",
	                     zeros_before(line->g_a, E2E_DH_BYTES)) &&
	       row_described(row, "g_b_leading_zero_bytes",
	                     zeros_before(line->g_b, E2E_DH_BYTES));
}

static enum verdict
judge_exchange(struct rig *rig, struct row *row)
{
	struct exchange line = {
		.group = E2E_DH_GROUP_INIT,
		.g_a = row_number(row, "g_a", E2E_DH_BYTES),
		.g_b = row_number(row, "g_b", E2E_DH_BYTES),
		.key = row_number(row, "key", E2E_DH_BYTES),
		.fingerprint = row_fixed(row, "key_fingerprint", FINGERPRINT_BYTES),
		.fingerprint_i64 = row_i64(row, "key_fingerprint_i64"),
	};
	struct e2e_bytes p = row_bytes(row, "p");
	int32_t g = row_i32(row, "g");
	const uint8_t *a = NULL, *b = NULL;

	/* Of an exchange that was recorded, only one exponent is known. */
	if (row_has(row, "a") || !row_has(row, "b"))
		a = row_number(row, "a", E2E_DH_BYTES);
	if (row_has(row, "b"))
		b = row_number(row, "b", E2E_DH_BYTES);
	if (row->malformed)
		return VERDICT_MALFORMED;
	return row_verdict(row, row_worked(row, "e2e_dh_group_set",
	                                   e2e_dh_group_set(rig->crypto, &line.group, p.p, p.n,
	                                                    g)) &&
	                   sides_agree(rig, row, &line, a, b) && zeros_agree(row, &line));
}

enum verdict
judge_dh(struct rig *rig, struct row *row)
{
	static const struct row_word kinds[] = {
		{ "pg", DH_GROUP }, { "ga", DH_VALUE }, { "exchange", DH_EXCHANGE }, { NULL, 0 },
	};
	int32_t kind = row_choice(row, "kind", kinds);

	if (row->malformed)
		return VERDICT_MALFORMED;
	if (kind == DH_GROUP)
		return judge_group(rig, row);
	if (kind == DH_VALUE)
		return judge_value(rig, row);
	return judge_exchange(rig, row);
}
