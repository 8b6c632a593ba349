/* SPDX-License-Identifier: ISC */
/* How much memory the bytes of a stranger can take: never more than E2E_TL_ROOM. */
#include "config.h"

#include "tests/util/tlutil.h"

#include "tl/room.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_MAX ((size_t)1 << 20)

static uint8_t *memory;

static void
open_memory(void)
{
	memory = malloc(ROOM_MAX);
	ck_assert_ptr_nonnull(memory);
}

static void
close_memory(void)
{
	free(memory);
}

static int32_t
get_in(size_t room, struct e2e_bytes bytes)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;

	return e2e_tl_get(&got, memory, room, E2E_TYPE_ANY, bytes.p, bytes.n, NULL);
}

/* The least room with another verdict than LIMIT, found by halving. */
static size_t
need(struct e2e_bytes bytes)
{
	size_t low = 0, high = ROOM_MAX;

	if (get_in(high, bytes) == E2E_ERR_LIMIT)
		ck_abort_msg("%zu bytes do not fit in %zu", bytes.n, high);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (get_in(middle, bytes) == E2E_ERR_LIMIT)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What is measured beforehand is what is NEEDED, but for the end of the last object. */
static void
measured(const char *what, struct e2e_bytes bytes, size_t needed)
{
	size_t room;
	int32_t verdict = e2e_i_tl_room(&room, E2E_TYPE_ANY, bytes.p, bytes.n, NULL);

	if (room < needed || room - needed >= 8)
		ck_abort_msg("%s: %zu bytes take %zu, and %zu were measured", what, bytes.n, needed,
		             room);
	ck_assert_int_eq(get_in(room, bytes), verdict);
}

static void
fits(const char *what, struct e2e_bytes bytes)
{
	size_t needed = need(bytes);

	if (needed > E2E_TL_ROOM(bytes.n))
		ck_abort_msg("%s: %zu bytes take %zu, E2E_TL_ROOM is %zu", what, bytes.n, needed,
		             E2E_TL_ROOM(bytes.n));
	ck_assert_int_eq(get_in(E2E_TL_ROOM(bytes.n), bytes),
	                 e2e_tl_check(0, bytes.p, bytes.n, NULL));
	measured(what, bytes, needed);
}

START_TEST(least_object_of_every_constructor_fits)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		pool.used = 0;
		fits(tl_info_at(i).name,
		     tl_encode(&pool, 0, tl_least(&pool, tl_info_at(i).ctor)));
	}
	tl_pool_close(&pool);
}
END_TEST

/* An object of CTOR whose vector F has N times the least object of ELEMENT. */
static struct e2e_bytes
many(struct tl_pool *pool, uint32_t ctor, struct e2e_tl_field_info f, uint32_t element, size_t n)
{
	struct e2e_tl *object = tl_least(pool, ctor);
	const struct e2e_tl **v = tl_new(pool, n * sizeof *v);
	struct e2e_tl_objects vector = { v, n };

	for (size_t i = 0; i < n; i++)
		v[i] = tl_least(pool, element);
	memcpy((uint8_t *)object + f.offset, &vector, sizeof vector);
	for (uint32_t i = 0; i < tl_info(ctor).n_fields; i++) {
		if (tl_field(ctor, i).kind == E2E_TL_KIND_FLAGS)
			memcpy((uint8_t *)object + tl_field(ctor, i).offset, &f.flag,
			       sizeof f.flag);
	}
	return tl_encode(pool, 0, object);
}

/* Calls FITS for every vector in the schemas and every constructor in it. */
static void
every_vector(void (*try)(struct tl_pool *pool, uint32_t ctor, struct e2e_tl_field_info f,
                         uint32_t element))
{
	struct tl_pool pool;
	size_t tried = 0;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_tl_info info = tl_info_at(i);

		for (uint32_t k = 0; k < info.n_fields; k++) {
			struct e2e_tl_field_info f = tl_field(info.ctor, k);

			if (f.kind != E2E_TL_KIND_OBJECTS)
				continue;
			for (size_t e = 0; e < tl_ctors_of(f.type); e++, tried++) {
				pool.used = 0;
				try(&pool, info.ctor, f, tl_ctor_of(f.type, e));
			}
		}
	}
	ck_assert_uint_gt(tried, 30);
	tl_pool_close(&pool);
}

static void
try_many(struct tl_pool *pool, uint32_t ctor, struct e2e_tl_field_info f, uint32_t element)
{
	for (size_t n = 0; n <= 200; n += n < 20 ? 1 : 60)
		fits(e2e_tl_name(element), many(pool, ctor, f, element, n));
}

START_TEST(vectors_of_the_least_elements_fit)
{
	every_vector(try_many);
}
END_TEST

/* Where the count of the only vector in BYTES stands. */
static uint8_t *
count_in(struct e2e_bytes bytes)
{
	static const uint8_t id[4] = { 0x15, 0xc4, 0xb5, 0x1c };

	for (size_t i = 0; i + 8 <= bytes.n; i += 4) {
		if (memcmp(bytes.p + i, id, 4) == 0)
			return memory + ROOM_MAX / 2 + i + 4;
	}
	ck_abort_msg("no vector");
	return NULL;
}

/* As many as the rest of the input could have of the least element, and one unknown. */
static void
try_count(struct tl_pool *pool, uint32_t ctor, struct e2e_tl_field_info f, uint32_t element)
{
	struct e2e_bytes bytes = many(pool, ctor, f, element, 150), lie;
	size_t room = E2E_TL_ROOM(bytes.n);

	for (uint32_t count = 150; count < 5000; count += 25) {
		int32_t checked;
		uint8_t *at;

		lie = (struct e2e_bytes){ memory + ROOM_MAX / 2, bytes.n };
		memcpy(memory + ROOM_MAX / 2, bytes.p, bytes.n);
		at = count_in(bytes);
		at[0] = (uint8_t)count;
		at[1] = (uint8_t)(count >> 8);
		ck_assert_uint_lt(room, ROOM_MAX / 2);
		checked = e2e_tl_check(0, lie.p, lie.n, NULL);
		if (checked >= 0 && checked != E2E_REFUSED_TL)
			measured(e2e_tl_name(element), lie, need(lie));
		if (get_in(room, lie) != checked)
			ck_abort_msg("%zu bytes, %u times %s: not %d but %d in E2E_TL_ROOM",
			             lie.n, (unsigned)count, e2e_tl_name(element), (int)checked,
			             (int)get_in(room, lie));
	}
}

/* The room suffices for a verdict also if the count is a lie. */
START_TEST(vectors_that_say_they_have_more_fit)
{
	every_vector(try_count);
}
END_TEST

START_TEST(random_objects_fit)
{
	uint64_t rounds = tl_rounds(100000) / 50 + 1, first = tl_seed();
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t seed = first + i;
		uint32_t ctor = tl_info_at((size_t)(tu_next(&seed) % tl_count())).ctor;

		pool.used = 0;
		fits(e2e_tl_name(ctor), tl_encode(&pool, 0, tl_random(&pool, &seed, ctor,
		     (uint32_t)tu_next(&seed) & tl_flags(ctor))));
	}
	tl_pool_close(&pool);
}
END_TEST

TCase *
tl_case_memory(void)
{
	TCase *tc = tcase_create("memory");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, open_memory, close_memory);
	tcase_add_test(tc, least_object_of_every_constructor_fits);
	tcase_add_test(tc, vectors_of_the_least_elements_fit);
	tcase_add_test(tc, vectors_that_say_they_have_more_fit);
	tcase_add_test(tc, random_objects_fit);
	return tc;
}
