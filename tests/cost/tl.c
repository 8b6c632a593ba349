/* SPDX-License-Identifier: ISC */
/* Workloads over TL objects: messages decoded and encoded, and made ready for older layers. */
#include "config.h"

#include "cost.h"

#include <stdlib.h>
#include <string.h>

#define ROOM     2048
#define ROUNDS   100
#define MESSAGES 3

struct tl {
	/* What the messages are made of; they point at each other. */
	struct e2e_tl_message_entity_bold bold;
	struct e2e_tl_message_entity_spoiler spoiler;
	struct e2e_tl_message_entity_text_url url;
	const struct e2e_tl *entity[3];
	struct e2e_tl_document_attribute_filename name;
	struct e2e_tl_document_attribute_image_size size;
	const struct e2e_tl *attribute[2];
	struct e2e_tl_decrypted_message_media_document_143 document;
	int64_t ids[20];
	struct e2e_tl_decrypted_message_action_delete_messages deletes;
	struct e2e_tl_decrypted_message_73 text, photo;
	struct e2e_tl_decrypted_message_service_17 service;
	const struct e2e_tl *message[MESSAGES];

	/* Their bytes in a wrapper, and what the runs make. */
	uint8_t bytes[MESSAGES][ROOM], again[ROOM];
	size_t bytes_n[MESSAGES], again_n;
	char shown[8 * ROOM];
	_Alignas(8) uint8_t memory[E2E_TL_ROOM(ROOM)];
	uint32_t lost; /* of all conversions */
};

/* ---- The messages --------------------------------------------------------------------- */

static struct e2e_bytes
words(size_t n)
{
	static const uint8_t text[256] =
		"Twenty-four bytes of it. And a line of text that is as long as what people say "
		"when they have a little more to say than most, with \xc3\xa4\xc3\xb6\xc3\xbc in it.";

	ck_assert_uint_le(n, sizeof text);
	return (struct e2e_bytes){ text, n };
}

static void
make_parts(struct tl *t)
{
	t->bold = (struct e2e_tl_message_entity_bold){ E2E_TL_MESSAGE_ENTITY_BOLD, 0, 6 };
	t->spoiler = (struct e2e_tl_message_entity_spoiler){ E2E_TL_MESSAGE_ENTITY_SPOILER, 7, 2 };
	t->url = (struct e2e_tl_message_entity_text_url){ E2E_TL_MESSAGE_ENTITY_TEXT_URL, 10, 4,
		                                          words(24) };
	t->entity[0] = (const void *)&t->bold;
	t->entity[1] = (const void *)&t->spoiler;
	t->entity[2] = (const void *)&t->url;
	t->name = (struct e2e_tl_document_attribute_filename){
		E2E_TL_DOCUMENT_ATTRIBUTE_FILENAME, words(11),
	};
	t->size = (struct e2e_tl_document_attribute_image_size){
		E2E_TL_DOCUMENT_ATTRIBUTE_IMAGE_SIZE, 1280, 720,
	};
	t->attribute[0] = (const void *)&t->name;
	t->attribute[1] = (const void *)&t->size;
	for (size_t i = 0; i < sizeof t->ids / sizeof t->ids[0]; i++)
		t->ids[i] = (int64_t)(1000 + i);
}

/* A text, a photo as a file with a text beside it, the deletion of twenty messages. */
static void
make_messages(struct tl *t)
{
	t->text = (struct e2e_tl_decrypted_message_73){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES,
		.random_id = 1, .message = words(140), .entities = { t->entity, 3 },
	};
	t->document = (struct e2e_tl_decrypted_message_media_document_143){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143,
		.thumb = words(80), .thumb_w = 90, .thumb_h = 51,
		.mime_type = words(10), .size = 123456,
		.key = words(32), .iv = words(32), .attributes = { t->attribute, 2 },
	};
	t->photo = t->text;
	t->photo.flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA |
	                  E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID;
	t->photo.media = (const void *)&t->document;
	t->photo.reply_to_random_id = 2;
	t->deletes = (struct e2e_tl_decrypted_message_action_delete_messages){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, { t->ids, 20 },
	};
	t->service = (struct e2e_tl_decrypted_message_service_17){
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, 3, (const void *)&t->deletes,
	};
	t->message[0] = (const void *)&t->text;
	t->message[1] = (const void *)&t->photo;
	t->message[2] = (const void *)&t->service;
}

static void *
tl_new(const struct e2e_backend *backend)
{
	struct tl *t = cost_new(sizeof *t);

	(void)backend;
	make_parts(t);
	make_messages(t);
	for (size_t i = 0; i < MESSAGES; i++) {
		struct e2e_tl_decrypted_message_layer wrapper = {
			E2E_TL_DECRYPTED_MESSAGE_LAYER, words(15), 144, 0, 1, t->message[i],
		};

		cost_must(e2e_tl_put(t->bytes[i], ROOM, &t->bytes_n[i],
		                     E2E_TYPE_DECRYPTED_MESSAGE_LAYER, (const void *)&wrapper));
	}
	return t;
}

static void
tl_end(void *work)
{
	free(work);
}

/* ---- decode ----------------------------------------------------------------------------- */

static void
decode(struct tl *t, size_t i)
{
	const uint32_t type = E2E_TYPE_DECRYPTED_MESSAGE_LAYER;
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t n;

	cost_must(e2e_tl_check(type, t->bytes[i], t->bytes_n[i], NULL));
	cost_must(e2e_tl_get(&got, t->memory, sizeof t->memory, type, t->bytes[i], t->bytes_n[i],
	                     NULL));
	cost_must(e2e_tl_measure(&n, type, got.object));
	cost_must(e2e_tl_put(t->again, sizeof t->again, &t->again_n, type, got.object));
	cost_must(e2e_tl_print(t->shown, sizeof t->shown, &n, got.object, E2E_TL_JSON));
}

static void
run_decode(void *work)
{
	for (size_t i = 0; i < ROUNDS * MESSAGES; i++)
		decode(work, i % MESSAGES);
}

static void
decode_end(void *work)
{
	struct tl *t = work;

	ck_assert_uint_eq(t->again_n, t->bytes_n[MESSAGES - 1]);
	ck_assert_int_eq(memcmp(t->again, t->bytes[MESSAGES - 1], t->again_n), 0);
	tl_end(work);
}

/* ---- convert ------------------------------------------------------------------------------ */

static void
run_convert(void *work)
{
	static const int32_t layers[] = { 46, 73, 101, 144 };
	struct tl *t = work;

	for (size_t i = 0; i < ROUNDS * MESSAGES * 4; i++) {
		const struct e2e_tl *converted;
		uint32_t lost;

		cost_must(e2e_layer_convert(&converted, &lost, t->memory, sizeof t->memory,
		                            t->message[i % MESSAGES], layers[i / MESSAGES % 4]));
		t->lost |= lost;
	}
}

static void
convert_end(void *work)
{
	const struct tl *t = work;

	ck_assert_uint_eq(t->lost, E2E_LOST_ENTITIES | E2E_LOST_SPOILERS | E2E_LOST_TEXT);
	tl_end(work);
}

const struct cost_workload cost_decode = {
	"decode", COST_FIRST, tl_new, run_decode, decode_end,
};
const struct cost_workload cost_convert = {
	"convert", COST_FIRST, tl_new, run_convert, convert_end,
};
