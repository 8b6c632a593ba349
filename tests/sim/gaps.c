/* SPDX-License-Identifier: ISC */
/*
 * Messages that an account gives up: only what the server withheld or lost, and no more of it
 * comes afterwards.
 */
#include "config.h"

#include "host.h"
#include "peer.h"

#include <inttypes.h>

/* Where it is noted that number N of user FROM was dropped. */
static bool *
dropped(struct world *world, struct conv *conv, uint32_t from, size_t n)
{
	return world->host[from] != NULL ? &conv->side[from].spoken[n].dropped :
	                                   &world->peer->sent[n].dropped;
}

static int64_t
id_of(const struct world *world, const struct conv *conv, uint32_t from, size_t n)
{
	return world->host[from] != NULL ? conv->side[from].spoken[n].random_id :
	                                   world->peer->sent[n].random_id;
}

void
gaps_dropped(struct world *world, uint32_t to, const struct parcel *parcel)
{
	struct conv *conv = model_conv(world, parcel->chat_id);
	size_t i;

	if (conv == NULL || world->plan.kind == KIND_EVIL_PEER)
		return;
	/* who has little patience may lose it before that comes */
	if (world->plan.timing.gap_ms != 0 && world->plan.policy[to] == E2E_POLICY_STRICT)
		conv->may_close = true;
	for (i = conv->side[1 - to].n_spoken; i > 0; i--) {
		if (id_of(world, conv, 1 - to, i - 1) == parcel->random_id) {
			*dropped(world, conv, 1 - to, i - 1) = true;
			return;
		}
	}
}

bool
gaps_withheld(struct world *world, uint32_t to, const struct parcel *parcel)
{
	struct conv *conv = model_conv(world, parcel->chat_id);
	struct item *item;

	if (world->plan.withhold == 0 || conv == NULL)
		return false;
	item = model_find(conv, 1 - to, parcel->random_id);
	if (item == NULL)
		return false; /* nothing that a user wrote */
	if (item->fate == FATE_NONE)
		item->fate = world_bad_luck(world, world->plan.withhold) ? FATE_WITHHELD :
		                                                           FATE_PASSES;
	if (item->fate != FATE_WITHHELD)
		return false;
	world_trace(world, "the server withholds random_id %" PRId64 " from user %" PRIu32,
	            parcel->random_id, to);
	if (world->plan.policy[to] == E2E_POLICY_STRICT)
		conv->may_close = true;
	return true;
}

void
gaps_given_up(struct host *host, struct conv *conv, const struct e2e_event *event)
{
	struct world *world = host->world;
	struct side *side = &conv->side[1 - host->user];
	int32_t n;

	world_trace(world, "user %" PRIu32 " gives up %" PRId32 " to %" PRId32, host->user,
	            event->first, event->last);
	if (world->plan.kind == KIND_EVIL_PEER)
		return;
	if (event->first < 0 || event->first > event->last ||
	    event->last >= (int32_t)side->n_spoken)
		world_fail(world, "numbers %" PRId32 " to %" PRId32 " of %zu are given up",
		           event->first, event->last, side->n_spoken);
	for (n = event->first; n <= event->last; n++) {
		struct item *item = model_find(conv, 1 - host->user,
		                               id_of(world, conv, 1 - host->user, (size_t)n));

		if (world->plan.kind == KIND_IPHONE && world->peer->sent[n].packet.p == NULL)
			continue; /* it may begin with number 1 (protocol T5.6) */
		if (!*dropped(world, conv, 1 - host->user, (size_t)n))
			world_fail(world, "number %" PRId32 " is given up, which the server never "
			           "dropped", n);
		if (item == NULL)
			continue;
		if (item->received)
			world_fail(world, "a message is given up that came");
		item->lost = true;
	}
}
