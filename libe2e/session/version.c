/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/version.h"

#include "proto/negotiate.h"

/* Whether the message in TURN, which was decoded, announces a layer. */
static bool
announces(const struct e2e_i_turn *turn)
{
	return turn->view.action != NULL &&
	       turn->view.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER;
}

/* Whether the number of TURN was taken, or given up, before. */
static bool
was_there(const struct e2e_i_turn *turn)
{
	const struct e2e_i_chat *chat = turn->work->chat;

	return turn->raw < chat->core.n.in_seq ||
	       e2e_i_list_find(&chat->list[E2E_I_HELD], turn->raw) != NULL;
}

int32_t
e2e_i_version_judge(struct e2e_i_turn *turn, uint32_t *verdict)
{
	const struct e2e_i_counters *n = &turn->work->chat->core.n;
	const bool old = turn->wrapper.layer < E2E_I_LAYER_MTPROTO2;
	int32_t err;

	*verdict = E2E_I_VERSION_READ;
	if (e2e_i_mtproto1_read(n->v2, n->v2_from, turn->raw)) {
		if (old)
			return E2E_OK;
		/* TDLib takes no version 1 in such a wrapper, whatever is in it */
		if (turn->work->account->config.policy != E2E_POLICY_STRICT) {
			err = e2e_i_received_peek(turn);
			if (err != E2E_OK || announces(turn))
				return err;
		}
	}
	/* held back until MTProto 2 had overtaken it, or sent again: the server can do both */
	*verdict = old || was_there(turn) ? E2E_I_VERSION_LATE : E2E_I_VERSION_REFUSED;
	return E2E_OK;
}

void
e2e_i_version_taken(struct e2e_i_core *core, int32_t raw)
{
	if (!core->n.v2 || raw < core->n.v2_from)
		core->n.v2_from = raw;
	core->n.v2 = true;
}
