/* SPDX-License-Identifier: ISC */
/*
 * The state of an account.  Private to session/.  Times are in milliseconds of the account's clock
 * (clock.h) unless a member says otherwise.
 */
#ifndef E2E_SESSION_ACCOUNT_H
#define E2E_SESSION_ACCOUNT_H

#include "base/pool.h"
#include "proto/negotiate.h"
#include "session/core/chat.h"

/*
 * Tables of the rows that the host stores, each with the key of its rows.  A chat's row begins
 * with the chat's id in 4 bytes; numbers in keys are big-endian.
 */
#define E2E_I_TABLE_ACCOUNT   1  /* empty                                          */
#define E2E_I_TABLE_DH        2  /* empty                                          */
#define E2E_I_TABLE_VERDICT   3  /* SHA-256 of the prime                           */
#define E2E_I_TABLE_CHAT      4  /* id                                             */
#define E2E_I_TABLE_COUNTERS  5  /* id                                             */
#define E2E_I_TABLE_KEY       6  /* id, E2E_KEY_* in a byte                        */
#define E2E_I_TABLE_HANDSHAKE 7  /* id                                             */
#define E2E_I_TABLE_REKEY     8  /* id                                             */
#define E2E_I_TABLE_LISTS     9  /* id, item's key in 8 bytes; a table for each list */
#define E2E_I_TABLE_CLOCK     14 /* empty; the tables of the lists end before it   */

#define E2E_I_TABLES (E2E_I_TABLE_CLOCK + 1)
_Static_assert(E2E_I_TABLE_LISTS + E2E_I_LISTS == E2E_I_TABLE_CLOCK, "a table for each list");

/* A call to the server that is in flight. */
struct e2e_i_call {
	struct e2e_i_item item; /* its key is the id of the call           */
	int32_t chat_id;
	int32_t seq_no;         /* of the message, for a send               */
	uint32_t method;        /* E2E_CALL_*                               */
	int32_t value;          /* max_date or max_qts, as the method has it */
	bool repeated;          /* was handed out with E2E_CALL_REPEATED    */
};

/* A row and an event of a commit, each in a list in the order of making. */
struct e2e_i_row {
	struct e2e_i_row *next;
	struct e2e_row row;
};

struct e2e_i_event {
	struct e2e_i_event *next;
	struct e2e_event event;
};

/* The result of a transaction: what the host is to store and to show, until it confirms that. */
struct e2e_i_commit {
	struct e2e_i_commit *next;
	uint64_t id;
	int32_t chat_id;        /* with has_chat                                */
	bool has_chat;
	bool shown;             /* the host has been handed it                  */
	int32_t qts;            /* that is durable once this is confirmed, or 0 */
	int64_t generation;     /* of the account, once this is confirmed       */
	struct e2e_i_pool pool; /* memory of the rows and events                */
	struct e2e_i_row *row, **row_end;
	struct e2e_i_event *event, **event_end;
	uint32_t n_rows;
	uint32_t n_events;
	struct e2e_i_row **rows;     /* by index: the rows listed above   */
	struct e2e_i_event **events; /* by index: the events listed above */
};

/* The state of the account that is saved in rows of its own. */
struct e2e_i_saved {
	struct e2e_i_saved_account account;
	struct e2e_i_saved_clock clock; /* as last written, but rollback and damage are current */
	struct e2e_i_saved_dh dh;
	const struct e2e_dh_group *group; /* that dh describes, or NULL */
};

/* A copy of a Diffie-Hellman group; chats and rows point into it. */
struct e2e_i_group {
	struct e2e_i_group *next;
	struct e2e_dh_group group;
};

#define E2E_I_QTS_AHEAD 64 /* numbers above a gap that are remembered */

/* How far the server's queue of messages has been taken (qts.h). */
struct e2e_i_qts {
	int32_t durable;          /* the host has stored everything up to it           */
	int32_t seen;             /* everything up to it was fed                       */
	int32_t acked;            /* the server has been told of everything up to it   */
	uint32_t n_ahead;         /* used in `ahead`                                   */
	int32_t ahead[E2E_I_QTS_AHEAD]; /* fed, but above a gap; in no order           */
	int64_t gap_since;        /* when the gap was noticed, or 0                    */
	bool asked;               /* updates.getDifference was called for this gap     */
	uint64_t ack_call;        /* id of messages.receivedQueue in flight, or 0      */
	uint64_t difference_call; /* id of updates.getDifference in flight, or 0       */
};

