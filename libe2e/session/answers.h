/* SPDX-License-Identifier: ISC */
/*
 * Messages that the account sends by itself: notifyLayer, requests to resend, the steps of a
 * re-key.  What is due is part of a chat's state, so it is made later if it cannot be now.
 */
#ifndef E2E_SESSION_ANSWERS_H
#define E2E_SESSION_ANSWERS_H

#include "session/work.h"

/* WHAT (E2E_I_DUE_*) is to be sent. */
void e2e_i_answers_due(struct e2e_i_work *work, uint32_t what);

/* notifyLayer(LAYER) is the next message that goes out. */
void e2e_i_answers_announced(struct e2e_i_work *work, int32_t layer);

/*
 * A message was sent or came: a re-key is due if the key has been used enough.  Both ends count
 * the same messages; so that they do not ask each other at once, who sent the message that
 * passes the mark begins, and who received it only some messages later.
 */
#define E2E_I_SENT_IT 0
#define E2E_I_RECEIVED_IT 1
int32_t e2e_i_answers_rekey_due(struct e2e_i_work *work, uint32_t who);

/*
 * A key of a week that was used is renewed when the week is over, without a message: when that
 * is (0: never, as things are), and what is done then.  After a pause the clock is in doubt
 * until an answer has a date; so a noop goes, whose answer has one, once in that age.
 */
int64_t e2e_i_answers_age_at(const struct e2e_account *account, const struct e2e_i_chat *chat);
void e2e_i_answers_aged(struct e2e_i_work *work);

/* A message, ACTION its constructor or 0, came in order: acknowledge it (protocol 5.4.1). */
void e2e_i_answers_received(struct e2e_i_work *work, uint32_t action);

/* A noop goes out WAIT_MS from now, unless another message does before. */
void e2e_i_answers_noop_in(struct e2e_i_work *work, int64_t wait_ms);

/* Whether the outbox has room for what is sent by itself; only the peer can make some. */
bool e2e_i_answers_have_room(const struct e2e_account *account, const struct e2e_i_chat *chat);

/* What of all that is sent by itself (E2E_I_DUE_*) it has room for. */
uint32_t e2e_i_answers_room(const struct e2e_account *account, const struct e2e_i_chat *chat);

/*
 * Make what is due and whose time has come.  Where the backend or memory fails, that is
 * tried again at the next tick, and E2E_OK is returned.
 */
int32_t e2e_i_answers_make(struct e2e_i_work *work);

#endif
