/* SPDX-License-Identifier: ISC */
/* The packets of MTProto 1 (protocol 3.1.3; DOC api/end-to-end_v1), always with x = 0. */
#ifndef E2E_CRYPTO_ENVELOPE_V1_H
#define E2E_CRYPTO_ENVELOPE_V1_H

#include "crypto/crypto.h"

/*
 * Seal the TOTAL bytes (a multiple of 16) that stand in PACKET behind its head, of which
 * the first TEXT_N are authenticated and the rest is padding.  On failure PACKET is
 * wiped.
 */
int32_t e2e_i_envelope_v1_seal(struct e2e_crypto *crypto, uint8_t *packet,
                               const struct e2e_key *key, size_t text_n, size_t total);

/*
 * Check and decrypt PACKET to PLAIN.  *GOOD is the secret bit that it is authentic, its
 * length field right and its padding 0 to 15 bytes.
 */
int32_t e2e_i_envelope_v1_open(struct e2e_crypto *crypto, uint32_t *good, uint8_t *plain,
                               size_t room, const struct e2e_key *key,
                               const uint8_t *packet, size_t packet_n);

#endif
