/* SPDX-License-Identifier: ISC */
/* Messages that come for chats that are there; and time. */
#include "config.h"

#include "session/answers.h"
#include "session/check.h"
#include "session/clock.h"
#include "session/due.h"
#include "session/end.h"
#include "session/gap.h"
#include "session/held.h"
#include "session/holes.h"
#include "session/inbound.h"
#include "session/index.h"
#include "session/old_key.h"
#include "session/passing.h"
#include "session/qts.h"
#include "session/rekey_due.h"
#include "session/resend.h"
#include "session/timers.h"

#define FILE_BYTES 64   /* of encryptedFile                    */
#define LATER_MS   1000 /* for what was due and was not done   */

/* ---- Messages ---------------------------------------------------------------------------- */

/* Longer than anything that is taken in; nobody has looked into it. */
static int32_t
too_long(struct e2e_i_work *work, const struct e2e_i_packet *packet)
{
	uint32_t outcome;

	if (work->chat == NULL || work->chat->core.saved.stage != E2E_I_ACTIVE)
		return e2e_i_check_reject(work, E2E_CHECK_LENGTH, packet->random_id,
		                         packet->date);
	return e2e_i_check_failed(work, &outcome, E2E_CHECK_LENGTH, packet->random_id,
	                        packet->date);
}

static int32_t
take_message(struct e2e_i_work *work, const struct e2e_i_packet *packet)
{
	int32_t err;

	if (packet->bytes.n > work->account->limits.packet_bytes)
		return too_long(work, packet);
	if (work->chat == NULL)
		return e2e_i_check_reject(work, E2E_REASON_NO_CHAT, packet->random_id,
		                         packet->date);
	switch (work->chat->core.saved.stage) {
	case E2E_I_ACTIVE:
		break;
	case E2E_I_CLOSED:
		return e2e_i_check_reject(work, E2E_REASON_CLOSED, packet->random_id,
		                         packet->date);
	case E2E_I_ASKED: /* nobody has a key yet */
		return e2e_i_check_reject(work, E2E_REASON_NOT_READY, packet->random_id,
		                         packet->date);
	default:
		return e2e_i_inbound_early(work, packet);
	}
	err = e2e_i_inbound_take(work, packet);
	if (err == E2E_OK)
		err = e2e_i_rekey_due_used(work, E2E_I_RECEIVED_IT);
	return err == E2E_OK ? e2e_i_answers_make(work) : err;
}

static size_t
put_file(uint8_t *out, size_t room, const struct e2e_remote_file *file)
{
	const struct e2e_tl_encrypted_file object = {
		E2E_TL_ENCRYPTED_FILE, file->id, file->access_hash, file->bytes, file->dc_id,
		file->key_fingerprint
	};
	size_t n = 0;

	if (e2e_tl_put(out, room, &n, E2E_TYPE_ENCRYPTED_FILE,
	               (const struct e2e_tl *)&object) != E2E_OK)
		return 0;
	return n;
}

