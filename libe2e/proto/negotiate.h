/* SPDX-License-Identifier: ISC */
/* Which layer and which MTProto two sides speak (protocol 3.2.1, 4.2). */
#ifndef E2E_PROTO_NEGOTIATE_H
#define E2E_PROTO_NEGOTIATE_H

#include <stdbool.h>
#include <stdint.h>

/* From this layer on, MTProto 2 is mandatory (protocol 4.1.2). */
#define E2E_I_LAYER_MTPROTO2 73

/* The peer's layer after it showed SEEN: it never falls (protocol 4.2.3, T4.2). */
int32_t e2e_i_peer_layer(int32_t known, int32_t seen);

/* The layer of our next wrapper: never below one we sent (protocol 4.2.4, T4.1, T4.3). */
int32_t e2e_i_wrapper_layer(int32_t own, int32_t peer, int32_t sent_layer);

/*
 * Whether MTProto 1 is written: if the host allows it, and until the peer shows MTProto 2 or
 * a layer that has it (protocol T3.4).
 */
bool e2e_i_mtproto1(bool allowed, bool seen_2, int32_t peer_layer);

/*
 * Whether the packet of MTProto 1 with the number RAW is read: below FROM_2, the lowest number
 * that was taken in MTProto 2, or while none was, SEEN_2 (protocol T3.4).
 */
bool e2e_i_mtproto1_read(bool seen_2, int32_t from_2, int32_t seq_no);

#endif
