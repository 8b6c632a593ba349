/* SPDX-License-Identifier: ISC */
/* Seals and opens packets of MTProto 1, for old peers (protocol 3.1). */
#include "config.h"

#include "crypto/envelope_v1.h"

#include "base/ct.h"
#include "base/num.h"
#include "base/wipe.h"
#include "crypto/envelope.h"

#include <string.h>

#define HEAD E2E_PACKET_HEAD_BYTES

/* msg_key is the last 16 bytes of SHA1(text), without the padding. */
#define MSG_KEY_START 4

static int32_t
text_digest(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA1_BYTES], const uint8_t *text,
            size_t n)
{
	const struct e2e_bytes part = { text, n };

	return e2e_i_crypto_hash(crypto, E2E_HASH_SHA1, digest, &part, 1);
}

static int32_t
crypt_text(struct e2e_crypto *crypto, uint32_t way, const struct e2e_key *key,
           const uint8_t *msg_key, uint8_t *text, size_t n)
{
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];
	int32_t err = e2e_kdf_v1(crypto, aes_key, aes_iv, key->value, msg_key, 0);

	if (err == E2E_OK)
		err = e2e_i_crypto_ige(crypto, way, aes_key, aes_iv, text, n);
	e2e_i_wipe(aes_key, sizeof aes_key);
	e2e_i_wipe(aes_iv, sizeof aes_iv);
	return err;
}

int32_t
e2e_i_envelope_v1_seal(struct e2e_crypto *crypto, uint8_t *packet, const struct e2e_key *key,
                       size_t text_n, size_t total)
{
	uint8_t digest[E2E_SHA1_BYTES];
	const uint8_t *msg_key = digest + MSG_KEY_START;
	uint8_t *text = packet + HEAD;
	int32_t err = text_digest(crypto, digest, text, text_n);

	if (err == E2E_OK)
		err = crypt_text(crypto, E2E_ENCRYPT, key, msg_key, text, total);
	if (err == E2E_OK)
		e2e_i_envelope_head(packet, key, msg_key);
	else
		e2e_i_wipe(packet, HEAD + total);
	e2e_i_wipe(digest, sizeof digest);
	return err;
}

/*
 * A multiple of 4 bytes and 0 to 15 of padding leave four lengths that can be right.
 * All four are hashed, so that the work does not tell which one, or whether any, was
 * (protocol T3.1, T3.5).
 */
static int32_t
judge(struct e2e_crypto *crypto, uint32_t *good, const uint8_t *plain, size_t total,
      const uint8_t *msg_key)
{
	uint32_t length = e2e_i_load_le32(plain);
	uint8_t digest[E2E_SHA1_BYTES];
	int32_t err = E2E_OK;

	*good = 0;
	for (size_t padding = 0; padding < 16 && err == E2E_OK; padding += 4) {
		size_t text_n = total - padding;

		err = text_digest(crypto, digest, plain, text_n);
		*good |= e2e_i_ct_eq(length, (uint32_t)(text_n - 4)) &
		         e2e_i_ct_equal(digest + MSG_KEY_START, msg_key, E2E_MSG_KEY_BYTES);
	}
	e2e_i_wipe(digest, sizeof digest);
	return err;
}

int32_t
e2e_i_envelope_v1_open(struct e2e_crypto *crypto, uint32_t *good, uint8_t *plain, size_t room,
                       const struct e2e_key *key, const uint8_t *packet, size_t packet_n)
{
	const uint8_t *msg_key = packet + E2E_I_KEY_ID_BYTES;
	size_t total;
	int32_t err = e2e_i_envelope_check(key, room, packet, packet_n);

	if (err != E2E_OK)
		return err;
	total = packet_n - HEAD;
	memcpy(plain, packet + HEAD, total);
	err = crypt_text(crypto, E2E_DECRYPT, key, msg_key, plain, total);
	if (err == E2E_OK)
		err = judge(crypto, good, plain, total, msg_key);
	if (err != E2E_OK)
		e2e_i_wipe(plain, total);
	return err;
}
