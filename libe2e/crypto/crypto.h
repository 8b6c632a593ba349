/* SPDX-License-Identifier: ISC */
/* The context, and the calls of its backend for the rest of crypto/. */
#ifndef E2E_CRYPTO_CRYPTO_H
#define E2E_CRYPTO_CRYPTO_H

#include <e2e/crypto.h>

/* Verdicts on groups that are remembered; a server that sends more loses the oldest. */
#define E2E_I_VERDICTS 8

struct e2e_i_verdict {
	uint8_t digest[E2E_SHA256_BYTES];
	int32_t verdict;
	uint32_t known; /* 0: an empty place */
};

struct e2e_crypto {
	struct e2e_allocator allocator;
	struct e2e_backend backend;
	void *state;
	struct e2e_i_verdict verdict[E2E_I_VERDICTS];
	uint32_t next_verdict; /* the place to use next */
};

/* E2E_OK if KEY was set and not wiped since, else E2E_ERR_STATE.  E2E_ERR_VERSION. */
int32_t e2e_i_key_check(const struct e2e_key *key);
int32_t e2e_i_file_key_ready(const struct e2e_file_key *file_key);

/* The calls of the backend, on the context's state. */
int32_t e2e_i_crypto_random(struct e2e_crypto *crypto, uint8_t *out, size_t n);
int32_t e2e_i_crypto_hash(struct e2e_crypto *crypto, uint32_t algorithm, uint8_t *digest,
                          const struct e2e_bytes *part, size_t n_parts);

/* The same without erasing the stack, where another of these calls follows. */
int32_t e2e_i_crypto_hash_amid(struct e2e_crypto *crypto, uint32_t algorithm, uint8_t *digest,
                               const struct e2e_bytes *part, size_t n_parts);
int32_t e2e_i_crypto_ige(struct e2e_crypto *crypto, uint32_t way, const uint8_t key[32],
                         uint8_t iv[32], uint8_t *data, size_t n);
int32_t e2e_i_crypto_modexp(struct e2e_crypto *crypto, uint8_t out[E2E_DH_BYTES],
                            const uint8_t base[E2E_DH_BYTES],
                            const uint8_t secret_exp[E2E_DH_BYTES],
                            const uint8_t odd_mod[E2E_DH_BYTES]);

#endif
