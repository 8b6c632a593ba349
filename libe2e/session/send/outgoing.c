/* SPDX-License-Identifier: ISC */
/* What of the messages that were sent is where, and whether there is room for more. */
#include "config.h"

#include "session/send/outgoing.h"

#define RESERVE     48 /* of the outbox, for what is no user's message       */
#define RESERVE_ACK 16 /* behind that, for what tells the peer that all came */

uint32_t
e2e_i_outgoing_unacknowledged(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];

	return list->n - e2e_i_list_below(list, chat->core.counters.acked);
}

uint32_t
e2e_i_outgoing_unseen(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];
	const struct e2e_i_counters *counters = &chat->core.counters;

	return list->n - e2e_i_list_below(list, counters->acked > counters->seen_in
	                                                ? counters->acked
	                                                : counters->seen_in);
}

struct e2e_i_outgoing *
e2e_i_outgoing_find(const struct e2e_i_chat *chat, int64_t random_id)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];

	for (uint32_t i = e2e_i_list_below(list, chat->core.counters.acked); i < list->n; i++) {
		struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i);

		if (outgoing->saved.random_id == random_id)
			return outgoing;
	}
	return NULL;
}

bool
e2e_i_outgoing_at_rest(const struct e2e_i_chat *chat, const struct e2e_i_outgoing *outgoing)
{
	return !outgoing->to_send && (outgoing->item.key < chat->core.counters.sent ||
	                              outgoing->done || outgoing->in_flight);
}

void
e2e_i_outgoing_resend(struct e2e_i_chat *chat, struct e2e_i_outgoing *outgoing)
{
	if (!e2e_i_outgoing_at_rest(chat, outgoing))
		return;
	outgoing->to_send = 1;
	chat->sends.n_to_send++;
}

/*
 * A peer that acknowledges nothing gets no more answers either (protocol T5.4).  What it says it
 * has counts at once, also from behind a gap: who waits for that gap has to ask for it.
 */
bool
e2e_i_outgoing_has_room(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const int64_t limit = (int64_t)account->limits.outbox_messages + RESERVE;

	return e2e_i_outgoing_unseen(chat) < limit && e2e_i_outgoing_unacknowledged(chat) < 2 * limit;
}

/*
 * Both ends may have all and wait for the other's acknowledgement, each without room to say so:
 * hence a few places for nothing else.  Each of them takes messages of the peer's.
 */
uint32_t
e2e_i_outgoing_room(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const int64_t most = (int64_t)account->limits.outbox_messages + RESERVE;

	if (e2e_i_outgoing_has_room(account, chat))
		return E2E_I_DUE_ALL;
	if (e2e_i_chat_has_gaps(chat) || e2e_i_outgoing_unacknowledged(chat) >= most + RESERVE_ACK)
		return 0;
	return E2E_I_DUE_ACK;
}
