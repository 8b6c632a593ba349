/* SPDX-License-Identifier: ISC */
/*
 * One line of a vector file while it is judged: its fields, the memory that goes
 * with them, and what is wrong.
 *
 * The readers below never fail by themselves: a field that is missing or of another
 * type makes the row malformed, which the judge asks once, when it has read all.
 * What they return then is harmless (zeros of the right length, no bytes).
 */
#ifndef CONFORM_ROW_H
#define CONFORM_ROW_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <e2e/e2e.h>

enum verdict {
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_SKIP,
	VERDICT_MALFORMED
};

/* What a row demands of the library. */
enum expect {
	EXPECT_ACCEPT,
	EXPECT_REJECT,
	EXPECT_EITHER
};

#define ROW_WHY_BYTES 512

struct row_block;

struct row {
	const json_t *json;
	struct row_block *blocks; /* what row_alloc() gave */
	bool malformed;
	char why[ROW_WHY_BYTES];  /* the first thing that was wrong, or why it is skipped */
};

/* One word that a field may be, and what it means. */
struct row_word {
	const char *word;
	int32_t meaning;
};

/* Begin the row JSON, an object that must outlive it; end it with row_end(). */
void row_start(struct row *row, const json_t *json);
void row_end(struct row *row);

/* The id of the row, or NULL if it has none. */
const char *row_id(const struct row *row);

/*
 * N zeroed bytes that live until row_end(), on the heap and of exactly that length so
 * that a memory checker sees every access beside them.  Never NULL: it exits with an
 * error if there is no memory.
 */
uint8_t *row_alloc(struct row *row, size_t n);

/* ---- Reading ---------------------------------------------------------------- */

bool row_has(const struct row *row, const char *field);

/* Hex of any length; of exactly N bytes; of a big-endian number of up to N bytes, */
/* given back with exactly N. */
struct e2e_bytes row_bytes(struct row *row, const char *field);
const uint8_t *row_fixed(struct row *row, const char *field, size_t n);
const uint8_t *row_number(struct row *row, const char *field, size_t n);

int64_t row_i64(struct row *row, const char *field); /* a decimal string */
int32_t row_i32(struct row *row, const char *field); /* a JSON number    */
bool row_bool(struct row *row, const char *field);

/* The meaning of the word that FIELD is, from a table that ends with a NULL word. */
int32_t row_choice(struct row *row, const char *field, const struct row_word *table);

/* The field "expect". */
enum expect row_expect(struct row *row);

/* Say that the row is malformed, unless something was said before. */
void row_malformed(struct row *row, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- Judging ---------------------------------------------------------------- */

/* Keep the reason of a failure, unless there is one already; always false. */
bool row_differs(struct row *row, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* False, with the reason, unless RESULT of the function WHAT is E2E_OK. */
bool row_worked(struct row *row, const char *what, int32_t result);

/* False, with the reason, unless GOT and WANT, the output WHAT, are the same. */
bool row_same(struct row *row, const char *what, struct e2e_bytes got,
              struct e2e_bytes want);
bool row_same_fixed(struct row *row, const char *what, const uint8_t *got,
                    const uint8_t *want, size_t n);
bool row_same_i64(struct row *row, const char *what, int64_t got, int64_t want);

/* False, with the reason, unless all N bytes at P are 0. */
bool row_wiped(struct row *row, const char *what, const uint8_t *p, size_t n);

/*
 * If the row has the JSON number FIELD, it must be GOT; for the fields that describe
 * others, such as their lengths.
 */
bool row_described(struct row *row, const char *field, size_t got);

/* GOOD as a verdict. */
enum verdict row_verdict(const struct row *row, bool good);

#endif
