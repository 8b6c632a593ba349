/* SPDX-License-Identifier: ISC */
/* All generations of messages and media, seen alike (protocol 7.2.1, Annex A). */
#include "config.h"

#include "test_proto_layer_shared.h"

#include "proto/message.h"

#include <string.h>

static void
setup(void)
{
	tl_pool_open(&pl_pool);
}

static void
teardown(void)
{
	tl_pool_close(&pl_pool);
}

/* ---- Messages --------------------------------------------------------------------------- */

static const uint32_t kinds[] = {
	E2E_TL_DECRYPTED_MESSAGE_8,  E2E_TL_DECRYPTED_MESSAGE_17,
	E2E_TL_DECRYPTED_MESSAGE_45, E2E_TL_DECRYPTED_MESSAGE_73,
};
static const uint32_t services[] = {
	E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, E2E_TL_DECRYPTED_MESSAGE_SERVICE_17,
};

/* The table knows no other DecryptedMessage than those that are tried below. */
START_TEST(knows_every_decrypted_message)
{
	ck_assert_uint_eq(tl_ctors_of(E2E_TYPE_DECRYPTED_MESSAGE),
	                  TL_N(kinds) + TL_N(services));
}
END_TEST

/* Annex A: what each generation has, and zeros for what it has not */
START_TEST(shows_every_message_alike)
{
	struct e2e_tl *media = tl_least(&pl_pool, E2E_TL_DECRYPTED_MESSAGE_MEDIA_GEO_POINT);

	for (size_t i = 0; i < TL_N(kinds); i++) {
		struct e2e_tl *m = tl_least(&pl_pool, kinds[i]);
		const int64_t random_id = -77 - (int64_t)i;
		struct e2e_i_message view;

		memset(&view, 0xa5, sizeof view);
		memcpy(pl_member(m, "random_id"), &random_id, sizeof random_id);
		pl_set_bytes(m, "message", 5);
		if (pl_member(m, "ttl") != NULL)
			pl_set_int(m, "ttl", 15);
		pl_set_object(m, "media", media);
		if (pl_member(m, "flags") != NULL)
			pl_set_flags(m, pl_flag(kinds[i], "media"));
		ck_assert(e2e_i_message_view(&view, m));
		ck_assert_uint_eq(view.ctor, kinds[i]);
		ck_assert_int_eq(view.random_id, random_id);
		ck_assert_int_eq(view.ttl, pl_member(m, "ttl") != NULL ? 15 : 0);
		ck_assert_uint_eq(view.text.n, 5);
		ck_assert_mem_eq(&view.text, pl_member(m, "message"), sizeof view.text);
		ck_assert_ptr_eq(view.media, media);
		ck_assert_ptr_null(view.action);
		ck_assert(!view.silent);
		ck_assert(view.old == (kinds[i] == E2E_TL_DECRYPTED_MESSAGE_8));
	}
}
END_TEST

START_TEST(shows_every_service_message_alike)
{
	struct e2e_tl *action = tl_least(&pl_pool, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP);

	for (size_t i = 0; i < TL_N(services); i++) {
		struct e2e_tl *m = tl_least(&pl_pool, services[i]);
		const int64_t random_id = INT64_MIN + (int64_t)i;
		struct e2e_i_message view;

		memset(&view, 0xa5, sizeof view);
		memcpy(pl_member(m, "random_id"), &random_id, sizeof random_id);
		pl_set_object(m, "action", action);
		ck_assert(e2e_i_message_view(&view, m));
		ck_assert_uint_eq(view.ctor, services[i]);
		ck_assert_int_eq(view.random_id, random_id);
		ck_assert_ptr_eq(view.action, action);
		ck_assert_ptr_null(view.media);
		ck_assert_uint_eq(view.text.n, 0);
		ck_assert_int_eq(view.ttl, 0);
		ck_assert(!view.silent);
		ck_assert(view.old == (services[i] == E2E_TL_DECRYPTED_MESSAGE_SERVICE_8));
	}
}
END_TEST

