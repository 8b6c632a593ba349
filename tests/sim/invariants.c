/* SPDX-License-Identifier: ISC */
/* What must hold after every step, and what once the net has healed. */
#include "config.h"

#include "host.h"
#include "peer.h"

#include <inttypes.h>

#define ROWS_BASE     16
#define ROWS_CHAT     104 /* a chat at rest, without timers: 64 of them stand for copies */
#define UNACKED_MAX   4  /* at rest                        */

void
invariants_check(struct host *host)
{
	struct world *world = host->world;
	struct model *model = world->model;
	size_t i;

	for (i = 0; i < model->n_convs; i++) {
		const struct conv *conv = &model->conv[i];
		struct e2e_chat chat = E2E_CHAT_INIT;

		if (conv->chat_id == 0 ||
		    e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK)
			continue;
		if (chat.state == E2E_CHAT_CLOSED && !conv->may_close)
			world_fail(world, "user %" PRIu32 " has closed the chat: %s", host->user,
			           e2e_reason_text(chat.reason));
		if (conv->seen_active[host->user] && chat.state != E2E_CHAT_ACTIVE &&
		    !conv->may_close)
			world_fail(world, "the chat of user %" PRIu32 " is no longer active",
			           host->user);
		oneway_check(world, &chat);
		if (world->plan.kind == KIND_EVIL_PEER)
			continue;
		if (chat.acked_seq > chat.out_seq ||
		    chat.in_seq > (int32_t)conv->side[1 - host->user].n_spoken)
			world_fail(world, "user %" PRIu32 " has received %" PRId32 " of %zu",
			           host->user, chat.in_seq, conv->side[1 - host->user].n_spoken);
	}
}

/* ---- At rest ------------------------------------------------------------------------- */

/* Why the world is not at rest yet, or NULL. */
static const char *
items_restless(const struct conv *conv)
{
	uint32_t user;
	size_t i;

	for (user = 0; user < 2; user++) {
		for (i = 0; i < conv->side[user].n_items; i++) {
			const struct item *item = &conv->side[user].item[i];

			if (!item->gone && !item->failed && !item->may_vanish && !item->lost &&
			    !item->received)
				return "a message has not come";
		}
	}
	return NULL;
}

static const char *
keys_restless(const struct e2e_chat *chat)
{
	if (chat->rekeying != E2E_REKEY_NONE || chat->new_key_fingerprint != 0)
		return "a re-key is under way";
	if (chat->old_key_fingerprint != 0)
		return "an old key is kept";
	return NULL;
}

static const char *
chat_restless(const struct e2e_chat *chat)
{
	if (chat->state == E2E_CHAT_CLOSED)
		return NULL;
	if (chat->state != E2E_CHAT_ACTIVE)
		return "a chat is not ready";
	if (chat->holes != 0 || chat->held != 0)
		return "there are holes";
	if (chat->unsent != 0)
		return "something was not sent";
	if (chat->out_seq - chat->acked_seq > UNACKED_MAX)
		return "messages are not acknowledged";
	return NULL;
}

static const char *
conv_restless(struct world *world, const struct conv *conv)
{
	const char *why = items_restless(conv);
	/* An Android may never answer then, and nobody can help it. */
	bool lost_step = world->peer != NULL && world->peer->lost_step;
	int64_t fingerprint[2];
	uint32_t user;

	for (user = 0; user < 2 && why == NULL; user++) {
		struct e2e_chat chat = E2E_CHAT_INIT;

		if (world->host[user] == NULL) {
			why = peer_restless(world, &fingerprint[user]);
			continue;
		}
		if (world->host[user]->account == NULL)
			return "a user is down";
		if (e2e_chat_get(world->host[user]->account, &chat, conv->chat_id) != E2E_OK)
			return "a chat is not there";
		why = chat_restless(&chat);
		if (why == NULL && !lost_step && chat.state == E2E_CHAT_ACTIVE)
			why = keys_restless(&chat);
		fingerprint[user] = chat.key_fingerprint;
	}
	if (why == NULL && !lost_step && fingerprint[0] != fingerprint[1])
		why = "the keys differ";
	return why;
}

/* A chat that somebody closed has nothing more to wait for. */
static bool
is_over(struct world *world, const struct conv *conv)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	uint32_t user;

	for (user = 0; user < 2; user++) {
		const struct host *host = world->host[user];

		if (host != NULL && host->account != NULL &&
		    e2e_chat_get(host->account, &chat, conv->chat_id) == E2E_OK &&
		    chat.state == E2E_CHAT_CLOSED)
			return true;
	}
	return world->plan.kind == KIND_EVIL_PEER ||
	       (world->peer != NULL && world->peer->miscounts);
}

