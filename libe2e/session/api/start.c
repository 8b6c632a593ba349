/* SPDX-License-Identifier: ISC */
/* Starting an account once all rows are loaded, if the rows of each chat fit together. */
#include "config.h"

#include "base/num.h"
#include "proto/date.h"
#include "proto/seqno.h"
#include "proto/wrapper.h"
#include "session/api/end.h"
#include "session/api/settle.h"
#include "session/chat/close.h"
#include "session/chat/due.h"
#include "session/receive/answers.h"
#include "session/receive/gaps.h"
#include "session/send/resend.h"
#include "session/store/rows.h"

#define TIMER_KEY_BYTES 12 /* chat, random_id */

/* ---- Whether the rows of a chat fit together ---------------------------------------------- */

static bool
good_counters(const struct e2e_i_core *core)
{
	const struct e2e_i_counters *counters = &core->counters;

	/* a chat that cannot send must have nothing due: it could never be done */
	return counters->epoch > 0 && counters->acked <= counters->sent &&
	       counters->sent <= counters->out_seq &&
	       (counters->due == 0 || core->saved.stage == E2E_I_ACTIVE);
}

/*
 * Whether each outgoing message that is not acknowledged is there, with its packet.  Loading has
 * checked each row by itself.
 */
static bool
outgoing_complete(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];
	uint32_t i = e2e_i_list_below(list, chat->core.counters.acked);
	const struct e2e_i_item *last = e2e_i_list_last(list);

	if (last != NULL && last->key >= chat->core.counters.out_seq)
		return false;
	if (list->n - i != (uint32_t)(chat->core.counters.out_seq - chat->core.counters.acked))
		return false;
	for (; i < list->n; i++) {
		const struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, i);

		if (outgoing->item.blob == NULL)
			return false;
	}
	return true;
}

/* Whether gaps cover all sequence numbers from START to END. */
static bool
in_gaps(const struct e2e_i_list *gaps, int64_t start, int64_t end)
{
	while (start <= end) {
		uint32_t i = e2e_i_list_below(gaps, start + 1);
		const struct e2e_i_gap *gap = i > 0 ? e2e_i_list_at(gaps, i - 1) : NULL;

		if (gap == NULL || gap->saved.end < start)
			return false;
		start = (int64_t)gap->saved.end + 1;
	}
	return true;
}

/* Whether held messages are where their numbers say, and gaps cover what is missing between. */
static bool
good_held(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_HELD];
	int64_t next = chat->core.counters.in_seq;

	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_queued *held = e2e_i_list_at(list, i);
		const struct e2e_bytes payload = { held->item.blob,
			                           held->item.blob_n - held->saved.file_n };
		struct e2e_i_wrapper wrapper;
		int32_t seq_no, acks;

		/* there need be no gap before the first: it may be in order, but not handled yet */
		if (held->item.key < next ||
		    !in_gaps(&chat->list[E2E_I_GAP], next, held->item.key - 1))
			return false;
		if (e2e_i_wrapper_read(&wrapper, payload) != E2E_OK ||
		    e2e_i_seq_read(&seq_no, &acks, 1 - e2e_i_chat_x(&chat->core),
		                   wrapper.out_seq_no, wrapper.in_seq_no) != E2E_I_SEQ_GOOD ||
		    seq_no != held->item.key)
			return false;
		next = held->item.key + 1;
	}
	/* a gap stays when held messages behind it are dropped for lack of room */
	return in_gaps(&chat->list[E2E_I_GAP], next, e2e_i_gaps_last(chat));
}

/* Whether the files of received messages in LIST can be decoded. */
static bool
good_files(const struct e2e_i_list *list)
{
	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_queued *queued = e2e_i_list_at(list, i);
		const uint32_t n = queued->saved.file_n;
		const struct e2e_bytes file = { queued->item.blob + (queued->item.blob_n - n), n };
		struct e2e_remote_file read;

		if (file.n > 0 && e2e_i_rows_file_get(&read, file) != E2E_OK)
			return false;
	}
	return true;
}

