/* SPDX-License-Identifier: ISC */
/* Flags that this version does not know, with fields behind them: what is known is kept. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <string.h>

#define STRANGE_BIT (1u << 20)

static struct tl_pool pool;
static struct tl_wire wire;
static struct e2e_tl_got got;

static void
open_pool(void)
{
	tl_pool_open(&pool);
	wire.n = 0;
}

static void
close_pool(void)
{
	tl_pool_close(&pool);
}

static void
message(uint32_t ctor, uint32_t flags)
{
	wire.n = 0;
	tl_u32(&wire, ctor);
	tl_u32(&wire, flags);
	tl_u64(&wire, 77);
	tl_u32(&wire, 60);
	tl_string(&wire, "text");
}

/* Decode the wire: CTOR has a flag that is not known, and the last REST bytes are not read. */
static const void *
partial(uint32_t ctor, size_t rest)
{
	ck_assert_int_eq(tl_decode(&pool, &got, E2E_TYPE_DECRYPTED_MESSAGE, tl_bytes(&wire)),
	                 E2E_REFUSED_UNKNOWN);
	ck_assert_uint_eq(got.unknown, ctor);
	ck_assert_uint_ne(got.odd & E2E_TL_ODD_FLAGS, 0);
	ck_assert_uint_eq(got.rest.n, rest);
	ck_assert_ptr_eq(got.rest.p, wire.b + wire.n - rest);
	ck_assert_ptr_nonnull(got.object);
	return got.object;
}

/* The message of layer 73 that every test begins with, and the FLAGS that are left of it. */
static const struct e2e_tl_decrypted_message_73 *
partial_73(uint32_t ctor, size_t rest, uint32_t flags)
{
	const struct e2e_tl_decrypted_message_73 *m = partial(ctor, rest);

	ck_assert_uint_eq(m->ctor, E2E_TL_DECRYPTED_MESSAGE_73);
	ck_assert_int_eq(m->random_id, 77);
	ck_assert_int_eq(m->ttl, 60);
	ck_assert_uint_eq(m->message.n, 4);
	ck_assert_mem_eq(m->message.p, "text", 4);
	ck_assert_uint_eq(m->flags, flags);
	/* what is left is a whole message of its own */
	ck_assert_uint_gt(tl_encode(&pool, 0, got.object).n, 0);
	return m;
}

START_TEST(bytes_behind_an_unknown_flag_leave_the_message)
{
	for (uint32_t bit = 1; bit != 0; bit <<= 1) {
		const uint32_t known = tl_flags(E2E_TL_DECRYPTED_MESSAGE_73);

		if ((bit & known) != 0)
			continue;
		for (size_t n = 4; n <= 64; n += 4) {
			const struct e2e_tl_decrypted_message_73 *m;

			message(E2E_TL_DECRYPTED_MESSAGE_73,
			        bit | E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT |
			        E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID);
			tl_u64(&wire, 5);
			for (size_t i = 0; i < n; i += 4)
				tl_u32(&wire, bit);
			m = partial_73(E2E_TL_DECRYPTED_MESSAGE_73, n,
			               E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT |
			               E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID);
			ck_assert_int_eq(m->reply_to_random_id, 5);
		}
	}
}
END_TEST

/* The same generation before. */
START_TEST(a_message_of_layer_45_is_left_too)
{
	const struct e2e_tl_decrypted_message_45 *m;

	message(E2E_TL_DECRYPTED_MESSAGE_45, STRANGE_BIT);
	tl_u64(&wire, 5);
	m = partial(E2E_TL_DECRYPTED_MESSAGE_45, 8);
	ck_assert_int_eq(m->random_id, 77);
	ck_assert_uint_eq(m->message.n, 4);
	ck_assert_uint_eq(m->flags, 0);
}
END_TEST

/* Where the unknown field stands before known ones, these cannot be read. */
START_TEST(known_fields_behind_an_unknown_one_are_left_out)
{
	static const uint32_t wrong[] = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP, TL_VECTOR + 1, 0xffffffff,
	};

	for (size_t i = 0; i < TL_N(wrong); i++) {
		const struct e2e_tl_decrypted_message_73 *m;

		message(E2E_TL_DECRYPTED_MESSAGE_73,
		        STRANGE_BIT | E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES |
		        E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID |
		        E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT);
		tl_u32(&wire, wrong[i]); /* where entities should begin */
		tl_u32(&wire, TL_VECTOR);
		tl_u32(&wire, 0);
		tl_u64(&wire, 9);
		m = partial_73(E2E_TL_DECRYPTED_MESSAGE_73, 20,
		               E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT);
		ck_assert_uint_eq(m->entities.n, 0);
		ck_assert_ptr_nonnull(m->entities.v);
		ck_assert_int_eq(m->grouped_id, 0);
	}
}
END_TEST

/* A medium whose bytes cannot be right, though its constructor is. */
START_TEST(media_behind_an_unknown_field_are_left_out)
{
	const struct e2e_tl_decrypted_message_73 *m;

	message(E2E_TL_DECRYPTED_MESSAGE_73,
	        STRANGE_BIT | E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA);
	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE);
	tl_u32(&wire, 0x30);
	m = partial_73(E2E_TL_DECRYPTED_MESSAGE_73, 8, 0);
	ck_assert_ptr_null(m->media);
}
END_TEST

