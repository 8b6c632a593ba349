/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "chatutil.h"

#include <string.h>

/* ---- Life -------------------------------------------------------------------------- */

void
ch_init(struct ch *c, int backend)
{
	au_init(&c->h, tu_backend((size_t)backend), CH_USER);
	c->h.answers = AU_AUTO_SENDS;
}

void
ch_ready(struct ch *c, uint32_t role)
{
	au_start(&c->h);
	sp_open(&c->p, &c->h, CH_PEER);
	if (role == E2E_CREATOR)
		sp_asked(&c->p);
	else
		sp_accepted(&c->p);
	ck_assert_uint_eq(ch_chat(c).state, E2E_CHAT_ACTIVE);
	au_forget(&c->h);
}

void
ch_open(struct ch *c, int backend, uint32_t role)
{
	ch_init(c, backend);
	ch_ready(c, role);
}

void
ch_open_policy(struct ch *c, int backend, uint32_t role, uint32_t policy)
{
	ch_init(c, backend);
	c->h.config.policy = policy;
	ch_ready(c, role);
}

void
ch_close(struct ch *c)
{
	sp_close(&c->p);
	au_close(&c->h);
}

struct e2e_chat
ch_chat(struct ch *c)
{
	return au_chat(&c->h, c->p.chat_id);
}

/* ---- From the peer ------------------------------------------------------------------- */

struct sp_packet
ch_packet_at(struct ch *c, int32_t raw, const char *text)
{
	int32_t next = c->p.out_seq;
	struct sp_packet packet;

	c->p.out_seq = raw;
	packet = sp_text_packet(&c->p, text);
	if (c->p.out_seq < next)
		c->p.out_seq = next;
	return packet;
}

struct sp_packet
ch_action_at(struct ch *c, int32_t raw, const struct e2e_tl *action)
{
	int32_t next = c->p.out_seq;
	struct sp_packet packet;

	c->p.out_seq = raw;
	packet = sp_action_packet(&c->p, action);
	if (c->p.out_seq < next)
		c->p.out_seq = next;
	return packet;
}

int64_t
ch_text_at(struct ch *c, int32_t raw, const char *text)
{
	struct sp_packet packet = ch_packet_at(c, raw, text);

	sp_send(&c->p, &packet);
	return packet.random_id;
}

const struct e2e_tl *
ch_simple(struct ch *c, uint32_t ctor)
{
	struct e2e_tl *action = sp_new(&c->p, sizeof *action);

	action->ctor = ctor;
	return action;
}

const struct e2e_tl *
ch_resend(struct ch *c, int32_t start, int32_t end)
{
	struct e2e_tl_decrypted_message_action_resend *action = sp_new(&c->p, sizeof *action);

	*action = (struct e2e_tl_decrypted_message_action_resend){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, start, end,
	};
	return (const void *)action;
}

const struct e2e_tl *
ch_asks(struct ch *c, int32_t first, int32_t last)
{
	return ch_resend(c, sp_wire_in(&c->p, first), sp_wire_in(&c->p, last));
}

/* readMessages, deleteMessages and screenshotMessages have one form. */
const struct e2e_tl *
ch_longs(struct ch *c, uint32_t ctor, const int64_t *ids, size_t n)
{
	struct e2e_tl_decrypted_message_action_delete_messages *action;
	int64_t *copy = sp_new(&c->p, n * sizeof *ids + 1);

	if (n != 0)
		memcpy(copy, ids, n * sizeof *ids);
	action = sp_new(&c->p, sizeof *action);
	*action = (struct e2e_tl_decrypted_message_action_delete_messages){ ctor, { copy, n } };
	return (const void *)action;
}

const struct e2e_tl *
ch_set_ttl(struct ch *c, int32_t seconds)
{
	struct e2e_tl_decrypted_message_action_set_message_ttl *action;

	action = sp_new(&c->p, sizeof *action);
	*action = (struct e2e_tl_decrypted_message_action_set_message_ttl){
		E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL, seconds,
	};
	return (const void *)action;
}

