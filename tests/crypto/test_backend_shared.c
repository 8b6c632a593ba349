/* SPDX-License-Identifier: ISC */
/* A state of a backend without a context around it, for the tests of backends. */
#include "config.h"

#include "test_backend_shared.h"

#include <stdlib.h>

void
tb_raw_open(struct tb_raw *raw, const struct e2e_backend *backend)
{
	raw->backend = backend;
	raw->state = calloc(1, backend->state_size + 1);
	ck_assert_ptr_nonnull(raw->state);
	ck_assert_int_eq(backend->open(raw->state, backend->user), E2E_OK);
}

void
tb_raw_close(struct tb_raw *raw)
{
	raw->backend->close(raw->state);
	free(raw->state);
}
