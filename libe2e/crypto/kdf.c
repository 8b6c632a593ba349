/* SPDX-License-Identifier: ISC */
/* Derives the AES key and iv of one message, in MTProto 2 and in 1 (protocol 3.1.2, 3.1.3). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/wipe.h"

#include <string.h>

static struct e2e_bytes
slice(const uint8_t *p, size_t from, size_t n)
{
	return (struct e2e_bytes){ p + from, n };
}

/*
 * a = SHA1(msg_key, key[x, 32])         b = SHA1(key[x+32, 16], msg_key, key[x+48, 16])
 * c = SHA1(key[x+64, 32], msg_key)      d = SHA1(msg_key, key[x+96, 32])
 */
static int32_t
digests_v1(struct e2e_crypto *crypto, uint8_t a[4][E2E_SHA1_BYTES], const uint8_t *key,
           const uint8_t *msg_key)
{
	const struct e2e_bytes m = { msg_key, E2E_MSG_KEY_BYTES };
	const struct e2e_bytes part[4][3] = {
		{ m, slice(key, 0, 32) },
		{ slice(key, 32, 16), m, slice(key, 48, 16) },
		{ slice(key, 64, 32), m },
		{ m, slice(key, 96, 32) },
	};
	static const size_t n_parts[4] = { 2, 3, 2, 2 };

	for (size_t i = 0; i < 4; i++) {
		int32_t err =
			e2e_i_crypto_hash(crypto, E2E_HASH_SHA1, a[i], part[i], n_parts[i]);

		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_kdf_v1(struct e2e_crypto *crypto, uint8_t aes_key[E2E_AES_KEY_BYTES],
           uint8_t aes_iv[E2E_AES_IV_BYTES], const uint8_t key[E2E_KEY_BYTES],
           const uint8_t msg_key[E2E_MSG_KEY_BYTES], uint32_t x)
{
	uint8_t s[4][E2E_SHA1_BYTES];
	int32_t err;

	if (x != 0 && x != 8)
		return E2E_ERR_ARGUMENT;
	err = digests_v1(crypto, s, key + x, msg_key);
	if (err != E2E_OK)
		goto out;
	memcpy(aes_key, s[0], 8);
	memcpy(aes_key + 8, s[1] + 8, 12);
	memcpy(aes_key + 20, s[2] + 4, 12);
	memcpy(aes_iv, s[0] + 8, 12);
	memcpy(aes_iv + 12, s[1], 8);
	memcpy(aes_iv + 20, s[2] + 16, 4);
	memcpy(aes_iv + 24, s[3], 8);
out:
	e2e_i_wipe(s, sizeof s);
	return err;
}

/* a = SHA256(msg_key, key[x, 36])       b = SHA256(key[x+40, 36], msg_key) */
static int32_t
digests_v2(struct e2e_crypto *crypto, uint8_t a[2][E2E_SHA256_BYTES], const uint8_t *key,
           const uint8_t *msg_key)
{
	const struct e2e_bytes m = { msg_key, E2E_MSG_KEY_BYTES };
	const struct e2e_bytes part_a[] = { m, slice(key, 0, 36) };
	const struct e2e_bytes part_b[] = { slice(key, 40, 36), m };
	int32_t err = e2e_i_crypto_hash_amid(crypto, E2E_HASH_SHA256, a[0], part_a, 2);

	if (err != E2E_OK)
		return err;
	return e2e_i_crypto_hash(crypto, E2E_HASH_SHA256, a[1], part_b, 2);
}

int32_t
e2e_kdf_v2(struct e2e_crypto *crypto, uint8_t aes_key[E2E_AES_KEY_BYTES],
           uint8_t aes_iv[E2E_AES_IV_BYTES], const uint8_t key[E2E_KEY_BYTES],
           const uint8_t msg_key[E2E_MSG_KEY_BYTES], uint32_t x)
{
	uint8_t s[2][E2E_SHA256_BYTES];
	int32_t err;

	if (x != 0 && x != 8)
		return E2E_ERR_ARGUMENT;
	err = digests_v2(crypto, s, key + x, msg_key);
	if (err != E2E_OK)
		goto out;
	memcpy(aes_key, s[0], 8);
	memcpy(aes_key + 8, s[1] + 8, 16);
	memcpy(aes_key + 24, s[0] + 24, 8);
	memcpy(aes_iv, s[1], 8);
	memcpy(aes_iv + 8, s[0] + 8, 16);
	memcpy(aes_iv + 24, s[1] + 24, 8);
out:
	e2e_i_wipe(s, sizeof s);
	return err;
}
