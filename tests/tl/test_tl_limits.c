/* SPDX-License-Identifier: ISC */
/* Counts that cannot be, limits, and how much memory bytes of strangers can take. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <stdlib.h>
#include <string.h>

/* A message with a vector of entities that says it has COUNT and has PRESENT. */
static void
entities(struct tl_wire *w, uint32_t count, size_t present)
{
	w->n = 0;
	tl_u32(w, E2E_TL_DECRYPTED_MESSAGE_73);
	tl_u32(w, E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES);
	tl_u64(w, 1);
	tl_u32(w, 0);
	tl_string(w, "text");
	tl_u32(w, TL_VECTOR);
	tl_u32(w, count);
	for (size_t i = 0; i < present; i++) {
		tl_u32(w, E2E_TL_MESSAGE_ENTITY_BOLD);
		tl_u32(w, 0);
		tl_u32(w, 4);
	}
}

static void
longs(struct tl_wire *w, uint32_t count, size_t present)
{
	w->n = 0;
	tl_u32(w, E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES);
	tl_u32(w, TL_VECTOR);
	tl_u32(w, count);
	for (size_t i = 0; i < present; i++)
		tl_u64(w, i);
}

/* scenario 78: counts that cannot be */
START_TEST(refuses_counts_that_cannot_be)
{
	static const uint32_t counts[] = { 1, 3, 4, 1000, 0xffffff, 0x10000000, 0x15555556,
		0x1fffffff, 0x20000000, 0x20000002, 0x40000002, 0x7fffffff, 0x80000000, 0x80000002,
		0xffffffff };
	struct tl_wire w = { 0 };
	struct tl_pool pool;
	struct e2e_tl_got got;

	tl_pool_open(&pool);
	for (size_t i = 0; i < TL_N(counts); i++) {
		entities(&w, counts[i], 2);
		ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&w)), E2E_REFUSED_TL);
		longs(&w, counts[i], 2);
		ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&w)), E2E_REFUSED_TL);
	}
	entities(&w, 2, 2);
	ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&w)), E2E_OK);
	longs(&w, 2, 2);
	ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&w)), E2E_OK);
	longs(&w, 0, 0);
	ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&w)), E2E_OK);
	w.b[4] ^= 1; /* not the id of a vector */
	ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&w)), E2E_REFUSED_TL);
	tl_pool_close(&pool);
}
END_TEST

static int32_t
within(const struct tl_wire *w, uint32_t max_vector, size_t max_bytes)
{
	struct e2e_tl_limits limits = E2E_TL_LIMITS_INIT;
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	static _Alignas(8) uint8_t memory[E2E_TL_ROOM(sizeof w->b)];
	int32_t err;

	limits.max_vector = max_vector;
	limits.max_bytes = max_bytes;
	err = e2e_tl_get(&got, memory, sizeof memory, 0, w->b, w->n, &limits);
	ck_assert_int_eq(err, e2e_tl_check(0, w->b, w->n, &limits));
	ck_assert((got.object != NULL) == (err == E2E_OK));
	return err;
}

START_TEST(holds_to_the_limits_that_it_is_given)
{
	struct tl_wire w = { 0 };

	for (int i = 0; i < 2; i++) {
		if (i == 0)
			entities(&w, 7, 7);
		else
			longs(&w, 7, 7);
		ck_assert_int_eq(within(&w, 7, w.n), E2E_OK);
		ck_assert_int_eq(within(&w, 6, w.n), E2E_REFUSED_TL);
		ck_assert_int_eq(within(&w, 0, w.n), E2E_REFUSED_TL);
		ck_assert_int_eq(within(&w, 7, w.n - 1), E2E_REFUSED_TL);
		ck_assert_int_eq(within(&w, 7, 0), E2E_REFUSED_TL);
	}
	longs(&w, 0, 0);
	ck_assert_int_eq(within(&w, 0, w.n), E2E_OK);
}
END_TEST

/* DeleteMessages of N ids under the default limits. */
static int32_t
delete_messages(size_t n)
{
	size_t size = 12 + 8 * n;
	uint8_t *bytes = calloc(1, size);
	struct tl_wire head = { 0 };
	int32_t err;

	ck_assert_ptr_nonnull(bytes);
	longs(&head, (uint32_t)n, 0);
	memcpy(bytes, head.b, head.n);
	err = e2e_tl_check(E2E_TYPE_DECRYPTED_MESSAGE_ACTION, bytes, size, NULL);
	free(bytes);
	return err;
}

/* scenario 86: ten thousand ids */
START_TEST(takes_10000_ids_by_default_and_up_to_16384)
{
	ck_assert_int_eq(delete_messages(10000), E2E_OK);
	ck_assert_int_eq(delete_messages(16384), E2E_OK);
	ck_assert_int_eq(delete_messages(16385), E2E_REFUSED_TL);
}
END_TEST

START_TEST(says_limit_for_every_room_that_is_too_small)
{
	uint8_t *memory = tu_guarded(4096);
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		uint32_t ctor = tl_info_at(i).ctor;
		uint64_t seed = ctor;
		struct e2e_bytes bytes;
		bool enough = false;

		pool.used = 0;
		bytes = tl_encode(&pool, 0, tl_random(&pool, &seed, ctor, tl_flags(ctor)));
		for (size_t room = 0; room <= 4096; room += 8) {
			struct e2e_tl_got got = E2E_TL_GOT_INIT;
			int32_t err = e2e_tl_get(&got, memory + 4096 - room, room, 0, bytes.p,
			                         bytes.n, NULL);

			if (err != E2E_OK && (err != E2E_ERR_LIMIT || enough))
				ck_abort_msg("%s: %d in %zu", tl_info_at(i).name, (int)err, room);
			if ((err == E2E_OK) != (got.object != NULL))
				ck_abort_msg("%s: an object with %d", tl_info_at(i).name, (int)err);
			if (room == 0 && err == E2E_OK)
				ck_abort_msg("%s: in no room", tl_info_at(i).name);
			enough = err == E2E_OK;
		}
		if (!enough)
			ck_abort_msg("%s: more than 4096 bytes", tl_info_at(i).name);
	}
	tu_guarded_free(memory, 4096);
	tl_pool_close(&pool);
}
END_TEST

TCase *
tl_case_limits(void)
{
	TCase *tc = tcase_create("limits");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, refuses_counts_that_cannot_be);
	tcase_add_test(tc, holds_to_the_limits_that_it_is_given);
	tcase_add_test(tc, takes_10000_ids_by_default_and_up_to_16384);
	tcase_add_test(tc, says_limit_for_every_room_that_is_too_small);
	return tc;
}
