/* SPDX-License-Identifier: ISC */
/* Which layer to send, and what a message becomes for an older peer (scenarios 70, 79-82). */
#include "config.h"

#include "tests/util/testutil.h"

#include <e2e/schema.h>

#include <string.h>

#define N(a) (sizeof(a) / sizeof(a)[0])

static _Alignas(8) uint8_t memory[8192];

static struct e2e_bytes
text(const char *s)
{
	return (struct e2e_bytes){ (const uint8_t *)s, strlen(s) };
}

static bool
same(struct e2e_bytes a, const char *b)
{
	return a.n == strlen(b) && (a.n == 0 || memcmp(a.p, b, a.n) == 0);
}

/* Convert M for LAYER, which must work, and prove that the result can be written. */
static const struct e2e_tl *
convert(const void *m, int32_t layer, uint32_t *lost)
{
	const struct e2e_tl *out;
	size_t n;

	memset(memory, 0xa5, sizeof memory);
	ck_assert_int_eq(e2e_layer_convert(&out, lost, memory, sizeof memory, m, layer), E2E_OK);
	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, out), E2E_OK);
	return out;
}

static struct e2e_tl_decrypted_message_73
plain_message(void)
{
	return (struct e2e_tl_decrypted_message_73){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .random_id = -7, .ttl = 5,
		.message = text("hello"),
	};
}

/* scenario 70: iPhones read 46, 73, 101 and 144 and nothing else */
START_TEST(sends_only_the_four_wrapper_layers)
{
	static const struct {
		int32_t own, peer, wrapper;
	} c[] = { { 144, 144, 144 }, { 144, 151, 144 }, { 144, 143, 101 }, { 144, 123, 101 },
		  { 144, 101, 101 }, { 144, 100, 73 }, { 144, 73, 73 }, { 144, 72, 46 },
		  { 144, 66, 46 }, { 144, 46, 46 }, { 144, 45, 46 }, { 144, 0, 46 },
		  { 144, -1, 46 }, { 144, INT32_MIN, 46 }, { 144, INT32_MAX, 144 },
		  { 101, 144, 101 }, { 73, 144, 73 }, { 46, 144, 46 }, { INT32_MAX, 200, 144 } };

	for (size_t i = 0; i < N(c); i++)
		ck_assert_int_eq(e2e_layer_wrapper(c[i].own, c[i].peer), c[i].wrapper);
}
END_TEST

/* scenario 79: entities that the layer does not have */
START_TEST(drops_entities_that_the_layer_does_not_have)
{
	struct e2e_tl_message_entity_bold bold = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 1 };
	struct e2e_tl_message_entity_underline under = { E2E_TL_MESSAGE_ENTITY_UNDERLINE, 0, 1 };
	struct e2e_tl_message_entity_strike strike = { E2E_TL_MESSAGE_ENTITY_STRIKE, 1, 1 };
	struct e2e_tl_message_entity_blockquote quote = { E2E_TL_MESSAGE_ENTITY_BLOCKQUOTE, 1, 2 };
	struct e2e_tl_message_entity_spoiler spoiler = { E2E_TL_MESSAGE_ENTITY_SPOILER, 2, 1 };
	struct e2e_tl_message_entity_custom_emoji emoji = { E2E_TL_MESSAGE_ENTITY_CUSTOM_EMOJI, 3,
		                                            1, 99 };
	struct e2e_tl_message_entity_phone phone = { E2E_TL_MESSAGE_ENTITY_PHONE, 0, 5 };
	const struct e2e_tl *v[] = { (void *)&bold, (void *)&under, (void *)&strike,
		                     (void *)&quote, (void *)&spoiler, (void *)&emoji,
		                     (void *)&phone };
	static const struct {
		int32_t layer;
		size_t kept;
		uint32_t lost;
	} c[] = {
		{ 144, 6, E2E_LOST_ENTITIES },
		{ 101, 4, E2E_LOST_ENTITIES | E2E_LOST_SPOILERS | E2E_LOST_CUSTOM_EMOJI },
		{ 73, 1, E2E_LOST_ENTITIES | E2E_LOST_SPOILERS | E2E_LOST_CUSTOM_EMOJI },
		{ 46, 1, E2E_LOST_ENTITIES | E2E_LOST_SPOILERS | E2E_LOST_CUSTOM_EMOJI },
	};
	struct e2e_tl_decrypted_message_73 m = plain_message();

	m.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
	m.entities = (struct e2e_tl_objects){ v, N(v) };
	for (size_t i = 0; i < N(c); i++) {
		uint32_t lost;
		const struct e2e_tl *out = convert(&m, c[i].layer, &lost);
		const struct e2e_tl_decrypted_message_73 *new = (const void *)out;
		const struct e2e_tl_decrypted_message_45 *old = (const void *)out;

		ck_assert_uint_eq(lost, c[i].lost);
		ck_assert_uint_eq(out->ctor, c[i].layer >= 73 ? E2E_TL_DECRYPTED_MESSAGE_73
		                                              : E2E_TL_DECRYPTED_MESSAGE_45);
		ck_assert_uint_eq(c[i].layer >= 73 ? new->entities.n : old->entities.n, c[i].kept);
		ck_assert(same(c[i].layer >= 73 ? new->message : old->message, "hello"));
	}

	/* No entity left: the flag goes too.  One that all know costs nothing. */
	m.entities = (struct e2e_tl_objects){ v + 4, 1 };
	const struct e2e_tl_decrypted_message_73 *out =
		(const void *)convert(&m, 101, &(uint32_t){ 0 });
	ck_assert_uint_eq(out->flags, 0);
	uint32_t lost;
	m.entities = (struct e2e_tl_objects){ v, 1 };
	(void)convert(&m, 46, &lost);
	ck_assert_uint_eq(lost, 0);
}
END_TEST

