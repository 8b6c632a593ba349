/* SPDX-License-Identifier: ISC */
/* key_fingerprint, file_key_fingerprint, key_visual */
#include "config.h"

#include "number.h"
#include "topics.h"

#include <string.h>

#define FINGERPRINT_BYTES 8

/* SHA-1 of the key, hashed whole and in pieces, and what is cut from it. */
static bool
sha1_agrees(struct rig *rig, struct row *row, const uint8_t *key, const uint8_t *want,
            const uint8_t *aux_hash)
{
	struct e2e_bytes whole = { key, E2E_KEY_BYTES };
	struct e2e_bytes piece[] = { { key, 1 }, { NULL, 0 }, { key + 1, E2E_KEY_BYTES - 1 } };
	uint8_t digest[E2E_SHA1_BYTES], again[E2E_SHA1_BYTES];

	return row_worked(row, "e2e_hash",
	                  e2e_hash(rig->crypto, E2E_HASH_SHA1, digest, &whole, 1)) &&
	       row_same_fixed(row, "sha1", digest, want, sizeof digest) &&
	       row_same_fixed(row, "auth_key_aux_hash", digest, aux_hash, FINGERPRINT_BYTES) &&
	       row_worked(row, "e2e_hash",
	                  e2e_hash(rig->crypto, E2E_HASH_SHA1, again, piece, 3)) &&
	       row_same_fixed(row, "sha1 of three parts", again, want, sizeof again);
}

enum verdict
judge_key_fingerprint(struct rig *rig, struct row *row)
{
	const uint8_t *value = row_fixed(row, "key", E2E_KEY_BYTES);
	const uint8_t *sha1 = row_fixed(row, "sha1", E2E_SHA1_BYTES);
	const uint8_t *fingerprint = row_fixed(row, "key_fingerprint", FINGERPRINT_BYTES);
	const uint8_t *key_id = row_fixed(row, "auth_key_id", FINGERPRINT_BYTES);
	const uint8_t *aux_hash = row_fixed(row, "auth_key_aux_hash", FINGERPRINT_BYTES);
	int64_t fingerprint_i64 = row_i64(row, "key_fingerprint_i64");
	int64_t key_id_i64 = row_i64(row, "auth_key_id_i64");
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t wire[FINGERPRINT_BYTES];

	if (row->malformed)
		return VERDICT_MALFORMED;
	if (!row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &key, value)))
		return VERDICT_FAIL;
	number_store64(wire, key.fingerprint);
	return row_verdict(
		row,
		row_same_fixed(row, "the stored key", key.value, value, E2E_KEY_BYTES) &&
			row_same_fixed(row, "key_fingerprint", wire, fingerprint, sizeof wire) &&
			row_same_fixed(row, "auth_key_id", wire, key_id, sizeof wire) &&
			row_same_i64(row, "key_fingerprint_i64", key.fingerprint,
	                             fingerprint_i64) &&
			row_same_i64(row, "auth_key_id_i64", key.fingerprint, key_id_i64) &&
			sha1_agrees(rig, row, value, sha1, aux_hash));
}

enum verdict
judge_file_key_fingerprint(struct rig *rig, struct row *row)
{
	const uint8_t *key = row_fixed(row, "key", E2E_AES_KEY_BYTES);
	const uint8_t *iv = row_fixed(row, "iv", E2E_AES_IV_BYTES);
	const uint8_t *md5 = row_fixed(row, "md5", E2E_MD5_BYTES);
	const uint8_t *fingerprint = row_fixed(row, "fingerprint", 4);
	int32_t fingerprint_i32 = row_i32(row, "fingerprint_i32");
	struct e2e_file_key file_key = E2E_FILE_KEY_INIT;
	struct e2e_bytes part[] = { { key, E2E_AES_KEY_BYTES }, { iv, E2E_AES_IV_BYTES } };
	uint8_t digest[E2E_MD5_BYTES], wire[4];
	int32_t result;

	if (row->malformed)
		return VERDICT_MALFORMED;
	result = e2e_file_key_set(rig->crypto, &file_key, key, E2E_AES_KEY_BYTES, iv,
	                          E2E_AES_IV_BYTES);
	if (!row_worked(row, "e2e_file_key_set", result))
		return VERDICT_FAIL;
	result = e2e_hash(rig->crypto, E2E_HASH_MD5, digest, part, 2);
	if (!row_worked(row, "e2e_hash", result))
		return VERDICT_FAIL;
	number_store32(wire, file_key.fingerprint);
	return row_verdict(
		row, row_same_fixed(row, "md5", digest, md5, sizeof digest) &&
			     row_same_fixed(row, "fingerprint", wire, fingerprint, sizeof wire) &&
			     row_same_i64(row, "fingerprint_i32", file_key.fingerprint,
	                                  fingerprint_i32) &&
			     row_same_fixed(row, "the stored key", file_key.key, key,
	                                    E2E_AES_KEY_BYTES) &&
			     row_same_fixed(row, "the stored iv", file_key.iv, iv,
	                                    E2E_AES_IV_BYTES));
}

enum verdict
judge_key_visual(struct rig *rig, struct row *row)
{
	const uint8_t *initial = row_fixed(row, "initial_key", E2E_KEY_BYTES);
	const uint8_t *layer46 = row_fixed(row, "layer46_key", E2E_KEY_BYTES);
	const uint8_t *visual = row_fixed(row, "visual", E2E_KEY_HASH_BYTES);
	bool same = memcmp(initial, layer46, E2E_KEY_BYTES) == 0;
	bool said = row_has(row, "same_key") ? row_bool(row, "same_key") : same;
	struct e2e_key first = E2E_KEY_INIT, second = E2E_KEY_INIT;
	uint8_t hash[E2E_KEY_HASH_BYTES];

	if (row->malformed)
		return VERDICT_MALFORMED;
	if (!row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &first, initial)) ||
	    !row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &second, layer46)) ||
	    !row_worked(row, "e2e_key_hash", e2e_key_hash(rig->crypto, hash, &first, &second)) ||
	    !row_same_fixed(row, "visual", hash, visual, sizeof hash) ||
	    !row_same_i64(row, "same_key", same, said))
		return VERDICT_FAIL;
	if (!same)
		return VERDICT_PASS;
	/* One key for both can also be said by leaving the second out. */
	return row_verdict(row, row_worked(row, "e2e_key_hash",
	                                   e2e_key_hash(rig->crypto, hash, &first, NULL)) &&
	                   row_same_fixed(row, "visual", hash, visual, sizeof hash));
}
