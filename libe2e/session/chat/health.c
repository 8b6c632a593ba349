/* SPDX-License-Identifier: ISC */
/* Lasting troubles of a chat, as E2E_HEALTH_*. */
#include "config.h"

#include "session/chat/health.h"

#include "proto/date.h"
#include "session/core/clock.h"

#define UNREADABLE_AT 3 /* so many packets under unknown keys are told as E2E_HEALTH_UNREADABLE */

void
e2e_i_health_unreadable(struct e2e_i_transaction *tx)
{
	if (tx->chat->core.unreadable < UNREADABLE_AT)
		tx->chat->core.unreadable = UNREADABLE_AT;
}

/* Whether the peer was asked for a gap as often as allowed, in vain. */
static bool
stuck(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	for (uint32_t i = 0; i < chat->list[E2E_I_GAP].n; i++) {
		const struct e2e_i_gap *gap = e2e_i_list_at(&chat->list[E2E_I_GAP], i);

		if ((uint32_t)gap->saved.tries >= account->timing.resend_tries)
			return true;
	}
	return false;
}

/*
 * Whether the key is in use for twice as long as it should be, because the peer does not answer
 * our request for a re-key.
 */
static bool
key_old(const struct e2e_account *account, const struct e2e_i_core *core)
{
	const int64_t uses = (int64_t)core->counters.key_in + core->counters.key_out;
	int64_t age;

	if (core->key[E2E_KEY_CURRENT] == NULL)
		return false;
	if (uses > 2 * (int64_t)account->timing.rekey_messages)
		return true;
	age = e2e_i_clock_steady(account) - core->key[E2E_KEY_CURRENT]->saved.since;
	/* and it is not known whether the peer has the new key */
	if (core->key[E2E_KEY_OLD] != NULL && core->counters.fresh_at == 0 &&
	    age > account->timing.old_key_ms)
		return true;
	return core->counters.used && age > 2 * account->timing.rekey_age_ms;
}

uint32_t
e2e_i_health_of(const struct e2e_account *account, const struct e2e_i_chat *chat, int64_t now)
{
	uint32_t health = chat->core.health;

	if (chat->core.saved.stage == E2E_I_CLOSED)
		return 0;
	if (chat->list[E2E_I_GAP].n > 0)
		health |= E2E_HEALTH_HOLES;
	if (stuck(account, chat))
		health |= E2E_HEALTH_STUCK;
	if (chat->sends.failing_since != 0 && now - chat->sends.failing_since >= E2E_I_MINUTE_MS)
		health |= E2E_HEALTH_SENDING;
	if (key_old(account, &chat->core))
		health |= E2E_HEALTH_KEY_OLD;
	if ((chat->core.counters.due & chat->core.blocked) != 0 && chat->core.failures == 0)
		health |= E2E_HEALTH_BUSY;
	if (chat->core.unreadable >= UNREADABLE_AT)
		health |= E2E_HEALTH_UNREADABLE;
	if (chat->core.counters.told ||
	    chat->core.counters.newest_layer > e2e_i_account_reads(account))
		health |= E2E_HEALTH_OUTDATED;
	return health;
}

int32_t
e2e_i_health_tell(struct e2e_i_transaction *tx)
{
	struct e2e_i_chat *chat = tx->chat;
	uint32_t health = e2e_i_health_of(tx->account, chat, tx->now);
	struct e2e_event *event;

	if (health == chat->told_health)
		return E2E_OK;
	event = e2e_i_transaction_event(tx, E2E_EVENT_HEALTH);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->health = health;
	return E2E_OK;
}
