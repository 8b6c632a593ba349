/* SPDX-License-Identifier: ISC */
/*
 * What the tests of rows and of failing memory share: an account whose rows are of every
 * kind, to be loaded again and again, whole or damaged.
 */
#ifndef E2E_ROWSUTIL_H
#define E2E_ROWSUTIL_H

#include "cryptoutil.h"
#include "scripted.h"

#define RU_USER 100

/* The two chats that are active: with everything in it, and amid a re-key of the peer's. */
#define RU_CHATS 2

struct ru {
	struct au_host h;             /* as it was when the rows were saved                     */
	struct sp_peer p[RU_CHATS];
	int32_t waiting;              /* a chat that waits for its peer, with an early message  */
	int32_t requested, closed;
	int64_t hole_id;              /* random_id of the message that would fill the hole      */
	size_t backend;
};

void ru_build(struct ru *u, int backend);
void ru_free(struct ru *u);

/* A host of the same user with a copy of the rows, not started. */
void ru_host(const struct ru *u, struct au_host *h);

/*
 * Make the account of H, load its rows and start it.  The worst result of a row (in the order
 * of ARGUMENT, STORE, VERSION) into *LOADED; what e2e_start() gave, or E2E_ERR_ARGUMENT if a
 * row was refused so.  Other errors of e2e_load() are given back as they are.
 */
int32_t ru_start(struct au_host *h, int32_t *loaded);

/* Put the digest of ROW right after its value was changed. */
void ru_tag(const struct ru *u, struct row_kept *row);

/* Chat number INDEX of H is active, sends, and, if it is the second, receives. */
void ru_works(const struct ru *u, struct au_host *h, size_t index);

/*
 * H goes on with the active chats, which may be in any state: receives, is asked again, sends,
 * lets time go by.  No fact may fail.
 */
void ru_use(const struct ru *u, struct au_host *h);

/* How many chats of H are closed because of their rows. */
size_t ru_damaged(struct au_host *h);

#endif
