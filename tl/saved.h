/* SPDX-License-Identifier: ISC */
/*
 * State as the bytes of a row, and back: what stategen.py makes of state.tl, and the one walk over
 * it by which all rows are packed, unpacked and compared.
 *
 * The bytes: the row's id, in four; which of the members that need no condition are not 0, from
 * the lowest bit, as a number; then these and those whose condition is met, in the order of
 * state.tl; then the rest, if the row has one.  A number has 7 bits a byte, the lowest first, and
 * the top bit on all bytes but the last.  One with a sign is doubled first, and its bits are
 * inverted if it is negative, so that small ones are short.
 */
#ifndef E2E_TL_SAVED_H
#define E2E_TL_SAVED_H

#include "tl/saved_row.h"

/* How many bytes OBJECT, the struct of ROW, takes at most; SIZE_MAX is far. */
size_t e2e_i_saved_room(const struct e2e_i_saved_row *row, const void *object);

/* Write OBJECT at P, where there is room.  Where the rest goes, or the end. */
uint8_t *e2e_i_saved_put(uint8_t *p, const struct e2e_i_saved_row *row, const void *object);

/*
 * Read OBJECT, and the REST if the row has one (else NULL), out of BYTES, where spans stay.
 * E2E_ERR_VERSION if they are not of this version, E2E_ERR_STORE if they are of another row, or
 * if a member has a value that it cannot have.
 */
int32_t e2e_i_saved_get(const struct e2e_i_saved_row *row, void *object, struct e2e_bytes *rest,
                        struct e2e_bytes bytes);

/* Whether A and B, structs of ROW, say the same; padding is not looked at. */
bool e2e_i_saved_same(const struct e2e_i_saved_row *row, const void *a, const void *b);

#endif
