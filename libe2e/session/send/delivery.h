/* SPDX-License-Identifier: ISC */
/* How sending went (protocol 0.1.2, 0.1.4, T5.8). */
#ifndef E2E_SESSION_DELIVERY_H
#define E2E_SESSION_DELIVERY_H

#include "session/core/transaction.h"

/* The send of number SEQ_NO was answered: with DATE and FILE, or with an error. */
int32_t e2e_i_delivery_done(struct e2e_i_transaction *tx, int32_t seq_no, int32_t date,
                            const struct e2e_remote_file *file);
int32_t e2e_i_delivery_failed(struct e2e_i_transaction *tx, int32_t seq_no, int32_t code,
                              struct e2e_bytes text);

/* The transaction that took that answer in has failed: its call is out as before. */
void e2e_i_delivery_unanswered(struct e2e_i_chat *chat, int32_t seq_no);

#endif
