/* SPDX-License-Identifier: ISC */
/* Finds and counts outgoing messages, and decides whether the outbox has room for more. */
#include "config.h"

#include "session/send/outgoing.h"

#define RESERVE     48 /* places beside the user's messages, for what the chat sends by itself */
#define RESERVE_ACK 16 /* places beyond these, for acknowledgements only                       */

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
 * A peer that acknowledges nothing gets no more answers either (protocol T5.4).  Its
 * acknowledgements count at once, even those in a message behind a gap.  Otherwise there might be
 * no room for the request that fills the gap.
 */
bool
e2e_i_outgoing_has_room(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const int64_t limit = (int64_t)account->limits.outbox_messages + RESERVE;

	return e2e_i_outgoing_unseen(chat) < limit &&
	       e2e_i_outgoing_unacknowledged(chat) < 2 * limit;
}

/*
 * Both sides may have received everything, have a full outbox, and wait for each other's
 * acknowledgement.  So a few places are for acknowledgements only.  Each one that is used
 * acknowledges messages of the peer.
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
