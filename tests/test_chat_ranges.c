/* SPDX-License-Identifier: ISC */
/*
 * Rows whose digests are right and whose members no account can have written: each member of
 * each row at each edge, listed from the schema, so that a new member is tried, too.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "proto/seqno.h"
#include "rowsutil.h"

#define TABLE_COUNTERS 5
#define TABLE_SENT     9
#define TABLE_HELD     10
#define TABLE_EARLY    12
#define NEVER          INT64_MIN

/* ---- Forging --------------------------------------------------------------------------- */

/* The object in ROW in fresh memory, to be changed and given to seal_row(). */
static struct e2e_tl *
open_row(const struct row_kept *row, void **memory)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const size_t n = row->value_n - 8, room = E2E_TL_ROOM(n);

	*memory = calloc(1, room);
	ck_assert_ptr_nonnull(*memory);
	ck_assert_int_eq(e2e_tl_get(&got, *memory, room, E2E_TYPE_STATE_ROW, row->value, n, NULL),
	                 E2E_OK);
	return (struct e2e_tl *)(uintptr_t)got.object;
}

static void
seal_row(const struct ru *u, struct row_kept *row, const struct e2e_tl *object)
{
	uint8_t *value;
	size_t n = 0;

	ck_assert_int_eq(e2e_tl_measure(&n, E2E_TYPE_STATE_ROW, object), E2E_OK);
	value = calloc(1, n + 8);
	ck_assert_ptr_nonnull(value);
	ck_assert_int_eq(e2e_tl_put(value, n, &n, E2E_TYPE_STATE_ROW, object), E2E_OK);
	free(row->value);
	row->value = value;
	row->value_n = n + 8;
	ru_tag(u, row);
}

/* Member FIELD of OBJECT, there if it is optional. */
static void
set_member(struct e2e_tl *object, const struct e2e_tl_field_info *field, int64_t value)
{
	uint8_t *at = (uint8_t *)object + field->offset;
	const int32_t narrow = e2e_i_signed32((uint32_t)value);

	if (field->flag != 0)
		((struct e2e_tl_state_counters *)(void *)object)->flags |= field->flag;
	if (field->kind == E2E_TL_KIND_LONG)
		memcpy(at, &value, sizeof value);
	else
		memcpy(at, &narrow, sizeof narrow);
}

/* ---- What must hold -------------------------------------------------------------------------- */

/*
 * With ROW of U changed to H's, nothing fails but the chat that it is of, and what the account
 * made of it loads again.
 */
static void
survives(const struct ru *u, struct au_host *h, const char *what, int64_t value)
{
	int32_t loaded, result = ru_start(h, &loaded);
	size_t damaged;

	if (result != E2E_OK) {
		ck_assert_msg(result == E2E_ERR_STORE, "%s %lld: start gave %d", what,
		              (long long)value, (int)result);
		return;
	}
	au_run(h);
	if (au_count_events(h, E2E_EVENT_ROLLBACK) > 0) {
		ck_assert_int_eq(e2e_resume(h->account, h->now), E2E_OK);
		au_run(h);
	}
	ru_use(u, h);
	damaged = ru_damaged(h);
	ck_assert_uint_le(damaged, 1);
	au_crash(h);
	au_forget(h);
	result = au_try_start(h);
	ck_assert_msg(result == E2E_OK, "%s %lld: the next start gave %d", what, (long long)value,
	              (int)result);
	ck_assert_msg(h->refused == 0, "%s %lld: saved what it refuses", what, (long long)value);
	au_run(h);
	ck_assert_msg(au_count_events(h, E2E_EVENT_ROLLBACK) == 0, "%s %lld: a rollback", what,
	              (long long)value);
	ck_assert_msg(ru_damaged(h) == damaged, "%s %lld: another chat is damaged", what,
	              (long long)value);
}

