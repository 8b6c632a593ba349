/* SPDX-License-Identifier: ISC */
/* One message whose turn it is: checked against what came before, and acted on (protocol 5.2.5). */
#ifndef E2E_SESSION_TURN_H
#define E2E_SESSION_TURN_H

#include "proto/message.h"
#include "proto/wrapper.h"
#include "session/work.h"

struct e2e_i_turn {
	struct e2e_i_work *work;
	struct e2e_i_wrapper wrapper;
	int32_t raw;              /* its number                                    */
	int32_t raw_in;           /* of ours that it acknowledges                  */
	int32_t acked;            /* of ours that were acknowledged before it      */
	int32_t date;
	uint32_t came;            /* E2E_I_CAME_*                                  */
	int64_t random_id;        /* of its container                              */
	int64_t key_fingerprint;  /* of the key it was under                       */
	struct e2e_bytes file;    /* encryptedFile as saved, or empty              */
	struct e2e_bytes tl;      /* the DecryptedMessage, in the commit's memory  */
	struct e2e_tl_got got;    /* the same decoded                              */
	int32_t verdict;          /* of decoding                                   */
	struct e2e_i_message view;
	bool closed;              /* the chat is closed now: stop                  */
};

/* The turn of the message in TURN, whose wrapper and number are read. */
int32_t e2e_i_turn_take(struct e2e_i_turn *turn);

/*
 * Those that wait behind a hole, as far as it is their turn now, and as many as go into one
 * transaction.  The others stay where they are, in memory and in the rows, until
 * e2e_i_turn_rest() or e2e_i_turn_next() takes them.
 */
int32_t e2e_i_turn_held(struct e2e_i_work *work);

/*
 * All of CHAT, which may be NULL, whose turn it is, in transactions of their own.  Before
 * anything newer of the chat is taken in that could overtake them or end it.
 */
int32_t e2e_i_turn_rest(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now);

/* One more transaction of them, of any chat; none if there are none. */
int32_t e2e_i_turn_next(struct e2e_account *account);

/* The message inside of TURN's wrapper, copied and decoded into the commit's memory. */
int32_t e2e_i_turn_decode(struct e2e_i_turn *turn);

/* The same, without the copy: only for a look at it, while the packet is there. */
int32_t e2e_i_turn_peek(struct e2e_i_turn *turn);

/* What TURN acknowledges, without copies that we sent unasked and the peer may have counted. */
void e2e_i_turn_bear_copies(struct e2e_i_turn *turn);

/*
 * TURN waits for others: if it acknowledges what was not sent yet, that is noticed now, and not
 * believed when its turn has come.
 */
int32_t e2e_i_turn_check_ahead(struct e2e_i_turn *turn);

/* Whether TURN has too few random bytes to be handed on or done (E2E_CHECK_RANDOM_BYTES). */
bool e2e_i_turn_is_ignored(const struct e2e_i_turn *turn);

/* A failed CHECK: the event or the closing, and the mark on the message. */
int32_t e2e_i_turn_check(struct e2e_i_turn *turn, uint32_t check);

/* The action of a service message (protocol 7.3). */
int32_t e2e_i_action_take(struct e2e_i_turn *turn);

/* The resend request in TURN, if it is one, is obeyed; at once, even out of turn. */
int32_t e2e_i_action_resend(struct e2e_i_turn *turn);

/* An event of KIND with what every event about TURN's message has; NULL without memory. */
struct e2e_event *e2e_i_turn_event(struct e2e_i_turn *turn, uint32_t kind);

#endif
