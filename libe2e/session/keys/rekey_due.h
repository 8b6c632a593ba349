/* SPDX-License-Identifier: ISC */
/* Decide when a key is to be renewed, by its uses and by its age (protocol 6.1.1). */
#ifndef E2E_SESSION_REKEY_DUE_H
#define E2E_SESSION_REKEY_DUE_H

#include "session/core/transaction.h"

/*
 * Make a re-key due if the key has been used enough.  Call it after WHO has sent or received a
 * message.  Both sides count the same messages.  So that their requests do not cross, the sender
 * of the message that passes the limit begins at once, and the receiver only some messages later.
 */
#define E2E_I_WHO_SENT 0
#define E2E_I_WHO_RECEIVED 1
int32_t e2e_i_rekey_due_used(struct e2e_i_transaction *tx, uint32_t who);

/*
 * The time, in milliseconds, at which a used key is renewed by its age, or 0 if nothing is planned.
 * No message is needed for that.  e2e_i_rekey_due_aged() makes the re-key due if the time is
 * reached.  After a pause the clock is in doubt until the server's answer to a call has a date.
 * Then a noop is sent to obtain a date, once in that age, before the key is renewed.
 */
int64_t e2e_i_rekey_due_age_at(const struct e2e_account *account, const struct e2e_i_chat *chat);
void e2e_i_rekey_due_aged(struct e2e_i_transaction *tx);

#endif
