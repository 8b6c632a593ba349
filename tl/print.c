/* SPDX-License-Identifier: ISC */
/* Prints objects, as text for people or as JSON for programs. */
#include "config.h"

#include "tl/table.h"
#include "tl/utf8.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDENT 2

/* Text shows at most so many bytes of a string in hex; JSON shows all. */
#define HEX_SHOWN_BYTES 64

/* `length` also counts what does not fit into `room`. */
struct printer {
	char *out;
	size_t room, length;
	bool json;
	uint32_t depth;
};

static void
add_chars(struct printer *p, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++, p->length++) {
		if (p->length < p->room)
			p->out[p->length] = text[i];
	}
}

static void
add_string(struct printer *p, const char *text)
{
	add_chars(p, text, strlen(text));
}

static void
add_hex(struct printer *p, const uint8_t *bytes, size_t n)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		char pair[2] = { digit[bytes[i] >> 4], digit[bytes[i] & 15] };

		add_chars(p, pair, sizeof pair);
	}
}

static void
add_long(struct printer *p, int64_t x)
{
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)x);
	add_string(p, text);
}

/*
 * Add the shortest decimal that reads back as X, with a dot for the locale's decimal point.  For a
 * normal number we begin with 15 digits, which is never too many: %g leaves out zeros at the end.
 */
static void
add_double(struct printer *p, double x)
{
	char text[40];
	bool in_point = false;
	int digits = isnormal(x) ? 15 : 1;

	if (!isfinite(x)) {
		add_string(p, p->json ? "null" : isnan(x) ? "nan" : x > 0 ? "inf" : "-inf");
		return;
	}
	do
		snprintf(text, sizeof text, "%.*g", digits, x);
	while (strtod(text, NULL) != x && digits++ < 17);
	for (const char *c = text; *c != '\0'; c++) {
		bool point = strchr("0123456789+-e", *c) == NULL;

		if (!point)
			add_chars(p, c, 1);
		else if (!in_point)
			add_chars(p, ".", 1);
		in_point = point;
	}
}

/* The code point of the character of N bytes at C; 0 for one of 4 bytes, which is no control. */
static unsigned
code_point(const uint8_t *c, size_t n)
{
	if (n == 1)
		return c[0];
	if (n == 2)
		return (c[0] & 0x1fu) << 6 | (c[1] & 0x3fu);
	return n == 3 ? (c[0] & 0xfu) << 12 | (c[1] & 0x3fu) << 6 | (c[2] & 0x3fu) : 0;
}

