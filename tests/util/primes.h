/* SPDX-License-Identifier: ISC */
/* Moduli for the tests, in hex: a good one besides Telegram's, and ones that deceive. */
#ifndef E2E_TESTS_PRIMES_H
#define E2E_TESTS_PRIMES_H

#include <stddef.h>

/* A safe prime of 2048 bits, 7 mod 8: g may be 2. */
extern const char prime_rfc3526[];

/* None of them is a safe prime. */
extern const char *const primes_bad[];
extern const size_t primes_bad_n;

#endif
