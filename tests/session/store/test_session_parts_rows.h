/* SPDX-License-Identifier: ISC */
/* An account that only writes and reads rows, for the tests of session/store/rows.h. */
#ifndef E2E_TEST_SESSION_PARTS_ROWS_H
#define E2E_TEST_SESSION_PARTS_ROWS_H

#include "test_session_parts_shared.h"

#include "session/store/rows.h"

#define PW_USER INT64_C(0x1122334455667788)
#define PW_CHAT (-2)

struct pw {
	struct parts_memory memory;
	struct e2e_account *account;
	struct e2e_i_commit commit;
	struct e2e_bytes rest; /* of what pw_held() gave */
};

void pw_open(struct pw *f, int backend);
void pw_close(struct pw *f);

/* An account of USER_ID, not started. */
struct e2e_account *pw_account(const struct e2e_backend *backend,
                               const struct e2e_allocator *allocator, int64_t user_id);

/* Forget the rows that were added. */
void pw_again(struct pw *f);

/* The one row that was added. */
const struct e2e_row *pw_only(const struct pw *f);

/* The body of the row with VALUE, which is at p NULL if that fails. */
int32_t pw_read(struct e2e_account *account, uint32_t table, struct e2e_bytes key,
                struct e2e_bytes value, struct e2e_bytes *body);

/* What the one row holds, which must be one of TABLE and ROW, until the next one. */
const void *pw_held(struct pw *f, uint32_t table, const struct e2e_i_saved_row *row);

#endif
