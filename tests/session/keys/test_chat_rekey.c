/* SPDX-License-Identifier: ISC */
/* The renewal of a key: when it begins, how it goes, what is left of it. */
#include "config.h"

#include "tests/util/primes.h"
#include "tests/util/rekeyutil.h"

#include <string.h>

#define DAY INT64_C(86400000)

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };

/* N messages, by turns out and in; the peer acknowledges what it got. */
static void
talk(struct ch *c, int n)
{
	while (n-- > 0) {
		if (n % 2 == 0) {
			au_text(&c->h, c->p.chat_id, "out");
			c->p.in_seq = ch_chat(c).out_seq;
		} else {
			sp_text(&c->p, "in");
		}
	}
}

/* ---- When ---------------------------------------------------------------------------- */

/* scenario 92: a re-key after more than a hundred messages */
START_TEST(renews_a_key_after_a_hundred_messages)
{
	struct ch c;
	int way, n;

	for (way = 0; way < 2; way++) {
		ch_open(&c, _i, roles[way]);
		ck_assert_uint_eq(ch_chat(&c).key_uses, 1); /* the notifyLayer */
		talk(&c, 99);
		ck_assert_uint_eq(ch_chat(&c).key_uses, 100);
		ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
		/* the sender of number 101 asks; who received it gives it ten messages' time */
		if (way == 0) {
			au_text(&c.h, c.p.chat_id, "number 101");
		} else {
			for (n = 0; n < 10; n++)
				sp_text(&c.p, "number 101 to 110");
			ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
			sp_text(&c.p, "number 111");
		}
		ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
		ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_REQUESTED);
		talk(&c, 30);
		au_restart(&c.h);
		talk(&c, 10);
		ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
		ch_close(&c);
	}
}
END_TEST

/* scenario 92: and after a week */
START_TEST(renews_a_key_that_is_a_week_old)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	sp_text(&c.p, "used");
	au_advance(&c.h, 7 * DAY - 60000);
	au_text(&c.h, c.p.chat_id, "not yet");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	au_advance(&c.h, 61000);
	au_text(&c.h, c.p.chat_id, "now");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	au_advance(&c.h, DAY);
	talk(&c, 5);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	ch_close(&c);
}
END_TEST

/* without a message: the host has a deadline for it; the answer to a noop dates the week */
START_TEST(renews_a_used_key_when_the_week_is_over)
{
	static const int64_t spans[] = { 7 * DAY, 7 * DAY + 7 * DAY / 10 };
	struct ch c;

	for (int way = 0; way < 4; way++) {
		int64_t begun;

		ch_open(&c, _i, roles[way % 2]);
		sp_text(&c.p, "used");
		au_text(&c.h, c.p.chat_id, "used");
		c.p.in_seq = ch_chat(&c).out_seq;
		begun = ch_chat(&c).key_since;
		if (way >= 2)
			au_restart(&c.h);
		au_forget(&c.h);
		while (ch_count(&c, RK_REQUEST) == 0) {
			ck_assert(au_due(&c.h));
			ck_assert_int_le(c.h.now - begun, spans[way % 2] + 5000);
		}
		ck_assert_int_gt(c.h.now - begun, spans[way % 2]);
		ck_assert_uint_le(au_count_sends(&c.h), 3); /* noops: acknowledging, asking */
		ch_close(&c);
	}
}
END_TEST

/* where the answer says that there was no week, nothing is renewed, and it is not asked again soon */
START_TEST(asks_for_the_date_once)
{
	struct ch c;
	size_t sends;

	ch_open(&c, _i, E2E_CREATOR);
	c.h.answers = 0;
	sp_text(&c.p, "used");
	au_text(&c.h, c.p.chat_id, "used");
	au_answer_ok(&c.h, au_last_send(&c.h));
	au_forget(&c.h);
	for (int hours = 0; hours < 24; hours++) {
		au_advance(&c.h, hours == 0 ? 8 * DAY : DAY / 24);
		while (au_last_send(&c.h) != NULL && !au_last_send(&c.h)->answered) {
			ck_assert_int_eq(e2e_call_done(c.h.account, au_last_send(&c.h)->call.id,
			                               (int32_t)(AU_NOW / 1000), NULL, c.h.now),
			                 E2E_OK);
			au_last_send(&c.h)->answered = true;
			au_run(&c.h);
		}
	}
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	sends = au_count_sends(&c.h);
	ck_assert_uint_ge(sends, 1);
	ck_assert_uint_le(sends, 2);
	ch_close(&c);
}
END_TEST

