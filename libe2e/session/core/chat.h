/* SPDX-License-Identifier: ISC */
/*
 * The state of a chat.  Times and spans are in milliseconds of the account's clock (clock.h),
 * sizes in bytes.
 */
#ifndef E2E_SESSION_CHAT_H
#define E2E_SESSION_CHAT_H

#include <e2e/e2e.h>

#include "proto/rekey.h"
#include "proto/seqno.h"
#include "session/core/items.h"
#include "session/core/rate.h"

/* The least time between two typing events of a chat, and between two read events (passing.c). */
#define E2E_I_PASSING_MS 1000

/* The stage of a chat; E2E_CHAT_* is what the host sees of it (state.h). */
#define E2E_I_ASKED     1 /* the peer asks for it; the user has not decided       */
#define E2E_I_ACCEPT_DH 2 /* the user has accepted; waits for getDhConfig         */
#define E2E_I_ACCEPTING 3 /* acceptEncryption is to be made or in flight          */
#define E2E_I_START_DH  4 /* the user has ordered it; waits for getDhConfig       */
#define E2E_I_ASKING    5 /* requestEncryption is to be made or in flight         */
#define E2E_I_WAITING   6 /* the peer has been asked and has not answered         */
#define E2E_I_ACTIVE    7
#define E2E_I_CLOSED    8

/* Messages that the chat has to send by itself: bits of counters.due. */
#define E2E_I_DUE_NOTIFY 1u   /* notifyLayer                                              */
#define E2E_I_DUE_ACCEPT 2u   /* acceptKey; g_b is drawn only when it is sent             */
#define E2E_I_DUE_COMMIT 4u   /* commitKey                                                */
#define E2E_I_DUE_ABORT  8u   /* abortKey                                                 */
#define E2E_I_DUE_NOOP   16u  /* noop                                                     */
#define E2E_I_DUE_GAPS   32u  /* resend, for each gap that is to be asked for             */
#define E2E_I_DUE_REKEY  64u  /* requestKey                                               */
#define E2E_I_DUE_ACK    128u /* noop, at counters.noop_at                                */
#define E2E_I_DUE_LAYER  256u /* notifyLayer, the answer to one without a sequence number */
#define E2E_I_DUE_ALL    (2 * E2E_I_DUE_LAYER - 1) /* E2E_I_DUE_LAYER is the highest bit  */

#define E2E_I_KEYS 3 /* roles: E2E_KEY_CURRENT, E2E_KEY_OLD, E2E_KEY_NEW */

struct e2e_i_key {
	struct e2e_key key; /* its value follows `saved` in the row */
	struct e2e_i_saved_key saved;
};

/* The part of a chat that a failed transaction puts back as a whole; the lists are apart. */
struct e2e_i_core {
	int32_t id;
	struct e2e_i_saved_chat saved;
	struct e2e_i_counters counters;
	const struct e2e_dh_group *group; /* of the account, saved as saved.g, saved.p; or NULL */

	/* owned and saved; each is replaced, never changed in place */
	const struct e2e_i_key *key[E2E_I_KEYS]; /* by role */
	const struct e2e_i_rekey *rekey;
	const struct e2e_i_handshake *handshake;

	/* The members below are not saved, but are put back too. */

	/* sizes of the lists */
	uint32_t outgoing_bytes; /* messages that the peer has not acknowledged  */
	uint32_t held_bytes;     /* messages that wait behind a gap              */
	uint32_t pending_bytes;  /* packets that wait for the chat to be ready   */

	/* what is sent once more, asked for by the peer or not (resend.h) */
	int64_t wanted_retry_at; /* when serving goes on after the rate limit was hit, or 0     */
	int32_t wanted_next;     /* in wanted[0]: numbers below have been queued for sending    */
	int32_t wanted_done;     /* in wanted[0]: numbers below have reached the server         */
	int64_t pushed_at;       /* when copies were last pushed as the push of a day, or 0     */
	int64_t stand_at;        /* when copies of a full outbox are pushed next, or 0          */
	uint32_t stands;         /* how often that was done since the outbox is full            */

	/* what is due (due.h, answers.h, budget.h) */
	uint32_t blocked;          /* bits of `due` that must wait until blocked_until       */
	int64_t blocked_until;
	uint32_t failures;         /* failed attempts in a row to make what is due           */
	struct e2e_i_rate answers; /* answers to what costs the peer little, per hour        */
	int64_t turn_ms;           /* with in_turn: 1 ms for each chat that waits before it  */
	bool in_turn;              /* waits for the account's budget of re-keys              */

	/* the renewal of the key (rekeying.h, rekey_due.h) */
	int64_t gave_up_at;  /* when an exchange was last given up, or 0                    */
	int64_t answered_at; /* how often the key had been used at the last acceptKey       */
	int64_t age_asked;   /* when the server was asked for a date, for the key's age; or 0 */

	/* counts of packets and what the host is told about them (check.h, health.h) */
	struct e2e_i_rate rejections; /* E2E_EVENT_REJECTED, per minute                        */
	uint32_t rejected;            /* that failed a check                                   */
	uint32_t duplicates;          /* that had been received before                         */
	uint32_t late;                /* that belong to a gap which was given up               */
	uint32_t unreadable;          /* under unknown keys; raised if such are to be expected */
	uint32_t health;              /* E2E_HEALTH_* that cannot be computed from the rest    */
};

