/* SPDX-License-Identifier: ISC */
/* Answering the host's questions about a chat; nothing here changes any state. */
#include "config.h"

#include "proto/negotiate.h"
#include "session/chat/health.h"
#include "session/chat/state.h"
#include "session/core/index.h"
#include "session/receive/gaps.h"

#include <string.h>

static uint32_t
rekeying(const struct e2e_i_rekey *rekey)
{
	if (rekey == NULL)
		return E2E_REKEY_NONE;
	switch (rekey->phase) {
	case E2E_I_REKEY_REQUESTED:
		return E2E_REKEY_REQUESTED;
	case E2E_I_REKEY_ACCEPTED:
		if (!rekey->has_answer)
			return E2E_REKEY_ACCEPTED;
		/* the peer has not been answered: show what it knows about */
		return rekey->has_abandoned ? E2E_REKEY_REQUESTED : E2E_REKEY_NONE;
	default:
		return E2E_REKEY_NONE;
	}
}

static int64_t
fingerprint(const struct e2e_i_core *core, uint32_t which)
{
	return core->key[which] != NULL ? core->key[which]->key.fingerprint : 0;
}

static void
fill_keys(struct e2e_chat *out, const struct e2e_i_core *core)
{
	out->has_key = core->key[E2E_KEY_CURRENT] != NULL && core->saved.stage == E2E_I_ACTIVE;
	if (core->saved.has_hash)
		memcpy(out->key_hash, core->saved.key_hash, sizeof out->key_hash);
	out->rekeying = rekeying(core->rekey);
	out->key_fingerprint = fingerprint(core, E2E_KEY_CURRENT);
	out->old_key_fingerprint = fingerprint(core, E2E_KEY_OLD);
	if (out->rekeying == E2E_REKEY_ACCEPTED)
		out->new_key_fingerprint = fingerprint(core, E2E_KEY_NEW);
	if (core->key[E2E_KEY_CURRENT] != NULL)
		out->key_since = core->key[E2E_KEY_CURRENT]->saved.since;
	out->key_uses = (uint32_t)core->counters.key_in + (uint32_t)core->counters.key_out;
}

static void
fill_chat(const struct e2e_account *account, struct e2e_chat *out, const struct e2e_i_chat *chat)
{
	const struct e2e_i_core *core = &chat->core;

	*out = (struct e2e_chat)E2E_CHAT_INIT;
	out->chat_id = core->id;
	out->state = e2e_i_state_of(core->saved.stage);
	out->reason = core->saved.reason;
	out->user_id = core->saved.user_id;
	out->access_hash = core->saved.access_hash;
	out->date = core->saved.date;
	out->creator = core->saved.creator ? 1 : 0;
	out->layer = core->saved.layer;
	out->peer_layer = core->counters.peer_layer;
	out->sent_layer = e2e_i_wrapper_layer(account->config.layer, core->counters.peer_layer,
	                                      core->counters.sent_layer);
	out->ttl = core->counters.ttl;
	out->mtproto = e2e_i_mtproto1((account->config.flags & E2E_CONFIG_MTPROTO1) != 0,
	                              core->counters.v2, core->counters.peer_layer)
	                       ? 1
	                       : 2;
	out->verified = core->saved.verified ? 1 : 0;
	fill_keys(out, core);
	out->in_seq = core->counters.in_seq;
	out->out_seq = core->counters.out_seq;
	out->acked_seq = core->counters.acked;
	out->unsent = (uint32_t)(core->counters.out_seq - core->counters.sent);
	out->held = chat->list[E2E_I_HELD].n;
	out->holes = chat->list[E2E_I_GAP].n;
	out->hole_since = e2e_i_gaps_since(chat);
	out->early = chat->list[E2E_I_PENDING].n;
	out->timers = chat->list[E2E_I_TIMER].n;
	out->rejected = chat->core.rejected;
	out->duplicates = chat->core.duplicates;
	out->late = chat->core.late;
	out->health = e2e_i_health_of(account, chat, account->clock.last);
	out->epoch = core->counters.epoch;
}

int32_t
e2e_chat_get(const struct e2e_account *account, struct e2e_chat *chat, int32_t chat_id)
{
	const struct e2e_i_chat *found;

	if (account == NULL || chat == NULL)
		return E2E_ERR_ARGUMENT;
	if (chat->size < sizeof *chat)
		return E2E_ERR_VERSION;
	found = e2e_i_index_find(account, chat_id);
	if (found == NULL)
		return E2E_ERR_ARGUMENT;
	fill_chat(account, chat, found);
	return E2E_OK;
}

int32_t
e2e_chat_at(const struct e2e_account *account, struct e2e_chat *chat, uint32_t index)
{
	if (account == NULL || chat == NULL || index >= account->index.n)
		return E2E_ERR_ARGUMENT;
	if (chat->size < sizeof *chat)
		return E2E_ERR_VERSION;
	fill_chat(account, chat, account->index.chats[index]);
	return E2E_OK;
}

int32_t
e2e_chat_held(const struct e2e_account *account, int32_t *seq, int32_t chat_id, uint32_t index)
{
	const struct e2e_i_chat *chat;
	const struct e2e_i_item *item;

	if (account == NULL || seq == NULL)
		return E2E_ERR_ARGUMENT;
	chat = e2e_i_index_find(account, chat_id);
	if (chat == NULL)
		return E2E_ERR_ARGUMENT;
	item = e2e_i_list_at(&chat->list[E2E_I_HELD], index);
	if (item == NULL)
		return E2E_ERR_ARGUMENT;
	*seq = (int32_t)item->key;
	return E2E_OK;
}

int32_t
e2e_chat_key(const struct e2e_account *account, struct e2e_key *key, int32_t chat_id,
             uint32_t which)
{
	const struct e2e_i_chat *chat;

	if (account == NULL || key == NULL || which > E2E_KEY_NEW)
		return E2E_ERR_ARGUMENT;
	if (key->size < sizeof *key)
		return E2E_ERR_VERSION;
	chat = e2e_i_index_find(account, chat_id);
	if (chat == NULL || chat->core.key[which] == NULL)
		return E2E_ERR_ARGUMENT;
	*key = chat->core.key[which]->key;
	return E2E_OK;
}
