/* SPDX-License-Identifier: ISC */
/* The TL codec on a message of about 500 bytes; it has no backend, and one run is enough. */
#include "config.h"

#include <e2e/schema.h>

#include <string.h>

#include "bench.h"

#define ROOM 1024

struct tl_case {
	_Alignas(8) uint8_t memory[E2E_TL_ROOM(ROOM)];
	uint8_t bytes[ROOM], copy[ROOM];
	size_t n;
	const struct e2e_tl *object;
};

static void
run_get(void *arg)
{
	struct tl_case *c = arg;
	struct e2e_tl_got got = E2E_TL_GOT_INIT;

	bench_must(e2e_tl_get(&got, c->memory, sizeof c->memory, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
	                      c->bytes, c->n, NULL),
	           "e2e_tl_get");
	c->object = got.object;
}

static void
run_check(void *arg)
{
	struct tl_case *c = arg;

	bench_must(e2e_tl_check(E2E_TYPE_DECRYPTED_MESSAGE_LAYER, c->bytes, c->n, NULL),
	           "e2e_tl_check");
}

static void
run_put(void *arg)
{
	struct tl_case *c = arg;
	size_t n;

	bench_must(e2e_tl_put(c->copy, sizeof c->copy, &n, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
	                      c->object),
	           "e2e_tl_put");
}

static void
run_memcpy(void *arg)
{
	struct tl_case *c = arg;

	memcpy(c->copy, c->bytes, c->n);
	__asm__ volatile("" ::: "memory");
}

static struct e2e_bytes
span(const uint8_t *p, size_t n)
{
	return (struct e2e_bytes){ p, n };
}

/* A photo as a file with a thumbnail, a name, two lines of text with entities, a reply. */
static void
make_message(struct tl_case *c)
{
	static const uint8_t filler[256] = "A line of text that is somewhat longer than most. ";
	struct e2e_tl_message_entity_bold bold = { E2E_TL_MESSAGE_ENTITY_BOLD, 0, 6 };
	struct e2e_tl_message_entity_text_url url = { E2E_TL_MESSAGE_ENTITY_TEXT_URL, 10, 4,
		                                      span(filler, 24) };
	const struct e2e_tl *entity[] = { (const struct e2e_tl *)&bold,
		                          (const struct e2e_tl *)&url };
	struct e2e_tl_document_attribute_filename name = {
		E2E_TL_DOCUMENT_ATTRIBUTE_FILENAME, span(filler, 11)
	};
	struct e2e_tl_document_attribute_image_size size = {
		E2E_TL_DOCUMENT_ATTRIBUTE_IMAGE_SIZE, 1280, 720
	};
	const struct e2e_tl *attribute[] = { (const struct e2e_tl *)&name,
		                             (const struct e2e_tl *)&size };
	struct e2e_tl_decrypted_message_media_document_143 document = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143,
		.thumb = span(filler, 80), .thumb_w = 90, .thumb_h = 51,
		.mime_type = span(filler, 10), .size = 123456,
		.key = span(filler, 32), .iv = span(filler, 32), .attributes = { attribute, 2 },
	};
	struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA |
		         E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES |
		         E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID,
		.random_id = 1, .message = span(filler, 100),
		.media = (const struct e2e_tl *)&document, .entities = { entity, 2 },
		.reply_to_random_id = 2,
	};
	struct e2e_tl_decrypted_message_layer wrapper = {
		E2E_TL_DECRYPTED_MESSAGE_LAYER, span(filler, 31), 144, 0, 1,
		(const struct e2e_tl *)&message
	};

	bench_must(e2e_tl_put(c->bytes, sizeof c->bytes, &c->n, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
	                      (const struct e2e_tl *)&wrapper),
	           "e2e_tl_put");
}

void
bench_rows_tl(struct bench *b)
{
	static const struct {
		const char *name;
		void (*run)(void *arg);
	} rows[] = { { "tl_get", run_get }, { "tl_check", run_check }, { "tl_put", run_put } };
	static struct tl_case c;

	make_message(&c);
	run_get(&c);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct bench_row row = { .name = rows[i].name, .bytes = c.n, .arg = &c,
			                 .ours = rows[i].run };

		bench_against(&row, "memcpy", "", run_memcpy);
		if (bench_wanted(b, row.name))
			bench_measure(b, &row);
	}
}
