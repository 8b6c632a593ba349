/* SPDX-License-Identifier: ISC */
/*
 * The SQLite store of e2e-peer: what was deleted or replaced is in no file of its folder when the
 * transaction is over.  A value is made of units that name it, and all files are searched for
 * units; whoever is named has to be there.
 */
#include "config.h"

#include "peer/store.h"
#include "tests/util/testutil.h"

#include <sqlite3.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEYS    96
#define COMMITS 48
#define LARGE   8000 /* units: more than the journal is kept long */

static const uint8_t magic[8] = { 0xe2, 'e', 0xf0, 'u', 0xf1, 'n', 0xf2, 't' };

struct unit {
	uint8_t magic[8], name[4], again[4]; /* a unit cut in two by the end of a page is none */
};

struct fixture {
	char folder[256], path[300];
	struct store *store;
	uint64_t seed;
	uint32_t named;      /* the last name that was given */
	uint32_t live[KEYS]; /* the name of the value under each key, 0 if there is none */
	uint32_t event;      /* the name of the event that is there, or 0 */
	size_t dead;         /* how many units search_all() found whose value is not there */
	char where[80];      /* and where the last of them was */
};

/* ---- Values --------------------------------------------------------------------------- */

/* A new value of N units, to be freed. */
static struct unit *
value_make(struct fixture *f, size_t n)
{
	struct unit *value = malloc(n * sizeof *value);

	ck_assert_ptr_nonnull(value);
	f->named++;
	for (size_t i = 0; i < n; i++) {
		memcpy(value[i].magic, magic, sizeof magic);
		memcpy(value[i].name, &f->named, sizeof value[i].name);
		memcpy(value[i].again, &f->named, sizeof value[i].again);
	}
	return value;
}

static void
put(struct fixture *f, uint8_t key, size_t n)
{
	struct unit *value = value_make(f, n);
	struct e2e_row row = E2E_ROW_INIT;

	row.table = 1;
	row.key = (struct e2e_bytes){ &key, 1 };
	row.value = (struct e2e_bytes){ (uint8_t *)value, n * sizeof *value };
	ck_assert(f->store->row(f->store, &row));
	f->live[key] = f->named;
	free(value);
}

static void
delete(struct fixture *f, uint8_t key)
{
	struct e2e_row row = E2E_ROW_INIT;

	row.table = 1;
	row.key = (struct e2e_bytes){ &key, 1 };
	ck_assert(f->store->row(f->store, &row));
	f->live[key] = 0;
}

static void
event(struct fixture *f, size_t n)
{
	struct unit *value = value_make(f, n);

	ck_assert(f->store->event(f->store, (const char *)value, n * sizeof *value));
	f->event = f->named;
	free(value);
}

/* ---- Searching -------------------------------------------------------------------------- */

static bool
is_live(const struct fixture *f, uint32_t name)
{
	for (size_t i = 0; i < KEYS; i++) {
		if (f->live[i] == name)
			return true;
	}
	return name == f->event;
}

/* How many units FILE has. */
static size_t
search_file(struct fixture *f, const char *name, FILE *file)
{
	static uint8_t all[8u << 20];
	size_t n = fread(all, 1, sizeof all, file), units = 0;

	ck_assert_uint_lt(n, sizeof all);
	for (size_t i = 0; n >= sizeof(struct unit) && i <= n - sizeof(struct unit); i++) {
		struct unit unit;
		uint32_t named;

		memcpy(&unit, all + i, sizeof unit);
		if (memcmp(unit.magic, magic, sizeof magic) != 0 ||
		    memcmp(unit.name, unit.again, sizeof unit.name) != 0)
			continue;
		memcpy(&named, unit.name, sizeof named);
		units++;
		if (is_live(f, named))
			continue;
		f->dead++;
		snprintf(f->where, sizeof f->where, "%.20s, byte %zu, value %u of %u", name, i,
		         (unsigned)named, (unsigned)f->named);
	}
	return units;
}

static size_t
search_all(struct fixture *f)
{
	DIR *folder = opendir(f->folder);
	struct dirent *entry;
	size_t units = 0;

	ck_assert_ptr_nonnull(folder);
	f->dead = 0;
	while ((entry = readdir(folder)) != NULL) {
		char path[600];
		FILE *file;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", f->folder, entry->d_name);
		file = fopen(path, "rb");
		ck_assert_ptr_nonnull(file);
		units += search_file(f, entry->d_name, file);
		fclose(file);
	}
	closedir(folder);
	return units;
}

/* How many units there are; each has to be of a value that is there. */
static size_t
search(struct fixture *f)
{
	size_t units = search_all(f);

	ck_assert_msg(f->dead == 0, "%zu units in %s", f->dead, f->where);
	return units;
}

/* ---- A folder ----------------------------------------------------------------------------- */

static void
set_up(struct fixture *f)
{
	const char *where = getenv("TMPDIR");

	*f = (struct fixture){ .seed = 311 };
	snprintf(f->folder, sizeof f->folder, "%s/e2e-store.XXXXXX", where ? where : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(f->folder));
	snprintf(f->path, sizeof f->path, "%s/db", f->folder);
	f->store = store_sqlite(f->path);
	ck_assert_ptr_nonnull(f->store);
}

static void
tear_down(struct fixture *f)
{
	char beside[320];

	f->store->close(f->store);
	snprintf(beside, sizeof beside, "%s-journal", f->path);
	unlink(beside);
	snprintf(beside, sizeof beside, "%s-printed", f->path);
	ck_assert_int_eq(unlink(beside), 0);
	ck_assert_int_eq(unlink(f->path), 0);
	ck_assert_int_eq(rmdir(f->folder), 0);
}

