/* SPDX-License-Identifier: ISC */
/* Random bytes out of a script. */
#include "config.h"

#include "rig.h"

#include <string.h>

static int32_t
rig_random(void *user, void *state, uint8_t *out, size_t n)
{
	struct rig *rig = user;

	if (!rig->scripted)
		return rig->wrap.inner->random(state, out, n);
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

int32_t
rig_open(struct rig *rig, const struct e2e_backend *inner)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_backend backend;

	*rig = (struct rig){ .wrap = { .inner = inner, .user = rig, .random = rig_random } };
	backend = wrap_backend(&rig->wrap);
	config.backend = &backend;
	return e2e_crypto_new(&rig->crypto, &config);
}

void
rig_close(struct rig *rig)
{
	e2e_crypto_free(rig->crypto);
	rig->crypto = NULL;
}

void
rig_script(struct rig *rig, const uint8_t *p, size_t n)
{
	rig->scripted = true;
	rig->script = span(p, n);
	rig->overdrawn = false;
}

bool
rig_script_end(struct rig *rig, struct row *row, int32_t result)
{
	rig->scripted = false;
	if (rig->overdrawn)
		return row_differs(row, "it drew more random bytes than the line gives");
	return result != E2E_OK || rig->script.n == 0 ||
	       row_differs(row, "it left %zu of the given random bytes", rig->script.n);
}

bool
rig_keypair(struct rig *rig, struct row *row, const struct e2e_dh_group *group,
            const uint8_t *exponent, uint8_t secret[E2E_DH_BYTES], uint8_t value[E2E_DH_BYTES])
{
	int32_t result;

	rig_script(rig, exponent, E2E_DH_BYTES);
	result = e2e_dh_keypair(rig->crypto, group, secret, value, NULL, 0);
	return rig_script_end(rig, row, result) && row_worked(row, "e2e_dh_keypair", result);
}
