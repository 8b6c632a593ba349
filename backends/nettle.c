/* SPDX-License-Identifier: ISC */
/* The backend over Nettle and GMP. */
#include "config.h"

#include "builtin.h"
#include "entropy.h"
#include "ige.h"

#include "base/wipe.h"

#include <gmp.h>
#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/ctr.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdlib.h>
#include <string.h>

#if GMP_NAIL_BITS != 0
#error "a GMP without nails is needed"
#endif

/* Nettle 4 took the length out of its digest functions. */
#if NETTLE_VERSION_MAJOR >= 4
#define DIGEST(function, context, n, out) function(context, out)
#else
#define DIGEST(function, context, n, out) function(context, n, out)
#endif

#define LIMB_BYTES sizeof(mp_limb_t)
#define DH_LIMBS   (E2E_DH_BYTES / LIMB_BYTES)
#define DH_BITS    (8 * E2E_DH_BYTES)

/*
 * `last` is the round key that decryption adds at its very end: with last ^ m in its
 * place, the cipher computes D(x) ^ m.
 */
struct nettle_state {
	struct e2e_i_entropy entropy;
	int32_t (*decrypt_xor)(void *state, uint8_t pair[2 * E2E_I_BLOCK]);
	struct aes256_ctx aes;
	uint8_t last[E2E_I_BLOCK];
	uint8_t chain[E2E_I_BLOCK];
};

/* ---- IGE -------------------------------------------------------------------- */

static uint8_t *
last_round_key(struct nettle_state *s)
{
	return (uint8_t *)s->aes.keys + sizeof s->aes.keys - E2E_I_BLOCK;
}

static void
set_decrypt_key(struct nettle_state *s, const uint8_t key[32])
{
	aes256_set_decrypt_key(&s->aes, key);
	memcpy(s->last, last_round_key(s), sizeof s->last);
}

/* Add the mask after the cipher, through memory: that is in the serial chain. */
static int32_t
decrypt_then_xor(void *state, uint8_t pair[2 * E2E_I_BLOCK])
{
	struct nettle_state *s = state;
	uint8_t *block = pair + E2E_I_BLOCK;

	aes256_decrypt(&s->aes, E2E_I_BLOCK, block, block);
	e2e_i_ige_xor(block, block, pair);
	return E2E_OK;
}

/* Add the mask to the last round key, beside the serial chain: 12 to 15 % faster. */
static int32_t
decrypt_with_masked_key(void *state, uint8_t pair[2 * E2E_I_BLOCK])
{
	struct nettle_state *s = state;
	uint8_t *block = pair + E2E_I_BLOCK;

	e2e_i_ige_xor(last_round_key(s), s->last, pair);
	aes256_decrypt(&s->aes, E2E_I_BLOCK, block, block);
	return E2E_OK;
}

/*
 * Nettle does not promise where its round keys are (on some processors they may be swapped
 * or missing), so try it on the processor that runs before relying on it.
 */
static void
choose_decrypt_xor(struct nettle_state *s)
{
	uint8_t key[32], plain[2 * E2E_I_BLOCK], masked[2 * E2E_I_BLOCK];

	for (size_t i = 0; i < 32; i++) {
		key[i] = (uint8_t)(7 * i + 3);
		plain[i] = masked[i] = (uint8_t)(83 * i + 5);
	}
	set_decrypt_key(s, key);
	(void)decrypt_then_xor(s, plain);
	(void)decrypt_with_masked_key(s, masked);
	s->decrypt_xor = memcmp(plain, masked, sizeof plain) == 0 ? decrypt_with_masked_key
	                                                          : decrypt_then_xor;
}

static int32_t
encrypt_cbc(void *state, uint8_t *data, size_t n)
{
	struct nettle_state *s = state;

	cbc_aes256_encrypt(&s->aes, s->chain, n, data, data);
	return E2E_OK;
}

static int32_t
nettle_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
           size_t n)
{
	struct nettle_state *s = state;
	const struct e2e_i_ige ige = { s, encrypt_cbc, s->decrypt_xor };
	int32_t err;

	if (way == E2E_ENCRYPT) {
		aes256_set_encrypt_key(&s->aes, key);
		memcpy(s->chain, iv, sizeof s->chain);
		err = e2e_i_ige_encrypt(&ige, iv, data, n);
	} else {
		set_decrypt_key(s, key);
		err = e2e_i_ige_decrypt(&ige, iv, data, n);
	}
	e2e_i_wipe(&s->aes, sizeof s->aes);
	e2e_i_wipe(s->last, sizeof s->last);
	e2e_i_wipe(s->chain, sizeof s->chain);
	return err;
}

/* ---- Hashes ----------------------------------------------------------------- */

static void
hash_md5(uint8_t *digest, const struct e2e_bytes *part, size_t n_parts)
{
	struct md5_ctx h;

	md5_init(&h);
	for (size_t i = 0; i < n_parts; i++)
		md5_update(&h, part[i].n, part[i].p);
	DIGEST(md5_digest, &h, MD5_DIGEST_SIZE, digest);
	e2e_i_wipe(&h, sizeof h);
}

static void
hash_sha1(uint8_t *digest, const struct e2e_bytes *part, size_t n_parts)
{
	struct sha1_ctx h;

	sha1_init(&h);
	for (size_t i = 0; i < n_parts; i++)
		sha1_update(&h, part[i].n, part[i].p);
	DIGEST(sha1_digest, &h, SHA1_DIGEST_SIZE, digest);
	e2e_i_wipe(&h, sizeof h);
}

