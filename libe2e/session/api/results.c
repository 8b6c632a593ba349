/* SPDX-License-Identifier: ISC */
/* Handling the results of calls: success and failure (protocol 0.1.2 to 0.1.5). */
#include "config.h"

#include "proto/date.h"
#include "session/api/calls.h"
#include "session/api/end.h"
#include "session/api/handshake.h"
#include "session/api/held.h"
#include "session/api/settle.h"
#include "session/chat/close.h"
#include "session/core/clock.h"
#include "session/core/index.h"
#include "session/core/qts.h"
#include "session/keys/rekey_due.h"
#include "session/receive/answers.h"
#include "session/receive/give_up.h"
#include "session/send/delivery.h"
#include "session/send/failure.h"

#include <string.h>

#define ERROR_TEXT_MAX 1024 /* bytes of an error's text that are read and passed on */

static const struct e2e_bytes no_text = { NULL, 0 };

/* The result of a call, while it is handled. */
struct answer {
	struct e2e_i_transaction tx;
	const struct e2e_i_call *call;
	bool ok;                            /* the call succeeded                  */
	int32_t date;                       /* if ok: the server's, or 0           */
	const struct e2e_remote_file *file; /* if ok: of a sent file, or NULL      */
	int32_t code;                       /* else: of the error, 0: no answer    */
	struct e2e_bytes text;              /* else: of the error                  */
};

/* ---- Calls of a stage ---------------------------------------------------------------------- */

/* Make the call of the stage anew later, in WAIT_S seconds or after the usual delay. */
static int32_t
stage_later(struct answer *answer, int64_t wait_s)
{
	struct e2e_i_chat *chat = answer->tx.chat;

	if (chat->stage_call.tries < UINT8_MAX)
		chat->stage_call.tries++;
	if (answer->code <= 0 || answer->code >= 500)
		chat->stage_call.repeated = true; /* the server may have done it all the same */
	chat->stage_call.retry_at = answer->tx.now + e2e_i_failure_backoff(answer->tx.account,
	                                                           chat->stage_call.tries, wait_s);
	return E2E_OK;
}

static int32_t
discard_answer(struct answer *answer)
{
	int64_t wait_s = 0;

	if (!answer->ok && e2e_i_failure_for_now(answer->code, answer->text, &wait_s))
		return stage_later(answer, wait_s);
	/* any other result is final: the server has no such chat any more (protocol 2.2.3) */
	answer->tx.chat->core.saved.discard = false;
	return E2E_OK;
}

/* Whether CHAT is in the stage that METHOD is the call of. */
static bool
waits_for(const struct e2e_i_chat *chat, uint32_t method)
{
	switch (chat->core.saved.stage) {
	case E2E_I_START_DH:
	case E2E_I_ACCEPT_DH:
		return method == E2E_CALL_GET_DH_CONFIG;
	case E2E_I_ASKING:
		return method == E2E_CALL_REQUEST;
	case E2E_I_ACCEPTING:
		return method == E2E_CALL_ACCEPT;
	default:
		return false;
	}
}

static int32_t
stage_answer(struct answer *answer)
{
	struct e2e_i_chat *chat = answer->tx.chat;
	int64_t wait_s = 0;

	if (answer->call->method == E2E_CALL_DISCARD)
		return discard_answer(answer);
	if (answer->ok) {
		/* the host feeds the result first, which changes the stage; here it has not */
		if (waits_for(chat, answer->call->method))
			return stage_later(answer, 0);
		chat->stage_call.tries = 0;
		chat->stage_call.retry_at = 0;
		chat->stage_call.repeated = false;
		return E2E_OK;
	}
	if (!waits_for(chat, answer->call->method))
		return E2E_OK; /* an update has changed the stage meanwhile */
	if (!e2e_i_handshake_knows(answer->text) &&
	    e2e_i_failure_for_now(answer->code, answer->text, &wait_s))
		return stage_later(answer, wait_s);
	if (answer->call->method == E2E_CALL_GET_DH_CONFIG)
		return e2e_i_close_chat_by_server(
			&answer->tx, E2E_REASON_SERVER,
			e2e_i_close_how(chat->core.saved.stage == E2E_I_ACCEPT_DH),
			answer->code, answer->text);
	return e2e_i_handshake_refused(&answer->tx, answer->code, answer->text);
}

