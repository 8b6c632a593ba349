/* SPDX-License-Identifier: ISC */
/*
 * e2e/e2e.h - Telegram's secret chats for any program that speaks MTProto
 *
 * This header includes the others.  backend.h states the conventions that hold in
 * all of them; crypto.h has the building blocks, schema.h the TL objects, names.h the numbers
 * that have a name and a text: checks, reasons, states, health, calls, events.
 *
 * An account is one logged-in user on one device, with that user's secret chats.  It has
 * no network, no clock, no thread, no file.  The host tells it what happened:
 *
 *     facts    e2e_feed_*()    what the server sent
 *     results  e2e_call_*()    how a call that it was asked to make went
 *     orders   e2e_chat_*(), e2e_send_*()   what the user wants
 *     time     e2e_tick()      nothing, but time went by
 *
 * and takes out steps with e2e_next():
 *
 *     COMMIT   rows to put and delete, and events for the application: all of them or
 *              none, in one transaction of the host's own; then e2e_committed()
 *     CALL     a method of the server to call; then e2e_call_done() or _failed()
 *
 * A call is handed out only when everything it depends on is committed, so a crash at any
 * moment, between any two instructions, costs nothing: load the rows again, and the
 * account goes on.  A call whose outcome was not committed is made again with the same
 * bytes, and server and peer recognise it.
 *
 * The whole host, after any e2e_ call and after start:
 *
 *     struct e2e_step step = E2E_STEP_INIT;
 *     for (;;) {
 *         if (e2e_next(account, &step) != E2E_OK)
 *             stop, and come back later (there was no memory);
 *         if (step.kind == E2E_STEP_NONE)
 *             break;
 *         if (step.kind == E2E_STEP_COMMIT) {
 *             begin transaction;
 *             for (i = 0; i < step.n_rows; i++)    put or delete row i (e2e_row_at), in order
 *             for (i = 0; i < step.n_events; i++)  apply or store event i (e2e_event_at)
 *             commit;
 *             if (the commit failed || e2e_committed(account, step.id) != E2E_OK)
 *                 free the account and load it again;
 *         } else if (step.kind == E2E_STEP_CALL) {
 *             send step.call->request; its answer comes back later;
 *         }
 *     }
 *     wake up for e2e_tick() at e2e_deadline();
 *
 * Porting checklist
 *  1. Keep a table with the columns (table int, key blob, value blob), unique by the first
 *     two.  A key may be empty, and must be found and be unique then too: store it as a blob of
 *     no bytes, not as NULL, which SQL takes for different from every other NULL.  Values hold
 *     keys and are not encrypted: protect the file.
 *  2. At start: e2e_account_new(), e2e_load() for every row, e2e_start(), the loop above.
 *  3. Give updateEncryption, updateNewEncryptedMessage, updateEncryptedMessagesRead and
 *     updateEncryptedChatTyping to e2e_feed_tl() as they are, and each element of
 *     new_encrypted_messages of an updates difference; or their fields to the typed
 *     functions beside it.  Forwarding everything is fine: what is not ours is refused
 *     with E2E_REFUSED_UNKNOWN and costs nothing.
 *  4. Tell the server that messages arrived (receivedQueue, or the qts of getDifference)
 *     only up to e2e_qts(), never up to what was merely read from the network.
 *     After a new login of the same user the rows are worthless: the server has discarded the
 *     chats of the old one (protocol T2.5).  Begin with none, and tell the user.
 *  5. Never call the server again on your own for a call of ours: report every failure with
 *     e2e_call_failed() (code 0 if there was no answer) and the account decides.
 *  6. If a commit fails, free the account and load it again: nothing was lost.
 *  7. After commits, as often as it is cheap, keep e2e_generation() somewhere else than the
 *     rows (say, the platform's keychain) and pass it at start, so that rows that were put
 *     back from a backup are noticed before they repeat numbers.
 *  8. Times are Unix times: NOW in milliseconds, from E2E_NOW_MIN to E2E_NOW_MAX (ARGUMENT
 *     beyond, where a time in seconds or in microseconds falls), dates in seconds as the server
 *     has them: 32 bits that are compared without a sign, so that what looks negative is a date
 *     after January 2038.
 *
 * The clock may be set, also while the account does not run.  A step back delays nothing that is
 * due by itself.  A step forwards counts as time that went by.  After a step of more than five
 * minutes forwards, or a pause as long, the age of keys and of gaps counts only once the answer to
 * a call confirms NOW: the server's date in it is within five minutes of NOW, or, for a clock that
 * is always off, as far from NOW as the date before was.
 *
 * Threads: one thread at a time may use an account; two accounts share nothing.
 *
 * Lifetime: rows and events of a COMMIT stay as they are until e2e_committed().  The numbers of a
 * call stay until the next e2e_next(), so that its id is still there for e2e_call_done() after the
 * facts that go in first.  Its spans and its file stay only until the next function that takes an
 * account without const.  Copy what you need longer.  No span (struct e2e_bytes) or vector that is
 * handed out points to NULL, even if it is empty: it can be bound to a statement or written as it
 * is.
 *
 * Results: below 0 is an error.  The function has changed nothing, and the same call may be
 * repeated.  After NOMEM or BACKEND from a fact, repeat it, and do not tell the server before that
 * it arrived.  What a peer or the server did wrong is never an error: the function returns E2E_OK,
 * and an event says what happened.  Only e2e_feed_tl() also gives verdicts above 0.  What concerns
 * several chats (e2e_tick(), vectors, DH parameters, a request that pushes out another) is several
 * transactions.  So are the held messages that a chat takes in before it does anything else.  After
 * an error some of these transactions may be done: repeat the call.
 *
 * Growth: ignore events of a kind you do not know; send the `request` of a call of a method
 * you do not know, or fail it with code 501 if that is empty.  Of a struct handed out by
 * pointer, read no more than its size says.
 */
#ifndef E2E_E2E_H
#define E2E_E2E_H

#include <e2e/backend.h>
#include <e2e/crypto.h>
#include <e2e/names.h>
#include <e2e/schema.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The release of the library that runs, "MAJOR.MINOR.PATCH". */
E2E_API const char *e2e_version(void);

