/* SPDX-License-Identifier: ISC */
/* Calls of the server's methods as TL. */
#ifndef E2E_SESSION_REQUEST_H
#define E2E_SESSION_REQUEST_H

#include "session/core/account.h"

/* The serialised form of account->calls.call, into it; E2E_ERR_NOMEM. */
int32_t e2e_i_request_put(struct e2e_account *account, struct e2e_bytes file);

#endif
