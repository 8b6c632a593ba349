/* SPDX-License-Identifier: ISC */
/* What is due is made: which message, whether it may be now, and what if that fails. */
#include "config.h"

#include "session/answers.h"

#include "session/budget.h"
#include "session/due.h"
#include "session/failure.h"
#include "session/gap.h"
#include "session/holes.h"
#include "session/outbound.h"
#include "session/outgoing.h"
#include "session/rekeying.h"

/* ---- One by one ------------------------------------------------------------------------- */

static int32_t
notify(struct e2e_i_work *work)
{
	const struct e2e_tl_decrypted_message_action_notify_layer action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, work->account->config.layer
	};

	work->chat->core.n.due &= ~E2E_I_DUE_LAYER;
	e2e_i_due_announced(work, action.layer);
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

/* A gap that was asked for in vain is given up first; the others are asked for all the same. */
static int32_t
ask(struct e2e_i_work *work)
{
	const uint32_t n = e2e_i_holes_asked(work->account, work->chat);
	int32_t err;

	if (!e2e_i_holes_is_over(work))
		return e2e_i_holes_ask(work, 0, n);
	err = e2e_i_gap_give_up(work);
	return err == E2E_OK ? e2e_i_holes_ask(work, 1, n) : err;
}

static const struct {
	uint32_t what;
	int32_t (*make)(struct e2e_i_work *work);
	bool (*may)(struct e2e_i_work *work, int64_t *until); /* NULL: it costs a peer as much */
} answers[] = {
	{ E2E_I_DUE_NOTIFY, notify, NULL },
	{ E2E_I_DUE_LAYER, notify, e2e_i_budget_answer },
	{ E2E_I_DUE_HOLES, ask, NULL },
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
		e2e_i_due_add(work, E2E_I_DUE_ACK);
	if (chat->core.blocked != 0 && chat->core.blocked_until <= work->now)
		chat->core.blocked = 0;
	if ((chat->core.n.due & ~chat->core.blocked) == 0 || chat->core.n.due_at > work->now)
		return E2E_OK;
	room = e2e_i_outgoing_room(work->account, chat);
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
	      work->now + e2e_i_failure_backoff(work->account, chat->core.failures, 0));
	chat->core.health |= E2E_HEALTH_BACKEND;
	return E2E_OK;
}
