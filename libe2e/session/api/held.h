/* SPDX-License-Identifier: ISC */
/* Handling held messages that are now in order, in transactions of their own. */
#ifndef E2E_SESSION_HELD_H
#define E2E_SESSION_HELD_H

#include "session/core/account.h"

/*
 * Handle all held messages of CHAT that are in order; nothing if CHAT is NULL.  Call it before any
 * newer input about the chat, which could otherwise overtake them or close the chat.  Returns the
 * first error; what was handled before it stays handled.
 */
int32_t e2e_i_held_rest(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now);

/* Handle one transaction's share of such messages of any chat; nothing if there are none. */
int32_t e2e_i_held_next(struct e2e_account *account);

#endif
