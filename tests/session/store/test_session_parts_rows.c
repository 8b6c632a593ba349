/* SPDX-License-Identifier: ISC */
/* The names of rows and their digests (session/store/rows.h). */
#include "config.h"

#include "test_session_parts_rows.h"

#include "base/align.h"
#include "base/num.h"

#include <string.h>

#define STRANGE UINT32_C(0xdeadbeef) /* an id that no schema has */

/* ---- An account that only writes and reads rows ----------------------------------------- */

struct e2e_account *
pw_account(const struct e2e_backend *backend, const struct e2e_allocator *allocator,
           int64_t user_id)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	struct e2e_account *account;

	config.backend = backend;
	config.allocator = allocator;
	config.user_id = user_id;
	ck_assert_int_eq(e2e_account_new(&account, &config), E2E_OK);
	return account;
}

static void
begin(struct pw *f)
{
	memset(&f->commit, 0, sizeof f->commit);
	e2e_i_pool_init(&f->commit.pool, &f->memory.allocator);
	f->commit.row_end = &f->commit.row;
}

void
pw_again(struct pw *f)
{
	e2e_i_pool_reset(&f->commit.pool);
	begin(f);
}

void
pw_open(struct pw *f, int backend)
{
	parts_memory_init(&f->memory);
	f->account = pw_account(tu_backend((size_t)backend), &f->memory.allocator, PW_USER);
	begin(f);
}

void
pw_close(struct pw *f)
{
	e2e_i_pool_reset(&f->commit.pool);
	e2e_account_free(f->account);
	ck_assert_uint_eq(f->memory.live, 0);
}

const struct e2e_row *
pw_only(const struct pw *f)
{
	ck_assert_uint_eq(f->commit.n_rows, 1);
	ck_assert_ptr_eq(f->commit.row_end, &f->commit.row->next);
	ck_assert_ptr_null(f->commit.row->next);
	return &f->commit.row->row;
}

int32_t
pw_read(struct e2e_account *account, uint32_t table, struct e2e_bytes key,
        struct e2e_bytes value, struct e2e_bytes *body)
{
	*body = (struct e2e_bytes){ value.p, SIZE_MAX };
	return e2e_i_rows_open(account, body, table, key, value);
}

const void *
pw_held(struct pw *f, uint32_t table, const struct e2e_i_saved_row *held)
{
	static alignas(E2E_I_ALIGN) uint8_t memory[4096];
	const struct e2e_row *row = pw_only(f);
	struct e2e_bytes body;

	ck_assert_uint_eq(row->size, sizeof *row);
	ck_assert_uint_eq(row->table, table);
	ck_assert_int_eq(pw_read(f->account, table, row->key, row->value, &body), E2E_OK);
	ck_assert_uint_le(held->bytes, sizeof memory);
	ck_assert_int_eq(e2e_i_saved_get(held, memory, held->rest ? &f->rest : NULL, body), E2E_OK);
	return memory;
}

static bool
damaged(struct pw *f, uint32_t table, struct e2e_bytes key, struct e2e_bytes value)
{
	struct e2e_bytes body;

	return pw_read(f->account, table, key, value, &body) == E2E_ERR_STORE && body.n == 0;
}

/* ---- Names ------------------------------------------------------------------------------ */

START_TEST(names_rows_by_id_and_number)
{
	static const struct {
		int32_t id;
		int64_t suffix;
		size_t n;
		const char *key;
	} c[] = {
		{ 1, 0, 0, "00000001" },
		{ -1, 7, 0, "ffffffff" },
		{ INT32_MIN, 2, 1, "8000000002" },
		{ 0x01020304, 0x0506, 8, "010203040000000000000506" },
		{ 0, -1, 8, "00000000ffffffffffffffff" },
		{ 0, INT64_MIN, 8, "000000008000000000000000" },
		{ INT32_MAX, INT64_MAX, 8, "7fffffff7fffffffffffffff" },
	};

	for (size_t i = 0; i < PARTS_N(c); i++) {
		uint8_t key[E2E_ROW_KEY_MAX_BYTES], right[E2E_ROW_KEY_MAX_BYTES];
		size_t n = tu_hex(right, sizeof right, c[i].key);

		ck_assert_uint_eq(e2e_i_rows_key_of(key, c[i].id, c[i].suffix, c[i].n), n);
		ck_assert_mem_eq(key, right, n);
	}
}
END_TEST

