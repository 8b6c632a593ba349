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

#define SR_MEMBERS 64
#define SR_BYTES   2048 /* of all arrays, spans and the rest */

struct sr_row {
	const struct e2e_i_saved_row *row;
	int64_t v[SR_MEMBERS];             /* of numbers; else how many bytes or ranges      */
	const uint8_t *bytes[SR_MEMBERS];  /* of arrays and spans, in `room`                  */
	struct e2e_i_range range[SR_MEMBERS][8];
	const uint8_t *rest;
	size_t rest_n;
	uint64_t unknown;                  /* bits above those of the row, for sr_close()     */
	uint8_t room[SR_BYTES];
};

/* The place of a member in its row, by its struct. */
#define SR_OF(row, type, member) sr_place(E2E_I_ROW_##row, offsetof(struct e2e_i_##type, member))
size_t sr_place(const struct e2e_i_saved_row *row, size_t offset);

/* Member I of ROW; whether it is a number. */
const struct e2e_i_saved_member *sr_member(const struct e2e_i_saved_row *row, size_t i);
bool sr_is_number(const struct e2e_i_saved_row *row, size_t i);

/* The value of number I of OBJECT, the struct of ROW, or the length of a span; and setting it. */
int64_t sr_value(const struct e2e_i_saved_row *row, const void *object, size_t i);
void sr_set(const struct e2e_i_saved_row *row, void *object, size_t i, int64_t value);

/*
 * Fill OBJECT by chance: each member 0 at times.  Values are any of their C types, but for lengths;
 * with RANGES, such as can be saved.  Spans are of constant bytes.
 */
enum sr_fill { SR_ANY, SR_RANGES };
void sr_fill(const struct e2e_i_saved_row *row, void *object, enum sr_fill how, uint64_t *seed);

/* Asserts that S says of each member what OBJECT does, and nothing where its condition is not met. */
void sr_says(const struct sr_row *s, const void *object);

/* The row that these N bytes, without their digest, are of; NULL if there is none. */
const struct e2e_i_saved_row *sr_row_of(const uint8_t *p, size_t n);

/* Take apart N bytes, which outlive S; asserts that they are a row. */
void sr_open(struct sr_row *s, const uint8_t *p, size_t n);

/* Put S together at P, of ROOM bytes; how many there are. */
size_t sr_close(const struct sr_row *s, uint8_t *p, size_t room);

#endif
