/* SPDX-License-Identifier: ISC */
/*
 * Giving up what never comes: a gap when the peer has got our requests and a day is over, or by
 * order; the key before a re-key when it is too old.
 */
#include "config.h"

#include "tests/util/rekeyutil.h"

#include <string.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define HOUR_MS (DAY_MS / 24)
#define TRIES  8

static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_LENIENT };

/* Number 1 is lost; 2 comes, and waits. */
static void
lose_one(struct ch *c)
{
	ch_text_at(c, 0, "0");
	ch_text_at(c, 2, "2");
	ck_assert_uint_eq(ch_chat(c).holes, 1);
}

/* Time goes by until N requests were sent. */
static void
asked(struct ch *c, size_t n)
{
	for (size_t i = 0; ch_count(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND) < n; i++) {
		ck_assert_uint_lt(i, 100);
		ck_assert(au_due(&c->h));
	}
}

/* The peer has got all that was sent to it, and says so in message RAW, which waits. */
static void
covers(struct ch *c, int32_t raw, const char *text)
{
	c->p.in_seq = ch_chat(c).out_seq;
	ch_text_at(c, raw, text);
}

static void
live_until(struct ch *c, int64_t time)
{
	while (e2e_deadline(c->h.account) <= time)
		ck_assert(au_due(&c->h));
	au_advance(&c->h, time - c->h.now);
}

static void
was_given_up(struct ch *c, int32_t first, int32_t last)
{
	const struct e2e_event *event = au_last_event(&c->h, E2E_EVENT_GAP);

	ck_assert_ptr_nonnull(event);
	ck_assert_int_eq(event->first, first);
	ck_assert_int_eq(event->last, last);
	ck_assert_uint_eq(event->reason, E2E_REASON_WITHHELD);
}

/* scenario 132: requests that arrived, a day, no answer: it goes on and says what is missing */
START_TEST(gives_up_what_was_asked_for_in_vain)
{
	for (size_t i = 0; i < CU_N(policies); i++) {
		struct ch c;

		ch_open_policy(&c, _i, E2E_CREATOR, policies[i]);
		lose_one(&c);
		asked(&c, TRIES);
		covers(&c, 3, "3");
		live_until(&c, AU_NOW + DAY_MS - 1000);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
		au_restart(&c.h); /* what has arrived is known after it */
		live_until(&c, AU_NOW + 2 * DAY_MS + 60000);
		was_given_up(&c, 1, 1);
		ch_delivered(&c, "0|2|3");
		ck_assert_int_eq(ch_chat(&c).in_seq, 4);
		ck_assert_uint_eq(ch_chat(&c).holes, 0);
		ck_assert_uint_eq(ch_chat(&c).health & (E2E_HEALTH_HOLES | E2E_HEALTH_STUCK), 0);
		au_restart(&c.h);
		ch_text_at(&c, 1, "1"); /* too late */
		ch_text_at(&c, 2, "2"); /* a duplicate */
		ch_delivered(&c, "0|2|3");
		ck_assert_uint_eq(ch_chat(&c).late, 1);
		ck_assert_uint_eq(ch_chat(&c).duplicates, 1);
		ch_close(&c);
	}
}
END_TEST

/* a peer that says something twice a second is no reason to wait longer */
START_TEST(gives_up_while_the_peer_talks)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	lose_one(&c);
	asked(&c, TRIES);
	covers(&c, 3, "3");
	live_until(&c, AU_NOW + DAY_MS);
	for (int32_t raw = 4; raw < 44; raw++) {
		ch_text_at(&c, raw, "later");
		live_until(&c, c.h.now + 500);
	}
	was_given_up(&c, 1, 1);
	ck_assert_int_eq(ch_chat(&c).in_seq, 44);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* who is not there has not refused anything */
