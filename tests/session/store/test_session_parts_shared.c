/* SPDX-License-Identifier: ISC */
/* Memory with a fence behind each block, which can fail. */
#include "config.h"

#include "test_session_parts_shared.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* ---- Memory with fences ----------------------------------------------------------------- */

#define FENCE_BYTES 64
#define FENCE       0x5a

struct fenced {
	size_t n;
	alignas(max_align_t) uint8_t bytes[];
};

static void *
fenced_alloc(void *user, size_t n)
{
	struct parts_memory *memory = user;
	struct fenced *block;

	if (++memory->calls == memory->fail_at)
		return NULL;
	block = malloc(sizeof *block + n + FENCE_BYTES);
	PARTS_TRUE(block != NULL);
	block->n = n;
	memset(block->bytes, 0xa5, n);
	memset(block->bytes + n, FENCE, FENCE_BYTES);
	memory->live++;
	memory->live_bytes += n;
	return block->bytes;
}

static void
fenced_free(void *user, void *p, size_t n)
{
	struct parts_memory *memory = user;
	struct fenced *block =
		(struct fenced *)(void *)((uint8_t *)p - offsetof(struct fenced, bytes));

	PARTS_TRUE(block->n == n);
	PARTS_TRUE(tu_all_zero(block->bytes, n));
	for (size_t i = 0; i < FENCE_BYTES; i++)
		PARTS_TRUE(block->bytes[n + i] == FENCE);
	memory->live--;
	memory->live_bytes -= n;
	free(block);
}

void
parts_memory_init(struct parts_memory *memory)
{
	memset(memory, 0, sizeof *memory);
	memory->allocator = (struct e2e_allocator)E2E_ALLOCATOR_INIT;
	memory->allocator.user = memory;
	memory->allocator.alloc = fenced_alloc;
	memory->allocator.free = fenced_free;
}

void
parts_fail(struct parts_memory *memory, size_t at)
{
	memory->calls = 0;
	memory->fail_at = at;
}