/* protocol 7.2.1: members without their flag are not there, whatever is in them */
START_TEST(goes_by_the_flags)
{
	for (size_t i = 0; i < TL_N(kinds); i++) {
		struct e2e_tl *m = tl_random(&pl_pool, &(uint64_t){ i }, kinds[i], 0);
		const struct e2e_tl *some[3] = { m, m, m };
		const struct e2e_tl_objects entities = { some, TL_N(some) };
		struct e2e_i_message view;

		if (pl_member(m, "flags") == NULL)
			continue;
		pl_set_object(m, "media", m);
		memcpy(pl_member(m, "entities"), &entities, sizeof entities);
		for (uint32_t bit = 0; bit < 32; bit++) {
			const uint32_t flags = UINT32_C(1) << bit;

			pl_set_flags(m, flags);
			ck_assert(e2e_i_message_view(&view, m));
			ck_assert((view.media != NULL) == (bit == 9));
			ck_assert_uint_eq(view.entities.n, bit == 7 ? TL_N(some) : 0);
			ck_assert_ptr_eq(view.entities.v, bit == 7 ? some : NULL);
			ck_assert(view.silent ==
			          (bit == 5 && kinds[i] == E2E_TL_DECRYPTED_MESSAGE_73));
		}
	}
}
END_TEST

/* scenario 74: what could not be decoded is NULL */
START_TEST(bears_what_is_missing)
{
	struct e2e_i_message view;
	struct e2e_i_media media;

	memset(&view, 0xa5, sizeof view);
	ck_assert(!e2e_i_message_view(&view, NULL));
	ck_assert_uint_eq(view.ctor, 0);
	ck_assert_ptr_null(view.media);
	ck_assert_ptr_null(view.action);
	ck_assert_uint_eq(view.text.n, 0);
	for (size_t i = 0; i < TL_N(kinds); i++) {
		struct e2e_tl *m = tl_least(&pl_pool, kinds[i]);

		pl_set_object(m, "media", NULL);
		if (pl_member(m, "flags") != NULL)
			pl_set_flags(m, 0);
		ck_assert(e2e_i_message_view(&view, m));
		ck_assert_ptr_null(view.media);
	}
	memset(&media, 0xa5, sizeof media);
	e2e_i_media_view(&media, NULL);
	ck_assert(!media.file && !media.keyed && !media.secret && media.duration == 0);
}
END_TEST

/* Anything else of the schema is no message. */
START_TEST(says_what_is_no_message)
{
	for (size_t i = 0; i < tl_count(); i++) {
		const struct e2e_tl_info info = tl_info_at(i);
		const struct e2e_tl *object = tl_least(&pl_pool, info.ctor);
		struct e2e_i_message view;

		ck_assert(e2e_i_message_view(&view, object) ==
		          (info.type == E2E_TYPE_DECRYPTED_MESSAGE));
		ck_assert_uint_eq(view.ctor,
		                  info.type == E2E_TYPE_DECRYPTED_MESSAGE ? info.ctor : 0);
		pl_pool.used = 0;
	}
}
END_TEST

/* ---- Media ------------------------------------------------------------------------------ */

static bool
begins(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

/* protocol 7.2, 7.3, Annex A: every medium that there is, by the members it has */
START_TEST(shows_every_medium_alike)
{
	const size_t n = tl_ctors_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA);
	size_t files = 0, lasting = 0, secret = 0;

	for (size_t i = 0; i < n; i++) {
		const uint32_t ctor = tl_ctor_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA, i);
		const char *name = e2e_tl_name(ctor);
		struct e2e_tl *m = tl_least(&pl_pool, ctor);
		const bool file = pl_member(m, "key") != NULL, lasts = pl_member(m, "duration") != NULL;
		const bool opened = begins(name, "decryptedMessageMediaPhoto") ||
		                    begins(name, "decryptedMessageMediaVideo") ||
		                    begins(name, "decryptedMessageMediaAudio");
		struct e2e_i_media view;

		if (file) {
			pl_set_bytes(m, "key", 32);
			pl_set_bytes(m, "iv", 32);
		}
		if (lasts)
			pl_set_int(m, "duration", 1000 + (int32_t)i);
		memset(&view, 0xa5, sizeof view);
		e2e_i_media_view(&view, m);
		ck_assert_msg(view.file == file && view.keyed == file, "%s", name);
		ck_assert_msg(view.secret == opened, "%s", name);
		ck_assert_msg(view.duration == (lasts ? 1000 + (int32_t)i : 0), "%s", name);
		files += file;
		lasting += lasts;
		secret += opened;
	}
	ck_assert_uint_eq(n, 16);
	ck_assert_uint_eq(files, 10);
	ck_assert_uint_eq(lasting, 5);
	ck_assert_uint_eq(secret, 7);
}
END_TEST

