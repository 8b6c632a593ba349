/* SPDX-License-Identifier: ISC */
/* What is wrong with a chat for longer than a moment. */
#ifndef E2E_SESSION_HEALTH_H
#define E2E_SESSION_HEALTH_H

#include "session/core/transaction.h"

/* E2E_HEALTH_* of CHAT at NOW, of the account's time. */
uint32_t e2e_i_health_of(const struct e2e_account *account, const struct e2e_i_chat *chat,
                         int64_t now);

/* The event, if it is not as it was last told. */
int32_t e2e_i_health_tell(struct e2e_i_transaction *tx);

/* The peer will write with a key that is not here: E2E_HEALTH_UNREADABLE from now on. */
void e2e_i_health_unreadable(struct e2e_i_transaction *tx);

#endif
