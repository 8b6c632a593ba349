/* SPDX-License-Identifier: ISC */
/*
 * The memory of one account: counted, filled with rubbish when it is given, checked for a
 * wipe when it comes back, and failing when it is told to.  What is still held can be
 * searched, for keys that should be gone.
 */
#ifndef SIM_MEMORY_H
#define SIM_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/backend.h>

struct memory_block;

struct memory {
	struct memory_block *first;
	size_t live;           /* bytes                                            */
	size_t peak;
	uint64_t calls;        /* of alloc, ever                                   */
	uint64_t fail_in;      /* the alloc after that many fails; 0: none         */
	bool failed;           /* one did, since this was cleared                  */
	const char *fault;     /* what the library did wrong with memory, or NULL  */
};

void memory_allocator(struct e2e_allocator *out, struct memory *memory);

/* Whether the N bytes at WHAT stand in a live block. */
bool memory_holds(const struct memory *memory, const uint8_t *what, size_t n);

/* Free everything that is left, after a world that failed. */
void memory_drop(struct memory *memory);

/* Whether the N bytes at WHAT stand in the M bytes at P. */
bool memory_find(const uint8_t *p, size_t m, const uint8_t *what, size_t n);

#endif
