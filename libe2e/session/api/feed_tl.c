/* SPDX-License-Identifier: ISC */
/* TL from the host: updates (e2e_feed_tl) and results (e2e_call_done_tl), protocol 0.1.1. */
#include "config.h"

#include "base/pool.h"
#include "session/api/calls.h"
#include "session/api/handshake.h"
#include "session/core/decode.h"
#include "tl/reader.h"

#define VECTOR_CTOR 0x1cb5c415u

/* ---- Objects ------------------------------------------------------------------------------ */

/* Copy OBJECT, an EncryptedFile, to *FILE and return that; NULL if it is encryptedFileEmpty. */
static const struct e2e_remote_file *
remote_file(struct e2e_remote_file *file, const struct e2e_tl *object)
{
	const struct e2e_tl_encrypted_file *f = (const void *)object;

	if (object->ctor != E2E_TL_ENCRYPTED_FILE)
		return NULL;
	*file = (struct e2e_remote_file)E2E_REMOTE_FILE_INIT;
	file->id = f->id;
	file->access_hash = f->access_hash;
	file->bytes = f->size;
	file->dc_id = f->dc_id;
	file->key_fingerprint = f->key_fingerprint;
	return file;
}

static int32_t
feed_message(struct e2e_account *account, const struct e2e_tl *object, int32_t qts, int64_t now)
{
	const struct e2e_tl_encrypted_message *m = (const void *)object;
	const struct e2e_tl_encrypted_message_service *service = (const void *)object;
	struct e2e_remote_file file;

	if (object->ctor == E2E_TL_ENCRYPTED_MESSAGE)
		return e2e_feed_message(account, m->chat_id, m->random_id, m->date, m->bytes.p,
		                        m->bytes.n, remote_file(&file, m->file), 0, qts, now);
	return e2e_feed_message(account, service->chat_id, service->random_id, service->date,
	                        service->bytes.p, service->bytes.n, NULL, 1, qts, now);
}

static int32_t
feed_chat(struct e2e_account *account, const struct e2e_tl *object, int64_t now)
{
	const void *o = object;

	switch (object->ctor) {
	case E2E_TL_ENCRYPTED_CHAT_REQUESTED: {
		const struct e2e_tl_encrypted_chat_requested *c = o;

		return e2e_feed_requested(account, c->id, c->access_hash, c->date, c->admin_id,
		                          c->participant_id, c->g_a.p, c->g_a.n, now);
	}
	case E2E_TL_ENCRYPTED_CHAT_WAITING: {
		const struct e2e_tl_encrypted_chat_waiting *c = o;

		return e2e_feed_waiting(account, c->id, c->access_hash, c->date, c->admin_id,
		                        c->participant_id, now);
	}
	case E2E_TL_ENCRYPTED_CHAT:
		return e2e_i_handshake_accepted(account, o, now);
	case E2E_TL_ENCRYPTED_CHAT_DISCARDED: {
		const struct e2e_tl_encrypted_chat_discarded *c = o;
		const bool history =
			(c->flags & E2E_TL_ENCRYPTED_CHAT_DISCARDED_HAS_HISTORY_DELETED) != 0;

		return e2e_feed_discarded(account, c->id, history ? 1 : 0, now);
	}
	default:
		return E2E_OK; /* encryptedChatEmpty carries nothing to act on */
	}
}

static int32_t
feed_dh(struct e2e_account *account, const struct e2e_tl *object, int64_t now)
{
	const struct e2e_tl_messages_dh_config *c = (const void *)object;
	const struct e2e_tl_messages_dh_config_not_modified *same = (const void *)object;

	if (object->ctor == E2E_TL_MESSAGES_DH_CONFIG)
		return e2e_feed_dh_config(account, c->version, c->g, c->p.p, c->p.n, c->random.p,
		                          c->random.n, now);
	return e2e_feed_dh_not_modified(account, same->random.p, same->random.n, now);
}

