/* SPDX-License-Identifier: ISC */
/* How long messages live, and from when (protocol 7.3; scenarios 87 - 90). */
#include "config.h"

#include "test_proto_layer_shared.h"

#include "proto/ttl.h"

#include <string.h>

static void
setup(void)
{
	tl_pool_open(&pl_pool);
}

static void
teardown(void)
{
	tl_pool_close(&pl_pool);
}

/* protocol 7.3.1, scenario 87: the default of a chat is 0 to a year */
START_TEST(bounds_the_default_of_a_chat)
{
	ck_assert_int_eq(e2e_i_ttl_default(0), 0);
	ck_assert_int_eq(e2e_i_ttl_default(1), 1);
	ck_assert_int_eq(e2e_i_ttl_default(60), 60);
	ck_assert_int_eq(e2e_i_ttl_default(-1), 0);
	ck_assert_int_eq(e2e_i_ttl_default(INT32_MIN), 0);
	ck_assert_int_eq(e2e_i_ttl_default(E2E_I_TTL_YEAR), E2E_I_TTL_YEAR);
	ck_assert_int_eq(e2e_i_ttl_default(E2E_I_TTL_YEAR + 1), E2E_I_TTL_YEAR);
	ck_assert_int_eq(e2e_i_ttl_default(INT32_MAX), E2E_I_TTL_YEAR);
	ck_assert_int_ge(E2E_I_TTL_YEAR, 365 * 86400);
	ck_assert_int_le(E2E_I_TTL_YEAR, 366 * 86400);
}
END_TEST

static struct e2e_i_message
message_of(int32_t ttl, const struct e2e_tl *media)
{
	return (struct e2e_i_message){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .random_id = 1, .ttl = ttl, .media = media,
	};
}

/* protocol 7.3.6, scenarios 87, 88: view once is not a matter of time */
START_TEST(counts_the_seconds_of_a_text)
{
	static const struct {
		int32_t ttl, seconds;
	} c[] = {
		{ 0, 0 },  { 1, 1 },        { 5, 5 },        { 86400, 86400 },
		{ -1, 0 }, { INT32_MIN, 0 }, { E2E_I_TTL_VIEW_ONCE, 0 },
		{ E2E_I_TTL_VIEW_ONCE - 1, E2E_I_TTL_YEAR }, { E2E_I_TTL_YEAR, E2E_I_TTL_YEAR },
	};

	ck_assert_int_eq(E2E_I_TTL_VIEW_ONCE, 0x7fffffff);
	for (size_t i = 0; i < TL_N(c); i++) {
		struct e2e_i_message m = message_of(c[i].ttl, NULL);

		ck_assert_int_eq(e2e_i_ttl_seconds(&m), c[i].seconds);
		ck_assert(!e2e_i_ttl_opens(&m));
	}
}
END_TEST

/* protocol 7.3.4: at least a second longer than it lasts, but not for ever */
START_TEST(lets_a_medium_play_to_its_end)
{
	static const struct {
		int32_t ttl, duration, seconds;
	} c[] = {
		{ 5, 0, 5 },   { 5, 3, 5 },   { 5, 4, 5 },    { 5, 5, 6 },
		{ 5, 60, 61 }, { 60, 59, 60 }, { 60, 61, 62 }, { 5, -1, 5 },
		{ 5, INT32_MIN, 5 }, { 0, 60, 0 }, { -1, 60, 0 },
		{ E2E_I_TTL_VIEW_ONCE, 60, 0 },
	};
	const size_t n = tl_ctors_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA);

	for (size_t k = 0; k < n; k++) {
		struct e2e_tl *media =
			tl_least(&pl_pool, tl_ctor_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA, k));

		for (size_t i = 0; i < TL_N(c) && pl_member(media, "duration") != NULL; i++) {
			struct e2e_i_message m = message_of(c[i].ttl, media);

			pl_set_int(media, "duration", c[i].duration);
			ck_assert_int_eq(e2e_i_ttl_seconds(&m), c[i].seconds);
		}
		if (pl_member(media, "duration") != NULL) { /* made up by a peer */
			struct e2e_i_message m = message_of(5, media);

			pl_set_int(media, "duration", INT32_MAX);
			ck_assert_int_ge(e2e_i_ttl_seconds(&m), 5);
			ck_assert_int_le(e2e_i_ttl_seconds(&m), E2E_I_TTL_YEAR);
		}
	}
}
END_TEST

/* protocol 7.3.2, scenario 89: up to 60 seconds, photo, video and voice; else it is read */
START_TEST(opens_secret_media_only)
{
	static const int32_t ttl[] = { INT32_MIN, -1, 0, 1, 5, 59, 60, 61, 3600, E2E_I_TTL_YEAR };
	const size_t n = tl_ctors_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA);

	for (size_t k = 0; k < n; k++) {
		struct e2e_tl *media =
			tl_least(&pl_pool, tl_ctor_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA, k));
		struct e2e_i_media view;

		e2e_i_media_view(&view, media);
		for (size_t i = 0; i < TL_N(ttl); i++) {
			struct e2e_i_message m = message_of(ttl[i], media);

			ck_assert(e2e_i_ttl_opens(&m) ==
			          (view.secret && ttl[i] >= 1 && ttl[i] <= 60));
		}
	}
}
END_TEST

/* Only what a user wrote destroys itself. */
START_TEST(keeps_service_messages)
{
	struct e2e_i_message m = message_of(5, NULL);

	m.action = tl_least(&pl_pool, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP);
	ck_assert_int_eq(e2e_i_ttl_seconds(&m), 0);
	ck_assert(!e2e_i_ttl_opens(&m));
}
END_TEST

TCase *
pl_case_ttl(void)
{
	TCase *ttl = tcase_create("ttl");

	tcase_add_checked_fixture(ttl, setup, teardown);
	tcase_add_test(ttl, bounds_the_default_of_a_chat);
	tcase_add_test(ttl, counts_the_seconds_of_a_text);
	tcase_add_test(ttl, lets_a_medium_play_to_its_end);
	tcase_add_test(ttl, opens_secret_media_only);
	tcase_add_test(ttl, keeps_service_messages);
	return ttl;
}
