/* SPDX-License-Identifier: ISC */
/* Makes and frees a context, and calls the primitives of its backend. */
#include "config.h"

#include "crypto/crypto.h"

#include "base/mem.h"
#include "base/wipe.h"

#include <string.h>

static int32_t
check_backend(const struct e2e_backend *b)
{
	if (b->size < sizeof *b || b->version < 1)
		return E2E_ERR_VERSION;
	if (b->name == NULL || b->open == NULL || b->close == NULL || b->random == NULL ||
	    b->hash == NULL || b->ige == NULL || b->modexp == NULL)
		return E2E_ERR_ARGUMENT;
	return E2E_OK;
}

/* A backend that fails gives E2E_ERR_BACKEND or E2E_ERR_NOMEM, whatever number it returned. */
static int32_t
backend_result(int32_t err)
{
	return err == E2E_OK || err == E2E_ERR_NOMEM ? err : E2E_ERR_BACKEND;
}

static size_t
state_bytes(const struct e2e_crypto *crypto)
{
	return crypto->backend.state_size > 0 ? crypto->backend.state_size : 1;
}

static int32_t
open_state(struct e2e_crypto *crypto)
{
	int32_t err;

	crypto->state = e2e_i_mem_new(&crypto->allocator, state_bytes(crypto));
	if (crypto->state == NULL)
		return E2E_ERR_NOMEM;
	err = backend_result(crypto->backend.open(crypto->state, crypto->backend.user));
	if (err != E2E_OK) {
		e2e_i_mem_free(&crypto->allocator, crypto->state, state_bytes(crypto));
		crypto->state = NULL;
	}
	return err;
}

static void
free_context(struct e2e_crypto *crypto)
{
	struct e2e_allocator allocator = crypto->allocator;

	e2e_i_mem_free(&allocator, crypto, sizeof *crypto);
}

int32_t
e2e_crypto_new(struct e2e_crypto **crypto, const struct e2e_crypto_config *config)
{
	struct e2e_crypto_config defaults = E2E_CRYPTO_CONFIG_INIT;
	const struct e2e_backend *backend;
	struct e2e_allocator allocator;
	struct e2e_crypto *made;
	int32_t err;

	*crypto = NULL;
	if (config == NULL)
		config = &defaults;
	if (config->size < sizeof *config)
		return E2E_ERR_VERSION;
	backend = config->backend != NULL ? config->backend : e2e_backend_by_name(NULL);
	err = check_backend(backend);
	if (err != E2E_OK)
		return err;
	err = e2e_i_mem_init(&allocator, config->allocator);
	if (err != E2E_OK)
		return err;

	made = e2e_i_mem_new(&allocator, sizeof *made);
	if (made == NULL)
		return E2E_ERR_NOMEM;
	made->allocator = allocator;
	made->backend = *backend;
	err = open_state(made);
	if (err != E2E_OK) {
		free_context(made);
		return err;
	}
	*crypto = made;
	return E2E_OK;
}

void
e2e_crypto_free(struct e2e_crypto *crypto)
{
	if (crypto == NULL)
		return;
	crypto->backend.close(crypto->state);
	e2e_i_mem_free(&crypto->allocator, crypto->state, state_bytes(crypto));
	free_context(crypto);
}

const char *
e2e_crypto_backend(const struct e2e_crypto *crypto)
{
	return crypto->backend.name;
}

/* ---- The backend's calls -------------------------------------------------------- */

/*
 * Each step that saw a secret erases the stack that the backend used.  libgcrypt leaves the last
 * block of a hash there, with 16 bytes of a file's key, and compilers may leave anything.
 * Where one call follows another, only the last one erases: each time costs 16 ns, and a short
 * message some 700.
 */

int32_t
e2e_i_crypto_random(struct e2e_crypto *crypto, uint8_t *out, size_t n)
{
	int32_t err;

	if (n == 0)
		return E2E_OK;
	err = backend_result(crypto->backend.random(crypto->state, out, n));
	if (err != E2E_OK)
		e2e_i_wipe(out, n);
	return err;
}

int32_t
e2e_i_crypto_hash_amid(struct e2e_crypto *crypto, uint32_t algorithm, uint8_t *digest,
                       const struct e2e_bytes *part, size_t n_parts)
{
	int32_t err = backend_result(
		crypto->backend.hash(crypto->state, algorithm, digest, part, n_parts));

	if (err != E2E_OK)
		e2e_i_wipe_stack(); /* no other call follows */
	return err;
}

int32_t
e2e_i_crypto_hash(struct e2e_crypto *crypto, uint32_t algorithm, uint8_t *digest,
                  const struct e2e_bytes *part, size_t n_parts)
{
	int32_t err = e2e_i_crypto_hash_amid(crypto, algorithm, digest, part, n_parts);

	e2e_i_wipe_stack();
	return err;
}

int32_t
e2e_i_crypto_ige(struct e2e_crypto *crypto, uint32_t way, const uint8_t key[32],
                 uint8_t iv[32], uint8_t *data, size_t n)
{
	int32_t err = crypto->backend.ige(crypto->state, way, key, iv, data, n);

	e2e_i_wipe_stack();
	return backend_result(err);
}

int32_t
e2e_i_crypto_modexp(struct e2e_crypto *crypto, uint8_t out[E2E_DH_BYTES],
                    const uint8_t base[E2E_DH_BYTES], const uint8_t secret_exp[E2E_DH_BYTES],
                    const uint8_t odd_mod[E2E_DH_BYTES])
{
	int32_t err = crypto->backend.modexp(crypto->state, out, base, secret_exp, odd_mod);

	e2e_i_wipe_stack_deep();
	return backend_result(err);
}

/* ---- The same for the host -------------------------------------------------------- */

void
e2e_wipe(void *p, size_t n)
{
	e2e_i_wipe_far(p, n);
}

int32_t
e2e_random(struct e2e_crypto *crypto, uint8_t *out, size_t n)
{
	return e2e_i_crypto_random(crypto, out, n);
}

int32_t
e2e_hash(struct e2e_crypto *crypto, uint32_t algorithm, uint8_t *digest,
         const struct e2e_bytes *part, size_t n_parts)
{
	if (algorithm < E2E_HASH_MD5 || algorithm > E2E_HASH_SHA256)
		return E2E_ERR_ARGUMENT;
	if (n_parts < 1 || n_parts > E2E_HASH_PARTS_MAX)
		return E2E_ERR_ARGUMENT;
	return e2e_i_crypto_hash(crypto, algorithm, digest, part, n_parts);
}

int32_t
e2e_ige(struct e2e_crypto *crypto, uint32_t way, const uint8_t key[E2E_AES_KEY_BYTES],
        uint8_t iv[E2E_AES_IV_BYTES], uint8_t *data, size_t n)
{
	if ((way != E2E_ENCRYPT && way != E2E_DECRYPT) || n % 16 != 0)
		return E2E_ERR_ARGUMENT;
	return e2e_i_crypto_ige(crypto, way, key, iv, data, n);
}
