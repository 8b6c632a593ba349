/* SPDX-License-Identifier: ISC */
/* What the actions of a peer do (protocol 7.3). */
#ifndef E2E_SESSION_ACTION_H
#define E2E_SESSION_ACTION_H

#include "session/chat/received.h"

/* The action of a service message (protocol 7.3). */
int32_t e2e_i_action_take(struct e2e_i_received *msg);

/* The resend request in MSG, if it is one, is obeyed; at once, even out of turn. */
int32_t e2e_i_action_resend(struct e2e_i_received *msg);

#endif
