/* SPDX-License-Identifier: ISC */
/* A world from its beginning to its end. */
#include "config.h"

#include "host.h"
#include "peer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEGINNING   INT64_C(1700000000000)
#define LONGEST     (30 * DAY)
#define ROUNDS      40
#define QUICK       10 /* rounds of a minute; then as many of an hour; then of a day */
#define SKIP_ROUND  25 /* after five days                                              */
#define QUIET       2  /* rounds at rest are enough                                   */

static bool
is_closed(const struct host *host, const struct conv *conv)
{
	struct e2e_chat chat = E2E_CHAT_INIT;

	return host->account != NULL && conv->chat_id != 0 &&
	       e2e_chat_get(host->account, &chat, conv->chat_id) == E2E_OK &&
	       chat.state == E2E_CHAT_CLOSED;
}

/* An evil server has ended all there was to give orders in. */
static bool
is_over(struct world *world)
{
	size_t i;

	if (world->plan.kind != KIND_EVIL_SERVER)
		return false;
	for (i = 0; i < world->model->n_convs; i++) {
		const struct conv *conv = &world->model->conv[i];

		if (!is_closed(world->host[0], conv) && !is_closed(world->host[1], conv))
			return false;
	}
	return true;
}

static bool
busy(struct world *world)
{
	uint32_t user;

	if (world->now > BEGINNING + LONGEST || is_over(world))
		return false;
	if (world->plan.oneway && world->plan.writer == 1 && world->peer != NULL)
		return peer_is_busy(world);
	for (user = 0; user < 2; user++) {
		const struct host *host = world->host[user];

		if (host != NULL && host->orders < world->plan.orders)
			return true;
	}
	return world->peer != NULL && peer_is_busy(world);
}

/*
 * What is withheld of both users is given up by neither: each waits until the other one has
 * acknowledged its requests, which stand behind the other one's gap.  Their users order it then.
 */
static void
skip(struct world *world)
{
	uint32_t user;
	size_t i;

	for (user = 0; user < 2 && world->plan.withhold != 0; user++) {
		for (i = 0; i < world->model->n_convs; i++)
			user_skips(world->host[user], &world->model->conv[i]);
	}
}

/* A chat that was at rest for two rounds is left alone: every message may begin a re-key. */
static void
speak(struct world *world, uint32_t user)
{
	struct host *host = world->host[user];
	size_t i;

	if (host == NULL) {
		peer_text(world);
		return;
	}
	if (host->account != NULL)
		host_difference(host);
	for (i = 0; i < world->model->n_convs; i++) {
		if (host->account != NULL && world->model->conv[i].quiet < QUIET)
			user_heals(host, &world->model->conv[i]);
	}
	if (host->account != NULL)
		rollback_resume(host);
}

/* Why the world is not at rest yet, or NULL. */
static const char *
restless(struct world *world)
{
	const char *last = NULL;
	size_t i;

	for (i = 0; i < world->model->n_convs; i++) {
		struct conv *conv = &world->model->conv[i];
		const char *why = invariants_restless(world, conv);

		conv->quiet = why == NULL ? conv->quiet + 1 : 0;
		if (why == NULL && conv->quiet < QUIET)
			why = "it has been so for a moment only";
		if (why != NULL)
			last = why;
	}
	return last;
}

/* Messages either way, until everything is at rest. */
static void
heal(struct world *world)
{
	const char *why = "nothing was tried";
	uint32_t round, user;

	world_trace(world, "-------- the net heals");
	world->healed = true;
	/* what waits for the server to confirm the clock would wait for ever with a wrong one */
	for (user = 0; user < 2; user++) {
		if (world->host[user] != NULL)
			world->host[user]->clock = 0;
	}
	world_run(world, world->now + 30 * SECOND, NULL);
	for (round = 0; round < ROUNDS && why != NULL; round++) {
		int64_t span = round < QUICK ? 60 * SECOND : round < 2 * QUICK ? HOUR : DAY;

		if (round >= SKIP_ROUND)
			skip(world);
		for (user = 0; user < 2; user++) {
			speak(world, user);
			world_run(world, world->now + span / 2, NULL);
		}
		why = restless(world);
		world_trace(world, "-------- %s", why == NULL ? "all is at rest" : why);
	}
	if (why != NULL)
		world_fail(world, "the world does not come to rest: %s", why);
}

