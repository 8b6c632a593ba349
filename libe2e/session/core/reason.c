/* SPDX-License-Identifier: ISC */
/* The texts of checks and reasons, from names.list. */
#include "config.h"

#include <e2e/e2e.h>

#include "names_list.h"

#define CHECK(NAME, name, standard, strict, lenient, text)  [E2E_CHECK_##NAME] = text,
#define REASON(NAME, name, text) [E2E_REASON_##NAME] = text,

/* By number; NULL where there is none. */
static const char *const texts[] = { E2E_I_CHECKS(CHECK) E2E_I_REASONS(REASON) };

const char *
e2e_reason_text(uint32_t reason)
{
	if (reason >= sizeof texts / sizeof texts[0] || texts[reason] == NULL)
		return "unknown reason";
	return texts[reason];
}