/*
 * A row that could not be read.  It is deleted when its chat is closed for it, or at the start if
 * it belongs to no chat.
 */
struct e2e_i_refused {
	struct e2e_i_refused *next;
	bool has_chat;
	int32_t chat_id;
	uint32_t table;
	uint32_t key_n;
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
};

/*
 * One change that a transaction has made, and that can be undone: an item was put into a list of
 * the chat or taken out of it, or a box (memory that the chat's core may point to) was allocated.
 */
struct e2e_i_undo {
	struct e2e_i_list *list; /* NULL for a box */
	union {
		struct e2e_i_item *item;
		void *box;
	};
	union {
		uint32_t which;     /* of the chat's lists */
		uint32_t box_bytes;
	};
	bool inserted; /* of an item: it was put in, not taken out */
};

/* The account's time (clock.h). */
struct e2e_i_clock {
	int64_t last;        /* the account's time at the last input: the latest so far       */
	int64_t offset;      /* added to the host's time, after the host's clock went back    */
	int64_t host_now;    /* the host's time at the last input; 0 before the first         */
	int64_t doubt;       /* sum of the leaps that the server has not confirmed            */
	int64_t bogus;       /* the part of `last` from leaps that were taken back            */
	uint64_t doubt_call; /* id of the last call that was made before the latest leap      */
	int64_t skew;        /* with has_skew: the server's last date minus host_now then ... */
	int64_t skew_doubt;  /* ... and `doubt` after that date                               */
	bool has_skew;
};

/* What e2e_generation() is made of, besides the generation that is saved. */
struct e2e_i_generation {
	int64_t epochs;  /* sum of counters.epoch of all chats                                */
	int64_t behind;  /* how much is missing after a backup, until e2e_resume() adds it    */
	int64_t durable; /* the generation as of the last confirmed commit                    */
};

/* The chats: by id, by deadline, and those with a call to make (index.h). */
struct e2e_i_index {
	struct e2e_i_chat **chats; /* owned, in no order                              */
	struct e2e_i_chat **heap;  /* the same chats as a heap, earliest deadline first */
	uint32_t n, room;          /* used and allocated, in each of both             */
	uint32_t *hash;            /* by id: place in `chats` plus 1, or 0 if empty   */
	uint32_t hash_room;        /* slots in `hash`, a power of 2                   */
	struct e2e_i_chat *ready;  /* any chat of the ring of ready ones, or NULL     */
	bool held_due;             /* held messages of some chat may be next in order */
};

/* Limits on what peers and the server can make all chats together do. */
struct e2e_i_budget {
	struct e2e_i_rate rekeys;     /* re-keys begun or answered, per hour (budget.h)  */
	uint32_t waiting;             /* chats that wait until `rekeys` allows one       */
	struct e2e_i_rate primes;     /* primes of the server that were tested, per hour */
	struct e2e_i_rate rejections; /* E2E_EVENT_REJECTED of no chat, per minute       */
};

/* Calls to the server. */
struct e2e_i_calls {
	struct e2e_i_list in_flight; /* of struct e2e_i_call, by id         */
	uint64_t last_id;            /* the id of the newest                */
	struct e2e_call call;        /* the one that was handed out last    */
	struct e2e_input_file file;  /* that `call` points to, if it has one */
};

/* Commits that the host has not confirmed, the oldest first. */
struct e2e_i_commits {
	struct e2e_i_commit *first, **end;
	uint64_t last_id;   /* the id of the newest                      */
	uint64_t confirmed; /* the id of the last one the host confirmed */
};

/* What the current transaction has done to lists and boxes, in that order (transaction.h). */
struct e2e_i_undos {
	struct e2e_i_undo *v;
	uint32_t n, room;
};

