/* SPDX-License-Identifier: ISC */
/* A backend that fails on demand. */
#include "config.h"

#include "test_backend_shared.h"

#include <stdalign.h>

struct faulty {
	struct tb_fault *fault;
	alignas(max_align_t) unsigned char inner[];
};

static bool
fails(const struct faulty *s, enum tb_kind kind)
{
	return s->fault->kind == kind && ++s->fault->calls == s->fault->at;
}

static int32_t
faulty_open(void *state, void *user)
{
	struct faulty *s = state;

	s->fault = user;
	return s->fault->inner->open(s->inner, s->fault->inner->user);
}

static void
faulty_close(void *state)
{
	struct faulty *s = state;

	s->fault->inner->close(s->inner);
}

/* All of these do their work before they fail, so that there is something to wipe. */
static int32_t
faulty_random(void *state, uint8_t *out, size_t n)
{
	struct faulty *s = state;
	int32_t err = s->fault->inner->random(s->inner, out, n);

	return fails(s, TB_RANDOM) ? s->fault->result : err;
}

static int32_t
faulty_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
            size_t n_parts)
{
	struct faulty *s = state;
	int32_t err = s->fault->inner->hash(s->inner, algorithm, digest, part, n_parts);

	return fails(s, TB_HASH) ? s->fault->result : err;
}

/* But a failing encryption leaves the plaintext, which is worse than a ciphertext. */
static int32_t
faulty_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
           size_t n)
{
	struct faulty *s = state;
	bool failing = fails(s, TB_IGE);
	int32_t err = E2E_OK;

	if (!failing || way == E2E_DECRYPT)
		err = s->fault->inner->ige(s->inner, way, key, iv, data, n);
	return failing ? s->fault->result : err;
}

static int32_t
faulty_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
              const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct faulty *s = state;
	int32_t err = s->fault->inner->modexp(s->inner, out, base, secret_exp, odd_mod);

	return fails(s, TB_MODEXP) ? s->fault->result : err;
}

struct e2e_crypto *
tb_faulty_crypto(struct tb_fault *fault)
{
	struct e2e_backend backend = {
		.size = sizeof backend,
		.version = E2E_BACKEND_VERSION,
		.name = "faulty",
		.user = fault,
		.state_size = sizeof(struct faulty) + fault->inner->state_size,
		.open = faulty_open,
		.close = faulty_close,
		.random = faulty_random,
		.hash = faulty_hash,
		.ige = faulty_ige,
		.modexp = faulty_modexp,
	};

	return tu_crypto(&backend);
}
