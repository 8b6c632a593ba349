/* SPDX-License-Identifier: ISC */
/*
 * The world of one seed: a plan (what can go wrong, and how often), a true time, a queue of
 * what will happen, and memory that ends with it.  Everything follows from the plan, so a
 * world can be lived again.
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/e2e.h>

#include "rng.h"

struct host;
struct world;
struct model;
struct peer;
struct server;

#define ONEWAY_PAUSE 50 /* milliseconds between two texts */

#define SECOND INT64_C(1000)
#define HOUR   (3600 * SECOND)
#define DAY    (24 * HOUR)

/* Who the user 1 is; user 0 is an account always. */
#define KIND_PAIR        0 /* another account                                     */
#define KIND_TDLIB       1 /* a client that behaves like TDLib                    */
#define KIND_ANDROID     2
#define KIND_IPHONE      3
#define KIND_EVIL_PEER   4 /* somebody who knows the keys and keeps no rule       */
#define KIND_EVIL_SERVER 5 /* another account, behind a server that cheats        */
#define KIND_HABITS      6 /* a client with TRAIT_*, else like TDLib               */
#define KINDS            7

/* What living clients were seen to do; see peer_habits.c. */
#define TRAIT_OPENS_V1  1u  /* a notifyLayer in MTProto 1 under number 0, then MTProto 2   */
#define TRAIT_COPIES    2u  /* no numbers of what comes: each copy counts, nothing waits;  */
                            /* asked to resend, it says it anew under new numbers          */
#define TRAIT_UNDOUBLED 4u  /* its requests to resend have numbers that are not doubled    */
#define TRAIT_BARE      8u  /* nested vectors without their id; one more in what it resends */
#define TRAIT_ENDLESS   16u /* begins a re-key as soon as the one before is done           */
#define TRAIT_MUTE      32u /* no notifyLayer, and wrappers of layer 144 always            */
#define TRAITS          6   /* bits                                                        */

struct plan {
	uint64_t seed;
	uint32_t kind;                      /* KIND_*                                        */
	uint32_t traits;                    /* of KIND_HABITS: TRAIT_*, else 0               */
	const struct e2e_backend *inner[2]; /* by user                                       */
	bool cheap;                         /* powers, see dice.h                            */
	bool oneway;                        /* only `writer` writes: a text each 50 ms        */
	bool rough;                         /* a world of that kind in which things go wrong  */
	bool lengthy;                       /* so many orders that numbers are high           */
	uint32_t writer;
	uint32_t chats;                     /* between the two users                         */
	uint32_t orders;                    /* that each user gives                          */
	uint32_t policy[2], flags[2];
	int32_t layer[2], peer_layer[2];
	struct e2e_timing timing;
	struct e2e_limits limits;
	bool closes;                        /* a user may end a chat                         */
	bool knows_ids;                     /* the server takes no random_id a second time,  */
	                                    /* where a call is made again                    */
	int64_t slow;                       /* milliseconds a packet needs at most           */
	/* In a thousand: */
	uint32_t lose;      /* pushes that come only with the next difference                */
	uint32_t vanish;    /* messages that the server forgets                              */
	uint32_t twice;     /* pushes that come twice                                        */
	uint32_t fail;      /* calls that fail for now                                       */
	uint32_t refuse;    /* messages of a user that the server refuses for good           */
	uint32_t mute;      /* calls that are made, and whose answer is lost                 */
	uint32_t crash;     /* chances to crash that are taken                               */
	uint32_t no_memory; /* calls of the library in which an allocation fails             */
	uint32_t no_random; /* calls of the library in which the backend fails               */
	uint32_t jump;      /* orders after which the clock jumps                            */
	uint32_t late;      /* commits that take their time                                  */
	uint32_t withhold;  /* texts that an evil server never gives to anybody              */
	uint32_t odd_dates; /* dates of the server that are none of now                      */
	uint32_t leap;      /* orders after which the clock leaps by years                   */
	uint32_t rollback;  /* crashes after which the rows are put back from a copy         */
	uint32_t cheat;     /* deeds of an evil server or peer, in its turns                 */
	/* For the crash matrix: of `who`, the chance to crash, and the allocation, by number;
	   0 for none. */
	uint32_t who;
	uint64_t crash_at, alloc_at;
	bool verbose;
};

struct event {
	int64_t at;
	uint64_t order;
	void (*run)(struct world *world, struct event *event);
	void *what;
	uint32_t user;
	uint32_t life; /* of the account that it is for: one that crashed is another     */
	int64_t number;
};

struct world {
	struct plan plan;
	struct rng rng;
	int64_t now;              /* Unix milliseconds                               */
	bool healed;              /* nothing goes wrong any more                     */
	struct event **queue;
	size_t n_queue, queue_room;
	uint64_t order, steps;
	void *memory;             /* chain of what world_alloc() gave                */
	uint64_t digest;          /* of all that left the accounts                   */
	struct host *host[2];     /* host[1] is NULL if there is a peer              */
	struct peer *peer;
	struct server *server;
	struct model *model;
	jmp_buf *failed;
	char why[512];
};

/* Zeroed memory for as long as the world lasts. */
void *world_alloc(struct world *world, size_t n);
void *world_copy(struct world *world, const void *p, size_t n);

/* An array of N elements of SIZE at P with room for one more, which may move. */
void *world_grow(struct world *world, void *p, size_t n, size_t *room, size_t size);

/* Something that happens AFTER milliseconds. */
struct event *world_later(struct world *world, int64_t after, uint32_t user,
                          void (*run)(struct world *, struct event *), void *what);

/* Let everything happen that is due by UNTIL, or until MORE (if any) says no. */
void world_run(struct world *world, int64_t until, bool (*more)(struct world *));

/* True in PER_THOUSAND of a thousand cases, and never once the world is healed. */
bool world_bad_luck(struct world *world, uint32_t per_thousand);

/* How long something takes on its way. */
int64_t world_delay(struct world *world);

/* Give up: the library, or the simulator, is wrong. */
_Noreturn void world_fail(struct world *world, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void world_trace(struct world *world, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Mix N bytes into the digest of the world. */
void world_digest(struct world *world, const void *p, size_t n);

/* FNV-1a of N bytes. */
uint64_t world_hash(const void *p, size_t n);

/* What became of a world. */
struct outcome {
	bool ok;
	char why[512];
	uint64_t digest;     /* the same for the same plan, whatever the backend   */
	uint64_t steps;
	uint64_t chances[2]; /* to crash, by user                                  */
	uint64_t allocs[2];
	size_t peak[2];      /* bytes                                              */
};

/* Live a world from beginning to end; true if all was well. */
bool world_live(const struct plan *plan, struct outcome *outcome);

#endif
