/* SPDX-License-Identifier: ISC */
/* Messages of scripted clients: numbers, holes, and what they see. */
#include "config.h"

#include "peer.h"

#include <inttypes.h>
#include <string.h>

int32_t
peer_layer(const struct peer *peer)
{
	int32_t layer = e2e_layer_wrapper(peer->habit->layer, peer->his_layer);

	if (peer->opening_layer != 0 && peer->out == 0)
		return peer->opening_layer;
	if (peer->habit->one_layer)
		return peer->habit->layer;
	return layer < 73 ? 73 : layer;
}

struct e2e_bytes
peer_tl(struct world *world, uint32_t type, const void *object)
{
	struct e2e_bytes tl = { NULL, 0 };
	uint8_t *bytes;
	size_t n;

	if (e2e_tl_measure(&n, type, object) != E2E_OK)
		world_fail(world, "a peer's object cannot be measured");
	bytes = world_alloc(world, n);
	if (e2e_tl_put(bytes, n, &tl.n, type, object) != E2E_OK)
		world_fail(world, "a peer's object cannot be written");
	tl.p = bytes;
	return tl;
}

struct e2e_bytes
peer_seal_raw(struct world *world, struct peer *peer, size_t key, struct e2e_bytes payload)
{
	size_t room = E2E_PACKET_ROOM(payload.n), n;
	uint8_t *packet = world_alloc(world, room);

	if (e2e_message_seal(peer->crypto, packet, room, &n, &peer->key[key],
	                     peer->creator ? E2E_CREATOR : E2E_ACCEPTOR, NULL, payload.p,
	                     payload.n) != E2E_OK)
		world_fail(world, "a peer cannot seal");
	return (struct e2e_bytes){ packet, n };
}

/* The same in MTProto 1. */
static struct e2e_bytes
seal_v1(struct world *world, struct peer *peer, size_t key, struct e2e_bytes payload)
{
	size_t room = E2E_PACKET_ROOM(payload.n), n;
	uint8_t *packet = world_alloc(world, room);

	if (e2e_message_seal_v1(peer->crypto, packet, room, &n, &peer->key[key], payload.p,
	                        payload.n) != E2E_OK)
		world_fail(world, "a peer cannot seal in MTProto 1");
	return (struct e2e_bytes){ packet, n };
}

/* The wrapper is written by hand: MESSAGE is TL already. */
struct e2e_bytes
peer_seal(struct world *world, struct peer *peer, size_t key, int32_t layer, int32_t in,
          int32_t out, struct e2e_bytes message)
{
	static const struct e2e_tl noop = { E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP };
	struct e2e_tl_decrypted_message_service_17 stand_in = {
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, 1, &noop };
	struct e2e_tl_decrypted_message_layer wrapper = {
		E2E_TL_DECRYPTED_MESSAGE_LAYER, { NULL, 15 }, layer, peer_in_seq(peer, in),
		peer_out_seq(peer, out), (const void *)&stand_in };
	struct e2e_bytes head;
	uint8_t random[15], *whole;
	size_t n;

	rng_fill(&world->rng, random, sizeof random);
	wrapper.random_bytes.p = random;
	head = peer_tl(world, E2E_TYPE_DECRYPTED_MESSAGE_LAYER, &wrapper);
	n = head.n - 16; /* the message that stands in */
	whole = world_alloc(world, n + message.n);
	memcpy(whole, head.p, n);
	memcpy(whole + n, message.p, message.n);
	if (peer->opening_layer != 0 && out == 0)
		return seal_v1(world, peer, key, (struct e2e_bytes){ whole, n + message.n });
	return peer_seal_raw(world, peer, key, (struct e2e_bytes){ whole, n + message.n });
}

void
peer_post(struct world *world, struct peer *peer, struct e2e_bytes packet, int64_t random_id,
          bool service)
{
	struct parcel parcel = { .chat_id = peer->chat->id, .random_id = random_id,
	                         .service = service, .packet = packet };

	if (peer->chat->state == CHAT_ACCEPTED)
		server_parcel(world, 0, &parcel);
}

