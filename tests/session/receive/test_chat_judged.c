/* SPDX-License-Identifier: ISC */
/*
 * When a message is judged: what it acknowledges as it comes, what is in it in its turn, what
 * was there before not at all.  And messages with too few random bytes, which are to be ignored
 * but have a number (DOC schema/end-to-end, decryptedMessageLayer).
 */
#include "config.h"

#include "names_list.h"
#include "tests/util/rekeyutil.h"

#include <string.h>

static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };

/* ---- Too few random bytes ------------------------------------------------------------- */

/* A text with N of them, next in order. */
static struct sp_packet
few_text(struct ch *c, size_t n)
{
	struct sp_packet k = sp_text_packet(&c->p, "few");

	k.random_bytes = n;
	return k;
}

/* What the presets do, and what a host can order. */
static void
few(struct ch *c, uint32_t act)
{
	static const size_t numbers[] = { 0, 1, 14 };
	struct sp_packet k;
	size_t i;

	for (i = 0; i < CU_N(numbers) && act != E2E_ACT_CLOSE; i++) {
		k = few_text(c, numbers[i]);
		sp_send(&c->p, &k);
		ck_assert_int_eq(ch_chat(c).in_seq, (int32_t)i + 1);
		if (act == E2E_ACT_IGNORE) {
			ck_assert(ch_says(au_last_event(&c->h, E2E_EVENT_MESSAGE), "few"));
			ck_assert_uint_eq(au_last_event(&c->h, E2E_EVENT_MESSAGE)->flags,
			                  E2E_MESSAGE_WARNED);
		}
		ck_assert_uint_eq(ch_rejected(c, E2E_CHECK_RANDOM_BYTES),
		                  act == E2E_ACT_REPORT ? i + 1 : 0);
	}
	sp_text(&c->p, "enough");
	ck_assert_uint_eq(au_last_event(&c->h, E2E_EVENT_MESSAGE)->flags, 0);
	if (act == E2E_ACT_CLOSE) {
		k = few_text(c, 14);
		sp_send(&c->p, &k);
		ch_is_closed(c, E2E_CHECK_RANDOM_BYTES);
		ch_delivered(c, "enough");
		return;
	}
	ch_delivered(c, act == E2E_ACT_IGNORE ? "few|few|few|enough" : "enough");
	ck_assert_uint_eq(ch_rejected(c, 0), act == E2E_ACT_REPORT ? 3 : 0);
	ch_is_open(c);
}

/* scenario 37: too few random bytes are consumed, and not delivered */
START_TEST(ignores_too_few_random_bytes)
{
	struct ch c;
	size_t i;
	uint32_t act;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		few(&c, policies[i] == E2E_POLICY_LENIENT ? E2E_ACT_IGNORE : E2E_ACT_REPORT);
		ch_close(&c);
	}
	for (act = E2E_ACT_IGNORE; act <= E2E_ACT_CLOSE; act++) {
		ch_init(&c, _i);
		c.h.config.act[E2E_CHECK_RANDOM_BYTES] = (uint8_t)act;
		ch_ready(&c, roles[act % 2]);
		few(&c, act);
		ch_close(&c);
	}
}
END_TEST

/* Its number, what it acknowledges and the layer count all the same. */
START_TEST(counts_what_it_ignores)
{
	struct sp_packet k;
	struct ch c;
	int64_t id;
	size_t i;

	for (i = 0; i < 2; i++) {
		ch_open_policy(&c, _i, roles[i], policies[i]);
		id = au_text(&c.h, c.p.chat_id, "ours");
		c.p.in_seq = ch_chat(&c).out_seq;
		k = few_text(&c, 14);
		k.layer = 144;
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).in_seq, 1);
		ck_assert_int_eq(ch_chat(&c).acked_seq, ch_chat(&c).out_seq);
		ck_assert_int_eq(au_event(&c.h, E2E_EVENT_DELIVERED, 0)->random_id, id);
		ck_assert_int_eq(ch_chat(&c).peer_layer, 144);
		ck_assert_int_eq(au_last_event(&c.h, E2E_EVENT_REJECTED)->random_id, k.random_id);
		ch_delivered(&c, "");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* Actions are not done, in their turn or ahead of it; what is unknown in one is not told. */
