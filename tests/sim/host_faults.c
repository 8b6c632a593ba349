/* SPDX-License-Identifier: ISC */
/* Allocations and randomness that fail within a call, which must then have changed nothing. */
#include "config.h"

#include "host.h"

#include <inttypes.h>
#include <string.h>

#define FAULT_SPAN 40 /* allocations in a call, roughly */

static void
look(const struct host *host, struct still *still)
{
	memset(still, 0, sizeof *still);
	if (host->account == NULL || !host->started || host->loose)
		return;
	for (; still->n < 2 * CONVS_MAX; still->n++) {
		still->chat[still->n] = (struct e2e_chat)E2E_CHAT_INIT;
		if (e2e_chat_at(host->account, &still->chat[still->n],
		                (uint32_t)still->n) != E2E_OK)
			break;
		still->chat[still->n].health = 0; /* time alone changes it */
	}
	still->qts = e2e_qts(host->account);
	still->deadline = e2e_deadline(host->account);
}

void
host_arm(struct host *host)
{
	struct world *world = host->world;

	host->armed = false;
	if (world_bad_luck(world, world->plan.no_memory)) {
		host->memory.fail_in = 1 + rng_below(&world->rng, FAULT_SPAN);
		host->armed = true;
	}
	if (world_bad_luck(world, world->plan.no_random)) {
		host->dice.fail_in = 1 + rng_below(&world->rng, 3);
		host->armed = true;
	}
	if (host->armed || (world->plan.alloc_at != 0 && world->plan.who == host->user))
		look(host, &host->still);
}

static void
compare(struct host *host, const struct still *now)
{
	const struct still *before = &host->still;
	const uint8_t *a = (const uint8_t *)before->chat, *b = (const uint8_t *)now->chat;
	size_t i;

	if (now->qts != before->qts)
		world_fail(host->world, "a call failed and moved the qts");
	/* A clock that was set takes the deadline along. */
	if (now->deadline != before->deadline && host->world->plan.jump == 0 &&
	    host->world->plan.leap == 0)
		world_fail(host->world, "a call failed and moved the deadline from %" PRId64
		           " to %" PRId64, before->deadline, now->deadline);
	for (i = 0; i < sizeof now->chat; i++) {
		if (a[i] != b[i])
			world_fail(host->world, "a call failed and changed byte %zu of a struct "
			           "e2e_chat", i % sizeof now->chat[0]);
	}
}

bool
host_again(struct host *host, int32_t result)
{
	bool failed = host->memory.failed || host->dice.failed;
	struct still now;

	if (host->armed) {
		host->memory.fail_in = 0;
		host->dice.fail_in = 0;
		host->armed = false;
	}
	host->memory.failed = false;
	host->dice.failed = false;
	if (result != E2E_ERR_NOMEM && result != E2E_ERR_BACKEND)
		return false;
	if (!failed)
		world_fail(host->world, "a call gives \"%s\" without a cause",
		           e2e_strerror(result));
	if (!host->two_parts) {
		look(host, &now);
		compare(host, &now);
	}
	world_trace(host->world, "user %" PRIu32 ": a call fails: %s", host->user,
	            e2e_strerror(result));
	return true;
}
