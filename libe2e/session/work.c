/* SPDX-License-Identifier: ISC */
/* What changes within one transaction, and how that is put back. */
#include "config.h"

#include "session/work.h"

#include "base/mem.h"
#include "base/nothing.h"
#include "session/clock.h"
#include "session/index.h"

#include <string.h>

#define NOTES_KEPT 1024 /* of what can be undone: room that stays */

/* ---- What can be undone ---------------------------------------------------------------- */

/* Entries without a list are boxes: memory that the chat's core may point to. */
static int32_t
note(struct e2e_account *account, struct e2e_i_list *list, uint32_t which, void *p,
     bool inserted)
{
	struct e2e_i_undo *undo;

	if (account->undo.n == account->undo.room) {
		uint32_t room = account->undo.room == 0 ? 16 : 2 * account->undo.room;

		undo = e2e_i_mem_new(&account->allocator, room * sizeof *undo);
		if (undo == NULL)
			return E2E_ERR_NOMEM;
		if (account->undo.n > 0)
			memcpy(undo, account->undo.v, account->undo.n * sizeof *undo);
		e2e_i_mem_free(&account->allocator, account->undo.v,
		               account->undo.room * sizeof *undo);
		account->undo.v = undo;
		account->undo.room = room;
	}
	undo = &account->undo.v[account->undo.n++];
	*undo = (struct e2e_i_undo){ list, p, which, inserted };
	return E2E_OK;
}

static void *
box_new(struct e2e_i_work *work, size_t n)
{
	void *box = e2e_i_mem_new(&work->account->allocator, n);

	if (box == NULL)
		return NULL;
	if (note(work->account, NULL, (uint32_t)n, box, true) == E2E_OK)
		return box;
	e2e_i_mem_free(&work->account->allocator, box, n);
	return NULL;
}

static bool
points_to(const struct e2e_i_core *core, const void *box)
{
	if (core->rekey == box || core->handshake == box)
		return true;
	for (size_t i = 0; i < 3; i++) {
		if (core->key[i] == box)
			return true;
	}
	return false;
}

static void
free_unused(struct e2e_account *account, const struct e2e_i_core *core, const void *box,
            size_t n)
{
	if (box != NULL && !points_to(core, box))
		e2e_i_box_free(&account->allocator, box, n);
}

static void
undo_to(struct e2e_account *account, uint32_t n)
{
	while (account->undo.n > n) {
		struct e2e_i_undo *undo = &account->undo.v[--account->undo.n];

		if (undo->list == NULL) {
			e2e_i_mem_free(&account->allocator, undo->item, undo->which);
		} else if (undo->inserted) {
			e2e_i_list_remove(undo->list, undo->item);
			e2e_i_item_free(&account->allocator, undo->item);
		} else {
			e2e_i_list_insert(undo->list, undo->item);
		}
	}
}

/* What a large work needed is not kept for life. */
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

/* Free what is not needed any more now that the work has succeeded. */
void
e2e_i_work_keep(struct e2e_i_work *work)
{
	struct e2e_account *account = work->account;
	const struct e2e_i_core *core = work->chat != NULL ? &work->chat->core : NULL;

	for (uint32_t i = 0; i < account->undo.n; i++) {
		struct e2e_i_undo *undo = &account->undo.v[i];

		if (undo->list == NULL)
			free_unused(account, core, undo->item, undo->which);
		else if (!undo->inserted)
			e2e_i_item_free(&account->allocator, undo->item);
	}
	account->undo.n = 0;
	notes_back(account);
	if (core == NULL || work->created)
		return;
	for (size_t i = 0; i < 3; i++)
		free_unused(account, core, work->before.key[i], sizeof(struct e2e_i_key));
	free_unused(account, core, work->before.rekey, sizeof(struct e2e_i_rekey));
	free_unused(account, core, work->before.handshake, sizeof(struct e2e_i_handshake));
}

void
e2e_i_work_undo(struct e2e_i_work *work)
{
	struct e2e_account *account = work->account;

	e2e_i_account_drop(account, work->commit);
	account->saved = work->saved;
	account->qts = work->qts;
	undo_to(account, 0);
	notes_back(account);
	if (work->chat == NULL)
		return;
	memcpy(&work->chat->core, &work->before, sizeof work->before);
	if (!work->created)
		return;
	e2e_i_index_remove(account, work->chat);
	e2e_i_chat_free(&account->allocator, work->chat);
	work->chat = NULL;
}

/* ---- Beginning -------------------------------------------------------------------------- */

