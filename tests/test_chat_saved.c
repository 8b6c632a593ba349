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
#include "base/num.h"
#include "rowsutil.h"
#include "rowtag.h"
#include "session/api/end.h"
#include "session/core/index.h"
#include "session/core/transaction.h"
#include "stateutil.h"

#define OBJECTS 2048 /* no struct and no row of one is larger */

/* Where a piece of state is, by the name of its row. */
struct place {
	const struct e2e_i_saved_row *row;
	uint32_t table;
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	size_t key_n;
	int32_t chat_id;
	int64_t suffix;
};

/* ---- Where it is ----------------------------------------------------------------------- */

static struct place
place_of(const struct row_kept *row)
{
	struct place p = { st_row_of(row->value, row->value_n), row->table, { 0 }, row->key_n, 0, 0 };
	uint64_t suffix = 0;

	ck_assert_ptr_nonnull(p.row);
	memcpy(p.key, row->key, row->key_n);
	if (row->table == E2E_I_TABLE_VERDICT || row->key_n < 4)
		return p;
	p.chat_id = e2e_i_signed32(e2e_i_load_be32(row->key));
	for (size_t i = 4; i < row->key_n; i++)
		suffix = suffix << 8 | row->key[i];
	p.suffix = e2e_i_signed64(suffix);
	return p;
}

/* An item's saved part is behind its head, whichever list it is of. */
static const void *
item_at(const struct e2e_i_chat *chat, const struct place *p)
{
	const struct e2e_i_item *item =
		e2e_i_list_find(&chat->list[p->table - E2E_I_TABLE_LISTS], p->suffix);

	return item != NULL ? item + 1 : NULL;
}

/* The state that the row of P is of, or NULL: of a verdict the account keeps none. */
static const void *
look(const struct e2e_account *account, const struct place *p)
{
	const struct e2e_i_chat *chat = e2e_i_index_find(account, p->chat_id);

	switch (p->table) {
	case E2E_I_TABLE_ACCOUNT:
		return &account->saved.account;
	case E2E_I_TABLE_CLOCK:
		return &account->saved.clock;
	case E2E_I_TABLE_DH:
		return &account->saved.dh;
	case E2E_I_TABLE_VERDICT:
		return NULL;
	case E2E_I_TABLE_CHAT:
		return &chat->core.saved;
	case E2E_I_TABLE_COUNTERS:
		return &chat->core.counters;
	case E2E_I_TABLE_KEY:
		return chat->core.key[p->suffix] != NULL ? &chat->core.key[p->suffix]->saved : NULL;
	case E2E_I_TABLE_HANDSHAKE:
		return chat->core.handshake;
	case E2E_I_TABLE_REKEY:
		return chat->core.rekey;
	default:
		return item_at(chat, p);
	}
}

/* ---- Changing it ------------------------------------------------------------------------- */

/* An item is replaced by one that says STATE. */
static int32_t
replace_item(struct e2e_i_transaction *tx, const struct place *p, const void *state)
{
	const uint32_t which = p->table - E2E_I_TABLE_LISTS;
	struct e2e_i_item *old = e2e_i_list_find(&tx->chat->list[which], p->suffix);
	struct e2e_i_item *with = e2e_i_item_new(&tx->account->allocator, old->bytes, old->key,
	                                         old->blob_n);

	ck_assert_ptr_nonnull(with);
	memcpy(with + 1, old + 1, old->bytes - sizeof *old);
	if (old->blob_n > 0)
		memcpy(with->blob, old->blob, old->blob_n);
	e2e_i_item_fill(with, state, p->row->bytes);
	ck_assert_int_eq(e2e_i_transaction_remove(tx, which, old), E2E_OK);
	return e2e_i_transaction_insert(tx, which, with);
}

/* What rules change of the clock is beside its row, which is written of it. */
static void
set_clock(struct e2e_account *account, const struct e2e_i_saved_clock *state)
{
	account->saved.clock.rollback = state->rollback;
	account->saved.clock.damage = state->damage;
	account->clock.offset = state->debt;
	account->clock.bogus = state->bogus;
}

static void
set_key(struct e2e_i_transaction *tx, const struct place *p, const void *state)
{
	const uint32_t which = (uint32_t)p->suffix;
	const struct e2e_key key = tx->chat->core.key[which]->key;

	ck_assert_int_eq(e2e_i_transaction_key(tx, which, &key, 0), E2E_OK);
	memcpy((uint8_t *)(uintptr_t)tx->chat->core.key[which] +
	               offsetof(struct e2e_i_key, saved),
	       state, p->row->bytes);
}

