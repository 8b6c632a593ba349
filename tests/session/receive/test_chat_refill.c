/* SPDX-License-Identifier: ISC */
/* What comes into a hole, as the clients of others send it. */
#include "config.h"

#include "tests/util/chatutil.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* ---- Refills as other clients make them ---------------------------------------------- */

/* Raw 1 is missing, raw 2 waits, and the account has sent SENT texts; the peer has IN_SEQ. */
static void
hole_at_1(struct ch *c, int sent, int32_t in_seq)
{
	while (sent-- > 0)
		au_text(&c->h, c->p.chat_id, "ours");
	ch_text_at(c, 0, "0");
	c->p.in_seq = in_seq;
	ch_text_at(c, 2, "2");
	ch_delivered(c, "0");
}

/* Both came, and nothing was held against them. */
static void
filled(struct ch *c, const char *texts)
{
	ch_delivered(c, texts);
	ck_assert_uint_eq(ch_rejected(c, 0), 0);
	ck_assert_uint_eq(ch_chat(c).held, 0);
	ck_assert_int_eq(ch_chat(c).in_seq, 3);
	ch_is_open(c);
	sp_text(&c->p, "next");
	ck_assert(ch_says(au_last_event(&c->h, E2E_EVENT_MESSAGE), "next"));
	ch_is_open(c);
}

/* scenario 50: the iPhone writes the in_seq_no of when it sends again (protocol T5.1) */
START_TEST(takes_refills_that_know_more)
{
	static const uint32_t kind[] = { E2E_POLICY_STANDARD, E2E_POLICY_LENIENT };
	struct sp_packet k;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(kind); i++) {
		ch_open_policy(&c, _i, roles[i], kind[i]);
		hole_at_1(&c, 4, 2);
		k = ch_packet_at(&c, 1, "1");
		k.in_seq_no = sp_wire_in(&c.p, 5);
		sp_send(&c.p, &k);
		filled(&c, "0|1|2");
		ch_close(&c);
	}
}
END_TEST

/* scenario 50: or fewer than the one behind the hole */
START_TEST(takes_refills_that_know_less)
{
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	au_text(&c.h, c.p.chat_id, "ours");
	hole_at_1(&c, 0, 2);
	k = ch_packet_at(&c, 1, "1");
	k.in_seq_no = sp_wire_in(&c.p, 1);
	sp_send(&c.p, &k);
	filled(&c, "0|1|2");
	ch_close(&c);
}
END_TEST