START_TEST(does_nothing_that_it_ignores)
{
	struct sp_packet k[4];
	struct ch c;
	size_t i;
	int ahead;

	for (ahead = 0; ahead < 2; ahead++) {
		ch_open(&c, _i, roles[ahead]);
		au_text(&c.h, c.p.chat_id, "ours");
		k[0] = ch_action_at(&c, ahead, ch_set_ttl(&c, 60));
		k[1] = ch_action_at(&c, ahead + 1, ch_resend(&c, ahead == 0 ? 1 : 0, ahead == 0 ? 3 : 2));
		k[2] = ch_packet_at(&c, ahead + 2, "");
		k[2].message_tl = ch_strange(&c, k[2].message, E2E_TL_DECRYPTED_MESSAGE_73, 0xdeadbeef);
		k[3] = ch_action_at(&c, ahead + 3, rk_request(&c, 7, ch_string("no value")));
		au_forget(&c.h);
		for (i = 0; i < CU_N(k); i++) {
			k[i].random_bytes = 14;
			sp_send(&c.p, &k[i]);
		}
		ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_73), 0);
		if (ahead == 1) {
			ck_assert_uint_eq(ch_rejected(&c, 0), 0); /* each once, in its turn */
			au_restart(&c.h);
			ch_text_at(&c, 0, "missing");
			ck_assert_uint_eq(ch_count(&c, E2E_TL_DECRYPTED_MESSAGE_73), 0);
		}
		ck_assert_int_eq(ch_chat(&c).in_seq, ahead + 4);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RANDOM_BYTES), 4);
		ck_assert_uint_eq(ch_rejected(&c, 0), 4);
		ck_assert_int_eq(ch_chat(&c).ttl, 0);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_TTL), 0);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_UNSUPPORTED), 0);
		ck_assert_uint_eq(ch_count(&c, RK_ABORT), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* Whoever writes with the new key has it, however few the bytes are. */
START_TEST(switches_keys_for_what_it_ignores)
{
	struct sp_packet k;
	struct ch c;
	size_t i;

	for (i = 0; i < 2; i++) {
		ch_open(&c, _i, roles[i]);
		rk_peer_requests(&c, 900);
		rk_peer_agrees(&c, 900);
		k = ch_packet_at(&c, 2, "ahead");
		k.key = &c.p.new_key;
		k.random_bytes = 0;
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).key_fingerprint, c.p.new_key.fingerprint);
		k = ch_action_at(&c, 1, rk_commit(&c, 900, c.p.new_key.fingerprint));
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).in_seq, 3);
		ch_delivered(&c, "");
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RANDOM_BYTES), 1);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* Layer 8 has random bytes in the message itself; a wrapper around it may have them, too. */
START_TEST(asks_the_same_of_layer_8)
{
	static const uint8_t zeros[15];
	static const struct {
		bool wrapped;
		size_t inside, around;
		bool enough;
	} row[] = {
		{ false, 15, 0, true }, { false, 14, 0, false }, { false, 0, 0, false },
		{ true, 15, 0, true },  { true, 0, 15, true },   { true, 0, 14, false },
	};
	struct e2e_tl_decrypted_message_action_notify_layer action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, 101 };
	struct ch c;
	size_t i;

	for (i = 0; i < 2 * CU_N(row); i++) {
		const bool enough = row[i / 2].enough || i % 2 == 1;
		struct e2e_tl_decrypted_message_service_8 message = {
			E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, 88, { zeros, row[i / 2].inside },
			(const void *)&action };
		struct sp_packet k;

		ch_open_policy(&c, _i, roles[i % 2],
		               i % 2 == 0 ? E2E_POLICY_STANDARD : E2E_POLICY_LENIENT);
		k = ch_packet_at(&c, 0, "");
		k.message_tl = ch_bytes(&c, (const void *)&message);
		k.layer = 8;
		k.in_seq_no = k.out_seq_no = -1;
		k.random_bytes = row[i / 2].around;
		if (!row[i / 2].wrapped)
			k.payload = k.message_tl;
		sp_send(&c.p, &k);
		ck_assert_int_eq(ch_chat(&c).peer_layer, enough ? 101 : 73);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RANDOM_BYTES), enough ? 0 : 1);
		ck_assert_uint_eq(ch_rejected(&c, 0), enough ? 0 : 1);
		ck_assert_int_eq(ch_chat(&c).in_seq, 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- What was there before ------------------------------------------------------------ */

/* A number that repeats closes nothing for what is in it, whatever the host ordered. */
START_TEST(judges_nothing_that_was_there_before)
{
	struct sp_packet k;
	struct ch c;
	uint32_t check;
	int held, late;

	for (held = 0; held < 2; held++) {
		ch_init(&c, _i);
		for (check = E2E_CHECK_MTPROTO1; check < E2E_I_CHECK_END; check++)
			c.h.config.act[check] = E2E_ACT_CLOSE;
		ch_ready(&c, roles[held]);
		ch_text_at(&c, held, "one");
		for (late = 0; late < 3; late++) {
			k = ch_packet_at(&c, held, "other");
			if (late == 0)
				k.random_bytes = 3;
			if (late == 1)
				k.in_seq_no = sp_wire_in(&c.p, 77);
			if (late == 2)
				k = ch_action_at(&c, held, ch_resend(&c, 1000, 2000));
			sp_send(&c.p, &k);
			ck_assert_uint_eq(ch_chat(&c).duplicates, late + 1u);
			ch_is_open(&c);
		}
		if (held == 1)
			ch_text_at(&c, 0, "zero");
		ch_delivered(&c, held == 1 ? "zero|one" : "one");
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* ---- What it acknowledges -------------------------------------------------------------- */

/* Number 1, ahead of a hole, acknowledges two more than were sent. */
static void
knows_too_much(struct ch *c)
{
	struct sp_packet k;

	au_text(&c->h, c->p.chat_id, "ours");
	k = ch_packet_at(c, 1, "ahead");
	k.in_seq_no = sp_wire_in(&c->p, ch_chat(c).out_seq + 2);
	sp_send(&c->p, &k);
}

/* More is sent, one of which the request for the hole was, and what is missing comes. */
static void
grows(struct ch *c)
{
	au_text(&c->h, c->p.chat_id, "later");
	au_text(&c->h, c->p.chat_id, "later");
	au_restart(&c->h);
	ch_text_at(c, 0, "missing");
}

START_TEST(notices_at_once_what_was_never_sent)
{
	const struct e2e_event *event;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		knows_too_much(&c);
		ch_delivered(&c, "");
		if (policies[i] != E2E_POLICY_LENIENT) {
			ch_is_closed(&c, E2E_CHECK_IN_SEQ_AHEAD);
			ch_close(&c);
			continue;
		}
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_IN_SEQ_AHEAD), 1);
		grows(&c);
		ch_delivered(&c, "missing|ahead");
		event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
		ck_assert_uint_eq(event->flags, E2E_MESSAGE_WARNED);
		ck_assert_uint_eq(ch_rejected(&c, 0), 1); /* once */
		/* and it is not believed when so many were sent */
		ck_assert_int_eq(ch_chat(&c).acked_seq, 0);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_DELIVERED), 0);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* The same of what is sent again, which may say anything: it is borne, and not believed. */
