/* SPDX-License-Identifier: ISC */
/* Takes in the peer's acknowledgements of outgoing messages, and deletes messages before them. */
#include "config.h"

#include "session/send/outbox.h"

#include "session/chat/timers.h"
#include "session/send/packet_out.h"
#include "session/send/resend.h"

#include <stdlib.h>
#include <string.h>

/* ---- Acknowledged by the peer (protocol 5.1.3, T5.2) ------------------------------------- */

/*
 * How many acknowledged messages to keep for requests to resend.  A peer that counts copies
 * acknowledges too many, so the copies that we pushed are added.
 */
static int64_t
tail_length(const struct e2e_i_transaction *tx)
{
	return (int64_t)tx->account->limits.tail + tx->chat->core.counters.pushed;
}

static int32_t
trim(struct e2e_i_transaction *tx)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_OUTGOING];
	const int64_t keep = tx->chat->core.counters.acked - tail_length(tx);
	struct e2e_i_outgoing *outgoing;
	int32_t err = E2E_OK;

	while (err == E2E_OK && (outgoing = e2e_i_list_at(list, 0)) != NULL &&
	       outgoing->item.key < keep) {
		if (outgoing->in_flight || outgoing->to_send)
			break; /* it is needed until its call is answered */
		err = e2e_i_transaction_remove(tx, E2E_I_OUTGOING, outgoing);
	}
	return err;
}

int32_t
e2e_i_outbox_ack(struct e2e_i_transaction *tx, int32_t acked)
{
	struct e2e_i_core *core = &tx->chat->core;
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_OUTGOING];
	uint32_t i = e2e_i_list_below(list, core->counters.acked);

	if (acked <= core->counters.acked)
		return E2E_OK;
	for (; i < list->n; i++) {
		struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i);
		int32_t err = E2E_OK;

		if (outgoing->item.key >= acked)
			break;
		tx->chat->sends.n_to_send -= outgoing->to_send;
		outgoing->to_send = 0; /* the peer has it already */
		core->outgoing_bytes -= outgoing->item.blob_n;
		if ((outgoing->saved.kind & E2E_I_OUTGOING_USER) != 0)
			err = e2e_i_transaction_tell(tx, E2E_EVENT_DELIVERED,
			                             outgoing->saved.random_id,
			                             outgoing->saved.date);
		if (err == E2E_OK)
			err = e2e_i_timers_arrived(tx, (int32_t)outgoing->item.key,
			                           outgoing->saved.random_id);
		/* trim() removes those below the tail, so they need no stub */
		if (err == E2E_OK && outgoing->item.key >= acked - tail_length(tx))
			err = e2e_i_packet_out_stub(tx, outgoing);
		if (err != E2E_OK)
			return err;
	}
	core->counters.acked = acked;
	e2e_i_resend_acked(tx, acked);
	if (core->counters.sent < acked)
		core->counters.sent = acked;
	return trim(tx);
}

/* ---- Deleted before it arrived (protocol 5.2.6) ------------------------------------------ */

static int
compare_ids(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Sort IDS first: then one pass over the outbox is enough, however many the peer lists. */
int32_t
e2e_i_outbox_delete(struct e2e_i_transaction *tx, const struct e2e_tl_longs *ids)
{
	const struct e2e_i_chat *chat = tx->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];
	int64_t *sorted;

	if (ids->n == 0)
		return E2E_OK;
	sorted = e2e_i_pool_alloc(&tx->commit->pool, ids->n * sizeof *sorted);
	if (sorted == NULL)
		return E2E_ERR_NOMEM;
	memcpy(sorted, ids->v, ids->n * sizeof *sorted);
	qsort(sorted, ids->n, sizeof *sorted, compare_ids);
	for (uint32_t i = e2e_i_list_below(list, chat->core.counters.acked); i < list->n; i++) {
		struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i);
		int32_t err;

		if ((outgoing->saved.kind & E2E_I_OUTGOING_CONTENT) == 0 ||
		    bsearch(&outgoing->saved.random_id, sorted, ids->n, sizeof *sorted,
		            compare_ids) == NULL)
			continue;
		err = e2e_i_packet_out_rewrite(tx, outgoing);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_outbox_flush(struct e2e_i_transaction *tx)
{
	struct e2e_i_chat *chat = tx->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];

	for (uint32_t i = e2e_i_list_below(list, chat->core.counters.acked); i < list->n; i++) {
		struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i);
		int32_t err;

		if ((outgoing->saved.kind & E2E_I_OUTGOING_CONTENT) == 0)
			continue;
		err = e2e_i_packet_out_rewrite(tx, outgoing);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}