static int32_t
feed_object(struct e2e_account *account, const struct e2e_tl *object, int64_t now)
{
	const void *o = object;

	switch (object->ctor) {
	case E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE: {
		const struct e2e_tl_update_new_encrypted_message *u = o;

		return feed_message(account, u->message, u->qts, now);
	}
	case E2E_TL_UPDATE_ENCRYPTION:
		return feed_chat(account, ((const struct e2e_tl_update_encryption *)o)->chat, now);
	case E2E_TL_UPDATE_ENCRYPTED_CHAT_TYPING:
		return e2e_feed_typing(
			account, ((const struct e2e_tl_update_encrypted_chat_typing *)o)->chat_id,
			now);
	case E2E_TL_UPDATE_ENCRYPTED_MESSAGES_READ: {
		const struct e2e_tl_update_encrypted_messages_read *u = o;

		return e2e_feed_read(account, u->chat_id, u->max_date, u->date, now);
	}
	case E2E_TL_ENCRYPTED_MESSAGE:
	case E2E_TL_ENCRYPTED_MESSAGE_SERVICE:
		return feed_message(account, object, 0, now);
	case E2E_TL_ENCRYPTED_CHAT_EMPTY:
	case E2E_TL_ENCRYPTED_CHAT_WAITING:
	case E2E_TL_ENCRYPTED_CHAT_REQUESTED:
	case E2E_TL_ENCRYPTED_CHAT:
	case E2E_TL_ENCRYPTED_CHAT_DISCARDED:
		return feed_chat(account, object, now);
	case E2E_TL_MESSAGES_DH_CONFIG:
	case E2E_TL_MESSAGES_DH_CONFIG_NOT_MODIFIED:
		return feed_dh(account, object, now);
	case E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE:
	case E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE:
		return E2E_OK; /* meaningful only as the result of a call */
	default:
		return E2E_REFUSED_UNKNOWN;
	}
}

/* ---- Bytes -------------------------------------------------------------------------------- */

/*
 * Read the constructor id of the object at BYTES; 0, which is no constructor's, if they are too
 * short.  It is looked at before decoding, so that a constructor that is not wanted costs no
 * memory.
 */
static uint32_t
id_of(const uint8_t *bytes, size_t n)
{
	return n >= 4 ? e2e_i_load_le32(bytes) : 0;
}

/* Decode all of BYTES into *OBJECT, in POOL; NULL on failure. */
static int32_t
decode_whole(struct e2e_i_pool *pool, const struct e2e_tl **object, const uint8_t *bytes, size_t n)
{
	struct e2e_tl_limits limits = E2E_TL_LIMITS_INIT;
	struct e2e_tl_got got;
	int32_t err;

	limits.max_bytes = 3 * (size_t)E2E_PAYLOAD_MAX_BYTES; /* enough for two long strings */
	err = e2e_i_decode(pool, &got, E2E_TYPE_ANY, (struct e2e_bytes){ bytes, n }, &limits);
	*object = err == E2E_OK ? got.object : NULL;
	return err;
}

/*
 * Measure the encryptedMessage or encryptedMessageService at the start of BYTES; 0 if there is
 * none. A difference has them one after the other, without their lengths.
 */
static size_t
message_bytes(const uint8_t *bytes, size_t n)
{
	struct e2e_i_reader r = { .p = bytes, .left = n };
	const uint32_t ctor = e2e_i_reader_u32(&r);
	uint32_t file;

	if (ctor != E2E_TL_ENCRYPTED_MESSAGE && ctor != E2E_TL_ENCRYPTED_MESSAGE_SERVICE)
		return 0;
	e2e_i_reader_take(&r, 8 + 4 + 4); /* random_id, chat_id, date */
	e2e_i_reader_string(&r);
	if (ctor == E2E_TL_ENCRYPTED_MESSAGE) {
		file = e2e_i_reader_u32(&r);
		if (file == E2E_TL_ENCRYPTED_FILE)
			e2e_i_reader_take(&r, 8 + 8 + 8 + 4 + 4);
		else if (file != E2E_TL_ENCRYPTED_FILE_EMPTY)
			return 0;
	}
	return r.bad ? 0 : n - r.left;
}

