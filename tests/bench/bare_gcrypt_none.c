/* SPDX-License-Identifier: ISC */
/* In place of bare_gcrypt.c in builds without that backend. */
#include "config.h"

#include "bench.h"

const struct bench_bare *
bench_bare_gcrypt(void)
{
	return NULL;
}
