/* SPDX-License-Identifier: ISC */
/*
 * What a peer can make us compute and answer in an hour.
 *
 * A re-key costs powers, so a chat answers only peer_rekeys of those that its peer begins before
 * rekey_messages / 2 messages have passed since the last; answers to bad ones and to notifyLayers
 * without a number count as well.  All chats together begin or answer account_rekeys.  What is
 * above that waits, and of several requests only the newest is answered.  Where chats wait for the
 * account's budget, they take turns, and a chat that has not waited yet goes after them.
 */
#ifndef E2E_SESSION_BUDGET_H
#define E2E_SESSION_BUDGET_H

#include "session/core/transaction.h"

/* Whether the answer may be made now, which is counted then; else *UNTIL is when to ask again. */
bool e2e_i_budget_answer(struct e2e_i_transaction *tx, int64_t *until);

/* The same for an acceptKey, and for a requestKey that we begin by ourselves. */
bool e2e_i_budget_accept(struct e2e_i_transaction *tx, int64_t *until);
bool e2e_i_budget_begin(struct e2e_i_transaction *tx, int64_t *until);

/* A re-key was ordered: it is made in any case, and counts. */
void e2e_i_budget_ordered(struct e2e_i_transaction *tx);

/* CHAT is settled: whether it waits for its turn is counted; and before it is freed. */
void e2e_i_budget_settle(struct e2e_account *account, struct e2e_i_chat *chat);
void e2e_i_budget_leave(struct e2e_account *account, struct e2e_i_chat *chat);

#endif
