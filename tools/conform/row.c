/* SPDX-License-Identifier: ISC */
/* The fields of a line, typed, and what is found out about them. */
#include "config.h"

#include "row.h"

#include "../hex.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELD_BYTES       64 /* of a path, with a NUL */
#define FINGERPRINT_BYTES 8

struct row_block {
	struct row_block *next;
	void *bytes;
};

void
row_start(struct row *row, const json_t *json)
{
	*row = (struct row){ .json = json };
}

void
row_end(struct row *row)
{
	while (row->blocks != NULL) {
		struct row_block *block = row->blocks;

		row->blocks = block->next;
		free(block->bytes);
		free(block);
	}
}

bool
row_good(const struct row *row)
{
	return !row->malformed && !row->failed;
}

void *
row_alloc(struct row *row, size_t n)
{
	struct row_block *block = malloc(sizeof *block);
	void *bytes = calloc(1, n > 0 ? n : 1);

	if (block == NULL || bytes == NULL) {
		fputs("e2e-conform: out of memory\n", stderr);
		exit(2);
	}
	*block = (struct row_block){ row->blocks, bytes };
	row->blocks = block;
	return bytes;
}

struct e2e_bytes
row_join(struct row *row, const struct e2e_bytes *part, size_t n)
{
	size_t total = 0;
	uint8_t *joined, *end;

	for (size_t i = 0; i < n; i++)
		total += part[i].n;
	joined = end = row_alloc(row, total);
	for (size_t i = 0; i < n; i++) {
		if (part[i].n > 0)
			memcpy(end, part[i].p, part[i].n);
		end += part[i].n;
	}
	return span(joined, total);
}

struct e2e_bytes
row_copy(struct row *row, struct e2e_bytes bytes)
{
	return row_join(row, &bytes, 1);
}

uint8_t *
row_wire(struct row *row, int64_t number, size_t n)
{
	uint8_t *wire = row_alloc(row, n);

	for (size_t i = 0; i < n; i++)
		wire[i] = (uint8_t)((uint64_t)number >> 8 * i);
	return wire;
}

void
row_malformed(struct row *row, const char *format, ...)
{
	va_list args;

	if (row->malformed)
		return;
	row->malformed = true;
	va_start(args, format);
	vsnprintf(row->why, sizeof row->why, format, args);
	va_end(args);
}

/* ---- Values ----------------------------------------------------------------- */

const char *
value_text(const json_t *json)
{
	const char *text = json_string_value(json);

	return text != NULL && strlen(text) == json_string_length(json) ? text : NULL;
}

struct e2e_bytes
value_bytes(struct row *row, const json_t *json, const char *what)
{
	const char *hex = value_text(json);
	size_t room = hex != NULL ? strlen(hex) / 2 : 0, n = 0;
	uint8_t *bytes = row_alloc(row, room);

	if (json != NULL && (hex == NULL || !tool_hex_decode(bytes, room, &n, hex)))
		row_malformed(row, "%s is not hexadecimal", what);
	return span(bytes, n);
}

int64_t
value_i64(struct row *row, const json_t *json, const char *what)
{
	const char *text = value_text(json) != NULL ? value_text(json) : "";
	const char *digits = *text == '-' ? text + 1 : text;
	long long value;
	char *end;

	if (json == NULL)
		return 0;
	errno = 0;
	value = strtoll(text, &end, 10);
	/* strtoll() alone would take leading blanks and a plus. */
	if (*digits >= '0' && *digits <= '9' && *end == '\0' && errno == 0 && value >= INT64_MIN &&
	    value <= INT64_MAX)
		return value;
	row_malformed(row, "%s is no 64-bit number in a string", what);
	return 0;
}

int32_t
value_i32(struct row *row, const json_t *json, const char *what)
{
	json_int_t value = json_integer_value(json);

	if (json == NULL || (json_is_integer(json) && value >= INT32_MIN && value <= INT32_MAX))
		return (int32_t)value;
	row_malformed(row, "%s is no 32-bit number", what);
	return 0;
}

/* ---- Fields ------------------------------------------------------------------ */

const json_t *
row_get(const struct row *row, const char *field)
{
	const json_t *json = row->json;
	char name[FIELD_BYTES];

	while (json != NULL && *field != '\0' && *field != '?') {
		size_t n = strcspn(field, ".?");

		if (n >= sizeof name)
			abort();
		memcpy(name, field, n);
		name[n] = '\0';
		json = json_object_get(json, name);
		field += field[n] == '.' ? n + 1 : n;
	}
	return json;
}

bool
row_has(const struct row *row, const char *field)
{
	return row_get(row, field) != NULL;
}

bool
row_says(const struct row *row, const char *field, const char *word)
{
	const char *text = json_string_value(row_get(row, field));

	return text != NULL && strcmp(text, word) == 0;
}

/* The field, or NULL; then the row is malformed, unless it may be missing. */
static const json_t *
wanted(struct row *row, const char *field)
{
	const json_t *json = row_get(row, field);

	if (json == NULL && strchr(field, '?') == NULL)
		row_malformed(row, "no field \"%s\"", field);
	return json;
}

const char *
row_text(struct row *row, const char *field)
{
	const json_t *json = wanted(row, field);
	const char *text = value_text(json);

	if (text == NULL)
		row_malformed(row, "%s is no text", field);
	return text != NULL ? text : "";
}

struct e2e_bytes
row_bytes(struct row *row, const char *field)
{
	return value_bytes(row, wanted(row, field), field);
}

const uint8_t *
row_fixed(struct row *row, const char *field, size_t n)
{
	struct e2e_bytes bytes = row_bytes(row, field);

	if (bytes.n == n)
		return bytes.p;
	row_malformed(row, "%s has %zu bytes, not %zu", field, bytes.n, n);
	return row_alloc(row, n);
}

