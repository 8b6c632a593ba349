/* SPDX-License-Identifier: ISC */
/*
 * Rows: their keys, and their values.  A value is what tl/saved.h makes of the state
 * (tl/state.tl), followed by the first eight bytes of
 *     SHA256(user_id, table, length of the key | key | value)
 * with the numbers little-endian in 8, 4 and 4 bytes.  This digest detects a changed byte, a value
 * under another key, and a row of another user.
 */
#ifndef E2E_SESSION_ROWS_H
#define E2E_SESSION_ROWS_H

#include "session/core/account.h"
#include "tl/saved.h"

#define E2E_I_ROW_TAG_BYTES 8

/* Add to COMMIT a row of the account, or of CORE's chat, with the present state.  E2E_ERR_NOMEM. */
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

/* Add to COMMIT the deletion of a row.  E2E_ERR_NOMEM. */
int32_t e2e_i_rows_delete(struct e2e_i_commit *commit, uint32_t table, const uint8_t *key,
                          size_t key_n);

/* Write KEY of a chat's row: ID, then SUFFIX in N bytes, both big-endian.  Returns its length. */
size_t e2e_i_rows_key_of(uint8_t key[E2E_ROW_KEY_MAX_BYTES], int32_t id, int64_t suffix,
                         size_t n);

/* How many bytes follow the id in the keys of TABLE. */
size_t e2e_i_rows_suffix(uint32_t table);

/*
 * Check the digest of VALUE, which was stored in TABLE under KEY, and let BODY be VALUE without
 * it, for e2e_i_saved_get().  E2E_ERR_STORE if VALUE is damaged, E2E_ERR_BACKEND.
 */
int32_t e2e_i_rows_open(struct e2e_account *account, struct e2e_bytes *body, uint32_t table,
                        struct e2e_bytes key, struct e2e_bytes value);

/* Read FILE from SAVED, the encryptedFile saved with a received message.  E2E_ERR_STORE. */
int32_t e2e_i_rows_file_get(struct e2e_remote_file *file, struct e2e_bytes saved);

#endif