static void
try_member(const struct ru *u, size_t r, const struct e2e_tl_field_info *field)
{
	static const int64_t wild[] = {
		INT32_MIN, -1, 0, INT32_MAX, (1 << 30) - 1, 1 << 30, INT64_MIN, INT64_MAX,
		INT64_C(1) << 40, INT64_C(1) << 60, E2E_NOW_MAX
	};

	for (size_t i = 0; i < CU_N(wild); i++) {
		struct e2e_tl *object;
		struct au_host h;
		void *memory;

		if (field->kind != E2E_TL_KIND_LONG && (wild[i] < INT32_MIN || wild[i] > INT32_MAX))
			continue;
		ru_host(u, &h);
		object = open_row(&h.rows.v[r], &memory);
		set_member(object, field, wild[i]);
		seal_row(u, &h.rows.v[r], object);
		free(memory);
		survives(u, &h, field->name, wild[i]);
		au_close(&h);
	}
}

/* Every number of every row, also those that are not there. */
START_TEST(survives_every_member_at_every_edge)
{
	size_t members = 0;
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct e2e_tl_info info = E2E_TL_INFO_INIT;
		uint32_t ctor = e2e_i_load_le32(u.h.rows.v[r].value);

		ck_assert_int_eq(e2e_tl_info_get(&info, ctor), E2E_OK);
		for (uint32_t i = 0; i < info.n_fields; i++) {
			struct e2e_tl_field_info field = E2E_TL_FIELD_INFO_INIT;

			ck_assert_int_eq(e2e_tl_field_get(&field, ctor, i), E2E_OK);
			if (field.kind != E2E_TL_KIND_INT && field.kind != E2E_TL_KIND_LONG)
				continue;
			try_member(&u, r, &field);
			members++;
		}
	}
	ck_assert_uint_gt(members, 100);
	ru_free(&u);
}
END_TEST

/* ---- What is refused -------------------------------------------------------------------------- */

/* The members that arithmetic is done with, and what they can be; NEVER where nothing is below. */
struct range {
	uint32_t ctor;
	const char *member;
	int64_t low, high;
};

#define RAW  E2E_I_SEQ_MAX
#define RAWS (E2E_I_SEQ_MAX + 1)

