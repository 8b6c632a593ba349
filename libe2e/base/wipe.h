/* SPDX-License-Identifier: ISC */
/* The only place that erases. */
#ifndef E2E_BASE_WIPE_H
#define E2E_BASE_WIPE_H

#include <stddef.h>
#include <string.h>

/* The same, by the system's own means, as a call that costs more than a small key. */
void e2e_i_wipe_far(void *p, size_t n);

/*
 * Erase the stack below the caller, where functions that have returned left their variables:
 * those of a library are wiped by nobody else.  1.5 KiB, some twice what a hash or a cipher was
 * seen to take (16 ns); _deep 8 KiB, for a power.
 */
void e2e_i_wipe_stack(void);
void e2e_i_wipe_stack_deep(void);

#if defined(__GNUC__)

/*
 * Set N bytes at P to zero.  The empty assembly may read all memory, as far as the compiler
 * knows, so it cannot leave the zeros out.  P may be NULL if N is 0.
 */
static inline void
e2e_i_wipe(void *p, size_t n)
{
	if (n > 0)
		memset(p, 0, n);
	__asm__ volatile("" : : "r"(p) : "memory");
}

#else

static inline void
e2e_i_wipe(void *p, size_t n)
{
	e2e_i_wipe_far(p, n);
}

#endif

#endif
