/* SPDX-License-Identifier: ISC */
/* What a host sees of a chat's stage. */
#ifndef E2E_SESSION_STATE_H
#define E2E_SESSION_STATE_H

#include "session/core/transaction.h"

/* The public state, E2E_CHAT_*, of a stage. */
uint32_t e2e_i_state_of(uint32_t stage);

/* The event of a chat's state; NOMEM.  *EVENT may be NULL. */
int32_t e2e_i_state_tell(struct e2e_i_transaction *tx, struct e2e_event **event);

#endif
