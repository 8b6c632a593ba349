/* SPDX-License-Identifier: ISC */
/* What was sent: acknowledged, asked for again, deleted (protocol 5.2, 5.3). */
#ifndef E2E_SESSION_OUTBOX_H
#define E2E_SESSION_OUTBOX_H

#include "session/work.h"

/* The peer has received ACKED of our messages, at least as many as before. */
int32_t e2e_i_outbox_ack(struct e2e_i_work *work, int32_t acked);

/*
 * Messages FIRST to LAST are to be sent again; *GONE is the number of the lowest one that is not
 * there any more, or LAST + 1.
 */
int32_t e2e_i_outbox_resend(struct e2e_i_work *work, int32_t *gone, int32_t first, int32_t last);

/* SENT is to go out once more. */
void e2e_i_outbox_again(struct e2e_i_chat *chat, struct e2e_i_sent *sent);

/* What was asked for too often is sent again, when its time has come. */
int32_t e2e_i_outbox_late(struct e2e_i_work *work);

/* Rewrite the unacknowledged content messages among IDS; or all. */
int32_t e2e_i_outbox_delete(struct e2e_i_work *work, const struct e2e_tl_longs *ids);
int32_t e2e_i_outbox_flush(struct e2e_i_work *work);

/* The message RANDOM_ID that is not acknowledged, or NULL. */
struct e2e_i_sent *e2e_i_outbox_find(const struct e2e_i_chat *chat, int64_t random_id);

/* Messages that are not acknowledged. */
uint32_t e2e_i_outbox_n(const struct e2e_i_chat *chat);

/*
 * Send some of what is not acknowledged again without being asked (protocol T5.7): the oldest,
 * and others in each ROUND, since what the peer acknowledges may be behind the same hole.
 */
void e2e_i_outbox_push(struct e2e_i_work *work, uint32_t round);

/* The send of number RAW was answered: with DATE and FILE, or with an error. */
int32_t e2e_i_outbox_done(struct e2e_i_work *work, int32_t raw, int32_t date,
                          const struct e2e_remote_file *file);
int32_t e2e_i_outbox_failed(struct e2e_i_work *work, int32_t raw, int32_t code,
                            struct e2e_bytes text);

/* The work that took that answer in has failed: its call is out as before. */
void e2e_i_outbox_unanswered(struct e2e_i_chat *chat, int32_t raw);

#endif
