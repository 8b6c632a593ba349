/* SPDX-License-Identifier: ISC */
/* What of the messages that were sent is where, and whether there is room for more. */
#ifndef E2E_SESSION_OUTGOING_H
#define E2E_SESSION_OUTGOING_H

#include "session/core/account.h"

/* Messages that are not acknowledged. */
uint32_t e2e_i_outgoing_unacknowledged(const struct e2e_i_chat *chat);

/* Of these, those that no authentic message acknowledges, even one whose turn has not come. */
uint32_t e2e_i_outgoing_unseen(const struct e2e_i_chat *chat);

/* The message RANDOM_ID that is not acknowledged, or NULL. */
struct e2e_i_outgoing *e2e_i_outgoing_find(const struct e2e_i_chat *chat, int64_t random_id);

/* SENT is to go out once more, unless it is on its way already (it is not at rest). */
void e2e_i_outgoing_resend(struct e2e_i_chat *chat, struct e2e_i_outgoing *outgoing);
bool e2e_i_outgoing_at_rest(const struct e2e_i_chat *chat, const struct e2e_i_outgoing *outgoing);

/* Whether the outbox has room for what is sent by itself; only the peer can make some. */
bool e2e_i_outgoing_has_room(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* What of all that is sent by itself (E2E_I_DUE_*) it has room for. */
uint32_t e2e_i_outgoing_room(const struct e2e_account *account, const struct e2e_i_chat *chat);

#endif
