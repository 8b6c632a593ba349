/* SPDX-License-Identifier: ISC */
/*
 * Nothing that is saved can be forgotten: each member of each row of tl/state.tl is changed in an
 * account that has rows of every kind, by a loop over the table that is made of it.  Its row must
 * then say so, and so must the state after a restart.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/align.h"
#include "tests/util/rowsutil.h"
#include "tests/util/rowtag.h"
#include "session/api/end.h"
#include "tests/util/stateutil.h"
#include "test_chat_saved_place.h"

#define OBJECTS 2048 /* no struct and no row of one is larger */

/* ---- Transactions ------------------------------------------------------------------------ */

/* What the row at P says, into STATE, the struct of its kind. */
static void
read_row(const struct row_kept *row, const struct sv_place *p, void *state)
{
	const struct e2e_bytes body = { row->value, row->value_n - ROW_TAG_BYTES };
	struct e2e_bytes rest;

	ck_assert_int_eq(e2e_i_saved_get(p->row, state, p->row->rest ? &rest : NULL, body), E2E_OK);
}

/* All that waits to be durable; calls stay unanswered. */
static size_t
drain(struct au_host *h, const struct sv_place *p, struct row_kept *last)
{
	size_t written = 0;

	while (h->account->commits.first != NULL) {
		struct e2e_step step = E2E_STEP_INIT;
		struct e2e_row row = E2E_ROW_INIT;

		ck_assert_int_eq(e2e_next(h->account, &step), E2E_OK);
		for (uint32_t i = 0; step.kind == E2E_STEP_COMMIT && i < step.n_rows; i++) {
			ck_assert_int_eq(e2e_row_at(h->account, &row, i), E2E_OK);
			if (row.table != p->table || row.key.n != p->key_n ||
			    (p->key_n > 0 && memcmp(row.key.p, p->key, p->key_n) != 0))
				continue;
			free(last->value);
			last->value = calloc(1, row.value.n);
			ck_assert_ptr_nonnull(last->value);
			memcpy(last->value, row.value.p, row.value.n);
			last->value_n = row.value.n;
			written++;
		}
		if (step.kind == E2E_STEP_COMMIT)
			ck_assert_int_eq(e2e_committed(h->account, step.id), E2E_OK);
	}
	return written;
}

/* In a transaction of its own the state at P becomes STATE; how often its ROW was written. */
static size_t
transact(struct au_host *h, const struct sv_place *p, const void *state, struct row_kept *row)
{
	struct e2e_i_transaction tx;

	ck_assert_int_eq(e2e_i_transaction_begin(&tx, h->account, sv_chat_of(h->account, p), h->now),
	                 E2E_OK);
	sv_set(&tx, p, state);
	ck_assert_int_eq(e2e_i_end_transaction(&tx, E2E_OK), E2E_OK);
	return drain(h, p, row);
}

/* ---- What must follow ------------------------------------------------------------------- */

/* Asserts that ROW says what STATE does; epoch and time are its own. */
static void
says(const struct sv_place *p, const struct row_kept *row, const void *state)
{
	alignas(E2E_I_ALIGN) uint8_t right[OBJECTS], said[OBJECTS];
	struct sr_row s;

	memcpy(right, state, p->row->bytes);
	read_row(row, p, said);
	if (p->table == E2E_I_TABLE_COUNTERS)
		((struct e2e_i_counters *)(void *)right)->epoch +=
			((struct e2e_i_counters *)(void *)right)->epoch < E2E_I_STATE_EPOCH_MAX;
	if (p->table == E2E_I_TABLE_CLOCK) {
		((struct e2e_i_saved_clock *)(void *)right)->time =
			((struct e2e_i_saved_clock *)(void *)said)->time;
		((struct e2e_i_saved_clock *)(void *)right)->doubt =
			((struct e2e_i_saved_clock *)(void *)said)->doubt;
	}
	sr_open(&s, row->value, row->value_n - ROW_TAG_BYTES);
	sr_says(&s, right);
}

/* Whether another account takes ROW; then its state says the same. */
static bool
loads(const struct au_host *h, const struct sv_place *p, const struct row_kept *row)
{
	alignas(E2E_I_ALIGN) uint8_t said[OBJECTS];
	struct e2e_account *account;
	const void *state;
	int32_t err;

	ck_assert_int_eq(e2e_account_new(&account, &h->config), E2E_OK);
	err = e2e_load(account, p->table, p->key, p->key_n, row->value, row->value_n);
	ck_assert(err == E2E_OK || err == E2E_ERR_STORE);
	if (err == E2E_OK) {
		read_row(row, p, said);
		if (p->table == E2E_I_TABLE_COUNTERS) /* what is not known would be due for ever */
			((struct e2e_i_counters *)(void *)said)->due &= E2E_I_DUE_ALL;
		state = sv_look(account, p);
		ck_assert(state != NULL || p->table == E2E_I_TABLE_VERDICT);
		ck_assert(state == NULL || e2e_i_saved_same(p->row, state, said));
	}
	e2e_account_free(account);
	return err == E2E_OK;
}

