/* SPDX-License-Identifier: ISC */
/* What each preset policy does about a failed check (doc/design.md, "The account"). */
#include "config.h"

#include <e2e/e2e.h>

#include "names_list.h"

/* names.list has a row for each check, with what each preset does. */
#define ROW(NAME, name, standard, strict, lenient, text) \
	[E2E_CHECK_##NAME] = { E2E_ACT_##standard, E2E_ACT_##strict, E2E_ACT_##lenient },
#define ONE(NAME, name, standard, strict, lenient, text) 1 +

static const uint8_t preset[][3] = { E2E_I_CHECKS(ROW) };

_Static_assert(sizeof preset / sizeof preset[0] == E2E_I_CHECK_END, "a number beyond the list");
_Static_assert(E2E_I_CHECKS(ONE) 1 == E2E_I_CHECK_END, "a check without a row");
_Static_assert(E2E_I_CHECK_END <= E2E_CHECKS_MAX, "no room in struct e2e_config");

uint32_t
e2e_policy_get(uint32_t which, uint32_t check)
{
	if (which > E2E_POLICY_LENIENT || check >= E2E_I_CHECK_END)
		return E2E_ACT_DEFAULT;
	return preset[check][which];
}
