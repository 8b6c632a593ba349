/* SPDX-License-Identifier: ISC */
/* The rows of messages, gaps and timers, their files, and rows that go (session/store/rows.h). */
#include "config.h"

#include "test_session_parts_rows.h"

#include <string.h>

#define KEY    (-INT64_C(0x0102030405060708))
#define PACKET "the packet"
#define FILE_N 12
#define BLOB   PACKET "and the file"

static bool
same(struct e2e_bytes bytes, const char *text)
{
	return bytes.n == strlen(text) && memcmp(bytes.p, text, bytes.n) == 0;
}

/* An item of BYTES that says SAVED, of N bytes, with BLOB, of the allocator of F. */
static void *
item(struct pw *f, uint32_t bytes, const void *saved, size_t n, const char *blob)
{
	struct e2e_i_item *made =
		e2e_i_item_new(&f->memory.allocator, bytes, KEY, strlen(blob));

	ck_assert_ptr_nonnull(made);
	if (made->blob != NULL)
		memcpy(made->blob, blob, strlen(blob));
	e2e_i_item_fill(made, saved, n);
	return made;
}

/* Write ITEM as one of list WHICH and free it; what the row holds. */
static const void *
written(struct pw *f, uint32_t which, void *made, const struct e2e_i_saved_row *row)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	const size_t n = e2e_i_rows_key_of(key, PW_CHAT, KEY, 8);
	struct e2e_i_core core;

	memset(&core, 0, sizeof core);
	core.id = PW_CHAT;
	pw_again(f);
	ck_assert_int_eq(e2e_i_rows_item(f->account, &f->commit, &core, which, made), E2E_OK);
	e2e_i_item_free(&f->memory.allocator, made);
	ck_assert_uint_eq(pw_only(f)->key.n, n);
	ck_assert_mem_eq(pw_only(f)->key.p, key, n);
	return pw_held(f, E2E_I_TABLE_LISTS + which, row);
}

/* The rest of the row of F is the packet and, FILE_N bytes of it, the file. */
static bool
rest_is(const struct pw *f, const char *packet, const char *file, uint32_t file_n)
{
	const struct e2e_bytes rest = f->rest;

	return file_n == strlen(file) && rest.n >= file_n &&
	       same((struct e2e_bytes){ rest.p, rest.n - file_n }, packet) &&
	       same((struct e2e_bytes){ rest.p + (rest.n - file_n), file_n }, file);
}

START_TEST(saves_what_was_sent)
{
	const struct e2e_i_saved_outgoing saved = {
		.file_n = FILE_N,
		.random_id = INT64_MIN,
		.in_seq = 5,
		.date = -1,
		.layer = 144,
		.kind = E2E_I_OUTGOING_SILENT | E2E_I_OUTGOING_CONTENT | E2E_CALL_SEND_FILE,
	};
	const struct e2e_i_saved_outgoing stub = { 0 };
	const struct e2e_i_saved_outgoing *row;
	struct e2e_i_outgoing *sent;
	struct pw f;

	pw_open(&f, 0);
	sent = item(&f, sizeof *sent, &saved, sizeof saved, BLOB);
	row = written(&f, E2E_I_OUTGOING, sent, E2E_I_ROW_SAVED_OUTGOING);
	ck_assert(rest_is(&f, PACKET, &BLOB[strlen(PACKET)], row->file_n));
	ck_assert_int_eq(row->random_id, INT64_MIN);
	ck_assert_int_eq(row->in_seq, 5);
	ck_assert_int_eq(row->date, -1);
	ck_assert_int_eq(row->layer, 144);
	ck_assert_int_eq(row->kind,
	                 E2E_I_OUTGOING_SILENT | E2E_I_OUTGOING_CONTENT | E2E_CALL_SEND_FILE);

	/* what was acknowledged has no packet any more */
	sent = item(&f, sizeof *sent, &stub, sizeof stub, "");
	row = written(&f, E2E_I_OUTGOING, sent, E2E_I_ROW_SAVED_OUTGOING);
	ck_assert(rest_is(&f, "", "", row->file_n));
	pw_close(&f);
}
END_TEST

