/* SPDX-License-Identifier: ISC */
/* How many of our messages the peer has received, by its in_seq_no (protocol 5.2.4). */
#ifndef E2E_SESSION_ACKS_H
#define E2E_SESSION_ACKS_H

#include "session/chat/received.h"

/*
 * Check what MSG, the next in order, acknowledges, and drop the acknowledged messages from the
 * outgoing ones.  A failed check goes through e2e_i_received_check().  E2E_ERR_NOMEM.
 */
int32_t e2e_i_acks_take(struct e2e_i_received *msg);

/* Lower MSG->acks by the copies that were pushed unasked, if the peer may have counted them. */
void e2e_i_acks_tolerate_copies(struct e2e_i_received *msg);

/*
 * Check on arrival whether MSG, which is ahead of a gap, acknowledges messages that have not been
 * sent yet.  Later, when it is taken in order, they may have been.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_acks_check_ahead(struct e2e_i_received *msg);

#endif
