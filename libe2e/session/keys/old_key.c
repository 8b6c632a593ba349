/* SPDX-License-Identifier: ISC */
/* Decides how long the key before the current one is needed (protocol 6.1.5, T6.2, T6.4). */
#include "config.h"

#include "session/keys/old_key.h"

#include "session/send/packet_out.h"

/*
 * Whether MSG deletes itself.  Such a replacement may be sealed with a newer key than the message
 * that it replaces was (observed 5.2), so it proves nothing.
 */
static bool
rewritten(const struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *a =
		(const void *)msg->view.action;

	return a != NULL &&
	       msg->view.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES &&
	       a->random_ids.n == 1 && a->random_ids.v[0] == msg->view.random_id;
}

/* Whether MSG proves that no packet under the old key is on its way, except in known gaps. */
static bool
proves(const struct e2e_i_received *msg)
{
	const struct e2e_i_core *core = &msg->tx->chat->core;

	return msg->key_fingerprint == core->key[E2E_KEY_CURRENT]->key.fingerprint &&
	       !rewritten(msg) && e2e_i_rekey_proves(core->rekey, msg->seq_no);
}

/* Whether a packet of ours may still have to be replaced under the old key (protocol 5.3.2). */
static bool
owes_old(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];
	const uint32_t index = e2e_i_list_below(list, chat->core.counters.acked);
	const struct e2e_i_outgoing *first = e2e_i_list_at(list, index);

	return first != NULL && e2e_i_packet_out_under(first, chat->core.key[E2E_KEY_OLD]);
}

int32_t
e2e_i_old_key_erase(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey;
	int32_t err = e2e_i_transaction_key(tx, E2E_KEY_OLD, NULL, 0);

	if (err != E2E_OK)
		return err;
	core->counters.fresh_at = 0;
	if (e2e_i_rekey_is_over(core->rekey)) {
		e2e_i_transaction_rekey_drop(tx);
		return E2E_OK;
	}
	rekey = e2e_i_transaction_rekey(tx);
	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_rekey_erased(rekey);
	return E2E_OK;
}

int32_t
e2e_i_old_key_after(struct e2e_i_received *msg)
{
	struct e2e_i_transaction *tx = msg->tx;
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey;

	if (core->key[E2E_KEY_OLD] == NULL || core->rekey == NULL ||
	    (!core->rekey->proved && !proves(msg)))
		return E2E_OK;
	if (e2e_i_chat_has_gaps(tx->chat) || owes_old(tx->chat)) {
		if (core->rekey->proved)
			return E2E_OK;
		rekey = e2e_i_transaction_rekey(tx);
		if (rekey == NULL)
			return E2E_ERR_NOMEM;
		rekey->proved = true;
		return E2E_OK;
	}
	return e2e_i_old_key_erase(tx);
}

int64_t
e2e_i_old_key_until(const struct e2e_account *account, const struct e2e_i_core *core)
{
	if (core->key[E2E_KEY_OLD] == NULL || core->counters.fresh_at == 0)
		return 0;
	return core->counters.fresh_at + account->timing.old_key_ms + account->clock.bogus +
	       account->clock.doubt;
}

int32_t
e2e_i_old_key_age(struct e2e_i_transaction *tx)
{
	const int64_t until = e2e_i_old_key_until(tx->account, &tx->chat->core);

	if (until == 0 || until > tx->now)
		return E2E_OK;
	return e2e_i_old_key_erase(tx);
}

bool
e2e_i_old_key_is_needed(const struct e2e_i_core *core)
{
	return core->key[E2E_KEY_OLD] != NULL && (core->rekey == NULL || !core->rekey->proved);
}