/* scenarios 43, 50, 51: the same when they come backwards, over a restart */
START_TEST(takes_refills_that_wait_themselves)
{
	static const int32_t in_seq[] = { 5, 40 }; /* more than the next, more than ever */
	struct sp_packet k;
	struct ch c;
	size_t i;
	int32_t raw;

	for (i = 0; i < 4; i++) {
		ch_open(&c, _i, roles[i % 2]);
		for (raw = 0; raw < 4; raw++)
			au_text(&c.h, c.p.chat_id, "ours");
		ch_text_at(&c, 0, "0");
		c.p.in_seq = 2;
		ch_text_at(&c, 4, "4");
		for (raw = 3; raw >= 1; raw--) {
			k = ch_packet_at(&c, raw, raw == 3 ? "3" : raw == 2 ? "2" : "1");
			k.in_seq_no = sp_wire_in(&c.p, in_seq[i % 2]);
			sp_send(&c.p, &k);
			if (i / 2 == 1)
				au_restart(&c.h);
		}
		ch_delivered(&c, "0|1|2|3|4");
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ck_assert_int_eq(ch_chat(&c).acked_seq, 2);
		c.p.in_seq = 3;
		sp_text(&c.p, "next");
		ck_assert(ch_says(au_last_event(&c.h, E2E_EVENT_MESSAGE), "next"));
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 51: what Android sends for a message that it does not have any more */
START_TEST(takes_the_placeholders_of_android)
{
	static const uint32_t kind[] = { E2E_POLICY_STANDARD, E2E_POLICY_LENIENT };
	const int64_t gone = 77;
	const struct e2e_tl *action;
	struct sp_packet k;
	struct ch c;
	size_t i;
	int32_t raw;

	for (i = 0; i < 4; i++) {
		ch_open_policy(&c, _i, roles[i % 2], kind[i / 2]);
		for (raw = 0; raw < 6; raw++)
			sp_text(&c.p, "x");
		ch_text_at(&c, 7, "7");
		action = ch_longs(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, &gone, 1);
		k = ch_action_at(&c, 6, action);
		k.in_seq_no = k.out_seq_no + 1;
		ck_assert_int_gt(k.in_seq_no / 2, ch_chat(&c).out_seq);
		sp_send(&c.p, &k);
		ch_delivered(&c, "x|x|x|x|x|x|7");
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ck_assert_int_le(ch_chat(&c).acked_seq, ch_chat(&c).out_seq);
		ck_assert_int_eq(au_event(&c.h, E2E_EVENT_DELETED, 0)->ids.v[0], gone);
		sp_text(&c.p, "next");
		ck_assert(ch_says(au_last_event(&c.h, E2E_EVENT_MESSAGE), "next"));
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 51: only there; the same out of no hole is an offence */
START_TEST(minds_a_placeholder_where_none_is_due)
{
	struct sp_packet k;
	struct ch c;
	int32_t raw;

	ch_open(&c, _i, E2E_ACCEPTOR);
	for (raw = 0; raw < 6; raw++)
		sp_text(&c.p, "x");
	k = sp_packet(&c.p);
	k.in_seq_no = k.out_seq_no + 1;
	sp_send(&c.p, &k);
	ch_is_closed(&c, E2E_CHECK_IN_SEQ_AHEAD);
	ch_close(&c);
}
END_TEST

/* scenario 52: a refill of another layer */
START_TEST(takes_refills_of_any_layer)
{
	static const int32_t layers[] = { 73, 101, 151 };
	struct sp_packet k;
	struct ch c;
	size_t i, j;

	for (i = 0; i < CU_N(policies); i++) {
		for (j = 0; j < CU_N(layers); j++) {
			ch_open_policy(&c, _i, roles[j % 2], policies[i]);
			hole_at_1(&c, 0, 1);
			k = ch_packet_at(&c, 1, "1");
			k.layer = layers[j];
			sp_send(&c.p, &k);
			if (policies[i] == E2E_POLICY_STRICT) {
				/* TDLib looks at the layers in their order, whenever they come */
				ch_is_closed(&c, E2E_CHECK_LAYER_BACK);
			} else {
				filled(&c, "0|1|2");
				ck_assert_int_ge(ch_chat(&c).peer_layer, 144);
				ck_assert_int_eq(ch_chat(&c).sent_layer, 144);
			}
			ch_close(&c);
		}
	}
}
END_TEST

/* scenario 53: a refill in another container */
START_TEST(takes_refills_in_other_containers)
{
	const struct e2e_event *event;
	struct sp_packet k, original;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	hole_at_1(&c, 0, 1);
	original = ch_packet_at(&c, 1, "1");
	k = original;
	k.random_id = 123456789;
	k.service = true; /* the iPhone uses sendEncryptedService for it */
	sp_send(&c.p, &k);
	event = au_event(&c.h, E2E_EVENT_MESSAGE, 1);
	ck_assert(ch_says(event, "1"));
	ck_assert_int_eq(event->random_id, original.random_id);
	sp_send(&c.p, &original); /* it was only late */
	filled(&c, "0|1|2");
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), 4);
	ch_close(&c);
}
END_TEST

/* ---- The first message --------------------------------------------------------------- */

/*
 * scenario 68: an iPhone that begins with number 1 (protocol T5.6).  Even where all other gaps
 * would close the chat, this one is given up, but not before the iPhone has got the requests.
 */
START_TEST(gives_up_a_first_message_that_never_was)
{
	struct ch c;

	ch_init(&c, _i);
	c.h.config.flags = E2E_CONFIG_SKIP_FIRST;
	c.h.config.policy = E2E_POLICY_STRICT;
	c.h.timing.resend_tries = 2;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 1, "1");
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND), 1);
	ch_is_resend(&c, au_last_send(&c.h), 0, 0);
	ch_delivered(&c, "");
	au_advance(&c.h, 10000);
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND), 2);
	ch_look(&c, au_last_send(&c.h));
	c.p.in_seq = ch_chat(&c).out_seq;
	ch_text_at(&c, 2, "2"); /* it has got both requests */
	while (ch_chat(&c).in_seq == 0) {
		ck_assert(au_due(&c.h));
		ck_assert_int_le(c.h.now, AU_NOW + 2 * DAY_MS);
	}
	ck_assert_int_ge(c.h.now, AU_NOW + DAY_MS);
	ch_delivered(&c, "1|2");
	ck_assert_uint_eq(ch_rejected(&c, E2E_REASON_SKIPPED), 1);
	ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_GAP), 1);
	ch_text_at(&c, 0, "0"); /* too late */
	ch_delivered(&c, "1|2");
	ck_assert_uint_eq(ch_chat(&c).late, 1);
	ck_assert_uint_eq(ch_chat(&c).health & (E2E_HEALTH_HOLES | E2E_HEALTH_STUCK), 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* Time goes by until one more request was sent: the next one that is due. */
static void
ch_until_asked(struct ch *c)
{
	const uint32_t before = ch_count(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND);

	while (ch_count(c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND) == before) {
		ck_assert(au_due(&c->h));
		ck_assert_int_le(c->h.now, AU_NOW + INT64_C(30) * 24 * 3600 * 1000);
	}
}

/* scenario 45: one that was given up is asked for again when the peer is heard, but seldom */
START_TEST(asks_again_when_the_peer_is_heard)
{
	struct ch c;
	int64_t asked;
	int32_t raw;

	ch_init(&c, _i);
	c.h.timing.resend_tries = 2;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 1, "1");
	ch_until_asked(&c);
	ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_STUCK, 0);
	au_advance(&c.h, 3600 * 1000);
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND), 2);
	for (raw = 2; raw < 12; raw++)
		ch_text_at(&c, raw, "later");
	ch_until_asked(&c);
	ch_is_resend(&c, au_last_send(&c.h), 0, 0);
	for (raw = 12; raw < 22; raw++)
		ch_text_at(&c, raw, "later");
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND), 3);
	asked = c.h.now;
	ch_until_asked(&c);
	ck_assert_int_ge(c.h.now - asked, 23 * 3600 * 1000); /* nobody spoke for a day */
	ch_text_at(&c, 0, "0");
	ck_assert_int_eq(ch_chat(&c).in_seq, 22);
	ck_assert_uint_eq(ch_chat(&c).health & (E2E_HEALTH_HOLES | E2E_HEALTH_STUCK), 0);
	ch_close(&c);
}
END_TEST

