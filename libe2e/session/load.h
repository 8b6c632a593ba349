/* SPDX-License-Identifier: ISC */
/*
 * Between load.c, load_keys.c and load_items.c.  Each member of a row is held to the range that an
 * account can have written, so that no arithmetic with it can overflow; what contradicts another
 * row is found in start.c.
 */
#ifndef E2E_SESSION_LOAD_H
#define E2E_SESSION_LOAD_H

#include "proto/seqno.h"
#include "session/account.h"

/* One row on its way in. */
struct e2e_i_load {
	struct e2e_account *account;
	struct e2e_i_chat *chat; /* that it is of, or NULL */
	const struct e2e_tl *object;
	uint32_t table;
	struct e2e_bytes key;
	int64_t suffix;
};

/* The end of what a time can be put off: a hundred years at most by settings, or 68 by a ttl. */
#define E2E_I_LOAD_TIME_MAX (E2E_NOW_MAX + INT64_C(100) * 366 * 24 * 3600 * 1000)

/* Whether VALUE is one of LOW to HIGH. */
static inline bool
e2e_i_load_range(int64_t value, int64_t low, int64_t high)
{
	return value >= low && value <= high;
}

/* A time that there has been, and one that something waits for: an account can have written it. */
static inline bool
e2e_i_load_past(int64_t ms)
{
	return e2e_i_load_range(ms, 0, E2E_NOW_MAX);
}

static inline bool
e2e_i_load_due(int64_t ms)
{
	return e2e_i_load_range(ms, 0, E2E_I_LOAD_TIME_MAX);
}

/* A raw number, and how many there are up to one. */
static inline bool
e2e_i_load_raw(int64_t raw)
{
	return e2e_i_load_range(raw, 0, E2E_I_SEQ_MAX);
}

static inline bool
e2e_i_load_raws(int64_t n)
{
	return e2e_i_load_range(n, 0, E2E_I_SEQ_MAX + 1);
}

/* The key, handshake or re-key in LOAD's object, with the same results as below, or BACKEND. */
int32_t e2e_i_load_key(struct e2e_i_load *load);
int32_t e2e_i_load_handshake(struct e2e_i_load *load);
int32_t e2e_i_load_rekey(struct e2e_i_load *load);

/* The item in LOAD's object: E2E_ERR_STORE, E2E_ERR_ARGUMENT if it is there, E2E_ERR_NOMEM. */
int32_t e2e_i_load_sent(struct e2e_i_load *load);
int32_t e2e_i_load_held(struct e2e_i_load *load);
int32_t e2e_i_load_early(struct e2e_i_load *load);
int32_t e2e_i_load_hole(struct e2e_i_load *load);
int32_t e2e_i_load_timer(struct e2e_i_load *load);

#endif
