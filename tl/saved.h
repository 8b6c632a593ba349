/* SPDX-License-Identifier: ISC */
/*
 * State as the bytes of a row, and back: what stategen.py makes of state.tl, and the one walk over
 * it by which all rows are packed, unpacked and compared.
 *
 * The bytes: the row's id, in four; which of the members that need no condition are not 0, from
 * the lowest bit, as a number; then these and those whose condition is met, in the order of
 * state.tl; then the rest, if the row has one.  A number has 7 bits a byte, the lowest first, and
 * the top bit on all bytes but the last.  One with a sign is doubled first, and its bits are
 * inverted if it is negative, so that small ones are short.
 */
#ifndef E2E_TL_SAVED_H
#define E2E_TL_SAVED_H

#include <stdbool.h>

#include <e2e/backend.h>

/* What a member is: a number, or several bytes. */
#define E2E_I_SAVED_TRUE   0 /* bool: its bit says all                                    */
#define E2E_I_SAVED_BYTE   1 /* uint8_t                                                   */
#define E2E_I_SAVED_SHORT  2 /* int16_t                                                   */
#define E2E_I_SAVED_INT    3 /* int32_t                                                   */
#define E2E_I_SAVED_UINT   4 /* uint32_t                                                  */
#define E2E_I_SAVED_LONG   5 /* int64_t                                                   */
#define E2E_I_SAVED_ID     6 /* int64_t, in eight bytes                                   */
#define E2E_I_SAVED_BYTES  7 /* uint8_t[n]                                                */
#define E2E_I_SAVED_PART   8 /* the same, of which as many count as member `when` says    */
#define E2E_I_SAVED_SPAN   9 /* struct e2e_bytes: a length and bytes that are elsewhere   */
#define E2E_I_SAVED_RANGES 10 /* struct e2e_i_range[n]: how many, and their ends          */

struct e2e_i_saved_member {
	uint16_t offset;
	uint16_t n;
	uint8_t kind;    /* E2E_I_SAVED_*                                             */
	uint8_t when;    /* it is there if this member, 1 the first, is not 0, ...    */
	uint8_t is;      /* ... or is this; `when` 0: unless it is 0 or empty itself  */
	uint8_t high_of; /* the member that it is not above, 1 the first, or 0        */
	int64_t low;     /* what it can be; of ranges, each end                       */
	int64_t high;
};

struct e2e_i_saved_row {
	uint32_t id;
	uint16_t first; /* of its members in e2e_i_saved_members */
	uint8_t n;      /* at most E2E_I_SAVED_MEMBERS           */
	uint8_t bits;   /* members without a condition           */
	uint16_t most;  /* bytes at most, without spans and rest */
	uint16_t bytes; /* of the struct                         */
	uint16_t solid; /* of these, all before any padding      */
	bool spans;     /* it has some                           */
	bool rest;
};

/* Members of a row at most. */
#define E2E_I_SAVED_MEMBERS 64

extern const struct e2e_i_saved_member e2e_i_saved_members[];
extern const struct e2e_i_saved_row e2e_i_saved_rows[];

/* Raw numbers, from the first to before `to`; both 0 if there are none. */
struct e2e_i_range {
	int32_t from;
	int32_t to;
};

/* How many bytes OBJECT, the struct of ROW, takes at most; SIZE_MAX is far. */
size_t e2e_i_saved_room(const struct e2e_i_saved_row *row, const void *object);

/* Write OBJECT at P, where there is room.  Where the rest goes, or the end. */
uint8_t *e2e_i_saved_put(uint8_t *p, const struct e2e_i_saved_row *row, const void *object);

/*
 * Read OBJECT, and the REST if the row has one (else NULL), out of BYTES, where spans stay.
 * E2E_ERR_VERSION if they are not of this version, E2E_ERR_STORE if they are of another row, or
 * if a member has a value that it cannot have.
 */
int32_t e2e_i_saved_get(const struct e2e_i_saved_row *row, void *object, struct e2e_bytes *rest,
                        struct e2e_bytes bytes);

/* Whether A and B, structs of ROW, say the same; padding is not looked at. */
bool e2e_i_saved_same(const struct e2e_i_saved_row *row, const void *a, const void *b);

#endif
