/* SPDX-License-Identifier: ISC */
/*
 * Somebody who has the keys and keeps no rule.  What it does is drawn: between messages
 * that are right it breaks each rule there is, so that an account is met in every state.
 * Nothing is expected but that the account lives, stays small, and keeps its own rules.
 */
#include "config.h"

#include "peer.h"

#include <string.h>

#define FLOOD 60

static const int64_t odd[] = {
	0, 1, -1, 2, 3, 7, 8, 46, 1000, 1001, 2002, 65536, 200001, INT32_MAX - 1, INT32_MAX,
	INT32_MIN, INT64_MAX, INT64_MIN, 1 << 30, -1000,
};

static int64_t
odd_number(struct rng *rng)
{
	return odd[rng_below(rng, sizeof odd / sizeof odd[0])];
}

static struct e2e_bytes
noise(struct world *world, size_t n)
{
	uint8_t *p = world_alloc(world, n);

	rng_fill(&world->rng, p, n);
	return (struct e2e_bytes){ p, n };
}

/* ---- Packets ------------------------------------------------------------------------- */

struct claim {
	int32_t in_seq, out_seq, layer;
	size_t random_n;
	bool version_1;
};

/* What a right message would claim. */
static struct claim
right(const struct peer *peer)
{
	return (struct claim){ peer_in_seq(peer, peer->in), peer_out_seq(peer, peer->out), 144,
	                       15, false };
}

static void
post(struct world *world, struct peer *peer, struct e2e_bytes packet)
{
	int64_t random_id = (int64_t)rng_next(&world->rng);

	peer_post(world, peer, packet, random_id, rng_below(&world->rng, 2) == 0);
}

static void
post_payload(struct world *world, struct peer *peer, struct e2e_bytes payload, bool version_1)
{
	size_t key = rng_below(&world->rng, 8) == 0 ?
	             rng_below(&world->rng, (uint32_t)peer->n_keys) : peer->current;
	size_t room = E2E_PACKET_ROOM(payload.n), n = 0;
	uint8_t *packet;

	if (!version_1) {
		post(world, peer, peer_seal_raw(world, peer, key, payload));
		return;
	}
	packet = world_alloc(world, room);
	if (e2e_message_seal_v1(peer->crypto, packet, room, &n, &peer->key[key], payload.p,
	                        payload.n) == E2E_OK)
		post(world, peer, (struct e2e_bytes){ packet, n });
}

static void
say(struct world *world, struct peer *peer, const struct claim *claim, const void *message)
{
	struct e2e_tl_decrypted_message_layer layer = {
		E2E_TL_DECRYPTED_MESSAGE_LAYER, noise(world, claim->random_n), claim->layer,
		claim->in_seq, claim->out_seq, message };

	post_payload(world, peer, peer_tl(world, E2E_TYPE_DECRYPTED_MESSAGE_LAYER, &layer),
	             claim->version_1);
	if (claim->out_seq == peer_out_seq(peer, peer->out)) {
		peer->out++;
		peer->conv->side[1].n_spoken++;
	}
}

static void
say_text(struct world *world, struct peer *peer, const struct claim *claim)
{
	struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.message = noise(world, rng_below(&world->rng, 40)),
	};

	if (rng_below(&world->rng, 10) != 0)
		message.random_id = (int64_t)rng_next(&world->rng);
	if (rng_below(&world->rng, 3) == 0)
		message.ttl = (int32_t)odd_number(&world->rng);
	say(world, peer, claim, &message);
}

static void
say_action(struct world *world, struct peer *peer, const void *action)
{
	struct claim claim = right(peer);

	say(world, peer, &claim, &(struct e2e_tl_decrypted_message_service_17){
		E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, (int64_t)rng_next(&world->rng), action });
}

/* ---- Deeds --------------------------------------------------------------------------- */

static void
lie_about_numbers(struct world *world, struct peer *peer)
{
	struct claim claim = right(peer);

	switch (rng_below(&world->rng, 6)) {
	case 0: claim.in_seq = (int32_t)odd_number(&world->rng); break;
	case 1: claim.out_seq = (int32_t)odd_number(&world->rng); break;
	case 2: claim.in_seq += 2 * (int32_t)rng_between(&world->rng, -5, 5); break;
	case 3: claim.out_seq += 2 * (int32_t)rng_between(&world->rng, -5, 20); break;
	case 4: claim.in_seq ^= 1; break;
	default: claim.out_seq ^= 1;
	}
	say_text(world, peer, &claim);
}

static void
lie_about_layers(struct world *world, struct peer *peer)
{
	struct claim claim = right(peer);

	claim.layer = (int32_t)odd_number(&world->rng);
	claim.random_n = rng_below(&world->rng, 20);
	claim.version_1 = rng_below(&world->rng, 4) == 0;
	say_text(world, peer, &claim);
	say_action(world, peer, &(struct e2e_tl_decrypted_message_action_notify_layer){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, (int32_t)odd_number(&world->rng) });
}

