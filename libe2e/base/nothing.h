/* SPDX-License-Identifier: ISC */
/*
 * What empty spans and vectors point to.  It is never NULL, because a host may bind a span to an
 * SQL statement as it is, and there NULL is not an empty value: rows whose key is NULL all differ,
 * so none of them would ever be replaced or deleted.
 */
#ifndef E2E_BASE_NOTHING_H
#define E2E_BASE_NOTHING_H

#include <e2e/backend.h>

/* Aligned for an object of any type.  Do not read it. */
extern const uint64_t e2e_i_nothing;

#define E2E_I_NO_BYTES ((struct e2e_bytes){ (const void *)&e2e_i_nothing, 0 })

#endif
