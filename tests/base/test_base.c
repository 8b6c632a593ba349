/* SPDX-License-Identifier: ISC */
/* libe2e/base: what is below the cryptography. */
#include "config.h"

#include "tests/util/testutil.h"

#include "base/align.h"
#include "base/arena.h"
#include "base/ct.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/num.h"
#include "base/wipe.h"

#include <stdalign.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Numbers at which a carry, a sign or a byte changes. */
static const uint32_t edge[] = {
	0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7ffffffe,
	0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff,
};

/* ---- wipe.h ------------------------------------------------------------------ */

START_TEST(wipes_exactly_n_bytes)
{
	uint8_t buffer[70];
	size_t n;

	for (n = 0; n <= 64; n++) {
		memset(buffer, 0xa5, sizeof buffer);
		e2e_i_wipe(buffer + 3, n);
		ck_assert(tu_all_zero(buffer + 3, n));
		ck_assert_uint_eq(buffer[2], 0xa5);
		ck_assert_uint_eq(buffer[3 + n], 0xa5);
	}
	e2e_i_wipe(NULL, 0);
}
END_TEST

START_TEST(public_wipe_wipes_up_to_the_end)
{
	uint8_t *p = tu_guarded(100);

	memset(p, 0xa5, 100);
	e2e_wipe(p, 100);
	ck_assert(tu_all_zero(p, 100));
	e2e_wipe(NULL, 0);
	tu_guarded_free(p, 100);
}
END_TEST

/* ---- ct.h ---------------------------------------------------------------------- */

static void
check_pair(uint32_t a, uint32_t b)
{
	ck_assert_uint_eq(e2e_i_ct_eq(a, b), a == b);
	ck_assert_uint_eq(e2e_i_ct_lt(a, b), a < b);
	ck_assert_uint_eq(e2e_i_ct_le(a, b), a <= b);
}

START_TEST(number_helpers_agree_with_the_operators_at_edges)
{
	size_t i, j;

	for (i = 0; i < COUNT(edge); i++) {
		ck_assert_uint_eq(e2e_i_ct_is_zero(edge[i]), edge[i] == 0);
		for (j = 0; j < COUNT(edge); j++)
			check_pair(edge[i], edge[j]);
	}
	for (i = 0; i < 32; i++)
		ck_assert_uint_eq(e2e_i_ct_is_zero((uint32_t)1 << i), 0);
}
END_TEST

START_TEST(number_helpers_agree_with_the_operators_at_random)
{
	uint64_t seed = 1;
	int i;

	for (i = 0; i < 100000; i++) {
		uint64_t draw = tu_next(&seed);
		uint32_t a = (uint32_t)draw;
		uint32_t b = (uint32_t)(draw >> 32);

		ck_assert_uint_eq(e2e_i_ct_is_zero(a), a == 0);
		check_pair(a, b);
		check_pair(a, a);
		check_pair(a, a + 1);
		check_pair(a, a - 1);
	}
}
END_TEST

