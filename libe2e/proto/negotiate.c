/* SPDX-License-Identifier: ISC */
/* Chooses the layer and the MTProto version for a peer (protocol 3.2.1, 4.2). */
#include "config.h"

#include "proto/negotiate.h"

#include <e2e/schema.h>

int32_t
e2e_i_peer_layer(int32_t known, int32_t seen)
{
	return seen > known ? seen : known;
}

int32_t
e2e_i_wrapper_layer(int32_t own, int32_t peer, int32_t sent_layer)
{
	int32_t layer = e2e_layer_wrapper(own, peer);

	return layer > sent_layer ? layer : sent_layer;
}

bool
e2e_i_mtproto1(bool allowed, bool seen_2, int32_t peer_layer)
{
	return allowed && !seen_2 && peer_layer < E2E_I_LAYER_MTPROTO2;
}

bool
e2e_i_mtproto1_read(bool seen_2, int32_t from_2, int32_t seq_no)
{
	return !seen_2 || seq_no < from_2;
}
