/* SPDX-License-Identifier: ISC */
/* The renewal of a key as the clients of others do it: two at once, and their habits. */
#include "config.h"

#include "tests/util/rekeyutil.h"

#include <string.h>

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };
static const uint32_t open_policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_LENIENT };

/*
 * The account asks for a new key under an exchange_id that is larger than those of the peer
 * below, or smaller; what is larger with a sign is smaller without, and the other way round.
 */
#define LARGER  INT64_C(0x0101010101010101)
#define SMALLER INT64_C(-1)

static struct rk_said
order_with(struct ch *c, int64_t id)
{
	struct rk_said request;

	sp_noop(&c->p);
	rk_fill(c, id == LARGER ? 0x01 : 0xff);
	request = rk_order(c);
	rk_unfill(c);
	ck_assert_int_eq(request.id, id);
	return request;
}

/* The exchange of the peer, ID, was accepted; it ends with that key. */
static void
ends_with_theirs(struct ch *c, int64_t id)
{
	ck_assert_uint_eq(ch_count(c, RK_ACCEPT), 1);
	rk_peer_agrees(c, id);
	rk_peer_commits(c, id);
	rk_peer_switches(c);
	sp_text(&c->p, "with the new key");
	ch_delivered(c, "with the new key");
	ck_assert_int_eq(ch_chat(c).key_fingerprint, c->p.key.fingerprint);
	ck_assert_uint_eq(ch_count(c, RK_COMMIT), 0);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_REKEYED), 1);
	ck_assert(!rk_has(c, E2E_KEY_OLD));
	ch_is_open(c);
}

/* The account committed REQUEST, its own; it ends with that key. */
static void
ends_with_ours(struct ch *c, const struct rk_said *request)
{
	struct rk_said commit = rk_said(c, RK_COMMIT);

	ck_assert_int_eq(commit.id, request->id);
	ck_assert_int_eq(commit.key_fingerprint, c->p.new_key.fingerprint);
	ck_assert_uint_eq(ch_count(c, RK_COMMIT), 1);
	rk_peer_switches(c);
	sp_text(&c->p, "with the new key");
	ch_delivered(c, "with the new key");
	ck_assert_int_eq(ch_chat(c).key_fingerprint, c->p.key.fingerprint);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_REKEYED), 1);
	ck_assert(!rk_has(c, E2E_KEY_OLD));
	ch_is_open(c);
}

/* ---- As the documents say ------------------------------------------------------------ */

/* scenario 99: the larger one wins; ours */
START_TEST(ignores_a_smaller_request)
{
	struct rk_said request;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		request = order_with(&c, LARGER);
		rk_peer_requests(&c, -1); /* larger, if one forgets the sign (protocol T6.6) */
		ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
		ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
		ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_REQUESTED);
		rk_peer_accepts(&c, &request);
		ends_with_ours(&c, &request);
		ch_close(&c);
	}
}
END_TEST

/* scenario 99: the larger request wins; theirs */
START_TEST(gives_way_to_a_larger_request)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		order_with(&c, SMALLER);
		rk_peer_requests(&c, 1);
		ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_ACCEPTED);
		ends_with_theirs(&c, 1);
		ch_close(&c);
	}
}
END_TEST

/* scenario 99: both the same: both forget it, and begin anew some time */
START_TEST(drops_two_equal_requests)
{
	struct rk_said request, next;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		request = order_with(&c, LARGER);
		rk_peer_requests(&c, LARGER);
		ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
		ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
		ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_NONE);
		ch_is_open(&c);
		next = rk_order(&c);
		ck_assert_int_ne(next.id, request.id);
		rk_peer_accepts(&c, &next);
		ends_with_ours(&c, &next);
		ch_close(&c);
	}
}
END_TEST

/* ---- The iPhone decides the other way round (protocol T6.1) -------------------------- */

/* scenario 100: an iPhone takes up our smaller request */
START_TEST(takes_up_what_an_iphone_prefers)
{
	struct rk_said request;
	struct ch c;
	size_t i;
	int restart;

	for (i = 0; i < CU_N(open_policies); i++) {
		for (restart = 0; restart < 2; restart++) {
			ch_open_policy(&c, _i, roles[restart], open_policies[i]);
			request = order_with(&c, SMALLER);
			rk_peer_requests(&c, 1);
			rk_peer_agrees(&c, 1); /* in vain */
			if (restart)
				au_restart(&c.h);
			sp_action(&c.p, rk_abort(&c, 1));
			rk_peer_accepts(&c, &request);
			ends_with_ours(&c, &request);
			ch_close(&c);
		}
	}
}
END_TEST

/*
 * scenario 100: only after its abortKey, which an iPhone sends first.  Of two that both accept
 * the other's request, as slow ones may, only one may take up its own again.
 */
START_TEST(takes_nothing_up_without_an_abort)
{
	struct rk_said request;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	request = order_with(&c, SMALLER);
	rk_peer_requests(&c, 1);
	sp_action(&c.p, rk_accept(&c, request.id, rk_value(&c), 12345));
	ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_ACCEPTED);
	ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
	ends_with_theirs(&c, 1);
	ch_close(&c);
}
END_TEST

