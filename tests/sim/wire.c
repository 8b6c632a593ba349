/* SPDX-License-Identifier: ISC */
/*
 * The eavesdropper.  It has all keys and judges what accounts send by the rules that TDLib
 * closes a chat for, and by our own: no number has two contents, and nothing leaves before
 * it is stored.
 */
#include "config.h"

#include "host.h"
#include "peer.h"

#include <inttypes.h>
#include <string.h>

void
wire_key(struct world *world, struct conv *conv, const struct e2e_key *key)
{
	size_t i;

	for (i = 0; i < conv->n_keys; i++) {
		if (conv->key[i].fingerprint == key->fingerprint)
			return;
	}
	conv->key = world_grow(world, conv->key, conv->n_keys, &conv->keys_room,
	                       sizeof *conv->key);
	conv->key[conv->n_keys++] = *key;
}

void
wire_learn(struct world *world, struct host *host, struct conv *conv)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	struct e2e_key key = E2E_KEY_INIT;
	uint32_t which;

	if (e2e_chat_get(host->account, &chat, conv->chat_id) != E2E_OK || !chat.has_key)
		return;
	for (which = E2E_KEY_CURRENT; which <= E2E_KEY_NEW; which++) {
		if (e2e_chat_key(host->account, &key, conv->chat_id, which) == E2E_OK)
			wire_key(world, conv, &key);
	}
}

bool
wire_parse(struct world *world, struct heard *heard, struct e2e_bytes payload, bool creator)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const struct e2e_tl_decrypted_message_layer *layer;
	size_t room = E2E_TL_ROOM(payload.n);
	int32_t x = creator ? 0 : 1;

	if (e2e_tl_get(&got, world_alloc(world, room), room, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
	               payload.p, payload.n, NULL) != E2E_OK)
		return false;
	layer = (const void *)got.object;
	heard->layer = layer->layer;
	heard->in_seq = layer->in_seq_no;
	heard->out_seq = layer->out_seq_no;
	heard->random = layer->random_bytes;
	heard->in = (layer->in_seq_no - x) / 2;
	heard->out = (layer->out_seq_no - (1 - x)) / 2;
	heard->message = layer->message;
	heard->action = NULL;
	heard->random_id = 0;
	if (layer->message->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17) {
		const struct e2e_tl_decrypted_message_service_17 *service =
			(const void *)layer->message;

		heard->action = service->action;
		heard->random_id = service->random_id;
	} else if (layer->message->ctor == E2E_TL_DECRYPTED_MESSAGE_73) {
		heard->random_id =
			((const struct e2e_tl_decrypted_message_73 *)(const void *)layer->message)
				->random_id;
	} else if (layer->message->ctor == E2E_TL_DECRYPTED_MESSAGE_45) {
		heard->random_id =
			((const struct e2e_tl_decrypted_message_45 *)(const void *)layer->message)
				->random_id;
	}
	return true;
}

bool
wire_open(struct world *world, struct heard *heard, struct conv *conv, uint32_t user,
          const uint8_t *packet, size_t n)
{
	bool creator = conv->creator == user;
	struct e2e_bytes payload;
	uint8_t *plain = world_alloc(world, n);
	size_t i;

	*heard = (struct heard){ 0 };
	for (i = conv->n_keys; i > 0; i--) {
		const struct e2e_key *key = &conv->key[i - 1];
		int32_t result = e2e_message_open(world->model->crypto, &payload, plain, n, key,
		                                  creator ? E2E_CREATOR : E2E_ACCEPTOR, packet, n);

		if (result == E2E_REFUSED_FORGED)
			result = e2e_message_open_v1(world->model->crypto, &payload, plain, n,
			                             key, packet, n);
		if (result == E2E_OK) {
			heard->fingerprint = key->fingerprint;
			return wire_parse(world, heard, payload, creator);
		}
	}
	return false;
}

