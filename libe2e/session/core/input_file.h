/* SPDX-License-Identifier: ISC */
/* inputEncryptedFile, as it is saved with a message and goes into its call. */
#ifndef E2E_SESSION_INPUT_FILE_H
#define E2E_SESSION_INPUT_FILE_H

#include <e2e/e2e.h>

/* The file of a send from its TL; E2E_ERR_STORE.  md5 points into SAVED. */
int32_t e2e_i_input_file_get(struct e2e_input_file *file, struct e2e_bytes saved);

/* inputEncryptedFile of FILE as TL; 0 if there is none or it does not fit into ROOM. */
size_t e2e_i_input_file_put(uint8_t *out, size_t room, const struct e2e_input_file *file);

#endif
