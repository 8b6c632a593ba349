/* SPDX-License-Identifier: ISC */
/*
 * Many small objects in one block of fixed size, released all at once.  The size of the block
 * limits how much memory bytes from a stranger can take.
 */
#ifndef E2E_BASE_ARENA_H
#define E2E_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct e2e_i_arena {
	uint8_t *block; /* borrowed, aligned to E2E_I_ALIGN (base/align.h) */
	size_t room; /* bytes of the block        */
	size_t used; /* of these, handed out      */
};

/* Use ROOM bytes at BLOCK, which must be aligned to E2E_I_ALIGN and outlive the arena. */
void e2e_i_arena_init(struct e2e_i_arena *arena, void *block, size_t room);

/*
 * N zero bytes, aligned to E2E_I_ALIGN and valid until the reset; NULL if they do not fit.  0 bytes
 * give a valid pointer.
 */
void *e2e_i_arena_alloc(struct e2e_i_arena *arena, size_t n);

/* Wipe all that was handed out; the arena is empty then. */
void e2e_i_arena_reset(struct e2e_i_arena *arena);

#endif