/* noops are no use of a key: of ours and the peer's, after a week, nothing comes */
START_TEST(renews_no_key_for_noops)
{
	struct ch c;
	size_t n;

	ch_open(&c, _i, E2E_CREATOR);
	sp_text(&c.p, "used");
	rk_by_account(&c);
	sp_noop(&c.p);
	au_advance(&c.h, 2 * 3600 * 1000);
	n = ch_count(&c, RK_REQUEST);
	for (int i = 0; i < 60 && e2e_deadline(c.h.account) < c.h.now + 30 * DAY; i++)
		au_due(&c.h);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), n);
	/* so that is nobody's fault */
	for (int64_t end = c.h.now + 16 * DAY; c.h.now < end;)
		au_advance(&c.h, 290000); /* no leap */
	sp_noop(&c.p);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), n);
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_KEY_OLD, 0);
	ch_close(&c);
}
END_TEST

/* scenarios 92, 106: not a key that nobody used, or only one side */
START_TEST(renews_no_key_before_its_time)
{
	struct ch c;
	int i;

	ch_open(&c, _i, E2E_ACCEPTOR);
	au_advance(&c.h, 8 * DAY);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	for (i = 0; i < 120; i++)
		au_text(&c.h, c.p.chat_id, "is anybody there?");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	sp_text(&c.p, "yes");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	ch_close(&c);
}
END_TEST

/* scenario 92: unless the host says otherwise */
START_TEST(renews_no_key_where_the_host_does_it)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_REKEY;
	ch_ready(&c, E2E_CREATOR);
	talk(&c, 150);
	au_advance(&c.h, 8 * DAY);
	talk(&c, 2);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	rk_by_account(&c);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 106: one re-key at a time */
START_TEST(renews_one_key_at_a_time)
{
	struct rk_said request;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	request = rk_order(&c);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	rk_peer_accepts(&c, &request);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	rk_peer_switches(&c);
	au_text(&c.h, c.p.chat_id, "with the old key still there");
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	sp_text(&c.p, "under the new key");
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 2);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 106: nor while the peer's exchange is open, whatever the counter says */
START_TEST(waits_for_the_exchange_of_the_peer)
{
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	sp_text(&c.p, "used");
	rk_peer_requests(&c, 50);
	ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_ACCEPTED);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	rk_peer_agrees(&c, 50);
	talk(&c, 120);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	rk_peer_commits(&c, 50);
	rk_peer_switches(&c);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_ERR_STATE);
	sp_text(&c.p, "under the new key");
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
	ck_assert_uint_lt(ch_chat(&c).key_uses, 10);
	ch_close(&c);
}
END_TEST

/* ---- How ----------------------------------------------------------------------------- */

static void
text_is_under(struct ch *c, int64_t key_fingerprint)
{
	au_text(&c->h, c->p.chat_id, "x");
	ck_assert_int_eq(ch_look(c, au_last_send(&c->h)).key_fingerprint, key_fingerprint);
}

/* scenario 93: the whole exchange, begun by us */
START_TEST(renews_a_key)
{
	struct rk_said request, commit;
	struct e2e_chat before, chat;
	int64_t old;
	struct ch c;
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		before = ch_chat(&c);
		old = c.p.key.fingerprint;
		ck_assert_int_eq(before.key_fingerprint, old);
		request = rk_order(&c);
		ck_assert_int_eq(request.opened.key_fingerprint, old);
		text_is_under(&c, old);
		rk_peer_accepts(&c, &request);
		commit = rk_said(&c, RK_COMMIT);
		ck_assert_int_eq(commit.opened.key_fingerprint, old);
		ck_assert_int_eq(commit.id, request.id);
		ck_assert_int_eq(commit.key_fingerprint, c.p.new_key.fingerprint);
		chat = ch_chat(&c);
		ck_assert_int_eq(chat.key_fingerprint, c.p.new_key.fingerprint);
		ck_assert_int_eq(chat.old_key_fingerprint, old);
		ck_assert_uint_eq(chat.key_uses, 0);
		ck_assert_int_eq(chat.key_since, c.h.now);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_REKEYED), 1);
		ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_REKEYED)->key_fingerprint,
		                 c.p.new_key.fingerprint);
		text_is_under(&c, c.p.new_key.fingerprint);
		rk_peer_switches(&c);
		ck_assert(rk_has(&c, E2E_KEY_OLD));
		sp_text(&c.p, "under the new key");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ck_assert(!rk_stores(&c, &c.p.old_key));
		ck_assert(rk_stores(&c, &c.p.key));
		chat = ch_chat(&c);
		ck_assert_int_eq(chat.old_key_fingerprint, 0);
		ck_assert_uint_eq(chat.rekeying, E2E_REKEY_NONE);
		ck_assert_mem_eq(chat.key_hash, before.key_hash, sizeof chat.key_hash);
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 93: asked by the peer */
START_TEST(renews_a_key_for_the_peer)
{
	struct e2e_chat before, chat;
	struct rk_said accept;
	struct sp_opened noop;
	struct ch c;
	size_t r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		before = ch_chat(&c);
		rk_peer_requests(&c, -77);
		accept = rk_said(&c, RK_ACCEPT);
		ck_assert_int_eq(accept.opened.key_fingerprint, c.p.key.fingerprint);
		rk_peer_agrees(&c, -77);
		ck_assert_int_eq(ch_chat(&c).new_key_fingerprint, c.p.new_key.fingerprint);
		ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_ACCEPTED);
		text_is_under(&c, c.p.key.fingerprint);
		rk_peer_commits(&c, -77);
		noop = ch_look(&c, au_last_send(&c.h)); /* so that Android switches, T6.2 */
		ck_assert_uint_eq(sp_kind(&noop), RK_NOOP);
		ck_assert_int_eq(noop.key_fingerprint, c.p.new_key.fingerprint);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_REKEYED), 1);
		ck_assert(rk_has(&c, E2E_KEY_OLD));
		rk_peer_switches(&c);
		text_is_under(&c, c.p.key.fingerprint);
		sp_text(&c.p, "under the new key");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ck_assert(!rk_stores(&c, &c.p.old_key));
		chat = ch_chat(&c);
		ck_assert_int_eq(chat.key_fingerprint, c.p.key.fingerprint);
		ck_assert_int_eq(chat.new_key_fingerprint, 0);
		ck_assert_mem_eq(chat.key_hash, before.key_hash, sizeof chat.key_hash);
		ck_assert_uint_eq(ch_count(&c, RK_NOOP), 1);
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 93: again and again, by turns, over restarts */
START_TEST(renews_keys_many_times)
{
	struct ch c;
	int i;

	ch_open(&c, _i, E2E_ACCEPTOR);
	for (i = 0; i < 6; i++) {
		au_forget(&c.h);
		if (i % 2 == 0)
			rk_by_account(&c);
		else
			rk_by_peer(&c, 1000 - i);
		au_restart(&c.h);
		au_text(&c.h, c.p.chat_id, "out");
		sp_text(&c.p, "in");
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
		ck_assert(!rk_stores(&c, &c.p.old_key));
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_REKEYED), 1);
		ch_is_open(&c);
	}
	ch_close(&c);
}
END_TEST

