/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "rng.h"

uint64_t
rng_next(struct rng *rng)
{
	uint64_t z;

	rng->state += UINT64_C(0x9e3779b97f4a7c15);
	z = rng->state;
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint32_t
rng_below(struct rng *rng, uint32_t n)
{
	return (uint32_t)((rng_next(rng) >> 32) * n >> 32);
}

int64_t
rng_between(struct rng *rng, int64_t low, int64_t high)
{
	return low + (int64_t)(rng_next(rng) % ((uint64_t)(high - low) + 1));
}

bool
rng_chance(struct rng *rng, uint32_t per_thousand)
{
	return per_thousand != 0 && rng_below(rng, 1000) < per_thousand;
}

void
rng_fill(struct rng *rng, uint8_t *out, size_t n)
{
	uint64_t word = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i % 8 == 0)
			word = rng_next(rng);
		out[i] = (uint8_t)(word >> 8 * (i % 8));
	}
}

struct rng
rng_split(struct rng *rng)
{
	return (struct rng){ rng_next(rng) };
}
