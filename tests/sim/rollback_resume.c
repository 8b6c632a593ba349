/* SPDX-License-Identifier: ISC */
/* The user lets the account go on after its store was put back. */
#include "config.h"

#include "host.h"

#include <inttypes.h>

void
rollback_resume(struct host *host)
{
	int32_t result;

	if (!host->waits || host->account == NULL ||
	    (!host->world->healed && rng_below(&host->world->rng, 4) != 0))
		return;
	host->loose = true; /* chats are closed one after the other */
	host_arm(host);
	do
		result = e2e_resume(host->account, host_now(host));
	while (host_again(host, result));
	host->loose = false;
	if (result != E2E_OK)
		world_fail(host->world, "e2e_resume: %s", e2e_strerror(result));
	world_trace(host->world, "user %" PRIu32 " goes on", host->user);
	host->waits = false;
	host->resumed = true;
	host_pump(host);
}
