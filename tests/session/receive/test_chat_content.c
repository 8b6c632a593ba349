/* SPDX-License-Identifier: ISC */
/* What comes inside of the wrapper: all that is known, and what is not. */
#include "config.h"

#include "tests/util/chatutil.h"
#include "tests/util/tlutil.h"

#include <string.h>

#define DELETE E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES
#define NOTIFY E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER

static const uint32_t policies[] = { E2E_POLICY_STANDARD, E2E_POLICY_STRICT, E2E_POLICY_LENIENT };
static const uint8_t key32[33] = { 1 };
static const struct e2e_remote_file stored = {
	.size = sizeof stored, .dc_id = 2, .id = 5, .access_hash = 6, .bytes = 4000,
	.key_fingerprint = 0x37c0a65c, /* of key32 as key and iv */
};

/* MESSAGE_TL as the next message, with a file. */
static void
send_tl(struct ch *c, struct e2e_bytes message_tl)
{
	struct sp_packet k = sp_text_packet(&c->p, "");

	k.message_tl = message_tl;
	k.file = &stored;
	sp_send(&c->p, &k);
}

static const struct e2e_tl_decrypted_message_73 *
last_message(struct ch *c)
{
	const struct e2e_event *event = au_last_event(&c->h, E2E_EVENT_MESSAGE);

	ck_assert_ptr_nonnull(event);
	ck_assert_uint_eq(event->message->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
	return (const void *)event->message;
}

/* A document with these attributes. */
static struct e2e_tl_decrypted_message_media_document_45 *
document(struct ch *c, const struct e2e_tl *const *attributes, size_t n)
{
	struct e2e_tl_decrypted_message_media_document_45 *media = sp_new(&c->p, sizeof *media);

	media->ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45;
	media->size = 4000;
	media->key = media->iv = (struct e2e_bytes){ key32, 32 };
	media->attributes = (struct e2e_tl_objects){ attributes, n };
	return media;
}

static struct e2e_tl_decrypted_message_73 *
with_media(struct ch *c, const char *text, const void *media)
{
	struct e2e_tl_decrypted_message_73 *message = ch_message(c, text);

	message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	message->media = media;
	return message;
}

/* ---- All there is -------------------------------------------------------------------- */

/* scenario 83, through a chat: what came is handed on byte for byte */
START_TEST(hands_on_every_kind_of_media)
{
	size_t n = tl_ctors_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA), i;
	const struct e2e_event *event;
	struct e2e_bytes bytes;
	struct tl_pool pool;
	uint64_t seed = 83;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	tl_pool_open(&pool);
	for (i = 0; i < 2 * n; i++) {
		uint32_t ctor = tl_ctor_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA, i);
		uint32_t flags = i < n ? 0 : tl_flags(ctor);
		const struct e2e_tl *media = tl_random(&pool, &seed, ctor, flags);

		bytes = ch_bytes(&c, (const void *)with_media(&c, "media", media));
		send_tl(&c, bytes);
		event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), i + 1);
		ck_assert_uint_eq(event->tl.n, bytes.n);
		ck_assert_mem_eq(event->tl.p, bytes.p, bytes.n);
		ck_assert_uint_eq(event->flags & E2E_MESSAGE_PARTIAL, 0);
		ck_assert(tl_same(last_message(&c)->media, media));
	}
	ck_assert_uint_eq(ch_rejected(&c, 0), 0);
	tl_pool_close(&pool);
	ch_close(&c);
}
END_TEST

