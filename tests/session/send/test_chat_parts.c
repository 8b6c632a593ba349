/* SPDX-License-Identifier: ISC */
/*
 * Held messages whose turn comes: a long queue goes out in several transactions, each of
 * bounded size, in order and each message once, whatever comes between two of them and
 * wherever the host ends.
 */
#include "config.h"

#include "tests/util/chatutil.h"

#include <stdlib.h>
#include <string.h>

#define LONG_BYTES 8000
#define MANY       300          /* messages of LONG_BYTES: several parts */
#define MANY_BYTES ((size_t)MANY * LONG_BYTES)
#define PART_BYTES ((size_t)512 * 1024) /* more than a transaction may take */

#define DIGITS 6

static void
number(char text[DIGITS], int32_t raw)
{
	for (int i = DIGITS; i > 0; i--, raw /= 10)
		text[i - 1] = (char)('0' + raw % 10);
}

/* The peer's text as number RAW: the number, then LONG_BYTES in all. */
static void
numbered_at(struct ch *c, int32_t raw)
{
	static char text[LONG_BYTES + 1];

	memset(text, 'x', LONG_BYTES);
	number(text, raw);
	ch_text_at(c, raw, text);
}

/* Messages 1 to N wait for number 0. */
static void
hold(struct ch *c, int32_t n)
{
	for (int32_t raw = 1; raw <= n; raw++)
		numbered_at(c, raw);
	ck_assert_uint_eq(ch_chat(c).held, (uint32_t)n);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_MESSAGE), 0);
}

static void
parts_open(struct ch *c, int backend, uint32_t role)
{
	ch_init(c, backend);
	c->h.config.flags |= E2E_CONFIG_NO_REKEY;
	ch_ready(c, role);
}

/* All from 0 to before N were delivered since au_forget(), in order, each once. */
static void
all_delivered(struct ch *c, int32_t n)
{
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_MESSAGE), (size_t)n);
	for (int32_t raw = 0; raw < n; raw++) {
		const struct e2e_event *event = au_event(&c->h, E2E_EVENT_MESSAGE, (size_t)raw);
		char text[DIGITS];

		number(text, raw);
		ck_assert_uint_ge(event->body.n, DIGITS);
		ck_assert_mem_eq(event->body.p, text, DIGITS);
	}
	ck_assert_int_eq(ch_chat(c).in_seq, n);
	ck_assert_uint_eq(ch_chat(c).held, 0);
	ck_assert_uint_eq(ch_chat(c).holes, 0);
}

/* ---- Size -------------------------------------------------------------------------------- */

/* 8 MiB of held messages: no more memory at once than a part of them, and none is left. */
START_TEST(takes_a_part_at_a_time)
{
	struct ch c;
	size_t live, commits, blobs;

	parts_open(&c, _i, E2E_CREATOR);
	blobs = c.h.memory.live_bytes;
	hold(&c, 1000);
	live = c.h.memory.live_bytes;
	blobs = live - blobs;
	ck_assert_uint_ge(blobs, (size_t)1000 * LONG_BYTES);
	ck_assert_uint_lt(blobs, (size_t)1000 * (LONG_BYTES + 400));
	c.h.memory.peak_bytes = live;
	commits = c.h.commits;
	numbered_at(&c, 0);
	ck_assert_uint_lt(c.h.memory.peak_bytes - live, PART_BYTES);
	ck_assert_uint_ge(c.h.commits - commits, (size_t)1000 * LONG_BYTES / PART_BYTES);
	ck_assert_uint_lt(c.h.commits - commits, 200);
	all_delivered(&c, 1001);
	ck_assert_uint_lt(c.h.memory.live_bytes, live - blobs + 16 * 1024);
	ch_close(&c);
}
END_TEST

/* A host that does not take steps out: what is moved from the queue to transactions counts once. */
START_TEST(needs_no_more_when_nobody_commits)
{
	struct ch c;
	size_t live;

	parts_open(&c, _i, E2E_ACCEPTOR);
	hold(&c, MANY);
	live = c.h.memory.live_bytes;
	c.h.memory.peak_bytes = live;
	c.h.commits_left = 0;
	numbered_at(&c, 0);
	for (int32_t raw = MANY + 1; raw < MANY + 5; raw++)
		numbered_at(&c, raw);
	ck_assert_int_eq(ch_chat(&c).in_seq, MANY + 5);
	ck_assert_uint_lt(c.h.memory.peak_bytes - live, PART_BYTES + MANY_BYTES / 4);
	c.h.commits_left = -1;
	au_run(&c.h);
	all_delivered(&c, MANY + 5);
	ch_close(&c);
}
END_TEST

