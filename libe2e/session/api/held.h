/* SPDX-License-Identifier: ISC */
/* What was held and whose turn has come goes on in transactions of its own. */
#ifndef E2E_SESSION_HELD_H
#define E2E_SESSION_HELD_H

#include "session/core/account.h"

/*
 * All of CHAT, which may be NULL, whose turn it is.  Before anything newer of the chat is taken in
 * that could overtake them or end it.
 */
int32_t e2e_i_held_rest(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now);

/* One more transaction of them, of any chat; none if there are none. */
int32_t e2e_i_held_next(struct e2e_account *account);

#endif