static bool
good_keys(const struct e2e_i_core *core)
{
	const struct e2e_i_rekey *r = core->rekey;

	if (core->key[E2E_KEY_CURRENT] == NULL || core->group == NULL || !core->saved.has_hash)
		return false;
	if ((core->counters.due & E2E_I_DUE_COMMIT) != 0 && core->key[E2E_KEY_NEW] == NULL)
		return false;
	if (r == NULL)
		return core->key[E2E_KEY_OLD] == NULL && core->key[E2E_KEY_NEW] == NULL;
	if (r->proof > core->counters.in_seq)
		return false;
	if (r->phase == E2E_I_REKEY_ACCEPTED)
		return r->has_answer || core->key[E2E_KEY_NEW] != NULL;
	return r->phase != E2E_I_REKEY_SWITCHED || core->key[E2E_KEY_OLD] != NULL;
}

static bool
good_handshake(const struct e2e_i_core *core)
{
	const struct e2e_i_handshake *h = core->handshake;

	if (h == NULL)
		return false;
	switch (core->saved.stage) {
	case E2E_I_ASKING:
	case E2E_I_WAITING:
		return h->has_exponent && core->group != NULL;
	case E2E_I_ACCEPTING:
		return h->has_exponent && core->key[E2E_KEY_CURRENT] != NULL &&
		       core->group != NULL && core->saved.has_hash;
	case E2E_I_ACCEPT_DH:
		return h->peer_n > 0;
	default:
		return true;
	}
}

/* Whether the lists of a chat that is not active are empty, but for pending messages. */
static bool
good_lists(const struct e2e_i_chat *chat)
{
	for (uint32_t i = 0; i < E2E_I_LISTS; i++) {
		if (chat->list[i].n > 0 &&
		    (i != E2E_I_PENDING || chat->core.saved.stage == E2E_I_CLOSED))
			return false;
	}
	return true;
}

/* Whether the rows of CHAT are complete and fit together. */
static bool
is_consistent(const struct e2e_i_chat *chat)
{
	const struct e2e_i_core *core = &chat->core;

	if (!chat->load.chat || chat->load.damaged || core->saved.stage < E2E_I_ASKED ||
	    core->saved.stage > E2E_I_CLOSED || !good_counters(core))
		return false;
	if (core->saved.stage == E2E_I_CLOSED)
		return good_lists(chat);
	if (!good_files(&chat->list[E2E_I_HELD]) || !good_files(&chat->list[E2E_I_PENDING]))
		return false;
	if (core->saved.stage != E2E_I_ACTIVE)
		return good_handshake(core) && good_lists(chat);
	return good_keys(core) && outgoing_complete(chat) && good_held(chat);
}

/* ---- Starting ------------------------------------------------------------------------------ */

static uint32_t
blob_bytes(const struct e2e_i_list *list, uint32_t from)
{
	uint32_t n = 0;

	for (uint32_t i = from; i < list->n; i++)
		n += ((const struct e2e_i_item *)e2e_i_list_at(list, i))->blob_n;
	return n;
}

static void
count_bytes(struct e2e_i_chat *chat)
{
	const struct e2e_i_list *outgoing = &chat->list[E2E_I_OUTGOING];
	struct e2e_i_core *core = &chat->core;

	core->outgoing_bytes = blob_bytes(outgoing, e2e_i_list_below(outgoing, core->counters.acked));
	core->held_bytes = blob_bytes(&chat->list[E2E_I_HELD], 0);
	core->pending_bytes = blob_bytes(&chat->list[E2E_I_PENDING], 0);
}

/* Bring forward times that are too late: a clock that was once ahead could delay them for years. */
static void
not_later(const struct e2e_account *account, struct e2e_i_chat *chat)
{
	const struct e2e_i_list *gaps = &chat->list[E2E_I_GAP];
	struct e2e_i_counters *counters = &chat->core.counters;
	const int64_t time = account->clock.last;
	const int64_t answers_at = time + account->timing.answer_delay_ms + E2E_I_SECOND_MS;

	if (counters->due_at > answers_at)
		counters->due_at = answers_at;
	if (counters->noop_at > time + account->timing.ack_ms)
		counters->noop_at = time + account->timing.ack_ms;
	for (uint32_t i = 0; i < gaps->n; i++) {
		struct e2e_i_gap *gap = e2e_i_list_at(gaps, i);
		struct e2e_i_saved_gap saved = gap->saved;

		if (saved.due <= time + E2E_I_DAY_MS)
			continue;
		saved.due = time + E2E_I_DAY_MS;
		/* the row stays as it is: each start corrects the time anew */
		e2e_i_item_fill(&gap->item, &saved, sizeof saved);
	}
}

