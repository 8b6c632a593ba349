/* SPDX-License-Identifier: ISC */
/* Randomness straight from the kernel. */
#include "config.h"

#include <sys/random.h>

#include "bench.h"

bool
bench_getrandom_works(void)
{
	return true;
}

void
bench_getrandom(uint8_t *out, size_t n)
{
	if (getrandom(out, n, 0) != (ssize_t)n)
		bench_fail("getrandom", (long)n);
}
