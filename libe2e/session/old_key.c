/* SPDX-License-Identifier: ISC */
/* The key before the current one: how long it is needed (protocol 6.1.5, T6.2, T6.4). */
#include "config.h"

#include "session/old_key.h"

#include "session/outbound.h"

/* A message rewritten as a deletion of itself may be older than its key (observed 5.2). */
static bool
rewritten(const struct e2e_i_turn *turn)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *a =
		(const void *)turn->view.action;

	return a != NULL &&
	       turn->view.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES &&
	       a->random_ids.n == 1 && a->random_ids.v[0] == turn->view.random_id;
}

/* Whether nothing under the old key is on its way any more, but for what is known to be missing. */
static bool
proves(const struct e2e_i_turn *turn)
{
	const struct e2e_i_core *core = &turn->work->chat->core;

	return turn->key_fingerprint == core->key[E2E_KEY_CURRENT]->key.fingerprint &&
	       !rewritten(turn) && e2e_i_rekey_proves(core->rekey, turn->raw);
}

/* Whether a packet of ours under the old key may still have to be rewritten (protocol 5.3.2). */
static bool
owes_old(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];
	const struct e2e_i_sent *first = e2e_i_list_at(list, e2e_i_list_below(list, chat->core.n.acked));

	return first != NULL && e2e_i_outbound_under(first, chat->core.key[E2E_KEY_OLD]);
}

int32_t
e2e_i_old_key_erase(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_i_rekey *rekey;
	int32_t err = e2e_i_work_key(work, E2E_KEY_OLD, NULL, 0);

	if (err != E2E_OK)
		return err;
	core->n.fresh_at = 0;
	if (e2e_i_rekey_is_over(core->rekey)) {
		e2e_i_work_rekey_drop(work);
		return E2E_OK;
	}
	rekey = e2e_i_work_rekey(work);
	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_rekey_erased(rekey);
	return E2E_OK;
}

int32_t
e2e_i_old_key_after(struct e2e_i_turn *turn)
{
	struct e2e_i_work *work = turn->work;
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_i_rekey *rekey;

	if (core->key[E2E_KEY_OLD] == NULL || core->rekey == NULL ||
	    (!core->rekey->proved && !proves(turn)))
		return E2E_OK;
	if (e2e_i_chat_has_gaps(work->chat) || owes_old(work->chat)) {
		if (core->rekey->proved)
			return E2E_OK;
		rekey = e2e_i_work_rekey(work);
		if (rekey == NULL)
			return E2E_ERR_NOMEM;
		rekey->proved = true;
		return E2E_OK;
	}
	return e2e_i_old_key_erase(work);
}

int64_t
e2e_i_old_key_until(const struct e2e_account *account, const struct e2e_i_core *core)
{
	if (core->key[E2E_KEY_OLD] == NULL || core->n.fresh_at == 0)
		return 0;
	return core->n.fresh_at + account->timing.old_key_ms + account->clock.bogus + account->clock.doubt;
}

int32_t
e2e_i_old_key_age(struct e2e_i_work *work)
{
	const int64_t until = e2e_i_old_key_until(work->account, &work->chat->core);

	if (until == 0 || until > work->now)
		return E2E_OK;
	return e2e_i_old_key_erase(work);
}

bool
e2e_i_old_key_is_needed(const struct e2e_i_core *core)
{
	return core->key[E2E_KEY_OLD] != NULL && (core->rekey == NULL || !core->rekey->proved);
}