/* protocol 7.3.8: every kind of typing is told, and that it ended as that */
START_TEST(tells_of_typing_and_of_its_end)
{
	const size_t n = tl_ctors_of(E2E_TYPE_SEND_MESSAGE_ACTION);
	struct tl_pool pool;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	tl_pool_open(&pool);
	for (size_t i = 0; i < n; i++) {
		const uint32_t ctor = tl_ctor_of(E2E_TYPE_SEND_MESSAGE_ACTION, i);
		const struct e2e_tl_decrypted_message_action_typing typing = {
			E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING, tl_least(&pool, ctor),
		};

		sp_action(&c.p, (const void *)&typing);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_TYPING), i + 1);
		ck_assert_uint_eq(au_last_event(&c.h, E2E_EVENT_TYPING)->flags & ~E2E_MESSAGE_SERVICE,
		                  ctor == E2E_TL_SEND_MESSAGE_CANCEL_ACTION ? E2E_TYPING_ENDED : 0);
	}
	tl_pool_close(&pool);
	ch_close(&c);
}
END_TEST

/* ---- What is newer ------------------------------------------------------------------- */

/* scenario 73: an unknown message is consumed and handed on as it is */
START_TEST(tells_of_messages_it_does_not_know)
{
	const struct e2e_event *event;
	struct e2e_bytes strange;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, E2E_ACCEPTOR, policies[i]);
		strange = ch_strange(&c, (const void *)ch_message(&c, "new"),
		                     E2E_TL_DECRYPTED_MESSAGE_73, TL_STRANGE);
		c.p.layer = 151;
		send_tl(&c, strange);
		if (policies[i] == E2E_POLICY_STRICT) {
			ch_is_closed(&c, E2E_CHECK_UNKNOWN);
			ch_close(&c);
			continue;
		}
		event = au_last_event(&c.h, E2E_EVENT_UNSUPPORTED);
		ck_assert_ptr_nonnull(event);
		ck_assert_uint_eq(event->unknown, TL_STRANGE);
		ck_assert_int_eq(event->layer, 151);
		ck_assert_int_eq(event->random_id, 0);
		ck_assert_uint_eq(event->tl.n, strange.n);
		ck_assert_mem_eq(event->tl.p, strange.p, strange.n);
		ck_assert_int_eq(ch_chat(&c).in_seq, 1);
		ck_assert_uint_ne(ch_chat(&c).health & E2E_HEALTH_OUTDATED, 0);
		send_tl(&c, strange);
		au_restart(&c.h);
		send_tl(&c, strange);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_UNSUPPORTED), 3);
		ck_assert_uint_le(ch_count(&c, NOTIFY), 1); /* once is enough */
		sp_text(&c.p, "known");
		ch_delivered(&c, "known");
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 73: an action, too; whose message it is is known then */
START_TEST(tells_of_actions_it_does_not_know)
{
	const struct e2e_event *event;
	const struct e2e_tl *noop;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	noop = ch_simple(&c, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP);
	send_tl(&c, ch_strange(&c, sp_service_message(&c.p, 777, noop), noop->ctor, TL_STRANGE));
	event = au_last_event(&c.h, E2E_EVENT_UNSUPPORTED);
	ck_assert_ptr_nonnull(event);
	ck_assert_uint_eq(event->unknown, TL_STRANGE);
	ck_assert_int_eq(event->random_id, 777);
	ck_assert_int_eq(ch_chat(&c).in_seq, 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 74: unknown media leave the text */
START_TEST(hands_on_what_it_knows_of_a_message)
{
	struct e2e_tl_decrypted_message_media_geo_point place = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT, 1.5, 2.5,
	};
	struct e2e_tl_decrypted_message_73 *message;
	const struct e2e_event *event;
	struct e2e_bytes strange;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, E2E_CREATOR, policies[i]);
		message = with_media(&c, "look", &place);
		message->ttl = 44;
		strange = ch_strange(&c, (const void *)message, place.ctor, TL_STRANGE);
		send_tl(&c, strange);
		if (policies[i] == E2E_POLICY_STRICT) {
			ch_is_closed(&c, E2E_CHECK_UNKNOWN);
			ch_close(&c);
			continue;
		}
		event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
		ck_assert(ch_says(event, "look"));
		ck_assert_int_eq(event->ttl, 44);
		ck_assert_int_eq(event->random_id, message->random_id);
		ck_assert_uint_ne(event->flags & E2E_MESSAGE_PARTIAL, 0);
		ck_assert_uint_eq(event->tl.n, strange.n);
		ck_assert_mem_eq(event->tl.p, strange.p, strange.n);
		ck_assert_int_eq(ch_chat(&c).in_seq, 1);
		ch_is_open(&c);
		ch_close(&c);
	}
}
END_TEST

