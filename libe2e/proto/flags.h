/* SPDX-License-Identifier: ISC */
/*
 * Clear flag bits that the schema does not define.  They are never sent, because peers stop
 * decoding at them (protocol 7.2.1).
 */
#ifndef E2E_PROTO_FLAGS_H
#define E2E_PROTO_FLAGS_H

#include <e2e/schema.h>

#include "base/arena.h"

/*
 * Return OBJECT, and all objects in it, with only the flag bits that their constructors define.
 * Objects that change are copied into ARENA; OBJECT itself is returned if nothing changes.  NULL if
 * ARENA has no room.  OBJECT must be valid for e2e_tl_put().
 */
const struct e2e_tl *e2e_i_flags_clear(struct e2e_i_arena *arena, const struct e2e_tl *object);

#endif