/* Reusable memory, wiped before it is freed. */
struct e2e_i_buffer {
	uint8_t *p;
	size_t room; /* in bytes */
};

/* What e2e_load() has found, for e2e_start(). */
struct e2e_i_loaded {
	struct e2e_i_refused *refused; /* rows that could not be read, owned     */
	bool damaged;                  /* the account's own row is damaged       */
	bool newer;                    /* a newer version has written a row      */
	bool has_saved;                /* the account's own row was loaded       */
};

struct e2e_account {
	/* as configured */
	struct e2e_allocator allocator;
	struct e2e_config config;
	struct e2e_limits limits;
	struct e2e_timing timing;
	struct e2e_padding padding;
	uint8_t act[E2E_CHECKS_MAX]; /* E2E_ACT_*, by E2E_CHECK_* */
	struct e2e_crypto *crypto;   /* owned */

	/* where it stands */
	bool started;    /* e2e_start() has succeeded                              */
	bool begun;      /* e2e_start() has got as far as the account's own row    */
	bool rollback;   /* the rows are of a backup: waits for e2e_resume()       */
	bool logged_out; /* the server has ended the login: no more calls are made */
	struct e2e_i_loaded load;
	struct e2e_i_saved saved;
	struct e2e_i_generation generation;
	struct e2e_i_clock clock;
	struct e2e_i_qts qts;
	struct e2e_i_group *groups; /* every group that a chat or `saved` points to, owned */
	struct e2e_i_index index;
	struct e2e_i_budget budget;

	/* what goes to the server and to the host */
	struct e2e_i_calls calls;
	struct e2e_i_commits commits;

	/* while an input is handled */
	struct e2e_i_undos undo;
	struct e2e_i_buffer plain;   /* a decrypted packet        */
	struct e2e_i_buffer wire;    /* a message to be encrypted */
	struct e2e_i_buffer request; /* a serialised call         */
};

/*
 * Whether the host may give NOW as the time.  The range refuses times in other units than
 * milliseconds, and 0, which means "never" where a time is saved.
 */
static inline bool
e2e_i_account_now(int64_t now)
{
	return now >= E2E_NOW_MIN && now <= E2E_NOW_MAX;
}

/* Whether USER_ID is a valid user other than the account's own. */
static inline bool
e2e_i_account_other(const struct e2e_account *account, int64_t user_id)
{
	return user_id > 0 && user_id != account->config.user_id;
}

/* Limit GENERATION to what can be saved and shown. */
static inline int64_t
e2e_i_account_generation(int64_t generation)
{
	return generation < E2E_GENERATION_MAX ? generation : E2E_GENERATION_MAX;
}

/* The highest layer of a wrapper whose message we can read in full. */
static inline int32_t
e2e_i_account_reads(const struct e2e_account *account)
{
	const int32_t layer = account->config.layer;

	/* a peer that speaks MTProto 2 writes no wrapper of a lower layer (protocol T4.1) */
	return layer > E2E_I_LAYER_MTPROTO2 ? layer : E2E_I_LAYER_MTPROTO2;
}

/* Free COMMIT, which must be in no list, with its rows and events. */
void e2e_i_account_drop(struct e2e_account *account, struct e2e_i_commit *commit);

/*
 * Make room for at least N bytes in BUFFER.  Its content is lost, and wiped if it is moved.
 * E2E_ERR_NOMEM leaves it as it was.
 */
int32_t e2e_i_account_room(struct e2e_account *account, struct e2e_i_buffer *buffer, size_t n);

/* Wipe and free BUFFER if it has become large.  Call it when its content is no longer needed. */
void e2e_i_account_room_back(struct e2e_account *account, struct e2e_i_buffer *buffer);

/* The account's own copy of GROUP, freed with the account; NULL without memory. */
const struct e2e_dh_group *e2e_i_account_group(struct e2e_account *account,
                                               const struct e2e_dh_group *group);

/* Save GROUP, one of the account's copies, as the last one of the server, with its VERSION. */
void e2e_i_account_dh(struct e2e_i_saved *saved, const struct e2e_dh_group *group,
                      int32_t version);

#endif
