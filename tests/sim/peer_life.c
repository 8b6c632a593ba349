/* SPDX-License-Identifier: ISC */
/* The life of a scripted client: handshake, turns, what its user orders. */
#include "config.h"

#include "peer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

#define PAUSE_MAX  900 /* milliseconds between two orders */
#define IDLE_MIN   (2 * SECOND)
#define IDLE_MAX   (20 * SECOND)
#define EARLY_MS   100

/* ---- Handshake ----------------------------------------------------------------------- */

static void
group_known(struct e2e_dh_group *group)
{
	*group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	e2e_dh_group_known(group);
}

static void
keypair(struct world *world, struct peer *peer, uint8_t value[E2E_DH_BYTES])
{
	struct e2e_dh_group group;

	group_known(&group);
	if (e2e_dh_keypair(peer->crypto, &group, peer->exponent, value, NULL, 0) != E2E_OK)
		world_fail(world, "a peer has no key pair");
}

static void
agree(struct world *world, struct peer *peer, struct e2e_bytes value)
{
	struct e2e_dh_group group;
	struct e2e_key key = E2E_KEY_INIT;

	group_known(&group);
	if (e2e_dh_agree(peer->crypto, &key, &group, peer->exponent, value.p, value.n) != E2E_OK)
		world_fail(world, "the account sent a bad value");
	peer->current = peer_key_add(world, peer, &key);
	peer->first_raw[peer->current] = 0;
}

static void
request(struct world *world, struct peer *peer)
{
	uint8_t value[E2E_DH_BYTES];

	keypair(world, peer, value);
	peer->conv->chat_id = (int32_t)(rng_next(&world->rng) | 1);
	peer->conv->there = true;
	server_request(world, 1, peer->conv->chat_id,
	               (struct e2e_bytes){ value, sizeof value });
	peer->chat = server_chat(world, peer->conv->chat_id);
}

static void
accept(struct world *world, struct event *event)
{
	struct peer *peer = event->what;
	uint8_t value[E2E_DH_BYTES];

	if (peer->active || peer->chat->state != CHAT_REQUESTED)
		return;
	keypair(world, peer, value);
	agree(world, peer, peer->chat->g_a);
	server_accept(world, 1, peer->chat, (struct e2e_bytes){ value, sizeof value },
	              peer->key[peer->current].fingerprint);
	peer->active = true;
	peer->habit->ready(world, peer);
}

static void
see_chat(struct world *world, struct peer *peer, const struct server_chat *chat)
{
	if (chat->id != peer->conv->chat_id)
		return;
	peer->chat = server_chat(world, chat->id);
	if (chat->state == CHAT_DISCARDED) {
		if (!peer->conv->may_close)
			world_fail(world, "the account discards the chat");
		peer->closed = true;
		peer->active = false;
	} else if (chat->state == CHAT_REQUESTED && chat->creator == 0) {
		(void)world_later(world, rng_between(&world->rng, 0, 3 * SECOND), 1, accept,
		                  peer);
	} else if (chat->state == CHAT_ACCEPTED && peer->creator && !peer->active) {
		agree(world, peer, chat->g_b);
		if (peer->key[peer->current].fingerprint != chat->fingerprint)
			world_fail(world, "the account has another key");
		peer->active = true;
		peer->habit->ready(world, peer);
	}
}

/* ---- What comes ---------------------------------------------------------------------- */

static void
take_push(struct world *world, uint32_t user, const struct push *push)
{
	struct peer *peer = world->peer;

	if (peer->closed)
		return;
	if (push->kind == PUSH_CHAT) {
		see_chat(world, peer, &push->chat);
	} else if (push->kind == PUSH_PARCEL) {
		if (!peer->active) {
			server_push_later(world, user, push, EARLY_MS);
			return;
		}
		if (peer->habit->turn != NULL)
			peer->habit->turn(world, peer);
		server_ack(world, 1, push->parcel.qts - 1);
		if (peer->habit->receive != NULL)
			peer->habit->receive(world, peer, &push->parcel);
		else
			peer_receive(world, peer, &push->parcel);
	}
}

