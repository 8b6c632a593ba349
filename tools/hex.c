/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "hex.h"

/* The value of a digit, or -1. */
static int
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
tool_hex_decode(uint8_t *out, size_t room, size_t *n, const char *hex)
{
	size_t done = 0;
	int high, low;

	*n = 0;
	while (*hex != '\0') {
		high = digit_value(hex[0]);
		if (high < 0)
			return false;
		low = digit_value(hex[1]);
		if (low < 0 || done == room)
			return false;
		out[done++] = (uint8_t)(high << 4 | low);
		hex += 2;
	}
	*n = done;
	return true;
}

void
tool_hex_encode(char *out, const uint8_t *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = digit[p[i] >> 4];
		*out++ = digit[p[i] & 15];
	}
	*out = '\0';
}
