/* SPDX-License-Identifier: ISC */
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
