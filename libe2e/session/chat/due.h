/* SPDX-License-Identifier: ISC */
/*
 * What a chat has to send by itself: notifyLayer, requests to resend, the steps of a re-key.  It
 * is noted here in the chat's state, and made by answers.h as soon as that is possible.
 */
#ifndef E2E_SESSION_DUE_H
#define E2E_SESSION_DUE_H

#include "session/core/transaction.h"

/* Note that WHAT (E2E_I_DUE_*) has to be sent. */
void e2e_i_due_add(struct e2e_i_transaction *tx, uint32_t what);

/* Note that we announce LAYER: notifyLayer(LAYER) is the next message sent. */
void e2e_i_due_announced(struct e2e_i_transaction *tx, int32_t layer);

/*
 * Note that a message was received in order, and has to be acknowledged (protocol 5.4.1).  ACTION
 * is the constructor of its action, or 0.
 */
void e2e_i_due_received(struct e2e_i_transaction *tx, uint32_t action);

/* Send a noop in at most WAIT_MS from now, unless another message is sent before. */
void e2e_i_due_noop_in(struct e2e_i_transaction *tx, int64_t wait_ms);

#endif
