/* SPDX-License-Identifier: ISC */
/*
 * What is too long: a remote can have any number of bytes handed to us, on both lanes.  The
 * length is judged before there is room for it, the queue goes on, no room stays for life, and
 * nothing gives the host an error that it would repeat for ever.
 */
#include "config.h"

#include "tests/util/tightutil.h"

#include <stdlib.h>
#include <string.h>

#define MIB ((size_t)1 << 20)

/* N bytes of junk as a message of CHAT_ID with QTS. */
static void
feed_junk(struct tight *t, int32_t chat_id, size_t n, int32_t qts)
{
	au_feed_message(&t->c.h, chat_id, 1, (struct e2e_bytes){ t->junk, n }, NULL, false, qts);
}

/* ---- One packet ---------------------------------------------------------------------- */

/* scenario 142: every kind of length, on both lanes; the junk is whole blocks or not */
START_TEST(judges_the_length_before_there_is_room)
{
	static const size_t lengths[] = {
		39,        1003,      MIB + 8,        MIB + 24,         2 * MIB + 24,
		8000000,   HUGE_BYTES, HUGE_BYTES - 8,
	};

	for (int lane = 0; lane < 2; lane++) {
		struct tight t;
		size_t live, i;

		tight_open(&t, _i, lane == 0 ? E2E_CREATOR : E2E_ACCEPTOR);
		t.c.h.bytes_lane = lane == 1;
		feed_junk(&t, t.c.p.chat_id, 40, 10); /* a length that can be */
		ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_KEY_ID), 1);
		live = t.c.h.memory.live_bytes;
		for (i = 0; i < CU_N(lengths); i++) {
			feed_junk(&t, t.c.p.chat_id, lengths[i], 11 + (int32_t)i);
			ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_LENGTH), i + 1);
			ck_assert_int_eq(e2e_qts(t.c.h.account), 11 + (int32_t)i);
			ck_assert_uint_eq(t.c.h.memory.live_bytes, live);
		}
		ck_assert_uint_lt(t.cap.largest, SMALL);
		ch_is_open(&t.c);
		sp_text(&t.c.p, "after all that");
		ch_delivered(&t.c, "after all that");
		tight_close(&t);
	}
}
END_TEST

/* A length of which no memory has so many bytes, and which nobody may look at. */
START_TEST(looks_at_no_byte_of_what_is_too_long)
{
	struct tight t;

	tight_open(&t, _i, E2E_CREATOR);
	ck_assert_int_eq(e2e_feed_message(t.c.h.account, t.c.p.chat_id, 1, 1, t.junk, SIZE_MAX,
	                                  NULL, 0, 5, t.c.h.now),
	                 E2E_OK);
	ck_assert_int_eq(e2e_feed_message(t.c.h.account, t.c.p.chat_id, 1, 1, t.junk,
	                                  SIZE_MAX / 16 * 16 + 8, NULL, 0, 6, t.c.h.now),
	                 E2E_OK);
	au_run(&t.c.h);
	ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_LENGTH), 2);
	ck_assert_int_eq(e2e_qts(t.c.h.account), 6);
	tight_close(&t);
}
END_TEST

/* The policy counts, as for every other length. */
START_TEST(does_about_it_what_the_policy_says)
{
	for (uint32_t act = E2E_ACT_IGNORE; act <= E2E_ACT_CLOSE; act++) {
		struct tight t;

		tight_init(&t, _i);
		t.c.h.config.act[E2E_CHECK_LENGTH] = (uint8_t)act;
		ch_ready(&t.c, E2E_CREATOR);
		tighten(&t);
		feed_junk(&t, t.c.p.chat_id, 2 * MIB + 24, 1);
		ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_LENGTH), act == E2E_ACT_REPORT);
		if (act == E2E_ACT_CLOSE)
			ch_is_closed(&t.c, E2E_CHECK_LENGTH);
		else
			ck_assert_uint_eq(ch_chat(&t.c).state, E2E_CHAT_ACTIVE);
		ck_assert_int_eq(e2e_qts(t.c.h.account), 1);
		tight_close(&t);
	}
}
END_TEST

