/* SPDX-License-Identifier: ISC */
/* Rows in memory: found one after the other, for a host has few. */
#include "config.h"

#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* P as the result of an allocation. */
static void *
had(void *p)
{
	if (p != NULL)
		return p;
	fputs("out of memory\n", stderr);
	exit(EXIT_FAILURE);
}

static void
value_set(struct row_kept *row, struct e2e_bytes value)
{
	if (row->value != NULL)
		e2e_wipe(row->value, row->value_n);
	free(row->value);
	row->value = value.n > 0 ? had(malloc(value.n)) : NULL;
	row->value_n = value.n;
	if (value.n > 0)
		memcpy(row->value, value.p, value.n);
}

struct row_kept *
rows_find(const struct rows *rows, uint32_t table, const uint8_t *key, size_t key_n)
{
	for (size_t i = 0; i < rows->n; i++) {
		struct row_kept *row = &rows->v[i];

		if (row->table == table && row->key_n == key_n &&
		    (key_n == 0 || memcmp(row->key, key, key_n) == 0))
			return row;
	}
	return NULL;
}

struct row_kept *
rows_add(struct rows *rows, const struct e2e_row *row)
{
	struct row_kept *own;

	if (row->key.n > E2E_ROW_KEY_MAX_BYTES) {
		fprintf(stderr, "a row has a key of %zu bytes\n", row->key.n);
		abort();
	}
	if (rows->n == rows->room) {
		rows->room = 2 * rows->room + 16;
		rows->v = had(realloc(rows->v, rows->room * sizeof *rows->v));
	}
	own = &rows->v[rows->n++];
	*own = (struct row_kept){ .table = row->table, .key_n = row->key.n };
	if (row->key.n > 0)
		memcpy(own->key, row->key.p, row->key.n);
	value_set(own, row->value);
	return own;
}

void
rows_put(struct rows *rows, const struct e2e_row *row)
{
	struct row_kept *own = rows_find(rows, row->table, row->key.p, row->key.n);

	if (own == NULL) {
		if (row->value.n > 0)
			rows_add(rows, row);
		return;
	}
	value_set(own, row->value);
	if (row->value.n == 0)
		*own = rows->v[--rows->n];
}

struct e2e_row
rows_view(const struct row_kept *row)
{
	struct e2e_row view = E2E_ROW_INIT;

	view.table = row->table;
	view.key = (struct e2e_bytes){ row->key, row->key_n };
	view.value = (struct e2e_bytes){ row->value, row->value_n };
	return view;
}

struct rows
rows_copy(const struct rows *rows)
{
	struct rows copy = { NULL, 0, 0 };

	for (size_t i = 0; i < rows->n; i++) {
		struct e2e_row row = rows_view(&rows->v[i]);

		rows_add(&copy, &row);
	}
	return copy;
}

void
rows_free(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		value_set(&rows->v[i], (struct e2e_bytes){ NULL, 0 });
	free(rows->v);
	*rows = (struct rows){ NULL, 0, 0 };
}
