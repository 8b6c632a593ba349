/* SPDX-License-Identifier: ISC */
/* Flag bits that the schema does not have: peers end at them, so never sent (protocol 7.2.1). */
#ifndef E2E_PROTO_FLAGS_H
#define E2E_PROTO_FLAGS_H

#include <e2e/schema.h>

#include "base/arena.h"

/*
 * OBJECT with only the flag bits that its constructor has, and so all that is in it: itself if
 * there is nothing to clear, or copies in ARENA as far as they differ.  NULL if that has no room;
 * OBJECT is one that e2e_tl_put() takes.
 */
const struct e2e_tl *e2e_i_flags_clear(struct e2e_i_arena *arena, const struct e2e_tl *object);

#endif
