/* SPDX-License-Identifier: ISC */
/* What was written cannot be lost, so commit does nothing. */
#include "config.h"

#include "common/rows.h"
#include "store.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

struct memory_event {
	int64_t id;
	size_t n;
	char *line;
};

struct memory_store {
	struct store store; /* first */
	struct rows rows;
	struct memory_event *events;
	size_t n_events, event_room;
	int64_t last_event;
};

/* ---- Rows -------------------------------------------------------------------- */

static bool
memory_row(struct store *store, const struct e2e_row *row)
{
	rows_put(&((struct memory_store *)store)->rows, row);
	return true;
}

static bool
memory_rows(struct store *store, store_row_fn *each, void *user)
{
	struct memory_store *m = (struct memory_store *)store;

	for (size_t i = 0; i < m->rows.n; i++) {
		const struct e2e_row row = rows_view(&m->rows.v[i]);

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
	if (m->n_events == m->event_room) {
		m->event_room = 2 * m->event_room + 16;
		m->events = realloc(m->events, m->event_room * sizeof m->events[0]);
		if (m->events == NULL)
			peer_die("%s", e2e_strerror(E2E_ERR_NOMEM));
	}
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

	for (size_t i = 0; i < m->n_events; i++) {
		e2e_wipe(m->events[i].line, m->events[i].n);
		free(m->events[i].line);
	}
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
	rows_free(&m->rows);
	free(m->events);
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