/* The state at P becomes STATE, as a rule of the protocol would change it. */
static void
set_state(struct e2e_i_transaction *tx, const struct place *p, const void *state)
{
	switch (p->table) {
	case E2E_I_TABLE_ACCOUNT:
		memcpy(&tx->account->saved.account, state, p->row->bytes);
		break;
	case E2E_I_TABLE_CLOCK:
		set_clock(tx->account, state);
		break;
	case E2E_I_TABLE_DH:
		memcpy(&tx->account->saved.dh, state, p->row->bytes);
		break;
	case E2E_I_TABLE_VERDICT:
		memcpy(tx->verdict_digest, p->key, sizeof tx->verdict_digest);
		tx->verdict = ((const struct e2e_i_saved_verdict *)state)->verdict;
		tx->has_verdict = true;
		break;
	case E2E_I_TABLE_CHAT:
		memcpy(&tx->chat->core.saved, state, p->row->bytes);
		break;
	case E2E_I_TABLE_COUNTERS:
		memcpy(&tx->chat->core.counters, state, p->row->bytes);
		break;
	case E2E_I_TABLE_KEY:
		set_key(tx, p, state);
		break;
	case E2E_I_TABLE_HANDSHAKE:
		memcpy(e2e_i_transaction_handshake(tx), state, p->row->bytes);
		break;
	case E2E_I_TABLE_REKEY:
		memcpy(e2e_i_transaction_rekey(tx), state, p->row->bytes);
		break;
	default:
		ck_assert_int_eq(replace_item(tx, p, state), E2E_OK);
		break;
	}
}

/* What the row at P says, into STATE, the struct of its kind. */
static void
read_row(const struct row_kept *row, const struct place *p, void *state)
{
	const struct e2e_bytes body = { row->value, row->value_n - ROW_TAG_BYTES };
	struct e2e_bytes rest;

	ck_assert_int_eq(e2e_i_saved_get(p->row, state, p->row->rest ? &rest : NULL, body), E2E_OK);
}

/* All that waits to be durable; calls stay unanswered. */
static size_t
drain(struct au_host *h, const struct place *p, struct row_kept *last)
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
transact(struct au_host *h, const struct place *p, const void *state, struct row_kept *row)
{
	struct e2e_i_transaction tx;
	struct e2e_i_chat *chat = NULL;

	if (p->table != E2E_I_TABLE_VERDICT && p->key_n >= 4)
		chat = e2e_i_index_find(h->account, p->chat_id);
	ck_assert_int_eq(e2e_i_transaction_begin(&tx, h->account, chat, h->now), E2E_OK);
	set_state(&tx, p, state);
	ck_assert_int_eq(e2e_i_end_transaction(&tx, E2E_OK), E2E_OK);
	return drain(h, p, row);
}

/* ---- What must follow ------------------------------------------------------------------- */

/* Asserts that ROW says what STATE does; epoch and time are its own. */
static void
says(const struct place *p, const struct row_kept *row, const void *state)
{
	alignas(E2E_I_ALIGN) uint8_t right[OBJECTS], said[OBJECTS];
	struct st_row s;

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
	st_open(&s, row->value, row->value_n - ROW_TAG_BYTES);
	st_says(&s, right);
}

/* Whether another account takes ROW; then its state says the same. */
static bool
loads(const struct au_host *h, const struct place *p, const struct row_kept *row)
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
		state = look(account, p);
		ck_assert(state != NULL || p->table == E2E_I_TABLE_VERDICT);
		ck_assert(state == NULL || e2e_i_saved_same(p->row, state, said));
	}
	e2e_account_free(account);
	return err == E2E_OK;
}

/* Whether STATE is within the ranges of tl/state.tl. */
static bool
is_possible(const struct place *p, const void *state)
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
writes(struct au_host *h, const struct place *p, size_t i, const void *state, struct row_kept *row)
{
	const size_t n = transact(h, p, state, row);

	ck_assert_msg(n == 1, "table %u, member %zu: %zu rows", (unsigned)p->table, i, n);
	says(p, row, state);
}

/* The state of P becomes MADE by its member I, and then what it was; whether MADE was loaded. */
static bool
becomes(struct au_host *h, const struct place *p, size_t i, const void *made)
{
	alignas(E2E_I_ALIGN) uint8_t was[OBJECTS];
	struct row_kept row = { 0 };
	bool taken;

	memcpy(was, look(h->account, p) != NULL ? look(h->account, p) : made, p->row->bytes);
	writes(h, p, i, made, &row);
	taken = loads(h, p, &row);
	writes(h, p, i, was, &row);
	free(row.value);
	return taken;
}

/* ---- Each in turn ------------------------------------------------------------------------- */

/* The row of the clock need not follow these alone, see clock_row() in session/store/changes.c. */
static bool
is_free(const struct place *p, size_t i)
{
	return p->table == E2E_I_TABLE_CLOCK && (i == ST_OF(SAVED_CLOCK, saved_clock, time) ||
	                                         i == ST_OF(SAVED_CLOCK, saved_clock, doubt));
}

