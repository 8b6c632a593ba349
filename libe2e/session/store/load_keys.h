/* SPDX-License-Identifier: ISC */
/* Loading the rows of a chat's keys, handshake and re-key. */
#ifndef E2E_SESSION_LOAD_KEYS_H
#define E2E_SESSION_LOAD_KEYS_H

#include "session/store/load_row.h"

/*
 * Let the chat have the key, handshake or re-key in LOAD's body.  E2E_ERR_STORE if the row is
 * damaged, E2E_ERR_VERSION if a newer version has written it, E2E_ERR_ARGUMENT if it was loaded
 * already, E2E_ERR_NOMEM, E2E_ERR_BACKEND.
 */
int32_t e2e_i_load_key(struct e2e_i_load *load);
int32_t e2e_i_load_handshake(struct e2e_i_load *load);
int32_t e2e_i_load_rekey(struct e2e_i_load *load);

#endif
