/* SPDX-License-Identifier: ISC */
/* aes_ige, kdf_mtproto1, kdf_mtproto2 */
#include "config.h"

#include "topics.h"

#include <string.h>

#define BLOCK_BYTES 16

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
static bool
ige_way(struct rig *rig, struct row *row, const struct ige_line *line, uint32_t way,
        size_t piece)
{
	bool encrypting = way == E2E_ENCRYPT;
	struct e2e_bytes in = encrypting ? line->plain : line->cipher;
	uint8_t *data = row_alloc(row, in.n);
	uint8_t iv[E2E_AES_IV_BYTES], end[E2E_AES_IV_BYTES];
	size_t at = 0, n;

	memcpy(iv, line->iv, sizeof iv);
	if (in.n > 0)
		memcpy(data, in.p, in.n);
	do {
		n = in.n - at < 2 * piece ? in.n - at : piece;
		if (!row_worked(row, "e2e_ige",
		                e2e_ige(rig->crypto, way, line->key, iv, data + at, n)))
			return false;
		at += n;
	} while (at < in.n);
	ige_chain_end(end, line);
	return row_same(row, encrypting ? "ciphertext" : "plaintext",
	                (struct e2e_bytes){ data, in.n },
	                encrypting ? line->cipher : line->plain) &&
	       row_same_fixed(row, "the carried iv", iv, end, sizeof end);
}

/* The whole at once, in two halves, and block by block. */
static bool
ige_both_ways(struct rig *rig, struct row *row, const struct ige_line *line)
{
	size_t half = line->plain.n / BLOCK_BYTES / 2 * BLOCK_BYTES;
	size_t piece[] = { line->plain.n, half, BLOCK_BYTES };

	for (size_t i = 0; i < sizeof piece / sizeof piece[0]; i++) {
		if (piece[i] == 0)
			piece[i] = BLOCK_BYTES;
		if (!ige_way(rig, row, line, E2E_ENCRYPT, piece[i]) ||
		    !ige_way(rig, row, line, E2E_DECRYPT, piece[i]))
			return false;
	}
	return true;
}

enum verdict
judge_aes_ige(struct rig *rig, struct row *row)
{
	struct e2e_bytes key = row_bytes(row, "key");
	struct ige_line line = {
		.key = key.p,
		.iv = row_fixed(row, "iv", E2E_AES_IV_BYTES),
		.plain = row_bytes(row, "plaintext"),
		.cipher = row_bytes(row, "ciphertext"),
	};
	bool good;

	if (key.n != 16 && key.n != 24 && key.n != 32)
		row_malformed(row, "field \"key\" has %zu bytes, which is no AES key", key.n);
	if (row->malformed)
		return VERDICT_MALFORMED;
	good = row_described(row, "key_bits", 8 * key.n) &&
	       row_described(row, "len", line.plain.n);
	if (good && key.n != E2E_AES_KEY_BYTES) {
		row_differs(row, "libe2e has AES-256 only, and this is AES-%zu", 8 * key.n);
		return VERDICT_SKIP;
	}
	return row_verdict(row, good && ige_both_ways(rig, row, &line));
}

static enum verdict
judge_kdf(struct rig *rig, struct row *row, uint32_t version)
{
	const uint8_t *key = row_fixed(row, "key", E2E_KEY_BYTES);
	const uint8_t *msg_key = row_fixed(row, "msg_key", E2E_MSG_KEY_BYTES);
	const uint8_t *want_key = row_fixed(row, "aes_key", E2E_AES_KEY_BYTES);
	const uint8_t *want_iv = row_fixed(row, "aes_iv", E2E_AES_IV_BYTES);
	int32_t x = row_i32(row, "x");
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];
	int32_t result;

	if (x < 0)
		row_malformed(row, "field \"x\" is negative");
	if (row->malformed)
		return VERDICT_MALFORMED;
	if (version == 1)
		result = e2e_kdf_v1(rig->crypto, aes_key, aes_iv, key, msg_key, (uint32_t)x);
	else
		result = e2e_kdf_v2(rig->crypto, aes_key, aes_iv, key, msg_key, (uint32_t)x);
	return row_verdict(row, row_worked(row, "the key derivation", result) &&
	                   row_same_fixed(row, "aes_key", aes_key, want_key, sizeof aes_key) &&
	                   row_same_fixed(row, "aes_iv", aes_iv, want_iv, sizeof aes_iv));
}

enum verdict
judge_kdf_mtproto1(struct rig *rig, struct row *row)
{
	return judge_kdf(rig, row, 1);
}

enum verdict
judge_kdf_mtproto2(struct rig *rig, struct row *row)
{
	return judge_kdf(rig, row, 2);
}
