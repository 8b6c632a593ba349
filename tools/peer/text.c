/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text.h"
#include "../hex.h"
#include "../shown.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Messages and memory ----------------------------------------------------- */

void
peer_say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tool_say("e2e-peer", format, args);
	va_end(args);
}

void
peer_die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tool_say("e2e-peer", format, args);
	va_end(args);
	exit(EXIT_FAILURE);
}

void *
peer_alloc(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);

	if (p == NULL)
		peer_die("%s", e2e_strerror(E2E_ERR_NOMEM));
	return p;
}

/* ---- Output --------------------------------------------------------------------- */

/* Room for N more bytes and a NUL.  What was there is wiped when it moves. */
static char *
make_room(struct text *t, size_t n)
{
	size_t room = t->room > 0 ? t->room : 256;
	char *p;

	if (n >= SIZE_MAX / 4 - t->n)
		peer_die("%s", e2e_strerror(E2E_ERR_NOMEM));
	while (room - t->n < n + 1)
		room *= 2;
	if (room != t->room) {
		p = peer_alloc(room);
		if (t->n > 0)
			memcpy(p, t->p, t->n);
		if (t->p != NULL)
			e2e_wipe(t->p, t->n);
		free(t->p);
		t->p = p;
		t->room = room;
		t->p[t->n] = '\0';
	}
	return t->p + t->n;
}

void
text_add(struct text *t, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		peer_die("a text cannot be made");
	make_room(t, (size_t)n);
	va_start(args, format);
	vsnprintf(t->p + t->n, (size_t)n + 1, format, args);
	va_end(args);
	t->n += (size_t)n;
}

void
text_put(struct text *t, const char *p, size_t n)
{
	memcpy(make_room(t, n), p, n);
	t->n += n;
	t->p[t->n] = '\0';
}

void
text_hex(struct text *t, struct e2e_bytes bytes)
{
	if (bytes.n >= SIZE_MAX / 4)
		peer_die("%s", e2e_strerror(E2E_ERR_NOMEM));
	tool_hex_encode(make_room(t, 2 * bytes.n), bytes.p, bytes.n);
	t->n += 2 * bytes.n;
}

void
text_rest(struct text *t, struct e2e_bytes bytes)
{
	bool utf8 = e2e_utf8_check(bytes.p, bytes.n) == 1;

	while (bytes.n > 0) {
		size_t odd, n = tool_shown(&odd, bytes, utf8);

		text_put(t, (const char *)bytes.p, n);
		for (size_t i = n; i < n + odd; i++)
			text_add(t, "\\x%02x", bytes.p[i]);
		bytes.p += n + odd;
		bytes.n -= n + odd;
	}
}

void
text_ids(struct text *t, struct e2e_tl_longs ids)
{
	for (size_t i = 0; i < ids.n; i++)
		text_add(t, "%s%" PRId64, i > 0 ? "," : "", ids.v[i]);
}

void
text_file(struct text *t, const struct e2e_remote_file *file)
{
	text_add(t, "%" PRId64 ",%" PRId64 ",%" PRId64 ",%d,%d", file->id, file->access_hash,
	         file->bytes, (int)file->dc_id, (int)file->key_fingerprint);
}

void
text_object(struct text *t, const struct e2e_tl *object)
{
	size_t n;

	if (e2e_tl_print(NULL, 0, &n, object, E2E_TL_JSON) != E2E_OK)
		peer_die("an object cannot be shown");
	if (e2e_tl_print(make_room(t, n), n + 1, &n, object, E2E_TL_JSON) == E2E_OK)
		t->n += n;
}

void
text_clear(struct text *t)
{
	if (t->p != NULL) {
		e2e_wipe(t->p, t->n);
		t->p[0] = '\0';
	}
	t->n = 0;
}

void
text_free(struct text *t)
{
	text_clear(t);
	free(t->p);
	*t = (struct text){ NULL, 0, 0 };
}

/* ---- Input ------------------------------------------------------------------------ */

char *
word_next(char **rest)
{
	char *word = *rest + strspn(*rest, " ");
	size_t n = strcspn(word, " ");

	*rest = word + n;
	if (n == 0)
		return NULL;
	if (**rest != '\0')
		*(*rest)++ = '\0';
	return word;
}

bool
word_last(char **rest)
{
	return word_next(rest) == NULL;
}

bool
word_number(int64_t *value, const char *word, int64_t min, int64_t max)
{
	long long number;
	char *end;

	if (word == NULL || (word[0] != '-' && (word[0] < '0' || word[0] > '9')))
		return false;
	errno = 0;
	number = strtoll(word, &end, 10);
	if (errno != 0 || end == word || *end != '\0' || number < min || number > max)
		return false;
	*value = number;
	return true;
}

bool
word_hex(struct e2e_bytes *bytes, char *word)
{
	size_t n;

	*bytes = (struct e2e_bytes){ NULL, 0 };
	if (word == NULL || !tool_hex_decode((uint8_t *)word, strlen(word), &n, word) || n == 0)
		return false;
	*bytes = (struct e2e_bytes){ (const uint8_t *)word, n };
	return true;
}

bool
word_fingerprint(int64_t *fingerprint, char *word)
{
	struct e2e_bytes bytes;
	uint64_t value = 0;

	if (word == NULL || strlen(word) != 16 || !word_hex(&bytes, word))
		return false;
	for (size_t i = 0; i < 8; i++)
		value = value << 8 | bytes.p[i];
	*fingerprint = (int64_t)value;
	return true;
}
