/* SPDX-License-Identifier: ISC */
/* Calls and their answers. */
#include "config.h"

#include "host.h"

#include <inttypes.h>
#include <string.h>

#include "feed.h"

static bool
sends(uint32_t method)
{
	return method == E2E_CALL_SEND || method == E2E_CALL_SEND_SERVICE ||
	       method == E2E_CALL_SEND_FILE;
}

/* One send of a chat is out at once, or each names the one before. */
static void
judge_order(struct host *host, const struct e2e_call *call)
{
	bool chains = (host->world->plan.flags[host->user] & E2E_CONFIG_CHAINS) != 0;
	size_t i;

	for (i = host->n_out; i > 0; i--) {
		const struct out *out = &host->out[i - 1];

		if (out->id == call->id)
			world_fail(host->world, "two calls have the same id");
		if (out->chat_id != call->chat_id || !sends(out->method))
			continue;
		if (out->ok)
			return; /* and so is what it was put after */
		if (out->ended)
			continue;
		if (!chains)
			world_fail(host->world, "two sends of a chat are out at once");
		if (call->after < out->id)
			world_fail(host->world, "a send is not put after call %" PRIu64
			           ", which is out", out->id);
		return;
	}
}

static void
remember(struct host *host, const struct e2e_call *call)
{
	host->out = world_grow(host->world, host->out, host->n_out, &host->out_room,
	                       sizeof *host->out);
	host->out[host->n_out++] = (struct out){
		call->id, call->chat_id, call->method, false, false };
}

void
host_call(struct host *host, const struct e2e_call *call)
{
	struct world *world = host->world;
	struct wire_call *copy;

	world_trace(world, "user %" PRIu32 " calls %" PRIu64 ": method %" PRIu32 " after %" PRIu64
	            "%s", host->user, call->id, call->method, call->after,
	            call->flags & E2E_CALL_REPEATED ? ", repeated" : "");
	if (call->method == E2E_CALL_GET_DIFFERENCE) {
		host->difference_call = call->id;
		host_difference(host);
		return;
	}
	if (e2e_tl_check(E2E_TYPE_ANY, call->request.p, call->request.n, NULL) != E2E_OK)
		world_fail(world, "the request of method %" PRIu32 " is no TL", call->method);
	world_digest(world, call->request.p, call->request.n);
	if (sends(call->method)) {
		judge_order(host, call);
		wire_send(world, host, call);
	}
	if (host_chance(host, CHANCE_CALL))
		return;
	remember(host, call);
	copy = world_alloc(world, sizeof *copy);
	copy->call = *call;
	copy->user = host->user;
	copy->life = host->life;
	copy->call.g_x.p = world_copy(world, call->g_x.p, call->g_x.n);
	copy->call.data.p = world_copy(world, call->data.p, call->data.n);
	if (call->file != NULL) {
		copy->file = *call->file;
		copy->call.file = &copy->file;
	}
	server_call(world, copy);
}

/* ---- Answers ------------------------------------------------------------------------- */

/* The fact first, then that the call is done. */
static int32_t
done_typed(struct host *host, const struct wire_call *call, const struct answer *answer)
{
	int32_t result = E2E_OK;

	if (answer->kind == ANSWER_DH || answer->kind == ANSWER_CHAT) {
		/* Parameters are for all chats that wait for them, one after the other. */
		host->loose = answer->kind == ANSWER_DH;
		host_arm(host);
		do
			result = answer->kind == ANSWER_DH ? feed_dh(host, call->call.version) :
			                                     feed_chat(host, &answer->chat);
		while (host_again(host, result));
		host->loose = false;
		if (rng_below(&host->world->rng, 2) == 0)
			host_pump(host);
	}
	if (result != E2E_OK || host->account == NULL)
		return result;
	host_arm(host);
	do
		result = e2e_call_done(host->account, call->call.id, answer->date,
		                       answer->file.size != 0 ? &answer->file : NULL,
		                       host_now(host));
	while (host_again(host, result));
	return result;
}

static int32_t
done_tl(struct host *host, const struct wire_call *call, const struct answer *answer)
{
	struct e2e_bytes tl = feed_answer_tl(host, call, answer);
	int32_t result;

	host->two_parts = true; /* see e2e.h */
	host_arm(host);
	do
		result = e2e_call_done_tl(host->account, call->call.id, tl.p, tl.n,
		                          host_now(host));
	while (host_again(host, result));
	host->two_parts = false;
	return result;
}

static int32_t
failed(struct host *host, const struct wire_call *call, const struct answer *answer)
{
	size_t n = answer->text == NULL ? 0 : strlen(answer->text);
	int32_t result;

	host_arm(host);
	do
		result = e2e_call_failed(host->account, call->call.id, answer->code, answer->text,
		                         n, host_now(host));
	while (host_again(host, result));
	return result;
}

