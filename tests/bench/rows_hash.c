/* SPDX-License-Identifier: ISC */
/* Hashes, and what consists of hashes: the two key derivations and the fingerprint. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "bench.h"

static const size_t sizes[] = { 64, BENCH_KIB, 64 * BENCH_KIB };

/* What the derivations hash: DOC api/end-to-end_v1 and api/end-to-end. */
#define KDF_V1_HASHES 4
#define KDF_V1_BYTES  48
#define KDF_V2_HASHES 2
#define KDF_V2_BYTES  52
#define KDF_MADE      (E2E_AES_KEY_BYTES + E2E_AES_IV_BYTES)

struct hash_case {
	const struct bench *b;
	uint32_t algorithm;
	size_t n;     /* bytes of one hash                    */
	size_t times; /* hashes that the bare side makes      */
	uint8_t digest[E2E_SHA256_BYTES];
	uint8_t aes_key[E2E_AES_KEY_BYTES];
	uint8_t aes_iv[E2E_AES_IV_BYTES];
	struct e2e_key key;
};

static void
run_hash(void *arg)
{
	struct hash_case *c = arg;
	struct e2e_bytes part = { c->b->arena, c->n };

	bench_must(e2e_hash(c->b->crypto, c->algorithm, c->digest, &part, 1), "e2e_hash");
}

static void
run_bare(void *arg)
{
	struct hash_case *c = arg;
	size_t i;

	for (i = 0; i < c->times; i++)
		c->b->bare->hash(c->b->bare_state, c->algorithm, c->digest, c->b->arena, c->n);
}

static void
run_kdf_v1(void *arg)
{
	struct hash_case *c = arg;
	const uint8_t *key = c->b->arena;

	bench_must(e2e_kdf_v1(c->b->crypto, c->aes_key, c->aes_iv, key, key + E2E_KEY_BYTES, 0),
	           "e2e_kdf_v1");
}

static void
run_kdf_v2(void *arg)
{
	struct hash_case *c = arg;
	const uint8_t *key = c->b->arena;

	bench_must(e2e_kdf_v2(c->b->crypto, c->aes_key, c->aes_iv, key, key + E2E_KEY_BYTES, 0),
	           "e2e_kdf_v2");
}

static void
run_key_set(void *arg)
{
	struct hash_case *c = arg;

	bench_must(e2e_key_set(c->b->crypto, &c->key, c->b->arena), "e2e_key_set");
}

/* Backends may refuse MD5; there is nothing to time then. */
static bool
refuses(const struct bench *b, uint32_t algorithm)
{
	uint8_t digest[E2E_SHA256_BYTES];
	struct e2e_bytes part = { b->arena, 1 };

	return e2e_hash(b->crypto, algorithm, digest, &part, 1) != E2E_OK;
}

static void
hash_rows(const struct bench *b, const char *name, uint32_t algorithm)
{
	struct hash_case c = { b, algorithm, 0, 1, { 0 }, { 0 }, { 0 }, E2E_KEY_INIT };
	size_t i;

	if (!bench_wanted(b, name))
		return;
	if (algorithm == E2E_HASH_MD5 && refuses(b, algorithm)) {
		fprintf(stderr, "bench: %s over %s: refused\n", name, b->backend->name);
		return;
	}
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct bench_row row = { name, sizes[i], &c, run_hash, 0, { { "", NULL } } };
		char tail[BENCH_NAME_MAX];

		c.n = sizes[i];
		snprintf(tail, sizeof tail, "-%s", name);
		bench_against(&row, b->bare->backend, tail, run_bare);
		bench_measure(b, &row);
	}
}

/* ROW against C->times hashes of C->n bytes, called TAIL. */
static void
derived_row(const struct bench *b, struct bench_row *row, const char *tail)
{
	if (!bench_wanted(b, row->name))
		return;
	bench_against(row, b->bare->backend, tail, run_bare);
	bench_measure(b, row);
}

void
bench_rows_hash(struct bench *b)
{
	struct hash_case v1 = { b, E2E_HASH_SHA1, KDF_V1_BYTES, KDF_V1_HASHES,
		                { 0 }, { 0 }, { 0 }, E2E_KEY_INIT };
	struct hash_case v2 = { b, E2E_HASH_SHA256, KDF_V2_BYTES, KDF_V2_HASHES,
		                { 0 }, { 0 }, { 0 }, E2E_KEY_INIT };
	struct hash_case fp = { b, E2E_HASH_SHA1, E2E_KEY_BYTES, 1,
		                { 0 }, { 0 }, { 0 }, E2E_KEY_INIT };
	struct bench_row kdf_v1 = { "kdf_v1", KDF_MADE, &v1, run_kdf_v1, 0, { { "", NULL } } };
	struct bench_row kdf_v2 = { "kdf_v2", KDF_MADE, &v2, run_kdf_v2, 0, { { "", NULL } } };
	struct bench_row key = { "key_fingerprint", E2E_KEY_BYTES, &fp, run_key_set, 0,
		                 { { "", NULL } } };

	hash_rows(b, "sha256", E2E_HASH_SHA256);
	hash_rows(b, "sha1", E2E_HASH_SHA1);
	hash_rows(b, "md5", E2E_HASH_MD5);
	derived_row(b, &kdf_v1, "-sha1-x4");
	derived_row(b, &kdf_v2, "-sha256-x2");
	derived_row(b, &key, "-sha1");
}
