/* SPDX-License-Identifier: ISC */
/* Is (p, g) a group to trust a chat to? (protocol 1.1.2, 1.1.3, T1.5) */
#ifndef E2E_CRYPTO_DH_PRIME_H
#define E2E_CRYPTO_DH_PRIME_H

#include "crypto/crypto.h"

/* The prime of Telegram's servers, 256 bytes. */
extern const uint8_t e2e_i_dh_known_prime[E2E_DH_BYTES];

/*
 * E2E_OK if G is 2 to 7 and has the order (p-1)/2 modulo the safe prime P, by the rule
 * for each; else E2E_REFUSED_GENERATOR.  It does not look whether P is prime.
 */
int32_t e2e_i_dh_check_generator(const uint8_t p[E2E_DH_BYTES], int32_t g);

/*
 * E2E_OK if P and (P-1)/2 are prime and P has 2048 bits, else E2E_REFUSED_PRIME.  Cheap
 * checks come first; only what passes them costs exponentiations.  E2E_ERR_BACKEND,
 * E2E_ERR_NOMEM.
 */
int32_t e2e_i_dh_check_prime(struct e2e_crypto *crypto, const uint8_t p[E2E_DH_BYTES]);

#endif
