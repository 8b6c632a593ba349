/* SPDX-License-Identifier: ISC */
/* In place of openssl.c in builds without libcrypto. */
#include "config.h"

#include "bench.h"

void *
bench_openssl_open(void)
{
	return NULL;
}

void
bench_openssl_close(void *state)
{
	(void)state;
}

void
bench_openssl_cbc(void *state, const uint8_t key[32], const uint8_t iv[16], uint8_t *data,
                  size_t n)
{
	(void)state;
	(void)key;
	(void)iv;
	(void)data;
	bench_fail("OpenSSL, which this build lacks,", (long)n);
}
