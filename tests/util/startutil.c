/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "startutil.h"

#include <string.h>

void
st_init(struct st *s, int backend)
{
	au_init(&s->h, tu_backend((size_t)backend), ST_USER);
}

void
st_ready(struct st *s)
{
	au_start(&s->h);
	sp_open(&s->p, &s->h, ST_PEER);
}

void
st_open(struct st *s, int backend)
{
	st_init(s, backend);
	st_ready(s);
}

void
st_close(struct st *s)
{
	sp_close(&s->p);
	au_close(&s->h);
}

static void
told_closed(struct st *s, uint32_t reason)
{
	const struct e2e_event *event = au_last_event(&s->h, E2E_EVENT_CHAT);

	ck_assert_int_eq(event->chat_id, s->p.chat_id);
	ck_assert_uint_eq(event->state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(event->reason, reason);
}

void
st_forgotten(struct st *s, uint32_t reason)
{
	told_closed(s, reason);
	ck_assert(!au_has_chat(&s->h, s->p.chat_id));
}

void
st_closed(struct st *s, uint32_t reason)
{
	struct e2e_chat chat = au_chat(&s->h, s->p.chat_id);
	struct e2e_key key = E2E_KEY_INIT;

	told_closed(s, reason);
	ck_assert_uint_eq(chat.state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(chat.reason, reason);
	ck_assert_uint_eq(chat.has_key, 0);
	ck_assert_int_eq(e2e_chat_key(s->h.account, &key, s->p.chat_id, E2E_KEY_CURRENT),
	                 E2E_ERR_ARGUMENT);
	if (s->p.key.fingerprint != 0)
		ck_assert(!au_rows_show(&s->h.rows, s->p.key.value, 32));
}

void
st_feed_chat(struct st *s, int32_t chat_id, int64_t access_hash, int64_t admin_id,
             int64_t participant_id)
{
	ck_assert_int_eq(e2e_feed_accepted(s->h.account, chat_id, access_hash, 1700000000, admin_id,
	                                   participant_id, s->p.public_value,
	                                   sizeof s->p.public_value, s->p.key.fingerprint,
	                                   s->h.now),
	                 E2E_OK);
	au_run(&s->h);
}

void
st_agree(struct st *s)
{
	const struct e2e_call *call = &au_last_call(&s->h, E2E_CALL_ACCEPT)->call;

	ck_assert_int_eq(e2e_dh_agree(s->p.crypto, &s->p.key, &s->p.group, s->p.secret_exp,
	                              call->g_x.p, call->g_x.n),
	                 E2E_OK);
}

int32_t
st_try_text(struct st *s, int64_t *random_id, const char *text)
{
	return e2e_send_text(s->h.account, s->p.chat_id, random_id, text, strlen(text), 0, 0,
	                     s->h.now);
}

size_t
st_discards(struct st *s)
{
	return au_count_calls(&s->h, E2E_CALL_DISCARD);
}

void
st_same_call(const struct au_call *a, const struct au_call *b)
{
	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert_uint_eq(a->call.method, b->call.method);
	ck_assert_int_eq(a->call.chat_id, b->call.chat_id);
	ck_assert_int_eq(a->call.random_id, b->call.random_id);
	ck_assert_uint_eq(a->call.request.n, b->call.request.n);
	ck_assert_int_eq(memcmp(a->call.request.p, b->call.request.p, a->call.request.n), 0);
}

void
st_reach(struct st *s, enum st_stage stage)
{
	if (stage <= ST_ACCEPTING) {
		sp_peer_asks(&s->p, -31);
		if (stage != ST_REQUESTED)
			ck_assert_int_eq(e2e_chat_accept(s->h.account, -31, s->h.now), E2E_OK);
		au_run(&s->h);
		if (stage == ST_ACCEPTING)
			sp_dh_config(&s->p);
		return;
	}
	s->p.role = E2E_ACCEPTOR;
	ck_assert_int_eq(e2e_chat_start(s->h.account, &s->p.chat_id, ST_PEER, 70, s->h.now),
	                 E2E_OK);
	au_run(&s->h);
	if (stage >= ST_ASKING)
		sp_dh_config(&s->p);
	if (stage >= ST_WAITING)
		sp_waiting(&s->p);
	if (stage == ST_READY)
		sp_peer_accepts(&s->p);
}
