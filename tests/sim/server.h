/* SPDX-License-Identifier: ISC */
/*
 * The server between the two users.  It keeps what was not acknowledged, recognises what
 * comes twice, and loses, delays, doubles and mixes up the rest as the plan says.
 */
#ifndef SIM_SERVER_H
#define SIM_SERVER_H

#include "world.h"

struct host;

/* An encrypted message in somebody's queue. */
struct parcel {
	int32_t chat_id;
	int64_t random_id;
	int32_t date;
	int32_t qts;
	bool service;
	bool forgotten;       /* lost for good: it was never there              */
	struct e2e_bytes packet;
	struct e2e_remote_file file; /* size 0 for none                         */
};

#define CHAT_REQUESTED 1
#define CHAT_ACCEPTED  2
#define CHAT_DISCARDED 3

struct server_chat {
	int32_t id;
	uint32_t state;        /* CHAT_* */
	uint32_t creator;
	int64_t hash[2];       /* access_hash by user */
	int32_t date;
	bool history;
	struct e2e_bytes g_a, g_b;
	int64_t fingerprint;
};

struct mailbox {
	struct parcel **parcel; /* by qts */
	size_t n, room;
	int32_t qts;            /* of the last one         */
	int32_t acked;
	bool online;
	int64_t pushed_at;      /* a client that is no account gets all in order      */
	int32_t forgotten;      /* number of the last one that was lost for good, + 1 */
};

/* A call on its way, with everything in it copied. */
struct wire_call {
	struct e2e_call call;
	struct e2e_input_file file;
	uint32_t user, life;
	uint32_t tries;         /* to find the one to be put before */
	bool ended;             /* was executed, or never will be   */
	bool ok;
};

#define DIFFERENCE_SLICE 12

/* What getDifference gives. */
struct difference {
	struct parcel *parcel[DIFFERENCE_SLICE];
	size_t n;
	int32_t qts;
	bool more;
	struct server_chat chat[8];
	size_t n_chats;
};

struct answer;
struct push;

/* The user's end of the line, and what it does with what comes. */
struct line {
	void (*push)(struct world *world, uint32_t user, const struct push *push);
	/* These two are for accounts only.  DIFFERENCE is NULL if it did not come. */
	void (*answer)(struct world *world, const struct wire_call *call,
	               const struct answer *answer);
	void (*difference)(struct world *world, uint32_t user,
	                   const struct difference *difference);
};

struct server {
	struct line line[2];
	struct server_chat *chat[8];
	size_t n_chats;
	struct mailbox box[2];
	struct wire_call **call;   /* all there ever were              */
	size_t n_calls, calls_room;
	uint64_t *refusal;         /* hashes of packets                */
	size_t n_refusals, refusals_room;
	uint32_t duplicate_ids;    /* RANDOM_ID_DUPLICATE, still to be answered */
};

#define ANSWER_NONE   0 /* an error, or nothing more to say */
#define ANSWER_DH     1
#define ANSWER_CHAT   2
#define ANSWER_SENT   3
#define ANSWER_TRUE   4
#define ANSWER_LONGS  5

struct answer {
	uint32_t kind;
	int32_t code;           /* of an error, with TEXT; 0 and not OK: no answer came */
	bool ok;
	const char *text;
	int32_t date;
	struct e2e_remote_file file;
	struct server_chat chat;
};

#define PUSH_PARCEL 0
#define PUSH_CHAT   1
#define PUSH_READ   2
#define PUSH_TYPING 3

struct push {
	uint32_t kind;
	struct parcel parcel;
	struct server_chat chat;
	int32_t chat_id, max_date, date;
};

static inline int64_t
server_user_id(uint32_t user)
{
	return user == 0 ? 1000001 : INT64_C(5000000002);
}

/* ---- server_push.c ------------------------------------------------------------------- */

void server_init(struct world *world);
struct server_chat *server_chat(struct world *world, int32_t id);

/* Give PUSH to USER after a while; or after so long. */
void server_push(struct world *world, uint32_t user, const struct push *push);
void server_push_later(struct world *world, uint32_t user, const struct push *push, int64_t after);

/* Tell USER how CHAT stands. */
void server_push_chat(struct world *world, uint32_t user, const struct server_chat *chat);

/* ---- server_parcel.c ----------------------------------------------------------------- */

/* Whether a message with RANDOM_ID waits for USER to take it. */
bool server_has(const struct world *world, uint32_t user, int64_t random_id);

void server_parcel(struct world *world, uint32_t user, const struct parcel *parcel);

/* Everything up to QTS was received by USER. */
void server_ack(struct world *world, uint32_t user, int32_t qts);

/* ---- server_calls.c ------------------------------------------------------------------ */

/* Do what a call says. */
void server_execute(struct world *world, const struct wire_call *call, struct answer *answer);

/* What a scripted peer does; its line to the server is perfect. */
void server_request(struct world *world, uint32_t user, int32_t chat_id, struct e2e_bytes g_a);
void server_accept(struct world *world, uint32_t user, struct server_chat *chat,
                   struct e2e_bytes g_b, int64_t fingerprint);
void server_discard(struct world *world, uint32_t user, struct server_chat *chat, bool history);

/* ---- server_lines.c ------------------------------------------------------------------ */

/* A call leaves: it arrives after a while, if it does, and so does its answer. */
void server_call(struct world *world, struct wire_call *call);

/* The host of USER in that LIFE asks for what comes after QTS. */
void server_difference(struct world *world, uint32_t user, uint32_t life, int32_t qts);

/* ---- evil_parcel.c, evil_server.c ---------------------------------------------------- */

/* What a server that cheats does with PARCEL for USER; false if it keeps it. */
bool evil_parcel(struct world *world, uint32_t user, struct parcel *parcel);

/* A copy of PARCEL under another id, so that the right one is not taken for a repetition. */
struct parcel evil_fake(struct world *world, const struct parcel *parcel);

/* From now on it does things out of nothing, too. */
void evil_begin(struct world *world);

/* DATE, or one that is none of now. */
int32_t evil_date(struct world *world, int32_t date);

#endif
