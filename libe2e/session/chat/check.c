/* SPDX-License-Identifier: ISC */
/* What follows a failed check: nothing, an event if the rate allows one, or closing the chat. */
#include "config.h"

#include "session/chat/check.h"

#include "proto/date.h"
#include "session/chat/close.h"

int32_t
e2e_i_check_reject(struct e2e_i_transaction *tx, uint32_t reason, int64_t random_id, int32_t date)
{
	struct e2e_account *account = tx->account;
	struct e2e_i_chat *chat = tx->chat;
	struct e2e_i_rate *rate = chat != NULL ? &chat->core.rejections
	                                       : &account->budget.rejections;
	struct e2e_event *event;

	if (chat != NULL)
		chat->core.rejected++;
	/* the host gets at most this many such events in a minute (protocol T5.4) */
	if (!e2e_i_rate_use(rate, tx->now, E2E_I_MINUTE_MS, account->limits.rejected_events))
		return E2E_OK;
	event = e2e_i_transaction_event(tx, E2E_EVENT_REJECTED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->reason = reason;
	event->random_id = random_id;
	event->date = date;
	return E2E_OK;
}

/*
 * Whether CHECK may have failed because our rows are of a backup, which does not know what we have
 * sent since.
 */
static bool
is_of_a_backup(uint32_t check)
{
	return check == E2E_CHECK_IN_SEQ_AHEAD || check == E2E_CHECK_REFILL_IN_SEQ ||
	       check == E2E_CHECK_RESEND_UNSENT;
}

int32_t
e2e_i_check_failed(struct e2e_i_transaction *tx, bool *closed, uint32_t check, int64_t random_id,
                   int32_t date)
{
	uint32_t act = tx->account->act[check];

	if (act == E2E_ACT_CLOSE && tx->account->rollback && is_of_a_backup(check))
		act = E2E_ACT_REPORT;
	*closed = false;
	if (check == E2E_CHECK_KEY_ID)
		tx->chat->core.unreadable++;
	if (act == E2E_ACT_IGNORE)
		return E2E_OK;
	if (act == E2E_ACT_REPORT)
		return e2e_i_check_reject(tx, check, random_id, date);
	*closed = true;
	tx->chat->core.rejected++;
	return e2e_i_close_chat(tx, check, E2E_I_CLOSE_DISCARD);
}
