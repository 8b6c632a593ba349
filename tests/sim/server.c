/* SPDX-License-Identifier: ISC */
/* The server's lines and queues. */
#include "config.h"

#include "server.h"

#include <string.h>

#include "host.h"
#include "model.h"
#include "peer.h"

#define TIMEOUT      (5 * SECOND)
#define WAIT_TRIES   400
#define WAIT_MS      50
#define FIRST_QTS    1000
#define LATE_MOST    (60 * SECOND)

int64_t
server_user_id(uint32_t user)
{
	return user == 0 ? 1000001 : INT64_C(5000000002);
}

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

/* ---- Calls --------------------------------------------------------------------------- */

struct reply {
	struct wire_call *call;
	struct answer answer;
};

static void
answer_arrives(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];
	struct reply *reply = event->what;

	if (host->account != NULL && host->life == reply->call->life)
		host_answer(host, reply->call, &reply->answer);
}

static void
send_answer(struct world *world, struct wire_call *call, const struct answer *answer,
            int64_t after)
{
	struct reply *reply = world_alloc(world, sizeof *reply);

	*reply = (struct reply){ call, *answer };
	(void)world_later(world, after, call->user, answer_arrives, reply);
}

static void
send_error(struct world *world, struct wire_call *call, int32_t code, const char *text,
           int64_t after)
{
	struct answer answer = { .code = code, .text = text };

	call->ended = true;
	send_answer(world, call, &answer, after);
}

/* Errors that pass. */
static void
fail(struct world *world, struct wire_call *call)
{
	static const struct {
		int32_t code;
		const char *text;
	} error[] = {
		{ 420, "FLOOD_WAIT_2" }, { 429, "FLOOD_WAIT_3" }, { 500, "INTERDC_CALL_ERROR" },
		{ -503, "Timeout" }, { 429, "Too Many Requests: retry after 1" },
		{ 303, "NETWORK_MIGRATE_2" }, { 500, "MSG_WAIT_FAILED" },
	};
	uint32_t i = rng_below(&world->rng, sizeof error / sizeof error[0]);

	send_error(world, call, error[i].code, error[i].text, world_delay(world));
}

/* The call that CALL must be put after; NULL if there is none. */
static const struct wire_call *
predecessor(const struct server *server, const struct wire_call *call)
{
	size_t i;

	for (i = server->n_calls; i > 0; i--) {
		const struct wire_call *other = server->call[i - 1];

		if (other->user == call->user && other->life == call->life &&
		    other->call.id == call->call.after)
			return other;
	}
	return NULL;
}

static void
call_arrives(struct world *world, struct event *event)
{
	struct wire_call *call = event->what;
	struct answer answer = { 0 };

	if (call->call.after != 0) {
		const struct wire_call *first = predecessor(world->server, call);

		if (first == NULL)
			world_fail(world, "a call is to be put after one that there is not");
		if (!first->ended && ++call->tries < WAIT_TRIES) {
			(void)world_later(world, WAIT_MS, event->user, call_arrives, call);
			return;
		}
		if (!first->ok) {
			send_error(world, call, 400, "MSG_WAIT_FAILED", world_delay(world));
			return;
		}
	}
	if (world_bad_luck(world, world->plan.fail)) {
		fail(world, call);
		return;
	}
	server_execute(world, call, &answer);
	call->ended = true;
	call->ok = answer.ok;
	if (world_bad_luck(world, world->plan.mute)) {
		send_answer(world, call, &(struct answer){ 0 }, TIMEOUT);
		if (rng_below(&world->rng, 2) == 0)
			send_answer(world, call, &answer, 2 * TIMEOUT);
		return;
	}
	send_answer(world, call, &answer, world_delay(world));
	if (world_bad_luck(world, world->plan.twice))
		send_answer(world, call, &answer, 2 * world_delay(world));
}

void
server_call(struct world *world, struct wire_call *call)
{
	struct server *server = world->server;

	server->call = world_grow(world, server->call, server->n_calls, &server->calls_room,
	                          sizeof *server->call);
	server->call[server->n_calls++] = call;
	if (world_bad_luck(world, world->plan.fail)) {
		send_error(world, call, 0, "", TIMEOUT);
		return;
	}
	(void)world_later(world, world_delay(world), call->user, call_arrives, call);
}

/* ---- Pushes -------------------------------------------------------------------------- */

static void
push_arrives(struct world *world, struct event *event)
{
	const struct push *push = event->what;
	struct host *host = world->host[event->user];

	if (host == NULL)
		peer_push(world, push);
	else if (host->account != NULL && world->server->box[event->user].online)
		host_push(host, push);
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
server_push_chat(struct world *world, uint32_t user, const struct server_chat *chat)
{
	server_push(world, user, &(struct push){ .kind = PUSH_CHAT, .chat = *chat });
}

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
		(void)world_later(world, rng_between(&world->rng, 1, LATE_MOST), user, push_arrives,
		                  world_copy(world, &push, sizeof push));
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
