/* SPDX-License-Identifier: ISC */
/* A host's rows, its loop, its life (accountutil.h). */
#include "config.h"

#include "accountutil.h"

#include <stdlib.h>
#include <string.h>

/* ---- Rows ---------------------------------------------------------------------------- */

bool
au_rows_same(const struct rows *a, const struct rows *b)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		const struct row_kept *x = &a->v[i];
		const struct row_kept *y = rows_find(b, x->table, x->key, x->key_n);

		if (y == NULL || y->value_n != x->value_n ||
		    memcmp(y->value, x->value, x->value_n) != 0)
			return false;
	}
	return a->n == b->n;
}

bool
au_rows_show(const struct rows *rows, const uint8_t *what, size_t n)
{
	size_t i, at;

	for (i = 0; i < rows->n; i++)
		for (at = 0; at + n <= rows->v[i].value_n; at++)
			if (memcmp(rows->v[i].value + at, what, n) == 0)
				return true;
	return false;
}

/* ---- The loop ------------------------------------------------------------------------ */

static int32_t
see_row(void *user, const struct e2e_row *row)
{
	(void)user;
	au_bindable(row->key);
	au_bindable(row->value);
	return E2E_OK;
}

static int32_t
see_event(void *user, const struct e2e_event *event)
{
	au_note_event(user, event);
	return E2E_OK;
}

static int32_t
see_call(void *user, const struct e2e_call *call)
{
	struct au_host *h = user;
	struct au_call *note = au_note_call(h, call);

	return (h->answers & AU_AUTO(note->call.method)) == 0 ? E2E_OK : au_try_answer(h, note);
}

/*
 * The commit in h->held, as far as the switches allow; sets h->stopped where that is not the
 * whole way.
 */
static int32_t
take_commit(struct au_host *h, struct steps *steps)
{
	int32_t result;

	h->stopped = h->commits_left == 0;
	if (h->stopped)
		return E2E_OK;
	if (!h->stored) {
		h->commits++;
		result = steps_store(steps, &h->held);
		if (result != E2E_OK)
			return result;
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

static int32_t hold_commit(void *user, const struct e2e_step *step);

static struct steps
steps_of(struct au_host *h)
{
	return (struct steps){
		.account = h->account, .rows = &h->rows, .user = h,
		.row = see_row, .event = see_event, .call = see_call, .commit = hold_commit,
	};
}

static int32_t
hold_commit(void *user, const struct e2e_step *step)
{
	struct au_host *h = user;
	struct steps steps = steps_of(h);

	ck_assert_uint_eq(h->held.kind, E2E_STEP_NONE);
	h->held = *step;
	return take_commit(h, &steps);
}

int32_t
au_try_run(struct au_host *h)
{
	struct steps steps = steps_of(h);
	int32_t result = E2E_OK;

	if (h->held.kind == E2E_STEP_COMMIT)
		result = take_commit(h, &steps);
	return result != E2E_OK ? result : steps_run(&steps);
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
shuffle(struct rows *rows, uint64_t seed)
{
	size_t i;

	for (i = rows->n; i > 1; i--) {
		size_t other = (size_t)(tu_next(&seed) % i);
		struct row_kept row = rows->v[i - 1];

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
		const struct row_kept *row = &h->rows.v[i];
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
	rows_free(&h->rows);
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