/*
 * The number of the binary interface that runs.  It changes only when a program
 * compiled against an older header could break; it is 0 until the first release.
 */
E2E_API uint32_t e2e_abi_version(void);

/* ---- Policy ------------------------------------------------------------------------ */

/* E2E_CHECK_*, in names.h, are the checks on what a peer sends. */
#define E2E_CHECKS_MAX 64 /* their numbers stay below */

/* What the account does when a check fails. */
#define E2E_ACT_DEFAULT 0 /* as the preset says                                          */
#define E2E_ACT_IGNORE  1 /* go on                                                       */
#define E2E_ACT_REPORT  2 /* go on, with an E2E_EVENT_REJECTED; RANDOM_BYTES: see there  */
#define E2E_ACT_CLOSE   3 /* close the chat with this reason and tell the server         */

/*
 * Presets.  STANDARD closes where the documents require it, but never for a deviation that
 * is the habit of a living client.  STRICT closes wherever TDLib does, but not for what is
 * not authenticated.  LENIENT never closes by itself, and so departs from the documents where
 * they say that a client must abort.  e2e_policy_get() shows them.
 */
#define E2E_POLICY_STANDARD 0
#define E2E_POLICY_STRICT   1
#define E2E_POLICY_LENIENT  2

/* The E2E_ACT_* of PRESET for CHECK; E2E_ACT_DEFAULT if there is no such preset or check. */
E2E_API uint32_t e2e_policy_get(uint32_t preset, uint32_t check);

/* ---- Limits and times --------------------------------------------------------------- */

#define E2E_NOW_MIN       100000000000    /* of each NOW, in ms: March 1973           */
#define E2E_NOW_MAX       253402300799999 /* of each NOW, in ms: the end of year 9999 */
#define E2E_TIMING_MAX_MS 3155760000000   /* of a time in struct e2e_timing: 100 years */
#define E2E_LIMIT_MAX     1073741824u     /* of a number in the two structs below     */

/*
 * Limits on what others can make an account hold or do, each at most E2E_LIMIT_MAX.  0 stands for
 * the default, which comes first in each comment.  As much as a limit says is allowed, and no more.
 * Bytes are those of payloads, except where the comment says packets, and for early messages.
 * Counts for a minute or an hour are not saved: they begin anew at each start.
 *
 * A packet of N bytes takes about 2 N of memory while it is taken in, and up to 8 N if it is
 * full of small objects.  The allocator must be able to give that much for packet_bytes: else
 * feeding the peer's longest message gives NOMEM each time.
 */
struct e2e_limits {
	uint32_t size;
	uint32_t requested_chats;  /* 100: requests of others that nobody has answered; more   */
	                           /* push out the oldest                                      */
	uint32_t early_messages;   /* 64 a chat: messages that come before it is ready         */
	uint32_t early_bytes;      /* 1 MiB a chat                                             */
	uint32_t held_messages;    /* 1000 a chat: messages that wait behind a gap             */
	uint32_t held_bytes;       /* 8 MiB a chat                                             */
	uint32_t ahead;            /* 100000: how many may be missing in front of a message    */
	uint32_t outbox_messages;  /* 10000 a chat: sent, not acknowledged by the peer; more   */
	uint32_t outbox_bytes;     /* 64 MiB a chat, of packets    give E2E_ERR_LIMIT; the     */
	                           /* account's own messages have 64 places more               */
	uint32_t tail;             /* 8 a chat: acknowledged messages that a request to resend */
	                           /* still gets an answer for; and one more for each copy     */
	                           /* that was sent unasked, up to 64                          */
	uint32_t resend_span;      /* 1001: messages one request may ask for, as many as TDLib */
	                           /* grants                                                   */
	uint32_t resend_repeats;   /* 3: times a message is sent again in a minute; above 255  */
	                           /* it is that                                               */
	uint32_t resend_rate;      /* 2000: messages a chat sends again in a minute            */
	uint32_t timers;           /* 10000 a chat for each side: self-destructing messages    */
	                           /* whose time is not over; more of ours give E2E_ERR_LIMIT, */
	                           /* more of the peer's end the first of the peer's at once   */
	uint32_t prime_checks;     /* 4: unknown primes of the server that are tested an hour  */
	uint32_t rejected_events;  /* 60 a minute for each chat, and for all that is of no     */
	                           /* chat: E2E_EVENT_REJECTED; more are only counted          */
	uint32_t packet_bytes;     /* 1 MiB: a longer packet is refused before anything else,  */
	                           /* E2E_CHECK_LENGTH; above E2E_PACKET_MAX_BYTES it is that  */
	uint32_t peer_rekeys;      /* 6 an hour for each chat: re-keys that the peer begins    */
	                           /* before rekey_messages / 2 messages passed under the key, */
	                           /* and answers to bad ones and to notifyLayers without a    */
	                           /* number; more wait                                        */
	uint32_t account_rekeys;   /* 600 an hour: re-keys of all chats that are begun or      */
	                           /* answered by themselves; more wait                        */
};

