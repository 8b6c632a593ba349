/* SPDX-License-Identifier: ISC */
/* What is known of a row of saved state and of its members; stategen.py makes tables of it. */
#ifndef E2E_TL_SAVED_ROW_H
#define E2E_TL_SAVED_ROW_H

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
	uint16_t count;
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
	uint8_t n_members; /* at most E2E_I_SAVED_MEMBERS           */
	uint8_t bits;   /* members without a condition           */
	uint16_t most;  /* bytes at most, without spans and rest */
	uint16_t bytes; /* of the struct                         */
	uint16_t solid; /* of these, all before any padding      */
	bool spans;     /* it has some                           */
	bool rest;
};

/* Members of a row at most. */
#define E2E_I_SAVED_MEMBERS 64

/* Raw numbers, from the first to before `to`; both 0 if there are none. */
struct e2e_i_range {
	int32_t from;
	int32_t to;
};

#endif
