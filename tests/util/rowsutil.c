/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "rowsutil.h"

#include <string.h>

#include "primes.h"
#include "proto/seqno.h"
#include "rowtag.h"

/* ---- Rows of every kind ------------------------------------------------------------------ */

/* The account renews the key, and the peer's answer comes: the old key is still needed. */
static void
rekey_by_account(struct sp_peer *p)
{
	const struct e2e_tl_decrypted_message_action_request_key *request;
	struct e2e_tl_decrypted_message_action_accept_key accept = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY,
	};
	struct au_host *h = p->host;
	struct sp_opened o;

	ck_assert_int_eq(e2e_chat_rekey(h->account, p->chat_id, h->now), E2E_OK);
	au_run(h);
	o = sp_open_call(p, au_last_send(h));
	ck_assert_uint_eq(sp_kind(&o), E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY);
	request = (const void *)o.action;
	sp_draw(p);
	ck_assert_int_eq(e2e_dh_agree(p->crypto, &p->new_key, &p->group, p->secret_exp,
	                              request->g_a.p, request->g_a.n),
	                 E2E_OK);
	accept.exchange_id = request->exchange_id;
	accept.g_b = (struct e2e_bytes){ p->public_value, sizeof p->public_value };
	accept.key_fingerprint = p->new_key.fingerprint;
	sp_action(p, (const void *)&accept);
	o = sp_open_call(p, au_last_send(h));
	ck_assert_uint_eq(sp_kind(&o), E2E_TL_DECRYPTED_MESSAGE_ACTION_COMMIT_KEY);
	p->old_key = p->key;
	p->key = p->new_key;
	ck_assert_int_eq(au_chat(h, p->chat_id).key_fingerprint, p->key.fingerprint);
	ck_assert_int_eq(au_chat(h, p->chat_id).old_key_fingerprint, p->old_key.fingerprint);
}

/* The peer wants to, and has the account's acceptKey: the new key waits. */
static void
rekey_by_peer(struct sp_peer *p)
{
	struct e2e_tl_decrypted_message_action_request_key request = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY,
		.exchange_id = 99,
	};
	struct sp_opened o;

	sp_draw(p);
	request.g_a = (struct e2e_bytes){ p->public_value, sizeof p->public_value };
	sp_action(p, (const void *)&request);
	o = sp_open_call(p, au_last_send(p->host));
	ck_assert_uint_eq(sp_kind(&o), E2E_TL_DECRYPTED_MESSAGE_ACTION_ACCEPT_KEY);
	ck_assert_int_ne(au_chat(p->host, p->chat_id).new_key_fingerprint, 0);
}

/* A message that will destroy itself, one that waits behind a hole, and three not sent. */
static void
fill_lists(struct ru *u)
{
	struct sp_peer *p = &u->p[0];
	struct e2e_tl_decrypted_message_73 *m;
	struct sp_packet k = sp_text_packet(p, "");

	m = (void *)(uintptr_t)sp_text_message(p, k.random_id, "destroys itself");
	m->ttl = 60;
	k.message = (const void *)m;
	k.key = &p->old_key; /* a message under the new one would end the old */
	sp_send(p, &k);
	k = sp_text_packet(p, "fills the hole");
	u->hole_id = k.random_id;
	k = sp_text_packet(p, "behind a hole");
	k.key = &p->old_key;
	sp_send(p, &k);
	u->h.answers = 0;
	for (int i = 0; i < 3; i++)
		au_text(&u->h, p->chat_id, "waits");
	ck_assert_uint_eq(au_chat(&u->h, p->chat_id).held, 1);
	ck_assert_uint_eq(au_chat(&u->h, p->chat_id).holes, 1);
	ck_assert_uint_eq(au_chat(&u->h, p->chat_id).timers, 1);
	ck_assert_uint_ge(au_chat(&u->h, p->chat_id).unsent, 3);
}

/* A chat that waits, one that is requested, and one that a bad prime closed. */
static void
other_chats(struct ru *u)
{
	uint8_t prime[E2E_DH_BYTES];
	struct au_call *call;
	struct sp_peer q;

	sp_open(&q, &u->h, 9);
	sp_peer_asks(&q, 0x55555555);
	u->requested = q.chat_id;
	sp_account_asks(&q);
	sp_waiting(&q);
	sp_agree(&q);
	sp_text(&q, "early");
	u->waiting = q.chat_id;
	ck_assert_uint_eq(au_chat(&u->h, u->waiting).early, 1);
	ck_assert_int_eq(e2e_chat_start(u->h.account, &u->closed, 10, 70, u->h.now), E2E_OK);
	au_run(&u->h);
	call = au_last_call(&u->h, E2E_CALL_GET_DH_CONFIG);
	tu_hex(prime, sizeof prime, primes_bad[0]);
	au_feed_dh_config(&u->h, AU_DH_VERSION + 1, 4, prime, sizeof prime, NULL, 0);
	ck_assert_int_eq(e2e_call_done(u->h.account, call->call.id, 0, NULL, u->h.now), E2E_OK);
	au_run(&u->h);
	ck_assert_uint_eq(au_state(&u->h, u->closed), E2E_CHAT_CLOSED);
	sp_close(&q);
}