START_TEST(equal_sees_every_bit_of_every_byte)
{
	uint8_t p[40], *q;
	uint64_t seed = 2;
	size_t n, bit;

	tu_fill(&seed, p, sizeof p);
	for (n = 0; n <= sizeof p; n++) {
		q = tu_guarded_copy(p, n);
		ck_assert_uint_eq(e2e_i_ct_equal(p, q, n), 1);
		for (bit = 0; bit < 8 * n; bit++) {
			q[bit / 8] ^= (uint8_t)(1u << bit % 8);
			ck_assert_uint_eq(e2e_i_ct_equal(p, q, n), 0);
			q[bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
		tu_guarded_free(q, n);
	}
}
END_TEST

START_TEST(less_orders_as_big_endian_numbers)
{
	static const uint8_t byte[] = { 0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff };
	uint8_t a[4] = { 0 }, b[4] = { 0 };
	uint64_t seed = 3;
	int i, at;
	size_t k;

	ck_assert_uint_eq(e2e_i_ct_less(a, b, 0), 0);
	for (i = 0; i < 200000; i++) {
		for (at = 0; at < 4; at++) {
			a[at] = byte[tu_next(&seed) % COUNT(byte)];
			b[at] = byte[tu_next(&seed) % COUNT(byte)];
		}
		for (k = 0; k <= 4; k++)
			ck_assert_uint_eq(e2e_i_ct_less(a, b, k), memcmp(a, b, k) < 0);
	}
}
END_TEST

START_TEST(less_orders_numbers_of_256_bytes)
{
	uint8_t a[256], b[256];
	uint64_t seed = 4;
	int i;

	for (i = 0; i < 5000; i++) {
		size_t at = tu_next(&seed) % sizeof a;

		tu_fill(&seed, a, sizeof a);
		memcpy(b, a, sizeof b);
		ck_assert_uint_eq(e2e_i_ct_less(a, b, sizeof a), 0);
		b[at] = (uint8_t)tu_next(&seed);
		memset(b + at + 1, i % 2 == 0 ? 0 : 0xff, sizeof b - at - 1);
		ck_assert_uint_eq(e2e_i_ct_less(a, b, sizeof a), memcmp(a, b, sizeof a) < 0);
		ck_assert_uint_eq(e2e_i_ct_less(b, a, sizeof a), memcmp(b, a, sizeof a) < 0);
	}
}
END_TEST

START_TEST(declassify_returns_its_argument)
{
	ck_assert_uint_eq(e2e_i_ct_declassify(0), 0);
	ck_assert_uint_eq(e2e_i_ct_declassify(1), 1);
}
END_TEST

/* ---- num.h ----------------------------------------------------------------------- */

static const size_t sizes[] = {
	0, 1, 2, 3, 255, 256, 65535, 65536, SIZE_MAX / 3, SIZE_MAX / 2 - 1, SIZE_MAX / 2,
	SIZE_MAX / 2 + 1, SIZE_MAX - 2, SIZE_MAX - 1, SIZE_MAX,
};

START_TEST(sums_and_products_say_when_they_do_not_fit)
{
	size_t i, j, out;

	for (i = 0; i < COUNT(sizes); i++) {
		for (j = 0; j < COUNT(sizes); j++) {
			size_t a = sizes[i], b = sizes[j], right;
			bool over;

			over = __builtin_add_overflow(a, b, &right);
			out = 7;
			ck_assert_int_eq(e2e_i_add(&out, a, b), !over);
			ck_assert_uint_eq(out, over ? 0 : right);
			over = __builtin_mul_overflow(a, b, &right);
			out = 7;
			ck_assert_int_eq(e2e_i_mul(&out, a, b), !over);
			ck_assert_uint_eq(out, over ? 0 : right);
		}
	}
}
END_TEST

START_TEST(products_of_neighbouring_divisors_are_exact)
{
	size_t a, out;

	for (a = 1; a < 5000; a++) {
		size_t most = SIZE_MAX / a;

		ck_assert(e2e_i_mul(&out, a, most));
		ck_assert_uint_eq(out, a * most);
		if (most < SIZE_MAX)
			ck_assert(!e2e_i_mul(&out, a, most + 1));
	}
}
END_TEST

START_TEST(rounds_up_to_the_next_multiple)
{
	size_t n, step;

	for (step = 1; step <= 20; step++) {
		for (n = 0; n <= 100; n++) {
			size_t got = e2e_i_round_up(n, step);

			ck_assert_uint_eq(got % step, 0);
			ck_assert(got >= n && got - n < step);
		}
	}
	ck_assert_uint_eq(e2e_i_round_up(SIZE_MAX - 16, 16), SIZE_MAX - 15);
}
END_TEST

START_TEST(numbers_are_read_and_written_in_their_order_at_any_address)
{
	static const uint8_t bytes[8] = { 0x81, 0x02, 0x03, 0x84, 0x05, 0x06, 0x07, 0xf8 };
	uint8_t buffer[16];
	size_t at;

	for (at = 0; at < 8; at++) {
		memset(buffer, 0, sizeof buffer);
		memcpy(buffer + at, bytes, 8);
		ck_assert_uint_eq(e2e_i_load_le32(buffer + at), 0x84030281);
		ck_assert_uint_eq(e2e_i_load_be32(buffer + at), 0x81020384);
		ck_assert(e2e_i_load_le64(buffer + at) == UINT64_C(0xf807060584030281));
		ck_assert(e2e_i_load_be64(buffer + at) == UINT64_C(0x81020384050607f8));
		memset(buffer, 0, sizeof buffer);
		e2e_i_store_le64(buffer + at, UINT64_C(0xf807060584030281));
		ck_assert_mem_eq(buffer + at, bytes, 8);
		memset(buffer, 0, sizeof buffer);
		e2e_i_store_le32(buffer + at, 0x84030281);
		ck_assert_mem_eq(buffer + at, bytes, 4);
		ck_assert_uint_eq(buffer[at + 4], 0);
	}
}
END_TEST

START_TEST(signed_numbers_have_the_same_bits)
{
	uint64_t seed = 5;
	size_t i;

	for (i = 0; i < COUNT(edge); i++) {
		int32_t right;

		memcpy(&right, &edge[i], sizeof right);
		ck_assert_int_eq(e2e_i_signed32(edge[i]), right);
	}
	ck_assert(e2e_i_signed64(0) == 0);
	ck_assert(e2e_i_signed64(UINT64_MAX) == -1);
	ck_assert(e2e_i_signed64(INT64_MAX) == INT64_MAX);
	ck_assert(e2e_i_signed64((uint64_t)INT64_MAX + 1) == INT64_MIN);
	for (i = 0; i < 1000; i++) {
		uint64_t x = tu_next(&seed);
		int64_t right;

		memcpy(&right, &x, sizeof right);
		ck_assert(e2e_i_signed64(x) == right);
	}
}
END_TEST

/* ---- arena.h ------------------------------------------------------------------------ */

START_TEST(arena_gives_zeroed_aligned_memory_that_does_not_overlap)
{
	alignas(E2E_I_ALIGN) uint8_t block[1024];
	struct e2e_i_arena arena;
	size_t n, used = 0;
	uint8_t *p;

	memset(block, 0xa5, sizeof block);
	e2e_i_arena_init(&arena, block, sizeof block);
	for (n = 0; n < 30; n++) {
		p = e2e_i_arena_alloc(&arena, n);
		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % E2E_I_ALIGN, 0);
		ck_assert(tu_all_zero(p, n));
		ck_assert(p >= block + used && n <= (size_t)(block + sizeof block - p));
		memset(p, 0xee, n);
		used = (size_t)(p - block) + n;
	}
}
END_TEST

START_TEST(arena_gives_all_its_room_and_no_more)
{
	struct e2e_i_arena arena;
	uint8_t *block = tu_guarded(4096);
	size_t room, i;

	for (room = 0; room <= 100; room++) {
		e2e_i_arena_init(&arena, block + 4096 - 112, room);
		ck_assert_ptr_null(e2e_i_arena_alloc(&arena, room + 1));
		ck_assert_ptr_null(e2e_i_arena_alloc(&arena, SIZE_MAX));
		ck_assert_ptr_null(e2e_i_arena_alloc(&arena, SIZE_MAX - 15));
		ck_assert_ptr_eq(e2e_i_arena_alloc(&arena, room), block + 4096 - 112);
		ck_assert_ptr_null(e2e_i_arena_alloc(&arena, 1));
		ck_assert_ptr_nonnull(e2e_i_arena_alloc(&arena, 0));
	}

	/* After a failure what is left can still be had. */
	e2e_i_arena_init(&arena, block, 4096);
	for (i = 0; i < 4096 / E2E_I_ALIGN; i++) {
		ck_assert_ptr_null(e2e_i_arena_alloc(&arena, 4097 - i * E2E_I_ALIGN));
		ck_assert_ptr_nonnull(e2e_i_arena_alloc(&arena, 1 + i % E2E_I_ALIGN));
	}
	ck_assert_ptr_null(e2e_i_arena_alloc(&arena, 1));
	tu_guarded_free(block, 4096);
}
END_TEST

START_TEST(arena_reset_wipes_what_was_given_and_begins_anew)
{
	alignas(E2E_I_ALIGN) uint8_t block[256];
	struct e2e_i_arena arena;
	uint8_t *p;

	memset(block, 0xa5, sizeof block);
	e2e_i_arena_init(&arena, block, sizeof block);
	p = e2e_i_arena_alloc(&arena, 100);
	memset(p, 0xee, 100);
	p = e2e_i_arena_alloc(&arena, 7);
	memset(p, 0xee, 7);
	e2e_i_arena_reset(&arena);
	ck_assert(tu_all_zero(block, 100));
	ck_assert(tu_all_zero(p, 7));
	ck_assert_uint_eq(block[255], 0xa5);
	ck_assert_ptr_eq(e2e_i_arena_alloc(&arena, 256), block);
	ck_assert(tu_all_zero(block, 256));
	ck_assert_ptr_null(e2e_i_arena_alloc(&arena, 1));
	e2e_i_arena_reset(&arena);
	e2e_i_arena_reset(&arena);
}
END_TEST

/* ---- pool.h --------------------------------------------------------------------------- */

/* In every block: what fits into the first, into a later one, and what gets one of its own. */
START_TEST(pool_gives_zeroed_aligned_memory)
{
	struct tu_memory memory = { 0 };
	struct e2e_allocator host, allocator;
	struct e2e_i_pool pool;
	uint8_t *p;
	size_t n;

	tu_allocator(&host, &memory);
	ck_assert_int_eq(e2e_i_mem_init(&allocator, &host), E2E_OK);
	e2e_i_pool_init(&pool, &allocator);
	for (n = 0; n < 20000; n += n < 100 ? 1 : 997) {
		p = e2e_i_pool_alloc(&pool, n);
		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % E2E_I_ALIGN, 0);
		ck_assert(tu_all_zero(p, n));
		memset(p, 0xee, n);
	}
	ck_assert_uint_ge(memory.live_blocks, 3);
	e2e_i_pool_reset(&pool);
	ck_assert_uint_eq(memory.live_blocks, 0);
}
END_TEST

