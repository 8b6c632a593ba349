/* SPDX-License-Identifier: ISC */
/* Vector files, line by line into memory. */
#include "config.h"

#include "file.h"

#include <errno.h>
#include <stdarg.h>
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
	name = strndup(base, n - suffix_n);
	if (name == NULL)
		file_complain(file, 0, "out of memory");
	return name;
}

/* Add one line, an object; false, after a message, if it is none. */
static bool
add_line(struct vector_file *file, const char *text, size_t n)
{
	json_t **lines = realloc(file->lines, (file->n + 1) * sizeof *lines), *json;
	json_error_t error;

	if (lines == NULL) {
		file_complain(file, 0, "out of memory");
		return false;
	}
	file->lines = lines;
	n -= n > 0 && text[n - 1] == '\n';
	json = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	if (json == NULL) {
		file_complain(file, file->n + 1, "%s", error.text);
		return false;
	}
	file->lines[file->n++] = json;
	if (!json_is_object(json))
		file_complain(file, file->n, "not an object");
	return json_is_object(json);
}

static bool
add_lines(struct vector_file *file, FILE *stream)
{
	char *text = NULL;
	size_t room = 0;
	ssize_t n;
	bool good = true;

	errno = 0;
	while (good && (n = getline(&text, &room, stream)) >= 0)
		good = add_line(file, text, (size_t)n);
	if (good && !feof(stream)) {
		file_complain(file, 0, "%s", errno != 0 ? strerror(errno) : "cannot be read");
		good = false;
	} else if (good && file->n == 0) {
		file_complain(file, 0, "empty");
		good = false;
	}
	free(text);
	return good;
}

bool
file_open(struct vector_file *file, const char *path)
{
	FILE *stream;
	bool good;

	*file = (struct vector_file){ .path = path };
	file->name = base_name(file);
	if (file->name == NULL)
		return false;
	stream = fopen(path, "rb");
	if (stream == NULL) {
		file_complain(file, 0, "%s", strerror(errno));
		return false;
	}
	good = add_lines(file, stream);
	fclose(stream);
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
	const char *type = NULL;

	if (file->n > 0)
		type = json_string_value(json_object_get(file->lines[0], "type"));
	return type != NULL && strcmp(type, "meta") == 0;
}