struct e2e_tl_decrypted_message_73 *
ch_message(struct ch *c, const char *text)
{
	struct e2e_tl_decrypted_message_73 *message = sp_new(&c->p, sizeof *message);

	message->ctor = E2E_TL_DECRYPTED_MESSAGE_73;
	message->random_id = c->p.next_id++;
	message->message = ch_string(text);
	return message;
}

struct e2e_bytes
ch_bytes(struct ch *c, const struct e2e_tl *message)
{
	uint8_t *out;
	size_t n;

	ck_assert_int_eq(e2e_tl_measure(&n, E2E_TYPE_ANY, message), E2E_OK);
	out = sp_new(&c->p, n);
	ck_assert_int_eq(e2e_tl_put(out, n, &n, E2E_TYPE_ANY, message), E2E_OK);
	return (struct e2e_bytes){ out, n };
}

struct e2e_bytes
ch_strange(struct ch *c, const struct e2e_tl *message, uint32_t from, uint32_t to)
{
	struct e2e_bytes bytes = ch_bytes(c, message);
	uint8_t *out = sp_new(&c->p, bytes.n), id[4];
	size_t at;

	memcpy(out, bytes.p, bytes.n);
	cu_put32(id, from);
	for (at = 0; at + 4 <= bytes.n; at += 4)
		if (memcmp(out + at, id, 4) == 0)
			break;
	ck_assert_uint_lt(at, bytes.n);
	cu_put32(out + at, to);
	return (struct e2e_bytes){ out, bytes.n };
}

struct e2e_bytes
ch_string(const char *text)
{
	return (struct e2e_bytes){ (const uint8_t *)text, strlen(text) };
}

/* ---- From the account -------------------------------------------------------------------- */

struct sp_opened
ch_look(struct ch *c, const struct au_call *call)
{
	int32_t acknowledged = c->p.in_seq;
	struct sp_opened opened = sp_open_call(&c->p, call);

	c->p.in_seq = acknowledged;
	return opened;
}

/* Send number INDEX is of KIND, and the first of its bytes. */
static bool
is_new(struct ch *c, size_t index, uint32_t kind)
{
	const struct e2e_call *call = &au_send_at(&c->h, index)->call;
	struct sp_opened opened = ch_look(c, au_send_at(&c->h, index));
	size_t i;

	if (sp_kind(&opened) != kind)
		return false;
	for (i = 0; i < index; i++) {
		const struct e2e_call *other = &au_send_at(&c->h, i)->call;

		if (other->data.n == call->data.n &&
		    memcmp(other->data.p, call->data.p, call->data.n) == 0)
			return false;
	}
	return true;
}

size_t
ch_count(struct ch *c, uint32_t kind)
{
	size_t i, n = 0;

	for (i = 0; i < au_count_sends(&c->h); i++)
		n += is_new(c, i, kind) ? 1 : 0;
	return n;
}

struct au_call *
ch_last(struct ch *c, uint32_t kind)
{
	size_t i;

	for (i = au_count_sends(&c->h); i-- != 0;)
		if (is_new(c, i, kind))
			return au_send_at(&c->h, i);
	ck_abort_msg("nothing of the kind %08x was sent", (unsigned)kind);
	return NULL;
}

void
ch_is_resend(struct ch *c, const struct au_call *call, int32_t start, int32_t end)
{
	const struct e2e_tl_decrypted_message_action_resend *action;
	struct sp_opened opened;

	ck_assert_ptr_nonnull(call);
	opened = ch_look(c, call);
	ck_assert_uint_eq(sp_kind(&opened), E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND);
	action = (const void *)opened.action;
	ck_assert_int_eq(action->start_seq_no, start);
	ck_assert_int_eq(action->end_seq_no, end);
	ck_assert_uint_eq(call->call.method, E2E_CALL_SEND_SERVICE);
}

void
ch_takes_place(struct ch *c, const struct au_call *call, const struct au_call *original)
{
	const struct e2e_tl_decrypted_message_action_delete_messages *action;
	struct sp_opened was = ch_look(c, original), is = ch_look(c, call);

	ck_assert_uint_eq(sp_kind(&is), E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES);
	action = (const void *)is.action;
	ck_assert_uint_eq(action->random_ids.n, 1);
	ck_assert_int_eq(action->random_ids.v[0], was.random_id);
	ck_assert_int_eq(is.out_seq_no, was.out_seq_no);
	ck_assert_int_eq(is.in_seq_no, was.in_seq_no);
	ck_assert_int_eq(call->call.random_id, original->call.random_id);
	ck_assert_uint_eq(call->call.method, E2E_CALL_SEND); /* its file is gone */
	ck_assert_uint_ne(call->call.flags & E2E_CALL_SILENT, 0);
}

