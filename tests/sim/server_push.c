/* SPDX-License-Identifier: ISC */
/* The server begins, and tells its users what happens. */
#include "config.h"

#include "server.h"

#define FIRST_QTS    1000

void
server_init(struct world *world)
{
	uint32_t user;

	world->server = world_alloc(world, sizeof *world->server);
	for (user = 0; user < 2; user++) {
		struct mailbox *box = &world->server->box[user];

		box->qts = FIRST_QTS + (int32_t)rng_below(&world->rng, 1000);
		box->acked = box->qts;
	}
	world->server->duplicate_ids = rng_below(&world->rng, 8) == 0;
}

struct server_chat *
server_chat(struct world *world, int32_t id)
{
	size_t i;

	for (i = 0; i < world->server->n_chats; i++) {
		if (world->server->chat[i]->id == id)
			return world->server->chat[i];
	}
	return NULL;
}

/* ---- Pushes -------------------------------------------------------------------------- */

static void
push_arrives(struct world *world, struct event *event)
{
	world->server->line[event->user].push(world, event->user, event->what);
}

void
server_push(struct world *world, uint32_t user, const struct push *push)
{
	struct push *copy = world_copy(world, push, sizeof *push);
	int64_t delay = world_delay(world);

	if (world_bad_luck(world, world->plan.lose)) {
		/* An account gets it with the next difference; a peer has no such thing here. */
		if (world->host[user] != NULL)
			return;
		delay += rng_between(&world->rng, 1, 10 * SECOND);
	}
	if (world->host[user] == NULL) {
		struct mailbox *box = &world->server->box[user];

		if (world->now + delay < box->pushed_at)
			delay = box->pushed_at - world->now;
		box->pushed_at = world->now + delay;
	}
	(void)world_later(world, delay, user, push_arrives, copy);
	if (world_bad_luck(world, world->plan.twice))
		(void)world_later(world, delay + rng_between(&world->rng, 0, 20 * SECOND), user,
		                  push_arrives, copy);
}

void
server_push_later(struct world *world, uint32_t user, const struct push *push, int64_t after)
{
	(void)world_later(world, after, user, push_arrives,
	                  world_copy(world, push, sizeof *push));
}

void
server_push_chat(struct world *world, uint32_t user, const struct server_chat *chat)
{
	server_push(world, user, &(struct push){ .kind = PUSH_CHAT, .chat = *chat });
}
