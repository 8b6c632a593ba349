/* SPDX-License-Identifier: ISC */
/* The messages that a chat sends by itself, when they are due (session/chat/due.h). */
#ifndef E2E_SESSION_ANSWERS_H
#define E2E_SESSION_ANSWERS_H

#include "session/core/transaction.h"

/*
 * Make the messages that are due now, as far as there is room for them and the budget allows.  If
 * the backend or memory fails, the transaction goes back to where it was, the chat tries once more
 * later, and E2E_OK is returned.
 */
int32_t e2e_i_answers_make(struct e2e_i_transaction *tx);

#endif
