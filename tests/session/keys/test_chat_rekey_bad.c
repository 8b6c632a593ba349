/* SPDX-License-Identifier: ISC */
/* The renewal of a key where a step is wrong: nothing is lost but the new key. */
#include "config.h"

#include "tests/util/rekeyutil.h"

#include <string.h>

#define DAY INT64_C(86400000)

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* Values that are out of range (protocol 1.1.5), the last of them by one. */
static struct e2e_bytes
bad_value(struct ch *c, int which)
{
	uint8_t *out = sp_new(&c->p, 300);
	size_t i;

	if (which == 0)
		return (struct e2e_bytes){ out, 0 };
	if (which == 1) { /* 1 */
		out[255] = 1;
		return (struct e2e_bytes){ out, 256 };
	}
	if (which == 2) { /* p - 1 */
		memcpy(out, c->p.group.p, 256);
		out[255]--;
		return (struct e2e_bytes){ out, 256 };
	}
	if (which == 3) { /* too long */
		out[0] = 1;
		return (struct e2e_bytes){ out, 257 };
	}
	for (i = 8; i < 256; i++) /* 2^1984 - 1 */
		out[i] = 0xff;
	return (struct e2e_bytes){ out, 256 };
}

#define BAD_VALUES 5

/* The chat is as it was before the exchange, and the peer was told so about ID. */
static void
given_up(struct ch *c, int64_t id, int64_t key_fingerprint)
{
	struct e2e_chat chat = ch_chat(c);

	ck_assert_uint_eq(ch_count(c, RK_ABORT), 1);
	ck_assert_int_eq(rk_said(c, RK_ABORT).id, id);
	ck_assert_int_eq(chat.key_fingerprint, key_fingerprint);
	ck_assert_int_eq(chat.new_key_fingerprint, 0);
	ck_assert_int_eq(chat.old_key_fingerprint, 0);
	ck_assert_uint_eq(chat.rekeying, E2E_REKEY_NONE);
	ck_assert_uint_eq(ch_count(c, RK_COMMIT), 0);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_REKEYED), 0);
	ch_is_open(c);
	sp_text(&c->p, "as before");
	ck_assert(ch_says(au_last_event(&c->h, E2E_EVENT_MESSAGE), "as before"));
	au_text(&c->h, c->p.chat_id, "as before");
	ck_assert_int_eq(ch_look(c, au_last_send(&c->h)).key_fingerprint, key_fingerprint);
}

/* Strict closes for CHECK; the others give up the exchange ID. */
static void
judged(struct ch *c, uint32_t policy, uint32_t check, int64_t id)
{
	if (policy == E2E_POLICY_STRICT) {
		ch_is_closed(c, check);
		return;
	}
	ck_assert_uint_eq(ch_rejected(c, check), 1);
	given_up(c, id, c->p.key.fingerprint);
}

/* Nothing came of it at all: the account still waits for the answer to REQUEST. */
static void
ignored(struct ch *c, const struct rk_said *request)
{
	ck_assert_uint_eq(ch_count(c, RK_ABORT), 0);
	ck_assert_uint_eq(ch_count(c, RK_COMMIT), 0);
	ck_assert_uint_eq(ch_chat(c).rekeying,
	                  request != NULL ? E2E_REKEY_REQUESTED : E2E_REKEY_NONE);
	ck_assert_int_eq(ch_chat(c).key_fingerprint, c->p.key.fingerprint);
	ch_is_open(c);
	sp_text(&c->p, "as before");
	ck_assert(ch_says(au_last_event(&c->h, E2E_EVENT_MESSAGE), "as before"));
	if (request == NULL)
		return;
	rk_peer_accepts(c, request);
	ck_assert_uint_eq(ch_count(c, RK_COMMIT), 1);
}

/* ---- acceptKey ----------------------------------------------------------------------- */

/* scenario 96: an acceptKey with another fingerprint */
START_TEST(gives_up_a_key_that_is_not_the_peers)
{
	struct rk_said request;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		request = rk_order(&c);
		rk_peer_draws(&c, &request);
		sp_action(&c.p, rk_accept(&c, request.id, rk_value(&c),
		                          c.p.new_key.fingerprint ^ INT64_MIN));
		judged(&c, policies[i], E2E_CHECK_ACCEPT_KEY, request.id);
		ck_assert(!rk_stores(&c, &c.p.new_key));
		ch_close(&c);
	}
}
END_TEST

/* scenario 96: an acceptKey with a g_b out of range */
START_TEST(gives_up_for_a_bad_g_b)
{
	struct rk_said request;
	struct ch c;
	int which;

	for (which = 0; which < BAD_VALUES; which++) {
		uint32_t policy = policies[which % 3];

		ch_open_policy(&c, _i, roles[which % 2], policy);
		request = rk_order(&c);
		rk_peer_draws(&c, &request);
		sp_action(&c.p, rk_accept(&c, request.id, bad_value(&c, which),
		                          c.p.new_key.fingerprint));
		judged(&c, policy, E2E_CHECK_REKEY_VALUE, request.id);
		ch_close(&c);
	}
}
END_TEST

