/* SPDX-License-Identifier: ISC */
/* Lasting troubles of a chat, as E2E_HEALTH_*. */
#ifndef E2E_SESSION_HEALTH_H
#define E2E_SESSION_HEALTH_H

#include "session/core/transaction.h"

/* The E2E_HEALTH_* of CHAT at NOW, in ms of the account's time. */
uint32_t e2e_i_health_of(const struct e2e_account *account, const struct e2e_i_chat *chat,
                         int64_t now);

/* Tell the host the chat's health if it has changed since the last event.  E2E_ERR_NOMEM. */
int32_t e2e_i_health_tell(struct e2e_i_transaction *tx);

/* Report E2E_HEALTH_UNREADABLE from now on: the peer will use a key that we do not have. */
void e2e_i_health_unreadable(struct e2e_i_transaction *tx);

#endif
