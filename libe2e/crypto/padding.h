/* SPDX-License-Identifier: ISC */
/* How long a sealed text becomes (protocol 3.2.2, 3.1.2). */
#ifndef E2E_CRYPTO_PADDING_H
#define E2E_CRYPTO_PADDING_H

#include "crypto/crypto.h"

#define E2E_I_PADDING_MIN 12
#define E2E_I_PADDING_MAX 1024

/*
 * The length of the encrypted part for N bytes of head and text under PADDING (NULL:
 * TDLib's), a multiple of 16, into *TOTAL.  Only the random policy draws randomness.
 * E2E_ERR_VERSION, E2E_ERR_ARGUMENT, E2E_ERR_BACKEND.
 */
int32_t e2e_i_padding_total(struct e2e_crypto *crypto, size_t *total, size_t n,
                            const struct e2e_padding *padding);

#endif
