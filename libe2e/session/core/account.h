/* SPDX-License-Identifier: ISC */
/* What an account consists of.  Only session/ sees this. */
#ifndef E2E_SESSION_ACCOUNT_H
#define E2E_SESSION_ACCOUNT_H

#include "base/pool.h"
#include "proto/negotiate.h"
#include "session/core/chat.h"

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

#define E2E_I_TABLES (E2E_I_TABLE_CLOCK + 1)
_Static_assert(E2E_I_TABLE_LISTS + E2E_I_LISTS == E2E_I_TABLE_CLOCK, "a table for each list");

/* A call that is out. */
struct e2e_i_call {
	struct e2e_i_item item; /* by id */
	int32_t chat_id;
	int32_t seq_no;
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

#define E2E_I_QTS_AHEAD 64 /* numbers above a gap that are remembered */

struct e2e_i_qts {
	int32_t durable;  /* everything up to it is                       */
	int32_t seen;     /* everything up to it was fed                  */
	int32_t acked;    /* the server was told                          */
	int32_t base;     /* first ever seen, before anything was known   */
	uint32_t n_ahead;
	int32_t ahead[E2E_I_QTS_AHEAD];
	int64_t gap_since; /* or 0 */
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

/* The account's time (clock.h); all in milliseconds. */
struct e2e_i_clock {
	int64_t last;        /* the latest time there was                                       */
	int64_t offset;      /* the debt: added to the host's time; 0 or more                   */
	int64_t host_now;    /* of the last input, by the host's clock; 0 before the first      */
	int64_t doubt;       /* how far the clock has leapt, and the server has not confirmed it */
	int64_t bogus;       /* what of `last` never was: leaps that were taken back            */
	uint64_t doubt_call; /* id of the last call that had gone out before that leap          */
	int64_t skew;        /* with has_skew: the server's last date less host_now then, ...   */
	int64_t skew_doubt;  /* ... and the doubt that was left                                 */
	bool has_skew;
};

/* How often the account began to live (e2e_generation()). */
struct e2e_i_generation {
	int64_t epochs;  /* of all chats together                                             */
	int64_t behind;  /* what rows from a backup lack, until e2e_resume() adds it          */
	int64_t durable; /* saved generation, epochs and behind, as of the last confirmed commit */
};

/* Chats by id, by the next thing to happen, by having something to send (index.h). */
struct e2e_i_index {
	struct e2e_i_chat **chats; /* in no order; owned                               */
	struct e2e_i_chat **heap;  /* the same, the earliest deadline first            */
	uint32_t n, room;          /* of both                                          */
	uint32_t *hash;            /* by id: place in `chats` and 1, or 0              */
	uint32_t hash_room;        /* slots, a power of 2                              */
	struct e2e_i_chat *ready;  /* one of the ring of those that may have calls, or NULL */
	bool held_due;             /* the turn of held messages of some chat may have come */
};

/* What others can make all chats do together. */
struct e2e_i_budget {
	struct e2e_i_rate rekeys;     /* begun or answered, an hour; see budget.h    */
	uint32_t waiting;             /* chats that wait for one of these            */
	struct e2e_i_rate primes;     /* of the server that were tested, an hour     */
	struct e2e_i_rate rejections; /* of no chat, told as events, a minute        */
};

struct e2e_i_calls {
	struct e2e_i_list in_flight;      /* struct e2e_i_call, by id     */
	uint64_t last_id;           /* that was given to one        */
	struct e2e_call call;       /* handed out last, ...         */
	struct e2e_input_file file; /* ... and its file, if it has one */
};

/* Transactions that the host has not confirmed. */
struct e2e_i_commits {
	struct e2e_i_commit *first, **end;
	uint64_t last_id;   /* that was given to one */
	uint64_t confirmed; /* id of the last one that the host has confirmed */
};

/* What the transaction under way has done to lists and boxes, in that order (transaction.h). */
struct e2e_i_undos {
	struct e2e_i_undo *v;
	uint32_t n, room;
};

/* Memory that is used again and again; what was in it is wiped. */
struct e2e_i_buffer {
	uint8_t *p;
	size_t room; /* bytes */
};

/* What loading has found, for e2e_start(). */
struct e2e_i_loaded {
	struct e2e_i_refused *refused; /* rows that could not be read, owned */
	bool damaged;                  /* the account's own row was          */
	bool newer;                    /* a row of a newer version           */
	bool has_saved;                /* the account's own row was there    */
};

struct e2e_account {
	/* as configured */
	struct e2e_allocator allocator;
	struct e2e_config config;
	struct e2e_limits limits;
	struct e2e_timing timing;
	struct e2e_padding padding;
	uint8_t act[E2E_CHECKS_MAX]; /* E2E_ACT_* of each check */
	struct e2e_crypto *crypto;   /* owned */

	/* where it stands */
	bool started;    /* e2e_start() has succeeded                      */
	bool begun;      /* it has got as far as the account's own row     */
	bool rollback;   /* e2e_resume() is awaited                        */
	bool logged_out; /* the server said so: no more calls              */
	struct e2e_i_loaded load;
	struct e2e_i_saved saved;
	struct e2e_i_generation generation;
	struct e2e_i_clock clock;
	struct e2e_i_qts qts;
	struct e2e_i_group *groups; /* copies of all that a chat or `saved` names, owned */
	struct e2e_i_index index;
	struct e2e_i_budget budget;

	/* what goes out */
	struct e2e_i_calls calls;
	struct e2e_i_commits commits;

	/* while something is done */
	struct e2e_i_undos undo;
	struct e2e_i_buffer plain;   /* an opened packet      */
	struct e2e_i_buffer wire;    /* a message to be sealed */
	struct e2e_i_buffer request; /* a serialised call     */
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

/* The highest layer of a wrapper in which we can be sure to read everything. */
static inline int32_t
e2e_i_account_reads(const struct e2e_account *account)
{
	const int32_t layer = account->config.layer;

	/* no peer that speaks MTProto 2 writes a wrapper below (protocol T4.1) */
	return layer > E2E_I_LAYER_MTPROTO2 ? layer : E2E_I_LAYER_MTPROTO2;
}

/* Free COMMIT, which is in no list any more, with its rows and events. */
void e2e_i_account_drop(struct e2e_account *account, struct e2e_i_commit *commit);

/* At least N bytes in BUFFER; what was there is wiped.  E2E_ERR_NOMEM. */
int32_t e2e_i_account_room(struct e2e_account *account, struct e2e_i_buffer *buffer, size_t n);

/* BUFFER is not in use any more: one that grew large is wiped and given back. */
void e2e_i_account_room_back(struct e2e_account *account, struct e2e_i_buffer *buffer);

/* The account's own copy of GROUP, which lives as long as it; NULL without memory. */
const struct e2e_dh_group *e2e_i_account_group(struct e2e_account *account,
                                               const struct e2e_dh_group *group);

/* GROUP, one of the account's, is what the server said last, as VERSION. */
void e2e_i_account_dh(struct e2e_i_saved *saved, const struct e2e_dh_group *group,
                      int32_t version);

#endif
