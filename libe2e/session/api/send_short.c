/* SPDX-License-Identifier: ISC */
/* Shorthands for e2e_send_message() and e2e_send_action(): text, ttl, deletions and the like. */
#include "config.h"

#include "proto/readable.h"
#include "session/core/index.h"

int32_t
e2e_send_text(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
              const char *text, size_t n, int64_t reply_to, uint32_t flags, int64_t now)
{
	const struct e2e_i_chat *chat;
	struct e2e_tl_decrypted_message_73 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_73,
		.flags = reply_to != 0 ? E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID : 0,
		.message = { (const uint8_t *)text, n },
		.reply_to_random_id = reply_to,
	};

	if (account == NULL || text == NULL || n == 0 ||
	    !e2e_utf8_check((const uint8_t *)text, n))
		return E2E_ERR_ARGUMENT;
	if (n > E2E_TEXT_MAX_BYTES)
		return E2E_ERR_LIMIT;
	if (!account->started)
		return E2E_ERR_STATE;
	chat = e2e_i_index_find(account, chat_id);
	if (chat == NULL)
		return E2E_ERR_ARGUMENT;
	message.ttl = chat->core.counters.ttl;
	return e2e_send_message(account, chat_id, random_id, NULL,
	                        (const struct e2e_tl *)&message, NULL, flags, now);
}

int32_t
e2e_send_ttl(struct e2e_account *account, int32_t chat_id, int64_t *random_id, int32_t seconds,
             int64_t now)
{
	const struct e2e_tl_decrypted_message_action_set_message_ttl action = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL,
		.ttl_seconds = seconds
	};

	if (seconds < 0)
		return E2E_ERR_ARGUMENT;
	return e2e_send_action(account, chat_id, random_id, (const struct e2e_tl *)&action, now);
}

/* Send action CTOR about the N messages IDS; E2E_ERR_ARGUMENT if there are fewer than LEAST. */
static int32_t
send_ids(struct e2e_account *account, int32_t chat_id, int64_t *random_id, uint32_t ctor,
         const int64_t *ids, size_t n, size_t least, int64_t now)
{
	/* the three actions have the same members */
	const struct e2e_tl_decrypted_message_action_delete_messages action = {
		.ctor = ctor,
		.random_ids = { ids, n }
	};

	if (n < least || (n > 0 && ids == NULL))
		return E2E_ERR_ARGUMENT;
	if (n > E2E_I_IDS_MAX)
		return E2E_ERR_LIMIT;
	return e2e_send_action(account, chat_id, random_id, (const struct e2e_tl *)&action, now);
}

int32_t
e2e_send_delete(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                const int64_t *ids, size_t n, int64_t now)
{
	return send_ids(account, chat_id, random_id,
	                E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, ids, n, 1, now);
}

int32_t
e2e_send_screenshot(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                    const int64_t *ids, size_t n, int64_t now)
{
	return send_ids(account, chat_id, random_id,
	                E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES, ids, n, 0, now);
}

int32_t
e2e_send_opened(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                const int64_t *ids, size_t n, int64_t now)
{
	return send_ids(account, chat_id, random_id,
	                E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, ids, n, 1, now);
}

int32_t
e2e_send_flush(struct e2e_account *account, int32_t chat_id, int64_t *random_id, int64_t now)
{
	const struct e2e_tl_decrypted_message_action_flush_history action = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY
	};

	return e2e_send_action(account, chat_id, random_id, (const struct e2e_tl *)&action, now);
}
