/* SPDX-License-Identifier: ISC */
/* Checks whether bytes are UTF-8, character by character. */
#include "config.h"

#include "tl/utf8.h"

#include <e2e/schema.h>

/* Unicode 15, table 3-7, "Well-Formed UTF-8 Byte Sequences". */
size_t
e2e_i_utf8_next(const uint8_t *p, size_t n)
{
	uint8_t low = 0x80, high = 0xbf;
	size_t length;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0; /* refuse overlong forms */
	if (p[0] == 0xed)
		high = 0x9f; /* refuse surrogates of UTF-16 */
	if (p[0] == 0xf0)
		low = 0x90;
	if (p[0] == 0xf4)
		high = 0x8f; /* up to U+10FFFF */
	if (length > n || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	return length;
}

int32_t
e2e_utf8_check(const uint8_t *text, size_t n)
{
	while (n > 0) {
		size_t length = text[0] == 0 ? 0 : e2e_i_utf8_next(text, n);

		if (length == 0)
			return 0;
		text += length;
		n -= length;
	}
	return 1;
}
