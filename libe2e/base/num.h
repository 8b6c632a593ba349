/* SPDX-License-Identifier: ISC */
/* Sums and products that report overflow, and numbers in byte strings. */
#ifndef E2E_BASE_NUM_H
#define E2E_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* *SUM = A + B; if that does not fit, *SUM is 0 and the result false. */
static inline bool
e2e_i_add(size_t *sum, size_t a, size_t b)
{
	bool fits = b <= SIZE_MAX - a;

	*sum = fits ? a + b : 0;
	return fits;
}

/* *PRODUCT = A * B; if that does not fit, *PRODUCT is 0 and the result false. */
static inline bool
e2e_i_mul(size_t *product, size_t a, size_t b)
{
	bool fits = a == 0 || b <= SIZE_MAX / a;

	*product = fits ? a * b : 0;
	return fits;
}

/* N rounded up to a multiple of STEP, which must not be 0.  N + STEP must fit a size_t. */
static inline size_t
e2e_i_round_up(size_t n, size_t step)
{
	return (n + step - 1) / step * step;
}

static inline uint32_t
e2e_i_load_le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static inline uint64_t
e2e_i_load_le64(const uint8_t *p)
{
	return e2e_i_load_le32(p) | (uint64_t)e2e_i_load_le32(p + 4) << 32;
}

static inline uint32_t
e2e_i_load_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
	       (uint32_t)p[3];
}

static inline uint64_t
e2e_i_load_be64(const uint8_t *p)
{
	return (uint64_t)e2e_i_load_be32(p) << 32 | e2e_i_load_be32(p + 4);
}

static inline void
e2e_i_store_le32(uint8_t *p, uint32_t x)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(x >> 8 * i);
}

static inline void
e2e_i_store_le64(uint8_t *p, uint64_t x)
{
	for (int i = 0; i < 8; i++)
		p[i] = (uint8_t)(x >> 8 * i);
}

/* The signed number with the bits of X.  A conversion out of range would be up to the compiler. */
static inline int32_t
e2e_i_signed32(uint32_t x)
{
	return x <= INT32_MAX ? (int32_t)x : -(int32_t)(UINT32_MAX - x) - 1;
}

static inline int64_t
e2e_i_signed64(uint64_t x)
{
	return x <= INT64_MAX ? (int64_t)x : -(int64_t)(UINT64_MAX - x) - 1;
}

#endif
