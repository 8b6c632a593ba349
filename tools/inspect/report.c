/* SPDX-License-Identifier: ISC */
/* Checks and facts, as lines for people or as one JSON object. */
#include "config.h"

#include "inspect.h"
#include "../hex.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 1024
#define NAME_WIDTH     15
#define INDENT         27
#define COLUMNS        96
#define REST_BYTES     64 /* of undecoded bytes, shown to people */

static const char *const verdict_text[] = { "ok", "note", "FAILED" };
static const char *const verdict_json[] = { "ok", "note", "failed" };

/* ---- Text that grows ------------------------------------------------------- */

static bool
make_room(struct report_text *t, size_t n)
{
	size_t room = t->room > 0 ? t->room : 4096;
	char *p;

	if (t->broken)
		return false;
	while (room - t->n < n)
		room *= 2;
	if (room == t->room)
		return true;
	p = realloc(t->p, room);
	if (p == NULL) {
		t->broken = true;
		return false;
	}
	t->p = p;
	t->room = room;
	return true;
}

static void
add(struct report_text *t, const char *text)
{
	size_t n = strlen(text);

	if (!make_room(t, n))
		return;
	memcpy(t->p + t->n, text, n);
	t->n += n;
}

static void
add_quoted(struct report_text *t, const char *text)
{
	char piece[8];

	add(t, "\"");
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			snprintf(piece, sizeof piece, "\\%c", c);
		else if (c < 0x20)
			snprintf(piece, sizeof piece, "\\u%04x", c);
		else
			snprintf(piece, sizeof piece, "%c", c);
		add(t, piece);
	}
	add(t, "\"");
}

static void
add_name(struct report_text *t, const char *name)
{
	if (t->n > 0)
		add(t, ",");
	add_quoted(t, name);
	add(t, ":");
}

/* ---- Checks ------------------------------------------------------------------- */

static void
end_check(struct report *r)
{
	if (r->json && r->in_check)
		add(&r->checks, "}");
	r->in_check = false;
}

void
report_part(struct report *r, const char *part)
{
	end_check(r);
	if (!r->json)
		printf("%s%s\n", r->part != NULL ? "\n" : "", part);
	r->part = part;
}

void
report_check(struct report *r, uint32_t verdict, const char *name, const char *found, ...)
{
	char text[LINE_MAX_BYTES];
	va_list args;

	va_start(args, found);
	vsnprintf(text, sizeof text, found, args);
	va_end(args);
	end_check(r);
	r->in_check = true;
	r->failed += verdict == REPORT_FAILED;
	if (!r->json) {
		printf("  %-*s  %-6s  %s\n", NAME_WIDTH, name, verdict_text[verdict], text);
		return;
	}
	add(&r->checks, r->checks.n > 0 ? "," : "");
	add(&r->checks, "{\"part\":");
	add_quoted(&r->checks, r->part);
	add(&r->checks, ",\"check\":");
	add_quoted(&r->checks, name);
	add(&r->checks, ",\"verdict\":");
	add_quoted(&r->checks, verdict_json[verdict]);
	add(&r->checks, ",\"found\":");
	add_quoted(&r->checks, text);
}

/* TEXT in lines below a check. */
static void
print_wrapped(const char *text)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t n = strcspn(text, " ");

		if (column == 0) {
			column = (size_t)printf("%*s", INDENT, "");
		} else if (column + 1 + n > COLUMNS) {
			column = (size_t)printf("\n%*s", INDENT, "") - 1;
		} else {
			column += (size_t)printf(" ");
		}
		column += (size_t)printf("%.*s", (int)n, text);
		text += n;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static void more(struct report *r, const char *name, const char *format, va_list args)
	INSPECT_PRINTF(3, 0);

static void
more(struct report *r, const char *name, const char *format, va_list args)
{
	char text[LINE_MAX_BYTES], line[LINE_MAX_BYTES + 32];

	vsnprintf(text, sizeof text, format, args);
	if (r->json) {
		add_name(&r->checks, name);
		add_quoted(&r->checks, text);
		return;
	}
	snprintf(line, sizeof line, "%s%s", strcmp(name, "means") == 0 ? "" : "expected: ", text);
	print_wrapped(line);
}

