/* SPDX-License-Identifier: ISC */
/*
 * A saved row taken apart by what tl/saved.h says of its bytes, to be changed and put together
 * again: by code that shares nothing with tl/saved.c, and with any value in any member.
 */
#ifndef E2E_STATEUTIL_H
#define E2E_STATEUTIL_H

#include <stddef.h>

#include "tl/gen/state.h"
#include "tl/saved.h"

#define ST_MEMBERS 64
#define ST_BYTES   2048 /* of all arrays, spans and the rest */

struct st_row {
	const struct e2e_i_saved_row *row;
	int64_t v[ST_MEMBERS];             /* of numbers; else how many bytes or ranges      */
	const uint8_t *bytes[ST_MEMBERS];  /* of arrays and spans, in `room`                  */
	struct e2e_i_range range[ST_MEMBERS][8];
	const uint8_t *rest;
	size_t rest_n;
	uint64_t unknown;                  /* bits above those of the row, for st_close()     */
	uint8_t room[ST_BYTES];
};

/* The place of a member in its row, by its struct. */
#define ST_OF(row, type, member) st_place(E2E_I_ROW_##row, offsetof(struct e2e_i_##type, member))
size_t st_place(const struct e2e_i_saved_row *row, size_t offset);

/* Member I of ROW; whether it is a number. */
const struct e2e_i_saved_member *st_member(const struct e2e_i_saved_row *row, size_t i);
bool st_is_number(const struct e2e_i_saved_row *row, size_t i);

/* The value of number I of OBJECT, the struct of ROW, or the length of a span; and setting it. */
int64_t st_value(const struct e2e_i_saved_row *row, const void *object, size_t i);
void st_set(const struct e2e_i_saved_row *row, void *object, size_t i, int64_t value);

/*
 * Fill OBJECT by chance: each member 0 at times.  Values are any of their C types, but for lengths;
 * with RANGES, such as can be saved.  Spans are of constant bytes.
 */
enum st_fill { ST_ANY, ST_RANGES };
void st_fill(const struct e2e_i_saved_row *row, void *object, enum st_fill how, uint64_t *seed);

/* Asserts that S says of each member what OBJECT does, and nothing if its condition is not met. */
void st_says(const struct st_row *s, const void *object);

/* The row that these N bytes, without their digest, are of; NULL if there is none. */
const struct e2e_i_saved_row *st_row_of(const uint8_t *p, size_t n);

/* Take apart N bytes, which outlive S; asserts that they are a row. */
void st_open(struct st_row *s, const uint8_t *p, size_t n);

/* Put S together at P, of ROOM bytes; how many there are. */
size_t st_close(const struct st_row *s, uint8_t *p, size_t room);

#endif
