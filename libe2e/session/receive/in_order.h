/* SPDX-License-Identifier: ISC */
/* Taking messages in the order of their sequence numbers (protocol 5.2.5). */
#ifndef E2E_SESSION_IN_ORDER_H
#define E2E_SESSION_IN_ORDER_H

#include "session/chat/received.h"

/*
 * Take MSG, whose sequence number is the next in order: decode it, check its layer and what it
 * acknowledges, and tell the host or do what it says.  MSG->wrapper, seq_no and acks are set
 * already.  MSG->closed says that the chat was closed.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_in_order_take(struct e2e_i_received *msg);

/*
 * Take the held messages that are next in order, as many as one transaction may take.  The others
 * stay held until api/held.h takes them.  E2E_ERR_NOMEM; E2E_ERR_STORE for a message that cannot be
 * read.
 */
int32_t e2e_i_in_order_held(struct e2e_i_transaction *tx);

#endif