/* scenario 96: of an exchange that there is not, or while there is none */
START_TEST(ignores_what_no_exchange_waits_for)
{
	struct rk_said request = { 0 };
	const struct e2e_tl *action;
	struct ch c;
	size_t i;
	int which;

	for (i = 0; i < CU_N(policies); i++) {
		for (which = 0; which < 4; which++) {
			ch_open_policy(&c, _i, roles[which % 2], policies[i]);
			sp_noop(&c.p);
			sp_draw(&c.p);
			if (which < 2)
				request = rk_order(&c);
			action = which % 2 == 0 ? rk_accept(&c, 12345, rk_value(&c), 54321) :
			                          rk_commit(&c, 12345, 54321);
			sp_action(&c.p, action);
			if (policies[i] == E2E_POLICY_STRICT)
				ch_is_closed(&c, E2E_CHECK_REKEY_STATE);
			else
				ignored(&c, which < 2 ? &request : NULL);
			ch_close(&c);
		}
	}
}
END_TEST

/* ---- requestKey ---------------------------------------------------------------------- */

/* scenario 98: a requestKey with a g_a out of range */
START_TEST(refuses_a_bad_g_a)
{
	struct ch c;
	int which;

	for (which = 0; which < BAD_VALUES; which++) {
		ch_open_policy(&c, _i, roles[which % 2], policies[which % 3]);
		sp_action(&c.p, rk_request(&c, 31 + which, bad_value(&c, which)));
		ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_REKEY_REQUEST), 1);
		given_up(&c, 31 + which, c.p.key.fingerprint);
		rk_by_peer(&c, 5); /* a good one is welcome */
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
		ch_close(&c);
	}
}
END_TEST

