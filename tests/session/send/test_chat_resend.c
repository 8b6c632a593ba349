/* SPDX-License-Identifier: ISC */
/* Answering a peer who misses messages, and forgetting what it has. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

#define DELETE E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* N texts of the account, the first of them raw number 1. */
static void
send_texts(struct ch *c, int n)
{
	while (n-- > 0)
		au_text(&c->h, c->p.chat_id, "a text of some length that can be looked for");
}

/* Are two sends the same to the server and to the peer? */
static void
same_send(const struct au_call *a, const struct au_call *b)
{
	ck_assert_uint_eq(a->call.method, b->call.method);
	ck_assert_int_eq(a->call.random_id, b->call.random_id);
	ck_assert_uint_eq(a->call.data.n, b->call.data.n);
	ck_assert_mem_eq(a->call.data.p, b->call.data.p, a->call.data.n);
	if (a->call.method == E2E_CALL_SEND_FILE) {
		/* the server has it by now, and says how to refer to it */
		ck_assert_uint_eq(b->call.file->kind, E2E_FILE_EXISTING);
		ck_assert_int_eq(b->call.file->id, a->call.file->id);
	} else {
		ck_assert_uint_eq(a->call.request.n, b->call.request.n);
		ck_assert_mem_eq(a->call.request.p, b->call.request.p, a->call.request.n);
	}
	ck_assert_uint_eq(a->call.flags | E2E_CALL_REPEATED, b->call.flags | E2E_CALL_REPEATED);
}

/* ---- What can be had ----------------------------------------------------------------- */

/* scenario 55: asked to send again, it sends the same bytes */
START_TEST(sends_again_what_it_sent)
{
	struct au_call *again;
	struct ch c;
	size_t i, r;

	for (r = 0; r < CU_N(roles); r++) {
		ch_open(&c, _i, roles[r]);
		send_texts(&c, 1);
		ch_document(&c, E2E_SEND_SILENT);
		ck_assert_int_eq(e2e_send_ttl(c.h.account, c.p.chat_id, NULL, 30, c.h.now), E2E_OK);
		au_run(&c.h);
		send_texts(&c, 2);
		ck_assert_uint_eq(au_count_sends(&c.h), 5);
		sp_action(&c.p, ch_asks(&c, 1, 4)); /* all but the last */
		ck_assert_uint_eq(au_count_sends(&c.h), 9);
		for (i = 0; i < 4; i++) {
			again = au_send_at(&c.h, 5 + i);
			same_send(au_send_at(&c.h, i), again);
			ck_assert_uint_ne(again->call.flags & E2E_CALL_REPEATED, 0);
		}
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_SENT), 5);
		ck_assert_int_eq(ch_chat(&c).out_seq, 6);
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 55: one at a time, and to the end, also after a restart */
START_TEST(sends_again_in_order)
{
	struct au_call *call;
	struct ch c;
	int32_t raw, at = 0;
	size_t i;

	ch_open(&c, _i, E2E_CREATOR);
	send_texts(&c, 4);
	c.h.answers = 0;
	sp_action(&c.p, ch_asks(&c, 2, 4));
	ck_assert_uint_eq(au_count_sends(&c.h), 5);
	same_send(au_send_at(&c.h, 1), au_send_at(&c.h, 4));
	au_answer_ok(&c.h, au_send_at(&c.h, 4));
	ck_assert_uint_eq(au_count_sends(&c.h), 6);
	same_send(au_send_at(&c.h, 2), au_send_at(&c.h, 5));
	au_restart(&c.h); /* with one of them out, and one waiting: TDLib asks only once */
	for (i = 6; i < 12 && (call = au_send_at(&c.h, i)) != NULL; i++) {
		ck_assert_uint_eq(au_count_sends(&c.h), i + 1);
		raw = ch_look(&c, call).out_raw;
		same_send(au_send_at(&c.h, (size_t)raw - 1), call);
		ck_assert_int_gt(raw, at);
		ck_assert_int_le(raw, at < 3 ? 3 : at + 1);
		at = raw;
		au_answer_ok(&c.h, call);
	}
	ck_assert_int_eq(at, 4);
	au_restart(&c.h);
	ck_assert_uint_eq(au_count_sends(&c.h), i);
	ch_close(&c);
}
END_TEST

/* CALL answers for message RAW: the same bytes, or its own deletion under the same numbers. */
static void
answers_for(struct ch *c, int32_t raw, const struct au_call *call)
{
	const struct au_call *original = au_send_at(&c->h, (size_t)raw - 1);
	struct sp_opened opened = ch_look(c, call), was = ch_look(c, original);
	const struct e2e_tl_decrypted_message_action_delete_messages *action;

	ck_assert_int_eq(opened.out_seq_no, was.out_seq_no);
	ck_assert_int_eq(call->call.random_id, original->call.random_id);
	if (sp_kind(&opened) != DELETE) {
		same_send(original, call);
		return;
	}
	action = (const void *)opened.action;
	ck_assert_uint_eq(action->random_ids.n, 1);
	ck_assert_int_eq(action->random_ids.v[0], was.random_id);
}

