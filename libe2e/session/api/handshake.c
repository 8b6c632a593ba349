/* SPDX-License-Identifier: ISC */
/* Creating a chat: what the server reports about it until its key is there (protocol 2.1, 2.2). */
#include "config.h"

#include "session/api/handshake.h"

#include "base/num.h"
#include "session/api/begin.h"
#include "session/api/end.h"
#include "session/chat/close.h"
#include "session/chat/due.h"
#include "session/chat/state.h"
#include "session/core/index.h"
#include "session/receive/answers.h"
#include "session/receive/pending.h"
#include "session/send/failure.h"

#include <string.h>

#define RENAMES_MAX 8 /* consecutive ids that the server may call duplicates */

/* Draw an id that no chat here has; the server uses it as well (protocol 2.1.1, T2.4). */
static int32_t
draw_id(struct e2e_account *account, int32_t *id)
{
	uint8_t bytes[4];

	do {
		int32_t err = e2e_random(account->crypto, bytes, sizeof bytes);

		if (err != E2E_OK)
			return err;
		*id = e2e_i_signed32(e2e_i_load_le32(bytes));
	} while (*id == 0 || e2e_i_index_find(account, *id) != NULL);
	return E2E_OK;
}

/* Close the chat and tell the server, because something that it or the peer said is wrong. */
static int32_t
close_refused(struct e2e_i_transaction *tx, uint32_t reason)
{
	return e2e_i_close_chat(tx, reason, E2E_I_CLOSE_DISCARD);
}

/* ---- Exponents and keys (protocol 1.1.6, 1.1.7, 2.1) ------------------------------------- */

/* Make KEY the chat's current key, and save its hash for the key picture. */
static int32_t
set_first_key(struct e2e_i_transaction *tx, const struct e2e_key *key)
{
	struct e2e_i_core *core = &tx->chat->core;
	int32_t err = e2e_key_hash(tx->account->crypto, core->saved.key_hash, key, NULL);

	core->saved.has_hash = err == E2E_OK;
	return err == E2E_OK ? e2e_i_transaction_key(tx, E2E_KEY_CURRENT, key, tx->steady) : err;
}

/* Compute the key of a chat that we accept (protocol 2.1.3). */
static int32_t
make_key(struct e2e_i_transaction *tx, const struct e2e_i_handshake *h)
{
	struct e2e_key key = E2E_KEY_INIT;
	int32_t err = e2e_dh_agree(tx->account->crypto, &key, tx->chat->core.group,
	                           h->exponent, h->peer_value, h->peer_n);

	if (err == E2E_OK)
		err = set_first_key(tx, &key);
	e2e_key_wipe(&key);
	return err;
}

int32_t
e2e_i_handshake_group(struct e2e_i_transaction *tx, const struct e2e_dh_group *group,
                      const uint8_t *random, size_t random_n)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_handshake *h = e2e_i_transaction_handshake(tx);
	int32_t err;

	if (h == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_chat_group(core, group);
	if (core->saved.stage == E2E_I_ACCEPT_DH) {
		err = e2e_dh_value_check(group, NULL, h->peer_value, h->peer_n);
		if (err > 0)
			return close_refused(tx, E2E_REASON_VALUE);
		if (err != E2E_OK)
			return err;
	}
	err = e2e_dh_keypair(tx->account->crypto, group, h->exponent, h->public_value, random,
	                     random_n);
	if (err != E2E_OK)
		return err;
	h->has_exponent = true;
	if (core->saved.stage == E2E_I_START_DH) {
		core->saved.stage = E2E_I_ASKING;
		return E2E_OK;
	}
	err = make_key(tx, h);
	core->saved.stage = E2E_I_ACCEPTING;
	return err;
}

int32_t
e2e_i_handshake_activate(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	int32_t err;

	core->saved.stage = E2E_I_ACTIVE;
	e2e_i_transaction_handshake_drop(tx);
	err = e2e_i_state_tell(tx, NULL);
	if (err != E2E_OK)
		return err;
	if ((tx->account->config.flags & E2E_CONFIG_NO_NOTIFY) == 0)
		e2e_i_due_add(tx, E2E_I_DUE_NOTIFY);
	err = e2e_i_answers_make(tx);
	if (err == E2E_OK)
		err = e2e_i_pending_take(tx);
	return err == E2E_OK ? e2e_i_answers_make(tx) : err;
}

