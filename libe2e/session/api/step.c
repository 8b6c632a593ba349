/* SPDX-License-Identifier: ISC */
/*
 * Handing steps to the host: commits, and the calls that are allowed once these are confirmed
 * (doc/design.md, "The account").
 */
#include "config.h"

#include "session/api/calls.h"
#include "session/api/held.h"
#include "session/core/index.h"
#include "session/core/qts.h"

static int32_t
show_commit(struct e2e_account *account, struct e2e_step *step)
{
	struct e2e_i_commit *commit = account->commits.first;

	if (commit == NULL || commit->shown)
		return E2E_OK;
	commit->shown = true;
	step->kind = E2E_STEP_COMMIT;
	step->id = commit->id;
	step->n_rows = commit->n_rows;
	step->n_events = commit->n_events;
	return E2E_OK;
}

int32_t
e2e_next(struct e2e_account *account, struct e2e_step *step)
{
	int32_t err;

	if (account == NULL || step == NULL)
		return E2E_ERR_ARGUMENT;
	if (step->size < sizeof *step)
		return E2E_ERR_VERSION;
	*step = (struct e2e_step)E2E_STEP_INIT;
	if (!account->started)
		return E2E_ERR_STATE;
	e2e_i_account_room_back(account, &account->request);
	err = e2e_i_calls_next(account, &step->call);
	if (err != E2E_OK)
		return err;
	if (step->call != NULL) {
		step->kind = E2E_STEP_CALL;
		return E2E_OK;
	}
	/* when all commits are confirmed, handle the next held messages */
	if (account->commits.first == NULL)
		err = e2e_i_held_next(account);
	return err == E2E_OK ? show_commit(account, step) : err;
}

int32_t
e2e_committed(struct e2e_account *account, uint64_t id)
{
	struct e2e_i_commit *commit;

	if (account == NULL)
		return E2E_ERR_ARGUMENT;
	commit = account->commits.first;
	if (!account->started)
		return E2E_ERR_STATE;
	if (commit == NULL || !commit->shown || commit->id != id)
		return E2E_ERR_ARGUMENT;
	account->commits.first = commit->next;
	if (account->commits.first == NULL)
		account->commits.end = &account->commits.first;
	account->commits.confirmed = id;
	e2e_i_qts_durable(account, commit->qts);
	account->generation.durable = commit->generation;
	if (commit->has_chat) {
		struct e2e_i_chat *chat = e2e_i_index_find(account, commit->chat_id);

		if (chat != NULL)
			e2e_i_index_ready(account, chat);
	}
	e2e_i_account_drop(account, commit);
	return E2E_OK;
}

/* The commit that the host has been given and has not confirmed; NULL if there is none. */
static const struct e2e_i_commit *
shown(const struct e2e_account *account)
{
	if (account == NULL || account->commits.first == NULL || !account->commits.first->shown)
		return NULL;
	return account->commits.first;
}

int32_t
e2e_row_at(const struct e2e_account *account, struct e2e_row *row, uint32_t index)
{
	const struct e2e_i_commit *commit = shown(account);

	if (commit == NULL || row == NULL || index >= commit->n_rows)
		return E2E_ERR_ARGUMENT;
	if (row->size < sizeof *row)
		return E2E_ERR_VERSION;
	*row = commit->rows[index]->row;
	return E2E_OK;
}

int32_t
e2e_event_at(const struct e2e_account *account, struct e2e_event *event, uint32_t index)
{
	const struct e2e_i_commit *commit = shown(account);

	if (commit == NULL || event == NULL || index >= commit->n_events)
		return E2E_ERR_ARGUMENT;
	if (event->size < sizeof *event)
		return E2E_ERR_VERSION;
	*event = commit->events[index]->event;
	return E2E_OK;
}
