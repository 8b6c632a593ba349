/* SPDX-License-Identifier: ISC */
/* Changing state within a transaction, and putting it back. */
#include "config.h"

#include "session/core/transaction.h"

#include "base/mem.h"
#include "base/nothing.h"
#include "session/core/clock.h"
#include "session/core/index.h"

#include <string.h>

#define NOTES_KEPT 1024 /* entries of the undo list that stay allocated */

/* ---- What can be undone ---------------------------------------------------------------- */

/* Remember CHANGE, so that it can be undone. */
static int32_t
note(struct e2e_account *account, const struct e2e_i_undo *change)
{
	if (account->undo.n == account->undo.room) {
		uint32_t room = account->undo.room == 0 ? 16 : 2 * account->undo.room;
		struct e2e_i_undo *undo =
			e2e_i_mem_new(&account->allocator, room * sizeof *undo);

		if (undo == NULL)
			return E2E_ERR_NOMEM;
		if (account->undo.n > 0)
			memcpy(undo, account->undo.v, account->undo.n * sizeof *undo);
		e2e_i_mem_free(&account->allocator, account->undo.v,
		               account->undo.room * sizeof *undo);
		account->undo.v = undo;
		account->undo.room = room;
	}
	account->undo.v[account->undo.n++] = *change;
	return E2E_OK;
}

/* A zeroed box of N bytes, which undoing frees; NULL without memory. */
static void *
box_new(struct e2e_i_transaction *tx, size_t n)
{
	struct e2e_i_undo made = { .list = NULL, .box_bytes = (uint32_t)n };
	void *box = e2e_i_mem_new(&tx->account->allocator, n);

	if (box == NULL)
		return NULL;
	made.box = box;
	if (note(tx->account, &made) == E2E_OK)
		return box;
	e2e_i_mem_free(&tx->account->allocator, box, n);
	return NULL;
}

static bool
points_to(const struct e2e_i_core *core, const void *box)
{
	if (core->rekey == box || core->handshake == box)
		return true;
	for (size_t i = 0; i < E2E_I_KEYS; i++) {
		if (core->key[i] == box)
			return true;
	}
	return false;
}

/* Free BOX of N bytes unless CORE points to it; it may be NULL. */
static void
free_unused(struct e2e_account *account, const struct e2e_i_core *core, const void *box,
            size_t n)
{
	if (box != NULL && !points_to(core, box))
		e2e_i_box_free(&account->allocator, box, n);
}

/* Undo changes, the newest first, until N are left. */
static void
undo_to(struct e2e_account *account, uint32_t n)
{
	while (account->undo.n > n) {
		struct e2e_i_undo *undo = &account->undo.v[--account->undo.n];

		if (undo->list == NULL) {
			e2e_i_mem_free(&account->allocator, undo->box, undo->box_bytes);
		} else if (undo->inserted) {
			e2e_i_list_remove(undo->list, undo->item);
			e2e_i_item_free(&account->allocator, undo->item);
		} else {
			e2e_i_list_insert(undo->list, undo->item);
		}
	}
}

/* Free the undo list if a large transaction has made it long. */
static void
notes_back(struct e2e_account *account)
{
	if (account->undo.room <= NOTES_KEPT)
		return;
	e2e_i_mem_free(&account->allocator, account->undo.v,
	               account->undo.room * sizeof *account->undo.v);
	account->undo.v = NULL;
	account->undo.room = 0;
}

void
e2e_i_transaction_keep(struct e2e_i_transaction *tx)
{
	struct e2e_account *account = tx->account;
	const struct e2e_i_core *core = tx->chat != NULL ? &tx->chat->core : NULL;

	for (uint32_t i = 0; i < account->undo.n; i++) {
		struct e2e_i_undo *undo = &account->undo.v[i];

		if (undo->list == NULL)
			free_unused(account, core, undo->box, undo->box_bytes);
		else if (!undo->inserted)
			e2e_i_item_free(&account->allocator, undo->item);
	}
	account->undo.n = 0;
	notes_back(account);
	if (core == NULL || tx->created)
		return;
	for (size_t i = 0; i < E2E_I_KEYS; i++)
		free_unused(account, core, tx->before.key[i], sizeof(struct e2e_i_key));
	free_unused(account, core, tx->before.rekey, sizeof(struct e2e_i_rekey));
	free_unused(account, core, tx->before.handshake, sizeof(struct e2e_i_handshake));
}