/* An attribute with a flag of a newer layer: the document, its key and the text are there. */
START_TEST(an_attribute_ends_its_document_and_not_the_message)
{
	static const struct {
		uint32_t ctor;
		size_t ints; /* that must be there */
	} attributes[] = {
		{ E2E_TL_DOCUMENT_ATTRIBUTE_VIDEO_66, 3 },
		{ E2E_TL_DOCUMENT_ATTRIBUTE_AUDIO_46, 1 },
	};

	for (size_t i = 0; i < TL_N(attributes) * 2; i++) {
		const struct e2e_tl_decrypted_message_media_document_143 *d;
		const struct e2e_tl_decrypted_message_73 *m;
		const uint32_t ctor = attributes[i / 2].ctor;
		size_t end;

		message(E2E_TL_DECRYPTED_MESSAGE_73, E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA |
		        E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID);
		tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143);
		tl_string(&wire, "thumb");
		tl_u32(&wire, 90);
		tl_u32(&wire, 91);
		tl_string(&wire, "video/mp4");
		tl_u64(&wire, 4000);
		tl_string(&wire, "key");
		tl_string(&wire, "iv");
		tl_u32(&wire, TL_VECTOR);
		tl_u32(&wire, 3);
		tl_u32(&wire, E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED);
		tl_u32(&wire, ctor);
		tl_u32(&wire, STRANGE_BIT);
		for (size_t n = 0; n < attributes[i / 2].ints; n++)
			tl_u32(&wire, 640);
		end = wire.n;
		tl_u32(&wire, i % 2 == 0 ? E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP
		                  : E2E_TL_MESSAGE_ENTITY_BOLD);
		tl_u32(&wire, E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED);
		tl_string(&wire, "caption");
		tl_u64(&wire, 5);
		m = partial(ctor, wire.n - end);
		ck_assert_int_eq(m->random_id, 77);
		ck_assert_uint_eq(m->flags, E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA);
		ck_assert_ptr_nonnull(m->media);
		d = (const void *)m->media;
		ck_assert_uint_eq(d->key.n, 3);
		ck_assert_uint_eq(d->attributes.n, 2);
		ck_assert_uint_eq(d->attributes.v[1]->ctor, ctor);
		ck_assert_uint_eq(d->caption.n, 0);
	}
}
END_TEST

/* What must be there is not there: no message, whatever the flags are. */
START_TEST(an_unknown_flag_excuses_no_message_without_its_text)
{
	for (size_t n = 0; n < 28; n++) {
		message(E2E_TL_DECRYPTED_MESSAGE_73, STRANGE_BIT);
		ck_assert_uint_eq(wire.n, 28);
		wire.n = n;
		ck_assert_int_eq(tl_decode(&pool, &got, E2E_TYPE_DECRYPTED_MESSAGE,
		                           tl_bytes(&wire)),
		                 E2E_REFUSED_TL);
		ck_assert_ptr_null(got.object);
	}
}
END_TEST

/* Without such a flag bytes left over are what they were. */
START_TEST(known_flags_excuse_nothing)
{
	message(E2E_TL_DECRYPTED_MESSAGE_73, E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT);
	tl_u64(&wire, 5);
	ck_assert_int_eq(tl_decode(&pool, &got, E2E_TYPE_DECRYPTED_MESSAGE, tl_bytes(&wire)),
	                 E2E_REFUSED_TL);
	message(E2E_TL_DECRYPTED_MESSAGE_73, E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA);
	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP);
	ck_assert_int_eq(tl_decode(&pool, &got, E2E_TYPE_DECRYPTED_MESSAGE, tl_bytes(&wire)),
	                 E2E_REFUSED_TL);
}
END_TEST

/*
 * A vector that is read ahead, behind such a flag: E2E_TL_ROOM() is enough for either reading, and
 * so is what e2e_tl_get() was measured to take.
 */
START_TEST(long_vectors_behind_an_unknown_flag_fit_in)
{
	for (uint32_t n = 0; n < 100; n += 11) {
		for (uint32_t bad = 0; bad <= n; bad += 7) {
			message(E2E_TL_DECRYPTED_MESSAGE_73,
			        STRANGE_BIT | E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES);
			tl_u32(&wire, TL_VECTOR);
			tl_u32(&wire, n + 1);
			for (uint32_t i = 0; i <= n; i++) {
				tl_u32(&wire, i == bad ? E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP
				                       : E2E_TL_MESSAGE_ENTITY_BOLD);
				tl_u32(&wire, i);
				tl_u32(&wire, 1);
			}
			partial_73(E2E_TL_DECRYPTED_MESSAGE_73, 8 + 12 * (n + 1), 0);
		}
	}
}
END_TEST

TCase *
tl_case_flags(void)
{
	TCase *tc = tcase_create("flags");

	tcase_add_checked_fixture(tc, open_pool, close_pool);
	tcase_add_test(tc, bytes_behind_an_unknown_flag_leave_the_message);
	tcase_add_test(tc, a_message_of_layer_45_is_left_too);
	tcase_add_test(tc, known_fields_behind_an_unknown_one_are_left_out);
	tcase_add_test(tc, media_behind_an_unknown_field_are_left_out);
	tcase_add_test(tc, an_attribute_ends_its_document_and_not_the_message);
	tcase_add_test(tc, an_unknown_flag_excuses_no_message_without_its_text);
	tcase_add_test(tc, known_flags_excuse_nothing);
	tcase_add_test(tc, long_vectors_behind_an_unknown_flag_fit_in);
	return tc;
}
