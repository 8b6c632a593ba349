/* SPDX-License-Identifier: ISC */
/* Creating a chat: from requestEncryption or acceptEncryption to the shared key (protocol 2). */
#ifndef E2E_SESSION_HANDSHAKE_H
#define E2E_SESSION_HANDSHAKE_H

#include "session/core/transaction.h"

/*
 * Continue the chat, which waits for parameters, with GROUP, one of the account's: draw its
 * exponent, mixing in RANDOM_N bytes of the server's RANDOM, and go to the stage of the next call.
 * Closes the chat if the peer's value is bad.  E2E_ERR_NOMEM, and errors of the backend.
 */
int32_t e2e_i_handshake_group(struct e2e_i_transaction *tx, const struct e2e_dh_group *group,
                              const uint8_t *random, size_t random_n);

/*
 * Handle the permanent failure of our requestEncryption or acceptEncryption, with CODE and TEXT of
 * the server: rename the chat, activate it or close it.
 */
int32_t e2e_i_handshake_refused(struct e2e_i_transaction *tx, int32_t code, struct e2e_bytes text);

/* Whether TEXT of an error has a meaning for a handshake of its own, whatever the code is. */
bool e2e_i_handshake_knows(struct e2e_bytes text);

/* Make the chat active: the server has our acceptEncryption, or the key is complete. */
int32_t e2e_i_handshake_activate(struct e2e_i_transaction *tx);

/*
 * Feed encryptedChat in the form that the server sent.  Unlike at e2e_feed_accepted(), a
 * fingerprint of 0 is one that is compared.  Errors are those of that function.
 */
int32_t e2e_i_handshake_accepted(struct e2e_account *account,
                                 const struct e2e_tl_encrypted_chat *chat, int64_t now);

#endif
