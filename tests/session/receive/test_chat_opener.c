/* SPDX-License-Identifier: ISC */
/*
 * Which packets of MTProto 1 are read, with and without E2E_CONFIG_MTPROTO1: the first messages of
 * clients that people have, and what was written before the first message of MTProto 2
 * (protocol T3.4).
 */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

static const uint32_t flags_of[] = { 0, E2E_CONFIG_MTPROTO1 };
static const uint32_t roles[] = { E2E_CREATOR, E2E_ACCEPTOR };
static const uint32_t mild[] = { E2E_POLICY_STANDARD, E2E_POLICY_LENIENT };

/* A chat with a peer of today under POLICY; ROLE is the peer's. */
static void
open_today(struct st *s, int backend, uint32_t policy, uint32_t flags, uint32_t role)
{
	st_init(s, backend);
	s->h.config.policy = policy;
	s->h.config.flags = flags;
	s->h.answers = AU_AUTO_SENDS;
	st_ready(s);
	if (role == E2E_ACCEPTOR)
		sp_asked(&s->p);
	else
		sp_accepted(&s->p);
	au_forget(&s->h);
}

/* ACTION in MTProto 1 and a wrapper of LAYER as raw number RAW, not sent. */
static struct sp_packet
action_1(struct st *s, int32_t raw, int32_t layer, const struct e2e_tl *action)
{
	const int32_t next = s->p.out_seq;
	struct sp_packet k;

	s->p.out_seq = raw;
	k = sp_text_packet(&s->p, "");
	s->p.out_seq = next;
	k.message = sp_service_message(&s->p, k.random_id, action);
	k.mtproto = 1;
	k.layer = layer;
	return k;
}

static struct sp_packet
notify_1(struct st *s, int32_t raw, int32_t layer, int32_t announced)
{
	struct e2e_tl_decrypted_message_action_notify_layer *action = sp_new(&s->p, sizeof *action);

	action->ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER;
	action->layer = announced;
	return action_1(s, raw, layer, (const void *)action);
}

/* The announcement of LAYER as a client of layer 8 writes it. */
static struct e2e_bytes
old_notify(struct st *s, int32_t layer)
{
	const struct e2e_tl_decrypted_message_action_notify_layer action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, layer,
	};
	const struct e2e_tl_decrypted_message_service_8 message = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, 5, { (const uint8_t *)"0123456789abcde", 15 },
		(const void *)&action,
	};
	struct e2e_bytes out = { NULL, 0 };
	uint8_t *bytes = sp_new(&s->p, 128);

	ck_assert_int_eq(e2e_tl_put(bytes, 128, &out.n, E2E_TYPE_DECRYPTED_MESSAGE,
	                            (const void *)&message),
	                 E2E_OK);
	out.p = bytes;
	return out;
}

/* TEXT in MTPROTO and a wrapper of LAYER as raw number RAW, not sent. */
static struct sp_packet
text_at(struct st *s, int32_t raw, const char *text, int32_t layer, uint32_t mtproto)
{
	const int32_t next = s->p.out_seq;
	struct sp_packet k;

	s->p.out_seq = raw;
	k = sp_text_packet(&s->p, text);
	s->p.out_seq = next;
	k.layer = layer;
	k.mtproto = mtproto;
	return k;
}

static void
got(struct st *s, const char *texts)
{
	char all[256] = "";
	const size_t n = au_count_events(&s->h, E2E_EVENT_MESSAGE);

	for (size_t i = 0; i < n; i++) {
		const struct e2e_event *event = au_event(&s->h, E2E_EVENT_MESSAGE, i);
		const size_t used = strlen(all);

		ck_assert_uint_lt(used + event->body.n + 2, sizeof all);
		memcpy(all + used, event->body.p, event->body.n);
		all[used + event->body.n] = '|';
		all[used + event->body.n + 1] = '\0';
	}
	ck_assert_str_eq(all, texts);
}

/* K is refused as MTProto 1: it is said so, and no row changes. */
static void
refused_as_1(struct st *s, const struct sp_packet *k)
{
	struct rows rows = rows_copy(&s->h.rows);
	const uint32_t rejected = au_chat(&s->h, s->p.chat_id).rejected;

	sp_send(&s->p, k);
	ck_assert_uint_eq(au_state(&s->h, s->p.chat_id), E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(au_chat(&s->h, s->p.chat_id).rejected, rejected + 1);
	ck_assert_uint_eq(au_last_event(&s->h, E2E_EVENT_REJECTED)->reason, E2E_CHECK_MTPROTO1);
	ck_assert(au_rows_same(&rows, &s->h.rows));
	rows_free(&rows);
}

/*
 * scenario 134: MadelineProto opens with notifyLayer in MTProto 1 and wrapper 46,
 * telethon-secret-chat in wrapper 101: the chat goes on in MTProto 2, whether the opener comes
 * first or late.
 */
START_TEST(reads_the_openers_of_living_clients)
{
	static const int32_t wrappers[] = { 46, 73, 101, 144 };

	for (uint32_t i = 0; i < CU_N(wrappers) * 2 * 2 * 2 * 2; i++) {
		const bool late = i / 16 % 2 != 0;
		struct sp_packet opener, text;
		struct st s;

		open_today(&s, _i, mild[i / 8 % 2], flags_of[i / 32], roles[i / 4 % 2]);
		opener = notify_1(&s, 0, wrappers[i % 4], 101);
		text = text_at(&s, 1, "text", 101, 2);
		s.p.out_seq = 2;
		sp_send(&s.p, late ? &text : &opener);
		if (i % 3 == 0)
			au_restart(&s.h);
		sp_send(&s.p, late ? &opener : &text);
		got(&s, "text|");
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).in_seq, 2);
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).holes, 0);
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).peer_layer,
		                 wrappers[i % 4] == 144 ? 144 : 101);
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).mtproto, 2);
		ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_REJECTED), 0);
		text = text_at(&s, 2, "down", 46, 1);
		refused_as_1(&s, &text);
		st_close(&s);
	}
}
END_TEST

