/* SPDX-License-Identifier: ISC */
/* What an account consists of.  Only session/ sees this. */
#ifndef E2E_SESSION_ACCOUNT_H
#define E2E_SESSION_ACCOUNT_H

#include "base/pool.h"
#include "proto/negotiate.h"
#include "session/chat.h"

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

/* At least N bytes at *BUFFER; what was there is wiped.  E2E_ERR_NOMEM. */
int32_t e2e_i_account_room(struct e2e_account *account, uint8_t **buffer, size_t *room,
                           size_t n);

/* *BUFFER is not in use any more: one that grew large is wiped and given back. */
void e2e_i_account_room_back(struct e2e_account *account, uint8_t **buffer, size_t *room);

/* The account's own copy of GROUP, which lives as long as it; NULL without memory. */
const struct e2e_dh_group *e2e_i_account_group(struct e2e_account *account,
                                               const struct e2e_dh_group *group);

/* GROUP, one of the account's, is what the server said last, as VERSION. */
void e2e_i_account_dh(struct e2e_i_saved *saved, const struct e2e_dh_group *group,
                      int32_t version);

#endif
