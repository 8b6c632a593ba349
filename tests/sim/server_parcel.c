/* SPDX-License-Identifier: ISC */
/* Messages in the queues of the server: which it keeps, forgets, holds back or gives on. */
#include "config.h"

#include "server.h"

#include <string.h>

#include "host.h"
#include "model.h"
#include "peer.h"

#define LATE_MOST    (60 * SECOND)

/* Whether USER has not acknowledged a message with that id from the other user. */
static bool
is_queued(const struct mailbox *box, int64_t random_id)
{
	size_t i;

	for (i = box->n; i > 0 && box->parcel[i - 1]->qts > box->acked; i--) {
		if (box->parcel[i - 1]->random_id == random_id && !box->parcel[i - 1]->forgotten)
			return true;
	}
	return false;
}

/*
 * An Android gives up when it holds five messages, and nobody can know of a hole so soon: in
 * its world one message at most is missing at a time.
 */
static bool
is_pressed(struct world *world, const struct parcel *parcel)
{
	struct e2e_chat chat = E2E_CHAT_INIT;

	if (world->plan.kind != KIND_ANDROID)
		return false;
	return peer_has_hole(world) || world->peer->in < world->server->box[1].forgotten ||
	       world->host[0]->account == NULL ||
	       e2e_chat_get(world->host[0]->account, &chat, parcel->chat_id) != E2E_OK ||
	       chat.unsent > 1 || chat.holes != 0 ||
	       chat.in_seq + 1 < (int32_t)world->peer->conv->side[1].n_spoken;
}

/*
 * An iPhone that never gets commitKey cannot open what follows, so it cannot know that
 * anything is missing.
 */
static bool
is_commit(struct world *world, uint32_t user, const struct parcel *parcel)
{
	struct heard heard;

	return world->plan.kind == KIND_IPHONE && user == 1 &&
	       wire_open(world, &heard, model_conv(world, parcel->chat_id), 0, parcel->packet.p,
	                 parcel->packet.n) &&
	       heard.action != NULL &&
	       heard.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY;
}

/* A message that comes again for a hole is not lost once more where nobody would ask. */
static bool
vanishes(struct world *world, uint32_t user, const struct parcel *parcel)
{
	const struct mailbox *box = &world->server->box[user];
	size_t i;

	if (world->host[user] == NULL &&
	    (world->plan.traits & (TRAIT_UNDOUBLED | TRAIT_COPIES)) != 0)
		return false;
	if (!world_bad_luck(world, world->plan.vanish) || is_pressed(world, parcel) ||
	    is_commit(world, user, parcel))
		return false;
	/* TDLib asks once, and Android answers once; the others ask until they have it. */
	if (world->host[user] != NULL && world->plan.kind != KIND_ANDROID)
		return true;
	for (i = 0; i < box->n; i++) {
		if (box->parcel[i]->random_id == parcel->random_id)
			return false;
	}
	return world->host[user] != NULL || !peer_has_hole(world);
}

/* What a client cannot ask for comes late instead of never; to who knows no numbers, at once. */
static bool
is_late(struct world *world, uint32_t user)
{
	return world->host[user] == NULL && (world->plan.traits & TRAIT_UNDOUBLED) != 0 &&
	       world_bad_luck(world, world->plan.vanish);
}

bool
server_has(const struct world *world, uint32_t user, int64_t random_id)
{
	return is_queued(&world->server->box[user], random_id);
}

void
server_parcel(struct world *world, uint32_t user, const struct parcel *parcel)
{
	struct mailbox *box = &world->server->box[user];
	struct push push = { .kind = PUSH_PARCEL };
	struct parcel *copy;

	if (is_queued(box, parcel->random_id))
		return;
	copy = world_copy(world, parcel, sizeof *parcel);
	copy->packet.p = world_copy(world, parcel->packet.p, parcel->packet.n);
	copy->date = (int32_t)(world->now / SECOND);
	copy->date = evil_date(world, copy->date);
	if (world->plan.kind == KIND_EVIL_SERVER && (gaps_withheld(world, user, parcel) ||
	    !evil_parcel(world, user, copy))) {
		gaps_dropped(world, user, parcel);
		return;
	}
	if (copy->random_id != parcel->random_id)
		gaps_dropped(world, user, parcel);
	copy->forgotten = vanishes(world, user, parcel);
	copy->qts = ++box->qts;
	box->parcel = world_grow(world, box->parcel, box->n, &box->room, sizeof *box->parcel);
	box->parcel[box->n++] = copy;
	if (copy->forgotten) {
		const struct conv *conv = model_conv(world, parcel->chat_id);

		gaps_dropped(world, user, parcel);
		box->forgotten = (int32_t)conv->side[1 - user].accepted;
		world_trace(world, "the server forgets a message for user %u", user);
		return;
	}
	push.parcel = *copy;
	if (is_late(world, user))
		server_push_later(world, user, &push, rng_between(&world->rng, 1, LATE_MOST));
	else
		server_push(world, user, &push);
}

void
server_ack(struct world *world, uint32_t user, int32_t qts)
{
	struct mailbox *box = &world->server->box[user];

	if (qts > box->qts)
		world_fail(world, "user %u acknowledges what there is not", user);
	if (qts > box->acked)
		box->acked = qts;
}