START_TEST(knows_how_long_names_are)
{
	ck_assert_uint_eq(e2e_i_rows_suffix(E2E_I_TABLE_CHAT), 0);
	ck_assert_uint_eq(e2e_i_rows_suffix(E2E_I_TABLE_COUNTERS), 0);
	ck_assert_uint_eq(e2e_i_rows_suffix(E2E_I_TABLE_HANDSHAKE), 0);
	ck_assert_uint_eq(e2e_i_rows_suffix(E2E_I_TABLE_REKEY), 0);
	ck_assert_uint_eq(e2e_i_rows_suffix(E2E_I_TABLE_KEY), 1);
	for (uint32_t i = 0; i < E2E_I_LISTS; i++)
		ck_assert_uint_eq(e2e_i_rows_suffix(E2E_I_TABLE_LISTS + i), 8);
}
END_TEST

/* ---- Digests ---------------------------------------------------------------------------- */

static struct e2e_i_core
sample(void)
{
	struct e2e_i_core core;

	memset(&core, 0, sizeof core);
	core.id = PW_CHAT;
	core.counters.in_seq = 11;
	core.counters.out_seq = 12;
	core.counters.epoch = INT64_C(1) << 40;
	core.counters.ttl = 60;
	return core;
}

/* The value of a row of counters. */
static struct e2e_bytes
sample_row(struct pw *f)
{
	const struct e2e_i_core core = sample();

	ck_assert_int_eq(e2e_i_rows_counters(f->account, &f->commit, &core), E2E_OK);
	return pw_only(f)->value;
}

/* The digest of TABLE, KEY and VALUE as the header has it. */
static void
tag_of(uint8_t tag[E2E_I_ROW_TAG_BYTES], struct pw *f, uint32_t table,
       struct e2e_bytes key, const uint8_t *value, size_t n)
{
	uint8_t head[16], whole[E2E_SHA256_BYTES];
	const struct e2e_bytes part[] = { { head, sizeof head }, key, { value, n } };

	e2e_i_store_le64(head, (uint64_t)PW_USER);
	e2e_i_store_le32(head + 8, table);
	e2e_i_store_le32(head + 12, (uint32_t)key.n);
	ck_assert_int_eq(e2e_hash(e2e_account_crypto(f->account), E2E_HASH_SHA256, whole, part,
	                          PARTS_N(part)),
	                 E2E_OK);
	memcpy(tag, whole, E2E_I_ROW_TAG_BYTES);
}

START_TEST(ends_a_value_with_its_digest)
{
	uint8_t tag[E2E_I_ROW_TAG_BYTES];
	struct pw f;
	struct e2e_bytes value;

	pw_open(&f, _i);
	value = sample_row(&f);
	tag_of(tag, &f, E2E_I_TABLE_COUNTERS, pw_only(&f)->key, value.p,
	       value.n - E2E_I_ROW_TAG_BYTES);
	ck_assert_mem_eq(tag, value.p + value.n - E2E_I_ROW_TAG_BYTES, E2E_I_ROW_TAG_BYTES);
	pw_close(&f);
}
END_TEST

