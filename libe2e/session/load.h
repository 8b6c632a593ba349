/* SPDX-License-Identifier: ISC */
/* Between load.c and load_items.c. */
#ifndef E2E_SESSION_LOAD_H
#define E2E_SESSION_LOAD_H

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

/* A time that an account can have written. */
static inline bool
e2e_i_load_time(int64_t ms)
{
	return ms >= 0 && ms <= INT64_MAX / 2;
}

/* The item in LOAD's object: E2E_ERR_STORE, E2E_ERR_ARGUMENT if it is there, E2E_ERR_NOMEM. */
int32_t e2e_i_load_sent(struct e2e_i_load *load);
int32_t e2e_i_load_held(struct e2e_i_load *load);
int32_t e2e_i_load_early(struct e2e_i_load *load);
int32_t e2e_i_load_hole(struct e2e_i_load *load);
int32_t e2e_i_load_timer(struct e2e_i_load *load);

#endif
