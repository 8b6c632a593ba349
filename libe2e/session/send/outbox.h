/* SPDX-License-Identifier: ISC */
/* What was sent: acknowledged, asked for again, deleted (protocol 5.1.3, 5.2.6, 5.3). */
#ifndef E2E_SESSION_OUTBOX_H
#define E2E_SESSION_OUTBOX_H

#include "session/core/transaction.h"

/* The peer has received ACKED of our messages, at least as many as before. */
int32_t e2e_i_outbox_ack(struct e2e_i_transaction *tx, int32_t acked);

/* Rewrite the unacknowledged content messages among IDS; or all. */
int32_t e2e_i_outbox_delete(struct e2e_i_transaction *tx, const struct e2e_tl_longs *ids);
int32_t e2e_i_outbox_flush(struct e2e_i_transaction *tx);

#endif
