/* SPDX-License-Identifier: ISC */
/* The life of an account: start, the loop of e2e.h, time, crash. */
#include "config.h"

#include "host.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PUMP_MAX       20000
#define IDLE_TICKS_MAX 200
#define CRASHES_MAX    200 /* who always crashes at start does not get on */

struct host *
host_new(struct world *world, uint32_t user)
{
	struct host *host = world_alloc(world, sizeof *host);

	host->world = world;
	host->user = user;
	host->dice.wrap.inner = world->plan.inner[user];
	host->dice.rng = rng_split(&world->rng);
	host->dice.cheap = world->plan.cheap;
	host->backend = dice_backend(&host->dice);
	memory_allocator(&host->allocator, &host->memory);
	if (world->plan.who == user)
		host->memory.fail_in = world->plan.alloc_at;
	return host;
}

static void
drop_commit(struct host *host)
{
	if (host->commit == NULL)
		return;
	rows_free(&host->commit->rows);
	host->commit = NULL;
}

void
host_free(struct host *host)
{
	e2e_account_free(host->account);
	host->account = NULL;
	drop_commit(host);
	rows_free(&host->rows);
	rollback_free(host);
	memory_drop(&host->memory);
}

/* ---- Start and crash ----------------------------------------------------------------- */

static void
config_fill(const struct host *host, struct e2e_config *config)
{
	const struct plan *plan = &host->world->plan;

	config->flags = plan->flags[host->user];
	config->user_id = server_user_id(host->user);
	config->backend = &host->backend;
	config->allocator = &host->allocator;
	config->limits = &plan->limits;
	config->timing = &plan->timing;
	config->policy = plan->policy[host->user];
	config->layer = plan->layer[host->user];
	config->peer_layer = plan->peer_layer[host->user];
	config->generation = host->generation;
}

/* All rows, in whatever order the store gives them. */
static void
load(struct host *host)
{
	struct world *world = host->world;
	size_t start = host->rows.n == 0 ? 0 : rng_below(&world->rng, (uint32_t)host->rows.n);
	bool backwards = rng_below(&world->rng, 2) == 0;
	size_t i;

	for (i = 0; i < host->rows.n; i++) {
		size_t at = (start + i) % host->rows.n;
		const struct row_kept *row =
			&host->rows.v[backwards ? host->rows.n - 1 - at : at];
		int32_t result;

		host_arm(host);
		do
			result = e2e_load(host->account, row->table, row->key, row->key_n,
			                  row->value, row->value_n);
		while (host_again(host, result));
		if (result != E2E_OK && !host->put_back)
			world_fail(world, "a row of table %" PRIu32 " is not taken back: %s",
			           row->table, e2e_strerror(result));
	}
}

/* What the user started and was not stored is started again. */
static void
forget_chats(struct host *host)
{
	struct model *model = host->world->model;
	struct e2e_chat chat = E2E_CHAT_INIT;
	size_t i;

	for (i = 0; i < model->n_convs; i++) {
		struct conv *conv = &model->conv[i];

		if (conv->creator == host->user && conv->chat_id != 0 && !conv->there &&
		    e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK)
			conv->chat_id = 0;
	}
}

/* Messages that were loaded may have been handed out before; later ones were not. */
static void
count_loaded(struct host *host)
{
	struct model *model = host->world->model;
	struct e2e_chat chat = E2E_CHAT_INIT;
	size_t i;

	for (i = 0; i < model->n_convs; i++) {
		bool there = e2e_chat_get(host->account, &chat, model->conv[i].chat_id) == E2E_OK;

		host->loaded[i] = there ? chat.out_seq : 0;
	}
}

static void
begin(struct host *host)
{
	struct world *world = host->world;
	struct mailbox *box = &world->server->box[host->user];
	int32_t result;

	host_arm(host);
	do
		result = e2e_start(host->account, host_now(host));
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(world, "e2e_start: %s", e2e_strerror(result));
	host->started = true;
	count_loaded(host);
	host_pump(host);
	if (host->account == NULL)
		return;
	if (host->commit == NULL)
		rollback_started(host);
	if (host->first_qts == 0)
		host->first_qts = box->qts;
	if (e2e_qts(host->account) == 0) {
		host_arm(host);
		do
			result = e2e_feed_qts(host->account, host->first_qts, host_now(host));
		while (host_again(host, result));
		if (result != E2E_OK)
			world_fail(world, "e2e_feed_qts: %s", e2e_strerror(result));
		host_pump(host);
	}
}

