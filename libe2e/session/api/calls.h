/* SPDX-License-Identifier: ISC */
/*
 * Calls to the server.  Which calls a chat has to make follows from its saved state, so they need
 * no rows of their own.  The calls in flight are known in memory only: after a restart they are
 * made anew, with the same bytes.  Only typing and spam reports are lost by a restart.
 */
#ifndef E2E_SESSION_CALLS_H
#define E2E_SESSION_CALLS_H

#include "session/core/account.h"

/*
 * Set *CALL to the next call that the host is to make, or to NULL if there is none now.  The call
 * and all that it points to are the account's, until the next e2e_next().  E2E_ERR_NOMEM, and what
 * the building of the request returns; *CALL is NULL then, and a later e2e_next() tries it anew.
 */
int32_t e2e_i_calls_next(struct e2e_account *account, const struct e2e_call **call);

/* Find the call in flight whose id is ID; NULL if there is none.  It is the account's. */
struct e2e_i_call *e2e_i_calls_find(struct e2e_account *account, uint64_t id);

/* Remove CALL from the calls in flight and free it. */
void e2e_i_calls_end(struct e2e_account *account, struct e2e_i_call *call);

/* Whether METHOD, E2E_CALL_*, sends a message of a chat. */
bool e2e_i_calls_is_send(uint32_t method);

/* Drop the calls in flight of chat CHAT_ID, which is being forgotten: their results are ignored. */
void e2e_i_calls_forget(struct e2e_account *account, int32_t chat_id);

#endif
