/* SPDX-License-Identifier: ISC */
/* What no client can read is refused before it costs a number; whatever can be read is sent. */
#include "config.h"

#include "tests/util/chatutil.h"

#include <math.h>
#include <string.h>

static const uint8_t key[64] = { 1 };

/* A text with a medium, of every kind that the tests change, and one order to send it. */
struct draft {
	struct ch c;
	struct e2e_tl_decrypted_message_73 m;
	struct e2e_tl_decrypted_message_media_photo_45 photo;
	struct e2e_tl_decrypted_message_media_video_17 video;
	struct e2e_tl_decrypted_message_media_document_143 document;
	struct e2e_tl_decrypted_message_media_geo_point place;
	struct e2e_input_file file;
};

static void
reset(struct draft *d)
{
	const struct e2e_bytes k = { key, 32 };

	d->m = (struct e2e_tl_decrypted_message_73){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .message = ch_string("text"),
	};
	d->photo = (struct e2e_tl_decrypted_message_media_photo_45){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_PHOTO_45, .thumb_w = 9, .thumb_h = 9,
		.w = 90, .h = 90, .size = 4000, .key = k, .iv = k, .caption = ch_string(""),
	};
	d->video = (struct e2e_tl_decrypted_message_media_video_17){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_VIDEO_17, .duration = 1, .w = 90, .h = 90,
		.size = 4000, .key = k, .iv = k,
	};
	d->document = (struct e2e_tl_decrypted_message_media_document_143){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143, .size = 4000, .key = k,
		.iv = k,
	};
	d->place = (struct e2e_tl_decrypted_message_media_geo_point){
		E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT, 90, -180,
	};
	d->file = (struct e2e_input_file)E2E_INPUT_FILE_INIT;
}

static void
attach(struct draft *d, const void *media, uint32_t kind)
{
	d->m.media = media;
	d->m.flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA;
	d->file.kind = kind;
}

static void
begin(struct draft *d, int backend)
{
	ch_open(&d->c, backend, E2E_CREATOR);
	au_run(&d->c.h);
	au_forget(&d->c.h);
	reset(d);
}

/* MESSAGE, with the draft's file or none. */
static int32_t
try_send(struct draft *d, const struct e2e_tl *message, const struct e2e_input_file *file)
{
	return e2e_send_message(d->c.h.account, d->c.p.chat_id, NULL, NULL, message, file, 0,
	                        d->c.h.now);
}

static int32_t
order(struct draft *d)
{
	return try_send(d, (const void *)&d->m, &d->file);
}

/* Refused as an object and as bytes, and nothing happened; then the draft is as new. */
static void
refused(struct draft *d, const char *what)
{
	struct au_mark mark = au_mark(&d->c.h);
	struct e2e_bytes tl = ch_bytes(&d->c, (const void *)&d->m);

	ck_assert_msg(order(d) == E2E_ERR_ARGUMENT, "%s", what);
	ck_assert_msg(e2e_send_tl(d->c.h.account, d->c.p.chat_id, NULL, NULL, tl.p, tl.n, &d->file,
	                          0, d->c.h.now) == E2E_ERR_ARGUMENT,
	              "%s, as bytes", what);
	au_unchanged(&d->c.h, &mark);
	reset(d);
}

static void
sent(struct draft *d, const char *what)
{
	const size_t before = au_count_sends(&d->c.h);

	ck_assert_msg(order(d) == E2E_OK, "%s", what);
	au_run(&d->c.h);
	ck_assert_uint_eq(au_count_sends(&d->c.h), before + 1);
	reset(d);
}

/* ---- Texts ------------------------------------------------------------------------------ */

#define N_BAD 8
static const struct e2e_bytes bad[N_BAD] = {
	{ (const uint8_t *)"a\0b", 3 }, { (const uint8_t *)"\0", 1 },
	{ (const uint8_t *)"\xff", 1 }, { (const uint8_t *)"a\xc3", 2 },
	{ (const uint8_t *)"\xed\xa0\x80", 3 }, { (const uint8_t *)"\xc0\x80", 2 },
	{ (const uint8_t *)"\xf4\x90\x80\x80", 4 }, { (const uint8_t *)"\x80text", 5 },
};

