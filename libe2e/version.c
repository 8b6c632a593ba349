/* SPDX-License-Identifier: ISC */
/* Tells a program which version of the library it runs with. */
#include "config.h"

#include <e2e/e2e.h>

const char *
e2e_version(void)
{
	return PACKAGE_VERSION;
}

uint32_t
e2e_abi_version(void)
{
	return 0;
}
