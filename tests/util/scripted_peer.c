/* SPDX-License-Identifier: ISC */
/* What a scripted peer does: the handshake, and messages (scripted.h). */
#include "config.h"

#include "scripted.h"

#include <stdlib.h>
#include <string.h>

#include "cryptoutil.h"

static struct e2e_bytes
copied(struct sp_peer *p, const uint8_t *from, size_t n)
{
	uint8_t *to = sp_new(p, n);

	if (n != 0)
		memcpy(to, from, n);
	return (struct e2e_bytes){ to, n };
}

/* ---- The handshake ---------------------------------------------------------------------- */

void
sp_draw(struct sp_peer *p)
{
	ck_assert_int_eq(e2e_dh_keypair(p->crypto, &p->group, p->secret_exp, p->public_value, NULL,
	                                0),
	                 E2E_OK);
}

void
sp_draw_fixed(struct sp_peer *p, const char *tag)
{
	uint8_t exponent[E2E_DH_BYTES];
	struct tu_script script = {
		.inner = p->host->script.inner,
		.script = exponent,
		.n = sizeof exponent,
	};
	struct e2e_backend backend;
	struct e2e_crypto *crypto;

	cu_exp(p->crypto, exponent, tag);
	tu_scripted_backend(&backend, &script);
	crypto = tu_crypto(&backend);
	ck_assert_int_eq(e2e_dh_keypair(crypto, &p->group, p->secret_exp, p->public_value, NULL, 0),
	                 E2E_OK);
	e2e_crypto_free(crypto);
	p->fixed = true;
}

void
sp_dh_config(struct sp_peer *p)
{
	struct au_call *call = au_last_call(p->host, E2E_CALL_GET_DH_CONFIG);

	if (call != NULL && !call->answered)
		au_answer_ok(p->host, call);
}

void
sp_account_asks(struct sp_peer *p)
{
	struct au_host *h = p->host;
	size_t before = au_count_calls(h, E2E_CALL_REQUEST);
	int32_t chat_id = 0;

	p->role = E2E_ACCEPTOR;
	ck_assert_int_eq(e2e_chat_start(h->account, &chat_id, p->user_id, p->access_hash, h->now),
	                 E2E_OK);
	au_run(h);
	sp_dh_config(p);
	ck_assert_uint_eq(au_count_calls(h, E2E_CALL_REQUEST), before + 1);
	p->chat_id = au_last_call(h, E2E_CALL_REQUEST)->call.chat_id;
}

void
sp_waiting(struct sp_peer *p)
{
	struct au_call *call = au_last_call(p->host, E2E_CALL_REQUEST);

	if (!call->answered)
		au_answer_ok(p->host, call);
}

void
sp_agree(struct sp_peer *p)
{
	const struct e2e_call *call = &au_last_call(p->host, E2E_CALL_REQUEST)->call;

	if (!p->fixed)
		sp_draw(p);
	ck_assert_int_eq(e2e_dh_agree(p->crypto, &p->key, &p->group, p->secret_exp, call->g_x.p,
	                              call->g_x.n),
	                 E2E_OK);
}

void
sp_peer_accepts(struct sp_peer *p)
{
	sp_agree(p);
	au_feed_accepted(p->host, p->chat_id, true, p->user_id, p->public_value,
	                 sizeof p->public_value, p->key.fingerprint);
}

void
sp_peer_asks(struct sp_peer *p, int32_t chat_id)
{
	p->role = E2E_CREATOR;
	p->chat_id = chat_id;
	if (!p->fixed)
		sp_draw(p);
	au_feed_requested(p->host, chat_id, p->user_id, p->public_value, sizeof p->public_value);
}

void
sp_account_accepts(struct sp_peer *p)
{
	struct au_host *h = p->host;

	ck_assert_int_eq(e2e_chat_accept(h->account, p->chat_id, h->now), E2E_OK);
	au_run(h);
	sp_dh_config(p);
	ck_assert_ptr_nonnull(au_last_call(h, E2E_CALL_ACCEPT));
}

