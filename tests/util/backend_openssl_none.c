/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "backend_openssl.h"

#include <stddef.h>

const struct e2e_backend *
tu_backend_openssl(void)
{
	return NULL;
}
