/* SPDX-License-Identifier: ISC */
/* A received message, from its packet to its event. */
#ifndef E2E_SESSION_RECEIVED_H
#define E2E_SESSION_RECEIVED_H

#include "proto/message.h"
#include "proto/wrapper.h"
#include "session/core/transaction.h"

struct e2e_i_received {
	struct e2e_i_transaction *tx;
	struct e2e_i_wrapper wrapper;
	int32_t seq_no;          /* its sequence number                                   */
	int32_t acks;            /* it acknowledges our messages below this number        */
	int32_t acked;           /* our messages below this were acknowledged before it   */
	int32_t date;            /* of the server, in seconds                             */
	uint32_t kind;           /* E2E_I_RECEIVED_*                                      */
	int64_t random_id;       /* as the server says, outside of the encryption         */
	int64_t key_fingerprint; /* of the key that it was encrypted with                 */
	struct e2e_bytes file;   /* the encryptedFile as it is saved, or empty            */
	struct e2e_bytes tl;     /* the DecryptedMessage, in the commit's memory          */
	struct e2e_tl_got got;   /* `tl` decoded                                          */
	int32_t verdict;         /* of decoding: E2E_OK or E2E_REFUSED_*                  */
	struct e2e_i_message view;
	bool closed;             /* the chat was closed: do nothing more with the message */
};

/*
 * Copy the message inside of MSG's wrapper into the commit's memory, and decode it there.
 * Returns an error of ours; MSG->verdict says whether the message can be read.
 */
int32_t e2e_i_received_decode(struct e2e_i_received *msg);

/* The same without the copy: MSG->got points into the packet, and is valid only as long as it. */
int32_t e2e_i_received_peek(struct e2e_i_received *msg);

/* Do what the policy says about CHECK, which MSG has failed, and mark MSG as warned about. */
int32_t e2e_i_received_check(struct e2e_i_received *msg, uint32_t check);

/* Whether MSG has to be ignored for having too few random bytes (E2E_CHECK_RANDOM_BYTES). */
bool e2e_i_received_is_ignored(const struct e2e_i_received *msg);

/*
 * Whether the layer of MSG is above ours (protocol 4.2.5).  The layer that a peer announces would
 * not do: some clients announce layers in which they never write.
 */
static inline bool
e2e_i_received_is_newer(const struct e2e_i_received *msg)
{
	return msg->wrapper.layer > e2e_i_account_reads(msg->tx->account);
}

/* Add an event of KIND, filled with what every event about MSG has; NULL without memory. */
struct e2e_event *e2e_i_received_event(struct e2e_i_received *msg, uint32_t kind);

#endif
