/* SPDX-License-Identifier: ISC */
/* The backends that ./configure can build in. */
#ifndef E2E_BACKENDS_BUILTIN_H
#define E2E_BACKENDS_BUILTIN_H

#include <e2e/backend.h>

extern const struct e2e_backend e2e_i_backend_nettle;
extern const struct e2e_backend e2e_i_backend_gcrypt;

#endif