static void
judge_numbers(struct world *world, const struct conv *conv, uint32_t user,
              const struct heard *heard)
{
	int32_t x = conv->creator == user ? 0 : 1;

	if (heard->out_seq < 0 || (heard->out_seq & 1) != 1 - x)
		world_fail(world, "out_seq_no %" PRId32 " has the wrong parity", heard->out_seq);
	if (heard->in_seq < 0 || (heard->in_seq & 1) != x)
		world_fail(world, "in_seq_no %" PRId32 " has the wrong parity", heard->in_seq);
	if (heard->random.n < 15 || heard->random.n > 31)
		world_fail(world, "%zu random_bytes", heard->random.n);
	if (heard->layer != 46 && heard->layer != 73 && heard->layer != 101 &&
	    heard->layer != 144)
		world_fail(world, "an iPhone does not know wrapper layer %" PRId32, heard->layer);
	if (heard->random_id == 0)
		world_fail(world, "random_id 0 was sent");
}

/* A self-delete under the number of something else. */
static bool
deletes_itself(const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *action =
		(const void *)heard->action;

	return action != NULL && action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES &&
	       action->random_ids.n == 1 && action->random_ids.v[0] == heard->random_id;
}

static void
judge_first(struct world *world, struct conv *conv, uint32_t user, const struct heard *heard)
{
	const struct side *side = &conv->side[user];
	const struct spoken *last;

	if (world->plan.kind != KIND_EVIL_PEER &&
	    heard->in > (int32_t)conv->side[1 - user].n_spoken)
		world_fail(world, "user %" PRIu32 " acknowledges %" PRId32 " of %zu", user,
		           heard->in, conv->side[1 - user].n_spoken);
	if (heard->out == 0)
		return;
	last = &side->spoken[heard->out - 1];
	if (heard->in < last->in)
		world_fail(world, "in_seq_no goes back from %" PRId32 " to %" PRId32, last->in,
		           heard->in);
	if (heard->layer < last->layer)
		world_fail(world, "the layer goes back from %" PRId32 " to %" PRId32,
		           last->layer, heard->layer);
}

static void
judge_again(struct world *world, struct spoken *spoken, const struct heard *heard,
            uint64_t packet, bool acked)
{
	if (spoken->packet == packet)
		return;
	if (spoken->random_id == 0) { /* it was passed over */
		*spoken = (struct spoken){
			.random_id = heard->random_id, .layer = heard->layer, .in = heard->in,
			.packet = packet, .accepted = true,
		};
		return;
	}
	if (spoken->random_id != heard->random_id)
		world_fail(world, "number %" PRId32 " has two random_ids", heard->out);
	if (!deletes_itself(heard) || (spoken->rewritten && !acked))
		world_fail(world, "number %" PRId32 " has two contents", heard->out);
	if (heard->in != spoken->in || heard->layer < spoken->layer)
		world_fail(world, "the self-delete of number %" PRId32 " has another in_seq_no "
		           "or a lower layer", heard->out);
	spoken->packet = packet;
	spoken->rewritten = true;
}

/* What the user sent must have been called stored before. */
static void
judge_item(struct world *world, struct host *host, struct conv *conv, const struct heard *heard)
{
	struct item *item = model_find(conv, host->user, heard->random_id);

	if (item == NULL)
		return;
	if (item->gone || !item->durable)
		world_fail(world, "a packet that was not committed was sent");
}

static void
judge_method(struct world *world, const struct e2e_call *call, const struct heard *heard)
{
	uint32_t ctor = heard->action == NULL ? 0 : heard->action->ctor;
	bool internal = ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER ||
	                ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND ||
	                ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY ||
	                ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY ||
	                ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY ||
	                ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY ||
	                ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP;

	if (internal != (call->method == E2E_CALL_SEND_SERVICE) && ctor != 0 && internal)
		world_fail(world, "%s goes by method %" PRIu32, e2e_tl_name(ctor), call->method);
	if (heard->action == NULL && call->method == E2E_CALL_SEND_SERVICE)
		world_fail(world, "a message goes as a service message");
	if (ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING)
		world_fail(world, "typing took a sequence number");
}

static struct spoken *
speak(struct world *world, struct side *side)
{
	side->spoken = world_grow(world, side->spoken, side->n_spoken, &side->spoken_room,
	                          sizeof *side->spoken);
	return &side->spoken[side->n_spoken++];
}

