/* SPDX-License-Identifier: ISC */
/* Inputs of the host: received messages (e2e_feed_message), qts (e2e_feed_qts), time (e2e_tick). */
#include "config.h"

#include "session/api/end.h"
#include "session/api/held.h"
#include "session/api/passing.h"
#include "session/chat/check.h"
#include "session/chat/due.h"
#include "session/chat/timers.h"
#include "session/core/clock.h"
#include "session/core/index.h"
#include "session/core/qts.h"
#include "session/keys/old_key.h"
#include "session/keys/rekey_due.h"
#include "session/receive/answers.h"
#include "session/receive/gaps.h"
#include "session/receive/give_up.h"
#include "session/receive/packet_in.h"
#include "session/receive/pending.h"
#include "session/send/resend.h"

#define ENCRYPTED_FILE_MAX 64   /* bytes of encryptedFile as TL            */
#define STUCK_RETRY_MS     1000 /* wait for what is due and cannot be done */

/* ---- Messages ---------------------------------------------------------------------------- */

/* Reject PACKET for its length alone; it was neither decrypted nor authenticated. */
static int32_t
too_long(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet)
{
	bool closed;

	if (tx->chat == NULL || tx->chat->core.saved.stage != E2E_I_ACTIVE)
		return e2e_i_check_reject(tx, E2E_CHECK_LENGTH, packet->random_id,
		                         packet->date);
	return e2e_i_check_failed(tx, &closed, E2E_CHECK_LENGTH, packet->random_id,
	                        packet->date);
}

static int32_t
take_message(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet)
{
	int32_t err;

	if (packet->bytes.n > tx->account->limits.packet_bytes)
		return too_long(tx, packet);
	if (tx->chat == NULL)
		return e2e_i_check_reject(tx, E2E_REASON_NO_CHAT, packet->random_id,
		                         packet->date);
	switch (tx->chat->core.saved.stage) {
	case E2E_I_ACTIVE:
		break;
	case E2E_I_CLOSED:
		return e2e_i_check_reject(tx, E2E_REASON_CLOSED, packet->random_id,
		                         packet->date);
	case E2E_I_ASKED: /* neither side has a key yet */
		return e2e_i_check_reject(tx, E2E_REASON_NOT_READY, packet->random_id,
		                         packet->date);
	default:
		return e2e_i_pending_add(tx, packet);
	}
	err = e2e_i_packet_in_take(tx, packet);
	if (err == E2E_OK)
		err = e2e_i_rekey_due_used(tx, E2E_I_WHO_RECEIVED);
	return err == E2E_OK ? e2e_i_answers_make(tx) : err;
}

/* Serialise FILE as encryptedFile; return the length, or 0 if that fails. */
static size_t
put_file(uint8_t *bytes, size_t room, const struct e2e_remote_file *file)
{
	const struct e2e_tl_encrypted_file object = {
		.ctor = E2E_TL_ENCRYPTED_FILE,
		.id = file->id,
		.access_hash = file->access_hash,
		.size = file->bytes,
		.dc_id = file->dc_id,
		.key_fingerprint = file->key_fingerprint
	};
	size_t n = 0;

	if (e2e_tl_put(bytes, room, &n, E2E_TYPE_ENCRYPTED_FILE,
	               (const struct e2e_tl *)&object) != E2E_OK)
		return 0;
	return n;
}

