/* SPDX-License-Identifier: ISC */
/* Serialising calls of the server's methods. */
#ifndef E2E_SESSION_REQUEST_H
#define E2E_SESSION_REQUEST_H

#include "session/core/account.h"

/*
 * Serialise account->calls.call into its own member `request`, in memory of the account; FILE,
 * which may be empty, is its inputEncryptedFile as TL.  `request` stays as it is for a method of
 * the host's own.  E2E_ERR_NOMEM; E2E_ERR_STORE if FILE cannot be read, and errors of the codec.
 */
int32_t e2e_i_request_put(struct e2e_account *account, struct e2e_bytes file);

#endif
