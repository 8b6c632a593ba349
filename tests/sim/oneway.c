/* SPDX-License-Identifier: ISC */
/*
 * What must hold where only one side writes: keys are renewed in time, and what is not
 * acknowledged stays little.
 */
#include "config.h"

#include "host.h"
#include "peer.h"

#include <inttypes.h>

#define KEY_USES 120 /* messages under a key, but for those while a re-key is under way */

/* Such texts: a step of a re-key takes 100 ms, and meets at most four of 50 ms each. */
#define KEY_USES_ALL 160

#define UNACKED 256 /* of either side */

/*
 * In a rough world a re-key waits until no number is missing (a request to resend that is lost
 * twice is made again after 10 s and then 20 s), a client is back from a crash of up to 8 s, and a
 * step of it that was lost has come again: two minutes and a half of texts.
 */
#define ROUGH_KEY_USES 3000
#define ROUGH_UNACKED  3000

static struct key_use *
use_of(struct world *world, struct conv *conv, int64_t fingerprint)
{
	size_t i;

	for (i = conv->n_uses; i > 0; i--) {
		if (conv->use[i - 1].fingerprint == fingerprint)
			return &conv->use[i - 1];
	}
	conv->use = world_grow(world, conv->use, conv->n_uses, &conv->uses_room,
	                       sizeof *conv->use);
	conv->use[conv->n_uses] = (struct key_use){ .fingerprint = fingerprint };
	return &conv->use[conv->n_uses++];
}

void
oneway_spoken(struct world *world, struct conv *conv, int64_t fingerprint, uint32_t action)
{
	bool rough = world->plan.rough;
	struct key_use *use;

	if (!world->plan.oneway)
		return;
	use = use_of(world, conv, fingerprint);
	use->all++;
	use->apart += !conv->exchanging;
	if (action == E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY)
		conv->exchanging = true;
	else if (action == E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY ||
	         action == E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY)
		conv->exchanging = false;
	/* An Android that lost a step is in that re-key for ever, and nobody can help it. */
	if (world->peer != NULL && world->peer->lost_step)
		return;
	if (use->apart > (rough ? ROUGH_KEY_USES : KEY_USES) ||
	    use->all > (rough ? ROUGH_KEY_USES : KEY_USES_ALL))
		world_fail(world, "%" PRIu32 " messages go under key %zu, %" PRIu32
		           " of them while no re-key was under way", use->all, conv->n_uses,
		           use->apart);
}

void
oneway_check(struct world *world, const struct e2e_chat *chat)
{
	int32_t unacked = chat->out_seq - chat->acked_seq;

	if (world->plan.oneway && unacked > (world->plan.rough ? ROUGH_UNACKED : UNACKED))
		world_fail(world, "%" PRId32 " messages are not acknowledged", unacked);
}
