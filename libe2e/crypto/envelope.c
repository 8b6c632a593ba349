/* SPDX-License-Identifier: ISC */
/* Seals and opens packets of MTProto 2, of secret chats and of the cloud (protocol 3.1, 10.2). */
#include "config.h"

#include "crypto/envelope.h"

#include "base/ct.h"
#include "base/num.h"
#include "base/wipe.h"
#include "crypto/padding.h"

#include <string.h>

#define HEAD E2E_PACKET_HEAD_BYTES

/* Head and body that a packet holds with any padding: 4 bytes of head in a chat. */
#define TEXT_MAX (E2E_PAYLOAD_MAX_BYTES + 4)

/* msg_key is the middle of SHA256(key[88+x, 32], text and padding). */
#define MSG_KEY_PART  88
#define MSG_KEY_START 8

static int32_t
large_msg_key(struct e2e_crypto *crypto, uint8_t digest[E2E_SHA256_BYTES],
              const struct e2e_key *key, uint32_t x, const uint8_t *text, size_t n)
{
	const struct e2e_bytes part[] = { { key->value + MSG_KEY_PART + x, 32 }, { text, n } };

	return e2e_i_crypto_hash_amid(crypto, E2E_HASH_SHA256, digest, part, 2);
}

/* Encrypt or decrypt TEXT in place with the keys that follow from MSG_KEY. */
static int32_t
crypt_text(struct e2e_crypto *crypto, uint32_t way, const struct e2e_key *key,
           const uint8_t *msg_key, uint32_t x, uint8_t *text, size_t n)
{
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];
	int32_t err = e2e_kdf_v2(crypto, aes_key, aes_iv, key->value, msg_key, x);

	if (err == E2E_OK)
		err = e2e_i_crypto_ige(crypto, way, aes_key, aes_iv, text, n);
	e2e_i_wipe(aes_key, sizeof aes_key);
	e2e_i_wipe(aes_iv, sizeof aes_iv);
	return err;
}

void
e2e_i_envelope_head(uint8_t *packet, const struct e2e_key *key, const uint8_t *msg_key)
{
	e2e_i_store_le64(packet, (uint64_t)key->fingerprint);
	memcpy(packet + E2E_I_KEY_ID_BYTES, msg_key, E2E_MSG_KEY_BYTES);
}

/* Find the length of the encrypted part; check that it is allowed and that there is room. */
static int32_t
plan(struct e2e_crypto *crypto, size_t *total, size_t room, const struct e2e_key *key,
     const struct e2e_padding *padding, size_t head_n, size_t body_n)
{
	int32_t err;

	err = e2e_i_key_check(key);
	if (err != E2E_OK)
		return err;
	if (body_n > TEXT_MAX - head_n)
		return E2E_ERR_LIMIT;
	if (body_n % 4 != 0)
		return E2E_ERR_ARGUMENT;
	err = e2e_i_padding_total(crypto, total, head_n + body_n, padding);
	if (err != E2E_OK)
		return err;
	return room < HEAD || room - HEAD < *total ? E2E_ERR_LIMIT : E2E_OK;
}

int32_t
e2e_i_envelope_seal(struct e2e_crypto *crypto, uint8_t *packet, size_t room, size_t *packet_n,
                    const struct e2e_key *key, uint32_t x, const struct e2e_padding *padding,
                    struct e2e_bytes head, struct e2e_bytes body)
{
	uint8_t digest[E2E_SHA256_BYTES];
	const uint8_t *msg_key = digest + MSG_KEY_START;
	uint8_t *text = packet + HEAD;
	size_t total, text_n = head.n + body.n;
	int32_t err;

	*packet_n = 0;
	err = plan(crypto, &total, room, key, padding, head.n, body.n);
	if (err != E2E_OK)
		return err;

	memcpy(text, head.p, head.n);
	if (body.n > 0)
		memcpy(text + head.n, body.p, body.n);
	err = e2e_i_crypto_random(crypto, text + text_n, total - text_n);
	if (err == E2E_OK)
		err = large_msg_key(crypto, digest, key, x, text, total);
	if (err == E2E_OK)
		err = crypt_text(crypto, E2E_ENCRYPT, key, msg_key, x, text, total);
	if (err != E2E_OK) {
		e2e_i_wipe(packet, HEAD + total);
		goto out;
	}
	e2e_i_envelope_head(packet, key, msg_key);
	*packet_n = HEAD + total;
out:
	e2e_i_wipe(digest, sizeof digest);
	return err;
}

int32_t
e2e_i_envelope_check(const struct e2e_key *key, size_t room, const uint8_t *packet,
                     size_t packet_n)
{
	int32_t err = e2e_i_key_check(key);

	if (err != E2E_OK)
		return err;

	/* public, so told apart (protocol 3.3.1, 3.3.2, T3.2, T3.3) */
	if (packet_n < E2E_PACKET_MIN_BYTES || packet_n > E2E_PACKET_MAX_BYTES ||
	    (packet_n - HEAD) % 16 != 0)
		return E2E_REFUSED_LENGTH;
	if (e2e_i_load_le64(packet) != (uint64_t)key->fingerprint)
		return E2E_REFUSED_KEY_ID;
	return room < packet_n - HEAD ? E2E_ERR_LIMIT : E2E_OK;
}

/* Judge msg_key before anything in the text (protocol 3.3.4, T3.1). */
int32_t
e2e_i_envelope_open(struct e2e_crypto *crypto, uint32_t *good, uint8_t *plain, size_t room,
                    const struct e2e_key *key, uint32_t x, const uint8_t *packet,
                    size_t packet_n)
{
	const uint8_t *msg_key = packet + E2E_I_KEY_ID_BYTES;
	uint8_t digest[E2E_SHA256_BYTES];
	size_t total;
	int32_t err;

	err = e2e_i_envelope_check(key, room, packet, packet_n);
	if (err != E2E_OK)
		return err;
	total = packet_n - HEAD;
	memcpy(plain, packet + HEAD, total);
	err = crypt_text(crypto, E2E_DECRYPT, key, msg_key, x, plain, total);
	if (err == E2E_OK)
		err = large_msg_key(crypto, digest, key, x, plain, total);
	e2e_i_wipe_stack();
	if (err != E2E_OK)
		e2e_i_wipe(plain, total);
	else
		*good = e2e_i_ct_equal(digest + MSG_KEY_START, msg_key, E2E_MSG_KEY_BYTES);
	e2e_i_wipe(digest, sizeof digest);
	return err;
}

/* LENGTH is unsigned, so that a negative one is far too large (protocol T3.1). */
uint32_t
e2e_i_envelope_fits(uint32_t length, size_t head, size_t total)
{
	uint32_t space = (uint32_t)(total - head);
	uint32_t left = space - length;
	uint32_t within = e2e_i_ct_le(length, space);

	return within & e2e_i_ct_is_zero(length & 3) & e2e_i_ct_le(E2E_I_PADDING_MIN, left) &
	       e2e_i_ct_le(left, E2E_I_PADDING_MAX);
}
