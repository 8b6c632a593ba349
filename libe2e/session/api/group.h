/* SPDX-License-Identifier: ISC */
/* The server's Diffie-Hellman parameters (protocol 1). */
#ifndef E2E_SESSION_GROUP_H
#define E2E_SESSION_GROUP_H

#include "session/core/account.h"

/* The server's parameters as they are saved; NULL if there are none that the host takes. */
const struct e2e_dh_group *e2e_i_group_saved(const struct e2e_account *account);

#endif
