/* SPDX-License-Identifier: ISC */
/* What is in a message that is next in order. */
#ifndef E2E_SESSION_CONTENT_H
#define E2E_SESSION_CONTENT_H

#include "session/chat/received.h"

/*
 * Tell the host about MSG, which is decoded and next in order; or do what its action says
 * (protocol 7.3).  MSG->closed says that a failed check has closed the chat.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_content_take(struct e2e_i_received *msg);

#endif
