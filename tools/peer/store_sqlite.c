/* SPDX-License-Identifier: ISC */
/*
 * Rows, events and notes in an SQLite database that nobody else can open meanwhile.
 *
 * What is forgotten is erased.  secure_delete overwrites it in the database, and after each
 * transaction we overwrite the journal, which is kept for that (see store_journal.c).  But where
 * SQLite moves a value from one page to another, which it does to keep its tree in balance, the
 * copy that stays behind is overwritten by nothing.  Only the part of a record that lies in the
 * tree itself moves, never an overflow page; so a filler before each secret value takes up all
 * of that part: a quarter of a page is more than SQLite keeps of a record WITHOUT ROWID.
 */
#include "config.h"

#include "store.h"
#include "text.h"
#include "../hex.h"
#include "../shown.h"

#include <sqlite3.h>

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In this order in statement_text. */
#define BEGIN        0
#define COMMIT       1
#define ROLLBACK     2
#define ROW_PUT      3
#define ROW_DROP     4
#define ROW_ALL      5
#define EVENT_PUT    6
#define EVENT_ALL    7
#define EVENT_FORGET 8
#define NOTE_PUT     9
#define NOTE_GET     10
#define STATEMENTS   11

#define FILLER_N "1088" /* bytes, for pages of 4096 */
#define ROW_COLUMNS \
	" (tab INTEGER NOT NULL, key BLOB NOT NULL," \
	" filler BLOB NOT NULL DEFAULT (zeroblob(" FILLER_N ")), value BLOB NOT NULL," \
	" PRIMARY KEY (tab, key)) WITHOUT ROWID;"

/*
 * A commit is on the disk when it is over.  The lock comes first, so that a journal that a dead
 * process left is kept when it is rolled back; and no secret goes into a file for a while.
 */
static const char setup[] =
	"PRAGMA locking_mode = EXCLUSIVE;"
	"PRAGMA temp_store = MEMORY;"
	"PRAGMA page_size = 4096;"
	"PRAGMA journal_mode = PERSIST;"
	"PRAGMA secure_delete = ON;"
	"PRAGMA synchronous = FULL;"
	"BEGIN EXCLUSIVE;"
	"CREATE TABLE IF NOT EXISTS rows" ROW_COLUMNS
	"CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, line BLOB NOT NULL);"
	"CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
	"COMMIT;";

/* Rows from before there was a filler; all pages of a table that goes are overwritten. */
static const char renewal[] =
	"BEGIN EXCLUSIVE;"
	"ALTER TABLE rows RENAME TO old_rows;"
	"CREATE TABLE rows" ROW_COLUMNS
	"INSERT INTO rows (tab, key, value) SELECT tab, key, value FROM old_rows;"
	"DROP TABLE old_rows;"
	"COMMIT;";

static const char *const statement_text[STATEMENTS] = {
	"BEGIN IMMEDIATE",
	"COMMIT",
	"ROLLBACK",
	"INSERT OR REPLACE INTO rows (tab, key, value) VALUES (?1, ?2, ?3)",
	"DELETE FROM rows WHERE tab = ?1 AND key = ?2",
	"SELECT tab, key, value FROM rows",
	"INSERT INTO events (line) VALUES (?1)",
	"SELECT id, line FROM events WHERE id > ?1 ORDER BY id",
	"DELETE FROM events",
	"INSERT OR REPLACE INTO notes (name, value) VALUES (?1, ?2)",
	"SELECT value FROM notes WHERE name = ?1",
};

struct file_store {
	struct store store; /* first */
	sqlite3 *db;
	sqlite3_stmt *statement[STATEMENTS];
	char *journal; /* its path */
	struct store_mark mark;
};

/* ---- Statements ---------------------------------------------------------------- */

static bool
complain(struct file_store *f)
{
	peer_say("the store: %s", sqlite3_errmsg(f->db));
	return false;
}

