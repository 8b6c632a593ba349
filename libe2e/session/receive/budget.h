/* SPDX-License-Identifier: ISC */
/*
 * Limits on what a peer can make us compute and answer in an hour.
 *
 * A re-key costs modular exponentiations.  So a chat answers at most peer_rekeys an hour of those
 * that its peer begins too soon, before rekey_messages / 2 messages have passed since the last
 * one.  Answers to bad requests, and to notifyLayers without a sequence number, count as well.  All
 * chats together begin or answer at most account_rekeys an hour.
 *
 * What exceeds a limit waits, and of several requests only the newest is answered.  Chats that wait
 * for the account's budget get it in the order in which they began to wait.
 */
#ifndef E2E_SESSION_BUDGET_H
#define E2E_SESSION_BUDGET_H

#include "session/core/transaction.h"

/*
 * Tell whether the chat may make an answer now, and count it if so.  Otherwise *UNTIL is when to
 * try next, in ms of the account's time.
 */
bool e2e_i_budget_answer(struct e2e_i_transaction *tx, int64_t *until);

/* The same for an acceptKey, and for a requestKey that we begin by ourselves. */
bool e2e_i_budget_accept(struct e2e_i_transaction *tx, int64_t *until);
bool e2e_i_budget_begin(struct e2e_i_transaction *tx, int64_t *until);

/* Count a re-key that the user ordered; it is begun whatever the limit says. */
void e2e_i_budget_ordered(struct e2e_i_transaction *tx);

/*
 * Keep the account's number of waiting chats right: _settle after each transaction about CHAT,
 * _leave before CHAT is freed.
 */
void e2e_i_budget_settle(struct e2e_account *account, struct e2e_i_chat *chat);
void e2e_i_budget_leave(struct e2e_account *account, struct e2e_i_chat *chat);

#endif