int32_t
e2e_i_work_begin(struct e2e_i_work *work, struct e2e_account *account,
                 struct e2e_i_chat *chat, int64_t now)
{
	memset(work, 0, sizeof *work);
	if (!e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	work->commit = e2e_i_mem_new(&account->allocator, sizeof *work->commit);
	if (work->commit == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_pool_init(&work->commit->pool, &account->allocator);
	work->commit->row_end = &work->commit->row;
	work->commit->event_end = &work->commit->event;
	work->account = account;
	work->chat = chat;
	work->saved = account->saved;
	work->qts = account->qts;
	work->now = e2e_i_clock_time(account, now);
	work->steady = e2e_i_clock_steady(account);
	if (chat != NULL) {
		memcpy(&work->before, &chat->core, sizeof work->before);
	}
	account->undo.n = 0;
	return E2E_OK;
}

int32_t
e2e_i_work_create(struct e2e_i_work *work, int32_t id)
{
	work->chat = e2e_i_index_add(work->account, id);
	if (work->chat == NULL)
		return E2E_ERR_NOMEM;
	work->created = true;
	memcpy(&work->before, &work->chat->core, sizeof work->before);
	return E2E_OK;
}

/* ---- Changing ------------------------------------------------------------------------------ */

struct e2e_event *
e2e_i_work_event(struct e2e_i_work *work, uint32_t kind)
{
	struct e2e_i_commit *commit = work->commit;
	struct e2e_i_event *event = e2e_i_pool_alloc(&commit->pool, sizeof *event);

	if (event == NULL)
		return NULL;
	event->event.size = sizeof event->event;
	event->event.kind = kind;
	event->event.chat_id = work->chat != NULL ? work->chat->core.id : work->subject;
	event->event.tl = event->event.text = event->event.body = E2E_I_NO_BYTES;
	event->event.ids.v = (const void *)&e2e_i_nothing;
	event->event.entities.v = (const void *)&e2e_i_nothing;
	*commit->event_end = event;
	commit->event_end = &event->next;
	commit->n_events++;
	return &event->event;
}

int32_t
e2e_i_work_tell(struct e2e_i_work *work, uint32_t kind, int64_t random_id, int32_t date)
{
	struct e2e_event *event = e2e_i_work_event(work, kind);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->random_id = random_id;
	event->date = date;
	return E2E_OK;
}

static void
note_timer(struct e2e_i_chat *chat, uint32_t which, const void *item)
{
	if (which == E2E_I_TIMER && ((const struct e2e_i_timer *)item)->saved.started != 0)
		chat->timers.changed = true;
}

int32_t
e2e_i_work_insert(struct e2e_i_work *work, uint32_t which, void *item)
{
	struct e2e_account *account = work->account;
	struct e2e_i_list *list = &work->chat->list[which];

	if (item == NULL)
		return E2E_ERR_NOMEM;
	if (e2e_i_list_reserve(list, &account->allocator) != E2E_OK ||
	    note(account, list, which, item, true) != E2E_OK) {
		e2e_i_item_free(&account->allocator, item);
		return E2E_ERR_NOMEM;
	}
	e2e_i_list_insert(list, item);
	note_timer(work->chat, which, item);
	return E2E_OK;
}

int32_t
e2e_i_work_remove(struct e2e_i_work *work, uint32_t which, void *item)
{
	struct e2e_i_list *list = &work->chat->list[which];

	if (note(work->account, list, which, item, false) != E2E_OK)
		return E2E_ERR_NOMEM;
	e2e_i_list_remove(list, item);
	note_timer(work->chat, which, item);
	return E2E_OK;
}

int32_t
e2e_i_work_empty(struct e2e_i_work *work, uint32_t which)
{
	struct e2e_i_list *list = &work->chat->list[which];
	int32_t err = E2E_OK;

	while (err == E2E_OK && list->n > 0)
		err = e2e_i_work_remove(work, which, e2e_i_list_last(list));
	return err;
}

struct e2e_i_rekey *
e2e_i_work_rekey(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_i_rekey *rekey = box_new(work, sizeof *rekey);

	if (rekey != NULL) {
		if (core->rekey != NULL)
			memcpy(rekey, core->rekey, sizeof *rekey);
		core->rekey = rekey;
	}
	return rekey;
}

struct e2e_i_handshake *
e2e_i_work_handshake(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_i_handshake *handshake = box_new(work, sizeof *handshake);

	if (handshake != NULL) {
		if (core->handshake != NULL)
			memcpy(handshake, core->handshake, sizeof *handshake);
		core->handshake = handshake;
	}
	return handshake;
}

int32_t
e2e_i_work_key(struct e2e_i_work *work, uint32_t which, const struct e2e_key *key,
               int64_t since)
{
	struct e2e_i_key *box = NULL;

	if (key != NULL) {
		box = box_new(work, sizeof *box);
		if (box == NULL)
			return E2E_ERR_NOMEM;
		box->key = *key;
		box->saved.since = since;
	}
	work->chat->core.key[which] = box;
	return E2E_OK;
}

void
e2e_i_work_rekey_drop(struct e2e_i_work *work)
{
	work->chat->core.rekey = NULL;
}

void
e2e_i_work_handshake_drop(struct e2e_i_work *work)
{
	work->chat->core.handshake = NULL;
}

struct e2e_i_mark
e2e_i_work_mark(const struct e2e_i_work *work)
{
	struct e2e_i_mark mark;

	memset(&mark, 0, sizeof mark);
	memcpy(&mark.core, &work->chat->core, sizeof mark.core);
	mark.n_undo = work->account->undo.n;
	mark.rekeys = work->rekeys;
	mark.event_end = work->commit->event_end;
	mark.n_events = work->commit->n_events;
	return mark;
}

void
e2e_i_work_back(struct e2e_i_work *work, const struct e2e_i_mark *mark)
{
	memcpy(&work->chat->core, &mark->core, sizeof mark->core);
	undo_to(work->account, mark->n_undo);
	work->rekeys = mark->rekeys;
	work->commit->event_end = mark->event_end;
	*work->commit->event_end = NULL;
	work->commit->n_events = mark->n_events;
}
