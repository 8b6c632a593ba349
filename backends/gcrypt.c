/* SPDX-License-Identifier: ISC */
/* The backend over libgcrypt. */
#include "config.h"

#include "builtin.h"
#include "entropy.h"
#include "ige.h"

#include "base/wipe.h"

#include <gcrypt.h>
#include <string.h>

#define DH_BITS (8 * E2E_DH_BYTES)

/* The oldest libgcrypt this was tested with (Debian 12). */
#define GCRYPT_MIN "1.10.0"

/*
 * One handle in CBC mode serves both directions and all messages: opening one costs
 * 2 us, setting the key of an open one 0.07.
 */
struct gcrypt_state {
	struct e2e_i_entropy entropy;
	gcry_cipher_hd_t cbc;
};

/* ---- Start-up ------------------------------------------------------------------ */

/*
 * libgcrypt is set up once for the whole process.  If the host has done it, nothing is
 * touched.  Otherwise its defaults are what we want, secure memory among them.
 */
static int32_t
start_library(void)
{
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return E2E_OK;
	if (gcry_check_version(GCRYPT_MIN) == NULL)
		return E2E_ERR_BACKEND;
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0) != 0)
		return E2E_ERR_BACKEND;
	return E2E_OK;
}

/* In secure memory, which is locked and wiped, as long as there is some left. */
static gcry_error_t
open_cbc(gcry_cipher_hd_t *handle)
{
	gcry_error_t err = gcry_cipher_open(handle, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC,
	                                    GCRY_CIPHER_SECURE);

	if (gcry_err_code(err) == GPG_ERR_ENOMEM)
		err = gcry_cipher_open(handle, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC, 0);
	return err;
}

static int32_t
gcrypt_open(void *state, void *user)
{
	struct gcrypt_state *s = state;
	int32_t err = start_library();

	(void)user;
	if (err != E2E_OK)
		return err;
	if (open_cbc(&s->cbc) != 0)
		return E2E_ERR_BACKEND;
	e2e_i_entropy_open(&s->entropy);
	return E2E_OK;
}

static void
gcrypt_close(void *state)
{
	struct gcrypt_state *s = state;

	gcry_cipher_close(s->cbc);
	e2e_i_entropy_close(&s->entropy);
}

/*
 * The kernel's randomness, as with the other backend: libgcrypt's own strong kind
 * takes 7 us for 32 bytes and is seeded from the same source.
 */
static int32_t
gcrypt_random(void *state, uint8_t *out, size_t n)
{
	struct gcrypt_state *s = state;

	return e2e_i_entropy_draw(&s->entropy, out, n);
}

/* ---- IGE ------------------------------------------------------------------------ */

static int32_t
encrypt_cbc(void *cipher, uint8_t *data, size_t n)
{
	struct gcrypt_state *s = cipher;

	return gcry_cipher_encrypt(s->cbc, data, n, NULL, 0) == 0 ? E2E_OK : E2E_ERR_BACKEND;
}

/* CBC decryption of one block, with the mask as its iv. */
static int32_t
decrypt_xor(void *cipher, uint8_t block[E2E_I_BLOCK], const uint8_t mask[E2E_I_BLOCK])
{
	struct gcrypt_state *s = cipher;

	if (gcry_cipher_setiv(s->cbc, mask, E2E_I_BLOCK) != 0 ||
	    gcry_cipher_decrypt(s->cbc, block, E2E_I_BLOCK, NULL, 0) != 0)
		return E2E_ERR_BACKEND;
	return E2E_OK;
}

/* The handle outlives the message; the message's key must not. */
static int32_t
forget_key(struct gcrypt_state *s)
{
	static const uint8_t none[32];

	if (gcry_cipher_setkey(s->cbc, none, sizeof none) != 0)
		return E2E_ERR_BACKEND;
	return E2E_OK;
}

static int32_t
gcrypt_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
           size_t n)
{
	struct gcrypt_state *s = state;
	const struct e2e_i_ige ige = { s, encrypt_cbc, decrypt_xor };
	int32_t err, forgotten;

	if (gcry_cipher_setkey(s->cbc, key, 32) != 0 ||
	    gcry_cipher_setiv(s->cbc, iv, E2E_I_BLOCK) != 0)
		err = E2E_ERR_BACKEND;
	else if (way == E2E_ENCRYPT)
		err = e2e_i_ige_encrypt(&ige, iv, data, n);
	else
		err = e2e_i_ige_decrypt(&ige, iv, data, n);
	forgotten = forget_key(s);
	return err != E2E_OK ? err : forgotten;
}

/* ---- Hashes ---------------------------------------------------------------------- */

static int
hash_number(uint32_t algorithm)
{
	switch (algorithm) {
	case E2E_HASH_MD5:
		return GCRY_MD_MD5;
	case E2E_HASH_SHA1:
		return GCRY_MD_SHA1;
	case E2E_HASH_SHA256:
		return GCRY_MD_SHA256;
	default:
		return GCRY_MD_NONE;
	}
}

