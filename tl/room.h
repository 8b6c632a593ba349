/* SPDX-License-Identifier: ISC */
/* How much memory decoding takes, before there is any. */
#ifndef E2E_TL_ROOM_H
#define E2E_TL_ROOM_H

#include <e2e/schema.h>

/*
 * The verdict of e2e_tl_get() on the same arguments, without memory; into *ROOM the bytes
 * that it will use, exactly, if the verdict is OK or UNKNOWN, and no fewer otherwise.
 */
int32_t e2e_i_tl_room(size_t *room, uint32_t type, const uint8_t *bytes, size_t n,
                      const struct e2e_tl_limits *limits);

#endif
