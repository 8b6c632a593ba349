/* SPDX-License-Identifier: ISC */
/*
 * Which packets of MTProto 1 are read (protocol T3.4): those with a sequence number below the
 * lowest one taken in MTProto 2, or all while there is none.  If the layer of the wrapper has
 * MTProto 2, only a notifyLayer is read.
 */
#ifndef E2E_SESSION_VERSION_H
#define E2E_SESSION_VERSION_H

#include "session/chat/received.h"

/* Verdicts. */
#define E2E_I_VERSION_READ    0
#define E2E_I_VERSION_REFUSED 1
#define E2E_I_VERSION_LATE    2 /* refused, but a server without the key may have caused it */

/*
 * Give the *VERDICT (E2E_I_VERSION_*) on the packet of MTProto 1 whose wrapper and sequence number
 * are in MSG.  The number is E2E_I_VERSION_NO_SEQ if it has none.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_version_judge(struct e2e_i_received *msg, uint32_t *verdict);

#define E2E_I_VERSION_NO_SEQ INT32_MAX

/*
 * Note that message SEQ_NO was received in MTProto 2 and is taken or held.  Do not call it for one
 * that is only seen, such as a duplicate, or one dropped for want of room.
 */
void e2e_i_version_taken(struct e2e_i_core *core, int32_t seq_no);

#endif