/* Delete the refused rows of TX's chat or, if it has none, those that belong to no chat. */
static int32_t
delete_refused(struct e2e_i_transaction *tx)
{
	const struct e2e_i_refused *row = tx->account->load.refused;
	const struct e2e_i_chat *chat = tx->chat;
	int32_t err = E2E_OK;

	for (; err == E2E_OK && row != NULL; row = row->next) {
		if (chat != NULL ? row->has_chat && row->chat_id == chat->core.id : !row->has_chat)
			err = e2e_i_rows_delete(tx->commit, row->table, row->key, row->key_n);
	}
	return err;
}

/* Expire the messages whose timer rows are refused; the random_id is in the key of the row. */
static int32_t
expire_refused(struct e2e_i_transaction *tx)
{
	struct e2e_event *event = NULL;
	int64_t *id;

	for (const struct e2e_i_refused *row = tx->account->load.refused; row != NULL;
	     row = row->next) {
		if (row->chat_id != tx->chat->core.id || row->key_n != TIMER_KEY_BYTES ||
		    row->table != E2E_I_TABLE_LISTS + E2E_I_TIMER)
			continue;
		event = e2e_i_transaction_event(tx, E2E_EVENT_EXPIRED);
		id = e2e_i_pool_alloc(&tx->commit->pool, sizeof *id);
		if (event == NULL || id == NULL)
			return E2E_ERR_NOMEM;
		*id = e2e_i_signed64(e2e_i_load_be64(row->key + 4));
		event->ids = (struct e2e_tl_longs){ id, 1 };
	}
	return E2E_OK;
}

/* Close CHAT, whose rows are damaged, and use nothing that is left of it. */
static int32_t
close_damaged(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_transaction_begin(&tx, account, chat, now);

	if (err != E2E_OK)
		return err;
	/* no chat has this stage, so the row of the chat is written in any case */
	tx.before.saved.stage = 0;
	/* tell nothing about its messages: whether they arrived is no longer known */
	chat->core.counters = (struct e2e_i_counters){ .epoch = tx.before.counters.epoch };
	/* a damaged row may name a chat that never existed; `any` says that a good one names it */
	err = delete_refused(&tx);
	if (err == E2E_OK)
		err = expire_refused(&tx);
	if (err == E2E_OK)
		err = e2e_i_close_chat(&tx, E2E_REASON_STORE, e2e_i_close_how(chat->load.any));
	err = e2e_i_end_transaction(&tx, err);
	if (err == E2E_OK)
		chat->load.damaged = false;
	return err;
}

/*
 * Show a damaged chat as closed, in memory only.  While a rollback waits for e2e_resume(), its rows
 * stay: the host can still put better ones in their place.
 */
static void
set_aside(struct e2e_i_chat *chat)
{
	chat->load.damaged = true;
	chat->core.saved.stage = E2E_I_CLOSED;
	chat->core.saved.reason = E2E_REASON_STORE;
	chat->core.saved.discard = false;
}

static int32_t
close_all_damaged(struct e2e_account *account, int64_t now)
{
	for (uint32_t i = 0; i < account->index.n; i++) {
		struct e2e_i_chat *chat = account->index.chats[i];
		int32_t err = chat->load.damaged ? close_damaged(account, chat, now) : E2E_OK;

		if (err == E2E_OK)
			continue;
		set_aside(chat);
		return err;
	}
	return E2E_OK;
}

static int32_t
start_chat(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (!is_consistent(chat) && !account->rollback)
		return close_damaged(account, chat, now);
	if (!is_consistent(chat)) {
		set_aside(chat);
		return E2E_OK;
	}
	chat->timers.changed = true;
	count_bytes(chat);
	e2e_i_resend_loaded(account, chat);
	not_later(account, chat);
	chat->stage_call.repeated = chat->core.saved.stage != E2E_I_ASKED;
	if (chat->core.saved.stage != E2E_I_ACTIVE ||
	    chat->core.saved.layer >= account->config.layer ||
	    (account->config.flags & E2E_CONFIG_NO_NOTIFY) != 0) {
		e2e_i_settle_chat(account, chat);
		return E2E_OK;
	}
	/* this version supports a higher layer than the last one announced (protocol 4.2.2) */
	err = e2e_i_transaction_begin(&tx, account, chat, now);
	if (err != E2E_OK)
		return err;
	e2e_i_due_add(&tx, E2E_I_DUE_NOTIFY);
	return e2e_i_end_transaction(&tx, e2e_i_answers_make(&tx));
}

