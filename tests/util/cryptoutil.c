/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "cryptoutil.h"

#include <stdlib.h>
#include <string.h>

#define TEST_SECONDS 600 /* also under valgrind */

/* ---- Inputs of the vectors ---------------------------------------------------- */

const char cu_payload_hex[] =
	"8917e31b0f101112131415161718191a1b1c1d1e900000000000000001000000"
	"60411673080706050403020163dd2fa8";

void
cu_key(struct e2e_crypto *crypto, struct e2e_key *key)
{
	uint8_t value[E2E_KEY_BYTES];
	unsigned i;

	for (i = 0; i < sizeof value; i++)
		value[i] = (uint8_t)(37 * i + 11);
	*key = (struct e2e_key)E2E_KEY_INIT;
	ck_assert_int_eq(e2e_key_set(crypto, key, value), E2E_OK);
}

void
cu_put32(uint8_t *to, uint32_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

void
cu_put64(uint8_t *to, uint64_t value)
{
	int i;

	for (i = 0; i < 8; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

void
cu_count(uint8_t *out, size_t n, uint8_t from)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = (uint8_t)(from + i);
}

void
cu_sha1(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA1_BYTES], const void *p, size_t n)
{
	struct e2e_bytes part = { p, n };

	ck_assert_int_eq(e2e_hash(crypto, E2E_HASH_SHA1, digest, &part, 1), E2E_OK);
}

void
cu_sha256(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA256_BYTES], const void *p, size_t n)
{
	struct e2e_bytes part = { p, n };

	ck_assert_int_eq(e2e_hash(crypto, E2E_HASH_SHA256, digest, &part, 1), E2E_OK);
}

void
cu_exp(struct e2e_crypto *crypto, uint8_t out[E2E_DH_BYTES], const char *tag)
{
	uint8_t in[64];
	size_t n = strlen(tag);
	uint8_t i;

	ck_assert(n < sizeof in);
	memcpy(in, tag, n);
	for (i = 0; i < 8; i++) {
		in[n] = i;
		cu_sha256(crypto, out + (size_t)i * E2E_SHA256_BYTES, in, n + 1);
	}
}

/* ---- Packets -------------------------------------------------------------------- */

/* key_fingerprint and msg_key, then the encrypted body. */
static size_t
finish_packet(struct e2e_crypto *crypto, uint8_t *packet, const uint8_t key[E2E_KEY_BYTES],
              const uint8_t msg_key[16], uint8_t aes_key[32], uint8_t iv[32],
              const uint8_t *body, size_t n)
{
	uint8_t sha1[E2E_SHA1_BYTES];

	cu_sha1(crypto, sha1, key, E2E_KEY_BYTES);
	memcpy(packet, sha1 + 12, 8);
	memcpy(packet + 8, msg_key, 16);
	memcpy(packet + CU_HEAD, body, n);
	ck_assert_int_eq(e2e_ige(crypto, E2E_ENCRYPT, aes_key, iv, packet + CU_HEAD, n), E2E_OK);
	return n + CU_HEAD;
}

size_t
cu_packet_v2(struct e2e_crypto *crypto, uint8_t *packet, const uint8_t key[E2E_KEY_BYTES],
             uint32_t x, const uint8_t *body, size_t n)
{
	struct e2e_bytes part[2] = { { key + 88 + x, 32 }, { body, n } };
	uint8_t digest[E2E_SHA256_BYTES], aes_key[32], iv[32];

	ck_assert_int_eq(e2e_hash(crypto, E2E_HASH_SHA256, digest, part, 2), E2E_OK);
	ck_assert_int_eq(e2e_kdf_v2(crypto, aes_key, iv, key, digest + 8, x), E2E_OK);
	return finish_packet(crypto, packet, key, digest + 8, aes_key, iv, body, n);
}

size_t
cu_packet_v1(struct e2e_crypto *crypto, uint8_t *packet, const uint8_t key[E2E_KEY_BYTES],
             const uint8_t *body, size_t n, size_t hashed)
{
	uint8_t digest[E2E_SHA1_BYTES], aes_key[32], iv[32];

	ck_assert(hashed <= n);
	cu_sha1(crypto, digest, body, hashed);
	ck_assert_int_eq(e2e_kdf_v1(crypto, aes_key, iv, key, digest + 4, 0), E2E_OK);
	return finish_packet(crypto, packet, key, digest + 4, aes_key, iv, body, n);
}

bool
cu_shows(const uint8_t *p, size_t p_n, const uint8_t *what, size_t n)
{
	size_t i, j;

	for (i = 0; i + 8 <= n; i += 8)
		for (j = 0; j + 8 <= p_n; j++)
			if (memcmp(p + j, what + i, 8) == 0)
				return true;
	return false;
}

bool
cu_wiped_or_untouched(const uint8_t *p, size_t n, uint8_t fill)
{
	size_t i;

	if (tu_all_zero(p, n))
		return true;
	for (i = 0; i < n; i++)
		if (p[i] != fill)
			return false;
	return true;
}

/* ---- Backends that fail ----------------------------------------------------------- */

struct cu_faults cu_faults;
static const struct e2e_backend *whole;

static bool
strikes(size_t *left)
{
	return *left != 0 && --*left == 0;
}

static int32_t
faulty_random(void *state, uint8_t *out, size_t n)
{
	return strikes(&cu_faults.random) ? E2E_ERR_BACKEND : whole->random(state, out, n);
}

static int32_t
faulty_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
            size_t n_parts)
{
	if (strikes(&cu_faults.hash))
		return E2E_ERR_BACKEND;
	return whole->hash(state, algorithm, digest, part, n_parts);
}

static int32_t
faulty_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
           size_t n)
{
	int32_t result = whole->ige(state, way, key, iv, data, n);

	return strikes(&cu_faults.ige) ? E2E_ERR_BACKEND : result;
}

static int32_t
faulty_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
              const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	int32_t result = whole->modexp(state, out, base, secret_exp, odd_mod);

	return strikes(&cu_faults.modexp) ? E2E_ERR_BACKEND : result;
}

void
cu_faulty_backend(struct e2e_backend *out, const struct e2e_backend *inner)
{
	whole = inner;
	cu_faults = (struct cu_faults){ 0, 0, 0, 0 };
	*out = *inner;
	out->random = faulty_random;
	out->hash = faulty_hash;
	out->ige = faulty_ige;
	out->modexp = faulty_modexp;
}

/* ---- Suites ------------------------------------------------------------------------- */

/*
 * With which backends a suite runs.  Under the sanitizers a chat has the first one alone: what it
 * does with another is the same, and those are under the sanitizers in suites of their own.
 */
static int
backends_of(const char *name)
{
	if (getenv("E2E_LEAN") != NULL && strncmp(name, "chat_", 5) == 0)
		return 1;
	return (int)tu_backend_count();
}

Suite *
cu_suite(const char *name, const struct cu_test *test, size_t n)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	size_t i;

	if (tu_backend_count() == 0) /* no test is running yet: no ck_assert */
		abort();
	tcase_set_timeout(tcase, TEST_SECONDS);
	for (i = 0; i < n; i++)
		tcase_add_loop_test(tcase, test[i].test, 0, backends_of(name));
	suite_add_tcase(suite, tcase);
	return suite;
}
