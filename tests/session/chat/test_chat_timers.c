/* SPDX-License-Identifier: ISC */
/* Self-destruction does not fail open: room for timers, read marks that come early, ends. */
#include "config.h"

#include "tests/util/ttlutil.h"

#include <string.h>

#define ROOM 4

/* ---- Room ---------------------------------------------------------------------------- */

static void
open_small(struct ch *c, int backend, uint32_t role)
{
	ch_init(c, backend);
	c->h.limits.timers = ROOM;
	ch_ready(c, role);
}

/* scenario 137: the peer has filled its room; ours is there all the same, and then ours is full */
START_TEST(gives_each_side_room_of_its_own)
{
	int64_t first = 0, ours[ROOM], id = 0;
	struct au_mark mark;
	struct ch c;

	open_small(&c, _i, E2E_ACCEPTOR);
	for (int i = 0; i < ROOM; i++) {
		id = tt_receive(&c, 60, NULL);
		first = i == 0 ? id : first;
		au_advance(&c.h, 1000);
	}
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_OVERFLOW, 0);
	for (int i = 0; i < ROOM; i++)
		ours[i] = tt_emit(&c, 5, i % 2 ? tt_photo : NULL);
	ck_assert_uint_eq(ch_chat(&c).timers, 2 * ROOM);
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_OVERFLOW, 0);
	mark = au_mark(&c.h);
	id = 0;
	ck_assert_int_eq(tt_try_emit(&c, &id, 5, NULL), E2E_ERR_LIMIT);
	ck_assert_int_eq(tt_try_emit(&c, &id, 5, tt_photo), E2E_ERR_LIMIT);
	ck_assert_int_eq(tt_try_emit(&c, &id, E2E_TTL_VIEW_ONCE, tt_photo), E2E_ERR_LIMIT);
	ck_assert_int_eq(id, 0);
	au_unchanged(&c.h, &mark);
	tt_emit(&c, 0, NULL); /* without a timer it needs no room */
	ck_assert_uint_eq(tt_expired_all(&c), 0);
	/* and where there is room again, it goes out: of ours, the photos are to be opened */
	tt_is_read(&c, tt_today(&c));
	au_advance(&c.h, 5000);
	ck_assert_uint_eq(tt_expired(&c, ours[0]), 1);
	ck_assert_uint_eq(tt_expired(&c, ours[2]), 1);
	ck_assert_uint_eq(tt_expired_all(&c), 2);
	tt_emit(&c, 5, NULL);
	/* ours that are many take nothing from the peer's */
	ck_assert_uint_eq(ch_chat(&c).timers, 2 * ROOM - 1);
	ck_assert_uint_eq(tt_expired(&c, first), 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* Our room full and the peer's not: the peer's message gets its timer. */
START_TEST(keeps_room_for_the_peer)
{
	struct ch c;
	int64_t id;

	open_small(&c, _i, E2E_CREATOR);
	for (int i = 0; i < ROOM; i++)
		tt_emit(&c, 5, tt_photo);
	id = tt_receive(&c, 5, NULL);
	ck_assert_uint_eq(ch_chat(&c).timers, ROOM + 1);
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_OVERFLOW, 0);
	tt_reads(&c, tt_today(&c));
	tt_expires_in(&c, id, 5000);
	ch_close(&c);
}
END_TEST

/* What a peer sends above its room is not without a timer: its first one goes. */
START_TEST(ends_what_a_full_room_holds)
{
	int64_t id[ROOM + 2], running;
	struct ch c;

	open_small(&c, _i, E2E_CREATOR);
	for (int i = 0; i < ROOM; i++) {
		id[i] = tt_receive(&c, i == 2 ? 7 : 60, i == 2 ? tt_photo : NULL);
		au_advance(&c.h, 1000);
	}
	running = id[2];
	tt_opens(&c, running);
	/* what runs goes before what waits */
	id[ROOM] = tt_receive(&c, 60, NULL);
	ck_assert_uint_eq(tt_expired(&c, running), 1);
	ck_assert_uint_eq(tt_expired_all(&c), 1);
	ck_assert_uint_eq(ch_chat(&c).timers, ROOM);
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_OVERFLOW, 0);
	/* then the oldest that waits */
	id[ROOM + 1] = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
	ck_assert_uint_eq(tt_expired(&c, id[0]), 1);
	ck_assert_uint_eq(tt_expired_all(&c), 2);
	ck_assert_uint_eq(ch_chat(&c).timers, ROOM);
	au_restart(&c.h);
	ck_assert_uint_eq(ch_chat(&c).timers, ROOM);
	tt_reads(&c, tt_today(&c));
	au_advance(&c.h, 60000);
	ck_assert_uint_eq(tt_expired(&c, id[1]), 1);
	ck_assert_uint_eq(tt_expired(&c, id[3]), 1);
	ck_assert_uint_eq(tt_expired(&c, id[ROOM]), 1);
	ck_assert_uint_eq(tt_expired_all(&c), 5);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* The number that stands in the header, from both sides of it. */
