/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "memory.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define MARK UINT64_C(0x6c69766520626c6b)

struct memory_block {
	struct memory_block *next, **at; /* `at` points here */
	uint64_t mark;
	size_t n;
	alignas(max_align_t) unsigned char bytes[];
};

static void *
memory_alloc(void *user, size_t n)
{
	struct memory *memory = user;
	struct memory_block *block;

	memory->calls++;
	if (memory->fail_in != 0 && --memory->fail_in == 0) {
		memory->failed = true;
		return NULL;
	}
	block = malloc(sizeof *block + n);
	if (block == NULL)
		abort();
	*block = (struct memory_block){ memory->first, &memory->first, MARK, n };
	if (memory->first != NULL)
		memory->first->at = &block->next;
	memory->first = block;
	memset(block->bytes, 0xa5, n);
	memory->live += n;
	if (memory->live > memory->peak)
		memory->peak = memory->live;
	return block->bytes;
}

static bool
wiped(const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] != 0)
			return false;
	}
	return true;
}

static void
memory_free(void *user, void *p, size_t n)
{
	struct memory *memory = user;
	struct memory_block *block;

	if (p == NULL) {
		memory->fault = "free of NULL";
		return;
	}
	block = (struct memory_block *)(void *)((unsigned char *)p -
	                                        offsetof(struct memory_block, bytes));
	if (block->mark != MARK) {
		memory->fault = "free of what alloc did not give";
		return;
	}
	if (block->n != n)
		memory->fault = "free with another length than alloc's";
	if (!wiped(block->bytes, block->n))
		memory->fault = "memory freed without a wipe";
	memory->live -= block->n;
	*block->at = block->next;
	if (block->next != NULL)
		block->next->at = block->at;
	block->mark = 0;
	free(block);
}

void
memory_allocator(struct e2e_allocator *out, struct memory *memory)
{
	*out = (struct e2e_allocator)E2E_ALLOCATOR_INIT;
	out->user = memory;
	out->alloc = memory_alloc;
	out->free = memory_free;
}

bool
memory_find(const uint8_t *p, size_t m, const uint8_t *what, size_t n)
{
	const uint8_t *hit = p;
	size_t left = m;

	while (left >= n) {
		hit = memchr(hit, what[0], left - n + 1);
		if (hit == NULL)
			return false;
		if (memcmp(hit, what, n) == 0)
			return true;
		hit++;
		left = m - (size_t)(hit - p);
	}
	return false;
}

bool
memory_holds(const struct memory *memory, const uint8_t *what, size_t n)
{
	const struct memory_block *block;

	for (block = memory->first; block != NULL; block = block->next) {
		if (memory_find(block->bytes, block->n, what, n))
			return true;
	}
	return false;
}

void
memory_drop(struct memory *memory)
{
	while (memory->first != NULL) {
		struct memory_block *block = memory->first;

		memory->first = block->next;
		free(block);
	}
	memory->live = 0;
}
