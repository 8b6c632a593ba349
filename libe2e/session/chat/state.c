/* SPDX-License-Identifier: ISC */
/* The stage of a chat, as the host sees it. */
#include "config.h"

#include "session/chat/state.h"

uint32_t
e2e_i_state_of(uint32_t stage)
{
	switch (stage) {
	case E2E_I_ASKED:
		return E2E_CHAT_REQUESTED;
	case E2E_I_ACTIVE:
		return E2E_CHAT_ACTIVE;
	case E2E_I_CLOSED:
		return E2E_CHAT_CLOSED;
	default:
		return E2E_CHAT_WAITING;
	}
}

int32_t
e2e_i_state_tell(struct e2e_i_transaction *tx, struct e2e_event **event)
{
	const struct e2e_i_core *core = &tx->chat->core;
	struct e2e_event *e = e2e_i_transaction_event(tx, E2E_EVENT_CHAT);

	if (e == NULL)
		return E2E_ERR_NOMEM;
	e->state = e2e_i_state_of(core->saved.stage);
	e->reason = core->saved.reason;
	e->date = core->saved.date;
	e->value = core->saved.user_id;
	if (core->saved.history && core->saved.stage == E2E_I_CLOSED)
		e->flags = E2E_CHAT_HISTORY;
	if (event != NULL)
		*event = e;
	return E2E_OK;
}