/* scenario 75: a GIF of Android with an attribute of the cloud (tdlib/td#2848) */
START_TEST(hands_on_a_document_with_an_unknown_attribute)
{
	static const struct e2e_tl_document_attribute_image_size size = {
		E2E_TL_DOCUMENT_ATTRIBUTE_IMAGE_SIZE, 3, 4,
	};
	static const struct e2e_tl_document_attribute_animated animated = {
		E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED,
	};
	static const struct e2e_tl *const attributes[] = {
		(const void *)&size, (const void *)&animated,
	};
	const struct e2e_tl_decrypted_message_media_document_45 *media;
	const struct e2e_event *event;
	struct ch c;

	ch_open(&c, _i, E2E_ACCEPTOR);
	send_tl(&c, ch_strange(&c, (const void *)with_media(&c, "gif", document(&c, attributes, 2)),
	                       animated.ctor, TL_STRANGE));
	event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
	ck_assert(ch_says(event, "gif"));
	ck_assert_uint_eq(event->flags & ~E2E_MESSAGE_WARNED, E2E_MESSAGE_PARTIAL);
	media = (const void *)last_message(&c)->media;
	ck_assert_uint_eq(media->ctor, E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45);
	ck_assert_uint_eq(media->attributes.n, 1);
	ck_assert_uint_eq(media->attributes.v[0]->ctor, size.ctor);
	ck_assert_int_eq(ch_chat(&c).in_seq, 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 75: an unknown entity leaves the text and those before it */
START_TEST(hands_on_a_text_with_an_unknown_entity)
{
	static const struct e2e_tl_message_entity_bold bold = {
		E2E_TL_MESSAGE_ENTITY_BOLD, 0, 1,
	};
	static const struct e2e_tl_message_entity_spoiler spoiler = {
		E2E_TL_MESSAGE_ENTITY_SPOILER, 1, 1,
	};
	static const struct e2e_tl *const entities[] = {
		(const void *)&bold, (const void *)&spoiler,
	};
	struct e2e_tl_decrypted_message_73 *message;
	const struct e2e_event *event;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	message = ch_message(&c, "formatted");
	message->flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
	message->entities = (struct e2e_tl_objects){ entities, 2 };
	send_tl(&c, ch_strange(&c, (const void *)message, spoiler.ctor, TL_STRANGE));
	event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
	ck_assert(ch_says(event, "formatted"));
	ck_assert_uint_ne(event->flags & E2E_MESSAGE_PARTIAL, 0);
	ck_assert_uint_eq(last_message(&c)->entities.n, 1);
	ck_assert_int_eq(ch_chat(&c).in_seq, 1);
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* ---- What is broken ------------------------------------------------------------------ */

#define BROKEN 6

/* Bytes that are no DecryptedMessage, in exactly as much memory. */
static struct e2e_bytes
broken(struct ch *c, int which)
{
	const int64_t ids[] = { 1, 2 };
	struct e2e_bytes good = ch_bytes(c, (const void *)ch_message(c, "broken"));
	struct sp_packet inner = sp_text_packet(&c->p, "inner");
	uint8_t *out = sp_new(&c->p, good.n + 200);

	c->p.out_seq--; /* the inner one takes no number */
	memcpy(out, good.p, good.n);
	if (which == 0) /* more than there should be */
		return (struct e2e_bytes){ out, good.n + 4 };
	if (which == 1) /* cut off within the text */
		return (struct e2e_bytes){ out, good.n - 4 };
	if (which == 2) { /* a text that is longer than the packet */
		memcpy(out + 20, "\xfe\xff\xff\xff", 4);
		return (struct e2e_bytes){ out, good.n };
	}
	if (which == 3) { /* a vector of 2^31 - 1 */
		good = ch_bytes(c, sp_service_message(&c->p, 5, ch_longs(c, DELETE, ids, 2)));
		memcpy(out, good.p, good.n);
		cu_put32(out + 20, INT32_MAX);
		return (struct e2e_bytes){ out, good.n };
	}
	if (which == 4) /* a wrapper within the wrapper */
		return sp_payload(&c->p, &inner);
	return (struct e2e_bytes){ out, 0 }; /* nothing */
}

/* scenario 78: broken TL in a wrapper that can be read is consumed */
START_TEST(goes_on_after_what_is_broken)
{
	struct ch c;
	size_t before;
	int which;

	ch_open(&c, _i, E2E_ACCEPTOR);
	for (which = 0; which < BROKEN; which++) {
		au_forget(&c.h);
		before = c.h.memory.live_bytes;
		c.h.memory.peak_bytes = before;
		send_tl(&c, broken(&c, which));
		ck_assert_uint_lt(c.h.memory.peak_bytes - before, 16384);
		ck_assert_msg(ch_chat(&c).in_seq == which + 1, "broken message %d was not counted",
		              which);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_UNSUPPORTED), 1);
		ch_delivered(&c, "");
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_DELETED), 0);
		ch_is_open(&c);
	}
	sp_text(&c.p, "whole");
	ch_delivered(&c, "whole");
	ch_close(&c);
}
END_TEST

