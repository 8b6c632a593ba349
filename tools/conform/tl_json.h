/* SPDX-License-Identifier: ISC */
/*
 * TL objects as vectors write them: {"_": constructor, field: value, ...}.
 *
 * Constructors have TDLib's names.  A long is a decimal string, an int or a double a
 * number, a string text, bytes are hexadecimal, a vector is an array; a field whose flag
 * is cleared is not there, and a flag without a field is true.  In place of a long text or
 * of long bytes may stand {"fill_text": TEXT, "count": N} or {"fill": HEX, "count": N}.
 *
 * What is no such value at all makes the row malformed; what is one, but not of this
 * schema (an unknown constructor or field, a field that is missing), makes it fail.
 */
#ifndef CONFORM_TL_JSON_H
#define CONFORM_TL_JSON_H

#include "row.h"

#include <e2e/schema.h>

/* Set INFO to the constructor of secret chats that TDLib calls NAME; false without one. */
bool tl_json_find(struct e2e_tl_info *info, const char *name);

/* Hexadecimal text or a run of bytes, which live until row_end(). */
struct e2e_bytes tl_json_bytes(struct row *row, const json_t *json);

/*
 * The object that JSON describes, which lives until row_end(); NULL, with the reason in
 * ROW, if there is none.  Whether objects inside it have the right type is for the codec.
 */
const struct e2e_tl *tl_json_build(struct row *row, const json_t *json);

/*
 * The encoding of OBJECT as TYPE, E2E_TYPE_*, which lives until row_end(); no bytes, with the
 * reason, if it has none, or another length than was measured.
 */
struct e2e_bytes tl_encode(struct row *row, uint32_t type, const struct e2e_tl *object);

/* BYTES as an object of TYPE, which lives as long; NULL, with the reason, if they are none. */
const struct e2e_tl *tl_decode(struct row *row, uint32_t type, struct e2e_bytes bytes);

/*
 * False, with the reason, unless GOT is the object WANT: all there is of them, down to the bits
 * of a double, is in their encodings.
 */
bool tl_json_equal(struct row *row, const struct e2e_tl *got, const struct e2e_tl *want);

/* False, with the reason, unless GOT is exactly the object that JSON describes. */
bool tl_json_same(struct row *row, const struct e2e_tl *got, const json_t *json);

#endif
