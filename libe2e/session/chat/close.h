/* SPDX-License-Identifier: ISC */
/* Closing a chat (protocol 2.2.3). */
#ifndef E2E_SESSION_CLOSE_H
#define E2E_SESSION_CLOSE_H

#include "session/core/transaction.h"

enum e2e_i_close {
	E2E_I_CLOSE_KNOWN,  /* the server need not be told, or knows it already */
	E2E_I_CLOSE_DISCARD /* tell the server by discardEncryption             */
};

/* How to close a chat, by whether the server knows the chat. */
static inline enum e2e_i_close
e2e_i_close_how(bool knows_it)
{
	return knows_it ? E2E_I_CLOSE_DISCARD : E2E_I_CLOSE_KNOWN;
}

/*
 * Close the chat for REASON (E2E_REASON_* or E2E_CHECK_*): erase its keys, empty its lists, drop
 * everything it was about to send and tell the host.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_close_chat(struct e2e_i_transaction *tx, uint32_t reason, enum e2e_i_close how);

/* The same for an error of the server; the event carries its CODE and a copy of its TEXT. */
int32_t e2e_i_close_chat_by_server(struct e2e_i_transaction *tx, uint32_t reason,
                                   enum e2e_i_close how, int32_t code, struct e2e_bytes text);

#endif
