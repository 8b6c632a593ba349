/* SPDX-License-Identifier: ISC */
/* How much memory decoding will take. */
#ifndef E2E_TL_ROOM_H
#define E2E_TL_ROOM_H

#include <e2e/schema.h>

/*
 * Return what e2e_tl_get() would return for the same arguments, without memory.  *ROOM is the
 * number of bytes that it will use: exactly, if the result is E2E_OK or E2E_REFUSED_UNKNOWN, and
 * at least, if it is another.
 */
int32_t e2e_i_tl_room(size_t *room, uint32_t type, const uint8_t *bytes, size_t n,
                      const struct e2e_tl_limits *limits);

#endif
