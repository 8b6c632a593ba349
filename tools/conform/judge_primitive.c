/* SPDX-License-Identifier: ISC */
/* aes_ige, kdf_mtproto1, kdf_mtproto2, key_fingerprint, file_key_fingerprint, key_visual */
#include "config.h"

#include "topics.h"

#include <string.h>

#define BLOCK_BYTES       16
#define FINGERPRINT_BYTES 8

/* ---- AES in IGE mode ---------------------------------------------------------- */

struct ige_line {
	const uint8_t *key;
	const uint8_t *iv;
	struct e2e_bytes plain;
	struct e2e_bytes cipher;
};

/* Where the chain stands after a text: its last blocks, or the IV if it has none. */
static void
ige_chain_end(uint8_t chain[E2E_AES_IV_BYTES], const struct ige_line *line)
{
	memcpy(chain, line->iv, E2E_AES_IV_BYTES);
	if (line->plain.n < BLOCK_BYTES || line->cipher.n != line->plain.n)
		return;
	memcpy(chain, line->cipher.p + line->cipher.n - BLOCK_BYTES, BLOCK_BYTES);
	memcpy(chain + BLOCK_BYTES, line->plain.p + line->plain.n - BLOCK_BYTES, BLOCK_BYTES);
}

/* One direction, PIECE bytes at a time (the last takes the rest). */
static void
ige_way(struct rig *rig, struct row *row, const struct ige_line *line, uint32_t way, size_t piece)
{
	struct e2e_bytes in = way == E2E_ENCRYPT ? line->plain : line->cipher;
	uint8_t iv[E2E_AES_IV_BYTES], end[E2E_AES_IV_BYTES], *data = row_alloc(row, in.n);
	size_t at = 0, n;

	memcpy(iv, line->iv, sizeof iv);
	memcpy(data, in.p, in.n);
	do {
		n = in.n - at < 2 * piece ? in.n - at : piece;
		if (!row_worked(row, "e2e_ige",
		                e2e_ige(rig->crypto, way, line->key, iv, data + at, n)))
			return;
		at += n;
	} while (at < in.n);
	row_is_bytes(row, way == E2E_ENCRYPT ? "ciphertext" : "plaintext",
	             span(data, in.n));
	ige_chain_end(end, line);
	row_same(row, "the carried iv", span(iv, sizeof iv),
	         span(end, sizeof end));
}

/* The whole at once, in two halves, and block by block. */
void
judge_aes_ige(struct rig *rig, struct row *row)
{
	struct e2e_bytes key = row_bytes(row, "key");
	const struct ige_line line = {
		key.p, row_fixed(row, "iv", E2E_AES_IV_BYTES), row_bytes(row, "plaintext"),
		row_bytes(row, "ciphertext"),
	};
	size_t half = line.plain.n / BLOCK_BYTES / 2 * BLOCK_BYTES;
	size_t piece[] = { line.plain.n, half, BLOCK_BYTES };

	if (key.n != 16 && key.n != 24 && key.n != 32)
		row_malformed(row, "key has %zu bytes, which is no AES key", key.n);
	row_is_i32(row, "key_bits?", 8 * (int64_t)key.n);
	row_is_i32(row, "len?", (int64_t)line.plain.n);
	if (key.n != E2E_AES_KEY_BYTES) {
		row->skipped = row_good(row);
		row_differs(row, "libe2e has AES-256 only, and this is AES-%zu", 8 * key.n);
		return;
	}
	for (size_t i = 0; row_good(row) && i < sizeof piece / sizeof piece[0]; i++) {
		if (piece[i] == 0)
			piece[i] = BLOCK_BYTES;
		ige_way(rig, row, &line, E2E_ENCRYPT, piece[i]);
		ige_way(rig, row, &line, E2E_DECRYPT, piece[i]);
	}
}

/* ---- Derivation of keys --------------------------------------------------------- */

static void
judge_kdf(struct rig *rig, struct row *row,
          int32_t (*derive)(struct e2e_crypto *crypto, uint8_t *aes_key, uint8_t *aes_iv,
                            const uint8_t *key, const uint8_t *msg_key, uint32_t x))
{
	const uint8_t *key = row_fixed(row, "key", E2E_KEY_BYTES);
	const uint8_t *msg_key = row_fixed(row, "msg_key", E2E_MSG_KEY_BYTES);
	int32_t x = row_i32(row, "x");
	uint8_t aes_key[E2E_AES_KEY_BYTES] = { 0 }, aes_iv[E2E_AES_IV_BYTES] = { 0 };

	if (x < 0)
		row_malformed(row, "x is negative");
	row_worked(row, "the key derivation",
	           derive(rig->crypto, aes_key, aes_iv, key, msg_key, (uint32_t)x));
	row_is(row, "aes_key", aes_key, sizeof aes_key);
	row_is(row, "aes_iv", aes_iv, sizeof aes_iv);
}