START_TEST(saves_what_came)
{
	static const uint32_t lists[] = { E2E_I_HELD, E2E_I_PENDING };
	struct pw f;

	pw_open(&f, 0);
	for (uint32_t i = 0; i < 4; i++) {
		const uint32_t file_n = i / 2 * FILE_N;
		const struct e2e_i_saved_received saved = {
			.file_n = file_n,
			.random_id = 6,
			.date = 7,
			.key_fingerprint = -8,
			.kind = E2E_I_RECEIVED_REFILL | E2E_I_RECEIVED_FILE,
		};
		const struct e2e_i_saved_received *row;
		struct e2e_i_queued *queued =
			item(&f, sizeof *queued, &saved, sizeof saved, file_n != 0 ? BLOB : PACKET);

		row = written(&f, lists[i % 2], queued, E2E_I_ROW_SAVED_RECEIVED);
		ck_assert(rest_is(&f, PACKET, file_n != 0 ? &BLOB[strlen(PACKET)] : "",
		                  row->file_n));
		ck_assert(row->random_id == 6 && row->date == 7);
		ck_assert_int_eq(row->key_fingerprint, -8);
		ck_assert_int_eq(row->kind, E2E_I_RECEIVED_REFILL | E2E_I_RECEIVED_FILE);
	}
	pw_close(&f);
}
END_TEST

START_TEST(saves_holes_and_timers)
{
	const struct e2e_i_saved_gap gap = {
		.since = INT64_C(1) << 41,
		.due = (INT64_C(1) << 41) + 1,
		.end = 100,
		.tries = 3,
	};
	const struct e2e_i_saved_timer with_ttl = {
		.started = INT64_C(1) << 42,
		.due = (INT64_C(1) << 42) + 5000,
		.ttl = 5,
		.date = 123,
		.kind = E2E_I_TIMER_OUT | E2E_I_TIMER_OPENS,
	};
	const struct e2e_i_saved_gap *h;
	const struct e2e_i_saved_timer *t;
	struct pw f;

	pw_open(&f, 0);
	h = written(&f, E2E_I_GAP,
	            item(&f, sizeof(struct e2e_i_gap), &gap, sizeof gap, ""),
	            E2E_I_ROW_SAVED_GAP);
	ck_assert(h->since == INT64_C(1) << 41 && h->due == h->since + 1);
	ck_assert(h->end == 100 && h->tries == 3);

	t = written(&f, E2E_I_TIMER,
	            item(&f, sizeof(struct e2e_i_timer), &with_ttl, sizeof with_ttl, ""),
	            E2E_I_ROW_SAVED_TIMER);
	ck_assert(t->started == INT64_C(1) << 42 && t->due == t->started + 5000);
	ck_assert(t->ttl == 5 && t->date == 123);
	ck_assert_int_eq(t->kind, E2E_I_TIMER_OUT | E2E_I_TIMER_OPENS);
	pw_close(&f);
}
END_TEST

/* ---- Rows that go ----------------------------------------------------------------------- */

/* e2e.h: what is to be put is never empty, what is to be deleted is */
START_TEST(deletes_by_an_empty_value)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	const struct e2e_row *row;
	struct e2e_bytes was = { key, 0 };
	struct pw f;

	pw_open(&f, 0);
	was.n = e2e_i_rows_key_of(key, PW_CHAT, KEY, 8);
	ck_assert_int_eq(e2e_i_rows_delete(&f.commit, 11, key, was.n), E2E_OK);
	row = pw_only(&f);
	ck_assert_uint_eq(row->table, 11);
	ck_assert_uint_eq(row->key.n, was.n);
	ck_assert_ptr_ne(row->key.p, key);
	ck_assert_mem_eq(row->key.p, key, was.n);
	ck_assert_uint_eq(row->value.n, 0);
	ck_assert_uint_eq(row->size, sizeof *row);
	pw_close(&f);
}
END_TEST

