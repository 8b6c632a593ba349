/* SPDX-License-Identifier: ISC */
/* Pools, and all tests of the small structures of an account. */
#include "config.h"

#include "test_session_parts_shared.h"

#include "base/pool.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* ---- Pools ------------------------------------------------------------------------------ */

#define PIECES 3000

/* Each piece is zero when it comes, aligned, and nobody else's. */
START_TEST(pool_gives_pieces_of_their_own)
{
	static struct {
		uint8_t *p;
		size_t n;
	} piece[PIECES];
	struct parts_memory memory;
	struct e2e_i_pool pool;
	uint64_t seed = 5;

	parts_memory_init(&memory);
	e2e_i_pool_init(&pool, &memory.allocator);
	for (size_t i = 0; i < PIECES; i++) {
		size_t n = tu_next(&seed) % (i % 50 == 0 ? 20000 : 100);

		piece[i].p = e2e_i_pool_alloc(&pool, n);
		piece[i].n = n;
		ck_assert_ptr_nonnull(piece[i].p);
		ck_assert_uint_eq((uintptr_t)piece[i].p % 8, 0);
		ck_assert(tu_all_zero(piece[i].p, n));
		memset(piece[i].p, (int)(i % 255) + 1, n);
	}
	for (size_t i = 0; i < PIECES; i++) {
		for (size_t k = 0; k < piece[i].n; k++)
			PARTS_TRUE(piece[i].p[k] == i % 255 + 1);
	}
	e2e_i_pool_reset(&pool);
	ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(pool_grows_in_blocks)
{
	struct parts_memory memory;
	struct e2e_i_pool pool;

	parts_memory_init(&memory);
	e2e_i_pool_init(&pool, &memory.allocator);
	ck_assert_uint_eq(memory.calls, 0);
	for (int i = 0; i < 1000; i++)
		ck_assert_ptr_nonnull(e2e_i_pool_alloc(&pool, 8));
	ck_assert_uint_le(memory.calls, 3);
	e2e_i_pool_reset(&pool);
	e2e_i_pool_reset(&pool);
	ck_assert_uint_eq(memory.live, 0);
	ck_assert_ptr_nonnull(e2e_i_pool_alloc(&pool, 8)); /* as new */
	ck_assert_uint_eq(memory.live, 1);
	e2e_i_pool_reset(&pool);
}
END_TEST

START_TEST(pool_gives_a_pointer_for_nothing)
{
	struct parts_memory memory;
	struct e2e_i_pool pool;

	parts_memory_init(&memory);
	e2e_i_pool_init(&pool, &memory.allocator);
	ck_assert_ptr_nonnull(e2e_i_pool_alloc(&pool, 0));
	for (int i = 0; i < 2000; i++) {
		ck_assert_ptr_nonnull(e2e_i_pool_alloc(&pool, 8));
		ck_assert_ptr_nonnull(e2e_i_pool_alloc(&pool, 0));
	}
	e2e_i_pool_reset(&pool);
	ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(pool_copies_bytes)
{
	static const uint8_t text[] = "what is to be kept";
	struct e2e_bytes to = { text, 1 };
	struct parts_memory memory;
	struct e2e_i_pool pool;

	parts_memory_init(&memory);
	e2e_i_pool_init(&pool, &memory.allocator);
	ck_assert_int_eq(e2e_i_pool_copy(&pool, &to, (struct e2e_bytes){ text, 0 }), E2E_OK);
	ck_assert_ptr_nonnull(to.p);
	ck_assert_uint_eq(to.n, 0);
	ck_assert_int_eq(e2e_i_pool_copy(&pool, &to, (struct e2e_bytes){ NULL, 0 }), E2E_OK);
	ck_assert_ptr_nonnull(to.p);
	ck_assert_uint_eq(memory.calls, 0);
	ck_assert_int_eq(e2e_i_pool_copy(&pool, &to, (struct e2e_bytes){ text, sizeof text }),
	                 E2E_OK);
	ck_assert_ptr_ne(to.p, text);
	ck_assert_uint_eq(to.n, sizeof text);
	ck_assert_mem_eq(to.p, text, sizeof text);
	e2e_i_pool_reset(&pool);
}
END_TEST

START_TEST(pool_survives_having_no_memory)
{
	static const uint8_t text[3000];
	const struct e2e_bytes from = { text, sizeof text };
	struct parts_memory memory;
	struct e2e_i_pool pool;

	parts_memory_init(&memory);
	e2e_i_pool_init(&pool, &memory.allocator);
	for (size_t round = 0; round < 20; round++) {
		struct e2e_bytes to = { text, 1 };

		parts_fail(&memory, 1);
		ck_assert_ptr_null(e2e_i_pool_alloc(&pool, 10000));
		parts_fail(&memory, 1);
		if (e2e_i_pool_copy(&pool, &to, from) == E2E_OK) {
			ck_assert_uint_eq(memory.calls, 0); /* there was room */
		} else {
			ck_assert_ptr_nonnull(to.p);
			ck_assert_uint_eq(to.n, 0);
		}
		parts_fail(&memory, 0);
		ck_assert_ptr_nonnull(e2e_i_pool_alloc(&pool, 700));
	}
	parts_fail(&memory, 0);
	ck_assert_ptr_null(e2e_i_pool_alloc(&pool, SIZE_MAX));
	ck_assert_ptr_null(e2e_i_pool_alloc(&pool, SIZE_MAX - 7));
	ck_assert_ptr_null(e2e_i_pool_alloc(&pool, SIZE_MAX / 2 + 1));
	ck_assert_uint_eq(memory.calls, 0);
	e2e_i_pool_reset(&pool);
	ck_assert_uint_eq(memory.live, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("session_parts");
	TCase *pool = tcase_create("pool");

	tcase_add_test(pool, pool_gives_pieces_of_their_own);
	tcase_add_test(pool, pool_grows_in_blocks);
	tcase_add_test(pool, pool_gives_a_pointer_for_nothing);
	tcase_add_test(pool, pool_copies_bytes);
	tcase_add_test(pool, pool_survives_having_no_memory);
	suite_add_tcase(suite, pool);
	suite_add_tcase(suite, parts_case_list());
	suite_add_tcase(suite, parts_case_undo());
	suite_add_tcase(suite, parts_case_index());
	suite_add_tcase(suite, parts_case_rows());
	suite_add_tcase(suite, parts_case_saved());
	suite_add_tcase(suite, parts_case_items());
	return tu_run(suite);
}
