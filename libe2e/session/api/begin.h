/* SPDX-License-Identifier: ISC */
/* What the host does with one chat: the beginning of its transaction. */
#ifndef E2E_SESSION_BEGIN_H
#define E2E_SESSION_BEGIN_H

#include "session/core/transaction.h"

enum e2e_i_begin {
	E2E_I_BEGIN_ACTIVE, /* in stage E2E_I_ACTIVE, else E2E_ERR_STATE */
	E2E_I_BEGIN_ANY     /* in any stage                              */
};

/*
 * Begin a transaction about chat CHAT_ID, where WHEN says; what was held and is due comes before it.
 * E2E_ERR_ARGUMENT if there is no such chat, E2E_ERR_STATE, E2E_ERR_NOMEM.
 */
int32_t e2e_i_begin_chat(struct e2e_i_transaction *tx, struct e2e_account *account,
                         int32_t chat_id, enum e2e_i_begin when, int64_t now);

#endif
