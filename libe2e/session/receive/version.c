/* SPDX-License-Identifier: ISC */
/* Decides whether a packet of MTProto 1 is read, by what has been taken in MTProto 2. */
#include "config.h"

#include "session/receive/version.h"

#include "proto/negotiate.h"

/* Whether MSG, which is decoded, is a notifyLayer. */
static bool
announces(const struct e2e_i_received *msg)
{
	return msg->view.action != NULL &&
	       msg->view.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER;
}

/* Whether the message with the number of MSG was received, or given up, before. */
static bool
was_there(const struct e2e_i_received *msg)
{
	const struct e2e_i_chat *chat = msg->tx->chat;

	return msg->seq_no < chat->core.counters.in_seq ||
	       e2e_i_list_find(&chat->list[E2E_I_HELD], msg->seq_no) != NULL;
}

int32_t
e2e_i_version_judge(struct e2e_i_received *msg, uint32_t *verdict)
{
	const struct e2e_i_counters *counters = &msg->tx->chat->core.counters;
	const bool old = msg->wrapper.layer < E2E_I_LAYER_MTPROTO2;
	int32_t err;

	*verdict = E2E_I_VERSION_READ;
	if (e2e_i_mtproto1_read(counters->v2, counters->v2_from, msg->seq_no)) {
		if (old)
			return E2E_OK;
		/* in such a wrapper TDLib accepts no MTProto 1 at all */
		if (msg->tx->account->config.policy != E2E_POLICY_STRICT) {
			err = e2e_i_received_peek(msg);
			if (err != E2E_OK || announces(msg))
				return err;
		}
	}
	/* a server can hold a packet back until after one of MTProto 2, or deliver it twice */
	*verdict = old || was_there(msg) ? E2E_I_VERSION_LATE : E2E_I_VERSION_REFUSED;
	return E2E_OK;
}

void
e2e_i_version_taken(struct e2e_i_core *core, int32_t seq_no)
{
	if (!core->counters.v2 || seq_no < core->counters.v2_from)
		core->counters.v2_from = seq_no;
	core->counters.v2 = true;
}
