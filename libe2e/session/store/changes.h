/* SPDX-License-Identifier: ISC */
/* The changes of a transaction as rows. */
#ifndef E2E_SESSION_CHANGES_H
#define E2E_SESSION_CHANGES_H

#include "session/core/transaction.h"

/*
 * Add to the commit of TX a row for everything saved that differs from the state at its beginning.
 * E2E_ERR_NOMEM.
 */
int32_t e2e_i_changes_rows(struct e2e_i_transaction *tx);

#endif
