/* SPDX-License-Identifier: ISC */
/*
 * Packing state into the bytes of a row, unpacking it, and comparing it, by the tables that
 * stategen.py makes of state.tl.
 *
 * A row has:
 *
 * - its id, 4 bytes, little-endian;
 * - a number with a bit for each member without a condition, the first member in the lowest bit:
 *   set if the member is not 0;
 * - the members whose bit is set, and those whose condition is met, in the order of state.tl;
 * - the rest, if the row has one.
 *
 * A number is a varint: 7 bits in each byte, the lowest first, and the top bit set in each byte
 * but the last.  One that may be negative, as all members and ends of ranges, is in zigzag form:
 * doubled, and all bits inverted if it is negative, so that numbers near 0 are short.  An id has 8
 * bytes, little-endian.  Before a span and before ranges stands their count.
 */
#ifndef E2E_TL_SAVED_H
#define E2E_TL_SAVED_H

#include "tl/saved_row.h"

/* How many bytes OBJECT, the struct of ROW, takes at most.  The sum cannot overflow. */
size_t e2e_i_saved_room(const struct e2e_i_saved_row *row, const void *object);

/* Pack OBJECT at P, where e2e_i_saved_room() must fit.  Returns the end, where the rest goes. */
uint8_t *e2e_i_saved_put(uint8_t *p, const struct e2e_i_saved_row *row, const void *object);

/*
 * Unpack BYTES into OBJECT, and the rest of them into *REST; REST is NULL if the row has none.
 * Spans in OBJECT, and *REST, point into BYTES.  E2E_ERR_VERSION if BYTES are not of this version;
 * E2E_ERR_STORE if they are of another row, or a member has a value that it cannot have.  OBJECT
 * is of no use then.
 */
int32_t e2e_i_saved_get(const struct e2e_i_saved_row *row, void *object, struct e2e_bytes *rest,
                        struct e2e_bytes bytes);

/* Whether all members of A and B, structs of ROW, are equal, whatever is in the padding. */
bool e2e_i_saved_same(const struct e2e_i_saved_row *row, const void *a, const void *b);

#endif
