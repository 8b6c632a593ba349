/* SPDX-License-Identifier: ISC */
/* When a key is to be renewed: by how much it was used, and by its age (protocol 6.1.1). */
#ifndef E2E_SESSION_REKEY_DUE_H
#define E2E_SESSION_REKEY_DUE_H

#include "session/core/transaction.h"

/*
 * A message was sent or came: a re-key is due if the key has been used enough.  Both ends count
 * the same messages; so that they do not ask each other at once, who sent the message that
 * passes the mark begins, and who received it only some messages later.
 */
#define E2E_I_WHO_SENT 0
#define E2E_I_WHO_RECEIVED 1
int32_t e2e_i_rekey_due_used(struct e2e_i_transaction *tx, uint32_t who);

/*
 * A key of a week that was used is renewed when the week is over, without a message: when that
 * is (0: never, as things are), and what is done then.  After a pause the clock is in doubt
 * until an answer has a date; so a noop goes, whose answer has one, once in that age.
 */
int64_t e2e_i_rekey_due_age_at(const struct e2e_account *account, const struct e2e_i_chat *chat);
void e2e_i_rekey_due_aged(struct e2e_i_transaction *tx);

#endif
