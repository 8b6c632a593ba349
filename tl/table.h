/* SPDX-License-Identifier: ISC */
/* Looking things up in the schemas. */
#ifndef E2E_TL_TABLE_H
#define E2E_TL_TABLE_H

#include "tl/data.h"

#include <e2e/schema.h>

/* The constructor ID, or NULL. */
const struct e2e_i_tl_ctor *e2e_i_tl_find(uint32_t id);

/* The constructor ID if it may stand where TYPE is wanted, or NULL. */
const struct e2e_i_tl_ctor *e2e_i_tl_find_in(uint32_t id, uint32_t type);

#endif
