/* SPDX-License-Identifier: ISC */
/* Checks what a received message acknowledges, and drops what need not be kept (protocol 5.2.4). */
#include "config.h"

#include "session/receive/acks.h"

#include "proto/seqno.h"
#include "session/send/outbox.h"

/*
 * Tell whether the acknowledgement of MSG, a refill, is to be believed.  iPhones and Android
 * write another in_seq_no when they send a message once more: a newer one or an invented one.
 * So the next held message that is no refill must acknowledge at least as many (protocol T5.1).
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
 * Continue from the number that MSG acknowledges.  Our rows come from a backup, and the peer has
 * received more messages than the rows know.  If we went on from the number in the rows, the peer
 * would take our next messages for duplicates (protocol T5.10).
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
 * Some peers count every copy they receive, because they do not remember what they have.  The
 * copies that we pushed unasked are no reason to reject their in_seq_no.
 */
void
e2e_i_acks_tolerate_copies(struct e2e_i_received *msg)
{
	const struct e2e_account *account = msg->tx->account;
	const struct e2e_i_counters *counters = &msg->tx->chat->core.counters;

	/* rows from a backup lack what was sent after it: see catch_up() */
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
		counters->caught = msg->acks; /* now: what is sent next needs a higher number */
		return catch_up(msg);
	}
	msg->kind |= E2E_I_RECEIVED_AHEAD;
	return e2e_i_received_check(msg, (msg->kind & E2E_I_RECEIVED_REFILL) != 0
	                                      ? E2E_CHECK_REFILL_IN_SEQ
	                                      : E2E_CHECK_IN_SEQ_AHEAD);
}

/* Take the in_seq_no of a refill; ACK (E2E_I_ACK_*) is the verdict on any other message. */
static int32_t
check_refill(struct e2e_i_received *msg, uint32_t ack)
{
	if ((msg->kind & E2E_I_RECEIVED_AHEAD) != 0)
		return E2E_OK;
	if (ack != E2E_I_ACK_GOOD)
		return e2e_i_received_check(msg, E2E_CHECK_REFILL_IN_SEQ);
	return believable(msg) ? e2e_i_outbox_ack(msg->tx, msg->acks) : E2E_OK;
}

/* In the order of sequence numbers, in_seq_no never goes back (protocol 5.2.4). */
int32_t
e2e_i_acks_take(struct e2e_i_received *msg)
{
	struct e2e_i_counters *counters = &msg->tx->chat->core.counters;
	uint32_t ack;

	e2e_i_acks_tolerate_copies(msg);
	ack = e2e_i_seq_ack(counters->acked, counters->out_seq, msg->acks);
	if (ack == E2E_I_ACK_BACK && counters->acked == counters->caught)
		return E2E_OK; /* sent before the message that catch_up() went by */
	if ((msg->kind & E2E_I_RECEIVED_REFILL) != 0)
		return check_refill(msg, ack);
	counters->caught = 0;
	if (ack == E2E_I_ACK_AHEAD && msg->tx->account->rollback)
		return catch_up(msg);
	if ((msg->kind & E2E_I_RECEIVED_AHEAD) != 0)
		return E2E_OK; /* judged on arrival: what was sent since proves nothing */
	if (ack == E2E_I_ACK_GOOD)
		return e2e_i_outbox_ack(msg->tx, msg->acks);
	return e2e_i_received_check(msg, ack == E2E_I_ACK_BACK ? E2E_CHECK_IN_SEQ_BACK
	                                                    : E2E_CHECK_IN_SEQ_AHEAD);
}
