/* SPDX-License-Identifier: ISC */
/* Packets that come, right and wrong (scenarios 24 to 31 and 34 to 35). */
#include "config.h"

#include <string.h>

#include "tests/util/startutil.h"

/* An active chat whose REJECTED events are not limited. */
static void
open_chat(struct st *s, int backend, uint32_t policy)
{
	st_init(s, backend);
	s->h.limits.rejected_events = 100000;
	s->h.config.flags = E2E_CONFIG_NO_REKEY;
	s->h.config.policy = policy;
	st_ready(s);
	sp_asked(&s->p);
	au_forget(&s->h);
}

/* K comes, fails CHECK, and nothing changes; its number is free again. */
static void
dropped(struct st *s, const struct sp_packet *k, uint32_t check)
{
	struct rows rows = rows_copy(&s->h.rows);
	struct e2e_chat before = au_chat(&s->h, s->p.chat_id), after;
	size_t events = au_count_events(&s->h, E2E_EVENT_REJECTED), calls = s->h.n_calls;
	size_t messages = au_count_events(&s->h, E2E_EVENT_MESSAGE);
	const struct e2e_event *event;

	sp_send(&s->p, k);
	after = au_chat(&s->h, s->p.chat_id);
	ck_assert_uint_eq(after.rejected, before.rejected + 1);
	after.rejected = before.rejected;
	after.health = before.health;
	ck_assert(au_chat_same(&before, &after));
	ck_assert_msg(au_rows_same(&rows, &s->h.rows), "a row changed");
	ck_assert_uint_eq(au_count_events(&s->h, E2E_EVENT_REJECTED), events + 1);
	event = au_last_event(&s->h, E2E_EVENT_REJECTED);
	ck_assert_uint_eq(event->reason, check);
	ck_assert_int_eq(event->chat_id, s->p.chat_id);
	ck_assert_uint_eq(au_count_events(&s->h, E2E_EVENT_MESSAGE), messages);
	ck_assert_uint_eq(s->h.n_calls, calls);
	rows_free(&rows);
	s->p.out_seq--;
}

static void
delivered(struct st *s, const struct sp_packet *k)
{
	size_t messages = au_count_events(&s->h, E2E_EVENT_MESSAGE);
	int32_t in_seq = au_chat(&s->h, s->p.chat_id).in_seq;

	sp_send(&s->p, k);
	ck_assert_uint_eq(au_count_events(&s->h, E2E_EVENT_MESSAGE), messages + 1);
	ck_assert_int_eq(au_last_event(&s->h, E2E_EVENT_MESSAGE)->random_id, k->random_id);
	ck_assert_uint_eq(au_last_event(&s->h, E2E_EVENT_MESSAGE)->flags & E2E_MESSAGE_WARNED, 0);
	ck_assert_int_eq(au_chat(&s->h, s->p.chat_id).in_seq, in_seq + 1);
}

/* The next packet with PADDING bytes of padding: its text is as long as that needs. */
static struct sp_packet
padded(struct st *s, size_t padding)
{
	struct sp_packet k = sp_text_packet(&s->p, "");
	char text[17] = { 0 };
	size_t n;

	for (n = 0; n < 16; n++) {
		if ((4 + sp_payload(&s->p, &k).n + padding) % 16 == 0)
			break;
		text[n] = 'x';
		k.message = sp_text_message(&s->p, k.random_id, text);
	}
	ck_assert_uint_lt(n, 16);
	k.padding = padding;
	return k;
}

/* The packet K in bytes that may be changed. */
static uint8_t *
composed(struct st *s, struct sp_packet *k, size_t spare)
{
	struct e2e_bytes bytes = sp_compose(&s->p, k);
	uint8_t *copy = sp_new(&s->p, bytes.n + spare);

	memcpy(copy, bytes.p, bytes.n);
	k->raw = (struct e2e_bytes){ copy, bytes.n + spare };
	return copy;
}

