/* SPDX-License-Identifier: ISC */
/* Saves packets that arrive before the chat is ready, and takes them once it is. */
#include "config.h"

#include "session/receive/pending.h"

#include "session/chat/check.h"
#include "session/receive/in_order.h"

#include <string.h>

int32_t
e2e_i_pending_add(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet)
{
	const struct e2e_limits *limits = &tx->account->limits;
	struct e2e_i_core *core = &tx->chat->core;
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_PENDING];
	const struct e2e_i_item *last = e2e_i_list_last(list);
	const size_t n = packet->bytes.n + packet->file.n;
	const struct e2e_i_saved_received saved = {
		.random_id = packet->random_id,
		.date = packet->date,
		.kind = packet->kind,
		.file_n = (uint32_t)packet->file.n,
	};
	struct e2e_i_queued *pending;

	if (!e2e_i_packet_in_has_length(tx->account, packet->bytes.n))
		return e2e_i_check_reject(tx, E2E_CHECK_LENGTH, packet->random_id,
		                         packet->date);
	if (list->n >= limits->early_messages || n > limits->early_bytes || n == 0 ||
	    core->pending_bytes > limits->early_bytes - n) {
		tx->chat->core.health |= E2E_HEALTH_OVERFLOW;
		return e2e_i_check_reject(tx, E2E_REASON_NOT_READY, packet->random_id,
		                         packet->date);
	}
	pending = e2e_i_item_new(&tx->account->allocator, sizeof *pending,
	                       last != NULL ? last->key + 1 : 0, n);
	if (pending == NULL)
		return E2E_ERR_NOMEM;
	memcpy(pending->item.blob, packet->bytes.p, packet->bytes.n);
	if (packet->file.n > 0)
		memcpy(pending->item.blob + packet->bytes.n, packet->file.p, packet->file.n);
	e2e_i_item_fill(&pending->item, &saved, sizeof saved);
	core->pending_bytes += (uint32_t)n;
	return e2e_i_transaction_insert(tx, E2E_I_PENDING, pending);
}

int32_t
e2e_i_pending_take(struct e2e_i_transaction *tx)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_PENDING];
	int32_t err = E2E_OK;

	while (err == E2E_OK && tx->chat->core.saved.stage == E2E_I_ACTIVE && list->n > 0) {
		struct e2e_i_queued *pending = e2e_i_list_at(list, 0);
		const size_t packet_n = pending->item.blob_n - pending->saved.file_n;
		const struct e2e_i_packet packet = {
			.random_id = pending->saved.random_id,
			.date = pending->saved.date,
			.kind = pending->saved.kind,
			.bytes = { pending->item.blob, packet_n },
			.file = { pending->item.blob + packet_n, pending->saved.file_n },
		};

		err = e2e_i_transaction_remove(tx, E2E_I_PENDING, pending); /* still valid below */
		if (err != E2E_OK)
			return err;
		tx->chat->core.pending_bytes -= pending->item.blob_n;
		err = e2e_i_packet_in_take(tx, &packet);
		while (err == E2E_OK && e2e_i_chat_held_due(tx->chat))
			err = e2e_i_in_order_held(tx);
	}
	return err;
}
