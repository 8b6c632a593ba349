/* SPDX-License-Identifier: ISC */
/* The server's queue of messages, and what it may forget (protocol 9). */
#ifndef E2E_SESSION_QTS_H
#define E2E_SESSION_QTS_H

#include "session/core/account.h"

/*
 * A message with QTS, 0 if it has none, was fed at NOW of the account.  Within a transaction, which
 * puts it back if it fails.
 */
void e2e_i_qts_note(struct e2e_account *account, int32_t qts, int64_t now);

/* The host has fetched all up to QTS by itself; or, below 0, as much as there was. */
void e2e_i_qts_set(struct e2e_account *account, int32_t qts);

/* Everything up to QTS is durable, and may be forgotten by the server (protocol 9.2). */
void e2e_i_qts_durable(struct e2e_account *account, int32_t qts);

/* When a gap has to be asked for; INT64_MAX if there is none (protocol 9.3). */
int64_t e2e_i_qts_deadline(const struct e2e_account *account);

/* A call that is due, or 0: E2E_CALL_RECEIVED_QUEUE with its max_qts, E2E_CALL_GET_DIFFERENCE. */
uint32_t e2e_i_qts_call(const struct e2e_account *account, int32_t *max_qts);
void e2e_i_qts_called(struct e2e_account *account, uint32_t method, uint64_t id);

/* Such a call was answered; OK: with success. */
void e2e_i_qts_answered(struct e2e_account *account, uint32_t method, int32_t max_qts, bool ok);

#endif
