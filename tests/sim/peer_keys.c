/* SPDX-License-Identifier: ISC */
/* The keys of a scripted client, and the steps of its re-keys. */
#include "config.h"

#include "peer.h"

#include <string.h>

size_t
peer_key_add(struct world *world, struct peer *peer, const struct e2e_key *key)
{
	size_t room = peer->keys_room;

	peer->key = world_grow(world, peer->key, peer->n_keys, &peer->keys_room,
	                       sizeof *peer->key);
	peer->first_raw = world_grow(world, peer->first_raw, peer->n_keys, &room,
	                             sizeof *peer->first_raw);
	peer->key[peer->n_keys] = *key;
	peer->first_raw[peer->n_keys] = SIZE_MAX;
	wire_key(world, peer->conv, key);
	return peer->n_keys++;
}

static void
known_group(struct e2e_dh_group *group)
{
	*group = (struct e2e_dh_group)E2E_DH_GROUP_INIT;
	e2e_dh_group_known(group);
}

/* Official clients strip leading zeros. */
static struct e2e_bytes
stripped(struct world *world, const uint8_t value[E2E_DH_BYTES])
{
	size_t skip = 0;

	while (value[skip] == 0)
		skip++;
	return (struct e2e_bytes){ world_copy(world, value + skip, E2E_DH_BYTES - skip),
	                           E2E_DH_BYTES - skip };
}

void
peer_request(struct world *world, struct peer *peer)
{
	struct e2e_dh_group group;
	uint8_t value[E2E_DH_BYTES];

	known_group(&group);
	if (e2e_dh_keypair(peer->crypto, &group, peer->rekey_exponent, value, NULL, 0) != E2E_OK)
		world_fail(world, "a peer has no key pair");
	peer->rekey = PEER_REKEY_REQUESTED;
	peer->rekey_id = (int64_t)rng_next(&world->rng);
	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_request_key){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY, peer->rekey_id,
		stripped(world, value) });
}

struct e2e_tl_decrypted_message_action_accept_key
peer_accept(struct world *world, struct peer *peer,
            const struct e2e_tl_decrypted_message_action_request_key *request)
{
	struct e2e_dh_group group;
	struct e2e_key key = E2E_KEY_INIT;
	uint8_t value[E2E_DH_BYTES];

	known_group(&group);
	if (e2e_dh_keypair(peer->crypto, &group, peer->rekey_exponent, value, NULL, 0) != E2E_OK ||
	    e2e_dh_agree(peer->crypto, &key, &group, peer->rekey_exponent, request->g_a.p,
	                 request->g_a.n) != E2E_OK)
		world_fail(world, "a requestKey has a bad value");
	peer->rekey = PEER_REKEY_ACCEPTED;
	peer->rekey_id = request->exchange_id;
	peer->next = peer_key_add(world, peer, &key);
	return (struct e2e_tl_decrypted_message_action_accept_key){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY, request->exchange_id,
		stripped(world, value), key.fingerprint };
}

bool
peer_agree(struct world *world, struct peer *peer,
           const struct e2e_tl_decrypted_message_action_accept_key *accept)
{
	struct e2e_dh_group group;
	struct e2e_key key = E2E_KEY_INIT;

	known_group(&group);
	if (e2e_dh_agree(peer->crypto, &key, &group, peer->rekey_exponent, accept->g_b.p,
	                 accept->g_b.n) != E2E_OK)
		world_fail(world, "an acceptKey has a bad value");
	if (key.fingerprint != accept->key_fingerprint)
		return false;
	peer->next = peer_key_add(world, peer, &key);
	return true;
}

void
peer_send_commit(struct world *world, struct peer *peer)
{
	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_commit_key){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY, peer->rekey_id,
		peer->key[peer->next].fingerprint });
}

void
peer_send_abort(struct world *world, struct peer *peer, int64_t exchange_id)
{
	peer_send_action(world, peer, &(struct e2e_tl_decrypted_message_action_abort_key){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY, exchange_id });
}

void
peer_send_noop(struct world *world, struct peer *peer)
{
	peer_send_action(world, peer, &(struct e2e_tl){ E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP });
}

void
peer_switch(struct peer *peer)
{
	peer->old = peer->current;
	peer->current = peer->next;
	peer->next = NO_KEY;
	peer->first_raw[peer->current] = (size_t)peer->out;
	peer->uses_in = 0;
	peer->uses_out = 0;
	peer->rekey = PEER_REKEY_NONE;
}