/* In a wrapper of 73 or more MTProto 1 says which layer there is, and nothing else. */
START_TEST(reads_no_text_in_mtproto_1_and_a_layer_of_2)
{
	static const int32_t wrappers[] = { 73, 101, 144, 151, INT32_MAX };

	for (uint32_t i = 0; i < CU_N(wrappers) * 2 * 2; i++) {
		struct sp_packet k;
		struct e2e_bytes tl;
		struct st s;

		open_today(&s, _i, mild[i / 5 % 2], flags_of[i / 10], roles[i % 2]);
		k = text_at(&s, 0, "text", wrappers[i % 5], 1);
		refused_as_1(&s, &k);
		k = action_1(&s, 0, wrappers[i % 5], &(const struct e2e_tl){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY });
		refused_as_1(&s, &k);
		k = notify_1(&s, 0, wrappers[i % 5], 144);
		k.payload = sp_payload(&s.p, &k);
		tl = k.payload;
		k.payload.p = memcpy(sp_new(&s.p, tl.n + 4), tl.p, tl.n);
		k.payload.n += 4; /* a notifyLayer and something behind it is none */
		refused_as_1(&s, &k);
		k = notify_1(&s, 0, wrappers[i % 5], 144);
		sp_send(&s.p, &k);
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).in_seq, 1);
		k = text_at(&s, 1, "still 1", wrappers[i % 5], 1); /* it stays unread */
		refused_as_1(&s, &k);
		k = text_at(&s, 1, "two", 144, 2);
		sp_send(&s.p, &k);
		got(&s, "two|");
		st_close(&s);
	}
}
END_TEST

/* Below the lowest number of MTProto 2 it is read, under and above it not. */
START_TEST(reads_mtproto_1_below_the_lowest_number_of_2)
{
	for (uint32_t i = 0; i < 2 * 2 * 2; i++) {
		struct sp_packet k;
		struct st s;

		open_today(&s, _i, mild[i % 2], flags_of[i / 2 % 2], roles[i / 4]);
		k = text_at(&s, 5, "five", 144, 2);
		sp_send(&s.p, &k);
		k = text_at(&s, 7, "seven", 144, 2); /* the lowest counts, not the last */
		sp_send(&s.p, &k);
		au_restart(&s.h);
		k = text_at(&s, 6, "above", 46, 1);
		refused_as_1(&s, &k);
		k = notify_1(&s, 6, 101, 101);
		refused_as_1(&s, &k);
		k = text_at(&s, 5, "the same", 46, 1);
		refused_as_1(&s, &k);
		k = text_at(&s, 3, "three", 46, 1);
		sp_send(&s.p, &k);
		k = text_at(&s, 2, "two", 144, 2); /* sent again, in MTProto 2: lower now */
		sp_send(&s.p, &k);
		k = text_at(&s, 4, "above", 46, 1);
		refused_as_1(&s, &k);
		k = notify_1(&s, 0, 46, 101);
		sp_send(&s.p, &k);
		k = text_at(&s, 1, "one", 46, 1);
		sp_send(&s.p, &k);
		got(&s, "one|two|three|"); /* what was taken before stays taken */
		k = text_at(&s, 4, "four", 144, 2);
		sp_send(&s.p, &k);
		k = text_at(&s, 6, "six", 144, 2);
		sp_send(&s.p, &k);
		got(&s, "one|two|three|four|five|six|seven|");
		ck_assert_uint_eq(au_state(&s.h, s.p.chat_id), E2E_CHAT_ACTIVE);
		st_close(&s);
	}
}
END_TEST

