/* SPDX-License-Identifier: ISC */
/* In place of bare_nettle.c in builds without that backend. */
#include "config.h"

#include "bench.h"

const struct bench_bare *
bench_bare_nettle(void)
{
	return NULL;
}
