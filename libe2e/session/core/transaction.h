/* SPDX-License-Identifier: ISC */
/*
 * Transactions: each input is handled in one.
 *
 * A transaction remembers the state at its beginning and changes it in place.  If it succeeds,
 * the rows to be written are the difference between the two states.  If it fails, everything that
 * rows are made of is put back: the chat's core with its keys and boxes, its lists, and what the
 * account saves.  So no step of the protocol has to name a row or to clean up.  This header
 * begins a transaction; end.h ends it.
 *
 * Values are changed in place: core.saved, core.counters and account->saved.  Boxes (keys,
 * handshake, re-key) and what lists save are const, and are replaced by the functions below.
 *
 * Of the state that is not saved, only account->qts and the members of struct e2e_i_core are put
 * back.  The other members of struct e2e_i_chat stay as they are, and so do the marks of an
 * outgoing message (`to_send`, `in_flight`, `done`, `tries`).  If a failed transaction leaves such
 * a mark behind, the message is only sent once more; the counts of marks are recomputed.  One case
 * has to be undone by hand: call e2e_i_delivery_unanswered() if handling the answer to a send has
 * failed.
 */
#ifndef E2E_SESSION_TRANSACTION_H
#define E2E_SESSION_TRANSACTION_H

#include "session/core/account.h"

struct e2e_i_transaction {
	struct e2e_account *account;
	struct e2e_i_chat *chat;     /* the chat that it changes, or NULL                 */
	int32_t subject;             /* without a chat: the id of a chat for events       */
	struct e2e_i_core before;    /* chat->core at the beginning                       */
	struct e2e_i_saved saved;    /* account->saved at the beginning                   */
	struct e2e_i_qts qts;        /* account->qts at the beginning                     */
	struct e2e_i_commit *commit; /* its rows and events so far                        */
	int64_t now;                 /* e2e_i_clock_time() at the beginning               */
	int64_t steady;              /* e2e_i_clock_steady() at the beginning             */
	uint32_t rekeys;             /* re-keys begun or answered, of the account's budget */
	bool created;                /* the transaction has created the chat              */
	bool forget;                 /* the chat is to be freed and its rows deleted      */
	bool rename;                 /* core.id differs from before.id                    */
	bool has_verdict;            /* a verdict on a prime is to be saved               */
	int32_t verdict;             /* with has_verdict: E2E_OK or E2E_REFUSED_PRIME     */
	uint8_t verdict_digest[E2E_SHA256_BYTES]; /* with has_verdict: of the prime       */
};

/* A point within a transaction, to which e2e_i_transaction_back() can return. */
struct e2e_i_mark {
	struct e2e_i_core core;
	uint32_t n_undo;
	uint32_t rekeys;
	struct e2e_i_event **event_end;
	uint32_t n_events;
};

/*
 * Begin a transaction about CHAT (NULL: no chat) at NOW of the host's time.  E2E_ERR_ARGUMENT if
 * NOW is out of range, E2E_ERR_STATE if the account was not started, E2E_ERR_NOMEM: then there is
 * no transaction to end.
 */
int32_t e2e_i_transaction_begin(struct e2e_i_transaction *tx, struct e2e_account *account,
                                struct e2e_i_chat *chat, int64_t now);

/*
 * Create the chat ID and let TX be about it.  ID must not be in use, and TX must be about no chat
 * yet.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_transaction_create(struct e2e_i_transaction *tx, int32_t id);

/*
 * Add an event of KIND about the transaction's chat.  Its other members are zero.  NULL without
 * memory.
 */
struct e2e_event *e2e_i_transaction_event(struct e2e_i_transaction *tx, uint32_t kind);

/* Add an event of KIND about message RANDOM_ID of DATE.  E2E_ERR_NOMEM. */
int32_t e2e_i_transaction_tell(struct e2e_i_transaction *tx, uint32_t kind, int64_t random_id,
                               int32_t date);

/*
 * Put ITEM into list WHICH of the chat, which takes ownership.  On failure ITEM is freed.
 * E2E_ERR_NOMEM, also if ITEM is NULL.
 */
int32_t e2e_i_transaction_insert(struct e2e_i_transaction *tx, uint32_t which, void *item);

/* Remove ITEM from list WHICH.  It is freed when the transaction has ended.  E2E_ERR_NOMEM. */
int32_t e2e_i_transaction_remove(struct e2e_i_transaction *tx, uint32_t which, void *item);

/* Remove all items of list WHICH.  E2E_ERR_NOMEM. */
int32_t e2e_i_transaction_empty(struct e2e_i_transaction *tx, uint32_t which);

/*
 * Replace the chat's re-key or handshake by a copy, or by a zeroed one if there is none.  The
 * caller may change it until the transaction ends.  NULL without memory.
 */
struct e2e_i_rekey *e2e_i_transaction_rekey(struct e2e_i_transaction *tx);
struct e2e_i_handshake *e2e_i_transaction_handshake(struct e2e_i_transaction *tx);

/*
 * Make a copy of KEY, made at SINCE of e2e_i_clock_steady(), the chat's key in the role WHICH
 * (E2E_KEY_*).  KEY NULL: the chat has none in that role.  E2E_ERR_NOMEM.
 */
int32_t e2e_i_transaction_key(struct e2e_i_transaction *tx, uint32_t which,
                              const struct e2e_key *key, int64_t since);

/* Let the chat have no re-key, or no handshake, any more. */
void e2e_i_transaction_rekey_drop(struct e2e_i_transaction *tx);
void e2e_i_transaction_handshake_drop(struct e2e_i_transaction *tx);

/* The present point of TX. */
struct e2e_i_mark e2e_i_transaction_mark(const struct e2e_i_transaction *tx);

/*
 * Undo everything that was done since MARK to the chat and its lists, and drop the events since
 * then.  TX must be about a chat, and must not have written rows.
 */
void e2e_i_transaction_back(struct e2e_i_transaction *tx, const struct e2e_i_mark *mark);

/* For end.h: TX has succeeded.  Free what its changes have replaced or removed. */
void e2e_i_transaction_keep(struct e2e_i_transaction *tx);

/* For end.h: TX has failed.  Put back what is said above, and free a chat that TX has created. */
void e2e_i_transaction_undo(struct e2e_i_transaction *tx);

#endif
