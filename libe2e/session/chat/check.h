/* SPDX-License-Identifier: ISC */
/* What follows a failed check. */
#ifndef E2E_SESSION_CHECK_H
#define E2E_SESSION_CHECK_H

#include "session/core/transaction.h"

/*
 * Do what the policy says about CHECK, which failed in message RANDOM_ID (0 if unknown) of DATE:
 * nothing, E2E_EVENT_REJECTED, or closing the chat, in which case *CLOSED is true.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_check_failed(struct e2e_i_transaction *tx, bool *closed, uint32_t check,
                           int64_t random_id, int32_t date);

/*
 * Tell E2E_EVENT_REJECTED with REASON (E2E_CHECK_* or E2E_REASON_*), if the rate allows one more:
 * of the chat of TX, or of none if TX has no chat.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_check_reject(struct e2e_i_transaction *tx, uint32_t reason, int64_t random_id,
                           int32_t date);

#endif
