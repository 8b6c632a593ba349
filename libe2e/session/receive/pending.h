/* SPDX-License-Identifier: ISC */
/* Packets that arrive before the chat is ready (protocol T2.2). */
#ifndef E2E_SESSION_PENDING_H
#define E2E_SESSION_PENDING_H

#include "session/receive/packet_in.h"

/* Save PACKET until the chat is ready, or reject it if there is no room.  E2E_ERR_NOMEM. */
int32_t e2e_i_pending_add(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet);

/* Take the pending packets, as the chat is ready now.  Errors as of e2e_i_packet_in_take(). */
int32_t e2e_i_pending_take(struct e2e_i_transaction *tx);

#endif
