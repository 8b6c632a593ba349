/* SPDX-License-Identifier: ISC */
/*
 * What a chat is to send by itself: notifyLayer, requests to resend, the steps of a re-key.  It is
 * part of the chat's state, so it is made later (answers.h) if it cannot be now.
 */
#ifndef E2E_SESSION_DUE_H
#define E2E_SESSION_DUE_H

#include "session/core/transaction.h"

/* WHAT (E2E_I_DUE_*) is to be sent. */
void e2e_i_due_add(struct e2e_i_transaction *tx, uint32_t what);

/* notifyLayer(LAYER) is the next message that goes out. */
void e2e_i_due_announced(struct e2e_i_transaction *tx, int32_t layer);

/* A message, ACTION its constructor or 0, came in order: acknowledge it (protocol 5.4.1). */
void e2e_i_due_received(struct e2e_i_transaction *tx, uint32_t action);

/* A noop goes out WAIT_MS from now, unless another message does before. */
void e2e_i_due_noop_in(struct e2e_i_transaction *tx, int64_t wait_ms);

#endif
