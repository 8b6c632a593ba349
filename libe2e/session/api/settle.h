/* SPDX-License-Identifier: ISC */
/* What follows from the state of a chat, whatever has happened to it. */
#ifndef E2E_SESSION_SETTLE_H
#define E2E_SESSION_SETTLE_H

#include "session/core/account.h"

/*
 * CHAT is as it will stay until the next input: find its deadline, and whether it may have calls to
 * make; free what it needs no more.  Nothing of that can fail.
 */
void e2e_i_settle_chat(struct e2e_account *account, struct e2e_i_chat *chat);

#endif
