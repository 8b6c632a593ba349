/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/chat.h"

#include "base/mem.h"
#include "proto/date.h"
#include "proto/negotiate.h"
#include "session/answers.h"
#include "session/budget.h"
#include "session/clock.h"
#include "session/holes.h"
#include "session/index.h"
#include "session/old_key.h"
#include "session/passing.h"
#include "session/resend.h"
#include "session/timers.h"
#include "session/turn.h"

#include <string.h>

#define UNREADABLE_AT 3 /* packets under unknown keys, before that is worth a word */

void
e2e_i_chat_free(struct e2e_account *account, struct e2e_i_chat *chat)
{
	const struct e2e_allocator *m = &account->allocator;

	for (size_t i = 0; i < E2E_I_LISTS; i++)
		e2e_i_list_free(&chat->list[i], m);
	for (size_t i = 0; i < 3; i++)
		e2e_i_box_free(m, chat->core.key[i], sizeof *chat->core.key[i]);
	e2e_i_box_free(m, chat->core.rekey, sizeof *chat->core.rekey);
	e2e_i_box_free(m, chat->core.handshake, sizeof *chat->core.handshake);
	e2e_i_mem_free(m, chat, sizeof *chat);
}

int32_t
e2e_i_chat_begin(struct e2e_i_work *work, struct e2e_account *account, int32_t chat_id,
                 enum e2e_i_begin when, int64_t now)
{
	struct e2e_i_chat *chat;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	chat = e2e_i_index_find(account, chat_id);
	if (chat == NULL)
		return E2E_ERR_ARGUMENT;
	err = e2e_i_turn_rest(account, chat, now); /* what came before comes first */
	if (err != E2E_OK)
		return err;
	if (when == E2E_I_BEGIN_ACTIVE && chat->core.saved.stage != E2E_I_ACTIVE)
		return E2E_ERR_STATE;
	return e2e_i_work_begin(work, account, chat, now);
}

uint32_t
e2e_i_chat_state(uint32_t stage)
{
	switch (stage) {
	case E2E_I_ASKED:
		return E2E_CHAT_REQUESTED;
	case E2E_I_ACTIVE:
		return E2E_CHAT_ACTIVE;
	case E2E_I_CLOSED:
		return E2E_CHAT_CLOSED;
	default:
		return E2E_CHAT_WAITING;
	}
}

int32_t
e2e_i_chat_tell(struct e2e_i_work *work, struct e2e_event **event)
{
	const struct e2e_i_core *core = &work->chat->core;
	struct e2e_event *e = e2e_i_work_event(work, E2E_EVENT_CHAT);

	if (e == NULL)
		return E2E_ERR_NOMEM;
	e->state = e2e_i_chat_state(core->saved.stage);
	e->reason = core->saved.reason;
	e->date = core->saved.date;
	e->value = core->saved.user_id;
	if (core->saved.history && core->saved.stage == E2E_I_CLOSED)
		e->flags = E2E_CHAT_HISTORY;
	if (event != NULL)
		*event = e;
	return E2E_OK;
}

/* ---- Closing is final (protocol 2.2.3) --------------------------------------------------- */

