/* SPDX-License-Identifier: ISC */
/*
 * Makes the messages that are due: decides which, whether now or later, and what to do if one
 * cannot be made.
 */
#include "config.h"

#include "session/receive/answers.h"

#include "session/chat/due.h"
#include "session/keys/rekeying.h"
#include "session/receive/budget.h"
#include "session/receive/gaps.h"
#include "session/receive/give_up.h"
#include "session/send/failure.h"
#include "session/send/outgoing.h"
#include "session/send/packet_out.h"

/* ---- One by one ------------------------------------------------------------------------- */

static int32_t
notify(struct e2e_i_transaction *tx)
{
	const struct e2e_tl_decrypted_message_action_notify_layer action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, tx->account->config.layer
	};

	tx->chat->core.counters.due &= ~E2E_I_DUE_LAYER;
	e2e_i_due_announced(tx, action.layer);
	return e2e_i_packet_out_service(tx, &action);
}

static int32_t
abort_key(struct e2e_i_transaction *tx)
{
	const struct e2e_tl_decrypted_message_action_abort_key action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY, tx->chat->core.counters.abort_id
	};

	tx->chat->core.counters.abort_id = 0;
	return e2e_i_packet_out_service(tx, &action);
}

static int32_t
send_noop(struct e2e_i_transaction *tx)
{
	const struct e2e_tl_decrypted_message_action_noop action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP
	};
	const bool used = tx->chat->core.counters.used;
	int32_t err = e2e_i_packet_out_service(tx, &action);

	tx->chat->core.counters.used = used;
	return err;
}

static int32_t
noop(struct e2e_i_transaction *tx)
{
	if (tx->chat->core.counters.key_out > 0)
		return E2E_OK; /* another message has used the new key already (protocol 6.1.3) */
	return send_noop(tx);
}

/* Acknowledge what was received, unless another message has done so meanwhile. */
static int32_t
acknowledge(struct e2e_i_transaction *tx)
{
	const int64_t noop_at = tx->chat->core.counters.noop_at;

	if (noop_at == 0 || noop_at > tx->now)
		return E2E_OK;
	return send_noop(tx);
}

static int32_t
rekey(struct e2e_i_transaction *tx)
{
	if (e2e_i_rekeying_may(tx->account, tx->chat) != E2E_OK)
		return E2E_OK;
	return e2e_i_rekeying_send_request(tx);
}

/* Ask for the gaps that are due.  The first one may have run out: then it is given up instead. */
static int32_t
ask_for_gaps(struct e2e_i_transaction *tx)
{
	const uint32_t n = e2e_i_gaps_asked(tx->account, tx->chat);
	int32_t err;

	if (!e2e_i_gaps_is_over(tx))
		return e2e_i_gaps_ask(tx, 0, n);
	err = e2e_i_give_up_first(tx);
	return err == E2E_OK ? e2e_i_gaps_ask(tx, 1, n) : err;
}

static const struct {
	uint32_t what;
	int32_t (*make)(struct e2e_i_transaction *tx);
	/* whether it may be made now; NULL if it costs the peer as much to cause as us to make */
	bool (*may)(struct e2e_i_transaction *tx, int64_t *until);
} answers[] = {
	{ E2E_I_DUE_NOTIFY, notify, NULL },
	{ E2E_I_DUE_LAYER, notify, e2e_i_budget_answer },
	{ E2E_I_DUE_GAPS, ask_for_gaps, NULL },
	{ E2E_I_DUE_ABORT, abort_key, e2e_i_budget_answer },
	{ E2E_I_DUE_ACCEPT, e2e_i_rekeying_send_accept, e2e_i_budget_accept },
	{ E2E_I_DUE_COMMIT, e2e_i_rekeying_send_commit, NULL },
	{ E2E_I_DUE_NOOP, noop, NULL },
	{ E2E_I_DUE_REKEY, rekey, e2e_i_budget_begin },
	{ E2E_I_DUE_ACK, acknowledge, NULL }, /* last: any other message acknowledges, too */
};

/* Do not make WHAT (E2E_I_DUE_*) before UNTIL. */
static void
block(struct e2e_i_core *core, uint32_t what, int64_t until)
{
	if (core->blocked == 0 || until < core->blocked_until)
		core->blocked_until = until;
	core->blocked |= what;
}

/* Make what is due and in ROOM (E2E_I_DUE_*). */
static int32_t
make_due(struct e2e_i_transaction *tx, uint32_t room)
{
	struct e2e_i_counters *counters = &tx->chat->core.counters;

	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
		int64_t until = 0;
		int32_t err;

		if ((counters->due & room & answers[i].what) == 0)
			continue;
		if (answers[i].may != NULL && !answers[i].may(tx, &until)) {
			block(&tx->chat->core, answers[i].what, until);
			continue;
		}
		counters->due &= ~answers[i].what;
		err = answers[i].make(tx);
		if (err != E2E_OK)
			return err;
	}
	if (counters->due == 0)
		counters->due_at = 0;
	else if ((counters->due & ~tx->chat->core.blocked) != 0)
		counters->due_at = tx->now; /* making one has made another due */
	return E2E_OK;
}

int32_t
e2e_i_answers_make(struct e2e_i_transaction *tx)
{
	struct e2e_i_chat *chat = tx->chat;
	struct e2e_i_mark mark;
	uint32_t room;
	int32_t err;

	if (chat->core.saved.stage != E2E_I_ACTIVE || tx->account->rollback)
		return E2E_OK;
	if (chat->core.counters.noop_at != 0 && chat->core.counters.noop_at <= tx->now)
		e2e_i_due_add(tx, E2E_I_DUE_ACK);
	if (chat->core.blocked != 0 && chat->core.blocked_until <= tx->now)
		chat->core.blocked = 0;
	if ((chat->core.counters.due & ~chat->core.blocked) == 0 ||
	    chat->core.counters.due_at > tx->now)
		return E2E_OK;
	room = e2e_i_outgoing_room(tx->account, chat);
	if (room != E2E_I_DUE_ALL)
		chat->core.health |= E2E_HEALTH_OVERFLOW;
	if ((chat->core.counters.due & ~chat->core.blocked & room) == 0)
		return E2E_OK;
	mark = e2e_i_transaction_mark(tx);
	err = make_due(tx, room);
	if (err == E2E_OK) {
		chat->core.health &= ~E2E_HEALTH_BACKEND;
		chat->core.failures = 0;
		return E2E_OK;
	}
	e2e_i_transaction_back(tx, &mark);
	if (err == E2E_ERR_LIMIT) {
		chat->core.counters.due = 0; /* no sequence number is left (protocol T5.9) */
		chat->core.counters.due_at = 0;
		return E2E_OK;
	}
	/* a backend that keeps failing must not cost a transaction every second */
	if (chat->core.failures < UINT8_MAX)
		chat->core.failures++;
	block(&chat->core, E2E_I_DUE_ALL,
	      tx->now + e2e_i_failure_backoff(tx->account, chat->core.failures, 0));
	chat->core.health |= E2E_HEALTH_BACKEND;
	return E2E_OK;
}
