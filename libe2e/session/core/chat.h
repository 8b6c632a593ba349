/* SPDX-License-Identifier: ISC */
/* What a chat consists of. */
#ifndef E2E_SESSION_CHAT_H
#define E2E_SESSION_CHAT_H

#include <e2e/e2e.h>

#include "proto/rekey.h"
#include "proto/seqno.h"
#include "session/core/items.h"
#include "session/core/rate.h"

/* Between two events of one kind about what the server tells in passing (passing.c), at least. */
#define E2E_I_PASSING_MS 1000

/* Where it stands; E2E_CHAT_* is the public view of it. */
#define E2E_I_ASKED     1 /* by the peer, and the user has not decided      */
#define E2E_I_ACCEPT_DH 2 /* accepted by the user, parameters are awaited   */
#define E2E_I_ACCEPTING 3 /* acceptEncryption is on its way                 */
#define E2E_I_START_DH  4 /* wanted by the user, parameters are awaited     */
#define E2E_I_ASKING    5 /* requestEncryption is on its way                */
#define E2E_I_WAITING   6 /* for the peer                                   */
#define E2E_I_ACTIVE    7
#define E2E_I_CLOSED    8

/* Messages to be made by itself, `due`. */
#define E2E_I_DUE_NOTIFY 1u
#define E2E_I_DUE_ACCEPT 2u /* acceptKey: g_b is made then */
#define E2E_I_DUE_COMMIT 4u
#define E2E_I_DUE_ABORT  8u
#define E2E_I_DUE_NOOP   16u
#define E2E_I_DUE_GAPS  32u
#define E2E_I_DUE_REKEY  64u
#define E2E_I_DUE_ACK    128u /* a noop, at noop_at */
#define E2E_I_DUE_LAYER  256u /* notifyLayer, as an answer to one without a number */
#define E2E_I_DUE_ALL    (2 * E2E_I_DUE_LAYER - 1) /* the last one above */

#define E2E_I_KEYS 3 /* roles: E2E_KEY_CURRENT, E2E_KEY_OLD, E2E_KEY_NEW */

struct e2e_i_key {
	struct e2e_key key; /* its value is the rest of the row */
	struct e2e_i_saved_key saved;
};

/* Everything that one input changes together, but for the lists. */
struct e2e_i_core {
	int32_t id;
	struct e2e_i_saved_chat saved;
	struct e2e_i_counters counters;
	const struct e2e_dh_group *group; /* of the account: saved.g and saved.p; or NULL */

	/* owned, saved, replaced and never changed */
	const struct e2e_i_key *key[E2E_I_KEYS]; /* by role */
	const struct e2e_i_rekey *rekey;
	const struct e2e_i_handshake *handshake;

	/*
	 * Not saved, but put back with the rest.  Times and spans are in milliseconds of the account's
	 * clock, sizes in bytes.
	 */

	/* the lists */
	uint32_t outgoing_bytes;  /* of messages that are not acknowledged        */
	uint32_t held_bytes;  /* of messages that wait behind a gap           */
	uint32_t pending_bytes; /* of packets that wait for the chat to be ready */

	/* what the peer wants again, and what is pushed unasked (resend.h) */
	int64_t wanted_retry_at;  /* when what was asked for too often goes on, or 0        */
	int32_t wanted_next;   /* of wanted[0]: all numbers below were given to sending  */
	int32_t wanted_done;   /* of wanted[0]: all numbers below are with the server    */
	int64_t pushed_at;    /* when the last push that counts as daily was, or 0      */
	int64_t stand_at;     /* when a full outbox is pushed, or 0                     */
	uint32_t stands;      /* pushes since it is full                                */

	/* what is due (due.h, answers.h, budget.h) */
	uint32_t blocked;      /* E2E_I_DUE_*: what of `due` has to wait, until ...     */
	int64_t blocked_until; /* ... then                                              */
	uint32_t failures;     /* of making what is due, one after the other            */
	struct e2e_i_rate answers; /* that cost the peer little, an hour                */
	int64_t turn_ms;       /* with in_turn: behind how many chats it waits          */
	bool in_turn;          /* waits for the account's budget                        */

	/* the renewal of the key (rekeying.h, rekey_due.h) */
	int64_t gave_up_at;   /* when an exchange came to nothing, or 0                 */
	int64_t answered_at;  /* uses of the key at the last acceptKey                  */
	int64_t age_asked;    /* when a date was asked for the key's age, or 0          */

	/* what the host is told, packets each (check.h, health.h) */
	struct e2e_i_rate rejections; /* told as events, a minute                       */
	uint32_t rejected;
	uint32_t duplicates;
	uint32_t late;        /* for gaps that were given up                            */
	uint32_t unreadable;  /* under unknown keys, or a sign that such will come      */
	uint32_t health;      /* E2E_HEALTH_* that are remembered, not computed         */
};

