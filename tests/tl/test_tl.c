/* SPDX-License-Identifier: ISC */
/* Every constructor of the schemas there and back, and objects at random. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <string.h>

/* Encode, decode with the documented room, compare, encode again. */
static void
go_round(struct tl_pool *pool, const struct e2e_tl *object)
{
	struct e2e_tl_info info = tl_info(object->ctor);
	struct e2e_bytes first = tl_encode(pool, info.type, object), second;
	struct e2e_tl_got got;
	int32_t verdict = tl_decode(pool, &got, info.type, first);

	if (verdict != E2E_OK)
		ck_abort_msg("%s: %d", info.name, (int)verdict);
	if (!tl_same(object, got.object))
		ck_abort_msg("%s: another object", info.name);
	if (got.odd != 0 || got.unknown != 0 || got.rest.n != 0)
		ck_abort_msg("%s: odd %u", info.name, (unsigned)got.odd);
	second = tl_encode(pool, info.type, got.object);
	if (first.n != second.n || memcmp(first.p, second.p, first.n) != 0)
		ck_abort_msg("%s: other bytes", info.name);
	if (tl_decode(pool, &got, E2E_TYPE_ANY, first) != E2E_OK || !tl_same(object, got.object))
		ck_abort_msg("%s: not as any type", info.name);
}

/* Once with each of the bits of FLAGS alone, and the given ones. */
static void
go_round_with(struct tl_pool *pool, uint32_t ctor, uint32_t flags)
{
	uint64_t seed = ctor;

	for (int i = 0; i < 20; i++) {
		pool->used = 0;
		go_round(pool, tl_random(pool, &seed, ctor, flags));
	}
}

/* scenario 83: every constructor without an optional field */
START_TEST(every_constructor_round_trips_with_no_optional_field)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		go_round_with(&pool, tl_info_at(i).ctor, 0);
		pool.used = 0;
		go_round(&pool, tl_least(&pool, tl_info_at(i).ctor));
	}
	tl_pool_close(&pool);
}
END_TEST

/* scenario 83: every constructor with all optional fields */
START_TEST(every_constructor_round_trips_with_every_optional_field)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++)
		go_round_with(&pool, tl_info_at(i).ctor, tl_flags(tl_info_at(i).ctor));
	tl_pool_close(&pool);
}
END_TEST

/* scenario 83: every constructor with each optional field */
START_TEST(every_constructor_round_trips_with_each_single_optional_field)
{
	struct tl_pool pool;
	size_t with_flags = 0;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		uint32_t flags = tl_flags(tl_info_at(i).ctor);

		with_flags += flags != 0;
		for (uint32_t bit = 1; bit != 0; bit <<= 1) {
			if ((flags & bit) == 0)
				continue;
			go_round_with(&pool, tl_info_at(i).ctor, bit);
			go_round_with(&pool, tl_info_at(i).ctor, flags & ~bit);
		}
	}
	ck_assert_uint_gt(with_flags, 5);
	tl_pool_close(&pool);
}
END_TEST

/* A field whose flag is clear is not encoded, whatever its member holds. */
START_TEST(what_an_absent_member_holds_does_not_matter)
{
	struct e2e_tl_decrypted_message_73 m = { E2E_TL_DECRYPTED_MESSAGE_73, .random_id = 1 };
	struct e2e_tl wrong = { TL_STRANGE };
	struct e2e_bytes first, second;
	struct tl_pool pool;

	tl_pool_open(&pool);
	first = tl_encode(&pool, E2E_TYPE_ANY, (const struct e2e_tl *)(void *)&m);
	m.media = &wrong;
	m.entities = (struct e2e_tl_objects){ NULL, 1000 };
	m.via_bot_name = (struct e2e_bytes){ NULL, (size_t)1 << 24 };
	m.reply_to_random_id = 5;
	second = tl_encode(&pool, E2E_TYPE_ANY, (const struct e2e_tl *)(void *)&m);
	ck_assert_uint_eq(first.n, second.n);
	ck_assert_mem_eq(first.p, second.p, first.n);
	tl_pool_close(&pool);
}
END_TEST

