/* SPDX-License-Identifier: ISC */
/* The end of a transaction. */
#ifndef E2E_SESSION_END_H
#define E2E_SESSION_END_H

#include "session/core/transaction.h"

/*
 * End TX.  ERR negative: all is put back (transaction.h says what that is).  Else the transaction is
 * queued, if there is something in it, and its chat is settled; or all is put back because that
 * failed.  Returns ERR, or that failure.
 */
int32_t e2e_i_end_transaction(struct e2e_i_transaction *tx, int32_t err);

#endif
