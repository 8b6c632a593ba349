/* SPDX-License-Identifier: ISC */
/* Limits what a peer can make us compute and answer in an hour. */
#include "config.h"

#include "session/receive/budget.h"

#include "proto/date.h"

/* ---- Of a chat ---------------------------------------------------------------------------- */

static bool
chat_may(struct e2e_i_transaction *tx, int64_t *until)
{
	struct e2e_i_core *core = &tx->chat->core;

	e2e_i_rate_renew(&core->answers, tx->now, E2E_I_HOUR_MS);
	*until = core->answers.since + E2E_I_HOUR_MS;
	return core->answers.used < tx->account->limits.peer_rekeys;
}

bool
e2e_i_budget_answer(struct e2e_i_transaction *tx, int64_t *until)
{
	if (!chat_may(tx, until))
		return false;
	tx->chat->core.answers.used++;
	return true;
}

/* ---- Of the account ------------------------------------------------------------------------- */

/* Chats that wait have precedence; a chat that has to wait now joins the end of the queue. */
static bool
account_may(struct e2e_i_transaction *tx, int64_t *until)
{
	struct e2e_account *account = tx->account;
	struct e2e_i_core *core = &tx->chat->core;
	const uint32_t before = core->in_turn ? 0 : account->budget.waiting;
	uint64_t used;

	e2e_i_rate_renew(&account->budget.rekeys, tx->now, E2E_I_HOUR_MS);
	used = (uint64_t)account->budget.rekeys.used + tx->rekeys + before;
	if (used < account->limits.account_rekeys) {
		core->in_turn = false;
		return true;
	}
	if (!core->in_turn)
		core->turn_ms = account->budget.waiting;
	core->in_turn = true;
	*until = account->budget.rekeys.since + E2E_I_HOUR_MS + core->turn_ms;
	return false;
}

bool
e2e_i_budget_accept(struct e2e_i_transaction *tx, int64_t *until)
{
	struct e2e_i_core *core = &tx->chat->core;
	const int64_t uses = (int64_t)core->counters.key_in + core->counters.key_out;
	const bool too_soon = uses - core->answered_at <
	                   (int64_t)tx->account->timing.rekey_messages / 2;

	if ((too_soon && !chat_may(tx, until)) || !account_may(tx, until))
		return false;
	if (too_soon)
		core->answers.used++;
	core->answered_at = uses;
	tx->rekeys++;
	return true;
}

bool
e2e_i_budget_begin(struct e2e_i_transaction *tx, int64_t *until)
{
	if (!account_may(tx, until))
		return false;
	tx->rekeys++;
	return true;
}

void
e2e_i_budget_ordered(struct e2e_i_transaction *tx)
{
	e2e_i_rate_renew(&tx->account->budget.rekeys, tx->now, E2E_I_HOUR_MS);
	tx->rekeys++;
}

void
e2e_i_budget_settle(struct e2e_account *account, struct e2e_i_chat *chat)
{
	if (chat->core.saved.stage != E2E_I_ACTIVE ||
	    (chat->core.counters.due & (E2E_I_DUE_ACCEPT | E2E_I_DUE_REKEY)) == 0)
		chat->core.in_turn = false;
	if (chat->core.in_turn == chat->waits_turn)
		return;
	chat->waits_turn = chat->core.in_turn;
	if (chat->waits_turn)
		account->budget.waiting++;
	else
		account->budget.waiting--;
}

void
e2e_i_budget_leave(struct e2e_account *account, struct e2e_i_chat *chat)
{
	if (chat->waits_turn)
		account->budget.waiting--;
	chat->waits_turn = false;
}
