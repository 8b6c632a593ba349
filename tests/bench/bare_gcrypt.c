/* SPDX-License-Identifier: ISC */
/* The primitives of libgcrypt, called directly on handles that are open. */
#include "config.h"

#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "unchain.h"

struct state {
	gcry_cipher_hd_t cbc;
	gcry_cipher_hd_t ecb;
	gcry_mpi_t base;
	gcry_mpi_t exponent;
	gcry_mpi_t mod;
	gcry_mpi_t result;
};

static void
must(gcry_error_t result, const char *what)
{
	if (result != 0)
		bench_fail(what, (long)result);
}

/* The context over this backend is there already, so libgcrypt is initialised. */
static void *
open_state(void)
{
	struct state *s = calloc(1, sizeof *s);

	if (s == NULL)
		bench_fail("calloc", -1);
	must(gcry_cipher_open(&s->cbc, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC, 0),
	     "gcry_cipher_open");
	must(gcry_cipher_open(&s->ecb, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_ECB, 0),
	     "gcry_cipher_open");
	s->result = gcry_mpi_new(8 * E2E_DH_BYTES);
	return s;
}

static void
release_operands(struct state *s)
{
	gcry_mpi_release(s->base);
	gcry_mpi_release(s->exponent);
	gcry_mpi_release(s->mod);
}

static void
close_state(void *state)
{
	struct state *s = state;

	release_operands(s);
	gcry_mpi_release(s->result);
	gcry_cipher_close(s->ecb);
	gcry_cipher_close(s->cbc);
	free(s);
}

static int
hash_number(uint32_t algorithm)
{
	switch (algorithm) {
	case E2E_HASH_MD5:
		return GCRY_MD_MD5;
	case E2E_HASH_SHA1:
		return GCRY_MD_SHA1;
	default:
		return GCRY_MD_SHA256;
	}
}

static void
hash(void *state, uint32_t algorithm, uint8_t *digest, const uint8_t *data, size_t n)
{
	(void)state;
	gcry_md_hash_buffer(hash_number(algorithm), digest, data, n);
}

static void
cbc(void *state, const uint8_t key[32], const uint8_t iv[16], uint8_t *data, size_t n)
{
	struct state *s = state;

	must(gcry_cipher_setkey(s->cbc, key, 32), "gcry_cipher_setkey");
	must(gcry_cipher_setiv(s->cbc, iv, BLOCK), "gcry_cipher_setiv");
	must(gcry_cipher_encrypt(s->cbc, data, n, NULL, 0), "gcry_cipher_encrypt");
}

static void
decrypt_block(void *state, uint8_t *to, const uint8_t *from)
{
	struct state *s = state;

	must(gcry_cipher_decrypt(s->ecb, to, BLOCK, from, BLOCK), "gcry_cipher_decrypt");
}

static void
unchain(void *state, const uint8_t key[32], const uint8_t iv[16], uint8_t *data, size_t n)
{
	struct state *s = state;

	must(gcry_cipher_setkey(s->ecb, key, 32), "gcry_cipher_setkey");
	unchain_blocks(decrypt_block, s, iv, data, n);
}

static void
scan(gcry_mpi_t *to, const uint8_t *from)
{
	must(gcry_mpi_scan(to, GCRYMPI_FMT_USG, from, E2E_DH_BYTES, NULL), "gcry_mpi_scan");
}

static void
modexp_set(void *state, const uint8_t *base, const uint8_t *exponent, const uint8_t *odd_mod)
{
	struct state *s = state;

	release_operands(s);
	scan(&s->base, base);
	scan(&s->exponent, exponent);
	scan(&s->mod, odd_mod);
}

static void
modexp(void *state)
{
	struct state *s = state;

	gcry_mpi_powm(s->result, s->base, s->exponent, s->mod);
}

static const struct bench_bare gcrypt = {
	.backend = "gcrypt",
	.cbc_name = "gcrypt-cbc-aes256-encrypt",
	.modexp_name = "gcrypt-mpi-powm",
	.open = open_state,
	.close = close_state,
	.hash = hash,
	.cbc = cbc,
	.unchain = unchain,
	.modexp_set = modexp_set,
	.modexp = modexp,
};

const struct bench_bare *
bench_bare_gcrypt(void)
{
	return &gcrypt;
}
