/* SPDX-License-Identifier: ISC */
/*
 * The part that messages of secret chats and of the cloud have in common: a packet of
 * key id, msg_key and encrypted text (protocol 3.1.1, 10.2.1).
 */
#ifndef E2E_CRYPTO_ENVELOPE_H
#define E2E_CRYPTO_ENVELOPE_H

#include "crypto/crypto.h"

#define E2E_I_KEY_ID_BYTES 8

/*
 * Seal with MTProto 2: HEAD, then BODY, then padding, for X (0 or 8), into PACKET.
 * The sizes are judged as e2e_message_seal() says.  On failure PACKET is wiped.
 */
int32_t e2e_i_envelope_seal(struct e2e_crypto *crypto, uint8_t *packet, size_t room,
                            size_t *packet_n, const struct e2e_key *key, uint32_t x,
                            const struct e2e_padding *padding, struct e2e_bytes head,
                            struct e2e_bytes body);

/*
 * Open with MTProto 2: check length and key id, decrypt the encrypted part to PLAIN,
 * and store in *GOOD the bit that msg_key is right, still secret.  On failure PLAIN
 * holds nothing of the text.
 */
int32_t e2e_i_envelope_open(struct e2e_crypto *crypto, uint32_t *good, uint8_t *plain,
                            size_t room, const struct e2e_key *key, uint32_t x,
                            const uint8_t *packet, size_t packet_n);

/*
 * The secret bit that a text of LENGTH bytes, after HEAD bytes and before padding, fits
 * into an encrypted part of TOTAL bytes, at least HEAD, by all rules (protocol 3.3.4).
 */
uint32_t e2e_i_envelope_fits(uint32_t length, size_t head, size_t total);

/*
 * Length and key id of PACKET, which are public: E2E_OK, or what e2e_message_open() says (protocol
 * 3.3.1, 3.3.2).
 */
int32_t e2e_i_envelope_check(const struct e2e_key *key, size_t room, const uint8_t *packet,
                             size_t packet_n);

/* The first 24 bytes of a packet. */
void e2e_i_envelope_head(uint8_t *packet, const struct e2e_key *key, const uint8_t *msg_key);

#endif
