/* SPDX-License-Identifier: ISC */
/*
 * The crash matrix (scenario 66): one calm world, lived again with a crash at each chance
 * there is, of either user, and with each allocation failing once.
 */
#include "config.h"

#include "matrix.h"

#include <inttypes.h>
#include <stdio.h>

/* A world that differs from PLAN in one misfortune of WHO. */
static bool
live(struct plan *plan, uint32_t who, uint64_t crash_at, uint64_t alloc_at)
{
	struct outcome outcome;

	plan->who = who;
	plan->crash_at = crash_at;
	plan->alloc_at = alloc_at;
	if (world_live(plan, &outcome))
		return true;
	printf("FAIL: %s\n      tests/sim/sim --calm --seed %" PRIu64 " --orders %" PRIu32
	       " --who %" PRIu32 " --%s %" PRIu64 " --verbose\n", outcome.why, plan->seed,
	       plan->orders, who, crash_at != 0 ? "crash" : "alloc",
	       crash_at != 0 ? crash_at : alloc_at);
	return false;
}

void
matrix_run(uint64_t seed, const struct choice *choice, uint32_t every, struct tally *tally)
{
	struct plan plan;
	struct outcome calm;
	uint32_t who;
	uint64_t i;

	plan_calm(&plan, seed, choice);
	if (!world_live(&plan, &calm)) {
		printf("FAIL: %s\n      tests/sim/sim --calm --seed %" PRIu64 " --orders %" PRIu32
		       " --verbose\n", calm.why, seed, plan.orders);
		tally->failed++;
		return;
	}
	tally->passed++;
	for (who = 0; who < 2; who++) {
		for (i = 1; i <= calm.chances[who]; i++)
			*(live(&plan, who, i, 0) ? &tally->passed : &tally->failed) += 1;
		for (i = 1 + seed % every; i <= calm.allocs[who]; i += every)
			*(live(&plan, who, 0, i) ? &tally->passed : &tally->failed) += 1;
	}
}
