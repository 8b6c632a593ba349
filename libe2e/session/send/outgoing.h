/* SPDX-License-Identifier: ISC */
/* Find and count outgoing messages, and decide whether the outbox has room for more. */
#ifndef E2E_SESSION_OUTGOING_H
#define E2E_SESSION_OUTGOING_H

#include "session/core/account.h"

/* The number of messages that are not acknowledged. */
uint32_t e2e_i_outgoing_unacknowledged(const struct e2e_i_chat *chat);

/*
 * The number of those that no authentic message acknowledges.  A held message, which waits behind
 * a gap, counts too.
 */
uint32_t e2e_i_outgoing_unseen(const struct e2e_i_chat *chat);

/* The unacknowledged message with RANDOM_ID, or NULL. */
struct e2e_i_outgoing *e2e_i_outgoing_find(const struct e2e_i_chat *chat, int64_t random_id);

/* Mark OUTGOING to be sent once more, if it is at rest: neither to be sent nor in flight. */
void e2e_i_outgoing_resend(struct e2e_i_chat *chat, struct e2e_i_outgoing *outgoing);
bool e2e_i_outgoing_at_rest(const struct e2e_i_chat *chat, const struct e2e_i_outgoing *outgoing);

/* Whether the outbox has room for what the chat sends by itself.  Only the peer can make room. */
bool e2e_i_outgoing_has_room(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* The set of E2E_I_DUE_* that the outbox has room for. */
uint32_t e2e_i_outgoing_room(const struct e2e_account *account, const struct e2e_i_chat *chat);

#endif
