/* SPDX-License-Identifier: ISC */
/*
 * Send messages once more, because the peer has asked (protocol 5.3.1) or without that (T5.7).
 *
 * A peer may ask only once, so its request is saved as a range of sequence numbers.  Each range is
 * served once, from its first number to its last, as fast as the rate limits allow.  Serving
 * goes on after a restart.  Then the range is forgotten.
 */
#ifndef E2E_SESSION_RESEND_H
#define E2E_SESSION_RESEND_H

#include "session/core/transaction.h"

/*
 * Send messages FIRST to LAST again.  *GONE is FIRST if the oldest of them have been removed, so
 * that not all can be served, and LAST + 1 otherwise.  E2E_ERR_NOMEM, or an error of sealing.
 */
int32_t e2e_i_resend_ask(struct e2e_i_transaction *tx, int32_t *gone, int32_t first, int32_t last);

/* Continue serving the peer's requests, if the time to do so has been reached. */
int32_t e2e_i_resend_go_on(struct e2e_i_transaction *tx);

/* Continue after the server has answered a send, which may complete a range. */
int32_t e2e_i_resend_answered(struct e2e_i_transaction *tx);

/* Remove from the ranges what the peer has acknowledged: all numbers below ACKED. */
void e2e_i_resend_acked(struct e2e_i_transaction *tx, int32_t acked);

/* Continue serving the requests of CHAT, which was just loaded. */
void e2e_i_resend_loaded(const struct e2e_account *account, struct e2e_i_chat *chat);

/*
 * Send some unacknowledged messages again, without a request (protocol T5.7): the oldest, and
 * different others in each ROUND, since the peer's acknowledgements may be behind the same gap.
 * Of our requests for one gap only the newest is sent.  A message is pushed three times, then once
 * a day.
 */
void e2e_i_resend_push(struct e2e_i_transaction *tx, uint32_t round);

/*
 * Push messages while the outbox is full, hourly eight times, then once a day.  A full outbox has
 * no room to ask for a gap.  If both sides are in that state, each waits for messages that the
 * other may not know to be missing, and only a push helps.  Older requests to resend go too.
 */
void e2e_i_resend_stand(struct e2e_i_transaction *tx);

/* Set the time of the next such push, or clear it.  Call it after each transaction. */
void e2e_i_resend_settle(const struct e2e_account *account, struct e2e_i_chat *chat);

#endif
