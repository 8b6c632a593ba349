/* SPDX-License-Identifier: ISC */
/*
 * Sealing and opening messages of MTProto 2 with TDLib's padding, the default.
 *
 * They are compared with the primitives they cannot do without, on texts of the same
 * lengths in the same places (DOC api/end-to-end):
 *
 * seal, LIBRARY-bare            SHA-256 of 32 bytes of key and the padded text, twice of 52
 *                               bytes, one AES key set-up, CBC encryption of the padded text
 * seal, LIBRARY-bare+getrandom  the same, and one call of the kernel for the padding
 * open, LIBRARY-bare            twice SHA-256 of 52 bytes, a copy of the ciphertext, one key
 *                               set-up, a chain of single-block decryptions, SHA-256 of 32
 *                               bytes of key and the padded text
 * open, LIBRARY-bare-cbc        the same with CBC encryption instead of the chain: what it
 *                               would be with a decryption as fast as the library's CBC
 */
#include "config.h"

#include <string.h>

#include "bench.h"

#define KEY_PART  32 /* of the key, hashed with the text         */
#define KDF_BYTES 52 /* of msg_key and key, hashed for key and IV */
#define LENGTH_N  4  /* the length in front of the payload       */
#define SENDER    E2E_CREATOR

static const size_t payloads[] = { 64, BENCH_KIB, 16 * BENCH_KIB };

/*
 * The buffers are slices of the arena.  TEXT and PLAIN have room for KEY_PART bytes in
 * front, so that the bare side can hash key and text in one call.
 */
struct message_case {
	const struct bench *b;
	struct e2e_key key;
	uint8_t *packet;
	uint8_t *text;
	uint8_t *plain;
	size_t room;
	size_t payload_n;
	size_t packet_n;
	size_t inner_n; /* length, payload and padding */
	uint8_t padding[1024];
	uint8_t digest[3][E2E_SHA256_BYTES];
};

static void
run_seal(void *arg)
{
	struct message_case *c = arg;

	bench_must(e2e_message_seal(c->b->crypto, c->packet, c->room, &c->packet_n, &c->key,
	                            SENDER, NULL, c->text + LENGTH_N, c->payload_n),
	           "e2e_message_seal");
}

static void
run_open(void *arg)
{
	struct message_case *c = arg;
	struct e2e_bytes payload;

	bench_must(e2e_message_open(c->b->crypto, &payload, c->plain, c->room, &c->key, SENDER,
	                            c->packet, c->packet_n),
	           "e2e_message_open");
	if (payload.n != c->payload_n)
		bench_fail("comparing an opened message", (long)payload.n);
}

static void
bare_sha256(struct message_case *c, size_t which, const uint8_t *data, size_t n)
{
	c->b->bare->hash(c->b->bare_state, E2E_HASH_SHA256, c->digest[which], data, n);
}

static void
bare_kdf(struct message_case *c)
{
	bare_sha256(c, 1, c->key.value, KDF_BYTES);
	bare_sha256(c, 2, c->key.value, KDF_BYTES);
}

static void
run_bare_seal(void *arg)
{
	struct message_case *c = arg;
	uint8_t *to = c->packet + E2E_PACKET_HEAD_BYTES;

	bare_sha256(c, 0, c->text - KEY_PART, KEY_PART + c->inner_n);
	bare_kdf(c);
	c->b->bare->cbc(c->b->bare_state, c->digest[1], c->digest[2], to, c->inner_n);
}

static void
run_bare_seal_random(void *arg)
{
	struct message_case *c = arg;

	bench_getrandom(c->padding, c->inner_n - LENGTH_N - c->payload_n);
	run_bare_seal(arg);
}

/* Opening with DECRYPT, which works in place on a copy of the ciphertext. */
static void
bare_open(struct message_case *c,
          void (*decrypt)(void *state, const uint8_t key[32], const uint8_t iv[16],
                          uint8_t *data, size_t n))
{
	bare_kdf(c);
	memcpy(c->plain, c->packet + E2E_PACKET_HEAD_BYTES, c->inner_n);
	decrypt(c->b->bare_state, c->digest[1], c->digest[2], c->plain, c->inner_n);
	bare_sha256(c, 0, c->plain - KEY_PART, KEY_PART + c->inner_n);
}

static void
run_bare_open(void *arg)
{
	struct message_case *c = arg;

	bare_open(c, c->b->bare->unchain);
}

static void
run_bare_open_cbc(void *arg)
{
	struct message_case *c = arg;

	bare_open(c, c->b->bare->cbc);
}

static void
seal_row(const struct bench *b, struct message_case *c)
{
	struct bench_row row = { "message_seal", c->payload_n, c, run_seal, 0, { { "", NULL } } };

	if (!bench_wanted(b, row.name))
		return;
	bench_against(&row, b->bare->backend, "-bare", run_bare_seal);
	if (bench_getrandom_works())
		bench_against(&row, b->bare->backend, "-bare+getrandom", run_bare_seal_random);
	bench_measure(b, &row);
}

static void
open_row(const struct bench *b, struct message_case *c)
{
	struct bench_row row = { "message_open", c->payload_n, c, run_open, 0, { { "", NULL } } };

	if (!bench_wanted(b, row.name))
		return;
	run_seal(c); /* the bare sides have overwritten the packet */
	bench_against(&row, b->bare->backend, "-bare", run_bare_open);
	bench_against(&row, b->bare->backend, "-bare-cbc", run_bare_open_cbc);
	bench_measure(b, &row);
}

void
bench_rows_message(struct bench *b)
{
	struct message_case c = { 0 };
	struct e2e_key key = E2E_KEY_INIT;
	size_t i;

	c.b = b;
	c.key = key;
	bench_must(e2e_key_set(b->crypto, &c.key, b->arena), "e2e_key_set");
	c.room = E2E_PACKET_ROOM(64 * BENCH_KIB);
	c.packet = b->arena;
	c.text = b->arena + 128 * BENCH_KIB + KEY_PART;
	c.plain = b->arena + 256 * BENCH_KIB + KEY_PART;
	for (i = 0; i < sizeof payloads / sizeof payloads[0]; i++) {
		c.payload_n = payloads[i];
		run_seal(&c);
		c.inner_n = c.packet_n - E2E_PACKET_HEAD_BYTES;
		if (c.inner_n - LENGTH_N - c.payload_n > sizeof c.padding)
			bench_fail("expecting less padding", (long)c.inner_n);
		seal_row(b, &c);
		open_row(b, &c);
	}
}
