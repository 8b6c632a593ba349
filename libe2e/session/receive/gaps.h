/* SPDX-License-Identifier: ISC */
/* Numbers that are missing, and asking for them (protocol 5.2.3, 5.4.2, T5.3, T5.4). */
#ifndef E2E_SESSION_GAPS_H
#define E2E_SESSION_GAPS_H

#include "session/core/transaction.h"

/* The highest number that is here or known to be missing; in_seq - 1 if all is well. */
int32_t e2e_i_gaps_last(const struct e2e_i_chat *chat);

/* From START on, above all that is known, to before SEQ_NO all is missing. */
int32_t e2e_i_gaps_add(struct e2e_i_transaction *tx, int32_t start, int32_t seq_no);

/* Message SEQ_NO, which waited behind a gap, had to go: it is missing again. */
int32_t e2e_i_gaps_reopen(struct e2e_i_transaction *tx, int32_t seq_no);

/* Forget gaps that are filled. */
int32_t e2e_i_gaps_trim(struct e2e_i_transaction *tx);

/* Ask for those that are due, the lowest first, from number FROM to before number N of them. */
int32_t e2e_i_gaps_ask(struct e2e_i_transaction *tx, uint32_t from, uint32_t n);

/* Whether GAP, the first one, has been asked for often and long enough. */
bool e2e_i_gaps_is_hopeless(const struct e2e_i_transaction *tx, const struct e2e_i_gap *gap);

/* Whether the first one is due, and was asked for a last time so long ago that it is given up. */
bool e2e_i_gaps_is_over(const struct e2e_i_transaction *tx);

/* The peer was heard: the first gap, if it was asked for in vain, is asked for once more. */
int32_t e2e_i_gaps_heard(struct e2e_i_transaction *tx);

/* An authentic message acknowledges SEEN_IN of ours: so many of our requests have arrived. */
int32_t e2e_i_gaps_covered(struct e2e_i_transaction *tx, int32_t seen_in);

/* The first one, which there is, has become hopeless (give_up.h): it is asked for a last time now. */
int32_t e2e_i_gaps_ask_last(struct e2e_i_transaction *tx);

/*
 * How many of the gaps, from the first one on, are asked for.  Where no more can be kept, what
 * fills another than the first would be dropped; and where the peer acknowledges little, each
 * request is one more message that it may have to miss: then only the first one is.
 */
uint32_t e2e_i_gaps_asked(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* Whether one of these is to be asked for now. */
bool e2e_i_gaps_due(const struct e2e_i_transaction *tx);

/* The account's time since which the first one is there, for ages (clock.h); 0 if there is none. */
int64_t e2e_i_gaps_since(const struct e2e_i_chat *chat);

#endif
