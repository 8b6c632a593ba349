/* SPDX-License-Identifier: ISC */
/* How far the server's queue of messages was taken, and what it may forget (protocol 9). */
#ifndef E2E_SESSION_QTS_H
#define E2E_SESSION_QTS_H

#include "session/core/account.h"

/*
 * Note that a message with QTS (0 if it has none) was fed at NOW of the account's time.  Call it
 * in a transaction, which puts this back if it fails.
 */
void e2e_i_qts_note(struct e2e_account *account, int32_t qts, int64_t now);

/*
 * Note that the host has fetched everything up to QTS by itself.  QTS below 0: everything there
 * was, up to no known number.
 */
void e2e_i_qts_set(struct e2e_account *account, int32_t qts);

/* Note that everything up to QTS is durable, so that the server may forget it (protocol 9.2). */
void e2e_i_qts_durable(struct e2e_account *account, int32_t qts);

/*
 * When to ask the server for what is missing, in the account's time; INT64_MAX if nothing is
 * (protocol 9.3).
 */
int64_t e2e_i_qts_deadline(const struct e2e_account *account);

/* The call that is due: E2E_CALL_RECEIVED_QUEUE with *MAX_QTS, E2E_CALL_GET_DIFFERENCE, or 0. */
uint32_t e2e_i_qts_call(const struct e2e_account *account, int32_t *max_qts);

/* Note that METHOD was called as call ID. */
void e2e_i_qts_called(struct e2e_account *account, uint32_t method, uint64_t id);

/* Note the answer to METHOD, which was called with MAX_QTS.  OK: it has succeeded. */
void e2e_i_qts_answered(struct e2e_account *account, uint32_t method, int32_t max_qts, bool ok);

#endif
