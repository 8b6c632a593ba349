/* SPDX-License-Identifier: ISC */
/* In place of getrandom.c on systems without that call. */
#include "config.h"

#include "bench.h"

bool
bench_getrandom_works(void)
{
	return false;
}

void
bench_getrandom(uint8_t *out, size_t n)
{
	(void)out;
	bench_fail("getrandom, which this system lacks,", (long)n);
}
