/* SPDX-License-Identifier: ISC */
/* The loop of bench_bare.unchain, inlined where the cipher of one block is known. */
#ifndef E2E_BENCH_UNCHAIN_H
#define E2E_BENCH_UNCHAIN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BLOCK 16

static inline void
unchain_blocks(void (*decrypt)(void *state, uint8_t *to, const uint8_t *from), void *state,
               const uint8_t iv[BLOCK], uint8_t *data, size_t n)
{
	const uint8_t *last = iv;
	uint64_t x[2], y[2];
	uint8_t in[BLOCK];

	for (; n >= BLOCK; n -= BLOCK) {
		memcpy(x, data, BLOCK);
		memcpy(y, last, BLOCK);
		x[0] ^= y[0];
		x[1] ^= y[1];
		memcpy(in, x, BLOCK);
		decrypt(state, data, in);
		last = data;
		data += BLOCK;
	}
}

#endif