static int32_t
gcrypt_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
            size_t n_parts)
{
	gcry_buffer_t buffer[E2E_HASH_PARTS_MAX];
	int number = hash_number(algorithm);

	(void)state;
	if (number == GCRY_MD_NONE || n_parts > E2E_HASH_PARTS_MAX)
		return E2E_ERR_BACKEND;
	memset(buffer, 0, sizeof buffer);
	for (size_t i = 0; i < n_parts; i++) {
		/* The interface lacks a const; nothing is written. */
		buffer[i].data = (void *)(uintptr_t)part[i].p;
		buffer[i].len = part[i].n;
	}
	if (gcry_md_hash_buffers(number, 0, digest, buffer, (int)n_parts) != 0)
		return E2E_ERR_BACKEND;
	return E2E_OK;
}

/* ---- Modular exponentiation --------------------------------------------------------- */

/* The big-endian number at BYTES, moved to secure memory, or NULL. */
static gcry_mpi_t
scan_secret(const uint8_t *bytes, size_t n)
{
	gcry_mpi_t x = NULL;

	if (gcry_mpi_scan(&x, GCRYMPI_FMT_USG, bytes, n, NULL) != 0)
		return NULL;
	gcry_mpi_set_flag(x, GCRYMPI_FLAG_SECURE);
	return x;
}

/* X as E2E_DH_BYTES bytes, with its leading zeros. */
static int32_t
print_padded(uint8_t out[E2E_DH_BYTES], gcry_mpi_t x)
{
	size_t n = 0;

	if (gcry_mpi_print(GCRYMPI_FMT_USG, out, E2E_DH_BYTES, &n, x) != 0)
		return E2E_ERR_BACKEND;
	memmove(out + E2E_DH_BYTES - n, out, n);
	memset(out, 0, E2E_DH_BYTES - n);
	return E2E_OK;
}

/* A random number of BITS bits (any of them may be 0), or NULL. */
static gcry_mpi_t
draw_share(struct gcrypt_state *s, unsigned int bits)
{
	uint8_t bytes[E2E_DH_BYTES];
	size_t n = (bits + 7) / 8;
	gcry_mpi_t share = NULL;

	if (gcrypt_random(s, bytes, n) == E2E_OK) {
		bytes[0] &= (uint8_t)(0xff >> (8 * n - bits));
		share = scan_secret(bytes, n);
	}
	e2e_i_wipe(bytes, sizeof bytes);
	return share;
}

/*
 * BASE = BASE ^ EXP mod MOD.  The time of gcry_mpi_powm() up to 1.11 depends on the
 * exponent, so EXP is split at random into two summands, each of which alone says
 * nothing about it: b^e = b^r * b^(e-r).  That is right for any modulus, prime or not.
 */
static int32_t
blinded_powm(struct gcrypt_state *s, gcry_mpi_t base, gcry_mpi_t exp, gcry_mpi_t mod)
{
	unsigned int bits = gcry_mpi_get_nbits(exp);
	gcry_mpi_t share, rest, power;

	if (bits < 2) {
		gcry_mpi_powm(base, base, exp, mod);
		return E2E_OK;
	}
	share = draw_share(s, bits - 1);
	if (share == NULL)
		return E2E_ERR_BACKEND;
	rest = gcry_mpi_snew(DH_BITS);
	power = gcry_mpi_snew(DH_BITS);
	gcry_mpi_sub(rest, exp, share);
	gcry_mpi_powm(power, base, share, mod);
	gcry_mpi_powm(base, base, rest, mod);
	gcry_mpi_mulm(base, base, power, mod);
	gcry_mpi_release(power);
	gcry_mpi_release(rest);
	gcry_mpi_release(share);
	return E2E_OK;
}

static int32_t
gcrypt_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
              const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct gcrypt_state *s = state;
	gcry_mpi_t b = scan_secret(base, E2E_DH_BYTES);
	gcry_mpi_t e = scan_secret(secret_exp, E2E_DH_BYTES);
	gcry_mpi_t m = scan_secret(odd_mod, E2E_DH_BYTES);
	int32_t err = E2E_ERR_BACKEND;

	if (b != NULL && e != NULL && m != NULL) {
		gcry_mpi_mod(b, b, m);
		err = blinded_powm(s, b, e, m);
	}
	if (err == E2E_OK)
		err = print_padded(out, b);
	gcry_mpi_release(m);
	gcry_mpi_release(e);
	gcry_mpi_release(b);
	return err;
}

/* ---- The backend --------------------------------------------------------------------- */

const struct e2e_backend e2e_i_backend_gcrypt = {
	.size = sizeof(struct e2e_backend),
	.version = E2E_BACKEND_VERSION,
	.name = "gcrypt",
	.state_size = sizeof(struct gcrypt_state),
	.open = gcrypt_open,
	.close = gcrypt_close,
	.random = gcrypt_random,
	.hash = gcrypt_hash,
	.ige = gcrypt_ige,
	.modexp = gcrypt_modexp,
};