/* scenario 24: our own packet, sent back, is not authentic */
START_TEST(drops_its_own_message_sent_back)
{
	struct st s;
	struct sp_packet k;

	open_chat(&s, _i, E2E_POLICY_STANDARD);
	au_text(&s.h, s.p.chat_id, "mine");
	k = sp_text_packet(&s.p, "");
	k.raw = au_last_send(&s.h)->call.data;
	dropped(&s, &k, E2E_CHECK_FORGED);
	st_close(&s);
}
END_TEST

/* scenario 25: every bit of the head, and some of each block */
START_TEST(drops_packets_with_a_bit_changed)
{
	struct st s;
	uint32_t policy;

	for (policy = E2E_POLICY_STANDARD; policy <= E2E_POLICY_LENIENT; policy++) {
		struct sp_packet k;

		open_chat(&s, _i, policy);
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).health & E2E_HEALTH_UNREADABLE, 0);
		for (size_t bit = 0; bit < 8 * CU_HEAD; bit++) {
			k = sp_text_packet(&s.p, "changed");
			composed(&s, &k, 0)[bit / 8] ^= (uint8_t)(1u << (bit % 8));
			dropped(&s, &k, bit < 64 ? E2E_CHECK_KEY_ID : E2E_CHECK_FORGED);
		}
		ck_assert_uint_ne(au_chat(&s.h, s.p.chat_id).health & E2E_HEALTH_UNREADABLE, 0);
		k = sp_text_packet(&s.p, "changed");
		for (size_t at = CU_HEAD; at < sp_compose(&s.p, &k).n; at += 7) {
			struct sp_packet changed = k;

			composed(&s, &changed, 0)[at] ^= (uint8_t)(1u << (at % 8));
			dropped(&s, &changed, E2E_CHECK_FORGED);
			s.p.out_seq++;
		}
		delivered(&s, &k);
		st_close(&s);
	}
}
END_TEST

/* The host may want to close even then. */
START_TEST(closes_for_a_forgery_if_the_host_says_so)
{
	struct st s;
	struct sp_packet k;

	st_init(&s, _i);
	s.h.config.act[E2E_CHECK_FORGED] = E2E_ACT_CLOSE;
	st_ready(&s);
	sp_asked(&s.p);
	k = sp_text_packet(&s.p, "changed");
	composed(&s, &k, 0)[CU_HEAD + 3] ^= 4;
	sp_send(&s.p, &k);
	st_closed(&s, E2E_CHECK_FORGED);
	ck_assert_uint_eq(st_discards(&s), 1);
	ck_assert_uint_eq(au_last_call(&s.h, E2E_CALL_DISCARD)->call.flags, 0);
	st_close(&s);
}
END_TEST

/* More than rejected_events a minute are only counted. */
START_TEST(limits_the_events_of_dropped_packets)
{
	struct st s;

	st_init(&s, _i);
	s.h.limits.rejected_events = 5;
	st_ready(&s);
	sp_asked(&s.p);
	for (size_t minute = 1; minute <= 2; minute++) {
		for (size_t i = 0; i < 9; i++) {
			struct sp_packet k = sp_text_packet(&s.p, "changed");

			composed(&s, &k, 0)[40] ^= 1;
			sp_send(&s.p, &k);
			s.p.out_seq--;
		}
		ck_assert_uint_eq(au_chat(&s.h, s.p.chat_id).rejected, 9 * minute);
		ck_assert_uint_eq(au_count_events(&s.h, E2E_EVENT_REJECTED), 5 * minute);
		au_advance(&s.h, 61000);
	}
	st_close(&s);
}
END_TEST

static void
dropped_guarded(struct st *s, const uint8_t *bytes, size_t n, uint32_t check)
{
	struct sp_packet k = sp_text_packet(&s->p, "");
	uint8_t *guarded = tu_guarded_copy(bytes, n);

	k.raw = (struct e2e_bytes){ guarded, n };
	dropped(s, &k, check);
	tu_guarded_free(guarded, n);
}

