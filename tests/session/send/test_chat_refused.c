/* SPDX-License-Identifier: ISC */
/* What the server does not take: for now, for good, and for ever. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

/* ---- Refused for good ---------------------------------------------------------------- */

static void
failed(struct ch *c, int64_t random_id, int32_t code, const char *text)
{
	const struct e2e_event *event = au_last_event(&c->h, E2E_EVENT_FAILED);

	ck_assert_ptr_nonnull(event);
	ck_assert_int_eq(event->random_id, random_id);
	ck_assert_int_eq(event->code, code);
	ck_assert_uint_eq(event->text.n, strlen(text));
	ck_assert_mem_eq(event->text.p, text, event->text.n);
}

/* scenario 61: a deletion takes the number of what was refused for good */
START_TEST(fills_the_place_of_what_was_refused)
{
	struct au_call *five, *place, *six;
	int64_t id_five, id_six;
	struct ch c;
	int file;

	for (file = 0; file < 2; file++) {
		ch_open(&c, _i, file ? E2E_CREATOR : E2E_ACCEPTOR);
		c.h.answers = 0;
		if (file)
			ch_document(&c, 0);
		else
			au_text(&c.h, c.p.chat_id, "five");
		five = au_last_send(&c.h);
		id_five = five->call.random_id;
		id_six = au_text(&c.h, c.p.chat_id, "six");
		ck_assert_uint_eq(au_count_sends(&c.h), 1);
		au_fail(&c.h, five, 400, "DATA_TOO_LONG");
		failed(&c, id_five, 400, "DATA_TOO_LONG");
		ck_assert_uint_eq(au_count_sends(&c.h), 2);
		place = au_last_send(&c.h);
		ch_takes_place(&c, place, five);
		au_restart(&c.h);
		ck_assert_uint_eq(au_count_sends(&c.h), 3);
		ck_assert_mem_eq(au_last_send(&c.h)->call.data.p, place->call.data.p,
		                 place->call.data.n);
		au_answer_ok(&c.h, au_last_send(&c.h));
		six = au_last_send(&c.h);
		ck_assert_int_eq(six->call.random_id, id_six);
		ck_assert_int_eq(ch_look(&c, six).out_raw, ch_look(&c, five).out_raw + 1);
		au_answer_ok(&c.h, six);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_SENT), 1);
		ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_SENT)->random_id, id_six);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FAILED), 1);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 61: where the host keeps the order, both are out already */
START_TEST(fills_the_place_also_in_a_chain)
{
	struct au_call *five, *six, *place;
	struct ch c;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_CHAINS;
	ch_ready(&c, E2E_CREATOR);
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "five");
	au_text(&c.h, c.p.chat_id, "six");
	ck_assert_uint_eq(au_count_sends(&c.h), 2);
	five = au_send_at(&c.h, 0);
	six = au_send_at(&c.h, 1);
	ck_assert_uint_eq(six->call.after, five->call.id);
	au_fail(&c.h, five, 400, "DATA_INVALID");
	au_fail(&c.h, six, 400, "MSG_WAIT_FAILED");
	au_advance(&c.h, 1000);
	failed(&c, five->call.random_id, 400, "DATA_INVALID");
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FAILED), 1);
	ck_assert_uint_eq(au_count_sends(&c.h), 4);
	place = au_send_at(&c.h, 2);
	ch_takes_place(&c, place, five);
	ck_assert_mem_eq(au_send_at(&c.h, 3)->call.data.p, six->call.data.p, six->call.data.n);
	au_answer_ok(&c.h, place);
	au_answer_ok(&c.h, au_send_at(&c.h, 3));
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_SENT)->random_id, six->call.random_id);
	ck_assert_uint_eq(ch_chat(&c).unsent, 0);
	ch_close(&c);
}
END_TEST

/* scenario 61: the server does not take the place either; nobody hurries for it */
START_TEST(does_not_insist_on_a_place)
{
	struct ch c;
	int n;

	ch_open(&c, _i, E2E_ACCEPTOR);
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "refused");
	for (n = 0; n < 20; n++)
		if (!au_last_send(&c.h)->answered)
			au_fail(&c.h, au_last_send(&c.h), 400, "DATA_INVALID");
	ck_assert_uint_le(au_count_sends(&c.h), 3);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FAILED), 1);
	ch_is_open(&c);
	while (au_last_send(&c.h)->answered)
		ck_assert(au_due(&c.h));
	au_answer_ok(&c.h, au_last_send(&c.h));
	ck_assert_uint_eq(ch_chat(&c).unsent, 0);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_SENT), 0);
	ch_close(&c);
}
END_TEST

