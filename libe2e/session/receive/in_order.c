/* SPDX-License-Identifier: ISC */
/* Takes messages in the order of their sequence numbers (protocol 5.2.5). */
#include "config.h"

#include "session/receive/in_order.h"

#include "proto/negotiate.h"
#include "proto/seqno.h"
#include "session/chat/due.h"
#include "session/keys/rekeying.h"
#include "session/receive/acks.h"
#include "session/receive/content.h"
#include "session/receive/gaps.h"

#include <string.h>

/* What one transaction takes at most of the held messages; the next takes more. */
#define PART_BYTES ((size_t)256 * 1024)
#define PART_MAX   256 /* messages */

/* A peer's layer should not fall; TDLib closes the chat then (protocol 4.2.3, T4.3, T4.4). */
static int32_t
check_layer(struct e2e_i_received *msg)
{
	struct e2e_i_counters *counters = &msg->tx->chat->core.counters;
	int32_t err = E2E_OK;

	if (msg->wrapper.layer < counters->last_layer)
		err = e2e_i_received_check(msg, E2E_CHECK_LAYER_BACK);
	counters->last_layer = msg->wrapper.layer;
	counters->peer_layer = e2e_i_peer_layer(counters->peer_layer, msg->wrapper.layer);
	if (e2e_i_received_is_newer(msg) && msg->wrapper.layer > counters->newest_layer)
		counters->newest_layer = msg->wrapper.layer;
	return err;
}

/* Whether MSG was encrypted with the key that we send with. */
static bool
is_current(const struct e2e_i_received *msg)
{
	const struct e2e_i_key *key = msg->tx->chat->core.key[E2E_KEY_CURRENT];

	return key != NULL && msg->key_fingerprint == key->key.fingerprint;
}

static bool
is_noop(const struct e2e_i_received *msg)
{
	return msg->view.action != NULL &&
	       msg->view.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP;
}

int32_t
e2e_i_in_order_take(struct e2e_i_received *msg)
{
	static int32_t (*const stage[])(struct e2e_i_received *msg) = {
		e2e_i_received_decode, check_layer, e2e_i_acks_take, e2e_i_content_take,
	};
	struct e2e_i_core *core = &msg->tx->chat->core;
	int32_t err = E2E_OK;

	core->counters.in_seq++;
	if (is_current(msg))
		core->counters.key_in++;
	for (size_t i = 0; i < sizeof stage / sizeof stage[0]; i++) {
		err = stage[i](msg);
		if (err != E2E_OK || msg->closed)
			return err;
	}
	if (is_current(msg) && !is_noop(msg)) /* noops alone are no reason for a re-key */
		core->counters.used = true;
	e2e_i_due_received(msg->tx, msg->view.action != NULL ? msg->view.action->ctor : 0);
	err = e2e_i_gaps_trim(msg->tx); /* this message may have filled the last gap */
	return err == E2E_OK ? e2e_i_rekeying_after(msg) : err;
}

static int32_t
take_held(struct e2e_i_transaction *tx, struct e2e_i_queued *held, bool *closed)
{
	struct e2e_i_core *core = &tx->chat->core;
	const size_t payload_n = held->item.blob_n - held->saved.file_n;
	const struct e2e_bytes payload = { held->item.blob, payload_n };
	struct e2e_i_received msg;
	int32_t err = e2e_i_transaction_remove(tx, E2E_I_HELD, held); /* still valid below */

	if (err != E2E_OK)
		return err;
	core->held_bytes -= held->item.blob_n;
	memset(&msg, 0, sizeof msg);
	msg.tx = tx;
	msg.acked = core->counters.acked;
	msg.date = held->saved.date;
	msg.kind = held->saved.kind;
	msg.random_id = held->saved.random_id;
	msg.key_fingerprint = held->saved.key_fingerprint;
	msg.file = (struct e2e_bytes){ held->item.blob + payload_n, held->saved.file_n };
	err = e2e_i_wrapper_read(&msg.wrapper, payload);
	if (err == E2E_OK && e2e_i_seq_read(&msg.seq_no, &msg.acks, 1 - e2e_i_chat_x(core),
	                                    msg.wrapper.out_seq_no,
	                                    msg.wrapper.in_seq_no) != E2E_I_SEQ_GOOD)
		err = E2E_ERR_STORE;
	if (err != E2E_OK)
		return E2E_ERR_STORE; /* it could be read when it was held */
	err = e2e_i_in_order_take(&msg);
	*closed = msg.closed;
	return err;
}

int32_t
e2e_i_in_order_held(struct e2e_i_transaction *tx)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_HELD];
	size_t bytes = 0;
	bool closed = false;
	int32_t err = E2E_OK;

	for (uint32_t n = 0; err == E2E_OK && !closed && n < PART_MAX && bytes < PART_BYTES; n++) {
		struct e2e_i_queued *held = e2e_i_list_at(list, 0);

		if (!e2e_i_chat_held_due(tx->chat))
			break;
		bytes += held->item.blob_n;
		err = take_held(tx, held, &closed);
	}
	if (err == E2E_OK && !closed)
		err = e2e_i_gaps_trim(tx);
	return err;
}