/* An empty string of bytes is a value, and no NULL. */
static bool
bind_bytes(sqlite3_stmt *s, int at, const void *p, size_t n)
{
	return n <= INT_MAX &&
	       sqlite3_bind_blob(s, at, n > 0 ? p : "", (int)n, SQLITE_TRANSIENT) == SQLITE_OK;
}

/* Run a statement that gives no rows, with what was bound to it. */
static bool
run(struct file_store *f, int which)
{
	int result = sqlite3_step(f->statement[which]);

	if (result != SQLITE_DONE)
		complain(f);
	sqlite3_reset(f->statement[which]);
	sqlite3_clear_bindings(f->statement[which]);
	return result == SQLITE_DONE;
}

/* Run a statement that ends a transaction, and leave nothing of it in the journal. */
static bool
run_last(struct file_store *f, int which)
{
	return run(f, which) && store_journal_erase(f->journal);
}

/* ---- A transaction ---------------------------------------------------------------- */

static bool
file_begin(struct store *store)
{
	return run((struct file_store *)store, BEGIN);
}

static bool
file_commit(struct store *store)
{
	return run_last((struct file_store *)store, COMMIT);
}

static void
file_drop(struct store *store)
{
	struct file_store *f = (struct file_store *)store;

	if (sqlite3_get_autocommit(f->db) == 0)
		run_last(f, ROLLBACK);
}

static bool
file_row(struct store *store, const struct e2e_row *row)
{
	struct file_store *f = (struct file_store *)store;
	int which = row->value.n > 0 ? ROW_PUT : ROW_DROP;
	sqlite3_stmt *s = f->statement[which];

	if (sqlite3_bind_int64(s, 1, row->table) != SQLITE_OK ||
	    !bind_bytes(s, 2, row->key.p, row->key.n))
		return complain(f);
	if (which == ROW_PUT && !bind_bytes(s, 3, row->value.p, row->value.n))
		return complain(f);
	return run(f, which);
}

static bool
file_event(struct store *store, const char *line, size_t n)
{
	struct file_store *f = (struct file_store *)store;

	return bind_bytes(f->statement[EVENT_PUT], 1, line, n) ? run(f, EVENT_PUT) : complain(f);
}

static bool
file_note(struct store *store, const char *name, const char *value)
{
	struct file_store *f = (struct file_store *)store;
	sqlite3_stmt *s = f->statement[NOTE_PUT];

	if (sqlite3_bind_text(s, 1, name, -1, SQLITE_TRANSIENT) != SQLITE_OK ||
	    sqlite3_bind_text(s, 2, value, -1, SQLITE_TRANSIENT) != SQLITE_OK)
		return complain(f);
	return run(f, NOTE_PUT);
}

static bool
file_forget(struct store *store)
{
	return run_last((struct file_store *)store, EVENT_FORGET);
}

static bool
file_mark(struct store *store, int64_t begun, int64_t done)
{
	struct file_store *f = (struct file_store *)store;

	f->mark.begun = begun;
	f->mark.done = done;
	return store_mark_put(&f->mark);
}

/* ---- Reading ---------------------------------------------------------------------- */

static struct e2e_bytes
column(sqlite3_stmt *s, int at)
{
	const void *p = sqlite3_column_blob(s, at);

	return (struct e2e_bytes){ p, (size_t)sqlite3_column_bytes(s, at) };
}

static bool
file_rows(struct store *store, store_row_fn *each, void *user)
{
	struct file_store *f = (struct file_store *)store;
	sqlite3_stmt *s = f->statement[ROW_ALL];
	bool ok = true;
	int result = SQLITE_DONE;

	while (ok && (result = sqlite3_step(s)) == SQLITE_ROW) {
		struct e2e_row row = E2E_ROW_INIT;

		row.table = (uint32_t)sqlite3_column_int64(s, 0);
		row.key = column(s, 1);
		row.value = column(s, 2);
		ok = each(user, &row);
	}
	if (ok && result != SQLITE_DONE)
		ok = complain(f);
	sqlite3_reset(s);
	return ok;
}

