/* SPDX-License-Identifier: ISC */
/* What an account and a chat consist of.  Only session/ sees this. */
#ifndef E2E_SESSION_ACCOUNT_H
#define E2E_SESSION_ACCOUNT_H

#include <stdbool.h>

#include <e2e/e2e.h>

#include "base/pool.h"
#include "proto/rekey.h"
#include "proto/seqno.h"
#include "session/list.h"
#include "session/rate.h"
#include "tl/gen/state.h"

/* ---- Rows ---------------------------------------------------------------------------- */

/* Tables.  Keys: nothing, a digest, or the chat's id and what follows it, big-endian. */
#define E2E_I_TABLE_ACCOUNT   1
#define E2E_I_TABLE_DH        2
#define E2E_I_TABLE_VERDICT   3  /* digest                 */
#define E2E_I_TABLE_CHAT      4  /* id                     */
#define E2E_I_TABLE_COUNTERS  5  /* id                     */
#define E2E_I_TABLE_KEY       6  /* id, E2E_KEY_* in a byte */
#define E2E_I_TABLE_HANDSHAKE 7  /* id                     */
#define E2E_I_TABLE_REKEY     8  /* id                     */
#define E2E_I_TABLE_LISTS     9  /* id, the item's key in 8 bytes; one table for each list */

#define E2E_I_TABLE_CLOCK     14 /* behind those of the lists */

/* Lists of a chat; their tables are E2E_I_TABLE_LISTS and on. */
#define E2E_I_SENT  0 /* by raw number                  */
#define E2E_I_HELD  1 /* by raw number                  */
#define E2E_I_HOLE  2 /* by its first raw number        */
#define E2E_I_EARLY 3 /* by order of coming             */
#define E2E_I_TIMER 4 /* by random_id                   */
#define E2E_I_LISTS 5
#define E2E_I_TABLES (E2E_I_TABLE_CLOCK + 1)
_Static_assert(E2E_I_TABLE_LISTS + E2E_I_LISTS == E2E_I_TABLE_CLOCK, "a table for each list");

/* ---- Items ----------------------------------------------------------------------------- */

/*
 * What is `saved` of an item is of tl/state.tl.  It is const, so that nothing can change it where
 * its row does not: an item that is to say something else is replaced, through the work.
 */

/* A message that was sent: blob is the packet, then the file reference. */
struct e2e_i_sent {
	struct e2e_i_item item;
	const struct e2e_i_saved_outgoing saved;

	/* not saved */
	int64_t resent_since;
	uint8_t resent;       /* times since resent_since                      */
	uint8_t pushed;       /* times it was sent again and nobody had asked  */
	uint8_t again;        /* 1: to be sent (again)     */
	uint8_t out;          /* 1: its call is out        */
	uint8_t done;         /* 1: the server has it      */
	uint8_t tries;        /* failures                  */
	uint8_t loaded;       /* 1: from a row             */
};

/* `kind` of a sent message: the method in the low bits. */
#define E2E_I_SENT_METHOD 0x07
#define E2E_I_SENT_ASKS   0x08 /* a request to resend         */
#define E2E_I_SENT_SILENT 0x10
#define E2E_I_SENT_USER   0x20 /* the user's: events tell how it goes */
#define E2E_I_SENT_REFILL  0x40 /* was rewritten as a self-delete       */
#define E2E_I_SENT_CONTENT 0x80 /* decryptedMessage, not a service one  */

/* `kind` of a message that came. */
#define E2E_I_CAME_SERVICE 1
#define E2E_I_CAME_FILE    2
#define E2E_I_CAME_REFILL  4  /* filled a hole that was known               */
#define E2E_I_CAME_SERVED  8  /* the resend request in it was obeyed already */
#define E2E_I_CAME_WARNED  16
#define E2E_I_CAME_AHEAD   32 /* acknowledged what was not sent when it came */

/* A message that waits behind a hole (blob: payload, file) or for the chat (packet, file). */
struct e2e_i_came {
	struct e2e_i_item item;
	const struct e2e_i_saved_received saved;
};

