/* SPDX-License-Identifier: ISC */
/* Two keys at once: messages that are missing or late around a renewal, and crashes in it. */
#include "config.h"

#include "tests/util/rekeyutil.h"

#include <string.h>

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* A text as raw number RAW under KEY. */
static void
text_under(struct ch *c, int32_t raw, const struct e2e_key *key, const char *text)
{
	struct sp_packet k = ch_packet_at(c, raw, text);

	k.key = key;
	sp_send(&c->p, &k);
}

static void
went_well(struct ch *c, const char *texts)
{
	ch_delivered(c, texts);
	ck_assert_uint_eq(ch_rejected(c, 0), 0);
	ck_assert_uint_eq(ch_chat(c).held, 0);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_REKEYED), 1);
	ck_assert_uint_le(ch_count(c, RK_NOOP), 1);
	ch_is_open(c);
}

/* ---- Before the commit, after the commit --------------------------------------------- */

/* scenario 94: a message under the new key stands for the commitKey */
START_TEST(takes_the_new_key_for_the_commit)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		rk_peer_requests(&c, 9);
		rk_peer_agrees(&c, 9);
		text_under(&c, 1, &c.p.new_key, "early");
		ch_delivered(&c, "early");
		ck_assert_uint_eq(ch_count(&c, RK_NOOP), 1); /* the peer is to know */
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
		rk_peer_commits(&c, 9); /* raw 2, under the old key */
		ck_assert_int_eq(ch_chat(&c).in_seq, 3);
		rk_peer_switches(&c);
		sp_text(&c.p, "late");
		went_well(&c, "early|late");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ch_close(&c);
	}
}
END_TEST

/* scenario 94: the commit is only late */
START_TEST(reads_the_new_key_behind_a_missing_commit)
{
	struct sp_packet commit;
	struct ch c;
	int restart;

	for (restart = 0; restart < 2; restart++) {
		ch_open(&c, _i, roles[restart]);
		rk_peer_requests(&c, 9);
		rk_peer_agrees(&c, 9);
		commit = sp_action_packet(&c.p, rk_commit(&c, 9, c.p.new_key.fingerprint));
		text_under(&c, c.p.out_seq, &c.p.new_key, "behind");
		ck_assert_uint_eq(ch_chat(&c).held, 1);
		if (restart)
			au_restart(&c.h);
		sp_send(&c.p, &commit);
		rk_peer_switches(&c);
		sp_text(&c.p, "after");
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
		went_well(&c, "behind|after");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ch_close(&c);
	}
}
END_TEST

/* scenario 95: what the peer wrote before it had our commit */
START_TEST(reads_the_old_key_after_its_own_commit)
{
	struct sp_packet k;
	struct ch c;
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		rk_by_account(&c);
		text_under(&c, c.p.out_seq, &c.p.old_key, "old");
		text_under(&c, c.p.out_seq, &c.p.old_key, "older");
		sp_text(&c.p, "new");
		went_well(&c, "old|older|new");
		k = sp_text_packet(&c.p, "too late");
		k.key = &c.p.old_key;
		sp_send(&c.p, &k);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_KEY_ID), 1);
		k.key = &c.p.key;
		sp_send(&c.p, &k);
		ch_delivered(&c, "old|older|new|too late");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 95: Android writes with the old key until it sees the new one (protocol T6.2) */
START_TEST(reads_the_old_key_after_the_peers_commit)
{
	struct ch c;
	size_t r;
	int i;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		rk_by_peer(&c, 12);
		ck_assert_uint_eq(ch_count(&c, RK_NOOP), 1);
		for (i = 0; i < 3; i++)
			text_under(&c, c.p.out_seq, &c.p.old_key, "old");
		ck_assert(rk_has(&c, E2E_KEY_OLD));
		au_restart(&c.h);
		text_under(&c, c.p.out_seq, &c.p.old_key, "old");
		sp_text(&c.p, "new");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		went_well(&c, "old|old|old|old|new");
		ch_close(&c);
	}
}
END_TEST

