/* SPDX-License-Identifier: ISC */
/* Typing and read marks of the peer, each as at most one event a second. */
#ifndef E2E_SESSION_PASSING_H
#define E2E_SESSION_PASSING_H

#include "session/core/account.h"

/*
 * Make the event of a read mark that waits, if it is due (e2e_i_chat_read_due()), in a transaction
 * of its own at NOW of the host.  E2E_ERR_NOMEM; the mark then still waits.
 */
int32_t e2e_i_passing_tick(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now);

#endif