/* Whether those who take part are the ones of the request (protocol 2.2.1). */
static bool
same_parties(const struct e2e_i_transaction *tx, int64_t admin_id, int64_t participant_id)
{
	const struct e2e_i_core *core = &tx->chat->core;
	const int64_t me = core->saved.creator ? admin_id : participant_id;
	const int64_t peer = core->saved.creator ? participant_id : admin_id;

	return me == tx->account->config.user_id && peer == core->saved.user_id;
}

/*
 * Once both encryptedChatWaiting and encryptedChat are here, compute the key from g_b and compare
 * its fingerprint (protocol 2.1.4, 2.2.2).  Either may come first.
 */
static int32_t
complete_key(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	const struct e2e_i_handshake *h = core->handshake;
	struct e2e_key key = E2E_KEY_INIT;
	int32_t err;

	if (!h->accepted || core->saved.stage != E2E_I_WAITING)
		return E2E_OK;
	if (!h->waiting) {
		core->saved.access_hash = h->access_hash;
		core->saved.date = h->date;
	}
	if (!same_parties(tx, h->admin_id, h->participant_id) ||
	    h->access_hash != core->saved.access_hash)
		return close_refused(tx, E2E_REASON_IDENTITY);
	err = e2e_dh_agree(tx->account->crypto, &key, core->group, h->exponent, h->peer_value,
	                   h->peer_n);
	if (err > 0)
		err = close_refused(tx, E2E_REASON_VALUE);
	else if (err == E2E_OK && key.fingerprint != h->fingerprint)
		err = close_refused(tx, E2E_REASON_FINGERPRINT);
	else if (err == E2E_OK) {
		err = set_first_key(tx, &key);
		if (err == E2E_OK)
			err = e2e_i_handshake_activate(tx);
	}
	e2e_key_wipe(&key);
	return err;
}

/* ---- Updates of a chat -------------------------------------------------------------------- */

static int32_t
take_waiting(struct e2e_i_transaction *tx, int64_t access_hash, int32_t date, int64_t admin_id,
             int64_t participant_id)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_handshake *h;

	if (core->saved.stage != E2E_I_ASKING)
		return E2E_OK; /* a repetition, or about a chat that another device started */
	if (!same_parties(tx, admin_id, participant_id))
		return close_refused(tx, E2E_REASON_IDENTITY);
	h = e2e_i_transaction_handshake(tx);
	if (h == NULL)
		return E2E_ERR_NOMEM;
	h->waiting = true;
	core->saved.access_hash = access_hash;
	core->saved.date = date;
	core->saved.stage = E2E_I_WAITING;
	return complete_key(tx);
}

int32_t
e2e_feed_waiting(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                 int32_t date, int64_t admin_id, int64_t participant_id, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ANY, now);
	if (err != E2E_OK)
		return err == E2E_ERR_ARGUMENT ? E2E_OK : err;
	err = take_waiting(&tx, access_hash, date, admin_id, participant_id);
	return e2e_i_end_transaction(&tx, err);
}

/* What encryptedChat says. */
struct accepted {
	int64_t access_hash;
	int64_t admin_id;
	int64_t participant_id;
	int64_t fingerprint;
	struct e2e_bytes g;
	int32_t date;
	bool has_fingerprint; /* `fingerprint` is known */
};

