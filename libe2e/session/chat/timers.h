/* SPDX-License-Identifier: ISC */
/* Messages that destroy themselves (protocol 7.3). */
#ifndef E2E_SESSION_TIMERS_H
#define E2E_SESSION_TIMERS_H

#include "proto/message.h"
#include "session/core/transaction.h"

/* Who sent the message that a timer belongs to. */
enum e2e_i_timers_of { E2E_I_TIMERS_OF_PEER, E2E_I_TIMERS_OF_US };

/* When the first running timer is due, in ms of the account's time; INT64_MAX if none runs. */
int64_t e2e_i_timers_next(const struct e2e_i_chat *chat);

/* Whether there is room for a timer of our MESSAGE, before it is sent: E2E_OK or E2E_ERR_LIMIT. */
int32_t e2e_i_timers_room(const struct e2e_i_transaction *tx, const struct e2e_i_message *message);

/*
 * Add a timer for MESSAGE of DATE, which SIDE has sent, if it has a ttl.  DATE is in seconds, 0
 * if not known.  Each side has room of its own.  If the peer's is full, the timer that would
 * expire first expires now.  For messages of ours, ask e2e_i_timers_room() before.
 * E2E_ERR_NOMEM.
 */
int32_t e2e_i_timers_add(struct e2e_i_transaction *tx, const struct e2e_i_message *message,
                         int32_t date, enum e2e_i_timers_of side);

/*
 * Note that the server has our message SEQ_NO, by its answer with DATE (0: it gave none); or that
 * the peer has the message, although no answer with a date arrived.  If the peer had read the
 * message before, its timer starts now.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_timers_date(struct e2e_i_transaction *tx, int32_t seq_no, int64_t random_id,
                          int32_t date);
int32_t e2e_i_timers_arrived(struct e2e_i_transaction *tx, int32_t seq_no, int64_t random_id);

/* Start the timers of messages of SIDE up to MAX_DATE, which were read.  E2E_ERR_NOMEM. */
int32_t e2e_i_timers_read(struct e2e_i_transaction *tx, int32_t max_date,
                          enum e2e_i_timers_of side);

/* Start the timers of messages IDS of SIDE, which were opened.  E2E_ERR_NOMEM. */
int32_t e2e_i_timers_opened(struct e2e_i_transaction *tx, const struct e2e_tl_longs *ids,
                            enum e2e_i_timers_of side);

/*
 * Expire those of messages IDS that are view-once, of either side, because the user has closed
 * them.  The others are in *REST, in the commit's memory or, if all are, in IDS itself.
 * E2E_ERR_NOMEM.
 */
int32_t e2e_i_timers_seen(struct e2e_i_transaction *tx, struct e2e_tl_longs *rest,
                          const struct e2e_tl_longs *ids);

/* Remove the timer of message RANDOM_ID of either side, because the message was deleted. */
int32_t e2e_i_timers_gone(struct e2e_i_transaction *tx, int64_t random_id);

/* Expire all messages.  For a chat that closes: nobody could tell any more that one was read. */
int32_t e2e_i_timers_close(struct e2e_i_transaction *tx);

/* Expire the messages whose time is over.  E2E_ERR_NOMEM. */
int32_t e2e_i_timers_expire(struct e2e_i_transaction *tx);

/* Whether a read mark of the peer up to MAX_DATE would start the timer of a message of ours. */
bool e2e_i_timers_starts(const struct e2e_i_chat *chat, int32_t max_date);

#endif
