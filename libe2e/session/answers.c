/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/answers.h"

#include "proto/negotiate.h"
#include "session/budget.h"
#include "session/calls.h"
#include "session/chat.h"
#include "session/clock.h"
#include "session/holes.h"
#include "session/outbound.h"
#include "session/outbox.h"
#include "session/rekeying.h"

#define RESERVE     48 /* of the outbox, for what is no user's message        */
#define RESERVE_ACK 16 /* behind that, for what tells the peer that all came */

#define MARGIN_PART 10 /* a tenth of what a key is used for           */

void
e2e_i_answers_due(struct e2e_i_work *work, uint32_t what)
{
	struct e2e_i_counters *n = &work->chat->core.n;

	if ((n->due & ~work->chat->core.blocked) == 0)
		n->due_at = work->now + work->account->timing.answer_delay_ms;
	n->due |= what;
}

void
e2e_i_answers_announced(struct e2e_i_work *work, int32_t layer)
{
	struct e2e_i_core *core = &work->chat->core;

	if (layer > core->saved.layer)
		core->n.told = false; /* what was not known then may be now */
	core->saved.layer = layer;
}

void
e2e_i_answers_noop_in(struct e2e_i_work *work, int64_t wait_ms)
{
	struct e2e_i_counters *n = &work->chat->core.n;

	if (n->noop_at == 0 || n->noop_at > work->now + wait_ms)
		n->noop_at = work->now + wait_ms;
}

void
e2e_i_answers_received(struct e2e_i_work *work, uint32_t action)
{
	const struct e2e_account *account = work->account;
	struct e2e_i_counters *n = &work->chat->core.n;

	/* or two ends without anything to say would go on for ever (protocol 5.4.1) */
	if (action == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP ||
	    (account->config.flags & E2E_CONFIG_NO_ACK) != 0)
		return;
	if (n->unacknowledged < INT32_MAX)
		n->unacknowledged++;
	e2e_i_answers_noop_in(work, (uint32_t)n->unacknowledged >= account->timing.ack_messages
	                                    ? 0
	                                    : account->timing.ack_ms);
}

/* How much later than at MARK the end that received begins (protocol 6.1.10). */
static int64_t
margin(int64_t mark, uint32_t who)
{
	return who == E2E_I_RECEIVED_IT ? mark / MARGIN_PART : 0;
}

/* Whether a re-key may begin by itself, if its time has come. */
static bool
may_rekey(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	return chat->core.saved.stage == E2E_I_ACTIVE &&
	       (account->config.flags & E2E_CONFIG_NO_REKEY) == 0 &&
	       e2e_i_rekeying_may(account, chat) == E2E_OK;
}

static int64_t
uses_of(const struct e2e_i_core *core)
{
	return (int64_t)core->n.key_in + core->n.key_out;
}

/* The age at which WHO renews a key that was used. */
static int64_t
age_of(const struct e2e_account *account, uint32_t who)
{
	return account->timing.rekey_age_ms + margin(account->timing.rekey_age_ms, who);
}

/* Until when the week does not count: a peer that wants no new key is not asked again at once. */
static int64_t
refused_until(const struct e2e_account *account, const struct e2e_i_core *core)
{
	return core->gave_up_at != 0
	               ? core->gave_up_at + account->timing.rekey_age_ms / MARGIN_PART
	               : 0;
}

/* Nobody sends or receives when a week is over: who made the chat begins (protocol 6.1.1). */
static uint32_t
turn_of(const struct e2e_i_core *core)
{
	return core->saved.creator ? E2E_I_SENT_IT : E2E_I_RECEIVED_IT;
}

int32_t
e2e_i_answers_rekey_due(struct e2e_i_work *work, uint32_t who)
{
	const struct e2e_account *account = work->account;
	const struct e2e_i_core *core = &work->chat->core;
	const int64_t uses = uses_of(core);
	const int64_t most = core->n.rekey_at != 0 ? core->n.rekey_at
	                                           : (int64_t)account->timing.rekey_messages;

	if (!may_rekey(account, work->chat))
		return E2E_OK;
	/* more than 100 messages, or a week with one that is no noop (protocol 6.1.1, T6.8) */
	if (uses > most + margin(account->timing.rekey_messages, who) ||
	    (core->n.used && refused_until(account, core) <= work->now &&
	     work->steady - core->key[E2E_KEY_CURRENT]->saved.since > age_of(account, who)))
		e2e_i_answers_due(work, E2E_I_DUE_REKEY);
	return E2E_OK;
}

