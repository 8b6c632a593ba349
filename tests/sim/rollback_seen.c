/* SPDX-License-Identifier: ISC */
/* That a store was put back: it was noticed, and what waits for it. */
#include "config.h"

#include "host.h"

void
rollback_noticed(struct host *host)
{
	if (!host->put_back)
		world_fail(host->world, "a rollback is seen that there was not");
	host->must_notice = false;
	host->waits = true;
}

bool
rollback_waits(const struct host *host)
{
	/* the event may be in a commit that takes its time */
	return host->waits || (host->put_back && host->commit != NULL);
}

void
rollback_started(struct host *host)
{
	if (host->must_notice)
		world_fail(host->world, "rows were put back, and it was not noticed");
}
