/* SPDX-License-Identifier: ISC */
/*
 * A peer that does what the test says: it has the keys and the counters of a chat, composes
 * any packet, right or wrong, and opens what the account sends.  Its packets are made from
 * the formulas (cryptoutil.h), not by the library's sealing.
 *
 *     struct sp_peer p;
 *     sp_open(&p, &h, 7);             the peer is user 7
 *     sp_asked(&p);                   the account asked for the chat; it is active now
 *     sp_text(&p, "hello");           the next message, delivered
 *
 *     struct sp_packet k = sp_packet(&p);   or one with something odd:
 *     k.out_seq_no += 2;
 *     sp_send(&p, &k);
 *
 *     struct sp_opened o = sp_open_call(&p, au_last_send(&h));
 *     sp_close(&p);
 *
 * Roles: `role` is the peer's own.  "Wire" numbers are those of the packets, raw ones count
 * from 0 (protocol 5.1.1).
 */
#ifndef E2E_SCRIPTED_H
#define E2E_SCRIPTED_H

#include "accountutil.h"

struct sp_peer {
	struct au_host *host;
	struct e2e_crypto *crypto;
	int64_t user_id;
	int64_t access_hash;
	int32_t chat_id;
	uint32_t role;              /* of the peer: E2E_CREATOR or E2E_ACCEPTOR              */

	struct e2e_key key;         /* current, and two more for re-keying                   */
	struct e2e_key old_key, new_key;
	struct e2e_dh_group group;
	uint8_t secret_exp[E2E_DH_BYTES];
	uint8_t public_value[E2E_DH_BYTES];
	bool fixed;                 /* sp_draw_fixed() was called                            */

	int32_t out_seq;            /* raw number of the next message                        */
	int32_t in_seq;             /* messages of the account received, as it acknowledges; */
	                            /* sp_open_call() raises it                              */
	int32_t layer;              /* of its wrappers; 144 at first                         */
	uint32_t mtproto;           /* 2 at first                                            */
	int32_t qts;                /* of the next delivery; 0 (at first): none              */
	int64_t next_id;            /* random_id of the next message                         */
	uint64_t seed;
	struct sp_memory *memory;   /* see sp_new()                                          */
};

/* ---- Life ------------------------------------------------------------------------------- */

void sp_open(struct sp_peer *p, struct au_host *host, int64_t user_id);
void sp_close(struct sp_peer *p);

/* N zero bytes that live as long as P. */
void *sp_new(struct sp_peer *p, size_t n);

/* ---- The handshake ------------------------------------------------------------------------ */

/*
 * The account asks and the peer accepts, in one go; the first notifyLayer of the account is
 * out and answered, and counted in in_seq.
 */
void sp_asked(struct sp_peer *p);

/* The peer asks and the account accepts, in one go; the same. */
void sp_accepted(struct sp_peer *p);

/* The same in pieces.  Draw an exponent and g ^ exponent. */
void sp_draw(struct sp_peer *p);

/* Take the exponent EXP(TAG) of the vectors instead, for this peer's handshakes. */
void sp_draw_fixed(struct sp_peer *p, const char *tag);

/* The account's e2e_chat_start(), and the answer to getDhConfig; REQUEST is out then. */
void sp_account_asks(struct sp_peer *p);

/* The server's answer to it: encryptedChatWaiting. */
void sp_waiting(struct sp_peer *p);

/* Take the key from REQUEST; encryptedChat with g_b and the fingerprint is delivered. */
void sp_agree(struct sp_peer *p);
void sp_peer_accepts(struct sp_peer *p);

/* The peer asks with CHAT_ID: encryptedChatRequested is delivered. */
void sp_peer_asks(struct sp_peer *p, int32_t chat_id);

/* The account's e2e_chat_accept(), and the answer to getDhConfig; ACCEPT is out then. */
void sp_account_accepts(struct sp_peer *p);

/* Take the key from ACCEPT and answer it. */
void sp_peer_agrees(struct sp_peer *p);

