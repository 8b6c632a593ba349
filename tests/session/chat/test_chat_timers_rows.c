/* SPDX-License-Identifier: ISC */
/* Self-destruction does not fail open: rows that are damaged or forged, and failing duties. */
#include "config.h"

#include "tests/util/rowtag.h"
#include "tests/util/stateutil.h"
#include "tests/util/ttlutil.h"

#include <stdlib.h>
#include <string.h>

/* ---- Rows ---------------------------------------------------------------------------- */

/* The row of the timer of ID. */
static struct row_kept *
timer_row(struct ch *c, int64_t id)
{
	uint8_t ctor[4], number[8];

	cu_put32(ctor, E2E_I_ROW_SAVED_TIMER->id);
	for (size_t i = 0; i < sizeof number; i++)
		number[i] = (uint8_t)((uint64_t)id >> (56 - 8 * i));
	for (size_t i = 0; i < c->h.rows.n; i++) {
		struct row_kept *row = &c->h.rows.v[i];

		if (memcmp(row->value, ctor, sizeof ctor) == 0 && row->key_n == 12 &&
		    memcmp(row->key + 4, number, sizeof number) == 0)
			return row;
	}
	ck_abort_msg("no such timer");
	return NULL;
}

/* What a row of a timer says, whether it can or not. */
struct timer {
	int64_t kind, ttl, date, started, due;
};

/* TIMER in its place, with the right digest. */
static void
forge(struct ch *c, int64_t id, const struct timer *timer)
{
	struct row_kept *row = timer_row(c, id);
	uint8_t *value = calloc(1, SR_BYTES + ROW_TAG_BYTES);
	struct sr_row s;

	ck_assert_ptr_nonnull(value);
	sr_open(&s, row->value, row->value_n - ROW_TAG_BYTES);
	ck_assert_uint_eq(s.row->n_members, 5); /* the same members */
	s.v[SR_OF(SAVED_TIMER, saved_timer, kind)] = timer->kind;
	s.v[SR_OF(SAVED_TIMER, saved_timer, ttl)] = timer->ttl;
	s.v[SR_OF(SAVED_TIMER, saved_timer, date)] = timer->date;
	s.v[SR_OF(SAVED_TIMER, saved_timer, started)] = timer->started;
	s.v[SR_OF(SAVED_TIMER, saved_timer, due)] = timer->due;
	free(row->value);
	row->value = value;
	row->value_n = sr_close(&s, value, SR_BYTES) + ROW_TAG_BYTES;
	ck_assert_int_eq(row_tag(c->p.crypto, CH_USER, row->table, row->key, row->key_n,
	                         row->value, row->value_n),
	                 E2E_OK);
}