START_TEST(waits_for_a_peer_that_is_silent)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	lose_one(&c);
	asked(&c, TRIES);
	live_until(&c, AU_NOW + 30 * DAY_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	ch_text_at(&c, 3, "3"); /* it has got none of them */
	live_until(&c, AU_NOW + 40 * DAY_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	ch_text_at(&c, 1, "1");
	ch_delivered(&c, "0|1|2|3");
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* nor is it given up where only some of the requests have arrived */
START_TEST(counts_only_requests_that_arrived)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	lose_one(&c);
	asked(&c, TRIES - 1);
	covers(&c, 3, "3");
	live_until(&c, AU_NOW + 20 * DAY_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	covers(&c, 4, "4");
	live_until(&c, c.h.now + 2 * DAY_MS);
	was_given_up(&c, 1, 1);
	ch_close(&c);
}
END_TEST

/* a message that was sent again may acknowledge anything, and so may a forged number */
START_TEST(believes_no_refill)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 4, "4");
	asked(&c, TRIES);
	covers(&c, 2, "2"); /* in the gap: 1 and 3 are still missing */
	live_until(&c, AU_NOW + 20 * DAY_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	ch_close(&c);
}
END_TEST

START_TEST(closes_where_it_is_strict)
{
	struct ch c;

	ch_open_policy(&c, _i, E2E_ACCEPTOR, E2E_POLICY_STRICT);
	lose_one(&c);
	asked(&c, TRIES);
	covers(&c, 3, "3");
	live_until(&c, AU_NOW + 2 * DAY_MS + 60000);
	ch_is_closed(&c, E2E_REASON_WITHHELD);
	ch_close(&c);
}
END_TEST

/* the user need not wait */
START_TEST(gives_up_by_order)
{
	struct ch c;

	ch_open_policy(&c, _i, E2E_CREATOR, E2E_POLICY_STRICT);
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id + 1, c.h.now), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_chat_skip(NULL, c.p.chat_id, c.h.now), E2E_ERR_ARGUMENT);
	ch_text_at(&c, 2, "2");
	ch_text_at(&c, 5, "5");
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	au_run(&c.h);
	was_given_up(&c, 0, 1);
	ch_delivered(&c, "2");
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	au_run(&c.h);
	was_given_up(&c, 3, 4);
	ch_delivered(&c, "2|5");
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* several gaps in the numbers that one request asked for are given up together */
START_TEST(gives_up_all_that_was_asked_for)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ch_text_at(&c, 6, "6");
	asked(&c, TRIES);
	ch_text_at(&c, 2, "2");
	ch_text_at(&c, 4, "4");
	covers(&c, 7, "7");
	live_until(&c, AU_NOW + 2 * DAY_MS + 60000);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 3);
	was_given_up(&c, 5, 5);
	ch_delivered(&c, "2|4|6|7");
	ch_close(&c);
}
END_TEST

/* what we had no room for was not refused: a gap counts from when it is the first */
START_TEST(gives_up_nothing_that_was_answered)
{
	size_t requests = 0;
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.held_messages = 2;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 0, "0");
	ch_text_at(&c, 2, "2");
	ch_text_at(&c, 3, "3");
	ch_text_at(&c, 4, "4"); /* no room */
	while (e2e_deadline(c.h.account) < AU_NOW + 2 * HOUR_MS) {
		ck_assert(au_due(&c.h));
		if (ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND) > requests) {
			requests = ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND);
			ch_text_at(&c, 4, "4"); /* each request is answered */
		}
	}
	covers(&c, 5, "5");
	live_until(&c, AU_NOW + DAY_MS - 1000);
	ch_text_at(&c, 1, "1"); /* the server was only slow */
	live_until(&c, c.h.now + HOUR_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	ch_text_at(&c, 4, "4");
	ch_delivered(&c, "0|1|2|3|4");
	ch_close(&c);
}
END_TEST

/* a peer that counts the copies that it gets is heard as well */
START_TEST(gives_up_with_a_peer_that_counts_copies)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	au_text(&c.h, c.p.chat_id, "hi");
	c.p.in_seq = 0;
	lose_one(&c);
	asked(&c, TRIES);
	c.p.in_seq = ch_chat(&c).out_seq + 3;
	ch_text_at(&c, 3, "3");
	live_until(&c, AU_NOW + 2 * DAY_MS + 60000);
	au_text(&c.h, c.p.chat_id, "the server says what time it is");
	au_advance(&c.h, 0);
	was_given_up(&c, 1, 1);
	ch_delivered(&c, "0|2|3");
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* the answer to our requestKey was in it: the exchange is over, and another one can begin */
START_TEST(begins_a_new_exchange_after_a_gap)
{
	struct rk_said request, again;
	int32_t raw;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	request = rk_order(&c);
	raw = ch_chat(&c).in_seq; /* the number of the acceptKey that never comes */
	covers(&c, raw + 1, "x");
	asked(&c, TRIES);
	covers(&c, raw + 2, "y");
	live_until(&c, c.h.now + 3 * DAY_MS);
	was_given_up(&c, raw, raw);
	ck_assert_uint_eq(ch_count(&c, RK_ABORT), 1);
	ck_assert_int_eq(rk_said(&c, RK_ABORT).id, request.id);
	ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_NONE);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	au_run(&c.h);
	again = rk_said(&c, RK_REQUEST);
	ck_assert_int_ne(again.id, request.id);
	c.p.out_seq = raw + 3;
	rk_peer_accepts(&c, &again);
	rk_peer_switches(&c);
	sp_text(&c.p, "with the new key");
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