void
peer_send(struct world *world, struct peer *peer, const void *object, int64_t random_id,
          bool service, bool action)
{
	const struct e2e_tl_decrypted_message_service_17 *said = object;
	struct side *side = &peer->conv->side[1];
	struct peer_sent *sent;

	peer->sent = world_grow(world, peer->sent, (size_t)peer->out, &peer->sent_room,
	                        sizeof *peer->sent);
	sent = &peer->sent[peer->out];
	*sent = (struct peer_sent){
		.tl = peer_spells(world, random_id,
		                  peer_tl(world, E2E_TYPE_DECRYPTED_MESSAGE, object)),
		.random_id = random_id, .in = peer->habit->acknowledges(peer),
		.layer = peer_layer(peer), .key = peer->current, .service = service,
		.action = action,
	};
	sent->packet = peer_seal(world, peer, sent->key, sent->layer, sent->in, peer->out,
	                         sent->tl);
	world_trace(world, "peer sends %" PRId32 " (in %" PRId32 ", layer %" PRId32
	            ", key %016" PRIx64 ")", peer->out, sent->in, sent->layer,
	            (uint64_t)peer->key[sent->key].fingerprint);
	peer->out++;
	peer->uses_out++;
	side->n_spoken++;
	oneway_spoken(world, peer->conv, peer->key[sent->key].fingerprint,
	              action ? said->action->ctor : 0);
	peer_post(world, peer, sent->packet, random_id, service);
}

void
peer_send_action(struct world *world, struct peer *peer, const void *action)
{
	int64_t random_id = (int64_t)(rng_next(&world->rng) | 1);

	world_trace(world, "peer: %s", e2e_tl_name(((const struct e2e_tl *)action)->ctor));
	peer_send(world, peer, &(struct e2e_tl_decrypted_message_service_17){
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, random_id, action }, random_id, true, true);
}

void
peer_ask(struct world *world, struct peer *peer, int32_t first, int32_t last)
{
	/* The account's numbers have the other parity. */
	int32_t x = peer->creator ? 0 : 1;

	world_trace(world, "the peer asks for %" PRId32 " to %" PRId32, first, last);
	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_resend){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, 2 * first + x, 2 * last + x });
}

/* ---- What the client's user sees ----------------------------------------------------- */

static void
show(struct world *world, struct peer *peer, const struct item *item)
{
	if (!peer->shown)
		model_received(world, peer->conv, 0, item);
}

static void
see_message(struct world *world, struct peer *peer, const struct heard *heard)
{
	struct item item = { .kind = ITEM_TEXT, .random_id = heard->random_id };

	if (heard->message->ctor == E2E_TL_DECRYPTED_MESSAGE_73) {
		const struct e2e_tl_decrypted_message_73 *m = (const void *)heard->message;

		if (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA)
			item.kind = ITEM_FILE;
		item.text = m->message;
		item.ttl = m->ttl;
		item.silent = (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT) != 0;
		if (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID)
			item.reply_to = m->reply_to_random_id;
	} else {
		world_fail(world, "a client of today gets %s", e2e_tl_name(heard->message->ctor));
	}
	show(world, peer, &item);
}

static void
obey(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_resend *resend = (const void *)heard->action;

	peer->habit->asked(world, peer, resend->start_seq_no / 2, resend->end_seq_no / 2, heard);
}

/* Actions that the user sees are items; the others go to the habit. */
static void
see_action(struct world *world, struct peer *peer, const struct heard *heard)
{
	struct item item = { .random_id = heard->random_id };

	switch (heard->action->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL:
		item.kind = ITEM_TTL;
		item.ttl = ((const struct e2e_tl_decrypted_message_action_set_message_ttl *)
			    (const void *)heard->action)->ttl_seconds;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES:
		item.kind = ITEM_DELETE;
		item.ids = ((const struct e2e_tl_decrypted_message_action_delete_messages *)
			    (const void *)heard->action)->random_ids;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES:
		item.kind = ITEM_OPENED;
		item.ids = ((const struct e2e_tl_decrypted_message_action_read_messages *)
			    (const void *)heard->action)->random_ids;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES:
		item.kind = ITEM_SCREENSHOT;
		item.ids = ((const struct e2e_tl_decrypted_message_action_screenshot_messages *)
			    (const void *)heard->action)->random_ids;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY:
		item.kind = ITEM_FLUSH;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND:
		obey(world, peer, heard);
		return;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER: {
		int32_t layer = ((const struct e2e_tl_decrypted_message_action_notify_layer *)
			         (const void *)heard->action)->layer;

		if (layer > peer->his_layer)
			peer->his_layer = layer;
		return;
	}
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP:
		return;
	default:
		peer->habit->key(world, peer, heard);
		return;
	}
	show(world, peer, &item);
}

