/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "random.h"

#include <stdalign.h>
#include <string.h>

/* The state of the backend that is handed in: where randomness is from, the inner one's. */
struct outer_state {
	struct peer_random *random;
	alignas(max_align_t) uint8_t inner[];
};

static int32_t
outer_open(void *state, void *user)
{
	struct outer_state *outer = state;
	const struct e2e_backend *inner;

	outer->random = user;
	inner = outer->random->inner;
	return inner->open(outer->inner, inner->user);
}

static void
outer_close(void *state)
{
	struct outer_state *outer = state;

	outer->random->inner->close(outer->inner);
}

static void
put_u64(uint8_t out[8], uint64_t value)
{
	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)(value >> 8 * i);
}

/* SHA-256 of seed, start and counter, which moves on. */
static int32_t
block_make(struct outer_state *outer)
{
	struct peer_random *random = outer->random;
	uint8_t start[8], counter[8];
	struct e2e_bytes part[3] = { { random->seed, random->seed_n }, { start, 8 },
	                             { counter, 8 } };
	int32_t result;

	put_u64(start, random->start);
	put_u64(counter, random->counter++);
	result = random->inner->hash(outer->inner, E2E_HASH_SHA256, random->block, part, 3);
	random->left = result == E2E_OK ? sizeof random->block : 0;
	return result;
}

static int32_t
seeded_random(struct outer_state *outer, uint8_t *out, size_t n)
{
	struct peer_random *random = outer->random;

	while (n > 0) {
		size_t piece;
		int32_t result;

		if (random->left == 0) {
			result = block_make(outer);
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
outer_random(void *state, uint8_t *out, size_t n)
{
	struct outer_state *outer = state;
	struct peer_random *random = outer->random;

	if (random->id_wanted && n == 4) {
		random->id_wanted = false;
		for (size_t i = 0; i < 4; i++)
			out[i] = (uint8_t)((uint32_t)random->id >> 8 * i);
		return E2E_OK;
	}
	if (random->seeded)
		return seeded_random(outer, out, n);
	return random->inner->random(outer->inner, out, n);
}

static int32_t
outer_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
           size_t n_parts)
{
	struct outer_state *outer = state;

	return outer->random->inner->hash(outer->inner, algorithm, digest, part, n_parts);
}

static int32_t
outer_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
          size_t n)
{
	struct outer_state *outer = state;

	return outer->random->inner->ige(outer->inner, way, key, iv, data, n);
}

static int32_t
outer_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
             const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct outer_state *outer = state;

	return outer->random->inner->modexp(outer->inner, out, base, secret_exp, odd_mod);
}

struct e2e_backend
peer_random_backend(struct peer_random *random)
{
	return (struct e2e_backend){
		.size = sizeof(struct e2e_backend),
		.version = E2E_BACKEND_VERSION,
		.name = random->inner->name,
		.user = random,
		.state_size = offsetof(struct outer_state, inner) + random->inner->state_size,
		.open = outer_open,
		.close = outer_close,
		.random = outer_random,
		.hash = outer_hash,
		.ige = outer_ige,
		.modexp = outer_modexp,
	};
}
