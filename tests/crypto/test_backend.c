/* SPDX-License-Identifier: ISC */
/* e2e/backend.h: the contract every backend keeps, and what the library says of itself. */
#include "config.h"

#include "test_backend_shared.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- The built-in backends -------------------------------------------------------- */

START_TEST(there_is_a_default_backend_and_it_comes_first)
{
	const struct e2e_backend *backend = e2e_backend_by_name(NULL);

	ck_assert_ptr_nonnull(backend);
	ck_assert_ptr_eq(backend, e2e_backend_at(0));
}
END_TEST

START_TEST(built_in_backends_are_listed_once_and_found_by_name)
{
	size_t n = tu_builtin_count();
	size_t i, j;

	ck_assert_uint_ge(n, 1);
	for (i = 0; i < n; i++) {
		const struct e2e_backend *backend = e2e_backend_at(i);

		ck_assert(strcmp(backend->name, "nettle") == 0 ||
		          strcmp(backend->name, "gcrypt") == 0);
		ck_assert_ptr_eq(e2e_backend_by_name(backend->name), backend);
		for (j = 0; j < i; j++)
			ck_assert_str_ne(e2e_backend_at(j)->name, backend->name);
	}
	ck_assert_ptr_null(e2e_backend_at(n));
	ck_assert_ptr_null(e2e_backend_at(n + 1));
	ck_assert_ptr_null(e2e_backend_at(SIZE_MAX));
}
END_TEST

START_TEST(unknown_names_are_null)
{
	static const char *const name[] = {
		"", " ", "nettl", "nettle ", "nettle2", "Nettle", "gcryp", "gcrypt ",
		"libgcrypt", "openssl", "none", "default",
	};
	size_t i;

	for (i = 0; i < COUNT(name); i++)
		ck_assert_msg(e2e_backend_by_name(name[i]) == NULL, "\"%s\"", name[i]);
}
END_TEST

START_TEST(backends_are_complete)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);

	ck_assert_uint_eq(backend->size, sizeof *backend);
	ck_assert_uint_eq(backend->version, E2E_BACKEND_VERSION);
	ck_assert_ptr_nonnull(backend->name);
	ck_assert_uint_ne(strlen(backend->name), 0);
	ck_assert(backend->open != NULL && backend->close != NULL);
	ck_assert(backend->random != NULL && backend->hash != NULL);
	ck_assert(backend->ige != NULL && backend->modexp != NULL);
}
END_TEST

START_TEST(states_open_and_close_many_times_and_side_by_side)
{
	const struct e2e_backend *backend = tu_backend((size_t)_i);
	struct tb_raw raw[20];
	struct e2e_bytes part = { (const uint8_t *)"abc", 3 };
	uint8_t digest[E2E_SHA256_BYTES], first[E2E_SHA256_BYTES];
	size_t round, i;

	for (round = 0; round < 20; round++) {
		for (i = 0; i < COUNT(raw); i++)
			tb_raw_open(&raw[i], backend);
		for (i = 0; i < COUNT(raw); i++) {
			ck_assert_int_eq(backend->hash(raw[i].state, E2E_HASH_SHA256, digest,
			                               &part, 1), E2E_OK);
			if (round == 0 && i == 0)
				memcpy(first, digest, sizeof first);
			ck_assert_mem_eq(digest, first, sizeof first);
		}
		for (i = 0; i < COUNT(raw); i++)
			tb_raw_close(&raw[(i * 7) % COUNT(raw)]);
	}
}
END_TEST

/* ---- What the library says of itself ------------------------------------------------ */

