/* SPDX-License-Identifier: ISC */
/* What comes of a check that failed. */
#ifndef E2E_SESSION_CHECK_H
#define E2E_SESSION_CHECK_H

#include "session/core/transaction.h"

/*
 * What comes out when CHECK failed in message RANDOM_ID (0 if unknown) of DATE: the event, if
 * one is due, and the closing, if the policy says so.
 */
#define E2E_I_GO_ON     0
#define E2E_I_CLOSED_IT 1
int32_t e2e_i_check_failed(struct e2e_i_transaction *tx, uint32_t *outcome, uint32_t check,
                           int64_t random_id, int32_t date);

/* E2E_EVENT_REJECTED for REASON, as far as the rate allows; of no chat, if the transaction has none. */
int32_t e2e_i_check_reject(struct e2e_i_transaction *tx, uint32_t reason, int64_t random_id,
                           int32_t date);

#endif
