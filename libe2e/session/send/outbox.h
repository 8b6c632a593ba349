/* SPDX-License-Identifier: ISC */
/* Acknowledge and delete outgoing messages (protocol 5.1.3, 5.2.6, 5.3). */
#ifndef E2E_SESSION_OUTBOX_H
#define E2E_SESSION_OUTBOX_H

#include "session/core/transaction.h"

/*
 * Record that the peer has received the first ACKED of our messages.  Nothing happens if ACKED is
 * not above the last value.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_outbox_ack(struct e2e_i_transaction *tx, int32_t acked);

/*
 * Replace each unacknowledged content message among IDS (random_ids), or every one, by a deletion
 * of itself.  E2E_ERR_NOMEM, or an error of sealing.
 */
int32_t e2e_i_outbox_delete(struct e2e_i_transaction *tx, const struct e2e_tl_longs *ids);
int32_t e2e_i_outbox_flush(struct e2e_i_transaction *tx);

#endif
