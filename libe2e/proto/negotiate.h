/* SPDX-License-Identifier: ISC */
/* Choose the layer and the MTProto version for a peer (protocol 3.2.1, 4.2). */
#ifndef E2E_PROTO_NEGOTIATE_H
#define E2E_PROTO_NEGOTIATE_H

#include <stdbool.h>
#include <stdint.h>

/* From this layer on, MTProto 2 is mandatory (protocol 4.1.2). */
#define E2E_I_LAYER_MTPROTO2 73

/* The peer's layer, KNOWN before it has announced SEEN: it never falls (protocol 4.2.3, T4.2). */
int32_t e2e_i_peer_layer(int32_t known, int32_t seen);

/* The layer of our next wrapper, never below SENT_LAYER of ours (protocol 4.2.4, T4.1, T4.3). */
int32_t e2e_i_wrapper_layer(int32_t own, int32_t peer, int32_t sent_layer);

/*
 * Whether to write MTProto 1.  The host must have ALLOWED it, and the peer must not have used
 * MTProto 2 (SEEN_2) or announced a layer that requires it (protocol T3.4).
 */
bool e2e_i_mtproto1(bool allowed, bool seen_2, int32_t peer_layer);

/*
 * Whether to read a packet of MTProto 1 with sequence number SEQ_NO.  It must be below FROM_2, the
 * lowest number that was received in MTProto 2; without SEEN_2 there is no such number
 * (protocol T3.4).
 */
bool e2e_i_mtproto1_read(bool seen_2, int32_t from_2, int32_t seq_no);

#endif
