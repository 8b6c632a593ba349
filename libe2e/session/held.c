/* SPDX-License-Identifier: ISC */
/* What was held and whose turn has come goes on in transactions of its own. */
#include "config.h"

#include "session/held.h"

#include "session/answers.h"
#include "session/end.h"
#include "session/in_order.h"
#include "session/rekey_due.h"

static int32_t
take_part(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_work work;
	int32_t err = e2e_i_work_begin(&work, account, chat, now);

	if (err != E2E_OK)
		return err;
	err = e2e_i_in_order_held(&work);
	if (err == E2E_OK)
		err = e2e_i_rekey_due_used(&work, E2E_I_RECEIVED_IT);
	if (err == E2E_OK)
		err = e2e_i_answers_make(&work);
	return e2e_i_end_work(&work, err);
}

int32_t
e2e_i_held_rest(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	int32_t err = E2E_OK;

	while (err == E2E_OK && chat != NULL && e2e_i_chat_held_due(chat))
		err = take_part(account, chat, now);
	return err;
}

int32_t
e2e_i_held_next(struct e2e_account *account)
{
	/* work of its own, at the time there was last */
	const int64_t now = account->clock.last - account->clock.offset;

	if (!account->index.held_due)
		return E2E_OK;
	for (uint32_t i = 0; i < account->index.n; i++) {
		if (e2e_i_chat_held_due(account->index.chats[i]))
			return take_part(account, account->index.chats[i], now);
	}
	account->index.held_due = false;
	return E2E_OK;
}
