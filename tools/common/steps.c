/* SPDX-License-Identifier: ISC */
/* The loop of a host, over whatever its user wants done with rows, events, calls and commits. */
#include "config.h"

#include "steps.h"

#define STEPS_MAX 100000 /* of one run: more is a loop without an end */

/* RESULT of the function WHAT, which is remembered if it failed. */
static int32_t
of(struct steps *steps, const char *what, int32_t result)
{
	if (result != E2E_OK)
		steps->failed = what;
	return result;
}

static int32_t
take_row(struct steps *steps, uint32_t index)
{
	struct e2e_row row = E2E_ROW_INIT;
	int32_t result = of(steps, "e2e_row_at", e2e_row_at(steps->account, &row, index));

	if (result == E2E_OK && steps->row != NULL)
		result = of(steps, "a row", steps->row(steps->user, &row));
	if (result == E2E_OK && steps->rows != NULL)
		rows_put(steps->rows, &row);
	return result;
}

static int32_t
take_event(struct steps *steps, uint32_t index)
{
	struct e2e_event event = E2E_EVENT_INIT;
	int32_t result = of(steps, "e2e_event_at", e2e_event_at(steps->account, &event, index));

	if (result == E2E_OK && steps->event != NULL)
		result = of(steps, "an event", steps->event(steps->user, &event));
	return result;
}

int32_t
steps_store(struct steps *steps, const struct e2e_step *step)
{
	int32_t result = E2E_OK;

	for (uint32_t i = 0; i < step->n_rows && result == E2E_OK; i++)
		result = take_row(steps, i);
	for (uint32_t i = 0; i < step->n_events && result == E2E_OK; i++)
		result = take_event(steps, i);
	return result;
}

static int32_t
take_commit(struct steps *steps, const struct e2e_step *step)
{
	int32_t result;

	if (steps->commit != NULL)
		return of(steps, "a commit", steps->commit(steps->user, step));
	result = steps_store(steps, step);
	if (result == E2E_OK)
		result = of(steps, "e2e_committed", e2e_committed(steps->account, step->id));
	return result;
}

static int32_t
take_call(struct steps *steps, const struct e2e_step *step)
{
	if (steps->call == NULL)
		return E2E_OK;
	return of(steps, "a call", steps->call(steps->user, step->call));
}

int32_t
steps_run(struct steps *steps)
{
	struct e2e_step step = E2E_STEP_INIT;
	int32_t result;

	for (uint32_t i = 0; i < STEPS_MAX; i++) {
		result = of(steps, "e2e_next", e2e_next(steps->account, &step));
		if (result != E2E_OK || step.kind == E2E_STEP_NONE)
			return result;
		result = step.kind == E2E_STEP_COMMIT ? take_commit(steps, &step)
		                                      : take_call(steps, &step);
		if (result != E2E_OK)
			return result;
	}
	return of(steps, "steps without an end", E2E_ERR_LIMIT);
}

int32_t
steps_load(struct e2e_account *account, const struct rows *rows)
{
	int32_t result = E2E_OK;

	for (size_t i = 0; i < rows->n && result == E2E_OK; i++) {
		const struct row_kept *row = &rows->v[i];

		result = e2e_load(account, row->table, row->key, row->key_n, row->value,
		                  row->value_n);
	}
	return result;
}