START_TEST(counts_ten_thousand)
{
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	for (int i = 0; i < 10000; i++) {
		struct sp_packet k = tt_packet(&c, 3600, NULL);

		sp_send(&c.p, &k);
	}
	ck_assert_uint_eq(ch_chat(&c).timers, 10000);
	ck_assert_uint_eq(tt_expired_all(&c), 0);
	tt_receive(&c, 3600, NULL);
	ck_assert_uint_eq(ch_chat(&c).timers, 10000);
	ck_assert_uint_eq(tt_expired_all(&c), 1);
	tt_emit(&c, 5, NULL);
	ck_assert_uint_eq(ch_chat(&c).timers, 10001);
	tt_is_read(&c, tt_today(&c));
	au_advance(&c.h, 5000);
	ck_assert_uint_eq(tt_expired_all(&c), 2);
	ch_close(&c);
}
END_TEST

/* ---- Read before the answer ------------------------------------------------------------- */

/* The call of ID as it is out, its answer being held back; a lost answer if LOST. */
static int64_t
hold_back(struct ch *c, int32_t ttl, bool lost)
{
	int64_t id;

	c->h.answers = 0;
	id = tt_emit(c, ttl, NULL);
	if (lost)
		au_fail(&c->h, au_last_send(&c->h), 0, "");
	return id;
}

/* The mark, a restart if ON, then the answer of DATE (to the call that is made again). */
static void
mark_and_answer(struct ch *c, int32_t mark, int32_t date, bool restart)
{
	tt_is_read(c, mark);
	if (restart)
		au_restart(&c->h);
	else
		au_advance(&c->h, 2000); /* a call whose answer was lost is made again */
	tt_answer(c, au_last_send(&c->h), date);
}

/* scenario 138: a mark that covers the date starts the time all the same (tdesktop#4318) */
START_TEST(remembers_a_mark_until_the_date_is_known)
{
	for (int how = 0; how < 8; how++) {
		const int32_t ahead = how & 4 ? 0 : 1; /* of the mark before the date */
		struct ch c;
		int64_t id;
		int32_t t;

		ch_open(&c, _i, how & 1 ? E2E_CREATOR : E2E_ACCEPTOR);
		id = hold_back(&c, 5, true);
		t = tt_today(&c);
		mark_and_answer(&c, t + ahead, t, (how & 2) != 0);
		ck_assert_uint_eq(ch_chat(&c).timers, 1);
		tt_expires_in(&c, id, 5000);
		ch_close(&c);
	}
}
END_TEST

START_TEST(does_not_start_what_came_after_the_mark)
{
	for (int restart = 0; restart < 2; restart++) {
		struct ch c;
		int64_t id, later;
		int32_t t;

		ch_open(&c, _i, E2E_CREATOR);
		id = hold_back(&c, 5, true);
		t = tt_today(&c);
		mark_and_answer(&c, t - 1, t, restart == 1);
		tt_lasts(&c);
		ck_assert_uint_eq(ch_chat(&c).timers, 1);
		/* and a message that was not there when the mark came has not been read */
		tt_is_read(&c, t);
		tt_expires_in(&c, id, 5000);
		id = hold_back(&c, 5, false);
		tt_is_read(&c, INT32_MAX);
		later = tt_emit(&c, 5, NULL);
		tt_answer(&c, au_last_send(&c.h), tt_today(&c)); /* of the first: one at a time */
		tt_answer(&c, au_last_send(&c.h), tt_today(&c));
		au_advance(&c.h, 5000);
		ck_assert_uint_eq(tt_expired(&c, id), 1);
		tt_lasts(&c);
		ck_assert_uint_eq(tt_expired(&c, later), 0);
		ch_close(&c);
	}
}
END_TEST

