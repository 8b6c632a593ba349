/* SPDX-License-Identifier: ISC */
/* What the tests of beginnings and ends share: an account without a chat, and a peer. */
#ifndef E2E_STARTUTIL_H
#define E2E_STARTUTIL_H

#include "cryptoutil.h"
#include "scripted.h"

#define ST_USER 100 /* the account's    */
#define ST_PEER 7   /* the other side's */

struct st {
	struct au_host h;
	struct sp_peer p;
};

/* An account that was started, with the backend number BACKEND. */
void st_open(struct st *s, int backend);

/* The same in two pieces: s->h.config and so on may be changed between them. */
void st_init(struct st *s, int backend);
void st_ready(struct st *s);

void st_close(struct st *s);

/* The chat of the peer is closed for REASON, its keys are gone, the last CHAT event says so. */
void st_closed(struct st *s, uint32_t reason);

/* The same event, and the chat is gone as one that was only REQUESTED goes. */
void st_forgotten(struct st *s, uint32_t reason);

/* encryptedChat with anything in it, and the peer's value and fingerprint. */
void st_feed_chat(struct st *s, int32_t chat_id, int64_t access_hash, int64_t admin_id,
                  int64_t participant_id);

/* Take the key from the account's ACCEPT, without answering it. */
void st_agree(struct st *s);

size_t st_discards(struct st *s);

/* e2e_send_text() to the peer's chat, without the loop after it. */
int32_t st_try_text(struct st *s, int64_t *random_id, const char *text);

/* Do the two calls have the same bytes? */
void st_same_call(const struct au_call *a, const struct au_call *b);

/* The stages of a chat; ASKING and ACCEPTING mean that the call is out. */
enum st_stage {
	ST_REQUESTED,
	ST_ACCEPT_DH,
	ST_ACCEPTING,
	ST_START_DH,
	ST_ASKING,
	ST_WAITING,
	ST_READY,
	ST_STAGES
};

/* Take a new chat there; the peer knows its id. */
void st_reach(struct st *s, enum st_stage stage);

#endif
