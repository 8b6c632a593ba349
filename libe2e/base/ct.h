/* SPDX-License-Identifier: ISC */
/*
 * Decisions on secrets, without branches or indexes that depend on them.
 *
 * A `bit` is a uint32_t that is 0 or 1.  Every helper returns one, or takes one and relies on
 * that.  Combine bits with & and |, and negate one with ^ 1.  Before an `if` may depend on a bit,
 * it must be made public with e2e_i_ct_declassify().
 */
#ifndef E2E_BASE_CT_H
#define E2E_BASE_CT_H

#include <stddef.h>
#include <stdint.h>

/* Hide from the compiler that X is 0 or 1, so that it does not make a branch of it. */
#if defined(__GNUC__)
#define E2E_I_CT_HIDE(x) __asm__("" : "+r"(x))
#else
#define E2E_I_CT_HIDE(x) ((void)(x))
#endif

/* 1 if X is 0.  x | -x has its top bit set for every x but 0. */
static inline uint32_t
e2e_i_ct_is_zero(uint32_t x)
{
	uint32_t bit = ((x | (0u - x)) >> 31) ^ 1u;

	E2E_I_CT_HIDE(bit);
	return bit;
}

/* 1 if A equals B. */
static inline uint32_t
e2e_i_ct_eq(uint32_t a, uint32_t b)
{
	return e2e_i_ct_is_zero(a ^ b);
}

/* 1 if A < B, unsigned: the borrow of a 64-bit subtraction of two 32-bit numbers. */
static inline uint32_t
e2e_i_ct_lt(uint32_t a, uint32_t b)
{
	uint32_t bit = (uint32_t)(((uint64_t)a - b) >> 63);

	E2E_I_CT_HIDE(bit);
	return bit;
}

/* 1 if A <= B, unsigned. */
static inline uint32_t
e2e_i_ct_le(uint32_t a, uint32_t b)
{
	return e2e_i_ct_lt(b, a) ^ 1u;
}

/* 1 if the N bytes at P and Q are the same. */
uint32_t e2e_i_ct_equal(const uint8_t *p, const uint8_t *q, size_t n);

/* 1 if A < B, as big-endian numbers of N bytes. */
uint32_t e2e_i_ct_less(const uint8_t *a, const uint8_t *b, size_t n);

/*
 * Return the secret BIT, which may be known from here on.  It does nothing else, but the tests
 * under valgrind replace it with a version that marks the bit as public.
 */
uint32_t e2e_i_ct_declassify(uint32_t bit);

#endif
