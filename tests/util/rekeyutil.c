/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "rekeyutil.h"

#include <string.h>

/* ---- The account's -------------------------------------------------------------------- */

struct rk_said
rk_said(struct ch *c, uint32_t kind)
{
	const struct e2e_tl_decrypted_message_action_request_key *request;
	const struct e2e_tl_decrypted_message_action_accept_key *accept;
	const struct e2e_tl_decrypted_message_action_commit_key *commit;
	const struct e2e_tl_decrypted_message_action_abort_key *abort;
	const struct au_call *call = ch_last(c, kind);
	struct rk_said said = { .opened = ch_look(c, call) };
	const void *action = said.opened.action;

	ck_assert_uint_eq(call->call.method, E2E_CALL_SEND_SERVICE);
	request = action;
	accept = action;
	commit = action;
	abort = action;
	if (kind == RK_REQUEST) {
		said.id = request->exchange_id;
		said.value = request->g_a;
	} else if (kind == RK_ACCEPT) {
		said.id = accept->exchange_id;
		said.value = accept->g_b;
		said.key_fingerprint = accept->key_fingerprint;
	} else if (kind == RK_COMMIT) {
		said.id = commit->exchange_id;
		said.key_fingerprint = commit->key_fingerprint;
	} else if (kind == RK_ABORT) {
		said.id = abort->exchange_id;
	}
	return said;
}

struct rk_said
rk_order(struct ch *c)
{
	size_t before = ch_count(c, RK_REQUEST);

	if (ch_chat(c).in_seq == 0)
		sp_noop(&c->p);
	ck_assert_int_eq(e2e_chat_rekey(c->h.account, c->p.chat_id, c->h.now), E2E_OK);
	au_run(&c->h);
	ck_assert_uint_eq(ch_count(c, RK_REQUEST), before + 1);
	return rk_said(c, RK_REQUEST);
}

void
rk_fill(struct ch *c, uint8_t fill)
{
	uint8_t *bytes = sp_new(&c->p, 4096);

	memset(bytes, fill, 4096);
	c->h.script.script = bytes;
	c->h.script.n = 4096;
}

void
rk_unfill(struct ch *c)
{
	ck_assert_uint_ne(c->h.script.n, 0); /* it sufficed */
	c->h.script.n = 0;
}

bool
rk_has(struct ch *c, uint32_t which)
{
	struct e2e_key key = E2E_KEY_INIT;
	int32_t result = e2e_chat_key(c->h.account, &key, c->p.chat_id, which);

	ck_assert(result == E2E_OK || result == E2E_ERR_ARGUMENT);
	e2e_key_wipe(&key);
	return result == E2E_OK;
}

bool
rk_stores(struct ch *c, const struct e2e_key *key)
{
	return au_rows_show(&c->h.rows, key->value, 32);
}

/* ---- The peer's ------------------------------------------------------------------------- */

static struct e2e_bytes
copy(struct ch *c, struct e2e_bytes from)
{
	uint8_t *to = sp_new(&c->p, from.n);

	if (from.n != 0)
		memcpy(to, from.p, from.n);
	return (struct e2e_bytes){ to, from.n };
}

const struct e2e_tl *
rk_request(struct ch *c, int64_t id, struct e2e_bytes g_a)
{
	struct e2e_tl_decrypted_message_action_request_key *action = sp_new(&c->p, sizeof *action);

	action->ctor = RK_REQUEST;
	action->exchange_id = id;
	action->g_a = copy(c, g_a);
	return (const void *)action;
}

const struct e2e_tl *
rk_accept(struct ch *c, int64_t id, struct e2e_bytes g_b, int64_t key_fingerprint)
{
	struct e2e_tl_decrypted_message_action_accept_key *action = sp_new(&c->p, sizeof *action);

	action->ctor = RK_ACCEPT;
	action->exchange_id = id;
	action->g_b = copy(c, g_b);
	action->key_fingerprint = key_fingerprint;
	return (const void *)action;
}

const struct e2e_tl *
rk_commit(struct ch *c, int64_t id, int64_t key_fingerprint)
{
	struct e2e_tl_decrypted_message_action_commit_key *action = sp_new(&c->p, sizeof *action);

	action->ctor = RK_COMMIT;
	action->exchange_id = id;
	action->key_fingerprint = key_fingerprint;
	return (const void *)action;
}

const struct e2e_tl *
rk_abort(struct ch *c, int64_t id)
{
	struct e2e_tl_decrypted_message_action_abort_key *action = sp_new(&c->p, sizeof *action);

	action->ctor = RK_ABORT;
	action->exchange_id = id;
	return (const void *)action;
}

struct e2e_bytes
rk_value(struct ch *c)
{
	return (struct e2e_bytes){ c->p.public_value, sizeof c->p.public_value };
}

void
rk_peer_requests(struct ch *c, int64_t id)
{
	sp_draw(&c->p);
	sp_action(&c->p, rk_request(c, id, rk_value(c)));
}

static void
agree(struct ch *c, struct e2e_bytes value)
{
	ck_assert_int_eq(e2e_dh_agree(c->p.crypto, &c->p.new_key, &c->p.group, c->p.secret_exp,
	                              value.p, value.n),
	                 E2E_OK);
}

void
rk_peer_agrees(struct ch *c, int64_t id)
{
	struct rk_said accept = rk_said(c, RK_ACCEPT);

	ck_assert_int_eq(accept.id, id);
	agree(c, accept.value);
	ck_assert_int_eq(accept.key_fingerprint, c->p.new_key.fingerprint);
}

void
rk_peer_draws(struct ch *c, const struct rk_said *request)
{
	sp_draw(&c->p);
	agree(c, request->value);
}

void
rk_peer_accepts(struct ch *c, const struct rk_said *request)
{
	rk_peer_draws(c, request);
	sp_action(&c->p, rk_accept(c, request->id, rk_value(c), c->p.new_key.fingerprint));
}

void
rk_peer_commits(struct ch *c, int64_t id)
{
	sp_action(&c->p, rk_commit(c, id, c->p.new_key.fingerprint));
}

void
rk_peer_switches(struct ch *c)
{
	c->p.old_key = c->p.key;
	c->p.key = c->p.new_key;
	e2e_key_wipe(&c->p.new_key);
	c->p.in_seq = ch_chat(c).out_seq;
}

void
rk_by_account(struct ch *c)
{
	struct rk_said request = rk_order(c), commit;

	rk_peer_accepts(c, &request);
	commit = rk_said(c, RK_COMMIT);
	ck_assert_int_eq(commit.id, request.id);
	ck_assert_int_eq(commit.key_fingerprint, c->p.new_key.fingerprint);
	rk_peer_switches(c);
}

void
rk_by_peer(struct ch *c, int64_t id)
{
	rk_peer_requests(c, id);
	rk_peer_agrees(c, id);
	rk_peer_commits(c, id);
	rk_peer_switches(c);
}