static void
hash_sha256(uint8_t *digest, const struct e2e_bytes *part, size_t n_parts)
{
	struct sha256_ctx h;

	sha256_init(&h);
	for (size_t i = 0; i < n_parts; i++)
		sha256_update(&h, part[i].n, part[i].p);
	DIGEST(sha256_digest, &h, SHA256_DIGEST_SIZE, digest);
	e2e_i_wipe(&h, sizeof h);
}

static int32_t
nettle_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
            size_t n_parts)
{
	(void)state;
	switch (algorithm) {
	case E2E_HASH_MD5:
		hash_md5(digest, part, n_parts);
		return E2E_OK;
	case E2E_HASH_SHA1:
		hash_sha1(digest, part, n_parts);
		return E2E_OK;
	case E2E_HASH_SHA256:
		hash_sha256(digest, part, n_parts);
		return E2E_OK;
	default:
		return E2E_ERR_BACKEND;
	}
}

/* ---- Modular exponentiation --------------------------------------------------- */

static void
to_limbs(mp_limb_t limb[DH_LIMBS], const uint8_t bytes[E2E_DH_BYTES])
{
	for (size_t i = 0; i < DH_LIMBS; i++) {
		const uint8_t *p = bytes + E2E_DH_BYTES - (i + 1) * LIMB_BYTES;
		mp_limb_t x = 0;

		for (size_t j = 0; j < LIMB_BYTES; j++)
			x = x << 8 | p[j];
		limb[i] = x;
	}
}

static void
to_bytes(uint8_t bytes[E2E_DH_BYTES], const mp_limb_t limb[DH_LIMBS])
{
	for (size_t i = 0; i < E2E_DH_BYTES; i++)
		bytes[E2E_DH_BYTES - 1 - i] =
			(uint8_t)(limb[i / LIMB_BYTES] >> 8 * (i % LIMB_BYTES));
}

/*
 * mpn_sec_powm() has no branch or index that depends on the exponent or the base.
 * It wants a modulus without leading zero limbs, whose length is public.
 */
static int32_t
nettle_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
              const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct {
		mp_limb_t base[DH_LIMBS], exp[DH_LIMBS], mod[DH_LIMBS], result[DH_LIMBS];
	} x = { { 0 }, { 0 }, { 0 }, { 0 } };
	size_t n = DH_LIMBS, scratch_n;
	mp_limb_t *scratch;
	int32_t err = E2E_OK;

	(void)state;
	to_limbs(x.base, base);
	to_limbs(x.exp, secret_exp);
	to_limbs(x.mod, odd_mod);
	while (n > 1 && x.mod[n - 1] == 0)
		n--;

	scratch_n = (size_t)mpn_sec_powm_itch(DH_LIMBS, DH_BITS, (mp_size_t)n) * LIMB_BYTES;
	scratch = malloc(scratch_n);
	if (scratch == NULL) {
		err = E2E_ERR_NOMEM;
		goto out;
	}
	mpn_sec_powm(x.result, x.base, DH_LIMBS, x.exp, DH_BITS, x.mod, (mp_size_t)n, scratch);
	to_bytes(out, x.result);
	e2e_i_wipe(scratch, scratch_n);
	free(scratch);
out:
	e2e_i_wipe(&x, sizeof x);
	return err;
}

/* ---- Randomness ------------------------------------------------------------------ */

static int32_t
stretch(void *state, const uint8_t seed[E2E_I_SEED_BYTES], uint8_t *out, size_t n)
{
	struct nettle_state *s = state;
	uint8_t counter[AES_BLOCK_SIZE] = { 0 };

	aes256_set_encrypt_key(&s->aes, seed);
	memset(out, 0, n);
	ctr_crypt(&s->aes, (nettle_cipher_func *)aes256_encrypt, sizeof counter, counter, n, out,
	          out);
	e2e_i_wipe(&s->aes, sizeof s->aes);
	return E2E_OK;
}

/* ---- The backend --------------------------------------------------------------- */

static int32_t
nettle_random(void *state, uint8_t *out, size_t n)
{
	struct nettle_state *s = state;

	return e2e_i_entropy_draw(&s->entropy, out, n);
}

static int32_t
open_randomness(struct nettle_state *s)
{
	s->entropy.stretch = stretch;
	s->entropy.cipher = s;
	e2e_i_entropy_open(&s->entropy);
	return E2E_OK;
}

static int32_t
nettle_open(void *state, void *user)
{
	struct nettle_state *s = state;

	(void)user;
	choose_decrypt_xor(s);
	return open_randomness(s);
}

static void
nettle_close(void *state)
{
	struct nettle_state *s = state;

	e2e_i_entropy_close(&s->entropy);
}

const struct e2e_backend e2e_i_backend_nettle = {
	.size = sizeof(struct e2e_backend),
	.version = E2E_BACKEND_VERSION,
	.name = "nettle",
	.state_size = sizeof(struct nettle_state),
	.open = nettle_open,
	.close = nettle_close,
	.random = nettle_random,
	.hash = nettle_hash,
	.ige = nettle_ige,
	.modexp = nettle_modexp,
};

/* ---- For tests -------------------------------------------------------------------- */

static int32_t
open_masked(void *state, void *user)
{
	struct nettle_state *s = state;

	(void)user;
	s->decrypt_xor = decrypt_with_masked_key;
	return open_randomness(s);
}

static int32_t
open_unmasked(void *state, void *user)
{
	struct nettle_state *s = state;

	(void)user;
	s->decrypt_xor = decrypt_then_xor;
	return open_randomness(s);
}

void
e2e_i_nettle_forced(struct e2e_backend *out, enum e2e_i_nettle_way way)
{
	*out = e2e_i_backend_nettle;
	out->open = way == E2E_I_NETTLE_MASKED ? open_masked : open_unmasked;
}
