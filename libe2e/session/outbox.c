/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/outbox.h"

#include "proto/date.h"
#include "session/calls.h"
#include "session/chat.h"
#include "session/outbound.h"
#include "session/resend.h"
#include "session/timers.h"

#include <stdlib.h>
#include <string.h>

/* ---- Acknowledged by the peer (protocol 5.1.3, T5.2) ------------------------------------- */

uint32_t
e2e_i_outbox_n(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];

	return list->n - e2e_i_list_below(list, chat->core.n.acked);
}

uint32_t
e2e_i_outbox_unseen(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];
	const struct e2e_i_counters *n = &chat->core.n;

	return list->n - e2e_i_list_below(list, n->acked > n->seen_in ? n->acked : n->seen_in);
}

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
		work->chat->again -= sent->again;
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

bool
e2e_i_outbox_at_rest(const struct e2e_i_chat *chat, const struct e2e_i_sent *sent)
{
	return !sent->again && (sent->item.key < chat->core.n.sent || sent->done || sent->out);
}

void
e2e_i_outbox_again(struct e2e_i_chat *chat, struct e2e_i_sent *sent)
{
	if (!e2e_i_outbox_at_rest(chat, sent))
		return;
	sent->again = 1;
	chat->again++;
}

/* ---- Deleted before it arrived (protocol 5.2.6) ------------------------------------------ */

struct e2e_i_sent *
e2e_i_outbox_find(const struct e2e_i_chat *chat, int64_t random_id)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];

	for (uint32_t i = e2e_i_list_below(list, chat->core.n.acked); i < list->n; i++) {
		struct e2e_i_sent *sent = e2e_i_list_at(list, i);

		if (sent->saved.random_id == random_id)
			return sent;
	}
	return NULL;
}

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

/* ---- Answered by the server (protocol 0.1.4, 5.3.3, T5.8) -------------------------------- */

void
e2e_i_outbox_unanswered(struct e2e_i_chat *chat, int32_t raw)
{
	struct e2e_i_sent *sent = e2e_i_list_find(&chat->list[E2E_I_SENT], raw);

	if (sent == NULL || sent->out)
		return;
	sent->out = 1;
	chat->sends_out++;
	if (raw >= chat->core.n.sent)
		sent->done = 0;
}

static struct e2e_i_sent *
take_back(struct e2e_i_chat *chat, int32_t raw)
{
	struct e2e_i_sent *sent = e2e_i_list_find(&chat->list[E2E_I_SENT], raw);

	if (sent == NULL || !sent->out)
		return NULL;
	sent->out = 0;
	chat->sends_out--;
	return sent;
}

/* All that the server has without a gap. */
static void
advance(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;
	const struct e2e_i_list *list = &work->chat->list[E2E_I_SENT];
	const struct e2e_i_sent *sent;

	while ((sent = e2e_i_list_find(list, core->n.sent)) != NULL && sent->done)
		core->n.sent++;
}

static int32_t
tell_sent(struct e2e_i_work *work, const struct e2e_i_sent *sent, int32_t date,
          const struct e2e_remote_file *file)
{
	struct e2e_event *event = e2e_i_work_event(work, E2E_EVENT_SENT);
	struct e2e_remote_file *copy;

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->random_id = sent->saved.random_id;
	event->date = date;
	if (file == NULL)
		return E2E_OK;
	copy = e2e_i_pool_alloc(&work->commit->pool, sizeof *copy);
	if (copy == NULL)
		return E2E_ERR_NOMEM;
	*copy = *file;
	event->file = copy;
	return E2E_OK;
}

int32_t
e2e_i_outbox_done(struct e2e_i_work *work, int32_t raw, int32_t date,
                  const struct e2e_remote_file *file)
{
	struct e2e_i_sent *sent = take_back(work->chat, raw);
	int32_t err = E2E_OK;

	if (work->chat->send_retry <= work->now)
		work->chat->send_retry = 0;
	work->chat->send_tries = 0;
	work->chat->failing = 0;
	err = e2e_i_resend_answered(work);
	if (err != E2E_OK)
		return err;
	if (sent == NULL || sent->done || (sent->loaded && raw < work->before.n.sent))
		return E2E_OK; /* it was sent again, and told before */
	sent->done = 1;
	sent->tries = 0;
	if ((sent->saved.kind & E2E_I_SENT_USER) != 0)
		err = tell_sent(work, sent, date != 0 ? date : sent->saved.date, file);
	if (err == E2E_OK)
		err = e2e_i_timers_date(work, raw, sent->saved.random_id, date);
	if (err == E2E_OK)
		advance(work);
	if (err == E2E_OK && file != NULL && sent->item.blob != NULL)
		err = e2e_i_outbound_refer(work, sent, file);
	return err;
}