void
judge_kdf_mtproto1(struct rig *rig, struct row *row)
{
	judge_kdf(rig, row, e2e_kdf_v1);
}

void
judge_kdf_mtproto2(struct rig *rig, struct row *row)
{
	judge_kdf(rig, row, e2e_kdf_v2);
}

/* ---- Fingerprints ---------------------------------------------------------------- */

/* The key is hashed whole and in pieces. */
void
judge_key_fingerprint(struct rig *rig, struct row *row)
{
	const uint8_t *value = row_fixed(row, "key", E2E_KEY_BYTES);
	struct e2e_bytes whole = { value, E2E_KEY_BYTES };
	struct e2e_bytes piece[] = { { value, 1 }, { NULL, 0 }, { value + 1, E2E_KEY_BYTES - 1 } };
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t digest[E2E_SHA1_BYTES] = { 0 };

	row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &key, value));
	row_is(row, "key", key.value, E2E_KEY_BYTES);
	row_is_fingerprint(row, "key_fingerprint", key.fingerprint);
	row_is_fingerprint(row, "auth_key_id", key.fingerprint);
	row_is_i64(row, "key_fingerprint_i64", key.fingerprint);
	row_is_i64(row, "auth_key_id_i64", key.fingerprint);
	row_worked(row, "e2e_hash", e2e_hash(rig->crypto, E2E_HASH_SHA1, digest, &whole, 1));
	row_is(row, "sha1", digest, sizeof digest);
	row_is(row, "auth_key_aux_hash", digest, FINGERPRINT_BYTES);
	row_worked(row, "e2e_hash", e2e_hash(rig->crypto, E2E_HASH_SHA1, digest, piece, 3));
	row_is(row, "sha1", digest, sizeof digest);
}

void
judge_file_key_fingerprint(struct rig *rig, struct row *row)
{
	const uint8_t *key = row_fixed(row, "key", E2E_AES_KEY_BYTES);
	const uint8_t *iv = row_fixed(row, "iv", E2E_AES_IV_BYTES);
	struct e2e_bytes part[] = { { key, E2E_AES_KEY_BYTES }, { iv, E2E_AES_IV_BYTES } };
	struct e2e_file_key file_key = E2E_FILE_KEY_INIT;
	uint8_t digest[E2E_MD5_BYTES] = { 0 };

	row_worked(row, "e2e_file_key_set", e2e_file_key_set(rig->crypto, &file_key, key,
	                                                     part[0].n, iv, part[1].n));
	row_worked(row, "e2e_hash", e2e_hash(rig->crypto, E2E_HASH_MD5, digest, part, 2));
	row_is(row, "md5", digest, sizeof digest);
	row_is(row, "fingerprint", row_wire(row, file_key.fingerprint, 4), 4);
	row_is_i32(row, "fingerprint_i32", file_key.fingerprint);
	row_is(row, "key", file_key.key, E2E_AES_KEY_BYTES);
	row_is(row, "iv", file_key.iv, E2E_AES_IV_BYTES);
}

/* One key for both can also be said by leaving the second out. */
void
judge_key_visual(struct rig *rig, struct row *row)
{
	const uint8_t *initial = row_fixed(row, "initial_key", E2E_KEY_BYTES);
	const uint8_t *layer46 = row_fixed(row, "layer46_key", E2E_KEY_BYTES);
	bool same = memcmp(initial, layer46, E2E_KEY_BYTES) == 0;
	struct e2e_key first = E2E_KEY_INIT, second = E2E_KEY_INIT;
	uint8_t hash[E2E_KEY_HASH_BYTES] = { 0 };

	if (row_has(row, "same_key"))
		row_same_i64(row, "same_key", same, row_bool(row, "same_key"));
	row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &first, initial));
	row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &second, layer46));
	for (int alone = 0; alone <= same; alone++) {
		row_worked(row, "e2e_key_hash",
		           e2e_key_hash(rig->crypto, hash, &first, alone ? NULL : &second));
		row_is(row, "visual", hash, sizeof hash);
	}
}
