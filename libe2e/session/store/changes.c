/* SPDX-License-Identifier: ISC */
/*
 * The changes of a transaction as rows.  Items of lists and boxes are const, so each change
 * replaces them: their rows follow from the undo list and from the pointers.  All other state is
 * found by comparing every member that tl/state.tl names.
 */
#include "config.h"

#include "session/store/changes.h"

#include "session/core/clock.h"
#include "session/store/rows.h"

#define CLOCK_EACH_MS 60000 /* with other rows, the clock's row is renewed after this time */

/*
 * Delete the row of chat ID in TABLE.  SUFFIX is the rest of its key, if it has more than the id.
 */
static int32_t
delete_row(struct e2e_i_transaction *tx, uint32_t table, int32_t id, int64_t suffix)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	size_t n = e2e_i_rows_key_of(key, id, suffix, e2e_i_rows_suffix(table));

	return e2e_i_rows_delete(tx->commit, table, key, n);
}

static int32_t
key_rows(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;

	for (uint32_t i = 0; i < E2E_I_KEYS; i++) {
		int32_t err = E2E_OK;

		if (core->key[i] == tx->before.key[i])
			continue;
		if (core->key[i] != NULL)
			err = e2e_i_rows_key(tx->account, tx->commit, core, i);
		else
			err = delete_row(tx, E2E_I_TABLE_KEY, core->id, i);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

static int32_t
box_rows(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	int32_t err = E2E_OK;

	if (core->handshake != NULL && (core->handshake != tx->before.handshake || tx->rename))
		err = e2e_i_rows_handshake(tx->account, tx->commit, core);
	else if (core->handshake == NULL && tx->before.handshake != NULL)
		err = delete_row(tx, E2E_I_TABLE_HANDSHAKE, core->id, 0);
	if (err != E2E_OK)
		return err;
	if (core->rekey != NULL && core->rekey != tx->before.rekey)
		err = e2e_i_rows_rekey(tx->account, tx->commit, core);
	else if (core->rekey == NULL && tx->before.rekey != NULL)
		err = delete_row(tx, E2E_I_TABLE_REKEY, core->id, 0);
	return err;
}

static int32_t
item_rows(struct e2e_i_transaction *tx)
{
	struct e2e_account *account = tx->account;
	const int32_t id = tx->rename ? tx->before.id : tx->chat->core.id;

	for (uint32_t i = 0; i < account->undo.n; i++) {
		const struct e2e_i_undo *undo = &account->undo.v[i];
		const struct e2e_i_undo *next = i + 1 < account->undo.n ? undo + 1 : NULL;
		const struct e2e_i_item *item;
		int32_t err;

		if (undo->list == NULL)
			continue;
		if (next != NULL && next->list == undo->list && next->item->key == undo->item->key)
			continue; /* replaced: the next entry decides */
		item = e2e_i_list_find(undo->list, undo->item->key);
		if (item != NULL)
			err = e2e_i_rows_item(account, tx->commit, &tx->chat->core, undo->which,
			                      item);
		else
			err = delete_row(tx, E2E_I_TABLE_LISTS + undo->which, id,
			                 undo->item->key);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

/* Delete the rows of chat ID that are not of its lists, keys or re-key. */
static int32_t
delete_chat_rows(struct e2e_i_transaction *tx, int32_t id)
{
	static const uint32_t table[] = { E2E_I_TABLE_CHAT, E2E_I_TABLE_COUNTERS,
		                          E2E_I_TABLE_HANDSHAKE };
	int32_t err = E2E_OK;

	for (size_t i = 0; err == E2E_OK && i < sizeof table / sizeof table[0]; i++)
		err = delete_row(tx, table[i], id, 0);
	return err;
}

static int32_t
chat_rows(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	int32_t err = item_rows(tx);

	if (err == E2E_OK)
		err = key_rows(tx);
	if (err == E2E_OK)
		err = box_rows(tx);
	if (err == E2E_OK && tx->forget)
		return delete_chat_rows(tx, core->id);
	if (err == E2E_OK && tx->rename)
		err = delete_chat_rows(tx, tx->before.id);
	if (err == E2E_OK && (tx->created || tx->rename ||
	                      !e2e_i_saved_same(E2E_I_ROW_SAVED_CHAT, &core->saved,
	                                        &tx->before.saved)))
		err = e2e_i_rows_chat(tx->account, tx->commit, core);
	if (err != E2E_OK)
		return err;
	if (tx->commit->n_rows == 0 &&
	    e2e_i_saved_same(E2E_I_ROW_COUNTERS, &core->counters, &tx->before.counters))
		return E2E_OK;
	if (core->counters.epoch < E2E_I_STATE_EPOCH_MAX)
		core->counters.epoch++;
	return e2e_i_rows_counters(tx->account, tx->commit, core);
}

/* Whether the row of NOW differs from the row WRITTEN by more than the passing of time. */
static bool
clock_differs(const struct e2e_account *account, const struct e2e_i_saved_clock *now,
              struct e2e_i_saved_clock written)
{
	written.time = now->time;
	written.doubt = now->doubt;
	if (!e2e_i_clock_changed(account))
		written.debt = now->debt;
	return !e2e_i_saved_same(E2E_I_ROW_SAVED_CLOCK, now, &written);
}

/*
 * Write the row of the clock, which also says that a rollback was noticed: when it differs, and
 * from time to time together with other rows.
 */
static int32_t
clock_row(struct e2e_i_transaction *tx)
{
	struct e2e_account *account = tx->account;
	struct e2e_i_saved_clock now = account->saved.clock;

	now.time = account->clock.last;
	now.debt = account->clock.offset;
	now.doubt = account->clock.doubt;
	now.bogus = account->clock.bogus;
	if (!clock_differs(account, &now, tx->saved.clock) &&
	    (tx->commit->n_rows == 0 || now.time - tx->saved.clock.time < CLOCK_EACH_MS))
		return E2E_OK;
	account->saved.clock = now;
	return e2e_i_rows_clock(account, tx->commit);
}

static int32_t
account_rows(struct e2e_i_transaction *tx)
{
	struct e2e_account *account = tx->account;
	const struct e2e_i_saved *now = &account->saved, *before = &tx->saved;
	int32_t err = E2E_OK;

	if (!e2e_i_saved_same(E2E_I_ROW_SAVED_ACCOUNT, &now->account, &before->account))
		err = e2e_i_rows_saved(account, tx->commit);
	if (err == E2E_OK && !e2e_i_saved_same(E2E_I_ROW_SAVED_DH, &now->dh, &before->dh))
		err = e2e_i_rows_dh(account, tx->commit);
	if (err == E2E_OK && tx->has_verdict)
		err = e2e_i_rows_verdict(account, tx->commit, tx->verdict_digest, tx->verdict);
	return err == E2E_OK ? clock_row(tx) : err;
}

int32_t
e2e_i_changes_rows(struct e2e_i_transaction *tx)
{
	int32_t err = tx->chat != NULL ? chat_rows(tx) : E2E_OK;

	return err == E2E_OK ? account_rows(tx) : err;
}