/* ---- Other calls --------------------------------------------------------------------------- */

static int32_t
read_answer(struct answer *answer)
{
	struct e2e_i_chat *chat = answer->tx.chat;
	int64_t wait_s = 0;

	chat->told.read_call = 0;
	if (!answer->ok && e2e_i_failure_for_now(answer->code, answer->text, &wait_s)) {
		if (chat->sends.tries < UINT8_MAX)
			chat->sends.tries++;
		chat->sends.retry_at = answer->tx.now + e2e_i_failure_backoff(answer->tx.account,
		                                                          chat->sends.tries,
		                                                          wait_s);
		return E2E_OK;
	}
	if (!e2e_i_date_after(chat->core.counters.read_due, answer->call->value))
		chat->core.counters.read_due = 0;
	return E2E_OK;
}

static int32_t
send_answer(struct answer *answer)
{
	const int32_t seq_no = answer->call->seq_no;

	/* a duplicate counts as sent: the server has the first copy, and gives no date for it */
	if (answer->ok || e2e_i_failure_had(answer->call, answer->code, answer->text))
		return e2e_i_delivery_done(&answer->tx, seq_no, answer->date, answer->file);
	return e2e_i_delivery_failed(&answer->tx, seq_no, answer->code, answer->text);
}

static int32_t
chat_answer(struct answer *answer)
{
	const struct e2e_i_call *call = answer->call;

	switch (call->method) {
	case E2E_CALL_SEND:
	case E2E_CALL_SEND_SERVICE:
	case E2E_CALL_SEND_FILE:
		return send_answer(answer);
	case E2E_CALL_READ_HISTORY:
		return read_answer(answer);
	case E2E_CALL_SET_TYPING:
	case E2E_CALL_REPORT_SPAM:
		return E2E_OK; /* lost if it failed; that does no harm */
	default:
		return stage_answer(answer);
	}
}

/* The id of the newest send in flight of the chat that OVER is about, except OVER; 0 if none. */
static uint64_t
last_send_in_flight(const struct e2e_account *account, const struct e2e_i_call *over)
{
	for (uint32_t i = account->calls.in_flight.n; i > 0; i--) {
		const struct e2e_i_call *call = e2e_i_list_at(&account->calls.in_flight, i - 1);

		if (call != over && call->chat_id == over->chat_id &&
		    e2e_i_calls_is_send(call->method))
			return (uint64_t)call->item.key;
	}
	return 0;
}

/* Forget CALL, of CHAT or of none, which is over; then settle CHAT, which may make new calls. */
static void
end_call(struct e2e_account *account, struct e2e_i_chat *chat, struct e2e_i_call *call)
{
	const uint64_t id = (uint64_t)call->item.key;

	if (chat != NULL) {
		if (chat->stage_call.id == id)
			chat->stage_call.id = 0;
		if (chat->sends.last_call == id)
			chat->sends.last_call = last_send_in_flight(account, call);
		e2e_i_settle_chat(account, chat);
	}
	e2e_i_calls_end(account, call);
}

/*
 * Let the server's DATE in the answer to CALL confirm the clock.  If it does, return true and make
 * all active chats due: some of what they wait for happens only while the clock is confirmed.
 */
static bool
confirm(struct e2e_account *account, const struct e2e_i_call *call, int32_t date)
{
	if (!e2e_i_clock_confirm(account, (uint64_t)call->item.key, date))
		return false;
	for (uint32_t i = 0; i < account->index.n; i++) {
		if (account->index.chats[i]->core.saved.stage == E2E_I_ACTIVE)
			e2e_i_index_deadline(account, account->index.chats[i], account->clock.last);
	}
	return true;
}

