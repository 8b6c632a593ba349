/* SPDX-License-Identifier: ISC */
/* Writing: room, and objects that cannot be written. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST 0xffffff

static const struct e2e_tl *
as_object(const void *p)
{
	return p;
}

/* One of each constructor, with every optional field. */
static const struct e2e_tl *
example(struct tl_pool *pool, size_t index)
{
	uint32_t ctor = tl_info_at(index).ctor;
	uint64_t seed = ctor;

	return tl_random(pool, &seed, ctor, tl_flags(ctor));
}

START_TEST(fills_exactly_the_room_that_was_measured)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		const struct e2e_tl *object;
		size_t measured = 0, n = 0;
		uint8_t *out;

		pool.used = 0;
		object = example(&pool, i);
		ck_assert_int_eq(e2e_tl_measure(&measured, E2E_TYPE_ANY, object), E2E_OK);
		out = tu_guarded(measured);
		ck_assert_int_eq(e2e_tl_put(out, measured, &n, E2E_TYPE_ANY, object), E2E_OK);
		ck_assert_uint_eq(n, measured);
		tu_guarded_free(out, measured);
	}
	tl_pool_close(&pool);
}
END_TEST

START_TEST(says_limit_for_every_smaller_room_and_stays_inside)
{
	struct tl_pool pool;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		const struct e2e_tl *object;
		size_t measured = 0, n = 1;
		uint8_t *out;

		pool.used = 0;
		object = example(&pool, i);
		ck_assert_int_eq(e2e_tl_measure(&measured, E2E_TYPE_ANY, object), E2E_OK);
		out = tu_guarded(measured);
		for (size_t room = 0; room < measured; room++) {
			uint8_t *at = out + measured - room;

			n = 1;
			if (e2e_tl_put(at, room, &n, E2E_TYPE_ANY, object) != E2E_ERR_LIMIT
			    || n != 0)
				ck_abort_msg("%zu of %zu", room, measured);
		}
		tu_guarded_free(out, measured);
	}
	ck_assert_int_eq(e2e_tl_put(NULL, 0, &(size_t){ 0 }, E2E_TYPE_ANY, example(&pool, 0)),
	                 E2E_ERR_LIMIT);
	tl_pool_close(&pool);
}
END_TEST

static void
refused(uint32_t type, const struct e2e_tl *object, int32_t err)
{
	uint8_t out[1024];
	size_t n = 1;

	ck_assert_int_eq(e2e_tl_measure(&n, type, object), err);
	ck_assert_uint_eq(n, 0);
	n = 1;
	ck_assert_int_eq(e2e_tl_put(out, sizeof out, &n, type, object), err);
	ck_assert_uint_eq(n, 0);
}

START_TEST(refuses_no_object_a_strange_one_or_one_of_another_type)
{
	struct e2e_tl strange = { TL_STRANGE };
	struct tl_pool pool;

	tl_pool_open(&pool);
	refused(E2E_TYPE_ANY, NULL, E2E_ERR_ARGUMENT);
	refused(E2E_TYPE_ANY, &strange, E2E_ERR_ARGUMENT);
	for (size_t i = 0; i < tl_count(); i++) {
		pool.used = 0;
		for (uint32_t type = 1; type < tl_types(); type++) {
			if (type != tl_info_at(i).type)
				refused(type, tl_least(&pool, tl_info_at(i).ctor),
				        E2E_ERR_ARGUMENT);
		}
		refused(tl_types(), tl_least(&pool, tl_info_at(i).ctor), E2E_ERR_ARGUMENT);
		refused(UINT32_MAX, tl_least(&pool, tl_info_at(i).ctor), E2E_ERR_ARGUMENT);
	}
	tl_pool_close(&pool);
}
END_TEST

/* A constructor of any other type than TYPE. */
static const struct e2e_tl *
of_another_type(struct tl_pool *pool, uint32_t type)
{
	return tl_least(pool, tl_ctor_of(type == 1 ? 2 : 1, 0));
}

static size_t
refuse_inside(struct tl_pool *pool, uint32_t ctor, struct e2e_tl_field_info f)
{
	struct e2e_tl strange = { TL_STRANGE };
	const struct e2e_tl *inner[4] = { NULL, &strange, of_another_type(pool, f.type),
		tl_least(pool, ctor) };
	uint64_t seed = ctor;

	if (f.kind != E2E_TL_KIND_OBJECT && f.kind != E2E_TL_KIND_OBJECTS)
		return 0;
	for (size_t i = 0; i < TL_N(inner); i++) {
		struct e2e_tl *object = tl_random(pool, &seed, ctor, tl_flags(ctor));
		const struct e2e_tl *elements[2] = { tl_least(pool, tl_ctor_of(f.type, 0)),
			inner[i] };
		struct e2e_tl_objects vector = { elements, 2 };
		uint8_t *member = (uint8_t *)object + f.offset;

		if (f.kind == E2E_TL_KIND_OBJECT)
			memcpy(member, &inner[i], sizeof inner[i]);
		else
			memcpy(member, &vector, sizeof vector);
		refused(E2E_TYPE_ANY, object, E2E_ERR_ARGUMENT);
	}
	return 1;
}

