/* SPDX-License-Identifier: ISC */
/* What everything in e2e-peer asks of the peer: its chat, its time, why something failed. */
#include "config.h"

#include "peer.h"

const char *
peer_why(int32_t result)
{
	return result == E2E_OK ? NULL : e2e_strerror(result);
}

bool
peer_chat(struct peer *p, struct e2e_chat *chat)
{
	*chat = (struct e2e_chat)E2E_CHAT_INIT;
	return e2e_chat_get(p->account, chat, p->chat_id) == E2E_OK;
}

int32_t
peer_date(const struct peer *p)
{
	return (int32_t)(p->now / 1000);
}
