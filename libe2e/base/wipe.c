/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/wipe.h"

#include <string.h>

#ifdef HAVE_EXPLICIT_BZERO

static void
erase(void *p, size_t n)
{
	explicit_bzero(p, n);
}

#else

/* A call through a volatile pointer cannot be proved to be memset(), so it stays. */
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
