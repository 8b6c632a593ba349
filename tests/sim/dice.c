/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dice.h"

#include <stdalign.h>
#include <string.h>

#define ORDER UINT64_C(0x7fffffff) /* 2^31 - 1, a prime */

struct dice_state {
	struct dice *dice;
	alignas(max_align_t) unsigned char inner[];
};

static int32_t
dice_open(void *state, void *user)
{
	struct dice_state *s = state;

	s->dice = user;
	return s->dice->inner->open(s->inner, s->dice->inner->user);
}

static void
dice_close(void *state)
{
	struct dice_state *s = state;

	s->dice->inner->close(s->inner);
}

static int32_t
dice_random(void *state, uint8_t *out, size_t n)
{
	struct dice *dice = ((struct dice_state *)state)->dice;

	if (dice->fail_in != 0 && --dice->fail_in == 0) {
		dice->failed = true;
		return E2E_ERR_BACKEND;
	}
	rng_fill(&dice->rng, out, n);
	return E2E_OK;
}

static int32_t
dice_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
          size_t n_parts)
{
	struct dice_state *s = state;

	return s->dice->inner->hash(s->inner, algorithm, digest, part, n_parts);
}

static int32_t
dice_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
         size_t n)
{
	struct dice_state *s = state;

	return s->dice->inner->ige(s->inner, way, key, iv, data, n);
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
dice_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
            const uint8_t exponent[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct dice_state *s = state;
	struct dice *dice = s->dice;

	memcpy(dice->exponent[dice->exponents++ % DICE_EXPONENTS], exponent, E2E_DH_BYTES);
	if (!dice->cheap)
		return dice->inner->modexp(s->inner, out, base, exponent, odd_mod);
	cheap_power(out, base, exponent);
	return E2E_OK;
}

void
dice_backend(struct e2e_backend *out, struct dice *dice)
{
	*out = (struct e2e_backend){
		.size = sizeof *out,
		.version = E2E_BACKEND_VERSION,
		.name = dice->inner->name,
		.user = dice,
		.state_size = sizeof(struct dice_state) + dice->inner->state_size,
		.open = dice_open,
		.close = dice_close,
		.random = dice_random,
		.hash = dice_hash,
		.ige = dice_ige,
		.modexp = dice_modexp,
	};
}
