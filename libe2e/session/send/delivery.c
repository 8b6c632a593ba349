/* SPDX-License-Identifier: ISC */
/*
 * Handles the server's answer to a send (protocol 0.1.2, 0.1.4, T5.8).  The server has stored the
 * message, asks us to try later, or refuses the message.
 */
#include "config.h"

#include "session/send/delivery.h"

#include "session/chat/close.h"
#include "session/chat/timers.h"
#include "session/send/failure.h"
#include "session/send/outgoing.h"
#include "session/send/packet_out.h"
#include "session/send/resend.h"

void
e2e_i_delivery_unanswered(struct e2e_i_chat *chat, int32_t seq_no)
{
	struct e2e_i_outgoing *outgoing = e2e_i_list_find(&chat->list[E2E_I_OUTGOING], seq_no);

	if (outgoing == NULL || outgoing->in_flight)
		return;
	outgoing->in_flight = 1;
	chat->sends.n_in_flight++;
	if (seq_no >= chat->core.counters.sent)
		outgoing->done = 0;
}

/* The message whose call was answered, no longer in flight; NULL if it was not in flight. */
static struct e2e_i_outgoing *
take_answered(struct e2e_i_chat *chat, int32_t seq_no)
{
	struct e2e_i_outgoing *outgoing = e2e_i_list_find(&chat->list[E2E_I_OUTGOING], seq_no);

	if (outgoing == NULL || !outgoing->in_flight)
		return NULL;
	outgoing->in_flight = 0;
	chat->sends.n_in_flight--;
	return outgoing;
}

/* Count the messages that the server has, up to the first that it does not have yet. */
static void
advance_sent(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_OUTGOING];
	const struct e2e_i_outgoing *outgoing;

	while ((outgoing = e2e_i_list_find(list, core->counters.sent)) != NULL && outgoing->done)
		core->counters.sent++;
}

static int32_t
tell_sent(struct e2e_i_transaction *tx, const struct e2e_i_outgoing *outgoing, int32_t date,
          const struct e2e_remote_file *file)
{
	struct e2e_event *event = e2e_i_transaction_event(tx, E2E_EVENT_SENT);
	struct e2e_remote_file *copy;

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->random_id = outgoing->saved.random_id;
	event->date = date;
	if (file == NULL)
		return E2E_OK;
	copy = e2e_i_pool_alloc(&tx->commit->pool, sizeof *copy);
	if (copy == NULL)
		return E2E_ERR_NOMEM;
	*copy = *file;
	event->file = copy;
	return E2E_OK;
}

int32_t
e2e_i_delivery_done(struct e2e_i_transaction *tx, int32_t seq_no, int32_t date,
                    const struct e2e_remote_file *file)
{
	struct e2e_i_outgoing *outgoing = take_answered(tx->chat, seq_no);
	int32_t err = E2E_OK;

	if (tx->chat->sends.retry_at <= tx->now)
		tx->chat->sends.retry_at = 0;
	tx->chat->sends.tries = 0;
	tx->chat->sends.failing_since = 0;
	err = e2e_i_resend_answered(tx);
	if (err != E2E_OK)
		return err;
	if (outgoing == NULL || outgoing->done ||
	    (outgoing->loaded && seq_no < tx->before.counters.sent))
		return E2E_OK; /* this was a resend; the first send has been reported */
	outgoing->done = 1;
	outgoing->tries = 0;
	if ((outgoing->saved.kind & E2E_I_OUTGOING_USER) != 0)
		err = tell_sent(tx, outgoing, date != 0 ? date : outgoing->saved.date, file);
	if (err == E2E_OK)
		err = e2e_i_timers_date(tx, seq_no, outgoing->saved.random_id, date);
	if (err == E2E_OK)
		advance_sent(tx);
	if (err == E2E_OK && file != NULL && outgoing->item.blob != NULL)
		err = e2e_i_packet_out_refer(tx, outgoing, file);
	return err;
}

