/* SPDX-License-Identifier: ISC */
/* Messages that the account sends by itself are made, as far as they are due (due.h). */
#ifndef E2E_SESSION_ANSWERS_H
#define E2E_SESSION_ANSWERS_H

#include "session/core/transaction.h"

/*
 * Make what is due and whose time has come.  Where the backend or memory fails, that is
 * tried again at the next tick, and E2E_OK is returned.
 */
int32_t e2e_i_answers_make(struct e2e_i_transaction *tx);

#endif