/* scenario 101: an iPhone's smaller request is accepted late */
START_TEST(accepts_late_what_an_iphone_insists_on)
{
	struct ch c;
	size_t i;
	int n, restart;

	for (i = 0; i < CU_N(open_policies); i++) {
		for (restart = 0; restart < 2; restart++) {
			ch_open_policy(&c, _i, roles[restart], open_policies[i]);
			order_with(&c, LARGER);
			rk_peer_requests(&c, -1);
			if (restart)
				au_restart(&c.h);
			c.p.in_seq = ch_chat(&c).out_seq; /* it has our request */
			for (n = 0; n < 20 && ch_count(&c, RK_ACCEPT) == 0; n++) {
				sp_noop(&c.p);
				au_advance(&c.h, 3500);
			}
			ends_with_theirs(&c, -1);
			ch_close(&c);
		}
	}
}
END_TEST

/* scenario 101: however many messages come, not before the minute is over */
START_TEST(accepts_late_while_they_talk)
{
	struct ch c;
	int n;

	ch_open(&c, _i, E2E_CREATOR);
	order_with(&c, LARGER);
	rk_peer_requests(&c, -1);
	c.p.in_seq = ch_chat(&c).out_seq;
	for (n = 0; n < 50; n++)
		sp_noop(&c.p);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
	au_advance(&c.h, 61000);
	sp_noop(&c.p);
	ends_with_theirs(&c, -1);
	ch_close(&c);
}
END_TEST

/*
 * scenario 99: TDLib in the middle of a burst: what it was about to send goes first, with our
 * request acknowledged, then its acceptKey.  An acceptKey of ours would make it close the chat.
 */
START_TEST(waits_for_the_answer_behind_a_burst)
{
	struct rk_said request;
	struct ch c;
	int n;

	ch_open(&c, _i, E2E_CREATOR);
	request = order_with(&c, LARGER);
	rk_peer_requests(&c, -1);
	c.p.in_seq = ch_chat(&c).out_seq;
	for (n = 0; n < 12; n++)
		sp_noop(&c.p);
	rk_peer_accepts(&c, &request);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
	ends_with_ours(&c, &request);
	ch_close(&c);
}
END_TEST

/* scenario 101: not before it is known that the peer has our request */
START_TEST(does_not_accept_too_early)
{
	struct rk_said request;
	struct ch c;
	int n;

	ch_open(&c, _i, E2E_ACCEPTOR);
	request = order_with(&c, LARGER);
	rk_peer_requests(&c, -1);
	for (n = 0; n < 20; n++) {
		sp_noop(&c.p);
		au_advance(&c.h, 3500);
	}
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
	rk_peer_accepts(&c, &request);
	ends_with_ours(&c, &request);
	ch_close(&c);
}
END_TEST

/* scenario 104: an iPhone replaces its request; TDLib does not bear that */
START_TEST(lets_a_request_replace_another)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		rk_peer_requests(&c, 60);
		rk_peer_agrees(&c, 60);
		au_forget(&c.h);
		rk_peer_requests(&c, i % 2 ? 59 : 61);
		if (policies[i] == E2E_POLICY_STRICT)
			ch_is_closed(&c, E2E_CHECK_REKEY_STATE);
		else
			ends_with_theirs(&c, 61);
		ch_close(&c);
	}
}
END_TEST

/* ---- Android ------------------------------------------------------------------------- */

/* scenario 102: it takes back its own and accepts ours */
START_TEST(bears_an_android_that_gives_way)
{
	struct rk_said request;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		request = order_with(&c, LARGER);
		rk_peer_requests(&c, -1);
		sp_action(&c.p, rk_abort(&c, -1));
		rk_peer_accepts(&c, &request);
		ends_with_ours(&c, &request);
		ch_close(&c);
	}
}
END_TEST