/* No chat, one that is asked for, one that waits, one that is over. */
START_TEST(judges_it_in_every_state)
{
	for (int lane = 0; lane < 2; lane++) {
		struct tight t;

		tight_init(&t, _i);
		au_start(&t.c.h);
		t.c.h.bytes_lane = lane == 1;
		sp_open(&t.c.p, &t.c.h, CH_PEER);
		sp_peer_asks(&t.c.p, 31);
		tighten(&t);
		feed_junk(&t, 99, 2 * MIB + 24, 1);
		feed_junk(&t, 31, 2 * MIB + 24, 2);
		ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_LENGTH), 2);
		sp_account_accepts(&t.c.p);
		feed_junk(&t, 31, 2 * MIB + 24, 3);
		feed_junk(&t, 31, 41, 4);
		ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_LENGTH), 4);
		ck_assert_uint_eq(ch_chat(&t.c).early, 0);
		ck_assert_int_eq(e2e_chat_close(t.c.h.account, 31, 0, t.c.h.now), E2E_OK);
		au_run(&t.c.h);
		feed_junk(&t, 31, 2 * MIB + 24, 5);
		ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_LENGTH), 5);
		ck_assert_uint_eq(ch_rejected(&t.c, 0), 5);
		ck_assert_int_eq(e2e_qts(t.c.h.account), 5);
		tight_close(&t);
	}
}
END_TEST

/* A host that raises early_bytes gets no LIMIT by a packet whose row could not be written. */
START_TEST(keeps_early_what_a_row_can_hold)
{
	static const size_t more[] = { 8, 24, 1 << 20 };
	uint8_t *packet = malloc(E2E_PACKET_MAX_BYTES + (1 << 20));
	struct ch c;

	ck_assert_ptr_nonnull(packet);
	memset(packet, 7, E2E_PACKET_MAX_BYTES + (1 << 20));
	ch_init(&c, _i);
	c.h.limits.early_bytes = E2E_LIMIT_MAX;
	c.h.limits.packet_bytes = E2E_LIMIT_MAX;
	au_start(&c.h);
	sp_open(&c.p, &c.h, CH_PEER);
	sp_peer_asks(&c.p, 31);
	sp_account_accepts(&c.p);
	for (size_t i = 0; i < CU_N(more); i++)
		au_feed_message(&c.h, 31, 1,
		                (struct e2e_bytes){ packet, E2E_PACKET_MAX_BYTES + more[i] }, NULL,
		                false, 1 + (int32_t)i);
	ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_LENGTH), CU_N(more));
	ck_assert_uint_eq(ch_chat(&c).early, 0);
	au_feed_message(&c.h, 31, 1, (struct e2e_bytes){ packet, E2E_PACKET_MAX_BYTES }, NULL,
	                false, 9);
	ck_assert_uint_eq(ch_chat(&c).early, 1);
	au_restart(&c.h);
	ck_assert_uint_eq(ch_chat(&c).early, 1);
	free(packet);
	ch_close(&c);
}
END_TEST

/* ---- Room that stays ------------------------------------------------------------------- */

/* Forged, but with the key id that everybody can see. */
START_TEST(keeps_no_room_of_a_forged_packet)
{
	struct ch c;
	uint8_t *packet = calloc(1, MIB);
	size_t live;

	ck_assert_ptr_nonnull(packet);
	ch_open(&c, _i, E2E_CREATOR);
	sp_text(&c.p, "one");
	live = c.h.memory.live_bytes;
	cu_put64(packet, (uint64_t)c.p.key.fingerprint);
	for (int i = 0; i < 3; i++) {
		c.h.memory.peak_bytes = live;
		au_feed_message(&c.h, c.p.chat_id, 1, (struct e2e_bytes){ packet, MIB - 8 }, NULL,
		                false, 0);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_FORGED), (size_t)i + 1);
		ck_assert_uint_le(c.h.memory.live_bytes, live);
		ck_assert_uint_lt(c.h.memory.peak_bytes - live, MIB + 3 * SMALL);
	}
	free(packet);
	ch_close(&c);
}
END_TEST

/* A text of N bytes from the peer, as raw number RAW. */
static void
long_text(struct ch *c, size_t n)
{
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, "");
	struct sp_packet packet = sp_packet(&c->p);
	uint8_t *text = sp_new(&c->p, n);

	memset(text, 'l', n);
	message->message = (struct e2e_bytes){ text, n };
	packet.message = (const void *)message;
	packet.random_id = message->random_id;
	sp_send(&c->p, &packet);
}