static int32_t
take_accepted(struct e2e_i_transaction *tx, const struct accepted *fact)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_handshake *h;

	if (core->saved.stage == E2E_I_ACCEPTING) {
		if (!same_parties(tx, fact->admin_id, fact->participant_id) ||
		    fact->access_hash != core->saved.access_hash)
			return close_refused(tx, E2E_REASON_IDENTITY);
		if (fact->has_fingerprint &&
		    fact->fingerprint != core->key[E2E_KEY_CURRENT]->key.fingerprint)
			return close_refused(tx, E2E_REASON_FINGERPRINT);
		return e2e_i_handshake_activate(tx);
	}
	if (core->saved.stage != E2E_I_ASKING && core->saved.stage != E2E_I_WAITING)
		return E2E_OK;
	if (fact->g.n == 0 || fact->g.n > E2E_DH_BYTES)
		return close_refused(tx, E2E_REASON_VALUE);
	h = e2e_i_transaction_handshake(tx);
	if (h == NULL)
		return E2E_ERR_NOMEM;
	h->accepted = true;
	h->access_hash = fact->access_hash;
	h->admin_id = fact->admin_id;
	h->participant_id = fact->participant_id;
	h->date = fact->date;
	h->fingerprint = fact->fingerprint;
	h->peer_n = (uint32_t)fact->g.n;
	memcpy(h->peer_value, fact->g.p, fact->g.n);
	return complete_key(tx);
}

static int32_t
feed_accepted(struct e2e_account *account, int32_t chat_id, const struct accepted *fact,
              int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (account == NULL || (fact->g.p == NULL && fact->g.n > 0) || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ANY, now);
	if (err != E2E_OK)
		return err == E2E_ERR_ARGUMENT ? E2E_OK : err;
	err = take_accepted(&tx, fact);
	return e2e_i_end_transaction(&tx, err);
}

int32_t
e2e_feed_accepted(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                  int32_t date, int64_t admin_id, int64_t participant_id,
                  const uint8_t *g_a_or_b, size_t g_n, int64_t key_fingerprint, int64_t now)
{
	const struct accepted fact = {
		.access_hash = access_hash,
		.admin_id = admin_id,
		.participant_id = participant_id,
		.fingerprint = key_fingerprint,
		.has_fingerprint = key_fingerprint != 0,
		.g = { g_a_or_b, g_n },
		.date = date
	};

	return feed_accepted(account, chat_id, &fact, now);
}

int32_t
e2e_i_handshake_accepted(struct e2e_account *account, const struct e2e_tl_encrypted_chat *chat,
                         int64_t now)
{
	const struct accepted fact = {
		.access_hash = chat->access_hash,
		.admin_id = chat->admin_id,
		.participant_id = chat->participant_id,
		.fingerprint = chat->key_fingerprint,
		.has_fingerprint = true,
		.g = chat->g_a_or_b,
		.date = chat->date
	};

	return feed_accepted(account, chat->id, &fact, now);
}

int32_t
e2e_feed_discarded(struct e2e_account *account, int32_t chat_id, uint32_t history_deleted,
                   int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_i_core *core;
	int32_t err;

	if (account == NULL || history_deleted > 1 || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ANY, now);
	if (err != E2E_OK)
		return err == E2E_ERR_ARGUMENT ? E2E_OK : err;
	core = &tx.chat->core;
	if (core->saved.stage == E2E_I_CLOSED) {
		core->saved.discard = false;
		return e2e_i_end_transaction(&tx, E2E_OK);
	}
	core->saved.history = history_deleted != 0;
	if (core->saved.stage == E2E_I_ASKED) {
		tx.forget = true;
		account->saved.account.generation += core->counters.epoch;
	}
	err = e2e_i_close_chat(&tx, E2E_REASON_DISCARDED, E2E_I_CLOSE_KNOWN);
	return e2e_i_end_transaction(&tx, err);
}

/* ---- Refusals, which may mean success (protocol 0.1.3, 0.1.4, T2.3) ---------------------- */