const char *
invariants_restless(struct world *world, const struct conv *conv)
{
	if (conv->chat_id == 0)
		return "a chat was never started";
	return is_over(world, conv) ? NULL : conv_restless(world, conv);
}

/* ---- At the end ---------------------------------------------------------------------- */

static void
judge_gone(struct host *host, const uint8_t *what, size_t n, const char *name)
{
	if (host_holds(host, what, n))
		world_fail(host->world, "a row of user %" PRIu32 " still has %s", host->user, name);
	if (memory_holds(&host->memory, what, n))
		world_fail(host->world, "the account of user %" PRIu32 " still has %s in memory",
		           host->user, name);
}

/* What its habit broke keeps something from its end. */
static bool
is_helpless(const struct peer *peer)
{
	return peer->lost_step || peer->miscounts;
}

static void
judge_keys(struct host *host, const struct conv *conv)
{
	const struct world *world = host->world;
	struct e2e_chat chat = E2E_CHAT_INIT;
	size_t i;

	if (e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK)
		return;
	if (chat.state != E2E_CHAT_CLOSED && world->peer != NULL &&
	    (world->plan.kind == KIND_EVIL_PEER || is_helpless(world->peer)))
		return;
	for (i = 0; i < conv->n_keys; i++) {
		if (chat.state == E2E_CHAT_CLOSED ||
		    conv->key[i].fingerprint != chat.key_fingerprint)
			judge_gone(host, conv->key[i].value, E2E_KEY_BYTES, "an old key");
	}
}

static void
judge_secrets(struct host *host)
{
	struct dice *dice = &host->dice;
	uint64_t i;

	for (i = 0; i < dice->exponents && i < DICE_EXPONENTS; i++)
		judge_gone(host, dice->exponent[i], E2E_DH_BYTES, "an exponent");
	if (host_holds(host, TEXT_MARK, sizeof TEXT_MARK - 1))
		world_fail(host->world, "a row of user %" PRIu32 " still has a text",
		           host->user);
}

static void
judge_rows(struct host *host)
{
	size_t room = ROWS_BASE, i;

	for (i = 0; i < host->world->model->n_convs; i++) {
		struct e2e_chat chat = E2E_CHAT_INIT;

		room += ROWS_CHAT;
		if (e2e_chat_get(host->account, &chat, host->world->model->conv[i].chat_id) ==
		    E2E_OK)
			room += chat.timers;
	}
	/* A server that cheats has others ask for chats, too. */
	if (host->world->plan.kind != KIND_EVIL_SERVER && host->rows.n > room)
		world_fail(host->world, "user %" PRIu32 " has %zu rows at rest", host->user,
		           host->rows.n);
}

/* Every item has met its end, and the sender knows. */
static void
judge_outcome(struct world *world, const struct conv *conv, uint32_t user)
{
	const struct side *side = &conv->side[user];
	size_t i;

	for (i = 0; i < side->n_items; i++) {
		const struct item *item = &side->item[i];

		if (item->gone || item->failed)
			continue;
		if (!item->sent && !item->delivered && !item->may_vanish)
			world_fail(world, "user %" PRIu32 " was not told that item %zu was sent",
			           user, i);
		if (!item->delivered && !item->may_vanish && i + UNACKED_MAX < side->n_items)
			world_fail(world, "user %" PRIu32 " was not told that item %zu was "
			           "delivered", user, i);
	}
}

/* If one user ended a chat, it is over for the other one, too. */
static void
judge_closed(struct world *world, const struct conv *conv)
{
	struct e2e_chat chat[2] = { E2E_CHAT_INIT, E2E_CHAT_INIT };
	uint32_t user;

	for (user = 0; user < 2; user++) {
		if (world->host[user] == NULL ||
		    e2e_chat_get(world->host[user]->account, &chat[user], conv->chat_id) != E2E_OK)
			return;
	}
	if ((chat[0].state == E2E_CHAT_CLOSED) != (chat[1].state == E2E_CHAT_CLOSED))
		world_fail(world, "the chat is over for one side only");
}

void
invariants_final(struct world *world)
{
	uint32_t user;
	size_t i;

	for (i = 0; i < world->model->n_convs; i++)
		judge_closed(world, &world->model->conv[i]);
	for (user = 0; user < 2; user++) {
		struct host *host = world->host[user];

		if (host == NULL)
			continue;
		for (i = 0; i < world->model->n_convs; i++) {
			judge_keys(host, &world->model->conv[i]);
			if (!is_over(world, &world->model->conv[i]))
				judge_outcome(world, &world->model->conv[i], user);
		}
		if (world->plan.kind == KIND_EVIL_PEER ||
		    (world->peer != NULL && is_helpless(world->peer)))
			continue;
		judge_secrets(host);
		judge_rows(host);
	}
}
