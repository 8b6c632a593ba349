/* SPDX-License-Identifier: ISC */
/*
 * A row that is being loaded, for load.c, load_keys.c and load_items.c.  Each member of a row has
 * to be in the range that an account can have written, so that no arithmetic with it overflows.
 * Plain ranges are checked by tl/state.tl, other conditions by these files, and contradictions
 * between rows by start.c.
 */
#ifndef E2E_SESSION_LOAD_ROW_H
#define E2E_SESSION_LOAD_ROW_H

#include "proto/seqno.h"
#include "session/core/account.h"

struct e2e_i_load {
	struct e2e_account *account;
	struct e2e_i_chat *chat; /* whose row it is, or NULL                    */
	struct e2e_bytes body;   /* the value without its digest, borrowed      */
	uint32_t table;          /* E2E_I_TABLE_*                               */
	struct e2e_bytes key;    /* borrowed                                    */
	int64_t suffix;          /* of a chat's row: what follows the id in key */
};

/* Whether VALUE is from LOW to HIGH. */
static inline bool
e2e_i_load_range(int64_t value, int64_t low, int64_t high)
{
	return value >= low && value <= high;
}

/* Whether SEQ_NO is a sequence number. */
static inline bool
e2e_i_load_seq_no(int64_t seq_no)
{
	return e2e_i_load_range(seq_no, 0, E2E_I_SEQ_MAX);
}

#endif
