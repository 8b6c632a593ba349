/* SPDX-License-Identifier: ISC */
/* Reading bytes that are cut or changed, and arguments that are wrong. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <string.h>

/* The encoding of one object of each constructor, with every optional field. */
static struct e2e_bytes
example(struct tl_pool *pool, size_t index)
{
	uint32_t ctor = tl_info_at(index).ctor;
	uint64_t seed = ctor;

	return tl_encode(pool, E2E_TYPE_ANY, tl_random(pool, &seed, ctor, tl_flags(ctor)));
}

/* The documented room, ending at a guard page. */
START_TEST(decodes_between_guard_pages_in_the_documented_room)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_tl_got got = E2E_TL_GOT_INIT;
		struct e2e_bytes bytes;
		uint8_t *in, *memory;
		size_t room;

		pool.used = 0;
		bytes = example(&pool, i);
		room = E2E_TL_ROOM(bytes.n);
		ck_assert_uint_eq(room % 8, 0);
		in = tu_guarded_copy(bytes.p, bytes.n);
		memory = tu_guarded(room);
		ck_assert_int_eq(e2e_tl_get(&got, memory, room, tl_info_at(i).type, in, bytes.n,
		                            NULL), E2E_OK);
		ck_assert_uint_eq(tl_encode(&pool, E2E_TYPE_ANY, got.object).n, bytes.n);
		tu_guarded_free(memory, room);
		tu_guarded_free(in, bytes.n);
	}
	tl_pool_close(&pool);
}
END_TEST

/* scenario 78: the object, its first bytes only, and more bytes than it has */
START_TEST(refuses_every_object_cut_anywhere_or_with_bytes_left_over)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_tl_got got;
		struct e2e_bytes bytes;
		size_t used;
		uint8_t *in;

		pool.used = 0;
		bytes = example(&pool, i);
		used = pool.used;
		in = tu_guarded(bytes.n + 4);
		for (size_t n = 0; n <= bytes.n + 4; n++) {
			uint8_t *at = in + bytes.n + 4 - n;
			int32_t want = n == bytes.n ? E2E_OK : E2E_REFUSED_TL;

			pool.used = used;
			memset(at, 0, n);
			memcpy(at, bytes.p, n < bytes.n ? n : bytes.n);
			if (tl_decode(&pool, &got, E2E_TYPE_ANY, (struct e2e_bytes){ at, n })
			    != want || (got.object != NULL) != (want == E2E_OK))
				ck_abort_msg("%s, %zu of %zu bytes", tl_info_at(i).name, n,
				             bytes.n);
		}
		tu_guarded_free(in, bytes.n + 4);
	}
	tl_pool_close(&pool);
}
END_TEST

/* What is taken in spite of the change is encoded and decoded to the same object. */
static void
settle(struct tl_pool *pool, const struct e2e_tl *object, size_t n)
{
	struct e2e_bytes bytes = tl_encode(pool, E2E_TYPE_ANY, object);
	struct e2e_tl_got got;

	if (bytes.n > n)
		ck_abort_msg("%zu bytes became %zu", n, bytes.n);
	if (tl_decode(pool, &got, E2E_TYPE_ANY, bytes) != E2E_OK || !tl_same(object, got.object))
		ck_abort_msg("another object after encoding");
}

START_TEST(takes_or_refuses_every_flipped_bit_and_stays_stable)
{
	size_t taken = 0, refused = 0, unknown = 0;
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_bytes bytes;
		size_t used;
		uint8_t *in;

		pool.used = 0;
		bytes = example(&pool, i);
		used = pool.used;
		in = tu_guarded_copy(bytes.p, bytes.n);
		for (size_t bit = 0; bit < bytes.n * 8; bit++) {
			struct e2e_tl_got got;
			int32_t err;

			pool.used = used;
			in[bit / 8] ^= (uint8_t)(1 << bit % 8);
			err = tl_decode(&pool, &got, E2E_TYPE_ANY,
			                (struct e2e_bytes){ in, bytes.n });
			if (err == E2E_OK)
				settle(&pool, got.object, bytes.n);
			else if (err != E2E_REFUSED_TL && err != E2E_REFUSED_UNKNOWN)
				ck_abort_msg("%s, bit %zu: %d", tl_info_at(i).name, bit, (int)err);
			taken += err == E2E_OK;
			refused += err == E2E_REFUSED_TL;
			unknown += err == E2E_REFUSED_UNKNOWN;
			in[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		tu_guarded_free(in, bytes.n);
	}
	ck_assert_uint_gt(taken, 10000);
	ck_assert_uint_gt(refused, 1000);
	ck_assert_uint_gt(unknown, 32 * tl_count());
	tl_pool_close(&pool);
}
END_TEST

/* A constructor stands only where its type is wanted. */
START_TEST(refuses_constructors_of_another_type)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		for (uint32_t type = 0; type < tl_types(); type++) {
			bool fits = type == E2E_TYPE_ANY || type == tl_info_at(i).type;
			struct e2e_tl_got got;

			pool.used = 0;
			ck_assert_int_eq(tl_decode(&pool, &got, type, example(&pool, i)),
			                 fits ? E2E_OK : E2E_REFUSED_TL);
			ck_assert(fits == (got.object != NULL));
		}
	}
	tl_pool_close(&pool);
}
END_TEST

