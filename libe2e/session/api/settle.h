/* SPDX-License-Identifier: ISC */
/* Bringing up to date what is derived from a chat's state. */
#ifndef E2E_SESSION_SETTLE_H
#define E2E_SESSION_SETTLE_H

#include "session/core/account.h"

/*
 * Bring up to date what is derived from CHAT, which stays as it is until the next input: compute
 * its deadline, mark it as one that may have calls to make, and free memory that it no longer
 * needs. This cannot fail.
 */
void e2e_i_settle_chat(struct e2e_account *account, struct e2e_i_chat *chat);

#endif
