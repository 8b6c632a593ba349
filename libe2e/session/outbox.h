/* SPDX-License-Identifier: ISC */
/* What was sent: acknowledged, asked for again, deleted (protocol 5.1.3, 5.2.6, 5.3). */
#ifndef E2E_SESSION_OUTBOX_H
#define E2E_SESSION_OUTBOX_H

#include "session/work.h"

/* The peer has received ACKED of our messages, at least as many as before. */
int32_t e2e_i_outbox_ack(struct e2e_i_work *work, int32_t acked);

/* SENT is to go out once more, unless it is on its way already (it is not at rest). */
void e2e_i_outbox_again(struct e2e_i_chat *chat, struct e2e_i_sent *sent);
bool e2e_i_outbox_at_rest(const struct e2e_i_chat *chat, const struct e2e_i_sent *sent);

/* Rewrite the unacknowledged content messages among IDS; or all. */
int32_t e2e_i_outbox_delete(struct e2e_i_work *work, const struct e2e_tl_longs *ids);
int32_t e2e_i_outbox_flush(struct e2e_i_work *work);

/* The message RANDOM_ID that is not acknowledged, or NULL. */
struct e2e_i_sent *e2e_i_outbox_find(const struct e2e_i_chat *chat, int64_t random_id);

/* Messages that are not acknowledged. */
uint32_t e2e_i_outbox_n(const struct e2e_i_chat *chat);

/* Of these, those that no authentic message acknowledges, even one whose turn has not come. */
uint32_t e2e_i_outbox_unseen(const struct e2e_i_chat *chat);

/* The send of number RAW was answered: with DATE and FILE, or with an error. */
int32_t e2e_i_outbox_done(struct e2e_i_work *work, int32_t raw, int32_t date,
                          const struct e2e_remote_file *file);
int32_t e2e_i_outbox_failed(struct e2e_i_work *work, int32_t raw, int32_t code,
                            struct e2e_bytes text);

/* The work that took that answer in has failed: its call is out as before. */
void e2e_i_outbox_unanswered(struct e2e_i_chat *chat, int32_t raw);

#endif
