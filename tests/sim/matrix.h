/* SPDX-License-Identifier: ISC */
#ifndef SIM_MATRIX_H
#define SIM_MATRIX_H

#include "plan.h"

struct tally {
	uint64_t passed, failed;
};

/*
 * Live the calm world of SEED once for each chance to crash and for one of EVERY
 * allocations, and count into TALLY.
 */
void matrix_run(uint64_t seed, const struct choice *choice, uint32_t every,
                struct tally *tally);

#endif
