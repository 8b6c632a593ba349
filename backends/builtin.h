/* SPDX-License-Identifier: ISC */
/* The backends that ./configure can build in. */
#ifndef E2E_BACKENDS_BUILTIN_H
#define E2E_BACKENDS_BUILTIN_H

#include <e2e/backend.h>

extern const struct e2e_backend e2e_i_backend_nettle;
extern const struct e2e_backend e2e_i_backend_gcrypt;

/* The ways in which the backend over Nettle decrypts; the processor and Nettle decide. */
enum e2e_i_nettle_way {
	E2E_I_NETTLE_MASKED,  /* the mask goes into the last round key       */
	E2E_I_NETTLE_UNMASKED /* the mask goes on after the cipher: anywhere */
};

/*
 * For tests that count instructions: OUT becomes that backend, decrypting in WAY without asking
 * the processor.  MASKED decrypts wrongly where Nettle keeps its round keys elsewhere.
 */
void e2e_i_nettle_forced(struct e2e_backend *out, enum e2e_i_nettle_way way);

#endif
