/* SPDX-License-Identifier: ISC */
/* The functions of a backend over another: each asks for a replacement, then the inner one. */
#include "config.h"

#include "wrap.h"

#include <stdalign.h>

/* The state of the backend that is handed in: who it belongs to, then the inner one's. */
struct wrap_state {
	struct wrap *wrap;
	alignas(max_align_t) uint8_t inner[];
};

static int32_t
wrap_open(void *state, void *user)
{
	struct wrap_state *s = state;

	s->wrap = user;
	return s->wrap->inner->open(s->inner, s->wrap->inner->user);
}

static void
wrap_close(void *state)
{
	struct wrap_state *s = state;

	s->wrap->inner->close(s->inner);
}

static int32_t
wrap_random(void *state, uint8_t *out, size_t n)
{
	struct wrap_state *s = state;
	struct wrap *w = s->wrap;

	return w->random != NULL ? w->random(w->user, s->inner, out, n)
	                         : w->inner->random(s->inner, out, n);
}

static int32_t
wrap_hash(void *state, uint32_t algorithm, uint8_t *digest, const struct e2e_bytes *part,
          size_t n_parts)
{
	struct wrap_state *s = state;
	struct wrap *w = s->wrap;

	return w->hash != NULL ? w->hash(w->user, s->inner, algorithm, digest, part, n_parts)
	                       : w->inner->hash(s->inner, algorithm, digest, part, n_parts);
}

static int32_t
wrap_ige(void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32], uint8_t *data, size_t n)
{
	struct wrap_state *s = state;
	struct wrap *w = s->wrap;

	return w->ige != NULL ? w->ige(w->user, s->inner, way, key, iv, data, n)
	                      : w->inner->ige(s->inner, way, key, iv, data, n);
}

static int32_t
wrap_modexp(void *state, uint8_t out[E2E_DH_BYTES], const uint8_t base[E2E_DH_BYTES],
            const uint8_t secret_exp[E2E_DH_BYTES], const uint8_t odd_mod[E2E_DH_BYTES])
{
	struct wrap_state *s = state;
	struct wrap *w = s->wrap;

	return w->modexp != NULL ? w->modexp(w->user, s->inner, out, base, secret_exp, odd_mod)
	                         : w->inner->modexp(s->inner, out, base, secret_exp, odd_mod);
}

struct e2e_backend
wrap_backend(struct wrap *wrap)
{
	return (struct e2e_backend){
		.size = sizeof(struct e2e_backend),
		.version = E2E_BACKEND_VERSION,
		.name = wrap->name != NULL ? wrap->name : wrap->inner->name,
		.user = wrap,
		.state_size = sizeof(struct wrap_state) + wrap->inner->state_size,
		.open = wrap_open,
		.close = wrap_close,
		.random = wrap_random,
		.hash = wrap_hash,
		.ige = wrap_ige,
		.modexp = wrap_modexp,
	};
}
