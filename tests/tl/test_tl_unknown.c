/* SPDX-License-Identifier: ISC */
/* Constructors of layers that this version does not know, and what is merely odd. */
#include "config.h"

#include "tests/util/tlutil.h"

#include <string.h>

#define ALL_73 \
	(E2E_TL_DECRYPTED_MESSAGE_73_HAS_NO_WEBPAGE | E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT \
	 | E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA | E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES \
	 | E2E_TL_DECRYPTED_MESSAGE_73_HAS_VIA_BOT_NAME \
	 | E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID \
	 | E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID)

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

/* Decode the wire; the unknown id stands REST bytes before its end. */
static const void *
unknown(uint32_t type, size_t rest)
{
	ck_assert_int_eq(tl_decode(&pool, &got, type, tl_bytes(&wire)), E2E_REFUSED_UNKNOWN);
	ck_assert_uint_eq(got.unknown, TL_STRANGE);
	ck_assert_uint_eq(got.rest.n, rest);
	ck_assert_ptr_eq(got.rest.p, wire.b + wire.n - rest);
	return got.object;
}

static void
message_73(uint32_t flags)
{
	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_73);
	tl_u32(&wire, flags);
	tl_u64(&wire, 77);
	tl_u32(&wire, 60);
	tl_string(&wire, "text");
}

static void
entity(uint32_t id, uint32_t offset)
{
	tl_u32(&wire, id);
	tl_u32(&wire, offset);
	tl_u32(&wire, 1);
}

static void
text_is(const struct e2e_bytes *s, const char *text)
{
	ck_assert_uint_eq(s->n, strlen(text));
	ck_assert_mem_eq(s->p, text, s->n);
}

START_TEST(at_the_top_there_is_no_object_and_the_rest_is_all)
{
	for (uint32_t type = 0; type < tl_types(); type++) {
		wire.n = 0;
		tl_u32(&wire, TL_STRANGE);
		ck_assert_ptr_null(unknown(type, 4));
		tl_string(&wire, "more");
		ck_assert_ptr_null(unknown(type, 12));
	}
}
END_TEST

/* scenario 73: an unknown message leaves the wrapper */
START_TEST(inner_message_leaves_the_wrapper)
{
	const struct e2e_tl_decrypted_message_layer *layer;

	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_LAYER);
	tl_string(&wire, "random bytes...");
	tl_u32(&wire, 151);
	tl_u32(&wire, 4);
	tl_u32(&wire, 7);
	tl_u32(&wire, TL_STRANGE);
	tl_string(&wire, "of layer 151");
	layer = unknown(E2E_TYPE_DECRYPTED_MESSAGE_LAYER, 20);
	ck_assert_uint_eq(layer->ctor, E2E_TL_DECRYPTED_MESSAGE_LAYER);
	text_is(&layer->random_bytes, "random bytes...");
	ck_assert_int_eq(layer->layer, 151);
	ck_assert_int_eq(layer->in_seq_no, 4);
	ck_assert_int_eq(layer->out_seq_no, 7);
	ck_assert_ptr_null(layer->message);
}
END_TEST

/* scenario 74: unknown media leave the text */
START_TEST(media_leave_the_text_and_clear_their_flag)
{
	const struct e2e_tl_decrypted_message_73 *m;

	message_73(ALL_73);
	tl_u32(&wire, TL_STRANGE);
	tl_u64(&wire, 12345);
	m = unknown(E2E_TYPE_DECRYPTED_MESSAGE, 12);
	ck_assert_int_eq(m->random_id, 77);
	ck_assert_int_eq(m->ttl, 60);
	text_is(&m->message, "text");
	ck_assert_uint_eq(m->flags, E2E_TL_DECRYPTED_MESSAGE_73_HAS_NO_WEBPAGE
	                  | E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT);
	ck_assert_ptr_null(m->media);
	ck_assert_uint_eq(m->entities.n, 0);
	ck_assert_uint_eq(m->via_bot_name.n, 0);
	/* What is left is a whole message of its own. */
	ck_assert_uint_gt(tl_encode(&pool, 0, got.object).n, 0);
}
END_TEST

/* scenario 74, where media are no option */
START_TEST(media_that_must_be_there_are_null)
{
	const struct e2e_tl_decrypted_message_17 *m;
	size_t n;

	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_17);
	tl_u64(&wire, 78);
	tl_u32(&wire, 5);
	tl_string(&wire, "hello");
	tl_u32(&wire, TL_STRANGE);
	m = unknown(E2E_TYPE_DECRYPTED_MESSAGE, 4);
	ck_assert_int_eq(m->random_id, 78);
	ck_assert_int_eq(m->ttl, 5);
	text_is(&m->message, "hello");
	ck_assert_ptr_null(m->media);
	ck_assert_int_eq(e2e_tl_measure(&n, 0, got.object), E2E_ERR_ARGUMENT);
}
END_TEST