/* scenario 56: Android acknowledges one message late (protocol T5.2) */
START_TEST(answers_for_a_tail_of_what_was_acknowledged)
{
	struct ch c;
	size_t i;
	int32_t raw;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		send_texts(&c, 12);
		c.p.in_seq = 13;
		sp_text(&c.p, "I have them all");
		ck_assert_int_eq(ch_chat(&c).acked_seq, 13);
		sp_action(&c.p, ch_asks(&c, 12, 12));
		ck_assert_uint_eq(au_count_sends(&c.h), 13);
		answers_for(&c, 12, au_last_send(&c.h));
		au_restart(&c.h);
		sp_action(&c.p, ch_asks(&c, 5, 11)); /* a tail of 8 in all */
		ck_assert_uint_eq(au_count_sends(&c.h), 20);
		for (raw = 5; raw <= 11; raw++)
			answers_for(&c, raw, au_send_at(&c.h, 13 + (size_t)raw - 5));
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 56: beyond the tail it is for the policy to say */
START_TEST(minds_who_asks_for_what_is_long_gone)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_init(&c, _i);
		c.h.limits.tail = 2;
		c.h.config.policy = policies[i];
		ch_ready(&c, roles[i % 2]);
		send_texts(&c, 6);
		c.p.in_seq = 7;
		sp_text(&c.p, "I have them all");
		sp_action(&c.p, ch_asks(&c, 1, 1));
		if (policies[i] != E2E_POLICY_STRICT) {
			ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RESEND_GONE), 1);
			ck_assert_uint_eq(au_count_sends(&c.h), 6);
			ck_assert_int_eq(ch_chat(&c).in_seq, 2);
			ch_is_open(&c);
		} else {
			ch_is_closed(&c, E2E_CHECK_RESEND_GONE);
		}
		ch_close(&c);
	}
}
END_TEST

/*
 * scenario 56: an iPhone writes in_seq_no when it sends, so its second request can acknowledge
 * what it asks for (observed 5.4); TDLib does not mind either (observed 5.2)
 */
