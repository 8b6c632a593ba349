/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "random.h"

#include <string.h>

static void
put_u64(uint8_t out[8], uint64_t value)
{
	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)(value >> 8 * i);
}

/* SHA-256 of seed, start and counter, which moves on. */
static int32_t
block_make(struct peer_random *random, void *state)
{
	uint8_t start[8], counter[8];
	struct e2e_bytes part[3] = { { random->seed, random->seed_n }, { start, 8 },
	                             { counter, 8 } };
	int32_t result;

	put_u64(start, random->start);
	put_u64(counter, random->counter++);
	result = random->wrap.inner->hash(state, E2E_HASH_SHA256, random->block, part, 3);
	random->left = result == E2E_OK ? sizeof random->block : 0;
	return result;
}

static int32_t
seeded_random(struct peer_random *random, void *state, uint8_t *out, size_t n)
{
	while (n > 0) {
		size_t piece;
		int32_t result;

		if (random->left == 0) {
			result = block_make(random, state);
			if (result != E2E_OK)
				return result;
		}
		piece = n < random->left ? n : random->left;
		memcpy(out, random->block + sizeof random->block - random->left, piece);
		random->left -= piece;
		out += piece;
		n -= piece;
	}
	return E2E_OK;
}

static int32_t
peer_random(void *user, void *state, uint8_t *out, size_t n)
{
	struct peer_random *random = user;

	if (random->id_wanted && n == 4) {
		random->id_wanted = false;
		for (size_t i = 0; i < 4; i++)
			out[i] = (uint8_t)((uint32_t)random->id >> 8 * i);
		return E2E_OK;
	}
	if (random->seeded)
		return seeded_random(random, state, out, n);
	return random->wrap.inner->random(state, out, n);
}

struct e2e_backend
peer_random_backend(struct peer_random *random)
{
	random->wrap.user = random;
	random->wrap.random = peer_random;
	return wrap_backend(&random->wrap);
}