/* scenarios 81 and 82: grouped_id and silent began with layer 73 */
START_TEST(clears_flags_that_began_with_layer_73)
{
	struct e2e_tl_decrypted_message_73 m = plain_message();
	const struct e2e_tl_decrypted_message_45 *old;
	uint32_t lost;

	m.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT |
	          E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID |
	          E2E_TL_DECRYPTED_MESSAGE_73_HAS_NO_WEBPAGE |
	          E2E_TL_DECRYPTED_MESSAGE_73_HAS_VIA_BOT_NAME |
	          E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID;
	m.grouped_id = 11;
	m.reply_to_random_id = 12;
	m.via_bot_name = text("bot");
	const struct e2e_tl_decrypted_message_73 *new = (const void *)convert(&m, 73, &lost);
	ck_assert_uint_eq(lost, 0);
	ck_assert_uint_eq(new->flags, m.flags);
	ck_assert_int_eq(new->grouped_id, 11);

	old = (const void *)convert(&m, 46, &lost);
	ck_assert_uint_eq(lost, E2E_LOST_SILENT | E2E_LOST_ALBUM | E2E_LOST_NO_WEBPAGE);
	ck_assert_uint_eq(old->ctor, E2E_TL_DECRYPTED_MESSAGE_45);
	ck_assert_uint_eq(old->flags, E2E_TL_DECRYPTED_MESSAGE_45_HAS_VIA_BOT_NAME |
	                                      E2E_TL_DECRYPTED_MESSAGE_45_HAS_REPLY_TO_RANDOM_ID);
	ck_assert_int_eq(old->random_id, -7);
	ck_assert_int_eq(old->ttl, 5);
	ck_assert_int_eq(old->reply_to_random_id, 12);
	ck_assert(same(old->via_bot_name, "bot"));
}
END_TEST

static struct e2e_tl_decrypted_message_media_document_143
document_of(int64_t size)
{
	return (struct e2e_tl_decrypted_message_media_document_143){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143, .thumb = text("thumb"),
		.thumb_w = 1, .thumb_h = 2, .mime_type = text("a/b"), .size = size,
		.key = text("key"), .iv = text("iv"), .caption = text("cap"),
	};
}

static struct e2e_tl_decrypted_message_73
message_with(const void *media)
{
	struct e2e_tl_decrypted_message_73 m = plain_message();

	m.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	m.media = media;
	return m;
}

