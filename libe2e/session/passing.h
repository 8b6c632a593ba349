/* SPDX-License-Identifier: ISC */
/* What the server tells in passing, at most once a second: typing and read marks. */
#ifndef E2E_SESSION_PASSING_H
#define E2E_SESSION_PASSING_H

#include "session/account.h"

/* When a read mark that waits is told, or 0; and tell it, if that is now. */
int64_t e2e_i_passing_due(const struct e2e_i_chat *chat);
int32_t e2e_i_passing_tick(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now);

#endif
