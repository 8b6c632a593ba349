/* SPDX-License-Identifier: ISC */
/*
 * One input, one transaction.  A transaction remembers how things were; what changes is changed in
 * place.  At the end the rows are the difference between before and after.  If anything failed
 * on the way, all that rows are made of is put back: the chat's core with its keys and boxes, its
 * lists, and what the account saves.  So no step of the protocol names a row, and none has to
 * clean up.  A transaction is begun here, and ended by end.h, which sees the chat as a whole.
 *
 * Changed in place is what is a value: core.saved, core.counters and account->saved.  Boxes (keys,
 * handshake, re-key) and what lists save are const, and are replaced by the functions below.
 *
 * What is not saved is outside of that: how calls and times stand in struct e2e_i_chat, and what is
 * marked in an item of a list (`again`, `out`, `done`, `tries`).  A mark on a message may be left
 * behind by a transaction that failed, which only sends that message once more; the counts of marks are
 * made to agree with them.  Who takes in the answer to a send says that it failed with
 * e2e_i_delivery_unanswered().
 */
#ifndef E2E_SESSION_TRANSACTION_H
#define E2E_SESSION_TRANSACTION_H

#include "session/core/account.h"

struct e2e_i_transaction {
	struct e2e_account *account;
	struct e2e_i_chat *chat;      /* that it is about, or NULL                    */
	int32_t subject;              /* the id that events name if there is none     */
	struct e2e_i_core before;     /* chat->core at the beginning                  */
	struct e2e_i_saved saved;     /* account->saved at the beginning              */
	struct e2e_i_qts qts;         /* account->qts, the same                       */
	struct e2e_i_commit *commit;  /* being made                                   */
	int64_t now;                  /* the account's time                           */
	int64_t steady;               /* the same, for ages; see session/core/clock.h      */
	uint32_t rekeys;              /* begun or answered, of the account's budget   */
	bool created;                 /* the chat was made by this transaction               */
	bool forget;                  /* the chat is to go, with all its rows         */
	bool rename;                  /* core.id changes                              */
	uint8_t verdict_digest[E2E_SHA256_BYTES];
	int32_t verdict;              /* to be saved for it ...                       */
	bool has_verdict;
};

/* Where to go back to within a transaction. */
struct e2e_i_mark {
	struct e2e_i_core core;
	uint32_t n_undo;
	uint32_t rekeys;
	struct e2e_i_event **event_end;
	uint32_t n_events;
};

/*
 * Begin a transaction about CHAT, or NULL, at NOW of the host.  E2E_ERR_STATE if the account was
 * not started, E2E_ERR_NOMEM; there is no work then.
 */
int32_t e2e_i_transaction_begin(struct e2e_i_transaction *tx, struct e2e_account *account,
                         struct e2e_i_chat *chat, int64_t now);

/* Make chat ID, which there is not, the subject of TX, which has none yet. */
int32_t e2e_i_transaction_create(struct e2e_i_transaction *tx, int32_t id);

/* A new event of KIND about the transaction's chat, zeroed; NULL without memory. */
struct e2e_event *e2e_i_transaction_event(struct e2e_i_transaction *tx, uint32_t kind);

/* An event of KIND about message RANDOM_ID; E2E_ERR_NOMEM. */
int32_t e2e_i_transaction_tell(struct e2e_i_transaction *tx, uint32_t kind, int64_t random_id,
                        int32_t date);

/* Put ITEM into list WHICH of the chat; it is the list's, or freed on failure.  NULL: NOMEM. */
int32_t e2e_i_transaction_insert(struct e2e_i_transaction *tx, uint32_t which, void *item);

/* Take ITEM out of list WHICH; it is freed when the transaction has ended. */
int32_t e2e_i_transaction_remove(struct e2e_i_transaction *tx, uint32_t which, void *item);

/* Take out all items of list WHICH. */
int32_t e2e_i_transaction_empty(struct e2e_i_transaction *tx, uint32_t which);

/* A new key box, rekey box or handshake box in the place of the one there, as a copy of it. */
struct e2e_i_rekey *e2e_i_transaction_rekey(struct e2e_i_transaction *tx);
struct e2e_i_handshake *e2e_i_transaction_handshake(struct e2e_i_transaction *tx);

/* Put KEY, made at SINCE, into place WHICH of the chat; NULL empties it. */
int32_t e2e_i_transaction_key(struct e2e_i_transaction *tx, uint32_t which, const struct e2e_key *key,
                       int64_t since);

void e2e_i_transaction_rekey_drop(struct e2e_i_transaction *tx);
void e2e_i_transaction_handshake_drop(struct e2e_i_transaction *tx);

struct e2e_i_mark e2e_i_transaction_mark(const struct e2e_i_transaction *tx);
void e2e_i_transaction_back(struct e2e_i_transaction *tx, const struct e2e_i_mark *mark);

/*
 * For the end (end.h): free what is not needed any more now that TX has succeeded; or put back
 * all that this header says, and forget a chat that TX has made.
 */
void e2e_i_transaction_keep(struct e2e_i_transaction *tx);
void e2e_i_transaction_undo(struct e2e_i_transaction *tx);

#endif
