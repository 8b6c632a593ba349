/* SPDX-License-Identifier: ISC */
/*
 * A row on its way in, for load.c, load_keys.c and load_items.c.  Each member of a row is held to the range that an
 * account can have written, so that no arithmetic with it can overflow: by tl/state.tl where that
 * is a plain range, else here.  What contradicts another row is found in start.c.
 */
#ifndef E2E_SESSION_LOAD_ROW_H
#define E2E_SESSION_LOAD_ROW_H

#include "proto/seqno.h"
#include "session/core/account.h"

/* One row on its way in. */
struct e2e_i_load {
	struct e2e_account *account;
	struct e2e_i_chat *chat; /* that it is of, or NULL       */
	struct e2e_bytes body;   /* for e2e_i_saved_get()        */
	uint32_t table;
	struct e2e_bytes key;
	int64_t suffix;
};

/* Whether VALUE is one of LOW to HIGH. */
static inline bool
e2e_i_load_range(int64_t value, int64_t low, int64_t high)
{
	return value >= low && value <= high;
}

/* A sequence number. */
static inline bool
e2e_i_load_seq_no(int64_t seq_no)
{
	return e2e_i_load_range(seq_no, 0, E2E_I_SEQ_MAX);
}

#endif
