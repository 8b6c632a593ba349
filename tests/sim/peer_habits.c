/* SPDX-License-Identifier: ISC */
/*
 * Clients that people have, each with something that the documents do not have, or forbid.  A
 * trait is put upon TDLib's ways, which are the strictest; where a client cannot have those (it
 * knows no numbers, so copies of a step of a re-key come, too) upon Android's.
 *
 * What a trait costs is borne by the client alone: it may not see what it cannot read, or see it
 * twice.  What the account shows, keeps and sends is judged as with any other.
 */
#include "config.h"

#include "peer.h"

#define OPENING_LAYER 144 /* in the notifyLayer in MTProto 1 */

static bool
has(const struct world *world, uint32_t trait)
{
	return (world->plan.traits & trait) != 0;
}

/* ---- A notifyLayer in MTProto 1, or none ------------------------------------------------- */

static void
open_v1(struct world *world, struct peer *peer)
{
	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_notify_layer){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, OPENING_LAYER });
}

static void
say_nothing(struct world *world, struct peer *peer)
{
	(void)world;
	(void)peer;
}

/* What is written before the client has said anything must be what every client reads. */
static void
judge_mute(struct world *world, struct peer *peer, const struct heard *heard)
{
	if (heard->in == 0 && heard->layer != 73)
		world_fail(world, "a wrapper of layer %d for a client that said nothing yet",
		           (int)heard->layer);
	habit_tdlib.judge(world, peer, heard);
}

/* ---- Numbers that are not doubled --------------------------------------------------------- */

/* The account takes them for others, or for none; what is missing comes late all the same. */
static void
ask_undoubled(struct world *world, struct peer *peer, const struct heard *heard)
{
	int32_t first = peer->asked_to > peer->in ? peer->asked_to : peer->in;

	if (first < heard->out)
		peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_resend){
			E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, first, heard->out - 1 });
	if (heard->out + 1 > peer->asked_to)
		peer->asked_to = heard->out + 1;
}

/* ---- Vectors without ids ------------------------------------------------------------------ */

static void
asked_bare(struct world *world, struct peer *peer, int32_t first, int32_t last,
           const struct heard *heard)
{
	int32_t raw;

	for (raw = first; raw <= last && raw < peer->out; raw++) {
		const struct peer_sent *sent = &peer->sent[raw];
		struct e2e_bytes tl = sent->tl;
		struct item *item;

		if (raw < heard->in)
			continue;
		/* Of what is the client's own no re-key would ever end, nor a gap be filled. */
		if (!sent->action)
			tl = peer_with_vector(world, tl);
		peer_post(world, peer,
		          peer_seal(world, peer, sent->key, sent->layer, sent->in, raw, tl),
		          sent->random_id, sent->service);
		/* Nobody has to read what stands before the vector. */
		item = model_find(peer->conv, 1, sent->random_id);
		if (item != NULL)
			item->may_vanish = true;
	}
}

/* ---- Who knows no numbers ------------------------------------------------------------------ */

/* How many came, whatever they were. */
static int32_t
count(const struct peer *peer)
{
	return peer->in;
}

/* Nothing waits, so nothing is ahead. */
static void
ahead_of_nothing(struct world *world, struct peer *peer, const struct heard *heard)
{
	(void)world;
	(void)peer;
	(void)heard;
}

static bool
came_before(struct world *world, struct peer *peer, int32_t raw)
{
	bool before;

	while (peer->n_known <= (size_t)raw) {
		peer->known = world_grow(world, peer->known, peer->n_known, &peer->known_room,
		                         sizeof *peer->known);
		peer->known[peer->n_known++] = false;
	}
	before = peer->known[raw];
	peer->known[raw] = true;
	return before;
}

/* Pushes that come twice have the same qts, and its host drops them. */
static void
count_all(struct world *world, struct peer *peer, const struct parcel *parcel)
{
	struct heard heard;

	if (parcel->qts <= peer->qts)
		return;
	peer->qts = parcel->qts;
	if (!peer_open(world, peer, &heard, parcel))
		return;
	peer->shown = came_before(world, peer, heard.out);
	/*
	 * What is pushed unasked is borne.  What the account had to send again, not knowing that the
	 * server had it, makes the client acknowledge what was never sent, which closes the chat.
	 */
	if (peer->shown && peer->conv->repeated) {
		peer->miscounts = true;
		peer->conv->may_close |= world->plan.policy[0] != E2E_POLICY_LENIENT;
	}
	peer_take(world, peer, &heard, false);
	peer->shown = false;
}

