/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dice.h"

#include <string.h>

#define ORDER UINT64_C(0x7fffffff) /* 2^31 - 1, a prime */

static int32_t
dice_random(void *user, void *state, uint8_t *out, size_t n)
{
	struct dice *dice = user;

	(void)state;
	if (dice->fail_in != 0 && --dice->fail_in == 0) {
		dice->failed = true;
		return E2E_ERR_BACKEND;
	}
	rng_fill(&dice->rng, out, n);
	return E2E_OK;
}

/* A big-endian number, modulo M, which is below 2^32. */
static uint64_t
reduce(const uint8_t *p, size_t n, uint64_t m)
{
	uint64_t r = 0;
	size_t i;

	for (i = 0; i < n; i++)
		r = (r << 8 | p[i]) % m;
	return r;
}

/* V as a group element: its last 8 bytes, after others that follow from it. */
static void
spread(uint8_t out[E2E_DH_BYTES], uint64_t v)
{
	struct rng rng = { v };
	size_t i;

	rng_fill(&rng, out, E2E_DH_BYTES - 8);
	out[0] = (uint8_t)(0x40 | (out[0] & 0x3f));
	if (rng_below(&rng, 8) == 0)
		out[0] = 0;
	for (i = 0; i < 8; i++)
		out[E2E_DH_BYTES - 1 - i] = (uint8_t)(v >> 8 * i);
}

static bool
one_byte(const uint8_t base[E2E_DH_BYTES])
{
	size_t i;

	for (i = 0; i < E2E_DH_BYTES - 1; i++) {
		if (base[i] != 0)
			return false;
	}
	return true;
}

static void
cheap_power(uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
            const uint8_t exponent[E2E_DH_BYTES])
{
	uint64_t e = reduce(exponent, E2E_DH_BYTES, ORDER - 1);
	uint64_t b = one_byte(base) ? base[E2E_DH_BYTES - 1] :
	                              reduce(base + E2E_DH_BYTES - 8, 8, ORDER);
	uint64_t r = 1;

	while (e != 0) {
		if (e & 1)
			r = r * b % ORDER;
		b = b * b % ORDER;
		e >>= 1;
	}
	spread(out, r);
}

static int32_t
dice_modexp(void *user, void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
            const uint8_t exponent[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct dice *dice = user;

	memcpy(dice->exponent[dice->exponents++ % DICE_EXPONENTS], exponent, E2E_DH_BYTES);
	if (!dice->cheap)
		return dice->wrap.inner->modexp(state, out, base, exponent, odd_mod);
	cheap_power(out, base, exponent);
	return E2E_OK;
}

struct e2e_backend
dice_backend(struct dice *dice)
{
	dice->wrap.user = dice;
	dice->wrap.random = dice_random;
	dice->wrap.modexp = dice_modexp;
	return wrap_backend(&dice->wrap);
}
