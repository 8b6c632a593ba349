/* SPDX-License-Identifier: ISC */
/* What the tests of self-destruction share: messages with a ttl, and what has expired. */
#ifndef E2E_TTLUTIL_H
#define E2E_TTLUTIL_H

#include "chatutil.h"

/* A photo in a file on the server. */
extern const struct e2e_tl *const tt_photo;

/* A message of the peer with TTL and MEDIA (NULL: text) as the next one, not sent. */
struct sp_packet tt_packet(struct ch *c, int32_t ttl, const struct e2e_tl *media);

/* The same, delivered; gives its random_id. */
int64_t tt_receive(struct ch *c, int32_t ttl, const struct e2e_tl *media);

/* A message of the account, under *ID if that is not 0: what the order gave; *ID is filled. */
int32_t tt_try_emit(struct ch *c, int64_t *id, int32_t ttl, const struct e2e_tl *media);
int64_t tt_emit(struct ch *c, int32_t ttl, const struct e2e_tl *media);

/* Our user reads, or the peer does, up to MAX_DATE; our user opens ID. */
void tt_reads(struct ch *c, int32_t max_date);
void tt_is_read(struct ch *c, int32_t max_date);
void tt_opens(struct ch *c, int64_t id);

/* Success of CALL, of DATE. */
void tt_answer(struct ch *c, const struct au_call *call, int32_t date);

int32_t tt_today(const struct ch *c);

/* How often ID has expired since au_forget(), and how many did at all. */
size_t tt_expired(const struct ch *c, int64_t id);
size_t tt_expired_all(const struct ch *c);

/* Asserts that ID alone expires, in MS and not before, and stays so over a restart. */
void tt_expires_in(struct ch *c, int64_t id, int64_t ms);

/* Asserts that nothing expires in the next ten days, a restart among them. */
void tt_lasts(struct ch *c);

#endif