static void
see(struct world *world, struct peer *peer, const struct heard *heard, bool obeyed)
{
	if (heard->action == NULL)
		see_message(world, peer, heard);
	else if (!obeyed || heard->action->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND)
		see_action(world, peer, heard);
}

/* ---- Numbers ------------------------------------------------------------------------- */

void
peer_take(struct world *world, struct peer *peer, const struct heard *heard, bool obeyed)
{
	int32_t i;

	peer->habit->judge(world, peer, heard);
	peer->in++;
	if (peer_key_find(peer, heard->fingerprint) == peer->current)
		peer->uses_in++;
	if (heard->layer > peer->his_layer)
		peer->his_layer = heard->layer;
	if (heard->layer > peer->last_layer)
		peer->last_layer = heard->layer;
	if (peer_reads(world, peer, heard))
		see(world, peer, heard, obeyed);
	for (i = peer->acked; i < heard->in && i < peer->out; i++)
		peer->sent[i].acked = true;
	if (heard->in > peer->acked)
		peer->acked = heard->in;
}

static void
hold(struct world *world, struct peer *peer, const struct heard *heard)
{
	struct peer_held *held;

	while (peer->n_held <= (size_t)heard->out) {
		peer->held = world_grow(world, peer->held, peer->n_held, &peer->held_room,
		                        sizeof *peer->held);
		memset(&peer->held[peer->n_held++], 0, sizeof *peer->held);
	}
	held = &peer->held[heard->out];
	/* TDLib obeys a copy of a held request once more; that does no harm. */
	if (peer->habit->obeys_early && heard->action != NULL &&
	    heard->action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND)
		obey(world, peer, heard);
	if (!held->used) {
		*held = (struct peer_held){ *heard, true, peer->habit->obeys_early };
		peer->habit->ahead(world, peer, heard);
	}
}

static bool
has_key(const struct peer *peer, size_t key)
{
	if (peer->habit->keeps_keys)
		return key != peer->next && peer->first_raw[key] != SIZE_MAX;
	return key == peer->current || key == peer->old || key == peer->next;
}

bool
peer_open(struct world *world, struct peer *peer, struct heard *heard,
          const struct parcel *parcel)
{
	int64_t fingerprint;
	size_t key, i;

	if (parcel->packet.n < 8)
		world_fail(world, "a packet of %zu bytes", parcel->packet.n);
	for (i = 0, fingerprint = 0; i < 8; i++)
		fingerprint = (int64_t)((uint64_t)fingerprint |
		                        (uint64_t)parcel->packet.p[i] << 8 * i);
	key = peer_key_find(peer, fingerprint);
	if (key == NO_KEY || !has_key(peer, key)) {
		world_trace(world, "the peer has no key %016" PRIx64, (uint64_t)fingerprint);
		if (peer->habit->unknown != NULL)
			peer->habit->unknown(world, peer, parcel);
		return false;
	}
	if (!wire_open(world, heard, peer->conv, 0, parcel->packet.p, parcel->packet.n))
		world_fail(world, "the peer cannot open a packet under a key it has");
	return true;
}

void
peer_receive(struct world *world, struct peer *peer, const struct parcel *parcel)
{
	struct heard heard;

	if (!peer_open(world, peer, &heard, parcel))
		return;
	if (heard.out < peer->in)
		return;
	if (heard.out > peer->in) {
		hold(world, peer, &heard);
		return;
	}
	peer_take(world, peer, &heard,
	          peer->n_held > (size_t)heard.out && peer->held[heard.out].used &&
	          peer->held[heard.out].obeyed);
	while ((size_t)peer->in < peer->n_held && peer->held[peer->in].used &&
	       peer->active) {
		struct peer_held *held = &peer->held[peer->in];

		peer_take(world, peer, &held->heard, held->obeyed);
	}
}
