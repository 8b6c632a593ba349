/* SPDX-License-Identifier: ISC */
/* Make a packet with a sequence number of a message, and its row (protocol 3.2.4, 5.1.2, 5.3.4). */
#ifndef E2E_SESSION_PACKET_OUT_H
#define E2E_SESSION_PACKET_OUT_H

#include "session/core/transaction.h"

/*
 * Give MESSAGE, whose random_id is RANDOM_ID, the next sequence number and put it into the outbox.
 * KIND is a method (E2E_CALL_*) with E2E_I_OUTGOING_* bits.  FILE is a serialised file
 * reference, or empty; it is copied.  E2E_ERR_LIMIT if the message is too large or the sequence
 * numbers are used up (protocol T5.9), E2E_ERR_BACKEND, E2E_ERR_NOMEM.
 */
int32_t e2e_i_packet_out_send(struct e2e_i_transaction *tx, const struct e2e_tl *message,
                              int64_t random_id, uint32_t kind, struct e2e_bytes file);

/* Send a service message with ACTION, which the user has not asked for.  The same errors. */
int32_t e2e_i_packet_out_service(struct e2e_i_transaction *tx, const void *action);

/* Make a random_id other than 0.  E2E_ERR_BACKEND. */
int32_t e2e_i_packet_out_random_id(struct e2e_account *account, int64_t *random_id);

/* Whether OUTGOING still has its packet, and that is sealed with KEY. */
bool e2e_i_packet_out_under(const struct e2e_i_outgoing *outgoing, const struct e2e_i_key *key);

/* Replace OUTGOING, which is acknowledged, by a stub without its packet.  E2E_ERR_NOMEM. */
int32_t e2e_i_packet_out_stub(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing);

/* Make OUTGOING refer to its file on the server, FILE, for when it is sent again. */
int32_t e2e_i_packet_out_refer(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing,
                               const struct e2e_remote_file *file);

/*
 * Replace OUTGOING by a deletion of itself with the same sequence numbers, sealed with the same
 * key if that is still there (protocol 5.2.6, 5.3.2).  The original is lost.  OUTGOING is
 * freed when the transaction ends.  E2E_ERR_NOMEM, or an error of sealing.
 */
int32_t e2e_i_packet_out_rewrite(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing);

/* The same with RANDOM_ID, for when the server has another message with that of OUTGOING. */
int32_t e2e_i_packet_out_rewrite_as(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing,
                                    int64_t random_id);

#endif