/* protocol T6.2: it writes with the old key until it sees the new one, so we write at once */
START_TEST(wakes_an_android_that_began)
{
	struct sp_opened opened;
	struct sp_packet k;
	struct ch c;
	int n;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_ACK;
	ch_ready(&c, E2E_ACCEPTOR);
	rk_by_peer(&c, 7);
	opened = ch_look(&c, au_last_send(&c.h));
	ck_assert_uint_eq(sp_kind(&opened), RK_NOOP);
	ck_assert_int_eq(opened.key_fingerprint, c.p.key.fingerprint);
	for (n = 0; n < 120; n++) { /* its last ones under the old key are many */
		k = sp_text_packet(&c.p, "old");
		k.key = &c.p.old_key;
		sp_send(&c.p, &k);
	}
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), 120);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0); /* while the old key is needed */
	ck_assert_uint_eq(ch_count(&c, RK_NOOP), 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* ---- TDLib --------------------------------------------------------------------------- */

/* protocol T6.3: it sends no noop after our commit, perhaps for long */
START_TEST(needs_no_noop_after_its_commit)
{
	struct ch c;
	int n;

	ch_open(&c, _i, E2E_CREATOR);
	rk_by_account(&c);
	for (n = 0; n < 130; n++)
		au_text(&c.h, c.p.chat_id, "new");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1); /* the old key is still needed */
	ck_assert(rk_has(&c, E2E_KEY_OLD));
	sp_text(&c.p, "at last");
	ck_assert(!rk_has(&c, E2E_KEY_OLD));
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* As TDLib was seen: the answer to a request may take until its user writes something */
START_TEST(waits_for_an_answer_that_is_late)
{
	struct rk_said request;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	request = rk_order(&c);
	au_advance(&c.h, INT64_C(3) * 86400000);
	au_text(&c.h, c.p.chat_id, "is anybody there?");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
	rk_peer_accepts(&c, &request);
	ends_with_ours(&c, &request);
	ch_close(&c);
}
END_TEST

/* ---- Two accounts of this library ---------------------------------------------------- */

static void
same_key(struct au_host *a, struct au_host *b, int32_t id, size_t rekeyed)
{
	struct e2e_chat x = au_chat(a, id), y = au_chat(b, id);

	ck_assert_uint_eq(x.state, E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(y.state, E2E_CHAT_ACTIVE);
	ck_assert_int_eq(x.key_fingerprint, y.key_fingerprint);
	ck_assert_uint_eq(x.rekeying, E2E_REKEY_NONE);
	ck_assert_uint_eq(y.rekeying, E2E_REKEY_NONE);
	ck_assert_uint_eq(au_count_events(a, E2E_EVENT_REKEYED), rekeyed);
	ck_assert_uint_eq(au_count_events(b, E2E_EVENT_REKEYED), rekeyed);
}

/* scenario 99: two accounts whose requests cross agree */
START_TEST(agrees_with_itself_when_requests_cross)
{
	struct au_host a, b;
	int32_t id;
	int n;

	au_open(&a, tu_backend((size_t)_i), 100);
	au_open(&b, tu_backend((size_t)_i), 200);
	id = au_make_pair(&a, &b);
	a.answers = b.answers = AU_AUTO_SENDS;
	for (n = 1; n <= 6; n++) {
		au_text(&a, id, "a");
		au_text(&b, id, "b");
		au_carry_all(&a, &b);
		ck_assert_int_eq(e2e_chat_rekey(a.account, id, a.now), E2E_OK);
		ck_assert_int_eq(e2e_chat_rekey(b.account, id, b.now), E2E_OK);
		au_run(&a);
		au_run(&b);
		au_carry_all(&a, &b);
		au_text(&a, id, "a");
		au_text(&b, id, "b");
		au_carry_all(&a, &b);
		same_key(&a, &b, id, (size_t)n);
	}
	au_close(&a);
	au_close(&b);
}
END_TEST

/* scenario 92: both reach the hundred at once */
START_TEST(agrees_with_itself_after_a_hundred_messages)
{
	struct au_host a, b;
	int32_t id;
	int n;

	au_open(&a, tu_backend((size_t)_i), 100);
	au_open(&b, tu_backend((size_t)_i), 200);
	id = au_make_pair(&a, &b);
	a.answers = b.answers = AU_AUTO_SENDS;
	for (n = 0; n < 180; n++) {
		au_text(&a, id, "a");
		au_text(&b, id, "b");
		au_carry_all(&a, &b);
	}
	ck_assert_uint_ge(au_count_events(&a, E2E_EVENT_REKEYED), 3);
	ck_assert_uint_le(au_count_events(&a, E2E_EVENT_REKEYED), 4);
	same_key(&a, &b, id, au_count_events(&a, E2E_EVENT_REKEYED));
	ck_assert_uint_eq(au_count_events(&a, E2E_EVENT_MESSAGE), 180);
	ck_assert_uint_eq(au_count_events(&b, E2E_EVENT_MESSAGE), 180);
	ck_assert_uint_eq(au_count_events(&a, E2E_EVENT_REJECTED), 0);
	ck_assert_uint_eq(au_count_events(&b, E2E_EVENT_REJECTED), 0);
	au_close(&a);
	au_close(&b);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ ignores_a_smaller_request },
		{ gives_way_to_a_larger_request },
		{ drops_two_equal_requests },
		{ takes_up_what_an_iphone_prefers },
		{ takes_nothing_up_without_an_abort },
		{ accepts_late_what_an_iphone_insists_on },
		{ accepts_late_while_they_talk },
		{ waits_for_the_answer_behind_a_burst },
		{ does_not_accept_too_early },
		{ lets_a_request_replace_another },
		{ bears_an_android_that_gives_way },
		{ wakes_an_android_that_began },
		{ needs_no_noop_after_its_commit },
		{ waits_for_an_answer_that_is_late },
		{ agrees_with_itself_when_requests_cross },
		{ agrees_with_itself_after_a_hundred_messages },
	};

	return tu_run(cu_suite("chat_rekey_peers", tests, CU_N(tests)));
}
