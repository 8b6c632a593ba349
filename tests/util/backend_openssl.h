/* SPDX-License-Identifier: ISC */
/*
 * A third backend, over OpenSSL's libcrypto, only for the tests: an opinion that
 * shares no code with those built in, and the proof that e2e/backend.h says enough.
 */
#ifndef E2E_BACKEND_OPENSSL_H
#define E2E_BACKEND_OPENSSL_H

#include <e2e/backend.h>

/* NULL where the tests were built without libcrypto. */
const struct e2e_backend *tu_backend_openssl(void);

#endif