/* scenario 140: the text, the caption, and every other string, however deep */
START_TEST(refuses_strings_that_are_no_text)
{
	struct draft d;
	struct e2e_tl_document_attribute_filename name = {
		E2E_TL_DOCUMENT_ATTRIBUTE_FILENAME, { NULL, 0 },
	};
	struct e2e_tl_message_entity_text_url url = {
		E2E_TL_MESSAGE_ENTITY_TEXT_URL, 0, 4, { NULL, 0 },
	};
	const struct e2e_tl *const attributes[] = { (const void *)&name };
	const struct e2e_tl *const entities[] = { (const void *)&url };

	begin(&d, _i);
	for (size_t i = 0; i < N_BAD; i++) {
		d.m.message = bad[i];
		refused(&d, "the text");
		attach(&d, &d.photo, E2E_FILE_UPLOADED);
		d.photo.caption = bad[i];
		refused(&d, "a caption");
		attach(&d, &d.document, E2E_FILE_UPLOADED);
		d.document.mime_type = bad[i];
		refused(&d, "a type");
		attach(&d, &d.document, E2E_FILE_UPLOADED);
		name.file_name = bad[i];
		d.document.attributes = (struct e2e_tl_objects){ attributes, 1 };
		refused(&d, "the name of a file");
		url.url = bad[i];
		d.m.entities = (struct e2e_tl_objects){ entities, 1 };
		d.m.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
		refused(&d, "an address");
		d.m.via_bot_name = bad[i];
		d.m.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_VIA_BOT_NAME;
		refused(&d, "a bot");
	}
	d.m.via_bot_name = bad[0]; /* it is not there */
	sent(&d, "a string without its flag");
	d.photo.thumb = bad[2];
	attach(&d, &d.photo, E2E_FILE_UPLOADED);
	sent(&d, "bytes that are no text");
	ch_close(&d.c);
}
END_TEST

START_TEST(refuses_messages_without_anything_in_them)
{
	const struct e2e_tl none = { E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY };
	struct draft d;

	begin(&d, _i);
	d.m.message = ch_string("");
	refused(&d, "nothing");
	d.m.message = ch_string("");
	attach(&d, &none, E2E_FILE_NONE);
	refused(&d, "nothing, and no medium");
	d.m.message = ch_string("");
	attach(&d, &d.place, E2E_FILE_NONE);
	sent(&d, "a place");
	attach(&d, &none, E2E_FILE_NONE);
	sent(&d, "a text, and no medium");
	ch_close(&d.c);
}
END_TEST

/* ---- Media ------------------------------------------------------------------------------ */

START_TEST(refuses_media_that_cannot_be_fetched)
{
	static const size_t lengths[] = { 0, 5, 16, 31, 33, 64 };
	struct draft d;

	begin(&d, _i);
	for (size_t i = 0; i < CU_N(lengths); i++) {
		attach(&d, &d.photo, E2E_FILE_UPLOADED);
		d.photo.key.n = lengths[i];
		refused(&d, "the key of a photo");
		attach(&d, &d.photo, E2E_FILE_UPLOADED);
		d.photo.iv.n = lengths[i];
		refused(&d, "the iv of a photo");
		attach(&d, &d.document, E2E_FILE_UPLOADED);
		d.document.key.n = lengths[i];
		refused(&d, "the key of a document");
		attach(&d, &d.video, E2E_FILE_UPLOADED);
		d.video.iv.n = lengths[i];
		refused(&d, "the iv of an old video");
	}
	attach(&d, &d.photo, E2E_FILE_NONE);
	refused(&d, "a photo without its file");
	attach(&d, &d.document, E2E_FILE_NONE);
	refused(&d, "a document without its file");
	attach(&d, &d.place, E2E_FILE_UPLOADED);
	refused(&d, "a place with a file");
	d.file.kind = E2E_FILE_EXISTING;
	refused(&d, "a text with a file");
	attach(&d, &d.photo, E2E_FILE_UPLOADED);
	sent(&d, "a photo");
	attach(&d, &d.video, E2E_FILE_UPLOADED);
	sent(&d, "an old video");
	attach(&d, &d.document, E2E_FILE_UPLOADED);
	sent(&d, "a document");
	ch_close(&d.c);
}
END_TEST

