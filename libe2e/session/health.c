/* SPDX-License-Identifier: ISC */
/* What is wrong with a chat for longer than a moment. */
#include "config.h"

#include "session/health.h"

#include "proto/date.h"
#include "session/clock.h"

#define UNREADABLE_AT 3 /* packets under unknown keys, before that is worth a word */

void
e2e_i_health_unreadable(struct e2e_i_work *work)
{
	if (work->chat->core.unreadable < UNREADABLE_AT)
		work->chat->core.unreadable = UNREADABLE_AT;
}

static bool
stuck(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	for (uint32_t i = 0; i < chat->list[E2E_I_HOLE].n; i++) {
		const struct e2e_i_hole *hole = e2e_i_list_at(&chat->list[E2E_I_HOLE], i);

		if ((uint32_t)hole->saved.tries >= account->timing.resend_tries)
			return true;
	}
	return false;
}

/* A re-key that was asked for and is not answered, for twice as long as a key is to live. */
static bool
key_old(const struct e2e_account *account, const struct e2e_i_core *core)
{
	const int64_t uses = (int64_t)core->n.key_in + core->n.key_out;
	int64_t age;

	if (core->key[E2E_KEY_CURRENT] == NULL)
		return false;
	if (uses > 2 * (int64_t)account->timing.rekey_messages)
		return true;
	age = e2e_i_clock_steady(account) - core->key[E2E_KEY_CURRENT]->saved.since;
	/* whether the peer has the new one is not known either */
	if (core->key[E2E_KEY_OLD] != NULL && core->n.fresh_at == 0 &&
	    age > account->timing.old_key_ms)
		return true;
	return core->n.used && age > 2 * account->timing.rekey_age_ms;
}

uint32_t
e2e_i_health_of(const struct e2e_account *account, const struct e2e_i_chat *chat, int64_t now)
{
	uint32_t health = chat->core.health;

	if (chat->core.saved.stage == E2E_I_CLOSED)
		return 0;
	if (chat->list[E2E_I_HOLE].n > 0)
		health |= E2E_HEALTH_HOLES;
	if (stuck(account, chat))
		health |= E2E_HEALTH_STUCK;
	if (chat->sends.failing_since != 0 && now - chat->sends.failing_since >= E2E_I_MINUTE_MS)
		health |= E2E_HEALTH_SENDING;
	if (key_old(account, &chat->core))
		health |= E2E_HEALTH_KEY_OLD;
	if ((chat->core.n.due & chat->core.blocked) != 0 && chat->core.failures == 0)
		health |= E2E_HEALTH_BUSY;
	if (chat->core.unreadable >= UNREADABLE_AT)
		health |= E2E_HEALTH_UNREADABLE;
	if (chat->core.n.told || chat->core.n.newest_layer > e2e_i_account_reads(account))
		health |= E2E_HEALTH_OUTDATED;
	return health;
}

int32_t
e2e_i_health_tell(struct e2e_i_work *work)
{
	struct e2e_i_chat *chat = work->chat;
	uint32_t health = e2e_i_health_of(work->account, chat, work->now);
	struct e2e_event *event;

	if (health == chat->told_health)
		return E2E_OK;
	event = e2e_i_work_event(work, E2E_EVENT_HEALTH);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->health = health;
	return E2E_OK;
}
