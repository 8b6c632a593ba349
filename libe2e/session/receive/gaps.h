/* SPDX-License-Identifier: ISC */
/*
 * Gaps: ranges of sequence numbers of the peer that are missing, and the requests to resend them
 * (protocol 5.2.3, 5.4.2, T5.3, T5.4).  The list of gaps is in the order of their numbers.
 * Functions that return int32_t return E2E_OK or E2E_ERR_NOMEM, or what making a message returns.
 */
#ifndef E2E_SESSION_GAPS_H
#define E2E_SESSION_GAPS_H

#include "session/core/transaction.h"

/* The highest sequence number that is received or known to be missing, -1 if there is none. */
int32_t e2e_i_gaps_last(const struct e2e_i_chat *chat);

/* Add START to SEQ_NO - 1 as missing; START is e2e_i_gaps_last() + 1. */
int32_t e2e_i_gaps_add(struct e2e_i_transaction *tx, int32_t start, int32_t seq_no);

/* Add SEQ_NO as missing: the message with that number was held and had to be dropped. */
int32_t e2e_i_gaps_reopen(struct e2e_i_transaction *tx, int32_t seq_no);

/* Remove the gaps that are filled. */
int32_t e2e_i_gaps_trim(struct e2e_i_transaction *tx);

/* Ask for those of the gaps at index FROM to N - 1 of the list that are due now. */
int32_t e2e_i_gaps_ask(struct e2e_i_transaction *tx, uint32_t from, uint32_t n);

/* Whether GAP, the first one, has been asked for so often and so long that it may be given up. */
bool e2e_i_gaps_is_hopeless(const struct e2e_i_transaction *tx, const struct e2e_i_gap *gap);

/* Whether the first gap was asked for a last time, and the wait after that has passed. */
bool e2e_i_gaps_is_over(const struct e2e_i_transaction *tx);

/* The peer was heard: soon ask once more for the first gap, if it was asked for in vain. */
int32_t e2e_i_gaps_heard(struct e2e_i_transaction *tx);

/*
 * An authentic message acknowledges SEEN_IN of our messages: count, for each gap, the requests
 * among these.
 */
int32_t e2e_i_gaps_covered(struct e2e_i_transaction *tx, int32_t seen_in);

/* Ask a last time for the first gap, which is hopeless (give_up.h).  There must be one. */
int32_t e2e_i_gaps_ask_last(struct e2e_i_transaction *tx);

/*
 * How many gaps, from the first one on, may be asked for.  It is only the first if no more messages
 * can be held, as those that fill another gap would be dropped; or if the peer acknowledges little,
 * as each request is one more message of ours that it may be missing.
 */
uint32_t e2e_i_gaps_asked(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* Whether one of the gaps that may be asked for is due now. */
bool e2e_i_gaps_due(const struct e2e_i_transaction *tx);

/* Since when the first gap exists, in ms of the time for ages (clock.h); 0 if there is none. */
int64_t e2e_i_gaps_since(const struct e2e_i_chat *chat);

#endif
