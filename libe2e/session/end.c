/* SPDX-License-Identifier: ISC */
/*
 * The end of a transaction: the events and rows that follow from what changed are put into it, it
 * is queued, and the chat is settled; or all is put back.
 */
#include "config.h"

#include "session/end.h"

#include "session/budget.h"
#include "session/changes.h"
#include "session/health.h"
#include "session/index.h"
#include "session/settle.h"

/* Arrays, so that a row or event is found by its index. */
static int32_t
index_commit(struct e2e_i_commit *commit)
{
	uint32_t i = 0;

	commit->rows = e2e_i_pool_alloc(&commit->pool, commit->n_rows * sizeof *commit->rows);
	commit->events =
		e2e_i_pool_alloc(&commit->pool, commit->n_events * sizeof *commit->events);
	if (commit->rows == NULL || commit->events == NULL)
		return E2E_ERR_NOMEM;
	for (struct e2e_i_row *row = commit->row; row != NULL; row = row->next)
		commit->rows[i++] = row;
	i = 0;
	for (struct e2e_i_event *event = commit->event; event != NULL; event = event->next)
		commit->events[i++] = event;
	return E2E_OK;
}

static int32_t
finish(struct e2e_i_work *work)
{
	int32_t err = E2E_OK;

	if (work->chat != NULL && !work->forget)
		err = e2e_i_health_tell(work);
	if (err == E2E_OK)
		err = e2e_i_changes_rows(work);
	if (err == E2E_OK)
		err = index_commit(work->commit);
	return err;
}

/* Marks on messages are not undone one by one: what counts them is made to agree. */
static void
recount(struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];

	chat->sends.n_to_send = 0;
	chat->sends.n_in_flight = 0;
	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_sent *sent = e2e_i_list_at(list, i);

		chat->sends.n_to_send += sent->again;
		chat->sends.n_in_flight += sent->out;
	}
}

static void
fail(struct e2e_i_work *work)
{
	e2e_i_work_undo(work);
	if (work->chat != NULL)
		recount(work->chat);
}

static void
queue(struct e2e_i_work *work)
{
	struct e2e_account *account = work->account;
	struct e2e_i_commit *commit = work->commit;

	if (commit->n_rows == 0 && commit->n_events == 0) {
		e2e_i_account_drop(account, commit);
		return;
	}
	commit->id = ++account->commits.last_id;
	commit->qts = account->saved.account.qts;
	commit->generation = account->saved.account.generation + account->generation.epochs + account->generation.behind;
	if (work->chat != NULL) {
		commit->chat_id = work->chat->core.id;
		commit->has_chat = true;
		work->chat->commit = commit->id;
	}
	*account->commits.end = commit;
	account->commits.end = &commit->next;
}

int32_t
e2e_i_end_work(struct e2e_i_work *work, int32_t err)
{
	struct e2e_account *account = work->account;
	struct e2e_i_chat *chat = work->chat;

	if (err >= 0) {
		int32_t failed = finish(work);

		if (failed != E2E_OK)
			err = failed;
	}
	if (err < 0) {
		fail(work);
		return err;
	}
	if (chat != NULL)
		account->generation.epochs += (work->forget ? 0 : chat->core.n.epoch) - work->before.n.epoch;
	account->budget.rekeys.used += work->rekeys;
	queue(work);
	e2e_i_work_keep(work);
	if (chat == NULL)
		return err;
	if (work->rename)
		e2e_i_index_rename(account, chat, work->before.id);
	if (work->forget) {
		e2e_i_budget_leave(account, chat);
		e2e_i_index_remove(account, chat);
		e2e_i_chat_free(&account->allocator, chat);
		return err;
	}
	e2e_i_settle_chat(account, chat);
	return err;
}
