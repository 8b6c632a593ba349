/* SPDX-License-Identifier: ISC */
/* The texts of checks and reasons, which stand in names.list. */
#include "config.h"

#include <e2e/e2e.h>

#include "names_list.h"

#define CHECK(NAME, name, standard, strict, lenient, text) \
	case E2E_CHECK_##NAME: \
		return text;
#define REASON(NAME, name, text) \
	case E2E_REASON_##NAME: \
		return text;

const char *
e2e_reason_text(uint32_t reason)
{
	switch (reason) {
	E2E_I_CHECKS(CHECK)
	E2E_I_REASONS(REASON)
	default:
		return "unknown reason";
	}
}