static bool
file_events(struct store *store, int64_t after, store_event_fn *each, void *user)
{
	struct file_store *f = (struct file_store *)store;
	sqlite3_stmt *s = f->statement[EVENT_ALL];
	bool ok = true;
	int result = SQLITE_DONE;

	if (sqlite3_bind_int64(s, 1, after) != SQLITE_OK)
		return complain(f);
	while (ok && (result = sqlite3_step(s)) == SQLITE_ROW) {
		struct e2e_bytes line = column(s, 1);

		ok = each(user, sqlite3_column_int64(s, 0), (const char *)line.p, line.n);
	}
	if (ok && result != SQLITE_DONE)
		ok = complain(f);
	sqlite3_reset(s);
	return ok;
}

static char *
file_noted(struct store *store, const char *name)
{
	struct file_store *f = (struct file_store *)store;
	sqlite3_stmt *s = f->statement[NOTE_GET];
	char *copy = NULL;

	if (sqlite3_bind_text(s, 1, name, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW) {
		const unsigned char *value = sqlite3_column_text(s, 0);
		size_t n = (size_t)sqlite3_column_bytes(s, 0);

		copy = peer_alloc(n + 1);
		if (n > 0)
			memcpy(copy, value, n);
		copy[n] = '\0';
	}
	sqlite3_reset(s);
	return copy;
}

/* ---- Opening and closing ---------------------------------------------------------- */

static void
file_close(struct store *store)
{
	struct file_store *f = (struct file_store *)store;

	for (size_t i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(f->statement[i]);
	sqlite3_close(f->db);
	if (f->mark.fd >= 0)
		close(f->mark.fd);
	free(f->journal);
	free(f);
}

static bool
prepare(struct file_store *f)
{
	for (size_t i = 0; i < STATEMENTS; i++) {
		if (sqlite3_prepare_v2(f->db, statement_text[i], -1, &f->statement[i], NULL) !=
		    SQLITE_OK)
			return false;
	}
	return true;
}

/* The file PATH, if it is there, is for its owner only, or is made so. */
static bool
make_private(const char *path)
{
	struct stat st;
	unsigned mode;
	bool ok;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & 077) == 0)
		return true;
	mode = (unsigned)(st.st_mode & 07777);
	ok = chmod(path, st.st_mode & 0700) == 0;
	if (ok)
		peer_say("--store: others could use %s (mode %04o); it is private now",
		         tool_word(path), mode);
	else
		peer_say("--store: others can use %s (mode %04o), and it cannot be made private",
		         tool_word(path), mode);
	return ok;
}

/* SQLite has made the path absolute and has followed links; to be freed. */
static char *
beside(struct file_store *f, const char *suffix)
{
	const char *name = sqlite3_db_filename(f->db, "main");
	size_t n = strlen(name), suffix_n = strlen(suffix);
	char *path = peer_alloc(n + suffix_n + 1);

	memcpy(path, name, n);
	memcpy(path + n, suffix, suffix_n + 1);
	return path;
}

static bool
journal_find(struct file_store *f)
{
	f->journal = beside(f, "-journal"); /* where SQLite keeps it */
	return make_private(f->journal) && store_journal_erase(f->journal);
}

static bool
renew(struct file_store *f)
{
	return sqlite3_table_column_metadata(f->db, "main", "rows", "filler", NULL, NULL, NULL, NULL,
	                                     NULL) == SQLITE_OK ||
	       sqlite3_exec(f->db, renewal, NULL, NULL, NULL) == SQLITE_OK;
}

/* False if it cannot be had, with the reason in DB or said. */
static bool
set_up(struct file_store *f)
{
	sqlite3_busy_timeout(f->db, 2000);
	return sqlite3_exec(f->db, setup, NULL, NULL, NULL) == SQLITE_OK && renew(f) &&
	       journal_find(f) && prepare(f);
}

