/* SPDX-License-Identifier: ISC */
/* The ends of what clients can read: what is just allowed and what no longer is (protocol 7.2.6). */
#include "config.h"

#include "tests/util/testutil.h"

#include "proto/readable.h"

#include <string.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

static int32_t
check_action(const void *action)
{
	const struct e2e_tl_decrypted_message_service_17 message = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, 1, action,
	};
	struct e2e_i_message view;

	ck_assert(e2e_i_message_view(&view, (const void *)&message));
	return e2e_i_readable_check(&view, (const void *)&message, false);
}

/* The three lists have the same members; a screenshot may be of no message. */
START_TEST(takes_lists_of_one_to_a_thousand_messages)
{
	static const int64_t ids[E2E_I_IDS_MAX + 1] = { 1 };
	static const struct {
		uint32_t ctor;
		int32_t none;
	} list[] = {
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, E2E_ERR_ARGUMENT },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, E2E_ERR_ARGUMENT },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES, E2E_OK },
	};

	for (size_t i = 0; i < N(list); i++) {
		struct e2e_tl_decrypted_message_action_delete_messages action = {
			list[i].ctor, { ids, 0 },
		};

		ck_assert_int_eq(check_action(&action), list[i].none);
		action.random_ids.n = 1;
		ck_assert_int_eq(check_action(&action), E2E_OK);
		action.random_ids.n = 1000;
		ck_assert_int_eq(check_action(&action), E2E_OK);
		action.random_ids.n = 1001;
		ck_assert_int_eq(check_action(&action), E2E_ERR_LIMIT);
	}
}
END_TEST

START_TEST(tells_of_layers_from_46_to_our_own)
{
	static const struct {
		int32_t layer, err;
	} c[] = {
		{ 0, E2E_ERR_ARGUMENT }, { 45, E2E_ERR_ARGUMENT }, { 46, E2E_OK },
		{ 47, E2E_OK }, { E2E_LAYER - 1, E2E_OK }, { E2E_LAYER, E2E_OK },
		{ E2E_LAYER + 1, E2E_ERR_ARGUMENT },
	};

	for (size_t i = 0; i < N(c); i++) {
		const struct e2e_tl_decrypted_message_action_notify_layer action = {
			E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, c[i].layer,
		};

		ck_assert_int_eq(check_action(&action), c[i].err);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("proto_readable");
	TCase *actions = tcase_create("actions");

	tcase_add_test(actions, takes_lists_of_one_to_a_thousand_messages);
	tcase_add_test(actions, tells_of_layers_from_46_to_our_own);
	suite_add_tcase(suite, actions);
	return tu_run(suite);
}
