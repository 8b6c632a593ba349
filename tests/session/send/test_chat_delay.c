/* SPDX-License-Identifier: ISC */
/*
 * What the account sends by itself may wait for a moment (answer_delay_ms): so that others
 * can still come, and a client that was offline does not answer each of a hundred messages.
 */
#include "config.h"

#include "tests/util/rekeyutil.h"

#define DELAY  2000
#define RESEND E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND
#define NOTIFY E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };

/* An active chat: its notifyLayer came late, too. */
static void
open_slow(struct ch *c, int backend, uint32_t role)
{
	ch_open(c, backend, role);
	c->h.timing.answer_delay_ms = DELAY;
	au_restart(&c->h);
	au_forget(&c->h);
}

/* Nothing was sent, and nothing will be before DELAY; then N are. */
static void
comes_later(struct ch *c, uint32_t kind, size_t n)
{
	ck_assert_uint_eq(au_count_sends(&c->h), 0);
	ck_assert_int_le(e2e_deadline(c->h.account), c->h.now + DELAY);
	au_advance(&c->h, DELAY - 1);
	ck_assert_uint_eq(au_count_sends(&c->h), 0);
	au_advance(&c->h, 1);
	ck_assert_uint_eq(ch_count(c, kind), n);
	ck_assert_uint_eq(au_count_sends(&c->h), n);
}

/* scenario 22: the first message waits for a tick */
START_TEST(announces_its_layer_later)
{
	struct ch c;

	au_init(&c.h, tu_backend((size_t)_i), CH_USER);
	c.h.answers = AU_AUTO_SENDS;
	c.h.timing.answer_delay_ms = DELAY;
	au_start(&c.h);
	sp_open(&c.p, &c.h, CH_PEER);
	sp_account_asks(&c.p);
	sp_waiting(&c.p);
	sp_peer_accepts(&c.p);
	ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_ACTIVE);
	comes_later(&c, NOTIFY, 1);
	ch_close(&c);
}
END_TEST

/* scenario 41, later: or not at all, if it was only out of order */
START_TEST(asks_for_what_is_missing_later)
{
	struct ch c;
	int which;

	for (which = 0; which < 3; which++) {
		open_slow(&c, _i, roles[which % 2]);
		ch_text_at(&c, 2, "2");
		if (which == 1)
			au_restart(&c.h);
		if (which == 2) {
			ch_text_at(&c, 0, "0");
			ch_text_at(&c, 1, "1");
			au_advance(&c.h, DELAY);
			ck_assert_uint_eq(au_count_sends(&c.h), 0);
			ch_delivered(&c, "0|1|2");
		} else {
			comes_later(&c, RESEND, 1);
			ch_is_resend(&c, au_last_send(&c.h), sp_wire_out(&c.p, 0),
			             sp_wire_out(&c.p, 1));
		}
		ch_close(&c);
	}
}
END_TEST

/* scenario 93, later, over restarts */
START_TEST(renews_a_key_later)
{
	struct rk_said request;
	struct ch c;
	int restart;

	for (restart = 0; restart < 2; restart++) {
		open_slow(&c, _i, roles[restart]);
		request = rk_order(&c);
		rk_peer_draws(&c, &request);
		au_forget(&c.h);
		sp_action(&c.p, rk_accept(&c, request.id, rk_value(&c), c.p.new_key.fingerprint));
		if (restart)
			au_restart(&c.h);
		comes_later(&c, RK_COMMIT, 1);
		ck_assert_int_eq(rk_said(&c, RK_COMMIT).key_fingerprint, c.p.new_key.fingerprint);
		rk_peer_switches(&c);
		sp_text(&c.p, "new");
		ck_assert(!rk_has(&c, E2E_KEY_OLD));
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 93, later, the other side */
START_TEST(accepts_a_key_later)
{
	struct ch c;
	int restart;

	for (restart = 0; restart < 2; restart++) {
		open_slow(&c, _i, roles[restart]);
		rk_peer_requests(&c, 8);
		if (restart)
			au_restart(&c.h);
		comes_later(&c, RK_ACCEPT, 1);
		rk_peer_agrees(&c, 8);
		au_forget(&c.h);
		rk_peer_commits(&c, 8);
		rk_peer_switches(&c);
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
		if (restart)
			au_restart(&c.h);
		comes_later(&c, RK_NOOP, 1);
		sp_text(&c.p, "new");
		ch_delivered(&c, "new");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* What the peer takes back before it was answered needs no answer */
START_TEST(answers_no_request_that_was_taken_back)
{
	struct ch c;

	open_slow(&c, _i, E2E_CREATOR);
	rk_peer_requests(&c, 8);
	sp_action(&c.p, rk_abort(&c, 8));
	au_advance(&c.h, 10 * DELAY);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 0);
	ck_assert_uint_eq(ch_chat(&c).rekeying, E2E_REKEY_NONE);
	rk_peer_requests(&c, 9);
	rk_peer_requests(&c, 10); /* an iPhone that begins anew */
	au_advance(&c.h, DELAY);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 1);
	rk_peer_agrees(&c, 10);
	rk_peer_commits(&c, 10);
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* The user's messages do not wait, and keep their order with those that do */
START_TEST(does_not_keep_the_user_waiting)
{
	struct sp_opened text, resend;
	struct ch c;

	open_slow(&c, _i, E2E_ACCEPTOR);
	ch_text_at(&c, 2, "2");
	au_text(&c.h, c.p.chat_id, "at once");
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_73), 1);
	au_advance(&c.h, DELAY);
	ck_assert_uint_eq(ch_count(&c, RESEND), 1);
	text = ch_look(&c, ch_last(&c, E2E_TL_DECRYPTED_MESSAGE_73));
	resend = ch_look(&c, ch_last(&c, RESEND));
	ck_assert_int_ne(text.out_raw, resend.out_raw);
	ck_assert_uint_eq(ch_chat(&c).unsent, 0);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ announces_its_layer_later },
		{ asks_for_what_is_missing_later },
		{ renews_a_key_later },
		{ accepts_a_key_later },
		{ answers_no_request_that_was_taken_back },
		{ does_not_keep_the_user_waiting },
	};

	return tu_run(cu_suite("chat_delay", tests, CU_N(tests)));
}