START_TEST(refuses_sizes_and_places_that_cannot_be)
{
	static const int32_t below[] = { -1, -5, INT32_MIN };
	static const double nowhere[] = { 90.5, -91, 1e300, INFINITY, -INFINITY, NAN };
	struct e2e_tl_document_attribute_video_66 round = {
		.ctor = E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66,
	};
	const struct e2e_tl *const attributes[] = { (const void *)&round };
	struct draft d;

	begin(&d, _i);
	for (size_t i = 0; i < CU_N(below); i++) {
		int32_t *const members[] = { &d.photo.size, &d.photo.w, &d.photo.h,
			                     &d.photo.thumb_w, &d.photo.thumb_h };

		for (size_t k = 0; k < CU_N(members); k++) {
			attach(&d, &d.photo, E2E_FILE_UPLOADED);
			*members[k] = below[i];
			refused(&d, "a number of a photo");
		}
		attach(&d, &d.video, E2E_FILE_UPLOADED);
		d.video.duration = below[i];
		refused(&d, "the duration of a video");
		attach(&d, &d.document, E2E_FILE_UPLOADED);
		d.document.size = below[i];
		refused(&d, "the size of a document");
		attach(&d, &d.document, E2E_FILE_UPLOADED);
		d.document.attributes = (struct e2e_tl_objects){ attributes, 1 };
		round.duration = below[i];
		refused(&d, "the duration of a round video");
		d.m.ttl = below[i];
		refused(&d, "a time to live");
	}
	for (size_t i = 0; i < CU_N(nowhere); i++) {
		attach(&d, &d.place, E2E_FILE_NONE);
		d.place.lat = nowhere[i];
		refused(&d, "a latitude");
		attach(&d, &d.place, E2E_FILE_NONE);
		d.place.long_ = 2 * nowhere[i];
		refused(&d, "a longitude");
	}
	attach(&d, &d.place, E2E_FILE_NONE);
	sent(&d, "the end of the world");
	ch_close(&d.c);
}
END_TEST

/* ---- Entities --------------------------------------------------------------------------- */

/* A text of 7 UTF-16 units in 10 bytes: the second character takes two units. */
#define MIXED "a\xf0\x9f\x98\x80\xc3\xa9" "bcd"
#define MIXED_UNITS 7

static void
entity(struct draft *d, const struct e2e_tl *const *one)
{
	d->m.entities = (struct e2e_tl_objects){ one, 1 };
	d->m.flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES;
}

START_TEST(refuses_entities_beyond_the_text_or_within_a_character)
{
	static const int32_t ends[] = { INT32_MIN, INT32_MIN + 1, -2, -1, INT32_MAX - 1,
		                        INT32_MAX };
	struct e2e_tl_message_entity_bold bold = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 0 };
	const struct e2e_tl *const one[] = { (const void *)&bold };
	struct draft d;

	begin(&d, _i);
	for (int32_t from = -2; from <= MIXED_UNITS + 2; from++) {
		for (int32_t n = -2; n <= MIXED_UNITS + 3; n++) {
			const bool good = from >= 0 && n > 0 && from + n <= MIXED_UNITS &&
			                  from != 2 && from + n != 2;

			bold.offset = from;
			bold.length = n;
			d.m.message = ch_string(MIXED);
			entity(&d, one);
			if (good)
				sent(&d, "an entity");
			else
				refused(&d, "an entity");
		}
	}
	for (size_t i = 0; i < CU_N(ends); i++) {
		bold.offset = ends[i];
		bold.length = 1;
		entity(&d, one);
		refused(&d, "an offset");
		bold.offset = 1;
		bold.length = ends[i];
		entity(&d, one);
		refused(&d, "a length");
	}
	ch_close(&d.c);
}
END_TEST

