/* SPDX-License-Identifier: ISC */
/* The primitives of Nettle and GMP, called directly. */
#include "config.h"

#include <gmp.h>
#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "unchain.h"

/* Nettle 4 took the length out of its digest functions. */
#if NETTLE_VERSION_MAJOR >= 4
#define DIGEST(function, context, n, out) function(context, out)
#else
#define DIGEST(function, context, n, out) function(context, n, out)
#endif

#define DH_LIMBS (E2E_DH_BYTES / sizeof(mp_limb_t))
#define DH_BITS  (8 * E2E_DH_BYTES)

struct state {
	struct aes256_ctx aes;
	struct md5_ctx md5;
	struct sha1_ctx sha1;
	struct sha256_ctx sha256;
	mp_limb_t base[DH_LIMBS];
	mp_limb_t exponent[DH_LIMBS];
	mp_limb_t mod[DH_LIMBS];
	mp_limb_t result[DH_LIMBS];
	mp_limb_t *scratch;
};

static void *
open_state(void)
{
	struct state *s = calloc(1, sizeof *s);
	mp_size_t limbs = mpn_sec_powm_itch(DH_LIMBS, DH_BITS, DH_LIMBS);

	if (s == NULL || (s->scratch = calloc((size_t)limbs, sizeof(mp_limb_t))) == NULL)
		bench_fail("calloc", -1);
	return s;
}

static void
close_state(void *state)
{
	struct state *s = state;

	free(s->scratch);
	free(s);
}

static void
hash(void *state, uint32_t algorithm, uint8_t *digest, const uint8_t *data, size_t n)
{
	struct state *s = state;

	switch (algorithm) {
	case E2E_HASH_MD5:
		md5_init(&s->md5);
		md5_update(&s->md5, n, data);
		DIGEST(md5_digest, &s->md5, MD5_DIGEST_SIZE, digest);
		break;
	case E2E_HASH_SHA1:
		sha1_init(&s->sha1);
		sha1_update(&s->sha1, n, data);
		DIGEST(sha1_digest, &s->sha1, SHA1_DIGEST_SIZE, digest);
		break;
	default:
		sha256_init(&s->sha256);
		sha256_update(&s->sha256, n, data);
		DIGEST(sha256_digest, &s->sha256, SHA256_DIGEST_SIZE, digest);
		break;
	}
}

static void
cbc(void *state, const uint8_t key[32], const uint8_t iv[16], uint8_t *data, size_t n)
{
	struct state *s = state;
	uint8_t chain[BLOCK];

	memcpy(chain, iv, sizeof chain);
	aes256_set_encrypt_key(&s->aes, key);
	cbc_aes256_encrypt(&s->aes, chain, n, data, data);
}

static void
decrypt_block(void *state, uint8_t *to, const uint8_t *from)
{
	struct state *s = state;

	aes256_decrypt(&s->aes, BLOCK, to, from);
}

static void
unchain(void *state, const uint8_t key[32], const uint8_t iv[16], uint8_t *data, size_t n)
{
	struct state *s = state;

	aes256_set_decrypt_key(&s->aes, key);
	unchain_blocks(decrypt_block, s, iv, data, n);
}

static void
modexp_set(void *state, const uint8_t *base, const uint8_t *exponent, const uint8_t *odd_mod)
{
	struct state *s = state;

	memset(s->base, 0, sizeof s->base);
	memset(s->exponent, 0, sizeof s->exponent);
	mpn_set_str(s->base, base, E2E_DH_BYTES, 256);
	mpn_set_str(s->exponent, exponent, E2E_DH_BYTES, 256);
	mpn_set_str(s->mod, odd_mod, E2E_DH_BYTES, 256);
}

static void
modexp(void *state)
{
	struct state *s = state;

	mpn_sec_powm(s->result, s->base, DH_LIMBS, s->exponent, DH_BITS, s->mod, DH_LIMBS,
	             s->scratch);
}

static const struct bench_bare nettle = {
	.backend = "nettle",
	.cbc_name = "nettle-cbc-aes256-encrypt",
	.modexp_name = "gmp-mpn-sec-powm",
	.open = open_state,
	.close = close_state,
	.hash = hash,
	.cbc = cbc,
	.unchain = unchain,
	.modexp_set = modexp_set,
	.modexp = modexp,
};

const struct bench_bare *
bench_bare_nettle(void)
{
	return &nettle;
}
