/* SPDX-License-Identifier: ISC */
/*
 * Randomness that tests can decide about: a backend that takes everything from another
 * one, and its random bytes from a seed if there is one.
 */
#ifndef PEER_RANDOM_H
#define PEER_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/wrap.h"

#define PEER_SEED_MAX_BYTES 64

struct peer_random {
	struct wrap wrap;   /* the inner one is set by the user                                  */
	bool seeded;
	uint8_t seed[PEER_SEED_MAX_BYTES];
	size_t seed_n;
	uint64_t start;     /* how often the store was opened: no start repeats another's bytes */
	uint64_t counter;   /* blocks drawn                                                     */
	uint8_t block[E2E_SHA256_BYTES];
	size_t left;        /* bytes of it that are not used, at its end                        */
	bool id_wanted;     /* the next draw of 4 bytes gives `id`, for it is that of a chat    */
	int32_t id;
};

/* A backend over the inner one; RANDOM must stay where it is. */
struct e2e_backend peer_random_backend(struct peer_random *random);

#endif