/* An item of its own for what repeats the one with ID. */
static void
item_again(struct world *world, struct conv *conv, int64_t id, int64_t new_id)
{
	const struct item *was = model_find(conv, 1, id);
	struct item again;

	if (was == NULL)
		return;
	again = (struct item){
		.kind = was->kind, .random_id = new_id, .ttl = was->ttl, .silent = was->silent,
		.text = was->text, .ids = was->ids, .durable = true,
		.may_vanish = was->may_vanish,
	};
	*model_item(world, conv, 1, again.kind, new_id) = again;
}

/* Number RAW, as something new with a random_id of its own. */
static void
say_anew(struct world *world, struct peer *peer, int32_t raw)
{
	const struct peer_sent old = peer->sent[raw];
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(old.tl.n);
	int64_t id = (int64_t)(rng_next(&world->rng) | 1);

	if (e2e_tl_get(&got, world_alloc(world, room), room, E2E_TYPE_DECRYPTED_MESSAGE, old.tl.p,
	               old.tl.n, NULL) != E2E_OK)
		world_fail(world, "what a peer has said cannot be read");
	item_again(world, peer->conv, old.random_id, id);
	if (got.object->ctor == E2E_TL_DECRYPTED_MESSAGE_73) {
		struct e2e_tl_decrypted_message_73 m = *(
			const struct e2e_tl_decrypted_message_73 *)(const void *)got.object;

		m.random_id = id;
		peer_send(world, peer, &m, id, old.service, old.action);
	} else {
		struct e2e_tl_decrypted_message_service_17 m = *(
			const struct e2e_tl_decrypted_message_service_17 *)(const void *)got.object;

		m.random_id = id;
		peer_send(world, peer, &m, id, old.service, old.action);
	}
}

static void
asked_anew(struct world *world, struct peer *peer, int32_t first, int32_t last,
           const struct heard *heard)
{
	int32_t raw;

	(void)heard;
	for (raw = first; raw <= last && raw < peer->out; raw++) {
		if (!peer->sent[raw].rewritten)
			say_anew(world, peer, raw);
	}
}

/* ---- Re-keys without end ------------------------------------------------------------------- */

static void
rekey_on(struct world *world, struct peer *peer)
{
	const bool android = has(world, TRAIT_COPIES);

	if (!android)
		habit_tdlib.turn(world, peer);
	if (world->healed || peer->rekey != PEER_REKEY_NONE || peer->next != NO_KEY ||
	    (!android && (peer->old != NO_KEY || peer->due.n != 0)))
		return;
	if (peer->n_keys > 1 || peer->uses_in + peer->uses_out > (int32_t)peer->threshold)
		peer_request(world, peer);
}

/* ---- The whole ------------------------------------------------------------------------------ */

static void
know_no_numbers(struct habit *habit)
{
	habit->acknowledges = count;
	habit->ahead = ahead_of_nothing;
	habit->asked = asked_anew;
	habit->receive = count_all;
	habit->judge = habit_android.judge;
	habit->key = habit_android.key;
	habit->turn = NULL; /* it begins no re-key */
}

const struct habit *
peer_habits(struct world *world, struct peer *peer)
{
	struct habit *habit = world_copy(world, &habit_tdlib, sizeof habit_tdlib);

	if (has(world, TRAIT_COPIES))
		know_no_numbers(habit);
	if (has(world, TRAIT_OPENS_V1)) {
		habit->ready = open_v1;
		peer->opening_layer = rng_below(&world->rng, 2) == 0 ? 46 : 101;
	}
	if (has(world, TRAIT_MUTE)) {
		habit->ready = say_nothing;
		habit->judge = judge_mute;
		habit->one_layer = true;
	}
	if (has(world, TRAIT_UNDOUBLED))
		habit->ahead = ask_undoubled;
	if (has(world, TRAIT_BARE))
		habit->asked = asked_bare;
	if (has(world, TRAIT_ENDLESS))
		habit->turn = rekey_on;
	return habit;
}