/* ---- mem.h ---------------------------------------------------------------------------- */

START_TEST(memory_comes_zeroed_and_goes_wiped)
{
	struct tu_memory memory = { 0 };
	struct e2e_allocator host, allocator;
	uint8_t *p;
	size_t n;

	tu_allocator(&host, &memory);
	ck_assert_int_eq(e2e_i_mem_init(&allocator, &host), E2E_OK);
	for (n = 1; n < 300; n++) {
		p = e2e_i_mem_new(&allocator, n);
		ck_assert_ptr_nonnull(p);
		ck_assert(tu_all_zero(p, n));
		ck_assert_uint_eq(memory.live_bytes, n);
		memset(p, 0xee, n);
		e2e_i_mem_free(&allocator, p, n); /* tu_allocator looks whether it is zero */
		ck_assert_uint_eq(memory.live_blocks, 0);
	}
	e2e_i_mem_free(&allocator, NULL, 10);
	ck_assert_uint_eq(memory.calls, 299);
}
END_TEST

START_TEST(memory_that_cannot_be_had_is_null)
{
	struct tu_memory memory = { .fail_at = 2 };
	struct e2e_allocator host, allocator;
	void *p;

	tu_allocator(&host, &memory);
	ck_assert_int_eq(e2e_i_mem_init(&allocator, &host), E2E_OK);
	p = e2e_i_mem_new(&allocator, 10);
	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_null(e2e_i_mem_new(&allocator, 10));
	e2e_i_mem_free(&allocator, p, 10);
	ck_assert_uint_eq(memory.live_blocks, 0);
}
END_TEST

