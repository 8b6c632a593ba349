/* SPDX-License-Identifier: ISC */
/* Bytes from a file, from standard input or from the command line, in three forms. */
#include "config.h"

#include "inspect.h"
#include "../hex.h"
#include "../shown.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define INPUT_MAX E2E_PACKET_MAX_BYTES
#define TEXT_MAX  ((size_t)3 * INPUT_MAX) /* hexadecimal, with some white space */
#define FIRST     ((size_t)65536)
#define KEY_DIGITS 48 /* in a row; half a key of 32 bytes has fewer */

static const char space[] = " \t\r\n\v\f";
static const char hex_digits[] = "0123456789abcdefABCDEF \t\r\n\v\f";

void
inspect_bytes_free(struct inspect_bytes *bytes)
{
	if (bytes->p != NULL)
		e2e_wipe(bytes->p, bytes->n);
	free(bytes->p);
	*bytes = (struct inspect_bytes){ NULL, 0 };
}

/* ---- Files --------------------------------------------------------------------- */

/* A larger buffer; the old one is wiped, for it may have held a key. */
static bool
grow(uint8_t **p, size_t n, size_t *room)
{
	uint8_t *larger = malloc(2 * *room);

	if (larger == NULL) {
		inspect_say("%s", e2e_strerror(E2E_ERR_NOMEM));
		return false;
	}
	memcpy(larger, *p, n);
	e2e_wipe(*p, n);
	free(*p);
	*p = larger;
	*room *= 2;
	return true;
}

static bool
stream_read(struct inspect_bytes *out, FILE *f, const char *name, size_t limit)
{
	size_t room = FIRST;

	out->p = malloc(room);
	if (out->p == NULL) {
		inspect_say("%s", e2e_strerror(E2E_ERR_NOMEM));
		return false;
	}
	while (!feof(f)) {
		out->n += fread(out->p + out->n, 1, room - out->n, f);
		if (ferror(f)) {
			inspect_say("%s: %s", name, strerror(errno));
			return false;
		}
		if (out->n > limit) {
			inspect_say("%s: is larger than %zu bytes", name, limit);
			return false;
		}
		if (out->n == room && !grow(&out->p, out->n, &room))
			return false;
	}
	return true;
}

bool
inspect_file_read(struct inspect_bytes *out, const char *path, size_t limit)
{
	bool is_stdin = strcmp(path, "-") == 0, ok;
	FILE *f = is_stdin ? stdin : fopen(path, "rb");

	*out = (struct inspect_bytes){ NULL, 0 };
	if (f == NULL) {
		inspect_say("%s: %s", tool_word(path), strerror(errno));
		return false;
	}
	setvbuf(f, NULL, _IONBF, 0); /* no copy of a key in a buffer */
	ok = stream_read(out, f, is_stdin ? "standard input" : tool_word(path), limit);
	if (!is_stdin)
		fclose(f);
	if (!ok)
		inspect_bytes_free(out);
	return ok;
}

/* ---- Forms ------------------------------------------------------------------------- */

static bool
is_of(const struct inspect_bytes *t, const char *set)
{
	for (size_t i = 0; i < t->n; i++) {
		if (t->p[i] == '\0' || strchr(set, t->p[i]) == NULL)
			return false;
	}
	return true;
}

static void
spaces_drop(struct inspect_bytes *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (t->p[i] == '\0' || strchr(space, t->p[i]) == NULL)
			t->p[n++] = t->p[i];
	}
	t->n = n;
}

static uint32_t
format_guess(const struct inspect_bytes *t)
{
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	                             "0123456789+/-_= \t\r\n\v\f";

	if (is_of(t, hex_digits))
		return FORMAT_HEX;
	return is_of(t, base64) ? FORMAT_BASE64 : FORMAT_RAW;
}

static bool
hex_decode(struct inspect_bytes *t, const char *name)
{
	struct inspect_bytes out = { malloc(t->n / 2 + 1), 0 };
	char *text = malloc(t->n + 1);
	bool ok = false;

	if (out.p == NULL || text == NULL) {
		inspect_say("%s", e2e_strerror(E2E_ERR_NOMEM));
	} else {
		memcpy(text, t->p, t->n);
		text[t->n] = '\0';
		ok = strlen(text) == t->n && tool_hex_decode(out.p, t->n / 2, &out.n, text);
		if (!ok)
			inspect_say("%s: %s", name, t->n % 2 != 0
			            ? "has an odd number of hexadecimal digits"
			            : "is not hexadecimal");
	}
	free(text);
	inspect_bytes_free(ok ? t : &out);
	if (ok)
		*t = out;
	return ok;
}

