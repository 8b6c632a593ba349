/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX ".jsonl"

void
file_complain(const struct vector_file *file, size_t line, const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fprintf(stderr, "e2e-conform: %s:", file->path);
	if (line > 0)
		fprintf(stderr, "%zu:", line);
	fputc(' ', stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

/* The base name without its suffix, or NULL (and a message) if there is none. */
static char *
base_name(const struct vector_file *file)
{
	const char *slash = strrchr(file->path, '/');
	const char *base = slash != NULL ? slash + 1 : file->path;
	size_t n = strlen(base), suffix_n = strlen(SUFFIX);
	char *name;

	if (n <= suffix_n || strcmp(base + n - suffix_n, SUFFIX) != 0) {
		file_complain(file, 0, "the name does not end in %s", SUFFIX);
		return NULL;
	}
	name = calloc(1, n);
	if (name == NULL)
		file_complain(file, 0, "out of memory");
	else
		memcpy(name, base, n - suffix_n);
	return name;
}

#define FIRST_ROOM 65536

/* All that is left of STREAM; NULL if it cannot be read or held. */
static char *
read_all(FILE *stream, size_t *n)
{
	size_t room = FIRST_ROOM, got;
	char *text = malloc(room), *larger;

	*n = 0;
	while (text != NULL) {
		got = fread(text + *n, 1, room - *n, stream);
		*n += got;
		if (*n < room)
			break;
		larger = room <= SIZE_MAX / 2 ? realloc(text, 2 * room) : NULL;
		if (larger == NULL) {
			free(text);
			return NULL;
		}
		text = larger;
		room *= 2;
	}
	if (text != NULL && ferror(stream)) {
		free(text);
		return NULL;
	}
	return text;
}

static char *
read_text(const struct vector_file *file, size_t *n)
{
	FILE *stream = fopen(file->path, "rb");
	char *text;

	if (stream == NULL) {
		file_complain(file, 0, "%s", strerror(errno));
		return NULL;
	}
	errno = 0;
	text = read_all(stream, n);
	if (text == NULL)
		file_complain(file, 0, "%s", errno != 0 ? strerror(errno) : "cannot be read");
	fclose(stream);
	return text;
}

/* One line as an object; NULL, after a message, if it is none. */
static json_t *
parse_line(const struct vector_file *file, size_t number, const char *text, size_t n)
{
	json_error_t error;
	json_t *json = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

	if (json == NULL) {
		file_complain(file, number, "%s", error.text);
		return NULL;
	}
	if (!json_is_object(json)) {
		file_complain(file, number, "not an object");
		json_decref(json);
		return NULL;
	}
	return json;
}

static size_t
count_lines(const char *text, size_t n)
{
	size_t lines = n > 0 && text[n - 1] != '\n';

	for (size_t i = 0; i < n; i++)
		lines += text[i] == '\n';
	return lines;
}

static bool
parse_text(struct vector_file *file, const char *text, size_t n)
{
	size_t lines = count_lines(text, n);
	const char *end;
	size_t line_n;

	if (lines == 0) {
		file_complain(file, 0, "empty");
		return false;
	}
	file->lines = calloc(lines, sizeof(json_t *));
	if (file->lines == NULL) {
		file_complain(file, 0, "out of memory");
		return false;
	}
	while (file->n < lines) {
		end = memchr(text, '\n', n);
		line_n = end != NULL ? (size_t)(end - text) : n;
		file->lines[file->n] = parse_line(file, file->n + 1, text, line_n);
		if (file->lines[file->n] == NULL)
			return false;
		file->n++;
		line_n += end != NULL;
		text += line_n;
		n -= line_n;
	}
	return true;
}

bool
file_open(struct vector_file *file, const char *path)
{
	char *text;
	size_t n;
	bool good;

	*file = (struct vector_file){ .path = path };
	file->name = base_name(file);
	if (file->name == NULL)
		return false;
	text = read_text(file, &n);
	if (text == NULL)
		return false;
	good = parse_text(file, text, n);
	free(text);
	return good;
}

void
file_close(struct vector_file *file)
{
	for (size_t i = 0; i < file->n; i++)
		json_decref(file->lines[i]);
	free(file->lines);
	free(file->name);
	*file = (struct vector_file){ .path = file->path };
}

bool
file_is_transcript(const struct vector_file *file)
{
	const char *type;

	if (file->n == 0)
		return false;
	type = json_string_value(json_object_get(file->lines[0], "type"));
	return type != NULL && strcmp(type, "meta") == 0;
}