/* What the user sent and the server does not have will never arrive. */
static int32_t
fail_sends(struct e2e_i_work *work)
{
	const struct e2e_i_chat *chat = work->chat;

	for (uint32_t i = 0; i < chat->list[E2E_I_SENT].n; i++) {
		const struct e2e_i_sent *sent = e2e_i_list_at(&chat->list[E2E_I_SENT], i);
		int32_t err;

		if (sent->item.key < chat->core.n.sent || (sent->saved.kind & E2E_I_SENT_USER) == 0)
			continue;
		err = e2e_i_work_tell(work, E2E_EVENT_FAILED, sent->saved.random_id,
		                      sent->saved.date);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_chat_close(struct e2e_i_work *work, uint32_t reason, enum e2e_i_close how, int32_t code,
                 struct e2e_bytes text)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_event *event = NULL;
	int32_t err = fail_sends(work);

	if (err == E2E_OK)
		err = e2e_i_timers_close(work);
	for (uint32_t i = 0; err == E2E_OK && i < E2E_I_LISTS; i++)
		err = e2e_i_work_empty(work, i);
	for (uint32_t i = 0; err == E2E_OK && i < 3; i++)
		err = e2e_i_work_key(work, i, NULL, 0);
	if (err != E2E_OK)
		return err;
	e2e_i_work_rekey_drop(work);
	e2e_i_work_handshake_drop(work);
	core->saved.stage = E2E_I_CLOSED;
	core->saved.reason = reason;
	core->saved.discard = how == E2E_I_CLOSE_DISCARD;
	core->n.due = 0;
	core->n.due_at = 0;
	core->n.read_due = 0;
	core->n.noop_at = 0;
	core->blocked = 0;
	core->sent_bytes = core->held_bytes = core->early_bytes = 0;
	err = e2e_i_chat_tell(work, &event);
	if (err != E2E_OK)
		return err;
	event->code = code;
	return e2e_i_pool_copy(&work->commit->pool, &event->text, text);
}

/* ---- Checks ------------------------------------------------------------------------------- */

int32_t
e2e_i_chat_reject(struct e2e_i_work *work, uint32_t reason, int64_t random_id, int32_t date)
{
	struct e2e_account *account = work->account;
	struct e2e_i_chat *chat = work->chat;
	struct e2e_i_rate *rate = chat != NULL ? &chat->core.rejections : &account->rejections;
	struct e2e_event *event;

	if (chat != NULL)
		chat->core.rejected++;
	/* so many events of that kind are allowed in a minute (protocol T5.4) */
	if (!e2e_i_rate_use(rate, work->now, E2E_I_MINUTE_MS, account->limits.rejected_events))
		return E2E_OK;
	event = e2e_i_work_event(work, E2E_EVENT_REJECTED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->reason = reason;
	event->random_id = random_id;
	event->date = date;
	return E2E_OK;
}

/* Rows from a backup do not know what was sent after it: then CHECK may be our own fault. */
static bool
is_of_a_backup(uint32_t check)
{
	return check == E2E_CHECK_IN_SEQ_AHEAD || check == E2E_CHECK_REFILL_IN_SEQ ||
	       check == E2E_CHECK_RESEND_UNSENT;
}

int32_t
e2e_i_chat_check(struct e2e_i_work *work, uint32_t *outcome, uint32_t check,
                 int64_t random_id, int32_t date)
{
	uint32_t act = work->account->act[check];

	if (act == E2E_ACT_CLOSE && work->account->rollback && is_of_a_backup(check))
		act = E2E_ACT_REPORT;
	*outcome = E2E_I_GO_ON;
	if (check == E2E_CHECK_KEY_ID)
		work->chat->core.unreadable++;
	if (act == E2E_ACT_IGNORE)
		return E2E_OK;
	if (act == E2E_ACT_REPORT)
		return e2e_i_chat_reject(work, check, random_id, date);
	*outcome = E2E_I_CLOSED_IT;
	work->chat->core.rejected++;
	return e2e_i_chat_close(work, check, E2E_I_CLOSE_DISCARD, 0, (struct e2e_bytes){ NULL, 0 });
}

void
e2e_i_chat_unreadable(struct e2e_i_work *work)
{
	if (work->chat->core.unreadable < UNREADABLE_AT)
		work->chat->core.unreadable = UNREADABLE_AT;
}

/* ---- Health ---------------------------------------------------------------------------------- */

static bool
stuck(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	for (uint32_t i = 0; i < chat->list[E2E_I_HOLE].n; i++) {
		const struct e2e_i_hole *hole = e2e_i_list_at(&chat->list[E2E_I_HOLE], i);

		if ((uint32_t)hole->saved.tries >= account->timing.resend_tries)
			return true;
	}
	return false;
}

/* A re-key that was asked for and is not answered, for twice as long as a key is to live. */
static bool
key_old(const struct e2e_account *account, const struct e2e_i_core *core)
{
	const int64_t uses = (int64_t)core->n.key_in + core->n.key_out;
	int64_t age;

	if (core->key[E2E_KEY_CURRENT] == NULL)
		return false;
	if (uses > 2 * (int64_t)account->timing.rekey_messages)
		return true;
	age = e2e_i_clock_steady(account) - core->key[E2E_KEY_CURRENT]->saved.since;
	/* whether the peer has the new one is not known either */
	if (core->key[E2E_KEY_OLD] != NULL && core->n.fresh_at == 0 &&
	    age > account->timing.old_key_ms)
		return true;
	return core->n.used && age > 2 * account->timing.rekey_age_ms;
}

int32_t
e2e_i_chat_reads(const struct e2e_account *account)
{
	const int32_t layer = account->config.layer;

	/* no peer that speaks MTProto 2 writes a wrapper below (protocol T4.1) */
	return layer > E2E_I_LAYER_MTPROTO2 ? layer : E2E_I_LAYER_MTPROTO2;
}

uint32_t
e2e_i_chat_health(const struct e2e_account *account, const struct e2e_i_chat *chat, int64_t now)
{
	uint32_t health = chat->core.health;

	if (chat->core.saved.stage == E2E_I_CLOSED)
		return 0;
	if (chat->list[E2E_I_HOLE].n > 0)
		health |= E2E_HEALTH_HOLES;
	if (stuck(account, chat))
		health |= E2E_HEALTH_STUCK;
	if (chat->failing != 0 && now - chat->failing >= E2E_I_MINUTE_MS)
		health |= E2E_HEALTH_SENDING;
	if (key_old(account, &chat->core))
		health |= E2E_HEALTH_KEY_OLD;
	if ((chat->core.n.due & chat->core.blocked) != 0 && chat->core.failures == 0)
		health |= E2E_HEALTH_BUSY;
	if (chat->core.unreadable >= UNREADABLE_AT)
		health |= E2E_HEALTH_UNREADABLE;
	if (chat->core.n.told || chat->core.n.newest_layer > e2e_i_chat_reads(account))
		health |= E2E_HEALTH_OUTDATED;
	return health;
}

int32_t
e2e_i_chat_health_tell(struct e2e_i_work *work)
{
	struct e2e_i_chat *chat = work->chat;
	uint32_t health = e2e_i_chat_health(work->account, chat, work->now);
	struct e2e_event *event;

	if (health == chat->told_health)
		return E2E_OK;
	event = e2e_i_work_event(work, E2E_EVENT_HEALTH);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->health = health;
	return E2E_OK;
}

/* ---- What comes next ---------------------------------------------------------------------------- */

bool
e2e_i_chat_held_due(const struct e2e_i_chat *chat)
{
	const struct e2e_i_item *first = e2e_i_list_at(&chat->list[E2E_I_HELD], 0);

	return chat->core.saved.stage == E2E_I_ACTIVE && first != NULL &&
	       first->key == chat->core.n.in_seq;
}

static void
earlier(int64_t *deadline, int64_t then)
{
	if (then != 0 && then < *deadline)
		*deadline = then;
}

/* What the peer has acknowledged needs no packet any more: a stub answers for it. */
static void
strip(struct e2e_account *account, struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];

	for (uint32_t i = e2e_i_list_below(list, chat->core.n.acked); i > 0; i--) {
		struct e2e_i_sent *sent = e2e_i_list_at(list, i - 1);
		struct e2e_i_saved_outgoing saved = sent->saved;

		if (sent->item.blob == NULL || sent->again || sent->out)
			continue;
		saved.file_n = 0;
		e2e_i_item_strip(&account->allocator, &sent->item);
		e2e_i_item_fill(&sent->item, &saved, sizeof saved); /* its row may keep both */
	}
}

/* What is saved of item INDEX of HOLES, which there is. */
static const struct e2e_i_saved_gap *
hole_at(const struct e2e_i_list *holes, uint32_t index)
{
	return &((const struct e2e_i_hole *)e2e_i_list_at(holes, index))->saved;
}

/* Whether holes are asked for by their own time; those that are due wait for the rest. */
static bool
asks(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	return !account->rollback && (chat->core.n.due & E2E_I_DUE_HOLES) == 0 &&
	       e2e_i_answers_have_room(account, chat);
}

/* When what is sent by itself is to be made. */
static void
answers_due(const struct e2e_account *account, const struct e2e_i_chat *chat, int64_t *deadline)
{
	const struct e2e_i_core *core = &chat->core;
	const uint32_t room = account->rollback ? 0 : e2e_i_answers_room(account, chat);
	const uint32_t due = core->n.due & room;

	if ((due & ~core->blocked) != 0)
		earlier(deadline, core->n.due_at);
	if ((due & core->blocked) != 0)
		earlier(deadline, core->blocked_until);
	if ((room & E2E_I_DUE_ACK) != 0 && (due & E2E_I_DUE_ACK) == 0)
		earlier(deadline, core->n.noop_at);
}

void
e2e_i_chat_settle(struct e2e_account *account, struct e2e_i_chat *chat)
{
	const struct e2e_i_list *holes = &chat->list[E2E_I_HOLE];
	int64_t deadline = INT64_MAX;

	if (chat->core.saved.stage == E2E_I_CLOSED) {
		chat->sends_out = chat->again = 0;
		chat->send_retry = chat->core.again_retry = 0;
		chat->read_call = 0;
		chat->read_waits = false;
	}
	chat->told_health = e2e_i_chat_health(account, chat, account->last);
	account->held_due = account->held_due || e2e_i_chat_held_due(chat);
	strip(account, chat);
	for (uint32_t i = 0; i < E2E_I_LISTS; i++)
		e2e_i_list_shrink(&chat->list[i], &account->allocator);
	if (chat->timers_changed)
		chat->timer_next = e2e_i_timers_next(chat);
	chat->timers_changed = false;
	earlier(&deadline, chat->timer_next);
	earlier(&deadline, chat->stage_call == 0 ? chat->stage_retry : 0);
	earlier(&deadline, chat->send_retry);
	earlier(&deadline, chat->core.again_retry);
	answers_due(account, chat, &deadline);
	if (!account->rollback && e2e_i_answers_have_room(account, chat))
		earlier(&deadline, e2e_i_answers_age_at(account, chat));
	e2e_i_resend_settle(account, chat);
	earlier(&deadline, chat->core.stand_at);
	earlier(&deadline, e2e_i_passing_due(chat));
	e2e_i_budget_settle(account, chat);
	for (uint32_t i = 0; i < e2e_i_holes_asked(account, chat) && asks(account, chat); i++)
		earlier(&deadline, hole_at(holes, i)->due);
	earlier(&deadline, e2e_i_old_key_until(account, &chat->core));
	if (holes->n > 0 && !account->rollback)
		earlier(&deadline, hole_at(holes, 0)->give_up);
	e2e_i_index_deadline(account, chat, deadline);
	e2e_i_index_ready(account, chat);
}
