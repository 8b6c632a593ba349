/* SPDX-License-Identifier: ISC */
/*
 * AES-IGE, which no library has, from AES-CBC, which all of them have fast.
 *
 *     c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]
 *
 * Encryption: with y[i] = c[i] ^ p[i-1] this reads y[i] = E((p[i] ^ p[i-2]) ^ y[i-1]),
 * which is CBC encryption of the texts p[i] ^ p[i-2].  One call does many blocks.
 *
 * Decryption: with t[i] = c[i] ^ p[i-1], what goes into D, and p[i] = D(t[i]) ^ c[i-1],
 *
 *     t[i+1] = D(t[i]) ^ (c[i-1] ^ c[i+1])
 *
 * so what comes out of one block goes into the next after one XOR with a mask that is
 * known beforehand.  The chain is as long as the cipher and that XOR; a library that
 * can do both in registers keeps memory out of it.
 */
#ifndef E2E_BACKENDS_IGE_H
#define E2E_BACKENDS_IGE_H

#include <stddef.h>
#include <stdint.h>

#define E2E_I_BLOCK 16

struct e2e_i_ige {
	void *cipher;

	/*
	 * CBC-encrypt N bytes (a multiple of 16) in place, going on from the call before.
	 * The first call goes on from the first half of the IGE's iv, which the caller of
	 * e2e_i_ige() has set.
	 */
	int32_t (*encrypt_cbc)(void *cipher, uint8_t *data, size_t n);

	/*
	 * PAIR is a mask and a block.  The block becomes D(block) ^ mask.  The mask may be
	 * overwritten.
	 */
	int32_t (*decrypt_xor)(void *cipher, uint8_t pair[2 * E2E_I_BLOCK]);
};

/* TO = A ^ B, 16 bytes; any of them may be the same. */
void e2e_i_ige_xor(uint8_t *to, const uint8_t *a, const uint8_t *b);

/* Do what `ige` of struct e2e_backend says.  Errors: the first one of the calls of IGE. */
int32_t e2e_i_ige_encrypt(const struct e2e_i_ige *ige, uint8_t iv[2 * E2E_I_BLOCK],
                          uint8_t *data, size_t n);
int32_t e2e_i_ige_decrypt(const struct e2e_i_ige *ige, uint8_t iv[2 * E2E_I_BLOCK],
                          uint8_t *data, size_t n);

#endif
