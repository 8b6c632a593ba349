/* SPDX-License-Identifier: ISC */
/*
 * A peer or a server that does not stop: re-keys, bad ones, layers, typing, read marks, a server
 * that calls every id a duplicate, a library that fails.  Each costs what its budget says, and
 * what is above it waits or is told once.
 */
#include "config.h"

#include "tests/util/rekeyutil.h"
#include "tests/util/startutil.h"

#define SECOND_MS INT64_C(1000)
#define HOUR_MS   (3600 * SECOND_MS)
#define DAY_MS    (24 * HOUR_MS)
#define NOTIFY    E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER

static void
open_quiet(struct ch *c, int backend, uint32_t flags)
{
	ch_init(c, backend);
	c->h.config.flags = E2E_CONFIG_NO_REKEY | E2E_CONFIG_NO_ACK | flags;
	ch_ready(c, E2E_CREATOR);
	sp_text(&c->p, "hello");
}

static void
live_until(struct ch *c, int64_t time)
{
	while (e2e_deadline(c->h.account) <= time)
		ck_assert(au_due(&c->h));
	au_advance(&c->h, time - c->h.now);
}

/* The peer has all that was sent to it. */
static void
keep_up(struct ch *c)
{
	c->p.in_seq = ch_chat(c).out_seq;
}

/* ---- Re-keys ------------------------------------------------------------------------------ */

/* requests without end cost two powers each, up to the budget; of the rest the newest is answered */
START_TEST(answers_six_requests_an_hour)
{
	struct ch c;
	size_t powers;
	int64_t id = 0;

	open_quiet(&c, _i, 0);
	sp_draw(&c.p);
	powers = c.h.script.modexp_calls;
	for (int i = 0; i < 300; i++) {
		keep_up(&c);
		sp_action(&c.p, rk_request(&c, ++id, rk_value(&c)));
	}
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 6);
	ck_assert_uint_le(c.h.script.modexp_calls - powers, 2 * 6);
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_BUSY, 0);
	ck_assert_uint_ne(au_last_event(&c.h, E2E_EVENT_HEALTH)->health & E2E_HEALTH_BUSY, 0);
	live_until(&c, AU_NOW + HOUR_MS - 1);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 6);
	live_until(&c, AU_NOW + HOUR_MS);
	ck_assert_uint_eq(ch_count(&c, RK_ACCEPT), 7);
	rk_peer_agrees(&c, id); /* it is for the newest */
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_BUSY, 0);
	rk_peer_commits(&c, id);
	rk_peer_switches(&c);
	sp_text(&c.p, "and all is well");
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* a client that re-keys all the time, and each time to the end: as many */
START_TEST(takes_part_in_six_early_ones_an_hour)
{
	struct ch c;
	size_t powers;
	int done = 0;

	open_quiet(&c, _i, 0);
	powers = c.h.script.modexp_calls;
	for (int i = 0; i < 40; i++) {
		au_forget(&c.h);
		keep_up(&c);
		rk_peer_requests(&c, 100 + i);
		if (ch_count(&c, RK_ACCEPT) == 0)
			break;
		rk_peer_agrees(&c, 100 + i);
		rk_peer_commits(&c, 100 + i);
		rk_peer_switches(&c);
		sp_text(&c.p, "new");
		done++;
	}
	ck_assert_int_eq(done, 6);
	ck_assert_uint_le(c.h.script.modexp_calls - powers, 2 * 6);
	sp_text(&c.p, "it can still write");
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* one that begins when it should is never made to wait */
START_TEST(lets_a_diligent_peer_begin)
{
	struct ch c;

	open_quiet(&c, _i, 0);
	for (int i = 0; i < 12; i++) {
		for (int n = 0; n < 100; n++)
			sp_text(&c.p, "talk");
		au_forget(&c.h);
		keep_up(&c);
		rk_peer_requests(&c, 100 + i);
		rk_peer_agrees(&c, 100 + i);
		rk_peer_commits(&c, 100 + i);
		rk_peer_switches(&c);
		sp_text(&c.p, "new");
	}
	ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.key.fingerprint);
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_BUSY, 0);
	ch_close(&c);
}
END_TEST

/* nor does asking again and again under one key make it free once many messages have passed */
START_TEST(counts_requests_that_lead_to_nothing)
{
	struct ch c;
	size_t powers;

	open_quiet(&c, _i, 0);
	for (int n = 0; n < 300; n++)
		sp_text(&c.p, "talk");
	sp_draw(&c.p);
	powers = c.h.script.modexp_calls;
	for (int i = 0; i < 300; i++) {
		keep_up(&c);
		sp_action(&c.p, rk_request(&c, i + 1, rk_value(&c)));
	}
	/* one for the old key's many messages, six early ones, and one for each 50 since */
	ck_assert_uint_le(ch_count(&c, RK_ACCEPT), 1 + 6 + 300 / 49 + 1);
	ck_assert_uint_le(c.h.script.modexp_calls - powers, 2 * (1 + 6 + 300 / 49 + 1));
	ch_close(&c);
}
END_TEST

