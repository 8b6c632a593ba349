/* SPDX-License-Identifier: ISC */
/* The types of the tables that stategen.py makes: the rows of saved state, and their members. */
#ifndef E2E_TL_SAVED_ROW_H
#define E2E_TL_SAVED_ROW_H

#include <stdbool.h>

#include <e2e/backend.h>

/* The kind of a member.  Up to ID they are numbers. */
#define E2E_I_SAVED_TRUE   0 /* bool; it takes no bytes but its bit                       */
#define E2E_I_SAVED_BYTE   1 /* uint8_t                                                   */
#define E2E_I_SAVED_SHORT  2 /* int16_t                                                   */
#define E2E_I_SAVED_INT    3 /* int32_t                                                   */
#define E2E_I_SAVED_UINT   4 /* uint32_t                                                  */
#define E2E_I_SAVED_LONG   5 /* int64_t                                                   */
#define E2E_I_SAVED_ID     6 /* int64_t, always in eight bytes                            */
#define E2E_I_SAVED_BYTES  7 /* uint8_t[n]                                                */
#define E2E_I_SAVED_PART   8 /* the same; member `when` says how many of them are used    */
#define E2E_I_SAVED_SPAN   9 /* struct e2e_bytes: a length, and borrowed bytes            */
#define E2E_I_SAVED_RANGES 10 /* struct e2e_i_range[n]: how many, and their ends          */

struct e2e_i_saved_member {
	uint16_t offset; /* in its struct                                               */
	uint16_t count;  /* elements of an array, else 0                                */
	uint8_t kind;    /* E2E_I_SAVED_*                                               */
	uint8_t when;    /* it is written if this member (the first is 1) is not 0, ... */
	uint8_t is;      /* ... or is this; with `when` 0, unless it is 0 or empty      */
	uint8_t high_of; /* the member (the first is 1) that is its upper limit, or 0   */
	int64_t low;     /* its least value; of ranges, of each end                     */
	int64_t high;    /* its greatest value                                          */
};

struct e2e_i_saved_row {
	uint32_t id;
	uint16_t first;    /* index of its first member in e2e_i_saved_members */
	uint8_t n_members; /* at most E2E_I_SAVED_MEMBERS                      */
	uint8_t bits;      /* members without a condition                      */
	uint16_t most;     /* bytes packed, at most, without spans and rest    */
	uint16_t bytes;    /* size of the struct                               */
	uint16_t solid;    /* of these, the bytes before any padding           */
	bool spans;        /* a member is a span                               */
	bool rest;         /* bytes follow that are kept elsewhere             */
};

/* Members of a row at most. */
#define E2E_I_SAVED_MEMBERS 64

/* Sequence numbers, from `from` to `to` - 1; both are 0 if there are none. */
struct e2e_i_range {
	int32_t from;
	int32_t to;
};

#endif
