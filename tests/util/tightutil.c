/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "tightutil.h"

#include <stdlib.h>
#include <string.h>

static void *
cap_alloc(void *user, size_t n)
{
	struct cap *cap = user;

	if (n > cap->largest)
		cap->largest = n;
	return n > cap->most ? NULL : cap->inner.alloc(cap->inner.user, n);
}

static void
cap_free(void *user, void *p, size_t n)
{
	struct cap *cap = user;

	cap->inner.free(cap->inner.user, p, n);
}

void
tight_init(struct tight *t, int backend)
{
	ch_init(&t->c, backend);
	t->cap = (struct cap){ t->c.h.allocator, SIZE_MAX, 0 };
	t->c.h.allocator.user = &t->cap;
	t->c.h.allocator.alloc = cap_alloc;
	t->c.h.allocator.free = cap_free;
	t->junk = malloc(HUGE_BYTES);
	ck_assert_ptr_nonnull(t->junk);
	memset(t->junk, 0x41, HUGE_BYTES);
}

void
tighten(struct tight *t)
{
	t->cap.most = SMALL;
	t->cap.largest = 0;
}

void
tight_open(struct tight *t, int backend, uint32_t role)
{
	tight_init(t, backend);
	ch_ready(&t->c, role);
	tighten(t);
}

void
tight_close(struct tight *t)
{
	free(t->junk);
	ch_close(&t->c);
}

struct e2e_bytes
tight_boxed(struct ch *c, const void *object)
{
	size_t n = 0;
	uint8_t *bytes;

	ck_assert_int_eq(e2e_tl_measure(&n, E2E_TYPE_ANY, object), E2E_OK);
	bytes = sp_new(&c->p, n);
	ck_assert_int_eq(e2e_tl_put(bytes, n, &n, E2E_TYPE_ANY, object), E2E_OK);
	return (struct e2e_bytes){ bytes, n };
}