bool
peer_is_behind(const struct world *world)
{
	const struct mailbox *box = &world->server->box[1];
	struct e2e_chat chat = E2E_CHAT_INIT;

	if (world->plan.kind != KIND_ANDROID)
		return false;
	return peer_has_hole(world) ||
	       (world->peer->in < box->forgotten && world->host[0]->account != NULL &&
	        e2e_chat_get(world->host[0]->account, &chat, world->peer->conv->chat_id) ==
	                E2E_OK && chat.out_seq > box->forgotten);
}

/* ---- Its user ------------------------------------------------------------------------ */

static struct item *
new_item(struct world *world, struct peer *peer, uint32_t kind)
{
	struct item *item = model_item(world, peer->conv, 1, kind,
	                               (int64_t)(rng_next(&world->rng) | 1));

	item->durable = true;
	peer->orders++;
	return item;
}

void
peer_text(struct world *world)
{
	struct peer *peer = world->peer;
	struct e2e_bytes text;
	struct item *item;

	if (!peer->active || peer->habit == &habit_evil)
		return;
	text = model_text(world, peer->conv, 1);
	item = new_item(world, peer, ITEM_TEXT);
	item->text = text;
	item->silent = rng_below(&world->rng, 8) == 0;
	item->ttl = rng_below(&world->rng, 8) == 0 ? (int32_t)rng_below(&world->rng, 100) : 0;
	peer_send(world, peer, &(struct e2e_tl_decrypted_message_73){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .random_id = item->random_id,
		.flags = item->silent ? E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT : 0,
		.ttl = item->ttl, .message = text }, item->random_id, false, false);
}

/* The stored copy of a text that is not acknowledged becomes a deletion of itself. */
static void
rewrite(struct world *world, struct peer *peer, int64_t id)
{
	struct e2e_tl_decrypted_message_action_delete_messages action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, { &id, 1 } };
	int32_t raw;

	for (raw = 0; raw < peer->out; raw++) {
		struct peer_sent *sent = &peer->sent[raw];

		if (sent->random_id != id || sent->acked)
			continue;
		sent->tl = peer_tl(world, E2E_TYPE_DECRYPTED_MESSAGE,
		                   &(struct e2e_tl_decrypted_message_service_17){
			E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, id, (const void *)&action });
		sent->layer = peer_layer(peer);
		sent->key = peer->current;
		sent->packet = peer_seal(world, peer, sent->key, sent->layer, sent->in, raw,
		                         sent->tl);
		sent->rewritten = true;
	}
}

static void
order_delete(struct world *world, struct peer *peer)
{
	struct side *side = &peer->conv->side[1];
	const struct item *victim;
	struct item *item;
	int64_t id;

	if (side->n_items == 0)
		return;
	victim = &side->item[side->n_items - 1 -
	                     rng_below(&world->rng, side->n_items > 8 ? 8 :
	                               (uint32_t)side->n_items)];
	if (victim->kind != ITEM_TEXT)
		return;
	id = victim->random_id;
	item = new_item(world, peer, ITEM_DELETE);
	item->ids = (struct e2e_tl_longs){ world_copy(world, &id, sizeof id), 1 };
	model_deleted(peer->conv, &id, 1);
	rewrite(world, peer, id);
	peer_send(world, peer, &(struct e2e_tl_decrypted_message_service_17){
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, item->random_id,
		(const void *)&(struct e2e_tl_decrypted_message_action_delete_messages){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, item->ids } },
		item->random_id, false, false);
}

static void
order_ttl(struct world *world, struct peer *peer)
{
	struct item *item = new_item(world, peer, ITEM_TTL);

	item->ttl = (int32_t)rng_below(&world->rng, 100);
	peer_send(world, peer, &(struct e2e_tl_decrypted_message_service_17){
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, item->random_id,
		(const void *)&(struct e2e_tl_decrypted_message_action_set_message_ttl){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL, item->ttl } },
		item->random_id, false, false);
}