/* scenario 78: TDLib closes for any of it */
START_TEST(closes_for_what_is_broken_where_it_is_strict)
{
	struct ch c;
	int which;

	for (which = 0; which < BROKEN; which++) {
		ch_open_policy(&c, _i, E2E_CREATOR, E2E_POLICY_STRICT);
		send_tl(&c, broken(&c, which));
		ch_is_closed(&c, E2E_CHECK_UNKNOWN);
		ch_close(&c);
	}
}
END_TEST

/* scenario 78: broken TL without a wrapper has no number, and is dropped */
START_TEST(drops_what_has_no_wrapper)
{
	static const uint8_t noise[16] = { 0xef, 0xbe, 0xad, 0xde };
	struct sp_packet k;
	struct ch c;
	int which;

	ch_open(&c, _i, E2E_CREATOR);
	for (which = 0; which < 4; which++) {
		k = ch_packet_at(&c, 0, "cut off");
		k.payload = sp_payload(&c.p, &k);
		if (which == 0)
			k.payload.n = 24; /* before the numbers */
		else if (which == 1)
			k.payload = (struct e2e_bytes){ noise, sizeof noise };
		else if (which == 2)
			k.payload.n = 4;
		else
			k.payload.n = 0;
		au_forget(&c.h);
		sp_send(&c.p, &k);
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_TL), 1);
		ck_assert_int_eq(ch_chat(&c).in_seq, 0);
		ch_is_open(&c);
	}
	ch_text_at(&c, 0, "whole");
	ch_delivered(&c, "whole");
	ch_close(&c);
}
END_TEST

/* ---- What is odd --------------------------------------------------------------------- */

