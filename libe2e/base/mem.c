/* SPDX-License-Identifier: ISC */
/* Zeroes memory from the host's allocator, and wipes it before it is freed. */
#include "config.h"

#include "base/mem.h"

#include "base/wipe.h"

#include <stdlib.h>
#include <string.h>

static void *
default_alloc(void *user, size_t n)
{
	(void)user;
	return malloc(n);
}

static void
default_free(void *user, void *p, size_t n)
{
	(void)user;
	(void)n;
	free(p);
}

int32_t
e2e_i_mem_init(struct e2e_allocator *to, const struct e2e_allocator *from)
{
	*to = (struct e2e_allocator){
		.size = sizeof *to,
		.alloc = default_alloc,
		.free = default_free,
	};
	if (from == NULL)
		return E2E_OK;
	if (from->size < sizeof *to)
		return E2E_ERR_VERSION;
	if (from->alloc == NULL || from->free == NULL)
		return E2E_ERR_ARGUMENT;
	*to = *from;
	return E2E_OK;
}

void *
e2e_i_mem_new(const struct e2e_allocator *allocator, size_t n)
{
	void *p = allocator->alloc(allocator->user, n);

	if (p != NULL)
		memset(p, 0, n);
	return p;
}

void
e2e_i_mem_free(const struct e2e_allocator *allocator, void *p, size_t n)
{
	if (p == NULL)
		return;
	e2e_i_wipe(p, n);
	allocator->free(allocator->user, p, n);
}
