/* SPDX-License-Identifier: ISC */
/* Bringing up to date what is derived from a chat: its deadline, its calls, memory to be freed. */
#include "config.h"

#include "session/api/settle.h"

#include "session/chat/health.h"
#include "session/chat/timers.h"
#include "session/core/index.h"
#include "session/keys/old_key.h"
#include "session/keys/rekey_due.h"
#include "session/receive/budget.h"
#include "session/receive/gaps.h"
#include "session/send/outgoing.h"
#include "session/send/resend.h"

/* Make *DEADLINE THEN if that is earlier; a THEN of 0 means never. */
static void
earlier(int64_t *deadline, int64_t then)
{
	if (then != 0 && then < *deadline)
		*deadline = then;
}

/*
 * Free the packets of messages that the peer has acknowledged.  A stub of each stays, from which a
 * request for it can still be answered.
 */
static void
strip_acked(struct e2e_account *account, struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];

	for (uint32_t i = e2e_i_list_below(list, chat->core.counters.acked); i > 0; i--) {
		struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i - 1);
		struct e2e_i_saved_outgoing saved = outgoing->saved;

		if (outgoing->item.blob == NULL || outgoing->to_send || outgoing->in_flight)
			continue;
		saved.file_n = 0;
		e2e_i_item_strip(&account->allocator, &outgoing->item);
		/* the row may keep packet and file: it is not written anew for this */
		e2e_i_item_fill(&outgoing->item, &saved, sizeof saved);
	}
}

/* The saved part of gap INDEX of GAPS; INDEX is in range. */
static const struct e2e_i_saved_gap *
gap_at(const struct e2e_i_list *gaps, uint32_t index)
{
	return &((const struct e2e_i_gap *)e2e_i_list_at(gaps, index))->saved;
}

/* Whether single gaps have deadlines: once E2E_I_DUE_GAPS is set, due_at stands for them all. */
static bool
asks(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	return !account->rollback && (chat->core.counters.due & E2E_I_DUE_GAPS) == 0 &&
	       e2e_i_outgoing_has_room(account, chat);
}

/* Take into *DEADLINE when messages of the account's own are to be made. */
static void
answers_deadline(const struct e2e_account *account, const struct e2e_i_chat *chat,
                 int64_t *deadline)
{
	const struct e2e_i_core *core = &chat->core;
	const uint32_t room = account->rollback ? 0 : e2e_i_outgoing_room(account, chat);
	const uint32_t due = core->counters.due & room;

	if ((due & ~core->blocked) != 0)
		earlier(deadline, core->counters.due_at);
	if ((due & core->blocked) != 0)
		earlier(deadline, core->blocked_until);
	if ((room & E2E_I_DUE_ACK) != 0 && (due & E2E_I_DUE_ACK) == 0)
		earlier(deadline, core->counters.noop_at);
}

void
e2e_i_settle_chat(struct e2e_account *account, struct e2e_i_chat *chat)
{
	const struct e2e_i_list *gaps = &chat->list[E2E_I_GAP];
	int64_t deadline = INT64_MAX;

	if (chat->core.saved.stage == E2E_I_CLOSED) {
		chat->sends.n_in_flight = chat->sends.n_to_send = 0;
		chat->sends.retry_at = chat->core.wanted_retry_at = 0;
		chat->told.read_call = 0;
		chat->passing.read_waits = false;
	}
	chat->told_health = e2e_i_health_of(account, chat, account->clock.last);
	account->index.held_due = account->index.held_due || e2e_i_chat_held_due(chat);
	strip_acked(account, chat);
	for (uint32_t i = 0; i < E2E_I_LISTS; i++)
		e2e_i_list_shrink(&chat->list[i], &account->allocator);
	if (chat->timers.changed)
		chat->timers.next = e2e_i_timers_next(chat);
	chat->timers.changed = false;
	earlier(&deadline, chat->timers.next);
	earlier(&deadline, chat->stage_call.id == 0 ? chat->stage_call.retry_at : 0);
	earlier(&deadline, chat->sends.retry_at);
	earlier(&deadline, chat->core.wanted_retry_at);
	answers_deadline(account, chat, &deadline);
	if (!account->rollback && e2e_i_outgoing_has_room(account, chat))
		earlier(&deadline, e2e_i_rekey_due_age_at(account, chat));
	e2e_i_resend_settle(account, chat);
	earlier(&deadline, chat->core.stand_at);
	earlier(&deadline, e2e_i_chat_read_due(chat));
	e2e_i_budget_settle(account, chat);
	for (uint32_t i = 0; i < e2e_i_gaps_asked(account, chat) && asks(account, chat); i++)
		earlier(&deadline, gap_at(gaps, i)->due);
	earlier(&deadline, e2e_i_old_key_until(account, &chat->core));
	if (gaps->n > 0 && !account->rollback)
		earlier(&deadline, gap_at(gaps, 0)->give_up);
	e2e_i_index_deadline(account, chat, deadline);
	e2e_i_index_ready(account, chat);
}
