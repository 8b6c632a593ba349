/* SPDX-License-Identifier: ISC */
/*
 * A host around one account, for tests: rows in memory, the loop that takes steps out, and
 * copies of every call and event that came.  It plays the server too, as far as results of
 * calls go.  Everything that must work is asserted.
 *
 *     struct au_host h;
 *     au_init(&h, tu_backend(_i), 100);      h.config and the switches may be changed now
 *     au_start(&h);                          account, rows, e2e_start(), the loop
 *     ck_assert_int_eq(e2e_chat_start(h.account, &id, 7, 70, h.now), E2E_OK);
 *     au_run(&h);                            the loop, after any e2e_ call
 *     call = au_last_call(&h, E2E_CALL_REQUEST);
 *     au_restart(&h);                        as after a crash
 *     au_close(&h);                          asserts that no memory is left
 */
#ifndef E2E_ACCOUNTUTIL_H
#define E2E_ACCOUNTUTIL_H

#include "testutil.h"

#include <e2e/schema.h>

#include "tools/common/steps.h"

#define AU_NOW          INT64_C(1700000000000) /* the clock of a new host, Unix milliseconds */
#define AU_ACCESS_HASH  INT64_C(0x0a0b0c0d0e0f0102) /* of every chat, by this server         */
#define AU_DH_VERSION   3

/* A call that was handed out; the pointers in `call` go to copies. */
struct au_call {
	struct e2e_call call;
	size_t commits;  /* of the host when it came out                         */
	size_t starts;   /* same: how many times the account had been started     */
	bool answered;   /* by au_answer_ok() or au_fail()                        */
	struct e2e_input_file file;
	uint8_t *memory;
};

/* An event that was committed; `event.message` is decoded anew from the copy of `tl`. */
struct au_event {
	struct e2e_event event;
	size_t commits;  /* the number of its transaction, from 1 */
	struct e2e_remote_file file;
	uint8_t *memory;
};

/* Which methods au_run() answers with success by itself. */
#define AU_AUTO(method) (1u << (method))
#define AU_AUTO_SENDS \
	(AU_AUTO(E2E_CALL_SEND) | AU_AUTO(E2E_CALL_SEND_SERVICE) | AU_AUTO(E2E_CALL_SEND_FILE) | \
	 AU_AUTO(E2E_CALL_SET_TYPING) | AU_AUTO(E2E_CALL_READ_HISTORY) | \
	 AU_AUTO(E2E_CALL_RECEIVED_QUEUE) | AU_AUTO(E2E_CALL_DISCARD) | \
	 AU_AUTO(E2E_CALL_REPORT_SPAM))
#define AU_AUTO_ALL (AU_AUTO_SENDS | AU_AUTO(E2E_CALL_GET_DH_CONFIG) | \
	 AU_AUTO(E2E_CALL_REQUEST) | AU_AUTO(E2E_CALL_ACCEPT))

struct au_host {
	struct e2e_account *account;     /* NULL between au_crash() and au_start()             */

	/* May be changed between au_init() and au_start(), and before a restart. */
	struct e2e_config config;        /* backend, allocator and generation are set here     */
	struct e2e_limits limits;        /* config points to these three                        */
	struct e2e_timing timing;
	struct e2e_padding padding;

	/* Switches, for any time. */
	int64_t now;                     /* the clock; moves only by hand or au_advance()      */
	uint32_t answers;                /* AU_AUTO(): answered at once; at first none         */
	int64_t commits_left;            /* so many are made, and the next one is held back;   */
	                                 /* -1 (at first): no end.  The next au_run() goes on  */
	bool unconfirmed;                /* the last of commits_left is stored, but            */
	                                 /* e2e_committed() is held back                       */
	bool bytes_lane;                 /* au_feed_*(), au_answer_ok(): serialised facts      */

	/* What came of it. */
	bool stopped;                    /* a commit is held back                              */
	bool stored;                     /* and its rows are stored                            */
	struct e2e_step held;
	size_t commits, starts;
	struct rows rows;             /* all that is durable                                */
	struct au_call **calls;          /* see au_forget(); all live until au_close()         */
	size_t n_calls, first_call, carried;
	struct au_event **events;        /* the durable ones                                   */
	size_t n_events, first_event;
	size_t refused;                  /* rows that e2e_load() refused: STORE, VERSION       */
	int64_t generation;              /* kept elsewhere at each commit, and given at start  */

	struct tu_script script;         /* randomness; counts random, hash, ige, modexp       */
	struct tu_memory memory;         /* of the account; set fail_at to fail an allocation  */
	struct e2e_backend backend;
	struct e2e_allocator allocator;
	uint8_t g_a[E2E_DH_BYTES];       /* of the last au_feed_requested(), for ACCEPT        */
	size_t g_a_n;
};

/* ---- Life -------------------------------------------------------------------------- */

/* A host of USER_ID over BACKEND, without an account yet.  The seed is fixed. */
void au_init(struct au_host *h, const struct e2e_backend *backend, int64_t user_id);

/* au_init() and au_start(). */
void au_open(struct au_host *h, const struct e2e_backend *backend, int64_t user_id);

/* Make the account, load the rows in a shuffled order, start, run. */
void au_start(struct au_host *h);

/*
 * The same, without the run and asserting nothing: the first result that is not E2E_OK.
 * Rows that are refused as damaged or newer are counted in h->refused and passed over.
 */
int32_t au_try_start(struct au_host *h);

/* Throw the account away, with all that is not durable. */
void au_crash(struct au_host *h);

