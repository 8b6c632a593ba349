/* SPDX-License-Identifier: ISC */
/* What the server tells in passing, at most once a second: typing and read marks. */
#ifndef E2E_SESSION_PASSING_H
#define E2E_SESSION_PASSING_H

#include "session/core/account.h"

/* Tell a read mark that waits, if its time has come (e2e_i_chat_read_due()). */
int32_t e2e_i_passing_tick(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now);

#endif
