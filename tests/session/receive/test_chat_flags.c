/* SPDX-License-Identifier: ISC */
/* Messages with flags of a newer layer: what is known of them reaches the user. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <string.h>

static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };
static const uint8_t key32[32] = { 1 };
static const struct e2e_remote_file stored = {
	.size = sizeof stored, .dc_id = 2, .id = 5, .access_hash = 6, .bytes = 4000,
};
static const struct e2e_tl_decrypted_message_media_document_45 media = {
	.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45, .size = 4000,
	.key = { key32, 32 }, .iv = { key32, 32 },
};

/* MESSAGE as bytes with N more behind it, and one more bit in its flags. */
static struct e2e_bytes
with_flag(struct ch *c, const void *message, uint32_t bit, size_t n)
{
	const struct e2e_bytes good = ch_bytes(c, message);
	uint8_t *out = sp_new(&c->p, good.n + n);

	memcpy(out, good.p, good.n);
	memset(out + good.n, 0x55, n);
	out[4 + bit / 8] |= (uint8_t)(1u << bit % 8); /* behind the constructor */
	return (struct e2e_bytes){ out, good.n + n };
}

/*
 * scenario 141: a flag of a newer layer, without bytes and with: the id, the text and what else is
 * known are handed on.  Without, nothing is missing.
 */
START_TEST(hands_on_a_message_with_a_flag_it_does_not_know)
{
	static const uint32_t bits[] = { 0, 2, 4, 6, 10, 12, 18, 20, 30, 31 };

	for (uint32_t i = 0; i < CU_N(bits) * CU_N(policies) * 3; i++) {
		const uint32_t policy = policies[i % 3], bit = bits[i / 3 % CU_N(bits)];
		const size_t more = i / 3 / CU_N(bits) * 8;
		struct e2e_tl_decrypted_message_73 *message;
		const struct e2e_event *event;
		struct sp_packet k;
		struct ch c;

		ch_open_policy(&c, _i, E2E_CREATOR, policy);
		message = ch_message(&c, "more");
		message->ttl = 44;
		message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
		message->media = (const void *)&media;
		k = sp_text_packet(&c.p, "");
		k.message_tl = with_flag(&c, message, bit, more);
		k.file = &stored;
		sp_send(&c.p, &k);
		if (policy == E2E_POLICY_STRICT && more > 0) {
			ch_is_closed(&c, E2E_CHECK_UNKNOWN);
			ch_close(&c);
			continue;
		}
		event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_UNSUPPORTED), 0);
		ck_assert(ch_says(event, "more"));
		ck_assert_int_eq(event->random_id, message->random_id);
		ck_assert_int_eq(event->ttl, 44);
		ck_assert_uint_eq(event->media->ctor, message->media->ctor);
		ck_assert_ptr_nonnull(event->file);
		ck_assert_uint_eq(event->flags & E2E_MESSAGE_PARTIAL,
		                  more > 0 ? E2E_MESSAGE_PARTIAL : 0);
		ck_assert_uint_eq(event->unknown, more > 0 ? E2E_TL_DECRYPTED_MESSAGE_73 : 0);
		ck_assert_uint_eq(event->tl.n, k.message_tl.n);
		ck_assert_mem_eq(event->tl.p, k.message_tl.p, k.message_tl.n);
		sp_text(&c.p, "end");
		ch_delivered(&c, "more|end");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* The same of the generation before, and behind a hole, where it waits in a row. */
START_TEST(keeps_a_message_with_a_flag_it_does_not_know)
{
	struct e2e_tl_decrypted_message_45 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_45, .random_id = 5, .message = ch_string("old"),
	};
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	k = ch_packet_at(&c, 1, "");
	k.message_tl = with_flag(&c, &message, 20, 16);
	sp_send(&c.p, &k);
	au_restart(&c.h);
	ch_text_at(&c, 0, "first");
	ch_delivered(&c, "first|old");
	ck_assert_uint_ne(au_last_event(&c.h, E2E_EVENT_MESSAGE)->flags & E2E_MESSAGE_PARTIAL, 0);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ hands_on_a_message_with_a_flag_it_does_not_know },
		{ keeps_a_message_with_a_flag_it_does_not_know },
	};

	return tu_run(cu_suite("chat_flags", tests, CU_N(tests)));
}