struct e2e_i_hole {
	struct e2e_i_item item;
	const struct e2e_i_saved_gap saved;
};

/* Holes that are asked for at one time; the later ones wait. */
#define E2E_I_HOLES_ASKED 4

#define E2E_I_TIMER_OUT   1 /* ours               */
#define E2E_I_TIMER_OPENS 2 /* opened, not read   */
#define E2E_I_TIMER_ONCE  4 /* seen once: `ttl` is E2E_I_TTL_VIEW_ONCE, and it never runs */
struct e2e_i_timer {
	struct e2e_i_item item;
	const struct e2e_i_saved_timer saved;
};

/* ---- A chat --------------------------------------------------------------------------------- */

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

/* ---- An account ----------------------------------------------------------------------------- */

/* A call that is out. */
struct e2e_i_call {
	struct e2e_i_item item; /* by id */
	int32_t chat_id;
	int32_t raw;
	uint32_t method;
	int32_t value; /* max_date, max_qts */
	bool repeated; /* E2E_CALL_REPEATED */
};

/* Rows and events of one transaction. */
struct e2e_i_row {
	struct e2e_i_row *next;
	struct e2e_row row;
};

struct e2e_i_event {
	struct e2e_i_event *next;
	struct e2e_event event;
};

struct e2e_i_commit {
	struct e2e_i_commit *next;
	uint64_t id;
	int32_t chat_id;
	bool has_chat;
	bool shown;
	int32_t qts;        /* that becomes durable with it, or 0 */
	int64_t generation; /* the same, with what rows from a backup lack */
	struct e2e_i_pool pool;
	struct e2e_i_row *row, **row_end;
	struct e2e_i_event *event, **event_end;
	uint32_t n_rows;
	uint32_t n_events;
	struct e2e_i_row **rows;     /* the same, by index */
	struct e2e_i_event **events;
};

/* What the account itself saves. */
struct e2e_i_saved {
	struct e2e_i_saved_account account;
	struct e2e_i_saved_clock clock; /* as its row was written, but for a change of rollback */
	struct e2e_i_saved_dh dh;
	const struct e2e_dh_group *group; /* of dh, or NULL */
};

struct e2e_i_group {
	struct e2e_i_group *next;
	struct e2e_dh_group group;
};

#define E2E_I_QTS_EARLY 64 /* numbers above a hole that are remembered */

struct e2e_i_qts {
	int32_t durable;  /* everything up to it is                       */
	int32_t seen;     /* everything up to it was fed                  */
	int32_t acked;    /* the server was told                          */
	int32_t base;     /* first ever seen, before anything was known   */
	uint32_t n;
	int32_t early[E2E_I_QTS_EARLY];
	int64_t hole_since; /* or 0 */
	bool asked;         /* for the difference */
	uint64_t ack_call;
	uint64_t difference_call;
};

/* A row that could not be read: it goes with its chat, or at the start if it is of none. */
struct e2e_i_refused {
	struct e2e_i_refused *next;
	bool has_chat;
	int32_t chat_id;
	uint32_t table;
	uint32_t key_n;
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
};

struct e2e_i_undo {
	struct e2e_i_list *list;
	struct e2e_i_item *item;
	uint32_t which; /* list   */
	bool inserted;
};

struct e2e_account {
	struct e2e_allocator allocator;
	struct e2e_config config;
	struct e2e_limits limits;
	struct e2e_timing timing;
	struct e2e_padding padding;
	struct e2e_crypto *crypto;
	uint8_t act[E2E_CHECKS_MAX];