/* What nobody ordered is not replaced: it waits (protocol 5.3.3), and what follows with it */
START_TEST(waits_with_what_is_its_own)
{
	struct au_call *resend;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	c.h.answers = 0;
	ch_text_at(&c, 1, "behind a hole");
	resend = au_last_send(&c.h);
	ch_is_resend(&c, resend, 0, 0);
	au_text(&c.h, c.p.chat_id, "text");
	au_fail(&c.h, resend, 400, "DATA_INVALID");
	ck_assert_uint_eq(au_count_sends(&c.h), 1);
	au_advance(&c.h, 1000);
	ck_assert_uint_eq(au_count_sends(&c.h), 2);
	ck_assert_mem_eq(au_last_send(&c.h)->call.data.p, resend->call.data.p, resend->call.data.n);
	au_answer_ok(&c.h, au_last_send(&c.h));
	ck_assert_uint_eq(au_count_sends(&c.h), 3);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FAILED), 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 63: over for the server */
START_TEST(closes_when_the_server_says_it_is_over)
{
	static const struct {
		int32_t code;
		const char *text;
	} last[] = {
		{ 400, "ENCRYPTION_DECLINED" }, { 403, "USER_IS_BLOCKED" }, { 403, "USER_DELETED" },
	};
	const struct e2e_event *event;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(last); i++) {
		ch_open(&c, _i, i % 2 ? E2E_CREATOR : E2E_ACCEPTOR);
		c.h.answers = 0;
		au_text(&c.h, c.p.chat_id, "out");
		au_text(&c.h, c.p.chat_id, "waits");
		au_fail(&c.h, au_last_send(&c.h), last[i].code, last[i].text);
		ck_assert_uint_eq(ch_chat(&c).state, E2E_CHAT_CLOSED);
		ck_assert_uint_eq(ch_chat(&c).reason, E2E_REASON_DECLINED);
		event = au_last_event(&c.h, E2E_EVENT_CHAT);
		ck_assert_uint_eq(event->reason, E2E_REASON_DECLINED);
		ck_assert_int_eq(event->code, last[i].code);
		ck_assert_uint_eq(event->text.n, strlen(last[i].text));
		ck_assert_mem_eq(event->text.p, last[i].text, event->text.n);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FAILED), 2);
		ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "x", 1, 0, 0,
		                               c.h.now),
		                 E2E_ERR_STATE);
		ck_assert_uint_eq(au_count_sends(&c.h), 1);
		ch_close(&c);
	}
}
END_TEST

/* ---- Not taken for now --------------------------------------------------------------- */

static void
same_again(struct ch *c, size_t n)
{
	const struct au_call *first = au_send_at(&c->h, 0), *again = au_last_send(&c->h);

	ck_assert_uint_eq(au_count_sends(&c->h), n);
	ck_assert_uint_eq(again->call.method, first->call.method);
	ck_assert_int_eq(again->call.random_id, first->call.random_id);
	ck_assert_uint_eq(again->call.data.n, first->call.data.n);
	ck_assert_mem_eq(again->call.data.p, first->call.data.p, first->call.data.n);
	ck_assert_uint_ne(again->call.flags & E2E_CALL_REPEATED, 0);
}

/* scenario 62: refused for now, and sent again with the same bytes */
START_TEST(tries_again_with_the_same_bytes)
{
	static const struct {
		int32_t code;
		const char *text;
		int64_t wait; /* ms */
	} errors[] = {
		{ 0, "", 1000 }, { 303, "USER_MIGRATE_2", 1000 },
		{ 401, "AUTH_KEY_PERM_EMPTY", 1000 }, { 420, "FLOOD_WAIT_7", 7000 },
		{ 429, "FLOOD_WAIT_3", 3000 }, { 429, "FLOOD", 1000 },
		{ 500, "INTERNAL", 1000 }, { 500, "MSG_WAIT_FAILED", 1000 }, { 503, "", 1000 },
		{ -503, "Timeout", 1000 }, { 400, "MSG_WAIT_TIMEOUT", 1000 },
	};
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(errors); i++) {
		ch_open(&c, _i, E2E_CREATOR);
		c.h.answers = 0;
		au_text(&c.h, c.p.chat_id, "five");
		au_text(&c.h, c.p.chat_id, "six");
		au_fail(&c.h, au_last_send(&c.h), errors[i].code, errors[i].text);
		au_advance(&c.h, errors[i].wait - 1);
		ck_assert_uint_eq(au_count_sends(&c.h), 1); /* and six stays behind five */
		ck_assert_int_le(e2e_deadline(c.h.account), c.h.now + 1);
		au_advance(&c.h, 1);
		same_again(&c, 2);
		au_answer_ok(&c.h, au_last_send(&c.h));
		ck_assert_uint_eq(au_count_sends(&c.h), 3);
		au_answer_ok(&c.h, au_last_send(&c.h));
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_SENT), 2);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FAILED), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 62: later and later, up to a minute, and again after a restart */
START_TEST(tries_again_less_and_less_often)
{
	int64_t wait = 1000, before;
	struct ch c;
	size_t n;

	ch_open(&c, _i, E2E_ACCEPTOR);
	c.h.answers = 0;
	au_text(&c.h, c.p.chat_id, "five");
	for (n = 1; n < 12; n++) {
		au_fail(&c.h, au_last_send(&c.h), 500, "INTERNAL");
		before = c.h.now;
		while (au_count_sends(&c.h) == n)
			ck_assert(au_due(&c.h));
		ck_assert_int_eq(c.h.now - before, wait);
		same_again(&c, n + 1);
		wait = wait * 2 < 60000 ? wait * 2 : 60000;
	}
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_SENDING, 0);
	au_restart(&c.h);
	same_again(&c, n + 1);
	au_answer_ok(&c.h, au_last_send(&c.h));
	ck_assert_uint_eq(ch_chat(&c).health & E2E_HEALTH_SENDING, 0);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_SENT), 1);
	ch_close(&c);
}
END_TEST

