/* SPDX-License-Identifier: ISC */
/* What a call's error means, and how long to wait after it (protocol 0.1.2, 0.1.4, 0.1.5). */
#ifndef E2E_SESSION_FAILURE_H
#define E2E_SESSION_FAILURE_H

#include "session/core/account.h"

/* How long to wait after failure number TRIES, from 1, that told to wait WAIT_S seconds. */
int64_t e2e_i_failure_backoff(const struct e2e_account *account, uint32_t tries, int64_t wait_s);

/* Whether a repeated send failed only because the server had it already (protocol 0.1.4). */
bool e2e_i_failure_had(const struct e2e_i_call *call, int32_t code, struct e2e_bytes text);

/* Whether the server does not know this login any more, and never will again (protocol 0.1.5). */
bool e2e_i_failure_logged_out(int32_t code, struct e2e_bytes text);

/* Whether a failure is for now, and the seconds its text asks to wait (protocol 0.1.2). */
bool e2e_i_failure_for_now(int32_t code, struct e2e_bytes text, int64_t *wait_s);

/* Whether TEXT begins with NAME. */
bool e2e_i_failure_says(struct e2e_bytes text, const char *name);

#endif
