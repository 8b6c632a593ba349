/* SPDX-License-Identifier: ISC */
/* The backends that ./configure can build in. */
#ifndef E2E_BACKENDS_BUILTIN_H
#define E2E_BACKENDS_BUILTIN_H

#include <e2e/backend.h>

extern const struct e2e_backend e2e_i_backend_nettle;
extern const struct e2e_backend e2e_i_backend_gcrypt;

/* How the backend over Nettle decrypts; it depends on the processor and on Nettle. */
enum e2e_i_nettle_way {
	E2E_I_NETTLE_MASKED,  /* the mask goes into the last round key       */
	E2E_I_NETTLE_UNMASKED /* the mask is added after the cipher; always possible */
};

/*
 * For tests that count instructions: make OUT the backend over Nettle, decrypting in WAY whatever
 * the processor is.  MASKED decrypts wrongly where Nettle keeps its round keys elsewhere.
 */
void e2e_i_nettle_forced(struct e2e_backend *out, enum e2e_i_nettle_way way);

#endif
