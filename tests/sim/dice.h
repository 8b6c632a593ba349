/* SPDX-License-Identifier: ISC */
/*
 * A backend for simulated accounts: a real one whose randomness comes from the seed, and
 * fails when it is told to.
 *
 * Powers are of two kinds.  Real ones cost milliseconds, more than all the rest of a world.
 * Cheap ones take place modulo 2^31 - 1 and are written as 256-byte numbers in the range of
 * the real group, some with leading zeros: g^a and g^b agree as they should, and nothing
 * else about them matters to an account.  They are only for the known prime.
 */
#ifndef SIM_DICE_H
#define SIM_DICE_H

#include <stdbool.h>

#include "tools/common/wrap.h"

#include "rng.h"

#define DICE_EXPONENTS 256

struct dice {
	struct wrap wrap;       /* the inner one is set by the user                */
	struct rng rng;
	bool cheap;             /* powers                                          */
	uint64_t fail_in;       /* the draw of randomness after that many fails    */
	bool failed;            /* one did, since this was cleared                 */
	/* The last exponents that were used, for looking whether they are gone. */
	uint8_t exponent[DICE_EXPONENTS][E2E_DH_BYTES];
	uint64_t exponents;
};

struct e2e_backend dice_backend(struct dice *dice);

#endif
