/* SPDX-License-Identifier: ISC */
/* Gives up a gap, by rule or when the user says so. */
#include "config.h"

#include "session/receive/give_up.h"

#include "session/chat/check.h"
#include "session/chat/close.h"
#include "session/keys/rekeying.h"
#include "session/receive/gaps.h"
#include "session/receive/in_order.h"

/* Whether FIRST was asked for a last time, and the wait after that has passed. */
static bool
has_run_out(const struct e2e_i_transaction *tx, const struct e2e_i_gap *first)
{
	return first->saved.give_up != 0 && first->saved.give_up <= tx->now;
}

/* The lowest missing numbers, up to the first received one; empty if nothing is missing. */
static struct e2e_i_range
first_gap(const struct e2e_i_chat *chat)
{
	const struct e2e_i_gap *first = e2e_i_list_at(&chat->list[E2E_I_GAP], 0);
	const struct e2e_i_item *held = e2e_i_list_at(&chat->list[E2E_I_HELD], 0);
	struct e2e_i_range gap = { .from = chat->core.counters.in_seq };

	if (first == NULL)
		return (struct e2e_i_range){ 0, 0 };
	gap.to = first->saved.end + 1;
	if (held != NULL && held->key < gap.to)
		gap.to = (int32_t)held->key;
	return gap;
}

/* An iPhone may begin with number 1, so number 0 may never be sent (protocol 5.4.4, T5.6). */
static bool
may_skip(const struct e2e_i_transaction *tx, struct e2e_i_range gap)
{
	return (tx->account->config.flags & E2E_CONFIG_SKIP_FIRST) != 0 && gap.to == 1;
}

static int32_t
tell(struct e2e_i_transaction *tx, struct e2e_i_range gap)
{
	struct e2e_event *event = e2e_i_transaction_event(tx, E2E_EVENT_GAP);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->reason = E2E_REASON_WITHHELD;
	event->first = gap.from;
	event->last = gap.to - 1;
	return may_skip(tx, gap) ? e2e_i_check_reject(tx, E2E_REASON_SKIPPED, 0, 0) : E2E_OK;
}

/* Tell the user about GAP, and take the messages that are held behind it. */
static int32_t
go_on_behind(struct e2e_i_transaction *tx, struct e2e_i_range gap)
{
	struct e2e_i_counters *counters = &tx->chat->core.counters;
	int32_t err = tell(tx, gap);

	counters->gap_from = gap.from;
	counters->gap_to = gap.to;
	counters->in_seq = gap.to;
	if (err == E2E_OK)
		err = e2e_i_rekeying_lost(tx);
	if (err == E2E_OK)
		err = e2e_i_gaps_trim(tx);
	return err == E2E_OK ? e2e_i_in_order_held(tx) : err;
}

int32_t
e2e_i_give_up_first(struct e2e_i_transaction *tx)
{
	const struct e2e_i_list *gaps = &tx->chat->list[E2E_I_GAP];
	int32_t err = E2E_OK;

	/* the rest of what is held behind a gap may be for another transaction: it comes first */
	while (err == E2E_OK && gaps->n > 0 && !e2e_i_chat_held_due(tx->chat) &&
	       has_run_out(tx, e2e_i_list_at(gaps, 0))) {
		const struct e2e_i_range gap = first_gap(tx->chat);

		if (tx->account->config.policy == E2E_POLICY_STRICT && !may_skip(tx, gap))
			return e2e_i_close_chat(tx, E2E_REASON_WITHHELD, E2E_I_CLOSE_DISCARD);
		err = go_on_behind(tx, gap);
	}
	return err;
}

int32_t
e2e_i_give_up_look(struct e2e_i_transaction *tx)
{
	const struct e2e_i_gap *first = e2e_i_list_at(&tx->chat->list[E2E_I_GAP], 0);

	if (first == NULL || tx->chat->core.saved.stage != E2E_I_ACTIVE || tx->account->rollback)
		return E2E_OK;
	if (first->saved.give_up == 0 && e2e_i_gaps_is_hopeless(tx, first))
		return e2e_i_gaps_ask_last(tx);
	return e2e_i_give_up_first(tx);
}

int32_t
e2e_i_give_up_by_order(struct e2e_i_transaction *tx)
{
	const struct e2e_i_range gap = first_gap(tx->chat);

	if (gap.to <= gap.from || tx->account->rollback)
		return E2E_ERR_STATE;
	return go_on_behind(tx, gap);
}
