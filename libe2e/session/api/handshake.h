/* SPDX-License-Identifier: ISC */
/* How a chat comes to be (protocol 2). */
#ifndef E2E_SESSION_HANDSHAKE_H
#define E2E_SESSION_HANDSHAKE_H

#include "session/core/transaction.h"

/* The parameters for a chat that waits for them: its exponent, and the next call. */
int32_t e2e_i_handshake_group(struct e2e_i_transaction *tx, const struct e2e_dh_group *group,
                              const uint8_t *random, size_t random_n);

/* Our requestEncryption or acceptEncryption failed for good. */
int32_t e2e_i_handshake_refused(struct e2e_i_transaction *tx, int32_t code, struct e2e_bytes text);

/* Whether TEXT, of an error, is one whose meaning is known whatever its code is. */
bool e2e_i_handshake_knows(struct e2e_bytes text);

/* The server has accepted our acceptance: the chat is ready. */
int32_t e2e_i_handshake_activate(struct e2e_i_transaction *tx);

/* encryptedChat as the server said it: a fingerprint of 0 is one, too. */
int32_t e2e_i_handshake_accepted(struct e2e_account *account,
                                 const struct e2e_tl_encrypted_chat *chat, int64_t now);

#endif