static const int32_t result[] = {
	E2E_OK,
	E2E_ERR_ARGUMENT, E2E_ERR_NOMEM, E2E_ERR_STATE, E2E_ERR_LIMIT, E2E_ERR_BACKEND,
	E2E_ERR_STORE, E2E_ERR_VERSION,
	E2E_REFUSED_LENGTH, E2E_REFUSED_KEY_ID, E2E_REFUSED_FORGED, E2E_REFUSED_PRIME,
	E2E_REFUSED_GENERATOR, E2E_REFUSED_VALUE, E2E_REFUSED_SESSION, E2E_REFUSED_MSG_ID,
	E2E_REFUSED_SIZE, E2E_REFUSED_FINGERPRINT,
};

START_TEST(every_result_has_its_own_text)
{
	size_t i, j;

	for (i = 0; i < COUNT(result); i++) {
		const char *text = e2e_strerror(result[i]);
		size_t n;

		ck_assert_ptr_nonnull(text);
		n = strlen(text);
		ck_assert_uint_ge(n, 2);
		ck_assert_uint_le(n, 100);
		ck_assert_int_ne(text[n - 1], '.');
		ck_assert_ptr_eq(text, e2e_strerror(result[i]));
		for (j = 0; j < n; j++)
			ck_assert(text[j] >= ' ' && text[j] <= '~');
		for (j = 0; j < i; j++)
			ck_assert_str_ne(e2e_strerror(result[j]), text);
	}
}
END_TEST

START_TEST(unknown_results_have_a_text_too)
{
	static const int32_t unknown[] = {
		E2E_ERR_VERSION - 1, E2E_REFUSED_FINGERPRINT + 1, -1000, 1000, INT32_MIN,
		INT32_MAX,
	};
	size_t i, j;

	for (i = 0; i < COUNT(unknown); i++) {
		const char *text = e2e_strerror(unknown[i]);

		ck_assert_ptr_nonnull(text);
		ck_assert_uint_ne(strlen(text), 0);
		for (j = 0; j < COUNT(result); j++)
			ck_assert_str_ne(e2e_strerror(result[j]), text);
	}
}
END_TEST

START_TEST(version_is_three_numbers)
{
	const char *p = e2e_version();
	int numbers = 0;

	for (;;) {
		ck_assert_msg(*p >= '0' && *p <= '9', "\"%s\"", e2e_version());
		p += strspn(p, "0123456789");
		numbers++;
		if (*p != '.')
			break;
		p++;
	}
	ck_assert_int_eq(numbers, 3);
	ck_assert_int_eq(*p, '\0');
}
END_TEST

START_TEST(abi_version_does_not_change_while_it_runs)
{
	ck_assert_uint_lt(e2e_abi_version(), 1000);
	ck_assert_uint_eq(e2e_abi_version(), e2e_abi_version());
}
END_TEST

static TCase *
case_list(void)
{
	TCase *tc = tcase_create("list");
	int n = (int)tu_backend_count();

	tcase_add_test(tc, there_is_a_default_backend_and_it_comes_first);
	tcase_add_test(tc, built_in_backends_are_listed_once_and_found_by_name);
	tcase_add_test(tc, unknown_names_are_null);
	tcase_add_loop_test(tc, backends_are_complete, 0, n);
	tcase_add_loop_test(tc, states_open_and_close_many_times_and_side_by_side, 0, n);
	tcase_add_test(tc, every_result_has_its_own_text);
	tcase_add_test(tc, unknown_results_have_a_text_too);
	tcase_add_test(tc, version_is_three_numbers);
	tcase_add_test(tc, abi_version_does_not_change_while_it_runs);
	return tc;
}

int
main(void)
{
	Suite *suite = suite_create("backend");

	suite_add_tcase(suite, case_list());
	suite_add_tcase(suite, tb_case_hash());
	suite_add_tcase(suite, tb_case_random());
	suite_add_tcase(suite, tb_case_ige());
	suite_add_tcase(suite, tb_case_modexp());
	suite_add_tcase(suite, tb_case_context());
	suite_add_tcase(suite, tb_case_threads());
	suite_add_tcase(suite, tb_case_failing());
	return tu_run(suite);
}