/* The highest of several marks counts; what is to be opened is not read. */
START_TEST(remembers_the_highest_mark)
{
	struct ch c;
	int64_t id;
	int32_t t;

	ch_open(&c, _i, E2E_ACCEPTOR);
	c.h.answers = 0;
	tt_emit(&c, 5, tt_photo);
	tt_is_read(&c, tt_today(&c) + 9);
	tt_answer(&c, au_last_send(&c.h), tt_today(&c));
	tt_lasts(&c);
	id = hold_back(&c, 5, false);
	t = tt_today(&c);
	tt_is_read(&c, t + 1);
	tt_is_read(&c, t - 50);
	tt_answer(&c, au_last_send(&c.h), t + 1);
	tt_expires_in(&c, id, 5000);
	ch_close(&c);
}
END_TEST

/* The answer never comes, but the peer's own message shows that it has ours. */
START_TEST(takes_an_acknowledgement_for_the_answer)
{
	for (int first = 0; first < 2; first++) {
		struct ch c;
		int64_t id;

		ch_open(&c, _i, E2E_CREATOR);
		id = hold_back(&c, 5, false);
		if (first == 0) /* the mark, by which nothing can have been dated yet */
			tt_is_read(&c, tt_today(&c) - 2);
		ch_look(&c, au_last_send(&c.h));
		c.p.in_seq = ch_chat(&c).out_seq;
		sp_noop(&c.p);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_DELIVERED), 1);
		if (first == 1) {
			tt_lasts(&c);
			tt_is_read(&c, tt_today(&c) - 11 * 86400); /* of its true date */
		}
		tt_expires_in(&c, id, 5000);
		ch_close(&c);
	}
}
END_TEST

/* A host that has no date to give, or a server that gives none. */
START_TEST(takes_no_date_for_a_date)
{
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_ACCEPTOR);
	id = hold_back(&c, 5, false);
	tt_answer(&c, au_last_send(&c.h), 0);
	tt_is_read(&c, tt_today(&c));
	tt_expires_in(&c, id, 5000);
	ch_close(&c);
}
END_TEST

/* ---- Odd dates ------------------------------------------------------------------------------ */

/* A server may say any date; a mark of today covers what came today. */
START_TEST(believes_no_date_of_the_future)
{
	static const int32_t date[] = { INT32_MAX, -1, INT32_MIN };

	for (size_t i = 0; i < CU_N(date); i++) {
		struct e2e_bytes packet;
		struct sp_packet k;
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		k = tt_packet(&c, 5, NULL);
		packet = sp_compose(&c.p, &k);
		ck_assert_int_eq(e2e_feed_message(c.h.account, c.p.chat_id, k.random_id, date[i],
		                                  packet.p, packet.n, NULL, 0, 0, c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), 1);
		tt_reads(&c, tt_today(&c));
		tt_expires_in(&c, k.random_id, 5000);
		ch_close(&c);
	}
}
END_TEST

/* What fills a hole has a later date than what waited behind it, and is shown before it. */
START_TEST(reads_what_filled_a_hole_with_what_waited)
{
	struct sp_packet missing;
	struct ch c;
	int32_t last;

	ch_open(&c, _i, E2E_ACCEPTOR);
	missing = tt_packet(&c, 5, NULL);
	sp_text(&c.p, "behind the hole");
	last = tt_today(&c);
	au_advance(&c.h, 20000);
	sp_send(&c.p, &missing);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), 2);
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->date, last);
	tt_reads(&c, last); /* of the last message on the screen */
	tt_expires_in(&c, missing.random_id, 5000);
	ch_close(&c);
}
END_TEST

/* ---- Odd messages --------------------------------------------------------------------------- */

/* A random_id that has a timer already: the shorter time counts, from now on. */
START_TEST(ends_both_messages_of_one_random_id)
{
	for (int how = 0; how < 4; how++) {
		struct sp_packet k;
		struct ch c;
		int64_t id;

		ch_open(&c, _i, E2E_CREATOR);
		id = how == 3 ? tt_emit(&c, 3600, NULL) : tt_receive(&c, 3600, NULL);
		if (how == 1)
			tt_reads(&c, tt_today(&c));
		k = tt_packet(&c, how == 2 ? 3600 : 5, how == 2 ? tt_photo : NULL);
		((struct e2e_tl_decrypted_message_73 *)(uintptr_t)k.message)->random_id = id;
		sp_send(&c.p, &k);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), how == 3 ? 1 : 2);
		ck_assert_uint_eq(ch_chat(&c).timers, 1);
		if (how == 2) { /* the same once more is no reason to hurry */
			tt_lasts(&c);
			tt_reads(&c, tt_today(&c));
			tt_expires_in(&c, id, 3600000);
		} else {
			tt_expires_in(&c, id, 5000);
		}
		ch_close(&c);
	}
}
END_TEST