static const struct range ranges[] = {
	{ E2E_TL_STATE_ACCOUNT, "generation", 0, E2E_GENERATION_MAX },
	{ E2E_TL_STATE_ACCOUNT, "qts", 0, INT32_MAX },
	{ E2E_TL_STATE_CHAT, "state", 1, 8 },
	{ E2E_TL_STATE_CHAT, "reason", 0, 255 },
	{ E2E_TL_STATE_CHAT, "g", 2, 7 },
	{ E2E_TL_STATE_COUNTERS, "in_seq", 0, RAWS },
	{ E2E_TL_STATE_COUNTERS, "out_seq", 0, RAWS },
	{ E2E_TL_STATE_COUNTERS, "acked", 0, RAWS },
	{ E2E_TL_STATE_COUNTERS, "sent", 0, RAWS },
	{ E2E_TL_STATE_COUNTERS, "sent_layer", 0, INT16_MAX },
	{ E2E_TL_STATE_COUNTERS, "key_in", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "key_out", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "epoch", 1, INT64_C(1) << 40 },
	{ E2E_TL_STATE_COUNTERS, "ttl", 0, 366 * 86400 },
	{ E2E_TL_STATE_COUNTERS, "due_at", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "rekey_at", 0, INT32_MAX },
	{ E2E_TL_STATE_COUNTERS, "v2_from", 0, RAW },
	{ E2E_TL_STATE_COUNTERS, "again_from", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "again_to", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "unacknowledged", 0, INT32_MAX },
	{ E2E_TL_STATE_COUNTERS, "pushed", 0, 64 },
	{ E2E_TL_STATE_COUNTERS, "seen_in", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "caught", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "gap_from", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "gap_to", 0, NEVER },
	{ E2E_TL_STATE_COUNTERS, "fresh_at", 0, E2E_NOW_MAX },
	{ E2E_TL_STATE_HOLE, "asked", -1, RAW },
	{ E2E_TL_STATE_HOLE, "covered", 0, RAWS },
	{ E2E_TL_STATE_HOLE, "give_up", 0, NEVER },
	{ E2E_TL_STATE_CLOCK, "time", 1, E2E_NOW_MAX },
	{ E2E_TL_STATE_CLOCK, "debt", 0, NEVER },
	{ E2E_TL_STATE_CLOCK, "doubt", 0, NEVER },
	{ E2E_TL_STATE_CLOCK, "bogus", 0, NEVER },
	{ E2E_TL_STATE_KEY, "since", 0, E2E_NOW_MAX },
	{ E2E_TL_STATE_REKEY, "phase", 0, 3 },
	{ E2E_TL_STATE_REKEY, "request_seq", 0, RAWS },
	{ E2E_TL_STATE_REKEY, "commit_seq", 0, RAWS },
	{ E2E_TL_STATE_REKEY, "proof", 0, RAWS },
	{ E2E_TL_STATE_REKEY, "since", 0, E2E_NOW_MAX },
	{ E2E_TL_STATE_SENT, "in_seq", 0, RAWS },
	{ E2E_TL_STATE_SENT, "kind", 0, 255 },
	{ E2E_TL_STATE_SENT, "layer", 0, INT16_MAX },
	{ E2E_TL_STATE_HELD, "kind", 0, 255 },
	{ E2E_TL_STATE_EARLY, "kind", 0, 255 },
	{ E2E_TL_STATE_HOLE, "end", 0, RAW },
	{ E2E_TL_STATE_HOLE, "tries", 0, INT32_MAX },
	{ E2E_TL_STATE_HOLE, "since", 0, E2E_NOW_MAX },
	{ E2E_TL_STATE_HOLE, "due", 0, NEVER },
	{ E2E_TL_STATE_TIMER, "kind", 0, 255 },
	{ E2E_TL_STATE_TIMER, "ttl", 1, INT32_MAX },
	{ E2E_TL_STATE_TIMER, "started", 0, E2E_NOW_MAX },
	{ E2E_TL_STATE_TIMER, "due", 0, NEVER },
};

static struct e2e_tl_field_info
field_of(const struct range *range)
{
	struct e2e_tl_field_info field = E2E_TL_FIELD_INFO_INIT;

	for (uint32_t i = 0; e2e_tl_field_get(&field, range->ctor, i) == E2E_OK; i++)
		if (strcmp(field.name, range->member) == 0)
			return field;
	ck_abort_msg("no member %s", range->member);
}

/* What e2e_load() says about row R of U with FIELD at VALUE, loaded by itself. */
static int32_t
load_with(const struct ru *u, size_t r, const struct e2e_tl_field_info *field, int64_t value)
{
	struct e2e_tl *object;
	struct au_host h;
	void *memory;
	int32_t result;

	ru_host(u, &h);
	object = open_row(&h.rows.v[r], &memory);
	set_member(object, field, value);
	seal_row(u, &h.rows.v[r], object);
	free(memory);
	ck_assert_int_eq(e2e_account_new(&h.account, &h.config), E2E_OK);
	result = e2e_load(h.account, h.rows.v[r].table, h.rows.v[r].key, h.rows.v[r].key_n,
	                  h.rows.v[r].value, h.rows.v[r].value_n);
	au_close(&h);
	return result;
}

static void
holds_to(const struct ru *u, size_t r, const struct range *range)
{
	const struct e2e_tl_field_info field = field_of(range);
	const int64_t last = field.kind == E2E_TL_KIND_LONG ? INT64_MAX : INT32_MAX;
	const int64_t least = field.kind == E2E_TL_KIND_LONG ? INT64_MIN : INT32_MIN;

	ck_assert_msg(load_with(u, r, &field, range->low - 1) == E2E_ERR_STORE, "%s %lld",
	              range->member, (long long)range->low - 1);
	ck_assert_int_eq(load_with(u, r, &field, least), E2E_ERR_STORE);
	if (range->high != last)
		ck_assert_msg(load_with(u, r, &field, last) == E2E_ERR_STORE, "%s at the last",
		              range->member);
	if (range->high != last && range->high != NEVER)
		ck_assert_msg(load_with(u, r, &field, range->high + 1) == E2E_ERR_STORE,
		              "%s %lld", range->member, (long long)range->high + 1);
}

