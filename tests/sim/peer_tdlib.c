/* SPDX-License-Identifier: ISC */
/*
 * A client that behaves as TDLib was seen to.  Wherever TDLib would close the chat, the
 * world fails: nothing that an account sends may be a reason.
 */
#include "config.h"

#include "peer.h"

#include <inttypes.h>

#define SPAN_MAX 1000

static void
ready(struct world *world, struct peer *peer)
{
	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_notify_layer){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, 144 });
}

static int32_t
acknowledges(const struct peer *peer)
{
	return peer->in;
}

static void
judge(struct world *world, struct peer *peer, const struct heard *heard)
{
	if (heard->in < peer->acked)
		world_fail(world, "TDLib closes: in_seq_no decreases");
	if (heard->in > peer->out)
		world_fail(world, "TDLib closes: in_seq_no is too large");
	if (heard->layer < peer->last_layer)
		world_fail(world, "TDLib closes: the layer decreases");
	/* The key before ends with the first message under the new one. */
	if (peer->may_forget && peer_key_find(peer, heard->fingerprint) == peer->current) {
		peer->old = NO_KEY;
		peer->may_forget = false;
	}
}

/* A hole is asked for once, and never again. */
static void
ahead(struct world *world, struct peer *peer, const struct heard *heard)
{
	int32_t first = peer->asked_to > peer->in ? peer->asked_to : peer->in;

	if (first < heard->out)
		peer_ask(world, peer, first, heard->out - 1);
	if (heard->out + 1 > peer->asked_to)
		peer->asked_to = heard->out + 1;
}

static void
asked(struct world *world, struct peer *peer, int32_t first, int32_t last,
      const struct heard *heard)
{
	int32_t raw;

	if (last - first > SPAN_MAX)
		world_fail(world, "TDLib closes: asked for too many");
	for (raw = first; raw <= last; raw++) {
		if (raw >= peer->out || raw < 0)
			world_fail(world, "TDLib closes: asked for %" PRId32 " of %" PRId32, raw,
			           peer->out);
		if (peer->sent[raw].acked)
			world_fail(world, "TDLib closes: asked for %" PRId32
			           ", which was acknowledged", raw);
		if (raw < heard->in)
			continue;
		peer_post(world, peer, peer->sent[raw].packet, peer->sent[raw].random_id,
		          peer->sent[raw].service);
	}
}

/* ---- Re-keys ------------------------------------------------------------------------- */

static void
requested(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_request_key *request =
		(const void *)heard->action;
	struct e2e_tl_decrypted_message_action_accept_key accept;

	if (peer->rekey == PEER_REKEY_REQUESTED && peer->rekey_id > request->exchange_id)
		return;
	if (peer->rekey == PEER_REKEY_REQUESTED && peer->rekey_id == request->exchange_id) {
		peer->rekey = PEER_REKEY_NONE;
		return;
	}
	if (peer->rekey == PEER_REKEY_ACCEPTED || peer->due.n != 0)
		world_fail(world, "TDLib closes: requestKey during an exchange");
	if (peer->old != NO_KEY)
		world_fail(world, "TDLib closes: requestKey while the key before is kept");
	accept = peer_accept(world, peer, request);
	peer->due = peer_tl(world, E2E_TYPE_DECRYPTED_MESSAGE_ACTION, &accept);
}

static void
accepted(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_accept_key *accept =
		(const void *)heard->action;

	if (peer->rekey != PEER_REKEY_REQUESTED || peer->rekey_id != accept->exchange_id)
		world_fail(world, "TDLib closes: unexpected acceptKey");
	if (!peer_agree(world, peer, accept))
		world_fail(world, "TDLib closes: acceptKey with another key");
	peer->due_commit = true;
}

static void
committed(struct world *world, struct peer *peer, const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_action_commit_key *commit =
		(const void *)heard->action;

	if (peer->rekey != PEER_REKEY_ACCEPTED || peer->due.n != 0 ||
	    peer->rekey_id != commit->exchange_id)
		world_fail(world, "TDLib closes: unexpected commitKey");
	if (peer->key[peer->next].fingerprint != commit->key_fingerprint)
		world_fail(world, "TDLib closes: commitKey with another key");
	peer_switch(peer);
	peer->may_forget = true;
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
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY: {
		const struct e2e_tl_decrypted_message_action_abort_key *abort_key =
			(const void *)heard->action;

		if (peer->rekey == PEER_REKEY_NONE || peer->rekey_id != abort_key->exchange_id)
			break;
		if (peer->rekey != PEER_REKEY_REQUESTED || peer->due_commit)
			world_fail(world, "TDLib closes: abortKey");
		peer->rekey = PEER_REKEY_NONE;
		break;
	}
	default:
		world_fail(world, "TDLib does not expect %s", e2e_tl_name(heard->action->ctor));
	}
}

/* Answers and new exchanges wait for the next event. */
static void
turn(struct world *world, struct peer *peer)
{
	if (peer->due.n != 0) {
		struct e2e_tl_got got = E2E_TL_GOT_INIT;
		size_t room = E2E_TL_ROOM(peer->due.n);

		if (e2e_tl_get(&got, world_alloc(world, room), room,
		               E2E_TYPE_DECRYPTED_MESSAGE_ACTION, peer->due.p, peer->due.n,
		               NULL) != E2E_OK)
			world_fail(world, "an acceptKey cannot be read");
		peer->due.n = 0;
		peer_send_action(world, peer, got.object);
	}
	if (peer->due_commit) {
		peer->due_commit = false;
		peer_send_commit(world, peer);
		peer_switch(peer);
		peer->may_forget = true;
	}
	if (peer->rekey == PEER_REKEY_NONE && peer->old == NO_KEY && peer->next == NO_KEY &&
	    peer->uses_in + peer->uses_out > (int32_t)peer->threshold)
		peer_request(world, peer);
}

const struct habit habit_tdlib = {
	.ready = ready, .acknowledges = acknowledges, .judge = judge, .ahead = ahead,
	.asked = asked, .key = key, .turn = turn, .obeys_early = true, .layer = 144,
};
