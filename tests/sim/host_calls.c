/* SPDX-License-Identifier: ISC */
/* Calls that leave an account. */
#include "config.h"

#include "host.h"

#include <inttypes.h>

static bool
sends(uint32_t method)
{
	return method == E2E_CALL_SEND || method == E2E_CALL_SEND_SERVICE ||
	       method == E2E_CALL_SEND_FILE;
}

/* One send of a chat is out at once, or each names the one before. */
static void
judge_order(struct host *host, const struct e2e_call *call)
{
	bool chains = (host->world->plan.flags[host->user] & E2E_CONFIG_CHAINS) != 0;
	size_t i;

	for (i = host->n_out; i > 0; i--) {
		const struct out *out = &host->out[i - 1];

		if (out->id == call->id)
			world_fail(host->world, "two calls have the same id");
		if (out->chat_id != call->chat_id || !sends(out->method))
			continue;
		if (out->ok)
			return; /* and so is what it was put after */
		if (out->ended)
			continue;
		if (!chains)
			world_fail(host->world, "two sends of a chat are out at once");
		if (call->after < out->id)
			world_fail(host->world, "a send is not put after call %" PRIu64
			           ", which is out", out->id);
		return;
	}
}

static void
remember(struct host *host, const struct e2e_call *call)
{
	host->out = world_grow(host->world, host->out, host->n_out, &host->out_room,
	                       sizeof *host->out);
	host->out[host->n_out++] = (struct out){
		call->id, call->chat_id, call->method, false, false };
}

void
host_call_check(struct host *host, const struct e2e_call *call)
{
	struct world *world = host->world;

	if (e2e_tl_check(E2E_TYPE_ANY, call->request.p, call->request.n, NULL) != E2E_OK)
		world_fail(world, "the request of method %" PRIu32 " is no TL", call->method);
	world_digest(world, call->request.p, call->request.n);
	if (sends(call->method)) {
		judge_order(host, call);
		wire_send(world, host, call);
	}
}

void
host_call_make(struct host *host, const struct e2e_call *call)
{
	struct world *world = host->world;
	struct wire_call *copy;

	remember(host, call);
	copy = world_alloc(world, sizeof *copy);
	copy->call = *call;
	copy->user = host->user;
	copy->life = host->life;
	copy->call.g_x.p = world_copy(world, call->g_x.p, call->g_x.n);
	copy->call.data.p = world_copy(world, call->data.p, call->data.n);
	if (call->file != NULL) {
		copy->file = *call->file;
		copy->call.file = &copy->file;
	}
	server_call(world, copy);
}
