/* SPDX-License-Identifier: ISC */
/* Shows a key hash as squares, hex or emoji (protocol 2.3.2, 2.3.3, 2.3.4, 2.3.5, 2.3.6). */
#include "config.h"

#include "crypto/crypto.h"

#include "base/num.h"
#include "base/wipe.h"

#include <string.h>

#define LINES      4
#define LINE_BYTES 8
#define LINE_CHARS (3 * LINE_BYTES + 1) /* a gap in the middle, '\n' or NUL at the end */

/* Two bits a square, the lowest pair of a byte first. */
static void
paint(uint8_t *pixel, size_t n, const uint8_t *hash)
{
	for (size_t i = 0; i < n; i++)
		pixel[i] = hash[i / 4] >> 2 * (i % 4) & 3;
}

void
e2e_key_picture(uint8_t pixel[E2E_PICTURE_SIDE * E2E_PICTURE_SIDE],
                const uint8_t hash[E2E_KEY_HASH_BYTES])
{
	paint(pixel, E2E_PICTURE_SIDE * E2E_PICTURE_SIDE, hash);
}

void
e2e_key_picture_legacy(uint8_t pixel[E2E_PICTURE_LEGACY_SIDE * E2E_PICTURE_LEGACY_SIDE],
                       const uint8_t hash[E2E_KEY_HASH_LEGACY_BYTES])
{
	paint(pixel, E2E_PICTURE_LEGACY_SIDE * E2E_PICTURE_LEGACY_SIDE, hash);
}

uint32_t
e2e_picture_rgb(uint32_t colour)
{
	static const uint32_t palette[E2E_PICTURE_COLOURS] = { 0xffffff, 0xd5e6f3, 0x2d5775,
		                                               0x2f99c9 };

	return colour < E2E_PICTURE_COLOURS ? palette[colour] : 0;
}

void
e2e_key_text(char text[E2E_KEY_TEXT_BYTES], const uint8_t hash[E2E_KEY_HASH_BYTES])
{
	static const char digit[] = "0123456789ABCDEF";

	_Static_assert(LINES * LINE_CHARS == E2E_KEY_TEXT_BYTES, "four lines and a NUL");
	for (size_t i = 0; i < LINES * LINE_BYTES; i++) {
		size_t column = i % LINE_BYTES;
		char *at = text + i / LINE_BYTES * LINE_CHARS + 3 * column +
		           (column >= LINE_BYTES / 2);

		at[0] = digit[hash[i] >> 4];
		at[1] = digit[hash[i] & 15];
		at[2] = column == LINE_BYTES - 1 ? '\n' : ' ';
		if (column == LINE_BYTES / 2 - 1)
			at[3] = ' ';
	}
	text[E2E_KEY_TEXT_BYTES - 1] = '\0';
}

void
e2e_key_emoji(uint16_t emoji[E2E_KEY_EMOJI], const uint8_t hash[E2E_KEY_HASH_BYTES])
{
	for (size_t i = 0; i < E2E_KEY_EMOJI; i++) {
		uint32_t x = e2e_i_load_be32(hash + 16 + 4 * i) & 0x7fffffff;

		emoji[i] = (uint16_t)(x % E2E_EMOJI_TABLE);
	}
}

int32_t
e2e_call_emoji(struct e2e_crypto *crypto, uint16_t emoji[E2E_CALL_EMOJI],
               const uint8_t key[E2E_KEY_BYTES], const uint8_t *g_a, size_t g_a_n)
{
	/* g_a is hashed with its leading zeros (protocol 2.3.6, T1.1). */
	static const uint8_t zeros[E2E_DH_BYTES];
	uint8_t digest[E2E_SHA256_BYTES];
	int32_t err;

	if (g_a_n < 1 || g_a_n > E2E_DH_BYTES)
		return E2E_ERR_ARGUMENT;
	const struct e2e_bytes part[] = {
		{ key, E2E_KEY_BYTES },
		{ zeros, E2E_DH_BYTES - g_a_n },
		{ g_a, g_a_n },
	};
	err = e2e_i_crypto_hash(crypto, E2E_HASH_SHA256, digest, part, 3);
	if (err == E2E_OK) {
		for (size_t i = 0; i < E2E_CALL_EMOJI; i++) {
			uint64_t x = e2e_i_load_be64(digest + 8 * i) & INT64_MAX;

			emoji[i] = (uint16_t)(x % E2E_EMOJI_TABLE);
		}
	}
	e2e_i_wipe(digest, sizeof digest);
	return err;
}
