/* SPDX-License-Identifier: ISC */
/* Handle the server's answers to sends (protocol 0.1.2, 0.1.4, T5.8). */
#ifndef E2E_SESSION_DELIVERY_H
#define E2E_SESSION_DELIVERY_H

#include "session/core/transaction.h"

/*
 * Take in the answer to the send of sequence number SEQ_NO: the server has stored it, at DATE
 * (Unix seconds, 0 if unknown) with FILE (or NULL); or it has failed with CODE and TEXT.  FILE
 * and TEXT are copied.  E2E_ERR_NOMEM, or an error of sealing a replacement.
 */
int32_t e2e_i_delivery_done(struct e2e_i_transaction *tx, int32_t seq_no, int32_t date,
                            const struct e2e_remote_file *file);
int32_t e2e_i_delivery_failed(struct e2e_i_transaction *tx, int32_t seq_no, int32_t code,
                              struct e2e_bytes text);

/* Mark SEQ_NO as in flight again, because the transaction that took in its answer has failed. */
void e2e_i_delivery_unanswered(struct e2e_i_chat *chat, int32_t seq_no);

#endif
