/* SPDX-License-Identifier: ISC */
/* Rows in order of table and key; what was written cannot be lost, so commit does nothing. */
#include "config.h"

#include "store.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

struct memory_row {
	uint32_t table;
	size_t key_n, value_n;
	uint8_t *key, *value;
};

struct memory_event {
	int64_t id;
	size_t n;
	char *line;
};

struct memory_store {
	struct store store; /* first */
	struct memory_row *rows;
	size_t n_rows, row_room;
	struct memory_event *events;
	size_t n_events, event_room;
	int64_t last_event;
};

static uint8_t *
copy_bytes(struct e2e_bytes bytes)
{
	uint8_t *copy = peer_alloc(bytes.n);

	if (bytes.n > 0)
		memcpy(copy, bytes.p, bytes.n);
	return copy;
}

static void
free_bytes(void *p, size_t n)
{
	if (p != NULL)
		e2e_wipe(p, n);
	free(p);
}

/* Room for one element more at P, of SIZE bytes each. */
static void *
grow(void *p, size_t n, size_t *room, size_t size)
{
	void *larger;

	if (n < *room)
		return p;
	*room = *room > 0 ? 2 * *room : 16;
	larger = realloc(p, *room * size);
	if (larger == NULL)
		peer_die("%s", e2e_strerror(E2E_ERR_NOMEM));
	return larger;
}

/* ---- Rows -------------------------------------------------------------------- */

static int
row_compare(const struct memory_row *row, uint32_t table, struct e2e_bytes key)
{
	size_t n = row->key_n < key.n ? row->key_n : key.n;
	int order;

	if (row->table != table)
		return row->table < table ? -1 : 1;
	order = n > 0 ? memcmp(row->key, key.p, n) : 0;
	if (order != 0)
		return order;
	return row->key_n < key.n ? -1 : row->key_n > key.n;
}

/* Where the row is, or would be. */
static size_t
row_place(const struct memory_store *m, bool *found, uint32_t table, struct e2e_bytes key)
{
	size_t low = 0, high = m->n_rows;

	*found = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = row_compare(&m->rows[middle], table, key);

		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
row_free(struct memory_row *row)
{
	free_bytes(row->key, row->key_n);
	free_bytes(row->value, row->value_n);
}

static bool
memory_row(struct store *store, const struct e2e_row *row)
{
	struct memory_store *m = (struct memory_store *)store;
	bool found;
	size_t at = row_place(m, &found, row->table, row->key);

	if (found)
		row_free(&m->rows[at]);
	if (row->value.n == 0) {
		if (found) {
			m->n_rows--;
			memmove(&m->rows[at], &m->rows[at + 1], (m->n_rows - at) * sizeof m->rows[0]);
		}
		return true;
	}
	if (!found) {
		m->rows = grow(m->rows, m->n_rows, &m->row_room, sizeof m->rows[0]);
		memmove(&m->rows[at + 1], &m->rows[at], (m->n_rows - at) * sizeof m->rows[0]);
		m->n_rows++;
	}
	m->rows[at] = (struct memory_row){ row->table, row->key.n, row->value.n,
		                           copy_bytes(row->key), copy_bytes(row->value) };
	return true;
}

static bool
memory_rows(struct store *store, store_row_fn *each, void *user)
{
	struct memory_store *m = (struct memory_store *)store;

	for (size_t i = 0; i < m->n_rows; i++) {
		struct e2e_row row = E2E_ROW_INIT;

		row.table = m->rows[i].table;
		row.key = (struct e2e_bytes){ m->rows[i].key, m->rows[i].key_n };
		row.value = (struct e2e_bytes){ m->rows[i].value, m->rows[i].value_n };
		if (!each(user, &row))
			return false;
	}
	return true;
}

/* ---- Events --------------------------------------------------------------------- */

static bool
memory_event(struct store *store, const char *line, size_t n)
{
	struct memory_store *m = (struct memory_store *)store;
	char *copy = peer_alloc(n);

	memcpy(copy, line, n);
	m->events = grow(m->events, m->n_events, &m->event_room, sizeof m->events[0]);
	m->events[m->n_events++] = (struct memory_event){ ++m->last_event, n, copy };
	return true;
}

static bool
memory_events(struct store *store, int64_t after, store_event_fn *each, void *user)
{
	struct memory_store *m = (struct memory_store *)store;

	for (size_t i = 0; i < m->n_events; i++) {
		struct memory_event *event = &m->events[i];

		if (event->id > after && !each(user, event->id, event->line, event->n))
			return false;
	}
	return true;
}

static bool
memory_forget(struct store *store)
{
	struct memory_store *m = (struct memory_store *)store;

	for (size_t i = 0; i < m->n_events; i++)
		free_bytes(m->events[i].line, m->events[i].n);
	m->n_events = 0;
	return true;
}

/* As with notes, nobody comes after this process to ask. */
static bool
memory_mark(struct store *store, int64_t begun, int64_t done)
{
	(void)store;
	(void)begun;
	(void)done;
	return true;
}

/* ---- The rest ---------------------------------------------------------------------- */

static bool
memory_begin(struct store *store)
{
	(void)store;
	return true;
}

static void
memory_drop(struct store *store)
{
	(void)store;
}

/* Notes are for another process, which cannot see this memory. */
static bool
memory_note(struct store *store, const char *name, const char *value)
{
	(void)store;
	(void)name;
	(void)value;
	return true;
}

static char *
memory_noted(struct store *store, const char *name)
{
	(void)store;
	(void)name;
	return NULL;
}

static void
memory_close(struct store *store)
{
	struct memory_store *m = (struct memory_store *)store;

	memory_forget(store);
	for (size_t i = 0; i < m->n_rows; i++)
		row_free(&m->rows[i]);
	free(m->events);
	free(m->rows);
	free(m);
}

struct store *
store_memory(void)
{
	struct memory_store *m = peer_alloc(sizeof *m);

	*m = (struct memory_store){
		.store = {
			.begin = memory_begin,
			.row = memory_row,
			.event = memory_event,
			.note = memory_note,
			.commit = memory_begin,
			.drop = memory_drop,
			.rows = memory_rows,
			.events = memory_events,
			.noted = memory_noted,
			.forget = memory_forget,
			.mark = memory_mark,
			.close = memory_close,
		},
	};
	return &m->store;
}
