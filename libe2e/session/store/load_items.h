/* SPDX-License-Identifier: ISC */
/* Loading the rows of a chat's lists. */
#ifndef E2E_SESSION_LOAD_ITEMS_H
#define E2E_SESSION_LOAD_ITEMS_H

#include "session/store/load_row.h"

/*
 * Add the item in LOAD's body to its list.  E2E_ERR_STORE if the row is damaged, E2E_ERR_VERSION
 * if a newer version has written it, E2E_ERR_ARGUMENT if it was loaded already, E2E_ERR_NOMEM.
 */
int32_t e2e_i_load_outgoing(struct e2e_i_load *load);
int32_t e2e_i_load_held(struct e2e_i_load *load);
int32_t e2e_i_load_pending(struct e2e_i_load *load);
int32_t e2e_i_load_gap(struct e2e_i_load *load);
int32_t e2e_i_load_timer(struct e2e_i_load *load);

#endif
