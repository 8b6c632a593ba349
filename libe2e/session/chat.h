/* SPDX-License-Identifier: ISC */
/* What a chat consists of. */
#ifndef E2E_SESSION_CHAT_H
#define E2E_SESSION_CHAT_H

#include <e2e/e2e.h>

#include "proto/rekey.h"
#include "proto/seqno.h"
#include "session/items.h"
#include "session/rate.h"

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
#define E2E_I_DUE_HOLES  32u
#define E2E_I_DUE_REKEY  64u
#define E2E_I_DUE_ACK    128u /* a noop, at noop_at */
#define E2E_I_DUE_LAYER  256u /* notifyLayer, as an answer to one without a number */
#define E2E_I_DUE_ALL    (2 * E2E_I_DUE_LAYER - 1) /* the last one above */

struct e2e_i_key {
	struct e2e_key key; /* its value is the rest of the row */
	struct e2e_i_saved_key saved;
};

/* Everything that one input changes together, but for the lists. */
struct e2e_i_core {
	int32_t id;
	struct e2e_i_saved_chat saved;
	struct e2e_i_counters n;
	const struct e2e_dh_group *group; /* of the account: saved.g and saved.p; or NULL */

	/* owned, saved, replaced and never changed */
	const struct e2e_i_key *key[3];
	const struct e2e_i_rekey *rekey;
	const struct e2e_i_handshake *handshake;

	/* not saved, but undone with the rest */
	uint32_t sent_bytes;
	uint32_t held_bytes;
	uint32_t early_bytes;
	int64_t again_retry; /* when what was asked for too often is sent again, or 0 */
	int64_t pushed_at;  /* the day of what is pushed once a day            */
	int64_t age_asked;  /* when a date was asked for the key's age, or 0   */
	int64_t stand_at;   /* when a full outbox is pushed, or 0              */
	uint32_t stands;    /* pushes since it is full                         */
	int32_t again_next; /* of wanted[0]: all below were given to sending   */
	int32_t again_done; /* of wanted[0]: all below are with the server     */
	uint32_t late;      /* messages for gaps that were given up            */
	int64_t blocked_until; /* when what of `due` is in `blocked` may be made  */
	struct e2e_i_rate answers; /* that cost the peer little, an hour; see budget.h */
	int64_t turn_ms;    /* behind how many chats it waits, with in_turn    */
	int64_t gave_up_at;  /* when an exchange came to nothing, or 0         */
	int64_t answered_at; /* uses of the key at the last acceptKey          */
	uint32_t blocked;   /* E2E_I_DUE_*                                     */
	uint32_t failures;  /* of making what is due, one after the other      */
	bool in_turn;       /* waits for the account's budget                  */
	struct e2e_i_rate rejections; /* told as events, a minute          */
	uint32_t rejected;
	uint32_t duplicates;
	uint32_t unreadable;
	uint32_t health;    /* E2E_HEALTH_* that are remembered, not computed */
};

struct e2e_i_chat {
	struct e2e_i_core core;
	struct e2e_i_list list[E2E_I_LISTS];

	/* Not saved. */
	struct e2e_i_chat *ready_next;
	struct e2e_i_chat *ready_before;
	uint64_t commit;      /* the last one that concerns it             */
	uint64_t stage_call;  /* of the handshake or discard, while out    */
	uint64_t last_send;   /* the last send that is out                 */
	uint64_t read_call;
	int64_t stage_retry;  /* when the call of the stage may be made    */
	int64_t send_retry;
	int64_t failing;      /* since when sends fail, or 0               */
	int64_t deadline;
	int64_t timer_next;   /* the first of the timers that run          */
	struct e2e_i_rate resent; /* messages, a minute                    */
	uint32_t place;       /* in the account's array */
	uint32_t heap;        /* in the heap            */
	uint32_t sends_out;
	uint32_t again;       /* sent messages with `again` */
	uint32_t told_health; /* as last reported       */
	int64_t typed_at;     /* of the last E2E_EVENT_TYPING, which was in typed_commit */
	uint64_t typed_commit;
	int64_t read_at;      /* the same of E2E_EVENT_READ */
	uint64_t read_commit;
	int32_t read_mark;    /* that is told later, if read_waits; max_date and date */
	int32_t read_date;
	bool read_waits;
	bool waits_turn;      /* counted in account->rekeys_waiting */
	uint8_t stage_tries;
	uint8_t send_tries;
	uint8_t typing;       /* 0 nothing, 1 to tell that we type, 2 that we do not */
	uint8_t report;       /* 1: to be reported as spam  */
	bool timers_changed;  /* one that runs came or went: timer_next is to be found anew */
	bool ready;           /* in the list of those that may have calls */
	bool repeated;        /* the stage's call may have got through already */
	bool damaged;         /* it is closed at the start, or by e2e_resume()     */
	bool loaded;          /* any row of it */
	bool loaded_chat;     /* its row of E2E_I_TABLE_CHAT was loaded */
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
	return chat->list[E2E_I_HOLE].n > 0 || chat->list[E2E_I_HELD].n > 0;
}

/* Whether the turn of the first message that is held has come. */
static inline bool
e2e_i_chat_held_due(const struct e2e_i_chat *chat)
{
	const struct e2e_i_item *first = e2e_i_list_at(&chat->list[E2E_I_HELD], 0);

	return chat->core.saved.stage == E2E_I_ACTIVE && first != NULL &&
	       first->key == chat->core.n.in_seq;
}

/* When a read mark of the peer's that waits is told, or 0; see passing.c. */
static inline int64_t
e2e_i_chat_read_due(const struct e2e_i_chat *chat)
{
	return chat->read_waits ? chat->read_at + E2E_I_PASSING_MS : 0;
}

/* Wipe and free BOX of N bytes, which nothing points to any more, or NULL. */
void e2e_i_box_free(const struct e2e_allocator *allocator, const void *box, size_t n);

/* Free what CHAT has, and CHAT. */
void e2e_i_chat_free(const struct e2e_allocator *allocator, struct e2e_i_chat *chat);

/* GROUP, one of the account's, becomes the chat's. */
void e2e_i_chat_group(struct e2e_i_core *core, const struct e2e_dh_group *group);

#endif
