/* SPDX-License-Identifier: ISC */
/*
 * Carries out a re-key: takes in the peer's actions, sends ours, and keeps the new, the current and
 * the old key.  proto/rekey.c decides what each action means.
 */
#include "config.h"

#include "session/keys/rekeying.h"

#include "base/num.h"
#include "base/wipe.h"
#include "crypto/crypto.h"
#include "proto/date.h"
#include "session/chat/due.h"
#include "session/chat/health.h"
#include "session/keys/old_key.h"
#include "session/send/packet_out.h"

#define SHOW_MS 1000 /* after commitKey, until a noop shows the new key if no other message has */

/* ---- Keys ------------------------------------------------------------------------------- */

/* Begin to use the new key.  The one before is kept for packets that are on their way. */
static int32_t
switch_keys(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_event *event = e2e_i_transaction_event(tx, E2E_EVENT_REKEYED);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	core->key[E2E_KEY_OLD] = core->key[E2E_KEY_CURRENT];
	core->key[E2E_KEY_CURRENT] = core->key[E2E_KEY_NEW];
	core->key[E2E_KEY_NEW] = NULL;
	core->counters.key_in = core->counters.key_out = 0;
	core->counters.used = false;
	core->counters.fresh_at = 0;
	core->answered_at = 0;
	core->counters.rekey_at = 0;
	core->gave_up_at = 0;
	core->counters.due &= ~E2E_I_DUE_REKEY;
	event->key_fingerprint = core->key[E2E_KEY_CURRENT]->key.fingerprint;
	return E2E_OK;
}

/* End the exchange without a new key.  The next begins after more messages or some time. */
static int32_t
give_up(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	int64_t uses;

	core->counters.due &= ~(E2E_I_DUE_ACCEPT | E2E_I_DUE_COMMIT);
	uses = (int64_t)core->counters.key_in + core->counters.key_out +
	       tx->account->timing.rekey_messages;
	core->counters.rekey_at = uses < INT32_MAX ? (int32_t)uses : INT32_MAX;
	core->gave_up_at = tx->now;
	return e2e_i_transaction_key(tx, E2E_KEY_NEW, NULL, 0);
}

static void
abort_exchange(struct e2e_i_transaction *tx, int64_t id)
{
	tx->chat->core.counters.abort_id = id;
	e2e_i_due_add(tx, E2E_I_DUE_ABORT);
}

/* Make an acceptKey due.  The old key is erased, since it has no place beside a new one. */
static int32_t
will_accept(struct e2e_i_transaction *tx)
{
	int32_t err = e2e_i_transaction_key(tx, E2E_KEY_OLD, NULL, 0);

	if (err == E2E_OK)
		err = e2e_i_transaction_key(tx, E2E_KEY_NEW, NULL, 0);
	tx->chat->core.counters.due &= ~(E2E_I_DUE_COMMIT | E2E_I_DUE_REKEY);
	if (tx->chat->core.counters.abort_id == tx->chat->core.rekey->exchange_id) {
		/* its first request was bad, and our abortKey for that is still due */
		tx->chat->core.counters.due &= ~E2E_I_DUE_ABORT;
		tx->chat->core.counters.abort_id = 0;
	}
	e2e_i_due_add(tx, E2E_I_DUE_ACCEPT);
	return err;
}

/* ---- Actions of the peer --------------------------------------------------------------------- */

int32_t
e2e_i_rekeying_request(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_request_key *a =
		(const void *)msg->view.action;
	struct e2e_i_transaction *tx = msg->tx;
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey;
	uint8_t value[E2E_DH_BYTES];
	int32_t err = e2e_dh_value_check(core->group, value, a->g_a.p, a->g_a.n);
	bool wait;

	if (err < 0)
		return err;
	if (err != E2E_OK) {
		/* a bad request does not undo an exchange under way (protocol 6.1.6) */
		if (core->rekey == NULL || core->rekey->phase == E2E_I_REKEY_IDLE ||
		    core->rekey->exchange_id != a->exchange_id)
			abort_exchange(tx, a->exchange_id);
		return e2e_i_received_check(msg, E2E_CHECK_REKEY_REQUEST);
	}
	if (core->rekey != NULL && core->rekey->phase == E2E_I_REKEY_ACCEPTED &&
	    core->rekey->exchange_id != a->exchange_id) {
		/* an iPhone begins a new exchange; TDLib closes the chat (protocol 6.2.2) */
		err = e2e_i_received_check(msg, E2E_CHECK_REKEY_STATE);
		if (err != E2E_OK || msg->closed)
			return err;
	}
	rekey = e2e_i_transaction_rekey(tx);
	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	wait = e2e_i_chat_has_gaps(tx->chat) ||
	       msg->key_fingerprint != core->key[E2E_KEY_CURRENT]->key.fingerprint;
	switch (e2e_i_rekey_on_request(rekey, a->exchange_id, value, wait, tx->now)) {
	case E2E_I_REKEY_ACCEPT:
		return will_accept(tx);
	case E2E_I_REKEY_DROP:
		return give_up(tx);
	default:
		return E2E_OK;
	}
}