/* scenario 84: a key of the wrong length, or not the one that the server's file is of */
START_TEST(marks_a_file_that_nobody_can_read)
{
	static const size_t lengths[][2] = { { 32, 32 }, { 31, 32 }, { 33, 32 }, { 32, 31 },
		{ 32, 33 }, { 0, 0 } };
	struct e2e_tl_decrypted_message_media_document_45 *media;
	const struct e2e_event *event;
	struct sp_packet k;
	struct ch c;
	size_t i;

	ch_open(&c, _i, E2E_CREATOR);
	for (i = 0; i < CU_N(lengths); i++) {
		media = document(&c, NULL, 0);
		media->key.n = lengths[i][0];
		media->iv.n = lengths[i][1];
		send_tl(&c, ch_bytes(&c, (const void *)with_media(&c, "file", media)));
		event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
		ck_assert_uint_eq(au_count_events(&c.h, E2E_EVENT_MESSAGE), i + 1);
		ck_assert_uint_eq(event->flags, i == 0 ? 0 : E2E_MESSAGE_NO_FILE);
	}
	for (i = 0; i < 32; i++) { /* and one of which the server says that its key is another */
		struct e2e_remote_file other = stored;

		other.key_fingerprint ^= (int32_t)(1u << i);
		k = sp_text_packet(&c.p, "");
		k.message = (const void *)with_media(&c, "another's", document(&c, NULL, 0));
		k.file = &other;
		sp_send(&c.p, &k);
		event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
		ck_assert(ch_says(event, "another's"));
		ck_assert_uint_eq(event->flags, E2E_MESSAGE_NO_FILE);
		ck_assert_int_eq(event->file->key_fingerprint, other.key_fingerprint);
	}
	ch_is_open(&c);
	ch_close(&c);
}
END_TEST

/* scenario 117: media without a file, and a file without media */
START_TEST(marks_what_came_without_its_file)
{
	const struct e2e_event *event;
	struct sp_packet k;
	struct ch c;

	ch_open(&c, _i, E2E_CREATOR);
	k = sp_text_packet(&c.p, "");
	k.message = (const void *)with_media(&c, "none came", document(&c, NULL, 0));
	sp_send(&c.p, &k);
	event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
	ck_assert_uint_eq(event->flags, E2E_MESSAGE_NO_FILE);
	ck_assert_ptr_null(event->file);
	send_tl(&c, ch_bytes(&c, (const void *)ch_message(&c, "a text")));
	event = au_last_event(&c.h, E2E_EVENT_MESSAGE);
	ck_assert(event->flags == 0 && event->file != NULL);
	ch_delivered(&c, "none came|a text");
	ch_close(&c);
}
END_TEST

/* scenario 85: a random_id of 0 is consumed and not delivered */
START_TEST(counts_but_does_not_deliver_what_has_no_id)
{
	struct e2e_tl_decrypted_message_73 *message;
	struct ch c;
	size_t i;

	for (i = 0; i < CU_N(policies); i++) {
		ch_open_policy(&c, _i, E2E_ACCEPTOR, policies[i]);
		message = ch_message(&c, "nameless");
		message->random_id = 0;
		send_tl(&c, ch_bytes(&c, (const void *)message));
		ck_assert_int_eq(ch_chat(&c).in_seq, 1);
		ch_delivered(&c, "");
		ck_assert_uint_eq(ch_rejected(&c, E2E_CHECK_RANDOM_ID), 1); /* and is told of */
		sp_text(&c.p, "named");
		ch_delivered(&c, "named");
		ck_assert_uint_eq(au_state(&c.h, c.p.chat_id), E2E_CHAT_ACTIVE);
		ch_close(&c);
	}
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ hands_on_every_kind_of_media },
		{ tells_of_typing_and_of_its_end },
		{ tells_of_messages_it_does_not_know },
		{ tells_of_actions_it_does_not_know },
		{ hands_on_what_it_knows_of_a_message },
		{ hands_on_a_document_with_an_unknown_attribute },
		{ hands_on_a_text_with_an_unknown_entity },
		{ goes_on_after_what_is_broken },
		{ closes_for_what_is_broken_where_it_is_strict },
		{ drops_what_has_no_wrapper },
		{ marks_a_file_that_nobody_can_read },
		{ marks_what_came_without_its_file },
		{ counts_but_does_not_deliver_what_has_no_id },
	};

	return tu_run(cu_suite("chat_content", tests, CU_N(tests)));
}
