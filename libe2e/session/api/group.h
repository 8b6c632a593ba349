/* SPDX-License-Identifier: ISC */
/* Diffie-Hellman parameters of the server (protocol 1). */
#ifndef E2E_SESSION_GROUP_H
#define E2E_SESSION_GROUP_H

#include "session/core/account.h"

/*
 * The Diffie-Hellman parameters that are saved; NULL if there are none, or if the configuration
 * (E2E_CONFIG_KNOWN_PRIME) does not allow their prime.  They are the account's.
 */
const struct e2e_dh_group *e2e_i_group_saved(const struct e2e_account *account);

#endif