START_TEST(no_allocator_means_malloc)
{
	struct e2e_allocator allocator;
	uint8_t *p;

	ck_assert_int_eq(e2e_i_mem_init(&allocator, NULL), E2E_OK);
	p = e2e_i_mem_new(&allocator, 1000);
	ck_assert_ptr_nonnull(p);
	ck_assert(tu_all_zero(p, 1000));
	ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
	e2e_i_mem_free(&allocator, p, 1000);
}
END_TEST

START_TEST(rejects_half_an_allocator)
{
	struct tu_memory memory = { 0 };
	struct e2e_allocator host, allocator;

	tu_allocator(&host, &memory);
	host.alloc = NULL;
	ck_assert_int_eq(e2e_i_mem_init(&allocator, &host), E2E_ERR_ARGUMENT);
	tu_allocator(&host, &memory);
	host.free = NULL;
	ck_assert_int_eq(e2e_i_mem_init(&allocator, &host), E2E_ERR_ARGUMENT);
	tu_allocator(&host, &memory);
	host.size--;
	ck_assert_int_eq(e2e_i_mem_init(&allocator, &host), E2E_ERR_VERSION);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("base");
	TCase *tc = tcase_create("base");

	tcase_set_timeout(tc, 60); /* a busy machine */

	tcase_add_test(tc, wipes_exactly_n_bytes);
	tcase_add_test(tc, public_wipe_wipes_up_to_the_end);
	tcase_add_test(tc, number_helpers_agree_with_the_operators_at_edges);
	tcase_add_test(tc, number_helpers_agree_with_the_operators_at_random);
	tcase_add_test(tc, equal_sees_every_bit_of_every_byte);
	tcase_add_test(tc, less_orders_as_big_endian_numbers);
	tcase_add_test(tc, less_orders_numbers_of_256_bytes);
	tcase_add_test(tc, declassify_returns_its_argument);
	tcase_add_test(tc, sums_and_products_say_when_they_do_not_fit);
	tcase_add_test(tc, products_of_neighbouring_divisors_are_exact);
	tcase_add_test(tc, rounds_up_to_the_next_multiple);
	tcase_add_test(tc, numbers_are_read_and_written_in_their_order_at_any_address);
	tcase_add_test(tc, signed_numbers_have_the_same_bits);
	tcase_add_test(tc, arena_gives_zeroed_aligned_memory_that_does_not_overlap);
	tcase_add_test(tc, arena_gives_all_its_room_and_no_more);
	tcase_add_test(tc, arena_reset_wipes_what_was_given_and_begins_anew);
	tcase_add_test(tc, pool_gives_zeroed_aligned_memory);
	tcase_add_test(tc, memory_comes_zeroed_and_goes_wiped);
	tcase_add_test(tc, memory_that_cannot_be_had_is_null);
	tcase_add_test(tc, no_allocator_means_malloc);
	tcase_add_test(tc, rejects_half_an_allocator);
	suite_add_tcase(suite, tc);
	return tu_run(suite);
}
