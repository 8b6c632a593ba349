/* SPDX-License-Identifier: ISC */
/*
 * The key before the current one opens packets that are still on their way.  It is erased as soon
 * as possible (T6.9).
 */
#ifndef E2E_SESSION_OLD_KEY_H
#define E2E_SESSION_OLD_KEY_H

#include "session/chat/received.h"

/*
 * Whether the old key prevents another re-key.  It does not, if it only waits for known gaps and
 * acknowledgements.
 */
bool e2e_i_old_key_is_needed(const struct e2e_i_core *core);

/* After MSG was processed: erase the old key if it is not needed any more.  E2E_ERR_NOMEM. */
int32_t e2e_i_old_key_after(struct e2e_i_received *msg);

/* Erase the old key.  E2E_ERR_NOMEM. */
int32_t e2e_i_old_key_erase(struct e2e_i_transaction *tx);

/*
 * The time, in milliseconds, at which the old key is erased in any case (protocol 6.1.11), or 0 if
 * there is none.  It is counted from the first authentic message under the new key.
 * e2e_i_old_key_age() erases the key if that time is reached.
 */
int64_t e2e_i_old_key_until(const struct e2e_account *account, const struct e2e_i_core *core);
int32_t e2e_i_old_key_age(struct e2e_i_transaction *tx);

#endif
