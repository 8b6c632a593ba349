/* SPDX-License-Identifier: ISC */
/* What a message says of ours: how many of them the peer has (protocol 5.2.4). */
#ifndef E2E_SESSION_ACKS_H
#define E2E_SESSION_ACKS_H

#include "session/chat/received.h"

/* MSG, whose turn it is, acknowledges ours: that is checked, and believed or not. */
int32_t e2e_i_acks_take(struct e2e_i_received *msg);

/* What MSG acknowledges, without copies that we sent unasked and the peer may have counted. */
void e2e_i_acks_tolerate_copies(struct e2e_i_received *msg);

/*
 * MSG waits for others: if it acknowledges what was not sent yet, that is noticed now, and not
 * believed when its turn has come.
 */
int32_t e2e_i_acks_check_ahead(struct e2e_i_received *msg);

#endif