/* scenario 26: too short for a packet */
START_TEST(drops_packets_that_are_too_short)
{
	static const size_t lengths[] = { 0, 1, 7, 8, 23, 24, 39 };
	struct st s;
	struct sp_packet k;
	uint8_t *bytes, body[16] = { 0 }, packet[CU_HEAD + 16];
	uint32_t length;

	open_chat(&s, _i, E2E_POLICY_LENIENT);
	k = sp_text_packet(&s.p, "short");
	bytes = composed(&s, &k, 0);
	s.p.out_seq--;
	for (size_t i = 0; i < CU_N(lengths); i++)
		dropped_guarded(&s, bytes, lengths[i], E2E_CHECK_LENGTH);
	/* 24 + 16 bytes with the right hash have room for padding, or for a payload. */
	for (length = 0; length <= 12; length += 4) {
		cu_put32(body, length);
		cu_packet_v2(s.p.crypto, packet, s.p.key.value, 8, body, sizeof body);
		if (length == 0)
			dropped_guarded(&s, packet, sizeof packet, E2E_CHECK_TL);
		else
			dropped_guarded(&s, packet, sizeof packet, E2E_CHECK_FORGED);
	}
	st_close(&s);
}
END_TEST

/* scenario 27: bytes behind the last block */
START_TEST(drops_packets_with_bytes_left_over_before_decrypting)
{
	struct st s;

	open_chat(&s, _i, E2E_POLICY_STRICT);
	for (size_t extra = 1; extra < 16; extra++) {
		struct sp_packet k = sp_text_packet(&s.p, "more");
		size_t before;

		composed(&s, &k, extra);
		before = s.h.script.ige_calls;
		dropped(&s, &k, E2E_CHECK_LENGTH);
		ck_assert_uint_eq(s.h.script.ige_calls, before);
	}
	st_close(&s);
}
END_TEST

/* scenarios 28 and 30: a length that lies, or is no multiple of 4 */
START_TEST(drops_packets_with_a_length_that_cannot_be)
{
	struct st s;
	size_t body = 4;
	int64_t length[24];
	size_t n = 0;
	struct sp_packet k;

	open_chat(&s, _i, E2E_POLICY_STRICT);
	k = padded(&s, 12);
	body += sp_payload(&s.p, &k).n + 12;
	delivered(&s, &k); /* body - 4 - 12 */
	length[n++] = INT64_C(0xffffffff);
	length[n++] = INT64_C(0x80000000);
	length[n++] = INT64_C(0x7fffffff);
	length[n++] = INT64_C(0xfffffff0);
	for (int64_t padding = 0; padding < 12; padding++)
		length[n++] = (int64_t)body - 4 - padding;
	for (int64_t odd = 1; odd < 4; odd++)
		length[n++] = (int64_t)body - 4 - 12 - odd; /* no multiple of 4 */
	for (size_t i = 0; i < n; i++) {
		k = padded(&s, 12);
		k.length = length[i];
		dropped(&s, &k, E2E_CHECK_FORGED);
	}
	st_close(&s);
}
END_TEST

/* scenarios 29 and 35: the longest padding, and everybody's */
START_TEST(takes_every_padding_that_is_allowed)
{
	static const size_t bad[] = { 4, 8, 1028, 1032, 1040, 1056, 2048 };
	struct st s;
	struct sp_packet k;

	open_chat(&s, _i, E2E_POLICY_STRICT);
	for (size_t padding = 12; padding <= 1024; padding += padding < 464 ? 4 : 140) {
		k = padded(&s, padding);
		delivered(&s, &k);
	}
	k = padded(&s, 1024);
	delivered(&s, &k);
	for (size_t i = 0; i < CU_N(bad); i++) {
		k = padded(&s, bad[i]);
		dropped(&s, &k, E2E_CHECK_FORGED);
	}
	st_close(&s);
}
END_TEST