/* Whether STATE is within the ranges of tl/state.tl. */
static bool
is_possible(const struct sv_place *p, const void *state)
{
	alignas(E2E_I_ALIGN) uint8_t read[OBJECTS];
	uint8_t bytes[OBJECTS];
	struct e2e_bytes rest;
	const uint8_t *end;

	ck_assert_uint_le(e2e_i_saved_room(p->row, state), sizeof bytes);
	end = e2e_i_saved_put(bytes, p->row, state);
	return e2e_i_saved_get(p->row, read, p->row->rest ? &rest : NULL,
	                       (struct e2e_bytes){ bytes, (size_t)(end - bytes) }) == E2E_OK;
}

/* Asserts that the row of P is written, once, when the state becomes STATE by its member I. */
static void
writes(struct au_host *h, const struct sv_place *p, size_t i, const void *state, struct row_kept *row)
{
	const size_t n = transact(h, p, state, row);

	ck_assert_msg(n == 1, "table %u, member %zu: %zu rows", (unsigned)p->table, i, n);
	says(p, row, state);
}

/* The state of P becomes MADE by its member I, and then what it was; whether MADE was loaded. */
static bool
becomes(struct au_host *h, const struct sv_place *p, size_t i, const void *made)
{
	alignas(E2E_I_ALIGN) uint8_t was[OBJECTS];
	struct row_kept row = { 0 };
	bool taken;

	memcpy(was, sv_look(h->account, p) != NULL ? sv_look(h->account, p) : made, p->row->bytes);
	writes(h, p, i, made, &row);
	taken = loads(h, p, &row);
	writes(h, p, i, was, &row);
	free(row.value);
	return taken;
}

/* ---- Each in turn ------------------------------------------------------------------------- */

/* The row of the clock need not follow these alone, see clock_row() in session/store/changes.c. */
static bool
is_free(const struct sv_place *p, size_t i)
{
	return p->table == E2E_I_TABLE_CLOCK && (i == SR_OF(SAVED_CLOCK, saved_clock, time) ||
	                                         i == SR_OF(SAVED_CLOCK, saved_clock, doubt));
}

/* Any other length of a file is refused at loading, because the file is none then. */
static bool
is_of_blob(const struct sv_place *p, size_t i)
{
	return (p->row == E2E_I_ROW_SAVED_OUTGOING &&
	        i == SR_OF(SAVED_OUTGOING, saved_outgoing, file_n)) ||
	       (p->row == E2E_I_ROW_SAVED_RECEIVED &&
	        i == SR_OF(SAVED_RECEIVED, saved_received, file_n));
}

/* MADE, which is the state of P, with another value in number I; whether one was taken. */
static bool
number_becomes(struct au_host *h, const struct sv_place *p, size_t i, void *made)
{
	const struct e2e_i_saved_member *m = sr_member(p->row, i);
	const int64_t was = sr_value(p->row, made, i);
	/* the debt of the clock is written by the second */
	const int64_t tried[] = { m->high, m->low, was ^ 1024, was ^ 1, was ^ 2, was ^ 3,
		                  E2E_REFUSED_PRIME };

	if (is_of_blob(p, i)) {
		sr_set(p->row, made, i, was ^ 1);
		return !becomes(h, p, i, made);
	}
	for (size_t k = 0; k < CU_N(tried); k++) {
		if (tried[k] == was)
			continue;
		sr_set(p->row, made, i, tried[k]);
		if (sr_value(p->row, made, i) == tried[k] && is_possible(p, made) &&
		    becomes(h, p, i, made))
			return true;
	}
	return false;
}

/* The same of what is no number. */
static bool
bytes_become(struct au_host *h, const struct sv_place *p, size_t i, void *made)
{
	static uint8_t prime[E2E_DH_BYTES];
	const struct e2e_i_saved_member *m = sr_member(p->row, i);
	const struct e2e_bytes span = { prime, sizeof prime };
	const struct e2e_i_range range = { 0, 1 };
	uint8_t *at = (uint8_t *)made + m->offset;

	memset(prime, 0xff, sizeof prime);
	if (m->kind == E2E_I_SAVED_SPAN)
		memcpy(at, &span, sizeof span);
	else if (m->kind == E2E_I_SAVED_RANGES)
		memcpy(at, &range, sizeof range);
	else
		at[m->count / 2] ^= 1;
	return is_possible(p, made) && becomes(h, p, i, made);
}

