/* SPDX-License-Identifier: ISC */
/* A message that was received, from its packet to its event. */
#ifndef E2E_SESSION_RECEIVED_H
#define E2E_SESSION_RECEIVED_H

#include "proto/message.h"
#include "proto/wrapper.h"
#include "session/core/transaction.h"

struct e2e_i_received {
	struct e2e_i_transaction *tx;
	struct e2e_i_wrapper wrapper;
	int32_t seq_no;              /* its number                                    */
	int32_t acks;           /* of ours that it acknowledges                  */
	int32_t acked;            /* of ours that were acknowledged before it      */
	int32_t date;
	uint32_t kind;            /* E2E_I_RECEIVED_*                                  */
	int64_t random_id;        /* of its container                              */
	int64_t key_fingerprint;  /* of the key it was under                       */
	struct e2e_bytes file;    /* encryptedFile as saved, or empty              */
	struct e2e_bytes tl;      /* the DecryptedMessage, in the commit's memory  */
	struct e2e_tl_got got;    /* the same decoded                              */
	int32_t verdict;          /* of decoding                                   */
	struct e2e_i_message view;
	bool closed;              /* the chat is closed now: stop                  */
};

/* The message inside of MSG's wrapper, copied and decoded into the commit's memory. */
int32_t e2e_i_received_decode(struct e2e_i_received *msg);

/* The same, without the copy: only for a look at it, while the packet is there. */
int32_t e2e_i_received_peek(struct e2e_i_received *msg);

/* A failed CHECK: the event or the closing, and the mark on the message. */
int32_t e2e_i_received_check(struct e2e_i_received *msg, uint32_t check);

/* Whether MSG has too few random bytes to be handed on or done (E2E_CHECK_RANDOM_BYTES). */
bool e2e_i_received_is_ignored(const struct e2e_i_received *msg);

/* Whether its layer is above ours (protocol 4.2.5).  Clients announce layers they never write. */
static inline bool
e2e_i_received_is_newer(const struct e2e_i_received *msg)
{
	return msg->wrapper.layer > e2e_i_account_reads(msg->tx->account);
}

/* An event of KIND with what every event about MSG's message has; NULL without memory. */
struct e2e_event *e2e_i_received_event(struct e2e_i_received *msg, uint32_t kind);

#endif
