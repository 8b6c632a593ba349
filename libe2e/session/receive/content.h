/* SPDX-License-Identifier: ISC */
/* What is in a message whose turn it is. */
#ifndef E2E_SESSION_CONTENT_H
#define E2E_SESSION_CONTENT_H

#include "session/chat/received.h"

/* Tell the host of MSG's message, which is decoded, or do what its action says (protocol 7.3). */
int32_t e2e_i_content_take(struct e2e_i_received *msg);

#endif
