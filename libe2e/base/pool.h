/* SPDX-License-Identifier: ISC */
/*
 * Memory that grows in blocks and is given back all at once, wiped.  Whoever fills a pool
 * bounds what goes into it.
 */
#ifndef E2E_BASE_POOL_H
#define E2E_BASE_POOL_H

#include <e2e/backend.h>

struct e2e_i_pool_block;

struct e2e_i_pool {
	const struct e2e_allocator *allocator; /* borrowed */
	struct e2e_i_pool_block *last;
};

void e2e_i_pool_init(struct e2e_i_pool *pool, const struct e2e_allocator *allocator);

/* N zero bytes aligned to E2E_I_ALIGN (base/align.h), or NULL.  0 bytes give a valid pointer. */
void *e2e_i_pool_alloc(struct e2e_i_pool *pool, size_t n);

/* A copy of FROM in the pool into *TO; E2E_ERR_NOMEM.  Empty bytes stay empty
 * and are never at NULL (base/nothing.h). */
int32_t e2e_i_pool_copy(struct e2e_i_pool *pool, struct e2e_bytes *to, struct e2e_bytes from);

/* Wipe and free everything; the pool is as new. */
void e2e_i_pool_reset(struct e2e_i_pool *pool);

#endif