/* scenario 45: a later hole that was given up has its turn once it is the first */
START_TEST(asks_anew_for_a_hole_that_becomes_the_first)
{
	struct ch c;
	int64_t first;

	ch_init(&c, _i);
	c.h.timing.resend_tries = 2;
	ch_ready(&c, E2E_CREATOR);
	ch_text_at(&c, 1, "1");
	ch_text_at(&c, 3, "3");
	au_advance(&c.h, 10000);
	au_advance(&c.h, 20000);
	au_advance(&c.h, 3600 * 1000);
	ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND), 4);
	ch_text_at(&c, 0, "0");
	ch_delivered(&c, "0|1");
	first = c.h.now;
	ch_until_asked(&c);
	ck_assert_int_le(c.h.now - first, 10000); /* not after the day that it had to wait */
	ch_is_resend(&c, au_last_send(&c.h), 4, 4);
	ch_text_at(&c, 2, "2");
	ch_delivered(&c, "0|1|2|3");
	ch_close(&c);
}
END_TEST

/*
 * protocol T5.7: while it waits for a hole of the peer, it sends unasked what may be missing
 * there; each time other messages, since what was acknowledged last may be long out of date
 */
START_TEST(pushes_all_that_is_not_acknowledged_by_and_by)
{
	bool again[40] = { false };
	struct ch c;
	size_t i, k;

	ch_init(&c, _i);
	c.h.limits.resend_repeats = 100;
	ch_ready(&c, E2E_CREATOR);
	for (i = 0; i < 40; i++)
		au_text(&c.h, c.p.chat_id, "a text");
	ch_text_at(&c, 1, "behind a hole");
	for (i = 0; i < 4; i++)
		au_advance(&c.h, 10000 << i);
	for (i = 40; i < au_count_sends(&c.h); i++) {
		for (k = 0; k < 40; k++)
			again[k] |= au_send_at(&c.h, i)->call.random_id ==
			            au_send_at(&c.h, k)->call.random_id;
	}
	for (k = 0; k < 40; k++)
		ck_assert_msg(again[k], "%zu was not sent again", k);
	ch_close(&c);
}
END_TEST

/* scenario 68: not without being told, and nothing but the very first */
START_TEST(gives_up_nothing_else)
{
	struct ch c;
	int flag;

	for (flag = 0; flag < 2; flag++) {
		ch_init(&c, _i);
		c.h.config.flags = flag == 0 ? 0 : E2E_CONFIG_SKIP_FIRST;
		c.h.timing.resend_tries = 2;
		ch_ready(&c, E2E_ACCEPTOR);
		if (flag != 0)
			ch_text_at(&c, 0, "0");
		ch_text_at(&c, 1 + flag, "waits");
		au_advance(&c.h, 10000);
		au_advance(&c.h, 20000);
		au_advance(&c.h, 3600000);
		ch_delivered(&c, flag == 0 ? "" : "0");
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_STUCK, 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ takes_refills_that_know_more },
		{ takes_refills_that_know_less },
		{ takes_refills_that_wait_themselves },
		{ takes_the_placeholders_of_android },
		{ minds_a_placeholder_where_none_is_due },
		{ takes_refills_of_any_layer },
		{ takes_refills_in_other_containers },
		{ gives_up_a_first_message_that_never_was },
		{ pushes_all_that_is_not_acknowledged_by_and_by },
		{ gives_up_nothing_else },
		{ asks_again_when_the_peer_is_heard },
		{ asks_anew_for_a_hole_that_becomes_the_first },
	};

	return tu_run(cu_suite("chat_refill", tests, CU_N(tests)));
}