/* The place of a chat in the account's index (index.h). */
struct e2e_i_place {
	uint32_t place;   /* in `chats`                                             */
	uint32_t heap;    /* in `heap`                                              */
	int64_t deadline; /* when it next has something to do by itself; or INT64_MAX */
	struct e2e_i_chat *ready_next, *ready_before; /* neighbours in the ring of ready chats */
	bool ready;       /* is in that ring                                        */
};

/* The call that a stage makes: one of the handshake, or discardEncryption. */
struct e2e_i_stage_call {
	uint64_t id;      /* while it is in flight, or 0                   */
	int64_t retry_at; /* when it may be made; 0: at once               */
	uint8_t tries;    /* failures in a row                             */
	bool repeated;    /* the server may have carried out one already   */
};

/* The calls that send messages of a chat. */
struct e2e_i_sends {
	uint64_t last_call;       /* id of the newest in flight, or 0           */
	uint32_t n_in_flight;     /* calls in flight                            */
	uint32_t n_to_send;       /* messages that are marked to be sent        */
	int64_t retry_at;         /* when the next call may be made; 0: at once */
	int64_t failing_since;    /* when the first failure in a row was, or 0  */
	uint8_t tries;            /* failures in a row                          */
	struct e2e_i_rate resent; /* messages sent once more, per minute        */
};

/* Typing and read marks of the peer, as far as the host is told (passing.c). */
struct e2e_i_passing {
	int64_t typed_at;      /* when E2E_EVENT_TYPING was last made            */
	uint64_t typed_commit; /* id of the commit that has it                   */
	int64_t read_at;       /* when E2E_EVENT_READ was last made              */
	uint64_t read_commit;  /* id of the commit that has it                   */
	int32_t read_mark;     /* with read_waits: max_date of the mark          */
	int32_t read_date;     /* with read_waits: date of the mark              */
	bool read_waits;       /* a mark waits, because one was told just before */
};

/* Short notices for the server. */
struct e2e_i_told {
	uint64_t read_call; /* id of readEncryptedHistory in flight, or 0                  */
	uint8_t typing;     /* to tell: 0 nothing, 1 that we type, 2 that we type no longer */
	uint8_t report;     /* to tell: 1 that the chat is spam                            */
};

struct e2e_i_chat {
	struct e2e_i_core core;
	struct e2e_i_list list[E2E_I_LISTS];

	/* neither saved nor put back by a failed transaction */
	struct e2e_i_place index;
	uint64_t commit; /* id of the last commit that concerns the chat, or 0 */
	struct e2e_i_stage_call stage_call;
	struct e2e_i_sends sends;
	struct e2e_i_passing passing;
	struct e2e_i_told told;
	struct {
		int64_t next; /* when the first running timer is over; or INT64_MAX     */
		bool changed; /* a running timer was added or removed: recompute `next` */
	} timers;
	struct {
		bool any;     /* a row of the chat was loaded                            */
		bool chat;    /* its row of E2E_I_TABLE_CHAT was loaded                  */
		bool damaged; /* a row is damaged: e2e_start() or e2e_resume() closes it */
	} load;
	uint32_t told_health; /* E2E_HEALTH_* as the host was last told  */
	bool waits_turn;      /* is counted in the account's budget.waiting */
};

/* The x of our side in sequence numbers on the wire (proto/seqno.h); the peer's is 1 - x. */
static inline int32_t
e2e_i_chat_x(const struct e2e_i_core *core)
{
	return e2e_i_seq_x(core->saved.creator);
}

/* Who sends, as crypto.h names it: E2E_CREATOR or E2E_ACCEPTOR; of our messages, of the peer's. */
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

/* Whether a message is missing, or one waits behind a missing one. */
static inline bool
e2e_i_chat_has_gaps(const struct e2e_i_chat *chat)
{
	return chat->list[E2E_I_GAP].n > 0 || chat->list[E2E_I_HELD].n > 0;
}

/* Whether the first held message is the next one in order. */
static inline bool
e2e_i_chat_held_due(const struct e2e_i_chat *chat)
{
	const struct e2e_i_item *first = e2e_i_list_at(&chat->list[E2E_I_HELD], 0);

	return chat->core.saved.stage == E2E_I_ACTIVE && first != NULL &&
	       first->key == chat->core.counters.in_seq;
}

/* When the host is to be told of the read mark that waits, or 0 if none does (passing.c). */
static inline int64_t
e2e_i_chat_read_due(const struct e2e_i_chat *chat)
{
	return chat->passing.read_waits ? chat->passing.read_at + E2E_I_PASSING_MS : 0;
}

/* Wipe and free BOX of N bytes; it may be NULL.  Nothing may point to it any more. */
void e2e_i_box_free(const struct e2e_allocator *allocator, const void *box, size_t n);

/* Wipe and free CHAT with its lists, keys and boxes.  It must not be in the index. */
void e2e_i_chat_free(const struct e2e_allocator *allocator, struct e2e_i_chat *chat);

/* Make GROUP, one of the account's copies, the group of the chat. */
void e2e_i_chat_group(struct e2e_i_core *core, const struct e2e_dh_group *group);

#endif
