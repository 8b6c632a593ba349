/* SPDX-License-Identifier: ISC */
/* The difference that a transaction made, as rows. */
#ifndef E2E_SESSION_CHANGES_H
#define E2E_SESSION_CHANGES_H

#include "session/core/transaction.h"

/* Add to the transaction's commit a row for all that differs from its beginning; E2E_ERR_NOMEM. */
int32_t e2e_i_changes_rows(struct e2e_i_transaction *tx);

#endif
