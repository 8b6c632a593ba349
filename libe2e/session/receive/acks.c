/* SPDX-License-Identifier: ISC */
/* What a message says of ours: how many of them the peer has (protocol 5.2.4). */
#include "config.h"

#include "session/receive/acks.h"

#include "proto/seqno.h"
#include "session/send/outbox.h"

/*
 * iPhones and Androids send again with other in_seq_nos, newer ones or made up: one is
 * believed only if the next message that was not sent again says as much (protocol T5.1).
 */
static bool
believable(const struct e2e_i_received *msg)
{
	const struct e2e_i_chat *chat = msg->tx->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_HELD];

	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_queued *held = e2e_i_list_at(list, i);
		struct e2e_i_wrapper wrapper;
		struct e2e_bytes payload;
		int32_t seq_no, acks;

		if ((held->saved.kind & (E2E_I_RECEIVED_REFILL | E2E_I_RECEIVED_AHEAD)) != 0)
			continue;
		payload = (struct e2e_bytes){ held->item.blob,
			                      held->item.blob_n - held->saved.file_n };
		return e2e_i_wrapper_read(&wrapper, payload) == E2E_OK &&
		       e2e_i_seq_read(&seq_no, &acks, 1 - e2e_i_chat_x(&chat->core),
		                      wrapper.out_seq_no, wrapper.in_seq_no) == E2E_I_SEQ_GOOD &&
		       msg->acks <= acks;
	}
	return false;
}

/*
 * Our rows are from a backup, and the peer has more of ours than they know: its number is the
 * one to go on from, or it would take the next ones for duplicates (protocol T5.10).
 */
static int32_t
catch_up(struct e2e_i_received *msg)
{
	struct e2e_i_counters *counters = &msg->tx->chat->core.counters;
	int32_t err = E2E_OK;

	if ((msg->kind & E2E_I_RECEIVED_AHEAD) == 0)
		err = e2e_i_received_check(msg, E2E_CHECK_IN_SEQ_AHEAD);
	if (err != E2E_OK || msg->acks > E2E_I_SEQ_MAX)
		return err;
	counters->out_seq = msg->acks;
	return e2e_i_outbox_ack(msg->tx, msg->acks);
}

/*
 * A peer that does not know what it has already counts every copy that it gets; those that we
 * sent unasked are no reason to doubt it.
 */
void
e2e_i_acks_tolerate_copies(struct e2e_i_received *msg)
{
	const struct e2e_account *account = msg->tx->account;
	const struct e2e_i_counters *counters = &msg->tx->chat->core.counters;

	/* rows from a backup do not know what was sent after it, see catch_up() */
	if (account->config.policy != E2E_POLICY_STRICT && !account->rollback &&
	    msg->acks > counters->out_seq && msg->acks - counters->out_seq <= counters->pushed)
		msg->acks = counters->out_seq;
}

int32_t
e2e_i_acks_check_ahead(struct e2e_i_received *msg)
{
	struct e2e_i_counters *counters = &msg->tx->chat->core.counters;

	if (msg->acks <= counters->out_seq)
		return E2E_OK;
	if (msg->tx->account->rollback && (msg->kind & E2E_I_RECEIVED_REFILL) == 0 &&
	    msg->acks <= E2E_I_SEQ_MAX) {
		counters->caught = msg->acks; /* at once: what is sent from now on has to be above */
		return catch_up(msg);
	}
	msg->kind |= E2E_I_RECEIVED_AHEAD;
	return e2e_i_received_check(msg, (msg->kind & E2E_I_RECEIVED_REFILL) != 0
	                                      ? E2E_CHECK_REFILL_IN_SEQ
	                                      : E2E_CHECK_IN_SEQ_AHEAD);
}

/* The same of a message that was sent again; ACK is what its number would be otherwise. */
static int32_t
check_refill(struct e2e_i_received *msg, uint32_t ack)
{
	if ((msg->kind & E2E_I_RECEIVED_AHEAD) != 0)
		return E2E_OK;
	if (ack != E2E_I_ACK_GOOD)
		return e2e_i_received_check(msg, E2E_CHECK_REFILL_IN_SEQ);
	return believable(msg) ? e2e_i_outbox_ack(msg->tx, msg->acks) : E2E_OK;
}

/* What its in_seq_no says (protocol 5.2.4). */
int32_t
e2e_i_acks_take(struct e2e_i_received *msg)
{
	struct e2e_i_counters *counters = &msg->tx->chat->core.counters;
	uint32_t ack;

	e2e_i_acks_tolerate_copies(msg);
	ack = e2e_i_seq_ack(counters->acked, counters->out_seq, msg->acks);
	if (ack == E2E_I_ACK_BACK && counters->acked == counters->caught)
		return E2E_OK; /* it was sent before what was caught up with */
	if ((msg->kind & E2E_I_RECEIVED_REFILL) != 0)
		return check_refill(msg, ack);
	counters->caught = 0;
	if (ack == E2E_I_ACK_AHEAD && msg->tx->account->rollback)
		return catch_up(msg);
	if ((msg->kind & E2E_I_RECEIVED_AHEAD) != 0)
		return E2E_OK; /* whatever was sent since */
	if (ack == E2E_I_ACK_GOOD)
		return e2e_i_outbox_ack(msg->tx, msg->acks);
	return e2e_i_received_check(msg, ack == E2E_I_ACK_BACK ? E2E_CHECK_IN_SEQ_BACK
	                                                    : E2E_CHECK_IN_SEQ_AHEAD);
}
