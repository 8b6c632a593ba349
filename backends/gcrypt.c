/* SPDX-License-Identifier: ISC */
/* The backend over libgcrypt. */
#include "config.h"

#include "builtin.h"
#include "entropy.h"
#include "ige.h"

#include "base/wipe.h"

#include <gcrypt.h>
#include <pthread.h>
#include <stdbool.h>
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
	gcry_cipher_hd_t ctr; /* for randomness */
};

static bool
set_key(gcry_cipher_hd_t handle, const uint8_t key[32])
{
	return gcry_cipher_setkey(handle, key, 32) == 0;
}

/*
 * Erase the key of the message, and its last block in the iv: the handles stay longer than both.
 * libgcrypt makes the key schedule of decryption when it first decrypts, after it has put aside a
 * copy of all it had.  A reset brings that copy back and clears the iv.  Then a key of zeros
 * replaces the other schedule and its copy.
 */
static int32_t
forget_key(gcry_cipher_hd_t handle)
{
	static const uint8_t none[32];

	if (gcry_cipher_reset(handle) != 0 || !set_key(handle, none))
		return E2E_ERR_BACKEND;
	return E2E_OK;
}

/* ---- Randomness ----------------------------------------------------------------- */

static int32_t
stretch(void *cipher, const uint8_t seed[E2E_I_SEED_BYTES], uint8_t *out, size_t n)
{
	struct gcrypt_state *s = cipher;
	int32_t forgotten;
	bool done;

	memset(out, 0, n);
	done = set_key(s->ctr, seed) && gcry_cipher_setctr(s->ctr, NULL, 0) == 0 &&
	       gcry_cipher_encrypt(s->ctr, out, n, NULL, 0) == 0;
	forgotten = forget_key(s->ctr);
	return done ? forgotten : E2E_ERR_BACKEND;
}

/*
 * Not libgcrypt's own strong randomness, which takes 7 us for 32 bytes and is seeded from
 * the same source.
 */
static int32_t
gcrypt_random(void *state, uint8_t *out, size_t n)
{
	struct gcrypt_state *s = state;

	return e2e_i_entropy_draw(&s->entropy, out, n);
}

/* ---- Start-up ------------------------------------------------------------------ */

/*
 * libgcrypt is set up once for the whole process, and two threads that do it at once break
 * it.  This flag and the lock for powers in FIPS mode are the only state of libe2e outside of
 * contexts.
 */
static pthread_once_t libgcrypt_once = PTHREAD_ONCE_INIT;

/*
 * Change nothing if the host has initialised it.  Otherwise keep libgcrypt's defaults, secure
 * memory among them, but not its writing to stderr when that memory cannot be locked.
 */
static void
start_library_once(void)
{
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return;
	if (gcry_check_version(GCRYPT_MIN) == NULL)
		return;
	(void)gcry_control(GCRYCTL_DISABLE_SECMEM_WARN);
	(void)gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

static int32_t
start_library(void)
{
	if (pthread_once(&libgcrypt_once, start_library_once) != 0)
		return E2E_ERR_BACKEND;
	return gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P) ? E2E_OK : E2E_ERR_BACKEND;
}

/*
 * Not in secure memory: a handle holds a key only while a call lasts (forget_key()), and
 * libgcrypt has 32 KiB of it for the whole process, which powers need.
 */
static int32_t
open_aes(gcry_cipher_hd_t *handle, int mode)
{
	gcry_error_t err = gcry_cipher_open(handle, GCRY_CIPHER_AES256, mode, 0);

	return err == 0 ? E2E_OK : E2E_ERR_BACKEND;
}

static int32_t
gcrypt_open(void *state, void *user)
{
	struct gcrypt_state *s = state;
	int32_t err = start_library();

	(void)user;
	if (err == E2E_OK)
		err = open_aes(&s->cbc, GCRY_CIPHER_MODE_CBC);
	if (err == E2E_OK)
		err = open_aes(&s->ctr, GCRY_CIPHER_MODE_CTR);
	if (err != E2E_OK) {
		gcry_cipher_close(s->cbc);
		return err;
	}
	s->entropy.stretch = stretch;
	s->entropy.cipher = s;
	e2e_i_entropy_open(&s->entropy);
	return E2E_OK;
}

static void
gcrypt_close(void *state)
{
	struct gcrypt_state *s = state;

	gcry_cipher_close(s->cbc);
	gcry_cipher_close(s->ctr);
	e2e_i_entropy_close(&s->entropy);
}

/* ---- IGE ------------------------------------------------------------------------ */

static int32_t
encrypt_cbc(void *cipher, uint8_t *data, size_t n)
{
	struct gcrypt_state *s = cipher;

	return gcry_cipher_encrypt(s->cbc, data, n, NULL, 0) == 0 ? E2E_OK : E2E_ERR_BACKEND;
}

/*
 * Decrypt both in CBC: the second block becomes D(block) ^ mask.  The result for the mask is not
 * needed, but it is beside the serial chain, and costs less than setting an iv.
 */
