/* SPDX-License-Identifier: ISC */
/*
 * What the two users did and what they must therefore see, and what an eavesdropper who has
 * all keys sees on the wire: the judges of the simulator.
 */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include "world.h"

#define CONVS_MAX 3

/* Every text begins with it, so that it can be looked for where no text should be. */
#define TEXT_MARK "sim-text "

#define ITEM_TEXT       0
#define ITEM_FILE       1
#define ITEM_TTL        2
#define ITEM_DELETE     3
#define ITEM_FLUSH      4
#define ITEM_SCREENSHOT 5
#define ITEM_OPENED     6

/* One thing that a user sent and the other one is to see. */
struct item {
	uint32_t kind;
	int64_t random_id;
	int32_t ttl;
	bool silent;
	int64_t reply_to;
	struct e2e_bytes text;
	struct e2e_tl_longs ids;
	bool durable;    /* E2E_EVENT_QUEUED: its rows were committed            */
	bool gone;       /* it was not committed before a crash: it never was    */
	bool failed;     /* E2E_EVENT_FAILED                                     */
	bool may_vanish; /* somebody deleted it                                  */
	bool sent;       /* E2E_EVENT_SENT                                       */
	bool delivered;  /* E2E_EVENT_DELIVERED                                  */
	bool received;   /* it is in what the other user sees                    */
	bool expired[2]; /* at each user                                         */
	bool lost;       /* E2E_EVENT_GAP: the other user has given it up        */
	uint32_t fate;   /* FATE_*, of a server that withholds                   */
};

#define FATE_NONE     0
#define FATE_PASSES   1
#define FATE_WITHHELD 2

/* What was on the wire under one sequence number. */
struct spoken {
	int64_t random_id;
	int32_t layer;
	int32_t in;      /* untransformed                                        */
	uint64_t packet; /* hash                                                 */
	bool rewritten;  /* to a self-delete                                     */
	bool accepted;   /* by the server, once                                  */
	bool dropped;    /* and not given to the other user, once                */
};

struct side {
	struct item *item;
	size_t n_items, items_room;
	size_t passed;   /* items before it were received, or passed over         */
	struct spoken *spoken;
	size_t n_spoken, spoken_room;
	size_t accepted; /* numbers below it were accepted by the server          */
	int32_t read_to; /* date of the last read order                           */
};

/* Messages under a key, each counted once, of both sides; and those while no re-key went on. */
struct key_use {
	int64_t fingerprint;
	uint32_t all, apart;
};

/* One chat between the users; side[] by user. */
struct conv {
	int32_t chat_id;
	uint32_t creator;
	bool there;      /* the request is with the server                        */
	bool may_close;  /* a rule closes it, or a user                           */
	bool repeated;   /* an account made a call again that the server had taken */
	bool seen_active[2];
	uint32_t quiet;  /* rounds at rest, at the end                            */
	struct side side[2];
	struct e2e_key *key;
	size_t n_keys, keys_room;
	struct key_use *use;
	size_t n_uses, uses_room;
	bool exchanging; /* between a requestKey and the end of it    */
};

struct model {
	struct conv conv[CONVS_MAX];
	size_t n_convs;
	struct e2e_crypto *crypto;
};

/* A packet with its cover off.  Spans and objects live as long as the world. */
struct heard {
	int64_t fingerprint;
	int32_t layer, in_seq, out_seq; /* as on the wire */
	int32_t in, out;                /* untransformed  */
	struct e2e_bytes random;
	const struct e2e_tl *message;
	const struct e2e_tl *action;    /* of a service message, else NULL */
	int64_t random_id;
};

/* ---- model.c: what the users did and saw --------------------------------------------- */

struct conv *model_conv(struct world *world, int32_t chat_id);
struct item *model_item(struct world *world, struct conv *conv, uint32_t user, uint32_t kind,
                        int64_t random_id);
struct item *model_find(struct conv *conv, uint32_t user, int64_t random_id);

/* A text of its own for the next item of USER. */
struct e2e_bytes model_text(struct world *world, struct conv *conv, uint32_t user);

/* The user who is not FROM sees GOT: it must be what comes next. */
void model_received(struct world *world, struct conv *conv, uint32_t from,
                    const struct item *got);

/* IDS were deleted by order of BY: what is not received yet need not be. */
void model_deleted(struct conv *conv, const int64_t *ids, size_t n);
void model_flushed(struct conv *conv, uint32_t by, size_t n_others);

/* ---- wire.c: the eavesdropper -------------------------------------------------------- */

void wire_key(struct world *world, struct conv *conv, const struct e2e_key *key);

/* Learn what keys a host has for CONV. */
void wire_learn(struct world *world, struct host *host, struct conv *conv);

/* Take apart PAYLOAD, from the user who is the CREATOR or not; false if it is no layer. */
bool wire_parse(struct world *world, struct heard *heard, struct e2e_bytes payload,
                bool creator);

/* Open a packet of USER with any key that the chat ever had. */
bool wire_open(struct world *world, struct heard *heard, struct conv *conv, uint32_t user,
               const uint8_t *packet, size_t n);

/* A host is about to make CALL, which sends a packet. */
void wire_send(struct world *world, struct host *host, const struct e2e_call *call);

/* The server takes a packet of USER with that RANDOM_ID. */
void wire_accepted(struct world *world, struct conv *conv, uint32_t user, int64_t random_id);

/* ---- gaps.c: what is given up --------------------------------------------------------- */

struct parcel;

/* The server has not given PARCEL to user TO. */
void gaps_dropped(struct world *world, uint32_t to, const struct parcel *parcel);

/* Whether it never gives PARCEL to TO, however often it comes. */
bool gaps_withheld(struct world *world, uint32_t to, const struct parcel *parcel);

/* E2E_EVENT_GAP. */
void gaps_given_up(struct host *host, struct conv *conv, const struct e2e_event *event);

/* ---- oneway.c: where only one side writes ------------------------------------------------ */

/* A new number goes out under the key with FINGERPRINT; ACTION is the constructor, if it is one. */
void oneway_spoken(struct world *world, struct conv *conv, int64_t fingerprint, uint32_t action);
void oneway_check(struct world *world, const struct e2e_chat *chat);

#endif
