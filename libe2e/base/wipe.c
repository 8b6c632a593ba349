/* SPDX-License-Identifier: ISC */
/* Erases memory, and the stack below a call, in a way that compilers do not optimise away. */
#include "config.h"

#include "base/wipe.h"

#include <stdint.h>
#include <string.h>

#ifdef HAVE_EXPLICIT_BZERO

static void
erase(void *p, size_t n)
{
	explicit_bzero(p, n);
}

#else

/* The compiler cannot know that a volatile pointer is memset(), so it keeps the call. */
static void *(*const volatile set_bytes)(void *, int, size_t) = memset;

static void
erase(void *p, size_t n)
{
	set_bytes(p, 0, n);
}

#endif

void
e2e_i_wipe_far(void *p, size_t n)
{
	if (n > 0)
		erase(p, n);
}

/* ---- The stack --------------------------------------------------------------------------- */

#define STACK_BYTES      1536
#define STACK_DEEP_BYTES 8192

/* If it were inlined, the array would lie beside what is to be erased, not over it. */
#if defined(__GNUC__)
#define A_FRAME_OF_ITS_OWN __attribute__((noinline))
#else
#define A_FRAME_OF_ITS_OWN
#endif

A_FRAME_OF_ITS_OWN void
e2e_i_wipe_stack(void)
{
	uint8_t below[STACK_BYTES];

	e2e_i_wipe(below, sizeof below);
}

A_FRAME_OF_ITS_OWN void
e2e_i_wipe_stack_deep(void)
{
	uint8_t below[STACK_DEEP_BYTES];

	e2e_i_wipe(below, sizeof below);
}
