/* SPDX-License-Identifier: ISC */
/*
 * The user 1 as another client: its own numbers, keys and memory, made from the building
 * blocks only.  What all clients share is here; what one does in its own way is a habit.
 */
#ifndef SIM_PEER_H
#define SIM_PEER_H

#include "dice.h"
#include "model.h"
#include "server.h"

#define PEER_REKEY_NONE      0
#define PEER_REKEY_REQUESTED 1 /* waits for acceptKey */
#define PEER_REKEY_ACCEPTED  2 /* waits for commitKey */

/* A message of the peer's, by its raw number. */
struct peer_sent {
	struct e2e_bytes tl;      /* DecryptedMessage                            */
	struct e2e_bytes packet;  /* as it was sent first                        */
	int64_t random_id;
	int32_t in, layer;
	size_t key;               /* index                                       */
	bool service;
	bool action;              /* of numbers or keys: no item of the model    */
	bool acked;
	bool dropped;             /* by the server, once                         */
	bool rewritten;           /* to a deletion of itself                     */
};

/* A message that waits behind a hole. */
struct peer_held {
	struct heard heard;
	bool used;
	bool obeyed; /* the resend request in it */
};

struct peer;

/* An acceptKey: when, and how many messages of both sides were before it. */
struct answer_at {
	int64_t now;
	size_t messages;
};

/* What a client does in its own way.  Members may be NULL where nothing is done. */
struct habit {
	/* The chat is ready. */
	void (*ready)(struct world *world, struct peer *peer);
	/* What to write as in_seq_no, untransformed. */
	int32_t (*acknowledges)(const struct peer *peer);
	/* HEARD is what comes next in order: judge it, before it is applied. */
	void (*judge)(struct world *world, struct peer *peer, const struct heard *heard);
	/* HEARD is beyond a hole. */
	void (*ahead)(struct world *world, struct peer *peer, const struct heard *heard);
	/* Asked for its messages FIRST to LAST. */
	void (*asked)(struct world *world, struct peer *peer, int32_t first, int32_t last,
	              const struct heard *heard);
	/* A step of a re-key. */
	void (*key)(struct world *world, struct peer *peer, const struct heard *heard);
	/* The packet has no key that is known. */
	void (*unknown)(struct world *world, struct peer *peer, const struct parcel *parcel);
	/* It is the client's turn: does what is due. */
	void (*turn)(struct world *world, struct peer *peer);
	/* A packet comes; NULL for what most clients do. */
	void (*receive)(struct world *world, struct peer *peer, const struct parcel *parcel);
	bool obeys_early; /* resend requests in messages that are held */
	bool keeps_keys;  /* all of them, and has a new one only when it is agreed */
	bool one_layer;   /* its wrappers have `layer`, whatever the account understands */
	int32_t layer;    /* that it announces                         */
};

struct peer {
	const struct habit *habit;
	struct dice dice;
	struct e2e_crypto *crypto;
	struct conv *conv;
	struct server_chat *chat;   /* as the server has it; NULL before               */
	bool creator, active, closed;
	bool lost_step;             /* of a re-key, for good: an Android does not keep them */
	uint8_t exponent[E2E_DH_BYTES];
	/* Keys, all that ever were; NO_KEY for none. */
	struct e2e_key *key;
	size_t n_keys, keys_room;
	size_t current, old, next;
	/* Numbers, untransformed. */
	int32_t in, out, acked;
	int32_t his_layer, last_layer;
	struct peer_sent *sent;
	size_t sent_room;
	struct peer_held *held;     /* by raw number */
	size_t n_held, held_room;
	int32_t asked_to;           /* holes below were asked for */
	/* Re-key. */
	uint32_t rekey;
	int64_t rekey_id;
	uint8_t rekey_exponent[E2E_DH_BYTES];
	struct e2e_bytes due;       /* action to be sent at the next turn, TL */
	bool due_commit;
	bool may_forget;            /* the old key, with the next message under the new one */
	int32_t uses_in, uses_out;  /* of the current key */
	uint32_t threshold;
	/* Kept for later, by an iPhone. */
	struct parcel **kept;
	size_t n_kept, kept_room;
	size_t *first_raw;          /* from which number on a key is used */
	uint32_t orders;
	struct heard last_action;   /* of the account's re-key, for the evil one */
	/* Of KIND_HABITS. */
	int32_t opening_layer;      /* of the wrapper of number 0, in MTProto 1; 0 for MTProto 2 */
	int32_t qts;                /* of the last packet, for who knows no numbers */
	bool shown;                 /* what it takes in now came before             */
	bool miscounts;             /* it has counted what the server gave it twice */
	bool *known;                /* by raw number: it came before                */
	size_t n_known, known_room;
	struct answer_at *answer;   /* the account's acceptKeys                     */
	size_t n_answers, answers_room;
	uint32_t answers_life;      /* of the account that made them                */
};

