/* SPDX-License-Identifier: ISC */
/* Messages that were sent are acknowledged by the peer, or deleted. */
#include "config.h"

#include "session/outbox.h"

#include "session/outbound.h"
#include "session/resend.h"
#include "session/timers.h"

#include <stdlib.h>
#include <string.h>

/* ---- Acknowledged by the peer (protocol 5.1.3, T5.2) ------------------------------------- */

/* Acknowledged ones that are still answered for; a peer that counts copies acknowledges too many. */
static int64_t
tail_n(const struct e2e_i_work *work)
{
	return (int64_t)work->account->limits.tail + work->chat->core.n.pushed;
}

static int32_t
trim(struct e2e_i_work *work)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_SENT];
	const int64_t keep = work->chat->core.n.acked - tail_n(work);
	struct e2e_i_sent *sent;
	int32_t err = E2E_OK;

	while (err == E2E_OK && (sent = e2e_i_list_at(list, 0)) != NULL && sent->item.key < keep) {
		if (sent->out || sent->again)
			break; /* its call is still of interest */
		err = e2e_i_work_remove(work, E2E_I_SENT, sent);
	}
	return err;
}

int32_t
e2e_i_outbox_ack(struct e2e_i_work *work, int32_t acked)
{
	struct e2e_i_core *core = &work->chat->core;
	const struct e2e_i_list *list = &work->chat->list[E2E_I_SENT];
	uint32_t i = e2e_i_list_below(list, core->n.acked);

	if (acked <= core->n.acked)
		return E2E_OK;
	for (; i < list->n; i++) {
		struct e2e_i_sent *sent = e2e_i_list_at(list, i);
		int32_t err = E2E_OK;

		if (sent->item.key >= acked)
			break;
		work->chat->sends.n_to_send -= sent->again;
		sent->again = 0; /* the peer has it */
		core->sent_bytes -= sent->item.blob_n;
		if ((sent->saved.kind & E2E_I_SENT_USER) != 0)
			err = e2e_i_work_tell(work, E2E_EVENT_DELIVERED, sent->saved.random_id,
			                      sent->saved.date);
		if (err == E2E_OK)
			err = e2e_i_timers_arrived(work, (int32_t)sent->item.key,
			                           sent->saved.random_id);
		/* those that the tail does not keep go altogether, in trim() */
		if (err == E2E_OK && sent->item.key >= acked - tail_n(work))
			err = e2e_i_outbound_stub(work, sent);
		if (err != E2E_OK)
			return err;
	}
	core->n.acked = acked;
	e2e_i_resend_acked(work, acked);
	if (core->n.sent < acked)
		core->n.sent = acked;
	return trim(work);
}

/* ---- Deleted before it arrived (protocol 5.2.6) ------------------------------------------ */

static int
compare_ids(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Once over the outbox, whatever the peer lists. */
int32_t
e2e_i_outbox_delete(struct e2e_i_work *work, const struct e2e_tl_longs *ids)
{
	const struct e2e_i_chat *chat = work->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];
	int64_t *sorted;

	if (ids->n == 0)
		return E2E_OK;
	sorted = e2e_i_pool_alloc(&work->commit->pool, ids->n * sizeof *sorted);
	if (sorted == NULL)
		return E2E_ERR_NOMEM;
	memcpy(sorted, ids->v, ids->n * sizeof *sorted);
	qsort(sorted, ids->n, sizeof *sorted, compare_ids);
	for (uint32_t i = e2e_i_list_below(list, chat->core.n.acked); i < list->n; i++) {
		struct e2e_i_sent *sent = e2e_i_list_at(list, i);
		int32_t err;

		if ((sent->saved.kind & E2E_I_SENT_CONTENT) == 0 ||
		    bsearch(&sent->saved.random_id, sorted, ids->n, sizeof *sorted,
		            compare_ids) == NULL)
			continue;
		err = e2e_i_outbound_rewrite(work, sent);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_outbox_flush(struct e2e_i_work *work)
{
	struct e2e_i_chat *chat = work->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];

	for (uint32_t i = e2e_i_list_below(list, chat->core.n.acked); i < list->n; i++) {
		struct e2e_i_sent *sent = e2e_i_list_at(list, i);
		int32_t err;

		if ((sent->saved.kind & E2E_I_SENT_CONTENT) == 0)
			continue;
		err = e2e_i_outbound_rewrite(work, sent);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}
