/* SPDX-License-Identifier: ISC */
/*
 * A clock that is set: back, forward, while the host runs and while it does not.  What was to
 * happen by itself happens in its time; what cannot be taken back waits for the server's word.
 */
#include "config.h"

#include "tests/util/rekeyutil.h"

#define SECOND_MS INT64_C(1000)
#define HOUR_MS   (3600 * SECOND_MS)
#define DAY_MS    (24 * HOUR_MS)
#define YEAR_MS   (365 * DAY_MS)

/* A text of the peer's that destroys itself SECONDS after it was read, which is now. */
static void
read_a_text(struct ch *c, int32_t seconds)
{
	struct e2e_tl_decrypted_message_73 *m = ch_message(c, "burn");
	struct sp_packet k = sp_text_packet(&c->p, "burn");

	m->ttl = seconds;
	m->random_id = 4711 + c->p.out_seq;
	k.message = (const struct e2e_tl *)m;
	sp_send(&c->p, &k);
	ck_assert_int_eq(e2e_chat_read(c->h.account, c->p.chat_id, INT32_MAX, c->h.now), E2E_OK);
	au_run(&c->h);
}

static size_t
expired(struct ch *c)
{
	return au_count_events(&c->h, E2E_EVENT_EXPIRED);
}

/* The clock is set, by MS; the host comes at once. */
static void
set_clock(struct ch *c, int64_t ms)
{
	c->h.now += ms;
	ck_assert_int_eq(e2e_tick(c->h.account, c->h.now), E2E_OK);
	au_run(&c->h);
}

static void
pass(struct ch *c, int64_t ms)
{
	const int64_t end = c->h.now + ms;

	while (e2e_deadline(c->h.account) <= end)
		ck_assert(au_due(&c->h));
	au_advance(&c->h, end - c->h.now);
}

/* scenario 139: back and forth, as if nothing had been */
START_TEST(repays_a_debt)
{
	static const int64_t steps[] = { 2 * 60 * SECOND_MS, HOUR_MS, 10 * DAY_MS, 10 * YEAR_MS };

	for (size_t i = 0; i < CU_N(steps); i++) {
		for (int restart = 0; restart < 2; restart++) {
			struct ch c;

			ch_open(&c, _i, E2E_CREATOR);
			read_a_text(&c, 60);
			pass(&c, 10 * SECOND_MS);
			set_clock(&c, -steps[i]);
			if (restart)
				au_restart(&c.h);
			pass(&c, 10 * SECOND_MS);
			set_clock(&c, steps[i]);
			if (restart)
				au_restart(&c.h);
			ck_assert_uint_eq(expired(&c), 0);
			pass(&c, 39 * SECOND_MS);
			ck_assert_uint_eq(expired(&c), 0);
			pass(&c, 2 * SECOND_MS);
			ck_assert_uint_eq(expired(&c), 1);
			ch_close(&c);
		}
	}
}
END_TEST

/* a step back stops nothing, also when it happens while the host does not run */
START_TEST(goes_on_after_a_step_back)
{
	for (int restart = 0; restart < 2; restart++) {
		struct ch c;

		ch_open(&c, _i, E2E_ACCEPTOR);
		read_a_text(&c, 3600);
		pass(&c, 10 * SECOND_MS);
		if (restart) {
			au_crash(&c.h);
			c.h.now -= DAY_MS;
			au_start(&c.h);
		} else {
			set_clock(&c, -DAY_MS);
		}
		pass(&c, 1800 * SECOND_MS);
		au_restart(&c.h); /* the debt is saved */
		pass(&c, 1780 * SECOND_MS);
		ck_assert_uint_eq(expired(&c), 0);
		pass(&c, 21 * SECOND_MS); /* 10 s went by unseen before the crash */
		ck_assert_uint_eq(expired(&c), 1);
		ch_close(&c);
	}
}
END_TEST

/* a laptop that slept: time has passed */
START_TEST(expires_while_nobody_runs)
{
	for (int restart = 0; restart < 2; restart++) {
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		read_a_text(&c, 3600);
		if (restart)
			au_crash(&c.h);
		c.h.now += 9 * HOUR_MS;
		if (restart)
			au_start(&c.h);
		au_advance(&c.h, 0);
		ck_assert_uint_eq(expired(&c), 1);
		ch_close(&c);
	}
}
END_TEST