/* ---- Not refused ------------------------------------------------------------------------ */

static void
was_sent(struct ch *c, int64_t id)
{
	const struct e2e_event *sent = au_last_event(&c->h, E2E_EVENT_SENT);

	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_FAILED), 0);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_SENT), 1);
	ck_assert_int_eq(sent->random_id, id);
	ck_assert_int_ne(sent->date, 0);
	ck_assert_uint_eq(ch_chat(c).unsent, 0);
	au_advance(&c->h, 600 * 1000);
	ck_assert_uint_eq(ch_chat(c).unsent, 0);
	ch_is_open(c);
}

/* the server had it already: the first answer was lost, by an error or by a crash */
START_TEST(counts_a_duplicate_as_sent)
{
	struct ch c;
	int64_t id;

	for (int how = 0; how < 3; how++) {
		ch_open(&c, _i, E2E_CREATOR);
		au_forget(&c.h);
		c.h.answers = 0;
		if (how == 2)
			ch_document(&c, 0);
		else
			au_text(&c.h, c.p.chat_id, "text");
		id = au_last_send(&c.h)->call.random_id;
		if (how == 0) {
			au_restart(&c.h);
		} else {
			au_fail(&c.h, au_last_send(&c.h), 500, "RANDOM_ID_DUPLICATE");
			au_advance(&c.h, 2000);
		}
		ck_assert_uint_eq(au_count_sends(&c.h), 2);
		ck_assert_uint_ne(au_last_send(&c.h)->call.flags & E2E_CALL_REPEATED, 0);
		au_fail(&c.h, au_last_send(&c.h), 400, "RANDOM_ID_DUPLICATE");
		was_sent(&c, id);
		ck_assert_uint_eq(au_count_sends(&c.h), 2);
		ch_close(&c);
	}
}
END_TEST

/* of one that was never sent before it says that another message has its id */
START_TEST(counts_a_first_duplicate_as_refused)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *action;
	struct sp_opened opened;
	struct au_call *place;
	struct ch c;
	int64_t id = 0;

	for (int way = 0; way < 2; way++) { /* a text, an action */
		ch_open(&c, _i, E2E_CREATOR);
		c.h.answers = 0;
		if (way == 0) {
			id = au_text(&c.h, c.p.chat_id, "text");
		} else {
			ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, &id, 5, c.h.now),
			                 E2E_OK);
			au_run(&c.h);
		}
		au_fail(&c.h, au_last_send(&c.h), 400, "RANDOM_ID_DUPLICATE");
		failed(&c, id, 400, "RANDOM_ID_DUPLICATE");
		/* so its place is taken under an id of its own, and deletes nothing of that other one's */
		place = au_last_send(&c.h);
		ck_assert_uint_eq(au_count_sends(&c.h), 2);
		ck_assert_int_ne(place->call.random_id, id);
		opened = ch_look(&c, place);
		ck_assert_uint_eq(sp_kind(&opened), E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES);
		action = (const void *)opened.action;
		ck_assert_uint_eq(action->random_ids.n, 1);
		ck_assert_int_eq(action->random_ids.v[0], place->call.random_id);
		ck_assert_int_eq(opened.random_id, place->call.random_id);
		ck_assert_int_eq(opened.out_raw, 1);
		au_restart(&c.h);
		ck_assert_int_eq(au_last_send(&c.h)->call.random_id, opened.random_id);
		ch_close(&c);
	}
}
END_TEST