void
host_answer(struct host *host, const struct wire_call *call, const struct answer *answer)
{
	struct world *world = host->world;
	int32_t result;
	size_t i;

	if (host_chance(host, CHANCE_ANSWER))
		return;
	world_trace(world, "user %" PRIu32 ": call %" PRIu64 " %s %" PRId32 " %s", host->user,
	            call->call.id, answer->ok ? "is done" : "failed", answer->code,
	            answer->text != NULL ? answer->text : "");
	for (i = 0; i < host->n_out; i++) {
		if (host->out[i].id != call->call.id)
			continue;
		host->out[i].ended = true;
		host->out[i].ok = host->out[i].ok || answer->ok;
	}
	if (!answer->ok)
		result = failed(host, call, answer);
	else if (rng_below(&world->rng, 2) == 0)
		result = done_typed(host, call, answer);
	else
		result = done_tl(host, call, answer);
	if (result != E2E_OK)
		world_fail(world, "the answer to method %" PRIu32 " gives \"%s\"",
		           call->call.method, e2e_strerror(result));
	if (host->account != NULL)
		host_pump(host);
}

/* ---- Pushes -------------------------------------------------------------------------- */

void
host_push(struct host *host, const struct push *push)
{
	struct world *world = host->world;
	bool typed = rng_below(&world->rng, 2) == 0;
	int32_t result;

	world_trace(world, "user %" PRIu32 " gets push %" PRIu32 ", qts %" PRId32, host->user,
	            push->kind, push->parcel.qts);
	/* Too many that are asked for push out one another. */
	host->loose = push->kind == PUSH_CHAT && world->plan.kind == KIND_EVIL_SERVER;
	host_arm(host);
	do
		result = typed ? feed_push(host, push) : feed_push_tl(host, push);
	while (host_again(host, result));
	host->loose = false;
	if (result != E2E_OK)
		world_fail(world, "push %" PRIu32 " gives \"%s\"", push->kind,
		           e2e_strerror(result));
	host_pump(host);
}

/* ---- The difference ------------------------------------------------------------------ */

#define SLICE 12

struct difference {
	struct parcel *parcel[SLICE];
	size_t n;
	int32_t qts;
	bool more;
	struct server_chat chat[8];
	size_t n_chats;
};

static bool
differs(struct host *host, const struct event *event)
{
	return host->account != NULL && host->life == event->life && host->differing;
}

static void
feed_difference(struct host *host, const struct difference *difference)
{
	struct world *world = host->world;
	size_t i;
	int32_t result;

	for (i = 0; i < difference->n_chats && host->account != NULL; i++)
		host_push(host, &(struct push){ .kind = PUSH_CHAT, .chat = difference->chat[i] });
	if (host->account != NULL && rng_below(&world->rng, 2) == 0) {
		host->loose = true;
		host_arm(host);
		do
			result = feed_parcels_tl(host, difference->parcel, difference->n);
		while (host_again(host, result));
		host->loose = false;
		if (result != E2E_OK)
			world_fail(world, "a difference gives \"%s\"", e2e_strerror(result));
		host_pump(host);
		return;
	}
	for (i = 0; i < difference->n && host->account != NULL; i++) {
		struct push push = { .kind = PUSH_PARCEL, .parcel = *difference->parcel[i] };

		push.parcel.qts = 0;
		host_push(host, &push);
	}
}

static void
difference_arrives(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];
	const struct difference *difference = event->what;
	int32_t result;

	if (!differs(host, event))
		return;
	world_trace(world, "user %" PRIu32 ": a difference of %zu messages, qts %" PRId32,
	            host->user, difference->n, difference->qts);
	feed_difference(host, difference);
	if (host->account == NULL)
		return;
	host_arm(host);
	do
		result = e2e_feed_qts(host->account, difference->qts, host_now(host));
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(world, "e2e_feed_qts: %s", e2e_strerror(result));
	host->differing = false;
	host_pump(host);
	if (host->account == NULL || host->differing)
		return;
	if (difference->more) {
		host_difference(host);
	} else if (host->difference_call != 0) {
		uint64_t id = host->difference_call;

		host->difference_call = 0;
		host_arm(host);
		do
			result = e2e_call_done(host->account, id, 0, NULL, host_now(host));
		while (host_again(host, result));
		host_pump(host);
	}
}

static void
difference_made(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];
	struct mailbox *box = &world->server->box[event->user];
	struct difference *difference;
	struct event *answer;
	size_t i;

	if (!differs(host, event))
		return;
	server_ack(world, event->user, (int32_t)event->number);
	difference = world_alloc(world, sizeof *difference);
	difference->qts = box->qts;
	for (i = 0; i < box->n; i++) {
		if (box->parcel[i]->qts <= event->number || box->parcel[i]->forgotten)
			continue;
		if (difference->n == SLICE) {
			difference->qts = difference->parcel[SLICE - 1]->qts;
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

static void
difference_fails(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];
	int32_t result = E2E_OK;
	uint64_t id;

	if (!differs(host, event))
		return;
	host->differing = false;
	id = host->difference_call;
	host->difference_call = 0;
	if (id == 0) {
		host_difference(host);
		return;
	}
	host_arm(host);
	do
		result = e2e_call_failed(host->account, id, 0, NULL, 0, host_now(host));
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(world, "a failed difference gives \"%s\"", e2e_strerror(result));
	host_pump(host);
}

void
host_difference(struct host *host)
{
	struct world *world = host->world;
	struct event *event;

	if (host->differing)
		return;
	host->differing = true;
	if (world_bad_luck(world, world->plan.fail)) {
		event = world_later(world, 2 * SECOND, host->user, difference_fails, NULL);
	} else {
		event = world_later(world, world_delay(world), host->user, difference_made, NULL);
		event->number = e2e_qts(host->account);
	}
	event->life = host->life;
}
