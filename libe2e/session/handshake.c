/* SPDX-License-Identifier: ISC */
/* Facts about chats that are not ready (protocol 2.1, 2.2). */
#include "config.h"

#include "session/handshake.h"

#include "base/num.h"
#include "session/answers.h"
#include "session/begin.h"
#include "session/close.h"
#include "session/due.h"
#include "session/end.h"
#include "session/failure.h"
#include "session/inbound.h"
#include "session/index.h"
#include "session/state.h"

#include <string.h>

#define RENAMES_MAX 8 /* ids that the server may call duplicates, one after the other */

static const struct e2e_bytes no_text = { NULL, 0 };

/* A chat id nobody here uses: what names the chat for the server, too (protocol 2.1.1, T2.4). */
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

/* What the server or the peer said cannot be. */
static int32_t
refuse(struct e2e_i_work *work, uint32_t reason)
{
	return e2e_i_close_chat(work, reason, E2E_I_CLOSE_DISCARD, 0, no_text);
}

/* ---- Exponents and keys (protocol 1.1.6, 1.1.7, 2.1) ------------------------------------- */

static int32_t
set_key(struct e2e_i_work *work, const struct e2e_key *key)
{
	struct e2e_i_core *core = &work->chat->core;
	int32_t err = e2e_key_hash(work->account->crypto, core->saved.key_hash, key, NULL);

	core->saved.has_hash = err == E2E_OK;
	return err == E2E_OK ? e2e_i_work_key(work, E2E_KEY_CURRENT, key, work->steady) : err;
}

/* We accept: the key can be made now (protocol 2.1.3). */
static int32_t
make_key(struct e2e_i_work *work, const struct e2e_i_handshake *h)
{
	struct e2e_key key = E2E_KEY_INIT;
	int32_t err = e2e_dh_agree(work->account->crypto, &key, work->chat->core.group,
	                           h->exponent, h->peer_value, h->peer_n);

	if (err == E2E_OK)
		err = set_key(work, &key);
	e2e_key_wipe(&key);
	return err;
}

int32_t
e2e_i_handshake_group(struct e2e_i_work *work, const struct e2e_dh_group *group,
                      const uint8_t *random, size_t random_n)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_i_handshake *h = e2e_i_work_handshake(work);
	int32_t err;

	if (h == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_chat_group(core, group);
	if (core->saved.stage == E2E_I_ACCEPT_DH) {
		err = e2e_dh_value_check(group, NULL, h->peer_value, h->peer_n);
		if (err > 0)
			return refuse(work, E2E_REASON_VALUE);
		if (err != E2E_OK)
			return err;
	}
	err = e2e_dh_keypair(work->account->crypto, group, h->exponent, h->public_value, random,
	                     random_n);
	if (err != E2E_OK)
		return err;
	h->has_exponent = true;
	if (core->saved.stage == E2E_I_START_DH) {
		core->saved.stage = E2E_I_ASKING;
		return E2E_OK;
	}
	err = make_key(work, h);
	core->saved.stage = E2E_I_ACCEPTING;
	return err;
}

int32_t
e2e_i_handshake_activate(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;
	int32_t err;

	core->saved.stage = E2E_I_ACTIVE;
	e2e_i_work_handshake_drop(work);
	err = e2e_i_state_tell(work, NULL);
	if (err != E2E_OK)
		return err;
	if ((work->account->config.flags & E2E_CONFIG_NO_NOTIFY) == 0)
		e2e_i_due_add(work, E2E_I_DUE_NOTIFY);
	err = e2e_i_answers_make(work);
	if (err == E2E_OK)
		err = e2e_i_inbound_ready(work);
	return err == E2E_OK ? e2e_i_answers_make(work) : err;
}

/* Who takes part is as we asked (protocol 2.2.1). */
static bool
identity(const struct e2e_i_work *work, int64_t admin_id, int64_t participant_id)
{
	const struct e2e_i_core *core = &work->chat->core;
	const int64_t me = core->saved.creator ? admin_id : participant_id;
	const int64_t peer = core->saved.creator ? participant_id : admin_id;

	return me == work->account->config.user_id && peer == core->saved.user_id;
}

/* Both answers are here: g_b makes the key, or shows that something is wrong (protocol 2.1.4,
 * 2.2.2). */
static int32_t
complete(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;
	const struct e2e_i_handshake *h = core->handshake;
	struct e2e_key key = E2E_KEY_INIT;
	int32_t err;

	if (!h->accepted || core->saved.stage != E2E_I_WAITING)
		return E2E_OK;
	if (!h->waiting) {
		core->saved.access_hash = h->access_hash;
		core->saved.date = h->date;
	}
	if (!identity(work, h->admin_id, h->participant_id) ||
	    h->access_hash != core->saved.access_hash)
		return refuse(work, E2E_REASON_IDENTITY);
	err = e2e_dh_agree(work->account->crypto, &key, core->group, h->exponent, h->peer_value,
	                   h->peer_n);
	if (err > 0)
		err = refuse(work, E2E_REASON_VALUE);
	else if (err == E2E_OK && key.fingerprint != h->fingerprint)
		err = refuse(work, E2E_REASON_FINGERPRINT);
	else if (err == E2E_OK) {
		err = set_key(work, &key);
		if (err == E2E_OK)
			err = e2e_i_handshake_activate(work);
	}
	e2e_key_wipe(&key);
	return err;
}

