/* SPDX-License-Identifier: ISC */
/* A message becomes a packet with its number, and a row (protocol 3.2.4, 5.1.2, 5.3.4). */
#ifndef E2E_SESSION_PACKET_OUT_H
#define E2E_SESSION_PACKET_OUT_H

#include "session/core/transaction.h"

/*
 * Give MESSAGE, whose random_id is RANDOM_ID, the next number and put it into the outbox to
 * be sent as KIND (E2E_I_OUTGOING_* and method) with the serialised FILE.  E2E_ERR_LIMIT if it
 * is too large or the numbers are used up (protocol T5.9), BACKEND, NOMEM.
 */
int32_t e2e_i_packet_out_send(struct e2e_i_transaction *tx, const struct e2e_tl *message,
                              int64_t random_id, uint32_t kind, struct e2e_bytes file);

/* A service message with ACTION of the account's own. */
int32_t e2e_i_packet_out_service(struct e2e_i_transaction *tx, const void *action);

/* A new random_id, not 0. */
int32_t e2e_i_packet_out_random_id(struct e2e_account *account, int64_t *random_id);

/* Whether the packet of SENT, if it is still there, is under KEY. */
bool e2e_i_packet_out_under(const struct e2e_i_outgoing *outgoing, const struct e2e_i_key *key);

/* Replace SENT, which is acknowledged, by a stub without its bytes. */
int32_t e2e_i_packet_out_stub(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing);

/* FILE of SENT is on the server now: if it is sent again, it refers to that. */
int32_t e2e_i_packet_out_refer(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing,
                               const struct e2e_remote_file *file);

/*
 * Replace SENT by a deletion of itself with the same numbers, under the same key if it is
 * still here (protocol 5.2.6, 5.3.2): the original can not be had any more.
 */
int32_t e2e_i_packet_out_rewrite(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing);

/* The same under RANDOM_ID, where the server has another message by the id of SENT. */
int32_t e2e_i_packet_out_rewrite_as(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing,
                                    int64_t random_id);

#endif
