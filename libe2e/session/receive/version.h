/* SPDX-License-Identifier: ISC */
/*
 * Which packets of MTProto 1 are read (protocol T3.4): those below
 * the lowest number that was taken in MTProto 2, or all while there is none; in a wrapper of a
 * layer that has MTProto 2 only a notifyLayer.
 */
#ifndef E2E_SESSION_VERSION_H
#define E2E_SESSION_VERSION_H

#include "session/chat/received.h"

#define E2E_I_VERSION_READ    0
#define E2E_I_VERSION_REFUSED 1
#define E2E_I_VERSION_LATE    2 /* refused; a server can bring it about without a key */

/*
 * *VERDICT on the packet of MTProto 1 whose wrapper and number are in MSG.  One without a number
 * has E2E_I_VERSION_NO_SEQ for it.  NOMEM.
 */
int32_t e2e_i_version_judge(struct e2e_i_received *msg, uint32_t *verdict);

#define E2E_I_VERSION_NO_SEQ INT32_MAX

/*
 * The message with the number SEQ_NO is taken, now or when its turn comes, and came in MTProto 2.
 * One that was only seen shows nothing: it may be a duplicate, or dropped for want of room.
 */
void e2e_i_version_taken(struct e2e_i_core *core, int32_t seq_no);

#endif
