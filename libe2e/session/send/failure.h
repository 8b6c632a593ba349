/* SPDX-License-Identifier: ISC */
/* Classify the error of a call and compute the wait after it (protocol 0.1.2, 0.1.4, 0.1.5). */
#ifndef E2E_SESSION_FAILURE_H
#define E2E_SESSION_FAILURE_H

#include "session/core/account.h"

/*
 * Milliseconds to wait after failure number TRIES, counted from 1.  WAIT_S is what the server
 * asked for in seconds, or 0.
 */
int64_t e2e_i_failure_backoff(const struct e2e_account *account, uint32_t tries, int64_t wait_s);

/* Whether a repeated send failed only because the server has the message (protocol 0.1.4). */
bool e2e_i_failure_had(const struct e2e_i_call *call, int32_t code, struct e2e_bytes text);

/* Whether the error says that the server has ended this login for good (protocol 0.1.5). */
bool e2e_i_failure_logged_out(int32_t code, struct e2e_bytes text);

/* Whether a failure is temporary; *WAIT_S: the seconds that TEXT asks to wait (protocol 0.1.2). */
bool e2e_i_failure_for_now(int32_t code, struct e2e_bytes text, int64_t *wait_s);

/* Whether TEXT begins with NAME. */
bool e2e_i_failure_says(struct e2e_bytes text, const char *name);

#endif
