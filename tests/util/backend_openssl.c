/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "backend_openssl.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#define AES_BLOCK 16

struct state {
	EVP_MD *md5; /* NULL where the provider in force has none */
	EVP_MD *sha1;
	EVP_MD *sha256;
	EVP_MD_CTX *digest;
	EVP_CIPHER *aes;
	EVP_CIPHER_CTX *cipher;
	BN_CTX *numbers;
};

static void
openssl_close(void *state)
{
	struct state *s = state;

	EVP_MD_free(s->md5);
	EVP_MD_free(s->sha1);
	EVP_MD_free(s->sha256);
	EVP_MD_CTX_free(s->digest);
	EVP_CIPHER_free(s->aes);
	EVP_CIPHER_CTX_free(s->cipher);
	BN_CTX_free(s->numbers);
}

static int32_t
openssl_open(void *state, void *user)
{
	struct state *s = state;

	(void)user;
	s->md5 = EVP_MD_fetch(NULL, "MD5", NULL);
	s->sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
	s->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	s->digest = EVP_MD_CTX_new();
	s->aes = EVP_CIPHER_fetch(NULL, "AES-256-ECB", NULL);
	s->cipher = EVP_CIPHER_CTX_new();
	s->numbers = BN_CTX_secure_new();
	if (s->sha1 == NULL || s->sha256 == NULL || s->digest == NULL || s->aes == NULL ||
	    s->cipher == NULL || s->numbers == NULL) {
		openssl_close(s);
		return E2E_ERR_BACKEND;
	}
	return E2E_OK;
}

static int32_t
openssl_random(void *state, uint8_t *out, size_t n)
{
	(void)state;
	while (n != 0) {
		int take = n < INT_MAX ? (int)n : INT_MAX;

		if (RAND_bytes(out, take) != 1)
			return E2E_ERR_BACKEND;
		out += take;
		n -= (size_t)take;
	}
	return E2E_OK;
}

static const EVP_MD *
openssl_md(const struct state *s, uint32_t algorithm)
{
	switch (algorithm) {
	case E2E_HASH_MD5:
		return s->md5;
	case E2E_HASH_SHA1:
		return s->sha1;
	case E2E_HASH_SHA256:
		return s->sha256;
	default:
		return NULL;
	}
}

static int32_t
openssl_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
             size_t n_parts)
{
	struct state *s = state;
	const EVP_MD *md = openssl_md(s, algorithm);
	size_t i;

	if (md == NULL || EVP_DigestInit_ex(s->digest, md, NULL) != 1)
		return E2E_ERR_BACKEND;
	for (i = 0; i < n_parts; i++)
		if (EVP_DigestUpdate(s->digest, part[i].p, part[i].n) != 1)
			return E2E_ERR_BACKEND;
	if (EVP_DigestFinal_ex(s->digest, digest, NULL) != 1)
		return E2E_ERR_BACKEND;
	return E2E_OK;
}

static void
xor_block(uint8_t *to, const uint8_t *a, const uint8_t *b)
{
	int i;

	for (i = 0; i < AES_BLOCK; i++)
		to[i] = a[i] ^ b[i];
}

/*
 * One block at a time and straight from the definition: out = X(in ^ first) ^ second,
 * where `first` is the last output and `second` the last input.
 */
static int32_t
openssl_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
            size_t n)
{
	struct state *s = state;
	uint8_t *first = way == E2E_ENCRYPT ? iv : iv + AES_BLOCK;
	uint8_t *second = way == E2E_ENCRYPT ? iv + AES_BLOCK : iv;
	uint8_t in[AES_BLOCK], out[AES_BLOCK];
	int32_t result = E2E_ERR_BACKEND;
	size_t i;
	int written;

	if (EVP_CipherInit_ex(s->cipher, s->aes, NULL, key, NULL, way == E2E_ENCRYPT) != 1 ||
	    EVP_CIPHER_CTX_set_padding(s->cipher, 0) != 1)
		return E2E_ERR_BACKEND;
	for (i = 0; i < n; i += AES_BLOCK) {
		memcpy(in, data + i, AES_BLOCK);
		xor_block(out, in, first);
		if (EVP_CipherUpdate(s->cipher, out, &written, out, AES_BLOCK) != 1 ||
		    written != AES_BLOCK)
			goto out;
		xor_block(out, out, second);
		memcpy(first, out, AES_BLOCK);
		memcpy(second, in, AES_BLOCK);
		memcpy(data + i, out, AES_BLOCK);
	}
	result = E2E_OK;
out:
	OPENSSL_cleanse(in, sizeof in);
	OPENSSL_cleanse(out, sizeof out);
	if (EVP_CIPHER_CTX_reset(s->cipher) != 1) /* the key must not stay */
		result = E2E_ERR_BACKEND;
	return result;
}

static int32_t
openssl_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
               const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct state *s = state;
	int32_t result = E2E_ERR_BACKEND;
	BIGNUM *r, *b, *e, *m;

	BN_CTX_start(s->numbers);
	r = BN_CTX_get(s->numbers);
	b = BN_CTX_get(s->numbers);
	e = BN_CTX_get(s->numbers);
	m = BN_CTX_get(s->numbers);
	if (m == NULL || BN_bin2bn(base, E2E_DH_BYTES, b) == NULL ||
	    BN_bin2bn(secret_exp, E2E_DH_BYTES, e) == NULL ||
	    BN_bin2bn(odd_mod, E2E_DH_BYTES, m) == NULL)
		goto out;
	BN_set_flags(e, BN_FLG_CONSTTIME);
	if (BN_nnmod(b, b, m, s->numbers) != 1 ||
	    BN_mod_exp_mont_consttime(r, b, e, m, s->numbers, NULL) != 1 ||
	    BN_bn2binpad(r, out, E2E_DH_BYTES) != E2E_DH_BYTES)
		goto out;
	result = E2E_OK;
out:
	if (m != NULL) {
		BN_clear(r);
		BN_clear(b);
		BN_clear(e);
	}
	BN_CTX_end(s->numbers);
	return result;
}

const struct e2e_backend *
tu_backend_openssl(void)
{
	static const struct e2e_backend backend = {
		.size = sizeof(struct e2e_backend),
		.version = E2E_BACKEND_VERSION,
		.name = "openssl",
		.state_size = sizeof(struct state),
		.open = openssl_open,
		.close = openssl_close,
		.random = openssl_random,
		.hash = openssl_hash,
		.ige = openssl_ige,
		.modexp = openssl_modexp,
	};

	return &backend;
}