/* How long ago the key of CHAT was too old, by NOW; negative, if it will be. */
static int64_t
overdue(const struct e2e_account *account, const struct e2e_i_chat *chat, int64_t now)
{
	const struct e2e_i_core *core = &chat->core;

	return now - core->key[E2E_KEY_CURRENT]->saved.since - 1 - age_of(account, turn_of(core));
}

/* Whether a date was asked for lately, see e2e_i_answers_aged(). */
static bool
was_asked(const struct e2e_account *account, const struct e2e_i_core *core)
{
	return core->age_asked != 0 &&
	       account->last - core->age_asked < account->timing.rekey_age_ms;
}

int64_t
e2e_i_answers_age_at(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const struct e2e_i_core *core = &chat->core;

	if (!may_rekey(account, chat) || !core->n.used ||
	    (core->n.due & E2E_I_DUE_REKEY) != 0)
		return 0;
	if (overdue(account, chat, e2e_i_clock_steady(account)) >= 0)
		return refused_until(account, core) > account->last ? refused_until(account, core)
		                                                    : account->last;
	if (overdue(account, chat, e2e_i_clock_doubtful(account)) < 0)
		return account->last - overdue(account, chat, e2e_i_clock_doubtful(account));
	return was_asked(account, core) ? core->age_asked + account->timing.rekey_age_ms
	                                : account->last;
}

void
e2e_i_answers_aged(struct e2e_i_work *work)
{
	const struct e2e_account *account = work->account;
	struct e2e_i_core *core = &work->chat->core;

	if (!may_rekey(account, work->chat) || !core->n.used)
		return;
	if (overdue(account, work->chat, work->steady) >= 0) {
		if (refused_until(account, core) <= work->now)
			e2e_i_answers_due(work, E2E_I_DUE_REKEY);
	} else if (overdue(account, work->chat, e2e_i_clock_doubtful(account)) >= 0 &&
	           !was_asked(account, core)) {
		core->age_asked = work->now;
		e2e_i_answers_noop_in(work, 0);
	}
}

/* ---- One by one ------------------------------------------------------------------------- */

static int32_t
notify(struct e2e_i_work *work)
{
	const struct e2e_tl_decrypted_message_action_notify_layer action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, work->account->config.layer
	};

	work->chat->core.n.due &= ~E2E_I_DUE_LAYER;
	e2e_i_answers_announced(work, action.layer);
	return e2e_i_outbound_service(work, &action);
}

static int32_t
abort_key(struct e2e_i_work *work)
{
	const struct e2e_tl_decrypted_message_action_abort_key action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY, work->chat->core.n.abort_id
	};

	work->chat->core.n.abort_id = 0;
	return e2e_i_outbound_service(work, &action);
}

static int32_t
say_nothing(struct e2e_i_work *work)
{
	const struct e2e_tl_decrypted_message_action_noop action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP
	};
	const bool used = work->chat->core.n.used;
	int32_t err = e2e_i_outbound_service(work, &action);

	work->chat->core.n.used = used;
	return err;
}

static int32_t
noop(struct e2e_i_work *work)
{
	if (work->chat->core.n.key_out > 0)
		return E2E_OK; /* the new key has been shown already (protocol 6.1.3) */
	return say_nothing(work);
}

/* What came is acknowledged, unless a message that does it has gone out meanwhile. */
static int32_t
acknowledge(struct e2e_i_work *work)
{
	const int64_t noop_at = work->chat->core.n.noop_at;

	if (noop_at == 0 || noop_at > work->now)
		return E2E_OK;
	return say_nothing(work);
}

static int32_t
rekey(struct e2e_i_work *work)
{
	if (e2e_i_rekeying_may(work->account, work->chat) != E2E_OK)
		return E2E_OK;
	return e2e_i_rekeying_send_request(work);
}

static const struct {
	uint32_t what;
	int32_t (*make)(struct e2e_i_work *work);
	bool (*may)(struct e2e_i_work *work, int64_t *until); /* NULL: it costs a peer as much */
} answers[] = {
	{ E2E_I_DUE_NOTIFY, notify, NULL },
	{ E2E_I_DUE_LAYER, notify, e2e_i_budget_answer },
	{ E2E_I_DUE_HOLES, e2e_i_holes_ask, NULL },
	{ E2E_I_DUE_ABORT, abort_key, e2e_i_budget_answer },
	{ E2E_I_DUE_ACCEPT, e2e_i_rekeying_send_accept, e2e_i_budget_accept },
	{ E2E_I_DUE_COMMIT, e2e_i_rekeying_send_commit, NULL },
	{ E2E_I_DUE_NOOP, noop, NULL },
	{ E2E_I_DUE_REKEY, rekey, e2e_i_budget_begin },
	{ E2E_I_DUE_ACK, acknowledge, NULL }, /* last: any other does it, too */
};

