/* SPDX-License-Identifier: ISC */
/* A chat's keys, as proto/rekey.h orders (protocol 6). */
#ifndef E2E_SESSION_REKEYING_H
#define E2E_SESSION_REKEYING_H

#include "session/chat/received.h"

/* An action of a re-key, in its turn. */
int32_t e2e_i_rekeying_request(struct e2e_i_received *msg);
int32_t e2e_i_rekeying_accept(struct e2e_i_received *msg);
int32_t e2e_i_rekeying_commit(struct e2e_i_received *msg);
int32_t e2e_i_rekeying_abort(struct e2e_i_received *msg);

/* An authentic packet under the new key came. */
int32_t e2e_i_rekeying_new_key(struct e2e_i_transaction *tx);

/* A message was processed in its turn: late answers, and old keys that are not needed. */
int32_t e2e_i_rekeying_after(struct e2e_i_received *msg);

/*
 * Messages were given up, and the answer to our requestKey may have been among them: that exchange
 * is over, with an abortKey, and the next has another id.
 */
int32_t e2e_i_rekeying_lost(struct e2e_i_transaction *tx);

/* Whether a re-key may begin: E2E_OK or E2E_ERR_STATE (protocol T6.7). */
int32_t e2e_i_rekeying_may(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* requestKey, acceptKey, commitKey, made now. */
int32_t e2e_i_rekeying_send_request(struct e2e_i_transaction *tx);
int32_t e2e_i_rekeying_send_accept(struct e2e_i_transaction *tx);
int32_t e2e_i_rekeying_send_commit(struct e2e_i_transaction *tx);

#endif
