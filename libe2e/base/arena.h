/* SPDX-License-Identifier: ISC */
/*
 * Many small objects in one block of fixed size, given back all at once.  The cap is
 * what bounds the memory that bytes of a stranger can take.
 */
#ifndef E2E_BASE_ARENA_H
#define E2E_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct e2e_i_arena {
	uint8_t *block; /* borrowed, aligned to E2E_I_ALIGN (base/align.h) */
	size_t room;
	size_t used;
};

/* Use ROOM bytes at BLOCK, which must be aligned to E2E_I_ALIGN and outlive the arena. */
void e2e_i_arena_init(struct e2e_i_arena *arena, void *block, size_t room);

/* N zero bytes, or NULL if they do not fit any more.  0 bytes give a valid pointer. */
void *e2e_i_arena_alloc(struct e2e_i_arena *arena, size_t n);

/* Wipe all that was given out; the arena is as new. */
void e2e_i_arena_reset(struct e2e_i_arena *arena);

#endif