void
ru_build(struct ru *u, int backend)
{
	*u = (struct ru){ .backend = (size_t)backend };
	au_init(&u->h, tu_backend(u->backend), RU_USER);
	u->h.answers = AU_AUTO_SENDS;
	au_start(&u->h);
	sp_open(&u->p[0], &u->h, 7);
	sp_open(&u->p[1], &u->h, 8);
	sp_asked(&u->p[0]);
	sp_accepted(&u->p[1]);
	for (size_t i = 0; i < RU_CHATS; i++) {
		sp_text(&u->p[i], "received");
		au_text(&u->h, u->p[i].chat_id, "sent");
		sp_open_call(&u->p[i], au_last_send(&u->h));
	}
	rekey_by_account(&u->p[0]);
	rekey_by_peer(&u->p[1]);
	other_chats(u);
	fill_lists(u);
}

void
ru_free(struct ru *u)
{
	sp_close(&u->p[0]);
	sp_close(&u->p[1]);
	au_close(&u->h);
}

/* ---- Loading ------------------------------------------------------------------------------- */

void
ru_host(const struct ru *u, struct au_host *h)
{
	au_init(h, tu_backend(u->backend), RU_USER);
	h->script.seed = 12345;
	h->now = u->h.now;
	h->generation = u->h.generation;
	h->rows = rows_copy(&u->h.rows);
}

static int
badness(int32_t result)
{
	static const int32_t order[] = { E2E_OK, E2E_ERR_ARGUMENT, E2E_ERR_STORE, E2E_ERR_VERSION };

	for (size_t i = 0; i < CU_N(order); i++)
		if (order[i] == result)
			return (int)i;
	return -1;
}

int32_t
ru_start(struct au_host *h, int32_t *loaded)
{
	int32_t result;
	size_t i;

	*loaded = E2E_OK;
	h->config.generation = h->generation;
	ck_assert_int_eq(e2e_account_new(&h->account, &h->config), E2E_OK);
	for (i = 0; i < h->rows.n; i++) {
		const struct row_kept *row = &h->rows.v[i];

		result = e2e_load(h->account, row->table, row->key, row->key_n, row->value,
		                  row->value_n);
		if (badness(result) < 0)
			return result;
		if (badness(result) > badness(*loaded))
			*loaded = result;
	}
	if (*loaded == E2E_ERR_ARGUMENT)
		return E2E_ERR_ARGUMENT;
	return e2e_start(h->account, h->now);
}

void
ru_tag(const struct ru *u, struct row_kept *row)
{
	ck_assert_int_eq(row_tag(u->p[0].crypto, RU_USER, row->table, row->key, row->key_n,
	                         row->value, row->value_n),
	                 E2E_OK);
}

/* ---- Judging -------------------------------------------------------------------------------- */

/* A text of the peer reaches the account as the next in order. */
static void
receives(const struct sp_peer *peer, struct au_host *h)
{
	size_t before = au_count_events(h, E2E_EVENT_MESSAGE);
	struct sp_peer q;

	sp_open(&q, h, peer->user_id);
	q.chat_id = peer->chat_id;
	q.role = peer->role;
	q.key = peer->key;
	q.in_seq = peer->in_seq;
	q.out_seq = peer->out_seq;
	q.next_id = peer->next_id;
	sp_text(&q, "works");
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_MESSAGE), before + 1);
	sp_close(&q);
}

void
ru_works(const struct ru *u, struct au_host *h, size_t index)
{
	const struct sp_peer *peer = &u->p[index];
	uint32_t unsent;

	ck_assert_uint_eq(au_state(h, peer->chat_id), E2E_CHAT_ACTIVE);
	unsent = au_chat(h, peer->chat_id).unsent;
	au_text(h, peer->chat_id, "works");
	ck_assert_uint_eq(au_chat(h, peer->chat_id).unsent, unsent + 1);
	if (index == 1)
		receives(peer, h);
}

void
ru_use(const struct ru *u, struct au_host *h)
{
	h->answers = AU_AUTO_SENDS;
	for (size_t i = 0; i < RU_CHATS; i++) {
		const struct sp_peer *peer = &u->p[i];
		struct e2e_chat chat = E2E_CHAT_INIT;
		struct sp_peer q;

		if (e2e_chat_get(h->account, &chat, peer->chat_id) != E2E_OK)
			continue;
		sp_open(&q, h, peer->user_id);
		q.chat_id = peer->chat_id;
		q.role = peer->role;
		q.key = peer->key;
		q.in_seq = peer->in_seq;
		q.out_seq = chat.in_seq;
		if (chat.in_seq <= E2E_I_SEQ_MAX)
			sp_text(&q, "in order");
		q.out_seq += 2;
		if (q.out_seq <= E2E_I_SEQ_MAX)
			sp_resend(&q, sp_wire_in(peer, 0), sp_wire_in(peer, 1));
		(void)!e2e_send_text(h->account, peer->chat_id, NULL, "x", 1, 0, 0, h->now);
		(void)!e2e_chat_read(h->account, peer->chat_id, -1, h->now);
		au_run(h);
		sp_close(&q);
	}
	for (int i = 0; i < 6; i++)
		au_due(h);
	au_advance(h, INT64_C(40) * 86400 * 1000);
}

size_t
ru_damaged(struct au_host *h)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	size_t n = 0;

	for (uint32_t i = 0; e2e_chat_at(h->account, &chat, i) == E2E_OK; i++)
		n += chat.state == E2E_CHAT_CLOSED && chat.reason == E2E_REASON_STORE ? 1 : 0;
	return n;
}
