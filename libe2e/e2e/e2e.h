/* SPDX-License-Identifier: ISC */
/*
 * e2e/e2e.h - Telegram's secret chats for any program that speaks MTProto
 *
 * This header includes the others.  backend.h states the conventions that hold in
 * all of them.
 */
#ifndef E2E_E2E_H
#define E2E_E2E_H

#include <e2e/backend.h>
#include <e2e/crypto.h>
#include <e2e/schema.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The release of the library that runs, "MAJOR.MINOR.PATCH". */
E2E_API const char *e2e_version(void);

/*
 * The number of the binary interface that runs.  It changes only when a program
 * compiled against an older header could break; it is 0 until the first release.
 */
E2E_API uint32_t e2e_abi_version(void);

#ifdef __cplusplus
}
#endif

#endif
