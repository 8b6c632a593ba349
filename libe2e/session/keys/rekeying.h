/* SPDX-License-Identifier: ISC */
/*
 * Carry out a re-key (protocol 6): exchange the chat's keys as proto/rekey.h says.  All functions
 * that change something return E2E_OK or E2E_ERR_NOMEM, or E2E_ERR_BACKEND if they compute.
 */
#ifndef E2E_SESSION_REKEYING_H
#define E2E_SESSION_REKEYING_H

#include "session/chat/received.h"

/* Take in an action of the peer's, whose message was received in order. */
int32_t e2e_i_rekeying_request(struct e2e_i_received *msg);
int32_t e2e_i_rekeying_accept(struct e2e_i_received *msg);
int32_t e2e_i_rekeying_commit(struct e2e_i_received *msg);
int32_t e2e_i_rekeying_abort(struct e2e_i_received *msg);

/* Take in that an authentic packet under the new key was received. */
int32_t e2e_i_rekeying_new_key(struct e2e_i_transaction *tx);

/* After MSG was processed in order: accept late, and erase an old key that is not needed. */
int32_t e2e_i_rekeying_after(struct e2e_i_received *msg);

/*
 * End the exchange with an abortKey, because messages were given up, and the answer to our
 * requestKey may have been among them.  The next exchange has another id.
 */
int32_t e2e_i_rekeying_lost(struct e2e_i_transaction *tx);

/* Whether a re-key may begin: E2E_OK or E2E_ERR_STATE (protocol T6.7). */
int32_t e2e_i_rekeying_may(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* Make requestKey, acceptKey or commitKey and put it into the outbox. */
int32_t e2e_i_rekeying_send_request(struct e2e_i_transaction *tx);
int32_t e2e_i_rekeying_send_accept(struct e2e_i_transaction *tx);
int32_t e2e_i_rekeying_send_commit(struct e2e_i_transaction *tx);

#endif
