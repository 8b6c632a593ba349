/* SPDX-License-Identifier: ISC */
/*
 * The one source of chance in the simulator: splitmix64, so that a seed is a whole world.  No
 * two draws stand in one expression or initializer: compilers differ in which comes first.
 */
#ifndef SIM_RNG_H
#define SIM_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

uint64_t rng_next(struct rng *rng);

/* A number below N, which is not 0. */
uint32_t rng_below(struct rng *rng, uint32_t n);

/* A number from LOW to HIGH, both included. */
int64_t rng_between(struct rng *rng, int64_t low, int64_t high);

/* True in PER_THOUSAND of a thousand cases; nothing is drawn for 0. */
bool rng_chance(struct rng *rng, uint32_t per_thousand);

void rng_fill(struct rng *rng, uint8_t *out, size_t n);

/* A generator of its own for a part of the world, so that parts do not disturb each other. */
struct rng rng_split(struct rng *rng);

#endif
