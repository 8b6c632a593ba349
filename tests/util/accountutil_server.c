/* SPDX-License-Identifier: ISC */
/* Answers to calls as the server gives them, on both lanes (accountutil.h). */
#include "config.h"

#include "accountutil_server.h"

#include <stdlib.h>

int32_t
au_date(const struct au_host *h)
{
	return (int32_t)(h->now / 1000);
}

/* ---- Serialised ---------------------------------------------------------------------- */

struct e2e_bytes
au_serialised(uint32_t type, const void *object)
{
	uint8_t *out;
	size_t n;

	ck_assert_int_eq(e2e_tl_measure(&n, type, object), E2E_OK);
	out = malloc(n + 1);
	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(e2e_tl_put(out, n, &n, type, object), E2E_OK);
	return (struct e2e_bytes){ out, n };
}

static int32_t
done_object(struct au_host *h, uint64_t id, uint32_t type, const void *object)
{
	struct e2e_bytes bytes = au_serialised(type, object);
	int32_t result = e2e_call_done_tl(h->account, id, bytes.p, bytes.n, h->now);

	free((void *)(uintptr_t)bytes.p);
	return result;
}

/* ---- Objects of the server ------------------------------------------------------------ */

struct e2e_tl_encrypted_chat_waiting
au_waiting_chat(const struct au_host *h, int32_t chat_id, int64_t participant_id)
{
	return (struct e2e_tl_encrypted_chat_waiting){
		E2E_TL_ENCRYPTED_CHAT_WAITING, chat_id, AU_ACCESS_HASH, au_date(h),
		h->config.user_id, participant_id,
	};
}

struct e2e_tl_encrypted_chat
au_agreed_chat(const struct au_host *h, int32_t chat_id, bool creator, int64_t peer_id,
            struct e2e_bytes g_x, int64_t key_fingerprint)
{
	int64_t self = h->config.user_id;

	return (struct e2e_tl_encrypted_chat){
		E2E_TL_ENCRYPTED_CHAT, chat_id, AU_ACCESS_HASH, au_date(h),
		creator ? self : peer_id, creator ? peer_id : self, g_x, key_fingerprint,
	};
}

struct e2e_remote_file
au_stored_file(const struct e2e_call *call)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;

	file.id = call->file->id;
	file.access_hash = 77;
	file.bytes = 4096;
	file.dc_id = 2;
	file.key_fingerprint = call->file->key_fingerprint;
	return file;
}

struct e2e_tl_encrypted_file
au_file_object(const struct e2e_remote_file *file)
{
	return (struct e2e_tl_encrypted_file){
		E2E_TL_ENCRYPTED_FILE, file->id, file->access_hash, file->bytes, file->dc_id,
		file->key_fingerprint,
	};
}

/* ---- Answers -------------------------------------------------------------------------- */

static int32_t
answer_dh(struct au_host *h, const struct e2e_call *call)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t random[1024];
	struct e2e_bytes drawn = { random, (size_t)call->random_length };
	struct e2e_tl_messages_dh_config config;
	struct e2e_tl_messages_dh_config_not_modified same;
	bool known = call->version == AU_DH_VERSION;
	int32_t result;

	ck_assert_int_ge(call->random_length, 0);
	ck_assert_int_le(call->random_length, (int32_t)sizeof random);
	e2e_dh_group_known(&group);
	tu_fill(&h->script.seed, random, drawn.n);
	same = (struct e2e_tl_messages_dh_config_not_modified){
		E2E_TL_MESSAGES_DH_CONFIG_NOT_MODIFIED, drawn,
	};
	config = (struct e2e_tl_messages_dh_config){
		E2E_TL_MESSAGES_DH_CONFIG, group.g, { group.p, sizeof group.p }, AU_DH_VERSION,
		drawn,
	};
	if (h->bytes_lane)
		return done_object(h, call->id, E2E_TYPE_MESSAGES_DH_CONFIG,
		                   known ? (const void *)&same : (const void *)&config);
	if (known)
		result = e2e_feed_dh_not_modified(h->account, random, drawn.n, h->now);
	else
		result = e2e_feed_dh_config(h->account, config.version, config.g, group.p,
		                            sizeof group.p, random, drawn.n, h->now);
	return result != E2E_OK ? result : e2e_call_done(h->account, call->id, 0, NULL, h->now);
}