/* ---- Holes across the switch --------------------------------------------------------- */

/* scenarios 54, 107: TDLib sends again under the key of then, Android under that of now */
START_TEST(fills_holes_under_either_key)
{
	int32_t first;
	struct ch c;
	int which;

	for (which = 0; which < 4; which++) {
		ch_open(&c, _i, roles[which % 2]);
		rk_peer_requests(&c, 9);
		rk_peer_agrees(&c, 9);
		first = c.p.out_seq;
		c.p.out_seq += 2; /* both lost */
		rk_peer_commits(&c, 9);
		text_under(&c, c.p.out_seq, &c.p.new_key, "new");
		ck_assert_uint_eq(ch_chat(&c).held, 2);
		if (which >= 2)
			au_restart(&c.h);
		text_under(&c, first + 1, which % 2 ? &c.p.key : &c.p.new_key, "2");
		ch_delivered(&c, "");
		ck_assert(rk_stores(&c, &c.p.key)); /* for what is still missing */
		text_under(&c, first, which % 2 ? &c.p.new_key : &c.p.key, "1");
		rk_peer_switches(&c);
		sp_text(&c.p, "after");
		went_well(&c, "1|2|new|after");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ck_assert(!rk_stores(&c, &c.p.old_key));
		ch_close(&c);
	}
}
END_TEST

/* scenarios 54, 107: the same where the account began */
START_TEST(fills_holes_of_before_its_own_commit)
{
	int32_t first;
	struct ch c;
	int which;

	for (which = 0; which < 4; which++) {
		ch_open(&c, _i, roles[which % 2]);
		rk_by_account(&c);
		first = c.p.out_seq++; /* lost, under the old key */
		sp_text(&c.p, "new");
		ck_assert_uint_eq(ch_chat(&c).held, 1);
		ck_assert(rk_has(&c, E2E_KEY_OLD));
		ck_assert(rk_stores(&c, &c.p.old_key));
		if (which >= 2)
			au_restart(&c.h);
		text_under(&c, first, which % 2 ? &c.p.old_key : &c.p.key, "refill");
		went_well(&c, "refill|new");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ck_assert(!rk_stores(&c, &c.p.old_key));
		ch_close(&c);
	}
}
END_TEST

/*
 * protocol T6.4, observed 5.2: what is sent again is the packet of then, and what takes its
 * place is under the key of then as well, for the peer drops that key at the first packet
 * under the new one.  So the account keeps it as long as it may be asked.
 */
START_TEST(sends_again_under_the_key_of_then)
{
	struct au_call *first, *second;
	struct sp_opened opened;
	struct ch c;
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		au_text(&c.h, c.p.chat_id, "first");
		first = au_last_send(&c.h);
		au_text(&c.h, c.p.chat_id, "second");
		second = au_last_send(&c.h);
		rk_by_account(&c);
		c.p.in_seq = 1; /* both were lost */
		sp_text(&c.p, "new");
		ck_assert(rk_has(&c, E2E_KEY_OLD));
		ck_assert_int_eq(e2e_send_delete(c.h.account, c.p.chat_id, NULL,
		                                 &second->call.random_id, 1, c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		au_restart(&c.h);
		opened = ch_look(&c, first);
		au_forget(&c.h);
		sp_action(&c.p, ch_resend(&c, opened.out_seq_no, opened.out_seq_no + 2));
		ck_assert_uint_eq(au_count_sends(&c.h), 2);
		ck_assert_uint_eq(au_send_at(&c.h, 0)->call.data.n, first->call.data.n);
		ck_assert_mem_eq(au_send_at(&c.h, 0)->call.data.p, first->call.data.p,
		                 first->call.data.n);
		ch_takes_place(&c, au_send_at(&c.h, 1), second);
		opened = ch_look(&c, au_send_at(&c.h, 1));
		ck_assert_int_eq(opened.key_fingerprint, c.p.old_key.fingerprint);
		c.p.in_seq = ch_chat(&c).out_seq;
		sp_text(&c.p, "all here");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ck_assert(!rk_stores(&c, &c.p.old_key));
		ch_close(&c);
	}
}
END_TEST

/* ---- The next exchange --------------------------------------------------------------- */

/* scenario 105: a request while the old key is here */
START_TEST(accepts_the_next_while_it_has_the_old_key)
{
	struct ch c;
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		rk_by_peer(&c, 9);
		ck_assert(rk_has(&c, E2E_KEY_OLD));
		au_forget(&c.h);
		rk_peer_requests(&c, 10); /* the first under the new key */
		rk_peer_agrees(&c, 10);
		rk_peer_commits(&c, 10);
		rk_peer_switches(&c);
		sp_text(&c.p, "third key");
		went_well(&c, "third key");
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
		ch_close(&c);
	}
}
END_TEST

