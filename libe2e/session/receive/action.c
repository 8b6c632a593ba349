/* SPDX-License-Identifier: ISC */
/* Does what the actions in the service messages of a peer say (protocol 7.3). */
#include "config.h"

#include "session/receive/action.h"

#include "proto/seqno.h"
#include "proto/ttl.h"
#include "session/chat/timers.h"
#include "session/keys/rekeying.h"
#include "session/send/outbox.h"
#include "session/send/resend.h"

static int32_t
set_ttl(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_set_message_ttl *a =
		(const void *)msg->view.action;
	struct e2e_event *event = e2e_i_received_event(msg, E2E_EVENT_TTL);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	msg->tx->chat->core.counters.ttl = e2e_i_ttl_default(a->ttl_seconds);
	event->ttl = msg->tx->chat->core.counters.ttl;
	return E2E_OK;
}

/* Make an event of KIND with the ids in the action (protocol 7.3.7); the structs are all alike. */
static int32_t
tell_ids(struct e2e_i_received *msg, uint32_t kind)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *a =
		(const void *)msg->view.action;
	struct e2e_event *event = e2e_i_received_event(msg, kind);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->ids = a->random_ids; /* in the memory of the commit, as the event is */
	return E2E_OK;
}

static int32_t
read_messages(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_read_messages *a =
		(const void *)msg->view.action;
	int32_t err = tell_ids(msg, E2E_EVENT_OPENED);

	if (err != E2E_OK)
		return err;
	return e2e_i_timers_opened(msg->tx, &a->random_ids, E2E_I_TIMERS_OF_US);
}

/* Some may be ours, and not received by the peer: they must not arrive later (protocol 5.3.2). */
static int32_t
delete_messages(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *a =
		(const void *)msg->view.action;
	int32_t err = tell_ids(msg, E2E_EVENT_DELETED);

	if (err == E2E_OK)
		err = e2e_i_outbox_delete(msg->tx, &a->random_ids);
	for (size_t i = 0; err == E2E_OK && i < a->random_ids.n; i++)
		err = e2e_i_timers_gone(msg->tx, a->random_ids.v[i]);
	return err;
}

static int32_t
screenshot(struct e2e_i_received *msg)
{
	return tell_ids(msg, E2E_EVENT_SCREENSHOT);
}

static int32_t
flush_history(struct e2e_i_received *msg)
{
	if (e2e_i_received_event(msg, E2E_EVENT_FLUSHED) == NULL)
		return E2E_ERR_NOMEM;
	return e2e_i_transaction_empty(msg->tx, E2E_I_TIMER);
}

/* Does nothing if the message was held: the request was obeyed when it arrived. */
static int32_t
resend(struct e2e_i_received *msg)
{
	return e2e_i_action_resend(msg);
}

/* The peer's layer only rises (protocol 4.2.3). */
static int32_t
notify_layer(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_notify_layer *a =
		(const void *)msg->view.action;
	struct e2e_i_counters *counters = &msg->tx->chat->core.counters;

	if (a->layer < counters->peer_layer)
		return e2e_i_received_check(msg, E2E_CHECK_NOTIFY_BACK);
	counters->peer_layer = a->layer;
	return E2E_OK;
}

static int32_t
typing(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_typing *a = (const void *)msg->view.action;
	struct e2e_event *event = e2e_i_received_event(msg, E2E_EVENT_TYPING);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	if (a->action->ctor == E2E_TL_SEND_MESSAGE_CANCEL_ACTION)
		event->flags |= E2E_TYPING_ENDED;
	return E2E_OK;
}

static int32_t
nothing(struct e2e_i_received *msg)
{
	(void)msg;
	return E2E_OK;
}

int32_t
e2e_i_action_take(struct e2e_i_received *msg)
{
	static const struct {
		uint32_t ctor;
		int32_t (*take)(struct e2e_i_received *msg);
	} actions[] = {
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL, set_ttl },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, read_messages },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, delete_messages },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES, screenshot },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY, flush_history },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, resend },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, notify_layer },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING, typing },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, e2e_i_rekeying_request },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY, e2e_i_rekeying_accept },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY, e2e_i_rekeying_abort },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY, e2e_i_rekeying_commit },
		{ E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP, nothing },
	};
	const uint32_t ctor = msg->view.action != NULL ? msg->view.action->ctor : 0;

	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
		if (actions[i].ctor == ctor)
			return actions[i].take(msg);
	}
	return E2E_OK; /* the codec knows more constructors than this table */
}

/*
 * A request that is itself ahead of a gap is obeyed on arrival, or two gaps could wait for each
 * other; it is not obeyed a second time in order (protocol 5.2.3, 5.3.1).  The range may name
 * messages that this very message acknowledges, and that are no longer kept: an iPhone asks twice,
 * and writes in_seq_no as it is when it sends (observed 5.4).  So the check compares with what was
 * acknowledged before.
 */
int32_t
e2e_i_action_resend(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_resend *a = (const void *)msg->view.action;
	const struct e2e_i_core *core = &msg->tx->chat->core;
	int32_t first, last, gone, err;
	uint32_t range;

	if (a == NULL || a->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND ||
	    (msg->kind & E2E_I_RECEIVED_SERVED) != 0)
		return E2E_OK;
	msg->kind |= E2E_I_RECEIVED_SERVED;
	range = e2e_i_seq_range(&first, &last, e2e_i_chat_x(core), a->start_seq_no, a->end_seq_no,
	                        core->counters.out_seq,
	                        (int32_t)msg->tx->account->limits.resend_span);
	if (range != E2E_I_RANGE_GOOD)
		return e2e_i_received_check(msg, range == E2E_I_RANGE_UNSENT
		                                      ? E2E_CHECK_RESEND_UNSENT
		                                      : E2E_CHECK_RESEND_RANGE);
	err = e2e_i_resend_ask(msg->tx, &gone, first, last);
	if (err == E2E_OK && gone <= last && gone < msg->acked)
		err = e2e_i_received_check(msg, E2E_CHECK_RESEND_GONE);
	return err;
}
