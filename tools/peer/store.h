/* SPDX-License-Identifier: ISC */
/*
 * Where the rows of an account live: in memory, or in a file.  Beside them are the events
 * that were committed and perhaps not printed yet, and notes of e2e-peer's own.
 *
 * Functions that return bool have said why by peer_say() if it is false.
 */
#ifndef PEER_STORE_H
#define PEER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/e2e.h>

/* What store_rows() and store_events() hand out; false ends it, and is their result. */
typedef bool store_row_fn(void *user, const struct e2e_row *row);
typedef bool store_event_fn(void *user, int64_t id, const char *line, size_t n);

struct store {
	/* Between begin and commit: all of it or nothing.  drop gives a transaction up. */
	bool (*begin)(struct store *store);
	bool (*row)(struct store *store, const struct e2e_row *row);
	bool (*event)(struct store *store, const char *line, size_t n);
	bool (*note)(struct store *store, const char *name, const char *value);
	bool (*commit)(struct store *store);
	void (*drop)(struct store *store);

	/* Every row; every event with an id above AFTER, in order. */
	bool (*rows)(struct store *store, store_row_fn *each, void *user);
	bool (*events)(struct store *store, int64_t after, store_event_fn *each, void *user);

	/* The note NAME, to be freed, or NULL if there is none. */
	char *(*noted)(struct store *store, const char *name);

	/* A transaction of its own that forgets all events. */
	bool (*forget)(struct store *store);
	void (*close)(struct store *store);
};

struct store *store_memory(void);

/* FILE is made if it is not there.  NULL if it cannot be had. */
struct store *store_sqlite(const char *path);

/*
 * Overwrite an SQLite journal with zeros, durably; it need not be there.  Only for one that is
 * kept (journal_mode PERSIST), after the end of a transaction; false if it is still needed to
 * roll one back.
 */
bool store_journal_erase(const char *path);

#endif
