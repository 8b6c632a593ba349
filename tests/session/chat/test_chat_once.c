/* SPDX-License-Identifier: ISC */
/* Messages that are to be seen once (E2E_TTL_VIEW_ONCE; DOC api/views). */
#include "config.h"

#include "tests/util/ttlutil.h"

#include <string.h>

static size_t
told_opened(struct ch *c)
{
	return ch_count(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES);
}

/* ---- The peer's ---------------------------------------------------------------------- */

/* scenario 136: neither time nor reading ends it; closing it does, without a word to the peer */
START_TEST(ends_when_it_is_closed)
{
	for (int text = 0; text < 2; text++) {
		struct e2e_chat before;
		int64_t id, sent = 0;
		struct ch c;

		ch_open(&c, _i, text ? E2E_CREATOR : E2E_ACCEPTOR);
		id = tt_receive(&c, E2E_TTL_VIEW_ONCE, text ? NULL : tt_photo);
		ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->ttl, E2E_TTL_VIEW_ONCE);
		ck_assert_uint_eq(ch_chat(&c).timers, 1);
		tt_reads(&c, tt_today(&c));
		tt_lasts(&c);
		ck_assert_uint_eq(ch_chat(&c).timers, 1);
		before = ch_chat(&c);
		ck_assert_int_eq(e2e_send_opened(c.h.account, c.p.chat_id, &sent, &id, 1, c.h.now),
		                 E2E_OK);
		au_run(&c.h);
		ck_assert_int_eq(sent, 0);
		ck_assert_uint_eq(tt_expired(&c, id), 1);
		ck_assert_uint_eq(ch_chat(&c).timers, 0);
		ck_assert_int_eq(ch_chat(&c).out_seq, before.out_seq);
		ck_assert_uint_eq(told_opened(&c), 0);
		tt_lasts(&c);
		ck_assert_uint_eq(tt_expired_all(&c), 1);
		ck_assert_uint_eq(told_opened(&c), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* Whichever order names them, the peer hears of the others only. */
START_TEST(tells_the_peer_of_the_others)
{
	const struct e2e_tl_decrypted_message_action_read_messages *action;
	struct sp_opened opened;
	int64_t id[5], sent = 0;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	id[0] = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
	id[1] = tt_receive(&c, 5, tt_photo);
	id[2] = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
	id[3] = id[0]; /* named twice */
	id[4] = 4711;  /* not known   */
	ck_assert_int_eq(e2e_send_opened(c.h.account, c.p.chat_id, &sent, id, 5, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_int_ne(sent, 0);
	ck_assert_uint_eq(told_opened(&c), 1);
	opened = ch_look(&c, ch_last(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES));
	action = (const void *)opened.action;
	ck_assert_uint_eq(action->random_ids.n, 2);
	for (size_t i = 0; i < 2; i++)
		ck_assert(action->random_ids.v[i] == id[1] || action->random_ids.v[i] == id[4]);
	ck_assert_uint_eq(tt_expired(&c, id[0]), 1);
	ck_assert_uint_eq(tt_expired(&c, id[2]), 1);
	ck_assert_uint_eq(tt_expired_all(&c), 2);
	au_advance(&c.h, 5000);
	ck_assert_uint_eq(tt_expired(&c, id[1]), 1);
	/* the same by the action itself */
	id[0] = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
	ck_assert_int_eq(e2e_send_action(c.h.account, c.p.chat_id, NULL,
	                                 ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES,
	                                          id, 1),
	                                 c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	ck_assert_uint_eq(tt_expired(&c, id[0]), 1);
	ck_assert_uint_eq(told_opened(&c), 1);
	ch_close(&c);
}
END_TEST

/* A full outbox hinders sending, and nothing is sent for this. */
START_TEST(ends_with_a_full_outbox)
{
	int64_t id, timed;
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.outbox_messages = 3;
	ch_ready(&c, E2E_ACCEPTOR);
	id = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
	timed = tt_receive(&c, 5, tt_photo);
	while (tt_try_emit(&c, &(int64_t){ 0 }, 0, NULL) == E2E_OK)
		au_run(&c.h);
	ck_assert_int_eq(e2e_send_opened(c.h.account, c.p.chat_id, NULL, &timed, 1, c.h.now),
	                 E2E_ERR_LIMIT);
	tt_opens(&c, id);
	ck_assert_uint_eq(tt_expired(&c, id), 1);
	ck_assert_uint_eq(tt_expired_all(&c), 1);
	ch_close(&c);
}
END_TEST

/* Rows from a backup: nothing is sent until the host resumes, but what was closed is gone. */
START_TEST(ends_amid_a_rollback)
{
	int64_t id, timed;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	id = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
	timed = tt_receive(&c, 5, tt_photo);
	c.h.generation += 5;
	au_restart(&c.h);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_ROLLBACK), 1);
	ck_assert_int_eq(e2e_send_opened(c.h.account, c.p.chat_id, NULL, &timed, 1, c.h.now),
	                 E2E_ERR_STATE);
	tt_opens(&c, id);
	ck_assert_uint_eq(tt_expired(&c, id), 1);
	ck_assert_uint_eq(tt_expired_all(&c), 1);
	ck_assert_uint_eq(told_opened(&c), 0);
	ch_close(&c);
}
END_TEST

/* A crash between the order and its commit: it is there again, and can be closed again. */
START_TEST(ends_once_across_a_crash)
{
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_ACCEPTOR);
	id = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
	c.h.commits_left = 0;
	tt_opens(&c, id);
	ck_assert_uint_eq(tt_expired_all(&c), 0);
	au_restart(&c.h);
	ck_assert_uint_eq(ch_chat(&c).timers, 1);
	tt_opens(&c, id);
	ck_assert_uint_eq(tt_expired(&c, id), 1);
	au_restart(&c.h);
	tt_lasts(&c);
	ck_assert_uint_eq(tt_expired_all(&c), 1);
	ck_assert_uint_eq(told_opened(&c), 0);
	ch_close(&c);
}
END_TEST

/* ---- Ours ------------------------------------------------------------------------------ */

/* What ends ours: a client that says so all the same, the read mark, our own user. */
START_TEST(ends_ours)
{
	for (int how = 0; how < 6; how++) {
		const int32_t ttl = E2E_TTL_VIEW_ONCE;
		struct ch c;
		int64_t id;

		ch_open(&c, _i, how & 1 ? E2E_CREATOR : E2E_ACCEPTOR);
		if (how >= 4)
			c.h.answers = 0; /* the mark comes before the answer */
		id = tt_emit(&c, ttl, tt_photo);
		ck_assert_uint_eq(ch_chat(&c).timers, 1);
		ck_assert_int_eq(((const struct e2e_tl_decrypted_message_73 *)(const void *)
		                  ch_look(&c, au_last_send(&c.h)).message)->ttl, ttl);
		if (how < 4) {
			tt_is_read(&c, tt_today(&c) - 1);
			tt_lasts(&c);
		}
		if (how == 0) {
			sp_action(&c.p, ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES,
			                         &id, 1));
			ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_OPENED), 1);
		} else if (how == 1) {
			tt_is_read(&c, tt_today(&c));
		} else if (how == 2) {
			tt_opens(&c, id);
		} else if (how == 3) {
			ck_assert_int_eq(e2e_chat_close(c.h.account, c.p.chat_id, 0, c.h.now),
			                 E2E_OK);
			au_run(&c.h);
		} else {
			tt_is_read(&c, tt_today(&c));
			ck_assert_uint_eq(tt_expired_all(&c), 0);
			if (how == 5)
				au_restart(&c.h);
			tt_answer(&c, au_last_send(&c.h), tt_today(&c));
		}
		ck_assert_uint_eq(tt_expired(&c, id), 1);
		ck_assert_uint_eq(tt_expired_all(&c), 1);
		ck_assert_uint_eq(ch_chat(&c).timers, 0);
		ck_assert_uint_eq(told_opened(&c), 0);
		ch_close(&c);
	}
}
END_TEST

/* What is deleted needs no end of its own. */
START_TEST(forgets_what_is_deleted)
{
	for (int how = 0; how < 2; how++) {
		struct ch c;
		int64_t id;

		ch_open(&c, _i, E2E_CREATOR);
		id = tt_receive(&c, E2E_TTL_VIEW_ONCE, tt_photo);
		if (how == 0)
			sp_action(&c.p, ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES,
			                         &id, 1));
		else
			ck_assert_int_eq(e2e_send_flush(c.h.account, c.p.chat_id, NULL, c.h.now),
			                 E2E_OK);
		au_run(&c.h);
		ck_assert_uint_eq(ch_chat(&c).timers, 0);
		tt_lasts(&c);
		ck_assert_uint_eq(tt_expired_all(&c), 0);
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ ends_when_it_is_closed },
		{ tells_the_peer_of_the_others },
		{ ends_with_a_full_outbox },
		{ ends_amid_a_rollback },
		{ ends_once_across_a_crash },
		{ ends_ours },
		{ forgets_what_is_deleted },
	};

	return tu_run(cu_suite("chat_once", tests, CU_N(tests)));
}