static int32_t
later(struct e2e_i_work *work, struct e2e_i_sent *sent, int64_t wait_s)
{
	struct e2e_i_chat *chat = work->chat;
	int64_t retry;

	if (sent->item.blob == NULL)
		return E2E_OK; /* the peer has it */
	if (sent->tries < UINT8_MAX)
		sent->tries++;
	if (chat->send_tries < UINT8_MAX && (chat->send_tries == 0 || chat->sends_out == 0))
		chat->send_tries++; /* a whole chain that fails has failed once */
	if (chat->failing == 0)
		chat->failing = work->now;
	if (sent->item.key < chat->core.n.sent || sent->done)
		e2e_i_outbox_again(chat, sent);
	retry = work->now + e2e_i_calls_backoff(work->account, chat->send_tries, wait_s);
	if (retry > chat->send_retry)
		chat->send_retry = retry;
	return E2E_OK;
}

/*
 * The server does not want it: the number goes out with a deletion of itself (T5.8).  If it has
 * another message by that id, the deletion gets one of its own: it would be refused as well, or
 * delete that other message.
 */
static int32_t
replace(struct e2e_i_work *work, struct e2e_i_sent *sent, int32_t code, struct e2e_bytes text)
{
	int64_t random_id = sent->saved.random_id;
	struct e2e_event *event;
	int32_t err;

	if ((sent->saved.kind & E2E_I_SENT_USER) != 0) {
		event = e2e_i_work_event(work, E2E_EVENT_FAILED);
		if (event == NULL)
			return E2E_ERR_NOMEM;
		event->random_id = sent->saved.random_id;
		event->date = sent->saved.date;
		event->code = code;
		err = e2e_i_pool_copy(&work->commit->pool, &event->text, text);
		if (err != E2E_OK)
			return err;
	}
	err = e2e_i_timers_gone(work, sent->saved.random_id);
	if (err == E2E_OK && e2e_i_calls_says(text, "RANDOM_ID_DUPLICATE"))
		err = e2e_i_outbound_random_id(work->account, &random_id);
	return err == E2E_OK ? e2e_i_outbound_rewrite_as(work, sent, random_id) : err;
}

/*
 * What the server took once, it does not take again (the parts of a file are used up, say): so
 * that the number arrives all the same, a deletion goes in its place.
 */
static int32_t
refuse_again(struct e2e_i_work *work, struct e2e_i_sent *sent)
{
	const int64_t raw = sent->item.key;
	int32_t err = e2e_i_outbound_rewrite(work, sent);

	if (err == E2E_OK)
		e2e_i_outbox_again(work->chat, e2e_i_list_find(&work->chat->list[E2E_I_SENT], raw));
	return err;
}

/* Whether the host has given SENT, whatever it is, an id that the server knows. */
static bool
is_taken(const struct e2e_i_sent *sent, struct e2e_bytes text)
{
	return (sent->saved.kind & E2E_I_SENT_USER) != 0 &&
	       e2e_i_calls_says(text, "RANDOM_ID_DUPLICATE");
}

int32_t
e2e_i_outbox_failed(struct e2e_i_work *work, int32_t raw, int32_t code, struct e2e_bytes text)
{
	struct e2e_i_sent *sent = take_back(work->chat, raw);
	int64_t wait_s = 0;

	if (sent == NULL)
		return E2E_OK;
	if (e2e_i_calls_for_now(code, text, &wait_s))
		return later(work, sent, wait_s);
	if (code == 403 || e2e_i_calls_says(text, "ENCRYPTION_DECLINED"))
		return e2e_i_chat_close(work, E2E_REASON_DECLINED, E2E_I_CLOSE_KNOWN, code, text);
	if (e2e_i_calls_says(text, "ENCRYPTION_ID_INVALID") ||
	    e2e_i_calls_says(text, "CHAT_ID_INVALID"))
		return e2e_i_chat_close(work, E2E_REASON_SERVER, E2E_I_CLOSE_KNOWN, code, text);
	if (sent->item.blob == NULL)
		return E2E_OK; /* the peer has it */
	if ((sent->saved.kind & E2E_I_SENT_CONTENT) == 0 && !is_taken(sent, text))
		return later(work, sent, 0); /* nothing can take its place (protocol 5.3.3) */
	if (sent->done || raw < work->before.n.sent)
		return refuse_again(work, sent);
	return replace(work, sent, code, text);
}
