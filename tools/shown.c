/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "shown.h"

#include <e2e/crypto.h>
#include <e2e/schema.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LINE_BYTES   8192
#define SHORT_WORD   23 /* characters: not even base64 has a key of 32 bytes in them */
#define KEY_DIGITS   32 /* half a key is one, too */
#define LONGEST_END  5  /* of a file's name, behind the dot */

static const char hex_digits[] = "0123456789abcdefABCDEF";
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                              "0123456789";

/* ---- Characters -------------------------------------------------------------------------- */

/* The length of the control character at P, of N bytes of UTF-8, or 0 if it is another. */
static size_t
control_bytes(const uint8_t *p, size_t n)
{
	if (p[0] < 0x20 || p[0] == 0x7f)
		return 1;
	if (n >= 2 && ((p[0] == 0xc2 && p[1] < 0xa0) || (p[0] == 0xd8 && p[1] == 0x9c)))
		return 2; /* U+0080 to U+009F, U+061C */
	if (n < 3 || p[0] != 0xe2)
		return 0;
	if (p[1] == 0x80 && (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xa8 && p[2] <= 0xae)))
		return 3; /* U+200E, U+200F, U+2028 to U+202E */
	return p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9 ? 3 : 0; /* U+2066 to U+2069 */
}

size_t
tool_shown(size_t *odd, struct e2e_bytes text, bool utf8)
{
	*odd = 0;
	for (size_t i = 0; i < text.n; i++) {
		*odd = text.p[i] >= 0x80 && !utf8 ? 1 : control_bytes(text.p + i, text.n - i);
		if (*odd > 0)
			return i;
	}
	return text.n;
}

/* ---- Words -------------------------------------------------------------------------------- */

bool
tool_is_key(const char *word)
{
	const char *slash = strrchr(word, '/');
	size_t digits = 0;

	for (word = slash != NULL ? slash + 1 : word; *word != '\0'; word++) {
		if (strchr(hex_digits, *word) != NULL)
			digits++;
		else if (strchr(" \t\r\n:,-_", *word) == NULL)
			return false;
	}
	return digits >= KEY_DIGITS;
}

/* Has a dot and a few letters at its end, which no key has, and no run that could be one. */
static bool
is_file_name(const char *word)
{
	const char *dot = strrchr(word, '.');

	if (dot == NULL || dot[1] == '\0' || strlen(dot + 1) > LONGEST_END ||
	    strspn(dot + 1, letters) != strlen(dot + 1))
		return false;
	while (*word != '\0') {
		size_t n = strspn(word, letters);

		if (n > SHORT_WORD)
			return false;
		word += n > 0 ? n : 1;
	}
	return true;
}

const char *
tool_word(const char *word)
{
	const int kept = errno; /* which the message is about to name */
	struct stat st;
	bool good = strlen(word) <= SHORT_WORD || is_file_name(word) || stat(word, &st) == 0;

	errno = kept;
	return good ? word : "[...]";
}

/* ---- Messages ------------------------------------------------------------------------------ */

void
tool_say(const char *program, const char *format, va_list args)
{
	char line[LINE_BYTES];
	struct e2e_bytes rest = { (const uint8_t *)line, 0 };
	bool utf8;

	vsnprintf(line, sizeof line, format, args);
	rest.n = strlen(line);
	utf8 = e2e_utf8_check(rest.p, rest.n) == 1;
	fprintf(stderr, "%s: ", program);
	while (rest.n > 0) {
		size_t odd, n = tool_shown(&odd, rest, utf8);

		fwrite(rest.p, 1, n, stderr);
		for (size_t i = n; i < n + odd; i++)
			fprintf(stderr, "\\x%02x", rest.p[i]);
		rest.p += n + odd;
		rest.n -= n + odd;
	}
	fputc('\n', stderr);
	e2e_wipe(line, sizeof line);
}