/* nobody knows since when the server has it: any read mark starts its timer */
START_TEST(starts_the_timer_of_a_duplicate)
{
	struct ch c;
	int64_t id;

	ch_open(&c, _i, E2E_CREATOR);
	ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, NULL, 5, c.h.now), E2E_OK);
	au_run(&c.h);
	au_forget(&c.h);
	c.h.answers = 0;
	id = au_text(&c.h, c.p.chat_id, "text");
	au_restart(&c.h);
	au_fail(&c.h, au_last_send(&c.h), 400, "RANDOM_ID_DUPLICATE");
	ck_assert_int_eq(e2e_feed_read(c.h.account, c.p.chat_id, (int32_t)(c.h.now / 1000),
	                               (int32_t)(c.h.now / 1000), c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	au_advance(&c.h, 6000);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_SENT), 1);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_READ), 1);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_EXPIRED), 1);
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_EXPIRED)->ids.v[0], id);
	ch_close(&c);
}
END_TEST

/* ---- The login is gone ------------------------------------------------------------------ */

START_TEST(makes_no_call_without_a_login)
{
	static const struct {
		int32_t code;
		const char *text;
		size_t events;
	} errors[] = {
		{ 401, "AUTH_KEY_UNREGISTERED", 1 },
		{ 401, "AUTH_KEY_INVALID", 1 },
		{ 401, "SESSION_REVOKED", 1 },
		{ 401, "SESSION_EXPIRED", 1 },
		{ 401, "USER_DEACTIVATED", 1 },
		{ 401, "USER_DEACTIVATED_BAN", 1 },
		{ 406, "AUTH_KEY_DUPLICATED", 1 },
		{ 401, "AUTH_KEY_PERM_EMPTY", 0 },
		{ 401, "SESSION_PASSWORD_NEEDED", 0 },
		{ 401, "", 0 },
		{ 500, "AUTH_KEY_UNREGISTERED", 0 },
	};
	struct ch c;

	for (size_t i = 0; i < CU_N(errors); i++) {
		const bool gone = errors[i].events > 0;

		ch_init(&c, _i);
		c.h.config.flags = E2E_CONFIG_CHAINS;
		ch_ready(&c, E2E_CREATOR);
		au_forget(&c.h);
		c.h.answers = 0;
		au_text(&c.h, c.p.chat_id, "one");
		au_text(&c.h, c.p.chat_id, "two");
		au_fail(&c.h, au_send_at(&c.h, 0), errors[i].code, errors[i].text);
		au_fail(&c.h, au_send_at(&c.h, 1), errors[i].code, errors[i].text);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_LOGGED_OUT), errors[i].events);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_FAILED), 0);
		au_text(&c.h, c.p.chat_id, "three");
		au_advance(&c.h, 600 * 1000);
		ck_assert_uint_eq(au_count_sends(&c.h) > 2, !gone);
		ck_assert_int_gt(e2e_deadline(c.h.account), c.h.now);
		ch_is_open(&c);
		if (gone) {
			ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_LOGGED_OUT)->code,
			                 errors[i].code);
			au_restart(&c.h);
			ck_assert_uint_eq(au_count_sends(&c.h), 5);
		}
		ch_close(&c);
	}
}
END_TEST

/* scenario 143: the login is gone, whatever is called: a chat's step, or the queue */
START_TEST(hears_it_from_any_call)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_ACK_QTS;
	ch_ready(&c, E2E_ACCEPTOR);
	au_forget(&c.h);
	c.h.answers = 0;
	ck_assert_int_eq(e2e_feed_qts(c.h.account, 7, c.h.now), E2E_OK);
	au_run(&c.h);
	au_fail(&c.h, au_last_call(&c.h, E2E_CALL_RECEIVED_QUEUE), 401, "SESSION_REVOKED");
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_LOGGED_OUT), 1);
	ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_LOGGED_OUT)->chat_id, 0);
	ck_assert_int_eq(e2e_chat_close(c.h.account, c.p.chat_id, 0, c.h.now), E2E_OK);
	au_run(&c.h);
	ck_assert_ptr_null(au_last_call(&c.h, E2E_CALL_DISCARD));
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ fills_the_place_of_what_was_refused },
		{ fills_the_place_also_in_a_chain },
		{ does_not_insist_on_a_place },
		{ waits_with_what_is_its_own },
		{ closes_when_the_server_says_it_is_over },
		{ tries_again_with_the_same_bytes },
		{ tries_again_less_and_less_often },
		{ counts_a_duplicate_as_sent },
		{ counts_a_first_duplicate_as_refused },
		{ starts_the_timer_of_a_duplicate },
		{ makes_no_call_without_a_login },
		{ hears_it_from_any_call },
	};

	return tu_run(cu_suite("chat_refused", tests, CU_N(tests)));
}