/* A time that destroys nothing is not taken for one. */
START_TEST(refuses_a_time_that_is_none)
{
	const int32_t bad[] = { -1, INT32_MIN, E2E_TTL_VIEW_ONCE };
	struct au_mark mark;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	mark = au_mark(&c.h);
	for (size_t i = 0; i < CU_N(bad); i++) {
		int64_t id = 0;

		ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, &id, bad[i], c.h.now),
		                 E2E_ERR_ARGUMENT);
		ck_assert_int_eq(e2e_send_action(c.h.account, c.p.chat_id, &id,
		                                 ch_set_ttl(&c, bad[i]), c.h.now),
		                 E2E_ERR_ARGUMENT);
		if (bad[i] < 0)
			ck_assert_int_eq(tt_try_emit(&c, &id, bad[i], NULL), E2E_ERR_ARGUMENT);
		ck_assert_int_eq(id, 0);
	}
	au_unchanged(&c.h, &mark);
	ch_close(&c);
}
END_TEST

/* Constructors of layer 8 cannot say it: theirs is the chat's (as Android takes them). */
START_TEST(gives_old_messages_the_time_of_the_chat)
{
	const uint8_t random[16] = { 1 };
	struct e2e_tl_decrypted_message_8 old = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_8, .random_id = 77,
		.random_bytes = { random, sizeof random }, .message = ch_string("old"),
		.media = NULL,
	};
	const struct e2e_tl_decrypted_message_media_empty empty = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY
	};
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	old.media = (const void *)&empty;
	sp_action(&c.p, ch_set_ttl(&c, 9));
	k = sp_packet(&c.p);
	k.message = (const void *)&old;
	sp_send(&c.p, &k);
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->ttl, 9);
	tt_reads(&c, tt_today(&c));
	tt_expires_in(&c, 77, 9000);
	old.random_id = 78;
	ck_assert_int_eq(e2e_send_message(c.h.account, c.p.chat_id, NULL, NULL, (const void *)&old,
	                                  NULL, 0, c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	ck_assert_uint_eq(ch_chat(&c).timers, 1);
	tt_is_read(&c, tt_today(&c));
	au_advance(&c.h, 9000);
	ck_assert_uint_eq(tt_expired(&c, 78), 1);
	ch_close(&c);
}
END_TEST

/* ---- The end ----------------------------------------------------------------------------------- */

/* Whoever closes the chat, nobody could say any more that something was read. */
START_TEST(leaves_nothing_in_a_closed_chat)
{
	for (int how = 0; how < 3; how++) {
		int64_t id[5];
		struct ch c;

		ch_open(&c, _i, E2E_CREATOR);
		id[0] = tt_receive(&c, 60, NULL);
		tt_reads(&c, tt_today(&c));
		au_advance(&c.h, 1000);
		id[1] = tt_receive(&c, 60, NULL);
		id[2] = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
		id[3] = tt_emit(&c, 60, NULL);
		id[4] = hold_back(&c, 60, how == 2);
		c.h.answers = AU_AUTO_SENDS;
		if (how == 0) {
			ck_assert_int_eq(e2e_chat_close(c.h.account, c.p.chat_id, 0, c.h.now),
			                 E2E_OK);
			au_run(&c.h);
		} else {
			au_feed_discarded(&c.h, c.p.chat_id, how == 1);
		}
		ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_CLOSED);
		ck_assert_uint_eq(ch_chat(&c).timers, 0);
		for (size_t i = 0; i < CU_N(id); i++)
			ck_assert_uint_eq(tt_expired(&c, id[i]), 1);
		ck_assert_uint_eq(tt_expired_all(&c), CU_N(id));
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ gives_each_side_room_of_its_own },
		{ keeps_room_for_the_peer },
		{ ends_what_a_full_room_holds },
		{ counts_ten_thousand },
		{ remembers_a_mark_until_the_date_is_known },
		{ does_not_start_what_came_after_the_mark },
		{ remembers_the_highest_mark },
		{ takes_an_acknowledgement_for_the_answer },
		{ takes_no_date_for_a_date },
		{ believes_no_date_of_the_future },
		{ reads_what_filled_a_hole_with_what_waited },
		{ ends_both_messages_of_one_random_id },
		{ refuses_a_time_that_is_none },
		{ gives_old_messages_the_time_of_the_chat },
		{ leaves_nothing_in_a_closed_chat },
	};

	return tu_run(cu_suite("chat_timers", tests, CU_N(tests)));
}