void
host_difference(struct host *host)
{
	if (host->differing)
		return;
	host->differing = true;
	server_difference(host->world, host->user, host->life, e2e_qts(host->account));
}

void
host_start(struct host *host)
{
	struct world *world = host->world;
	struct e2e_config config = E2E_CONFIG_INIT;
	int32_t result;

	world_trace(world, "user %" PRIu32 " starts, %zu rows", host->user, host->rows.n);
	config_fill(host, &config);
	host_arm(host);
	do
		result = e2e_account_new(&host->account, &config);
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(world, "e2e_account_new: %s", e2e_strerror(result));
	load(host);
	begin(host);
	if (host->account == NULL)
		return;
	forget_chats(host);
	world->server->box[host->user].online = true;
	host_difference(host);
}

static void
restart(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];

	if (host->account == NULL && event->life == host->life)
		host_start(host);
}

/* What was not stored when it ended never was. */
static void
settle(struct host *host)
{
	struct model *model = host->world->model;
	size_t c, i;

	for (c = 0; c < model->n_convs; c++) {
		struct side *side = &model->conv[c].side[host->user];

		for (i = host->first_tentative[c]; i < side->n_items; i++) {
			if (!side->item[i].durable)
				side->item[i].gone = true;
		}
		host->first_tentative[c] = side->n_items;
	}
}

void
host_crash(struct host *host, const char *why)
{
	struct world *world = host->world;
	struct event *event;

	world_trace(world, "user %" PRIu32 " crashes: %s", host->user, why);
	e2e_account_free(host->account);
	host->account = NULL;
	host->started = false;
	if (host->memory.fault != NULL)
		world_fail(world, "%s", host->memory.fault);
	if (host->memory.live != 0)
		world_fail(world, "%zu bytes are left after e2e_account_free()",
		           host->memory.live);
	drop_commit(host);
	settle(host);
	host->n_out = 0;
	host->waits = false;
	rollback_happens(host);
	host->differing = false;
	host->difference_call = 0;
	host->tick_at = 0;
	host->life++;
	world->server->box[host->user].online = false;
	event = world_later(world, world->healed ? 1 : rng_between(&world->rng, 1, 8 * SECOND),
	                    host->user, restart, NULL);
	event->life = host->life;
}

bool
host_chance(struct host *host, uint32_t kind)
{
	static const char *const name[CHANCES] = {
		"before a commit", "after a commit", "after its confirmation", "before a call",
		"before an answer",
	};
	const struct plan *plan = &host->world->plan;

	host->chances++;
	if ((host->life >= CRASHES_MAX || !world_bad_luck(host->world, plan->crash)) &&
	    (plan->who != host->user || plan->crash_at != host->chances))
		return false;
	host_crash(host, name[kind]);
	return true;
}

/* ---- Time ---------------------------------------------------------------------------- */

static void
tick(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];
	int32_t result;

	if (host->life != event->life || host->account == NULL || host->tick_at != event->at)
		return;
	host->tick_at = 0;
	host->loose = true; /* some chats may have had theirs */
	host_arm(host);
	do
		result = e2e_tick(host->account, host_now(host));
	while (host_again(host, result));
	host->loose = false;
	if (result != E2E_OK)
		world_fail(world, "e2e_tick: %s", e2e_strerror(result));
	host_pump(host);
	if (host->account != NULL && e2e_deadline(host->account) <= host_now(host)) {
		if (++host->idle_ticks > IDLE_TICKS_MAX)
			world_fail(world, "ticks do not move the deadline, %" PRId64
			           " ms ago%s", host_now(host) - e2e_deadline(host->account),
			           host->commit != NULL ? " (a commit is under way)" : "");
	} else {
		host->idle_ticks = 0;
	}
}

static void
wake_up(struct host *host)
{
	struct world *world = host->world;
	int64_t deadline = e2e_deadline(host->account);
	struct event *event;
	int64_t wait;

	if (deadline == INT64_MAX)
		return;
	wait = deadline - host_now(host);
	if (wait < 0)
		wait = 0;
	if (world_bad_luck(world, 100))
		wait += rng_between(&world->rng, 0, 3 * SECOND);
	if (host->tick_at != 0 && host->tick_at <= world->now + wait)
		return;
	host->tick_at = world->now + wait;
	event = world_later(world, wait, host->user, tick, NULL);
	event->life = host->life;
}