/* Whether feed_object() handles constructor ID. */
static bool
is_fact(uint32_t id)
{
	switch (id) {
	case E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE:
	case E2E_TL_UPDATE_ENCRYPTION:
	case E2E_TL_UPDATE_ENCRYPTED_CHAT_TYPING:
	case E2E_TL_UPDATE_ENCRYPTED_MESSAGES_READ:
	case E2E_TL_ENCRYPTED_MESSAGE:
	case E2E_TL_ENCRYPTED_MESSAGE_SERVICE:
	case E2E_TL_ENCRYPTED_CHAT_EMPTY:
	case E2E_TL_ENCRYPTED_CHAT_WAITING:
	case E2E_TL_ENCRYPTED_CHAT_REQUESTED:
	case E2E_TL_ENCRYPTED_CHAT:
	case E2E_TL_ENCRYPTED_CHAT_DISCARDED:
	case E2E_TL_MESSAGES_DH_CONFIG:
	case E2E_TL_MESSAGES_DH_CONFIG_NOT_MODIFIED:
	case E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE:
	case E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE:
		return true;
	default:
		return false;
	}
}

static int32_t
feed_one(struct e2e_account *account, const uint8_t *bytes, size_t n, int64_t now)
{
	const struct e2e_tl *object;
	struct e2e_i_pool pool;
	int32_t err;

	if (n >= 4 && !is_fact(id_of(bytes, n)))
		return E2E_REFUSED_UNKNOWN;
	e2e_i_pool_init(&pool, &account->allocator);
	err = decode_whole(&pool, &object, bytes, n);
	if (err == E2E_OK)
		err = feed_object(account, object, now);
	e2e_i_pool_reset(&pool);
	return err;
}

/*
 * Feed the messages of a vector one by one.  After an error the host may feed the whole vector once
 * more: the messages that were handled before the error are then recognised as duplicates.
 */
static int32_t
feed_vector(struct e2e_account *account, const uint8_t *bytes, size_t n, int64_t now)
{
	struct e2e_i_reader r = { .p = bytes, .left = n };
	uint32_t left;

	e2e_i_reader_u32(&r);
	left = e2e_i_reader_u32(&r);
	if (r.bad)
		return E2E_REFUSED_TL;
	for (; left > 0 && r.left > 0; left--) {
		size_t one = message_bytes(r.p, r.left);
		int32_t err;

		if (one == 0)
			return E2E_REFUSED_UNKNOWN;
		err = feed_one(account, r.p, one, now);
		if (err != E2E_OK)
			return err;
		e2e_i_reader_take(&r, one);
	}
	return left == 0 && r.left == 0 ? E2E_OK : E2E_REFUSED_TL;
}

