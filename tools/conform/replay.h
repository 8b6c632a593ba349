/* SPDX-License-Identifier: ISC */
/* A session while it is replayed: its lines, the account's host, and who looks for what in them. */
#ifndef CONFORM_REPLAY_H
#define CONFORM_REPLAY_H

#include "file.h"
#include "rig.h"

#include <e2e/schema.h>

/* ---- Lines ---------------------------------------------------------------------- */

/* The sides are called as in the library: A is E2E_CREATOR, B is E2E_ACCEPTOR. */
#define NO_SIDE 2u

struct kind;

struct step {
	struct row row;          /* what belongs to it lives until the end of the replay */
	const struct kind *kind; /* what is done with it, and its type                   */
	uint32_t actor;
	bool strict;             /* only the strict policy has it                        */
	bool judged;             /* it says something about our side                     */
	struct e2e_bytes came;   /* the packet of ours that came out                     */
};

/* ---- Randomness ------------------------------------------------------------------ */

/* Random bytes that the transcript gives, for the line STEP or a later one. */
struct draw {
	struct draw *next;
	size_t room;            /* of what is drawn; 0: a padding, which follows a wrapper */
	size_t step;
	struct e2e_bytes bytes; /* .n 0: any */
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

/* A key that the chat has or had. */
struct key_link {
	struct key_link *next;
	struct e2e_key key;
};

struct host {
	struct wrap wrap;                 /* the backend of the account                       */
	struct draws draws;
	struct e2e_account *account;
	int32_t chat_id;
	int64_t now;
	struct made *made, **made_end;    /* not yet claimed by a line                        */
	struct heard *heard, **heard_end; /* during the line under way                        */
	struct e2e_bytes g_x;             /* of messages.requestEncryption, acceptEncryption  */
	int64_t key_fingerprint;          /* of the latter                                    */
	struct e2e_bytes g_a;             /* the peer's, for the answer to it                 */
	bool told;                        /* messages.discardEncryption was called            */
	uint32_t told_flags;
};

/* ---- A replay ------------------------------------------------------------------------ */

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

/* The type of a line is WORD. */
bool step_is(const struct step *step, const char *word);

/* STEP is a message that our side sends for the first time. */
bool step_sends(const struct replay *r, const struct step *step);

/* The message of a line: its object, or that inside of its wrapper; NULL if it has none. */
const json_t *line_object(const json_t *line);

/* The name of the constructor of OBJECT; "" for none. */
const char *line_name(const json_t *object);

/* The action of OBJECT is the constructor "decryptedMessageAction" NAME. */
bool line_acts(const json_t *object, const char *name);

/* encryptedFile in "file", or a size of 0 if the line has none. */
struct e2e_remote_file line_file(struct row *row);

/*
 * The last line before line BEFORE that gives PACKET_ID its packet, or the first one of ours
 * that sends it; NULL without one.
 */
struct step *step_of_packet(struct replay *r, const char *packet_id, size_t before);
struct step *step_of_sent(struct replay *r, const char *packet_id, size_t before);

#endif
