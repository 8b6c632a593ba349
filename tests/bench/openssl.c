/* SPDX-License-Identifier: ISC */
/* AES-256-CBC of OpenSSL, with the cipher looked up once and a key set-up each call. */
#include "config.h"

#include <limits.h>
#include <openssl/evp.h>

#include "bench.h"

void *
bench_openssl_open(void)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();

	if (c == NULL || EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, NULL, NULL) != 1 ||
	    EVP_CIPHER_CTX_set_padding(c, 0) != 1)
		bench_fail("EVP_EncryptInit_ex", 0);
	return c;
}

void
bench_openssl_close(void *state)
{
	EVP_CIPHER_CTX_free(state);
}

void
bench_openssl_cbc(void *state, const uint8_t key[32], const uint8_t iv[16], uint8_t *data,
                  size_t n)
{
	EVP_CIPHER_CTX *c = state;
	int done;

	if (n > INT_MAX || EVP_EncryptInit_ex(c, NULL, NULL, key, iv) != 1 ||
	    EVP_EncryptUpdate(c, data, &done, data, (int)n) != 1 || (size_t)done != n)
		bench_fail("AES-256-CBC of OpenSSL", 0);
}