/* ---- Facts ------------------------------------------------------------------------------------ */

static int32_t
waiting(struct e2e_i_work *work, int64_t access_hash, int32_t date, int64_t admin_id,
        int64_t participant_id)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_i_handshake *h;

	if (core->saved.stage != E2E_I_ASKING)
		return E2E_OK; /* come again, or not ours */
	if (!identity(work, admin_id, participant_id))
		return refuse(work, E2E_REASON_IDENTITY);
	h = e2e_i_work_handshake(work);
	if (h == NULL)
		return E2E_ERR_NOMEM;
	h->waiting = true;
	core->saved.access_hash = access_hash;
	core->saved.date = date;
	core->saved.stage = E2E_I_WAITING;
	return complete(work);
}

int32_t
e2e_feed_waiting(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                 int32_t date, int64_t admin_id, int64_t participant_id, int64_t now)
{
	struct e2e_i_work work;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&work, account, chat_id, E2E_I_BEGIN_ANY, now);
	if (err != E2E_OK)
		return err == E2E_ERR_ARGUMENT ? E2E_OK : err;
	err = waiting(&work, access_hash, date, admin_id, participant_id);
	return e2e_i_end_work(&work, err);
}

struct accepted {
	int64_t access_hash;
	int64_t admin_id;
	int64_t participant_id;
	int64_t fingerprint;
	struct e2e_bytes g;
	int32_t date;
	bool said; /* the fingerprint, by the server */
};

static int32_t
accepted(struct e2e_i_work *work, const struct accepted *fact)
{
	struct e2e_i_core *core = &work->chat->core;
	struct e2e_i_handshake *h;

	if (core->saved.stage == E2E_I_ACCEPTING) {
		if (!identity(work, fact->admin_id, fact->participant_id) ||
		    fact->access_hash != core->saved.access_hash)
			return refuse(work, E2E_REASON_IDENTITY);
		if (fact->said &&
		    fact->fingerprint != core->key[E2E_KEY_CURRENT]->key.fingerprint)
			return refuse(work, E2E_REASON_FINGERPRINT);
		return e2e_i_handshake_activate(work);
	}
	if (core->saved.stage != E2E_I_ASKING && core->saved.stage != E2E_I_WAITING)
		return E2E_OK;
	if (fact->g.n == 0 || fact->g.n > E2E_DH_BYTES)
		return refuse(work, E2E_REASON_VALUE);
	h = e2e_i_work_handshake(work);
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
	return complete(work);
}

static int32_t
feed_accepted(struct e2e_account *account, int32_t chat_id, const struct accepted *fact,
              int64_t now)
{
	struct e2e_i_work work;
	int32_t err;

	if (account == NULL || (fact->g.p == NULL && fact->g.n > 0) || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&work, account, chat_id, E2E_I_BEGIN_ANY, now);
	if (err != E2E_OK)
		return err == E2E_ERR_ARGUMENT ? E2E_OK : err;
	err = accepted(&work, fact);
	return e2e_i_end_work(&work, err);
}

int32_t
e2e_feed_accepted(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                  int32_t date, int64_t admin_id, int64_t participant_id,
                  const uint8_t *g_a_or_b, size_t g_n, int64_t key_fingerprint, int64_t now)
{
	const struct accepted fact = {
		access_hash, admin_id, participant_id, key_fingerprint, { g_a_or_b, g_n }, date,
		key_fingerprint != 0
	};

	return feed_accepted(account, chat_id, &fact, now);
}

int32_t
e2e_i_handshake_accepted(struct e2e_account *account, const struct e2e_tl_encrypted_chat *chat,
                         int64_t now)
{
	const struct accepted fact = {
		chat->access_hash, chat->admin_id, chat->participant_id, chat->key_fingerprint,
		chat->g_a_or_b, chat->date, true
	};

	return feed_accepted(account, chat->id, &fact, now);
}

int32_t
e2e_feed_discarded(struct e2e_account *account, int32_t chat_id, uint32_t history_deleted,
                   int64_t now)
{
	struct e2e_i_work work;
	struct e2e_i_core *core;
	int32_t err;

	if (account == NULL || history_deleted > 1 || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&work, account, chat_id, E2E_I_BEGIN_ANY, now);
	if (err != E2E_OK)
		return err == E2E_ERR_ARGUMENT ? E2E_OK : err;
	core = &work.chat->core;
	if (core->saved.stage == E2E_I_CLOSED) {
		core->saved.discard = false;
		return e2e_i_end_work(&work, E2E_OK);
	}
	core->saved.history = history_deleted != 0;
	if (core->saved.stage == E2E_I_ASKED) {
		work.forget = true;
		account->saved.account.generation += core->n.epoch;
	}
	err = e2e_i_close_chat(&work, E2E_REASON_DISCARDED, E2E_I_CLOSE_KNOWN, 0, no_text);
	return e2e_i_end_work(&work, err);
}

