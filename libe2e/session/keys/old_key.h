/* SPDX-License-Identifier: ISC */
/* The key before the current one reads what is on its way, and is erased when it may be (T6.9). */
#ifndef E2E_SESSION_OLD_KEY_H
#define E2E_SESSION_OLD_KEY_H

#include "session/chat/received.h"

/* Whether it stands in the way of another key; one that waits for an acknowledgement does not. */
bool e2e_i_old_key_is_needed(const struct e2e_i_core *core);

/* MSG was processed: erase it if nothing under it can come any more. */
int32_t e2e_i_old_key_after(struct e2e_i_received *msg);

/* Nothing needs it any more, or it is too old to be kept. */
int32_t e2e_i_old_key_erase(struct e2e_i_transaction *tx);

/*
 * Its greatest age, which runs from the first authentic message under the new key: when it is
 * erased in any case (protocol 6.1.11), or 0 if that is not known; and erase it if that is over.
 */
int64_t e2e_i_old_key_until(const struct e2e_account *account, const struct e2e_i_core *core);
int32_t e2e_i_old_key_age(struct e2e_i_transaction *tx);

#endif