struct e2e_bytes
without_zeros(const uint8_t *p, size_t n)
{
	for (; n > 0 && *p == 0; n--)
		p++;
	return span(p, n);
}

const uint8_t *
row_number(struct row *row, const char *field, size_t n)
{
	struct e2e_bytes all = row_bytes(row, field), number = without_zeros(all.p, all.n);
	uint8_t *padded = row_alloc(row, n);

	if (number.n > n)
		row_malformed(row, "%s is a number of more than %zu bytes", field, n);
	else if (number.n > 0)
		memcpy(padded + n - number.n, number.p, number.n);
	return padded;
}

int64_t
row_fingerprint(struct row *row, const char *field)
{
	const uint8_t *wire = row_fixed(row, field, FINGERPRINT_BYTES);
	uint64_t bits = 0;

	for (int i = FINGERPRINT_BYTES; i-- > 0;)
		bits = bits << 8 | wire[i];
	return (int64_t)bits;
}

int64_t
row_i64(struct row *row, const char *field)
{
	return value_i64(row, wanted(row, field), field);
}

int32_t
row_i32(struct row *row, const char *field)
{
	return value_i32(row, wanted(row, field), field);
}

bool
row_bool(struct row *row, const char *field)
{
	const json_t *json = wanted(row, field);

	if (json != NULL && !json_is_boolean(json))
		row_malformed(row, "%s is neither true nor false", field);
	return json_is_true(json);
}

int32_t
row_choice(struct row *row, const char *field, const struct row_word *table)
{
	const char *text = row_text(row, field);

	for (size_t i = 0; table[i].word != NULL; i++) {
		if (strcmp(table[i].word, text) == 0)
			return table[i].meaning;
	}
	row_malformed(row, "%s cannot be \"%.40s\"", field, text);
	return table->meaning;
}

/* ---- Judging ---------------------------------------------------------------- */

bool
row_differs(struct row *row, const char *format, ...)
{
	va_list args;

	if (!row_good(row))
		return false;
	row->failed = true;
	va_start(args, format);
	vsnprintf(row->why, sizeof row->why, format, args);
	va_end(args);
	return false;
}

bool
row_worked(struct row *row, const char *what, int32_t result)
{
	return result == E2E_OK ||
	       row_differs(row, "%s: %s (%" PRId32 ")", what, e2e_strerror(result), result);
}

bool
row_expected(struct row *row, const char *what, int32_t result, enum expect expect)
{
	if (result == E2E_OK)
		return expect != EXPECT_REJECT || row_differs(row, "%s accepts it", what);
	return (result > 0 && expect != EXPECT_ACCEPT) || row_worked(row, what, result);
}

/* The length of WHAT without the "?" of a field. */
static int
named(const char *what)
{
	return (int)strcspn(what, "?");
}

#define SHOWN_BYTES 16

/* Up to SHOWN_BYTES of BYTES from offset FROM as text. */
static void
show(char text[TOOL_HEX_BYTES(SHOWN_BYTES)], struct e2e_bytes bytes, size_t from)
{
	size_t n = bytes.n - from < SHOWN_BYTES ? bytes.n - from : SHOWN_BYTES;

	tool_hex_encode(text, n > 0 ? bytes.p + from : NULL, n);
}

bool
row_same(struct row *row, const char *what, struct e2e_bytes got, struct e2e_bytes want)
{
	char got_text[TOOL_HEX_BYTES(SHOWN_BYTES)], want_text[TOOL_HEX_BYTES(SHOWN_BYTES)];
	size_t at = 0;

	while (at < got.n && at < want.n && got.p[at] == want.p[at])
		at++;
	if (at == got.n && at == want.n)
		return true;
	if (got.n != want.n)
		return row_differs(row, "%.*s has %zu bytes, not %zu", named(what), what, got.n,
		                   want.n);
	show(got_text, got, at);
	show(want_text, want, at);
	return row_differs(row, "%.*s differs from byte %zu: %s, not %s", named(what), what, at,
	                   got_text, want_text);
}

bool
row_same_i64(struct row *row, const char *what, int64_t got, int64_t want)
{
	return got == want || row_differs(row, "%.*s differs: %" PRId64 ", not %" PRId64,
	                                  named(what), what, got, want);
}

bool
row_wiped(struct row *row, const char *what, const uint8_t *p, size_t n, uint8_t value)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != 0 && p[i] != value)
			return row_differs(row, "%s is left behind", what);
	}
	return true;
}

bool
row_is(struct row *row, const char *field, const uint8_t *got, size_t n)
{
	return wanted(row, field) == NULL ||
	       row_same(row, field, span(got, n),
	                span(row_fixed(row, field, n), n));
}

bool
row_is_bytes(struct row *row, const char *field, struct e2e_bytes got)
{
	return wanted(row, field) == NULL || row_same(row, field, got, row_bytes(row, field));
}

bool
row_is_number(struct row *row, const char *field, struct e2e_bytes got)
{
	struct e2e_bytes want = { row_number(row, field, E2E_DH_BYTES), E2E_DH_BYTES };

	return row_same(row, field, without_zeros(got.p, got.n), without_zeros(want.p, want.n));
}

bool
row_is_fingerprint(struct row *row, const char *field, int64_t got)
{
	return wanted(row, field) == NULL ||
	       row_same_i64(row, field, got, row_fingerprint(row, field));
}

bool
row_is_i64(struct row *row, const char *field, int64_t got)
{
	return wanted(row, field) == NULL || row_same_i64(row, field, got, row_i64(row, field));
}

bool
row_is_i32(struct row *row, const char *field, int64_t got)
{
	return wanted(row, field) == NULL || row_same_i64(row, field, got, row_i32(row, field));
}