/* Any other length of a file is refused at loading, because the file is none then. */
static bool
is_of_blob(const struct place *p, size_t i)
{
	return (p->row == E2E_I_ROW_SAVED_OUTGOING &&
	        i == ST_OF(SAVED_OUTGOING, saved_outgoing, file_n)) ||
	       (p->row == E2E_I_ROW_SAVED_RECEIVED &&
	        i == ST_OF(SAVED_RECEIVED, saved_received, file_n));
}

/* MADE, which is the state of P, with another value in number I; whether one was taken. */
static bool
number_becomes(struct au_host *h, const struct place *p, size_t i, void *made)
{
	const struct e2e_i_saved_member *m = st_member(p->row, i);
	const int64_t was = st_value(p->row, made, i);
	/* the debt of the clock is written by the second */
	const int64_t tried[] = { m->high, m->low, was ^ 1024, was ^ 1, was ^ 2, was ^ 3,
		                  E2E_REFUSED_PRIME };

	if (is_of_blob(p, i)) {
		st_set(p->row, made, i, was ^ 1);
		return !becomes(h, p, i, made);
	}
	for (size_t k = 0; k < CU_N(tried); k++) {
		if (tried[k] == was)
			continue;
		st_set(p->row, made, i, tried[k]);
		if (st_value(p->row, made, i) == tried[k] && is_possible(p, made) &&
		    becomes(h, p, i, made))
			return true;
	}
	return false;
}

/* The same of what is no number. */
static bool
bytes_become(struct au_host *h, const struct place *p, size_t i, void *made)
{
	static uint8_t prime[E2E_DH_BYTES];
	const struct e2e_i_saved_member *m = st_member(p->row, i);
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
prepare(const struct place *p, size_t i, void *made)
{
	const struct e2e_i_saved_member *m = st_member(p->row, i);
	const size_t bound = m->high_of - 1u;

	if (m->when != 0)
		st_set(p->row, made, m->when - 1u,
		       m->kind == E2E_I_SAVED_PART ? m->count : m->is != 0 ? m->is : 1);
	if (m->high_of != 0 && st_member(p->row, bound)->high_of != 0)
		st_set(p->row, made, bound,
		       st_value(p->row, made, st_member(p->row, bound)->high_of - 1u));
	if (p->row == E2E_I_ROW_SAVED_TIMER && i == ST_OF(SAVED_TIMER, saved_timer, due))
		((struct e2e_i_saved_timer *)made)->started = 1; /* only one that runs is due */
}

/* Member I of the state of P is changed; whether what was made of it is loaded. */
static bool
try_member(struct au_host *h, const struct place *p, size_t i)
{
	alignas(E2E_I_ALIGN) uint8_t made[OBJECTS];
	const void *state = look(h->account, p);
	struct row_kept row = { 0 };

	memset(made, 0, sizeof made);
	if (state != NULL)
		memcpy(made, state, p->row->bytes);
	prepare(p, i, made);
	if (state != NULL && !e2e_i_saved_same(p->row, state, made))
		transact(h, p, made, &row);
	free(row.value);
	return st_is_number(p->row, i) ? number_becomes(h, p, i, made)
	                               : bytes_become(h, p, i, made);
}

/* Which members of which rows were changed, and loaded so. */
struct tally {
	bool done[E2E_I_ROWS][ST_MEMBERS];
	size_t tables[E2E_I_TABLES];
};

static void
try_row(const struct ru *u, const struct row_kept *row, struct tally *tally)
{
	const struct place p = place_of(row);
	bool *done = tally->done[p.row - e2e_i_saved_rows];
	int32_t loaded;

	for (size_t i = 0; i < p.row->n_members; i++) {
		struct row_kept none = { 0 };
		struct au_host h;

		if (done[i])
			continue;
		ru_host(u, &h);
		ck_assert_int_eq(ru_start(&h, &loaded), E2E_OK);
		drain(&h, &p, &none);
		free(none.value);
		if (p.table == E2E_I_TABLE_VERDICT || look(h.account, &p) != NULL)
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
		const struct place p = place_of(&u.h.rows.v[r]);
		struct e2e_i_transaction tx;
		struct row_kept row = { 0 };
		struct au_host h;
		int32_t loaded;

		ru_host(&u, &h);
		ck_assert_int_eq(ru_start(&h, &loaded), E2E_OK);
		drain(&h, &p, &row);
		ck_assert_int_eq(e2e_i_transaction_begin(&tx, h.account,
		                                  p.chat_id != 0
		                                          ? e2e_i_index_find(h.account, p.chat_id)
		                                          : NULL,
		                                  h.now),
		                 E2E_OK);
		ck_assert_int_eq(e2e_i_end_transaction(&tx, E2E_OK), E2E_OK);
		ck_assert_ptr_null(h.account->commits.first);
		free(row.value);
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