int32_t
e2e_i_rekeying_accept(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_accept_key *a =
		(const void *)msg->view.action;
	struct e2e_i_transaction *tx = msg->tx;
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey = core->rekey != NULL ? e2e_i_transaction_rekey(tx) : NULL;
	struct e2e_key key = E2E_KEY_INIT;
	uint32_t act = E2E_I_REKEY_UNEXPECTED;
	int32_t err;

	if (core->rekey != NULL && rekey == NULL)
		return E2E_ERR_NOMEM;
	if (rekey != NULL)
		act = e2e_i_rekey_on_accept(rekey, a->exchange_id);
	if (act == E2E_I_REKEY_NOTHING)
		return E2E_OK;
	if (act != E2E_I_REKEY_COMMIT || (core->counters.due & E2E_I_DUE_COMMIT) != 0)
		return e2e_i_received_check(msg, E2E_CHECK_REKEY_STATE);
	core->counters.due &= ~E2E_I_DUE_ACCEPT;
	err = e2e_dh_agree(tx->account->crypto, &key, core->group, rekey->exponent, a->g_b.p,
	                   a->g_b.n);
	if (err < 0)
		goto out;
	if (err != E2E_OK || key.fingerprint != a->key_fingerprint ||
	    key.fingerprint == core->key[E2E_KEY_CURRENT]->key.fingerprint) {
		uint32_t check = err != E2E_OK ? E2E_CHECK_REKEY_VALUE : E2E_CHECK_ACCEPT_KEY;

		e2e_i_rekey_dropped(rekey);
		abort_exchange(tx, a->exchange_id);
		err = give_up(tx);
		if (err == E2E_OK)
			err = e2e_i_received_check(msg, check);
		goto out;
	}
	/*
	 * The peer answers our request, so it has received all messages before that.  The old key
	 * makes room for the new one.
	 */
	err = e2e_i_transaction_key(tx, E2E_KEY_OLD, NULL, 0);
	rekey->proved = false;
	if (err == E2E_OK)
		err = e2e_i_transaction_key(tx, E2E_KEY_NEW, &key, tx->steady);
	e2e_i_due_add(tx, E2E_I_DUE_COMMIT);
out:
	e2e_key_wipe(&key);
	return err;
}

/* Whether commitKey A belongs to the exchange that we have accepted, but names another key. */
static bool
names_another_key(const struct e2e_i_core *core,
                  const struct e2e_tl_decrypted_message_action_commit_key *a)
{
	const struct e2e_i_rekey *rekey = core->rekey;
	const struct e2e_i_key *key = NULL;

	if (rekey->phase == E2E_I_REKEY_ACCEPTED)
		key = core->key[E2E_KEY_NEW];
	else if (rekey->phase == E2E_I_REKEY_SWITCHED && !rekey->initiator)
		key = core->key[E2E_KEY_CURRENT]; /* a packet under it was first */
	return key != NULL && rekey->exchange_id == a->exchange_id &&
	       key->key.fingerprint != a->key_fingerprint;
}

/*
 * Drop an exchange whose commitKey names a wrong key.  Our acceptKey has been sent, so no abortKey
 * is possible (protocol 6.1.9).  If the chat stays open, we shall not be able to read the peer.
 */
static int32_t
drop_committed(struct e2e_i_received *msg, struct e2e_i_rekey *rekey)
{
	struct e2e_i_transaction *tx = msg->tx;
	int32_t err;

	e2e_i_rekey_dropped(rekey);
	e2e_i_health_unreadable(tx);
	err = give_up(tx);
	return err == E2E_OK ? e2e_i_received_check(msg, E2E_CHECK_COMMIT_KEY) : err;
}

int32_t
e2e_i_rekeying_commit(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_commit_key *a =
		(const void *)msg->view.action;
	struct e2e_i_transaction *tx = msg->tx;
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey = core->rekey != NULL ? e2e_i_transaction_rekey(tx) : NULL;
	int32_t err;

	if (core->rekey != NULL && rekey == NULL)
		return E2E_ERR_NOMEM;
	/* there is no exchange, or our acceptKey has not been made yet */
	if (rekey == NULL ||
	    (rekey->phase == E2E_I_REKEY_ACCEPTED && core->key[E2E_KEY_NEW] == NULL))
		return e2e_i_received_check(msg, E2E_CHECK_REKEY_STATE);
	if (names_another_key(core, a)) {
		if (rekey->phase == E2E_I_REKEY_ACCEPTED)
			return drop_committed(msg, rekey);
		err = e2e_i_received_check(msg, E2E_CHECK_COMMIT_KEY);
		if (err != E2E_OK || msg->closed)
			return err;
	}
	switch (e2e_i_rekey_on_commit(rekey, a->exchange_id, msg->seq_no)) {
	case E2E_I_REKEY_SWITCH:
		e2e_i_due_add(tx, E2E_I_DUE_NOOP);
		return switch_keys(tx);
	case E2E_I_REKEY_UNEXPECTED:
		return e2e_i_received_check(msg, E2E_CHECK_REKEY_STATE);
	default:
		return E2E_OK;
	}
}

