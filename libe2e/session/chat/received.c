/* SPDX-License-Identifier: ISC */
/* A received message: decoding it, checking it, and the events about it. */
#include "config.h"

#include "session/chat/received.h"

#include "session/chat/check.h"
#include "session/core/decode.h"

int32_t
e2e_i_received_check(struct e2e_i_received *msg, uint32_t check)
{
	bool closed;
	int32_t err = e2e_i_check_failed(msg->tx, &closed, check, msg->view.random_id, msg->date);

	msg->kind |= E2E_I_RECEIVED_WARNED;
	msg->closed |= closed;
	return err;
}

/* ---- Decoding -------------------------------------------------------------------------------- */

static int32_t
decode_message(struct e2e_i_received *msg, struct e2e_bytes tl)
{
	msg->verdict = e2e_i_decode(&msg->tx->commit->pool, &msg->got, E2E_TYPE_DECRYPTED_MESSAGE,
	                            tl, NULL);
	if (msg->verdict < 0)
		return msg->verdict;
	e2e_i_message_view(&msg->view, msg->got.object);
	return E2E_OK;
}

int32_t
e2e_i_received_peek(struct e2e_i_received *msg)
{
	return decode_message(msg, msg->wrapper.message);
}

int32_t
e2e_i_received_decode(struct e2e_i_received *msg)
{
	int32_t err = e2e_i_pool_copy(&msg->tx->commit->pool, &msg->tl, msg->wrapper.message);

	return err == E2E_OK ? decode_message(msg, msg->tl) : err;
}

/* ---- Events ---------------------------------------------------------------------------------- */

struct e2e_event *
e2e_i_received_event(struct e2e_i_received *msg, uint32_t kind)
{
	struct e2e_event *event = e2e_i_transaction_event(msg->tx, kind);

	if (event == NULL)
		return NULL;
	event->random_id = msg->view.random_id;
	event->date = msg->date;
	event->layer = msg->wrapper.layer;
	event->tl = msg->tl;
	event->message = msg->got.object;
	event->action = msg->view.action;
	if ((msg->kind & E2E_I_RECEIVED_SERVICE) != 0)
		event->flags |= E2E_MESSAGE_SERVICE;
	if ((msg->kind & E2E_I_RECEIVED_WARNED) != 0)
		event->flags |= E2E_MESSAGE_WARNED;
	if (e2e_i_received_is_newer(msg))
		event->flags |= E2E_MESSAGE_NEWER_LAYER;
	return event;
}

bool
e2e_i_received_is_ignored(const struct e2e_i_received *msg)
{
	return msg->wrapper.random_bytes.n < E2E_I_RANDOM_BYTES &&
	       msg->tx->account->act[E2E_CHECK_RANDOM_BYTES] != E2E_ACT_IGNORE;
}
