/* SPDX-License-Identifier: ISC */
/* What the user of an account does. */
#include "config.h"

#include "host.h"
#include "peer.h"

#include <inttypes.h>
#include <string.h>

#define PAUSE_MAX 900 /* milliseconds between two orders     */
#define RECONNECT 40  /* orders between two new connections */
#define RECONNECT_ONEWAY 400
#define UNSENT_ONEWAY    100

/* LIMIT is no fault where the plan has small limits. */
static bool
taken(struct host *host, struct conv *conv, int32_t result, const char *what)
{
	struct world *world = host->world;
	struct e2e_chat chat = E2E_CHAT_INIT;

	if (result == E2E_OK)
		return true;
	if (result == E2E_ERR_LIMIT && world->plan.limits.outbox_messages != 0) {
		host->orders++;
		return false;
	}
	if (result == E2E_ERR_STATE &&
	    (rollback_waits(host) || e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK ||
	     chat.state != E2E_CHAT_ACTIVE))
		return false;
	world_fail(world, "%s gives \"%s\"", what, e2e_strerror(result));
}

static int64_t
draw_id(struct host *host)
{
	/* Half of them are drawn by the account. */
	return rng_below(&host->world->rng, 2) == 0 ? 0 : (int64_t)rng_next(&host->world->rng);
}

static int32_t
default_ttl(struct host *host, struct conv *conv)
{
	struct e2e_chat chat = E2E_CHAT_INIT;

	return e2e_chat_get(host->account, &chat, conv->chat_id) == E2E_OK ? chat.ttl : 0;
}

/* A text that is there, of either user, or NULL. */
static const struct item *
some_text(struct host *host, struct conv *conv)
{
	struct rng *rng = &host->world->rng;
	uint32_t user = rng_below(rng, 2);
	const struct side *side = &conv->side[user];
	const struct item *item;

	if (side->n_items == 0)
		return NULL;
	item = &side->item[side->n_items - 1 -
	                   rng_below(rng, side->n_items > 12 ? 12 : (uint32_t)side->n_items)];
	if (item->kind != ITEM_TEXT || item->gone || !item->durable ||
	    (user != host->user && !item->received))
		return NULL;
	return item;
}

static void
user_text(struct host *host, struct conv *conv)
{
	struct world *world = host->world;
	struct e2e_bytes text = model_text(world, conv, host->user);
	const struct item *reply = rng_below(&world->rng, 10) == 0 ? some_text(host, conv) : NULL;
	int64_t reply_to = reply == NULL ? 0 : reply->random_id;
	bool silent = rng_below(&world->rng, 8) == 0;
	int64_t id = draw_id(host);
	int32_t ttl = default_ttl(host, conv);
	struct item *item;
	int32_t result;

	host_arm(host);
	do
		result = e2e_send_text(host->account, conv->chat_id, &id, (const char *)text.p,
		                       text.n, reply_to, silent ? E2E_SEND_SILENT : 0,
		                       host_now(host));
	while (host_again(host, result));
	if (!taken(host, conv, result, "e2e_send_text"))
		return;
	host->orders++;
	item = model_item(world, conv, host->user, ITEM_TEXT, id);
	item->text = text;
	item->ttl = ttl;
	item->silent = silent;
	item->reply_to = reply_to;
	world_trace(world, "user %" PRIu32 " writes item %zu, random_id %" PRId64, host->user,
	            conv->side[host->user].n_items - 1, id);
	host_pump(host);
}