/* ---- What the process before has printed --------------------------------------------- */

/* Its events that it has not printed, a line each. */
struct left {
	const struct store_mark *mark;
	struct text lines;
};

static bool
left_add(void *user, int64_t id, const char *line, size_t n)
{
	static const char unsure[] = "unsure line=";
	struct left *left = user;

	if (id <= left->mark->done)
		return true;
	if (id <= left->mark->begun && strncmp(line, unsure, sizeof unsure - 1) != 0) {
		text_add(&left->lines, "%s", unsure);
		text_hex(&left->lines, (struct e2e_bytes){ (const uint8_t *)line, n });
	} else {
		text_put(&left->lines, line, n);
	}
	text_put(&left->lines, "\n", 1);
	return true;
}

/* Events are forgotten all together, for then nothing moves in the tree, see above. */
static bool
left_keep(struct file_store *f, const struct left *left)
{
	const char *line = left->lines.p, *end;

	if (!run(f, EVENT_FORGET))
		return false;
	while (line != NULL && (end = strchr(line, '\n')) != NULL) {
		if (!file_event(&f->store, line, (size_t)(end - line)))
			return false;
		line = end + 1;
	}
	return true;
}

/* A session is a name for what is printed from here on; older numbers mean nothing then. */
static bool
session_begin(struct file_store *f, const struct left *left)
{
	char name[TOOL_HEX_BYTES(STORE_SESSION_BYTES)];

	sqlite3_randomness(STORE_SESSION_BYTES, f->mark.session);
	tool_hex_encode(name, f->mark.session, STORE_SESSION_BYTES);
	if (file_begin(&f->store) && left_keep(f, left) &&
	    file_note(&f->store, "session", name) && file_commit(&f->store))
		return file_mark(&f->store, 0, 0);
	file_drop(&f->store);
	return false;
}

/* False if that cannot be, which has been said. */
static bool
session_change(struct file_store *f)
{
	struct left left = { &f->mark, { NULL, 0, 0 } };
	char *name = file_noted(&f->store, "session"), *path = beside(f, "-printed");
	size_t n;
	bool ok;

	if (name != NULL)
		tool_hex_decode(f->mark.session, sizeof f->mark.session, &n, name);
	ok = store_mark_open(&f->mark, path) && file_events(&f->store, 0, left_add, &left) &&
	     session_begin(f, &left);
	text_free(&left.lines);
	free(name);
	free(path);
	return ok;
}

/* PATH as a file whatever it begins with: SQLite takes some names for something else. */
static bool
file_open(struct file_store *f, const char *path)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	struct text name = { NULL, 0, 0 };
	int fd;
	bool ok;

	text_add(&name, "%s%s", path[0] == '/' ? "" : "./", path);
	fd = open(name.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600); /* private from the beginning */
	if (fd >= 0)
		close(fd);
	ok = sqlite3_open_v2(name.p, &f->db, flags, NULL) == SQLITE_OK && set_up(f);
	text_free(&name);
	return ok;
}

struct store *
store_sqlite(const char *path)
{
	struct file_store *f;

	if (!make_private(path))
		return NULL;
	f = peer_alloc(sizeof *f);
	*f = (struct file_store){
		.store = {
			.begin = file_begin,
			.row = file_row,
			.event = file_event,
			.note = file_note,
			.commit = file_commit,
			.drop = file_drop,
			.rows = file_rows,
			.events = file_events,
			.noted = file_noted,
			.forget = file_forget,
			.mark = file_mark,
			.close = file_close,
		},
		.mark = { .fd = -1 },
	};
	if (!file_open(f, path))
		peer_say("--store %s: %s", tool_word(path), sqlite3_errmsg(f->db));
	else if (session_change(f))
		return &f->store;
	file_close(&f->store);
	return NULL;
}