static bool
has_damage(const struct e2e_account *account)
{
	for (uint32_t i = 0; i < account->index.n; i++) {
		const struct e2e_i_chat *chat = account->index.chats[i];

		if (chat->load.damaged || chat->core.counters.epoch == 0)
			return true;
	}
	return account->load.refused != NULL;
}

/*
 * Whether a rollback that was noticed at an earlier start still waits for e2e_resume().  It does
 * not if damaged rows were its only cause and no row is damaged now.
 */
static bool
still_waits(const struct e2e_account *account)
{
	const struct e2e_i_saved_clock *saved = &account->saved.clock;

	return saved->rollback && (!saved->damage || has_damage(account));
}

/* Save that the account has started once more, and report a ROLLBACK at GENERATION of the rows. */
static int32_t
start_account(struct e2e_account *account, bool rollback, int64_t generation, int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_event *event;
	int32_t err = e2e_i_transaction_begin(&tx, account, NULL, now);

	if (err != E2E_OK)
		return err;
	account->saved.account.generation++;
	account->saved.clock.rollback = rollback;
	account->saved.clock.damage = rollback && has_damage(account);
	if (!rollback)
		return e2e_i_end_transaction(&tx, delete_refused(&tx));
	event = e2e_i_transaction_event(&tx, E2E_EVENT_ROLLBACK);
	if (event == NULL)
		return e2e_i_end_transaction(&tx, E2E_ERR_NOMEM);
	event->value = generation;
	return e2e_i_end_transaction(&tx, E2E_OK);
}

int32_t
e2e_start(struct e2e_account *account, int64_t now)
{
	int64_t generation;
	bool rollback;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (account->started)
		return E2E_ERR_STATE;
	if (account->load.newer)
		return E2E_ERR_VERSION;
	if (account->load.damaged || (!account->load.has_saved && account->index.n > 0))
		return E2E_ERR_STORE;
	generation = e2e_i_account_generation(account->saved.account.generation +
	                                      account->generation.epochs);
	/*
	 * Damaged rows do not count towards the generation.  So they look like rows from a backup,
	 * and rightly: in both cases sequence numbers may be in use that the rows do not know of.
	 * A rollback lasts until e2e_resume(), however high the generation grows meanwhile.
	 */
	rollback = generation < account->config.generation || still_waits(account);
	account->started = true;
	if (!account->begun)
		account->generation.behind = generation < account->config.generation
		                          ? account->config.generation - generation
		                          : 0;
	err = account->begun ? E2E_OK : start_account(account, rollback, generation, now);
	if (err == E2E_OK && !account->begun) {
		account->begun = true;
		account->rollback = rollback;
		account->generation.durable = generation + account->generation.behind;
	}
	for (uint32_t i = 0; err == E2E_OK && i < account->index.n; i++)
		err = start_chat(account, account->index.chats[i], now);
	if (err != E2E_OK)
		account->started = false;
	return err;
}

int32_t
e2e_resume(struct e2e_account *account, int64_t now)
{
	struct e2e_i_transaction tx;
	int64_t behind;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started || !account->rollback)
		return E2E_ERR_STATE;
	err = close_all_damaged(account, now);
	if (err == E2E_OK)
		err = e2e_i_transaction_begin(&tx, account, NULL, now);
	if (err != E2E_OK)
		return err;
	/* reach the generation that the host has kept, so that the next start is no rollback */
	behind = account->generation.behind;
	account->saved.account.generation += behind;
	account->saved.clock.rollback = account->saved.clock.damage = false;
	account->generation.behind = 0;
	err = e2e_i_end_transaction(&tx, delete_refused(&tx));
	if (err != E2E_OK) {
		account->generation.behind = behind;
		return err;
	}
	account->rollback = false;
	for (uint32_t i = 0; i < account->index.n; i++)
		e2e_i_settle_chat(account, account->index.chats[i]);
	return E2E_OK;
}
