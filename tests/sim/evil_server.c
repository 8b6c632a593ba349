/* SPDX-License-Identifier: ISC */
/*
 * A server that cheats.  It has no key, so it can only damage, mix up, repeat and invent;
 * the two accounts must come through, and lose no message that it gives them in the end.
 */
#include "config.h"

#include "server.h"

#include "feed.h"

#define PAUSE_MAX 1500

static void
replay(struct world *world, uint32_t user)
{
	const struct mailbox *box = &world->server->box[user];
	struct push push = { .kind = PUSH_PARCEL };

	if (box->n == 0)
		return;
	push.parcel = evil_fake(world, box->parcel[rng_below(&world->rng, (uint32_t)box->n)]);
	push.parcel.qts = 0;
	server_push(world, user, &push);
}

static const uint8_t group_bytes[E2E_DH_BYTES] = { 0x40, 1 };

/* A chat that is not so. */
static void
forge_chat(struct world *world, struct host *host)
{
	struct server *server = world->server;
	struct server_chat chat = {
		.id = (int32_t)rng_next(&world->rng), .creator = 1 - host->user,
		.date = 1700000000, .hash = { 1, 2 },
	};

	chat.state = 1 + rng_below(&world->rng, 3);
	chat.g_a = (struct e2e_bytes){ group_bytes, rng_below(&world->rng, 257) };
	chat.g_b = (struct e2e_bytes){ group_bytes, rng_below(&world->rng, 257) };
	chat.fingerprint = (int64_t)rng_next(&world->rng);
	if (server->n_chats != 0 && rng_below(&world->rng, 2) == 0) {
		const struct server_chat *there =
			server->chat[rng_below(&world->rng, (uint32_t)server->n_chats)];
		struct conv *conv = model_conv(world, there->id);

		chat.id = there->id;
		chat.creator = rng_below(&world->rng, 2) ? there->creator : chat.creator;
		/* What is true is not forged; before the chat is ready a forgery ends it. */
		if (chat.state == CHAT_DISCARDED)
			chat.state = CHAT_ACCEPTED;
		if (conv == NULL)
			return;
		if (!conv->seen_active[host->user]) {
			if (rng_below(&world->rng, 8) != 0)
				return;
			conv->may_close = true;
		}
	}
	host_push(host, &(struct push){ .kind = PUSH_CHAT, .chat = chat });
}

static void
feed(struct host *host, const uint8_t *p, size_t n)
{
	int32_t result;

	host_arm(host);
	do
		result = e2e_feed_tl(host->account, p, n, host_now(host));
	while (host_again(host, result));
	if (result < 0)
		world_fail(host->world, "rubbish gives \"%s\"", e2e_strerror(result));
	host_pump(host);
}

/* Who waits for parameters closes the chat over bad ones. */
static void
spoil_parameters(struct world *world, const struct host *host)
{
	size_t i;

	for (i = 0; i < world->model->n_convs; i++) {
		struct conv *conv = &world->model->conv[i];

		if (!conv->seen_active[host->user])
			conv->may_close = true;
	}
}

/* Bytes that look like something, or like nothing. */
static void
feed_rubbish(struct world *world, struct host *host)
{
	static const uint32_t start[] = {
		E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE, E2E_TL_UPDATE_ENCRYPTION,
		E2E_TL_ENCRYPTED_MESSAGE, E2E_TL_ENCRYPTED_CHAT_REQUESTED, 0x1cb5c415u,
		E2E_TL_MESSAGES_DH_CONFIG, E2E_TL_UPDATE_ENCRYPTED_MESSAGES_READ,
		E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE, E2E_TL_DECRYPTED_MESSAGE_LAYER,
	};
	uint8_t bytes[256];
	size_t n = rng_below(&world->rng, sizeof bytes), i;
	uint32_t ctor = start[rng_below(&world->rng, sizeof start / sizeof start[0])];

	rng_fill(&world->rng, bytes, n);
	for (i = 0; i < 4 && i < n && n % 3 != 0; i++)
		bytes[i] = (uint8_t)(ctor >> 8 * i);
	if (ctor == E2E_TL_MESSAGES_DH_CONFIG)
		spoil_parameters(world, host);
	/* A forged qts would only be the server's own loss. */
	if (n >= 8 && ctor == E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE)
		n = 8;
	feed(host, bytes, n);
}

static void
forge_answer(struct world *world, struct host *host)
{
	int64_t now = host_now(host);
	int32_t result;
	uint64_t id = rng_below(&world->rng, 1000) + UINT64_C(1) * 1000000;

	host_arm(host);
	do
		result = e2e_call_done(host->account, id, 5, NULL, now);
	while (host_again(host, result));
	if (result != E2E_OK)
		world_fail(world, "an answer to nothing gives \"%s\"", e2e_strerror(result));
	host_pump(host);
}

/* One that no message is as long as, for a chat that there is. */
static void
oversize(struct world *world, uint32_t user)
{
	const struct model *model = world->model;
	struct push push = { .kind = PUSH_PARCEL };
	uint8_t *p;

	if (world->plan.limits.packet_bytes == 0)
		return;
	push.parcel.packet.n = world->plan.limits.packet_bytes +
	                       rng_below(&world->rng, world->plan.limits.packet_bytes);
	push.parcel.packet.p = p = world_alloc(world, push.parcel.packet.n);
	rng_fill(&world->rng, p, 64);
	push.parcel.random_id = (int64_t)rng_next(&world->rng);
	push.parcel.chat_id = model->conv[rng_below(&world->rng, (uint32_t)model->n_convs)].chat_id;
	push.parcel.date = evil_date(world, (int32_t)(world->now / SECOND));
	server_push(world, user, &push);
}

static void
turn(struct world *world, struct event *event)
{
	uint32_t user = rng_below(&world->rng, 2);
	struct host *host = world->host[user];

	(void)event;
	if (world->healed)
		return;
	if (host->account != NULL) {
		switch (rng_below(&world->rng, 6)) {
		case 5: oversize(world, user); break;
		case 0: replay(world, user); break;
		case 1: forge_chat(world, host); break;
		case 2: forge_answer(world, host); break;
		default: feed_rubbish(world, host);
		}
	}
	(void)world_later(world, rng_between(&world->rng, 0, PAUSE_MAX), 0, turn, NULL);
}

void
evil_begin(struct world *world)
{
	(void)world_later(world, PAUSE_MAX, 0, turn, NULL);
}
