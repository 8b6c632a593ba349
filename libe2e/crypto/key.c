/* SPDX-License-Identifier: ISC */
/*
 * Sets keys with their fingerprints, and makes the hash that two users compare
 * (protocol 1.1.8, 2.3.1). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/num.h"
#include "base/wipe.h"

#include <string.h>

void
e2e_key_wipe(struct e2e_key *key)
{
	key->set = 0;
	key->fingerprint = 0;
	e2e_i_wipe(key->value, sizeof key->value);
}

int32_t
e2e_i_key_check(const struct e2e_key *key)
{
	if (key->size < sizeof *key)
		return E2E_ERR_VERSION;
	return key->set != 0 ? E2E_OK : E2E_ERR_STATE;
}

int32_t
e2e_key_set(struct e2e_crypto *crypto, struct e2e_key *key, const uint8_t value[E2E_KEY_BYTES])
{
	const struct e2e_bytes part = { value, E2E_KEY_BYTES };
	uint8_t digest[E2E_SHA1_BYTES];
	int32_t err;

	if (key->size < sizeof *key)
		return E2E_ERR_VERSION;
	err = e2e_i_crypto_hash(crypto, E2E_HASH_SHA1, digest, &part, 1);
	if (err != E2E_OK) {
		e2e_key_wipe(key);
		return err;
	}
	memmove(key->value, value, E2E_KEY_BYTES);
	key->set = 1;
	key->fingerprint = e2e_i_signed64(e2e_i_load_le64(digest + E2E_SHA1_BYTES - 8));
	e2e_i_wipe(digest, sizeof digest);
	return E2E_OK;
}

int32_t
e2e_key_hash(struct e2e_crypto *crypto, uint8_t hash[E2E_KEY_HASH_BYTES],
             const struct e2e_key *initial, const struct e2e_key *layer46)
{
	const struct e2e_key *later = layer46 != NULL ? layer46 : initial;
	const struct e2e_bytes first_part = { initial->value, E2E_KEY_BYTES };
	const struct e2e_bytes later_part = { later->value, E2E_KEY_BYTES };
	uint8_t sha1[E2E_SHA1_BYTES], sha256[E2E_SHA256_BYTES];
	int32_t err = e2e_i_key_check(initial);

	if (err == E2E_OK)
		err = e2e_i_key_check(later);
	if (err == E2E_OK)
		err = e2e_i_crypto_hash(crypto, E2E_HASH_SHA1, sha1, &first_part, 1);
	if (err == E2E_OK)
		err = e2e_i_crypto_hash(crypto, E2E_HASH_SHA256, sha256, &later_part, 1);
	if (err != E2E_OK)
		goto out;
	memcpy(hash, sha1, 16);
	memcpy(hash + 16, sha256, 20);
out:
	e2e_i_wipe(sha1, sizeof sha1);
	e2e_i_wipe(sha256, sizeof sha256);
	return err;
}