/* A range that nothing is saved in would be no test: the row's own value is in it. */
START_TEST(refuses_what_no_account_has_written)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t i = 0; i < CU_N(ranges); i++) {
		size_t rows = 0;

		for (size_t r = 0; r < u.h.rows.n; r++) {
			if (e2e_i_load_le32(u.h.rows.v[r].value) != ranges[i].ctor)
				continue;
			holds_to(&u, r, &ranges[i]);
			rows++;
		}
		ck_assert_msg(rows > 0, "no row for %s", ranges[i].member);
	}
	ru_free(&u);
}
END_TEST

/* ---- Names ------------------------------------------------------------------------------------- */

/* Numbers in keys are members, too. */
START_TEST(refuses_numbers_that_no_item_has)
{
	static const uint32_t table[] = { TABLE_SENT, TABLE_HELD, TABLE_HELD + 1, TABLE_EARLY };
	static const int64_t wild[] = { INT64_MIN, -1, INT64_MAX, INT64_MAX - 1 };
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		for (size_t i = 0; i < CU_N(wild) * CU_N(table); i++) {
			struct au_host h;
			struct row_kept *row;

			if (u.h.rows.v[r].table != table[i / CU_N(wild)])
				continue;
			ru_host(&u, &h);
			row = &h.rows.v[r];
			for (size_t b = 0; b < 8; b++)
				row->key[4 + b] =
					(uint8_t)((uint64_t)wild[i % CU_N(wild)] >> (56 - 8 * b));
			ru_tag(&u, row);
			ck_assert_int_eq(e2e_account_new(&h.account, &h.config), E2E_OK);
			ck_assert_int_eq(e2e_load(h.account, row->table, row->key, row->key_n,
			                          row->value, row->value_n),
			                 E2E_ERR_STORE);
			au_crash(&h);
			survives(&u, &h, "key", wild[i % CU_N(wild)]);
			au_close(&h);
		}
	}
	ru_free(&u);
}
END_TEST

/* ---- Loops ------------------------------------------------------------------------------------- */

/*
 * A chat that wants every number there is sent again, and has none of them (t36_againhang, which
 * took seconds): what is not there costs nothing.
 */
START_TEST(looks_for_nothing_that_is_not_there)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct e2e_tl_state_counters *c;
		struct au_host h;
		void *memory;

		if (u.h.rows.v[r].table != TABLE_COUNTERS)
			continue;
		ru_host(&u, &h);
		c = (void *)open_row(&h.rows.v[r], &memory);
		c->out_seq = c->acked = c->sent = E2E_I_SEQ_MAX + 1;
		c->key_out = 0;
		c->flags |= E2E_TL_STATE_COUNTERS_HAS_AGAIN_FROM |
		            E2E_TL_STATE_COUNTERS_HAS_AGAIN_TO;
		c->again_from = 0;
		c->again_to = E2E_I_SEQ_MAX + 1;
		seal_row(&u, &h.rows.v[r], (const void *)c);
		free(memory);
		for (size_t i = 0; i < h.rows.n;) {
			if (h.rows.v[i].table == TABLE_SENT) {
				free(h.rows.v[i].value);
				h.rows.v[i] = h.rows.v[--h.rows.n];
			} else {
				i++;
			}
		}
		for (int times = 0; times < 50; times++) {
			int32_t loaded;

			ck_assert_int_eq(ru_start(&h, &loaded), E2E_OK);
			au_crash(&h);
		}
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ survives_every_member_at_every_edge },
		{ refuses_what_no_account_has_written },
		{ refuses_numbers_that_no_item_has },
		{ looks_for_nothing_that_is_not_there },
	};

	return tu_run(cu_suite("chat_ranges", tests, CU_N(tests)));
}
