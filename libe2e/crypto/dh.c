/* SPDX-License-Identifier: ISC */
/* Makes and checks groups, public values and shared keys (protocol 1; DOC api/end-to-end). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/ct.h"
#include "base/num.h"
#include "base/wipe.h"
#include "crypto/dh_prime.h"

#include <string.h>

#define N E2E_DH_BYTES

/* Both ends of the range keep this many bits away from 0 and p (protocol 1.1.5). */
#define RANGE_BITS 1984

/* A draw is out of range with probability 2^-63 (T1.6); more failures are a broken source. */
#define DRAWS_MAX 8

/* ---- Verdicts ---------------------------------------------------------------------- */

int32_t
e2e_dh_prime_digest(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA256_BYTES],
                    const uint8_t *p, size_t p_n)
{
	const struct e2e_bytes part = { p, p_n };

	return e2e_i_crypto_hash(crypto, E2E_HASH_SHA256, digest, &part, 1);
}

static struct e2e_i_verdict *
find_verdict(struct e2e_crypto *crypto, const uint8_t digest[E2E_SHA256_BYTES])
{
	for (size_t i = 0; i < E2E_I_VERDICTS; i++) {
		struct e2e_i_verdict *v = &crypto->verdict[i];

		if (v->known && memcmp(v->digest, digest, E2E_SHA256_BYTES) == 0)
			return v;
	}
	return NULL;
}

static void
remember(struct e2e_crypto *crypto, const uint8_t digest[E2E_SHA256_BYTES], int32_t verdict)
{
	struct e2e_i_verdict *v = find_verdict(crypto, digest);

	if (v == NULL) {
		v = &crypto->verdict[crypto->next_verdict];
		crypto->next_verdict = (crypto->next_verdict + 1) % E2E_I_VERDICTS;
	}
	memcpy(v->digest, digest, E2E_SHA256_BYTES);
	v->verdict = verdict;
	v->known = 1;
}

int32_t
e2e_dh_verdict_set(struct e2e_crypto *crypto, const uint8_t digest[E2E_SHA256_BYTES],
                   int32_t verdict)
{
	if (verdict != E2E_OK && verdict != E2E_REFUSED_PRIME)
		return E2E_ERR_ARGUMENT;
	remember(crypto, digest, verdict);
	return E2E_OK;
}

/* ---- Groups --------------------------------------------------------------------------- */

void
e2e_dh_group_known(struct e2e_dh_group *group)
{
	group->g = 3;
	memcpy(group->p, e2e_i_dh_known_prime, N);
}

/* The verdict on a P of N bytes: known, remembered, or worked out. */
static int32_t
judge_prime(struct e2e_crypto *crypto, const uint8_t p[N])
{
	uint8_t digest[E2E_SHA256_BYTES];
	const struct e2e_i_verdict *v;
	int32_t err;

	if (memcmp(p, e2e_i_dh_known_prime, N) == 0)
		return E2E_OK;
	err = e2e_dh_prime_digest(crypto, digest, p, N);
	if (err != E2E_OK)
		return err;
	v = find_verdict(crypto, digest);
	if (v != NULL)
		return v->verdict;
	err = e2e_i_dh_check_prime(crypto, p);
	if (err >= E2E_OK)
		remember(crypto, digest, err);
	return err;
}

int32_t
e2e_dh_group_set(struct e2e_crypto *crypto, struct e2e_dh_group *group, const uint8_t *p,
                 size_t p_n, int32_t g)
{
	int32_t err;

	if (group->size < sizeof *group)
		return E2E_ERR_VERSION;
	if (p_n != N || p[0] < 0x80)
		return E2E_REFUSED_PRIME;
	err = e2e_i_dh_check_generator(p, g);
	if (err == E2E_OK)
		err = judge_prime(crypto, p);
	if (err != E2E_OK)
		return err;
	group->g = g;
	memcpy(group->p, p, N);
	return E2E_OK;
}

/*
 * Check that GROUP was set by e2e_dh_group_set(), or at least looks so: the backends need an
 * odd modulus, and check_range() its top bit.
 */
static int32_t
check_group(const struct e2e_dh_group *group)
{
	if (group->size < sizeof *group)
		return E2E_ERR_VERSION;
	if (group->p[0] < 0x80 || (group->p[N - 1] & 1) == 0 || group->g < 2 || group->g > 7)
		return E2E_ERR_ARGUMENT;
	return E2E_OK;
}

/* ---- Values ------------------------------------------------------------------------------ */

