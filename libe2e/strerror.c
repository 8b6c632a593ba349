/* SPDX-License-Identifier: ISC */
/* The texts of results, which stand in names.list. */
#include "config.h"

#include <e2e/backend.h>

#include "names_list.h"

#define RESULT(NAME, name, text) \
	case E2E_##NAME: \
		return text;

const char *
e2e_strerror(int32_t result)
{
	switch (result) {
	E2E_I_RESULTS(RESULT)
	default:
		return "unknown result";
	}
}