/* MADE so that member I can be there, and more than 0: what it depends on comes first. */
static void
prepare(const struct sv_place *p, size_t i, void *made)
{
	const struct e2e_i_saved_member *m = sr_member(p->row, i);
	const size_t bound = m->high_of - 1u;

	if (m->when != 0)
		sr_set(p->row, made, m->when - 1u,
		       m->kind == E2E_I_SAVED_PART ? m->count : m->is != 0 ? m->is : 1);
	if (m->high_of != 0 && sr_member(p->row, bound)->high_of != 0)
		sr_set(p->row, made, bound,
		       sr_value(p->row, made, sr_member(p->row, bound)->high_of - 1u));
	if (p->row == E2E_I_ROW_SAVED_TIMER && i == SR_OF(SAVED_TIMER, saved_timer, due))
		((struct e2e_i_saved_timer *)made)->started = 1; /* only one that runs is due */
}

/* Member I of the state of P is changed; whether what was made of it is loaded. */
static bool
try_member(struct au_host *h, const struct sv_place *p, size_t i)
{
	alignas(E2E_I_ALIGN) uint8_t made[OBJECTS];
	const void *state = sv_look(h->account, p);
	struct row_kept row = { 0 };

	memset(made, 0, sizeof made);
	if (state != NULL)
		memcpy(made, state, p->row->bytes);
	prepare(p, i, made);
	if (state != NULL && !e2e_i_saved_same(p->row, state, made))
		transact(h, p, made, &row);
	free(row.value);
	return sr_is_number(p->row, i) ? number_becomes(h, p, i, made)
	                               : bytes_become(h, p, i, made);
}

/* Which members of which rows were changed, and loaded so. */
struct tally {
	bool done[E2E_I_ROWS][SR_MEMBERS];
	size_t tables[E2E_I_TABLES];
};

/* An account with the rows of U that has nothing to write. */
static void
begin(const struct ru *u, struct au_host *h, const struct sv_place *p)
{
	struct row_kept none = { 0 };
	int32_t loaded;

	ru_host(u, h);
	ck_assert_int_eq(ru_start(h, &loaded), E2E_OK);
	drain(h, p, &none);
	free(none.value);
}

static void
try_row(const struct ru *u, const struct row_kept *row, struct tally *tally)
{
	const struct sv_place p = sv_place_of(row);
	bool *done = tally->done[p.row - e2e_i_saved_rows];

	for (size_t i = 0; i < p.row->n_members; i++) {
		struct au_host h;

		if (done[i])
			continue;
		begin(u, &h, &p);
		if (p.table == E2E_I_TABLE_VERDICT || sv_look(h.account, &p) != NULL)
			done[i] = is_free(&p, i) || try_member(&h, &p, i);
		au_close(&h);
	}
	tally->tables[p.table]++;
}

START_TEST(saves_every_member_that_changes)
{
	struct tally tally;
	struct ru u;

	memset(&tally, 0, sizeof tally);
	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++)
		try_row(&u, &u.h.rows.v[r], &tally);
	for (uint32_t table = E2E_I_TABLE_ACCOUNT; table < E2E_I_TABLES; table++)
		ck_assert_msg(tally.tables[table] > 0, "no row of table %u", (unsigned)table);
	for (size_t row = 0; row < E2E_I_ROWS; row++)
		for (size_t i = 0; i < e2e_i_saved_rows[row].n_members; i++)
			ck_assert_msg(tally.done[row][i], "row %zu: member %zu never changed", row,
			              i);
	ru_free(&u);
}
END_TEST

/* A transaction in which nothing changes writes nothing. */
START_TEST(writes_no_row_of_what_is_the_same)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		const struct sv_place p = sv_place_of(&u.h.rows.v[r]);
		struct e2e_i_transaction tx;
		struct au_host h;

		begin(&u, &h, &p);
		ck_assert_int_eq(e2e_i_transaction_begin(&tx, h.account, sv_chat_of(h.account, &p), h.now),
		                 E2E_OK);
		ck_assert_int_eq(e2e_i_end_transaction(&tx, E2E_OK), E2E_OK);
		ck_assert_ptr_null(h.account->commits.first);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ saves_every_member_that_changes },
		{ writes_no_row_of_what_is_the_same },
	};

	return tu_run(cu_suite("chat_saved", tests, CU_N(tests)));
}
