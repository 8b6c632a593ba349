/* SPDX-License-Identifier: ISC */
/* AES-256-IGE on whole texts, and on files in pieces. */
#include "config.h"

#include <string.h>

#include "bench.h"

#define PIECE (512 * BENCH_KIB)

static const size_t text_sizes[] = {
	64, 256, BENCH_KIB, 16 * BENCH_KIB, 64 * BENCH_KIB, BENCH_MIB, 64 * BENCH_MIB,
};
static const size_t file_sizes[] = { BENCH_MIB, 64 * BENCH_MIB };

/* KEY changes with every call, so that nobody gains from a key set-up of before. */
struct cipher_case {
	const struct bench *b;
	struct e2e_file_key file_key;
	uint32_t way;
	uint8_t key[E2E_AES_KEY_BYTES];
	uint8_t iv[E2E_AES_IV_BYTES];
	size_t n;
};

static void
run_ige(void *arg)
{
	struct cipher_case *c = arg;

	c->key[0]++;
	bench_must(e2e_ige(c->b->crypto, c->way, c->key, c->iv, c->b->arena, c->n), "e2e_ige");
}

static void
run_bare_cbc(void *arg)
{
	struct cipher_case *c = arg;

	c->key[0]++;
	c->b->bare->cbc(c->b->bare_state, c->key, c->iv, c->b->arena, c->n);
}

static void
run_openssl_cbc(void *arg)
{
	struct cipher_case *c = arg;

	c->key[0]++;
	bench_openssl_cbc(c->b->openssl, c->key, c->iv, c->b->arena, c->n);
}

static void
prepare(struct cipher_case *c, const struct bench *b, uint32_t way)
{
	static const struct e2e_file_key key_init = E2E_FILE_KEY_INIT;

	memset(c, 0, sizeof *c);
	c->b = b;
	c->way = way;
	memcpy(c->key, b->arena, sizeof c->key);
	memcpy(c->iv, b->arena + sizeof c->key, sizeof c->iv);
	c->file_key = key_init;
	bench_must(e2e_file_key_new(b->crypto, &c->file_key), "e2e_file_key_new");
}

static void
ige_rows(const struct bench *b, const char *name, uint32_t way)
{
	struct cipher_case c;
	size_t i;

	if (!bench_wanted(b, name))
		return;
	prepare(&c, b, way);
	for (i = 0; i < sizeof text_sizes / sizeof text_sizes[0]; i++) {
		struct bench_row row = { name, text_sizes[i], &c, run_ige, 0, { { "", NULL } } };

		if (row.bytes > b->text_max)
			continue;
		c.n = row.bytes;
		if (b->openssl != NULL)
			bench_against(&row, "openssl-aes-256-cbc-encrypt", "", run_openssl_cbc);
		bench_against(&row, b->bare->cbc_name, "", run_bare_cbc);
		bench_measure(b, &row);
	}
}

void
bench_rows_cipher(struct bench *b)
{
	ige_rows(b, "ige_encrypt", E2E_ENCRYPT);
	ige_rows(b, "ige_decrypt", E2E_DECRYPT);
}

/* ---- Files ---------------------------------------------------------------- */

typedef int32_t file_step(struct e2e_crypto *crypto, struct e2e_file *file, uint8_t *out,
                          size_t room, size_t *out_n, const uint8_t *in, size_t n);

/* A whole file in place, from front to back. */
static void
run_file(struct cipher_case *c, file_step *step)
{
	struct e2e_file file = E2E_FILE_INIT;
	uint8_t *p = c->b->arena;
	size_t done, out_n;

	bench_must(e2e_file_start(&file, &c->file_key, c->way, c->n, E2E_FILE_PAD_ZERO, NULL),
	           "e2e_file_start");
	for (done = 0; done < c->n; done += PIECE)
		bench_must(step(c->b->crypto, &file, p + done, PIECE, &out_n, p + done, PIECE),
		           "a piece of a file");
	bench_must(e2e_file_end(&file), "e2e_file_end");
	e2e_file_wipe(&file);
}

static void
run_file_encrypt(void *arg)
{
	run_file(arg, e2e_file_encrypt);
}

static void
run_file_decrypt(void *arg)
{
	run_file(arg, e2e_file_decrypt);
}

static void
file_rows(const struct bench *b, const char *name, uint32_t way, void (*run)(void *arg))
{
	struct cipher_case c;
	size_t i;

	if (!bench_wanted(b, name))
		return;
	prepare(&c, b, way);
	for (i = 0; i < sizeof file_sizes / sizeof file_sizes[0]; i++) {
		struct bench_row row = { name, file_sizes[i], &c, run, 0, { { "", NULL } } };

		if (row.bytes > b->text_max)
			continue;
		c.n = row.bytes;
		bench_against(&row, b->bare->cbc_name, "", run_bare_cbc);
		bench_measure(b, &row);
	}
}

void
bench_rows_file(struct bench *b)
{
	file_rows(b, "file_encrypt", E2E_ENCRYPT, run_file_encrypt);
	file_rows(b, "file_decrypt", E2E_DECRYPT, run_file_decrypt);
}