static void
at_random(struct tl_pool *pool, uint64_t rounds, uint64_t first)
{
	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t seed = first + i;
		size_t which = (size_t)(tu_next(&seed) % tl_count());
		uint32_t ctor = tl_info_at(which).ctor;
		const struct e2e_tl *object;
		struct e2e_tl_got got;
		struct e2e_bytes a, b;

		pool->used = 0;
		object = tl_random(pool, &seed, ctor, (uint32_t)tu_next(&seed) & tl_flags(ctor));
		a = tl_encode(pool, E2E_TYPE_ANY, object);
		if (tl_decode(pool, &got, E2E_TYPE_ANY, a) != E2E_OK
		    || !tl_same(object, got.object))
			ck_abort_msg("E2E_SEED=%llu E2E_ROUNDS=1: %s",
			             (unsigned long long)(first + i), e2e_tl_name(ctor));
		b = tl_encode(pool, E2E_TYPE_ANY, got.object);
		if (a.n != b.n || memcmp(a.p, b.p, a.n) != 0)
			ck_abort_msg("E2E_SEED=%llu E2E_ROUNDS=1: %s encodes otherwise",
			             (unsigned long long)(first + i), e2e_tl_name(ctor));
	}
}

/* scenario 83: objects of random contents */
START_TEST(random_objects_come_back_the_same)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	at_random(&pool, tl_rounds(100000), tl_seed());
	tl_pool_close(&pool);
}
END_TEST

/* The comparison of these tests sees a change in any field. */
START_TEST(comparison_sees_every_changed_byte)
{
	struct tl_pool pool;
	uint64_t seed = 5;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		uint32_t ctor = tl_info_at(i).ctor;
		struct e2e_tl *object, *copy;

		for (uint32_t k = 0; k < tl_info_at(i).n_fields; k++) {
			struct e2e_tl_field_info f = tl_field(ctor, k);
			uint64_t kept;

			if (f.kind != E2E_TL_KIND_INT && f.kind != E2E_TL_KIND_LONG)
				continue;
			pool.used = 0;
			object = tl_random(&pool, &seed, ctor, tl_flags(ctor));
			copy = tl_new(&pool, tl_info_at(i).struct_bytes);
			memcpy(copy, object, tl_info_at(i).struct_bytes);
			ck_assert(tl_same(object, copy));
			kept = tl_encode(&pool, E2E_TYPE_ANY, object).n;
			((uint8_t *)copy)[f.offset] ^= 1;
			ck_assert(!tl_same(object, copy));
			ck_assert_uint_eq(tl_encode(&pool, E2E_TYPE_ANY, copy).n, kept);
		}
	}
	tl_pool_close(&pool);
}
END_TEST

static TCase *
case_round(void)
{
	TCase *tc = tcase_create("round");

	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, every_constructor_round_trips_with_no_optional_field);
	tcase_add_test(tc, every_constructor_round_trips_with_every_optional_field);
	tcase_add_test(tc, every_constructor_round_trips_with_each_single_optional_field);
	tcase_add_test(tc, what_an_absent_member_holds_does_not_matter);
	tcase_add_test(tc, random_objects_come_back_the_same);
	tcase_add_test(tc, comparison_sees_every_changed_byte);
	return tc;
}

int
main(void)
{
	Suite *suite = suite_create("tl");

	suite_add_tcase(suite, case_round());
	suite_add_tcase(suite, tl_case_tables());
	suite_add_tcase(suite, tl_case_put());
	suite_add_tcase(suite, tl_case_get());
	suite_add_tcase(suite, tl_case_limits());
	suite_add_tcase(suite, tl_case_memory());
	suite_add_tcase(suite, tl_case_unknown());
	suite_add_tcase(suite, tl_case_odd());
	suite_add_tcase(suite, tl_case_flags());
	suite_add_tcase(suite, tl_case_print());
	suite_add_tcase(suite, tl_case_print_values());
	suite_add_tcase(suite, tl_case_utf8());
	return tu_run(suite);
}
