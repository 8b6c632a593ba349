/* SPDX-License-Identifier: ISC */
/*
 * Messages that go out once more, because the peer asked (protocol 5.3.1) or unasked (T5.7).
 *
 * A peer may ask once and never again, so what it asks for is saved as ranges of numbers.  Each
 * range is served once, from its first number to its last, as fast as the rates allow and across
 * restarts; then it is forgotten.
 */
#ifndef E2E_SESSION_RESEND_H
#define E2E_SESSION_RESEND_H

#include "session/core/transaction.h"

/*
 * Messages FIRST to LAST are to be sent again; *GONE is the number of the lowest one that is not
 * there any more, or LAST + 1.
 */
int32_t e2e_i_resend_ask(struct e2e_i_transaction *tx, int32_t *gone, int32_t first, int32_t last);

/* Go on with what is asked for, if its time has come. */
int32_t e2e_i_resend_go_on(struct e2e_i_transaction *tx);

/* The server has answered a send: what was asked for may be done. */
int32_t e2e_i_resend_answered(struct e2e_i_transaction *tx);

/* The peer has all below ACKED: that needs not be sent any more. */
void e2e_i_resend_acked(struct e2e_i_transaction *tx, int32_t acked);

/* CHAT was loaded: what it was asked for goes on. */
void e2e_i_resend_loaded(const struct e2e_account *account, struct e2e_i_chat *chat);

/*
 * Send some of what is not acknowledged again without being asked (protocol T5.7): the oldest,
 * and others in each ROUND, since what the peer acknowledges may be behind the same gap.  Of our
 * requests for a gap only the newest goes, and a message three times, then once a day.
 */
void e2e_i_resend_push(struct e2e_i_transaction *tx, uint32_t round);

/*
 * With a full outbox no gap can be asked for.  If both ends have one, and each waits for what the
 * other may not even know to be missing, only what is pushed helps: hourly eight times, then once
 * a day, older requests to resend too.
 */
void e2e_i_resend_stand(struct e2e_i_transaction *tx);

/* After each transaction: when that is next, if at all. */
void e2e_i_resend_settle(const struct e2e_account *account, struct e2e_i_chat *chat);

#endif