static int32_t
decrypt_xor(void *cipher, uint8_t pair[2 * E2E_I_BLOCK])
{
	struct gcrypt_state *s = cipher;

	if (gcry_cipher_decrypt(s->cbc, pair, 2 * E2E_I_BLOCK, NULL, 0) != 0)
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

	if (!set_key(s->cbc, key) || gcry_cipher_setiv(s->cbc, iv, E2E_I_BLOCK) != 0)
		err = E2E_ERR_BACKEND;
	else if (way == E2E_ENCRYPT)
		err = e2e_i_ige_encrypt(&ige, iv, data, n);
	else
		err = e2e_i_ige_decrypt(&ige, iv, data, n);
	forgotten = forget_key(s->cbc);
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

/* ---- Secure memory for a power ------------------------------------------------------- */

/* What a power takes (6.5 KiB, measured with libgcrypt 1.10 on 64 bits), and some more. */
#define POWER_BYTES 10240

/*
 * In FIPS mode secure memory does not grow, and libgcrypt ends the process if it runs out of it
 * within a power.  So only one power is made at a time there, and none begins without enough of it.
 */
static pthread_mutex_t libgcrypt_one_power = PTHREAD_MUTEX_INITIALIZER;

/* Wait until a power may begin.  *TURN: give_turn() is to be called, also after an error. */
static int32_t
take_turn(bool *turn)
{
	void *room;

	*turn = false;
	if (!gcry_fips_mode_active())
		return E2E_OK;
	if (pthread_mutex_lock(&libgcrypt_one_power) != 0)
		return E2E_ERR_BACKEND;
	*turn = true;
	room = gcry_malloc_secure(POWER_BYTES);
	if (room == NULL)
		return E2E_ERR_BACKEND;
	gcry_free(room);
	return E2E_OK;
}

static void
give_turn(bool turn)
{
	if (turn)
		(void)pthread_mutex_unlock(&libgcrypt_one_power);
}

/* ---- Modular exponentiation --------------------------------------------------------- */

/*
 * The big-endian number at BYTES, or NULL.  libgcrypt puts a number into secure memory if
 * the bytes it is read from are there.
 */
static gcry_mpi_t
scan_secret(const uint8_t *bytes, size_t n)
{
	uint8_t *secure = gcry_malloc_secure(n);
	gcry_mpi_t x = NULL;

	if (secure == NULL)
		secure = gcry_malloc(n);
	if (secure == NULL)
		return NULL;
	memcpy(secure, bytes, n);
	if (gcry_mpi_scan(&x, GCRYMPI_FMT_USG, secure, n, NULL) != 0)
		x = NULL;
	e2e_i_wipe(secure, n);
	gcry_free(secure);
	return x;
}

/*
 * Write X as E2E_DH_BYTES bytes, with its leading zeros.  gcry_mpi_print() would need secure
 * memory for a while, and fails when other threads have used it up.
 */
static void
print_padded(uint8_t out[E2E_DH_BYTES], gcry_mpi_t x)
{
	memset(out, 0, E2E_DH_BYTES);
	for (unsigned int i = 0; i < DH_BITS; i++) {
		uint8_t bit = (uint8_t)gcry_mpi_test_bit(x, i);

		out[E2E_DH_BYTES - 1 - i / 8] |= (uint8_t)(bit << i % 8);
	}
}

/* A random number below 2^DH_BITS, or NULL. */
static gcry_mpi_t
draw_number(struct gcrypt_state *s)
{
	uint8_t bytes[E2E_DH_BYTES];
	gcry_mpi_t x = NULL;

	if (gcrypt_random(s, bytes, sizeof bytes) == E2E_OK)
		x = scan_secret(bytes, sizeof bytes);
	e2e_i_wipe(bytes, sizeof bytes);
	return x;
}

/*
 * BASE = BASE ^ EXP mod MOD.  The time of gcry_mpi_powm() up to 1.11 depends on the exponent.  So
 * EXP is split at random into two summands, b^e = b^r * b^(e-r), anew for each power, so that the
 * times of many powers average out.  That is right for any modulus, prime or not.  A random
 * fraction of e gives an r from 0 to e without a comparison.
 */
static int32_t
blinded_powm(struct gcrypt_state *s, gcry_mpi_t base, gcry_mpi_t exp, gcry_mpi_t mod)
{
	gcry_mpi_t share = draw_number(s), rest, power;

	if (share == NULL)
		return E2E_ERR_BACKEND;
	rest = gcry_mpi_snew(DH_BITS);
	power = gcry_mpi_snew(DH_BITS);
	gcry_mpi_mul(share, share, exp);
	gcry_mpi_rshift(share, share, DH_BITS);
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
power_of(struct gcrypt_state *s, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
         const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	gcry_mpi_t b = scan_secret(base, E2E_DH_BYTES);
	gcry_mpi_t e = scan_secret(secret_exp, E2E_DH_BYTES);
	gcry_mpi_t m = scan_secret(odd_mod, E2E_DH_BYTES);
	int32_t err = E2E_ERR_BACKEND;

	if (b != NULL && e != NULL && m != NULL) {
		gcry_mpi_mod(b, b, m);
		err = blinded_powm(s, b, e, m);
	}
	if (err == E2E_OK)
		print_padded(out, b);
	gcry_mpi_release(m);
	gcry_mpi_release(e);
	gcry_mpi_release(b);
	return err;
}

static int32_t
gcrypt_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
              const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	bool turn;
	int32_t err = take_turn(&turn);

	if (err == E2E_OK)
		err = power_of(state, out, base, secret_exp, odd_mod);
	give_turn(turn);
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
