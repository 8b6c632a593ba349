/* SPDX-License-Identifier: ISC */
/*
 * What spans and vectors without anything in them point to.  A host binds what it is given to a
 * statement as it is, and there NULL is not the same as nothing: rows whose key is NULL are all
 * different, so none of them is ever replaced or deleted.
 */
#ifndef E2E_BASE_NOTHING_H
#define E2E_BASE_NOTHING_H

#include <e2e/backend.h>

/* Aligned for whatever there is none of; not to be read. */
extern const uint64_t e2e_i_nothing;

#define E2E_I_NO_BYTES ((struct e2e_bytes){ (const void *)&e2e_i_nothing, 0 })

#endif
