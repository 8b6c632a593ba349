/* SPDX-License-Identifier: ISC */
/*
 * The transcript of a whole session, replayed as one of its sides by an account of the
 * library, and every number and byte that came out compared.
 *
 * Time stands still but for a millisecond a line, and answers that an account makes by
 * itself (notifyLayer, resend requests, the answers of a re-key) wait for a tick, which
 * comes where the transcript has one of them: its maker may have answered later than at
 * once, and then other messages have the numbers in between.
 */
#ifndef CONFORM_TRANSCRIPT_H
#define CONFORM_TRANSCRIPT_H

#include "file.h"
#include "rig.h"

/* ---- Lines ---------------------------------------------------------------------- */

enum step_type {
	STEP_META,
	STEP_REQUEST,
	STEP_ACCEPT,
	STEP_COMPLETE,
	STEP_SEND,
	STEP_RESEND,
	STEP_RECEIVE,
	STEP_FORGED,       /* a packet of the other side that breaks the protocol  */
	STEP_EXPONENT,     /* what the next message of a re-key is made with       */
	STEP_PEER_PACKET,  /* the other side's packet, and what is in it           */
	STEP_PEER_ACCEPTS, /* what the other side did with one of ours             */
	STEP_PEER_EVENT,
	STEP_PEER_DISCARD,
	STEP_DISCARDED,    /* we hear that the other side ended the chat           */
	STEP_DISCARD,      /* we end it                                            */
	STEP_NOTE,
};

/* The sides are called as in the library: A is E2E_CREATOR, B is E2E_ACCEPTOR. */
#define NO_SIDE 2u

struct step {
	struct row row;      /* what belongs to it lives until the end of the replay     */
	enum step_type type;
	uint32_t actor;
	bool strict;         /* only the strict policy has it                            */
	bool judged;         /* it says something about our side                         */
	bool good;
	struct e2e_bytes came; /* the packet of ours that came out                       */
};

/* ---- Randomness ------------------------------------------------------------------ */

enum draw_kind {
	DRAW_NUMBER,   /* a random_id or an exchange_id                                  */
	DRAW_EXPONENT,
	DRAW_WRAPPER,  /* random_bytes of decryptedMessageLayer                          */
	DRAW_PADDING,  /* follows the wrapper's                                          */
};

/* Random bytes that the transcript gives, for the line STEP or a later one. */
struct draw {
	struct draw *next;
	enum draw_kind kind;
	size_t step;
	struct e2e_bytes bytes; /* .p NULL: any */
	bool used;
};

struct draws {
	struct draw *first, **end;
	struct draw *padding;   /* of the message whose wrapper was drawn just now        */
	size_t step;            /* the line under way; SIZE_MAX: none, nothing is given   */
	uint64_t filler;        /* state of the bytes for everything else                 */
};

/* ---- The host of the account ------------------------------------------------------- */

/* A packet that came out. */
struct made {
	struct made *next;
	uint32_t method;
	int64_t random_id;          /* of the container */
	struct e2e_input_file file; /* size 0 if there is none */
	struct e2e_bytes packet;
};

/* An event; `message` and `ids` point to copies, and what else is borrowed is gone. */
struct heard {
	struct heard *next;
	struct e2e_event event;
	struct e2e_remote_file file; /* size 0 if there is none */
};

struct host {
	struct wrap wrap;           /* the backend of the account                          */
	struct draws draws;
	struct e2e_account *account;
	int32_t chat_id;
	int64_t now;
	struct made *made, **made_end;    /* not yet claimed by a line                      */
	struct heard *heard, **heard_end; /* during the line under way                      */
	struct e2e_bytes g_x;             /* of messages.requestEncryption, acceptEncryption */
	int64_t key_fingerprint;          /* of the latter                                  */
	struct e2e_bytes g_a;             /* the peer's, for the answer to it               */
	bool told;                        /* messages.discardEncryption was called          */
	uint32_t told_flags;
};

/* ---- A replay ------------------------------------------------------------------------ */

struct key_link;

struct replay {
	const struct vector_file *file;
	struct rig *blocks;         /* for the building blocks                             */
	uint32_t side;              /* ours                                                */
	uint32_t policy;            /* E2E_POLICY_STANDARD, then E2E_POLICY_STRICT         */
	struct step *step;          /* one for each line of the file                       */
	size_t n;
	size_t at;                  /* the line under way                                  */
	struct e2e_dh_group group;
	int32_t layer, peer_layer;
	struct host host;
	struct key_link *keys;      /* every key the chat has had                          */
	int32_t n_sent;             /* messages of ours, those sent again not counted      */
};

/*
 * Who hears the verdicts: on line 7 replayed as A the ID is "A-7", on the session "A".  WHY begins
 * with the policy.
 */
struct transcript_report {
	void (*tell)(void *user, const char *id, enum verdict verdict, const char *why);
	void *user;
};

/*
 * Replay FILE with the backend of BLOCKS, under the standard policy and then under the strict
 * one, as each side that it allows, and tell REPORT of each line that says something about the
 * library and of each session as a whole.
 * False, after a message, if the file is malformed; what was told means nothing then.
 */
