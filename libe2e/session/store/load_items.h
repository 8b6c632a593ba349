/* SPDX-License-Identifier: ISC */
/* What waits in the lists of a chat, out of its rows. */
#ifndef E2E_SESSION_LOAD_ITEMS_H
#define E2E_SESSION_LOAD_ITEMS_H

#include "session/store/load_row.h"

/* The item in LOAD's body: E2E_ERR_STORE, _VERSION, _ARGUMENT if it is there, _NOMEM. */
int32_t e2e_i_load_outgoing(struct e2e_i_load *load);
int32_t e2e_i_load_held(struct e2e_i_load *load);
int32_t e2e_i_load_pending(struct e2e_i_load *load);
int32_t e2e_i_load_gap(struct e2e_i_load *load);
int32_t e2e_i_load_timer(struct e2e_i_load *load);

#endif
