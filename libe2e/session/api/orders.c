/* SPDX-License-Identifier: ISC */
/* What a user can do with a chat, except starting it (handshake.c) and sending (send.c). */
#include "config.h"

#include "proto/date.h"
#include "session/api/begin.h"
#include "session/api/calls.h"
#include "session/api/end.h"
#include "session/chat/close.h"
#include "session/chat/state.h"
#include "session/chat/timers.h"
#include "session/keys/rekeying.h"
#include "session/receive/answers.h"
#include "session/receive/budget.h"
#include "session/receive/give_up.h"

int32_t
e2e_chat_accept(struct e2e_account *account, int32_t chat_id, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ANY, now);

	if (err != E2E_OK)
		return err;
	if (tx.chat->core.saved.stage != E2E_I_ASKED || account->rollback)
		return e2e_i_end_transaction(&tx, E2E_ERR_STATE);
	tx.chat->core.saved.stage = E2E_I_ACCEPT_DH;
	if (tx.chat->core.handshake->peer_n == 0)
		err = e2e_i_close_chat(&tx, E2E_REASON_VALUE, E2E_I_CLOSE_DISCARD);
	else
		err = e2e_i_state_tell(&tx, NULL);
	return e2e_i_end_transaction(&tx, err);
}

enum closing {
	KEEP_HISTORY,
	DELETE_HISTORY,
	REJECT /* only a chat in stage E2E_I_ASKED */
};

static int32_t
close_chat(struct e2e_account *account, int32_t chat_id, enum closing what, int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_i_core *core;
	int32_t err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ANY, now);
	bool asked;

	if (err != E2E_OK)
		return err;
	core = &tx.chat->core;
	if (what == REJECT && core->saved.stage != E2E_I_ASKED)
		return e2e_i_end_transaction(&tx, E2E_ERR_STATE);
	if (core->saved.stage == E2E_I_CLOSED)
		return e2e_i_end_transaction(&tx, E2E_OK);
	/* the server does not know of a chat before requestEncryption: nothing to discard */
	asked = core->saved.stage != E2E_I_START_DH;
	core->saved.history = what == DELETE_HISTORY;
	err = e2e_i_close_chat(&tx, E2E_REASON_USER, e2e_i_close_how(asked));
	return e2e_i_end_transaction(&tx, err);
}

int32_t
e2e_chat_close(struct e2e_account *account, int32_t chat_id, uint32_t delete_history,
               int64_t now)
{
	if (account == NULL || delete_history > 1)
		return E2E_ERR_ARGUMENT;
	return close_chat(account, chat_id, delete_history == 1 ? DELETE_HISTORY : KEEP_HISTORY,
	                  now);
}

int32_t
e2e_chat_reject(struct e2e_account *account, int32_t chat_id, int64_t now)
{
	if (account == NULL)
		return E2E_ERR_ARGUMENT;
	return close_chat(account, chat_id, REJECT, now);
}

int32_t
e2e_chat_forget(struct e2e_account *account, int32_t chat_id, int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_i_core *core;
	int32_t err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ANY, now);

	if (err != E2E_OK)
		return err;
	core = &tx.chat->core;
	/* a damaged chat waits for e2e_resume(), which deletes all its rows */
	if (tx.chat->load.damaged ||
	    ((core->saved.stage != E2E_I_CLOSED || core->saved.discard) &&
	     core->saved.stage != E2E_I_ASKED))
		return e2e_i_end_transaction(&tx, E2E_ERR_STATE);
	tx.forget = true;
	account->saved.account.generation += core->counters.epoch;
	e2e_i_transaction_handshake_drop(&tx);
	for (uint32_t i = 0; err == E2E_OK && i < E2E_I_LISTS; i++)
		err = e2e_i_transaction_empty(&tx, i);
	err = e2e_i_end_transaction(&tx, err);
	if (err == E2E_OK)
		e2e_i_calls_forget(account, chat_id);
	return err;
}

int32_t
e2e_chat_verify(struct e2e_account *account, int32_t chat_id, uint32_t verified, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (account == NULL || verified > 1)
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);
	if (err != E2E_OK)
		return err;
	tx.chat->core.saved.verified = verified == 1;
	return e2e_i_end_transaction(&tx, E2E_OK);
}

int32_t
e2e_chat_report(struct e2e_account *account, int32_t chat_id, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ANY, now);

	if (err != E2E_OK)
		return err;
	if (tx.chat->core.saved.stage != E2E_I_ASKED)
		return e2e_i_end_transaction(&tx, E2E_ERR_STATE);
	err = e2e_i_end_transaction(&tx, E2E_OK);
	if (err == E2E_OK)
		tx.chat->told.report = 1;
	return err;
}

int32_t
e2e_chat_typing(struct e2e_account *account, int32_t chat_id, uint32_t typing, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (account == NULL || typing > 1)
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);
	if (err != E2E_OK)
		return err;
	err = e2e_i_end_transaction(&tx, E2E_OK);
	if (err == E2E_OK)
		tx.chat->told.typing = typing == 1 ? 1 : 2;
	return err;
}

int32_t
e2e_chat_read(struct e2e_account *account, int32_t chat_id, int32_t max_date, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (account == NULL)
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);
	if (err != E2E_OK)
		return err;
	if (e2e_i_date_after(max_date, tx.chat->core.counters.read_due))
		tx.chat->core.counters.read_due = max_date;
	err = e2e_i_timers_read(&tx, max_date, E2E_I_TIMERS_OF_PEER);
	return e2e_i_end_transaction(&tx, err);
}

int32_t
e2e_chat_rekey(struct e2e_account *account, int32_t chat_id, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);

	if (err != E2E_OK)
		return err;
	err = account->rollback ? E2E_ERR_STATE : e2e_i_rekeying_may(account, tx.chat);
	if (err == E2E_OK)
		err = e2e_i_rekeying_send_request(&tx);
	if (err == E2E_OK)
		e2e_i_budget_ordered(&tx);
	return e2e_i_end_transaction(&tx, err);
}

int32_t
e2e_chat_skip(struct e2e_account *account, int32_t chat_id, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);

	if (err != E2E_OK)
		return err;
	err = e2e_i_give_up_by_order(&tx);
	if (err == E2E_OK)
		err = e2e_i_answers_make(&tx);
	return e2e_i_end_transaction(&tx, err);
}
