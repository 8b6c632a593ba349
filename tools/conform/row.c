/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "row.h"

#include "../hex.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row_block {
	struct row_block *next;
	uint8_t *bytes;
};

void
row_start(struct row *row, const json_t *json)
{
	*row = (struct row){ .json = json };
}

void
row_end(struct row *row)
{
	struct row_block *block;

	while (row->blocks != NULL) {
		block = row->blocks;
		row->blocks = block->next;
		free(block->bytes);
		free(block);
	}
}

const char *
row_id(const struct row *row)
{
	const char *id = json_string_value(json_object_get(row->json, "id"));

	return id != NULL && *id != '\0' ? id : NULL;
}

uint8_t *
row_alloc(struct row *row, size_t n)
{
	struct row_block *block = malloc(sizeof *block);
	uint8_t *bytes = calloc(1, n > 0 ? n : 1);

	if (block == NULL || bytes == NULL) {
		fputs("e2e-conform: out of memory\n", stderr);
		exit(2);
	}
	block->next = row->blocks;
	block->bytes = bytes;
	row->blocks = block;
	return bytes;
}

/* ---- Reading ---------------------------------------------------------------- */

bool
row_has(const struct row *row, const char *field)
{
	return json_object_get(row->json, field) != NULL;
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

/* The field, or NULL and a malformed row if it is missing. */
static const json_t *
row_field(struct row *row, const char *field)
{
	const json_t *value = json_object_get(row->json, field);

	if (value == NULL)
		row_malformed(row, "no field \"%s\"", field);
	return value;
}

static const char *
row_text(struct row *row, const char *field)
{
	const json_t *value = row_field(row, field);
	const char *text = json_string_value(value);

	if (value != NULL && text == NULL)
		row_malformed(row, "field \"%s\" is no string", field);
	if (text != NULL && strlen(text) != json_string_length(value)) {
		row_malformed(row, "field \"%s\" has a NUL in it", field);
		return NULL;
	}
	return text;
}

struct e2e_bytes
row_bytes(struct row *row, const char *field)
{
	const char *text = row_text(row, field);
	uint8_t *bytes;
	size_t room, n;

	if (text == NULL)
		return (struct e2e_bytes){ NULL, 0 };
	room = strlen(text) / 2;
	bytes = row_alloc(row, room);
	if (!tool_hex_decode(bytes, room, &n, text)) {
		row_malformed(row, "field \"%s\" is not hexadecimal", field);
		return (struct e2e_bytes){ NULL, 0 };
	}
	return (struct e2e_bytes){ bytes, n };
}

const uint8_t *
row_fixed(struct row *row, const char *field, size_t n)
{
	struct e2e_bytes bytes = row_bytes(row, field);

	if (bytes.n == n)
		return bytes.p != NULL ? bytes.p : row_alloc(row, n);
	row_malformed(row, "field \"%s\" has %zu bytes, not %zu", field, bytes.n, n);
	return row_alloc(row, n);
}

const uint8_t *
row_number(struct row *row, const char *field, size_t n)
{
	struct e2e_bytes bytes = row_bytes(row, field);
	uint8_t *padded = row_alloc(row, n);

	while (bytes.n > 0 && bytes.p[0] == 0)
		bytes = (struct e2e_bytes){ bytes.p + 1, bytes.n - 1 };
	if (bytes.n > n)
		row_malformed(row, "field \"%s\" is a number of more than %zu bytes", field, n);
	else if (bytes.n > 0)
		memcpy(padded + n - bytes.n, bytes.p, bytes.n);
	return padded;
}

int64_t
row_i64(struct row *row, const char *field)
{
	const char *text = row_text(row, field);
	const char *digits;
	long long value;
	char *end;

	if (text == NULL)
		return 0;
	digits = *text == '-' ? text + 1 : text;
	errno = 0;
	value = strtoll(text, &end, 10);
	/* strtoll() alone would take leading blanks and a plus. */
	if (*digits < '0' || *digits > '9' || *end != '\0' || errno != 0 ||
	    value < INT64_MIN || value > INT64_MAX) {
		row_malformed(row, "field \"%s\" is no 64-bit number", field);
		return 0;
	}
	return value;
}

int32_t
row_i32(struct row *row, const char *field)
{
	const json_t *value = row_field(row, field);
	json_int_t number;

	if (value == NULL)
		return 0;
	number = json_integer_value(value);
	if (!json_is_integer(value) || number < INT32_MIN || number > INT32_MAX) {
		row_malformed(row, "field \"%s\" is no 32-bit number", field);
		return 0;
	}
	return (int32_t)number;
}

bool
row_bool(struct row *row, const char *field)
{
	const json_t *value = row_field(row, field);

	if (value != NULL && !json_is_boolean(value))
		row_malformed(row, "field \"%s\" is neither true nor false", field);
	return json_is_true(value);
}

int32_t
row_choice(struct row *row, const char *field, const struct row_word *table)
{
	const char *text = row_text(row, field);

	if (text == NULL)
		return table->meaning;
	for (size_t i = 0; table[i].word != NULL; i++) {
		if (strcmp(table[i].word, text) == 0)
			return table[i].meaning;
	}
	row_malformed(row, "field \"%s\" cannot be \"%.40s\"", field, text);
	return table->meaning;
}

enum expect
row_expect(struct row *row)
{
	static const struct row_word words[] = {
		{ "accept", EXPECT_ACCEPT }, { "ok", EXPECT_ACCEPT },
		{ "reject", EXPECT_REJECT }, { "either", EXPECT_EITHER },
		{ NULL, 0 },
	};

	return (enum expect)row_choice(row, "expect", words);
}

/* ---- Judging ---------------------------------------------------------------- */

bool
row_differs(struct row *row, const char *format, ...)
{
	va_list args;

	if (row->why[0] != '\0')
		return false;
	va_start(args, format);
	vsnprintf(row->why, sizeof row->why, format, args);
	va_end(args);
	return false;
}

bool
row_worked(struct row *row, const char *what, int32_t result)
{
	if (result == E2E_OK)
		return true;
	return row_differs(row, "%s: %s (%" PRId32 ")", what, e2e_strerror(result), result);
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
		return row_differs(row, "%s has %zu bytes, not %zu", what, got.n, want.n);
	show(got_text, got, at);
	show(want_text, want, at);
	return row_differs(row, "%s differs from byte %zu: %s, not %s", what, at, got_text,
	                   want_text);
}

bool
row_same_fixed(struct row *row, const char *what, const uint8_t *got, const uint8_t *want,
               size_t n)
{
	return row_same(row, what, (struct e2e_bytes){ got, n }, (struct e2e_bytes){ want, n });
}

bool
row_same_i64(struct row *row, const char *what, int64_t got, int64_t want)
{
	if (got == want)
		return true;
	return row_differs(row, "%s differs: %" PRId64 ", not %" PRId64, what, got, want);
}

bool
row_wiped(struct row *row, const char *what, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != 0)
			return row_differs(row, "%s is not wiped", what);
	}
	return true;
}

bool
row_described(struct row *row, const char *field, size_t got)
{
	const json_t *value = json_object_get(row->json, field);
	json_int_t said = json_integer_value(value);

	if (value == NULL)
		return true;
	if (!json_is_integer(value)) {
		row_malformed(row, "field \"%s\" is no number", field);
		return false;
	}
	if (said >= 0 && (uint64_t)said == (uint64_t)got)
		return true;
	return row_differs(row, "\"%s\" is %" JSON_INTEGER_FORMAT ", but it is %zu", field, said,
	                   got);
}

enum verdict
row_verdict(const struct row *row, bool good)
{
	if (row->malformed)
		return VERDICT_MALFORMED;
	return good ? VERDICT_PASS : VERDICT_FAIL;
}
