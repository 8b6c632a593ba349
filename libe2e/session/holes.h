/* SPDX-License-Identifier: ISC */
/* Numbers that are missing, and asking for them (protocol 5.2.3, 5.4.2, T5.3, T5.4). */
#ifndef E2E_SESSION_HOLES_H
#define E2E_SESSION_HOLES_H

#include "session/work.h"

/* The highest number that is here or known to be missing; in_seq - 1 if all is well. */
int32_t e2e_i_holes_last(const struct e2e_i_chat *chat);

/* From START on, above all that is known, to before RAW all is missing. */
int32_t e2e_i_holes_add(struct e2e_i_work *work, int32_t start, int32_t raw);

/* Message RAW, which waited behind a hole, had to go: it is missing again. */
int32_t e2e_i_holes_reopen(struct e2e_i_work *work, int32_t raw);

/* Forget holes that are filled. */
int32_t e2e_i_holes_trim(struct e2e_i_work *work);

/* Ask for those that are due, the lowest first, from number FROM to before number N of them. */
int32_t e2e_i_holes_ask(struct e2e_i_work *work, uint32_t from, uint32_t n);

/* Whether HOLE, the first one, has been asked for often and long enough. */
bool e2e_i_holes_is_hopeless(const struct e2e_i_work *work, const struct e2e_i_hole *hole);

/* Whether the first one is due, and was asked for a last time so long ago that it is given up. */
bool e2e_i_holes_is_over(const struct e2e_i_work *work);

/* The peer was heard: the first hole, if it was asked for in vain, is asked for once more. */
int32_t e2e_i_holes_heard(struct e2e_i_work *work);

/* An authentic message acknowledges SEEN_IN of ours: so many of our requests have arrived. */
int32_t e2e_i_holes_covered(struct e2e_i_work *work, int32_t seen_in);

/* The first one, which there is, has become hopeless (gap.h): it is asked for a last time now. */
int32_t e2e_i_holes_ask_last(struct e2e_i_work *work);

/*
 * How many of the holes, from the first one on, are asked for.  Where no more can be kept, what
 * fills another than the first would be dropped; and where the peer acknowledges little, each
 * request is one more message that it may have to miss: then only the first one is.
 */
uint32_t e2e_i_holes_asked(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* Whether one of these is to be asked for now. */
bool e2e_i_holes_due(const struct e2e_i_work *work);

/* The account's time since which the first one is there, for ages (clock.h); 0 if there is none. */
int64_t e2e_i_holes_since(const struct e2e_i_chat *chat);

#endif
