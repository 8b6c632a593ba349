/* SPDX-License-Identifier: ISC */
/* Makes the keys of files, and the fingerprints that the server may know (protocol 8.1, T8.3). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/ct.h"
#include "base/num.h"
#include "base/wipe.h"

#include <string.h>

static void
wipe_key(struct e2e_file_key *file_key)
{
	file_key->set = 0;
	file_key->fingerprint = 0;
	e2e_i_wipe(file_key->key, sizeof file_key->key);
	e2e_i_wipe(file_key->iv, sizeof file_key->iv);
}

/* MD5(key, iv), its first 4 bytes XOR the next 4 (protocol 8.1; DOC api/end-to-end). */
static int32_t
set_fingerprint(struct e2e_crypto *crypto, struct e2e_file_key *file_key)
{
	const struct e2e_bytes part[] = { { file_key->key, sizeof file_key->key },
		                          { file_key->iv, sizeof file_key->iv } };
	uint8_t digest[E2E_MD5_BYTES];
	int32_t err = e2e_i_crypto_hash(crypto, E2E_HASH_MD5, digest, part, 2);

	if (err == E2E_OK) {
		file_key->set = 1;
		file_key->fingerprint =
			e2e_i_signed32(e2e_i_load_le32(digest) ^ e2e_i_load_le32(digest + 4));
	} else {
		wipe_key(file_key);
	}
	e2e_i_wipe(digest, sizeof digest);
	return err;
}

int32_t
e2e_file_key_new(struct e2e_crypto *crypto, struct e2e_file_key *file_key)
{
	int32_t err;

	if (file_key->size < sizeof *file_key)
		return E2E_ERR_VERSION;
	err = e2e_i_crypto_random(crypto, file_key->key, sizeof file_key->key);
	if (err == E2E_OK)
		err = e2e_i_crypto_random(crypto, file_key->iv, sizeof file_key->iv);
	if (err != E2E_OK) {
		wipe_key(file_key);
		return err;
	}
	return set_fingerprint(crypto, file_key);
}

int32_t
e2e_file_key_set(struct e2e_crypto *crypto, struct e2e_file_key *file_key, const uint8_t *key,
                 size_t key_n, const uint8_t *iv, size_t iv_n)
{
	if (file_key->size < sizeof *file_key)
		return E2E_ERR_VERSION;
	if (key_n != sizeof file_key->key || iv_n != sizeof file_key->iv)
		return E2E_REFUSED_LENGTH;
	memmove(file_key->key, key, key_n);
	memmove(file_key->iv, iv, iv_n);
	return set_fingerprint(crypto, file_key);
}

int32_t
e2e_i_file_key_ready(const struct e2e_file_key *file_key)
{
	if (file_key->size < sizeof *file_key)
		return E2E_ERR_VERSION;
	return file_key->set != 0 ? E2E_OK : E2E_ERR_STATE;
}

int32_t
e2e_file_key_check(const struct e2e_file_key *file_key, int32_t fingerprint)
{
	int32_t err = e2e_i_file_key_ready(file_key);

	if (err != E2E_OK)
		return err;
	/* the server knows both */
	return e2e_i_ct_declassify(file_key->fingerprint == fingerprint) ? E2E_OK
	                                                                 : E2E_REFUSED_FINGERPRINT;
}
