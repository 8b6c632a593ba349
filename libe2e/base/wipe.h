/* SPDX-License-Identifier: ISC */
/* Erasing secrets; all code that erases calls these. */
#ifndef E2E_BASE_WIPE_H
#define E2E_BASE_WIPE_H

#include <stddef.h>
#include <string.h>

/* e2e_i_wipe() by the system's own means.  For a small key, the call costs more than erasing. */
void e2e_i_wipe_far(void *p, size_t n);

/*
 * Erase the stack below the caller, where functions that have returned left their variables; nobody
 * else wipes those of a cryptographic library.  It erases 1.5 KiB, about twice of what a hash or a
 * cipher was seen to use (16 ns); _deep erases 8 KiB, for a modular exponentiation.
 */
void e2e_i_wipe_stack(void);
void e2e_i_wipe_stack_deep(void);

#if defined(__GNUC__)

/*
 * Set N bytes at P to zero; P may be NULL if N is 0.  For all that the compiler knows, the empty
 * assembly reads the memory, so it must write the zeros.
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
