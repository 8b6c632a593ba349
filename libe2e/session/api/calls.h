/* SPDX-License-Identifier: ISC */
/*
 * Calls: what a chat has to ask the server follows from its state, so nothing has to be
 * remembered over a crash; which calls are out is known only while the account lives.
 */
#ifndef E2E_SESSION_CALLS_H
#define E2E_SESSION_CALLS_H

#include "session/core/account.h"

/* The next call, or NULL in *CALL; E2E_ERR_NOMEM. */
int32_t e2e_i_calls_next(struct e2e_account *account, const struct e2e_call **call);

/* The call ID that is out, or NULL; and take it out of those. */
struct e2e_i_call *e2e_i_calls_find(struct e2e_account *account, uint64_t id);
void e2e_i_calls_end(struct e2e_account *account, struct e2e_i_call *call);

/* Whether METHOD sends a message of a chat. */
bool e2e_i_calls_is_send(uint32_t method);

/* Chat CHAT_ID is gone: answers to its calls concern nobody. */
void e2e_i_calls_forget(struct e2e_account *account, int32_t chat_id);

#endif