static void
populate(struct world *world)
{
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	uint32_t user, i;

	world->model = world_alloc(world, sizeof *world->model);
	config.backend = world->plan.inner[0];
	if (e2e_crypto_new(&world->model->crypto, &config) != E2E_OK)
		abort();
	server_init(world);
	for (i = 0; i < world->plan.chats; i++)
		world->model->conv[i].creator = rng_below(&world->rng, 2);
	world->model->n_convs = world->plan.chats;
	for (user = 0; user < 2; user++) {
		if (user == 1 && world->plan.kind != KIND_PAIR &&
		    world->plan.kind != KIND_EVIL_SERVER) {
			peer_begin(world);
			continue;
		}
		world->host[user] = host_new(world, user);
		host_connect(world->host[user]);
		host_start(world->host[user]);
		user_begin(world->host[user]);
	}
	if (world->plan.kind == KIND_EVIL_SERVER)
		evil_begin(world);
}

static void
show_peer(const struct peer *peer)
{
	size_t i;

	printf("peer: in %" PRId32 ", out %" PRId32 ", acked %" PRId32 ", rekey %" PRIu32
	       ", asked to %" PRId32 "; holds", peer->in, peer->out, peer->acked, peer->rekey,
	       peer->asked_to);
	for (i = (size_t)peer->in; i < peer->n_held; i++) {
		if (peer->held[i].used)
			printf(" %zu", i);
	}
	putchar('\n');
}

static void
show_chat(const struct host *host, int32_t chat_id)
{
	struct e2e_chat c = E2E_CHAT_INIT;

	if (e2e_chat_get(host->account, &c, chat_id) != E2E_OK)
		return;
	printf("user %" PRIu32 ", chat %" PRId32 ": state %" PRIu32 " (%s), in %" PRId32
	       ", out %" PRId32 ", acked %" PRId32 ", unsent %" PRIu32 ", held %" PRIu32
	       ", holes %" PRIu32 ", rekeying %" PRIu32 ", uses %" PRIu32 ", health %" PRIx32 "\n",
	       host->user, c.chat_id, c.state, e2e_reason_text(c.reason), c.in_seq, c.out_seq,
	       c.acked_seq, c.unsent, c.held, c.holes, c.rekeying, c.key_uses, c.health);
}

/* How things stand, for whoever reads the trace. */
static void
show(struct world *world)
{
	uint32_t user;
	size_t i;

	if (!world->plan.verbose || world->model == NULL)
		return;
	if (world->peer != NULL)
		show_peer(world->peer);
	for (user = 0; user < 2; user++) {
		const struct host *host = world->host[user];

		if (host == NULL || host->account == NULL)
			continue;
		for (i = 0; i < world->model->n_convs; i++)
			show_chat(host, world->model->conv[i].chat_id);
	}
}

static void
judge_end(struct world *world)
{
	uint32_t user;

	for (user = 0; user < 2; user++) {
		struct host *host = world->host[user];

		if (host == NULL)
			continue;
		e2e_account_free(host->account);
		host->account = NULL;
		if (host->memory.fault != NULL)
			world_fail(world, "%s", host->memory.fault);
		if (host->memory.live != 0)
			world_fail(world, "%zu bytes are left after e2e_account_free()",
			           host->memory.live);
	}
}

static void
end(struct world *world)
{
	uint32_t user;

	for (user = 0; user < 2; user++) {
		if (world->host[user] != NULL)
			host_free(world->host[user]);
	}
	peer_end(world);
	if (world->model != NULL)
		e2e_crypto_free(world->model->crypto);
	while (world->memory != NULL) {
		void *next = *(void **)world->memory;

		free(world->memory);
		world->memory = next;
	}
}

bool
world_live(const struct plan *plan, struct outcome *outcome)
{
	struct world *world = calloc(1, sizeof *world);
	jmp_buf failed;
	uint32_t user;

	if (world == NULL)
		abort();
	world->plan = *plan;
	world->rng.state = plan->seed;
	world->now = BEGINNING;
	world->failed = &failed;
	memset(outcome, 0, sizeof *outcome);
	if (setjmp(failed) == 0) {
		populate(world);
		world_run(world, INT64_MAX, busy);
		heal(world);
		invariants_final(world);
		judge_end(world);
		outcome->ok = true;
	} else {
		show(world);
	}
	(void)snprintf(outcome->why, sizeof outcome->why, "%s", world->why);
	outcome->digest = world->digest;
	outcome->steps = world->steps;
	for (user = 0; user < 2; user++) {
		if (world->host[user] == NULL)
			continue;
		outcome->chances[user] = world->host[user]->chances;
		outcome->allocs[user] = world->host[user]->memory.calls;
		outcome->peak[user] = world->host[user]->memory.peak;
	}
	end(world);
	free(world);
	return outcome->ok;
}
