/* SPDX-License-Identifier: ISC */
/* inputEncryptedFile as TL: saved with an outgoing message, and part of the call that sends it. */
#ifndef E2E_SESSION_INPUT_FILE_H
#define E2E_SESSION_INPUT_FILE_H

#include <e2e/e2e.h>

/* Read FILE from SAVED, its TL; FILE->md5 points into SAVED.  E2E_ERR_STORE if SAVED is damaged. */
int32_t e2e_i_input_file_get(struct e2e_input_file *file, struct e2e_bytes saved);

/* Write FILE as TL to OUT.  Returns its length in bytes, or 0 if it cannot be written in ROOM. */
size_t e2e_i_input_file_put(uint8_t *out, size_t room, const struct e2e_input_file *file);

#endif