/* scenario 78: a wrapper inside a wrapper */
START_TEST(refuses_a_wrapper_inside_a_wrapper)
{
	struct tl_wire w = { 0 };
	struct tl_pool pool;
	struct e2e_tl_got got;

	tl_pool_open(&pool);
	for (int i = 0; i < 100; i++) {
		tl_u32(&w, E2E_TL_DECRYPTED_MESSAGE_LAYER);
		tl_string(&w, "random bytes...");
		tl_u32(&w, 144);
		tl_u32(&w, 0);
		tl_u32(&w, 0);
	}
	ck_assert_int_eq(tl_decode(&pool, &got, E2E_TYPE_ANY, tl_bytes(&w)), E2E_REFUSED_TL);
	tl_pool_close(&pool);
}
END_TEST

START_TEST(rejects_a_type_that_there_is_not)
{
	static const uint8_t bytes[4] = { 0xb5, 0x75, 0x72, 0x99 }; /* boolTrue */
	static _Alignas(8) uint8_t memory[64];
	uint32_t wrong[] = { tl_types(), tl_types() + 1, 255, 256, UINT32_MAX };

	for (size_t i = 0; i < TL_N(wrong); i++) {
		struct e2e_tl_got got = E2E_TL_GOT_INIT;

		ck_assert_int_eq(e2e_tl_get(&got, memory, sizeof memory, wrong[i], bytes, 4, NULL),
		                 E2E_ERR_ARGUMENT);
		ck_assert_ptr_null(got.object);
		ck_assert_int_eq(e2e_tl_check(wrong[i], bytes, 4, NULL), E2E_ERR_ARGUMENT);
	}
	ck_assert_int_eq(e2e_tl_check(E2E_TYPE_BOOL, bytes, 4, NULL), E2E_OK);
}
END_TEST

START_TEST(rejects_memory_that_is_not_aligned)
{
	static const uint8_t bytes[4] = { 0xb5, 0x75, 0x72, 0x99 };
	static _Alignas(16) uint8_t memory[128];

	for (size_t off = 0; off <= 16; off++) {
		struct e2e_tl_got got = E2E_TL_GOT_INIT;

		ck_assert_int_eq(e2e_tl_get(&got, memory + off, 64, E2E_TYPE_ANY, bytes, 4, NULL),
		                 off % 8 == 0 ? E2E_OK : E2E_ERR_ARGUMENT);
		ck_assert((got.object != NULL) == (off % 8 == 0));
	}
}
END_TEST

START_TEST(rejects_structs_of_another_size)
{
	static const uint8_t bytes[4] = { 0xb5, 0x75, 0x72, 0x99 };
	static _Alignas(8) uint8_t memory[64];
	struct e2e_tl_limits limits = E2E_TL_LIMITS_INIT;
	struct e2e_tl_got got = E2E_TL_GOT_INIT;

	got.size--;
	ck_assert_int_eq(e2e_tl_get(&got, memory, 64, 0, bytes, 4, NULL), E2E_ERR_VERSION);
	got.size = 0;
	ck_assert_int_eq(e2e_tl_get(&got, memory, 64, 0, bytes, 4, NULL), E2E_ERR_VERSION);
	got.size = sizeof got;
	limits.size--;
	ck_assert_int_eq(e2e_tl_get(&got, memory, 64, 0, bytes, 4, &limits), E2E_ERR_VERSION);
	ck_assert_int_eq(e2e_tl_check(0, bytes, 4, &limits), E2E_ERR_VERSION);
	limits.size = sizeof limits;
	ck_assert_int_eq(e2e_tl_get(&got, memory, 64, 0, bytes, 4, &limits), E2E_OK);
	ck_assert_int_eq(e2e_tl_check(0, bytes, 4, &limits), E2E_OK);
}
END_TEST

