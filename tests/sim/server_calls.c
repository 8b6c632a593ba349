/* SPDX-License-Identifier: ISC */
/* What the server does when it is called. */
#include "config.h"

#include "server.h"

#include <inttypes.h>
#include <string.h>

#include "host.h"
#include "model.h"

#define EARLY_MARKS 100 /* of a thousand messages */

static struct e2e_bytes
keep(struct world *world, struct e2e_bytes bytes)
{
	return (struct e2e_bytes){ world_copy(world, bytes.p, bytes.n), bytes.n };
}

static void
refuse(struct answer *answer, int32_t code, const char *text)
{
	*answer = (struct answer){ .code = code, .text = text };
}

/* The chat that a call is about, with the right access_hash. */
static struct server_chat *
called_chat(struct world *world, const struct wire_call *call)
{
	struct server_chat *chat = server_chat(world, call->call.chat_id);

	/* a row that is nobody's is of a chat that is nobody's */
	if (chat == NULL && world->host[call->user]->put_back &&
	    call->call.method == E2E_CALL_DISCARD)
		return NULL;
	if (chat == NULL)
		world_fail(world, "a call for chat %" PRId32 ", which is not there",
		           call->call.chat_id);
	if (call->call.method != E2E_CALL_DISCARD &&
	    call->call.access_hash != chat->hash[call->user])
		world_fail(world, "a call with another access_hash than the chat's");
	return chat;
}

/* ---- Chats --------------------------------------------------------------------------- */

void
server_request(struct world *world, uint32_t user, int32_t chat_id, struct e2e_bytes g_a)
{
	struct server *server = world->server;
	struct server_chat *chat;

	if (server->n_chats == sizeof server->chat / sizeof server->chat[0])
		world_fail(world, "too many chats were started");
	chat = world_alloc(world, sizeof *chat);
	*chat = (struct server_chat){
		.id = chat_id, .state = CHAT_REQUESTED, .creator = user,
		.date = (int32_t)(world->now / SECOND), .g_a = keep(world, g_a),
	};
	chat->hash[0] = (int64_t)rng_next(&world->rng);
	chat->hash[1] = (int64_t)rng_next(&world->rng);
	server->chat[server->n_chats++] = chat;
	server_push_chat(world, 1 - user, chat);
}

/* How a server takes what it did already is its own affair. */
static bool
repeats_fail(struct world *world)
{
	return rng_below(&world->rng, 2) == 0;
}

static void
request(struct world *world, const struct wire_call *call, struct answer *answer)
{
	struct server_chat *chat = server_chat(world, call->call.chat_id);
	struct conv *conv = model_conv(world, call->call.chat_id);

	if (call->call.user_id != server_user_id(1 - call->user))
		world_fail(world, "a chat is asked of somebody else");
	/* Once an id may be somebody else's; one that got through before is one's own. */
	if (world->server->duplicate_ids != 0 && chat == NULL &&
	    !(call->call.flags & E2E_CALL_REPEATED)) {
		world->server->duplicate_ids--;
		refuse(answer, 400, "RANDOM_ID_DUPLICATE");
		return;
	}
	/* who was put back to before it asked does not know that it did */
	if (chat != NULL && !world->host[call->user]->put_back &&
	    (chat->g_a.n != call->call.g_x.n ||
	     memcmp(chat->g_a.p, call->call.g_x.p, chat->g_a.n) != 0))
		world_fail(world, "a chat was asked for again with another g_a");
	if (chat != NULL && repeats_fail(world)) {
		refuse(answer, 400, "RANDOM_ID_DUPLICATE");
		return;
	}
	if (chat == NULL)
		server_request(world, call->user, call->call.chat_id, call->call.g_x);
	if (conv != NULL)
		conv->there = true;
	answer->kind = ANSWER_CHAT;
	answer->chat = *server_chat(world, call->call.chat_id);
	/* The answer is what a request gives, whatever happened since. */
	answer->chat.state = CHAT_REQUESTED;
}

void
server_accept(struct world *world, uint32_t user, struct server_chat *chat, struct e2e_bytes g_b,
              int64_t fingerprint)
{
	chat->state = CHAT_ACCEPTED;
	chat->g_b = keep(world, g_b);
	chat->fingerprint = fingerprint;
	server_push_chat(world, 1 - user, chat);
}

static void
accept(struct world *world, const struct wire_call *call, struct answer *answer)
{
	struct server_chat *chat = called_chat(world, call);

	if (chat->state == CHAT_DISCARDED) {
		refuse(answer, 400, "ENCRYPTION_ALREADY_DECLINED");
		return;
	}
	if (chat->state == CHAT_ACCEPTED && world->host[call->user]->put_back) {
		refuse(answer, 400, "ENCRYPTION_ALREADY_ACCEPTED");
		return;
	}
	if (chat->state == CHAT_ACCEPTED &&
	    (chat->g_b.n != call->call.g_x.n ||
	     memcmp(chat->g_b.p, call->call.g_x.p, chat->g_b.n) != 0))
		world_fail(world, "a chat was accepted again with another g_b");
	if (chat->state == CHAT_ACCEPTED && repeats_fail(world)) {
		refuse(answer, 400, "ENCRYPTION_ALREADY_ACCEPTED");
		return;
	}
	if (chat->state == CHAT_REQUESTED)
		server_accept(world, call->user, chat, call->call.g_x,
		              call->call.key_fingerprint);
	answer->kind = ANSWER_CHAT;
	answer->chat = *chat;
}

void
server_discard(struct world *world, uint32_t user, struct server_chat *chat, bool history)
{
	chat->state = CHAT_DISCARDED;
	chat->history = history;
	server_push_chat(world, 1 - user, chat);
}