static int32_t
retry_later(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing, int64_t wait_s)
{
	struct e2e_i_chat *chat = tx->chat;
	int64_t retry;

	if (outgoing->item.blob == NULL)
		return E2E_OK; /* the peer has acknowledged it */
	if (outgoing->tries < UINT8_MAX)
		outgoing->tries++;
	if (chat->sends.tries < UINT8_MAX &&
	    (chat->sends.tries == 0 || chat->sends.n_in_flight == 0))
		chat->sends.tries++; /* a failing chain of sends counts as one failure */
	if (chat->sends.failing_since == 0)
		chat->sends.failing_since = tx->now;
	if (outgoing->item.key < chat->core.counters.sent || outgoing->done)
		e2e_i_outgoing_resend(chat, outgoing);
	retry = tx->now + e2e_i_failure_backoff(tx->account, chat->sends.tries, wait_s);
	if (retry > chat->sends.retry_at)
		chat->sends.retry_at = retry;
	return E2E_OK;
}

/*
 * Replace a message that the server refuses by a deletion of itself, so that its sequence number
 * still goes out (T5.8).  If the server has another message with this random_id, the deletion
 * gets a new one.  With the old one it would be refused as well, or delete the other message.
 */
static int32_t
replace_refused(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing, int32_t code,
                struct e2e_bytes text)
{
	int64_t random_id = outgoing->saved.random_id;
	struct e2e_event *event;
	int32_t err;

	if ((outgoing->saved.kind & E2E_I_OUTGOING_USER) != 0) {
		event = e2e_i_transaction_event(tx, E2E_EVENT_FAILED);
		if (event == NULL)
			return E2E_ERR_NOMEM;
		event->random_id = outgoing->saved.random_id;
		event->date = outgoing->saved.date;
		event->code = code;
		err = e2e_i_pool_copy(&tx->commit->pool, &event->text, text);
		if (err != E2E_OK)
			return err;
	}
	err = e2e_i_timers_gone(tx, outgoing->saved.random_id);
	if (err == E2E_OK && e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE"))
		err = e2e_i_packet_out_random_id(tx->account, &random_id);
	return err == E2E_OK ? e2e_i_packet_out_rewrite_as(tx, outgoing, random_id) : err;
}

/*
 * Replace a message that the server accepted once and refuses now, for example because the
 * uploaded parts of its file are used up.  A deletion goes in its place, so that its sequence
 * number still reaches the peer.
 */
static int32_t
replace_resent(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_OUTGOING];
	const int64_t seq_no = outgoing->item.key;
	int32_t err = e2e_i_packet_out_rewrite(tx, outgoing);

	if (err == E2E_OK)
		e2e_i_outgoing_resend(tx->chat, e2e_i_list_find(list, seq_no));
	return err;
}

/* Whether OUTGOING, of any kind, has a random_id of the host's that the server already knows. */
static bool
id_is_taken(const struct e2e_i_outgoing *outgoing, struct e2e_bytes text)
{
	return (outgoing->saved.kind & E2E_I_OUTGOING_USER) != 0 &&
	       e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE");
}

int32_t
e2e_i_delivery_failed(struct e2e_i_transaction *tx, int32_t seq_no, int32_t code,
                      struct e2e_bytes text)
{
	struct e2e_i_outgoing *outgoing = take_answered(tx->chat, seq_no);
	int64_t wait_s = 0;

	if (outgoing == NULL)
		return E2E_OK;
	if (e2e_i_failure_for_now(code, text, &wait_s))
		return retry_later(tx, outgoing, wait_s);
	if (code == 403 || e2e_i_failure_says(text, "ENCRYPTION_DECLINED"))
		return e2e_i_close_chat_by_server(tx, E2E_REASON_DECLINED,
		                                  E2E_I_CLOSE_KNOWN, code, text);
	if (e2e_i_failure_says(text, "ENCRYPTION_ID_INVALID") ||
	    e2e_i_failure_says(text, "CHAT_ID_INVALID"))
		return e2e_i_close_chat_by_server(tx, E2E_REASON_SERVER,
		                                  E2E_I_CLOSE_KNOWN, code, text);
	if (outgoing->item.blob == NULL)
		return E2E_OK; /* the peer has acknowledged it */
	if ((outgoing->saved.kind & E2E_I_OUTGOING_CONTENT) == 0 && !id_is_taken(outgoing, text))
		return retry_later(tx, outgoing, 0); /* nothing can replace it (protocol 5.3.3) */
	if (outgoing->done || seq_no < tx->before.counters.sent)
		return replace_resent(tx, outgoing);
	return replace_refused(tx, outgoing, code, text);
}