void
sp_peer_agrees(struct sp_peer *p)
{
	struct au_call *call = au_last_call(p->host, E2E_CALL_ACCEPT);

	ck_assert_int_eq(e2e_dh_agree(p->crypto, &p->key, &p->group, p->secret_exp,
	                              call->call.g_x.p, call->call.g_x.n),
	                 E2E_OK);
	ck_assert_int_eq(p->key.fingerprint, call->call.key_fingerprint);
	if (!call->answered)
		au_answer_ok(p->host, call);
}

/* The notifyLayer that every side begins with (protocol 4.2.2). */
static void
first_layer(struct sp_peer *p)
{
	struct au_call *call = au_last_send(p->host);
	struct sp_opened opened;

	ck_assert_uint_eq(au_state(p->host, p->chat_id), E2E_CHAT_ACTIVE);
	ck_assert_ptr_nonnull(call);
	opened = sp_open_call(p, call);
	ck_assert_uint_eq(sp_kind(&opened), E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER);
	if (!call->answered)
		au_answer_ok(p->host, call);
}

void
sp_asked(struct sp_peer *p)
{
	sp_account_asks(p);
	sp_waiting(p);
	sp_peer_accepts(p);
	first_layer(p);
}

void
sp_accepted(struct sp_peer *p)
{
	sp_peer_asks(p, 4242);
	sp_account_accepts(p);
	sp_peer_agrees(p);
	first_layer(p);
}

/* ---- Messages --------------------------------------------------------------------------- */

static int64_t
id_or_new(struct sp_peer *p, int64_t random_id)
{
	return random_id != 0 ? random_id : p->next_id++;
}

const struct e2e_tl *
sp_text_message(struct sp_peer *p, int64_t random_id, const char *text)
{
	struct e2e_tl_decrypted_message_73 *m = sp_new(p, sizeof *m);

	m->ctor = E2E_TL_DECRYPTED_MESSAGE_73;
	m->random_id = id_or_new(p, random_id);
	m->message = copied(p, (const uint8_t *)text, strlen(text));
	return (const void *)m;
}

const struct e2e_tl *
sp_service_message(struct sp_peer *p, int64_t random_id, const struct e2e_tl *action)
{
	struct e2e_tl_decrypted_message_service_17 *m = sp_new(p, sizeof *m);

	m->ctor = E2E_TL_DECRYPTED_MESSAGE_SERVICE_17;
	m->random_id = id_or_new(p, random_id);
	m->action = action;
	return (const void *)m;
}

/* ---- Packets to the account --------------------------------------------------------------- */

/* protocol 5.1.1: x of the peer is 0 for the creator. */
int32_t
sp_wire_out(const struct sp_peer *p, int32_t raw)
{
	return 2 * raw + (p->role == E2E_CREATOR ? 1 : 0);
}

int32_t
sp_wire_in(const struct sp_peer *p, int32_t raw)
{
	return 2 * raw + (p->role == E2E_CREATOR ? 0 : 1);
}

static struct sp_packet
packet_with(struct sp_peer *p, const struct e2e_tl *message, int64_t random_id, bool service)
{
	return (struct sp_packet){
		.layer = p->layer,
		.in_seq_no = sp_wire_in(p, p->in_seq),
		.out_seq_no = sp_wire_out(p, p->out_seq++),
		.random_bytes = 15,
		.message = message,
		.mtproto = p->mtproto,
		.key = &p->key,
		.sender = p->role,
		.length = -1,
		.random_id = random_id,
		.chat_id = p->chat_id,
		.service = service,
		.qts = p->qts != 0 ? p->qts++ : 0,
	};
}

struct sp_packet
sp_action_packet(struct sp_peer *p, const struct e2e_tl *action)
{
	int64_t random_id = p->next_id++;

	return packet_with(p, sp_service_message(p, random_id, action), random_id, true);
}

struct sp_packet
sp_packet(struct sp_peer *p)
{
	static const struct e2e_tl_decrypted_message_action_noop noop = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP,
	};

	return sp_action_packet(p, (const void *)&noop);
}

struct sp_packet
sp_text_packet(struct sp_peer *p, const char *text)
{
	int64_t random_id = p->next_id++;

	return packet_with(p, sp_text_message(p, random_id, text), random_id, false);
}

