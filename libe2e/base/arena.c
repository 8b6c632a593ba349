/* SPDX-License-Identifier: ISC */
/* Hands out parts of one block of fixed size, and wipes them all at once. */
#include "config.h"

#include "base/arena.h"

#include "base/align.h"
#include "base/wipe.h"

#include <string.h>

void
e2e_i_arena_init(struct e2e_i_arena *arena, void *block, size_t room)
{
	arena->block = block;
	arena->room = room;
	arena->used = 0;
}

void *
e2e_i_arena_alloc(struct e2e_i_arena *arena, size_t n)
{
	size_t left = arena->room - arena->used;
	size_t fill;
	uint8_t *p;

	if (n > left)
		return NULL;
	p = arena->block + arena->used;
	memset(p, 0, n);

	/* Align the next object; at the end of the block there is no next one. */
	fill = (E2E_I_ALIGN - n % E2E_I_ALIGN) % E2E_I_ALIGN;
	arena->used += fill > left - n ? left : n + fill;
	return p;
}

void
e2e_i_arena_reset(struct e2e_i_arena *arena)
{
	e2e_i_wipe(arena->block, arena->used);
	arena->used = 0;
}