/* Small ones are counted, too: an event takes more than a short text does. */
START_TEST(bounds_the_number_in_a_part)
{
	struct ch c;
	size_t live, commits;
	char text[DIGITS + 1] = { 0 };

	ch_init(&c, _i);
	c.h.config.flags |= E2E_CONFIG_NO_REKEY;
	c.h.limits.held_messages = 2000;
	ch_ready(&c, E2E_CREATOR);
	for (int32_t raw = 2000; raw >= 1; raw--) {
		number(text, raw);
		ch_text_at(&c, raw, text);
	}
	live = c.h.memory.live_bytes;
	c.h.memory.peak_bytes = live;
	commits = c.h.commits;
	number(text, 0);
	ch_text_at(&c, 0, text);
	ck_assert_uint_lt(c.h.memory.peak_bytes - live, PART_BYTES);
	ck_assert_uint_gt(c.h.commits - commits, 4);
	all_delivered(&c, 2001);
	ch_close(&c);
}
END_TEST

/* Few are one transaction, as ever. */
START_TEST(takes_few_at_once)
{
	struct ch c;
	size_t commits;

	parts_open(&c, _i, E2E_CREATOR);
	hold(&c, 20);
	commits = c.h.commits;
	numbered_at(&c, 0);
	ck_assert_uint_eq(c.h.commits - commits, 1);
	all_delivered(&c, 21);
	ch_close(&c);
}
END_TEST

/* ---- Crashes --------------------------------------------------------------------------------- */

/* The host ends after each of the commits, before or after it is confirmed. */
START_TEST(loses_and_repeats_nothing_in_a_crash)
{
	for (int stored = 0; stored < 2; stored++) {
		for (int64_t stop = 0; stop < 12; stop++) {
			struct ch c;

			parts_open(&c, _i, stop % 2 == 0 ? E2E_CREATOR : E2E_ACCEPTOR);
			hold(&c, MANY);
			c.h.commits_left = stop;
			c.h.unconfirmed = stored == 1;
			numbered_at(&c, 0);
			au_restart(&c.h);
			c.h.unconfirmed = false;
			numbered_at(&c, 0); /* the server may have it still */
			numbered_at(&c, MANY + 1);
			all_delivered(&c, MANY + 2);
			ck_assert_uint_eq(c.h.refused, 0);
			ch_is_open(&c);
			ch_close(&c);
		}
	}
}
END_TEST

/* A crash after every single commit: there is always progress. */
START_TEST(goes_on_from_crash_to_crash)
{
	struct ch c;
	int starts = 0;

	parts_open(&c, _i, E2E_CREATOR);
	hold(&c, MANY);
	c.h.commits_left = 1;
	numbered_at(&c, 0);
	while (au_count_events(&c.h, E2E_EVENT_MESSAGE) <= MANY) {
		ck_assert_int_lt(starts++, 50);
		au_crash(&c.h);
		ck_assert_int_eq(au_try_start(&c.h), E2E_OK);
		c.h.commits_left = 2; /* the start's own, and one more */
		au_run(&c.h);
	}
	ck_assert_int_gt(starts, 5);
	au_restart(&c.h);
	all_delivered(&c, MANY + 1);
	ch_close(&c);
}
END_TEST

/* ---- Between two parts ------------------------------------------------------------------------- */

/* The first part of MANY is committed; the others are due. */
static void
between(struct ch *c, int backend)
{
	parts_open(c, backend, E2E_CREATOR);
	hold(c, MANY);
	c->h.commits_left = 1;
	numbered_at(c, 0);
	ck_assert_uint_gt(ch_chat(c).held, 0);
	ck_assert_int_gt(ch_chat(c).in_seq, 0);
	c->h.commits_left = 0;
}

static void
go_on(struct ch *c)
{
	c->h.commits_left = -1;
	au_run(&c->h);
}

/* The next in order, one further ahead, what fills that hole, one that is held and due, an old one. */
START_TEST(keeps_the_order_with_what_comes_between)
{
	struct ch c;

	between(&c, _i);
	numbered_at(&c, MANY + 1);
	numbered_at(&c, MANY + 3);
	numbered_at(&c, MANY);
	numbered_at(&c, 0);
	numbered_at(&c, MANY + 2);
	go_on(&c);
	all_delivered(&c, MANY + 4);
	ck_assert_uint_eq(ch_chat(&c).duplicates, 2);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* The account sends: what it acknowledges was taken in. */
START_TEST(sends_between)
{
	struct sp_opened opened;
	struct ch c;

	between(&c, _i);
	ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "between", 7, 0, 0,
	                               c.h.now),
	                 E2E_OK);
	go_on(&c);
	opened = ch_look(&c, au_last_send(&c.h));
	ck_assert_int_gt(opened.in_raw, 0);
	ck_assert_int_le(opened.in_raw, MANY + 1);
	all_delivered(&c, MANY + 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* The number of MESSAGE events before the chat was closed. */
static size_t
before_the_end(struct ch *c)
{
	size_t n = 0;

	for (size_t i = c->h.first_event; i < c->h.n_events; i++) {
		const struct e2e_event *event = &c->h.events[i]->event;

		if (event->kind == E2E_EVENT_CHAT && event->state == E2E_CHAT_CLOSED)
			return n;
		n += event->kind == E2E_EVENT_MESSAGE;
	}
	ck_abort_msg("the chat was not closed");
	return 0;
}

/* Whoever ends the chat: what came before that is delivered before it. */
START_TEST(delivers_all_before_an_end)
{
	for (int who = 0; who < 3; who++) {
		struct ch c;

		between(&c, _i);
		if (who == 0) {
			ck_assert_int_eq(e2e_feed_discarded(c.h.account, c.p.chat_id, 0, c.h.now),
			                 E2E_OK);
		} else if (who == 1) {
			ck_assert_int_eq(e2e_chat_close(c.h.account, c.p.chat_id, 0, c.h.now),
			                 E2E_OK);
		} else {
			struct sp_packet packet = ch_packet_at(&c, MANY + 1, "odd");

			packet.in_seq_no = sp_wire_in(&c.p, 500); /* never sent */
			sp_send(&c.p, &packet);
		}
		go_on(&c);
		ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_CLOSED);
		ck_assert_uint_eq(before_the_end(&c), MANY + 1);
		ch_close(&c);
	}
}
END_TEST

