/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "rig.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

/* The state of the backend that is handed in: who it belongs to, then the inner one's. */
struct rig_state {
	struct rig *rig;
	alignas(max_align_t) uint8_t inner[];
};

static int32_t
rig_state_open(void *state, void *user)
{
	struct rig_state *outer = state;
	const struct e2e_backend *inner;

	outer->rig = user;
	inner = outer->rig->inner;
	return inner->open(outer->inner, inner->user);
}

static void
rig_state_close(void *state)
{
	struct rig_state *outer = state;

	outer->rig->inner->close(outer->inner);
}

static int32_t
rig_random(void *state, uint8_t *out, size_t n)
{
	struct rig_state *outer = state;
	struct rig *rig = outer->rig;

	if (rig->draw != NULL)
		return rig->draw(rig->draw_user, out, n);
	if (!rig->scripted)
		return rig->inner->random(outer->inner, out, n);
	if (n > rig->script.n) {
		rig->overdrawn = true;
		return E2E_ERR_BACKEND;
	}
	if (n == 0)
		return E2E_OK;
	memcpy(out, rig->script.p, n);
	rig->script.p += n;
	rig->script.n -= n;
	return E2E_OK;
}

static int32_t
rig_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
         size_t n_parts)
{
	struct rig_state *outer = state;

	return outer->rig->inner->hash(outer->inner, algorithm, digest, part, n_parts);
}

static int32_t
rig_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data,
        size_t n)
{
	struct rig_state *outer = state;

	return outer->rig->inner->ige(outer->inner, way, key, iv, data, n);
}

static int32_t
rig_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
           const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct rig_state *outer = state;

	return outer->rig->inner->modexp(outer->inner, out, base, secret_exp, odd_mod);
}

void
rig_backend(struct e2e_backend *outer, struct rig *rig)
{
	*outer = (struct e2e_backend){
		.size = sizeof *outer,
		.version = E2E_BACKEND_VERSION,
		.name = rig->inner->name,
		.user = rig,
		.state_size = offsetof(struct rig_state, inner) + rig->inner->state_size,
		.open = rig_state_open,
		.close = rig_state_close,
		.random = rig_random,
		.hash = rig_hash,
		.ige = rig_ige,
		.modexp = rig_modexp,
	};
}

int32_t
rig_open(struct rig *rig, const struct e2e_backend *inner)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_backend outer;

	*rig = (struct rig){ .inner = inner };
	rig_backend(&outer, rig);
	config.backend = &outer;
	return e2e_crypto_new(&rig->crypto, &config);
}

void
rig_close(struct rig *rig)
{
	e2e_crypto_free(rig->crypto);
	rig->crypto = NULL;
}

void
rig_script(struct rig *rig, struct e2e_bytes script)
{
	rig->scripted = true;
	rig->script = script;
	rig->overdrawn = false;
}

bool
rig_script_end(struct rig *rig, struct row *row, int32_t result)
{
	size_t left = rig->script.n;

	rig->scripted = false;
	rig->script = (struct e2e_bytes){ NULL, 0 };
	if (rig->overdrawn)
		return row_differs(row, "it drew more random bytes than the line gives");
	if (result == E2E_OK && left > 0)
		return row_differs(row, "it left %zu of the given random bytes", left);
	return true;
}
