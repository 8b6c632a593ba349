/* SPDX-License-Identifier: ISC */
/* What all workloads use: memory, and an end for what fails. */
#include "config.h"

#include "cost.h"

#include <stdlib.h>

void *
cost_new(size_t n)
{
	void *p = calloc(1, n);

	if (p == NULL)
		ck_abort_msg("out of memory");
	return p;
}

void
cost_must(int32_t result)
{
	if (result != E2E_OK)
		ck_abort_msg("%s", e2e_strerror(result));
}
