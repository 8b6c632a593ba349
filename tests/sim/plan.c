/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "plan.h"

#include <string.h>

#define MINUTE        (60 * SECOND)
#define ONEWAY_MS     100
#define ONEWAY_ORDERS 2000
#define LONG_ORDERS   5000 /* of each user */

static const char *const kind_name[PLAN_KINDS] = {
	"pair", "tdlib", "android", "iphone", "evil-peer", "evil-server", "habits", "oneway", "long",
	"opens-v1", "copies", "undoubled", "bare", "endless", "mute",
};

const char *
plan_kind_name(uint32_t kind)
{
	return kind < PLAN_KINDS ? kind_name[kind] : NULL;
}

const char *
plan_name(const struct plan *plan)
{
	uint32_t i;

	/* One trait may have been chosen, several are always those of the seed. */
	for (i = 0; i < TRAITS; i++) {
		if (plan->traits == 1u << i)
			return kind_name[PLAN_TRAIT + i];
	}
	return kind_name[plan->oneway ? PLAN_ONEWAY : plan->lengthy ? PLAN_LONG : plan->kind];
}

static const struct e2e_backend *
draw_backend(struct rng *rng, const struct choice *choice)
{
	uint32_t n = 0, i;

	while (e2e_backend_at(n) != NULL)
		n++;
	i = rng_below(rng, n);
	return choice->backend != NULL ? e2e_backend_by_name(choice->backend) :
	                                 e2e_backend_at(i);
}

/* Often the mild value, sometimes the wild one, sometimes nothing. */
static uint32_t
rate(struct rng *rng, uint32_t mild, uint32_t wild)
{
	uint32_t n = rng_below(rng, 10);

	return n < 3 ? 0 : n < 8 ? mild : wild;
}

static void
luck(struct plan *plan, struct rng *rng)
{
	plan->slow = rng_between(rng, 20, 1500);
	plan->lose = rate(rng, 30, 250);
	plan->vanish = rate(rng, 20, 100);
	plan->twice = rate(rng, 30, 200);
	plan->fail = rate(rng, 30, 200);
	plan->refuse = rate(rng, 10, 60);
	plan->mute = rate(rng, 20, 100);
	plan->crash = rate(rng, 2, 30);
	plan->no_memory = rate(rng, 5, 50);
	plan->no_random = rate(rng, 5, 30);
	plan->jump = rate(rng, 2, 20);
	plan->late = rate(rng, 30, 300);
	plan->cheat = 500;
}

static void
habits(struct plan *plan, struct rng *rng)
{
	static const int32_t layers[] = { 0, 0, 0, 144, 101, 73 };
	static const uint32_t rekeys[] = { 0, 10, 20, 40 };
	uint32_t user;

	for (user = 0; user < 2; user++) {
		plan->policy[user] = rng_below(rng, 3);
		plan->flags[user] = rng_below(rng, 2) ? E2E_CONFIG_CHAINS : 0;
		plan->flags[user] |= rng_below(rng, 2) ? E2E_CONFIG_ACK_QTS : 0;
		plan->layer[user] = layers[rng_below(rng, sizeof layers / sizeof layers[0])];
	}
	plan->closes = rng_below(rng, 4) == 0;
	plan->timing = (struct e2e_timing)E2E_TIMING_INIT;
	plan->timing.rekey_messages = rekeys[rng_below(rng, 4)];
	if (rng_below(rng, 3) == 0)
		plan->timing.answer_delay_ms = rng_between(rng, 1, 3000);
	plan->limits = (struct e2e_limits)E2E_LIMITS_INIT;
	if (rng_below(rng, 6) == 0) {
		plan->limits.held_messages = 3 + rng_below(rng, 10);
		plan->limits.early_messages = 1 + rng_below(rng, 4);
		/* Only a re-key makes a silent user acknowledge anything. */
		plan->timing.rekey_messages = 10;
		plan->vanish = 0; /* nobody could tell of the last one */
		plan->limits.outbox_messages = 40 + rng_below(rng, 40);
	}
}

