/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "rowtag.h"

#include <string.h>

#define HEAD_BYTES 16

static void
put_le(uint8_t *to, uint64_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

int32_t
row_tag(struct e2e_crypto *crypto, int64_t user_id, uint32_t table, const uint8_t *key,
        size_t key_n, uint8_t *value, size_t value_n)
{
	uint8_t head[HEAD_BYTES], digest[E2E_SHA256_BYTES];
	const size_t n = value_n - ROW_TAG_BYTES;
	const struct e2e_bytes part[3] = { { head, sizeof head }, { key, key_n }, { value, n } };
	int32_t err;

	put_le(head, (uint64_t)user_id, 8);
	put_le(head + 8, table, 4);
	put_le(head + 12, key_n, 4);
	err = e2e_hash(crypto, E2E_HASH_SHA256, digest, part, 3);
	if (err == E2E_OK)
		memcpy(value + n, digest, ROW_TAG_BYTES);
	return err;
}