/* scenario 80: the document of the layer */
START_TEST(chooses_the_document_of_the_layer)
{
	const int64_t edge = INT32_MAX;
	struct e2e_tl_decrypted_message_media_document_143 small = document_of(edge);
	struct e2e_tl_decrypted_message_media_document_143 big = document_of(edge + 1);
	struct e2e_tl_decrypted_message_73 m = message_with(&small), huge = message_with(&big);
	const struct e2e_tl_decrypted_message_media_document_45 *d;
	const struct e2e_tl *out;
	uint32_t lost;

	out = convert(&huge, 144, &lost);
	ck_assert_uint_eq(lost, 0);
	ck_assert_ptr_eq(((const struct e2e_tl_decrypted_message_73 *)(const void *)out)->media,
	                 (const void *)&big);
	for (int32_t layer = 73; layer <= 101; layer += 28) {
		ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory, sizeof memory,
		                                   (const void *)&huge, layer),
		                 E2E_ERR_LIMIT);
		ck_assert_ptr_null(out);
		ck_assert_uint_eq(lost, E2E_LOST_SIZE);

		out = convert(&m, layer, &lost);
		ck_assert_uint_eq(lost, 0);
		d = (const void *)((const struct e2e_tl_decrypted_message_73 *)(const void *)out)->media;
		ck_assert_uint_eq(d->ctor, E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45);
		ck_assert_int_eq(d->size, INT32_MAX);
		ck_assert(same(d->thumb, "thumb") && same(d->mime_type, "a/b"));
		ck_assert(same(d->key, "key") && same(d->iv, "iv") && same(d->caption, "cap"));
		ck_assert_int_eq(d->thumb_w, 1);
		ck_assert_int_eq(d->thumb_h, 2);
	}
}
END_TEST

START_TEST(raises_an_old_document_and_message_to_the_new_form)
{
	struct e2e_tl_decrypted_message_media_document_45 d = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45, .size = 10, .key = text("key"),
		.iv = text("iv"), .mime_type = text("a/b"), .caption = text("cap"),
	};
	struct e2e_tl_decrypted_message_45 m = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_45, .random_id = 3, .message = text("t"),
		.flags = E2E_TL_DECRYPTED_MESSAGE_45_HAS_MEDIA, .media = (const void *)&d,
	};
	uint32_t lost;
	const struct e2e_tl_decrypted_message_73 *out = (const void *)convert(&m, 144, &lost);
	const struct e2e_tl_decrypted_message_media_document_143 *made =
		(const void *)out->media;

	ck_assert_uint_eq(lost, 0);
	ck_assert_uint_eq(out->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
	ck_assert_uint_eq(out->flags, E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA);
	ck_assert_int_eq(out->random_id, 3);
	ck_assert_uint_eq(made->ctor, E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143);
	ck_assert_int_eq(made->size, 10);
	ck_assert(same(made->key, "key") && same(made->iv, "iv"));
	ck_assert(same(made->mime_type, "a/b") && same(made->caption, "cap"));
}
END_TEST

START_TEST(makes_a_round_video_an_ordinary_one_for_layer_46)
{
	struct e2e_tl_document_attribute_video_66 video = {
		E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66,
		E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66_HAS_ROUND_MESSAGE, 9, 240, 241
	};
	struct e2e_tl_document_attribute_animated gif = { E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED };
	const struct e2e_tl *v[] = { (void *)&gif, (void *)&video };
	struct e2e_tl_decrypted_message_media_document_143 d = document_of(1);
	struct e2e_tl_decrypted_message_73 m = message_with(&d);
	uint32_t lost;

	m.message = text("");
	d.attributes = (struct e2e_tl_objects){ v, N(v) };
	const struct e2e_tl_decrypted_message_45 *out = (const void *)convert(&m, 46, &lost);
	const struct e2e_tl_decrypted_message_media_document_45 *made = (const void *)out->media;
	ck_assert_uint_eq(lost, E2E_LOST_ROUND);
	ck_assert_uint_eq(made->attributes.n, 2);
	ck_assert_uint_eq(made->attributes.v[0]->ctor, E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED);
	const struct e2e_tl_document_attribute_video_23 *old =
		(const void *)made->attributes.v[1];
	ck_assert_uint_eq(old->ctor, E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_23);
	ck_assert_int_eq(old->duration, 9);
	ck_assert_int_eq(old->w, 240);
	ck_assert_int_eq(old->h, 241);

	video.flags = 0;
	(void)convert(&m, 46, &lost);
	ck_assert_uint_eq(lost, 0);
}
END_TEST

