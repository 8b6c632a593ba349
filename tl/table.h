/* SPDX-License-Identifier: ISC */
/* Looking up constructors in the schemas. */
#ifndef E2E_TL_TABLE_H
#define E2E_TL_TABLE_H

#include "tl/data.h"

#include <e2e/schema.h>

/* The constructor with ID; NULL if no schema has it. */
const struct e2e_i_tl_ctor *e2e_i_tl_find(uint32_t id);

/* The constructor with ID if it is of TYPE (E2E_TYPE_*, ANY for all), or NULL. */
const struct e2e_i_tl_ctor *e2e_i_tl_find_in(uint32_t id, uint32_t type);

#endif
