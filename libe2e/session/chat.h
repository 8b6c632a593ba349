/* SPDX-License-Identifier: ISC */
/* What is true of a chat whatever happens: closing, health, checks, what comes next. */
#ifndef E2E_SESSION_CHAT_H
#define E2E_SESSION_CHAT_H

#include "session/work.h"

enum e2e_i_begin {
	E2E_I_BEGIN_ACTIVE, /* in stage E2E_I_ACTIVE, else E2E_ERR_STATE */
	E2E_I_BEGIN_ANY     /* in any stage                              */
};

/*
 * Begin a work about chat CHAT_ID, where WHEN says: E2E_ERR_ARGUMENT if there is none,
 * E2E_ERR_STATE, E2E_ERR_NOMEM.
 */
int32_t e2e_i_chat_begin(struct e2e_i_work *work, struct e2e_account *account,
                         int32_t chat_id, enum e2e_i_begin when, int64_t now);

/* The public state of a stage. */
uint32_t e2e_i_chat_state(uint32_t stage);

/* The event of a chat's state; NOMEM.  *EVENT may be NULL. */
int32_t e2e_i_chat_tell(struct e2e_i_work *work, struct e2e_event **event);

enum e2e_i_close {
	E2E_I_CLOSE_KNOWN,  /* the server knows, or need not know */
	E2E_I_CLOSE_DISCARD /* the server has to be told          */
};

/* How to close a chat, if the server has been asked about it (KNOWS_IT), or not yet. */
static inline enum e2e_i_close
e2e_i_chat_close_how(bool knows_it)
{
	return knows_it ? E2E_I_CLOSE_DISCARD : E2E_I_CLOSE_KNOWN;
}

/*
 * Close the chat for REASON: its keys and all that it was about to do go.  CODE and TEXT, if it
 * was the server.
 */
int32_t e2e_i_chat_close(struct e2e_i_work *work, uint32_t reason, enum e2e_i_close how,
                         int32_t code, struct e2e_bytes text);

/*
 * What comes out when CHECK failed in message RANDOM_ID (0 if unknown) of DATE: the event, if
 * one is due, and the closing, if the policy says so.
 */
#define E2E_I_GO_ON  0
#define E2E_I_CLOSED_IT 1
int32_t e2e_i_chat_check(struct e2e_i_work *work, uint32_t *outcome, uint32_t check,
                         int64_t random_id, int32_t date);

/* The peer will write with a key that is not here: E2E_HEALTH_UNREADABLE from now on. */
void e2e_i_chat_unreadable(struct e2e_i_work *work);

/* E2E_EVENT_REJECTED for REASON, as far as the rate allows. */
int32_t e2e_i_chat_reject(struct e2e_i_work *work, uint32_t reason, int64_t random_id,
                          int32_t date);

/* The highest layer of a wrapper in which we can be sure to read everything. */
int32_t e2e_i_chat_reads(const struct e2e_account *account);

/* The health now, and an event if it changed. */
uint32_t e2e_i_chat_health(const struct e2e_account *account, const struct e2e_i_chat *chat,
                           int64_t now);
int32_t e2e_i_chat_health_tell(struct e2e_i_work *work);

/* Whether the turn of the first message that CHAT holds has come. */
bool e2e_i_chat_held_due(const struct e2e_i_chat *chat);

/* A work about CHAT ended well: its deadline, and whether it has calls to make. */
void e2e_i_chat_settle(struct e2e_account *account, struct e2e_i_chat *chat);

#endif