/* In any order, and over the caption, which clients show behind the text. */
START_TEST(counts_entities_in_what_is_shown)
{
	struct e2e_tl_message_entity_bold late = { E2E_TL_MESSAGE_ENTITY_BOLD, 3, 4 };
	struct e2e_tl_message_entity_italic early = { E2E_TL_MESSAGE_ENTITY_ITALIC, 0, 3 };
	const struct e2e_tl *const two[] = { (const void *)&late, (const void *)&early };
	struct draft d;

	begin(&d, _i);
	d.m.message = ch_string(MIXED);
	entity(&d, two);
	d.m.entities.n = 2;
	sent(&d, "two");
	attach(&d, &d.photo, E2E_FILE_UPLOADED);
	d.m.message = ch_string("");
	d.photo.caption = ch_string(MIXED);
	entity(&d, two);
	d.m.entities.n = 2;
	sent(&d, "in a caption");
	attach(&d, &d.photo, E2E_FILE_UPLOADED);
	late.offset = 6; /* of "text", a blank line and the caption */
	late.length = 4;
	d.photo.caption = ch_string("abcd");
	entity(&d, two);
	sent(&d, "behind the text");
	late.length = 5;
	d.photo.caption = ch_string("abcd");
	attach(&d, &d.photo, E2E_FILE_UPLOADED);
	entity(&d, two);
	refused(&d, "behind the caption");
	ch_close(&d.c);
}
END_TEST

/* ---- The rest --------------------------------------------------------------------------- */

/* The same of the other generations, which have the same fields. */
START_TEST(judges_every_generation)
{
	struct draft d;
	struct e2e_tl_decrypted_message_45 m45 = { .ctor = E2E_TL_DECRYPTED_MESSAGE_45 };
	struct e2e_tl_decrypted_message_8 m8 = { .ctor = E2E_TL_DECRYPTED_MESSAGE_8 };
	const struct e2e_tl none = { E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY };
	const struct e2e_tl *const messages[] = { (const void *)&m45, (const void *)&m8 };
	struct au_mark mark;

	begin(&d, _i);
	mark = au_mark(&d.c.h);
	m45.flags = E2E_TL_DECRYPTED_MESSAGE_45_HAS_MEDIA;
	for (size_t i = 0; i < CU_N(messages); i++) {
		m45.media = m8.media = (const void *)&none;
		m45.message = m8.message = ch_string("");
		ck_assert_int_eq(try_send(&d, messages[i], NULL), E2E_ERR_ARGUMENT);
		m45.message = m8.message = bad[0];
		ck_assert_int_eq(try_send(&d, messages[i], NULL), E2E_ERR_ARGUMENT);
		m45.message = m8.message = ch_string("text");
		d.photo.key.n = 5;
		m45.media = m8.media = (const void *)&d.photo;
		d.file.kind = E2E_FILE_BIG;
		ck_assert_int_eq(try_send(&d, messages[i], &d.file), E2E_ERR_ARGUMENT);
	}
	au_unchanged(&d.c.h, &mark);
	ch_close(&d.c);
}
END_TEST

