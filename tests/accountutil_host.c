/* SPDX-License-Identifier: ISC */
/* A host's rows, its loop, its life (accountutil.h). */
#include "config.h"

#include "accountutil.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 100000 /* of one run: more is a loop without an end */

static void *
grown(void *v, size_t n, size_t each)
{
	void *p = realloc(v, (n + 1) * each);

	if (p == NULL)
		ck_abort_msg("out of memory");
	return p;
}

static void *
taken(size_t n)
{
	void *p = calloc(1, n + 1);

	if (p == NULL)
		ck_abort_msg("out of memory");
	return p;
}

/* ---- Rows ---------------------------------------------------------------------------- */

struct au_row *
au_row_find(const struct au_rows *rows, uint32_t table, const uint8_t *key, size_t key_n)
{
	size_t i;

	for (i = 0; i < rows->n; i++) {
		struct au_row *row = &rows->v[i];

		if (row->table == table && row->key_n == key_n &&
		    (key_n == 0 || memcmp(row->key, key, key_n) == 0))
			return row;
	}
	return NULL;
}

static void
row_value(struct au_row *row, struct e2e_bytes value)
{
	free(row->value);
	row->value = taken(value.n);
	row->value_n = value.n;
	if (value.n != 0)
		memcpy(row->value, value.p, value.n);
}

static void
row_put(struct au_rows *rows, uint32_t table, struct e2e_bytes key, struct e2e_bytes value)
{
	struct au_row *row = au_row_find(rows, table, key.p, key.n);

	if (key.n > E2E_ROW_KEY_MAX_BYTES)
		ck_abort_msg("a key of %zu bytes", key.n);
	if (row == NULL) {
		rows->v = grown(rows->v, rows->n, sizeof *rows->v);
		row = &rows->v[rows->n++];
		*row = (struct au_row){ .table = table, .key_n = key.n };
		if (key.n != 0)
			memcpy(row->key, key.p, key.n);
	}
	row_value(row, value);
}

static void
row_delete(struct au_rows *rows, uint32_t table, struct e2e_bytes key)
{
	struct au_row *row = au_row_find(rows, table, key.p, key.n);

	if (row == NULL)
		return;
	free(row->value);
	*row = rows->v[--rows->n];
}

struct au_rows
au_rows_copy(const struct au_rows *rows)
{
	struct au_rows copy = { NULL, 0 };
	size_t i;

	for (i = 0; i < rows->n; i++) {
		const struct au_row *row = &rows->v[i];

		row_put(&copy, row->table, (struct e2e_bytes){ row->key, row->key_n },
		        (struct e2e_bytes){ row->value, row->value_n });
	}
	return copy;
}

void
au_rows_free(struct au_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		free(rows->v[i].value);
	free(rows->v);
	*rows = (struct au_rows){ NULL, 0 };
}

bool
au_rows_same(const struct au_rows *a, const struct au_rows *b)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		const struct au_row *x = &a->v[i];
		const struct au_row *y = au_row_find(b, x->table, x->key, x->key_n);

		if (y == NULL || y->value_n != x->value_n ||
		    memcmp(y->value, x->value, x->value_n) != 0)
			return false;
	}
	return a->n == b->n;
}

bool
au_rows_show(const struct au_rows *rows, const uint8_t *what, size_t n)
{
	size_t i, at;

	for (i = 0; i < rows->n; i++)
		for (at = 0; at + n <= rows->v[i].value_n; at++)
			if (memcmp(rows->v[i].value + at, what, n) == 0)
				return true;
	return false;
}

/* ---- The loop ------------------------------------------------------------------------ */

static void
store_commit(struct au_host *h, const struct e2e_step *step)
{
	uint32_t i;

	h->commits++;
	for (i = 0; i < step->n_rows; i++) {
		struct e2e_row row = E2E_ROW_INIT;

		ck_assert_int_eq(e2e_row_at(h->account, &row, i), E2E_OK);
		au_bindable(row.key);
		au_bindable(row.value);
		if (row.value.n == 0)
			row_delete(&h->rows, row.table, row.key);
		else
			row_put(&h->rows, row.table, row.key, row.value);
	}
	for (i = 0; i < step->n_events; i++) {
		struct e2e_event event = E2E_EVENT_INIT;

		ck_assert_int_eq(e2e_event_at(h->account, &event, i), E2E_OK);
		au_note_event(h, &event);
	}
}

/*
 * The commit in h->held, as far as the switches allow; sets h->stopped where that is not the
 * whole way.
 */
static int32_t
take_commit(struct au_host *h)
{
	int32_t result;

	h->stopped = h->commits_left == 0;
	if (h->stopped)
		return E2E_OK;
	if (!h->stored) {
		store_commit(h, &h->held);
		h->stored = true;
		if (h->commits_left > 0 && --h->commits_left == 0 && h->unconfirmed) {
			h->stopped = true;
			return E2E_OK;
		}
	}
	result = e2e_committed(h->account, h->held.id);
	h->held.kind = E2E_STEP_NONE;
	h->stored = false;
	h->generation = e2e_generation(h->account);
	return result;
}