/* scenario 75: an unknown entity leaves those before it */
START_TEST(entity_leaves_those_before_it)
{
	const struct e2e_tl_decrypted_message_73 *m;
	const struct e2e_tl_message_entity_italic *second;

	message_73(E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES
	           | E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID
	           | E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT);
	tl_u32(&wire, TL_VECTOR);
	tl_u32(&wire, 4);
	entity(E2E_TL_MESSAGE_ENTITY_BOLD, 0);
	entity(E2E_TL_MESSAGE_ENTITY_ITALIC, 1);
	entity(TL_STRANGE, 2);
	entity(E2E_TL_MESSAGE_ENTITY_BOLD, 3);
	tl_u64(&wire, 5);
	m = unknown(E2E_TYPE_DECRYPTED_MESSAGE, 32);
	ck_assert_uint_eq(m->flags, E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES
	                  | E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT);
	ck_assert_uint_eq(m->entities.n, 2);
	ck_assert_uint_eq(m->entities.v[0]->ctor, E2E_TL_MESSAGE_ENTITY_BOLD);
	ck_assert_uint_eq(m->entities.v[1]->ctor, E2E_TL_MESSAGE_ENTITY_ITALIC);
	second = (const void *)m->entities.v[1];
	ck_assert_int_eq(second->offset, 1);
	ck_assert_int_eq(m->reply_to_random_id, 0);
	ck_assert_uint_gt(tl_encode(&pool, 0, got.object).n, 0);
}
END_TEST

static void
document(void)
{
	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143);
	tl_string(&wire, "thumb");
	tl_u32(&wire, 90);
	tl_u32(&wire, 91);
	tl_string(&wire, "image/gif");
	tl_u64(&wire, UINT64_C(3) << 30);
	tl_string(&wire, "key");
	tl_string(&wire, "iv");
}

/* scenario 75: an unknown attribute leaves the document */
START_TEST(attribute_leaves_the_document_and_the_message_around_it)
{
	const struct e2e_tl_decrypted_message_media_document_143 *d;
	const struct e2e_tl_decrypted_message_73 *m;

	message_73(ALL_73);
	document();
	tl_u32(&wire, TL_VECTOR);
	tl_u32(&wire, 3);
	tl_u32(&wire, E2E_TL_DOCUMENT_ATTRIBUTE_ANIMATED);
	tl_u32(&wire, E2E_TL_DOCUMENT_ATTRIBUTE_IMAGE_SIZE);
	tl_u32(&wire, 640);
	tl_u32(&wire, 480);
	tl_u32(&wire, TL_STRANGE);
	tl_string(&wire, "caption");
	m = unknown(E2E_TYPE_DECRYPTED_MESSAGE, 12);
	ck_assert_uint_eq(m->flags, E2E_TL_DECRYPTED_MESSAGE_73_HAS_NO_WEBPAGE
	                  | E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT
	                  | E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA);
	ck_assert_ptr_nonnull(m->media);
	ck_assert_uint_eq(m->media->ctor, E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143);
	d = (const void *)m->media;
	ck_assert_int_eq(d->size, INT64_C(3) << 30);
	text_is(&d->mime_type, "image/gif");
	text_is(&d->key, "key");
	ck_assert_uint_eq(d->attributes.n, 2);
	ck_assert_uint_eq(d->attributes.v[1]->ctor, E2E_TL_DOCUMENT_ATTRIBUTE_IMAGE_SIZE);
	ck_assert_uint_eq(d->caption.n, 0);
}
END_TEST

START_TEST(first_element_leaves_an_empty_vector)
{
	const struct e2e_tl_decrypted_message_media_document_143 *d;

	document();
	tl_u32(&wire, TL_VECTOR);
	tl_u32(&wire, 1);
	tl_u32(&wire, TL_STRANGE);
	tl_string(&wire, "caption");
	d = unknown(E2E_TYPE_DECRYPTED_MESSAGE_MEDIA, 12);
	ck_assert_uint_eq(d->attributes.n, 0);
}
END_TEST

/* A known constructor of another type is not unknown, wherever it stands. */
START_TEST(known_constructor_in_a_wrong_place_is_refused)
{
	message_73(E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA);
	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP);
	ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&wire)), E2E_REFUSED_TL);
	ck_assert_ptr_null(got.object);
}
END_TEST

/* Bytes that are wrong before the unknown id make it no matter. */
START_TEST(what_is_wrong_before_it_is_refused)
{
	message_73(E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES);
	tl_u32(&wire, TL_VECTOR);
	tl_u32(&wire, 1000);
	entity(TL_STRANGE, 0);
	ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&wire)), E2E_REFUSED_TL);
	ck_assert_ptr_null(got.object);
	ck_assert_uint_eq(got.unknown, 0);
	ck_assert_uint_eq(got.rest.n, 0);
}
END_TEST

/* ---- Odd ------------------------------------------------------------------------------ */

/* A link preview whose string is these bytes. */
static const struct e2e_tl_decrypted_message_media_web_page *
odd_string(const char *hex, uint32_t odd)
{
	uint8_t bytes[300];
	size_t n = tu_hex(bytes, sizeof bytes, hex);

	wire.n = 0;
	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE);
	tl_raw(&wire, bytes, n);
	ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&wire)), E2E_OK);
	ck_assert_uint_eq(got.odd, odd);
	return (const void *)got.object;
}

