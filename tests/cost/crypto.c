/* SPDX-License-Identifier: ISC */
/* Workloads over the building blocks: packets sealed and opened, a file there and back. */
#include "config.h"

#include "cost.h"

#include <stdlib.h>
#include <string.h>

#define PAYLOAD_MAX 4000
#define ROUNDS      20

/* Bytes of a noop, a text, a text with formatting, a page, a small thumbnail. */
static const size_t payload_n[] = { 48, 96, 200, 1000, PAYLOAD_MAX };

#define SIZES   (sizeof payload_n / sizeof payload_n[0])
#define PACKETS (ROUNDS * SIZES)

struct packet {
	uint8_t bytes[E2E_PACKET_ROOM(PAYLOAD_MAX)];
	size_t n;
};

struct packets {
	struct tu_script script;
	struct e2e_backend backend;
	struct e2e_crypto *crypto;
	struct e2e_key key;
	uint8_t payload[PAYLOAD_MAX];
	uint8_t plain[E2E_PACKET_ROOM(PAYLOAD_MAX)];
	struct packet v2[PACKETS], v1[PACKETS];
	struct e2e_bytes opened; /* the last */
};

/* ---- seal, open -------------------------------------------------------------------- */

static void *
packets_new(const struct e2e_backend *backend)
{
	struct packets *p = cost_new(sizeof *p);
	uint8_t key[E2E_KEY_BYTES];

	p->script.inner = backend;
	tu_scripted_backend(&p->backend, &p->script);
	p->crypto = tu_crypto(&p->backend);
	tu_fill(&p->script.seed, key, sizeof key);
	tu_fill(&p->script.seed, p->payload, sizeof p->payload);
	p->key = (struct e2e_key)E2E_KEY_INIT;
	cost_must(e2e_key_set(p->crypto, &p->key, key));
	return p;
}

static void
seal(struct packets *p, size_t i)
{
	cost_must(e2e_message_seal(p->crypto, p->v2[i].bytes, sizeof p->v2[i].bytes, &p->v2[i].n,
	                           &p->key, E2E_CREATOR, NULL, p->payload, payload_n[i % SIZES]));
}

static void
seal_v1(struct packets *p, size_t i)
{
	cost_must(e2e_message_seal_v1(p->crypto, p->v1[i].bytes, sizeof p->v1[i].bytes,
	                              &p->v1[i].n, &p->key, p->payload, payload_n[i % SIZES]));
}

static void
open_both(struct packets *p, size_t i)
{
	cost_must(e2e_message_open(p->crypto, &p->opened, p->plain, sizeof p->plain, &p->key,
	                           E2E_CREATOR, p->v2[i].bytes, p->v2[i].n));
	cost_must(e2e_message_open_v1(p->crypto, &p->opened, p->plain, sizeof p->plain, &p->key,
	                              p->v1[i].bytes, p->v1[i].n));
}

static void
run_seal(void *work)
{
	for (size_t i = 0; i < PACKETS; i++)
		seal(work, i);
}

static void *
sealed_new(const struct e2e_backend *backend)
{
	struct packets *p = packets_new(backend);

	for (size_t i = 0; i < PACKETS; i++) {
		seal(p, i);
		seal_v1(p, i);
	}
	return p;
}

static void
run_open(void *work)
{
	for (size_t i = 0; i < PACKETS; i++)
		open_both(work, i);
}

static void
packets_end(void *work)
{
	struct packets *p = work;

	seal(p, PACKETS - 1);
	seal_v1(p, PACKETS - 1);
	open_both(p, PACKETS - 1);
	ck_assert_uint_eq(p->opened.n, PAYLOAD_MAX);
	ck_assert_int_eq(memcmp(p->opened.p, p->payload, PAYLOAD_MAX), 0);
	e2e_crypto_free(p->crypto);
	free(p);
}

const struct cost_workload cost_seal = {
	"seal", COST_LIBRARIES, packets_new, run_seal, packets_end,
};
const struct cost_workload cost_open = {
	"open", COST_PATHS, sealed_new, run_open, packets_end,
};

/* ---- file --------------------------------------------------------------------------- */

#define FILE_BYTES      100001 /* no multiple of a block */
#define CONTAINER_BYTES 100016
#define PIECE           8192

struct file {
	struct tu_script script;
	struct e2e_backend backend;
	struct e2e_crypto *crypto;
	struct e2e_file_key key;
	uint8_t plain[FILE_BYTES], container[CONTAINER_BYTES], back[CONTAINER_BYTES];
};

static void *
file_new(const struct e2e_backend *backend)
{
	struct file *f = cost_new(sizeof *f);

	f->script.inner = backend;
	tu_scripted_backend(&f->backend, &f->script);
	f->crypto = tu_crypto(&f->backend);
	tu_fill(&f->script.seed, f->plain, sizeof f->plain);
	return f;
}

static size_t
piece_of(size_t left)
{
	return left < PIECE ? left : PIECE;
}

static void
encrypt(struct file *f)
{
	struct e2e_file file = E2E_FILE_INIT;
	size_t at, out_n;

	cost_must(e2e_file_start(&file, &f->key, E2E_ENCRYPT, FILE_BYTES, E2E_FILE_PAD_RANDOM,
	                         NULL));
	for (at = 0; at < FILE_BYTES; at += PIECE)
		cost_must(e2e_file_encrypt(f->crypto, &file, f->container + at,
		                           CONTAINER_BYTES - at, &out_n, f->plain + at,
		                           piece_of(FILE_BYTES - at)));
	cost_must(e2e_file_end(&file));
	e2e_file_wipe(&file);
}

static void
decrypt(struct file *f)
{
	struct e2e_file file = E2E_FILE_INIT;
	size_t at, out_n;

	cost_must(e2e_file_sizes_check(FILE_BYTES, CONTAINER_BYTES));
	cost_must(e2e_file_start(&file, &f->key, E2E_DECRYPT, FILE_BYTES, E2E_FILE_PAD_ZERO,
	                         NULL));
	for (at = 0; at < CONTAINER_BYTES; at += PIECE)
		cost_must(e2e_file_decrypt(f->crypto, &file, f->back + at, CONTAINER_BYTES - at,
		                           &out_n, f->container + at,
		                           piece_of(CONTAINER_BYTES - at)));
	cost_must(e2e_file_end(&file));
	e2e_file_wipe(&file);
}

static void
run_file(void *work)
{
	struct file *f = work;

	f->key = (struct e2e_file_key)E2E_FILE_KEY_INIT;
	cost_must(e2e_file_key_new(f->crypto, &f->key));
	encrypt(f);
	cost_must(e2e_file_key_check(&f->key, f->key.fingerprint));
	decrypt(f);
}

static void
file_end(void *work)
{
	struct file *f = work;

	ck_assert_int_eq(memcmp(f->back, f->plain, FILE_BYTES), 0);
	e2e_crypto_free(f->crypto);
	free(f);
}

const struct cost_workload cost_file = {
	"file", COST_PATHS, file_new, run_file, file_end,
};