/* bad values get abortKey, no more often; and the newest when there is room again */
START_TEST(refuses_six_bad_ones_an_hour)
{
	struct ch c;
	uint8_t bad[E2E_DH_BYTES] = { 0 };

	open_quiet(&c, _i, 0);
	for (int i = 0; i < 100; i++) {
		keep_up(&c);
		sp_action(&c.p, rk_request(&c, i + 1, (struct e2e_bytes){ bad, sizeof bad }));
	}
	ck_assert_uint_eq(ch_count(&c, RK_ABORT), 6);
	live_until(&c, AU_NOW + HOUR_MS);
	ck_assert_uint_eq(ch_count(&c, RK_ABORT), 7);
	ck_assert_int_eq(rk_said(&c, RK_ABORT).id, 100);
	live_until(&c, AU_NOW + DAY_MS);
	ck_assert_uint_eq(ch_count(&c, RK_ABORT), 7);
	ch_close(&c);
}
END_TEST

/* a layer without a number costs the peer nothing: it has answers like the others */
START_TEST(answers_six_layers_without_a_number)
{
	struct ch c;

	open_quiet(&c, _i, 0);
	au_forget(&c.h);
	for (int i = 0; i < 100; i++) {
		static const uint8_t random[15];
		const struct e2e_tl_decrypted_message_action_notify_layer action = { NOTIFY,
			                                                             145 + i };
		struct e2e_tl_decrypted_message_service_8 *m = sp_new(&c.p, sizeof *m);
		struct sp_packet k = sp_packet(&c.p);

		c.p.out_seq--; /* it has no number */
		m->ctor = E2E_TL_DECRYPTED_MESSAGE_SERVICE_8;
		m->random_id = 1000 + i;
		m->random_bytes = (struct e2e_bytes){ random, sizeof random };
		m->action = (const struct e2e_tl *)&action;
		k.payload = ch_bytes(&c, (const struct e2e_tl *)m);
		sp_send(&c.p, &k);
	}
	ck_assert_int_eq(ch_chat(&c).peer_layer, 244);
	ck_assert_uint_eq(ch_count(&c, NOTIFY), 6);
	live_until(&c, AU_NOW + 2 * HOUR_MS);
	ck_assert_uint_eq(ch_count(&c, NOTIFY), 7);
	ch_close(&c);
}
END_TEST

/* the user's own order is not made to wait, whatever the account's budget is */
START_TEST(obeys_an_order_above_the_budget)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_ACK;
	c.h.limits.account_rekeys = 1;
	ch_ready(&c, E2E_CREATOR);
	rk_by_peer(&c, 1);
	sp_text(&c.p, "new");
	keep_up(&c);
	for (int n = 0; n < 101; n++)
		au_text(&c.h, c.p.chat_id, "x");
	keep_up(&c);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0); /* the hour's budget is used up */
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_BUSY, 0);
	ck_assert_int_eq(e2e_chat_rekey(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	live_until(&c, AU_NOW + 2 * HOUR_MS);
	ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_BUSY, 0);
	ch_close(&c);
}
END_TEST

/* ---- In passing ------------------------------------------------------------------------------ */

START_TEST(tells_of_typing_once_a_second)
{
	struct ch c;
	size_t commits;

	ch_open(&c, _i, E2E_CREATOR);
	au_forget(&c.h);
	commits = c.h.commits;
	for (int i = 0; i < 10000; i++) {
		c.h.now += 10;
		ck_assert_int_eq(e2e_feed_typing(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
		au_run(&c.h);
	}
	ck_assert_uint_le(c.h.commits - commits, 101);
	ck_assert_uint_ge(au_count_events(&c.h, E2E_EVENT_TYPING), 99);
	/* and never piles up where the host does not come */
	commits = c.h.commits;
	for (int i = 0; i < 10000; i++) {
		c.h.now += 1000;
		ck_assert_int_eq(e2e_feed_typing(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	}
	au_run(&c.h);
	ck_assert_uint_le(c.h.commits - commits, 1);
	ch_close(&c);
}
END_TEST

START_TEST(tells_of_reading_once_a_second)
{
	const int32_t first = (int32_t)(AU_NOW / 1000);
	struct ch c;
	size_t commits;

	ch_open(&c, _i, E2E_CREATOR);
	au_text(&c.h, c.p.chat_id, "x");
	commits = c.h.commits;
	for (int i = 0; i < 10000; i++) {
		c.h.now += 10;
		ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, first + i, first + i,
		                               c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		if (e2e_deadline(c.h.account) <= c.h.now)
			au_advance(&c.h, 0);
	}
	live_until(&c, c.h.now + 2 * SECOND_MS);
	ck_assert_uint_le(c.h.commits - commits, 102);
	/* the last mark is not lost */
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_READ)->date, first + 9999);
	/* where the host does not come, one waits */
	au_forget(&c.h);
	commits = c.h.commits;
	for (int i = 0; i < 1000; i++) {
		c.h.now += 1000;
		ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, first + 20000 + i, 0,
		                               c.h.now),
		                 E2E_OK);
		ck_assert_int_eq(e2e_tick(c.h.account, c.h.now), E2E_OK);
	}
	au_run(&c.h);
	live_until(&c, c.h.now + 2 * SECOND_MS);
	ck_assert_uint_le(c.h.commits - commits, 2);
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_READ)->date, first + 20999);
	ch_close(&c);
}
END_TEST

