/* SPDX-License-Identifier: ISC */
/* Messages that destroy themselves (protocol 7.3). */
#ifndef E2E_SESSION_TIMERS_H
#define E2E_SESSION_TIMERS_H

#include "proto/message.h"
#include "session/work.h"

/* When the first of the running timers is due; INT64_MAX if none runs. */
int64_t e2e_i_timers_next(const struct e2e_i_chat *chat);

/* MESSAGE of DATE, ours if OUT, was sent or came: a timer waits for it if it has a ttl. */
int32_t e2e_i_timers_add(struct e2e_i_work *work, const struct e2e_i_message *message,
                         int32_t date, bool out);

/* Our message RANDOM_ID got DATE from the server; with UNLESS only if it had none. */
int32_t e2e_i_timers_date(struct e2e_i_work *work, int64_t random_id, int32_t date,
                          bool unless);

/* Messages of one direction up to MAX_DATE were read. */
int32_t e2e_i_timers_read(struct e2e_i_work *work, int32_t max_date, bool out);

/* Message RANDOM_ID of one direction was opened; or is gone, whosever it was. */
int32_t e2e_i_timers_opened(struct e2e_i_work *work, int64_t random_id, bool out);
int32_t e2e_i_timers_gone(struct e2e_i_work *work, int64_t random_id);

/* The chat is closed: what runs has run out. */
int32_t e2e_i_timers_close(struct e2e_i_work *work);

/* The event for all whose time is over. */
int32_t e2e_i_timers_expire(struct e2e_i_work *work);

#endif
