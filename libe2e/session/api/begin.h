/* SPDX-License-Identifier: ISC */
/* Beginning a transaction about one chat, for a function that the host calls with a chat id. */
#ifndef E2E_SESSION_BEGIN_H
#define E2E_SESSION_BEGIN_H

#include "session/core/transaction.h"

enum e2e_i_begin {
	E2E_I_BEGIN_ACTIVE, /* only in stage E2E_I_ACTIVE, else E2E_ERR_STATE */
	E2E_I_BEGIN_ANY     /* in any stage                                   */
};

/*
 * Begin transaction TX about chat CHAT_ID, in the stages that WHEN allows, at NOW of the host in
 * milliseconds.  Messages of the chat that were held and are now in order are handled first, in
 * transactions of their own.  On success the caller ends TX with e2e_i_end_transaction().
 * E2E_ERR_ARGUMENT if ACCOUNT is NULL, if NOW is out of range or if there is no such chat;
 * E2E_ERR_STATE if the account has not started or the stage is another one; and what handling a
 * held message returns, such as E2E_ERR_NOMEM.  There is no transaction to end after an error.
 */
int32_t e2e_i_begin_chat(struct e2e_i_transaction *tx, struct e2e_account *account,
                         int32_t chat_id, enum e2e_i_begin when, int64_t now);

#endif
