/* SPDX-License-Identifier: ISC */
/* Receiving requests of others for a chat (protocol 2.1.2). */
#include "config.h"

#include "proto/date.h"
#include "session/api/end.h"
#include "session/chat/check.h"
#include "session/chat/close.h"
#include "session/chat/state.h"
#include "session/core/index.h"

#include <string.h>

/* What encryptedChatRequested says. */
struct requested {
	int64_t access_hash;
	int64_t user_id; /* who asks */
	struct e2e_bytes g_a;
	int32_t chat_id;
	int32_t date;
};

/* If there are too many requests, drop the oldest one: strangers must not fill the account. */
static int32_t
drop_oldest_request(struct e2e_account *account, int64_t now)
{
	struct e2e_i_chat *oldest = NULL;
	struct e2e_i_transaction tx;
	uint32_t count = 0;
	int32_t err;

	for (uint32_t i = 0; i < account->index.n; i++) {
		struct e2e_i_chat *chat = account->index.chats[i];

		if (chat->core.saved.stage != E2E_I_ASKED)
			continue;
		count++;
		if (oldest == NULL ||
		    e2e_i_date_after(oldest->core.saved.date, chat->core.saved.date))
			oldest = chat;
	}
	if (count < account->limits.requested_chats)
		return E2E_OK;
	err = e2e_i_transaction_begin(&tx, account, oldest, now);
	if (err != E2E_OK)
		return err;
	tx.forget = true;
	account->saved.account.generation += oldest->core.counters.epoch;
	err = e2e_i_close_chat(&tx, E2E_REASON_REQUESTS, E2E_I_CLOSE_KNOWN);
	return e2e_i_end_transaction(&tx, err);
}

static int32_t
take_requested(struct e2e_i_transaction *tx, const struct requested *request)
{
	struct e2e_i_handshake *h;
	struct e2e_i_core *core;
	int32_t err = e2e_i_transaction_create(tx, request->chat_id);

	if (err != E2E_OK)
		return err;
	core = &tx->chat->core;
	core->saved.stage = E2E_I_ASKED;
	core->saved.user_id = request->user_id;
	core->saved.access_hash = request->access_hash;
	core->saved.date = request->date;
	core->counters.peer_layer = tx->account->config.peer_layer;
	h = e2e_i_transaction_handshake(tx);
	if (h == NULL)
		return E2E_ERR_NOMEM;
	/* a value that is too long counts as none; accepting the chat then closes it */
	h->peer_n = request->g_a.n <= E2E_DH_BYTES ? (uint32_t)request->g_a.n : 0;
	if (h->peer_n > 0)
		memcpy(h->peer_value, request->g_a.p, h->peer_n);
	return e2e_i_state_tell(tx, NULL);
}

int32_t
e2e_feed_requested(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                   int32_t date, int64_t admin_id, int64_t participant_id, const uint8_t *g_a,
                   size_t g_a_n, int64_t now)
{
	const struct requested request = {
		.access_hash = access_hash,
		.user_id = admin_id,
		.g_a = { g_a, g_a_n },
		.chat_id = chat_id,
		.date = date
	};
	struct e2e_i_transaction tx;
	int32_t err;
	bool ours;

	if (account == NULL || (g_a == NULL && g_a_n > 0) || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	if (e2e_i_index_find(account, chat_id) != NULL)
		return E2E_OK; /* the same update may arrive twice (protocol T2.1) */
	ours = participant_id == account->config.user_id && e2e_i_account_other(account, admin_id);
	err = ours ? drop_oldest_request(account, now) : E2E_OK;
	if (err == E2E_OK)
		err = e2e_i_transaction_begin(&tx, account, NULL, now);
	if (err != E2E_OK)
		return err;
	tx.subject = chat_id;
	err = ours ? take_requested(&tx, &request)
	           : e2e_i_check_reject(&tx, E2E_REASON_IDENTITY, 0, date);
	return e2e_i_end_transaction(&tx, err);
}
