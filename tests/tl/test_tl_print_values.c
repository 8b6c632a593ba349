/* SPDX-License-Identifier: ISC */
/* Strings and doubles as they are shown, and that JSON is JSON. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 262144

static char shown[SHOWN_MAX];

static size_t
show(const void *object, uint32_t format)
{
	size_t n;

	if (e2e_tl_print(shown, sizeof shown, &n, object, format) != E2E_OK || n >= sizeof shown)
		ck_abort_msg("not shown");
	return n;
}

/* ---- Strings -------------------------------------------------------------------------- */

static void
url_is(const char *url, size_t n, const char *quoted)
{
	struct e2e_tl_decrypted_message_media_web_page page = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE, { (const uint8_t *)url, n } };
	char want[256];

	show(&page, E2E_TL_JSON);
	snprintf(want, sizeof want, "{\"_\":\"decryptedMessageMediaWebPage\",\"url\":\"%s\"}",
	         quoted);
	ck_assert_str_eq(shown, want);
	show(&page, E2E_TL_TEXT);
	snprintf(want, sizeof want, "decryptedMessageMediaWebPage\n  url: \"%s\"", quoted);
	ck_assert_str_eq(shown, want);
}

#define URL_IS(text, quoted) url_is(text, sizeof(text) - 1, quoted)

START_TEST(strings_are_escaped)
{
	URL_IS("", "");
	URL_IS("a\"b\\c/d'", "a\\\"b\\\\c/d'");
	URL_IS("\0\1\n\t\r\x1f\x20\x7e\x7f", "\\u0000\\u0001\\u000a\\u0009\\u000d\\u001f ~\\u007f");
	URL_IS("b\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80", "b\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80");
}
END_TEST

#define ODD "\xef\xbf\xbd"

START_TEST(each_odd_byte_of_a_string_is_replaced)
{
	URL_IS("\xff", ODD);
	URL_IS("a\xff\xfe" "b", "a" ODD ODD "b");
	URL_IS("\xc3", ODD);
	URL_IS("\xc3(", ODD "(");
	URL_IS("\xed\xa0\x80", ODD ODD ODD);
	URL_IS("\xc0\x80x", ODD ODD "x");
	URL_IS("\xf0\x9f\x98", ODD ODD ODD);
	URL_IS("\xf4\x90\x80\x80", ODD ODD ODD ODD);
	URL_IS("\xe6\xbc\xa2\xe6\xbc", "\xe6\xbc\xa2" ODD ODD);
}
END_TEST

/* ---- Doubles --------------------------------------------------------------------------- */

/* X as the printer shows it in FORMAT, up to the next call. */
static const char *
number(double x, uint32_t format)
{
	struct e2e_tl_decrypted_message_media_geo_point place = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT, 0, x };
	const char *before = format == E2E_TL_JSON ? "\"long\":" : "long: ";
	char *at;

	show(&place, format);
	at = strstr(shown, before);
	ck_assert_ptr_nonnull(at);
	at += strlen(before);
	at[strcspn(at, "}\n")] = '\0';
	return at;
}

static void
doubles_are_as_listed(void)
{
	static const struct {
		double x;
		const char *text;
	} list[] = { { 0, "0" }, { -0.0, "-0" }, { 1, "1" }, { 100, "100" }, { 0.1, "0.1" },
		{ -1.5, "-1.5" }, { 0.3333333333333333, "0.3333333333333333" },
		{ 0.30000000000000004, "0.30000000000000004" },
		{ 5e-5, "5e-05" }, { 1e21, "1e+21" }, { DBL_MAX, "1.7976931348623157e+308" },
		{ DBL_MIN, "2.2250738585072014e-308" }, { 9007199254740991, "9007199254740991" },
		{ 52.520008, "52.520008" } };

	for (size_t i = 0; i < TL_N(list); i++) {
		ck_assert_str_eq(number(list[i].x, E2E_TL_JSON), list[i].text);
		ck_assert_str_eq(number(list[i].x, E2E_TL_TEXT), list[i].text);
	}
}

START_TEST(doubles_are_short)
{
	doubles_are_as_listed();
}
END_TEST

/* A locale with another decimal point changes nothing; skipped where there is none. */
START_TEST(doubles_have_a_point_in_every_locale)
{
	static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8",
		"pt_BR.UTF-8", "ru_RU.UTF-8" };
	const char *set = NULL;

	for (size_t i = 0; i < TL_N(names) && set == NULL; i++)
		set = setlocale(LC_NUMERIC, names[i]);
	if (set == NULL || strcmp(localeconv()->decimal_point, ".") == 0) {
		printf("no locale with a decimal comma: not tested\n");
		return;
	}
	doubles_are_as_listed();
}
END_TEST

START_TEST(doubles_that_are_not_finite_are_null_in_json)
{
	ck_assert_str_eq(number(NAN, E2E_TL_JSON), "null");
	ck_assert_str_eq(number(INFINITY, E2E_TL_JSON), "null");
	ck_assert_str_eq(number(-INFINITY, E2E_TL_JSON), "null");
	ck_assert_str_eq(number(NAN, E2E_TL_TEXT), "nan");
	ck_assert_str_eq(number(INFINITY, E2E_TL_TEXT), "inf");
	ck_assert_str_eq(number(-INFINITY, E2E_TL_TEXT), "-inf");
}
END_TEST

/* The digits of TEXT that count: neither zeros in front nor those at the end. */
static int
digits_of(const char *text)
{
	int n = 0, zeros = 0;

	for (; *text != '\0' && *text != 'e'; text++) {
		if (*text < '0' || *text > '9' || (n == 0 && *text == '0'))
			continue;
		zeros = *text == '0' ? zeros + 1 : 0;
		n++;
	}
	return n - zeros;
}