/* What HEARD says under its number, against what was said under it before. */
static void
judge_content(struct world *world, struct host *host, struct conv *conv,
              const struct heard *heard, const struct e2e_call *call)
{
	uint64_t packet = world_hash(call->data.p, call->data.n);
	struct side *side = &conv->side[host->user];
	struct e2e_chat chat = E2E_CHAT_INIT;

	/* Who acknowledges what was not sent yet does not get it. */
	while ((world->plan.kind == KIND_EVIL_PEER ||
	        (world->peer != NULL && world->peer->miscounts)) &&
	       heard->out > (int32_t)side->n_spoken)
		*speak(world, side) = (struct spoken){ .accepted = true };
	if (heard->out > (int32_t)side->n_spoken)
		world_fail(world, "number %" PRId32 " comes after number %zu", heard->out,
		           side->n_spoken - 1);
	if ((call->flags & E2E_CALL_REPEATED) && heard->out < (int32_t)side->accepted)
		conv->repeated = true;
	if (heard->out < (int32_t)side->n_spoken) {
		/* What stands in for the bytes of one that was acknowledged is made anew. */
		judge_again(world, &side->spoken[heard->out], heard, packet,
		            e2e_chat_get(host->account, &chat, call->chat_id) == E2E_OK &&
		            heard->out < chat.acked_seq);
		return;
	}
	if ((call->flags & E2E_CALL_REPEATED) &&
	    heard->out >= host->loaded[conv - world->model->conv])
		world_fail(world, "number %" PRId32 " is called repeated, but is new",
		           heard->out);
	judge_first(world, conv, host->user, heard);
	oneway_spoken(world, conv, heard->fingerprint,
	              heard->action == NULL ? 0 : heard->action->ctor);
	*speak(world, side) = (struct spoken){
		.random_id = heard->random_id, .layer = heard->layer, .in = heard->in,
		.packet = packet,
	};
	/* budgets are not saved: what was made before a crash was counted then */
	if ((world->plan.traits & TRAIT_ENDLESS) != 0 && heard->action != NULL &&
	    heard->out >= host->loaded[conv - world->model->conv] &&
	    heard->action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY)
		peer_answered(world, host);
}

void
wire_send(struct world *world, struct host *host, const struct e2e_call *call)
{
	struct conv *conv = model_conv(world, call->chat_id);
	struct heard heard;

	if (conv == NULL)
		world_fail(world, "a packet for chat %" PRId32 ", which is not there",
		           call->chat_id);
	wire_learn(world, host, conv);
	if (!wire_open(world, &heard, conv, host->user, call->data.p, call->data.n)) {
		/* a chat that was not accepted yet in the copy is accepted again, to no avail */
		if (host->put_back && world->plan.kind == KIND_EVIL_PEER)
			return;
		world_fail(world, "a packet of %zu bytes, for random_id %" PRId64 ", was sent that "
		           "no key opens", call->data.n, call->random_id);
	}
	world_trace(world, "user %" PRIu32 " sends %" PRId32 " (in %" PRId32 ", layer %" PRId32
	            ", key %016" PRIx64 "): %s", host->user, heard.out, heard.in, heard.layer,
	            (uint64_t)heard.fingerprint,
	            e2e_tl_name(heard.action != NULL ? heard.action->ctor :
	                                               heard.message->ctor));
	if (host->waits)
		world_fail(world, "something is sent before the rollback is answered");
	judge_numbers(world, conv, host->user, &heard);
	judge_method(world, call, &heard);
	if (heard.random_id != call->random_id)
		world_fail(world, "the call has another random_id than the message in it");
	if (!host_holds(host, call->data.p, call->data.n))
		world_fail(world, "number %" PRId32 " was handed out, but no row has it",
		           heard.out);
	judge_item(world, host, conv, &heard);
	if (host->resumed)
		return; /* numbers are used again: the user was asked */
	judge_content(world, host, conv, &heard, call);
}

void
wire_accepted(struct world *world, struct conv *conv, uint32_t user, int64_t random_id)
{
	struct side *side = &conv->side[user];
	size_t i;

	/* nearly always it is the next one */
	i = side->accepted < side->n_spoken &&
	    side->spoken[side->accepted].random_id == random_id ? side->accepted : 0;
	for (; i < side->n_spoken && side->spoken[i].random_id != random_id; i++)
		;
	if (i == side->n_spoken || side->spoken[i].accepted)
		return;
	if (i != side->accepted && world->plan.kind != KIND_EVIL_PEER &&
	    (world->peer == NULL || !world->peer->miscounts))
		world_fail(world, "the server gets number %zu of user %" PRIu32 " before %zu", i,
		           user, side->accepted);
	side->spoken[i].accepted = true;
	side->accepted++;
}