/* The account starts with a row that it refuses: the chat is over, and ID has expired. */
static void
refused(struct ch *c, int64_t id, int64_t other)
{
	e2e_account_free(c->h.account);
	ck_assert_int_eq(au_try_start(&c->h), E2E_OK);
	au_run(&c->h);
	ck_assert_uint_eq(c->h.refused, 1);
	c->h.refused = 0;
	ck_assert_uint_eq(ch_chat(c).state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(ch_chat(c).reason, E2E_REASON_STORE);
	ck_assert_uint_eq(tt_expired(c, id), 1);
	ck_assert_uint_eq(tt_expired(c, other), other != 0);
	ck_assert_uint_eq(tt_expired_all(c), other != 0 ? 2 : 1);
	au_restart(&c->h);
	tt_lasts(c);
}

/* A row of a timer that cannot be read still says what it was about, and in a damaged chat
 * the time of all is over. */
START_TEST(expires_what_a_damaged_row_was_about)
{
	for (int running = 0; running < 2; running++) {
		int64_t id, other;
		struct ch c;

		ch_open(&c, _i, running ? E2E_CREATOR : E2E_ACCEPTOR);
		id = tt_receive(&c, 3600, NULL);
		if (running)
			tt_reads(&c, tt_today(&c));
		other = running ? tt_emit(&c, 3600, NULL) : 0;
		timer_row(&c, id)->value[9] ^= 1;
		refused(&c, id, other);
		ch_close(&c);
	}
}
END_TEST

/* With the right digest, but of times that no account has written. */
START_TEST(refuses_timers_that_never_end)
{
	static const struct timer bad[] = {
		{ 0, 0, 5, 0, 0 },
		{ 0, -1, 5, 0, 0 },
		{ 0, 366 * 86400 + 1, 5, 0, 0 },
		{ 0, E2E_TTL_VIEW_ONCE, 5, 0, 0 },
		{ 4, 60, 5, 0, 0 },
		{ 4, E2E_TTL_VIEW_ONCE, 5, 1, 1 },
		{ 8, 60, 5, 0, 0 },
		{ -1, 60, 5, 0, 0 },
		{ 0, 60, 5, 0, 1 },
		{ 0, 60, 5, -1, 59999 },
		{ 0, 60, 5, 1000, 61001 },
		{ 0, 60, 5, 1000, INT64_MAX },
		{ 0, 60, 5, INT64_MIN, INT64_MAX },
		{ 0, 60, 5, INT64_MAX, INT64_MIN },
	};

	for (size_t i = 0; i < CU_N(bad); i++) {
		struct ch c;
		int64_t id;

		ch_open(&c, _i, E2E_CREATOR);
		id = tt_receive(&c, 60, NULL);
		forge(&c, id, &bad[i]);
		refused(&c, id, 0);
		ch_close(&c);
	}
}
END_TEST

/* The ends of what is allowed. */
START_TEST(takes_timers_that_end)
{
	static const struct timer good[] = {
		{ 0, 1, -5, 0, 0 },
		{ 3, 366 * 86400, INT32_MAX, 0, 0 },
		{ 5, E2E_TTL_VIEW_ONCE, 0, 0, 0 },
		{ 0, 60, 5, 1000, 61000 },
		{ 0, 60, 5, 1000, 1000 },
	};

	for (size_t i = 0; i < CU_N(good); i++) {
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		forge(&c, tt_receive(&c, 60, NULL), &good[i]);
		au_restart(&c.h);
		ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_ACTIVE);
		au_advance(&c.h, 0);
		ck_assert_uint_eq(tt_expired_all(&c), good[i].started != 0);
		ch_close(&c);
	}
}
END_TEST

/* ---- Failing duties ------------------------------------------------------------------------- */

/* Our tick finds a message to send again that it cannot make; what is over is over. */
START_TEST(expires_although_something_else_fails)
{
	static struct e2e_backend faulty;
	const struct e2e_event *event;
	struct sp_peer other;
	struct sp_packet k;
	int64_t id, far;
	struct ch c;

	cu_faults = (struct cu_faults){ 0 };
	cu_faulty_backend(&faulty, tu_backend((size_t)_i));
	ch_init(&c, _i);
	c.h.script.inner = &faulty;
	c.h.limits.resend_rate = 1;
	ch_ready(&c, E2E_CREATOR);
	sp_open(&other, &c.h, 8);
	sp_asked(&other);
	k = sp_text_packet(&other, "");
	k.message = tt_packet(&c, 60, NULL).message;
	c.p.out_seq--;
	sp_send(&other, &k);
	far = au_last_event(&c.h, E2E_EVENT_MESSAGE)->random_id;
	au_text(&c.h, c.p.chat_id, "one");
	au_text(&c.h, c.p.chat_id, "two");
	c.p.in_seq = ch_chat(&c).out_seq;
	sp_noop(&c.p);
	id = tt_receive(&c, 60, NULL);
	tt_reads(&c, tt_today(&c));
	/* both are acknowledged: they become deletions, and the second one waits a minute */
	sp_resend(&c.p, sp_wire_in(&c.p, 1), sp_wire_in(&c.p, 2));
	ck_assert_int_eq(e2e_chat_read(c.h.account, other.chat_id, tt_today(&c), c.h.now), E2E_OK);
	au_run(&c.h);
	cu_faults.ige = 1;
	c.h.now += 60001;
	ck_assert_int_eq(e2e_tick(c.h.account, c.h.now), E2E_ERR_BACKEND);
	cu_faults = (struct cu_faults){ 0 };
	au_run(&c.h);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 2);
	for (size_t i = 0; i < 2; i++) {
		event = au_event(&c.h, E2E_EVENT_EXPIRED, i);
		ck_assert_int_eq(event->ids.v[0], event->chat_id == c.p.chat_id ? id : far);
	}
	sp_close(&other);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ expires_what_a_damaged_row_was_about },
		{ refuses_timers_that_never_end },
		{ takes_timers_that_end },
		{ expires_although_something_else_fails },
	};

	return tu_run(cu_suite("chat_timers_rows", tests, CU_N(tests)));
}
