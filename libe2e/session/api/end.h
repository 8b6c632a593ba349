/* SPDX-License-Identifier: ISC */
/* Ending a transaction. */
#ifndef E2E_SESSION_END_H
#define E2E_SESSION_END_H

#include "session/core/transaction.h"

/*
 * End TX, whose steps have returned ERR.  If ERR is negative, put back what transaction.h says.
 * Else queue the rows and events as a commit, if there are any, and settle the chat (settle.h), or
 * remove and free it if TX says so.  If queueing fails, put all back as well.  Returns ERR, or the
 * error of queueing, such as E2E_ERR_NOMEM.  TX is over in any case.
 */
int32_t e2e_i_end_transaction(struct e2e_i_transaction *tx, int32_t err);

#endif
