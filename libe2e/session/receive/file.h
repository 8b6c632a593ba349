/* SPDX-License-Identifier: ISC */
/* Whether the file of a message and the key in it belong together (protocol 8.4, T8.4). */
#ifndef E2E_SESSION_FILE_H
#define E2E_SESSION_FILE_H

#include "proto/message.h"
#include "session/core/account.h"

/*
 * Whether MEDIA's key and iv can be those of a file with FINGERPRINT.  Both must have 32 bytes, and
 * the fingerprint must match.  A backend without MD5 (it may be forbidden) cannot compare it; the
 * answer is true then.
 */
bool e2e_i_file_fits(struct e2e_account *account, const struct e2e_i_media *media,
                     int32_t fingerprint);

#endif
