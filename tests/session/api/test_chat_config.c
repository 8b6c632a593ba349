/* SPDX-License-Identifier: ISC */
/* Whose account it is, how it is set up, and with whom it can have a chat. */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

/* ---- Configuration -------------------------------------------------------------------- */

static void
no_account(const struct e2e_config *config, int32_t error)
{
	struct e2e_account *account = (void *)(uintptr_t)&error;

	ck_assert_int_eq(e2e_account_new(&account, config), error);
	ck_assert_ptr_null(account);
}

START_TEST(refuses_a_configuration_that_it_does_not_know)
{
	static const int32_t layers[] = { -1, 1, 8, 45, 47, 66, 143, 145, 151 };
	static const int32_t peers[] = { INT32_MIN, -1, 1, 8, 17, 45 };
	static const int64_t users[] = { INT64_MIN, -5, -1, 0 };
	struct au_host h;
	struct e2e_config c;
	struct e2e_limits limits = E2E_LIMITS_INIT;
	struct e2e_timing timing = E2E_TIMING_INIT;

	au_init(&h, tu_backend((size_t)_i), ST_USER);
	c = h.config;
	c.size = 8;
	no_account(&c, E2E_ERR_VERSION);
	c = h.config;
	c.flags = 1u << 31;
	no_account(&c, E2E_ERR_ARGUMENT);
	c = h.config;
	c.policy = 3;
	no_account(&c, E2E_ERR_ARGUMENT);
	for (size_t i = 0; i < CU_N(layers); i++) {
		c = h.config;
		c.layer = layers[i];
		no_account(&c, E2E_ERR_ARGUMENT);
	}
	for (size_t i = 0; i < CU_N(peers); i++) {
		c = h.config;
		c.peer_layer = peers[i];
		no_account(&c, E2E_ERR_ARGUMENT);
	}
	for (size_t i = 0; i < CU_N(users); i++) {
		c = h.config;
		c.user_id = users[i];
		no_account(&c, E2E_ERR_ARGUMENT);
	}
	c = h.config;
	c.act[E2E_CHECK_PARITY] = E2E_ACT_CLOSE + 1;
	no_account(&c, E2E_ERR_ARGUMENT);
	c = h.config;
	limits.size = 4;
	c.limits = &limits;
	no_account(&c, E2E_ERR_VERSION);
	c = h.config;
	timing.size = 4;
	c.timing = &timing;
	no_account(&c, E2E_ERR_VERSION);
	ck_assert_uint_eq(h.memory.live_blocks, 0);
}
END_TEST

/* All that may be NULL is. */
START_TEST(has_defaults_for_all_that_may_be_missing)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	struct e2e_account *account;
	struct e2e_step step = E2E_STEP_INIT;

	(void)_i;
	config.user_id = ST_USER;
	ck_assert_int_eq(e2e_account_new(&account, &config), E2E_OK);
	ck_assert_int_eq(e2e_start(account, AU_NOW), E2E_OK);
	ck_assert_int_eq(e2e_next(account, &step), E2E_OK);
	ck_assert_uint_eq(step.kind, E2E_STEP_COMMIT);
	ck_assert_int_eq(e2e_call_failed(account, 7, 400, NULL, 0, AU_NOW), E2E_OK);
	ck_assert_int_eq(e2e_feed_tl(account, NULL, 0, AU_NOW), E2E_REFUSED_TL);
	e2e_account_free(account);
}
END_TEST

/* ---- Who ------------------------------------------------------------------------------- */

/* Nobody has such an id, and nobody chats with himself. */
START_TEST(starts_chats_with_somebody_else)
{
	static const int64_t nobody[] = { INT64_MIN, -7, -1, 0, ST_USER };
	struct st s;
	struct au_mark mark;
	int32_t id = 5;

	st_open(&s, _i);
	mark = au_mark(&s.h);
	for (size_t i = 0; i < CU_N(nobody); i++) {
		ck_assert_int_eq(e2e_chat_start(s.h.account, &id, nobody[i], 1, s.h.now),
		                 E2E_ERR_ARGUMENT);
		ck_assert_int_eq(id, 5);
	}
	au_unchanged(&s.h, &mark);
	ck_assert_int_eq(e2e_chat_start(s.h.account, &id, ST_PEER, 1, s.h.now), E2E_OK);
	st_close(&s);
}
END_TEST

/* A server that says so is not believed. */
START_TEST(takes_no_request_of_itself_or_of_nobody)
{
	static const int64_t nobody[] = { INT64_MIN, -7, -1, 0, ST_USER };
	struct st s;

	st_open(&s, _i);
	for (size_t i = 0; i < CU_N(nobody); i++) {
		uint8_t g_a[E2E_DH_BYTES] = { 1 };

		ck_assert_int_eq(e2e_feed_requested(s.h.account, 77, 1, 1700000000, nobody[i],
		                                    ST_USER, g_a, sizeof g_a, s.h.now),
		                 E2E_OK);
		au_run(&s.h);
		ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_REJECTED), i + 1);
		ck_assert_uint_eq(au_last_event(&s.h, E2E_EVENT_REJECTED)->reason,
		                  E2E_REASON_IDENTITY);
		ck_assert(!au_has_chat(&s.h, 77));
	}
	st_close(&s);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ refuses_a_configuration_that_it_does_not_know },
		{ has_defaults_for_all_that_may_be_missing },
		{ starts_chats_with_somebody_else },
		{ takes_no_request_of_itself_or_of_nobody },
	};

	return tu_run(cu_suite("chat_config", tests, CU_N(tests)));
}