START_TEST(takes_no_bytes_at_all_as_no_object)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;

	ck_assert_int_eq(e2e_tl_get(&got, NULL, 0, 0, NULL, 0, NULL), E2E_REFUSED_TL);
	ck_assert_int_eq(e2e_tl_check(0, NULL, 0, NULL), E2E_REFUSED_TL);
	ck_assert_int_eq(e2e_utf8_check(NULL, 0), 1);
}
END_TEST

/* Every member of OBJECT and of what is in it that says where bytes or elements are says so. */
static void
points_somewhere(const struct e2e_tl *object)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;

	ck_assert_int_eq(e2e_tl_info_get(&info, object->ctor), E2E_OK);
	for (uint32_t i = 0; i < info.n_fields; i++) {
		struct e2e_tl_field_info f = E2E_TL_FIELD_INFO_INIT;
		const uint8_t *member;
		const void *p;

		ck_assert_int_eq(e2e_tl_field_get(&f, object->ctor, i), E2E_OK);
		member = (const uint8_t *)object + f.offset;
		if (f.kind < E2E_TL_KIND_STRING || f.kind == E2E_TL_KIND_TRUE)
			continue;
		memcpy(&p, member, sizeof p); /* the pointer comes first in all of them */
		if (f.kind == E2E_TL_KIND_OBJECT && p != NULL)
			points_somewhere(p);
		else if (f.kind != E2E_TL_KIND_OBJECT)
			ck_assert_msg(p != NULL, "%s.%s", info.name, f.name);
	}
}

/* Hosts bind spans as they are, and bytes that are not there must not become something else. */
START_TEST(has_no_span_that_is_null)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < 2 * tl_count(); i++) {
		uint32_t ctor = tl_info_at(i / 2).ctor;
		uint64_t seed = i;
		struct e2e_tl_got got;
		struct e2e_bytes bytes;

		pool.used = 0;
		bytes = tl_encode(&pool, E2E_TYPE_ANY,
		                  tl_random(&pool, &seed, ctor, i % 2 == 0 ? 0 : tl_flags(ctor)));
		ck_assert_int_eq(tl_decode(&pool, &got, E2E_TYPE_ANY, bytes), E2E_OK);
		points_somewhere(got.object);
		ck_assert_ptr_nonnull(got.rest.p);
		if (bytes.n == 4)
			continue;
		/* the same where an unknown constructor ends it early, wherever that is */
		for (size_t at = 4; at + 4 <= bytes.n; at += 4) {
			uint8_t *copy = tl_new(&pool, bytes.n);

			memcpy(copy, bytes.p, bytes.n);
			memset(copy + at, 0xee, 4);
			if (tl_decode(&pool, &got, E2E_TYPE_ANY,
			              (struct e2e_bytes){ copy, bytes.n }) == E2E_REFUSED_UNKNOWN)
				points_somewhere(got.object);
		}
	}
	tl_pool_close(&pool);
}
END_TEST

TCase *
tl_case_get(void)
{
	TCase *tc = tcase_create("get");

	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, decodes_between_guard_pages_in_the_documented_room);
	tcase_add_test(tc, refuses_every_object_cut_anywhere_or_with_bytes_left_over);
	tcase_add_test(tc, takes_or_refuses_every_flipped_bit_and_stays_stable);
	tcase_add_test(tc, refuses_constructors_of_another_type);
	tcase_add_test(tc, refuses_a_wrapper_inside_a_wrapper);
	tcase_add_test(tc, rejects_a_type_that_there_is_not);
	tcase_add_test(tc, rejects_memory_that_is_not_aligned);
	tcase_add_test(tc, rejects_structs_of_another_size);
	tcase_add_test(tc, takes_no_bytes_at_all_as_no_object);
	tcase_add_test(tc, has_no_span_that_is_null);
	return tc;
}