/* The server refuses a send of before, for good. */
START_TEST(delivers_all_before_the_server_ends_it)
{
	struct ch c;

	parts_open(&c, _i, E2E_ACCEPTOR);
	hold(&c, MANY);
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "will be refused");
	c.h.commits_left = 1;
	numbered_at(&c, 0);
	c.h.commits_left = 0;
	ck_assert_int_eq(e2e_call_failed(c.h.account, au_last_send(&c.h)->call.id, 403,
	                                 "FORBIDDEN", 9, c.h.now),
	                 E2E_OK);
	go_on(&c);
	ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(before_the_end(&c), MANY + 1);
	ch_close(&c);
}
END_TEST

/* Two gaps are given up, one right after the other: all between them comes between them. */
START_TEST(gives_up_the_second_gap_behind_the_first)
{
	const struct e2e_event *gap;
	size_t n = 0, i;
	struct ch c;

	parts_open(&c, _i, E2E_CREATOR);
	hold(&c, MANY);
	numbered_at(&c, MANY + 2);
	c.h.commits_left = 0;
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	ck_assert_int_eq(e2e_chat_skip(c.h.account, c.p.chat_id, c.h.now), E2E_OK);
	go_on(&c);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 2);
	for (i = 0; i < 2; i++) {
		gap = au_event(&c.h, E2E_EVENT_GAP, i);
		ck_assert_int_eq(gap->first, i == 0 ? 0 : MANY + 1);
		ck_assert_int_eq(gap->last, gap->first);
	}
	for (i = c.h.first_event; i < c.h.n_events; i++) {
		if (c.h.events[i]->event.kind == E2E_EVENT_GAP && n > 0)
			break; /* the second */
		n += c.h.events[i]->event.kind == E2E_EVENT_MESSAGE;
	}
	ck_assert_uint_eq(n, MANY);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), MANY + 1);
	ck_assert_int_eq(ch_chat(&c).in_seq, MANY + 3);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* One among them that closes the chat is the last. */
START_TEST(ends_with_the_one_that_closes)
{
	struct sp_packet packet;
	struct ch c;

	parts_open(&c, _i, E2E_ACCEPTOR);
	c.p.in_seq = ch_chat(&c).out_seq;
	for (int32_t raw = 1; raw <= MANY; raw++) {
		if (raw != MANY - 10) {
			numbered_at(&c, raw);
			continue;
		}
		packet = ch_packet_at(&c, raw, "odd");
		packet.in_seq_no = sp_wire_in(&c.p, 0); /* seen in its turn only */
		sp_send(&c.p, &packet);
	}
	numbered_at(&c, 0);
	ch_is_closed(&c, E2E_CHECK_IN_SEQ_BACK);
	ck_assert_uint_eq(before_the_end(&c), MANY - 10);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), MANY - 10);
	ch_close(&c);
}
END_TEST

/* Memory or the backend fails in any of the transactions: nothing is lost by that. */
START_TEST(survives_any_failure)
{
	size_t at, calls;

	for (at = 1;; at += 97) {
		struct ch c;
		int32_t err;

		parts_open(&c, _i, E2E_CREATOR);
		hold(&c, 100);
		c.h.commits_left = 0;
		numbered_at(&c, 0);
		c.h.commits_left = -1;
		calls = c.h.memory.calls;
		c.h.memory.fail_at = calls + at;
		err = au_try_run(&c.h);
		ck_assert(err == E2E_OK || err == E2E_ERR_NOMEM);
		calls = c.h.memory.calls - calls;
		c.h.memory.fail_at = 0;
		au_run(&c.h);
		all_delivered(&c, 101);
		ch_close(&c);
		if (calls < at)
			break;
	}
	ck_assert_uint_gt(at, 97);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_a_part_at_a_time },
		{ needs_no_more_when_nobody_commits },
		{ bounds_the_number_in_a_part },
		{ takes_few_at_once },
		{ loses_and_repeats_nothing_in_a_crash },
		{ goes_on_from_crash_to_crash },
		{ keeps_the_order_with_what_comes_between },
		{ sends_between },
		{ delivers_all_before_an_end },
		{ delivers_all_before_the_server_ends_it },
		{ gives_up_the_second_gap_behind_the_first },
		{ ends_with_the_one_that_closes },
		{ survives_any_failure },
	};

	return tu_run(cu_suite("chat_parts", tests, CU_N(tests)));
}