START_TEST(notices_it_in_what_is_sent_again)
{
	struct sp_packet k;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, roles[i % 2], policies[i]);
		au_text(&c.h, c.p.chat_id, "ours");
		ch_text_at(&c, 2, "2");
		k = ch_packet_at(&c, 1, "1");
		k.in_seq_no = sp_wire_in(&c.p, ch_chat(&c).out_seq + 2);
		sp_send(&c.p, &k);
		if (policies[i] == E2E_POLICY_STRICT) {
			ch_is_closed(&c, E2E_CHECK_REFILL_IN_SEQ);
			ch_close(&c);
			continue;
		}
		grows(&c);
		ch_delivered(&c, "missing|1|2");
		ck_assert_uint_eq(ch_rejected(&c, 0), 0);
		ck_assert_int_eq(ch_chat(&c).acked_seq, c.p.in_seq); /* what number 2 says */
		ck_assert_int_lt(c.p.in_seq, 2);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ ignores_too_few_random_bytes },
		{ counts_what_it_ignores },
		{ does_nothing_that_it_ignores },
		{ switches_keys_for_what_it_ignores },
		{ asks_the_same_of_layer_8 },
		{ judges_nothing_that_was_there_before },
		{ notices_at_once_what_was_never_sent },
		{ notices_it_in_what_is_sent_again },
	};

	return tu_run(cu_suite("chat_judged", tests, CU_N(tests)));
}
