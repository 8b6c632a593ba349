/* SPDX-License-Identifier: ISC */
/* The rows of an account in memory, as a store would have them. */
#ifndef COMMON_ROWS_H
#define COMMON_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/e2e.h>

/* A row. */
struct row_kept {
	uint32_t table;
	size_t key_n, value_n;
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	uint8_t *value; /* malloc(); NULL if there is none */
};

/* Rows in no particular order; zeroed it is empty.  Without memory the program ends. */
struct rows {
	struct row_kept *v;
	size_t n, room;
};

/* The row of TABLE with KEY, until rows are added or deleted; NULL if there is none. */
struct row_kept *rows_find(const struct rows *rows, uint32_t table, const uint8_t *key,
                           size_t key_n);

/* What a commit says of a row: it has this value from now on, or without one it is deleted. */
void rows_put(struct rows *rows, const struct e2e_row *row);

/* A copy of ROW, which is none of ROWS, at the end, whether or not there is one with its key. */
struct row_kept *rows_add(struct rows *rows, const struct e2e_row *row);

/* The row as the account gives it, which borrows from ROW. */
struct e2e_row rows_view(const struct row_kept *row);

struct rows rows_copy(const struct rows *rows);

/* Wipe and free all values; ROWS is empty then. */
void rows_free(struct rows *rows);

#endif
