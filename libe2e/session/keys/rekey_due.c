/* SPDX-License-Identifier: ISC */
/* Decides when a key is to be renewed, by its uses and by its age (protocol 6.1.1). */
#include "config.h"

#include "session/keys/rekey_due.h"

#include "session/chat/due.h"
#include "session/core/clock.h"
#include "session/keys/rekeying.h"

#define MARGIN_PART 10 /* the margin is this part of a limit */

/* How far beyond MARK the side WHO begins a re-key: the receiver waits longer (protocol 6.1.10). */
static int64_t
margin(int64_t mark, uint32_t who)
{
	return who == E2E_I_WHO_RECEIVED ? mark / MARGIN_PART : 0;
}

/* Whether a re-key may begin without being asked for, once it is due. */
static bool
may_rekey(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	return chat->core.saved.stage == E2E_I_ACTIVE &&
	       (account->config.flags & E2E_CONFIG_NO_REKEY) == 0 &&
	       e2e_i_rekeying_may(account, chat) == E2E_OK;
}

static int64_t
uses_of(const struct e2e_i_core *core)
{
	return (int64_t)core->counters.key_in + core->counters.key_out;
}

/* The age, in milliseconds, at which WHO renews a key that was used. */
static int64_t
age_of(const struct e2e_account *account, uint32_t who)
{
	return account->timing.rekey_age_ms + margin(account->timing.rekey_age_ms, who);
}

/* The time before which age is no reason, so that a refusing peer is not asked at once; or 0. */
static int64_t
refused_until(const struct e2e_account *account, const struct e2e_i_core *core)
{
	return core->gave_up_at != 0
	               ? core->gave_up_at + account->timing.rekey_age_ms / MARGIN_PART
	               : 0;
}

/* By age, no message decides who begins: the creator of the chat does (protocol 6.1.1). */
static uint32_t
renewer_of(const struct e2e_i_core *core)
{
	return core->saved.creator ? E2E_I_WHO_SENT : E2E_I_WHO_RECEIVED;
}

int32_t
e2e_i_rekey_due_used(struct e2e_i_transaction *tx, uint32_t who)
{
	const struct e2e_account *account = tx->account;
	const struct e2e_i_core *core = &tx->chat->core;
	const int64_t uses = uses_of(core);
	const int64_t most = core->counters.rekey_at != 0
	                             ? core->counters.rekey_at
	                             : (int64_t)account->timing.rekey_messages;

	if (!may_rekey(account, tx->chat))
		return E2E_OK;
	/* more than 100 messages, or a week and more than noops (protocol 6.1.1, T6.8) */
	if (uses > most + margin(account->timing.rekey_messages, who) ||
	    (core->counters.used && refused_until(account, core) <= tx->now &&
	     tx->steady - core->key[E2E_KEY_CURRENT]->saved.since > age_of(account, who)))
		e2e_i_due_add(tx, E2E_I_DUE_REKEY);
	return E2E_OK;
}

/* The milliseconds since the key of CHAT became too old, as of NOW; negative if it has not yet. */
static int64_t
overdue(const struct e2e_account *account, const struct e2e_i_chat *chat, int64_t now)
{
	const struct e2e_i_core *core = &chat->core;

	return now - core->key[E2E_KEY_CURRENT]->saved.since - 1 -
	       age_of(account, renewer_of(core));
}

/* Whether a noop has asked for a date recently, see e2e_i_rekey_due_aged(). */
static bool
was_asked(const struct e2e_account *account, const struct e2e_i_core *core)
{
	return core->age_asked != 0 &&
	       account->clock.last - core->age_asked < account->timing.rekey_age_ms;
}

int64_t
e2e_i_rekey_due_age_at(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const struct e2e_i_core *core = &chat->core;

	if (!may_rekey(account, chat) || !core->counters.used ||
	    (core->counters.due & E2E_I_DUE_REKEY) != 0)
		return 0;
	if (overdue(account, chat, e2e_i_clock_steady(account)) >= 0)
		return refused_until(account, core) > account->clock.last
		               ? refused_until(account, core)
		               : account->clock.last;
	if (overdue(account, chat, e2e_i_clock_doubtful(account)) < 0)
		return account->clock.last - overdue(account, chat, e2e_i_clock_doubtful(account));
	return was_asked(account, core) ? core->age_asked + account->timing.rekey_age_ms
	                                : account->clock.last;
}

void
e2e_i_rekey_due_aged(struct e2e_i_transaction *tx)
{
	const struct e2e_account *account = tx->account;
	struct e2e_i_core *core = &tx->chat->core;

	if (!may_rekey(account, tx->chat) || !core->counters.used)
		return;
	if (overdue(account, tx->chat, tx->steady) >= 0) {
		if (refused_until(account, core) <= tx->now)
			e2e_i_due_add(tx, E2E_I_DUE_REKEY);
	} else if (overdue(account, tx->chat, e2e_i_clock_doubtful(account)) >= 0 &&
	           !was_asked(account, core)) {
		core->age_asked = tx->now;
		e2e_i_due_noop_in(tx, 0);
	}
}