void
report_expected(struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	more(r, "expected", format, args);
	va_end(args);
}

void
report_means(struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	more(r, "means", format, args);
	va_end(args);
}

/* ---- Facts ------------------------------------------------------------------------ */

void
report_number(struct report *r, const char *name, int64_t value)
{
	char text[32];

	if (!r->json)
		return;
	snprintf(text, sizeof text, "%" PRId64, value);
	add_name(&r->fields, name);
	add(&r->fields, text);
}

void
report_string(struct report *r, const char *name, const char *value)
{
	if (!r->json)
		return;
	add_name(&r->fields, name);
	add_quoted(&r->fields, value);
}

void
report_hex(struct report *r, const char *name, const uint8_t *p, size_t n)
{
	if (!r->json)
		return;
	add_name(&r->fields, name);
	add(&r->fields, "\"");
	if (make_room(&r->fields, TOOL_HEX_BYTES(n))) {
		tool_hex_encode(r->fields.p + r->fields.n, p, n);
		r->fields.n += TOOL_HEX_BYTES(n) - 1;
	}
	add(&r->fields, "\"");
}

static void
print_indented(const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		printf("    %.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

void
report_object(struct report *r, const char *name, const struct e2e_tl *object)
{
	uint32_t format = r->json ? E2E_TL_JSON : E2E_TL_TEXT;
	char *text = NULL;
	size_t n = 0;

	if (e2e_tl_print(NULL, 0, &n, object, format) == E2E_OK)
		text = malloc(n + 1);
	if (text == NULL || e2e_tl_print(text, n + 1, &n, object, format) != E2E_OK) {
		r->fields.broken = true;
		free(text);
		return;
	}
	secrets_name(text, format);
	if (r->json) {
		add_name(&r->fields, name);
		add(&r->fields, text);
	} else {
		print_indented(text);
	}
	e2e_wipe(text, n);
	free(text);
}

void
report_rest(struct report *r, const char *name, struct e2e_bytes rest, bool known)
{
	bool small = rest.n < (known ? SECRET_TL_BYTES : SECRET_BYTES) && rest.n % 4 == 0;
	char hex[TOOL_HEX_BYTES(REST_BYTES)];
	bool whole = rest.n <= REST_BYTES;

	if (!r->expose_keys && !small) {
		report_check(r, REPORT_NOTE, "rest", "%zu bytes, not shown", rest.n);
		report_means(r, "They can have a key in them; --expose-keys shows them.");
		return;
	}
	report_hex(r, name, rest.p, rest.n);
	if (r->json)
		return;
	tool_hex_encode(hex, rest.p, whole ? rest.n : REST_BYTES);
	printf("    rest: %s%s (%zu bytes)\n", hex, whole ? "" : "...", rest.n);
}

/* ---- The end ----------------------------------------------------------------------- */

static void
print_json(struct report *r)
{
	end_check(r);
	fputs("{\"verdict\":\"", stdout);
	fputs(r->failed > 0 ? "failed" : "ok", stdout);
	printf("\",\"failed\":%" PRIu32 ",", r->failed);
	if (r->fields.n > 0) {
		fwrite(r->fields.p, 1, r->fields.n, stdout);
		putchar(',');
	}
	fputs("\"checks\":[", stdout);
	if (r->checks.n > 0)
		fwrite(r->checks.p, 1, r->checks.n, stdout);
	fputs("]}\n", stdout);
}

bool
report_drop(struct report *r)
{
	free(r->checks.p);
	free(r->fields.p);
	r->checks = r->fields = (struct report_text){ NULL, 0, 0, false };
	return false;
}

bool
report_finish(struct report *r)
{
	bool broken = r->checks.broken || r->fields.broken;

	if (broken)
		inspect_say("%s", e2e_strerror(E2E_ERR_NOMEM));
	else if (r->json)
		print_json(r);
	else
		printf("\n%s: %" PRIu32 " failed\n", r->failed > 0 ? "FAILED" : "ok", r->failed);
	(void)report_drop(r);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return !broken;
	inspect_say("standard output: cannot be written");
	return false;
}