static void
ask_too_much(struct world *world, struct peer *peer)
{
	uint32_t n = 1 + rng_below(&world->rng, FLOOD), kind = rng_below(&world->rng, 4);
	int32_t x = peer->creator ? 0 : 1;

	while (n-- > 0) {
		int32_t first = x, last = 2 * peer->in + x;

		if (kind == 1) {
			first = (int32_t)odd_number(&world->rng);
			last = (int32_t)odd_number(&world->rng);
		} else if (kind == 2) {
			first = 2 * (int32_t)rng_between(&world->rng, 0, peer->in) + x;
			last = first + 2 * (int32_t)rng_between(&world->rng, -3, 1100);
		}
		say_action(world, peer, &(struct e2e_tl_decrypted_message_action_resend){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, first, last });
	}
}

static struct e2e_bytes
bad_value(struct world *world)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	struct e2e_bytes value = { NULL, 0 };
	uint8_t *p;

	e2e_dh_group_known(&group);
	switch (rng_below(&world->rng, 5)) {
	case 0: return value;
	case 1: return noise(world, 1 + rng_below(&world->rng, 300));
	case 2: return (struct e2e_bytes){ world_copy(world, group.p, sizeof group.p), 256 };
	case 3:
		p = world_copy(world, group.p, sizeof group.p);
		p[255]--;
		return (struct e2e_bytes){ p, 256 };
	default:
		p = world_alloc(world, 256);
		p[255] = (uint8_t)rng_below(&world->rng, 3);
		return (struct e2e_bytes){ p, 256 };
	}
}

static int64_t
some_exchange(struct world *world, const struct peer *peer)
{
	const struct e2e_tl_decrypted_message_action_abort_key *last =
		(const void *)peer->last_action.action;

	if (last != NULL && rng_below(&world->rng, 2) == 0)
		return last->exchange_id;
	return rng_below(&world->rng, 4) == 0 ? odd_number(&world->rng) : peer->rekey_id;
}

static void
abuse_keys(struct world *world, struct peer *peer)
{
	int64_t id = some_exchange(world, peer), fingerprint = odd_number(&world->rng);

	switch (rng_below(&world->rng, 4)) {
	case 0:
		say_action(world, peer, &(struct e2e_tl_decrypted_message_action_request_key){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, id, bad_value(world) });
		break;
	case 1:
		say_action(world, peer, &(struct e2e_tl_decrypted_message_action_accept_key){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY, id, bad_value(world),
			fingerprint });
		break;
	case 2:
		say_action(world, peer, &(struct e2e_tl_decrypted_message_action_commit_key){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY, id, fingerprint });
		break;
	default:
		say_action(world, peer, &(struct e2e_tl_decrypted_message_action_abort_key){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY, id });
	}
}

/* Half of a right re-key, so that the wrong half meets its state. */
static void
begin_rekey(struct world *world, struct peer *peer)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t value[E2E_DH_BYTES];

	e2e_dh_group_known(&group);
	if (e2e_dh_keypair(peer->crypto, &group, peer->rekey_exponent, value, NULL, 0) != E2E_OK)
		world_fail(world, "the evil peer has no key pair");
	peer->rekey_id = (int64_t)rng_next(&world->rng);
	say_action(world, peer, &(struct e2e_tl_decrypted_message_action_request_key){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, peer->rekey_id,
		{ value, sizeof value } });
}

static void
go_on_rekey(struct world *world, struct peer *peer)
{
	const struct e2e_tl *action = peer->last_action.action;

	if (action == NULL)
		return;
	if (action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY) {
		struct e2e_tl_decrypted_message_action_accept_key accept =
			peer_accept(world, peer, (const void *)action);

		say_action(world, peer, &accept);
	} else if (action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY) {
		const struct e2e_tl_decrypted_message_action_accept_key *accept =
			(const void *)action;

		if (accept->exchange_id != peer->rekey_id || !peer_agree(world, peer, accept))
			return;
		say_action(world, peer, &(struct e2e_tl_decrypted_message_action_commit_key){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY, peer->rekey_id,
			peer->key[peer->next].fingerprint });
		peer_switch(peer);
	} else if (action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY &&
	           peer->next != NO_KEY) {
		peer_switch(peer);
	}
}

