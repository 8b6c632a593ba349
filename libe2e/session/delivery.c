/* SPDX-License-Identifier: ISC */
/*
 * How sending went (protocol 0.1.2, 0.1.4, T5.8): the server has the message, will have it later, or does
 * not want it.
 */
#include "config.h"

#include "session/delivery.h"

#include "session/close.h"
#include "session/failure.h"
#include "session/outbound.h"
#include "session/outgoing.h"
#include "session/resend.h"
#include "session/timers.h"

void
e2e_i_delivery_unanswered(struct e2e_i_chat *chat, int32_t raw)
{
	struct e2e_i_sent *sent = e2e_i_list_find(&chat->list[E2E_I_SENT], raw);

	if (sent == NULL || sent->out)
		return;
	sent->out = 1;
	chat->sends.n_in_flight++;
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
	chat->sends.n_in_flight--;
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
e2e_i_delivery_done(struct e2e_i_work *work, int32_t raw, int32_t date,
                  const struct e2e_remote_file *file)
{
	struct e2e_i_sent *sent = take_back(work->chat, raw);
	int32_t err = E2E_OK;

	if (work->chat->sends.retry_at <= work->now)
		work->chat->sends.retry_at = 0;
	work->chat->sends.tries = 0;
	work->chat->sends.failing_since = 0;
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
	if (chat->sends.tries < UINT8_MAX && (chat->sends.tries == 0 || chat->sends.n_in_flight == 0))
		chat->sends.tries++; /* a whole chain that fails has failed once */
	if (chat->sends.failing_since == 0)
		chat->sends.failing_since = work->now;
	if (sent->item.key < chat->core.n.sent || sent->done)
		e2e_i_outgoing_again(chat, sent);
	retry = work->now + e2e_i_failure_backoff(work->account, chat->sends.tries, wait_s);
	if (retry > chat->sends.retry_at)
		chat->sends.retry_at = retry;
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
	if (err == E2E_OK && e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE"))
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
		e2e_i_outgoing_again(work->chat, e2e_i_list_find(&work->chat->list[E2E_I_SENT], raw));
	return err;
}

/* Whether the host has given SENT, whatever it is, an id that the server knows. */
static bool
is_taken(const struct e2e_i_sent *sent, struct e2e_bytes text)
{
	return (sent->saved.kind & E2E_I_SENT_USER) != 0 &&
	       e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE");
}

int32_t
e2e_i_delivery_failed(struct e2e_i_work *work, int32_t raw, int32_t code, struct e2e_bytes text)
{
	struct e2e_i_sent *sent = take_back(work->chat, raw);
	int64_t wait_s = 0;

	if (sent == NULL)
		return E2E_OK;
	if (e2e_i_failure_for_now(code, text, &wait_s))
		return later(work, sent, wait_s);
	if (code == 403 || e2e_i_failure_says(text, "ENCRYPTION_DECLINED"))
		return e2e_i_close_chat(work, E2E_REASON_DECLINED, E2E_I_CLOSE_KNOWN, code, text);
	if (e2e_i_failure_says(text, "ENCRYPTION_ID_INVALID") ||
	    e2e_i_failure_says(text, "CHAT_ID_INVALID"))
		return e2e_i_close_chat(work, E2E_REASON_SERVER, E2E_I_CLOSE_KNOWN, code, text);
	if (sent->item.blob == NULL)
		return E2E_OK; /* the peer has it */
	if ((sent->saved.kind & E2E_I_SENT_CONTENT) == 0 && !is_taken(sent, text))
		return later(work, sent, 0); /* nothing can take its place (protocol 5.3.3) */
	if (sent->done || raw < work->before.n.sent)
		return refuse_again(work, sent);
	return replace(work, sent, code, text);
}
