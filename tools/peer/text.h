/* SPDX-License-Identifier: ISC */
/*
 * Lines of output, made piece by piece, and words of input.  A program that has no memory
 * for a line ends: what was committed is safe.
 */
#ifndef PEER_TEXT_H
#define PEER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/e2e.h>
#include <e2e/schema.h>

#if defined(__GNUC__)
#define PEER_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define PEER_NORETURN     __attribute__((noreturn))
#else
#define PEER_PRINTF(f, a)
#define PEER_NORETURN
#endif

/* Print "e2e-peer: " and a line to standard error; and end with status 1. */
void peer_say(const char *format, ...) PEER_PRINTF(1, 2);
void peer_die(const char *format, ...) PEER_PRINTF(1, 2) PEER_NORETURN;

/* Memory, or the end. */
void *peer_alloc(size_t n);

/* A line; begin with { NULL, 0, 0 }.  P has a NUL after its N bytes, if it is not NULL. */
struct text {
	char *p;
	size_t n, room;
};

void text_add(struct text *t, const char *format, ...) PEER_PRINTF(2, 3);
void text_put(struct text *t, const char *p, size_t n);
void text_hex(struct text *t, struct e2e_bytes bytes);

/* A value that runs to the end of the line: each byte of what cannot be shown (shown.h) as \xNN. */
void text_rest(struct text *t, struct e2e_bytes bytes);

/* Ids with commas between. */
void text_ids(struct text *t, struct e2e_tl_longs ids);

/* FILE as `recv` takes it. */
void text_file(struct text *t, const struct e2e_remote_file *file);

/* OBJECT as JSON. */
void text_object(struct text *t, const struct e2e_tl *object);

void text_clear(struct text *t);
void text_free(struct text *t); /* and wipe */

/* The next word of *REST, which moves on, or NULL if there is none. */
char *word_next(char **rest);

/* There is no further word. */
bool word_last(char **rest);

/* WORD as a decimal number from MIN to MAX; NULL is no number. */
bool word_number(int64_t *value, const char *word, int64_t min, int64_t max);

/* WORD as hexadecimal digits, decoded in its own place; NULL is none. */
bool word_hex(struct e2e_bytes *bytes, char *word);

/* WORD as the 16 digits of a fingerprint. */
bool word_fingerprint(int64_t *fingerprint, char *word);

#endif
