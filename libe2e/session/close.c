/* SPDX-License-Identifier: ISC */
/* The end of a chat (protocol 2.2.3). */
#include "config.h"

#include "session/close.h"

#include "session/state.h"
#include "session/timers.h"

/* What the user sent and the server does not have will never arrive. */
static int32_t
fail_sends(struct e2e_i_work *work)
{
	const struct e2e_i_chat *chat = work->chat;

	for (uint32_t i = 0; i < chat->list[E2E_I_SENT].n; i++) {
		const struct e2e_i_sent *sent = e2e_i_list_at(&chat->list[E2E_I_SENT], i);
		int32_t err;

		if (sent->item.key < chat->core.n.sent || (sent->saved.kind & E2E_I_SENT_USER) == 0)
			continue;
		err = e2e_i_work_tell(work, E2E_EVENT_FAILED, sent->saved.random_id,
		                      sent->saved.date);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_close_chat(struct e2e_i_work *work, uint32_t reason, enum e2e_i_close how, int32_t code,
                 struct e2e_bytes text)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_event *event = NULL;
	int32_t err = fail_sends(work);

	if (err == E2E_OK)
		err = e2e_i_timers_close(work);
	for (uint32_t i = 0; err == E2E_OK && i < E2E_I_LISTS; i++)
		err = e2e_i_work_empty(work, i);
	for (uint32_t i = 0; err == E2E_OK && i < 3; i++)
		err = e2e_i_work_key(work, i, NULL, 0);
	if (err != E2E_OK)
		return err;
	e2e_i_work_rekey_drop(work);
	e2e_i_work_handshake_drop(work);
	core->saved.stage = E2E_I_CLOSED;
	core->saved.reason = reason;
	core->saved.discard = how == E2E_I_CLOSE_DISCARD;
	core->n.due = 0;
	core->n.due_at = 0;
	core->n.read_due = 0;
	core->n.noop_at = 0;
	core->blocked = 0;
	core->sent_bytes = core->held_bytes = core->early_bytes = 0;
	err = e2e_i_state_tell(work, &event);
	if (err != E2E_OK)
		return err;
	event->code = code;
	return e2e_i_pool_copy(&work->commit->pool, &event->text, text);
}