int32_t
e2e_i_rekeying_abort(struct e2e_i_received *msg)
{
	const struct e2e_tl_decrypted_message_action_abort_key *a =
		(const void *)msg->view.action;
	struct e2e_i_rekey *rekey;

	if (msg->tx->chat->core.rekey == NULL)
		return E2E_OK;
	rekey = e2e_i_transaction_rekey(msg->tx);
	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	if (e2e_i_rekey_on_abort(rekey, a->exchange_id) == E2E_I_REKEY_DROP)
		return give_up(msg->tx);
	return E2E_OK;
}

int32_t
e2e_i_rekeying_new_key(struct e2e_i_transaction *tx)
{
	struct e2e_i_rekey *rekey;

	if (tx->chat->core.rekey == NULL ||
	    tx->chat->core.rekey->phase != E2E_I_REKEY_ACCEPTED)
		return E2E_OK;
	rekey = e2e_i_transaction_rekey(tx);
	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	if (e2e_i_rekey_on_new_key(rekey) != E2E_I_REKEY_SWITCH)
		return E2E_OK;
	e2e_i_due_add(tx, E2E_I_DUE_NOOP);
	return switch_keys(tx);
}

/* ---- After a message ------------------------------------------------------------------------- */

int32_t
e2e_i_rekeying_lost(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey;

	if (core->rekey == NULL || core->rekey->phase != E2E_I_REKEY_REQUESTED ||
	    (core->counters.due & E2E_I_DUE_COMMIT) != 0 ||
	    core->counters.seen_in <= core->rekey->request_seq)
		return E2E_OK;
	rekey = e2e_i_transaction_rekey(tx);
	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	abort_exchange(tx, rekey->exchange_id);
	e2e_i_rekey_dropped(rekey);
	return give_up(tx);
}

/* Accept a request of the peer's that was postponed or ignored, if it is time (protocol T6.1). */
static int32_t
accept_late(struct e2e_i_received *msg)
{
	struct e2e_i_transaction *tx = msg->tx;
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey;
	uint32_t act;

	if (core->rekey == NULL || (core->rekey->phase != E2E_I_REKEY_REQUESTED &&
	                            core->rekey->phase != E2E_I_REKEY_ACCEPTED &&
	                            !core->rekey->postponed))
		return E2E_OK;
	if ((core->counters.due & E2E_I_DUE_COMMIT) != 0)
		return E2E_OK; /* the peer has answered our request */
	rekey = e2e_i_transaction_rekey(tx);
	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	act = e2e_i_rekey_on_message(rekey, core->counters.acked, e2e_i_date_ms(msg->date),
	                             tx->account->timing.rekey_late_ms);
	if (act != E2E_I_REKEY_ACCEPT && !e2e_i_chat_has_gaps(tx->chat) &&
	    !e2e_i_old_key_is_needed(core))
		act = e2e_i_rekey_on_filled(rekey, tx->now);
	return act == E2E_I_REKEY_ACCEPT ? will_accept(tx) : E2E_OK;
}

int32_t
e2e_i_rekeying_after(struct e2e_i_received *msg)
{
	int32_t err = e2e_i_old_key_after(msg);

	return err == E2E_OK ? accept_late(msg) : err;
}

/* ---- Our actions, in the chat's Diffie-Hellman group (protocol 6.1.2, T1.4) -------------- */

int32_t
e2e_i_rekeying_may(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const struct e2e_i_core *core = &chat->core;

	if (core->key[E2E_KEY_CURRENT] == NULL || core->counters.key_in == 0 ||
	    core->counters.key_out == 0 || e2e_i_chat_has_gaps(chat))
		return E2E_ERR_STATE;
	if (e2e_i_old_key_is_needed(core))
		return E2E_ERR_STATE;
	/* the peer's request comes first: an iPhone waits for its answer for ever */
	if (core->rekey != NULL && core->rekey->postponed)
		return E2E_ERR_STATE;
	if (core->rekey == NULL || core->rekey->phase == E2E_I_REKEY_IDLE ||
	    core->rekey->phase == E2E_I_REKEY_SWITCHED)
		return E2E_OK;
	/* a peer that has acknowledged our request so often without an answer does not know it */
	if (core->rekey->phase == E2E_I_REKEY_REQUESTED &&
	    (core->counters.due & E2E_I_DUE_COMMIT) == 0 &&
	    core->rekey->proof > (int64_t)account->timing.rekey_messages)
		return E2E_OK;
	return E2E_ERR_STATE;
}