/* T5.10: no bit of a row can change unseen */
START_TEST(sees_every_changed_bit)
{
	struct pw f;
	struct e2e_bytes value, key;
	uint8_t copy[512], name[E2E_ROW_KEY_MAX_BYTES];

	pw_open(&f, _i);
	value = sample_row(&f);
	key = pw_only(&f)->key;
	ck_assert_uint_le(value.n, sizeof copy);
	memcpy(copy, value.p, value.n);
	for (size_t bit = 0; bit < 8 * value.n; bit++) {
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
		PARTS_TRUE(damaged(&f, E2E_I_TABLE_COUNTERS, key,
		                   (struct e2e_bytes){ copy, value.n }));
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	memcpy(name, key.p, key.n);
	for (size_t bit = 0; bit < 8 * key.n; bit++) {
		name[bit / 8] ^= (uint8_t)(1u << bit % 8);
		PARTS_TRUE(damaged(&f, E2E_I_TABLE_COUNTERS, (struct e2e_bytes){ name, key.n },
		                   value));
		name[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (uint32_t table = 0; table < E2E_I_TABLES + 2; table++)
		PARTS_TRUE(damaged(&f, table, key, value) == (table != E2E_I_TABLE_COUNTERS));
	pw_close(&f);
}
END_TEST

START_TEST(sees_a_changed_length)
{
	struct pw f;
	struct e2e_bytes value, key;
	uint8_t longer[512] = { 0 };

	pw_open(&f, _i);
	value = sample_row(&f);
	key = pw_only(&f)->key;
	for (size_t n = 0; n < value.n; n++) {
		uint8_t *cut = tu_guarded_copy(value.p, n);

		PARTS_TRUE(damaged(&f, E2E_I_TABLE_COUNTERS, key, (struct e2e_bytes){ cut, n }));
		tu_guarded_free(cut, n);
	}
	memcpy(longer, value.p, value.n);
	for (size_t n = value.n + 1; n < value.n + 20; n++)
		PARTS_TRUE(damaged(&f, E2E_I_TABLE_COUNTERS, key,
		                   (struct e2e_bytes){ longer, n }));

	/* the same bytes after each other, cut elsewhere into key and value */
	memcpy(longer, key.p, key.n);
	memcpy(longer + key.n, value.p, value.n);
	for (size_t n = 0; n < key.n + 4; n++)
		PARTS_TRUE(damaged(&f, E2E_I_TABLE_COUNTERS, (struct e2e_bytes){ longer, n },
		                   (struct e2e_bytes){ longer + n, key.n + value.n - n }) ==
		           (n != key.n));
	pw_close(&f);
}
END_TEST

START_TEST(refuses_the_row_of_another_user)
{
	static const int64_t user[] = { 1, INT64_MAX, PW_USER + 1, PW_USER ^ INT64_C(1) << 62,
		                        PW_USER >> 32 };
	struct pw f;
	struct e2e_bytes value;

	pw_open(&f, _i);
	value = sample_row(&f);
	for (size_t i = 0; i < PARTS_N(user); i++) {
		struct e2e_account *other =
			pw_account(tu_backend((size_t)_i), NULL, user[i]);
		struct e2e_bytes body;

		ck_assert_int_eq(pw_read(other, E2E_I_TABLE_COUNTERS, pw_only(&f)->key, value,
		                         &body),
		                 E2E_ERR_STORE);
		e2e_account_free(other);
	}
	pw_close(&f);
}
END_TEST

/* A row whose digest is right and that nobody here understands was written by a newer one. */
START_TEST(tells_newer_rows_from_damaged_ones)
{
	struct pw f;
	struct e2e_bytes value, key;
	uint8_t copy[512];
	size_t body;

	pw_open(&f, _i);
	value = sample_row(&f);
	key = pw_only(&f)->key;
	body = value.n - E2E_I_ROW_TAG_BYTES;
	for (int how = 0; how < 4; how++) {
		struct e2e_i_counters counters;
		struct e2e_bytes read;
		size_t length = body;

		memset(copy, 0, sizeof copy);
		memcpy(copy, value.p, body);
		if (how == 0)
			e2e_i_store_le32(copy, STRANGE);
		if (how == 1)
			length += 4;
		if (how == 2)
			length -= 4;
		if (how == 3)
			e2e_i_store_le32(copy, E2E_TL_DECRYPTED_MESSAGE_73);
		tag_of(copy + length, &f, E2E_I_TABLE_COUNTERS, key, copy, length);
		ck_assert_int_eq(pw_read(f.account, E2E_I_TABLE_COUNTERS, key,
		                         (struct e2e_bytes){ copy, length + E2E_I_ROW_TAG_BYTES },
		                         &read),
		                 E2E_OK);
		ck_assert_uint_eq(read.n, length);
		ck_assert_int_eq(e2e_i_saved_get(E2E_I_ROW_COUNTERS, &counters, NULL, read),
		                 E2E_ERR_VERSION);
		ck_assert_int_eq(e2e_load(f.account, E2E_I_TABLE_COUNTERS, key.p, key.n, copy,
		                          length + E2E_I_ROW_TAG_BYTES),
		                 E2E_ERR_VERSION);
	}
	pw_close(&f);
}
END_TEST

/* What is of another table has its own id, and is damage, with a digest or without. */
START_TEST(refuses_the_row_of_another_table)
{
	struct pw f;
	struct e2e_bytes value, key;
	uint8_t copy[512];
	size_t body;

	pw_open(&f, _i);
	value = sample_row(&f);
	key = pw_only(&f)->key;
	body = value.n - E2E_I_ROW_TAG_BYTES;
	memcpy(copy, value.p, body);
	tag_of(copy + body, &f, E2E_I_TABLE_CHAT, key, copy, body);
	ck_assert_int_eq(e2e_load(f.account, E2E_I_TABLE_CHAT, key.p, key.n, copy, value.n),
	                 E2E_ERR_STORE);
	pw_close(&f);
}
END_TEST

TCase *
parts_case_rows(void)
{
	const int n = (int)tu_backend_count();
	TCase *rows = tcase_create("rows");

	tcase_add_test(rows, names_rows_by_id_and_number);
	tcase_add_test(rows, knows_how_long_names_are);
	tcase_add_loop_test(rows, ends_a_value_with_its_digest, 0, n);
	tcase_add_loop_test(rows, sees_every_changed_bit, 0, n);
	tcase_add_loop_test(rows, sees_a_changed_length, 0, n);
	tcase_add_loop_test(rows, refuses_the_row_of_another_user, 0, n);
	tcase_add_loop_test(rows, tells_newer_rows_from_damaged_ones, 0, n);
	tcase_add_loop_test(rows, refuses_the_row_of_another_table, 0, n);
	return rows;
}