static void
order_flush(struct world *world, struct peer *peer)
{
	struct item *item = new_item(world, peer, ITEM_FLUSH);

	model_flushed(peer->conv, 1, 0);
	peer_send(world, peer, &(struct e2e_tl_decrypted_message_service_17){
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, item->random_id,
		&(struct e2e_tl){ E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY } },
		item->random_id, false, false);
}

static void
order(struct world *world, struct peer *peer)
{
	uint32_t n = rng_below(&world->rng, 100);

	if (n < 88)
		peer_text(world);
	else if (n < 94)
		order_delete(world, peer);
	else if (n < 98)
		order_ttl(world, peer);
	else
		order_flush(world, peer);
}

static int64_t
pause(struct world *world, bool busy)
{
	if (busy && world->plan.oneway)
		return ONEWAY_PAUSE;
	return busy ? rng_between(&world->rng, 0, PAUSE_MAX) :
	              rng_between(&world->rng, IDLE_MIN, IDLE_MAX);
}

static void
turn(struct world *world, struct event *event)
{
	struct peer *peer = event->what;
	bool busy = peer_is_busy(world) && !world->healed;

	if (peer->closed)
		return;
	if (peer->chat == NULL && peer->creator)
		request(world, peer);
	if (peer->active && peer->habit->turn != NULL)
		peer->habit->turn(world, peer);
	if (peer->active && busy && world->plan.oneway)
		peer_text(world);
	else if (peer->active && busy && world->plan.kind != KIND_EVIL_PEER)
		order(world, peer);
	(void)world_later(world, pause(world, busy), 1, turn, peer);
}

/* ---- The whole ----------------------------------------------------------------------- */

bool
peer_is_busy(const struct world *world)
{
	return world->peer->orders < world->plan.orders && !world->peer->closed &&
	       (!world->plan.oneway || world->plan.writer == 1);
}

const char *
peer_restless(struct world *world, int64_t *fingerprint)
{
	struct peer *peer = world->peer;

	*fingerprint = 0;
	if (!peer->active)
		return "the client is not ready";
	*fingerprint = peer->key[peer->current].fingerprint;
	if (peer_has_hole(world))
		return "the client waits for a message";
	if ((peer->rekey != PEER_REKEY_NONE || peer->due.n != 0) && !peer->lost_step)
		return "the client is in a re-key";
	return NULL;
}

void
peer_begin(struct world *world)
{
	static const struct habit *const habits[KINDS] = {
		NULL, &habit_tdlib, &habit_android, &habit_iphone, &habit_evil, NULL, NULL,
	};
	struct peer *peer = world_alloc(world, sizeof *peer);
	struct e2e_crypto_config config = E2E_CRYPTO_CONFIG_INIT;
	struct e2e_backend backend;

	world->peer = peer;
	world->server->line[1].push = take_push;
	peer->habit = habits[world->plan.kind];
	peer->dice.wrap.inner = world->plan.inner[1];
	peer->dice.rng = rng_split(&world->rng);
	peer->dice.cheap = world->plan.cheap;
	backend = dice_backend(&peer->dice);
	config.backend = &backend;
	if (e2e_crypto_new(&peer->crypto, &config) != E2E_OK)
		abort();
	peer->conv = &world->model->conv[0];
	peer->creator = peer->conv->creator == 1;
	peer->current = peer->old = peer->next = NO_KEY;
	peer->his_layer = 73;
	peer->threshold = world->plan.oneway ? 100 : 8 + rng_below(&world->rng, 100);
	if (world->plan.kind == KIND_HABITS)
		peer->habit = peer_habits(world, peer);
	if (world->plan.kind == KIND_EVIL_PEER)
		peer->conv->may_close = world->plan.policy[0] != E2E_POLICY_LENIENT;
	else
		peer->conv->may_close = world->plan.policy[0] == E2E_POLICY_STRICT;
	(void)world_later(world, rng_between(&world->rng, 0, PAUSE_MAX), 1, turn, peer);
}

void
peer_end(struct world *world)
{
	if (world->peer != NULL)
		e2e_crypto_free(world->peer->crypto);
}