/* more than the debt: the rest has passed */
START_TEST(counts_what_is_more_than_the_debt)
{
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	read_a_text(&c, 3600);
	set_clock(&c, -5 * HOUR_MS);
	set_clock(&c, 5 * HOUR_MS + 3599 * SECOND_MS);
	ck_assert_uint_eq(expired(&c), 0);
	pass(&c, SECOND_MS);
	ck_assert_uint_eq(expired(&c), 1);
	ch_close(&c);
}
END_TEST

/* a key that was made while the clock was years ahead grows old like any other */
START_TEST(renews_a_key_of_the_future)
{
	for (int when = 0; when < 2; when++) {
		struct ch c;

		ch_init(&c, _i);
		c.h.now += 10 * YEAR_MS;
		ch_ready(&c, E2E_CREATOR);
		sp_text(&c.p, "used");
		if (when == 0) {
			set_clock(&c, -10 * YEAR_MS);
		} else {
			au_crash(&c.h);
			c.h.now -= 10 * YEAR_MS;
			au_start(&c.h);
		}
		ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_KEY_OLD, 0);
		for (int day = 0; day < 7; day++) {
			pass(&c, DAY_MS - 60 * SECOND_MS);
			au_text(&c.h, c.p.chat_id, "still the same");
			ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 0);
		}
		pass(&c, 10 * 60 * SECOND_MS);
		au_text(&c.h, c.p.chat_id, "with its answer a date comes from the server");
		ck_assert_uint_eq(ch_count(&c, RK_REQUEST), 1);
		ch_close(&c);
	}
}
END_TEST

/* ---- What waits for the server's word ------------------------------------------------------ */

/* An old key that a week after the first message under the new one is to be erased. */
static void
open_with_old_key(struct ch *c, int backend)
{
	struct sp_packet lost;

	ch_init(c, backend);
	c->h.config.flags = E2E_CONFIG_NO_ACK;
	ch_ready(c, E2E_CREATOR);
	sp_text(&c->p, "before");
	rk_peer_requests(c, 7);
	rk_peer_agrees(c, 7);
	lost = sp_text_packet(&c->p, "lost");
	rk_peer_commits(c, 7);
	rk_peer_switches(c);
	sp_text(&c->p, "under the new one");
	ck_assert(rk_has(c, E2E_KEY_OLD));
	ck_assert_int_eq(lost.out_seq_no, sp_wire_out(&c->p, c->p.out_seq - 3));
}

/* A text of the account's, answered with a date that is SECONDS off. */
static void
text_answered(struct ch *c, int64_t seconds)
{
	struct au_call *call;

	c->h.answers = 0;
	au_text(&c->h, c->p.chat_id, "x");
	while ((call = au_last_send(&c->h)) != NULL && !call->answered) {
		ck_assert_int_eq(e2e_call_done(c->h.account, call->call.id,
		                               (int32_t)(uint32_t)(c->h.now / 1000 + seconds),
		                               NULL, c->h.now),
		                 E2E_OK);
		call->answered = true;
		au_run(&c->h);
	}
	c->h.answers = AU_AUTO_ALL;
}

static const struct {
	int64_t leap_ms;
	int64_t off_s;
	bool believed;
} words[] = {
	{ 8 * DAY_MS, 0, true },
	{ 8 * DAY_MS, 299, true },
	{ 8 * DAY_MS, -299, true },
	{ 8 * DAY_MS, 301, false },
	{ 8 * DAY_MS, -301, false },
	{ 8 * DAY_MS, -8 * 86400, false },
	{ 20 * YEAR_MS, 0, true }, /* after January 2038 */
};

/* a leap alone erases no key; the server's date does, if it says the same */
START_TEST(erases_no_key_for_a_leap)
{
	for (size_t i = 0; i < CU_N(words); i++) {
		struct ch c;

		open_with_old_key(&c, _i);
		c.h.answers = 0;
		set_clock(&c, words[i].leap_ms);
		ck_assert(rk_has(&c, E2E_KEY_OLD));
		ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_KEY_OLD, 0);
		text_answered(&c, words[i].off_s);
		au_advance(&c.h, 0);
		ck_assert(rk_has(&c, E2E_KEY_OLD) == !words[i].believed);
		ch_close(&c);
	}
}
END_TEST