/* ---- Steps --------------------------------------------------------------------------- */

/* As a host may do after each commit, into another place than the rows. */
static void
keep_generation(struct host *host)
{
	int64_t generation = e2e_generation(host->account);

	if (generation < host->generation && !host->put_back)
		world_fail(host->world, "the generation went back");
	if (generation > host->generation)
		host->generation = generation;
}

static void
confirm(struct host *host, uint64_t id)
{
	int32_t result;

	if (world_bad_luck(host->world, 5) && e2e_committed(host->account, id + 1) == E2E_OK)
		world_fail(host->world, "a commit that is not there was confirmed");
	host_arm(host);
	do
		result = e2e_committed(host->account, id);
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(host->world, "e2e_committed: %s", e2e_strerror(result));
	keep_generation(host);
}

/* The store is ready with it. */
static void
finish(struct host *host, struct commit *ready)
{
	if (!host_commit_same(host, ready))
		world_fail(host->world, "a commit changed while it was under way");
	host->commit = NULL;
	host_commit_apply(host, ready);
	if (host_chance(host, CHANCE_AFTER_COMMIT))
		return;
	confirm(host, ready->id);
	rollback_copy(host);
	(void)host_chance(host, CHANCE_CONFIRMED);
}

static void
commit_ends(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];

	if (host->life != event->life || host->account == NULL || host->commit != event->what)
		return;
	finish(host, event->what);
	if (host->account != NULL)
		host_pump(host);
}

static void
commit(struct host *host, const struct e2e_step *step)
{
	struct world *world = host->world;
	struct event *event;

	if (host->commit != NULL)
		world_fail(world, "a commit comes while another one is under way");
	host->commit = host_commit_copy(host, step);
	if (host_chance(host, CHANCE_BEFORE_COMMIT))
		return;
	if (world_bad_luck(world, world->plan.late)) {
		event = world_later(world, world_delay(world), host->user, commit_ends,
		                    host->commit);
		event->life = host->life;
		return;
	}
	finish(host, host->commit);
}

/* Nothing is under way: all that the user ordered must be stored. */
static void
all_durable(struct host *host)
{
	struct model *model = host->world->model;
	size_t c, i;

	for (c = 0; c < model->n_convs; c++) {
		struct side *side = &model->conv[c].side[host->user];

		for (i = host->first_tentative[c]; i < side->n_items; i++) {
			if (!side->item[i].durable)
				world_fail(host->world, "an item is not stored, and no commit is "
				           "under way");
		}
		host->first_tentative[c] = side->n_items;
		if (model->conv[c].chat_id != 0)
			wire_learn(host->world, host, &model->conv[c]);
	}
}

static void
call_out(struct host *host, const struct e2e_call *call)
{
	world_trace(host->world, "user %" PRIu32 " calls %" PRIu64 ": method %" PRIu32
	            " after %" PRIu64 "%s", host->user, call->id, call->method, call->after,
	            call->flags & E2E_CALL_REPEATED ? ", repeated" : "");
	if (call->method == E2E_CALL_GET_DIFFERENCE) {
		host->difference_call = call->id;
		host_difference(host);
		return;
	}
	host_call_check(host, call);
	if (!host_chance(host, CHANCE_CALL))
		host_call_make(host, call);
}

void
host_pump(struct host *host)
{
	struct world *world = host->world;
	struct e2e_step step = E2E_STEP_INIT;
	uint32_t n;
	int32_t result;

	for (n = 0; host->account != NULL; n++) {
		if (n > PUMP_MAX)
			world_fail(world, "the steps of one input do not end");
		host_arm(host);
		do
			result = e2e_next(host->account, &step);
		while (host_again(host, result));
		if (result != E2E_OK)
			world_fail(world, "e2e_next: %s", e2e_strerror(result));
		if (step.kind == E2E_STEP_NONE)
			break;
		if (step.kind == E2E_STEP_CALL)
			call_out(host, step.call);
		else
			commit(host, &step);
	}
	if (host->account == NULL)
		return;
	if (host->memory.fault != NULL)
		world_fail(world, "%s", host->memory.fault);
	if (host->memory.live > ACCOUNT_BYTES_MAX)
		world_fail(world, "the account holds %zu bytes", host->memory.live);
	if (host->commit == NULL)
		all_durable(host);
	wake_up(host);
	invariants_check(host);
}
