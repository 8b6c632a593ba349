/* SPDX-License-Identifier: ISC */
/*
 * A client with the habits of Android (observed 5.4, 6.2): acknowledges late, holds four
 * messages and not five, answers requests to resend with what its database has, under the
 * key and layer of the day, and goes on with the old key after its commitKey.
 */
#include "config.h"

#include "peer.h"

#include <inttypes.h>

#define HELD_MAX 4

static void
ready(struct world *world, struct peer *peer)
{
	static const int32_t layers[] = { 73, 101, 144, 151 };

	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_notify_layer){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER,
		layers[world->plan.seed % 4] });
}

/* The number of the last message, not how many there are. */
static int32_t
acknowledges(const struct peer *peer)
{
	return peer->in > 0 ? peer->in - 1 : 0;
}

/* Whoever sends under the new key has it. */
static void
judge(struct world *world, struct peer *peer, const struct heard *heard)
{
	(void)world;
	if (peer->next != NO_KEY && peer_key_find(peer, heard->fingerprint) == peer->next)
		peer_switch(peer);
}

static void
ahead(struct world *world, struct peer *peer, const struct heard *heard)
{
	size_t i, n = 0;

	for (i = (size_t)peer->in; i < peer->n_held; i++)
		n += peer->held[i].used;
	if (n > HELD_MAX)
		world_fail(world, "Android discards the chat: %zu messages out of order", n);
	/* One request for each beginning of a hole. */
	if (peer->asked_to > peer->in)
		return;
	peer->asked_to = peer->in + 1;
	for (i = (size_t)peer->in; i < peer->n_held && !peer->held[i].used; i++)
		;
	peer_ask(world, peer, peer->in, (int32_t)i - 1);
	(void)heard;
}

/* What is not in the database is replaced. */
static void
post_placeholder(struct world *world, struct peer *peer, int32_t raw)
{
	int64_t id = (int64_t)(rng_next(&world->rng) | 1);
	struct e2e_tl_decrypted_message_action_delete_messages action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, { &id, 1 } };
	struct e2e_bytes tl = peer_tl(world, E2E_TYPE_DECRYPTED_MESSAGE,
		&(struct e2e_tl_decrypted_message_service_17){
			E2E_TL_DECRYPTED_MESSAGE_SERVICE_17, id, (const void *)&action });
	int32_t in = peer->creator ? raw + 1 : raw; /* in_seq_no is out_seq_no + 1 */

	peer->lost_step = true;
	peer_post(world, peer, peer_seal(world, peer, peer->current, peer_layer(peer), in, raw,
	                                 tl), id, true);
}

static void
asked(struct world *world, struct peer *peer, int32_t first, int32_t last,
      const struct heard *heard)
{
	int32_t raw;

	(void)heard;
	for (raw = first < peer->acked ? peer->acked : first; raw <= last && raw < peer->out;
	     raw++) {
		const struct peer_sent *sent = &peer->sent[raw];

		if (sent->action)
			post_placeholder(world, peer, raw);
		else
			peer_post(world, peer,
			          peer_seal(world, peer, peer->current, peer_layer(peer),
			                    sent->in, raw, sent->tl), sent->random_id,
			          sent->service);
	}
}

/* ---- Re-keys ------------------------------------------------------------------------- */

static void
reset(struct world *world, struct peer *peer, int64_t exchange_id)
{
	peer->rekey = PEER_REKEY_NONE;
	peer->next = NO_KEY;
	peer_send_abort(world, peer, exchange_id);
}

static void
requested(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_request_key *request =
		(const void *)heard->action;
	struct e2e_tl_decrypted_message_action_accept_key accept;

	if (peer->rekey != PEER_REKEY_NONE) {
		if (peer->rekey_id > request->exchange_id)
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

	if (peer->rekey != PEER_REKEY_REQUESTED || peer->rekey_id != accept->exchange_id ||
	    !peer_agree(world, peer, accept)) {
		reset(world, peer, accept->exchange_id);
		return;
	}
	/* The new key is used when the other side has used it. */
	peer_send_commit(world, peer);
	peer->rekey = PEER_REKEY_NONE;
}

static void
committed(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_commit_key *commit =
		(const void *)heard->action;

	if (peer->rekey != PEER_REKEY_ACCEPTED || peer->rekey_id != commit->exchange_id ||
	    peer->key[peer->next].fingerprint != commit->key_fingerprint) {
		reset(world, peer, commit->exchange_id);
		return;
	}
	peer_switch(peer);
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
	if (peer->rekey == PEER_REKEY_NONE && peer->next == NO_KEY &&
	    (peer->uses_out >= (int32_t)peer->threshold ||
	     peer->uses_in >= (int32_t)(peer->threshold * 6 / 5)))
		peer_request(world, peer);
}

const struct habit habit_android = {
	.ready = ready, .acknowledges = acknowledges, .judge = judge, .ahead = ahead,
	.asked = asked, .key = key, .turn = turn, .layer = 151,
};