static int32_t
take_call(struct au_host *h, const struct e2e_step *step)
{
	struct au_call *call = au_note_call(h, step->call);

	if ((h->answers & AU_AUTO(call->call.method)) == 0)
		return E2E_OK;
	return au_try_answer(h, call);
}

int32_t
au_try_run(struct au_host *h)
{
	struct e2e_step step = E2E_STEP_INIT;
	int32_t result = E2E_OK;
	size_t n;

	if (h->held.kind == E2E_STEP_COMMIT)
		result = take_commit(h);
	for (n = 0; result == E2E_OK && n < STEPS_MAX; n++) {
		result = e2e_next(h->account, &step);
		if (result != E2E_OK || step.kind == E2E_STEP_NONE)
			return result;
		if (step.kind == E2E_STEP_CALL) {
			result = take_call(h, &step);
		} else {
			ck_assert_uint_eq(h->held.kind, E2E_STEP_NONE);
			h->held = step;
			result = take_commit(h);
		}
	}
	if (result != E2E_OK)
		return result;
	ck_abort_msg("the steps do not end");
	return E2E_ERR_STATE;
}

void
au_run(struct au_host *h)
{
	ck_assert_int_eq(au_try_run(h), E2E_OK);
}

void
au_advance(struct au_host *h, int64_t ms)
{
	h->now += ms;
	ck_assert_int_eq(e2e_tick(h->account, h->now), E2E_OK);
	au_run(h);
}

bool
au_due(struct au_host *h)
{
	int64_t due = e2e_deadline(h->account);

	if (due == INT64_MAX)
		return false;
	au_advance(h, due > h->now ? due - h->now : 0);
	return true;
}

/* ---- Life ---------------------------------------------------------------------------- */

void
au_init(struct au_host *h, const struct e2e_backend *backend, int64_t user_id)
{
	*h = (struct au_host){ .now = AU_NOW, .commits_left = -1 };
	h->config = (struct e2e_config)E2E_CONFIG_INIT;
	h->limits = (struct e2e_limits)E2E_LIMITS_INIT;
	h->timing = (struct e2e_timing)E2E_TIMING_INIT;
	h->padding = (struct e2e_padding)E2E_PADDING_INIT;
	h->script.inner = backend;
	h->script.seed = (uint64_t)user_id;
	h->config.user_id = user_id;
	h->config.backend = &h->backend;
	h->config.allocator = &h->allocator;
	h->config.limits = &h->limits;
	h->config.timing = &h->timing;
	h->config.padding = &h->padding;
	tu_scripted_backend(&h->backend, &h->script);
	tu_allocator(&h->allocator, &h->memory);
}

void
au_open(struct au_host *h, const struct e2e_backend *backend, int64_t user_id)
{
	au_init(h, backend, user_id);
	au_start(h);
}

/* The header allows any order of rows. */
static void
shuffle(struct au_rows *rows, uint64_t seed)
{
	size_t i;

	for (i = rows->n; i > 1; i--) {
		size_t other = (size_t)(tu_next(&seed) % i);
		struct au_row row = rows->v[i - 1];

		rows->v[i - 1] = rows->v[other];
		rows->v[other] = row;
	}
}

static int32_t
load_rows(struct au_host *h)
{
	size_t i;

	h->refused = 0;
	shuffle(&h->rows, h->starts);
	for (i = 0; i < h->rows.n; i++) {
		const struct au_row *row = &h->rows.v[i];
		int32_t result = e2e_load(h->account, row->table, row->key, row->key_n, row->value,
		                          row->value_n);

		if (result == E2E_ERR_STORE || result == E2E_ERR_VERSION)
			h->refused++;
		else if (result != E2E_OK)
			return result;
	}
	return E2E_OK;
}

int32_t
au_try_start(struct au_host *h)
{
	int32_t result;

	h->config.generation = h->generation;
	result = e2e_account_new(&h->account, &h->config);
	if (result == E2E_OK)
		result = load_rows(h);
	if (result == E2E_OK)
		result = e2e_start(h->account, h->now);
	if (result == E2E_OK)
		h->starts++;
	return result;
}

void
au_start(struct au_host *h)
{
	ck_assert_int_eq(au_try_start(h), E2E_OK);
	ck_assert_uint_eq(h->refused, 0);
	au_run(h);
}

void
au_crash(struct au_host *h)
{
	e2e_account_free(h->account);
	h->account = NULL;
	h->held.kind = E2E_STEP_NONE;
	h->stored = h->stopped = false;
	ck_assert_uint_eq(h->memory.live_blocks, 0);
}

void
au_restart(struct au_host *h)
{
	au_crash(h);
	h->commits_left = -1;
	h->unconfirmed = false;
	au_start(h);
}

void
au_close(struct au_host *h)
{
	size_t i;

	au_crash(h);
	au_rows_free(&h->rows);
	for (i = 0; i < h->n_calls; i++) {
		free(h->calls[i]->memory);
		free(h->calls[i]);
	}
	for (i = 0; i < h->n_events; i++) {
		free(h->events[i]->memory);
		free(h->events[i]);
	}
	free(h->calls);
	free(h->events);
}
