/* SPDX-License-Identifier: ISC */
/* What comes to a host from the server: answers, pushes, the difference. */
#include "config.h"

#include "host.h"

#include <inttypes.h>
#include <string.h>

#include "feed.h"

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

static void
answer_in(struct host *host, const struct wire_call *call, const struct answer *answer)
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

/* It did not come. */
static void
difference_failed(struct host *host)
{
	uint64_t id = host->difference_call;
	int32_t result;

	host->differing = false;
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
		world_fail(host->world, "a failed difference gives \"%s\"", e2e_strerror(result));
	host_pump(host);
}

static void
take_difference(struct world *world, uint32_t user, const struct difference *difference)
{
	struct host *host = world->host[user];
	int32_t result;

	if (difference == NULL) {
		difference_failed(host);
		return;
	}
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

/* ---- The line ------------------------------------------------------------------------ */

static void
take_push(struct world *world, uint32_t user, const struct push *push)
{
	struct host *host = world->host[user];

	if (host->account != NULL && world->server->box[user].online)
		host_push(host, push);
}

static void
take_answer(struct world *world, const struct wire_call *call, const struct answer *answer)
{
	struct host *host = world->host[call->user];

	if (host->account != NULL && host->life == call->life)
		answer_in(host, call, answer);
}

void
host_connect(struct host *host)
{
	host->world->server->line[host->user] =
		(struct line){ take_push, take_answer, take_difference };
}