bool transcript_judge(const struct vector_file *file, struct rig *blocks,
                      const struct transcript_report *report);

/* ---- transcript_line.c: fields of lines ------------------------------------------------- */

/* The string FIELD; malformed, and "", if there is none. */
const char *line_text(struct row *row, const char *field);

/* Whether the string FIELD is there and is WORD. */
bool line_is(const struct row *row, const char *field, const char *word);

/* A fingerprint as it stands on the wire. */
int64_t line_fingerprint(struct row *row, const char *field);

/* encryptedFile in FIELD, or a size of 0 if the line has none. */
struct e2e_remote_file line_file(struct row *row, const char *field);

/* From here to line_leave() the fields of ROW are those of the object FIELD. */
const json_t *line_enter(struct row *row, const char *field);
void line_leave(struct row *row, const json_t *outside);

/* The message of a line: its object, or that inside of its wrapper; NULL if it has none. */
const json_t *line_object(const json_t *line);

/* The action of a message, or NULL; the constructor's name, "" for none. */
const json_t *line_action(const json_t *object);
const char *line_name(const json_t *object);

/* The last line before line BEFORE that gives PACKET_ID its packet, or NULL. */
struct step *line_of_packet(struct replay *r, const char *packet_id, size_t before);

/* Copies, which live as long as ROW. */
struct e2e_bytes line_copy(struct row *row, struct e2e_bytes bytes);

/* ---- transcript_draw.c ------------------------------------------------------------------- */

/* Collect what our side draws according to the transcript. */
void draw_plan(struct replay *r);

/* The `random` of struct wrap; USER is a struct draws. */
int32_t draw_take(void *user, void *state, uint8_t *out, size_t n);

/* The line of our next message after line AT, or the number of lines. */
size_t draw_next_send(const struct replay *r, size_t at);

/* Whether a message of ours is one that the account makes by itself. */
bool draw_automatic(const struct step *step);

/* Who takes part, according to the server. */
#define HOST_OUR_ID      INT64_C(1001)
#define HOST_PEER_ID     INT64_C(1002)
#define HOST_ACCESS_HASH INT64_C(0x0102030405060708)

/* ---- transcript_host.c -------------------------------------------------------------------- */

bool host_open(struct replay *r, struct row *row);
void host_close(struct replay *r);

/* Take all steps out of the account, and answer its calls. */
bool host_run(struct replay *r, struct row *row);

/* RESULT of the function WHAT, then host_run(). */
bool host_did(struct replay *r, struct row *row, const char *what, int32_t result);

/* Let time go by until another packet comes out, or no answer is due any more. */
bool host_wait(struct replay *r, struct row *row);

/* Whether an answer of the account waits for time to go by. */
bool host_answers(const struct replay *r);

/* Take the packet at LINK out of the list. */
struct made *host_claim(struct replay *r, struct made **link);

/* The date of now, as the server has it. */
int32_t host_date(const struct replay *r);

/* The chat as it is. */
bool host_chat(struct replay *r, struct row *row, struct e2e_chat *chat);

/* ---- transcript_packet.c -------------------------------------------------------------------- */

/* A packet that was opened. */
struct opened {
	uint32_t mtproto;
	int64_t key_fingerprint;
	struct e2e_bytes payload;
	size_t padding_n;
	const struct e2e_tl_decrypted_message_layer *layer;
	struct e2e_bytes message;  /* the bytes of layer->message */
};

/* Remember the keys that the chat has now. */
void packet_learn_keys(struct replay *r, struct row *row);

/* Open PACKET of SENDER with whichever key it names; false, with the reason. */
bool packet_open(struct replay *r, struct row *row, struct opened *opened,
                 struct e2e_bytes packet, uint32_t sender);

/* The same for a PAYLOAD that was never sealed. */
bool packet_read(struct row *row, struct opened *opened, struct e2e_bytes payload);

/* Whether the given packet of one of our messages is what the given random values make. */
bool packet_rebuilt(struct replay *r, struct row *row);

/* Whether a packet of the other side holds what the line says. */
bool packet_described(struct replay *r, struct row *row);

/* ---- transcript_start.c: beginning, end, exponents -------------------------------- */

bool play_request(struct replay *r, struct step *step);
bool play_accept(struct replay *r, struct step *step);
bool play_complete(struct replay *r, struct step *step);
bool play_exponent(struct replay *r, struct step *step);
bool play_discarded(struct replay *r, struct step *step);
bool play_discard(struct replay *r, struct step *step);

/* ---- transcript_send.c, _receive.c, _heard.c, _state.c ----------------------------- */

bool play_send(struct replay *r, struct step *step);
bool play_resend(struct replay *r, struct step *step);
bool play_receive(struct replay *r, struct step *step);

/* Whether the chat is as "state_after" says, if the line has that. */
bool state_agrees(struct replay *r, struct row *row);

/* Whether exactly the messages of "processed" came as events, in order. */
bool heard_agrees(struct replay *r, struct row *row);

/* Whether the packets of "processed" hold the messages that are named with them. */
bool receive_described(struct replay *r, struct step *step);

#endif