/* au_crash() and au_start(); commits_left is -1 again. */
void au_restart(struct au_host *h);

/* Free everything; asserts that the account gave all memory back. */
void au_close(struct au_host *h);

/* ---- The loop ------------------------------------------------------------------------ */

/* Take all steps out: store commits, note calls, answer those of `answers`. */
void au_run(struct au_host *h);

/* The same up to the first error, which is given back; au_run() asserts that there is none. */
int32_t au_try_run(struct au_host *h);

/* SPAN is not NULL, also without bytes: a host may bind it to a statement as it is. */
void au_bindable(struct e2e_bytes span);

/* Add copies to the lists; for au_run(). */
struct au_call *au_note_call(struct au_host *h, const struct e2e_call *call);
void au_note_event(struct au_host *h, const struct e2e_event *event);

/* Move the clock by MS, tick, run; au_due() moves it to e2e_deadline() if there is one. */
void au_advance(struct au_host *h, int64_t ms);
bool au_due(struct au_host *h);

/* ---- Rows ---------------------------------------------------------------------------- */

/* Are two sets the same? */
bool au_rows_same(const struct rows *a, const struct rows *b);

/* Do the N bytes at WHAT occur in any value? */
bool au_rows_show(const struct rows *rows, const uint8_t *what, size_t n);

/* ---- Calls and events ------------------------------------------------------------------ */

/* The last call of METHOD, or number INDEX from 0; NULL if there is none. */
struct au_call *au_last_call(struct au_host *h, uint32_t method);
struct au_call *au_call_at(struct au_host *h, uint32_t method, size_t index);
size_t au_count_calls(const struct au_host *h, uint32_t method);

/* The last call of the three that send, or NULL; the number of those. */
struct au_call *au_last_send(struct au_host *h);
struct au_call *au_send_at(struct au_host *h, size_t index);
size_t au_count_sends(const struct au_host *h);
bool au_is_send(uint32_t method);

/* Success as the server gives it, then au_run().  Twice is allowed. */
void au_answer_ok(struct au_host *h, struct au_call *call);
int32_t au_try_answer(struct au_host *h, struct au_call *call); /* without au_run() */
struct e2e_remote_file au_stored_file(const struct e2e_call *call); /* what becomes of a file */
void au_fail(struct au_host *h, struct au_call *call, int32_t code, const char *text);

/* Event number INDEX from 0 of KIND, or the last one; NULL if there is none. */
const struct e2e_event *au_event(const struct au_host *h, uint32_t kind, size_t index);
const struct e2e_event *au_last_event(const struct au_host *h, uint32_t kind);
size_t au_count_events(const struct au_host *h, uint32_t kind);

/* Pass over the calls and events so far: indices and counts begin at 0. */
void au_forget(struct au_host *h);

/* ---- Facts, by either lane, then au_run() ------------------------------------------------ */

void au_feed_dh_config(struct au_host *h, int32_t version, int32_t g, const uint8_t *p, size_t p_n,
                       const uint8_t *random, size_t random_n);
void au_feed_requested(struct au_host *h, int32_t chat_id, int64_t admin_id, const uint8_t *g_a,
                       size_t g_a_n);
void au_feed_waiting(struct au_host *h, int32_t chat_id, int64_t participant_id);

/* encryptedChat as the server sends it: the host's user is the admin if CREATOR. */
void au_feed_accepted(struct au_host *h, int32_t chat_id, bool creator, int64_t peer_id,
                      const uint8_t *g_x, size_t g_x_n, int64_t key_fingerprint);
void au_feed_discarded(struct au_host *h, int32_t chat_id, bool history_deleted);
void au_feed_message(struct au_host *h, int32_t chat_id, int64_t random_id, struct e2e_bytes bytes,
                     const struct e2e_remote_file *file, bool service, int32_t qts);

/* ---- Chats -------------------------------------------------------------------------------- */

/* e2e_chat_get(); asserts that it is there. */
struct e2e_chat au_chat(struct au_host *h, int32_t chat_id);
bool au_has_chat(struct au_host *h, int32_t chat_id);
uint32_t au_state(struct au_host *h, int32_t chat_id);

/* Are two states of a chat the same in everything that e2e_chat_get() tells? */
bool au_chat_same(const struct e2e_chat *a, const struct e2e_chat *b);

/* Everything that a call may not change when it fails. */
struct au_mark {
	struct rows rows;
	struct e2e_chat *chats;
	size_t n_chats, n_calls, n_events;
	int32_t qts;
};
struct au_mark au_mark(struct au_host *h);
void au_mark_free(struct au_mark *mark);

/* Runs the loop, then asserts that nothing came, no row and no chat changed; frees MARK. */
void au_unchanged(struct au_host *h, struct au_mark *mark);

/* e2e_send_text() of TEXT and au_run(); gives the random_id. */
int64_t au_text(struct au_host *h, int32_t chat_id, const char *text);

/* ---- Two hosts ------------------------------------------------------------------------------ */

/*
 * Between A and B, two started hosts of different users, a chat that A asked for and B
 * accepted, active on both sides, with nothing left to carry.  Gives its id.
 */
int32_t au_make_pair(struct au_host *a, struct au_host *b);

/* Deliver CALL, a send, to TO as the server would, then au_run(). */
void au_carry(struct au_host *to, const struct au_call *call);

/*
 * Deliver every send of each that was not carried yet, back and forth, until none is left.
 * au_carry() does not count as carried.
 */
void au_carry_all(struct au_host *a, struct au_host *b);

#endif