int32_t
e2e_feed_tl(struct e2e_account *account, const uint8_t *bytes, size_t n, int64_t now)
{
	if (account == NULL || (bytes == NULL && n > 0) || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	if (n >= 4 && e2e_i_load_le32(bytes) == VECTOR_CTOR)
		return feed_vector(account, bytes, n, now);
	return feed_one(account, bytes, n, now);
}

/* ---- Results ------------------------------------------------------------------------------ */

static int32_t
done_send(struct e2e_account *account, uint64_t id, const struct e2e_tl *object, int64_t now)
{
	const struct e2e_tl_messages_sent_encrypted_message *sent = (const void *)object;
	const struct e2e_tl_messages_sent_encrypted_file *with_file = (const void *)object;
	struct e2e_remote_file file;

	if (object->ctor == E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE)
		return e2e_call_done(account, id, sent->date, NULL, now);
	return e2e_call_done(account, id, with_file->date, remote_file(&file, with_file->file),
	                     now);
}

/* Call ID succeeded, and its result has neither a date nor a file. */
static int32_t
done_without_date(struct e2e_account *account, uint64_t id, int64_t now)
{
	return e2e_call_done(account, id, 0, NULL, now);
}

/* The result of call ID is of another method or is no TL: handle it like a missing answer. */
static int32_t
fail_unreadable(struct e2e_account *account, uint64_t id, int64_t now)
{
	return e2e_call_failed(account, id, 0, NULL, 0, now);
}

/* Whether constructor ID can be the result of METHOD, E2E_CALL_*. */
static bool
is_result_of(uint32_t method, uint32_t id)
{
	switch (id) {
	case E2E_TL_MESSAGES_SENT_ENCRYPTED_MESSAGE:
	case E2E_TL_MESSAGES_SENT_ENCRYPTED_FILE:
		return e2e_i_calls_is_send(method);
	case E2E_TL_MESSAGES_DH_CONFIG:
	case E2E_TL_MESSAGES_DH_CONFIG_NOT_MODIFIED:
		return method == E2E_CALL_GET_DH_CONFIG;
	case E2E_TL_BOOL_TRUE:
	case E2E_TL_BOOL_FALSE:
		return method == E2E_CALL_DISCARD || method == E2E_CALL_SET_TYPING ||
		       method == E2E_CALL_READ_HISTORY || method == E2E_CALL_REPORT_SPAM;
	case E2E_TL_ENCRYPTED_CHAT_EMPTY:
	case E2E_TL_ENCRYPTED_CHAT_WAITING:
	case E2E_TL_ENCRYPTED_CHAT:
	case E2E_TL_ENCRYPTED_CHAT_DISCARDED:
		return method == E2E_CALL_REQUEST || method == E2E_CALL_ACCEPT;
	default:
		return false;
	}
}

static int32_t
done_object(struct e2e_account *account, const struct e2e_i_call *call,
            const struct e2e_tl *object, int64_t now)
{
	const uint64_t id = (uint64_t)call->item.key;
	int32_t err = E2E_OK;

	if (e2e_i_calls_is_send(call->method))
		return done_send(account, id, object, now);
	if (call->method == E2E_CALL_REQUEST || call->method == E2E_CALL_ACCEPT)
		err = feed_chat(account, object, now);
	else if (call->method == E2E_CALL_GET_DH_CONFIG)
		err = feed_dh(account, object, now);
	return err >= 0 ? done_without_date(account, id, now) : err;
}

int32_t
e2e_call_done_tl(struct e2e_account *account, uint64_t id, const uint8_t *result, size_t n,
                 int64_t now)
{
	const struct e2e_i_call *call;
	const struct e2e_tl *object;
	struct e2e_i_pool pool;
	int32_t err;

	if (account == NULL || (result == NULL && n > 0) || !e2e_i_account_now(now))
		return E2E_ERR_ARGUMENT;
	if (!account->started)
		return E2E_ERR_STATE;
	call = e2e_i_calls_find(account, id);
	if (call == NULL)
		return E2E_OK;
	/* the result is a bare vector of random_ids, or that of a method of the host's own */
	if (call->method == E2E_CALL_RECEIVED_QUEUE || call->method == E2E_CALL_GET_DIFFERENCE)
		return done_without_date(account, id, now);
	if (!is_result_of(call->method, id_of(result, n)))
		return fail_unreadable(account, id, now);
	e2e_i_pool_init(&pool, &account->allocator);
	err = decode_whole(&pool, &object, result, n);
	if (err == E2E_OK)
		err = done_object(account, call, object, now);
	else if (err >= 0)
		err = fail_unreadable(account, id, now);
	e2e_i_pool_reset(&pool);
	return err;
}
