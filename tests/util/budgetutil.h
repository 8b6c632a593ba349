/* SPDX-License-Identifier: ISC */
/*
 * A hostile hour or day of an account: something is done to it at every beat, by a peer that has
 * the keys or by a server that has none, its calls are answered as a shape says, time passes on a
 * clock that is moved by hand, and what it costs is counted.  Nothing is stored: what a store would
 * be given is counted, too.
 *
 * A shape is what is done.  The budgets stand in SECURITY.md and nowhere else.
 */
#ifndef E2E_BUDGETUTIL_H
#define E2E_BUDGETUTIL_H

#include "rekeyutil.h"

#define BU_SECOND INT64_C(1000)
#define BU_HOUR   (3600 * BU_SECOND)
#define BU_DAY    (24 * BU_HOUR)

#define BU_HOUR_BEAT BU_SECOND        /* between two deeds: 3,600 in an hour */
#define BU_DAY_BEAT  (10 * BU_SECOND) /*                    8,640 in a day   */

#define BU_PACKET_ROOM (70 * 1024)

/* What may be spent, and what was. */
struct bu_cost {
	size_t calls;   /* handed out: each is sent to the server           */
	size_t commits;
	size_t powers;  /* of the backend                                   */
	size_t allocs;  /* not in SECURITY.md                               */
	size_t peak;    /* bytes; of these, what is there at most at a time */
};

/* How a call ends. */
enum bu_end { BU_DONE, BU_FAILED, BU_GARBAGE };

struct bu_call {
	uint64_t id;
	uint32_t method;
	int32_t chat_id;
};

/* An action of the account, under a key that the peer has. */
struct bu_heard {
	uint32_t ctor;
	int64_t exchange_id;
	uint8_t value[E2E_DH_BYTES];
	size_t n;
};

struct bu;

struct bu_shape {
	const char *name;
	void (*configure)(struct bu *b);         /* or NULL: before the account starts      */
	void (*prepare)(struct bu *b);           /* or NULL: once, nothing is counted yet   */
	void (*deed)(struct bu *b, uint32_t i);
	enum bu_end (*answer)(struct bu *b, const struct bu_call *call); /* or NULL: DONE   */
	bool hears;                              /* the peer opens what is sent             */
	bool alone;                              /* no chat is made first                   */
};

struct bu {
	struct ch c;
	const struct bu_shape *shape;
	bool day;
	const struct bu_cost *budget;  /* or NULL while preparing: asserted as it is spent  */
	struct bu_cost spent;
	size_t powers_before, allocs_before;
	struct bu_call *calls;         /* out, in their order                               */
	size_t n_calls, room;
	struct bu_heard heard;         /* the last; ctor 0 if there is none                 */
	int32_t code;                  /* for BU_FAILED                                     */
	const char *error;
	uint64_t seed;
	int64_t next_id;
	int64_t exchange;
	int32_t qts;                   /* of the next message, 0 for none                   */
	uint8_t packet[BU_PACKET_ROOM];
	uint8_t payload[BU_PACKET_ROOM];
};

extern const struct bu_shape bu_peer_shapes[], bu_server_shapes[];
extern const size_t bu_peer_shapes_n, bu_server_shapes_n;

/* An hour or a day of SHAPE over the backend; what it costs. */
struct bu_cost bu_live(int backend, const struct bu_shape *shape, bool day,
                       const struct bu_cost *budget);

/* Take all steps out. */
void bu_pump(struct bu *b);

/* N pseudo-random bytes. */
void bu_fill(struct bu *b, uint8_t *out, size_t n);

/* ---- What the peer says -------------------------------------------------------------------- */

/* The next message around ACTION, or MESSAGE, in order; delivered. */
void bu_action(struct bu *b, const void *action);
void bu_message(struct bu *b, const void *message);

/* The same as raw number RAW. */
void bu_message_at(struct bu *b, const void *message, int32_t raw);

/* A text of N bytes as raw number RAW; TTL 0 for none. */
void bu_text_at(struct bu *b, size_t n, int32_t ttl, int32_t raw);
void bu_text(struct bu *b);

/* The N bytes at PACKET, delivered. */
void bu_deliver(struct bu *b, const uint8_t *packet, size_t n);

/* PAYLOAD sealed and delivered; VERSION 1 or 2 of MTProto. */
void bu_seal(struct bu *b, uint32_t version, size_t payload_n);

/* It has received all that was sent. */
void bu_acknowledge(struct bu *b);

#endif
