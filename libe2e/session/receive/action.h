/* SPDX-License-Identifier: ISC */
/* The actions in the service messages of a peer (protocol 7.3). */
#ifndef E2E_SESSION_ACTION_H
#define E2E_SESSION_ACTION_H

#include "session/chat/received.h"

/*
 * Do what the action in MSG, a decoded service message, says: change the chat, make events, note
 * answers that are due (protocol 7.3).  An unknown constructor is ignored.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_action_take(struct e2e_i_received *msg);

/*
 * If MSG is a request to resend that was not obeyed before, obey it.  MSG may be ahead of a gap.
 * E2E_ERR_NOMEM.
 */
int32_t e2e_i_action_resend(struct e2e_i_received *msg);

#endif
