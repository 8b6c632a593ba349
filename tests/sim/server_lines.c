/* SPDX-License-Identifier: ISC */
/* The lines to the server: calls and answers on their way, and the difference. */
#include "config.h"

#include "server.h"

#include <string.h>

#include "host.h"

#define TIMEOUT      (5 * SECOND)
#define WAIT_TRIES   400
#define WAIT_MS      50

struct reply {
	struct wire_call *call;
	struct answer answer;
};

static void
answer_arrives(struct world *world, struct event *event)
{
	const struct reply *reply = event->what;

	world->server->line[event->user].answer(world, reply->call, &reply->answer);
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

/* ---- The difference ------------------------------------------------------------------ */

/* Whether the host still waits for it. */
static bool
is_awaited(const struct world *world, const struct event *event)
{
	const struct host *host = world->host[event->user];

	return host->account != NULL && host->life == event->life && host->differing;
}

static void
difference_arrives(struct world *world, struct event *event)
{
	if (is_awaited(world, event))
		world->server->line[event->user].difference(world, event->user, event->what);
}

static void
difference_made(struct world *world, struct event *event)
{
	struct mailbox *box = &world->server->box[event->user];
	struct difference *difference;
	struct event *answer;
	size_t i;

	if (!is_awaited(world, event))
		return;
	server_ack(world, event->user, (int32_t)event->number);
	difference = world_alloc(world, sizeof *difference);
	difference->qts = box->qts;
	for (i = 0; i < box->n; i++) {
		if (box->parcel[i]->qts <= event->number || box->parcel[i]->forgotten)
			continue;
		if (difference->n == DIFFERENCE_SLICE) {
			difference->qts = difference->parcel[DIFFERENCE_SLICE - 1]->qts;
			difference->more = true;
			break;
		}
		difference->parcel[difference->n++] = box->parcel[i];
	}
	for (i = 0; i < world->server->n_chats; i++)
		difference->chat[difference->n_chats++] = *world->server->chat[i];
	answer = world_later(world, world_delay(world), event->user, difference_arrives,
	                     difference);
	answer->life = event->life;
}

void
server_difference(struct world *world, uint32_t user, uint32_t life, int32_t qts)
{
	struct event *event;

	if (world_bad_luck(world, world->plan.fail)) {
		event = world_later(world, 2 * SECOND, user, difference_arrives, NULL);
	} else {
		event = world_later(world, world_delay(world), user, difference_made, NULL);
		event->number = qts;
	}
	event->life = life;
}