/* Some changes of rows, of all sizes from a part of a page to several. */
static void
change(struct fixture *f)
{
	for (uint64_t n = 1 + tu_next(&f->seed) % 20; n > 0; n--) {
		uint8_t key = (uint8_t)(tu_next(&f->seed) % KEYS);

		if (f->live[key] != 0 && tu_next(&f->seed) % 2 != 0)
			delete(f, key);
		else
			put(f, key, 1 + tu_next(&f->seed) % (tu_next(&f->seed) % 8 == 0 ? 600 : 56));
	}
}

/* ---- Tests -------------------------------------------------------------------------------- */

START_TEST(test_replaced_and_deleted)
{
	struct fixture f;

	set_up(&f);
	for (int i = 0; i < COMMITS; i++) {
		ck_assert(f.store->begin(f.store));
		change(&f);
		event(&f, 1 + tu_next(&f.seed) % 400);
		ck_assert(f.store->commit(f.store));
		ck_assert_uint_gt(search(&f), 0);
		ck_assert(f.store->forget(f.store));
		f.event = 0;
		search(&f);
	}
	tear_down(&f);
}
END_TEST

/* What was given up was never there, and what it would have replaced is only where it belongs. */
START_TEST(test_given_up)
{
	struct fixture f, before;

	set_up(&f);
	for (int i = 0; i < COMMITS / 8; i++) {
		ck_assert(f.store->begin(f.store));
		change(&f);
		ck_assert(f.store->commit(f.store));
		before = f;
		ck_assert(f.store->begin(f.store));
		change(&f);
		event(&f, 300);
		f.store->drop(f.store);
		memcpy(f.live, before.live, sizeof f.live);
		f.event = 0;
		search(&f);
	}
	for (uint8_t key = 0; key < KEYS; key++) {
		ck_assert(f.store->begin(f.store));
		delete(&f, key);
		ck_assert(f.store->commit(f.store));
	}
	ck_assert_uint_eq(search(&f), 0);
	tear_down(&f);
}
END_TEST

/* The journal of a large transaction, too, and it does not stay large. */
START_TEST(test_large)
{
	struct fixture f;
	char journal[320];
	FILE *file;

	set_up(&f);
	ck_assert(f.store->begin(f.store));
	for (uint8_t key = 0; key < 4; key++)
		put(&f, key, LARGE);
	ck_assert(f.store->commit(f.store));
	ck_assert_uint_gt(search(&f), 3 * LARGE);
	ck_assert(f.store->begin(f.store));
	for (uint8_t key = 0; key < 4; key++)
		delete(&f, key);
	ck_assert(f.store->commit(f.store));
	ck_assert_uint_eq(search(&f), 0);
	snprintf(journal, sizeof journal, "%s-journal", f.path);
	file = fopen(journal, "rb");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
	ck_assert_int_le(ftell(file), 262144);
	fclose(file);
	tear_down(&f);
}
END_TEST

/* ---- A store of before ---------------------------------------------------------------------- */

/* Without the journal, which SQLite does not overwrite. */
static void
search_database(struct fixture *f)
{
	FILE *file = fopen(f->path, "rb");

	ck_assert_ptr_nonnull(file);
	f->dead = 0;
	search_file(f, "db", file);
	fclose(file);
}

static void
run(sqlite3 *db, const char *text)
{
	ck_assert_int_eq(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
}

static void
old_put(struct fixture *f, sqlite3 *db, uint8_t key, size_t n)
{
	struct unit *value = value_make(f, n);
	sqlite3_stmt *s;

	ck_assert_int_eq(sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO rows VALUES (1, ?1, ?2)", -1,
	                                    &s, NULL),
	                 SQLITE_OK);
	sqlite3_bind_blob(s, 1, &key, 1, SQLITE_STATIC);
	sqlite3_bind_blob(s, 2, value, (int)(n * sizeof *value), SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(s), SQLITE_DONE);
	sqlite3_finalize(s);
	f->live[key] = f->named;
	free(value);
}

/* Rows as they were kept without a filler, with what SQLite left between them, and a journal. */
static void
old_make(struct fixture *f)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(f->path, &db), SQLITE_OK);
	run(db, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON;"
	        "PRAGMA synchronous = OFF;"
	        "CREATE TABLE rows (tab INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,"
	        " PRIMARY KEY (tab, key)) WITHOUT ROWID;");
	for (int i = 0; i < 20000 && f->dead == 0; i++) {
		old_put(f, db, (uint8_t)(tu_next(&f->seed) % KEYS), 1 + tu_next(&f->seed) % 56);
		if (i % 16 == 0)
			search_database(f);
	}
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	ck_assert_uint_gt(f->dead, 0);
}

static bool
count_row(void *user, const struct e2e_row *row)
{
	struct fixture *f = user;
	uint32_t named;

	memcpy(&named, row->value.p + sizeof magic, sizeof named);
	ck_assert_uint_eq(f->live[row->key.p[0]], named);
	f->live[row->key.p[0]] = 0;
	return true;
}

START_TEST(test_renewed)
{
	struct fixture f;

	set_up(&f);
	f.store->close(f.store);
	ck_assert_int_eq(unlink(f.path), 0);
	old_make(&f);
	f.store = store_sqlite(f.path);
	ck_assert_ptr_nonnull(f.store);
	ck_assert_uint_gt(search(&f), 0);
	ck_assert(f.store->rows(f.store, count_row, &f));
	for (size_t key = 0; key < KEYS; key++)
		ck_assert_uint_eq(f.live[key], 0);
	tear_down(&f);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("peer_store");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 300);
	tcase_add_test(tests, test_replaced_and_deleted);
	tcase_add_test(tests, test_given_up);
	tcase_add_test(tests, test_large);
	tcase_add_test(tests, test_renewed);
	suite_add_tcase(suite, tests);
	return tu_run(suite);
}