/* A document with its file, already uploaded. */
static void
order_file(struct host *host, struct conv *conv)
{
	struct world *world = host->world;
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;
	struct e2e_tl_decrypted_message_media_document_143 media = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_143, .size = 1000,
	};
	struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA,
		.message = model_text(world, conv, host->user), .media = (const void *)&media,
	};
	uint8_t key[32];
	int64_t id = draw_id(host);
	struct item *item;
	int32_t result;

	message.ttl = (int32_t)rng_below(&world->rng, 3);
	rng_fill(&world->rng, key, sizeof key);
	media.key = media.iv = (struct e2e_bytes){ key, sizeof key };
	file.kind = 1 + rng_below(&world->rng, 3);
	file.id = (int64_t)rng_next(&world->rng);
	file.access_hash = (int64_t)rng_next(&world->rng);
	host_arm(host);
	do
		result = e2e_send_message(host->account, conv->chat_id, &id, NULL,
		                          (const void *)&message, &file, 0, host_now(host));
	while (host_again(host, result));
	if (!taken(host, conv, result, "e2e_send_message"))
		return;
	host->orders++;
	item = model_item(world, conv, host->user, ITEM_FILE, id);
	item->text = message.message;
	item->ttl = message.ttl;
	world_trace(world, "user %" PRIu32 " sends a file, item %zu, random_id %" PRId64,
	            host->user, conv->side[host->user].n_items - 1, id);
	host_pump(host);
}

/* The user has had enough of it. */
static void
order_close(struct host *host, struct conv *conv)
{
	struct world *world = host->world;
	uint32_t history = rng_below(&world->rng, 2);
	int32_t result;

	if (world->plan.kind != KIND_PAIR || !world->plan.closes)
		return;
	conv->may_close = true;
	world_trace(world, "user %" PRIu32 " closes the chat", host->user);
	host_arm(host);
	do
		result = e2e_chat_close(host->account, conv->chat_id, history, host_now(host));
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(world, "e2e_chat_close: %s", e2e_strerror(result));
	host_pump(host);
}

/* Up to 3 different texts. */
static struct e2e_tl_longs
some_ids(struct host *host, struct conv *conv)
{
	struct world *world = host->world;
	int64_t *ids = world_alloc(world, 3 * sizeof *ids);
	size_t n = 0, tries, i;

	for (tries = 1 + rng_below(&world->rng, 3); tries > 0; tries--) {
		const struct item *item = some_text(host, conv);

		if (item == NULL)
			continue;
		for (i = 0; i < n && ids[i] != item->random_id; i++)
			;
		if (i == n)
			ids[n++] = item->random_id;
	}
	return (struct e2e_tl_longs){ ids, n };
}

static int32_t
send_kind(struct host *host, struct conv *conv, struct item *order)
{
	int64_t now = host_now(host);

	switch (order->kind) {
	case ITEM_TTL:
		return e2e_send_ttl(host->account, conv->chat_id, &order->random_id, order->ttl,
		                    now);
	case ITEM_DELETE:
		return e2e_send_delete(host->account, conv->chat_id, &order->random_id,
		                       order->ids.v, order->ids.n, now);
	case ITEM_FLUSH:
		return e2e_send_flush(host->account, conv->chat_id, &order->random_id, now);
	case ITEM_SCREENSHOT:
		return e2e_send_screenshot(host->account, conv->chat_id, &order->random_id,
		                           order->ids.v, order->ids.n, now);
	default:
		return e2e_send_opened(host->account, conv->chat_id, &order->random_id,
		                       order->ids.v, order->ids.n, now);
	}
}

static void
order_action(struct host *host, struct conv *conv, uint32_t kind)
{
	struct world *world = host->world;
	struct item order = { .kind = kind, .random_id = draw_id(host) };
	int32_t result;

	if (kind == ITEM_TTL && rng_below(&world->rng, 2) == 0)
		order.ttl = (int32_t)rng_below(&world->rng, 100);
	if (kind == ITEM_DELETE || kind == ITEM_SCREENSHOT || kind == ITEM_OPENED)
		order.ids = some_ids(host, conv);
	if (order.ids.n == 0 && (kind == ITEM_DELETE || kind == ITEM_OPENED))
		return;
	host_arm(host);
	do
		result = send_kind(host, conv, &order);
	while (host_again(host, result));
	if (!taken(host, conv, result, "an order"))
		return;
	host->orders++;
	world_trace(world, "user %" PRIu32 " orders kind %" PRIu32 ", random_id %" PRId64,
	            host->user, kind, order.random_id);
	*model_item(world, conv, host->user, kind, order.random_id) = order;
	if (kind == ITEM_DELETE)
		model_deleted(conv, order.ids.v, order.ids.n);
	if (kind == ITEM_FLUSH)
		model_flushed(conv, host->user, 0);
	host_pump(host);
}