/* scenario 31: after a message of MTProto 2, and no forgery */
START_TEST(drops_mtproto_1_by_its_name)
{
	for (uint32_t policy = 0; policy < 3; policy++) {
		struct st s;
		struct sp_packet k;

		open_chat(&s, _i, policy);
		sp_text(&s.p, "new");
		for (int32_t layer = 46; layer <= 73; layer += 27) {
			if (layer >= 73 && policy == E2E_POLICY_STRICT)
				break; /* that closes, see test_chat_opener */
			k = sp_text_packet(&s.p, "old");
			k.mtproto = 1;
			k.layer = layer;
			dropped(&s, &k, E2E_CHECK_MTPROTO1);
		}
		st_close(&s);
	}
}
END_TEST

struct cost {
	size_t hash_calls, hash_bytes, ige_calls, ige_bytes;
};

/* What the account's feeding of K costs the backend, without the loop after it. */
static struct cost
cost_of(struct st *s, const struct sp_packet *k)
{
	struct e2e_bytes bytes = sp_compose(&s->p, k);
	struct tu_script *script = &s->h.script;
	struct cost before = { script->hash_calls, script->hash_bytes, script->ige_calls,
		               script->ige_bytes };

	ck_assert_int_eq(e2e_feed_message(s->h.account, s->p.chat_id, k->random_id, 1700000000,
	                                  bytes.p, bytes.n, NULL, 0, 0, s->h.now),
	                 E2E_OK);
	before.hash_calls = script->hash_calls - before.hash_calls;
	before.hash_bytes = script->hash_bytes - before.hash_bytes;
	before.ige_calls = script->ige_calls - before.ige_calls;
	before.ige_bytes = script->ige_bytes - before.ige_bytes;
	au_run(&s->h);
	ck_assert_uint_eq(au_last_event(&s->h, E2E_EVENT_REJECTED)->reason, E2E_CHECK_FORGED);
	s->p.out_seq--;
	return before;
}

/* scenario 34: as much work whatever is wrong */
START_TEST(works_as_much_whatever_is_wrong)
{
	static const int64_t length[] = { -1, 0, 4, 0x7ffffff0, 0xffffffff, 33 };
	struct st s;
	struct sp_packet k;
	struct cost first = { 0 };

	open_chat(&s, _i, E2E_POLICY_STANDARD);
	for (size_t i = 0; i < 2 * CU_N(length); i++) {
		struct cost cost;

		k = padded(&s, 12);
		k.length = length[i / 2];
		composed(&s, &k, 0);
		if (i % 2 == 0 || length[i / 2] == -1)
			((uint8_t *)(uintptr_t)k.raw.p)[8 + i] ^= 1; /* msg_key */
		else if (length[i / 2] >= 0 && length[i / 2] <= 4)
			continue; /* a short length with long padding is authentic */
		cost = cost_of(&s, &k);
		if (i == 0)
			first = cost;
		ck_assert_int_eq(memcmp(&cost, &first, sizeof cost), 0);
	}
	ck_assert_uint_gt(first.ige_bytes, 0);
	ck_assert_uint_gt(first.hash_bytes, 0);
	st_close(&s);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ drops_its_own_message_sent_back },
		{ drops_packets_with_a_bit_changed },
		{ closes_for_a_forgery_if_the_host_says_so },
		{ limits_the_events_of_dropped_packets },
		{ drops_packets_that_are_too_short },
		{ drops_packets_with_bytes_left_over_before_decrypting },
		{ drops_packets_with_a_length_that_cannot_be },
		{ takes_every_padding_that_is_allowed },
		{ drops_mtproto_1_by_its_name },
		{ works_as_much_whatever_is_wrong },
	};

	return tu_run(cu_suite("chat_packet", tests, CU_N(tests)));
}