#define NO_KEY SIZE_MAX

extern const struct habit habit_tdlib, habit_android, habit_iphone, habit_evil;

/* ---- peer_state.c: what follows from its state ------------------------------------------ */

/* The wire form of untransformed numbers. */
int32_t peer_out_seq(const struct peer *peer, int32_t raw);
int32_t peer_in_seq(const struct peer *peer, int32_t raw);

/* The index of a key, or NO_KEY. */
size_t peer_key_find(const struct peer *peer, int64_t fingerprint);

/* It waits for messages that were sent before others it has. */
bool peer_has_hole(const struct world *world);

/* ---- peer_habits.c: of KIND_HABITS ------------------------------------------------------ */

/* The habit of a client with the traits of the plan. */
const struct habit *peer_habits(struct world *world, struct peer *peer);

/* ---- peer_bare.c: of TRAIT_BARE --------------------------------------------------------- */

/* Whether it can read HEARD; its user sees nothing of it otherwise, and need not. */
bool peer_reads(struct world *world, const struct peer *peer, const struct heard *heard);

/* MESSAGE, which has RANDOM_ID, as it writes it; and with an empty vector behind it. */
struct e2e_bytes peer_spells(struct world *world, int64_t random_id, struct e2e_bytes message);
struct e2e_bytes peer_with_vector(struct world *world, struct e2e_bytes message);

/* ---- peer_budget.c ---------------------------------------------------------------------- */

/* HOST answers one more re-key: only as often as its budget allows. */
void peer_answered(struct world *world, struct host *host);

/* ---- peer_life.c: its life ---------------------------------------------------------------- */

void peer_begin(struct world *world);
void peer_end(struct world *world);

/* It should be left alone for a while, as an Android that holds messages. */
bool peer_is_behind(const struct world *world);

/* It has orders to give. */
bool peer_is_busy(const struct world *world);
void peer_text(struct world *world);

/* What keeps it from rest, or NULL; and the key it sends with. */
const char *peer_restless(struct world *world, int64_t *fingerprint);

/* ---- peer_wire.c: messages ----------------------------------------------------------- */

struct e2e_bytes peer_tl(struct world *world, uint32_t type, const void *object);

/* A packet of MESSAGE (TL) with these numbers (untransformed) under key KEY. */
struct e2e_bytes peer_seal(struct world *world, struct peer *peer, size_t key, int32_t layer,
                           int32_t in, int32_t out, struct e2e_bytes message);

/* Seal any PAYLOAD. */
struct e2e_bytes peer_seal_raw(struct world *world, struct peer *peer, size_t key,
                               struct e2e_bytes payload);

/* Give a packet to the server. */
void peer_post(struct world *world, struct peer *peer, struct e2e_bytes packet,
               int64_t random_id, bool service);

/* Send OBJECT, a DecryptedMessage, under the next number. */
void peer_send(struct world *world, struct peer *peer, const void *object, int64_t random_id,
               bool service, bool action);

/* Send ACTION, which is no item. */
void peer_send_action(struct world *world, struct peer *peer, const void *action);

/* Open PARCEL; false if there is no key for it. */
bool peer_open(struct world *world, struct peer *peer, struct heard *heard,
               const struct parcel *parcel);

/* HEARD comes next; OBEYED: the request to resend in it was obeyed before its turn. */
void peer_take(struct world *world, struct peer *peer, const struct heard *heard, bool obeyed);

/* A packet of the account's has come. */
void peer_receive(struct world *world, struct peer *peer, const struct parcel *parcel);

/* Ask for the numbers FIRST to LAST of the account's. */
void peer_ask(struct world *world, struct peer *peer, int32_t first, int32_t last);

/* The layer of the wrappers that the peer sends. */
int32_t peer_layer(const struct peer *peer);

/* ---- peer_keys.c: what re-keys have in common ---------------------------------------- */

size_t peer_key_add(struct world *world, struct peer *peer, const struct e2e_key *key);

/* Send requestKey, with a new exchange. */
void peer_request(struct world *world, struct peer *peer);

/* The answer to requestKey: the new key becomes `next`; the action, not sent. */
struct e2e_tl_decrypted_message_action_accept_key
peer_accept(struct world *world, struct peer *peer,
            const struct e2e_tl_decrypted_message_action_request_key *request);

/* acceptKey came: the new key becomes `next`; false if the fingerprint is another. */
bool peer_agree(struct world *world, struct peer *peer,
                const struct e2e_tl_decrypted_message_action_accept_key *accept);
void peer_send_commit(struct world *world, struct peer *peer);
void peer_send_abort(struct world *world, struct peer *peer, int64_t exchange_id);
void peer_send_noop(struct world *world, struct peer *peer);

/* `next` is the key to send with, the one before is `old`. */
void peer_switch(struct peer *peer);

#endif
