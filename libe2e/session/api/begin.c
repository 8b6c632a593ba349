/* SPDX-License-Identifier: ISC */
/* Beginning a transaction about one chat, for a function that the host calls with a chat id. */
#include "config.h"

#include "session/api/begin.h"

#include "session/api/held.h"
#include "session/core/index.h"

int32_t
e2e_i_begin_chat(struct e2e_i_transaction *tx, struct e2e_account *account, int32_t chat_id,
                 enum e2e_i_begin when, int64_t now)
{
	struct e2e_i_chat *chat;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	chat = e2e_i_index_find(account, chat_id);
	if (chat == NULL)
		return E2E_ERR_ARGUMENT;
	/* messages that were received before are handled before this input */
	err = e2e_i_held_rest(account, chat, now);
	if (err != E2E_OK)
		return err;
	if (when == E2E_I_BEGIN_ACTIVE && chat->core.saved.stage != E2E_I_ACTIVE)
		return E2E_ERR_STATE;
	return e2e_i_transaction_begin(tx, account, chat, now);
}
