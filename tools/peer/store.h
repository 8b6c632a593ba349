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

	/*
	 * Note that the events with ids up to DONE are printed, and that those up to BEGUN are
	 * going to be.  It is no transaction, and a kill cannot undo it: the next opening forgets
	 * what is printed, and makes of a line of which that is not known "unsure line=" and its
	 * bytes in hexadecimal.
	 */
	bool (*mark)(struct store *store, int64_t begun, int64_t done);
	void (*close)(struct store *store);
};

struct store *store_memory(void);

/*
 * FILE is made if it is not there, and made private if others can read it or write to it.  NULL if
 * it cannot be had.
 */
struct store *store_sqlite(const char *path);

/*
 * Overwrite an SQLite journal with zeros, durably; it need not be there.  Only for one that is
 * kept (journal_mode PERSIST), after the end of a transaction; false if it is still needed to
 * roll one back.
 */
bool store_journal_erase(const char *path);

/* ---- What was printed (store_mark.c) ---------------------------------------------------- */

#define STORE_SESSION_BYTES 16

/* The numbers of the events of one opening of a store, in a file beside it; FD is -1 for none. */
struct store_mark {
	int fd;
	uint8_t session[STORE_SESSION_BYTES];
	int64_t begun, done;
};

/* Open the file, which is made if it is not there, and read what it has of the session in MARK;
 * the numbers are 0 if it has another's. */
bool store_mark_open(struct store_mark *mark, const char *path);

/* Write MARK, in one piece. */
bool store_mark_put(const struct store_mark *mark);

#endif