void
e2e_i_transaction_undo(struct e2e_i_transaction *tx)
{
	struct e2e_account *account = tx->account;

	e2e_i_account_drop(account, tx->commit);
	account->saved = tx->saved;
	account->qts = tx->qts;
	undo_to(account, 0);
	notes_back(account);
	if (tx->chat == NULL)
		return;
	memcpy(&tx->chat->core, &tx->before, sizeof tx->before);
	if (!tx->created)
		return;
	e2e_i_index_remove(account, tx->chat);
	e2e_i_chat_free(&account->allocator, tx->chat);
	tx->chat = NULL;
}

/* ---- Beginning -------------------------------------------------------------------------- */

int32_t
e2e_i_transaction_begin(struct e2e_i_transaction *tx, struct e2e_account *account,
                          struct e2e_i_chat *chat, int64_t now)
{
	memset(tx, 0, sizeof *tx);
	if (!e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	tx->commit = e2e_i_mem_new(&account->allocator, sizeof *tx->commit);
	if (tx->commit == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_pool_init(&tx->commit->pool, &account->allocator);
	tx->commit->row_end = &tx->commit->row;
	tx->commit->event_end = &tx->commit->event;
	tx->account = account;
	tx->chat = chat;
	tx->saved = account->saved;
	tx->qts = account->qts;
	tx->now = e2e_i_clock_time(account, now);
	tx->steady = e2e_i_clock_steady(account);
	if (chat != NULL)
		memcpy(&tx->before, &chat->core, sizeof tx->before);
	account->undo.n = 0;
	return E2E_OK;
}

int32_t
e2e_i_transaction_create(struct e2e_i_transaction *tx, int32_t id)
{
	tx->chat = e2e_i_index_add(tx->account, id);
	if (tx->chat == NULL)
		return E2E_ERR_NOMEM;
	tx->created = true;
	memcpy(&tx->before, &tx->chat->core, sizeof tx->before);
	return E2E_OK;
}

/* ---- Changing ------------------------------------------------------------------------------ */

struct e2e_event *
e2e_i_transaction_event(struct e2e_i_transaction *tx, uint32_t kind)
{
	struct e2e_i_commit *commit = tx->commit;
	struct e2e_i_event *event = e2e_i_pool_alloc(&commit->pool, sizeof *event);

	if (event == NULL)
		return NULL;
	event->event.size = sizeof event->event;
	event->event.kind = kind;
	event->event.chat_id = tx->chat != NULL ? tx->chat->core.id : tx->subject;
	event->event.tl = event->event.text = event->event.body = E2E_I_NO_BYTES;
	event->event.ids.v = (const void *)&e2e_i_nothing;
	event->event.entities.v = (const void *)&e2e_i_nothing;
	*commit->event_end = event;
	commit->event_end = &event->next;
	commit->n_events++;
	return &event->event;
}

int32_t
e2e_i_transaction_tell(struct e2e_i_transaction *tx, uint32_t kind, int64_t random_id, int32_t date)
{
	struct e2e_event *event = e2e_i_transaction_event(tx, kind);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->random_id = random_id;
	event->date = date;
	return E2E_OK;
}

/* Note whether ITEM, which was put into list WHICH or taken out, is a running timer. */
static void
look_at_timer(struct e2e_i_chat *chat, uint32_t which, const void *item)
{
	if (which == E2E_I_TIMER && ((const struct e2e_i_timer *)item)->saved.started != 0)
		chat->timers.changed = true;
}

int32_t
e2e_i_transaction_insert(struct e2e_i_transaction *tx, uint32_t which, void *item)
{
	struct e2e_account *account = tx->account;
	struct e2e_i_list *list = &tx->chat->list[which];
	const struct e2e_i_undo insertion = {
		.list = list,
		.item = item,
		.which = which,
		.inserted = true,
	};

	if (item == NULL)
		return E2E_ERR_NOMEM;
	if (e2e_i_list_reserve(list, &account->allocator) != E2E_OK ||
	    note(account, &insertion) != E2E_OK) {
		e2e_i_item_free(&account->allocator, item);
		return E2E_ERR_NOMEM;
	}
	e2e_i_list_insert(list, item);
	look_at_timer(tx->chat, which, item);
	return E2E_OK;
}

int32_t
e2e_i_transaction_remove(struct e2e_i_transaction *tx, uint32_t which, void *item)
{
	struct e2e_i_list *list = &tx->chat->list[which];
	const struct e2e_i_undo removal = {
		.list = list,
		.item = item,
		.which = which,
		.inserted = false,
	};

	if (note(tx->account, &removal) != E2E_OK)
		return E2E_ERR_NOMEM;
	e2e_i_list_remove(list, item);
	look_at_timer(tx->chat, which, item);
	return E2E_OK;
}

int32_t
e2e_i_transaction_empty(struct e2e_i_transaction *tx, uint32_t which)
{
	struct e2e_i_list *list = &tx->chat->list[which];
	int32_t err = E2E_OK;

	while (err == E2E_OK && list->n > 0)
		err = e2e_i_transaction_remove(tx, which, e2e_i_list_last(list));
	return err;
}

struct e2e_i_rekey *
e2e_i_transaction_rekey(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey = box_new(tx, sizeof *rekey);

	if (rekey != NULL) {
		if (core->rekey != NULL)
			memcpy(rekey, core->rekey, sizeof *rekey);
		core->rekey = rekey;
	}
	return rekey;
}

struct e2e_i_handshake *
e2e_i_transaction_handshake(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_handshake *handshake = box_new(tx, sizeof *handshake);

	if (handshake != NULL) {
		if (core->handshake != NULL)
			memcpy(handshake, core->handshake, sizeof *handshake);
		core->handshake = handshake;
	}
	return handshake;
}

int32_t
e2e_i_transaction_key(struct e2e_i_transaction *tx, uint32_t which, const struct e2e_key *key,
                      int64_t since)
{
	struct e2e_i_key *box = NULL;

	if (key != NULL) {
		box = box_new(tx, sizeof *box);
		if (box == NULL)
			return E2E_ERR_NOMEM;
		box->key = *key;
		box->saved.since = since;
	}
	tx->chat->core.key[which] = box;
	return E2E_OK;
}

void
e2e_i_transaction_rekey_drop(struct e2e_i_transaction *tx)
{
	tx->chat->core.rekey = NULL;
}

void
e2e_i_transaction_handshake_drop(struct e2e_i_transaction *tx)
{
	tx->chat->core.handshake = NULL;
}

struct e2e_i_mark
e2e_i_transaction_mark(const struct e2e_i_transaction *tx)
{
	struct e2e_i_mark mark;

	memset(&mark, 0, sizeof mark);
	memcpy(&mark.core, &tx->chat->core, sizeof mark.core);
	mark.n_undo = tx->account->undo.n;
	mark.rekeys = tx->rekeys;
	mark.event_end = tx->commit->event_end;
	mark.n_events = tx->commit->n_events;
	return mark;
}

void
e2e_i_transaction_back(struct e2e_i_transaction *tx, const struct e2e_i_mark *mark)
{
	memcpy(&tx->chat->core, &mark->core, sizeof mark->core);
	undo_to(tx->account, mark->n_undo);
	tx->rekeys = mark->rekeys;
	tx->commit->event_end = mark->event_end;
	*tx->commit->event_end = NULL;
	tx->commit->n_events = mark->n_events;
}
