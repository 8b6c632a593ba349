/* SPDX-License-Identifier: ISC */
/*
 * A client with the habits of the iPhone (observed 5.4, 6.2, T6.1): announces layer 46
 * first, may begin with number 1, writes refills anew with another in_seq_no and API
 * random_id, keeps all keys and packets it cannot open yet, and turns the tie-break of
 * crossing re-keys round.
 */
#include "config.h"

#include "peer.h"

#include <inttypes.h>

static void
notify(struct world *world, struct peer *peer, int32_t layer)
{
	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_notify_layer){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, layer });
}

static void
ready(struct world *world, struct peer *peer)
{
	if (world->plan.flags[0] & E2E_CONFIG_SKIP_FIRST) {
		peer->sent = world_grow(world, peer->sent, 0, &peer->sent_room,
		                        sizeof *peer->sent);
		peer->out = 1;
		peer->conv->side[1].n_spoken = 1;
	}
	notify(world, peer, 46);
	notify(world, peer, 144);
}

static int32_t
acknowledges(const struct peer *peer)
{
	return peer->in;
}

static void
judge(struct world *world, struct peer *peer, const struct heard *heard)
{
	(void)peer;
	if (heard->layer != 46 && heard->layer != 73 && heard->layer != 101 &&
	    heard->layer != 144)
		world_fail(world, "the iPhone stops reading at layer %" PRId32, heard->layer);
}

/* Everything that is missing, again for each message that comes early now and then. */
static void
ahead(struct world *world, struct peer *peer, const struct heard *heard)
{
	int32_t first = peer->asked_to > peer->in ? peer->asked_to : peer->in;

	if (rng_below(&world->rng, 4) == 0)
		first = peer->in;
	if (first < heard->out)
		peer_ask(world, peer, first, heard->out - 1);
	if (heard->out + 1 > peer->asked_to)
		peer->asked_to = heard->out + 1;
}

/* The key in force at number RAW. */
static size_t
key_of(const struct peer *peer, int32_t raw)
{
	size_t best = 0, i;

	for (i = 0; i < peer->n_keys; i++) {
		if (peer->first_raw[i] <= (size_t)raw &&
		    peer->first_raw[i] >= peer->first_raw[best])
			best = i;
	}
	return best;
}

static void
asked(struct world *world, struct peer *peer, int32_t first, int32_t last,
      const struct heard *heard)
{
	int32_t raw;

	(void)heard;
	for (raw = first < 0 ? 0 : first; raw <= last && raw < peer->out; raw++) {
		const struct peer_sent *sent = &peer->sent[raw];
		struct e2e_bytes packet;

		if (sent->tl.n == 0 || sent->acked)
			continue;
		packet = peer_seal(world, peer, key_of(peer, raw), peer_layer(peer), peer->in, raw,
		                   sent->tl);
		peer_post(world, peer, packet, (int64_t)rng_next(&world->rng), true);
	}
}

/* ---- Keys ---------------------------------------------------------------------------- */

static void
unknown(struct world *world, struct peer *peer, const struct parcel *parcel)
{
	peer->kept = world_grow(world, peer->kept, peer->n_kept, &peer->kept_room,
	                        sizeof *peer->kept);
	peer->kept[peer->n_kept++] = world_copy(world, parcel, sizeof *parcel);
}

static void
new_key(struct world *world, struct peer *peer)
{
	struct parcel **kept = peer->kept;
	size_t n = peer->n_kept, i;

	peer_switch(peer);
	peer->kept = NULL;
	peer->n_kept = peer->kept_room = 0;
	for (i = 0; i < n; i++)
		server_push(world, 1, &(struct push){ .kind = PUSH_PARCEL, .parcel = *kept[i] });
}

static void
requested(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_request_key *request =
		(const void *)heard->action;
	struct e2e_tl_decrypted_message_action_accept_key accept;

	if (peer->rekey == PEER_REKEY_REQUESTED) {
		if (request->exchange_id >= peer->rekey_id)
			return;
		peer_send_abort(world, peer, peer->rekey_id);
	}
	accept = peer_accept(world, peer, request);
	peer_send_action(world, peer, &accept);
}

static void
accepted(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_accept_key *accept =
		(const void *)heard->action;

	if (peer->rekey != PEER_REKEY_REQUESTED || peer->rekey_id != accept->exchange_id)
		return;
	if (!peer_agree(world, peer, accept))
		world_fail(world, "an acceptKey has another key's fingerprint");
	peer_send_commit(world, peer);
	new_key(world, peer);
}

static void
committed(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_commit_key *commit =
		(const void *)heard->action;

	if (peer->rekey != PEER_REKEY_ACCEPTED || peer->rekey_id != commit->exchange_id)
		return;
	if (peer->key[peer->next].fingerprint != commit->key_fingerprint)
		world_fail(world, "a commitKey has another key's fingerprint");
	new_key(world, peer);
	peer_send_noop(world, peer);
}

static void
key(struct world *world, struct peer *peer, const struct heard *heard)
{
	switch (heard->action->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY:
		requested(world, peer, heard);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY:
		accepted(world, peer, heard);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY:
		committed(world, peer, heard);
		break;
	default:
		if (((const struct e2e_tl_decrypted_message_action_abort_key *)
		     (const void *)heard->action)->exchange_id == peer->rekey_id) {
			peer->rekey = PEER_REKEY_NONE;
			peer->next = NO_KEY;
		}
	}
}

static void
turn(struct world *world, struct peer *peer)
{
	if (peer->rekey == PEER_REKEY_NONE && peer->uses_out >= (int32_t)peer->threshold)
		peer_request(world, peer);
}

const struct habit habit_iphone = {
	.ready = ready, .acknowledges = acknowledges, .judge = judge, .ahead = ahead,
	.asked = asked, .key = key, .unknown = unknown, .turn = turn, .obeys_early = true,
	.keeps_keys = true, .layer = 144,
};