/* Copy VALUE, 1 to N bytes, to PADDED with zeros in front (protocol 1.2.1, T1.1). */
static int32_t
pad(uint8_t padded[N], const uint8_t *value, size_t n)
{
	if (n < 1 || n > N)
		return E2E_REFUSED_VALUE;
	memset(padded, 0, N - n);
	memcpy(padded + (N - n), value, n);
	return E2E_OK;
}

/* OUT = P - 2^RANGE_BITS; P has 2048 bits, so nothing is borrowed at the front. */
static void
upper_bound(uint8_t out[N], const uint8_t p[N])
{
	uint32_t borrow = 1;

	memcpy(out, p, N);
	for (size_t i = N - RANGE_BITS / 8; i-- > 0;) {
		uint32_t difference = (uint32_t)p[i] - borrow;

		out[i] = (uint8_t)difference;
		borrow = difference >> 31;
	}
}

/* 2^1984 <= value <= p - 2^1984; Android sends others, once in 2^63 (protocol 1.1.5, T1.3). */
static int32_t
check_range(const struct e2e_dh_group *group, const uint8_t value[N])
{
	uint8_t low[N] = { 0 }, high[N];
	uint32_t outside;

	low[N - 1 - RANGE_BITS / 8] = 1;
	upper_bound(high, group->p);
	outside = e2e_i_ct_less(value, low, N) | e2e_i_ct_less(high, value, N);
	return e2e_i_ct_declassify(outside) ? E2E_REFUSED_VALUE : E2E_OK;
}

int32_t
e2e_dh_value_check(const struct e2e_dh_group *group, uint8_t padded[N], const uint8_t *value,
                   size_t n)
{
	uint8_t full[N];
	int32_t err = check_group(group);

	if (err == E2E_OK)
		err = pad(full, value, n);
	if (err == E2E_OK)
		err = check_range(group, full);
	if (padded == NULL)
		return err;
	if (err == E2E_OK)
		memcpy(padded, full, N);
	else
		memset(padded, 0, N);
	return err;
}

/* Add the server's randomness to ours, which it cannot undo (protocol 1.1.6, T1.2). */
static int32_t
draw_exponent(struct e2e_crypto *crypto, uint8_t exponent[N], const uint8_t *server_random,
              size_t n)
{
	int32_t err = e2e_i_crypto_random(crypto, exponent, N);

	for (size_t i = 0; i < n && err == E2E_OK; i++)
		exponent[i] ^= server_random[i];
	return err;
}

int32_t
e2e_dh_keypair(struct e2e_crypto *crypto, const struct e2e_dh_group *group,
               uint8_t secret_exp[N], uint8_t public_value[N], const uint8_t *server_random,
               size_t server_random_n)
{
	uint8_t g[N] = { 0 };
	int32_t err = check_group(group);

	if (err == E2E_OK && server_random_n > N)
		err = E2E_ERR_LIMIT;
	if (err != E2E_OK)
		goto out;
	err = E2E_REFUSED_VALUE;
	g[N - 1] = (uint8_t)group->g;
	for (int draw = 0; draw < DRAWS_MAX && err == E2E_REFUSED_VALUE; draw++) {
		err = draw_exponent(crypto, secret_exp, server_random, server_random_n);
		if (err == E2E_OK)
			err = e2e_i_crypto_modexp(crypto, public_value, g, secret_exp, group->p);
		if (err == E2E_OK)
			err = check_range(group, public_value);
	}
	if (err == E2E_REFUSED_VALUE)
		err = E2E_ERR_BACKEND;
out:
	if (err != E2E_OK) {
		e2e_i_wipe(secret_exp, N);
		e2e_i_wipe(public_value, N);
	}
	return err;
}

int32_t
e2e_dh_agree(struct e2e_crypto *crypto, struct e2e_key *key, const struct e2e_dh_group *group,
             const uint8_t secret_exp[N], const uint8_t *value, size_t n)
{
	uint8_t padded[N], shared[N] = { 0 };
	int32_t err;

	if (key->size < sizeof *key)
		return E2E_ERR_VERSION;
	e2e_key_wipe(key);
	err = e2e_dh_value_check(group, padded, value, n);
	if (err == E2E_OK)
		err = e2e_i_crypto_modexp(crypto, shared, padded, secret_exp, group->p);
	if (err == E2E_OK)
		err = e2e_key_set(crypto, key, shared);
	e2e_i_wipe(shared, sizeof shared);
	return err;
}
