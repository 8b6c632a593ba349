/* SPDX-License-Identifier: ISC */
/* Where the state of a row is, for test_chat_saved. */
#ifndef E2E_TEST_CHAT_SAVED_PLACE_H
#define E2E_TEST_CHAT_SAVED_PLACE_H

#include "tests/util/accountutil.h"
#include "session/core/transaction.h"

/* A piece of state, by the name of its row. */
struct sv_place {
	const struct e2e_i_saved_row *row;
	uint32_t table;
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	size_t key_n;
	int32_t chat_id; /* 0: of the account */
	int64_t suffix;
};

/* Of what ROW is. */
struct sv_place sv_place_of(const struct row_kept *row);

/* The chat that P is of, or NULL. */
struct e2e_i_chat *sv_chat_of(const struct e2e_account *account, const struct sv_place *p);

/* The state at P; NULL if there is none: of a verdict the account keeps nothing. */
const void *sv_look(const struct e2e_account *account, const struct sv_place *p);

/* Within TX, the state at P becomes STATE. */
void sv_set(struct e2e_i_transaction *tx, const struct sv_place *p, const void *state);

#endif