	bool started;
	bool begun;         /* e2e_start() has got as far as the account's own row */
	bool rollback;      /* e2e_resume() is awaited */
	bool logged_out;    /* the server said so: no more calls */
	bool damaged;       /* the account's own row            */
	bool newer;         /* a row of a newer version         */
	bool held_due;      /* the turn of held messages of some chat may have come */
	bool saved_loaded;
	int64_t last;       /* the latest time there was; see clock.h                     */
	int64_t offset;     /* the debt: added to the host's time; 0 or more              */
	int64_t host_now;   /* of the last input, by the host's clock, or 0               */
	int64_t doubt;      /* how far the clock has leapt, and the server has not        */
	                    /* confirmed it                                               */
	int64_t bogus;      /* what of `last` never was: leaps that were taken back       */
	uint64_t doubt_call; /* the last call that had gone out before that               */
	int64_t skew;       /* the server's last date less the host's time then, and ... */
	int64_t skew_doubt; /* ... the doubt that was left                               */
	bool has_skew;

	struct e2e_i_refused *refused;
	struct e2e_i_saved saved;
	int64_t epochs;  /* of all chats together                                 */
	int64_t behind;  /* what rows from a backup lack, until e2e_resume() adds it       */
	int64_t durable; /* generation, epochs and behind, as of the last confirmed commit */
	struct e2e_i_group *groups;
	struct e2e_i_qts qts;
	struct e2e_i_rate primes; /* tested, an hour */

	/* chats: an array in no order, a hash of ids, a heap of deadlines, a ring of the ready */
	struct e2e_i_chat **chats;
	uint32_t n_chats, chats_room;
	uint32_t *hash; /* places + 1 */
	uint32_t hash_room;
	struct e2e_i_chat **heap;
	struct e2e_i_chat *ready;
	uint32_t n_asked;
	struct e2e_i_rate rekeys; /* begun or answered, an hour; see budget.h */
	uint32_t rekeys_waiting; /* chats that wait for their turn */
	struct e2e_i_rate rejections; /* of no chat, told as events, a minute */

	struct e2e_i_list calls;
	uint64_t next_call;
	uint64_t next_commit;
	uint64_t confirmed;
	struct e2e_i_commit *commit, **commit_end;
	struct e2e_call call;           /* handed out last */
	struct e2e_input_file call_file;

	/* the work under way, and room that is used again and again */
	struct e2e_i_undo *undo;
	uint32_t n_undo, undo_room;
	uint8_t *plain;     /* of a packet               */
	size_t plain_room;
	uint8_t *wire;      /* to be sealed              */
	size_t wire_room;
	uint8_t *request;   /* the serialised call       */
	size_t request_room;
};

/* A time that a host may give: one in other units is none, nor is 0, which is saved for never. */
static inline bool
e2e_i_account_now(int64_t now)
{
	return now >= E2E_NOW_MIN && now <= E2E_NOW_MAX;
}

/* Whether USER_ID is somebody to chat with: nobody does with himself, nor with an id of nobody. */
static inline bool
e2e_i_account_other(const struct e2e_account *account, int64_t user_id)
{
	return user_id > 0 && user_id != account->config.user_id;
}

/* What is saved or shown of a GENERATION: one at the end stays there. */
static inline int64_t
e2e_i_account_generation(int64_t generation)
{
	return generation < E2E_GENERATION_MAX ? generation : E2E_GENERATION_MAX;
}

/* At least N bytes at *BUFFER; what was there is wiped.  E2E_ERR_NOMEM. */
int32_t e2e_i_account_room(struct e2e_account *account, uint8_t **buffer, size_t *room,
                           size_t n);

/* *BUFFER is not in use any more: one that grew large is wiped and given back. */
void e2e_i_account_room_back(struct e2e_account *account, uint8_t **buffer, size_t *room);

/* The account's own copy of GROUP, which lives as long as it; NULL without memory. */
const struct e2e_dh_group *e2e_i_account_group(struct e2e_account *account,
                                               const struct e2e_dh_group *group);

/* GROUP, one of the account's, becomes the chat's, or what the server said last as VERSION. */
void e2e_i_chat_group(struct e2e_i_core *core, const struct e2e_dh_group *group);
void e2e_i_account_dh(struct e2e_i_saved *saved, const struct e2e_dh_group *group,
                      int32_t version);

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

/* Free what CHAT has, and CHAT. */
void e2e_i_chat_free(struct e2e_account *account, struct e2e_i_chat *chat);

#endif
