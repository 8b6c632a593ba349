/* SPDX-License-Identifier: ISC */
/*
 * Rows whose digests are right and whose members no account can have written: each member of
 * each row at each edge, listed from tl/state.tl, so that a new member is tried, too.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/seqno.h"
#include "tests/util/rowsutil.h"
#include "tests/util/rowtag.h"
#include "tests/util/stateutil.h"

#define TABLE_COUNTERS 5
#define TABLE_SENT     9
#define TABLE_HELD     10
#define TABLE_EARLY    12
#define NEVER          INT64_MIN

/* ---- Forging --------------------------------------------------------------------------- */

/* What ROW says, to be changed and given to seal_row(). */
static void
open_row(struct sr_row *s, const struct row_kept *row)
{
	sr_open(s, row->value, row->value_n - ROW_TAG_BYTES);
}

static void
seal_row(const struct ru *u, struct row_kept *row, const struct sr_row *s)
{
	uint8_t *value = calloc(1, SR_BYTES + ROW_TAG_BYTES);

	ck_assert_ptr_nonnull(value);
	free(row->value);
	row->value = value;
	row->value_n = sr_close(s, value, SR_BYTES) + ROW_TAG_BYTES;
	ru_tag(u, row);
}

/* Whether member PLACE of ROW is written as 64 bits. */
static bool
is_wide(const struct e2e_i_saved_row *row, size_t place)
{
	const uint8_t kind = sr_member(row, place)->kind;

	return kind == E2E_I_SAVED_LONG || kind == E2E_I_SAVED_ID;
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
try_member(const struct ru *u, size_t r, const struct e2e_i_saved_row *row, size_t place)
{
	static const int64_t wild[] = {
		INT32_MIN, -1, 0, INT32_MAX, (1 << 30) - 1, 1 << 30, INT64_MIN, INT64_MAX,
		INT64_C(1) << 40, INT64_C(1) << 60, E2E_NOW_MAX
	};

	for (size_t i = 0; i < CU_N(wild); i++) {
		struct au_host h;
		struct sr_row s;
		char what[40];

		if (!is_wide(row, place) && (wild[i] < INT32_MIN || wild[i] > INT32_MAX))
			continue;
		ru_host(u, &h);
		open_row(&s, &h.rows.v[r]);
		s.v[place] = wild[i];
		seal_row(u, &h.rows.v[r], &s);
		snprintf(what, sizeof what, "row %08x, member %zu", (unsigned)row->id, place);
		survives(u, &h, what, wild[i]);
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
		const struct row_kept *one = &u.h.rows.v[r];
		const struct e2e_i_saved_row *row = sr_row_of(one->value, one->value_n);

		ck_assert_ptr_nonnull(row);
		for (size_t i = 0; i < row->n_members; i++) {
			if (!sr_is_number(row, i) || sr_member(row, i)->kind == E2E_I_SAVED_TRUE)
				continue;
			try_member(&u, r, row, i);
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
	const struct e2e_i_saved_row *row;
	size_t offset;
	const char *member;
	int64_t low, high;
};

#define M(row, type, member) E2E_I_ROW_##row, offsetof(struct e2e_i_##type, member), #member

#define RAW  E2E_I_SEQ_MAX
#define RAWS (E2E_I_SEQ_MAX + 1)

static const struct range ranges[] = {
	{ M(SAVED_ACCOUNT, saved_account, generation), 0, E2E_GENERATION_MAX },
	{ M(SAVED_ACCOUNT, saved_account, qts), 0, INT32_MAX },
	{ M(SAVED_CHAT, saved_chat, stage), 1, 8 },
	{ M(SAVED_CHAT, saved_chat, reason), 0, 255 },
	{ M(SAVED_CHAT, saved_chat, g), 2, 7 },
	{ M(COUNTERS, counters, in_seq), 0, RAWS },
	{ M(COUNTERS, counters, out_seq), 0, RAWS },
	{ M(COUNTERS, counters, acked), 0, RAWS },
	{ M(COUNTERS, counters, sent), 0, RAWS },
	{ M(COUNTERS, counters, sent_layer), 0, INT16_MAX },
	{ M(COUNTERS, counters, key_in), 0, NEVER },
	{ M(COUNTERS, counters, key_out), 0, NEVER },
	{ M(COUNTERS, counters, epoch), 1, INT64_C(1) << 40 },
	{ M(COUNTERS, counters, ttl), 0, 366 * 86400 },
	{ M(COUNTERS, counters, due_at), 0, NEVER },
	{ M(COUNTERS, counters, rekey_at), 0, INT32_MAX },
	{ M(COUNTERS, counters, v2_from), 0, RAW },
	{ M(COUNTERS, counters, unacknowledged), 0, INT32_MAX },
	{ M(COUNTERS, counters, pushed), 0, 64 },
	{ M(COUNTERS, counters, seen_in), 0, NEVER },
	{ M(COUNTERS, counters, caught), 0, NEVER },
	{ M(COUNTERS, counters, gap_from), 0, NEVER },
	{ M(COUNTERS, counters, gap_to), 0, NEVER },
	{ M(COUNTERS, counters, fresh_at), 0, E2E_NOW_MAX },
	{ M(SAVED_GAP, saved_gap, asked), -1, RAW },
	{ M(SAVED_GAP, saved_gap, covered), 0, RAWS },
	{ M(SAVED_GAP, saved_gap, give_up), 0, NEVER },
	{ M(SAVED_CLOCK, saved_clock, time), 1, E2E_NOW_MAX },
	{ M(SAVED_CLOCK, saved_clock, debt), 0, NEVER },
	{ M(SAVED_CLOCK, saved_clock, doubt), 0, NEVER },
	{ M(SAVED_CLOCK, saved_clock, bogus), 0, NEVER },
	{ M(SAVED_KEY, saved_key, since), 0, E2E_NOW_MAX },
	{ M(REKEY, rekey, phase), 0, 3 },
	{ M(REKEY, rekey, request_seq), 0, RAWS },
	{ M(REKEY, rekey, commit_seq), 0, RAWS },
	{ M(REKEY, rekey, proof), 0, RAWS },
	{ M(REKEY, rekey, since), 0, E2E_NOW_MAX },
	{ M(SAVED_OUTGOING, saved_outgoing, in_seq), 0, RAWS },
	{ M(SAVED_OUTGOING, saved_outgoing, kind), 0, 255 },
	{ M(SAVED_OUTGOING, saved_outgoing, layer), 0, INT16_MAX },
	{ M(SAVED_RECEIVED, saved_received, kind), 0, 255 },
	{ M(SAVED_GAP, saved_gap, end), 0, RAW },
	{ M(SAVED_GAP, saved_gap, tries), 0, INT32_MAX },
	{ M(SAVED_GAP, saved_gap, since), 0, E2E_NOW_MAX },
	{ M(SAVED_GAP, saved_gap, due), 0, NEVER },
	{ M(SAVED_TIMER, saved_timer, kind), 0, 255 },
	{ M(SAVED_TIMER, saved_timer, ttl), 1, INT32_MAX },
	{ M(SAVED_TIMER, saved_timer, started), 0, E2E_NOW_MAX },
	{ M(SAVED_TIMER, saved_timer, due), 0, NEVER },
};

/* What e2e_load() says about row R of U as S has it, loaded by itself. */
static int32_t
load_as(const struct ru *u, size_t r, const struct sr_row *s)
{
	struct au_host h;
	int32_t result;

	ru_host(u, &h);
	seal_row(u, &h.rows.v[r], s);
	ck_assert_int_eq(e2e_account_new(&h.account, &h.config), E2E_OK);
	result = e2e_load(h.account, h.rows.v[r].table, h.rows.v[r].key, h.rows.v[r].key_n,
	                  h.rows.v[r].value, h.rows.v[r].value_n);
	au_close(&h);
	return result;
}

/* The same with member PLACE at VALUE; one that needs a condition has it met. */
static int32_t
load_with(const struct ru *u, size_t r, size_t place, int64_t value)
{
	const struct e2e_i_saved_member *m;
	struct sr_row s;

	open_row(&s, &u->h.rows.v[r]);
	m = sr_member(s.row, place);
	if (m->when != 0)
		s.v[m->when - 1] = 1;
	s.v[place] = value;
	return load_as(u, r, &s);
}

static void
holds_to(const struct ru *u, size_t r, const struct range *range)
{
	const size_t place = sr_place(range->row, range->offset);
	const bool wide = is_wide(range->row, place);
	const int64_t last = wide ? INT64_MAX : INT32_MAX, least = wide ? INT64_MIN : INT32_MIN;

	ck_assert_msg(load_with(u, r, place, range->low - 1) == E2E_ERR_STORE, "%s %lld",
	              range->member, (long long)range->low - 1);
	ck_assert_int_eq(load_with(u, r, place, least), E2E_ERR_STORE);
	if (range->high != last)
		ck_assert_msg(load_with(u, r, place, last) == E2E_ERR_STORE, "%s at the last",
		              range->member);
	if (range->high != last && range->high != NEVER)
		ck_assert_msg(load_with(u, r, place, range->high + 1) == E2E_ERR_STORE,
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
			if (sr_row_of(u.h.rows.v[r].value, 4) != ranges[i].row)
				continue;
			holds_to(&u, r, &ranges[i]);
			rows++;
		}
		ck_assert_msg(rows > 0, "no row for %s", ranges[i].member);
	}
	ru_free(&u);
}
END_TEST

/* What the peer asks for again: in order, not empty, and of what was sent. */
START_TEST(refuses_ranges_that_nobody_asked_for)
{
	struct ru u;
	size_t rows = 0;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		const size_t place = SR_OF(COUNTERS, counters, wanted);
		struct sr_row s;
		int32_t out_seq;

		if (sr_row_of(u.h.rows.v[r].value, 4) != E2E_I_ROW_COUNTERS)
			continue;
		open_row(&s, &u.h.rows.v[r]);
		out_seq = (int32_t)s.v[SR_OF(COUNTERS, counters, out_seq)];
		if (out_seq < 2)
			continue;
		rows++;
		for (int64_t n = 1; n <= E2E_I_STATE_RANGES + 1; n++) {
			s.v[place] = n;
			s.range[place][n - 1] = (struct e2e_i_range){ 0, out_seq };
			ck_assert_int_eq(load_as(&u, r, &s),
			                 n <= E2E_I_STATE_RANGES ? E2E_OK : E2E_ERR_STORE);
		}
		for (int64_t n = 1; n <= E2E_I_STATE_RANGES; n++) {
			const struct e2e_i_range bad[] = { { 0, out_seq + 1 },  { 1, 1 }, { 2, 1 },
				                           { -1, 1 },           { 0, 0 },
				                           { 0, INT32_MAX },    { 0, -1 },
				                           { INT32_MIN, 1 },    { 1, INT32_MIN } };

			s.v[place] = n;
			for (size_t i = 0; i < CU_N(bad); i++) {
				s.range[place][n - 1] = bad[i];
				ck_assert_msg(load_as(&u, r, &s) == E2E_ERR_STORE, "%d to %d",
				              (int)bad[i].from, (int)bad[i].to);
			}
			s.range[place][n - 1] = (struct e2e_i_range){ 0, out_seq };
		}
	}
	ck_assert_uint_gt(rows, 0);
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
		const size_t wanted = SR_OF(COUNTERS, counters, wanted);
		struct au_host h;
		struct sr_row c;

		if (u.h.rows.v[r].table != TABLE_COUNTERS)
			continue;
		ru_host(&u, &h);
		open_row(&c, &h.rows.v[r]);
		c.v[SR_OF(COUNTERS, counters, out_seq)] = E2E_I_SEQ_MAX + 1;
		c.v[SR_OF(COUNTERS, counters, acked)] = E2E_I_SEQ_MAX + 1;
		c.v[SR_OF(COUNTERS, counters, sent)] = E2E_I_SEQ_MAX + 1;
		c.v[SR_OF(COUNTERS, counters, key_out)] = 0;
		c.v[wanted] = 1;
		c.range[wanted][0] = (struct e2e_i_range){ 0, E2E_I_SEQ_MAX + 1 };
		seal_row(&u, &h.rows.v[r], &c);
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
		{ refuses_ranges_that_nobody_asked_for },
		{ refuses_numbers_that_no_item_has },
		{ looks_for_nothing_that_is_not_there },
	};

	return tu_run(cu_suite("chat_ranges", tests, CU_N(tests)));
}
