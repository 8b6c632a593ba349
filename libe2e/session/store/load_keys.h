/* SPDX-License-Identifier: ISC */
/* A chat's keys, and how they come to be, out of their rows. */
#ifndef E2E_SESSION_LOAD_KEYS_H
#define E2E_SESSION_LOAD_KEYS_H

#include "session/store/load_row.h"

/* The key, handshake or re-key in LOAD's body: as below, or BACKEND. */
int32_t e2e_i_load_key(struct e2e_i_load *load);
int32_t e2e_i_load_handshake(struct e2e_i_load *load);
int32_t e2e_i_load_rekey(struct e2e_i_load *load);

#endif