int32_t
e2e_feed_message(struct e2e_account *account, int32_t chat_id, int64_t random_id, int32_t date,
                 const uint8_t *bytes, size_t n, const struct e2e_remote_file *file,
                 uint32_t service, int32_t qts, int64_t now)
{
	struct e2e_i_packet packet = { random_id, date, 0, { bytes, n }, { NULL, 0 } };
	uint8_t saved_file[FILE_BYTES];
	struct e2e_i_chat *chat;
	struct e2e_i_work work;
	int32_t err;

	if (account == NULL || (bytes == NULL && n > 0) || service > 1 || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (file != NULL && file->size < sizeof *file)
		return E2E_ERR_VERSION;
	if (!account->started)
		return E2E_ERR_STATE;
	if (service == 1)
		packet.came |= E2E_I_CAME_SERVICE;
	if (file != NULL) {
		packet.came |= E2E_I_CAME_FILE;
		packet.file.p = saved_file;
		packet.file.n = put_file(saved_file, sizeof saved_file, file);
	}
	chat = e2e_i_index_find(account, chat_id);
	err = e2e_i_held_rest(account, chat, now);
	if (err == E2E_OK)
		err = e2e_i_work_begin(&work, account, chat, now);
	if (err != E2E_OK)
		return err;
	work.subject = chat_id;
	e2e_i_qts_note(account, qts, work.now);
	err = take_message(&work, &packet);
	return e2e_i_end_work(&work, err);
}

/* ---- qts (protocol 9) ------------------------------------------------------------------------------ */

int32_t
e2e_feed_qts(struct e2e_account *account, int32_t qts, int64_t now)
{
	struct e2e_i_work work;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_work_begin(&work, account, NULL, now);
	if (err != E2E_OK)
		return err;
	if (qts >= 0)
		account->saved.account.qts = qts;
	err = e2e_i_end_work(&work, E2E_OK);
	if (err == E2E_OK)
		e2e_i_qts_set(account, qts);
	return err;
}

int32_t
e2e_qts(const struct e2e_account *account)
{
	return account != NULL ? account->qts.durable : 0;
}

/* ---- Time ---------------------------------------------------------------------------------------- */

int64_t
e2e_deadline(const struct e2e_account *account)
{
	return account != NULL && account->started ? e2e_i_clock_alarm(account) : INT64_MAX;
}

/* In a transaction of its own: nothing else that is due may hinder it by failing. */
static int32_t
tick_timers(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_work work;
	int32_t err;

	if (chat->timers.next > account->clock.last)
		return E2E_OK;
	err = e2e_i_work_begin(&work, account, chat, now);
	return err == E2E_OK ? e2e_i_end_work(&work, e2e_i_timers_expire(&work)) : err;
}

static int32_t
tick_chat(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_work work;
	int32_t err = e2e_i_work_begin(&work, account, chat, now);

	if (err != E2E_OK)
		return err;
	if (chat->sends.retry_at != 0 && chat->sends.retry_at <= work.now)
		chat->sends.retry_at = 0;
	if (chat->stage_call.retry_at != 0 && chat->stage_call.retry_at <= work.now)
		chat->stage_call.retry_at = 0;
	e2e_i_resend_stand(&work);
	err = e2e_i_resend_go_on(&work);
	if (err == E2E_OK && chat->core.saved.stage == E2E_I_ACTIVE)
		err = e2e_i_old_key_age(&work);
	if (err == E2E_OK)
		err = e2e_i_gap_look(&work);
	if (err == E2E_OK && chat->core.saved.stage == E2E_I_ACTIVE && !account->rollback) {
		e2e_i_rekey_due_aged(&work);
		if (e2e_i_holes_due(&work)) {
			e2e_i_due_add(&work, E2E_I_DUE_HOLES);
			if (chat->core.n.due_at > work.now && chat->core.n.due == E2E_I_DUE_HOLES)
				chat->core.n.due_at = work.now;
		}
		err = e2e_i_answers_make(&work);
	}
	return e2e_i_end_work(&work, err);
}

/* A debt that was made or repaid becomes a row; time that passes does not by itself. */
static int32_t
save_clock(struct e2e_account *account, int64_t now)
{
	struct e2e_i_work work;
	int32_t err;

	if (!e2e_i_clock_changed(account))
		return E2E_OK;
	err = e2e_i_work_begin(&work, account, NULL, now);
	return err == E2E_OK ? e2e_i_end_work(&work, E2E_OK) : err;
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
	/* each chat at most once: what is due again at once is due at the next tick */
	for (n = account->index.n; n > 0; n--) {
		struct e2e_i_chat *chat = account->index.heap[0];
		int32_t err;

		/* one that failed is due at this moment, behind the others; it is not tried again */
		if (chat->index.deadline > time || (failed != E2E_OK && chat->index.deadline == time))
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
		if (chat->index.deadline <= time) /* whatever it waits for, it is not time alone */
			e2e_i_index_deadline(account, chat, time + LATER_MS);
	}
	return failed == E2E_OK ? save_clock(account, now) : failed;
}
