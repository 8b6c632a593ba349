/* SPDX-License-Identifier: ISC */
/*
 * Memory that grows in blocks, and is wiped and freed all at once.  A pool has no limit: its user
 * has to limit what goes into it.
 */
#ifndef E2E_BASE_POOL_H
#define E2E_BASE_POOL_H

#include <e2e/backend.h>

struct e2e_i_pool_block;

struct e2e_i_pool {
	const struct e2e_allocator *allocator; /* borrowed                               */
	struct e2e_i_pool_block *last;         /* owned, as all before it; NULL if empty */
};

/* Make POOL empty.  ALLOCATOR must outlive it. */
void e2e_i_pool_init(struct e2e_i_pool *pool, const struct e2e_allocator *allocator);

/*
 * N zero bytes, aligned to E2E_I_ALIGN (base/align.h) and valid until the reset; NULL without
 * memory. 0 bytes give a valid pointer.
 */
void *e2e_i_pool_alloc(struct e2e_i_pool *pool, size_t n);

/*
 * Copy FROM into the pool, and set *TO to the copy.  If FROM is empty, *TO is empty and not at NULL
 * (base/nothing.h).  E2E_ERR_NOMEM.
 */
int32_t e2e_i_pool_copy(struct e2e_i_pool *pool, struct e2e_bytes *to, struct e2e_bytes from);

/* Wipe and free everything; the pool is empty then. */
void e2e_i_pool_reset(struct e2e_i_pool *pool);

#endif
