/* SPDX-License-Identifier: ISC */
/* commitKey that names another key, another exchange, or comes before there is one to name. */
#include "config.h"

#include "tests/util/rekeyutil.h"

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* The chat was closed for COMMIT_KEY, or goes on without the key, and says what is to come. */
static void
commit_judged(struct ch *c, uint32_t policy)
{
	ck_assert_uint_eq(ch_count(c, RK_ABORT), 0); /* after our acceptKey, never */
	ck_assert(!rk_stores(c, &c->p.new_key));
	if (policy != E2E_POLICY_LENIENT) {
		ch_is_closed(c, E2E_CHECK_COMMIT_KEY);
		return;
	}
	ck_assert_uint_eq(ch_rejected(c, E2E_CHECK_COMMIT_KEY), 1);
	ck_assert_uint_eq(ch_chat(c).rekeying, E2E_REKEY_NONE);
	ck_assert_int_eq(ch_chat(c).new_key_fingerprint, 0);
	ck_assert_int_eq(ch_chat(c).key_fingerprint, c->p.key.fingerprint);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_REKEYED), 0);
	ck_assert_uint_ne(ch_chat(c).health & E2E_HEALTH_UNREADABLE, 0);
	ck_assert_uint_ne(au_last_event(&c->h, E2E_EVENT_HEALTH)->health & E2E_HEALTH_UNREADABLE,
	                  0);
	ch_is_open(c);
	sp_text(&c->p, "as before");
	ck_assert(ch_says(au_last_event(&c->h, E2E_EVENT_MESSAGE), "as before"));
	ck_assert_uint_eq(ch_count(c, RK_ABORT), 0);
}

/* scenario 97: a commitKey with another fingerprint closes */
START_TEST(ends_when_another_key_is_committed)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		rk_peer_requests(&c, 900);
		rk_peer_agrees(&c, 900);
		au_forget(&c.h);
		sp_action(&c.p, rk_commit(&c, 900, c.p.new_key.fingerprint + 1));
		commit_judged(&c, policies[i]);
		ch_close(&c);
	}
}
END_TEST

/* The packet under the new key that came first has switched already. */
START_TEST(ends_when_a_late_commit_names_another_key)
{
	struct sp_packet k;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		rk_peer_requests(&c, 900);
		rk_peer_agrees(&c, 900);
		k = ch_packet_at(&c, 2, "ahead");
		k.key = &c.p.new_key;
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
		k = ch_action_at(&c, 1, rk_commit(&c, 900, c.p.new_key.fingerprint ^ 1));
		sp_send(&c.p, &k);
		if (policies[i] != E2E_POLICY_LENIENT) {
			ch_is_closed(&c, E2E_CHECK_COMMIT_KEY);
			ch_close(&c);
			continue;
		}
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_COMMIT_KEY), 1);
		ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
		ch_delivered(&c, "ahead"); /* the peer has the key, whatever it says */
		ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_UNREADABLE, 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* Of an exchange whose acceptKey is still to be made there is no key to compare. */
START_TEST(knows_a_commit_that_comes_too_early)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		c.h.timing.answer_delay_ms = 5000;
		au_restart(&c.h);
		au_forget(&c.h);
		rk_peer_requests(&c, 900);
		ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
		sp_action(&c.p, rk_commit(&c, 900, 1));
		ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
		if (policies[i] == E2E_POLICY_STRICT) {
			ch_is_closed(&c, E2E_CHECK_REKEY_STATE);
		} else {
			au_advance(&c.h, 5000);
			rk_peer_agrees(&c, 900);
			rk_peer_commits(&c, 900);
			ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
			ch_is_open(&c);
		}
		ch_close(&c);
	}
}
END_TEST

/* scenario 97: of another exchange than the one that waits */
START_TEST(waits_on_when_another_exchange_is_committed)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	rk_peer_requests(&c, 900);
	rk_peer_agrees(&c, 900);
	sp_action(&c.p, rk_commit(&c, 901, c.p.new_key.fingerprint));
	ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_ACCEPTED);
	rk_peer_commits(&c, 900);
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ ends_when_another_key_is_committed },
		{ ends_when_a_late_commit_names_another_key },
		{ knows_a_commit_that_comes_too_early },
		{ waits_on_when_another_exchange_is_committed },
	};

	return tu_run(cu_suite("chat_rekey_commit", tests, CU_N(tests)));
}
