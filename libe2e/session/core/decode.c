/* SPDX-License-Identifier: ISC */
/* Decoding TL that others have sent, in no more memory than its objects need. */
#include "config.h"

#include "session/core/decode.h"

#include "tl/room.h"

int32_t
e2e_i_decode(struct e2e_i_pool *pool, struct e2e_tl_got *got, uint32_t type,
             struct e2e_bytes bytes, const struct e2e_tl_limits *limits)
{
	void *memory;
	size_t room;
	int32_t err = e2e_i_tl_room(&room, type, bytes.p, bytes.n, limits);

	*got = (struct e2e_tl_got)E2E_TL_GOT_INIT;
	if (err != E2E_OK && err != E2E_REFUSED_UNKNOWN)
		return err;
	memory = e2e_i_pool_alloc(pool, room);
	if (memory == NULL)
		return E2E_ERR_NOMEM;
	return e2e_tl_get(got, memory, room, type, bytes.p, bytes.n, limits);
}
