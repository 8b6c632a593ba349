/* SPDX-License-Identifier: ISC */
/* Messages that destroy themselves (protocol 7.3). */
#ifndef E2E_SESSION_TIMERS_H
#define E2E_SESSION_TIMERS_H

#include "proto/message.h"
#include "session/core/transaction.h"

/* Who sent the message that a timer belongs to. */
enum e2e_i_timers_of { E2E_I_TIMERS_OF_PEER, E2E_I_TIMERS_OF_US };

/* When the first of the running timers is due; INT64_MAX if none runs. */
int64_t e2e_i_timers_next(const struct e2e_i_chat *chat);

/* Whether a timer for MESSAGE of ours would find room: E2E_OK, or E2E_ERR_LIMIT. */
int32_t e2e_i_timers_room(const struct e2e_i_transaction *tx, const struct e2e_i_message *message);

/*
 * MESSAGE of DATE, ours if OUT, was sent or came: a timer waits for it if it has a ttl.  Each
 * side has room of its own.  Where the peer's is full, the one that would go first goes now;
 * for ours, ask e2e_i_timers_room() before.
 */
int32_t e2e_i_timers_add(struct e2e_i_transaction *tx, const struct e2e_i_message *message,
                         int32_t date, enum e2e_i_timers_of side);

/*
 * Our message SEQ_NO got DATE from the server; or the peer has it, and no answer said when.  What
 * the peer had read before that was known is applied now.
 */
int32_t e2e_i_timers_date(struct e2e_i_transaction *tx, int32_t seq_no, int64_t random_id,
                          int32_t date);
int32_t e2e_i_timers_arrived(struct e2e_i_transaction *tx, int32_t seq_no, int64_t random_id);

/* Messages of one direction up to MAX_DATE were read. */
int32_t e2e_i_timers_read(struct e2e_i_transaction *tx, int32_t max_date,
                          enum e2e_i_timers_of side);

/* Messages IDS of one direction were opened. */
int32_t e2e_i_timers_opened(struct e2e_i_transaction *tx, const struct e2e_tl_longs *ids,
                            enum e2e_i_timers_of side);

/*
 * The user has closed IDS: those that are seen once expire, whosever they are.  The others are
 * in REST, in the memory of the commit, or IDS itself if that is all of them.
 */
int32_t e2e_i_timers_seen(struct e2e_i_transaction *tx, struct e2e_tl_longs *rest,
                          const struct e2e_tl_longs *ids);

/* Message RANDOM_ID is gone, whosever it was. */
int32_t e2e_i_timers_gone(struct e2e_i_transaction *tx, int64_t random_id);

/* The chat is closed: nobody could say any more that something was read.  All expire. */
int32_t e2e_i_timers_close(struct e2e_i_transaction *tx);

/* The event for all whose time is over. */
int32_t e2e_i_timers_expire(struct e2e_i_transaction *tx);

/* Whether a read mark of the peer's, MAX_DATE, starts any timer of ours at once. */
bool e2e_i_timers_starts(const struct e2e_i_chat *chat, int32_t max_date);

#endif
