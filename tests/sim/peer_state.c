/* SPDX-License-Identifier: ISC */
/* What follows from the state of a scripted client. */
#include "config.h"

#include "peer.h"

int32_t
peer_out_seq(const struct peer *peer, int32_t raw)
{
	return 2 * raw + (peer->creator ? 1 : 0);
}

int32_t
peer_in_seq(const struct peer *peer, int32_t raw)
{
	return 2 * raw + (peer->creator ? 0 : 1);
}

size_t
peer_key_find(const struct peer *peer, int64_t fingerprint)
{
	size_t i;

	for (i = 0; i < peer->n_keys; i++) {
		if (peer->key[i].fingerprint == fingerprint)
			return i;
	}
	return NO_KEY;
}

bool
peer_has_hole(const struct world *world)
{
	const struct peer *peer = world->peer;
	size_t i;

	for (i = (size_t)peer->in; i < peer->n_held; i++) {
		if (peer->held[i].used)
			return true;
	}
	return false;
}
