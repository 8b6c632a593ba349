/* SPDX-License-Identifier: ISC */
/* Closing a chat (protocol 2.2.3). */
#include "config.h"

#include "session/chat/close.h"

#include "base/nothing.h"
#include "session/chat/state.h"
#include "session/chat/timers.h"

/* Tell the user which messages will never arrive, because the server does not have them yet. */
static int32_t
fail_sends(struct e2e_i_transaction *tx)
{
	const struct e2e_i_chat *chat = tx->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];

	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i);
		int32_t err;

		if (outgoing->item.key < chat->core.counters.sent ||
		    (outgoing->saved.kind & E2E_I_OUTGOING_USER) == 0)
			continue;
		err = e2e_i_transaction_tell(tx, E2E_EVENT_FAILED, outgoing->saved.random_id,
		                             outgoing->saved.date);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_close_chat_by_server(struct e2e_i_transaction *tx, uint32_t reason, enum e2e_i_close how,
                           int32_t code, struct e2e_bytes text)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_event *event = NULL;
	int32_t err = fail_sends(tx);

	if (err == E2E_OK)
		err = e2e_i_timers_close(tx);
	for (uint32_t i = 0; err == E2E_OK && i < E2E_I_LISTS; i++)
		err = e2e_i_transaction_empty(tx, i);
	for (uint32_t i = 0; err == E2E_OK && i < E2E_I_KEYS; i++)
		err = e2e_i_transaction_key(tx, i, NULL, 0);
	if (err != E2E_OK)
		return err;
	e2e_i_transaction_rekey_drop(tx);
	e2e_i_transaction_handshake_drop(tx);
	core->saved.stage = E2E_I_CLOSED;
	core->saved.reason = reason;
	core->saved.discard = how == E2E_I_CLOSE_DISCARD;
	core->counters.due = 0;
	core->counters.due_at = 0;
	core->counters.read_due = 0;
	core->counters.noop_at = 0;
	core->blocked = 0;
	core->outgoing_bytes = core->held_bytes = core->pending_bytes = 0;
	err = e2e_i_state_tell(tx, &event);
	if (err != E2E_OK)
		return err;
	event->code = code;
	return e2e_i_pool_copy(&tx->commit->pool, &event->text, text);
}

int32_t
e2e_i_close_chat(struct e2e_i_transaction *tx, uint32_t reason, enum e2e_i_close how)
{
	return e2e_i_close_chat_by_server(tx, reason, how, 0, E2E_I_NO_BYTES);
}