/* What was not taken shows nothing: it may come again, after the late one of MTProto 1. */
START_TEST(is_locked_by_accepted_messages_only)
{
	struct sp_packet k;
	struct st s;

	st_init(&s, _i);
	s.h.limits.held_messages = 1;
	s.h.config.act[E2E_CHECK_PARITY] = E2E_ACT_REPORT;
	s.h.answers = AU_AUTO_SENDS;
	st_ready(&s);
	sp_asked(&s.p);
	au_forget(&s.h);
	k = text_at(&s, 2, "two", 46, 1);
	sp_send(&s.p, &k);
	k = text_at(&s, 3, "no room", 144, 2);
	sp_send(&s.p, &k);
	ck_assert_uint_eq(au_last_event(&s.h, E2E_EVENT_REJECTED)->reason, E2E_REASON_HELD);
	k = text_at(&s, 0, "wrong side", 144, 2);
	k.out_seq_no ^= 1;
	sp_send(&s.p, &k);
	k = text_at(&s, 20000000, "far ahead", 144, 2);
	sp_send(&s.p, &k);
	for (int32_t raw = 0; raw < 2; raw++) {
		k = text_at(&s, raw, raw == 0 ? "zero" : "one", 46, 1);
		sp_send(&s.p, &k);
	}
	k = text_at(&s, 3, "three", 46, 1);
	sp_send(&s.p, &k);
	k = text_at(&s, 3, "again", 144, 2); /* a number that was taken, too, shows nothing */
	sp_send(&s.p, &k);
	k = text_at(&s, 4, "four", 46, 1);
	sp_send(&s.p, &k);
	got(&s, "zero|one|two|three|four|");
	st_close(&s);
}
END_TEST

/* Without a number nothing says where it stands: only while there is no message of 2. */
START_TEST(reads_layer_8_of_mtproto_1_only_before_2)
{
	for (uint32_t i = 0; i < 2 * 2; i++) {
		struct sp_packet k, bare, wrapped;
		struct st s;

		open_today(&s, _i, mild[i % 2], flags_of[i / 2], E2E_ACCEPTOR);
		wrapped = notify_1(&s, 0, 8, 46);
		wrapped.in_seq_no = wrapped.out_seq_no = -1;
		bare = notify_1(&s, 0, 8, 101);
		bare.message_tl = old_notify(&s, 101);
		bare.payload = bare.message_tl;
		wrapped.message_tl = old_notify(&s, 66);
		sp_send(&s.p, &wrapped);
		sp_send(&s.p, &bare);
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).peer_layer, 101);
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).in_seq, 0);
		k = text_at(&s, 3, "ahead", 101, 2);
		sp_send(&s.p, &k);
		bare.payload = old_notify(&s, 144);
		refused_as_1(&s, &bare);
		wrapped.message_tl = old_notify(&s, 144);
		refused_as_1(&s, &wrapped);
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).peer_layer, 101);
		st_close(&s);
	}
}
END_TEST

/* TDLib takes version 1 below layer 73 only, and closes for the rest. */
START_TEST(refuses_mtproto_1_as_tdlib_does_where_it_is_strict)
{
	for (uint32_t i = 0; i < 2 * 2 * 2; i++) {
		struct sp_packet k;
		struct st s;

		open_today(&s, _i, E2E_POLICY_STRICT, flags_of[i % 2], roles[i / 2 % 2]);
		k = notify_1(&s, 0, 46, 144);
		sp_send(&s.p, &k);
		ck_assert_int_eq(au_chat(&s.h, s.p.chat_id).in_seq, 1);
		k = i / 4 == 0 ? notify_1(&s, 1, 101, 144) : text_at(&s, 1, "text", 73, 1);
		sp_send(&s.p, &k);
		st_closed(&s, E2E_CHECK_MTPROTO1);
		st_close(&s);
	}
}
END_TEST

/*
 * What a server can do by holding packets back and sending them again closes nothing: a number
 * that was taken, or a packet below layer 73 that was overtaken.
 */
START_TEST(is_not_closed_by_mtproto_1_that_comes_late_or_again)
{
	for (uint32_t policy = 0; policy < 3; policy++) {
		struct sp_packet k;
		struct st s;

		st_init(&s, _i);
		s.h.config.policy = policy;
		s.h.config.act[E2E_CHECK_MTPROTO1] = E2E_ACT_CLOSE;
		s.h.answers = AU_AUTO_SENDS;
		st_ready(&s);
		sp_asked(&s.p);
		k = text_at(&s, 0, "zero", 144, 2);
		sp_send(&s.p, &k);
		k = text_at(&s, 2, "two", 144, 2);
		sp_send(&s.p, &k);
		k = text_at(&s, 1, "overtaken", 46, 1);
		refused_as_1(&s, &k);
		k = notify_1(&s, 0, 101, 101);
		refused_as_1(&s, &k);
		k = text_at(&s, 2, "again", 144, 1);
		refused_as_1(&s, &k);
		k = text_at(&s, 1, "one", 144, 2);
		sp_send(&s.p, &k);
		k = text_at(&s, 3, "new", 144, 1);
		sp_send(&s.p, &k);
		st_closed(&s, E2E_CHECK_MTPROTO1);
		st_close(&s);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ reads_the_openers_of_living_clients },
		{ reads_no_text_in_mtproto_1_and_a_layer_of_2 },
		{ reads_mtproto_1_below_the_lowest_number_of_2 },
		{ is_locked_by_accepted_messages_only },
		{ reads_layer_8_of_mtproto_1_only_before_2 },
		{ refuses_mtproto_1_as_tdlib_does_where_it_is_strict },
		{ is_not_closed_by_mtproto_1_that_comes_late_or_again },
	};

	return tu_run(cu_suite("chat_opener", tests, CU_N(tests)));
}