/* The same exchange once more, with a value that is none: what was accepted stands. */
START_TEST(aborts_nothing_that_it_has_accepted)
{
	struct ch c;
	int step;

	for (step = 0; step < 2; step++) {
		ch_open(&c, _i, roles[step]);
		rk_peer_requests(&c, 900);
		rk_peer_agrees(&c, 900);
		if (step == 1)
			rk_peer_commits(&c, 900);
		au_forget(&c.h);
		sp_action(&c.p, rk_request(&c, 900, bad_value(&c, 1)));
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_REKEY_REQUEST), 1);
		ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
		if (step == 0)
			rk_peer_commits(&c, 900);
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* A request that is put right before it was answered: the answer to the bad one does not go. */
START_TEST(takes_back_an_abort_that_waits)
{
	struct ch c;
	int role;

	for (role = 0; role < 2; role++) {
		ch_open(&c, _i, roles[role]);
		c.h.timing.answer_delay_ms = 5000;
		au_restart(&c.h);
		au_forget(&c.h);
		sp_action(&c.p, rk_request(&c, 900, bad_value(&c, role)));
		rk_peer_requests(&c, 900);
		au_advance(&c.h, 5000);
		ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
		rk_peer_agrees(&c, 900);
		rk_peer_commits(&c, 900);
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
		au_advance(&c.h, 5000);
		ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* protocol 1.2.1: peers strip leading zeros, or do not */
START_TEST(takes_a_value_of_any_length)
{
	struct e2e_bytes value;
	struct ch c;
	int stripped;

	for (stripped = 0; stripped < 2; stripped++) {
		ch_open(&c, _i, roles[stripped]);
		sp_draw_fixed(&c.p, "libe2e-b82");
		value = rk_value(&c);
		ck_assert_uint_eq(value.p[0], 0);
		if (stripped) {
			value.p++;
			value.n--;
		}
		sp_action(&c.p, rk_request(&c, 6, value));
		rk_peer_agrees(&c, 6);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- abortKey ------------------------------------------------------------------------ */

/* scenario 103: abortKey of an unknown exchange */
START_TEST(ignores_the_end_of_a_foreign_exchange)
{
	struct rk_said request;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		sp_action(&c.p, rk_abort(&c, 42));
		ch_is_open(&c);
		request = rk_order(&c);
		sp_action(&c.p, rk_abort(&c, request.id + 1));
		ignored(&c, &request);
		ch_close(&c);
	}
}
END_TEST

/* scenario 103: of our own: not at once again, but again */
START_TEST(gives_up_when_the_peer_does)
{
	struct rk_said request;
	struct ch c;
	int n;

	ch_open(&c, _i, E2E_ACCEPTOR);
	for (n = 0; ch_count(&c, RK_REQUEST) == 0; n++) {
		ck_assert_int_lt(n, 110);
		sp_text(&c.p, "in");
	}
	request = rk_said(&c, RK_REQUEST);
	sp_action(&c.p, rk_abort(&c, request.id));
	ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_NONE);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
	for (n = 0; n < 10; n++)
		sp_text(&c.p, "in");
	au_restart(&c.h);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	for (n = 0; n < 101; n++)
		sp_text(&c.p, "in");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 2);
	ck_assert_int_ne(rk_said(&c, RK_REQUEST).id, request.id);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 103: of theirs, before the commit */
START_TEST(drops_an_acceptance_that_the_peer_gives_up)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	rk_peer_requests(&c, 70);
	rk_peer_agrees(&c, 70);
	sp_action(&c.p, rk_abort(&c, 70));
	ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_NONE);
	ck_assert_int_eq(ch_chat(&c).new_key_fingerprint, 0);
	ck_assert(!rk_stores(&c, &c.p.new_key));
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	rk_by_peer(&c, 71);
	sp_text(&c.p, "under the new key");
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* ---- The same key once more ---------------------------------------------------------- */

/*
 * scenario 109: the account draws the exponent of the handshake again, and so does the peer.
 * Without random bytes of the server, the same local ones give the same exponent.
 */
START_TEST(refuses_the_key_that_it_has)
{
	struct rk_said request;
	struct au_call *call;
	int32_t chat_id = 0;
	struct ch c;

	ch_init(&c, _i);
	au_start(&c.h);
	sp_open(&c.p, &c.h, CH_PEER);
	c.p.role = E2E_ACCEPTOR;
	ck_assert_int_eq(e2e_chat_start(c.h.account, &chat_id, CH_PEER, 70, c.h.now), E2E_OK);
	au_run(&c.h);
	call = au_last_call(&c.h, E2E_CALL_GET_DH_CONFIG);
	rk_fill(&c, 0x5a);
	au_feed_dh_config(&c.h, AU_DH_VERSION, c.p.group.g, c.p.group.p, 256, NULL, 0);
	ck_assert_int_eq(e2e_call_done(c.h.account, call->call.id, 0, NULL, c.h.now), E2E_OK);
	au_run(&c.h);
	rk_unfill(&c);
	c.p.chat_id = au_last_call(&c.h, E2E_CALL_REQUEST)->call.chat_id;
	sp_waiting(&c.p);
	sp_peer_accepts(&c.p);
	sp_noop(&c.p);
	rk_fill(&c, 0x5a);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	rk_unfill(&c);
	au_run(&c.h);
	request = rk_said(&c, RK_REQUEST);
	call = au_last_call(&c.h, E2E_CALL_REQUEST);
	ck_assert_uint_eq(request.value.n, call->call.g_x.n);
	ck_assert_mem_eq(request.value.p, call->call.g_x.p, request.value.n);
	au_forget(&c.h);
	sp_action(&c.p, rk_accept(&c, request.id, rk_value(&c), c.p.key.fingerprint));
	given_up(&c, request.id, c.p.key.fingerprint);
	ch_close(&c);
}
END_TEST

/*
 * A key of a week is renewed by itself, but not at once again when the peer wants none, whether it
 * says so (0), answers with a value that is none (1), or for another key (2).
 */
START_TEST(does_not_insist_on_a_week)
{
	struct rk_said request;
	size_t asked = 0;
	struct ch c;

	for (int way = 0; way < 3; way++) {
		const struct e2e_tl *answer;

		ch_open(&c, _i, roles[way % 2]);
		sp_text(&c.p, "used");
		au_text(&c.h, c.p.chat_id, "used");
		c.p.in_seq = ch_chat(&c).out_seq;
		au_forget(&c.h);
		au_advance(&c.h, 9 * DAY);
		asked = 0;
		for (int64_t end = c.h.now + DAY; c.h.now < end; au_advance(&c.h, 60000)) {
			if (ch_count(&c, RK_REQUEST) == 0)
				continue;
			asked += ch_count(&c, RK_REQUEST);
			request = rk_said(&c, RK_REQUEST);
			au_forget(&c.h);
			c.p.in_seq = ch_chat(&c).out_seq;
			answer = way == 0   ? rk_abort(&c, request.id)
			         : way == 1 ? rk_accept(&c, request.id, bad_value(&c, 1), 1)
			                    : rk_accept(&c, request.id, rk_value(&c), 1);
			sp_action(&c.p, answer);
		}
		ck_assert_uint_ge(asked, 1);
		ck_assert_uint_le(asked, 2);
		/* but in the end it is asked for again */
		au_advance(&c.h, DAY);
		ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ gives_up_a_key_that_is_not_the_peers },
		{ gives_up_for_a_bad_g_b },
		{ ignores_what_no_exchange_waits_for },
		{ refuses_a_bad_g_a },
		{ aborts_nothing_that_it_has_accepted },
		{ takes_back_an_abort_that_waits },
		{ takes_a_value_of_any_length },
		{ ignores_the_end_of_a_foreign_exchange },
		{ gives_up_when_the_peer_does },
		{ drops_an_acceptance_that_the_peer_gives_up },
		{ refuses_the_key_that_it_has },
		{ does_not_insist_on_a_week },
	};

	return tu_run(cu_suite("chat_rekey_bad", tests, CU_N(tests)));
}
