/* SPDX-License-Identifier: ISC */
/* Giving up a gap, by rule or by the user's order. */
#include "config.h"

#include "session/gap.h"

#include "session/check.h"
#include "session/close.h"
#include "session/holes.h"
#include "session/in_order.h"
#include "session/rekeying.h"

/* Whether HOLE was asked for a last time, and time enough has passed since. */
static bool
is_over(const struct e2e_i_work *work, const struct e2e_i_hole *hole)
{
	return hole->saved.give_up != 0 && hole->saved.give_up <= work->now;
}

/* The first missing numbers without one that is here between them. */
static struct e2e_i_range
first_gap(const struct e2e_i_chat *chat)
{
	const struct e2e_i_hole *hole = e2e_i_list_at(&chat->list[E2E_I_HOLE], 0);
	const struct e2e_i_item *held = e2e_i_list_at(&chat->list[E2E_I_HELD], 0);
	struct e2e_i_range gap = { chat->core.n.in_seq, 0 };

	if (hole == NULL)
		return (struct e2e_i_range){ 0, 0 };
	gap.to = hole->saved.end + 1;
	if (held != NULL && held->key < gap.to)
		gap.to = (int32_t)held->key;
	return gap;
}

/* An iPhone may begin with number 1 (protocol 5.4.4, T5.6). */
static bool
may_skip(const struct e2e_i_work *work, struct e2e_i_range gap)
{
	return (work->account->config.flags & E2E_CONFIG_SKIP_FIRST) != 0 && gap.to == 1;
}

static int32_t
tell(struct e2e_i_work *work, struct e2e_i_range gap)
{
	struct e2e_event *event = e2e_i_work_event(work, E2E_EVENT_GAP);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->reason = E2E_REASON_WITHHELD;
	event->first = gap.from;
	event->last = gap.to - 1;
	return may_skip(work, gap) ? e2e_i_check_reject(work, E2E_REASON_SKIPPED, 0, 0) : E2E_OK;
}

/* Go on behind GAP, with what waits there. */
static int32_t
go_on_behind(struct e2e_i_work *work, struct e2e_i_range gap)
{
	struct e2e_i_counters *n = &work->chat->core.n;
	int32_t err = tell(work, gap);

	n->gap_from = gap.from;
	n->gap_to = gap.to;
	n->in_seq = gap.to;
	if (err == E2E_OK)
		err = e2e_i_rekeying_lost(work);
	if (err == E2E_OK)
		err = e2e_i_holes_trim(work);
	return err == E2E_OK ? e2e_i_in_order_held(work) : err;
}

int32_t
e2e_i_gap_give_up(struct e2e_i_work *work)
{
	const struct e2e_i_list *holes = &work->chat->list[E2E_I_HOLE];
	const struct e2e_bytes none = { NULL, 0 };
	int32_t err = E2E_OK;

	/* behind one gap there may be more than one transaction takes: the next gap waits for it */
	while (err == E2E_OK && holes->n > 0 && !e2e_i_chat_held_due(work->chat) &&
	       is_over(work, e2e_i_list_at(holes, 0))) {
		const struct e2e_i_range gap = first_gap(work->chat);

		if (work->account->config.policy == E2E_POLICY_STRICT && !may_skip(work, gap))
			return e2e_i_close_chat(work, E2E_REASON_WITHHELD, E2E_I_CLOSE_DISCARD,
			                        0, none);
		err = go_on_behind(work, gap);
	}
	return err;
}

int32_t
e2e_i_gap_look(struct e2e_i_work *work)
{
	const struct e2e_i_hole *first = e2e_i_list_at(&work->chat->list[E2E_I_HOLE], 0);

	if (first == NULL || work->chat->core.saved.stage != E2E_I_ACTIVE || work->account->rollback)
		return E2E_OK;
	if (first->saved.give_up == 0 && e2e_i_holes_is_hopeless(work, first))
		return e2e_i_holes_ask_last(work);
	return e2e_i_gap_give_up(work);
}

int32_t
e2e_i_gap_skip(struct e2e_i_work *work)
{
	const struct e2e_i_range gap = first_gap(work->chat);

	if (gap.to <= gap.from || work->account->rollback)
		return E2E_ERR_STATE;
	return go_on_behind(work, gap);
}