/* Where the account's index has a chat (index.h). */
struct e2e_i_place {
	uint32_t place;   /* in `chats`                                             */
	uint32_t heap;    /* in `heap`, by ...                                      */
	int64_t deadline; /* when the next thing happens by itself, in the account's ms; or INT64_MAX */
	struct e2e_i_chat *ready_next, *ready_before; /* in the ring of the ready, if ... */
	bool ready;       /* ... it is in it                                        */
};

/* The call of a stage: of the handshake, or discardEncryption. */
struct e2e_i_stage_call {
	uint64_t id;      /* while it is out, or 0                 */
	int64_t retry_at; /* when it may be made again, ms; 0: at once */
	uint8_t tries;    /* failures, one after the other             */
	bool repeated;    /* one may have got through already          */
};

/* The sends of a chat. */
struct e2e_i_sends {
	uint64_t last_call;    /* id of the newest that is out, or 0     */
	uint32_t n_in_flight;  /* that are out                           */
	uint32_t n_to_send;    /* messages that are to be sent once more */
	int64_t retry_at;      /* when the next may be made, ms; 0: at once */
	int64_t failing_since; /* ms, or 0                               */
	uint8_t tries;         /* failures, one after the other          */
	struct e2e_i_rate resent; /* messages, a minute                  */
};

/* What the server tells in passing (passing.c); times in ms, commits by their ids. */
struct e2e_i_passing {
	int64_t typed_at;      /* when E2E_EVENT_TYPING was last made, ... */
	uint64_t typed_commit; /* ... and in which commit                  */
	int64_t read_at;       /* the same of E2E_EVENT_READ               */
	uint64_t read_commit;
	int32_t read_mark;     /* with read_waits: its max_date, ...       */
	int32_t read_date;     /* ... and the date of the mark itself      */
	bool read_waits;       /* a mark is told later                     */
};

/* What the server is to be told in passing. */
struct e2e_i_told {
	uint64_t read_call; /* id of readEncryptedHistory while it is out, or 0 */
	uint8_t typing;     /* 0 nothing, 1 that we type, 2 that we do not      */
	uint8_t report;     /* 1: to be reported as spam                        */
};

struct e2e_i_chat {
	struct e2e_i_core core;
	struct e2e_i_list list[E2E_I_LISTS];

	/* neither saved nor put back */
	struct e2e_i_place index;
	uint64_t commit;      /* id of the last one that concerns it, or 0 */
	struct e2e_i_stage_call stage_call;
	struct e2e_i_sends sends;
	struct e2e_i_passing passing;
	struct e2e_i_told told;
	struct {
		int64_t next; /* when the first of those that run is over, ms; or INT64_MAX */
		bool changed; /* one that runs came or went: `next` is to be found anew     */
	} timers;
	struct {
		bool any;     /* any row of it was                              */
		bool chat;    /* its row of E2E_I_TABLE_CHAT was                */
		bool damaged; /* it is closed at the start, or by e2e_resume()  */
	} load;
	uint32_t told_health; /* E2E_HEALTH_* as last reported             */
	bool waits_turn;      /* counted in the account's budget.waiting   */
};

/* x of our side (proto/seqno.h); the peer's is 1 - x. */
static inline int32_t
e2e_i_chat_x(const struct e2e_i_core *core)
{
	return e2e_i_seq_x(core->saved.creator);
}

/* The roles of crypto.h for what we send, and for what the peer sends. */
static inline uint32_t
e2e_i_chat_sender(const struct e2e_i_core *core)
{
	return core->saved.creator ? E2E_CREATOR : E2E_ACCEPTOR;
}

static inline uint32_t
e2e_i_chat_receiver(const struct e2e_i_core *core)
{
	return core->saved.creator ? E2E_ACCEPTOR : E2E_CREATOR;
}

/* Whether any number is missing, or waits behind one that is. */
static inline bool
e2e_i_chat_has_gaps(const struct e2e_i_chat *chat)
{
	return chat->list[E2E_I_GAP].n > 0 || chat->list[E2E_I_HELD].n > 0;
}

/* Whether the turn of the first message that is held has come. */
static inline bool
e2e_i_chat_held_due(const struct e2e_i_chat *chat)
{
	const struct e2e_i_item *first = e2e_i_list_at(&chat->list[E2E_I_HELD], 0);

	return chat->core.saved.stage == E2E_I_ACTIVE && first != NULL &&
	       first->key == chat->core.counters.in_seq;
}

/* When a read mark of the peer's that waits is told, or 0; see passing.c. */
static inline int64_t
e2e_i_chat_read_due(const struct e2e_i_chat *chat)
{
	return chat->passing.read_waits ? chat->passing.read_at + E2E_I_PASSING_MS : 0;
}

/* Wipe and free BOX of N bytes, which nothing points to any more, or NULL. */
void e2e_i_box_free(const struct e2e_allocator *allocator, const void *box, size_t n);

/* Free what CHAT has, and CHAT. */
void e2e_i_chat_free(const struct e2e_allocator *allocator, struct e2e_i_chat *chat);

/* GROUP, one of the account's, becomes the chat's. */
void e2e_i_chat_group(struct e2e_i_core *core, const struct e2e_dh_group *group);

#endif