/* protocol 7.2.3, scenario 84: key and iv of exactly 32 bytes each */
START_TEST(sees_keys_of_the_wrong_length)
{
	static const size_t length[] = { 0, 1, 16, 31, 32, 33, 64 };
	const size_t n = tl_ctors_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA);

	for (size_t i = 0; i < n; i++) {
		struct e2e_tl *m =
			tl_least(&pl_pool, tl_ctor_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA, i));

		for (size_t k = 0; k < TL_N(length) * TL_N(length) && pl_member(m, "key"); k++) {
			const size_t key = length[k / TL_N(length)], iv = length[k % TL_N(length)];
			struct e2e_i_media view;

			pl_set_bytes(m, "key", key);
			pl_set_bytes(m, "iv", iv);
			e2e_i_media_view(&view, m);
			ck_assert(view.file);
			ck_assert(view.keyed == (key == 32 && iv == 32));
		}
	}
}
END_TEST

/* ---- Documents -------------------------------------------------------------------------- */

static const uint32_t documents[] = {
	E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45,
	E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143,
};

/* An attribute of DURATION, if it has one, with FLAGS. */
static const struct e2e_tl *
attribute(uint32_t ctor, uint32_t flags, int32_t duration)
{
	struct e2e_tl *a = tl_least(&pl_pool, ctor);

	if (pl_member(a, "flags") != NULL)
		pl_set_flags(a, flags);
	if (pl_member(a, "duration") != NULL)
		pl_set_int(a, "duration", duration);
	return a;
}

static void
document_is(const struct e2e_tl *const *v, size_t n, int32_t duration, bool secret)
{
	for (size_t i = 0; i < TL_N(documents); i++) {
		struct e2e_tl *m = tl_least(&pl_pool, documents[i]);
		struct e2e_i_media view;

		pl_set_objects(m, "attributes", v, n);
		e2e_i_media_view(&view, m);
		ck_assert(view.file);
		ck_assert_int_eq(view.duration, duration);
		ck_assert(view.secret == secret);
	}
}

#define VOICE E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46_HAS_VOICE
#define ROUND E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66_HAS_ROUND_MESSAGE

/* protocol 7.3.2: photo, video, voice are opened; a document is what its attributes say */
START_TEST(tells_a_video_from_other_documents)
{
	static const struct {
		uint32_t ctor, flags;
		bool secret;
	} c[] = {
		{ E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_23, 0, true },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66, 0, true },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66, ROUND, true },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46, VOICE, true },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46, 0, false },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_23, 0, false },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_45, 0, false },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_IMAGE_SIZE, 0, false },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED, 0, false },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_FILENAME, 0, false },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_STICKER_23, 0, false },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_STICKER_45, 0, false },
	};

	ck_assert_uint_eq(tl_ctors_of(E2E_TYPE_DOCUMENT_ATTRIBUTE), TL_N(c) - 2);
	document_is(NULL, 0, 0, false);
	for (size_t i = 0; i < TL_N(c); i++) {
		const struct e2e_tl *v[] = { attribute(c[i].ctor, c[i].flags, 33) };

		document_is(v, 1, pl_member(tl_least(&pl_pool, c[i].ctor), "duration") ? 33 : 0,
		            c[i].secret);
	}
}
END_TEST

/* Attributes come in any order, and those that say nothing do not hide the others. */
START_TEST(reads_attributes_in_any_order)
{
	const struct e2e_tl *name = attribute(E2E_TL_DOCUMENT_ATTRIBUTE_FILENAME, 0, 0);
	const struct e2e_tl *gif = attribute(E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED, 0, 0);
	const struct e2e_tl *video = attribute(E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66, 0, 9);
	const struct e2e_tl *music = attribute(E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46, 0, 9);
	const struct e2e_tl *orders[][3] = {
		{ name, gif, video },   { video, gif, name },   { gif, video, name },
		{ music, name, video }, { video, name, music }, { name, video, music },
	};

	for (size_t i = 0; i < TL_N(orders); i++)
		document_is(orders[i], 3, 9, true);
}
END_TEST

