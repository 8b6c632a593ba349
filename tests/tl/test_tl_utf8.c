/* SPDX-License-Identifier: ISC */
/* UTF-8 by table 3-7 of Unicode, by cases and by counting. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <string.h>

static const char *const good[] = { "", "01", "7f", "c280", "dfbf", "e0a080", "e0bfbf", "e18080",
	"ecbfbf", "ed8080", "ed9fbf", "ee8080", "efbfbd", "efbfbf", "f0908080", "f0bfbfbf",
	"f1808080", "f3bfbfbf", "f4808080", "f48fbfbf", "41c3a9e6bca2f09f98807a" };

static const char *const bad[] = { "00", "4100", "0041", "80", "bf", "c080", "c0af", "c1bf", "c2",
	"c241", "c27f", "c2c0", "dfc0", "e08080", "e09fbf", "e0a0", "e0a07f", "e0a0c0", "e180",
	"e17f80", "e1c080", "eda080", "edbfbf", "ef", "efbf", "f08080", "f0808080", "f08fbfbf",
	"f0908080c2", "f09080", "f090807f", "f09080c0", "f0907f80", "f090c080", "f1808041",
	"f4908080", "f4bfbfbf", "f5808080", "f7bfbfbf", "f888808080", "fc8480808080", "fe", "ff",
	"eda080edb080", "c3284141", "41c3", "c3a9a9" };

static int32_t
check_hex(const char *hex)
{
	uint8_t bytes[32];
	size_t n = tu_hex(bytes, sizeof bytes, hex);
	uint8_t *guarded = tu_guarded_copy(bytes, n);
	int32_t verdict = e2e_utf8_check(guarded, n);

	tu_guarded_free(guarded, n);
	return verdict;
}

START_TEST(knows_the_edges_of_the_table)
{
	for (size_t i = 0; i < TL_N(good); i++)
		ck_assert_msg(check_hex(good[i]) == 1, "%s is refused", good[i]);
	for (size_t i = 0; i < TL_N(bad); i++)
		ck_assert_msg(check_hex(bad[i]) == 0, "%s is taken", bad[i]);
}
END_TEST

static size_t
encode(uint8_t out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (uint8_t)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (uint8_t)(0xc0 | c >> 6);
		out[1] = (uint8_t)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (uint8_t)(0xe0 | c >> 12);
		out[1] = (uint8_t)(0x80 | (c >> 6 & 63));
		out[2] = (uint8_t)(0x80 | (c & 63));
		return 3;
	}
	out[0] = (uint8_t)(0xf0 | c >> 18);
	out[1] = (uint8_t)(0x80 | (c >> 12 & 63));
	out[2] = (uint8_t)(0x80 | (c >> 6 & 63));
	out[3] = (uint8_t)(0x80 | (c & 63));
	return 4;
}

START_TEST(takes_every_character_but_nul_and_surrogates)
{
	for (uint32_t c = 0; c < 0x1fffff; c++) {
		uint8_t bytes[4];
		size_t n = encode(bytes, c);
		int32_t want = c != 0 && (c < 0xd800 || c > 0xdfff) && c <= 0x10ffff;

		if (e2e_utf8_check(bytes, n) != want)
			ck_abort_msg("U+%04X", (unsigned)c);
		for (size_t cut = 1; cut < n; cut++) {
			if (e2e_utf8_check(bytes, cut) != 0)
				ck_abort_msg("U+%04X cut to %zu bytes", (unsigned)c, cut);
		}
	}
}
END_TEST

/* With the test above: what is taken is what must be, and nothing else. */
START_TEST(takes_no_other_bytes_of_up_to_three)
{
	uint64_t taken[4] = { 0 };
	const uint64_t ascii = 127, two = 1920, three = 61440;

	for (uint32_t x = 0; x < 1 << 24; x++) {
		uint8_t bytes[3] = { (uint8_t)x, (uint8_t)(x >> 8), (uint8_t)(x >> 16) };

		taken[3] += e2e_utf8_check(bytes, 3) == 1;
		if (x < 1 << 16)
			taken[2] += e2e_utf8_check(bytes, 2) == 1;
		if (x < 1 << 8)
			taken[1] += e2e_utf8_check(bytes, 1) == 1;
	}
	ck_assert_uint_eq(taken[1], ascii);
	ck_assert_uint_eq(taken[2], ascii * ascii + two);
	ck_assert_uint_eq(taken[3], ascii * ascii * ascii + 2 * ascii * two + three);
}
END_TEST

/* Last bytes at the edges only: 0x80 and 0xbf are right, 0x7f and 0xc0 are not. */
START_TEST(takes_no_other_four_bytes_with_a_head_of_four)
{
	static const uint8_t last[] = { 0x7f, 0x80, 0xbf, 0xc0 };
	uint64_t taken = 0;

	for (uint32_t x = 0xf00000; x <= 0xffffff; x++) {
		for (size_t i = 0; i < TL_N(last); i++) {
			uint8_t bytes[4] = { (uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x,
				last[i] };

			taken += e2e_utf8_check(bytes, 4) == 1;
		}
	}
	ck_assert_uint_eq(taken, (0x110000 - 0x10000) / 64 * 2);
}
END_TEST

TCase *
tl_case_utf8(void)
{
	TCase *tc = tcase_create("utf8");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, knows_the_edges_of_the_table);
	tcase_add_test(tc, takes_every_character_but_nul_and_surrogates);
	tcase_add_test(tc, takes_no_other_bytes_of_up_to_three);
	tcase_add_test(tc, takes_no_other_four_bytes_with_a_head_of_four);
	return tc;
}
