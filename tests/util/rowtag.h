/* SPDX-License-Identifier: ISC */
/*
 * The digest of a saved row (doc/design.md, "The account"), for tests that put a row of one chat
 * under the id of another, or make one themselves.
 */
#ifndef E2E_ROWTAG_H
#define E2E_ROWTAG_H

#include <e2e/e2e.h>

#define ROW_TAG_BYTES 8

/*
 * Write the digest of the row of USER_ID with TABLE, KEY and VALUE into the last ROW_TAG_BYTES
 * of VALUE, of VALUE_N bytes.  Errors: BACKEND.
 */
E2E_MUST_CHECK int32_t row_tag(struct e2e_crypto *crypto, int64_t user_id, uint32_t table,
                               const uint8_t *key, size_t key_n, uint8_t *value,
                               size_t value_n);

#endif
