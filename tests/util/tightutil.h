/* SPDX-License-Identifier: ISC */
/* A chat whose allocator refuses large blocks, as one of a small device does, and much junk. */
#ifndef TIGHTUTIL_H
#define TIGHTUTIL_H

#include "chatutil.h"

#define SMALL      ((size_t)32 * 1024) /* more than any block that junk may cause */
#define HUGE_BYTES 16000000            /* a string of TL can have so many         */

/* An allocator that refuses blocks above MOST, and remembers the largest that was asked for. */
struct cap {
	struct e2e_allocator inner;
	size_t most, largest;
};

struct tight {
	struct ch c;
	struct cap cap;
	uint8_t *junk; /* HUGE_BYTES of it */
};

/* A host of BACKEND without limits yet; from then on that no block is larger than SMALL; both, with
 * a chat in ROLE. */
void tight_init(struct tight *t, int backend);
void tighten(struct tight *t);
void tight_open(struct tight *t, int backend, uint32_t role);
void tight_close(struct tight *t);

/* Boxed OBJECT, alive as long as the peer. */
struct e2e_bytes tight_boxed(struct ch *c, const void *object);

#endif
