/* SPDX-License-Identifier: ISC */
/* A group that e2e_dh_group_set() has not made is refused before a backend sees it. */
#include "config.h"

#include "tests/util/cryptoutil.h"

#include <string.h>

static void
refused(struct e2e_crypto *crypto, const struct e2e_dh_group *group, int32_t err)
{
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t exponent[E2E_DH_BYTES] = { 5 }, value[E2E_DH_BYTES] = { 0x80 };

	ck_assert_int_eq(e2e_dh_keypair(crypto, group, exponent, value, NULL, 0), err);
	ck_assert(tu_all_zero(exponent, sizeof exponent) || exponent[0] == 5);
	ck_assert_int_eq(e2e_dh_agree(crypto, &key, group, exponent, value, sizeof value), err);
	ck_assert(tu_all_zero(key.value, sizeof key.value));
	ck_assert_int_eq(e2e_dh_value_check(group, value, value, sizeof value), err);
}

START_TEST(refuses_a_group_that_was_never_set)
{
	struct e2e_crypto *crypto = tu_crypto(tu_backend((size_t)_i));
	const struct e2e_dh_group never = E2E_DH_GROUP_INIT;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT, known;

	e2e_dh_group_known(&group);
	known = group;
	refused(crypto, &never, E2E_ERR_ARGUMENT);
	group.size--;
	refused(crypto, &group, E2E_ERR_VERSION);
	group = known;
	group.p[0] &= 0x7f; /* shorter than 2048 bits */
	refused(crypto, &group, E2E_ERR_ARGUMENT);
	group = known;
	group.p[E2E_DH_BYTES - 1] &= 0xfe; /* even */
	refused(crypto, &group, E2E_ERR_ARGUMENT);
	for (int32_t g = -1; g <= 9; g++) {
		if (g >= 2 && g <= 7)
			continue;
		group = known;
		group.g = g;
		refused(crypto, &group, E2E_ERR_ARGUMENT);
	}
	e2e_crypto_free(crypto);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ refuses_a_group_that_was_never_set },
	};

	return tu_run(cu_suite("dh_refused", tests, CU_N(tests)));
}
