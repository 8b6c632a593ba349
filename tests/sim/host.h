/* SPDX-License-Identifier: ISC */
/*
 * A program that uses an account: rows and what its user sees in one store, that survives
 * crashes; everything else does not.
 */
#ifndef SIM_HOST_H
#define SIM_HOST_H

#include "tools/common/rows.h"

#include "dice.h"
#include "memory.h"
#include "model.h"
#include "server.h"

#define ACCOUNT_BYTES_MAX (6u * 1024 * 1024)

/* An event, with what it points to. */
struct seen {
	struct e2e_event event;
	struct item item; /* for what the other user sent */
	bool is_item;
};

struct commit {
	uint64_t id;
	struct rows rows; /* those to be deleted have no value */
	struct seen *seen;
	size_t n_seen;
};

/* A call that is out, in the order of being handed out. */
struct out {
	uint64_t id;
	int32_t chat_id;
	uint32_t method;
	bool ended, ok;
};

/* What must not have changed when a call failed. */
struct still {
	struct e2e_chat chat[2 * CONVS_MAX];
	size_t n;
	int32_t qts;
	int64_t deadline;
};

struct backup {
	struct rows rows;
	int64_t generation;
};

struct host {
	struct world *world;
	uint32_t user;
	struct memory memory;
	struct dice dice;
	struct e2e_backend backend;
	struct e2e_allocator allocator;
	struct e2e_account *account; /* NULL while it is down                     */
	uint32_t life;
	int64_t clock;               /* to be added to the true time              */
	uint64_t chances;            /* to crash, so far                          */
	bool started;
	bool two_parts; /* the call is two transactions: a failure may be in the second */
	bool armed;                  /* something may fail in the next call       */
	bool loose;                  /* and a part of it may stay                 */
	struct still still;
	/* The store. */
	struct rows rows;
	int64_t generation;          /* of the platform's keychain                */
	struct backup backup;        /* a copy of it                                         */
	bool put_back, must_notice;  /* it was, and counts less                              */
	bool waits, resumed;         /* for e2e_resume(), and that was                       */
	int32_t first_qts;           /* of the first getState; 0 before           */
	/* Lost in a crash. */
	struct commit *commit;       /* under way, if it takes its time           */
	struct out *out;
	size_t n_out, out_room;
	int64_t tick_at;             /* true time of the next tick                */
	uint32_t idle_ticks;
	bool differing;              /* a getDifference is under way              */
	uint64_t difference_call;    /* to be answered with it, or 0              */
	size_t first_tentative[CONVS_MAX]; /* items from there on may not be durable */
	int32_t loaded[CONVS_MAX];         /* numbers below it were there at start   */
	/* What the user did and saw. */
	uint32_t orders;
	uint32_t unreadable;
};

#define CHANCE_BEFORE_COMMIT 0
#define CHANCE_AFTER_COMMIT  1 /* durable, but the account was not told */
#define CHANCE_CONFIRMED     2
#define CHANCE_CALL          3 /* before the call                       */
#define CHANCE_ANSWER        4 /* before the answer is given            */
#define CHANCES              5

/* ---- host_life.c -------------------------------------------------------------------------- */

struct host *host_new(struct world *world, uint32_t user);
void host_free(struct host *host);
void host_start(struct host *host);

/* Lose everything but the store, and come back after a while. */
void host_crash(struct host *host, const char *why);

/* Whether to crash here, at a chance of that kind. */
bool host_chance(struct host *host, uint32_t kind);

/* The host's own time. */
static inline int64_t
host_now(const struct host *host)
{
	return host->world->now + host->clock;
}

/* Ask for what was missed, if that is not under way. */
void host_difference(struct host *host);

/* Take out steps until there are no more. */
void host_pump(struct host *host);

/* ---- host_faults.c ------------------------------------------------------------------- */

/*
 * Around every call of the library:  host_arm(host);
 *     do result = e2e_...(); while (host_again(host, result));
 * An allocation or the backend may fail within; nothing must have changed then, and the call
 * is repeated.
 */
void host_arm(struct host *host);
bool host_again(struct host *host, int32_t result);

/* ---- host_store.c -------------------------------------------------------------------- */

/* Whether the N bytes at WHAT stand in a committed row. */
bool host_holds(const struct host *host, const void *what, size_t n);

struct commit *host_commit_copy(struct host *host, const struct e2e_step *step);

/* Whether the account still says what it said when it was copied. */
bool host_commit_same(struct host *host, const struct commit *commit);

void host_commit_apply(struct host *host, struct commit *commit);

/* ---- rollback.c ------------------------------------------------------------------------ */

/* After a commit, and after a crash. */
void rollback_copy(struct host *host);
void rollback_happens(struct host *host);
void rollback_free(struct host *host);

/* ---- rollback_seen.c ------------------------------------------------------------------- */

/* E2E_EVENT_ROLLBACK; the start is over. */
void rollback_noticed(struct host *host);
void rollback_started(struct host *host);

/* Orders may give STATE. */
bool rollback_waits(const struct host *host);

/* ---- rollback_resume.c ----------------------------------------------------------------- */

/* A turn of the user, who may let it go on. */
void rollback_resume(struct host *host);

/* ---- host_events.c ------------------------------------------------------------------- */

/* Remember EVENT, and judge it once it is committed. */
void host_seen_copy(struct host *host, struct seen *seen, const struct e2e_event *event);
void host_seen_apply(struct host *host, const struct seen *seen);

/* ---- host_calls.c -------------------------------------------------------------------- */

/* Judge CALL, and what it sends; and give it to the server. */
void host_call_check(struct host *host, const struct e2e_call *call);
void host_call_make(struct host *host, const struct e2e_call *call);

/* ---- host_net.c ---------------------------------------------------------------------- */

/* What the server says comes to HOST from now on. */
void host_connect(struct host *host);
void host_push(struct host *host, const struct push *push);

/* ---- invariants.c -------------------------------------------------------------------- */

/* What must hold after every step, and what at the end. */
void invariants_check(struct host *host);
void invariants_final(struct world *world);

/* Why not everything that was sent in CONV has come, or what else is under way, or NULL. */
const char *invariants_restless(struct world *world, const struct conv *conv);

/* ---- user.c -------------------------------------------------------------------------- */

/* The user does something now and then, from now on. */
void user_begin(struct host *host);

/* Go on without what is missing, if anything is. */
void user_skips(struct host *host, struct conv *conv);

/* Whatever brings CONV on: start it, accept it, or write a text. */
void user_heals(struct host *host, struct conv *conv);

#endif