/* Answer the account's GET_DH_CONFIG, if one is out, with the known prime. */
void sp_dh_config(struct sp_peer *p);

/* ---- Packets to the account ------------------------------------------------------------------ */

struct sp_packet {
	/* The wrapper. */
	int32_t layer;
	int32_t in_seq_no, out_seq_no;  /* wire                                                  */
	size_t random_bytes;            /* how many; 15 at first                                 */
	const struct e2e_tl *message;   /* DecryptedMessage                                      */
	struct e2e_bytes message_tl;    /* if .p: instead of `message`, as bytes                 */
	struct e2e_bytes payload;       /* if .p: instead of the whole wrapper                   */

	/* The envelope. */
	uint32_t mtproto;               /* 1 or 2                                                */
	const struct e2e_key *key;      /* that of the peer at first                             */
	uint32_t sender;                /* the role whose x is used; the peer's at first         */
	size_t padding;                 /* bytes; 0: the least that is allowed                   */
	int64_t length;                 /* if not -1: lies in the length field                   */
	struct e2e_bytes raw;           /* if .p: this is the packet                             */

	/* The container. */
	int64_t random_id;              /* of the container: the message's at first              */
	int32_t chat_id;
	const struct e2e_remote_file *file;
	bool service;
	int32_t qts;
};

/* The next packet in order, with a Noop in it; takes the number and a random_id. */
struct sp_packet sp_packet(struct sp_peer *p);

/* The same around ACTION, a DecryptedMessageAction, or a text of layer 73. */
struct sp_packet sp_action_packet(struct sp_peer *p, const struct e2e_tl *action);
struct sp_packet sp_text_packet(struct sp_peer *p, const char *text);

/* Wire numbers of raw ones: what the peer would write. */
int32_t sp_wire_out(const struct sp_peer *p, int32_t raw);
int32_t sp_wire_in(const struct sp_peer *p, int32_t raw);

/* The bytes of a packet, alive as long as P; and of the layer object alone. */
struct e2e_bytes sp_compose(struct sp_peer *p, const struct sp_packet *packet);
struct e2e_bytes sp_payload(struct sp_peer *p, const struct sp_packet *packet);

/* Compose, deliver, au_run(). */
void sp_send(struct sp_peer *p, const struct sp_packet *packet);

/* The next message, delivered; gives its random_id. */
int64_t sp_text(struct sp_peer *p, const char *text);
int64_t sp_action(struct sp_peer *p, const struct e2e_tl *action);
int64_t sp_noop(struct sp_peer *p);
int64_t sp_notify_layer(struct sp_peer *p, int32_t layer);
int64_t sp_resend(struct sp_peer *p, int32_t start_wire, int32_t end_wire);

/* Messages, alive as long as P; RANDOM_ID 0 draws one. */
const struct e2e_tl *sp_text_message(struct sp_peer *p, int64_t random_id, const char *text);
const struct e2e_tl *sp_service_message(struct sp_peer *p, int64_t random_id,
                                        const struct e2e_tl *action);

/* ---- Packets from the account ------------------------------------------------------------ */

struct sp_opened {
	uint32_t mtproto;
	int64_t key_fingerprint;
	int32_t layer;
	int32_t in_seq_no, out_seq_no;  /* wire */
	int32_t in_raw, out_raw;
	size_t random_bytes;            /* how many */
	size_t padding;                 /* bytes after the payload */
	const struct e2e_tl *message;   /* decoded */
	const struct e2e_tl *action;    /* of a service message, else NULL */
	int64_t random_id;              /* inside of the message */
	struct e2e_bytes payload;       /* the layer object */
	struct e2e_bytes message_tl;
};

/* Open what CALL sends, with any of the three keys; asserts that it opens and is right. */
struct sp_opened sp_open_call(struct sp_peer *p, const struct au_call *call);

/* The constructor of its action, or of the message if it is none. */
uint32_t sp_kind(const struct sp_opened *opened);

#endif