/* Controls that could drive a terminal or disguise text: C0, C1 and those for text direction. */
static bool
is_control(unsigned u)
{
	return u < 0x20 || (u >= 0x7f && u < 0xa0) || u == 0x61c || u == 0x200e || u == 0x200f ||
	       (u >= 0x2028 && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
}

/* Add a character of a quoted string; N is 0 for a malformed one.  Both formats escape controls. */
static void
add_character(struct printer *p, const uint8_t *c, size_t n)
{
	char escape[8];

	if (n == 0) {
		add_string(p, "\xef\xbf\xbd");
	} else if (c[0] == '"' || c[0] == '\\') {
		add_chars(p, "\\", 1);
		add_chars(p, (const char *)c, 1);
	} else if (n < 4 && is_control(code_point(c, n))) {
		snprintf(escape, sizeof escape, "\\u%04x", code_point(c, n));
		add_string(p, escape);
	} else {
		add_chars(p, (const char *)c, n);
	}
}

static void
add_text(struct printer *p, struct e2e_bytes s)
{
	add_chars(p, "\"", 1);
	for (size_t i = 0; i < s.n;) {
		size_t n = e2e_i_utf8_next(s.p + i, s.n - i);

		add_character(p, s.p + i, n);
		i += n > 0 ? n : 1;
	}
	add_chars(p, "\"", 1);
}

static void
add_bytes(struct printer *p, struct e2e_bytes s)
{
	char note[40];

	if (p->json) {
		add_chars(p, "\"", 1);
		add_hex(p, s.p, s.n);
		add_chars(p, "\"", 1);
		return;
	}
	add_hex(p, s.p, s.n < HEX_SHOWN_BYTES ? s.n : HEX_SHOWN_BYTES);
	snprintf(note, sizeof note, "%s (%zu bytes)", s.n > HEX_SHOWN_BYTES ? "..." : "", s.n);
	add_string(p, s.n > 0 ? note : "(0 bytes)");
}

/* Begin a line, for a field or an object in text. */
static void
new_line(struct printer *p)
{
	add_chars(p, "\n", 1);
	for (uint32_t i = 0; i < p->depth * INDENT; i++)
		add_chars(p, " ", 1);
}

static void
add_longs(struct printer *p, const struct e2e_tl_longs *longs)
{
	add_chars(p, "[", 1);
	for (size_t i = 0; i < longs->n; i++) {
		add_string(p, i == 0 ? "" : p->json ? "," : ", ");
		add_string(p, p->json ? "\"" : "");
		add_long(p, longs->v[i]);
		add_string(p, p->json ? "\"" : "");
	}
	add_chars(p, "]", 1);
}

static void add_object(struct printer *p, const struct e2e_tl *object);

static void
add_objects(struct printer *p, const struct e2e_tl_objects *objects)
{
	char note[32];

	if (!p->json) {
		snprintf(note, sizeof note, "%zu of them", objects->n);
		add_string(p, note);
	}
	add_string(p, p->json ? "[" : "");
	p->depth++;
	for (size_t i = 0; i < objects->n; i++) {
		if (!p->json)
			new_line(p);
		else if (i > 0)
			add_chars(p, ",", 1);
		add_object(p, objects->v[i]);
	}
	p->depth--;
	add_string(p, p->json ? "]" : "");
}

static void
add_value(struct printer *p, const void *member, const struct e2e_i_tl_field *f)
{
	char note[16];

	switch (f->kind) {
	case E2E_TL_KIND_FLAGS:
		snprintf(note, sizeof note, "0x%08x", (unsigned)*(const uint32_t *)member);
		add_string(p, note);
		break;
	case E2E_TL_KIND_INT:
		add_long(p, *(const int32_t *)member);
		break;
	case E2E_TL_KIND_LONG:
		add_string(p, p->json ? "\"" : "");
		add_long(p, *(const int64_t *)member);
		add_string(p, p->json ? "\"" : "");
		break;
	case E2E_TL_KIND_DOUBLE:
		add_double(p, *(const double *)member);
		break;
	case E2E_TL_KIND_STRING:
		add_text(p, *(const struct e2e_bytes *)member);
		break;
	case E2E_TL_KIND_BYTES:
		add_bytes(p, *(const struct e2e_bytes *)member);
		break;
	case E2E_TL_KIND_LONGS:
		add_longs(p, member);
		break;
	case E2E_TL_KIND_OBJECT:
		add_object(p, *(const struct e2e_tl *const *)member);
		break;
	case E2E_TL_KIND_OBJECTS:
		add_objects(p, member);
		break;
	default:
		add_string(p, "true");
		break;
	}
}

static void
add_field(struct printer *p, const uint8_t *object, const struct e2e_i_tl_field *f)
{
	if (p->json)
		add_string(p, ",\"");
	else
		new_line(p);
	add_string(p, e2e_i_tl_names + f->name);
	add_string(p, p->json ? "\":" : ": ");
	add_value(p, object + f->offset, f);
}

/* JSON leaves out the flags themselves, as a field is there or not. */
static void
add_fields(struct printer *p, const struct e2e_tl *object, const struct e2e_i_tl_ctor *c)
{
	const struct e2e_i_tl_field *f = &e2e_i_tl_fields[c->first_field];
	const uint8_t *bytes = (const uint8_t *)object;
	uint32_t flags = 0;

	for (size_t i = 0; i < c->n_fields; i++, f++) {
		if (f->kind == E2E_TL_KIND_FLAGS)
			memcpy(&flags, bytes + f->offset, sizeof flags);
		if (f->bit != E2E_I_TL_NO_BIT && (flags >> f->bit & 1) == 0)
			continue;
		if (f->kind != E2E_TL_KIND_FLAGS || !p->json)
			add_field(p, bytes, f);
	}
}

static void
add_object(struct printer *p, const struct e2e_tl *object)
{
	const struct e2e_i_tl_ctor *c = object != NULL ? e2e_i_tl_find(object->ctor) : NULL;

	if (c == NULL) {
		add_string(p, "null");
		return;
	}
	add_string(p, p->json ? "{\"_\":\"" : "");
	add_string(p, e2e_i_tl_names + c->name);
	add_string(p, p->json ? "\"" : "");
	p->depth++;
	add_fields(p, object, c);
	p->depth--;
	add_string(p, p->json ? "}" : "");
}

int32_t
e2e_tl_print(char *out, size_t room, size_t *n, const struct e2e_tl *object, uint32_t format)
{
	struct printer p = {
		.out = out,
		.room = room > 0 ? room - 1 : 0,
		.json = format == E2E_TL_JSON,
	};

	*n = 0;
	if (format != E2E_TL_TEXT && format != E2E_TL_JSON)
		return E2E_ERR_ARGUMENT;
	add_object(&p, object);
	if (room > 0)
		out[p.length < p.room ? p.length : p.room] = '\0';
	*n = p.length;
	return E2E_OK;
}