/* scenario 105: Android could also ask under the old one, which it still writes with */
START_TEST(bears_a_request_under_the_old_key)
{
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	rk_by_peer(&c, 9);
	sp_draw(&c.p);
	k = sp_action_packet(&c.p, rk_request(&c, 10, rk_value(&c)));
	k.key = &c.p.old_key;
	sp_send(&c.p, &k);
	ch_is_open(&c);
	sp_text(&c.p, "new");
	ck_assert(ch_says(au_last_event(&c.h, E2E_EVENT_MESSAGE), "new"));
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 105: with a hole open the answer may wait, the old key must */
START_TEST(keeps_the_old_key_for_a_hole_before_the_next)
{
	struct sp_packet request;
	int32_t first;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	rk_by_account(&c);
	first = c.p.out_seq;
	sp_draw(&c.p);
	request = ch_action_at(&c, first, rk_request(&c, 10, rk_value(&c)));
	request.key = &c.p.old_key; /* sent before our commit was there */
	text_under(&c, first + 2, &c.p.key, "new");
	sp_send(&c.p, &request);
	ch_is_open(&c);
	text_under(&c, first + 1, &c.p.old_key, "old");
	ch_delivered(&c, "old|new");
	ck_assert_int_eq(ch_chat(&c).in_seq, first + 3);
	ch_is_open(&c);
	sp_text(&c.p, "still here");
	ck_assert(ch_says(au_last_event(&c.h, E2E_EVENT_MESSAGE), "still here"));
	ch_close(&c);
}
END_TEST

/* scenario 105: the request is in its turn, and something behind it is missing */
START_TEST(answers_a_request_once_nothing_is_missing)
{
	struct sp_packet request;
	int32_t first;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	rk_by_peer(&c, 9);
	au_forget(&c.h);
	first = c.p.out_seq;
	sp_draw(&c.p);
	request = ch_action_at(&c, first, rk_request(&c, 10, rk_value(&c)));
	text_under(&c, first + 2, &c.p.key, "behind");
	sp_send(&c.p, &request);
	text_under(&c, first + 1, &c.p.old_key, "old");
	ch_delivered(&c, "old|behind");
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 1);
	rk_peer_agrees(&c, 10);
	rk_peer_commits(&c, 10);
	rk_peer_switches(&c);
	sp_text(&c.p, "third key");
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* ---- Crashes ------------------------------------------------------------------------- */

/* All sends of KIND have the same bytes; how many there were. */
static size_t
one_packet(struct ch *c, uint32_t kind)
{
	const struct au_call *last = ch_last(c, kind);
	size_t i, n = 0;

	for (i = 0; i < au_count_sends(&c->h); i++) {
		const struct au_call *call = au_send_at(&c->h, i);
		struct sp_opened opened = ch_look(c, call);

		if (sp_kind(&opened) != kind)
			continue;
		n++;
		ck_assert_int_eq(call->call.random_id, last->call.random_id);
		ck_assert_uint_eq(call->call.data.n, last->call.data.n);
		ck_assert_mem_eq(call->call.data.p, last->call.data.p, last->call.data.n);
	}
	return n;
}

/* PACKET is delivered to an account that dies after N transactions, and then again. */
static void
deliver_and_die(struct ch *c, const struct sp_packet *packet, int64_t n, bool unconfirmed)
{
	struct e2e_bytes bytes = sp_compose(&c->p, packet);

	c->h.answers = 0; /* the answer of the account gets out, but nothing comes back */
	c->h.commits_left = n;
	c->h.unconfirmed = unconfirmed;
	au_feed_message(&c->h, c->p.chat_id, packet->random_id, bytes, NULL, true, 0);
	au_restart(&c->h);
	au_feed_message(&c->h, c->p.chat_id, packet->random_id, bytes, NULL, true, 0);
	au_restart(&c->h);
}

/* The answer of KIND arrives at last. */
static void
answered(struct ch *c, uint32_t kind)
{
	ck_assert_uint_ge(one_packet(c, kind), 1);
	c->h.answers = AU_AUTO_SENDS;
	au_answer_ok(&c->h, au_last_send(&c->h));
	ck_assert_int_eq(ch_chat(c).unsent, 0);
	one_packet(c, kind);
}

/* scenario 108: a crash around commitKey */
START_TEST(commits_once_whatever_happens)
{
	struct rk_said request, commit;
	struct sp_packet k;
	struct ch c;
	int64_t n;

	for (n = 0; n < 6; n++) {
		ch_open(&c, _i, roles[n % 2]);
		request = rk_order(&c);
		rk_peer_draws(&c, &request);
		k = sp_action_packet(&c.p, rk_accept(&c, request.id, rk_value(&c),
		                                     c.p.new_key.fingerprint));
		deliver_and_die(&c, &k, n / 2, n % 2 == 1);
		answered(&c, RK_COMMIT);
		commit = rk_said(&c, RK_COMMIT);
		ck_assert_int_eq(commit.opened.out_raw, request.opened.out_raw + 1);
		ck_assert_int_eq(commit.key_fingerprint, c.p.new_key.fingerprint);
		rk_peer_switches(&c);
		sp_text(&c.p, "new");
		went_well(&c, "new");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ch_close(&c);
	}
}
END_TEST

/* scenario 108: a crash around acceptKey */
START_TEST(accepts_once_whatever_happens)
{
	struct sp_packet k;
	struct ch c;
	int64_t n;

	for (n = 0; n < 6; n++) {
		ch_open(&c, _i, roles[n % 2]);
		sp_draw(&c.p);
		k = sp_action_packet(&c.p, rk_request(&c, 33, rk_value(&c)));
		deliver_and_die(&c, &k, n / 2, n % 2 == 1);
		answered(&c, RK_ACCEPT);
		rk_peer_agrees(&c, 33);
		rk_peer_commits(&c, 33);
		rk_peer_switches(&c);
		sp_text(&c.p, "new");
		went_well(&c, "new");
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_the_new_key_for_the_commit },
		{ reads_the_new_key_behind_a_missing_commit },
		{ reads_the_old_key_after_its_own_commit },
		{ reads_the_old_key_after_the_peers_commit },
		{ fills_holes_under_either_key },
		{ fills_holes_of_before_its_own_commit },
		{ sends_again_under_the_key_of_then },
		{ accepts_the_next_while_it_has_the_old_key },
		{ bears_a_request_under_the_old_key },
		{ keeps_the_old_key_for_a_hole_before_the_next },
		{ answers_a_request_once_nothing_is_missing },
		{ commits_once_whatever_happens },
		{ accepts_once_whatever_happens },
	};

	return tu_run(cu_suite("chat_rekey_holes", tests, CU_N(tests)));
}