/* What is in WHAT has to wait until UNTIL. */
static void
block(struct e2e_i_core *core, uint32_t what, int64_t until)
{
	if (core->blocked == 0 || until < core->blocked_until)
		core->blocked_until = until;
	core->blocked |= what;
}

/* What is due and has ROOM. */
static int32_t
make_all(struct e2e_i_work *work, uint32_t room)
{
	struct e2e_i_counters *n = &work->chat->core.n;

	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
		int64_t until = 0;
		int32_t err;

		if ((n->due & room & answers[i].what) == 0)
			continue;
		if (answers[i].may != NULL && !answers[i].may(work, &until)) {
			block(&work->chat->core, answers[i].what, until);
			continue;
		}
		n->due &= ~answers[i].what;
		err = answers[i].make(work);
		if (err != E2E_OK)
			return err;
	}
	if (n->due == 0)
		n->due_at = 0;
	else if ((n->due & ~work->chat->core.blocked) != 0)
		n->due_at = work->now; /* one has brought another */
	return E2E_OK;
}

/*
 * A peer that acknowledges nothing gets no more answers either (protocol T5.4).  What it says it
 * has counts at once, also from behind a gap: who waits for that gap has to ask for it.
 */
bool
e2e_i_answers_have_room(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const int64_t limit = (int64_t)account->limits.outbox_messages + RESERVE;

	return e2e_i_outbox_unseen(chat) < limit && e2e_i_outbox_n(chat) < 2 * limit;
}

/*
 * Both ends may have all and wait for the other's acknowledgement, each without room to say so:
 * hence a few places for nothing else.  Each of them takes messages of the peer's.
 */
uint32_t
e2e_i_answers_room(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const int64_t most = (int64_t)account->limits.outbox_messages + RESERVE;

	if (e2e_i_answers_have_room(account, chat))
		return E2E_I_DUE_ALL;
	if (e2e_i_holes_open(chat) || e2e_i_outbox_n(chat) >= most + RESERVE_ACK)
		return 0;
	return E2E_I_DUE_ACK;
}

int32_t
e2e_i_answers_make(struct e2e_i_work *work)
{
	struct e2e_i_chat *chat = work->chat;
	struct e2e_i_mark mark;
	uint32_t room;
	int32_t err;

	if (chat->core.saved.stage != E2E_I_ACTIVE || work->account->rollback)
		return E2E_OK;
	if (chat->core.n.noop_at != 0 && chat->core.n.noop_at <= work->now)
		e2e_i_answers_due(work, E2E_I_DUE_ACK);
	if (chat->core.blocked != 0 && chat->core.blocked_until <= work->now)
		chat->core.blocked = 0;
	if ((chat->core.n.due & ~chat->core.blocked) == 0 || chat->core.n.due_at > work->now)
		return E2E_OK;
	room = e2e_i_answers_room(work->account, chat);
	if (room != E2E_I_DUE_ALL)
		chat->core.health |= E2E_HEALTH_OVERFLOW;
	if ((chat->core.n.due & ~chat->core.blocked & room) == 0)
		return E2E_OK;
	mark = e2e_i_work_mark(work);
	err = make_all(work, room);
	if (err == E2E_OK) {
		chat->core.health &= ~E2E_HEALTH_BACKEND;
		chat->core.failures = 0;
		return E2E_OK;
	}
	e2e_i_work_back(work, &mark);
	if (err == E2E_ERR_LIMIT) {
		chat->core.n.due = 0; /* the numbers are used up (protocol T5.9) */
		chat->core.n.due_at = 0;
		return E2E_OK;
	}
	/* a library that fails for long costs no transaction a second */
	if (chat->core.failures < UINT8_MAX)
		chat->core.failures++;
	block(&chat->core, E2E_I_DUE_ALL,
	      work->now + e2e_i_calls_backoff(work->account, chat->core.failures, 0));
	chat->core.health |= E2E_HEALTH_BACKEND;
	return E2E_OK;
}
