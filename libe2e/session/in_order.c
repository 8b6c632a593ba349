/* SPDX-License-Identifier: ISC */
/* Messages one after the other, each in its turn (protocol 5.2.5). */
#include "config.h"

#include "session/in_order.h"

#include "proto/negotiate.h"
#include "proto/seqno.h"
#include "session/acks.h"
#include "session/content.h"
#include "session/due.h"
#include "session/holes.h"
#include "session/rekeying.h"

#include <string.h>

/* One transaction takes so much of what is held: more follows in the next. */
#define PART_BYTES ((size_t)256 * 1024)
#define PART_MAX   256 /* messages */

/* The layer of its wrapper: TDLib minds one that falls (protocol 4.2.3, T4.3, T4.4). */
static int32_t
check_layer(struct e2e_i_turn *turn)
{
	struct e2e_i_counters *n = &turn->work->chat->core.n;
	int32_t err = E2E_OK;

	if (turn->wrapper.layer < n->last_layer)
		err = e2e_i_received_check(turn, E2E_CHECK_LAYER_BACK);
	n->last_layer = turn->wrapper.layer;
	n->peer_layer = e2e_i_peer_layer(n->peer_layer, turn->wrapper.layer);
	if (e2e_i_received_is_newer(turn) && turn->wrapper.layer > n->newest_layer)
		n->newest_layer = turn->wrapper.layer;
	return err;
}

/* Whether it came under the key that we send with. */
static bool
is_current(const struct e2e_i_turn *turn)
{
	const struct e2e_i_key *key = turn->work->chat->core.key[E2E_KEY_CURRENT];

	return key != NULL && turn->key_fingerprint == key->key.fingerprint;
}

static bool
is_noop(const struct e2e_i_turn *turn)
{
	return turn->view.action != NULL &&
	       turn->view.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP;
}

int32_t
e2e_i_in_order_take(struct e2e_i_turn *turn)
{
	static int32_t (*const stage[])(struct e2e_i_turn *turn) = {
		e2e_i_received_decode, check_layer, e2e_i_acks_take, e2e_i_content_take,
	};
	struct e2e_i_core *core = &turn->work->chat->core;
	int32_t err = E2E_OK;

	core->n.in_seq++;
	if (is_current(turn))
		core->n.key_in++;
	for (size_t i = 0; i < sizeof stage / sizeof stage[0]; i++) {
		err = stage[i](turn);
		if (err != E2E_OK || turn->closed)
			return err;
	}
	if (is_current(turn) && !is_noop(turn)) /* which changes no key */
		core->n.used = true;
	e2e_i_due_received(turn->work, turn->view.action != NULL ? turn->view.action->ctor : 0);
	err = e2e_i_holes_trim(turn->work); /* the last hole may be filled by this one */
	return err == E2E_OK ? e2e_i_rekeying_after(turn) : err;
}

static int32_t
take_held(struct e2e_i_work *work, struct e2e_i_came *held, bool *closed)
{
	struct e2e_i_core *core = &work->chat->core;
	const size_t payload_n = held->item.blob_n - held->saved.file_n;
	const struct e2e_bytes payload = { held->item.blob, payload_n };
	struct e2e_i_turn turn;
	int32_t err = e2e_i_work_remove(work, E2E_I_HELD, held); /* it lives until the end */

	if (err != E2E_OK)
		return err;
	core->held_bytes -= held->item.blob_n;
	memset(&turn, 0, sizeof turn);
	turn.work = work;
	turn.acked = core->n.acked;
	turn.date = held->saved.date;
	turn.came = held->saved.kind;
	turn.random_id = held->saved.random_id;
	turn.key_fingerprint = held->saved.key_fingerprint;
	turn.file = (struct e2e_bytes){ held->item.blob + payload_n, held->saved.file_n };
	err = e2e_i_wrapper_read(&turn.wrapper, payload);
	if (err == E2E_OK && e2e_i_seq_read(&turn.raw, &turn.raw_in, 1 - e2e_i_chat_x(core),
	                                    turn.wrapper.out_seq_no,
	                                    turn.wrapper.in_seq_no) != E2E_I_SEQ_GOOD)
		err = E2E_ERR_STORE;
	if (err != E2E_OK)
		return E2E_ERR_STORE; /* it was read when it was put there */
	err = e2e_i_in_order_take(&turn);
	*closed = turn.closed;
	return err;
}

int32_t
e2e_i_in_order_held(struct e2e_i_work *work)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_HELD];
	size_t bytes = 0;
	bool closed = false;
	int32_t err = E2E_OK;

	for (uint32_t n = 0; err == E2E_OK && !closed && n < PART_MAX && bytes < PART_BYTES; n++) {
		struct e2e_i_came *held = e2e_i_list_at(list, 0);

		if (!e2e_i_chat_held_due(work->chat))
			break;
		bytes += held->item.blob_n;
		err = take_held(work, held, &closed);
	}
	if (err == E2E_OK && !closed)
		err = e2e_i_holes_trim(work);
	return err;
}