/* Until the first message is given up, all others are held. */
static void
skip_first(struct plan *plan)
{
	plan->flags[0] |= E2E_CONFIG_SKIP_FIRST;
	plan->limits.held_messages = 0;
}

/* What only the two evil kinds do, in most of their worlds. */
static void
evil(struct plan *plan, struct rng *rng)
{
	static const uint32_t rates[] = { 0, 0, 5, 50 };

	if (plan->kind != KIND_EVIL_PEER && plan->kind != KIND_EVIL_SERVER)
		return;
	plan->odd_dates = rate(rng, 30, 300);
	plan->leap = rate(rng, 2, 20);
	plan->limits.packet_bytes = rng_below(rng, 2) == 0 ? 0 : 64 * 1024;
	plan->limits.resend_rate = rates[rng_below(rng, 4)];
	plan->limits.peer_rekeys = rng_below(rng, 4);
	if (plan->kind == KIND_EVIL_PEER) {
		plan->rollback = rate(rng, 100, 500);
		return;
	}
	plan->withhold = rate(rng, 10, 50);
	if (rng_below(rng, 2) == 0) {
		plan->timing.gap_ms = MINUTE;
		plan->timing.resend_tries = 2;
		plan->limits.resend_rate = 0; /* five a minute may take longer */
	}
}

/* One trait, or those that one of the living clients has together. */
static uint32_t
draw_traits(struct rng *rng)
{
	static const uint32_t together[] = {
		TRAIT_OPENS_V1 | TRAIT_COPIES | TRAIT_ENDLESS, TRAIT_UNDOUBLED | TRAIT_BARE,
	};
	uint32_t i = rng_below(rng, TRAITS + 2);

	return i < TRAITS ? 1u << i : together[i - TRAITS];
}

/* Drawn apart, so that other worlds stay what they were. */
static void
traits(struct plan *plan, const struct choice *choice)
{
	struct rng rng = { plan->seed * 2 };

	if (plan->kind != KIND_HABITS)
		return;
	plan->traits = draw_traits(&rng);
	if (choice->kind >= PLAN_TRAIT)
		plan->traits = 1u << (choice->kind - PLAN_TRAIT);
	if (plan->traits & TRAIT_COPIES) {
		/* What is dropped for want of room never comes again under its number. */
		plan->limits.held_messages = plan->limits.early_messages = 0;
		/* A difference of all that it says anew may take minutes. */
		plan->timing.gap_ms = rng_below(&rng, 2) == 0 ? 10 * MINUTE : 0;
		plan->timing.resend_tries = 2;
		plan->knows_ids = rng_below(&rng, 2) == 0;
	}
	if (plan->traits & TRAIT_ENDLESS) {
		plan->limits.peer_rekeys = rng_below(&rng, 4);
		plan->jump = 0; /* an hour that the clock leaps over renews the budget */
		plan->timing.rekey_messages = 0; /* the steps of a few would earn the next one */
		plan->slow = 20 + plan->slow / 10;
	}
}

/*
 * One user writes, the other one is silent, and both are online.  In half of these worlds nothing
 * goes wrong but that a packet takes 100 ms; in the others some are lost, and accounts crash.
 */
static void
one_way(struct plan *plan, uint64_t seed)
{
	struct plan calm = {
		.seed = plan->seed, .inner = { plan->inner[0], plan->inner[1] }, .who = 2,
		.cheap = true, .chats = 1, .orders = plan->orders, .slow = ONEWAY_MS,
		.oneway = true, .writer = (uint32_t)(seed / 2 % 2), .rough = seed % 2 != 0,
		.kind = (uint32_t)(seed / 4 % (KIND_IPHONE + 1)),
	};

	calm.flags[0] = plan->flags[0];
	calm.flags[1] = plan->flags[1];
	calm.policy[0] = calm.policy[1] = E2E_POLICY_STANDARD;
	calm.timing = (struct e2e_timing)E2E_TIMING_INIT;
	calm.limits = (struct e2e_limits)E2E_LIMITS_INIT;
	if (calm.rough) {
		calm.lose = 10;
		calm.twice = 10;
		calm.fail = 2;
		calm.mute = 1;
		calm.late = 30;
		calm.vanish = calm.kind == KIND_ANDROID ? 0 : 5;
		calm.crash = 1;
	}
	*plan = calm;
}