/* What the short forms refuse, the long ones do. */
START_TEST(judges_actions_as_their_short_forms_do)
{
	static const int64_t ids[1001] = { 1 };
	static const int32_t layers[] = { INT32_MIN, -1, 0, 45, E2E_LAYER + 1, INT32_MAX };
	static const uint32_t lists[] = { E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES,
		                          E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES };
	struct e2e_tl_decrypted_message_action_notify_layer notify = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, 0,
	};
	struct draft d;
	struct au_mark mark;

	begin(&d, _i);
	mark = au_mark(&d.c.h);
	for (size_t i = 0; i < CU_N(lists); i++) {
		struct e2e_tl_decrypted_message_action_delete_messages action = {
			lists[i], { ids, 0 },
		};

		ck_assert_int_eq(e2e_send_action(d.c.h.account, d.c.p.chat_id, NULL,
		                                 (const void *)&action, d.c.h.now),
		                 E2E_ERR_ARGUMENT);
		action.random_ids.n = CU_N(ids);
		ck_assert_int_eq(e2e_send_action(d.c.h.account, d.c.p.chat_id, NULL,
		                                 (const void *)&action, d.c.h.now),
		                 E2E_ERR_LIMIT);
	}
	for (size_t i = 0; i < CU_N(layers); i++) {
		notify.layer = layers[i];
		ck_assert_int_eq(e2e_send_action(d.c.h.account, d.c.p.chat_id, NULL,
		                                 (const void *)&notify, d.c.h.now),
		                 E2E_ERR_ARGUMENT);
	}
	au_unchanged(&d.c.h, &mark);
	ch_close(&d.c);
}
END_TEST

/* The document in the message that was sent last, of layer 8 if OLD. */
static const struct e2e_tl_decrypted_message_media_document_143 *
sent_document(struct draft *d, bool old)
{
	const void *sent = ch_look(&d->c, au_last_send(&d->c.h)).message;
	const struct e2e_tl_decrypted_message_73 *m = sent;

	if (old)
		return (const void *)((const struct e2e_tl_decrypted_message_8 *)sent)->media;
	ck_assert_uint_eq(m->flags, E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA);
	return (const void *)m->media;
}

/* Nothing goes out with a flag that the schema does not have (bit 31 ends TDLib's parser). */
START_TEST(sends_no_flag_that_nobody_knows)
{
	struct e2e_tl_document_attribute_audio_46 audio = {
		.ctor = E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46,
		.flags = UINT32_MAX, .title = ch_string("t"), .performer = ch_string("p"),
		.waveform = ch_string("w"),
	};
	struct e2e_tl_document_attribute_video_66 round = {
		.ctor = E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66, .flags = UINT32_MAX,
	};
	const struct e2e_tl *const attributes[] = { (const void *)&audio, (const void *)&round };
	struct e2e_tl_decrypted_message_8 m8 = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_8, .message = ch_string("old"),
	};
	struct draft d;

	begin(&d, _i);
	for (int old = 0; old < 2; old++) {
		const struct e2e_tl *message = old ? (const void *)&m8 : (const void *)&d.m;
		const struct e2e_tl_decrypted_message_media_document_143 *document;
		const struct e2e_tl_document_attribute_audio_46 *a;
		const struct e2e_tl_document_attribute_video_66 *v;

		attach(&d, &d.document, E2E_FILE_UPLOADED);
		m8.media = (const void *)&d.document;
		d.document.attributes = (struct e2e_tl_objects){ attributes, 2 };
		d.m.flags |= 1u << 31 | 1u << 30;
		ck_assert_int_eq(try_send(&d, message, &d.file), E2E_OK);
		au_run(&d.c.h);
		document = sent_document(&d, old != 0);
		ck_assert_uint_eq(document->attributes.n, 2);
		a = (const void *)document->attributes.v[0];
		v = (const void *)document->attributes.v[1];
		ck_assert_uint_eq(a->flags, E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_VOICE |
		                                    E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_TITLE |
		                                    E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_PERFORMER |
		                                    E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_WAVEFORM);
		ck_assert_uint_eq(v->flags, E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66_HAS_ROUND_MESSAGE);
		ck_assert_uint_eq(audio.flags, UINT32_MAX); /* the host's own stays */
	}
	ch_close(&d.c);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ refuses_strings_that_are_no_text },
		{ refuses_messages_without_anything_in_them },
		{ refuses_media_that_cannot_be_fetched },
		{ refuses_sizes_and_places_that_cannot_be },
		{ refuses_entities_beyond_the_text_or_within_a_character },
		{ counts_entities_in_what_is_shown },
		{ judges_every_generation },
		{ judges_actions_as_their_short_forms_do },
		{ sends_no_flag_that_nobody_knows },
	};

	return tu_run(cu_suite("chat_readable", tests, CU_N(tests)));
}