/* What costs no number. */
static void
order_other(struct host *host, struct conv *conv, uint32_t which)
{
	struct world *world = host->world;
	int64_t now = host_now(host);
	int32_t result;

	host_arm(host);
	do {
		if (which == 0)
			result = e2e_chat_read(host->account, conv->chat_id,
			                       (int32_t)(world->now / SECOND), now);
		else if (which == 1)
			result = e2e_chat_typing(host->account, conv->chat_id,
			                         rng_below(&world->rng, 2), now);
		else if (which == 2)
			result = e2e_chat_verify(host->account, conv->chat_id,
			                         rng_below(&world->rng, 2), now);
		else
			result = e2e_chat_rekey(host->account, conv->chat_id, now);
	} while (host_again(host, result));
	if (result != E2E_OK && !((which == 3 || rollback_waits(host)) && result == E2E_ERR_STATE))
		world_fail(world, "order %" PRIu32 " gives \"%s\"", which, e2e_strerror(result));
	host_pump(host);
}

static void
order_in(struct host *host, struct conv *conv)
{
	uint32_t n = rng_below(&host->world->rng, 1000);

	if (n < 750)
		user_text(host, conv);
	else if (n < 780)
		order_file(host, conv);
	else if (n < 830)
		order_action(host, conv, ITEM_DELETE);
	else if (n < 860)
		order_action(host, conv, ITEM_TTL);
	else if (n < 870)
		order_action(host, conv, ITEM_FLUSH);
	else if (n < 890)
		order_action(host, conv, ITEM_SCREENSHOT);
	else if (n < 910)
		order_action(host, conv, ITEM_OPENED);
	else if (n < 950)
		order_other(host, conv, 0);
	else if (n < 970)
		order_other(host, conv, 1);
	else if (n < 975)
		order_other(host, conv, 2);
	else if (n < 980)
		order_close(host, conv);
	else
		order_other(host, conv, 3);
}

/* ---- Chats --------------------------------------------------------------------------- */

static void
start(struct host *host, struct conv *conv)
{
	int32_t id, result;

	host_arm(host);
	do
		result = e2e_chat_start(host->account, &id, server_user_id(1 - host->user), 77,
		                        host_now(host));
	while (host_again(host, result));
	if (result == E2E_ERR_STATE && rollback_waits(host))
		return;
	if (result != E2E_OK)
		world_fail(host->world, "e2e_chat_start: %s", e2e_strerror(result));
	conv->chat_id = id;
	host_pump(host);
}

static void
accept(struct host *host, struct conv *conv)
{
	int32_t result;

	host_arm(host);
	do
		result = e2e_chat_accept(host->account, conv->chat_id, host_now(host));
	while (host_again(host, result));
	if (result != E2E_OK && !(rollback_waits(host) && result == E2E_ERR_STATE))
		world_fail(host->world, "e2e_chat_accept: %s", e2e_strerror(result));
	host_pump(host);
}

static void
order(struct host *host)
{
	struct model *model = host->world->model;
	struct conv *conv = &model->conv[rng_below(&host->world->rng, (uint32_t)model->n_convs)];
	struct e2e_chat chat = E2E_CHAT_INIT;

	if (conv->chat_id == 0) {
		if (conv->creator == host->user)
			start(host, conv);
		return;
	}
	if (e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK) {
		host->orders += host->put_back; /* it is in no row any more */
		return;
	}
	if (chat.state == E2E_CHAT_REQUESTED)
		accept(host, conv);
	else if (chat.state == E2E_CHAT_ACTIVE)
		order_in(host, conv);
	else if (chat.state == E2E_CHAT_CLOSED)
		host->orders++;
}

void
user_skips(struct host *host, struct conv *conv)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	int32_t result;

	if (conv->chat_id == 0 || host->account == NULL ||
	    e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK ||
	    chat.state != E2E_CHAT_ACTIVE || chat.holes == 0)
		return;
	host_arm(host);
	do
		result = e2e_chat_skip(host->account, conv->chat_id, host_now(host));
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(host->world, "e2e_chat_skip: %s", e2e_strerror(result));
	host_pump(host);
}