static int32_t
answer_request(struct au_host *h, const struct e2e_call *call)
{
	struct e2e_tl_encrypted_chat_waiting chat = au_waiting_chat(h, call->chat_id, call->user_id);
	int32_t result;

	if (h->bytes_lane)
		return done_object(h, call->id, E2E_TYPE_ENCRYPTED_CHAT, &chat);
	result = e2e_feed_waiting(h->account, chat.id, chat.access_hash, chat.date, chat.admin_id,
	                          chat.participant_id, h->now);
	return result != E2E_OK ? result : e2e_call_done(h->account, call->id, 0, NULL, h->now);
}

static int32_t
answer_accept(struct au_host *h, const struct e2e_call *call)
{
	struct e2e_chat now = au_chat(h, call->chat_id);
	struct e2e_bytes g_a = { h->g_a, h->g_a_n };
	struct e2e_tl_encrypted_chat chat = au_agreed_chat(h, call->chat_id, false, now.user_id, g_a,
	                                                call->key_fingerprint);
	int32_t result;

	if (h->bytes_lane)
		return done_object(h, call->id, E2E_TYPE_ENCRYPTED_CHAT, &chat);
	result = e2e_feed_accepted(h->account, chat.id, chat.access_hash, chat.date, chat.admin_id,
	                           chat.participant_id, g_a.p, g_a.n, chat.key_fingerprint, h->now);
	return result != E2E_OK ? result : e2e_call_done(h->account, call->id, 0, NULL, h->now);
}

static int32_t
answer_send(struct au_host *h, const struct e2e_call *call)
{
	bool with_file = call->method == E2E_CALL_SEND_FILE;
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;
	struct e2e_tl_encrypted_file object;
	struct e2e_tl_messages_sent_encrypted_message sent = {
		E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE, au_date(h),
	};
	struct e2e_tl_messages_sent_encrypted_file sent_file = {
		E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE, au_date(h), (const void *)&object,
	};

	if (with_file)
		file = au_stored_file(call);
	object = au_file_object(&file);
	if (h->bytes_lane)
		return done_object(h, call->id, E2E_TYPE_MESSAGES_SENT_ENCRYPTED_MESSAGE,
		                   with_file ? (const void *)&sent_file : (const void *)&sent);
	return e2e_call_done(h->account, call->id, au_date(h), with_file ? &file : NULL, h->now);
}

static int32_t
answer_plain(struct au_host *h, const struct e2e_call *call)
{
	static const uint8_t yes[] = { 0xb5, 0x75, 0x72, 0x99 };
	static const uint8_t no_longs[] = { 0x15, 0xc4, 0xb5, 0x1c, 0, 0, 0, 0 };
	bool queue = call->method == E2E_CALL_RECEIVED_QUEUE;

	if (!h->bytes_lane || call->method == E2E_CALL_GET_DIFFERENCE)
		return e2e_call_done(h->account, call->id, 0, NULL, h->now);
	return e2e_call_done_tl(h->account, call->id, queue ? no_longs : yes,
	                        queue ? sizeof no_longs : sizeof yes, h->now);
}

int32_t
au_try_answer(struct au_host *h, struct au_call *call)
{
	int32_t result;

	if (call->call.method == E2E_CALL_GET_DH_CONFIG)
		result = answer_dh(h, &call->call);
	else if (call->call.method == E2E_CALL_REQUEST)
		result = answer_request(h, &call->call);
	else if (call->call.method == E2E_CALL_ACCEPT)
		result = answer_accept(h, &call->call);
	else if (au_is_send(call->call.method))
		result = answer_send(h, &call->call);
	else
		result = answer_plain(h, &call->call);
	call->answered = result == E2E_OK;
	return result;
}