/* The wrapper is written by hand so that the message in it may be any bytes. */
struct e2e_bytes
sp_payload(struct sp_peer *p, const struct sp_packet *k)
{
	struct e2e_bytes inside = k->message_tl;
	uint8_t *out, *at;
	size_t n = 0, head;

	ck_assert_uint_lt(k->random_bytes, 254);
	if (inside.p == NULL) {
		ck_assert_int_eq(e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, k->message),
		                 E2E_OK);
		at = sp_new(p, n);
		ck_assert_int_eq(e2e_tl_put(at, n, &n, E2E_TYPE_DECRYPTED_MESSAGE, k->message),
		                 E2E_OK);
		inside = (struct e2e_bytes){ at, n };
	}
	head = (1 + k->random_bytes + 3) / 4 * 4;
	at = out = sp_new(p, 4 + head + 12 + inside.n);
	cu_put32(at, E2E_TL_DECRYPTED_MESSAGE_LAYER);
	at[4] = (uint8_t)k->random_bytes;
	tu_fill(&p->seed, at + 5, k->random_bytes);
	at += 4 + head;
	cu_put32(at, (uint32_t)k->layer);
	cu_put32(at + 4, (uint32_t)k->in_seq_no);
	cu_put32(at + 8, (uint32_t)k->out_seq_no);
	if (inside.n != 0)
		memcpy(at + 12, inside.p, inside.n);
	return (struct e2e_bytes){ out, 4 + head + 12 + inside.n };
}

static size_t
least_padding(uint32_t mtproto, size_t n)
{
	size_t padding = mtproto == 2 ? 12 : 0;

	while ((4 + n + padding) % 16 != 0)
		padding++;
	return padding;
}

struct e2e_bytes
sp_compose(struct sp_peer *p, const struct sp_packet *k)
{
	struct e2e_bytes payload = k->payload;
	size_t padding = k->padding, n, packet_n;
	uint8_t *body, *packet;

	if (k->raw.p != NULL)
		return k->raw;
	if (payload.p == NULL)
		payload = sp_payload(p, k);
	if (padding == 0)
		padding = least_padding(k->mtproto, payload.n);
	n = 4 + payload.n + padding;
	ck_assert_msg(n % 16 == 0, "%zu bytes of padding do not fit", padding);
	body = sp_new(p, n);
	packet = sp_new(p, n + CU_HEAD);
	cu_put32(body, (uint32_t)(k->length >= 0 ? k->length : (int64_t)payload.n));
	memcpy(body + 4, payload.p, payload.n);
	tu_fill(&p->seed, body + 4 + payload.n, padding);
	if (k->mtproto == 2)
		packet_n = cu_packet_v2(p->crypto, packet, k->key->value,
		                        k->sender == E2E_CREATOR ? 0 : 8, body, n);
	else
		packet_n = cu_packet_v1(p->crypto, packet, k->key->value, body, n, 4 + payload.n);
	return (struct e2e_bytes){ packet, packet_n };
}

void
sp_send(struct sp_peer *p, const struct sp_packet *k)
{
	struct e2e_bytes packet = sp_compose(p, k);

	au_feed_message(p->host, k->chat_id, k->random_id, packet, k->file, k->service, k->qts);
}

int64_t
sp_text(struct sp_peer *p, const char *text)
{
	struct sp_packet k = sp_text_packet(p, text);

	sp_send(p, &k);
	return k.random_id;
}

int64_t
sp_action(struct sp_peer *p, const struct e2e_tl *action)
{
	struct sp_packet k = sp_action_packet(p, action);

	sp_send(p, &k);
	return k.random_id;
}

int64_t
sp_noop(struct sp_peer *p)
{
	struct sp_packet k = sp_packet(p);

	sp_send(p, &k);
	return k.random_id;
}

int64_t
sp_notify_layer(struct sp_peer *p, int32_t layer)
{
	struct e2e_tl_decrypted_message_action_notify_layer action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER, layer,
	};

	return sp_action(p, (const void *)&action);
}

int64_t
sp_resend(struct sp_peer *p, int32_t start_wire, int32_t end_wire)
{
	struct e2e_tl_decrypted_message_action_resend action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, start_wire, end_wire,
	};

	return sp_action(p, (const void *)&action);
}
