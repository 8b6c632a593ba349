/* SPDX-License-Identifier: ISC */
/* TL of others, in no more memory than its objects take. */
#ifndef E2E_SESSION_DECODE_H
#define E2E_SESSION_DECODE_H

#include <e2e/schema.h>

#include "base/pool.h"

/*
 * e2e_tl_get() of BYTES into memory of POOL, which is measured first: strings stay where they
 * are, so that a long text costs next to nothing.  E2E_ERR_NOMEM besides.
 */
int32_t e2e_i_decode(struct e2e_i_pool *pool, struct e2e_tl_got *got, uint32_t type,
                     struct e2e_bytes bytes, const struct e2e_tl_limits *limits);

#endif
