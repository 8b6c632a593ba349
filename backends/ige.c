/* SPDX-License-Identifier: ISC */
/* Encrypts and decrypts AES-IGE with the CBC of a cryptographic library; see ige.h. */
#include "config.h"

#include "ige.h"

#include "base/wipe.h"

#include <e2e/backend.h>

#include <string.h>

#define BLOCK E2E_I_BLOCK

/*
 * Blocks handed to CBC at once.  Short enough that a processor works ahead on the
 * XORs of the next piece while the serial chain of this one runs: 64 blocks at once
 * are 3 % slower.
 */
#define PIECE (16 * BLOCK)

#if defined(__GNUC__)

/* A register of the vector unit; halves of 8 bytes would stall the block after it. */
typedef uint64_t lanes __attribute__((vector_size(BLOCK)));

static inline void
xor_block(uint8_t *to, const uint8_t *a, const uint8_t *b)
{
	lanes x, y;

	memcpy(&x, a, BLOCK);
	memcpy(&y, b, BLOCK);
	x ^= y;
	memcpy(to, &x, BLOCK);
}

#else

static inline void
xor_block(uint8_t *to, const uint8_t *a, const uint8_t *b)
{
	for (int i = 0; i < BLOCK; i++)
		to[i] = a[i] ^ b[i];
}

#endif

void
e2e_i_ige_xor(uint8_t *to, const uint8_t *a, const uint8_t *b)
{
	xor_block(to, a, b);
}

int32_t
e2e_i_ige_encrypt(const struct e2e_i_ige *ige, uint8_t iv[2 * BLOCK], uint8_t *data, size_t n)
{
	/* p[i-2], p[i-1], and the piece itself. */
	uint8_t plain[2 * BLOCK + PIECE];
	size_t used = 2 * BLOCK + (n < PIECE ? n : PIECE);
	int32_t err = E2E_OK;

	memset(plain, 0, BLOCK); /* p[-2] = 0 makes y[-1] = c[-1] */
	memcpy(plain + BLOCK, iv + BLOCK, BLOCK);
	while (n > 0 && err == E2E_OK) {
		size_t piece = n < PIECE ? n : PIECE;

		memcpy(plain + 2 * BLOCK, data, piece);
		for (size_t i = 0; i < piece; i += BLOCK)
			xor_block(data + i, data + i, plain + i);
		err = ige->encrypt_cbc(ige->cipher, data, piece);
		for (size_t i = 0; i < piece; i += BLOCK)
			xor_block(data + i, data + i, plain + BLOCK + i);

		memcpy(iv, data + piece - BLOCK, BLOCK);
		memmove(plain, plain + piece, 2 * BLOCK);
		data += piece;
		n -= piece;
	}
	memcpy(iv + BLOCK, plain + BLOCK, BLOCK);
	e2e_i_wipe(plain, used);
	return err;
}

int32_t
e2e_i_ige_decrypt(const struct e2e_i_ige *ige, uint8_t iv[2 * BLOCK], uint8_t *data, size_t n)
{
	static const uint8_t none[BLOCK];
	_Alignas(BLOCK) uint8_t pair[2 * BLOCK], before[BLOCK], here[BLOCK];
	uint8_t *mask = pair, *t = pair + BLOCK;
	int32_t err = E2E_OK;

	if (n == 0)
		return E2E_OK;
	memcpy(before, iv, BLOCK);
	memcpy(here, data, BLOCK);
	xor_block(t, here, iv + BLOCK);
	for (size_t i = 0; i < n && err == E2E_OK; i += BLOCK) {
		const uint8_t *next = n - i > BLOCK ? data + i + BLOCK : none;

		xor_block(mask, before, next);
		err = ige->decrypt_xor(ige->cipher, pair);
		memcpy(before, here, BLOCK);
		memcpy(here, next, BLOCK);
		xor_block(data + i, t, next);
	}
	memcpy(iv, before, BLOCK);
	memcpy(iv + BLOCK, data + n - BLOCK, BLOCK);
	e2e_i_wipe(pair, sizeof pair);
	return err;
}