void
ch_document(struct ch *c, uint32_t flags)
{
	static const uint8_t key[32] = { 1 };
	struct e2e_tl_decrypted_message_media_document_45 media = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_MEDIA_DOCUMENT_45, .size = 4000,
		.key = { key, 32 }, .iv = { key, 32 },
	};
	struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73, .flags = E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA,
		.media = (const void *)&media,
	};
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;

	file.kind = E2E_FILE_EXISTING;
	file.id = 5;
	file.access_hash = 6;
	ck_assert_int_eq(e2e_send_message(c->h.account, c->p.chat_id, NULL, NULL,
	                                  (const void *)&message, &file, flags, c->h.now),
	                 E2E_OK);
	au_run(&c->h);
}

/* ---- What came of it ------------------------------------------------------------------------ */

static struct e2e_bytes
text_of(const struct e2e_event *event)
{
	const struct e2e_tl *m = event->message;

	ck_assert_ptr_nonnull(m);
	if (m->ctor == E2E_TL_DECRYPTED_MESSAGE_73)
		return ((const struct e2e_tl_decrypted_message_73 *)(const void *)m)->message;
	if (m->ctor == E2E_TL_DECRYPTED_MESSAGE_45)
		return ((const struct e2e_tl_decrypted_message_45 *)(const void *)m)->message;
	if (m->ctor == E2E_TL_DECRYPTED_MESSAGE_8)
		return ((const struct e2e_tl_decrypted_message_8 *)(const void *)m)->message;
	return ch_string("?");
}

bool
ch_says(const struct e2e_event *event, const char *text)
{
	struct e2e_bytes got;

	ck_assert_ptr_nonnull(event);
	got = text_of(event);
	return got.n == strlen(text) && memcmp(got.p, text, got.n) == 0;
}

void
ch_delivered(struct ch *c, const char *texts)
{
	const struct e2e_event *event;
	char got[4096] = "";
	size_t i, at = 0;

	for (i = 0; (event = au_event(&c->h, E2E_EVENT_MESSAGE, i)) != NULL; i++) {
		struct e2e_bytes text = text_of(event);

		ck_assert_uint_lt(at + text.n + 1, sizeof got);
		if (i != 0)
			got[at++] = '|';
		memcpy(got + at, text.p, text.n);
		at += text.n;
		got[at] = '\0';
	}
	ck_assert_str_eq(got, texts);
}

size_t
ch_rejected(struct ch *c, uint32_t reason)
{
	const struct e2e_event *event;
	size_t i, n = 0;

	for (i = 0; (event = au_event(&c->h, E2E_EVENT_REJECTED, i)) != NULL; i++)
		n += reason == 0 || event->reason == reason ? 1 : 0;
	return n;
}

void
ch_is_closed(struct ch *c, uint32_t reason)
{
	const struct e2e_event *event = au_last_event(&c->h, E2E_EVENT_CHAT);

	ck_assert_uint_eq(ch_chat(c).state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(ch_chat(c).reason, reason);
	ck_assert_ptr_nonnull(event);
	ck_assert_uint_eq(event->state, E2E_CHAT_CLOSED);
	ck_assert_uint_eq(event->reason, reason);
	ck_assert_uint_eq(au_count_calls(&c->h, E2E_CALL_DISCARD), 1);
	ck_assert_int_eq(au_last_call(&c->h, E2E_CALL_DISCARD)->call.chat_id, c->p.chat_id);
}

void
ch_is_open(struct ch *c)
{
	ck_assert_uint_eq(ch_chat(c).state, E2E_CHAT_ACTIVE);
	ck_assert_uint_eq(au_count_events(&c->h, E2E_EVENT_CHAT), 0);
	ck_assert_uint_eq(au_count_calls(&c->h, E2E_CALL_DISCARD), 0);
}