START_TEST(makes_the_text_a_caption_for_layer_46)
{
	struct e2e_tl_decrypted_message_media_photo_45 photo = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_45, .size = 7,
	};
	struct e2e_tl_message_entity_bold bold = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 1 };
	const struct e2e_tl *v[] = { (void *)&bold };
	struct e2e_tl_decrypted_message_73 m = message_with(&photo);
	const struct e2e_tl_decrypted_message_45 *out;
	uint32_t lost;

	m.flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
	m.entities = (struct e2e_tl_objects){ v, 1 };
	out = (const void *)convert(&m, 46, &lost);
	ck_assert_uint_eq(lost, E2E_LOST_TEXT | E2E_LOST_ENTITIES);
	ck_assert_uint_eq(out->flags, E2E_TL_DECRYPTED_MESSAGE_45_HAS_MEDIA);
	ck_assert(same(out->message, ""));
	const struct e2e_tl_decrypted_message_media_photo_45 *made = (const void *)out->media;
	ck_assert(same(made->caption, "hello"));
	ck_assert_int_eq(made->size, 7);
	ck_assert(same(photo.caption, "")); /* the caller's is as it was */

	/* A caption that is there follows after a blank line; from 73 on nothing moves. */
	photo.caption = text("mine");
	out = (const void *)convert(&m, 46, &lost);
	ck_assert_uint_eq(lost, E2E_LOST_TEXT | E2E_LOST_ENTITIES);
	ck_assert(same(out->message, ""));
	made = (const void *)out->media;
	ck_assert(same(made->caption, "hello\n\nmine"));
	photo.caption = text("");
	(void)convert(&m, 73, &lost);
	ck_assert_uint_eq(lost, 0);
}
END_TEST

START_TEST(says_that_text_beside_other_media_may_not_be_seen)
{
	struct e2e_tl_decrypted_message_media_geo_point place = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT, 1.0, 2.0
	};
	struct e2e_tl_decrypted_message_media_web_page page = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE, text("u")
	};
	struct e2e_tl_decrypted_message_73 m = message_with(&place);
	uint32_t lost;
	const struct e2e_tl_decrypted_message_45 *out = (const void *)convert(&m, 46, &lost);

	ck_assert_uint_eq(lost, E2E_LOST_TEXT);
	ck_assert(same(out->message, "hello"));
	m.media = (const void *)&page; /* its text is the message */
	(void)convert(&m, 46, &lost);
	ck_assert_uint_eq(lost, 0);
}
END_TEST

START_TEST(sends_no_flag_that_nobody_knows)
{
	struct e2e_tl_decrypted_message_73 m = plain_message();
	const struct e2e_tl_decrypted_message_73 *new;
	const struct e2e_tl_decrypted_message_45 *old;
	uint32_t lost;

	m.flags = 0x80000011;
	new = (const void *)convert(&m, 144, &lost);
	ck_assert_uint_eq(new->flags, 0);
	old = (const void *)convert(&m, 46, &lost);
	ck_assert_uint_eq(old->flags, 0);
	ck_assert_uint_eq(lost, 0);
}
END_TEST

/* Layer 66 */
START_TEST(makes_round_typing_ordinary_for_layer_46)
{
	static const uint32_t pairs[][2] = {
		{ E2E_TL_SEND_MESSAGE_RECORD_ROUND_ACTION, E2E_TL_SEND_MESSAGE_RECORD_VIDEO_ACTION },
		{ E2E_TL_SEND_MESSAGE_UPLOAD_ROUND_ACTION, E2E_TL_SEND_MESSAGE_UPLOAD_VIDEO_ACTION },
		{ E2E_TL_SEND_MESSAGE_TYPING_ACTION, E2E_TL_SEND_MESSAGE_TYPING_ACTION },
	};

	for (size_t i = 0; i < N(pairs); i++) {
		struct e2e_tl doing = { pairs[i][0] };
		struct e2e_tl_decrypted_message_action_typing typing = {
			E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING, &doing
		};
		struct e2e_tl_decrypted_message_service_17 m = {
			E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, 9, (const void *)&typing
		};
		uint32_t lost;
		const struct e2e_tl_decrypted_message_service_17 *out =
			(const void *)convert(&m, 46, &lost);
		const struct e2e_tl_decrypted_message_action_typing *t = (const void *)out->action;

		ck_assert_uint_eq(t->action->ctor, pairs[i][1]);
		ck_assert_int_eq(out->random_id, 9);
		ck_assert_uint_eq(lost, pairs[i][0] != pairs[i][1] ? E2E_LOST_ROUND : 0);
		ck_assert_uint_eq(doing.ctor, pairs[i][0]);
		ck_assert_ptr_eq(convert(&m, 73, &lost), (const void *)&m);
	}
}
END_TEST

START_TEST(passes_service_messages_on)
{
	struct e2e_tl_decrypted_message_action_noop noop = { E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP };
	struct e2e_tl_decrypted_message_service_17 m = { E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, 1,
		                                         (const void *)&noop };
	uint32_t lost;

	ck_assert_ptr_eq(convert(&m, 46, &lost), (const void *)&m);
	ck_assert_uint_eq(lost, 0);
}
END_TEST