/* If ANSWER says that the login is gone, tell that once and stop making calls (protocol 0.1.5). */
static int32_t
log_out(struct e2e_account *account, const struct answer *answer, int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_event *event;
	int32_t err;

	if (answer->ok || account->logged_out ||
	    !e2e_i_failure_logged_out(answer->code, answer->text))
		return E2E_OK;
	err = e2e_i_transaction_begin(&tx, account, NULL, now);
	if (err != E2E_OK)
		return err;
	event = e2e_i_transaction_event(&tx, E2E_EVENT_LOGGED_OUT);
	if (event == NULL)
		return e2e_i_end_transaction(&tx, E2E_ERR_NOMEM);
	event->code = answer->code;
	err = e2e_i_end_transaction(&tx, e2e_i_pool_copy(&tx.commit->pool, &event->text,
	                                            answer->text));
	account->logged_out = err == E2E_OK;
	return err;
}

static int32_t
take_answer(struct e2e_account *account, struct e2e_i_call *call, struct answer *answer,
            int64_t now)
{
	struct e2e_i_chat *chat = e2e_i_index_find(account, call->chat_id);
	bool confirmed;
	int32_t err = log_out(account, answer, now);

	if (err != E2E_OK)
		return err;
	if (call->method == E2E_CALL_RECEIVED_QUEUE || call->method == E2E_CALL_GET_DIFFERENCE) {
		e2e_i_clock_time(account, now);
		e2e_i_qts_answered(account, call->method, call->value, answer->ok);
		end_call(account, NULL, call);
		return E2E_OK;
	}
	if (chat == NULL) {
		end_call(account, NULL, call);
		return E2E_OK;
	}
	/* held messages come before a failure, which may close the chat; a success need not wait */
	err = answer->ok ? E2E_OK : e2e_i_held_rest(account, chat, now);
	if (err == E2E_OK)
		err = e2e_i_transaction_begin(&answer->tx, account, chat, now);
	if (err != E2E_OK)
		return err;
	answer->call = call;
	confirmed = answer->ok && confirm(account, call, answer->date);
	/* confirming the clock may have moved the time for ages */
	answer->tx.steady = e2e_i_clock_steady(account);
	err = chat_answer(answer);
	if (err == E2E_OK)
		err = e2e_i_give_up_look(&answer->tx);
	if (err == E2E_OK && confirmed)
		err = e2e_i_rekey_due_used(&answer->tx, E2E_I_WHO_SENT);
	if (err == E2E_OK)
		err = e2e_i_answers_make(&answer->tx);
	err = e2e_i_end_transaction(&answer->tx, err);
	if (err < 0) {
		if (e2e_i_calls_is_send(call->method))
			e2e_i_delivery_unanswered(chat, call->seq_no);
		return err;
	}
	end_call(account, chat, call);
	return E2E_OK;
}

int32_t
e2e_call_done(struct e2e_account *account, uint64_t id, int32_t date,
              const struct e2e_remote_file *file, int64_t now)
{
	struct e2e_i_call *call;
	struct answer answer;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	if (file != NULL && file->size < sizeof *file)
		return E2E_ERR_VERSION;
	call = e2e_i_calls_find(account, id);
	if (call == NULL)
		return E2E_OK;
	memset(&answer, 0, sizeof answer);
	answer.ok = true;
	answer.date = date;
	answer.file = file;
	answer.text = no_text;
	return take_answer(account, call, &answer, now);
}

int32_t
e2e_call_failed(struct e2e_account *account, uint64_t id, int32_t code, const char *text,
                size_t text_n, int64_t now)
{
	struct e2e_i_call *call;
	struct answer answer;

	if (account == NULL || (text == NULL && text_n > 0) || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	call = e2e_i_calls_find(account, id);
	if (call == NULL)
		return E2E_OK;
	if (text_n > ERROR_TEXT_MAX)
		text_n = ERROR_TEXT_MAX;
	memset(&answer, 0, sizeof answer);
	answer.code = code;
	answer.text = (struct e2e_bytes){ (const uint8_t *)text, text_n };
	return take_answer(account, call, &answer, now);
}