/* Nobody ends the chat, and numbers are missing however high they are. */
static void
lengthen(struct plan *plan, const struct choice *choice)
{
	plan->lengthy = true;
	plan->closes = false;
	if (choice->orders < 0)
		plan->orders = LONG_ORDERS;
	if (plan->kind == KIND_PAIR && plan->lose == 0)
		plan->lose = 30;
}

/* The kind that CHOICE names, or that of the seed. */
static uint32_t
kind_of(const struct plan *plan, const struct choice *choice)
{
	if (choice->kind < 0 || choice->kind == PLAN_LONG)
		return plan->kind;
	return choice->kind < PLAN_TRAIT ? (uint32_t)choice->kind : KIND_HABITS;
}

void
plan_make(struct plan *plan, uint64_t seed, const struct choice *choice)
{
	struct rng rng = { seed * 2 + 1 };
	uint32_t kind = rng_below(&rng, 12);

	memset(plan, 0, sizeof *plan);
	plan->seed = seed;
	plan->who = 2;
	plan->kind = kind < 5 ? KIND_PAIR : kind < 7 ? KIND_TDLIB : kind - 5;
	if (kind > 9)
		plan->kind = kind == 10 ? KIND_EVIL_SERVER : KIND_HABITS;
	plan->inner[0] = draw_backend(&rng, choice);
	plan->inner[1] = draw_backend(&rng, choice);
	plan->cheap = rng_below(&rng, 32) != 0;
	plan->orders = 40 + rng_below(&rng, 110);
	luck(plan, &rng);
	habits(plan, &rng);
	plan->kind = kind_of(plan, choice);
	if (choice->orders >= 0)
		plan->orders = (uint32_t)choice->orders;
	if (choice->kind == PLAN_LONG)
		lengthen(plan, choice);
	if (choice->kind == PLAN_ONEWAY) {
		if (choice->orders < 0)
			plan->orders = ONEWAY_ORDERS;
		one_way(plan, seed);
		plan->verbose = choice->verbose;
		return;
	}
	if (plan->kind == KIND_IPHONE && rng_below(&rng, 8) == 0)
		skip_first(plan);
	/* What is dropped and comes again cannot be told from a number that goes back. */
	if (plan->kind == KIND_ANDROID || plan->kind == KIND_IPHONE)
		plan->limits.held_messages = 0;
	/* Each gap costs a message, and an Android bears four that it cannot read yet. */
	if (plan->kind == KIND_ANDROID && plan->vanish != 0) {
		plan->lose = 0;
		plan->slow = 80;
	}
	if (plan->kind == KIND_EVIL_SERVER)
		plan->limits.outbox_messages = plan->limits.held_messages = 0;
	evil(plan, &rng);
	traits(plan, choice);
	plan->chats = 1;
	if (plan->kind == KIND_EVIL_SERVER || (plan->kind == KIND_PAIR && seed % 8 == 0))
		plan->chats = 1 + rng_below(&rng, 3);
	plan->verbose = choice->verbose;
}

void
plan_calm(struct plan *plan, uint64_t seed, const struct choice *choice)
{
	plan_make(plan, seed, choice);
	plan->kind = KIND_PAIR;
	plan->traits = 0;
	plan->chats = 1;
	plan->cheap = true;
	plan->slow = 40;
	plan->lose = plan->twice = plan->fail = plan->mute = plan->crash = 0;
	plan->no_memory = plan->no_random = plan->jump = plan->late = 0;
	plan->withhold = plan->odd_dates = plan->leap = plan->rollback = 0;
	plan->timing.gap_ms = 0;
	plan->timing.resend_tries = 0;
	plan->limits.resend_rate = plan->limits.peer_rekeys = 0;
	plan->vanish = 100;
	plan->refuse = 50;
}
