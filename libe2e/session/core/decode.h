/* SPDX-License-Identifier: ISC */
/* Decoding TL that others have sent, in no more memory than its objects need. */
#ifndef E2E_SESSION_DECODE_H
#define E2E_SESSION_DECODE_H

#include <e2e/schema.h>

#include "base/pool.h"

/*
 * Decode BYTES by e2e_tl_get() into memory of POOL.  The memory is measured first.  Strings are
 * not copied: they point into BYTES.  Returns what e2e_tl_get() returns, or E2E_ERR_NOMEM.
 */
int32_t e2e_i_decode(struct e2e_i_pool *pool, struct e2e_tl_got *got, uint32_t type,
                     struct e2e_bytes bytes, const struct e2e_tl_limits *limits);

#endif
