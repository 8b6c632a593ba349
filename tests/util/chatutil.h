/* SPDX-License-Identifier: ISC */
/*
 * What the tests of a running chat share: an account with one chat that is active, a
 * scripted peer at its other end, and questions about what came of it.  Raw numbers count
 * from 0; the account's first message is its notifyLayer unless it was told to send none.
 */
#ifndef E2E_CHATUTIL_H
#define E2E_CHATUTIL_H

#include "cryptoutil.h"
#include "scripted.h"

#define CH_USER 100 /* the account's    */
#define CH_PEER 7   /* the other side's */

struct ch {
	struct au_host h;
	struct sp_peer p;
};

/* ---- Life -------------------------------------------------------------------------- */

/* The account in ROLE, with a chat that is active; sends are answered as they come. */
void ch_open(struct ch *c, int backend, uint32_t role);

/* The same in two pieces: c->h.config and so on may be changed between them. */
void ch_init(struct ch *c, int backend);
void ch_ready(struct ch *c, uint32_t role);

/* ch_open() with POLICY. */
void ch_open_policy(struct ch *c, int backend, uint32_t role, uint32_t policy);

void ch_close(struct ch *c);

struct e2e_chat ch_chat(struct ch *c);

/* ---- From the peer ------------------------------------------------------------------- */

/* Its text as raw number RAW; those after it are not moved. */
int64_t ch_text_at(struct ch *c, int32_t raw, const char *text);
struct sp_packet ch_packet_at(struct ch *c, int32_t raw, const char *text);

/* A packet around ACTION as raw number RAW, not sent. */
struct sp_packet ch_action_at(struct ch *c, int32_t raw, const struct e2e_tl *action);

/* Actions, alive as long as the peer. */
const struct e2e_tl *ch_simple(struct ch *c, uint32_t ctor);
const struct e2e_tl *ch_resend(struct ch *c, int32_t start, int32_t end);
const struct e2e_tl *ch_asks(struct ch *c, int32_t first, int32_t last); /* raw numbers of ours */
const struct e2e_tl *ch_longs(struct ch *c, uint32_t ctor, const int64_t *ids, size_t n);
const struct e2e_tl *ch_set_ttl(struct ch *c, int32_t seconds);

/* A text of layer 73 with more than text: flags and members are set by the caller. */
struct e2e_tl_decrypted_message_73 *ch_message(struct ch *c, const char *text);

/* MESSAGE as bytes, alive as long as the peer, and the same with one id replaced. */
struct e2e_bytes ch_bytes(struct ch *c, const struct e2e_tl *message);
struct e2e_bytes ch_strange(struct ch *c, const struct e2e_tl *message, uint32_t from,
                            uint32_t to);

struct e2e_bytes ch_string(const char *text);

/* ---- From the account -------------------------------------------------------------------- */

/* sp_open_call(), but the peer acknowledges no more than before. */
struct sp_opened ch_look(struct ch *c, const struct au_call *call);

/*
 * Of the sends since au_forget(), those with this action or message: how many, and the last.
 * What is sent again with the same bytes counts once.
 */
size_t ch_count(struct ch *c, uint32_t kind);
struct au_call *ch_last(struct ch *c, uint32_t kind);

/* Asserts that CALL carries resend(START, END) in wire numbers. */
void ch_is_resend(struct ch *c, const struct au_call *call, int32_t start, int32_t end);

/* Asserts that CALL deletes ORIGINAL, under its numbers, in its place (protocol 5.2.6). */
void ch_takes_place(struct ch *c, const struct au_call *call, const struct au_call *original);

/* Sends a document that is in a file on the server; E2E_SEND_*. */
void ch_document(struct ch *c, uint32_t flags);

/* ---- What came of it ------------------------------------------------------------------------ */

/* Asserts that the messages delivered since au_forget() are these: "one|two". */
void ch_delivered(struct ch *c, const char *texts);

/* Is TEXT that of the message in EVENT? */
bool ch_says(const struct e2e_event *event, const char *text);

/* How many were rejected for REASON, 0 standing for any. */
size_t ch_rejected(struct ch *c, uint32_t reason);

/* Asserts: closed for REASON, and the server was told, once; and: open, and nobody said no. */
void ch_is_closed(struct ch *c, uint32_t reason);
void ch_is_open(struct ch *c);

#endif