/* ---- Without an answer, with another group ------------------------------------------- */

/*
 * scenario 110: a peer without re-keying (the Telethon add-on).  It must have had the time to
 * answer: TDLib closes when it is asked twice.
 */
START_TEST(goes_on_without_an_answer)
{
	int64_t old;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	old = c.p.key.fingerprint;
	talk(&c, 110);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	talk(&c, 210);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 2);
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_KEY_OLD, 0);
	text_is_under(&c, old);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_REKEYED), 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 110: the second attempt is as good as the first */
START_TEST(takes_the_answer_to_a_second_request)
{
	struct rk_said request;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	talk(&c, 320);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 2);
	request = rk_said(&c, RK_REQUEST);
	rk_peer_accepts(&c, &request);
	ck_assert_int_eq(rk_said(&c, RK_COMMIT).id, request.id);
	rk_peer_switches(&c);
	sp_text(&c.p, "under the new key");
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_KEY_OLD, 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 111: the server has another prime by now */
START_TEST(keeps_the_group_of_the_chat)
{
	uint8_t prime[256];
	int32_t chat_id = 0;
	struct ch c;

	tu_hex(prime, sizeof prime, prime_rfc3526);
	ch_open(&c, _i, E2E_CREATOR);
	ck_assert_int_eq(e2e_chat_start(c.h.account, &chat_id, 8, 80, c.h.now), E2E_OK);
	au_run(&c.h);
	au_feed_dh_config(&c.h, 99, 2, prime, sizeof prime, NULL, 0);
	ck_assert_int_eq(e2e_call_done(c.h.account,
	                               au_last_call(&c.h, E2E_CALL_GET_DH_CONFIG)->call.id, 0,
	                               NULL, c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	ck_assert_uint_eq(au_count_calls(&c.h, E2E_CALL_REQUEST), 1); /* in the new group */
	rk_by_account(&c); /* asserts that the keys are the same */
	sp_text(&c.p, "under the new key");
	rk_by_peer(&c, 5);
	sp_text(&c.p, "and another");
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_REKEYED), 2);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ renews_a_key_after_a_hundred_messages },
		{ renews_a_key_that_is_a_week_old },
		{ renews_a_used_key_when_the_week_is_over },
		{ asks_for_the_date_once },
		{ renews_no_key_for_noops },
		{ renews_no_key_before_its_time },
		{ renews_no_key_where_the_host_does_it },
		{ renews_one_key_at_a_time },
		{ waits_for_the_exchange_of_the_peer },
		{ renews_a_key },
		{ renews_a_key_for_the_peer },
		{ renews_keys_many_times },
		{ goes_on_without_an_answer },
		{ takes_the_answer_to_a_second_request },
		{ keeps_the_group_of_the_chat },
	};

	return tu_run(cu_suite("chat_rekey", tests, CU_N(tests)));
}