static int32_t
new_value(struct e2e_i_transaction *tx, struct e2e_i_rekey *rekey, uint8_t value[E2E_DH_BYTES],
          int64_t *id)
{
	struct e2e_crypto *crypto = tx->account->crypto;
	uint8_t bytes[8];
	int32_t err = e2e_random(crypto, bytes, sizeof bytes);

	*id = e2e_i_signed64(e2e_i_load_le64(bytes));
	if (err != E2E_OK)
		return err;
	return e2e_dh_keypair(crypto, tx->chat->core.group, rekey->exponent, value, NULL, 0);
}

/* The values of the request under way, so that a late answer to it stays valid (protocol 6.1.8). */
static int32_t
same_value(struct e2e_i_transaction *tx, const struct e2e_i_rekey *rekey,
           uint8_t value[E2E_DH_BYTES], int64_t *id)
{
	const struct e2e_dh_group *group = tx->chat->core.group;
	uint8_t g[E2E_DH_BYTES] = { 0 };

	*id = rekey->exchange_id;
	g[E2E_DH_BYTES - 1] = (uint8_t)group->g;
	return e2e_i_crypto_modexp(tx->account->crypto, value, g, rekey->exponent, group->p);
}

int32_t
e2e_i_rekeying_send_request(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey = e2e_i_transaction_rekey(tx);
	uint8_t value[E2E_DH_BYTES];
	struct e2e_tl_decrypted_message_action_request_key action = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY,
		.g_a = { value, sizeof value },
	};
	const int32_t seq_no = core->counters.out_seq;
	int32_t err;

	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	if (rekey->phase == E2E_I_REKEY_REQUESTED)
		err = same_value(tx, rekey, value, &action.exchange_id);
	else
		err = new_value(tx, rekey, value, &action.exchange_id);
	if (err != E2E_OK)
		return err;
	err = e2e_i_packet_out_service(tx, &action);
	if (err == E2E_OK)
		e2e_i_rekey_requested(rekey, action.exchange_id, seq_no, tx->now);
	core->counters.rekey_at = 0;
	return err;
}

int32_t
e2e_i_rekeying_send_accept(struct e2e_i_transaction *tx)
{
	struct e2e_crypto *crypto = tx->account->crypto;
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey = e2e_i_transaction_rekey(tx);
	uint8_t exponent[E2E_DH_BYTES], value[E2E_DH_BYTES];
	struct e2e_key key = E2E_KEY_INIT;
	int32_t err;

	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	if (!rekey->has_answer)
		return E2E_OK;
	err = e2e_dh_keypair(crypto, core->group, exponent, value, NULL, 0);
	if (err == E2E_OK)
		err = e2e_dh_agree(crypto, &key, core->group, exponent, rekey->answer_value,
		                   E2E_DH_BYTES);
	if (err == E2E_OK && key.fingerprint == core->key[E2E_KEY_CURRENT]->key.fingerprint)
		err = E2E_ERR_BACKEND; /* try again with another exponent (protocol T6.5) */
	if (err == E2E_OK) {
		const struct e2e_tl_decrypted_message_action_accept_key action = {
			.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY,
			.exchange_id = rekey->exchange_id,
			.g_b = { value, sizeof value },
			.key_fingerprint = key.fingerprint,
		};

		e2e_i_rekey_answered(rekey, core->counters.out_seq);
		err = e2e_i_transaction_key(tx, E2E_KEY_NEW, &key, tx->steady);
		if (err == E2E_OK)
			err = e2e_i_packet_out_service(tx, &action);
	}
	e2e_i_wipe(exponent, sizeof exponent);
	e2e_key_wipe(&key);
	return err;
}

int32_t
e2e_i_rekeying_send_commit(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_rekey *rekey = e2e_i_transaction_rekey(tx);
	struct e2e_tl_decrypted_message_action_commit_key action = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY,
	};
	const int32_t seq_no = core->counters.out_seq;
	int32_t err;

	if (rekey == NULL)
		return E2E_ERR_NOMEM;
	if (core->key[E2E_KEY_NEW] == NULL)
		return E2E_OK;
	action.exchange_id = rekey->exchange_id;
	action.key_fingerprint = core->key[E2E_KEY_NEW]->key.fingerprint;
	err = e2e_i_packet_out_service(tx, &action); /* still under the old key (protocol 6.1.2) */
	if (err != E2E_OK)
		return err;
	e2e_i_rekey_committed(rekey, seq_no, tx->now);
	e2e_i_due_noop_in(tx, SHOW_MS);
	return switch_keys(tx);
}
