/* SPDX-License-Identifier: ISC */
/* Lists the backends of this build and finds one by its name. */
#include "config.h"

#include "builtin.h"

#include <string.h>

/* The first one is the default: Nettle where both are built, as its powers are faster. */
static const struct e2e_backend *const builtin[] = {
#ifdef E2E_WITH_NETTLE
	&e2e_i_backend_nettle,
#endif
#ifdef E2E_WITH_GCRYPT
	&e2e_i_backend_gcrypt,
#endif
	NULL,
};

const struct e2e_backend *
e2e_backend_at(size_t index)
{
	return index < sizeof builtin / sizeof builtin[0] ? builtin[index] : NULL;
}

const struct e2e_backend *
e2e_backend_by_name(const char *name)
{
	if (name == NULL)
		return builtin[0];
	for (size_t i = 0; builtin[i] != NULL; i++) {
		if (strcmp(builtin[i]->name, name) == 0)
			return builtin[i];
	}
	return NULL;
}