START_TEST(refuses_wrong_use)
{
	static const int32_t bad[] = { 0, 8, 17, 45, 47, 66, 72, 74, 100, 143, 145, 151, -1 };
	struct e2e_tl_decrypted_message_73 m = plain_message(), no_media = message_with(NULL);
	struct e2e_tl_decrypted_message_17 old = { .ctor = E2E_TL_DECRYPTED_MESSAGE_17 };
	struct e2e_tl_decrypted_message_media_empty empty = {
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY
	};
	const struct e2e_tl *out;
	uint32_t lost;
	size_t room = 0;

	for (size_t i = 0; i < N(bad); i++)
		ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory, sizeof memory,
		                                   (const void *)&m, bad[i]),
		                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory + 1, 100, (const void *)&m, 46),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory, sizeof memory, NULL, 46),
	                 E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory, sizeof memory,
	                                   (const void *)&no_media, 46),
	                 E2E_ERR_ARGUMENT);
	struct e2e_tl_decrypted_message_media_document_143 negative = document_of(-1);
	struct e2e_tl_decrypted_message_73 below = message_with(&negative);
	ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory, sizeof memory,
	                                   (const void *)&below, 101),
	                 E2E_ERR_ARGUMENT);
	old.media = (const void *)&empty; /* whole, but of a layer nobody is sent */
	ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory, sizeof memory,
	                                   (const void *)&old, 46),
	                 E2E_ERR_ARGUMENT);

	/* Too little room is said, until there is enough, and that is within the macro. */
	while (e2e_layer_convert(&out, &lost, memory, room, (const void *)&m, 46) != E2E_OK) {
		ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory, room, (const void *)&m, 46),
		                 E2E_ERR_LIMIT);
		ck_assert_ptr_null(out);
		room++;
	}
	ck_assert_uint_gt(room, 0);
	ck_assert_uint_le(room, E2E_LAYER_ROOM(0, 0, 5));
}
END_TEST

START_TEST(fits_the_room_that_the_header_states)
{
	static struct e2e_tl_document_attribute_video_66 video[50];
	static struct e2e_tl_message_entity_bold bold[70];
	const struct e2e_tl *attribute[N(video)], *entity[N(bold)];
	struct e2e_tl_decrypted_message_media_document_143 d = document_of(1);
	struct e2e_tl_decrypted_message_73 m = message_with(&d);
	const struct e2e_tl *out;
	uint32_t lost;

	for (size_t i = 0; i < N(video); i++) {
		video[i].ctor = E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66;
		attribute[i] = (const void *)&video[i];
	}
	for (size_t i = 0; i < N(bold); i++) {
		bold[i].ctor = E2E_TL_MESSAGE_ENTITY_BOLD;
		entity[i] = (const void *)&bold[i];
	}
	d.caption = text("");
	d.attributes = (struct e2e_tl_objects){ attribute, N(video) };
	m.flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
	m.entities = (struct e2e_tl_objects){ entity, N(bold) };
	for (int32_t layer = 46; layer <= 144; layer++) {
		if (e2e_layer_wrapper(144, layer) == layer)
			ck_assert_int_eq(e2e_layer_convert(&out, &lost, memory,
			                                   E2E_LAYER_ROOM(N(bold), N(video), 8),
			                                   (const void *)&m, layer),
			                 E2E_OK);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("layer");
	TCase *layers = tcase_create("layers");

	tcase_add_test(layers, sends_only_the_four_wrapper_layers);
	tcase_add_test(layers, drops_entities_that_the_layer_does_not_have);
	tcase_add_test(layers, clears_flags_that_began_with_layer_73);
	tcase_add_test(layers, chooses_the_document_of_the_layer);
	tcase_add_test(layers, raises_an_old_document_and_message_to_the_new_form);
	tcase_add_test(layers, makes_a_round_video_an_ordinary_one_for_layer_46);
	tcase_add_test(layers, makes_the_text_a_caption_for_layer_46);
	tcase_add_test(layers, says_that_text_beside_other_media_may_not_be_seen);
	tcase_add_test(layers, sends_no_flag_that_nobody_knows);
	tcase_add_test(layers, makes_round_typing_ordinary_for_layer_46);
	tcase_add_test(layers, passes_service_messages_on);
	tcase_add_test(layers, refuses_wrong_use);
	tcase_add_test(layers, fits_the_room_that_the_header_states);
	suite_add_tcase(suite, layers);
	return tu_run(suite);
}
