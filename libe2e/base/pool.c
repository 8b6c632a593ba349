/* SPDX-License-Identifier: ISC */
/* Hands out parts of blocks, adds blocks as they are needed, and wipes them all at once. */
#include "config.h"

#include "base/pool.h"

#include "base/align.h"
#include "base/mem.h"
#include "base/nothing.h"
#include "base/num.h"

#include <string.h>

#define FIRST_BYTES 4096 /* of the first block                        */
#define MORE_BYTES  8192 /* of the others                             */
#define LARGE_BYTES 1024 /* whatever is larger gets a block of its own */

struct e2e_i_pool_block {
	struct e2e_i_pool_block *before;
	size_t room; /* bytes of data        */
	size_t used; /* of these, handed out */
	alignas(E2E_I_ALIGN) uint8_t data[];
};

void
e2e_i_pool_init(struct e2e_i_pool *pool, const struct e2e_allocator *allocator)
{
	pool->allocator = allocator;
	pool->last = NULL;
}

static struct e2e_i_pool_block *
add_block(struct e2e_i_pool *pool, size_t n)
{
	size_t room = pool->last == NULL ? FIRST_BYTES : MORE_BYTES;
	struct e2e_i_pool_block *block;

	if (room < n || (pool->last != NULL && n > LARGE_BYTES))
		room = n;
	block = e2e_i_mem_new(pool->allocator, sizeof *block + room);
	if (block == NULL)
		return NULL;
	block->room = room;
	if (pool->last != NULL && n > LARGE_BYTES) {
		/* keep the block before as the last one: it still has room for small objects */
		block->before = pool->last->before;
		pool->last->before = block;
		return block;
	}
	block->before = pool->last;
	pool->last = block;
	return block;
}

void *
e2e_i_pool_alloc(struct e2e_i_pool *pool, size_t n)
{
	struct e2e_i_pool_block *block = pool->last;
	uint8_t *p;

	if (n > SIZE_MAX / 2)
		return NULL;
	n = e2e_i_round_up(n, E2E_I_ALIGN);
	if (block == NULL || n > block->room - block->used)
		block = add_block(pool, n);
	if (block == NULL)
		return NULL;
	p = block->data + block->used;
	block->used += n;
	return p;
}

int32_t
e2e_i_pool_copy(struct e2e_i_pool *pool, struct e2e_bytes *to, struct e2e_bytes from)
{
	uint8_t *p;

	*to = E2E_I_NO_BYTES;
	if (from.n == 0)
		return E2E_OK;
	p = e2e_i_pool_alloc(pool, from.n);
	if (p == NULL)
		return E2E_ERR_NOMEM;
	memcpy(p, from.p, from.n);
	*to = (struct e2e_bytes){ p, from.n };
	return E2E_OK;
}

void
e2e_i_pool_reset(struct e2e_i_pool *pool)
{
	while (pool->last != NULL) {
		struct e2e_i_pool_block *block = pool->last;

		pool->last = block->before;
		e2e_i_mem_free(pool->allocator, block, sizeof *block + block->room);
	}
}
