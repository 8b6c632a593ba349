/* SPDX-License-Identifier: ISC */
/* Verdicts, counted and shown. */
#ifndef CONFORM_TALLY_H
#define CONFORM_TALLY_H

#include "row.h"

struct tally {
	bool verbose; /* say why */
	size_t passed, failed, skipped;
};

/* The verdict on ROW, which is well formed; POLICY stands before the reason, NULL for none. */
void tally_add(struct tally *tally, const char *id, const struct row *row, const char *policy);

/* "P passed, F failed, S skipped" and the end of the line. */
void tally_print(const struct tally *tally);

#endif
