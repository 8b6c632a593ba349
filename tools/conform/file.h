/* SPDX-License-Identifier: ISC */
/* A vector file: JSON Lines, one object a line. */
#ifndef CONFORM_FILE_H
#define CONFORM_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct vector_file {
	const char *path;
	char *name;      /* base name without ".jsonl" */
	json_t **lines;  /* the object of each line    */
	size_t n;
};

/*
 * Read the file at PATH, which must stay.  False, after a message on stderr, if it
 * cannot be read, is empty, or has a line that is no JSON object.  file_close() may
 * follow in any case.
 */
bool file_open(struct vector_file *file, const char *path);
void file_close(struct vector_file *file);

/* Whether the first line says that the file is the transcript of a session. */
bool file_is_transcript(const struct vector_file *file);

/* Write "e2e-conform: PATH:LINE: MESSAGE" to stderr; without the line if it is 0. */
void file_complain(const struct vector_file *file, size_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
