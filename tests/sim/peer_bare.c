/* SPDX-License-Identifier: ISC */
/* Clients that leave out the ids of nested vectors (TRAIT_BARE): what they read and write. */
#include "config.h"

#include "peer.h"

#include <string.h>

#define VECTOR_ID 4 /* bytes */

static const uint8_t vector_id[VECTOR_ID] = { 0x15, 0xc4, 0xb5, 0x1c };

static bool
is_bare(const struct world *world)
{
	return (world->plan.traits & TRAIT_BARE) != 0;
}

static bool
has_vector(const struct heard *heard)
{
	const struct e2e_tl_decrypted_message_73 *m = (const void *)heard->message;

	if (heard->action != NULL)
		return heard->action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES ||
		       heard->action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES ||
		       heard->action->ctor ==
		               E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES;
	return m->ctor == E2E_TL_DECRYPTED_MESSAGE_73 &&
	       (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA) != 0;
}

bool
peer_reads(struct world *world, const struct peer *peer, const struct heard *heard)
{
	struct item *item;

	if (!is_bare(world) || !has_vector(heard))
		return true;
	item = model_find(peer->conv, 0, heard->random_id);
	if (item != NULL)
		item->may_vanish = true;
	return false;
}

/* The account cannot read what has a vector, so its user need not see it. */
struct e2e_bytes
peer_spells(struct world *world, int64_t random_id, struct e2e_bytes message)
{
	const size_t at = 16; /* of a deletion: constructor, random_id, constructor */
	struct item *item;
	uint8_t *bare;

	if (!is_bare(world) || message.n < at + VECTOR_ID ||
	    memcmp(message.p + at, vector_id, VECTOR_ID) != 0)
		return message;
	item = model_find(world->peer->conv, 1, random_id);
	if (item != NULL)
		item->may_vanish = true;
	bare = world_copy(world, message.p, message.n);
	memmove(bare + at, bare + at + VECTOR_ID, message.n - at - VECTOR_ID);
	return (struct e2e_bytes){ bare, message.n - VECTOR_ID };
}

struct e2e_bytes
peer_with_vector(struct world *world, struct e2e_bytes message)
{
	uint8_t *more = world_alloc(world, message.n + VECTOR_ID + 4);

	memcpy(more, message.p, message.n);
	memcpy(more + message.n, vector_id, VECTOR_ID);
	return (struct e2e_bytes){ more, message.n + VECTOR_ID + 4 };
}