int32_t
e2e_feed_message(struct e2e_account *account, int32_t chat_id, int64_t random_id, int32_t date,
                 const uint8_t *bytes, size_t n, const struct e2e_remote_file *file,
                 uint32_t service, int32_t qts, int64_t now)
{
	struct e2e_i_packet packet = {
		.random_id = random_id,
		.date = date,
		.bytes = { bytes, n }
	};
	uint8_t saved_file[ENCRYPTED_FILE_MAX];
	struct e2e_i_chat *chat;
	struct e2e_i_transaction tx;
	int32_t err;

	if (account == NULL || (bytes == NULL && n > 0) || service > 1 || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (file != NULL && file->size < sizeof *file)
		return E2E_ERR_VERSION;
	if (!account->started)
		return E2E_ERR_STATE;
	if (service == 1)
		packet.kind |= E2E_I_RECEIVED_SERVICE;
	if (file != NULL) {
		packet.kind |= E2E_I_RECEIVED_FILE;
		packet.file.p = saved_file;
		packet.file.n = put_file(saved_file, sizeof saved_file, file);
	}
	chat = e2e_i_index_find(account, chat_id);
	err = e2e_i_held_rest(account, chat, now);
	if (err == E2E_OK)
		err = e2e_i_transaction_begin(&tx, account, chat, now);
	if (err != E2E_OK)
		return err;
	tx.subject = chat_id;
	e2e_i_qts_note(account, qts, tx.now);
	err = take_message(&tx, &packet);
	return e2e_i_end_transaction(&tx, err);
}

/* ---- qts (protocol 9) -------------------------------------------------------------------- */

int32_t
e2e_feed_qts(struct e2e_account *account, int32_t qts, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_transaction_begin(&tx, account, NULL, now);
	if (err != E2E_OK)
		return err;
	if (qts >= 0)
		account->saved.account.qts = qts;
	err = e2e_i_end_transaction(&tx, E2E_OK);
	if (err == E2E_OK)
		e2e_i_qts_set(account, qts);
	return err;
}

int32_t
e2e_qts(const struct e2e_account *account)
{
	return account != NULL ? account->qts.durable : 0;
}

/* ---- Time -------------------------------------------------------------------------------- */

int64_t
e2e_deadline(const struct e2e_account *account)
{
	return account != NULL && account->started ? e2e_i_clock_alarm(account) : INT64_MAX;
}

/*
 * Expire self-destructing messages whose time is over.  This has a transaction of its own, so that
 * nothing else that is due can prevent it by failing.
 */
static int32_t
tick_timers(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (chat->timers.next > account->clock.last)
		return E2E_OK;
	err = e2e_i_transaction_begin(&tx, account, chat, now);
	return err == E2E_OK ? e2e_i_end_transaction(&tx, e2e_i_timers_expire(&tx)) : err;
}

static int32_t
tick_chat(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_counters *counters = &chat->core.counters;
	struct e2e_i_transaction tx;
	int32_t err = e2e_i_transaction_begin(&tx, account, chat, now);

	if (err != E2E_OK)
		return err;
	if (chat->sends.retry_at != 0 && chat->sends.retry_at <= tx.now)
		chat->sends.retry_at = 0;
	if (chat->stage_call.retry_at != 0 && chat->stage_call.retry_at <= tx.now)
		chat->stage_call.retry_at = 0;
	e2e_i_resend_stand(&tx);
	err = e2e_i_resend_go_on(&tx);
	if (err == E2E_OK && chat->core.saved.stage == E2E_I_ACTIVE)
		err = e2e_i_old_key_age(&tx);
	if (err == E2E_OK)
		err = e2e_i_give_up_look(&tx);
	if (err == E2E_OK && chat->core.saved.stage == E2E_I_ACTIVE && !account->rollback) {
		e2e_i_rekey_due_aged(&tx);
		if (e2e_i_gaps_due(&tx)) {
			e2e_i_due_add(&tx, E2E_I_DUE_GAPS);
			if (counters->due_at > tx.now && counters->due == E2E_I_DUE_GAPS)
				counters->due_at = tx.now;
		}
		err = e2e_i_answers_make(&tx);
	}
	return e2e_i_end_transaction(&tx, err);
}

/* Save the clock's row if the debt (clock.h) has changed; time that passes is no reason to. */
static int32_t
save_clock(struct e2e_account *account, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (!e2e_i_clock_changed(account))
		return E2E_OK;
	err = e2e_i_transaction_begin(&tx, account, NULL, now);
	return err == E2E_OK ? e2e_i_end_transaction(&tx, E2E_OK) : err;
}

int32_t
e2e_tick(struct e2e_account *account, int64_t now)
{
	int32_t failed = E2E_OK;
	uint32_t n;
	int64_t time;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	time = e2e_i_clock_time(account, now);
	/* handle each chat at most once: one that is due anew at once waits for the next tick */
	for (n = account->index.n; n > 0; n--) {
		struct e2e_i_chat *chat = account->index.heap[0];
		int32_t err;

		/*
		 * A chat that failed has the deadline TIME and so comes after the others: once one
		 * has failed, reaching TIME means that only such chats are left.
		 */
		if (chat->index.deadline > time ||
		    (failed != E2E_OK && chat->index.deadline == time))
			break;
		err = tick_timers(account, chat, now);
		if (err == E2E_OK)
			err = e2e_i_passing_tick(account, chat, now);
		if (err == E2E_OK)
			err = tick_chat(account, chat, now);
		if (err != E2E_OK) {
			failed = err;
			e2e_i_index_deadline(account, chat, time);
			continue;
		}
		/* what is still due waits for more than time: do not loop over it */
		if (chat->index.deadline <= time)
			e2e_i_index_deadline(account, chat, time + STUCK_RETRY_MS);
	}
	return failed == E2E_OK ? save_clock(account, now) : failed;
}