/* TL that is none, or too much of it, well sealed. */
static void
say_rubbish(struct world *world, struct peer *peer)
{
	struct claim claim = right(peer);
	size_t n = 4 * rng_below(&world->rng, 60), i;
	int64_t *ids;

	switch (rng_below(&world->rng, 4)) {
	case 0:
		post_payload(world, peer, noise(world, n), false);
		break;
	case 1: {
		/* A right wrapper around a constructor that there is not. */
		struct e2e_bytes inner = noise(world, n + 4);

		post(world, peer, peer_seal(world, peer, peer->current, 144, peer->in,
		                            peer->out, inner));
		peer->out++;
		peer->conv->side[1].n_spoken++;
		break;
	}
	case 2:
		n = 1 + rng_below(&world->rng, 5000);
		ids = world_alloc(world, n * sizeof *ids);
		for (i = 0; i < n; i++)
			ids[i] = (int64_t)rng_next(&world->rng);
		say_action(world, peer, &(struct e2e_tl_decrypted_message_action_delete_messages){
			n % 2 ? E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES :
			        E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, { ids, n } });
		break;
	default:
		/* Layer 8, in a wrapper and without. */
		say(world, peer, &claim, &(struct e2e_tl_decrypted_message_service_8){
			E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, 5, noise(world, 15),
			&(struct e2e_tl){ E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY } });
		post_payload(world, peer, peer_tl(world, E2E_TYPE_DECRYPTED_MESSAGE,
			&(struct e2e_tl_decrypted_message_service_8){
			E2E_TL_DECRYPTED_MESSAGE_SERVICE_8, 5, noise(world, 15),
			(const void *)&(struct e2e_tl_decrypted_message_action_notify_layer){
				E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, 8 } }), false);
	}
}

static void
spoil_packet(struct world *world, struct peer *peer)
{
	struct e2e_bytes packet = peer_seal_raw(world, peer, peer->current, noise(world, 64));
	uint8_t *copy = world_copy(world, packet.p, packet.n);
	uint32_t at = rng_below(&world->rng, (uint32_t)packet.n);

	copy[at] ^= (uint8_t)(1 + rng_below(&world->rng, 255));
	if (rng_below(&world->rng, 2) == 0)
		packet.n = rng_below(&world->rng, (uint32_t)packet.n);
	post(world, peer, (struct e2e_bytes){ copy, packet.n });
}

/* Many messages that wait for one that does not come, and then perhaps does. */
static void
flood(struct world *world, struct peer *peer)
{
	struct claim hole = right(peer), claim;
	uint32_t n = 1 + rng_below(&world->rng, FLOOD);

	peer->out++;
	peer->conv->side[1].n_spoken++;
	while (n-- > 0) {
		claim = right(peer);
		say_text(world, peer, &claim);
	}
	if (rng_below(&world->rng, 2) == 0)
		say_text(world, peer, &hole);
}

/* One re-key after the other, as fast as they can be said, of which the last may go on. */
static void
flood_rekeys(struct world *world, struct peer *peer)
{
	uint32_t n = 1 + rng_below(&world->rng, FLOOD);

	while (n-- > 0)
		begin_rekey(world, peer);
}

/* Messages that destroy themselves, at once, never, or when they were seen. */
static void
flood_timers(struct world *world, struct peer *peer)
{
	static const int32_t ttls[] = { 1, 2, 60, INT32_MAX - 1, E2E_TTL_VIEW_ONCE, 86400 };
	uint32_t n = 1 + rng_below(&world->rng, FLOOD);

	while (n-- > 0) {
		struct claim claim = right(peer);

		say(world, peer, &claim, &(struct e2e_tl_decrypted_message_73){
			.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
			.random_id = (int64_t)rng_next(&world->rng),
			.ttl = ttls[rng_below(&world->rng, 6)],
			.message = noise(world, rng_below(&world->rng, 40)) });
	}
}

/* A text that is well sealed and too long for the account. */
static void
oversize(struct world *world, struct peer *peer)
{
	struct claim claim = right(peer);
	size_t n = world->plan.limits.packet_bytes;

	if (n == 0)
		return;
	say(world, peer, &claim, &(struct e2e_tl_decrypted_message_73){
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .random_id = (int64_t)rng_next(&world->rng),
		.message = { world_alloc(world, n), n } });
}

static void
turn(struct world *world, struct peer *peer)
{
	static void (*const deed[])(struct world *, struct peer *) = {
		lie_about_numbers, lie_about_layers, ask_too_much, abuse_keys, begin_rekey,
		go_on_rekey, say_rubbish, spoil_packet, flood, flood_rekeys, flood_timers, oversize,
	};
	struct claim claim = right(peer);

	if (peer->orders >= world->plan.orders)
		return;
	peer->orders++;
	if (world_bad_luck(world, world->plan.cheat))
		deed[rng_below(&world->rng, sizeof deed / sizeof deed[0])](world, peer);
	else
		say_text(world, peer, &claim);
}

/* ---- What it hears ------------------------------------------------------------------- */

static void
receive(struct world *world, struct peer *peer, const struct parcel *parcel)
{
	struct heard heard;

	if (!wire_open(world, &heard, peer->conv, 0, parcel->packet.p, parcel->packet.n))
		return;
	if (heard.out >= peer->in)
		peer->in = heard.out + 1;
	if (heard.action == NULL)
		return;
	switch (heard.action->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY:
		peer->last_action = heard;
		break;
	default:
		break;
	}
}

static void
ready(struct world *world, struct peer *peer)
{
	say_action(world, peer, &(struct e2e_tl_decrypted_message_action_notify_layer){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, 144 });
}

const struct habit habit_evil = {
	.ready = ready, .turn = turn, .receive = receive, .layer = 144,
};
