/* SPDX-License-Identifier: ISC */
/* What a chat has to send by itself, and when. */
#include "config.h"

#include "session/chat/due.h"

void
e2e_i_due_add(struct e2e_i_transaction *tx, uint32_t what)
{
	struct e2e_i_counters *counters = &tx->chat->core.counters;

	if ((counters->due & ~tx->chat->core.blocked) == 0)
		counters->due_at = tx->now + tx->account->timing.answer_delay_ms;
	counters->due |= what;
}

void
e2e_i_due_announced(struct e2e_i_transaction *tx, int32_t layer)
{
	struct e2e_i_core *core = &tx->chat->core;

	if (layer > core->saved.layer)
		core->counters.told = false; /* the new layer may have what we could not read */
	core->saved.layer = layer;
}

void
e2e_i_due_noop_in(struct e2e_i_transaction *tx, int64_t wait_ms)
{
	struct e2e_i_counters *counters = &tx->chat->core.counters;

	if (counters->noop_at == 0 || counters->noop_at > tx->now + wait_ms)
		counters->noop_at = tx->now + wait_ms;
}

void
e2e_i_due_received(struct e2e_i_transaction *tx, uint32_t action)
{
	const struct e2e_account *account = tx->account;
	struct e2e_i_counters *counters = &tx->chat->core.counters;

	/* acknowledging a noop by a noop would never end (protocol 5.4.1) */
	if (action == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP ||
	    (account->config.flags & E2E_CONFIG_NO_ACK) != 0)
		return;
	if (counters->unacknowledged < INT32_MAX)
		counters->unacknowledged++;
	e2e_i_due_noop_in(tx, (uint32_t)counters->unacknowledged >= account->timing.ack_messages
	                                    ? 0
	                                    : account->timing.ack_ms);
}