/* Give the chat another id, as its own is taken; it is saved before the request is repeated. */
static int32_t
rename_chat(struct e2e_i_transaction *tx)
{
	struct e2e_i_stage_call *call = &tx->chat->stage_call;
	const int32_t old = tx->chat->core.id;
	struct e2e_event *event;
	int32_t id, err = draw_id(tx->account, &id);

	if (err == E2E_OK)
		err = e2e_i_transaction_empty(tx, E2E_I_PENDING); /* they are of another chat */
	if (err != E2E_OK)
		return err;
	tx->chat->core.id = id;
	tx->chat->core.pending_bytes = 0;
	/* the first collision may be chance; after more of them wait, so as not to loop */
	if (call->tries > 0)
		call->retry_at = tx->now + e2e_i_failure_backoff(tx->account, call->tries, 0);
	call->tries++;
	tx->rename = true;
	event = e2e_i_transaction_event(tx, E2E_EVENT_RENAMED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->value = old;
	return E2E_OK;
}

/*
 * Continue as after encryptedChatWaiting: the server has our request already, and its answer was
 * lost.  encryptedChat repeats what that answer would have said.
 */
static int32_t
got_through(struct e2e_i_transaction *tx)
{
	tx->chat->core.saved.stage = E2E_I_WAITING;
	return complete_key(tx);
}

bool
e2e_i_handshake_knows(struct e2e_bytes text)
{
	return e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE") ||
	       e2e_i_failure_says(text, "ENCRYPTION_ALREADY_") ||
	       e2e_i_failure_says(text, "ENCRYPTION_DECLINED");
}

/* Handle RANDOM_ID_DUPLICATE at requestEncryption. */
static int32_t
duplicate(struct e2e_i_transaction *tx, int32_t code, struct e2e_bytes text)
{
	if (tx->chat->stage_call.repeated || tx->chat->core.handshake->accepted)
		return got_through(tx);
	if (tx->chat->stage_call.tries >= RENAMES_MAX)
		return e2e_i_close_chat_by_server(tx, E2E_REASON_SERVER, E2E_I_CLOSE_KNOWN,
		                                  code, text);
	return rename_chat(tx);
}

int32_t
e2e_i_handshake_refused(struct e2e_i_transaction *tx, int32_t code, struct e2e_bytes text)
{
	const struct e2e_i_core *core = &tx->chat->core;
	uint32_t reason = E2E_REASON_SERVER;

	if (core->saved.stage == E2E_I_ASKING && e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE"))
		return duplicate(tx, code, text);
	if (core->saved.stage == E2E_I_ACCEPTING &&
	    e2e_i_failure_says(text, "ENCRYPTION_ALREADY_ACCEPTED")) {
		/* we did, if that answer was lost: another device would have caused a discard */
		if (tx->chat->stage_call.repeated)
			return e2e_i_handshake_activate(tx);
		reason = E2E_REASON_ELSEWHERE;
	}
	if (e2e_i_failure_says(text, "ENCRYPTION_ALREADY_DECLINED") ||
	    e2e_i_failure_says(text, "ENCRYPTION_DECLINED"))
		reason = E2E_REASON_DECLINED;
	return e2e_i_close_chat_by_server(tx, reason, E2E_I_CLOSE_KNOWN, code, text);
}

/* ---- Starting a chat ---------------------------------------------------------------------- */

int32_t
e2e_chat_start(struct e2e_account *account, int32_t *chat_id, int64_t user_id,
               int64_t access_hash, int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_i_core *core;
	int32_t id = 0, err;

	if (account == NULL || chat_id == NULL || !e2e_i_account_other(account, user_id) ||
	    !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started || account->rollback)
		return E2E_ERR_STATE;
	err = e2e_i_transaction_begin(&tx, account, NULL, now);
	if (err != E2E_OK)
		return err;
	err = draw_id(account, &id);
	if (err == E2E_OK)
		err = e2e_i_transaction_create(&tx, id);
	if (err == E2E_OK) {
		core = &tx.chat->core;
		core->saved.creator = true;
		core->saved.stage = E2E_I_START_DH;
		core->saved.user_id = user_id;
		core->saved.user_hash = access_hash;
		core->counters.peer_layer = account->config.peer_layer;
		if (e2e_i_transaction_handshake(&tx) == NULL)
			err = E2E_ERR_NOMEM;
		else
			err = e2e_i_state_tell(&tx, NULL);
	}
	err = e2e_i_end_transaction(&tx, err);
	if (err == E2E_OK)
		*chat_id = id;
	return err;
}
