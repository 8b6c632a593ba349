/* SPDX-License-Identifier: ISC */
/*
 * Rows: what they are called, and how state is written to them and read back.  A value is what
 * tl/saved.h makes of the state (tl/state.tl), and the first eight bytes of
 *     SHA256(user_id, table, length of the key | key | value)
 * (the numbers little-endian, in 8, 4 and 4 bytes)
 * so that a changed byte, a value under another key, and another user's row are noticed.
 */
#ifndef E2E_SESSION_ROWS_H
#define E2E_SESSION_ROWS_H

#include "session/core/account.h"
#include "tl/saved.h"

#define E2E_I_ROW_TAG_BYTES 8

/* Add to COMMIT a row of the account, or of CORE's chat, as the state is now. */
int32_t e2e_i_rows_saved(struct e2e_account *account, struct e2e_i_commit *commit);
int32_t e2e_i_rows_clock(struct e2e_account *account, struct e2e_i_commit *commit);
int32_t e2e_i_rows_dh(struct e2e_account *account, struct e2e_i_commit *commit);
int32_t e2e_i_rows_verdict(struct e2e_account *account, struct e2e_i_commit *commit,
                           const uint8_t digest[E2E_SHA256_BYTES], int32_t verdict);
int32_t e2e_i_rows_chat(struct e2e_account *account, struct e2e_i_commit *commit,
                        const struct e2e_i_core *core);
int32_t e2e_i_rows_counters(struct e2e_account *account, struct e2e_i_commit *commit,
                            const struct e2e_i_core *core);
int32_t e2e_i_rows_key(struct e2e_account *account, struct e2e_i_commit *commit,
                       const struct e2e_i_core *core, uint32_t which);
int32_t e2e_i_rows_handshake(struct e2e_account *account, struct e2e_i_commit *commit,
                             const struct e2e_i_core *core);
int32_t e2e_i_rows_rekey(struct e2e_account *account, struct e2e_i_commit *commit,
                         const struct e2e_i_core *core);
int32_t e2e_i_rows_item(struct e2e_account *account, struct e2e_i_commit *commit,
                        const struct e2e_i_core *core, uint32_t which,
                        const struct e2e_i_item *item);

/* Add the deletion of a row. */
int32_t e2e_i_rows_delete(struct e2e_i_commit *commit, uint32_t table, const uint8_t *key,
                          size_t key_n);

/* The key of a chat's row: the id, and SUFFIX of N bytes, big-endian.  Its length. */
size_t e2e_i_rows_key_of(uint8_t key[E2E_ROW_KEY_MAX_BYTES], int32_t id, int64_t suffix,
                         size_t n);

/* How many bytes follow the id in the keys of TABLE. */
size_t e2e_i_rows_suffix(uint32_t table);

/*
 * The BODY of a VALUE of TABLE and KEY, for e2e_i_saved_get(): E2E_ERR_STORE if it is damaged,
 * E2E_ERR_BACKEND.
 */
int32_t e2e_i_rows_open(struct e2e_account *account, struct e2e_bytes *body, uint32_t table,
                        struct e2e_bytes key, struct e2e_bytes value);

/* The file reference of a message as saved, and back; E2E_ERR_STORE if it cannot be. */
int32_t e2e_i_rows_file_get(struct e2e_remote_file *file, struct e2e_bytes saved);

#endif