/* A genuine one costs its bytes twice while it is taken in, and nothing afterwards. */
START_TEST(takes_a_long_text_for_what_it_is)
{
	const size_t n = MIB - 512;
	struct ch c;
	size_t live;

	ch_open(&c, _i, E2E_ACCEPTOR);
	sp_text(&c.p, "one");
	live = c.h.memory.live_bytes;
	c.h.memory.peak_bytes = live;
	long_text(&c, n);
	ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_MESSAGE)->body.n, n);
	ck_assert_uint_le(c.h.memory.live_bytes, live);
	ck_assert_uint_lt(c.h.memory.peak_bytes - live, 2 * n + 2 * SMALL);
	ch_close(&c);
}
END_TEST

/* The same the other way: the packet is kept until it is acknowledged, the rest is not. */
START_TEST(keeps_no_room_of_what_was_sent)
{
	const size_t n = MIB;
	struct e2e_tl_decrypted_message_73 *message;
	uint8_t *text;
	struct ch c;
	size_t live;

	ch_open(&c, _i, E2E_CREATOR);
	au_text(&c.h, c.p.chat_id, "one");
	sp_open_call(&c.p, au_last_send(&c.h));
	sp_text(&c.p, "acknowledged");
	live = c.h.memory.live_bytes;
	message = ch_message(&c, "");
	text = sp_new(&c.p, n);
	memset(text, 'x', n);
	message->message = (struct e2e_bytes){ text, n };
	ck_assert_int_eq(e2e_send_message(c.h.account, c.p.chat_id, NULL, NULL,
	                                  (const void *)message, NULL, 0, c.h.now),
	                 E2E_OK);
	au_run(&c.h);
	ck_assert_uint_gt(c.h.memory.live_bytes - live, n - SMALL);
	ck_assert_uint_lt(c.h.memory.live_bytes - live, n + SMALL);
	sp_open_call(&c.p, au_last_send(&c.h));
	sp_text(&c.p, "acknowledged");
	ck_assert_uint_lt(c.h.memory.live_bytes, live + SMALL);
	ch_close(&c);
}
END_TEST

/* ---- A difference ---------------------------------------------------------------------- */

/* What is too long in a difference stops nothing that comes behind it. */
START_TEST(goes_on_after_what_is_too_long_in_a_vector)
{
	struct tight t;
	struct e2e_bytes part[3];
	size_t n = 8;
	uint8_t *all;

	tight_open(&t, _i, E2E_ACCEPTOR);
	for (size_t i = 0; i < 3; i++) {
		struct sp_packet packet = sp_text_packet(&t.c.p, i == 0 ? "before" : "behind");
		struct e2e_tl_encrypted_message_service m = {
			E2E_TL_ENCRYPTED_MESSAGE_SERVICE, 1, t.c.p.chat_id, 1,
			i == 1 ? (struct e2e_bytes){ t.junk, HUGE_BYTES }
			       : sp_compose(&t.c.p, &packet),
		};

		if (i == 1)
			t.c.p.out_seq--;
		part[i] = tight_boxed(&t.c, &m);
		n += part[i].n;
	}
	all = malloc(n);
	ck_assert_ptr_nonnull(all);
	cu_put32(all, 0x1cb5c415);
	cu_put32(all + 4, 3);
	n = 8;
	for (size_t i = 0; i < 3; i++) {
		memcpy(all + n, part[i].p, part[i].n);
		n += part[i].n;
	}
	ck_assert_int_eq(e2e_feed_tl(t.c.h.account, all, n, t.c.h.now), E2E_OK);
	au_run(&t.c.h);
	ch_delivered(&t.c, "before|behind");
	ck_assert_uint_eq(ch_rejected(&t.c, E2E_CHECK_LENGTH), 1);
	free(all);
	tight_close(&t);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ judges_the_length_before_there_is_room },
		{ looks_at_no_byte_of_what_is_too_long },
		{ does_about_it_what_the_policy_says },
		{ judges_it_in_every_state },
		{ keeps_early_what_a_row_can_hold },
		{ keeps_no_room_of_a_forged_packet },
		{ takes_a_long_text_for_what_it_is },
		{ keeps_no_room_of_what_was_sent },
		{ goes_on_after_what_is_too_long_in_a_vector },
	};

	return tu_run(cu_suite("chat_long", tests, CU_N(tests)));
}