/* Reads back to the same bits, and nothing with fewer digits does. */
static void
is_shortest(double x)
{
	const char *text = number(x, E2E_TL_JSON);
	double back = strtod(text, NULL);
	int digits = digits_of(text);
	char shorter[400];

	if (memcmp(&back, &x, sizeof x) != 0)
		ck_abort_msg("%a is shown as %s", x, text);
	if (digits < 2)
		return;
	snprintf(shorter, sizeof shorter, "%.*g", digits - 1, x);
	if (strtod(shorter, NULL) == x)
		ck_abort_msg("%a is shown as %s, but %s suffices", x, text, shorter);
}

START_TEST(doubles_read_back_and_are_the_shortest_that_do)
{
	uint64_t rounds = tl_rounds(100000), seed = tl_seed();

	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t bits = tu_next(&seed);
		double x;

		memcpy(&x, &bits, sizeof x);
		if (isnormal(x))
			is_shortest(x);
		is_shortest((double)(int64_t)(bits % 360000000) / 1000000 - 180);
	}
}
END_TEST

/* Subnormal numbers have fewer digits. */
START_TEST(least_doubles_are_shown_with_no_more_digits_than_they_need)
{
	is_shortest(DBL_MIN / 2);
	is_shortest(1e-310);
	is_shortest(5e-324);
	ck_assert_str_eq(number(5e-324, E2E_TL_JSON), "5e-324");
}
END_TEST

/* ---- JSON ------------------------------------------------------------------------------ */

static const char *json_value(const char *p);

static const char *
json_string(const char *p)
{
	for (p++; *p != '"'; p++) {
		if ((unsigned char)*p < 0x20)
			ck_abort_msg("a control character or the end inside a string");
		if (*p != '\\')
			continue;
		p++;
		if (*p == 'u') {
			if (strspn(p + 1, "0123456789abcdef") < 4)
				ck_abort_msg("a bad escape");
			p += 4;
		} else if (*p == '\0' || strchr("\"\\/bfnrt", *p) == NULL) {
			ck_abort_msg("a bad escape");
		}
	}
	return p + 1;
}

static const char *
json_digits(const char *p)
{
	size_t n = strspn(p, "0123456789");

	if (n == 0)
		ck_abort_msg("no digit at %.20s", p);
	return p + n;
}

static const char *
json_number(const char *p)
{
	const char *from;

	p += *p == '-';
	from = p;
	p = json_digits(p);
	if (*from == '0' && p != from + 1)
		ck_abort_msg("a number begins with 0");
	if (*p == '.')
		p = json_digits(p + 1);
	if (*p == 'e' || *p == 'E')
		p = json_digits(p + 1 + (p[1] == '+' || p[1] == '-'));
	return p;
}

/* Values between BEGIN, which P points at, and END, each after its name in objects. */
static const char *
json_list(const char *p, char end)
{
	if (*++p == end)
		return p + 1;
	for (;; p++) {
		if (end == '}') {
			if (*p != '"')
				ck_abort_msg("no name at %.20s", p);
			p = json_string(p);
			if (*p++ != ':')
				ck_abort_msg("no colon at %.20s", p);
		}
		p = json_value(p);
		if (*p == end)
			return p + 1;
		if (*p != ',')
			ck_abort_msg("no comma at %.20s", p);
	}
}

static const char *
json_value(const char *p)
{
	static const char *const words[] = { "true", "null" };

	if (*p == '{' || *p == '[')
		return json_list(p, *p == '{' ? '}' : ']');
	if (*p == '"')
		return json_string(p);
	for (size_t i = 0; i < TL_N(words); i++) {
		if (strncmp(p, words[i], 4) == 0)
			return p + 4;
	}
	return json_number(p);
}

START_TEST(random_objects_are_json_in_utf_8)
{
	uint64_t rounds = tl_rounds(100000) / 5 + 1, first = tl_seed();
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t seed = first + i;
		uint32_t ctor = tl_info_at((size_t)(tu_next(&seed) % tl_count())).ctor;
		char head[64];
		size_t n;

		pool.used = 0;
		n = show(tl_random(&pool, &seed, ctor, (uint32_t)tu_next(&seed) & tl_flags(ctor)),
		         E2E_TL_JSON);
		snprintf(head, sizeof head, "{\"_\":\"%s\"", e2e_tl_name(ctor));
		if (strncmp(shown, head, strlen(head)) != 0)
			ck_abort_msg("%.60s", shown);
		if (json_value(shown) != shown + n)
			ck_abort_msg("something after the object: %s", json_value(shown));
		if (e2e_utf8_check((const uint8_t *)shown, n) != 1 || strchr(shown, '\n') != NULL)
			ck_abort_msg("not one line of UTF-8");
		n = show(tl_random(&pool, &seed, ctor, tl_flags(ctor)), E2E_TL_TEXT);
		if (e2e_utf8_check((const uint8_t *)shown, n) != 1)
			ck_abort_msg("text that is not UTF-8");
	}
	tl_pool_close(&pool);
}
END_TEST

TCase *
tl_case_print_values(void)
{
	TCase *tc = tcase_create("values");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, strings_are_escaped);
	tcase_add_test(tc, each_odd_byte_of_a_string_is_replaced);
	tcase_add_test(tc, doubles_are_short);
	tcase_add_test(tc, doubles_have_a_point_in_every_locale);
	tcase_add_test(tc, doubles_that_are_not_finite_are_null_in_json);
	tcase_add_test(tc, doubles_read_back_and_are_the_shortest_that_do);
	tcase_add_test(tc, least_doubles_are_shown_with_no_more_digits_than_they_need);
	tcase_add_test(tc, random_objects_are_json_in_utf_8);
	return tc;
}