/* ---- Refusals, which may mean success (protocol 0.1.3, 0.1.4, T2.3) ---------------------- */

/* The id is taken: the same request under another one, which is saved before it goes out. */
static int32_t
rename_chat(struct e2e_i_work *work)
{
	const int32_t old = work->chat->core.id;
	struct e2e_event *event;
	int32_t id, err = draw_id(work->account, &id);

	if (err == E2E_OK)
		err = e2e_i_work_empty(work, E2E_I_EARLY); /* of whoever has that id */
	if (err != E2E_OK)
		return err;
	work->chat->core.id = id;
	work->chat->core.early_bytes = 0;
	/* two that meet by chance are one thing, a server that says so for ever another */
	if (work->chat->stage_call.tries > 0)
		work->chat->stage_call.retry_at = work->now + e2e_i_failure_backoff(work->account,
		                                                          work->chat->stage_call.tries, 0);
	work->chat->stage_call.tries++;
	work->rename = true;
	event = e2e_i_work_event(work, E2E_EVENT_RENAMED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->value = old;
	return E2E_OK;
}

/*
 * Our request is there already, and its answer was lost: what encryptedChatWaiting would have
 * said, encryptedChat says.
 */
static int32_t
got_through(struct e2e_i_work *work)
{
	work->chat->core.saved.stage = E2E_I_WAITING;
	return complete(work);
}

bool
e2e_i_handshake_knows(struct e2e_bytes text)
{
	return e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE") ||
	       e2e_i_failure_says(text, "ENCRYPTION_ALREADY_") ||
	       e2e_i_failure_says(text, "ENCRYPTION_DECLINED");
}

static int32_t
duplicate(struct e2e_i_work *work, int32_t code, struct e2e_bytes text)
{
	if (work->chat->stage_call.repeated || work->chat->core.handshake->accepted)
		return got_through(work);
	if (work->chat->stage_call.tries >= RENAMES_MAX)
		return e2e_i_close_chat(work, E2E_REASON_SERVER, E2E_I_CLOSE_KNOWN, code, text);
	return rename_chat(work);
}

int32_t
e2e_i_handshake_refused(struct e2e_i_work *work, int32_t code, struct e2e_bytes text)
{
	const struct e2e_i_core *core = &work->chat->core;
	uint32_t reason = E2E_REASON_SERVER;

	if (core->saved.stage == E2E_I_ASKING && e2e_i_failure_says(text, "RANDOM_ID_DUPLICATE"))
		return duplicate(work, code, text);
	if (core->saved.stage == E2E_I_ACCEPTING &&
	    e2e_i_failure_says(text, "ENCRYPTION_ALREADY_ACCEPTED")) {
		/* by us, if the first answer was lost: another device would have discarded */
		if (work->chat->stage_call.repeated)
			return e2e_i_handshake_activate(work);
		reason = E2E_REASON_ELSEWHERE;
	}
	if (e2e_i_failure_says(text, "ENCRYPTION_ALREADY_DECLINED") ||
	    e2e_i_failure_says(text, "ENCRYPTION_DECLINED"))
		reason = E2E_REASON_DECLINED;
	return e2e_i_close_chat(work, reason, E2E_I_CLOSE_KNOWN, code, text);
}

/* ---- Orders ---------------------------------------------------------------------------------------- */

int32_t
e2e_chat_start(struct e2e_account *account, int32_t *chat_id, int64_t user_id,
               int64_t access_hash, int64_t now)
{
	struct e2e_i_work work;
	struct e2e_i_core *core;
	int32_t id = 0, err;

	if (account == NULL || chat_id == NULL || !e2e_i_account_other(account, user_id) ||
	    !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started || account->rollback)
		return E2E_ERR_STATE;
	err = e2e_i_work_begin(&work, account, NULL, now);
	if (err != E2E_OK)
		return err;
	err = draw_id(account, &id);
	if (err == E2E_OK)
		err = e2e_i_work_create(&work, id);
	if (err == E2E_OK) {
		core = &work.chat->core;
		core->saved.creator = true;
		core->saved.stage = E2E_I_START_DH;
		core->saved.user_id = user_id;
		core->saved.user_hash = access_hash;
		core->n.peer_layer = account->config.peer_layer;
		if (e2e_i_work_handshake(&work) == NULL)
			err = E2E_ERR_NOMEM;
		else
			err = e2e_i_state_tell(&work, NULL);
	}
	err = e2e_i_end_work(&work, err);
	if (err == E2E_OK)
		*chat_id = id;
	return err;
}