void
user_heals(struct host *host, struct conv *conv)
{
	struct e2e_chat chat = E2E_CHAT_INIT;

	if (conv->chat_id == 0 && conv->creator == host->user)
		start(host, conv);
	if (conv->chat_id == 0 || host->account == NULL ||
	    e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK)
		return;
	if (chat.state == E2E_CHAT_REQUESTED)
		accept(host, conv);
	else if (chat.state == E2E_CHAT_ACTIVE)
		user_text(host, conv);
}

/* A clock that was set by somebody, or by nobody. */
static void
leap(struct host *host)
{
	static const int64_t leaps[] = { -400 * DAY, 400 * DAY, -30 * DAY, 30 * DAY, 10000 * DAY };
	int64_t by = leaps[rng_below(&host->world->rng, sizeof leaps / sizeof leaps[0])];

	world_trace(host->world, "the clock of user %" PRIu32 " leaps by %" PRId64 " days",
	            host->user, by / DAY);
	host->clock += by;
	if (host_now(host) < DAY || host->clock > 20000 * DAY)
		host->clock = 0;
}

static void
jump(struct host *host)
{
	static const int64_t jumps[] = { -HOUR, HOUR, -10 * SECOND, 10 * SECOND, -1, 8 * DAY };
	int64_t by = jumps[rng_below(&host->world->rng, sizeof jumps / sizeof jumps[0])];

	world_trace(host->world, "the clock of user %" PRIu32 " jumps by %" PRId64 " s",
	            host->user, by / SECOND);
	host->clock += by;
}

/* Where only one side writes, the other one only accepts the chat. */
static void
order_oneway(struct host *host)
{
	struct conv *conv = &host->world->model->conv[0];
	struct e2e_chat chat = E2E_CHAT_INIT;

	if (conv->chat_id != 0 && e2e_chat_get(host->account, &chat, conv->chat_id) == E2E_OK &&
	    chat.state == E2E_CHAT_ACTIVE) {
		/* who sees that nothing goes out waits a while */
		if (host->world->plan.writer == host->user && chat.unsent < UNSENT_ONEWAY)
			user_text(host, conv);
		else if (host->world->plan.writer == host->user)
			return;
		else
			host->orders = host->world->plan.orders;
		return;
	}
	order(host);
}

static void
turn_oneway(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];

	if (world->healed)
		return;
	if (host->account != NULL && !peer_is_behind(world) &&
	    host->orders < world->plan.orders)
		order_oneway(host);
	if (host->account != NULL && world->plan.rough &&
	    rng_below(&world->rng, RECONNECT_ONEWAY) == 0)
		host_difference(host);
	/* One that has a send out at a time needs two ways for each. */
	(void)world_later(world, world->plan.flags[event->user] & E2E_CONFIG_CHAINS ?
	                  ONEWAY_PAUSE : ONEWAY_PAUSE + 2 * world->plan.slow, host->user,
	                  turn_oneway, NULL);
}

static void
turn(struct world *world, struct event *event)
{
	struct host *host = world->host[event->user];

	if (world->healed || host->orders >= world->plan.orders)
		return;
	if (host->account != NULL && !peer_is_behind(world))
		order(host);
	/* Now and then a connection is made anew, and what was lost comes. */
	if (host->account != NULL && rng_below(&world->rng, RECONNECT) == 0)
		host_difference(host);
	rollback_resume(host);
	if (world_bad_luck(world, world->plan.jump))
		jump(host);
	if (world->plan.leap != 0 && world_bad_luck(world, world->plan.leap))
		leap(host);
	(void)world_later(world, rng_between(&world->rng, 0, PAUSE_MAX), host->user, turn, NULL);
}

void
user_begin(struct host *host)
{
	(void)world_later(host->world, rng_between(&host->world->rng, 0, PAUSE_MAX), host->user,
	                  host->world->plan.oneway ? turn_oneway : turn, NULL);
}
