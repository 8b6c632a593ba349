/* SPDX-License-Identifier: ISC */
/*
 * A backend over another one, of which the user replaces what he wants: randomness that is
 * given, calls that are counted, calls that fail.
 */
#ifndef COMMON_WRAP_H
#define COMMON_WRAP_H

#include <e2e/backend.h>

struct wrap {
	const struct e2e_backend *inner;
	const char *name; /* NULL: that of the inner one       */
	void *user;       /* handed to the functions below     */

	/*
	 * What is NULL is done by the inner backend.  STATE is the inner one's, so that a
	 * function can pass on what it does not want to do itself.
	 */
	int32_t (*random)(void *user, void *state, uint8_t *out, size_t n);
	int32_t (*hash)(void *user, void *state, uint32_t algorithm, uint8_t *digest,
	                const struct e2e_bytes *part, size_t n_parts);
	int32_t (*ige)(void *user, void *state, uint32_t way, const uint8_t key[32], uint8_t iv[32],
	               uint8_t *data, size_t n);
	int32_t (*modexp)(void *user, void *state, uint8_t out[E2E_DH_BYTES],
	                  const uint8_t base[E2E_DH_BYTES], const uint8_t secret_exp[E2E_DH_BYTES],
	                  const uint8_t odd_mod[E2E_DH_BYTES]);
};

/* The backend, in use while contexts made with it live; WRAP must not move until then. */
struct e2e_backend wrap_backend(struct wrap *wrap);

#endif
