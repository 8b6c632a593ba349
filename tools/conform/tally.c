/* SPDX-License-Identifier: ISC */
/* What becomes of a verdict. */
#include "config.h"

#include "tally.h"

#include <stdio.h>

void
tally_add(struct tally *tally, const char *id, const struct row *row, const char *policy)
{
	tally->skipped += row->skipped;
	tally->failed += !row->skipped && row->failed;
	tally->passed += !row->skipped && !row->failed;
	if (tally->verbose && (row->skipped || row->failed))
		printf("%s: %s%s%s%s\n", id, row->skipped ? "skipped: " : "",
		       policy != NULL ? policy : "", policy != NULL ? ": " : "", row->why);
}

void
tally_print(const struct tally *tally)
{
	printf("%zu passed, %zu failed, %zu skipped\n", tally->passed, tally->failed,
	       tally->skipped);
}