/* ---- Flags ------------------------------------------------------------------------------ */

/* Set the flag bits of OBJECT, and of what is in it, that the schema does not have. */
static void
spoil(struct e2e_tl *object)
{
	for (uint32_t i = 0; i < tl_info(object->ctor).n_fields; i++) {
		const struct e2e_tl_field_info f = tl_field(object->ctor, i);
		uint8_t *member = (uint8_t *)object + f.offset;

		if (f.kind == E2E_TL_KIND_FLAGS) {
			*(uint32_t *)(void *)member |= ~tl_flags(object->ctor);
		} else if (f.kind == E2E_TL_KIND_OBJECT) {
			struct e2e_tl *inner = *(struct e2e_tl **)(void *)member;

			if (inner != NULL)
				spoil(inner);
		} else if (f.kind == E2E_TL_KIND_OBJECTS) {
			struct e2e_tl_objects *all = (void *)member;

			for (size_t k = 0; k < all->n; k++)
				spoil((struct e2e_tl *)(uintptr_t)all->v[k]);
		}
	}
}

/* Of no constructor, to no layer; and the documented room is enough for all the copies. */
START_TEST(sends_no_flag_that_nobody_knows)
{
	static const int32_t layers[] = { 46, 73, 101, 144 };
	uint64_t seed = 31;

	for (size_t i = 0; i < 8 * 2 * tl_ctors_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA); i++) {
		const uint32_t kind = i % 2 == 0 ? E2E_TL_DECRYPTED_MESSAGE_73
		                                 : E2E_TL_DECRYPTED_MESSAGE_45;
		const uint32_t ctor = tl_ctor_of(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA, i / 2);
		struct e2e_tl *m = tl_random(&pl_pool, &seed, kind, tl_flags(kind));
		struct e2e_tl *media = tl_random(&pl_pool, &seed, ctor, tl_flags(ctor));
		struct e2e_i_message view;
		struct e2e_i_media about;

		pl_set_object(m, "media", media);
		if (pl_member(media, "size") != NULL)
			memset(pl_member(media, "size"), 0, 4); /* some are too large for layer 46 */
		if (ctor == E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143)
			memset(pl_member(media, "size"), 0, 8);
		spoil(m);
		ck_assert(e2e_i_message_view(&view, m));
		e2e_i_media_view(&about, view.media);
		for (size_t k = 0; k < TL_N(layers); k++) {
			const size_t used = pl_pool.used;
			const size_t room = E2E_LAYER_ROOM(view.entities.n, about.attributes,
			                                   view.text.n + about.caption.n);
			const struct e2e_tl *out;
			struct e2e_tl_got got;
			uint32_t lost;

			ck_assert_int_eq(e2e_layer_convert(&out, &lost, tl_new(&pl_pool, room), room,
			                                   m, layers[k]),
			                 E2E_OK);
			ck_assert_int_eq(tl_decode(&pl_pool, &got, E2E_TYPE_DECRYPTED_MESSAGE,
			                           tl_encode(&pl_pool, E2E_TYPE_DECRYPTED_MESSAGE,
			                                     out)),
			                 E2E_OK);
			ck_assert_uint_eq(got.odd, 0);
			pl_pool.used = used;
		}
		pl_pool.used = 0;
	}
}
END_TEST

TCase *
pl_case_message(void)
{
	TCase *messages = tcase_create("messages");

	tcase_add_checked_fixture(messages, setup, teardown);
	tcase_add_test(messages, knows_every_decrypted_message);
	tcase_add_test(messages, shows_every_message_alike);
	tcase_add_test(messages, shows_every_service_message_alike);
	tcase_add_test(messages, goes_by_the_flags);
	tcase_add_test(messages, bears_what_is_missing);
	tcase_add_test(messages, says_what_is_no_message);
	tcase_add_test(messages, shows_every_medium_alike);
	tcase_add_test(messages, sees_keys_of_the_wrong_length);
	tcase_add_test(messages, tells_a_video_from_other_documents);
	tcase_add_test(messages, reads_attributes_in_any_order);
	tcase_add_test(messages, sends_no_flag_that_nobody_knows);
	return messages;
}