START_TEST(bears_a_request_that_acknowledges_what_it_asks_for)
{
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_init(&c, _i);
		c.h.limits.tail = 2;
		c.h.config.policy = policies[i];
		ch_ready(&c, roles[i % 2]);
		send_texts(&c, 6);
		c.p.in_seq = 7;
		sp_action(&c.p, ch_asks(&c, 1, 2));
		ck_assert_int_eq(ch_chat(&c).acked_seq, 7);
		ck_assert_uint_eq(au_count_sends(&c.h), 6);
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- When ---------------------------------------------------------------------------- */

/* scenario 57: whatever else is missing */
START_TEST(answers_at_once_and_once)
{
	struct sp_packet k;
	struct ch c;
	int restart;

	for (restart = 0; restart < 3; restart++) {
		ch_open(&c, _i, roles[restart % 2]);
		send_texts(&c, 2);
		sp_text(&c.p, "0");
		k = ch_action_at(&c, 2, ch_asks(&c, 1, 2));
		sp_send(&c.p, &k);
		ck_assert_uint_eq(ch_chat(&c).held, 1);
		ck_assert_uint_eq(au_count_sends(&c.h), 5); /* and a request of our own */
		ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND), 1);
		if (restart == 1)
			au_restart(&c.h);
		ch_text_at(&c, 1, "1");
		if (restart == 2)
			au_restart(&c.h);
		ck_assert_int_eq(ch_chat(&c).in_seq, 3);
		ck_assert_uint_eq(au_count_sends(&c.h), 5);
		ch_delivered(&c, "0|1");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- How often ----------------------------------------------------------------------- */

/* scenario 59: a thousand requests for one message */
START_TEST(is_no_amplifier)
{
	struct ch c;
	int n;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_NO_REKEY | E2E_CONFIG_NO_ACK;
	ch_ready(&c, E2E_CREATOR);
	send_texts(&c, 2);
	for (n = 0; n < 1000; n++)
		sp_action(&c.p, ch_asks(&c, 1, 2));
	ck_assert_uint_eq(au_count_sends(&c.h), 2 + 2 * 3); /* three times a minute */
	ck_assert_int_eq(ch_chat(&c).in_seq, 1000);
	ch_is_open(&c);
	au_advance(&c.h, 61000);
	sp_action(&c.p, ch_asks(&c, 2, 2));
	ck_assert_uint_ge(au_count_sends(&c.h), 9);
	ck_assert_uint_le(au_count_sends(&c.h), 8 + 2 * 3);
	for (n = 0; n < 20; n++) /* a thousand requests are not a thousand answers, even late */
		au_advance(&c.h, 61000);
	ck_assert_uint_le(au_count_sends(&c.h), 8 + 2 * 3);
	ch_close(&c);
}
END_TEST

/* scenario 59: and for all messages of the chat together */
START_TEST(limits_all_that_is_sent_again)
{
	struct ch c;
	size_t n;

	ch_init(&c, _i);
	c.h.limits.resend_rate = 5;
	c.h.limits.resend_repeats = 100;
	ch_ready(&c, E2E_ACCEPTOR);
	send_texts(&c, 4);
	au_forget(&c.h);
	for (n = 0; n < 10; n++) {
		sp_action(&c.p, ch_asks(&c, 1, 4));
		ck_assert_uint_le(au_count_sends(&c.h), 5);
	}
	ck_assert_uint_ge(au_count_sends(&c.h), 4);
	for (n = 2; n < 5; n++) { /* five a minute */
		au_advance(&c.h, 61000);
		sp_action(&c.p, ch_asks(&c, 1, 4));
		ck_assert_uint_le(au_count_sends(&c.h), 5 * n);
		ck_assert_uint_ge(au_count_sends(&c.h), 4 * n);
	}
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* ---- Forgetting ---------------------------------------------------------------------- */

static bool
kept(struct ch *c, const struct au_call *call)
{
	return au_rows_show(&c->h.rows, call->call.data.p + E2E_PACKET_HEAD_BYTES, 32);
}

/* scenario 60: what the peer has is erased */
START_TEST(forgets_what_the_peer_has)
{
	static const char text[] = "a text of some length that can be looked for";
	size_t i, rows;
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.tail = 2;
	ch_ready(&c, E2E_CREATOR);
	send_texts(&c, 10);
	rows = c.h.rows.n;
	for (i = 0; i < 10; i++)
		ck_assert(kept(&c, au_send_at(&c.h, i)));
	c.p.in_seq = 8; /* raw 0 to 7: our texts 1 to 7 */
	sp_text(&c.p, "so far");
	ck_assert_int_eq(ch_chat(&c).acked_seq, 8);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_DELIVERED), 7);
	for (i = 0; i < 10; i++)
		if (i < 5)
			ck_assert_msg(!kept(&c, au_send_at(&c.h, i)), "text %zu is still there", i);
		else if (i >= 7)
			ck_assert_msg(kept(&c, au_send_at(&c.h, i)), "text %zu is gone", i);
	c.p.in_seq = 11;
	sp_text(&c.p, "all");
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_DELIVERED), 10);
	ck_assert_uint_le(c.h.rows.n, rows - 8);
	for (i = 0; i < 8; i++)
		ck_assert(!kept(&c, au_send_at(&c.h, i)));
	ck_assert(!au_rows_show(&c.h.rows, (const uint8_t *)text, sizeof text - 1));
	ch_close(&c);
}
END_TEST

/* scenario 60: the outbox has an end, and acknowledgements make room in it */
START_TEST(keeps_a_limited_outbox)
{
	struct e2e_chat before;
	struct ch c;

	ch_init(&c, _i);
	c.h.limits.outbox_messages = 5;
	c.h.limits.tail = 1;
	ch_ready(&c, E2E_ACCEPTOR);
	while (e2e_send_text(c.h.account, c.p.chat_id, NULL, "x", 1, 0, 0, c.h.now) == E2E_OK)
		au_run(&c.h);
	ck_assert_int_ge(ch_chat(&c).out_seq, 4);
	ck_assert_int_le(ch_chat(&c).out_seq, 6);
	before = ch_chat(&c);
	ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "x", 1, 0, 0, c.h.now),
	                 E2E_ERR_LIMIT);
	ck_assert_int_eq(ch_chat(&c).out_seq, before.out_seq);
	c.p.in_seq = before.out_seq;
	sp_text(&c.p, "all");
	ck_assert_int_eq(e2e_send_text(c.h.account, c.p.chat_id, NULL, "x", 1, 0, 0, c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ sends_again_what_it_sent },
		{ sends_again_in_order },
		{ answers_for_a_tail_of_what_was_acknowledged },
		{ minds_who_asks_for_what_is_long_gone },
		{ bears_a_request_that_acknowledges_what_it_asks_for },
		{ answers_at_once_and_once },
		{ is_no_amplifier },
		{ limits_all_that_is_sent_again },
		{ forgets_what_the_peer_has },
		{ keeps_a_limited_outbox },
	};

	return tu_run(cu_suite("chat_resend", tests, CU_N(tests)));
}