/* nor does it give up a gap; and the answer to an older call proves nothing */
START_TEST(gives_up_no_gap_for_a_leap)
{
	struct au_call *before;
	struct ch c;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_ACK | E2E_CONFIG_CHAINS;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 1, "1");
	while (ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND) < 8)
		ck_assert(au_due(&c.h));
	c.p.in_seq = ch_chat(&c).out_seq;
	ch_text_at(&c, 2, "2");
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "before the leap");
	before = au_last_send(&c.h);
	set_clock(&c, 30 * DAY_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	au_answer_ok(&c.h, before);
	au_advance(&c.h, 0);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 0);
	c.h.answers = AU_AUTO_ALL;
	au_text(&c.h, c.p.chat_id, "after it");
	pass(&c, 2 * DAY_MS);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 1);
	ch_delivered(&c, "1|2");
	ch_close(&c);
}
END_TEST

/* All calls that are out are answered, by a server whose clock is OFF_S ahead of the host's. */
static void
answer_all(struct ch *c, int64_t off_s)
{
	for (bool any = true; any;) {
		any = false;
		for (size_t i = c->h.first_call; i < c->h.n_calls; i++) {
			struct au_call *call = c->h.calls[i];

			if (call->answered || call->starts != c->h.starts)
				continue;
			call->answered = any = true;
			ck_assert_int_eq(e2e_call_done(c->h.account, call->call.id,
			                               au_is_send(call->call.method)
			                                       ? (int32_t)(c->h.now / 1000 + off_s)
			                                       : 0,
			                               NULL, c->h.now),
			                 E2E_OK);
			au_run(&c->h);
		}
	}
}

/* a key that was made during a leap which is taken back grows old like any other */
START_TEST(ages_a_key_that_was_made_in_a_leap)
{
	int day;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	sp_text(&c.p, "before");
	c.h.answers = 0;
	set_clock(&c, 10 * YEAR_MS);
	rk_peer_requests(&c, 7);
	answer_all(&c, -10 * 365 * 86400);
	rk_peer_agrees(&c, 7);
	rk_peer_commits(&c, 7);
	answer_all(&c, -10 * 365 * 86400);
	rk_peer_switches(&c);
	sp_text(&c.p, "under the new one");
	answer_all(&c, -10 * 365 * 86400);
	set_clock(&c, -10 * YEAR_MS);
	answer_all(&c, 0);
	c.h.answers = AU_AUTO_ALL;
	au_forget(&c.h);
	for (day = 0; day < 20 && ch_count(&c, RK_REQUEST) == 0; day++) {
		pass(&c, DAY_MS);
		au_text(&c.h, c.p.chat_id, "a date comes with the answer");
	}
	ck_assert_int_ge(day, 7);
	ck_assert_int_le(day, 9);
	ch_close(&c);
}
END_TEST

/* a clock that is always off, or a server that says so, makes keys no older and no younger */
START_TEST(ages_a_key_by_a_clock_that_is_off)
{
	static const int64_t offs[] = { 0, 360, -360, 100000, -100000 };

	for (size_t i = 0; i < CU_N(offs); i++) {
		int day;
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		sp_text(&c.p, "used");
		c.h.answers = 0;
		au_text(&c.h, c.p.chat_id, "first");
		answer_all(&c, offs[i]);
		for (day = 0; day < 20 && ch_count(&c, RK_REQUEST) == 0; day++) {
			pass(&c, DAY_MS);
			answer_all(&c, offs[i]);
			au_text(&c.h, c.p.chat_id, "a date comes with the answer");
			answer_all(&c, offs[i]);
		}
		ck_assert_int_ge(day, 7);
		ck_assert_int_le(day, 9);
		ch_close(&c);
	}
}
END_TEST

/* a tick in which nothing is due writes nothing, whatever the clock does */
START_TEST(writes_nothing_for_nothing)
{
	size_t commits;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	commits = c.h.commits;
	for (int i = 0; i < 100; i++)
		set_clock(&c, 10 * SECOND_MS);
	ck_assert_uint_eq(c.h.commits, commits);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ repays_a_debt },
		{ goes_on_after_a_step_back },
		{ expires_while_nobody_runs },
		{ counts_what_is_more_than_the_debt },
		{ renews_a_key_of_the_future },
		{ erases_no_key_for_a_leap },
		{ gives_up_no_gap_for_a_leap },
		{ ages_a_key_that_was_made_in_a_leap },
		{ ages_a_key_by_a_clock_that_is_off },
		{ writes_nothing_for_nothing },
	};

	return tu_run(cu_suite("chat_clock", tests, CU_N(tests)));
}
