/* SPDX-License-Identifier: ISC */
/* How often an account answers re-keys that its peer begins. */
#include "config.h"

#include "peer.h"

#include "host.h"

/* The defaults of struct e2e_limits and struct e2e_timing. */
#define PEER_REKEYS    6
#define REKEY_MESSAGES 100

/* A budget's hour may end within ours, and what passes under a key earns answers apart from it. */
void
peer_answered(struct world *world, struct host *host)
{
	const uint32_t limit = world->plan.limits.peer_rekeys != 0 ?
	                       world->plan.limits.peer_rekeys : PEER_REKEYS;
	const uint32_t mark = world->plan.timing.rekey_messages != 0 ?
	                      world->plan.timing.rekey_messages : REKEY_MESSAGES;
	struct peer *peer = world->peer;
	const struct side *side = peer->conv->side;
	const size_t messages = side[0].n_spoken + side[1].n_spoken;
	size_t first;

	if (host->life != peer->answers_life)
		peer->n_answers = 0; /* budgets are not saved */
	peer->answers_life = host->life;
	peer->answer = world_grow(world, peer->answer, peer->n_answers, &peer->answers_room,
	                          sizeof *peer->answer);
	peer->answer[peer->n_answers++] = (struct answer_at){ host_now(host), messages };
	for (first = peer->n_answers - 1;
	     first > 0 && peer->answer[first - 1].now > host_now(host) - HOUR; first--)
		;
	if (peer->n_answers - first >
	    2 * limit + 1 + (messages - peer->answer[first].messages) / (mark / 2))
		world_fail(world, "%zu re-keys are answered in an hour, with %zu messages",
		           peer->n_answers - first, messages - peer->answer[first].messages);
}
