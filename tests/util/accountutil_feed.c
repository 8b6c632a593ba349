/* SPDX-License-Identifier: ISC */
/* What the server says to a host, on both lanes, and the host's loop after it (accountutil.h). */
#include "config.h"

#include "accountutil_server.h"

#include <stdlib.h>
#include <string.h>

/* ---- Answers --------------------------------------------------------------------------- */

void
au_answer_ok(struct au_host *h, struct au_call *call)
{
	ck_assert_ptr_nonnull(call);
	ck_assert_int_eq(au_try_answer(h, call), E2E_OK);
	au_run(h);
}

void
au_fail(struct au_host *h, struct au_call *call, int32_t code, const char *text)
{
	ck_assert_ptr_nonnull(call);
	ck_assert_int_eq(e2e_call_failed(h->account, call->call.id, code, text, strlen(text),
	                                 h->now),
	                 E2E_OK);
	call->answered = true;
	au_run(h);
}

/* ---- Facts ---------------------------------------------------------------------------- */

static void
feed_object(struct au_host *h, uint32_t type, const void *object)
{
	struct e2e_bytes bytes = au_serialised(type, object);

	ck_assert_int_eq(e2e_feed_tl(h->account, bytes.p, bytes.n, h->now), E2E_OK);
	free((void *)(uintptr_t)bytes.p);
}

static void
feed_chat(struct au_host *h, const void *chat)
{
	struct e2e_tl_update_encryption update = { E2E_TL_UPDATE_ENCRYPTION, chat, au_date(h) };

	feed_object(h, E2E_TYPE_UPDATE, &update);
}

void
au_feed_dh_config(struct au_host *h, int32_t version, int32_t g, const uint8_t *p, size_t p_n,
                  const uint8_t *random, size_t random_n)
{
	struct e2e_tl_messages_dh_config config = {
		E2E_TL_MESSAGES_DH_CONFIG, g, { p, p_n }, version, { random, random_n },
	};

	if (h->bytes_lane)
		feed_object(h, E2E_TYPE_MESSAGES_DH_CONFIG, &config);
	else
		ck_assert_int_eq(e2e_feed_dh_config(h->account, version, g, p, p_n, random,
		                                    random_n, h->now),
		                 E2E_OK);
	au_run(h);
}

void
au_feed_requested(struct au_host *h, int32_t chat_id, int64_t admin_id, const uint8_t *g_a,
                  size_t g_a_n)
{
	struct e2e_tl_encrypted_chat_requested chat = {
		E2E_TL_ENCRYPTED_CHAT_REQUESTED, 0, 0, chat_id, AU_ACCESS_HASH, au_date(h),
		admin_id, h->config.user_id, { g_a, g_a_n },
	};

	if (g_a_n <= sizeof h->g_a) {
		if (g_a_n != 0)
			memmove(h->g_a, g_a, g_a_n);
		h->g_a_n = g_a_n;
	}
	if (h->bytes_lane)
		feed_chat(h, &chat);
	else
		ck_assert_int_eq(e2e_feed_requested(h->account, chat_id, AU_ACCESS_HASH, chat.date,
		                                    admin_id, chat.participant_id, g_a, g_a_n,
		                                    h->now),
		                 E2E_OK);
	au_run(h);
}

void
au_feed_waiting(struct au_host *h, int32_t chat_id, int64_t participant_id)
{
	struct e2e_tl_encrypted_chat_waiting chat = au_waiting_chat(h, chat_id, participant_id);

	if (h->bytes_lane)
		feed_chat(h, &chat);
	else
		ck_assert_int_eq(e2e_feed_waiting(h->account, chat_id, chat.access_hash, chat.date,
		                                  chat.admin_id, participant_id, h->now),
		                 E2E_OK);
	au_run(h);
}

void
au_feed_accepted(struct au_host *h, int32_t chat_id, bool creator, int64_t peer_id,
                 const uint8_t *g_x, size_t g_x_n, int64_t key_fingerprint)
{
	struct e2e_bytes value = { g_x, g_x_n };
	struct e2e_tl_encrypted_chat chat = au_agreed_chat(h, chat_id, creator, peer_id, value,
	                                                key_fingerprint);

	if (h->bytes_lane)
		feed_chat(h, &chat);
	else
		ck_assert_int_eq(e2e_feed_accepted(h->account, chat_id, chat.access_hash, chat.date,
		                                   chat.admin_id, chat.participant_id, g_x, g_x_n,
		                                   key_fingerprint, h->now),
		                 E2E_OK);
	au_run(h);
}

void
au_feed_discarded(struct au_host *h, int32_t chat_id, bool history_deleted)
{
	struct e2e_tl_encrypted_chat_discarded chat = {
		E2E_TL_ENCRYPTED_CHAT_DISCARDED,
		history_deleted ? E2E_TL_ENCRYPTED_CHAT_DISCARDED_HAS_HISTORY_DELETED : 0,
		chat_id,
	};

	if (h->bytes_lane)
		feed_chat(h, &chat);
	else
		ck_assert_int_eq(e2e_feed_discarded(h->account, chat_id, history_deleted ? 1 : 0,
		                                    h->now),
		                 E2E_OK);
	au_run(h);
}

static void
feed_message_bytes(struct au_host *h, int32_t chat_id, int64_t random_id, struct e2e_bytes bytes,
                   const struct e2e_remote_file *file, bool service, int32_t qts)
{
	static const struct e2e_tl_encrypted_file_empty no_file = { E2E_TL_ENCRYPTED_FILE_EMPTY };
	struct e2e_tl_encrypted_file some_file = { .ctor = E2E_TL_ENCRYPTED_FILE };
	struct e2e_tl_encrypted_message_service quiet = {
		E2E_TL_ENCRYPTED_MESSAGE_SERVICE, random_id, chat_id, au_date(h), bytes,
	};
	struct e2e_tl_encrypted_message loud = {
		E2E_TL_ENCRYPTED_MESSAGE, random_id, chat_id, au_date(h), bytes,
		(const void *)&no_file,
	};
	struct e2e_tl_update_new_encrypted_message update = {
		E2E_TL_UPDATE_NEW_ENCRYPTED_MESSAGE,
		service ? (const void *)&quiet : (const void *)&loud, qts,
	};

	if (file != NULL) {
		some_file = au_file_object(file);
		loud.file = (const void *)&some_file;
	}
	if (qts != 0)
		feed_object(h, E2E_TYPE_UPDATE, &update);
	else
		feed_object(h, E2E_TYPE_ENCRYPTED_MESSAGE, update.message);
}

void
au_feed_message(struct au_host *h, int32_t chat_id, int64_t random_id, struct e2e_bytes bytes,
                const struct e2e_remote_file *file, bool service, int32_t qts)
{
	if (h->bytes_lane)
		feed_message_bytes(h, chat_id, random_id, bytes, file, service, qts);
	else
		ck_assert_int_eq(e2e_feed_message(h->account, chat_id, random_id, au_date(h),
		                                  bytes.p, bytes.n, file, service ? 1 : 0, qts,
		                                  h->now),
		                 E2E_OK);
	au_run(h);
}