START_TEST(keeps_the_order_of_rows)
{
	const struct e2e_i_row *row;
	struct pw f;
	uint32_t n = 0;

	pw_open(&f, 0);
	for (uint8_t i = 0; i < 100; i++)
		ck_assert_int_eq(e2e_i_rows_delete(&f.commit, i, &i, 1), E2E_OK);
	ck_assert_uint_eq(f.commit.n_rows, 100);
	for (row = f.commit.row; row != NULL; row = row->next) {
		ck_assert_uint_eq(row->row.table, n);
		ck_assert_uint_eq(row->row.key.p[0], n);
		n++;
	}
	ck_assert_uint_eq(n, 100);
	pw_close(&f);
}
END_TEST

/* Whichever of its pieces it is that finds the pool full. */
START_TEST(says_that_there_is_no_memory)
{
	struct e2e_i_core core;
	size_t failed = 0;
	struct pw f;

	pw_open(&f, 0);
	memset(&core, 0, sizeof core);
	for (size_t used = 8; used < 10000; used += 8) {
		int32_t err;

		pw_again(&f);
		ck_assert_ptr_nonnull(e2e_i_pool_alloc(&f.commit.pool, 8));
		for (size_t n = 8; n < used; n += 8)
			PARTS_TRUE(e2e_i_pool_alloc(&f.commit.pool, 8) != NULL);
		parts_fail(&f.memory, 1);
		err = e2e_i_rows_counters(f.account, &f.commit, &core);
		PARTS_TRUE(err == (f.memory.calls == 0 ? E2E_OK : E2E_ERR_NOMEM));
		failed += err != E2E_OK;
		parts_fail(&f.memory, 0);
	}
	ck_assert_uint_gt(failed, 10);
	pw_close(&f);
}
END_TEST

/* ---- Files ------------------------------------------------------------------------------ */

static const struct e2e_tl_encrypted_file sample = {
	E2E_TL_ENCRYPTED_FILE, INT64_MIN, -2, INT64_C(5) << 32, 4, -217561997,
};

static size_t
encode(uint8_t *out, size_t room, const void *file)
{
	size_t n = 0;

	ck_assert_int_eq(e2e_tl_put(out, room, &n, E2E_TYPE_ENCRYPTED_FILE, file), E2E_OK);
	return n;
}

START_TEST(reads_a_file_back)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;
	uint8_t bytes[64];
	const size_t n = encode(bytes, sizeof bytes, &sample);

	ck_assert_int_eq(e2e_i_rows_file_get(&file, (struct e2e_bytes){ bytes, n }), E2E_OK);
	ck_assert_uint_eq(file.size, sizeof file);
	ck_assert_int_eq(file.id, sample.id);
	ck_assert_int_eq(file.access_hash, sample.access_hash);
	ck_assert_int_eq(file.bytes, sample.size);
	ck_assert_int_eq(file.dc_id, sample.dc_id);
	ck_assert_int_eq(file.key_fingerprint, sample.key_fingerprint);
}
END_TEST

START_TEST(refuses_what_is_no_file)
{
	static const struct e2e_tl_encrypted_file_empty empty = { E2E_TL_ENCRYPTED_FILE_EMPTY };
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;
	uint8_t bytes[100] = { 0 };
	size_t n = encode(bytes, sizeof bytes, &sample);

	for (size_t cut = 0; cut < sizeof bytes; cut++) {
		uint8_t *p = tu_guarded_copy(bytes, cut);

		ck_assert_int_eq(e2e_i_rows_file_get(&file, (struct e2e_bytes){ p, cut }),
		                 cut == n ? E2E_OK : E2E_ERR_STORE);
		tu_guarded_free(p, cut);
	}
	n = encode(bytes, sizeof bytes, &empty);
	ck_assert_int_eq(e2e_i_rows_file_get(&file, (struct e2e_bytes){ bytes, n }),
	                 E2E_ERR_STORE);
}
END_TEST

TCase *
parts_case_items(void)
{
	TCase *items = tcase_create("items");

	tcase_add_test(items, saves_what_was_sent);
	tcase_add_test(items, saves_what_came);
	tcase_add_test(items, saves_holes_and_timers);
	tcase_add_test(items, deletes_by_an_empty_value);
	tcase_add_test(items, keeps_the_order_of_rows);
	tcase_add_test(items, says_that_there_is_no_memory);
	tcase_add_test(items, reads_a_file_back);
	tcase_add_test(items, refuses_what_is_no_file);
	return items;
}
