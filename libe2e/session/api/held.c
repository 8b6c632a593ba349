/* SPDX-License-Identifier: ISC */
/*
 * Handling held messages that are now in order, in transactions of their own: filling one gap can
 * release many messages, and one transaction takes only a bounded number of them.
 */
#include "config.h"

#include "session/api/held.h"

#include "session/api/end.h"
#include "session/keys/rekey_due.h"
#include "session/receive/answers.h"
#include "session/receive/in_order.h"

static int32_t
take_due(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_transaction_begin(&tx, account, chat, now);

	if (err != E2E_OK)
		return err;
	err = e2e_i_in_order_held(&tx);
	if (err == E2E_OK)
		err = e2e_i_rekey_due_used(&tx, E2E_I_WHO_RECEIVED);
	if (err == E2E_OK)
		err = e2e_i_answers_make(&tx);
	return e2e_i_end_transaction(&tx, err);
}

int32_t
e2e_i_held_rest(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	int32_t err = E2E_OK;

	while (err == E2E_OK && chat != NULL && e2e_i_chat_held_due(chat))
		err = take_due(account, chat, now);
	return err;
}

int32_t
e2e_i_held_next(struct e2e_account *account)
{
	/* no input came with a time, so use that of the last one */
	const int64_t now = account->clock.last - account->clock.offset;

	if (!account->index.held_due)
		return E2E_OK;
	for (uint32_t i = 0; i < account->index.n; i++) {
		if (e2e_i_chat_held_due(account->index.chats[i]))
			return take_due(account, account->index.chats[i], now);
	}
	account->index.held_due = false;
	return E2E_OK;
}
