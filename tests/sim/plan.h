/* SPDX-License-Identifier: ISC */
/* What a seed is about. */
#ifndef SIM_PLAN_H
#define SIM_PLAN_H

#include "world.h"

/* What the command line fixes; -1 or NULL for what the seed decides. */
struct choice {
	int32_t kind; /* KIND_*, PLAN_ONEWAY, PLAN_LONG, or PLAN_TRAIT + the bit of a TRAIT_* */
	int32_t orders;
	const char *backend;
	bool verbose;
};

/* What "oneway" stands for: a pair, or another client, in which only one side writes. */
#define PLAN_ONEWAY KINDS

/* What "long" stands for: the kind of the seed, and thousands of messages in each chat. */
#define PLAN_LONG (KINDS + 1)

/* From here on: KIND_HABITS with one trait. */
#define PLAN_TRAIT (KINDS + 2)
#define PLAN_KINDS (PLAN_TRAIT + TRAITS)

void plan_make(struct plan *plan, uint64_t seed, const struct choice *choice);

/* A world without bad luck, for the crash matrix. */
void plan_calm(struct plan *plan, uint64_t seed, const struct choice *choice);

/* NULL from PLAN_KINDS on. */
const char *plan_kind_name(uint32_t kind);

/* The name of what the plan is of, for the command line. */
const char *plan_name(const struct plan *plan);

#endif