START_TEST(refuses_the_same_inside_of_every_object_and_vector)
{
	struct tl_pool pool;
	size_t tried = 0;

	tl_pool_open(&pool);
	for (size_t i = 0; i < tl_count(); i++) {
		struct e2e_tl_info info = tl_info_at(i);

		pool.used = 0;
		for (uint32_t k = 0; k < info.n_fields; k++)
			tried += refuse_inside(&pool, info.ctor, tl_field(info.ctor, k));
	}
	ck_assert_uint_gt(tried, 15);
	tl_pool_close(&pool);
}
END_TEST

START_TEST(writes_strings_up_to_2_24_less_one_and_no_longer)
{
	static const size_t lengths[] = { 253, 254, 255, 256, 257, 65535, 65536, LONGEST };
	struct e2e_tl_decrypted_message_media_web_page page = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE, { NULL, 0 } };
	const struct e2e_tl_decrypted_message_media_web_page *back;
	struct e2e_tl_limits limits = E2E_TL_LIMITS_INIT;
	static _Alignas(8) uint8_t memory[256];
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	uint8_t *text = malloc(LONGEST + 1), *out = malloc(LONGEST + 64);
	size_t n;

	ck_assert(text != NULL && out != NULL);
	memset(text, 'x', LONGEST + 1);
	limits.max_bytes = LONGEST + 64;
	for (size_t i = 0; i < TL_N(lengths); i++) {
		page.url = (struct e2e_bytes){ text, lengths[i] };
		ck_assert_int_eq(e2e_tl_put(out, LONGEST + 64, &n, E2E_TYPE_ANY, as_object(&page)),
		                 E2E_OK);
		ck_assert_uint_eq(n % 4, 0);
		ck_assert_uint_ge(n, 4 + lengths[i] + (lengths[i] > 253 ? 4 : 1));
		ck_assert_uint_lt(n, 4 + lengths[i] + (lengths[i] > 253 ? 4 : 1) + 4);
		ck_assert_uint_eq(out[4], lengths[i] > 253 ? 254 : lengths[i]);
		ck_assert_int_eq(e2e_tl_get(&got, memory, sizeof memory, E2E_TYPE_ANY, out, n,
		                            &limits), E2E_OK);
		back = (const void *)got.object;
		ck_assert_uint_eq(back->url.n, lengths[i]);
		ck_assert(memcmp(back->url.p, text, lengths[i]) == 0);
		ck_assert_uint_eq(got.odd, 0);
	}
	page.url.n = LONGEST + 1;
	refused(E2E_TYPE_ANY, as_object(&page), E2E_ERR_LIMIT);
	page.url.n = SIZE_MAX;
	refused(E2E_TYPE_ANY, as_object(&page), E2E_ERR_LIMIT);
	free(out);
	free(text);
}
END_TEST

/* The elements are not looked at before the count. */
START_TEST(refuses_a_vector_above_what_its_count_can_say)
{
	struct e2e_tl_decrypted_message_action_delete_messages del = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, { NULL, 0 } };
	struct e2e_tl_decrypted_message_73 m = { E2E_TL_DECRYPTED_MESSAGE_73,
		E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES, .random_id = 1 };

	del.random_ids.n = (size_t)INT32_MAX + 1;
	refused(E2E_TYPE_ANY, as_object(&del), E2E_ERR_LIMIT);
	del.random_ids.n = SIZE_MAX;
	refused(E2E_TYPE_ANY, as_object(&del), E2E_ERR_LIMIT);
	m.entities.n = (size_t)INT32_MAX + 1;
	refused(E2E_TYPE_ANY, as_object(&m), E2E_ERR_LIMIT);
}
END_TEST

TCase *
tl_case_put(void)
{
	TCase *tc = tcase_create("put");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, fills_exactly_the_room_that_was_measured);
	tcase_add_test(tc, says_limit_for_every_smaller_room_and_stays_inside);
	tcase_add_test(tc, refuses_no_object_a_strange_one_or_one_of_another_type);
	tcase_add_test(tc, refuses_the_same_inside_of_every_object_and_vector);
	tcase_add_test(tc, writes_strings_up_to_2_24_less_one_and_no_longer);
	tcase_add_test(tc, refuses_a_vector_above_what_its_count_can_say);
	return tc;
}
