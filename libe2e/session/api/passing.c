/* SPDX-License-Identifier: ISC */
/*
 * Typing and read marks of the peer.  Neither counts as a qts, so a server could send them without
 * end.  Therefore a chat has at most one event of each kind a second, and none while the last one
 * is in a commit that the host has not confirmed.  No read mark is lost: it is told a second later.
 */
#include "config.h"

#include "session/api/passing.h"

#include "proto/date.h"
#include "session/api/begin.h"
#include "session/api/end.h"
#include "session/api/settle.h"
#include "session/chat/timers.h"

/* Whether an event may be made at NOW, if the last one was made at LAST in commit COMMIT. */
static bool
may_tell(const struct e2e_account *account, int64_t last, uint64_t commit, int64_t now)
{
	return now - last >= E2E_I_PASSING_MS && commit <= account->commits.confirmed;
}

/*
 * Whether ERR of e2e_i_begin_chat() means only that there is no such chat, or that it is not
 * active.
 */
static bool
concerns_nobody(const struct e2e_account *account, int32_t err)
{
	return account->started && (err == E2E_ERR_ARGUMENT || err == E2E_ERR_STATE);
}

/* ---- Typing (protocol 7.3.8) --------------------------------------------------------------- */

int32_t
e2e_feed_typing(struct e2e_account *account, int32_t chat_id, int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_i_chat *chat;
	bool tell;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);
	if (err != E2E_OK)
		return concerns_nobody(account, err) ? E2E_OK : err;
	chat = tx.chat;
	tell = may_tell(account, chat->passing.typed_at, chat->passing.typed_commit, tx.now);
	if (tell && e2e_i_transaction_event(&tx, E2E_EVENT_TYPING) == NULL)
		err = E2E_ERR_NOMEM;
	err = e2e_i_end_transaction(&tx, err);
	if (err == E2E_OK && tell) {
		chat->passing.typed_at = tx.now;
		chat->passing.typed_commit = chat->commit;
	}
	return err;
}

/* ---- Reading (protocol 7.3.9) -------------------------------------------------------------- */

/* Apply a read mark: make its event, and start the timers of what was read. */
static int32_t
read_to(struct e2e_i_transaction *tx, int32_t max_date, int32_t date)
{
	struct e2e_event *event = e2e_i_transaction_event(tx, E2E_EVENT_READ);

	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->date = max_date;
	event->value = date;
	return e2e_i_timers_read(tx, max_date, E2E_I_TIMERS_OF_US);
}

/* Note that the last commit of CHAT has the event of a read mark, made at NOW. */
static void
mark_told(struct e2e_i_chat *chat, int64_t now)
{
	chat->passing.read_at = now;
	chat->passing.read_commit = chat->commit;
	chat->passing.read_waits = false;
}

/* Keep a read mark for later; of several only the latest is kept. */
static void
keep_mark(struct e2e_account *account, struct e2e_i_chat *chat, int32_t max_date, int32_t date)
{
	if (!chat->passing.read_waits || !e2e_i_date_after(chat->passing.read_mark, max_date)) {
		chat->passing.read_mark = max_date;
		chat->passing.read_date = date;
	}
	chat->passing.read_waits = true;
	e2e_i_settle_chat(account, chat);
}

int32_t
e2e_feed_read(struct e2e_account *account, int32_t chat_id, int32_t max_date, int32_t date,
              int64_t now)
{
	struct e2e_i_transaction tx;
	struct e2e_i_chat *chat;
	int32_t err;

	if (account == NULL || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	err = e2e_i_begin_chat(&tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);
	if (err != E2E_OK)
		return concerns_nobody(account, err) ? E2E_OK : err;
	chat = tx.chat;
	if (!may_tell(account, chat->passing.read_at, chat->passing.read_commit, tx.now) &&
	    !e2e_i_timers_starts(chat, max_date)) {
		err = e2e_i_end_transaction(&tx, E2E_OK);
		if (err == E2E_OK)
			keep_mark(account, chat, max_date, date);
		return err;
	}
	err = e2e_i_end_transaction(&tx, read_to(&tx, max_date, date));
	if (err == E2E_OK)
		mark_told(chat, tx.now);
	return err;
}

int32_t
e2e_i_passing_tick(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_transaction tx;
	int32_t err;

	if (!chat->passing.read_waits || chat->core.saved.stage != E2E_I_ACTIVE ||
	    account->clock.last - chat->passing.read_at < E2E_I_PASSING_MS)
		return E2E_OK;
	if (chat->passing.read_commit > account->commits.confirmed) {
		chat->passing.read_at = account->clock.last; /* try it anew in a second */
		return E2E_OK;
	}
	err = e2e_i_transaction_begin(&tx, account, chat, now);
	if (err != E2E_OK)
		return err;
	err = read_to(&tx, chat->passing.read_mark, chat->passing.read_date);
	err = e2e_i_end_transaction(&tx, err);
	if (err == E2E_OK)
		mark_told(chat, tx.now);
	return err;
}