static int
base64_value(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

/* Both alphabets, in place; the `=` at the end may be missing. */
static bool
base64_decode(struct inspect_bytes *t, const char *name)
{
	size_t n = t->n, out = 0;
	uint32_t bits = 0;

	while (n > 0 && t->n - n < 2 && t->p[n - 1] == '=')
		n--;
	for (size_t i = 0; i < n; i++) {
		int value = base64_value(t->p[i]);

		if (value < 0)
			n = 1; /* a length that cannot be */
		bits = bits << 6 | (uint32_t)(value & 63);
		if (i % 4 > 0)
			t->p[out++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
	}
	if (n % 4 == 1 || (n != t->n && t->n % 4 != 0)) {
		inspect_say("%s: is not base64", name);
		return false;
	}
	t->n = out;
	return true;
}

/* T is the text that stands for bytes, or the bytes themselves; it becomes the bytes. */
static bool
decode(struct inspect_bytes *t, const char *name, uint32_t format)
{
	if (format != FORMAT_RAW)
		spaces_drop(t);
	if (format == FORMAT_HEX && !hex_decode(t, name))
		return false;
	if (format == FORMAT_BASE64 && !base64_decode(t, name))
		return false;
	if (t->n <= INPUT_MAX)
		return true;
	inspect_say("%s: is larger than %d bytes", name, INPUT_MAX);
	return false;
}

static bool
word_copy(struct inspect_bytes *out, const char *word)
{
	out->n = strlen(word);
	out->p = malloc(out->n + 1);
	if (out->p == NULL) {
		inspect_say("%s", e2e_strerror(E2E_ERR_NOMEM));
		return false;
	}
	memcpy(out->p, word, out->n);
	return true;
}

/* Shorter words are mistyped file names rather than packets or objects. */
#define WORD_HEX_MIN    8
#define WORD_BASE64_MIN 54

/* Whether WORD, which is no file, may stand for bytes. */
static bool
word_check(const struct inspect_bytes *word, uint32_t guess)
{
	if (guess == FORMAT_HEX && word->n >= WORD_HEX_MIN)
		return true;
	if (guess == FORMAT_BASE64 && word->n >= WORD_BASE64_MIN)
		return true;
	inspect_say("the argument is no file, and %s",
	            guess == FORMAT_RAW ? "neither hexadecimal nor base64" : "too short for bytes");
	return false;
}

/* Of base64 about two letters in three are no hexadecimal digits; of a mistyped key, few. */
static bool
is_mistyped_hex(const struct inspect_bytes *t)
{
	size_t others = 0;

	for (size_t i = 0; i < t->n; i++)
		others += t->p[i] == '\0' || strchr(hex_digits, t->p[i]) == NULL;
	if (others >= t->n / 8 + 1)
		return false;
	inspect_say("INPUT is hexadecimal but for %zu characters; --format base64 if it is that",
	            others);
	return true;
}

/* Bytes that are no text have no such run of digits; what has one is a key file of some kind. */
static bool
has_key_digits(const struct inspect_bytes *t)
{
	size_t run = 0;

	for (size_t i = 0; i < t->n && run < KEY_DIGITS; i++)
		run = t->p[i] != '\0' && t->p[i] != ' ' && strchr(hex_digits, t->p[i]) != NULL
		      ? run + 1 : 0;
	if (run < KEY_DIGITS)
		return false;
	inspect_say("INPUT is text with the digits of a key in it; it is not shown");
	return true;
}

/* What OUT is written in, if it was not said; false if that cannot be. */
static bool
auto_settle(const struct inspect_bytes *out, bool is_file, uint32_t *format)
{
	if (*format != FORMAT_AUTO)
		return true;
	*format = format_guess(out);
	if (!is_file && !word_check(out, *format))
		return false;
	return *format != FORMAT_BASE64 || !is_mistyped_hex(out);
}

bool
inspect_input_read(struct inspect_bytes *out, const char *word, uint32_t format)
{
	struct stat st;
	bool is_file = strcmp(word, "-") == 0 || stat(word, &st) == 0;
	const char *name = strcmp(word, "-") == 0 ? "standard input" : tool_word(word);

	*out = (struct inspect_bytes){ NULL, 0 };
	if (!is_file)
		name = "the argument";
	if (is_file ? !inspect_file_read(out, word, TEXT_MAX) : !word_copy(out, word))
		return false;
	if (auto_settle(out, is_file, &format) && (format != FORMAT_RAW || !has_key_digits(out)) &&
	    decode(out, name, format))
		return true;
	inspect_bytes_free(out);
	return false;
}