START_TEST(padding_that_is_not_zero_is_taken_and_told)
{
	text_is(&odd_string("01610000", 0)->url, "a");
	text_is(&odd_string("01610100", E2E_TL_ODD_PADDING)->url, "a");
	text_is(&odd_string("01610080", E2E_TL_ODD_PADDING)->url, "a");
	text_is(&odd_string("02616280", E2E_TL_ODD_PADDING)->url, "ab");
	text_is(&odd_string("00000001", E2E_TL_ODD_PADDING)->url, "");
	text_is(&odd_string("03616263", 0)->url, "abc");
}
END_TEST

START_TEST(long_form_is_odd_up_to_253)
{
	static const struct {
		size_t n;
		uint32_t odd;
	} length[] = { { 0, 2 }, { 3, 2 }, { 252, 2 }, { 253, 2 }, { 254, 0 }, { 300, 0 } };
	static const uint8_t fill[304];

	for (size_t i = 0; i < TL_N(length); i++) {
		wire.n = 0;
		tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE);
		tl_u32(&wire, (uint32_t)length[i].n << 8 | 254);
		tl_raw(&wire, fill, (length[i].n + 3) / 4 * 4);
		ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&wire)), E2E_OK);
		ck_assert_uint_eq(got.odd, length[i].odd);
		ck_assert_uint_eq(((const struct e2e_tl_decrypted_message_media_web_page *)
		                   (const void *)got.object)->url.n, length[i].n);
	}
}
END_TEST

START_TEST(length_byte_255_is_refused)
{
	static const uint8_t fill[300];

	tl_u32(&wire, E2E_TL_DECRYPTED_MESSAGE_MEDIA_WEB_PAGE);
	tl_u32(&wire, 0x3ff);
	for (size_t n = 0; n < sizeof fill; n += 4) {
		wire.n = 8;
		tl_raw(&wire, fill, n);
		ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&wire)), E2E_REFUSED_TL);
	}
}
END_TEST

START_TEST(flags_that_the_schema_lacks_are_taken_told_and_kept)
{
	const struct e2e_tl_decrypted_message_73 *m;

	for (uint32_t bit = 1; bit != 0; bit <<= 1) {
		bool strange = (bit & ALL_73) == 0;

		if (!strange && bit != E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT)
			continue;
		wire.n = 0;
		message_73(bit);
		ck_assert_int_eq(tl_decode(&pool, &got, 0, tl_bytes(&wire)), E2E_OK);
		ck_assert_uint_eq(got.odd, strange ? E2E_TL_ODD_FLAGS : 0);
		m = (const void *)got.object;
		ck_assert_uint_eq(m->flags, bit);
		ck_assert_uint_eq(tl_encode(&pool, 0, got.object).n, wire.n);
		ck_assert_mem_eq(tl_encode(&pool, 0, got.object).p, wire.b, wire.n);
	}
}
END_TEST

START_TEST(oddities_add_up_and_are_told_with_unknown_constructors_too)
{
	message_73(E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA | 1);
	wire.b[wire.n - 1] = 1; /* "text" takes 3 bytes to fill up */
	tl_u32(&wire, TL_STRANGE);
	ck_assert_ptr_nonnull(unknown(0, 4));
	ck_assert_uint_eq(got.odd, E2E_TL_ODD_PADDING | E2E_TL_ODD_FLAGS);
}
END_TEST

TCase *
tl_case_unknown(void)
{
	TCase *tc = tcase_create("unknown");

	tcase_add_checked_fixture(tc, open_pool, close_pool);
	tcase_add_test(tc, at_the_top_there_is_no_object_and_the_rest_is_all);
	tcase_add_test(tc, inner_message_leaves_the_wrapper);
	tcase_add_test(tc, media_leave_the_text_and_clear_their_flag);
	tcase_add_test(tc, media_that_must_be_there_are_null);
	tcase_add_test(tc, entity_leaves_those_before_it);
	tcase_add_test(tc, attribute_leaves_the_document_and_the_message_around_it);
	tcase_add_test(tc, first_element_leaves_an_empty_vector);
	tcase_add_test(tc, known_constructor_in_a_wrong_place_is_refused);
	tcase_add_test(tc, what_is_wrong_before_it_is_refused);
	return tc;
}

TCase *
tl_case_odd(void)
{
	TCase *tc = tcase_create("odd");

	tcase_add_checked_fixture(tc, open_pool, close_pool);
	tcase_add_test(tc, padding_that_is_not_zero_is_taken_and_told);
	tcase_add_test(tc, long_form_is_odd_up_to_253);
	tcase_add_test(tc, length_byte_255_is_refused);
	tcase_add_test(tc, flags_that_the_schema_lacks_are_taken_told_and_kept);
	tcase_add_test(tc, oddities_add_up_and_are_told_with_unknown_constructors_too);
	return tc;
}