#define CHATS 4

/* the server's word is for all chats */
START_TEST(gives_up_in_all_chats_at_once)
{
	struct sp_peer peers[CHATS];
	struct ch c;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_ACK;
	ch_ready(&c, E2E_CREATOR);
	peers[0] = c.p;
	for (int i = 1; i < CHATS; i++) {
		sp_open(&peers[i], &c.h, CH_PEER + i);
		sp_asked(&peers[i]);
	}
	for (int i = 0; i < CHATS; i++) {
		c.p = peers[i];
		lose_one(&c);
		peers[i] = c.p;
	}
	live_until(&c, AU_NOW + HOUR_MS);
	for (int i = 0; i < CHATS; i++) {
		c.p = peers[i];
		covers(&c, 3, "3");
		peers[i] = c.p;
	}
	live_until(&c, AU_NOW + 2 * DAY_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), CHATS);
	for (int i = 1; i < CHATS; i++)
		sp_close(&peers[i]);
	c.p = peers[0];
	ch_close(&c);
}
END_TEST

/* ---- The old key ------------------------------------------------------------------------ */

/* scenario 133: a message under the old key never comes: the key goes after a week all the same */
START_TEST(erases_an_old_key_after_a_week)
{
	struct e2e_key old;
	struct sp_packet lost;
	struct ch c;
	int64_t fresh;

	ch_open(&c, _i, E2E_CREATOR);
	sp_text(&c.p, "before");
	rk_peer_requests(&c, 7);
	rk_peer_agrees(&c, 7);
	lost = sp_text_packet(&c.p, "lost"); /* under the old key; it does not come */
	rk_peer_commits(&c, 7);
	rk_peer_switches(&c);
	old = c.p.old_key;
	sp_text(&c.p, "under the new one");
	fresh = c.h.now;
	ck_assert_uint_ge(ch_chat(&c).holes, 1);
	ck_assert(rk_has(&c, E2E_KEY_OLD));
	live_until(&c, fresh + 7 * DAY_MS - 1000);
	ck_assert(rk_has(&c, E2E_KEY_OLD));
	au_restart(&c.h);
	live_until(&c, fresh + 7 * DAY_MS);
	au_text(&c.h, c.p.chat_id, "the server says what time it is");
	au_advance(&c.h, 0);
	ck_assert(!rk_has(&c, E2E_KEY_OLD));
	ck_assert(!rk_stores(&c, &old));
	au_forget(&c.h);
	lost.key = &c.p.old_key;
	sp_send(&c.p, &lost);
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_KEY_ID), 1);
	/* the gap is another matter */
	ck_assert_uint_ge(ch_chat(&c).holes, 1);
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_uint_eq(ch_chat(&c).holes, 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* while nobody knows whether the peer has the new key, the old one stays, and that is told */
START_TEST(keeps_an_old_key_for_a_silent_peer)
{
	struct rk_said request;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	request = rk_order(&c);
	rk_peer_accepts(&c, &request); /* we commit; it says nothing any more */
	ck_assert(rk_has(&c, E2E_KEY_OLD));
	live_until(&c, c.h.now + 6 * DAY_MS);
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_KEY_OLD, 0);
	live_until(&c, c.h.now + 60 * DAY_MS);
	au_text(&c.h, c.p.chat_id, "the server says what time it is");
	au_advance(&c.h, 0);
	ck_assert(rk_has(&c, E2E_KEY_OLD));
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_KEY_OLD, 0);
	sp_text(&c.p, "under the old key"); /* it had not got the commit */
	ch_delivered(&c, "under the old key");
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ gives_up_what_was_asked_for_in_vain },
		{ gives_up_while_the_peer_talks },
		{ waits_for_a_peer_that_is_silent },
		{ counts_only_requests_that_arrived },
		{ believes_no_refill },
		{ closes_where_it_is_strict },
		{ gives_up_by_order },
		{ gives_up_all_that_was_asked_for },
		{ gives_up_nothing_that_was_answered },
		{ gives_up_with_a_peer_that_counts_copies },
		{ begins_a_new_exchange_after_a_gap },
		{ gives_up_in_all_chats_at_once },
		{ erases_an_old_key_after_a_week },
		{ keeps_an_old_key_for_a_silent_peer },
	};

	return tu_run(cu_suite("chat_gap", tests, CU_N(tests)));
}
