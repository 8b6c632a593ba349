/* SPDX-License-Identifier: ISC */
/* Messages one after the other, each in its turn (protocol 5.2.5). */
#ifndef E2E_SESSION_IN_ORDER_H
#define E2E_SESSION_IN_ORDER_H

#include "session/chat/received.h"

/* The turn of the message in MSG, whose wrapper and number are read. */
int32_t e2e_i_in_order_take(struct e2e_i_received *msg);

/*
 * Those that wait behind a gap, as far as it is their turn now, and as many as go into one
 * transaction.  The others stay where they are, in memory and in the rows, until held.h takes them.
 */
int32_t e2e_i_in_order_held(struct e2e_i_transaction *tx);

#endif
