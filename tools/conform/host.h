/* SPDX-License-Identifier: ISC */
/*
 * The host of the account under test, and as much of the server as it takes: each commit is
 * durable at once, each call succeeds at once.
 */
#ifndef CONFORM_HOST_H
#define CONFORM_HOST_H

#include "replay.h"

/* Who takes part, according to the server. */
#define HOST_OUR_ID      INT64_C(1001)
#define HOST_PEER_ID     INT64_C(1002)
#define HOST_ACCESS_HASH INT64_C(0x0102030405060708)

bool host_open(struct replay *r, struct row *row);
void host_close(struct replay *r);

/* RESULT of the function WHAT, then all steps that the account has; its calls are answered. */
bool host_did(struct replay *r, struct row *row, const char *what, int32_t result);

/* Let time go by until another packet comes out, or no answer is due any more. */
bool host_wait(struct replay *r, struct row *row);

/* Whether an answer of the account waits for time to go by. */
bool host_answers(const struct replay *r);

/* Take the packet at LINK out of the list. */
struct made *host_claim(struct replay *r, struct made **link);

/* The date of now, as the server has it. */
int32_t host_date(const struct replay *r);

/* The chat as it is. */
bool host_chat(struct replay *r, struct row *row, struct e2e_chat *chat);

#endif
