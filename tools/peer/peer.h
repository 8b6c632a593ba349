/* SPDX-License-Identifier: ISC */
/*
 * What the parts of e2e-peer share: one account with one chat, its store, its clock, and the
 * calls that were made and wait for an answer.
 *
 * Functions that return a text return NULL for success, and else why not, for an `err` line.
 */
#ifndef PEER_PEER_H
#define PEER_PEER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <e2e/e2e.h>

#include "random.h"
#include "store.h"
#include "text.h"

#define EXIT_USAGE 2

/* ---- Options -------------------------------------------------------------------- */

struct peer_options {
	int64_t access_hash, my_id, peer_id;
	int32_t chat_id;
	const char *backend, *store;
	int32_t g;
	uint8_t prime[E2E_DH_BYTES];
	size_t prime_n;
	uint32_t flags;  /* E2E_CONFIG_* */
	uint32_t policy; /* E2E_POLICY_* */
	int32_t layer, peer_layer;
	bool auto_accept, expose_keys;
	struct peer_random random;
};

/* -1: run; else the exit status (options.c). */
int options_read(struct peer_options *options, int argc, char **argv);

/* ---- A peer (peer.c) --------------------------------------------------------------- */

/* A call that waits for its answer, with what an answer is made of. */
struct query {
	uint64_t id;       /* ours, for `answer`          */
	uint64_t call;     /* the library's               */
	uint32_t method;   /* E2E_CALL_*                  */
	int32_t version;
	int64_t key_fingerprint;
	struct e2e_remote_file file;
	bool fails;        /* as `fail` said              */
};

/* Keys that our own packets were sealed with; a packet is sent again as it was sealed. */
#define PEER_KEYS 4

struct peer {
	struct peer_options *options;
	struct e2e_backend backend;
	struct e2e_crypto *crypto; /* for what is shown; the account has its own */
	struct e2e_account *account;
	struct store *store;
	int64_t now;               /* Unix milliseconds */
	int32_t chat_id;

	bool automatic;            /* calls are answered by themselves */
	bool accept_failed;        /* --auto-accept does not try again */
	uint32_t fail_n;           /* sends that will fail, and how    */
	int32_t fail_code;
	struct text fail_text;
	uint64_t crash_after;      /* commits, or 0: none              */

	struct query *queries;     /* in the order of their ids        */
	size_t n_queries, query_room;
	uint64_t last_query;

	int64_t printed;           /* the last event that was          */
	bool forgettable;          /* events are printed and not forgotten */
	struct text g_a;           /* of the chat that was asked for, hexadecimal */
	struct e2e_key keys[PEER_KEYS];
	size_t last_key;
};

/* RESULT of the library as the reason of an `err`, or NULL. */
const char *peer_why(int32_t result);

/* The chat, or false. */
bool peer_chat(struct peer *p, struct e2e_chat *chat);

/* The server's time, in seconds. */
int32_t peer_date(const struct peer *p);

/* ---- The host (host.c) ------------------------------------------------------------ */

/* Open the store, load and start; false if that cannot be, which has been said. */
bool host_open(struct peer *p);
void host_close(struct peer *p);

/* Take all steps there are, and answer what is to be answered. */
const char *host_run(struct peer *p);

/* Throw the account away, and load and start it from what was committed. */
const char *host_restart(struct peer *p);

/* Forget the events that were printed: the last thing before `ok` or `err`. */
void host_settle(struct peer *p);

/* Set the clock, in the store too. */
const char *host_clock(struct peer *p, int64_t now);

/* Keep G_A, hexadecimal, for the answer to acceptEncryption. */
const char *host_keep_g_a(struct peer *p, const char *g_a);

/* An uploaded file's id is ours to choose: its lower bits are the size of its container. */
#define PEER_FILE_BYTES_MASK (((int64_t)1 << 40) - 1)

/* ---- Lines (lines.c) -------------------------------------------------------------- */

/* What standard input gave. */
enum line_kind {
	LINE_WHOLE,
	LINE_LONG,  /* has more than LINE_LIMIT_BYTES, and is lost */
	LINE_END,   /* of input */
	LINE_FAILED /* to be read, with errno */
};

/* A packet of the largest size in hexadecimal, and what else a command has. */
#define LINE_LIMIT_BYTES (2 * (size_t)E2E_PACKET_MAX_BYTES + 1024)

/* The next line without its end. */
enum line_kind line_read(struct text *line);

/* What a pipe takes as a whole. */
#ifdef PIPE_BUF
#define OUTPUT_PIECE_BYTES PIPE_BUF
#else
#define OUTPUT_PIECE_BYTES 512
#endif

/* Wait until a piece of that size fits into standard output; write N bytes.  False: it failed. */
bool output_wait(void);
bool output(const char *p, size_t n);

/* ---- Calls (query.c, packet.c) ---------------------------------------------------- */

/* Print CALL and remember it. */
void query_add(struct peer *p, const struct e2e_call *call);
void query_forget_all(struct peer *p);

/* Answer the next one that answers itself; false in *ANSWERED if there is none. */
const char *query_answer_next(struct peer *p, bool *answered);

/* The query with the id ID, or NULL. */
struct query *query_find(struct peer *p, int64_t id);
const char *query_done(struct peer *p, struct query *query);
const char *query_failed(struct peer *p, struct query *query, int32_t code, const char *text);

/* encryptedChat and encryptedChatWaiting with this chat's members. */
const char *feed_accepted(struct peer *p, struct e2e_bytes g_x, int64_t fingerprint);
const char *feed_waiting(struct peer *p);

/* What PACKET, one of ours, decrypts to: the fields from layer= to the end of the line. */
void packet_show(struct peer *p, struct text *line, struct e2e_bytes packet);

/* ---- What is shown (event.c, message.c, names.c, state.c) ------------------------- */

/* The line of EVENT, or nothing if there is none. */
void event_show(struct peer *p, struct text *line, const struct e2e_event *event);

/* "chat state=..." with STATE and REASON, up to key=. */
void chat_show(struct peer *p, struct text *line, uint32_t state, uint32_t reason);

/* The lines of `state` and `keys`. */
const char *state_show(struct peer *p, struct text *line);
const char *keys_show(struct peer *p, struct text *line);

/* The text of a message, empty if it has none. */
struct e2e_bytes message_text(const struct e2e_tl *message);

/* The key, iv and size of the file that goes with a message, or false. */
bool message_file(const struct e2e_tl *message, struct e2e_bytes *key, struct e2e_bytes *iv,
                  int64_t *size);

/* E2E_SEND_SILENT if it says so inside, else 0. */
uint32_t message_silent(const struct e2e_tl *message);

/* The object in the field NAME of OBJECT, or NULL. */
const struct e2e_tl *object_in(const struct e2e_tl *object, const char *name);

/* Words for numbers; static. */
const char *name_method(uint32_t method);
const char *name_state(uint32_t state);
const char *name_reason(uint32_t reason);
void name_health(struct text *line, uint32_t health);

/* ---- Commands (command.c) --------------------------------------------------------- */

/* Do the command LINE, which is changed.  *QUIT becomes true if it was the last one. */
const char *command_run(struct peer *p, char *line, bool *quit);

#endif
