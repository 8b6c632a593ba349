/* SPDX-License-Identifier: ISC */
/*
 * Ending a transaction: add the rows and events that follow from what has changed, queue them as a
 * commit and settle the chat; or, after an error, put back what was changed.
 */
#include "config.h"

#include "session/api/end.h"

#include "session/api/settle.h"
#include "session/chat/health.h"
#include "session/core/index.h"
#include "session/receive/budget.h"
#include "session/store/changes.h"

/* Make arrays of the rows and events: the host asks for them by index. */
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
complete_commit(struct e2e_i_transaction *tx)
{
	int32_t err = E2E_OK;

	if (tx->chat != NULL && !tx->forget)
		err = e2e_i_health_tell(tx);
	if (err == E2E_OK)
		err = e2e_i_changes_rows(tx);
	if (err == E2E_OK)
		err = index_commit(tx->commit);
	return err;
}

/*
 * Count the marks on outgoing messages anew, because an undone transaction leaves marks as they
 * are.
 */
static void
recount_marks(struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];

	chat->sends.n_to_send = 0;
	chat->sends.n_in_flight = 0;
	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_outgoing *sent = e2e_i_list_at(list, i);

		chat->sends.n_to_send += sent->to_send;
		chat->sends.n_in_flight += sent->in_flight;
	}
}

static void
put_back(struct e2e_i_transaction *tx)
{
	e2e_i_transaction_undo(tx);
	if (tx->chat != NULL)
		recount_marks(tx->chat);
}

/* Hand TX's commit to the host's queue, or free it if it is empty. */
static void
queue_commit(struct e2e_i_transaction *tx)
{
	struct e2e_account *account = tx->account;
	struct e2e_i_commit *commit = tx->commit;

	if (commit->n_rows == 0 && commit->n_events == 0) {
		e2e_i_account_drop(account, commit);
		return;
	}
	commit->id = ++account->commits.last_id;
	commit->qts = account->saved.account.qts;
	commit->generation = account->saved.account.generation + account->generation.epochs +
	                     account->generation.behind;
	if (tx->chat != NULL) {
		commit->chat_id = tx->chat->core.id;
		commit->has_chat = true;
		tx->chat->commit = commit->id;
	}
	*account->commits.end = commit;
	account->commits.end = &commit->next;
}

int32_t
e2e_i_end_transaction(struct e2e_i_transaction *tx, int32_t err)
{
	struct e2e_account *account = tx->account;
	struct e2e_i_chat *chat = tx->chat;

	if (err >= 0) {
		int32_t failed = complete_commit(tx);

		if (failed != E2E_OK)
			err = failed;
	}
	if (err < 0) {
		put_back(tx);
		return err;
	}
	if (chat != NULL)
		account->generation.epochs += (tx->forget ? 0 : chat->core.counters.epoch) -
		                              tx->before.counters.epoch;
	account->budget.rekeys.used += tx->rekeys;
	queue_commit(tx);
	e2e_i_transaction_keep(tx);
	if (chat == NULL)
		return err;
	if (tx->rename)
		e2e_i_index_rename(account, chat, tx->before.id);
	if (tx->forget) {
		e2e_i_budget_leave(account, chat);
		e2e_i_index_remove(account, chat);
		e2e_i_chat_free(&account->allocator, chat);
		return err;
	}
	e2e_i_settle_chat(account, chat);
	return err;
}
