/* SPDX-License-Identifier: ISC */
/*
 * One line of a vector file while it is judged: its fields, the memory that goes with them, and
 * what is wrong.
 *
 * A judge reads fields, calls the library and compares, straight down.  Nothing here fails by
 * itself: a field that is missing or of another type makes the row malformed, an output that is
 * another one makes it fail, and the first of each is kept.  What a reader returns of a field
 * that is not as it should be is harmless (zeros of the right length, no bytes).
 *
 * A field is a path: "random.padding" is padding in the object random.  Where it is compared,
 * one that ends in "?" may be missing.
 */
#ifndef CONFORM_ROW_H
#define CONFORM_ROW_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <e2e/e2e.h>

#define ROW_WHY_BYTES 512

struct row_block;

struct row {
	const json_t *json;
	struct row_block *blocks; /* what row_alloc() gave */
	bool malformed, failed, skipped;
	char why[ROW_WHY_BYTES];  /* the first thing that was wrong, or why it is skipped */
};

/* One word that a field may be, and what it means. */
struct row_word {
	const char *word;
	int32_t meaning;
};

/* What a row demands of the library. */
enum expect {
	EXPECT_ACCEPT,
	EXPECT_REJECT,
	EXPECT_EITHER
};

static inline struct e2e_bytes
span(const uint8_t *p, size_t n)
{
	return (struct e2e_bytes){ p, n };
}

/* Begin the row JSON, an object that must outlive it; end it with row_end(). */
void row_start(struct row *row, const json_t *json);
void row_end(struct row *row);

/* Whether nothing is wrong so far. */
bool row_good(const struct row *row);

/*
 * N zeroed bytes that live until row_end(), on the heap and of exactly that length so that a
 * memory checker sees every access beside them.  Never NULL: it exits with an error if there is
 * no memory.
 */
void *row_alloc(struct row *row, size_t n);

/* Copies that live as long: of BYTES, and of N parts one after the other. */
struct e2e_bytes row_copy(struct row *row, struct e2e_bytes bytes);
struct e2e_bytes row_join(struct row *row, const struct e2e_bytes *part, size_t n);

/* NUMBER as it stands on the wire, N bytes with the least significant first. */
uint8_t *row_wire(struct row *row, int64_t number, size_t n);

/* ---- Reading ---------------------------------------------------------------- */

/* The field, or NULL if there is none; whether there is; whether it is the string WORD. */
const json_t *row_get(const struct row *row, const char *field);
bool row_has(const struct row *row, const char *field);
bool row_says(const struct row *row, const char *field, const char *word);

/* A string without a NUL; "" if it is none. */
const char *row_text(struct row *row, const char *field);

/*
 * Hex of any length; of exactly N bytes; of a big-endian number of up to N bytes, given back
 * with exactly N; of a fingerprint as it stands on the wire.
 */
struct e2e_bytes row_bytes(struct row *row, const char *field);
const uint8_t *row_fixed(struct row *row, const char *field, size_t n);
const uint8_t *row_number(struct row *row, const char *field, size_t n);
int64_t row_fingerprint(struct row *row, const char *field);

int64_t row_i64(struct row *row, const char *field); /* a decimal string */
int32_t row_i32(struct row *row, const char *field); /* a JSON number    */
bool row_bool(struct row *row, const char *field);

/* The meaning of the word that FIELD is, from a table that ends with a NULL word. */
int32_t row_choice(struct row *row, const char *field, const struct row_word *table);

/* The same of JSON, which is called WHAT; NULL has been found malformed before. */
struct e2e_bytes value_bytes(struct row *row, const json_t *json, const char *what);
int64_t value_i64(struct row *row, const json_t *json, const char *what);
int32_t value_i32(struct row *row, const json_t *json, const char *what);

/* The text of JSON; NULL if it is none, or has a NUL in it. */
const char *value_text(const json_t *json);

/* N bytes without the zeros before them. */
struct e2e_bytes without_zeros(const uint8_t *p, size_t n);

/* Say that the row is malformed, unless that was said before. */
void row_malformed(struct row *row, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- Judging ---------------------------------------------------------------- */

/* Each is false, and says so in the row, unless all is as it should be. */

/* Always false. */
bool row_differs(struct row *row, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* RESULT of the function WHAT is E2E_OK. */
bool row_worked(struct row *row, const char *what, int32_t result);

/* RESULT of the function WHAT is a verdict, and not against what is expected. */
bool row_expected(struct row *row, const char *what, int32_t result, enum expect expect);

/* GOT, which is called WHAT, is WANT. */
bool row_same(struct row *row, const char *what, struct e2e_bytes got, struct e2e_bytes want);
bool row_same_i64(struct row *row, const char *what, int64_t got, int64_t want);

/* All N bytes at P are VALUE or wiped. */
bool row_wiped(struct row *row, const char *what, const uint8_t *p, size_t n, uint8_t value);

/* FIELD, of that type, is GOT. */
bool row_is(struct row *row, const char *field, const uint8_t *got, size_t n);
bool row_is_bytes(struct row *row, const char *field, struct e2e_bytes got);
bool row_is_number(struct row *row, const char *field, struct e2e_bytes got);
bool row_is_fingerprint(struct row *row, const char *field, int64_t got);
bool row_is_i64(struct row *row, const char *field, int64_t got);
bool row_is_i32(struct row *row, const char *field, int64_t got);

#endif