#define E2E_LIMITS_INIT \
	{ sizeof(struct e2e_limits), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

/*
 * When things happen by themselves; 0 stands for the default.  Numbers are at most E2E_LIMIT_MAX,
 * times from 0 to E2E_TIMING_MAX_MS.
 */
struct e2e_timing {
	uint32_t size;
	uint32_t rekey_messages;  /* 100: more messages than that under one key, in and out,   */
	                          /* start a re-key.  The sender of the message that passes    */
	                          /* the mark begins it, the receiver only a tenth later.  At  */
	                          /* least one message must have gone each way, no gap be      */
	                          /* open, no exchange be under way, and the old key not be    */
	                          /* needed any more                                           */
	int64_t rekey_age_ms;     /* 7 days: a key of that age starts one, too, on the same    */
	                          /* conditions and if anything but noops went under it: with  */
	                          /* the next message, or without one at e2e_deadline(), where */
	                          /* the side that did not create the chat waits a tenth       */
	                          /* longer.  After an exchange that came to nothing the next  */
	                          /* one waits a tenth of this time                            */
	int64_t answer_delay_ms;  /* 0: notifyLayer, resend requests and the answers of a      */
	                          /* re-key wait that long for an e2e_tick(); at 0 they are     */
	                          /* made in the same transaction as what caused them          */
	int64_t resend_wait_ms;   /* 10 s: after that a gap is asked for again, then after     */
	                          /* twice as long, and so on, up to an hour                   */
	uint32_t resend_tries;    /* 8: requests for one gap, then the chat is reported stuck  */
	                          /* and asks once a day, or when the peer sends something;    */
	                          /* see e2e_chat_skip()                                       */
	uint32_t ack_messages;    /* 64: after so many messages that are no noop, received in  */
	                          /* order since our last one, a noop acknowledges them.  It   */
	                          /* shows the peer that they were delivered, as any message   */
	                          /* does; without it a peer that is never answered runs out   */
	                          /* of keys and room.  E2E_CONFIG_NO_ACK                      */
	int64_t retry_ms;         /* 1 s: a call that failed for now is made again, then after */
	                          /* twice as long, up to a minute                             */
	int64_t qts_wait_ms;      /* 700: a gap in qts leads to E2E_CALL_GET_DIFFERENCE        */
	int64_t rekey_late_ms;    /* 1 minute: of two re-keys that cross the peer's is taken   */
	                          /* after all if it sends for that long without answering     */
	                          /* ours, as an iPhone does (protocol T6.1)                   */
	int64_t ack_ms;           /* 1 hour: a noop (ack_messages) goes no later than this     */
	                          /* after the first message that it acknowledges              */
	int64_t old_key_ms;       /* 7 days: the key before a re-key is erased this long after */
	                          /* the first authentic message under the new one, even if    */
	                          /* messages under it are still missing                       */
	int64_t gap_ms;           /* 1 day: a gap is not given up before it is that old        */
};

#define E2E_TIMING_INIT \
	{ sizeof(struct e2e_timing), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

/* ---- The account --------------------------------------------------------------------- */

struct e2e_account;

/* `flags` of struct e2e_config. */
#define E2E_CONFIG_MTPROTO1    1u  /* write MTProto 1 to peers below layer 73, until the    */
                                   /* first sign of MTProto 2 from them; give peer_layer 46 */
                                   /* with it.  What of it is read is the same with and     */
                                   /* without it: see E2E_CHECK_MTPROTO1                    */
#define E2E_CONFIG_CHAINS      2u  /* the host puts calls into the order of `after`         */
                                   /* (invokeAfterMsg); else one send a chat is out at once */
#define E2E_CONFIG_ACK_QTS     4u  /* make messages.receivedQueue calls                     */
#define E2E_CONFIG_NO_REKEY    8u  /* never start a re-key but by order.  The documents ask */
                                   /* for one after 100 messages or a week: the host's part */
#define E2E_CONFIG_NO_NOTIFY   16u /* never send notifyLayer but by e2e_send_action().  The */
                                   /* documents ask for it in a new chat and when our layer */
                                   /* has grown: the host's part                            */
#define E2E_CONFIG_SKIP_FIRST  32u /* even E2E_POLICY_STRICT gives up a first message that   */
                                   /* never comes: an iPhone may begin with number 1        */
                                   /* (protocol T5.6)                                       */
#define E2E_CONFIG_KNOWN_PRIME 64u /* take Telegram's own prime only (e2e_dh_group_known(), */
                                   /* with any generator that fits it): another is refused  */
                                   /* as a bad one is, with E2E_REASON_DH, and not tested.  */
                                   /* Chats that are there keep the prime they have         */
#define E2E_CONFIG_NO_ACK      128u /* no noop that acknowledges by itself (ack_messages)    */

struct e2e_config {
	uint32_t size;
	uint32_t flags;                        /* E2E_CONFIG_*                                 */
	int64_t user_id;                       /* of the account, above 0: rows of another are */
	                                       /* refused                                      */
	const struct e2e_backend *backend;     /* copied; NULL: the default of this build      */
	const struct e2e_allocator *allocator; /* copied; NULL: malloc() and free()            */
	const struct e2e_limits *limits;       /* copied; NULL: the defaults                   */
	const struct e2e_timing *timing;       /* copied; NULL: the defaults                   */
	const struct e2e_padding *padding;     /* copied; NULL: as TDLib pads                  */
	uint32_t policy;                       /* E2E_POLICY_*                                 */
	int32_t layer;                         /* ours: 46, 73, 101 or 144; 0: E2E_LAYER       */
	int32_t peer_layer;                    /* of a new peer, at first, 46 or more; 0: 73,  */
	                                       /* the first one of MTProto 2, which every      */
	                                       /* client that lives reads (protocol 4.2.1).    */
	                                       /* The documents begin below; then its first    */
	                                       /* messages would have to be of MTProto 1       */
	uint32_t reserved;
	uint8_t act[E2E_CHECKS_MAX];           /* E2E_ACT_* by E2E_CHECK_*, over the preset    */
	int64_t generation;                    /* 0, or the last e2e_generation() that was kept */
};

#define E2E_GENERATION_MAX 1152921504606846976 /* of `generation`: 2 ^ 60 */

#define E2E_CONFIG_INIT \
	{ sizeof(struct e2e_config), 0, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, { 0 }, 0 }

/*
 * Make an account in *ACCOUNT, still without rows.  Then e2e_load() each row that was ever
 * put and not deleted, in any order, and e2e_start().
 * Errors: ARGUMENT (unknown flags, policy, act or layer; a peer_layer below 46; a user_id that is
 * nobody's; a limit, time or generation beyond its bounds), VERSION, NOMEM, BACKEND; *ACCOUNT is
 * NULL then.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_account_new(struct e2e_account **account, const struct e2e_config *config);

/* Wipe and free ACCOUNT, which may be NULL.  What was not committed is lost. */
E2E_API void e2e_account_free(struct e2e_account *account);

/*
 * Take back a row.  STORE if it is damaged (every value ends with a digest of itself, its
 * key and the user) or has a member that no account can have written.  VERSION if a newer library
 * wrote it.  Both are remembered, and the host may stop or go on loading.
 *
 * If it was VERSION, or STORE for the row of the account itself, e2e_start() gives the same result,
 * and nothing is closed or written.  Otherwise e2e_start(), or e2e_resume() after
 * E2E_EVENT_ROLLBACK, closes the chat of the row with E2E_REASON_STORE and deletes its rows; the
 * other chats go on.
 * Errors besides: STATE after e2e_start(), ARGUMENT for a table or key that no account makes
 * or that was loaded already (except verdicts on primes), NOMEM, BACKEND.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_load(struct e2e_account *account, uint32_t table, const uint8_t *key, size_t key_n,
         const uint8_t *value, size_t value_n);

/*
 * Begin, or go on.  Before this, all other functions that take a time give STATE.  The first step
 * is a COMMIT.
 *
 * If the rows count less than config->generation, they are from a backup, or some are missing or
 * too damaged to be counted, which looks the same.  Then E2E_EVENT_ROLLBACK comes, and no chat
 * sends until e2e_resume().  Until then chats with damaged rows look CLOSED, with
 * E2E_REASON_STORE, but nothing of them is deleted: better rows can still be put back.  A rollback
 * that was noticed lasts over restarts, whatever the rows count meanwhile.  Without a
 * config->generation no rollback is noticed.
 * Errors: STATE if it was started, STORE and VERSION as at e2e_load() (STORE also if chats
 * are there without the row of the account), NOMEM, BACKEND.
 */
E2E_API E2E_MUST_CHECK int32_t e2e_start(struct e2e_account *account, int64_t now);

/*
 * Go on after E2E_EVENT_ROLLBACK.  Close chats with damaged rows (E2E_EVENT_CHAT,
 * E2E_REASON_STORE), delete those rows, and make the rows count as much as config->generation
 * again, so that the next start is no rollback.  Peers drop what is sent under numbers that they
 * have seen.  Errors: STATE if no rollback waits, NOMEM, BACKEND; repeat it then.
 */
E2E_API E2E_MUST_CHECK int32_t e2e_resume(struct e2e_account *account, int64_t now);

/*
 * A number that grows with every start and every transaction of a chat, as in the rows once
 * the last COMMIT is confirmed; 0 before e2e_start().
 */
E2E_API int64_t e2e_generation(const struct e2e_account *account);

/* The building blocks on this account's backend; valid as long as ACCOUNT. */
E2E_API struct e2e_crypto *e2e_account_crypto(struct e2e_account *account);

/* ---- Steps --------------------------------------------------------------------------- */

#define E2E_STEP_NONE   0
#define E2E_STEP_COMMIT 1
#define E2E_STEP_CALL   2

/* A file on the server, as encryptedFile describes it. */
struct e2e_remote_file {
	uint32_t size;
	int32_t dc_id;
	int64_t id;
	int64_t access_hash;
	int64_t bytes; /* of the container */
	int32_t key_fingerprint;
	uint32_t reserved;
};

#define E2E_REMOTE_FILE_INIT { sizeof(struct e2e_remote_file), 0, 0, 0, 0, 0, 0 }

/* The file that goes with a message, inputEncryptedFile. */
#define E2E_FILE_NONE     0
#define E2E_FILE_UPLOADED 1 /* inputEncryptedFileUploaded: id, parts, md5, key_fingerprint  */
#define E2E_FILE_BIG      2 /* inputEncryptedFileBigUploaded: id, parts, key_fingerprint    */
#define E2E_FILE_EXISTING 3 /* inputEncryptedFile: id, access_hash (protocol 8.6)           */
struct e2e_input_file {
	uint32_t size;
	uint32_t kind; /* E2E_FILE_* */
	int64_t id;
	int64_t access_hash;
	int32_t parts;
	int32_t key_fingerprint;
	struct e2e_bytes md5; /* 32 hexadecimal digits, or empty as official clients do */
};

#define E2E_INPUT_FILE_INIT \
	{ sizeof(struct e2e_input_file), 0, 0, 0, 0, 0, { NULL, 0 } }

/* The methods are E2E_CALL_*, in names.h, with the members that belong to each. */

/* `flags` of a call. */
#define E2E_CALL_SILENT         1u
#define E2E_CALL_DELETE_HISTORY 2u
#define E2E_CALL_TYPING         4u
#define E2E_CALL_REPEATED       8u /* may have been handed out before, with the same bytes   */

/*
 * One method to call, in fields and serialised.  `request` is boxed TL, the same from API
 * layer 144 on, to be sent as it is or within invokeAfterMsg, invokeWithLayer and so on.
 */
struct e2e_call {
	uint32_t size;
	uint32_t method;          /* E2E_CALL_*                                            */
	uint64_t id;              /* for e2e_call_done() and e2e_call_failed()             */
	uint64_t after;           /* the call of the same chat to be put before, or 0      */
	int64_t access_hash;      /* of the chat, or for REQUEST of the user               */
	int64_t user_id;
	int64_t random_id;
	int64_t key_fingerprint;
	int32_t chat_id;
	uint32_t flags;           /* E2E_CALL_SILENT ...                                   */
	int32_t version;
	int32_t random_length;
	int32_t max_date;
	int32_t max_qts;
	struct e2e_bytes g_x;     /* g_a or g_b                                            */
	struct e2e_bytes data;    /* the packet                                            */
	struct e2e_bytes request;
	const struct e2e_input_file *file; /* or NULL */
};

struct e2e_step {
	uint32_t size;
	uint32_t kind;        /* E2E_STEP_*                          */
	uint64_t id;          /* of a COMMIT, for e2e_committed()    */
	uint32_t n_rows;      /* see e2e_row_at()                    */
	uint32_t n_events;    /* see e2e_event_at()                  */
	const struct e2e_call *call; /* of a CALL, else NULL          */
};

#define E2E_STEP_INIT { sizeof(struct e2e_step), 0, 0, 0, 0, NULL }

/*
 * Put the next step into STEP, or kind NONE.  Each step is handed out once.  A COMMIT does not
 * change after that.  Until it is confirmed, no other COMMIT comes, and only calls that do not
 * depend on it.  Many messages that waited behind a gap come in several COMMITs of limited size,
 * one after the other; until then they are in the rows.
 * Errors: STATE, VERSION, NOMEM, BACKEND; then the same step comes next time.
 */
E2E_API E2E_MUST_CHECK int32_t e2e_next(struct e2e_account *account, struct e2e_step *step);

/*
 * Confirm that COMMIT ID is durable, and never call it before.  ARGUMENT if ID is not the COMMIT
 * that e2e_next() handed out last, or was confirmed already; nothing changes then.
 */
E2E_API E2E_MUST_CHECK int32_t e2e_committed(struct e2e_account *account, uint64_t id);

/* A row of the COMMIT handed out last. */
struct e2e_row {
	uint32_t size;
	uint32_t table;
	struct e2e_bytes key;   /* up to E2E_ROW_KEY_MAX_BYTES, and maybe empty                */
	struct e2e_bytes value; /* to be put; empty: delete the row, which may not be there    */
};

#define E2E_ROW_INIT { sizeof(struct e2e_row), 0, { NULL, 0 }, { NULL, 0 } }

#define E2E_ROW_KEY_MAX_BYTES 32

/* Row INDEX from 0.  ARGUMENT if there is none, VERSION. */
E2E_API E2E_MUST_CHECK int32_t
e2e_row_at(const struct e2e_account *account, struct e2e_row *row, uint32_t index);

/* ---- Events -------------------------------------------------------------------------- */

/* The kinds are E2E_EVENT_*, in names.h, with the members that belong to each. */

/* `flags` of a message and of what an action in one did, of a closed chat, and of typing. */
#define E2E_MESSAGE_SERVICE 1u  /* came in encryptedMessageService: do not notify          */
#define E2E_MESSAGE_PARTIAL 2u  /* something in it was unknown and left out                */
#define E2E_MESSAGE_SILENT  4u
#define E2E_MESSAGE_WARNED  8u  /* a check that the policy reports or ignores failed       */
#define E2E_MESSAGE_NO_FILE 16u /* media that needs a file, but none came, or a key of the */
                                /* wrong length, or not the key that the file's fingerprint */
                                /* is of: there is nothing to fetch                        */
#define E2E_MESSAGE_OLD     32u /* a constructor of layer 8                                */
#define E2E_MESSAGE_NEWER_LAYER 64u /* its wrapper is of a layer above ours: tell the user  */
                                    /* that a newer version may show more                  */
#define E2E_CHAT_HISTORY    256u /* the history is to be deleted, too                       */
#define E2E_TYPING_ENDED    512u /* of E2E_EVENT_TYPING: the other side does not type now   */

/*
 * Something for the application.  Members that do not belong to `kind` are 0.  But whatever its
 * kind, an event that came of a received message has random_id, date, flags, layer, tl, message and
 * action of that message (REJECTED only the first two).  `tl` is the DecryptedMessage as it came,
 * `message` the same decoded.  Text of peers need not be UTF-8 (e2e_utf8_check()), and sizes and
 * lengths in it need not make sense.  Senders choose random_ids: they may repeat, or equal one of
 * ours or of another chat.  Look them up within the chat, and never let one replace what is there.
 *
 * QUEUED, SENT, FAILED and DELIVERED come for what the user ordered, not for what the account
 * sends by itself.  DELIVERED comes before the MESSAGE that acknowledges: the peer had ours before
 * it wrote that message, which therefore belongs below ours in a history.
 */
struct e2e_event {
	uint32_t size;
	uint32_t kind;                 /* E2E_EVENT_*                                      */
	int32_t chat_id;
	uint32_t flags;                /* E2E_MESSAGE_*, E2E_CHAT_HISTORY, E2E_TYPING_ENDED */
	int64_t random_id;             /* of the message, as inside of it                  */
	int64_t value;
	int64_t key_fingerprint;
	int32_t date;                  /* Unix time, the server's; 32 bits without a sign  */
	int32_t ttl;                   /* seconds, or E2E_TTL_VIEW_ONCE                    */
	int32_t layer;                 /* of the wrapper                                   */
	int32_t code;                  /* of the server's error                            */
	uint32_t state;                /* E2E_CHAT_*                                       */
	uint32_t reason;               /* E2E_REASON_*, E2E_CHECK_*                        */
	uint32_t health;               /* E2E_HEALTH_*                                     */
	uint32_t unknown;              /* the constructor that is not known, or that has   */
	                               /* unknown flags                                    */
	const struct e2e_tl *message;  /* decryptedMessage or decryptedMessageService, any */
	struct e2e_bytes tl;
	struct e2e_tl_longs ids;       /* random_ids                                       */
	struct e2e_bytes text;         /* of the server's error                            */
	const struct e2e_remote_file *file; /* or NULL                                     */

	/* the same for every generation of MESSAGE; the rest is in `message` */
	int64_t reply_to;
	int64_t grouped_id;
	struct e2e_bytes body;         /* its text                                         */
	const struct e2e_tl *media;    /* DecryptedMessageMedia, or NULL                   */
	const struct e2e_tl *action;   /* DecryptedMessageAction, or NULL                  */
	struct e2e_tl_objects entities;

	int32_t first;                 /* sequence numbers of the peer, counted from 0     */
	int32_t last;
};

#define E2E_EVENT_INIT \
	{ sizeof(struct e2e_event), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, { NULL, 0 }, \
	  { NULL, 0 }, { NULL, 0 }, NULL, 0, 0, { NULL, 0 }, NULL, NULL, { NULL, 0 }, 0, 0 }

/* Event INDEX from 0, of the COMMIT handed out last.  ARGUMENT if there is none, VERSION. */
E2E_API E2E_MUST_CHECK int32_t
e2e_event_at(const struct e2e_account *account, struct e2e_event *event, uint32_t index);

/* ---- Results of calls ------------------------------------------------------------------ */

/*
 * Call ID succeeded.  The typed lane: what came back goes in as a fact first (e2e_feed_dh_*,
 * e2e_feed_waiting(), e2e_feed_accepted()), then this.  DATE is that of sentEncryptedMessage,
 * else 0; FILE that of sentEncryptedFile, or NULL.  The ID of a call that is not in flight, or no
 * more, has no effect: results may come twice and in any order.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_call_done(struct e2e_account *account, uint64_t id, int32_t date,
              const struct e2e_remote_file *file, int64_t now);

/*
 * The same on the bytes lane: RESULT is the boxed result as the server sent it.  A result of
 * another method counts as a failure for now.  After an error, some of what RESULT says may have
 * been taken in already: give it again.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_call_done_tl(struct e2e_account *account, uint64_t id, const uint8_t *result, size_t n,
                 int64_t now);

/*
 * Call ID failed with rpc_error CODE and TEXT, TEXT_N bytes, of which at most 1024 are read and
 * handed on; CODE is 0 if there was no answer.
 *
 * AUTH_KEY_UNREGISTERED, AUTH_KEY_INVALID, AUTH_KEY_DUPLICATED, SESSION_REVOKED, SESSION_EXPIRED,
 * USER_DEACTIVATED and USER_DEACTIVATED_BAN with 401 or 406 say that the login is gone:
 * E2E_EVENT_LOGGED_OUT comes, once, and no more calls until the next e2e_start().
 *
 * Failures for now are 0, 303, other 401, 420, 429, 500 and above, negative codes, and MSG_WAIT_*.
 * The call is made again after a while, for *_WAIT_N after N seconds (at most a day).
 *
 * Everything else is for good and ends in an event (protocol 0.1.3).  ENCRYPTION_DECLINED and 403
 * close the chat.  A message of the user's is replaced, and E2E_EVENT_FAILED comes.
 *
 * A send with E2E_CALL_REPEATED that fails with 400 RANDOM_ID_DUPLICATE got through the first time:
 * E2E_EVENT_SENT comes, with a date by our clock.  Any other send that fails so has the random_id
 * of another message, and never arrives: give each message its own.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_call_failed(struct e2e_account *account, uint64_t id, int32_t code, const char *text,
                size_t text_n, int64_t now);

/* ---- Time ------------------------------------------------------------------------------ */

/* When e2e_tick() is due, in Unix milliseconds from 0 on, or INT64_MAX. */
E2E_API int64_t e2e_deadline(const struct e2e_account *account);

/* It is NOW.  Early, late and repeated ticks do no harm. */
E2E_API E2E_MUST_CHECK int32_t e2e_tick(struct e2e_account *account, int64_t now);

/* ---- Facts: the bytes lane --------------------------------------------------------------- */

/*
 * One boxed Update, EncryptedChat, EncryptedMessage, messages.DhConfig or
 * messages.SentEncryptedMessage (protocol 0.1.1), or the vector new_encrypted_messages of an
 * updates difference with its vector id.  Refused, and nothing happened: UNKNOWN for any
 * other object, which is not looked into, and for one with flags that this version does not know
 * and cannot pass over; TL for bytes that are cut off.  A vector ends at its first unknown object.
 * The objects before count, also if a later one gives an error: then feed the vector again.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_tl(struct e2e_account *account, const uint8_t *bytes, size_t n, int64_t now);

/* ---- Facts: the typed lane ----------------------------------------------------------------- */

/*
 * messages.dhConfig, and messages.dhConfigNotModified, for all chats that wait for them, each
 * in a transaction of its own: after an error, feed them again for the rest.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_dh_config(struct e2e_account *account, int32_t version, int32_t g, const uint8_t *p,
                   size_t p_n, const uint8_t *random, size_t random_n, int64_t now);
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_dh_not_modified(struct e2e_account *account, const uint8_t *random, size_t random_n,
                         int64_t now);

/*
 * encryptedChatRequested, encryptedChatWaiting, encryptedChat, encryptedChatDiscarded.  A request
 * to another user, from nobody (ADMIN_ID 0 or below) or from the account's own user gives
 * E2E_EVENT_REJECTED with E2E_REASON_IDENTITY and makes no chat.  For a chat that we accepted,
 * G_A_OR_B is not read, and a KEY_FINGERPRINT of 0 says that the host does not know it.  On the
 * bytes lane the server says it, and it is always compared.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_requested(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                   int32_t date, int64_t admin_id, int64_t participant_id, const uint8_t *g_a,
                   size_t g_a_n, int64_t now);
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_waiting(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                 int32_t date, int64_t admin_id, int64_t participant_id, int64_t now);
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_accepted(struct e2e_account *account, int32_t chat_id, int64_t access_hash,
                  int32_t date, int64_t admin_id, int64_t participant_id,
                  const uint8_t *g_a_or_b, size_t g_n, int64_t key_fingerprint, int64_t now);
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_discarded(struct e2e_account *account, int32_t chat_id, uint32_t history_deleted,
                   int64_t now);

/*
 * encryptedMessage or encryptedMessageService (SERVICE 1), with FILE or NULL, and the QTS of
 * its update, or 0 if it came in a difference.  RANDOM_ID is that of the container.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_message(struct e2e_account *account, int32_t chat_id, int64_t random_id, int32_t date,
                 const uint8_t *bytes, size_t n, const struct e2e_remote_file *file,
                 uint32_t service, int32_t qts, int64_t now);

/* updateEncryptedMessagesRead, updateEncryptedChatTyping. */
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_read(struct e2e_account *account, int32_t chat_id, int32_t max_date, int32_t date,
              int64_t now);
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_typing(struct e2e_account *account, int32_t chat_id, int64_t now);

/*
 * The qts of an updates.state: at the first start, and after each difference once all its
 * messages were fed.  Everything up to it counts as received.  A qts below an earlier one counts,
 * too: the server has begun anew, and e2e_qts() falls.  A negative one is ignored.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_feed_qts(struct e2e_account *account, int32_t qts, int64_t now);

/* The highest qts that may be acknowledged: everything up to it is durable.  0 if unknown. */
E2E_API int32_t e2e_qts(const struct e2e_account *account);

/* ---- Chats ----------------------------------------------------------------------------------- */

/*
 * In names.h: E2E_CHAT_*, how far a chat is; E2E_REASON_* and E2E_CHECK_*, why it was closed or
 * a message rejected; E2E_HEALTH_*, what is odd about it.
 */

/* A short English text for an E2E_REASON_* or E2E_CHECK_*; never NULL, static. */
E2E_API const char *e2e_reason_text(uint32_t reason);

/* Everything about a chat that a user or a maintainer asks for. */
struct e2e_chat {
	uint32_t size;
	int32_t chat_id;
	uint32_t state;            /* E2E_CHAT_*                                            */
	uint32_t reason;           /* of the closure                                        */
	int64_t user_id;           /* the other side                                        */
	int64_t access_hash;       /* of the chat                                           */
	int32_t date;              /* of its creation                                       */
	uint32_t creator;          /* 1 if we asked for it                                  */
	int32_t layer;             /* ours, as the peer knows it                            */
	int32_t peer_layer;
	int32_t sent_layer;        /* of the wrappers that we send                          */
	int32_t ttl;               /* default of new messages, seconds                      */
	uint32_t mtproto;          /* 1 or 2: of what we send                               */
	uint32_t verified;         /* e2e_chat_verify()                                     */
	uint8_t key_hash[E2E_KEY_HASH_BYTES]; /* for e2e_picture_*; never changes           */
	uint32_t has_key;          /* 1: the chat has a key and key_hash                    */
	int64_t key_fingerprint;   /* of the key we send with                               */
	int64_t key_since;         /* Unix milliseconds                                     */
	uint32_t key_uses;         /* messages in and out under it                          */
	uint32_t rekeying;         /* E2E_REKEY_*                                           */
	int64_t old_key_fingerprint; /* of the key before, while it is still needed, or 0   */
	int64_t new_key_fingerprint; /* of the key being agreed, or 0                       */
	int32_t in_seq;            /* messages received in order, counted from 0            */
	int32_t out_seq;           /* messages sent                                         */
	int32_t acked_seq;         /* of these, acknowledged by the peer                    */
	uint32_t unsent;           /* of these, not with the server yet                     */
	uint32_t held;             /* messages that wait behind a gap                       */
	uint32_t holes;            /* gaps in what was received                             */
	int64_t hole_since;        /* of the first gap: Unix milliseconds, or 0             */
	uint32_t early;            /* messages that wait until the chat is ready            */
	uint32_t timers;           /* self-destructing messages of both sides               */
	uint32_t rejected;         /* packets, since the start                              */
	uint32_t duplicates;       /* packets that had been received before, the same       */
	uint32_t late;             /* packets for the last gap that was given up, dropped,   */
	                           /* the same                                              */
	uint32_t health;           /* E2E_HEALTH_*                                          */
	int64_t epoch;             /* grows with every change; part of the rows             */
};

#define E2E_CHAT_INIT { sizeof(struct e2e_chat), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
	{ 0 }, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

#define E2E_REKEY_NONE      0
#define E2E_REKEY_REQUESTED 1 /* we sent requestKey                                        */
#define E2E_REKEY_ACCEPTED  2 /* we sent acceptKey                                         */

/* The chat CHAT_ID, or the one at INDEX in no special order.  ARGUMENT if none, VERSION. */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_get(const struct e2e_account *account, struct e2e_chat *chat, int32_t chat_id);
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_at(const struct e2e_account *account, struct e2e_chat *chat, uint32_t index);

/*
 * Store in *SEQ the sequence number, counted from 0, of message INDEX of those that wait behind a
 * gap, in their order.  ARGUMENT if there are fewer.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_held(const struct e2e_account *account, int32_t *seq, int32_t chat_id,
              uint32_t index);

/*
 * Copy a key of chat CHAT_ID into KEY, which the caller wipes: E2E_KEY_CURRENT (we send with it),
 * _OLD, _NEW.  It is for exports and tests, and to compare the current key by other means, as the
 * picture is always that of the first one (protocol T6.10).  ARGUMENT if there is none, VERSION.
 */
#define E2E_KEY_CURRENT 0
#define E2E_KEY_OLD     1
#define E2E_KEY_NEW     2
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_key(const struct e2e_account *account, struct e2e_key *key, int32_t chat_id,
             uint32_t which);

/*
 * All orders below: ARGUMENT if there is no chat CHAT_ID, STATE if its state does not allow
 * it, NOMEM, BACKEND.
 */

/*
 * Ask user USER_ID (ACCESS_HASH as in inputUser) for a chat; *CHAT_ID names it from now on,
 * unless E2E_EVENT_RENAMED comes.  ARGUMENT for a USER_ID of 0 or below, or the account's own:
 * there is no chat with oneself.  STATE while a rollback waits for e2e_resume().
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_start(struct e2e_account *account, int32_t *chat_id, int64_t user_id,
               int64_t access_hash, int64_t now);

/*
 * Answer a REQUESTED chat; to ignore it, do nothing.  Anybody may ask for a chat, and accepting
 * tells the other side that somebody is there.  So show the user who asks, and let the user decide.
 * A program that accepts by itself should know whom it accepts.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_accept(struct e2e_account *account, int32_t chat_id, int64_t now);
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_reject(struct e2e_account *account, int32_t chat_id, int64_t now);

/*
 * End a chat for both sides; with DELETE_HISTORY 1 the peer is asked to delete its copy.
 * Messages that are not with the server fail.  Closing a closed chat does nothing.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_close(struct e2e_account *account, int32_t chat_id, uint32_t delete_history,
               int64_t now);

/*
 * Delete the last rows of a CLOSED chat, or of a REQUESTED one that is to be ignored.  STATE
 * while the server has still to be told, or for a damaged chat while a rollback waits.  A REQUESTED
 * chat that is discarded by the other side is forgotten with its event.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_forget(struct e2e_account *account, int32_t chat_id, int64_t now);

/* The user has compared the key picture (1), or takes it back (0). */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_verify(struct e2e_account *account, int32_t chat_id, uint32_t verified, int64_t now);

/*
 * Give up the first gap now: go on without the messages that are missing.  E2E_EVENT_GAP names
 * their numbers.  Messages that come for them later are dropped.
 *
 * The account does this by itself when the peer has got resend_tries of our requests for the gap,
 * as its in_seq_no proves, the gap is gap_ms old, and one request more got no answer.
 * E2E_POLICY_STRICT closes the chat instead.  A server can bring it about by dropping the answers,
 * so tell the user that messages were withheld or lost.
 *
 * Where messages of both sides are missing, neither end can prove that it got a request, so no gap
 * is given up without an order: show the user E2E_HEALTH_STUCK, and offer this.
 * STATE if nothing is missing, or while a rollback waits for e2e_resume().
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_skip(struct e2e_account *account, int32_t chat_id, int64_t now);

/* Report a REQUESTED chat as spam; it is not closed by that. */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_report(struct e2e_account *account, int32_t chat_id, int64_t now);

/* We are typing (1) or not any more (0).  Costs no sequence number; never repeated. */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_typing(struct e2e_account *account, int32_t chat_id, uint32_t typing, int64_t now);

/*
 * The user has seen everything up to MAX_DATE (messages.readEncryptedHistory).  It is the greatest
 * date of what was shown, as it came, which need not be that of the last message; what looks
 * negative is after January 2038.  Timers of self-destructing messages start, except for messages
 * that are to be opened first or seen once.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_read(struct e2e_account *account, int32_t chat_id, int32_t max_date, int64_t now);

/*
 * Begin a re-key now (protocol T6.7).  STATE if one is under way, if messages under the key before
 * may still come, if messages are missing, or until a message was both sent and received under the
 * current key.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_chat_rekey(struct e2e_account *account, int32_t chat_id, int64_t now);

/* ---- Sending --------------------------------------------------------------------------------- */

/*
 * For all of these, *RANDOM_ID is the message's id, or 0 to draw one and store it there.  It names
 * the message in events.  RANDOM_ID may be NULL to draw one without learning it.
 *
 * Each message takes a sequence number, is saved as a row before its call, and keeps its bytes as
 * long as the peer may ask for it.  If this chat's outbox has a message of *RANDOM_ID already,
 * nothing happens, and the result is E2E_OK.
 *
 * Errors besides: LIMIT (the outbox is full, the message too large, the sequence numbers used up,
 * or no room for the timer of a self-destructing message), STATE (not ACTIVE, or a rollback waits).
 */

#define E2E_SEND_SILENT 1u /* the peer is not notified                                      */

/*
 * The ttl of a message, mostly of media, that is to be seen once (0x7fffffff).  Show it only when
 * the user asks for it.  It ends when the user closes it: then call e2e_send_opened();
 * E2E_EVENT_EXPIRED comes, and the peer is not told (DOC api/views).  As peers do not tell us
 * either, ours ends as soon as the peer has read up to it, says nevertheless that it was opened, or
 * our own user has looked at it.  A chat cannot have this ttl.
 */
#define E2E_TTL_VIEW_ONCE 2147483647

/*
 * Send any DecryptedMessage: decryptedMessage of layer 73 or 45, or decryptedMessageService of
 * layer 17.  It is made to fit the peer's layer; E2E_LOST_* in *LOST (may be NULL) say what that
 * cost.  Flag bits that the schema does not have are not sent.  Constructors of layer 8 are not
 * converted, but wrapped and numbered as all are.
 *
 * Its ttl is 0 for never, E2E_TTL_VIEW_ONCE for once, or seconds; a constructor of layer 8 has none
 * and lives as long as the chat says.  Its random_id, if not 0, counts as *RANDOM_ID.  FILE goes
 * with media that has a file, else it is NULL.  An action must be one that a user may send: those
 * of sequence numbers and keys (resend, requestKey, acceptKey, abortKey, commitKey) are the
 * account's.
 *
 * ARGUMENT for anything else, for a negative ttl, and for what no client can read; none of them
 * costs a sequence number:
 *   - any string that is not UTF-8 or has a NUL; neither a text nor a medium
 *   - a medium whose key or iv has not 32 bytes, or that needs a FILE and has none; a FILE that no
 *     medium needs
 *   - a size, width, height or duration below 0; a place beyond 90 or 180 degrees
 *   - an entity without length, or that begins or ends beyond the text or within a character.
 *     Places count units of UTF-16 in what clients show: the text, then the caption of the medium,
 *     with a blank line between them if there are both
 *   - notifyLayer below 46 or above E2E_LAYER; a list of no ids (of more than 1000: LIMIT)
 * Whether FILE's fingerprint is that of the key is the host's part (e2e_file_key_new() gives it).
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_message(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                 uint32_t *lost, const struct e2e_tl *message,
                 const struct e2e_input_file *file, uint32_t flags, int64_t now);

/* The same, with TL of N bytes, a boxed DecryptedMessage or DecryptedMessageAction.
 * ARGUMENT if it is none. */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_tl(struct e2e_account *account, int32_t chat_id, int64_t *random_id, uint32_t *lost,
            const uint8_t *tl, size_t n, const struct e2e_input_file *file, uint32_t flags,
            int64_t now);

/*
 * Plain text, UTF-8 without NUL, 1 to E2E_TEXT_MAX_BYTES bytes, with the chat's default ttl;
 * REPLY_TO 0 for none.
 */
#define E2E_TEXT_MAX_BYTES 65536
E2E_API E2E_MUST_CHECK int32_t
e2e_send_text(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
              const char *text, size_t n, int64_t reply_to, uint32_t flags, int64_t now);

/* Any DecryptedMessageAction that a user may send. */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_action(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                const struct e2e_tl *action, int64_t now);

/*
 * Set the default of the chat: from now on messages destroy themselves SECONDS after they were
 * read; 0 for never.  ARGUMENT if negative or E2E_TTL_VIEW_ONCE.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_ttl(struct e2e_account *account, int32_t chat_id, int64_t *random_id, int32_t seconds,
             int64_t now);

/*
 * Delete N messages, 1 to 1000, on both sides.  What the peer has not acknowledged yet is replaced,
 * so that it cannot be read any more, even if the peer asks for it again (protocol 5.2.6).
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_delete(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                const int64_t *ids, size_t n, int64_t now);

/* Delete the whole history on both sides; replaces what is on its way, too. */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_flush(struct e2e_account *account, int32_t chat_id, int64_t *random_id, int64_t now);

/* The user photographed N messages, 0 to 1000. */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_screenshot(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                    const int64_t *ids, size_t n, int64_t now);

/*
 * The user opened N self-destructing media, 1 to 1000; their timers start on both sides.  Call
 * this once for each, before showing it, and show it only after E2E_OK: else it would not destroy
 * itself.
 *
 * Name what is seen once (E2E_TTL_VIEW_ONCE) when the user closes it.  It expires, and the peer is
 * not told.  If nothing else is named, nothing is sent (*RANDOM_ID is 0), so that neither a full
 * outbox nor a rollback is in the way.
 */
E2E_API E2E_MUST_CHECK int32_t
e2e_send_opened(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                const int64_t *ids, size_t n, int64_t now);

#ifdef __cplusplus
}
#endif

#endif