/* a read mark that has to wait for its second waits once it was taken, not before */
START_TEST(waits_with_nothing_that_failed)
{
	struct st s;
	int64_t deadline, sent_at;
	int32_t result = E2E_ERR_NOMEM;
	size_t n;

	st_open(&s, _i);
	sp_asked(&s.p);
	sent_at = s.h.now;
	au_text(&s.h, s.p.chat_id, "text");
	au_fail(&s.h, au_send_at(&s.h, 0), 500, "INTERNAL");
	s.h.now = sent_at + 59500; /* half a second later the sends have failed for a minute */
	ck_assert_int_eq(e2e_feed_read(s.h.account, s.p.chat_id, 1, 1, s.h.now), E2E_OK);
	au_run(&s.h);
	s.h.now += 700;
	deadline = e2e_deadline(s.h.account);
	for (n = 1; n < 10000 && result != E2E_OK; n++) {
		s.h.memory.fail_at = s.h.memory.calls + n;
		result = e2e_feed_read(s.h.account, s.p.chat_id, 2, 2, s.h.now);
		if (result == E2E_OK)
			break;
		ck_assert_int_eq(result, E2E_ERR_NOMEM);
		ck_assert_int_eq(e2e_deadline(s.h.account), deadline);
	}
	ck_assert_uint_gt(n, 1);
	s.h.memory.fail_at = 0;
	au_run(&s.h);
	st_close(&s);
}
END_TEST

/* ---- Back-off -------------------------------------------------------------------------------- */

/* a server for which every id is a duplicate */
START_TEST(gives_up_renaming)
{
	struct au_host h;
	struct au_call *call;
	int32_t id;
	size_t n = 0;

	au_init(&h, tu_backend(_i), CH_USER);
	au_start(&h);
	h.answers = AU_AUTO(E2E_CALL_GET_DH_CONFIG);
	ck_assert_int_eq(e2e_chat_start(h.account, &id, CH_PEER, 70, h.now), E2E_OK);
	au_run(&h);
	while ((call = au_last_call(&h, E2E_CALL_REQUEST)) != NULL && !call->answered && n < 100) {
		id = call->call.chat_id;
		au_fail(&h, call, 400, "RANDOM_ID_DUPLICATE");
		call->answered = true;
		n++;
		while (au_last_call(&h, E2E_CALL_REQUEST)->answered && h.now < AU_NOW + DAY_MS)
			if (!au_due(&h))
				break;
	}
	ck_assert_uint_le(n, 10);
	ck_assert_uint_eq(au_last_event(&h, E2E_EVENT_CHAT)->state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(au_last_event(&h, E2E_EVENT_CHAT)->reason, E2E_REASON_SERVER);
	ck_assert_int_eq(au_last_event(&h, E2E_EVENT_CHAT)->code, 400);
	ck_assert_int_gt(h.now, AU_NOW + 10 * SECOND_MS);
	au_close(&h);
}
END_TEST

/* a peer that acknowledges nothing: once the outbox is full, a day costs nothing */
START_TEST(rests_with_a_full_outbox)
{
	struct ch c;
	size_t commits;

	ch_init(&c, _i);
	c.h.limits.outbox_messages = 10;
	c.h.config.flags = E2E_CONFIG_NO_REKEY;
	ch_ready(&c, E2E_CREATOR);
	c.p.in_seq = 0;
	for (int i = 0; i < 9; i++)
		au_text(&c.h, c.p.chat_id, "x");
	for (int i = 0; i < 3000; i++) {
		struct sp_packet k;

		k = sp_text_packet(&c.p, "y"); /* what waits for a noop every 64 */
		sp_send(&c.p, &k);
	}
	for (int i = 0; ch_chat(&c).out_seq < 10 + 64 && i < 200; i++) {
		ch_text_at(&c, c.p.out_seq + 2 + 2 * i, "gap");
		live_until(&c, c.h.now + 1);
	}
	live_until(&c, c.h.now + HOUR_MS);
	commits = c.h.commits;
	live_until(&c, c.h.now + DAY_MS);
	ck_assert_uint_le(c.h.commits - commits, 24);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ answers_six_requests_an_hour },
		{ takes_part_in_six_early_ones_an_hour },
		{ lets_a_diligent_peer_begin },
		{ counts_requests_that_lead_to_nothing },
		{ refuses_six_bad_ones_an_hour },
		{ answers_six_layers_without_a_number },
		{ obeys_an_order_above_the_budget },
		{ tells_of_typing_once_a_second },
		{ tells_of_reading_once_a_second },
		{ waits_with_nothing_that_failed },
		{ gives_up_renaming },
		{ rests_with_a_full_outbox },
	};

	return tu_run(cu_suite("chat_flood", tests, CU_N(tests)));
}
