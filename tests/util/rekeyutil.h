/* SPDX-License-Identifier: ISC */
/* The peer's part in the renewal of a key (protocol 6), on top of chatutil.h. */
#ifndef E2E_REKEYUTIL_H
#define E2E_REKEYUTIL_H

#include "chatutil.h"

#define RK_REQUEST E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY
#define RK_ACCEPT  E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY
#define RK_COMMIT  E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY
#define RK_ABORT   E2E_TL_DECRYPTED_MESSAGE_ACTION_ABORT_KEY
#define RK_NOOP    E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP

/* What an action of the account said; `value` is g_a or g_b. */
struct rk_said {
	int64_t id;
	int64_t key_fingerprint;
	struct e2e_bytes value;
	struct sp_opened opened;
};

/* ---- The account's -------------------------------------------------------------------- */

/* The last action KIND that it sent: under a key that the peer has, by sendEncryptedService. */
struct rk_said rk_said(struct ch *c, uint32_t kind);

/* It is told to renew the key, after a message from the peer if none came yet. */
struct rk_said rk_order(struct ch *c);

/* Its script of randomness: from now on nothing but FILL, until rk_unfill(). */
void rk_fill(struct ch *c, uint8_t fill);
void rk_unfill(struct ch *c);

/* Has the account a key WHICH (E2E_KEY_*)? */
bool rk_has(struct ch *c, uint32_t which);

/* Do its rows hold the value of KEY? */
bool rk_stores(struct ch *c, const struct e2e_key *key);

/* ---- The peer's ------------------------------------------------------------------------- */

const struct e2e_tl *rk_request(struct ch *c, int64_t id, struct e2e_bytes g_a);
const struct e2e_tl *rk_accept(struct ch *c, int64_t id, struct e2e_bytes g_b,
                               int64_t key_fingerprint);
const struct e2e_tl *rk_commit(struct ch *c, int64_t id, int64_t key_fingerprint);
const struct e2e_tl *rk_abort(struct ch *c, int64_t id);

/* g ^ exponent of the peer. */
struct e2e_bytes rk_value(struct ch *c);

/* A fresh exponent, and requestKey(ID). */
void rk_peer_requests(struct ch *c, int64_t id);

/* p.new_key from the account's acceptKey, asserted to be for ID and to have its fingerprint. */
void rk_peer_agrees(struct ch *c, int64_t id);

/* A fresh exponent for the account's REQUEST, p.new_key, and acceptKey. */
void rk_peer_draws(struct ch *c, const struct rk_said *request);
void rk_peer_accepts(struct ch *c, const struct rk_said *request);

/* commitKey(ID) for p.new_key, still under the old key. */
void rk_peer_commits(struct ch *c, int64_t id);

/*
 * From now on the peer writes with p.new_key; the one before is p.old_key.  It acknowledges all
 * it was sent: what it may still ask for keeps the old key alive (protocol 5.3.2).
 */
void rk_peer_switches(struct ch *c);

/* The whole exchange, begun by the account or by the peer, up to commitKey; switched. */
void rk_by_account(struct ch *c);
void rk_by_peer(struct ch *c, int64_t id);

#endif
