/* SPDX-License-Identifier: ISC */
/* A backend that fails on demand. */
#include "config.h"

#include "test_backend_shared.h"

static bool
fails(struct tb_fault *fault, enum tb_kind kind)
{
	return fault->kind == kind && ++fault->calls == fault->at;
}

/* All of these do their work before they fail, so that there is something to wipe. */
static int32_t
faulty_random(void *user, void *state, uint8_t *out, size_t n)
{
	struct tb_fault *fault = user;
	int32_t err = fault->inner->random(state, out, n);

	return fails(fault, TB_RANDOM) ? fault->result : err;
}

static int32_t
faulty_hash(void *user, void *state, uint32_t algorithm, uint8_t *digest,
            const struct e2e_bytes *part, size_t n_parts)
{
	struct tb_fault *fault = user;
	int32_t err = fault->inner->hash(state, algorithm, digest, part, n_parts);

	return fails(fault, TB_HASH) ? fault->result : err;
}

/* But a failing encryption leaves the plaintext, which is worse than a ciphertext. */
static int32_t
faulty_ige(void *user, void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32],
           uint8_t *data, size_t n)
{
	struct tb_fault *fault = user;
	bool failing = fails(fault, TB_IGE);
	int32_t err = E2E_OK;

	if (!failing || way == E2E_DECRYPT)
		err = fault->inner->ige(state, way, key, iv, data, n);
	return failing ? fault->result : err;
}

static int32_t
faulty_modexp(void *user, void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
              const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct tb_fault *fault = user;
	int32_t err = fault->inner->modexp(state, out, base, secret_exp, odd_mod);

	return fails(fault, TB_MODEXP) ? fault->result : err;
}

struct e2e_crypto *
tb_faulty_crypto(struct tb_fault *fault)
{
	struct e2e_backend backend;

	fault->wrap = (struct wrap){
		.inner = fault->inner,
		.name = "faulty",
		.user = fault,
		.random = faulty_random,
		.hash = faulty_hash,
		.ige = faulty_ige,
		.modexp = faulty_modexp,
	};
	backend = wrap_backend(&fault->wrap);
	return tu_crypto(&backend);
}
