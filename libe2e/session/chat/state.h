/* SPDX-License-Identifier: ISC */
/* The stage of a chat, as the host sees it. */
#ifndef E2E_SESSION_STATE_H
#define E2E_SESSION_STATE_H

#include "session/core/transaction.h"

/* The public state (E2E_CHAT_*) of STAGE (E2E_I_ASKED ...). */
uint32_t e2e_i_state_of(uint32_t stage);

/*
 * Tell the host the chat's state.  EVENT may be NULL; else *EVENT is that event, for the caller
 * to add to.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_state_tell(struct e2e_i_transaction *tx, struct e2e_event **event);

#endif