static void
discard(struct world *world, const struct wire_call *call, struct answer *answer)
{
	struct server_chat *chat = called_chat(world, call);

	if (chat == NULL || chat->state == CHAT_DISCARDED)
		refuse(answer, 400, "ENCRYPTION_ALREADY_DECLINED");
	else
		server_discard(world, call->user, chat,
		               (call->call.flags & E2E_CALL_DELETE_HISTORY) != 0);
}

/* ---- Messages ------------------------------------------------------------------------ */

static bool
was_refused(const struct server *server, uint64_t packet)
{
	size_t i;

	for (i = 0; i < server->n_refusals; i++) {
		if (server->refusal[i] == packet)
			return true;
	}
	return false;
}

static const struct spoken *
spoken_as(const struct side *side, int64_t random_id)
{
	size_t i;

	for (i = 0; i < side->n_spoken; i++) {
		if (side->spoken[i].random_id == random_id)
			return &side->spoken[i];
	}
	return NULL;
}

static bool
was_accepted(const struct side *side, int64_t random_id)
{
	const struct spoken *spoken = spoken_as(side, random_id);

	return spoken != NULL && (spoken->accepted || spoken->rewritten);
}

/*
 * A call that is made again, to a server that looks at random_ids of what is not taken yet.  One
 * that remembered them for ever would let nobody send again what was lost.
 */
static bool
is_had(const struct world *world, const struct wire_call *call)
{
	return world->plan.knows_ids && (call->call.flags & E2E_CALL_REPEATED) != 0 &&
	       server_has(world, 1 - call->user, call->call.random_id);
}

/* Only what a user sent is refused for good, and once it is it stays so. */
static bool
is_refused(struct world *world, struct conv *conv, const struct wire_call *call)
{
	struct server *server = world->server;
	uint64_t packet = world_hash(call->call.data.p, call->call.data.n);
	const struct item *item = model_find(conv, call->user, call->call.random_id);

	if (was_refused(server, packet))
		return true;
	/* What was deleted may be a deletion of itself by now. */
	if (call->call.method == E2E_CALL_SEND_SERVICE || item == NULL || item->may_vanish ||
	    was_accepted(&conv->side[call->user], call->call.random_id) ||
	    !world_bad_luck(world, world->plan.refuse))
		return false;
	server->refusal = world_grow(world, server->refusal, server->n_refusals,
	                             &server->refusals_room, sizeof *server->refusal);
	server->refusal[server->n_refusals++] = packet;
	return true;
}

static void
send_packet(struct world *world, const struct wire_call *call, struct answer *answer)
{
	struct server_chat *chat = called_chat(world, call);
	struct conv *conv = model_conv(world, chat->id);
	struct parcel parcel = {
		.chat_id = chat->id, .random_id = call->call.random_id,
		.service = call->call.method == E2E_CALL_SEND_SERVICE, .packet = call->call.data,
	};

	if (chat->state != CHAT_ACCEPTED) {
		refuse(answer, 400, "ENCRYPTION_DECLINED");
		return;
	}
	if (is_refused(world, conv, call)) {
		world_trace(world, "the server refuses a message of user %" PRIu32, call->user);
		refuse(answer, 400, "DATA_TOO_LONG");
		return;
	}
	if (is_had(world, call)) {
		refuse(answer, 400, "RANDOM_ID_DUPLICATE");
		return;
	}
	if (call->call.file != NULL) {
		parcel.file = (struct e2e_remote_file)E2E_REMOTE_FILE_INIT;
		parcel.file.id = call->call.file->id;
		parcel.file.bytes = 1024;
		parcel.file.key_fingerprint = call->call.file->key_fingerprint;
	}
	wire_accepted(world, conv, call->user, call->call.random_id);
	server_parcel(world, 1 - call->user, &parcel);
	answer->kind = ANSWER_SENT;
	answer->date = evil_date(world, (int32_t)(world->now / SECOND));
	/* read before it was called sent */
	if (world->plan.odd_dates != 0 && world_bad_luck(world, EARLY_MARKS))
		server_push(world, call->user, &(struct push){
			.kind = PUSH_READ, .chat_id = chat->id, .max_date = answer->date,
			.date = answer->date });
	answer->file = parcel.file;
}

void
server_execute(struct world *world, const struct wire_call *call, struct answer *answer)
{
	struct push push = { .chat_id = call->call.chat_id, .max_date = call->call.max_date,
	                     .date = (int32_t)(world->now / SECOND) };

	answer->ok = true;
	answer->kind = ANSWER_TRUE;
	switch (call->call.method) {
	case E2E_CALL_GET_DH_CONFIG:
		answer->kind = ANSWER_DH;
		break;
	case E2E_CALL_REQUEST:
		request(world, call, answer);
		break;
	case E2E_CALL_ACCEPT:
		accept(world, call, answer);
		break;
	case E2E_CALL_DISCARD:
		discard(world, call, answer);
		break;
	case E2E_CALL_SEND:
	case E2E_CALL_SEND_SERVICE:
	case E2E_CALL_SEND_FILE:
		send_packet(world, call, answer);
		break;
	case E2E_CALL_SET_TYPING:
		push.kind = PUSH_TYPING;
		server_push(world, 1 - call->user, &push);
		break;
	case E2E_CALL_READ_HISTORY:
		push.kind = PUSH_READ;
		server_push(world, 1 - call->user, &push);
		break;
	case E2E_CALL_RECEIVED_QUEUE:
		server_ack(world, call->user, call->call.max_qts);
		answer->kind = ANSWER_LONGS;
		break;
	default:
		world_fail(world, "method %" PRIu32 " is not known", call->call.method);
	}
}
