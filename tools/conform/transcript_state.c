/* SPDX-License-Identifier: ISC */
/* What a chat is like after a line: "state_after". */
#include "config.h"

#include "transcript.h"

/* The numbers of a state that stand in struct e2e_chat. */
static bool
numbers_agree(struct row *row, const struct e2e_chat *chat)
{
	const struct {
		const char *field;
		int64_t got;
	} numbers[] = {
		{ "in_seq_no_raw", chat->in_seq },
		{ "out_seq_no_raw", chat->out_seq },
		{ "peer_in_seq_no_raw", chat->acked_seq },
		{ "peer_layer", chat->peer_layer },
		{ "send_layer", chat->sent_layer },
		{ "send_mtproto", chat->mtproto },
	};

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		if (row_has(row, numbers[i].field) &&
		    !row_same_i64(row, numbers[i].field, numbers[i].got,
		                  row_i32(row, numbers[i].field)))
			return false;
	}
	return true;
}

/* ---- Keys ---------------------------------------------------------------------------- */

struct keys {
	int64_t current;
	int64_t next;    /* 0: none */
	uint32_t rekey;  /* E2E_REKEY_* */
};

/* A fingerprint, or null for none. */
static int64_t
fingerprint_or_none(struct row *row, const char *field)
{
	if (json_is_null(json_object_get(row->json, field)))
		return 0;
	return line_fingerprint(row, field);
}

/*
 * While a packet under the new key waits behind a hole with the commit in it, it is as right
 * to send with the new key already as to do so when the commit is processed.
 */
static bool
only_switched_later(const struct e2e_chat *chat, const struct keys *want)
{
	if (chat->held == 0)
		return false;
	if (chat->rekeying == E2E_REKEY_ACCEPTED)
		return want->rekey == E2E_REKEY_NONE && want->current == chat->new_key_fingerprint;
	return chat->rekeying == E2E_REKEY_NONE && want->rekey == E2E_REKEY_ACCEPTED &&
	       want->next == chat->key_fingerprint && want->current == chat->old_key_fingerprint;
}

/*
 * While an answer of ours waits for its tick, the chat may know more of the exchange than the
 * transcript: that our own request has lost, or the key that we are going to commit.
 */
static bool
only_answers_later(const struct replay *r, const struct e2e_chat *chat, const struct keys *want)
{
	return host_answers(r) && want->rekey == E2E_REKEY_REQUESTED && want->next == 0 &&
	       chat->rekeying != E2E_REKEY_ACCEPTED && want->current == chat->key_fingerprint;
}

/* The old key is not looked at: it may be forgotten a little earlier or later. */
static bool
keys_agree(const struct replay *r, struct row *row, const struct e2e_chat *chat)
{
	static const struct row_word words[] = {
		{ "idle", E2E_REKEY_NONE },
		{ "requested", E2E_REKEY_REQUESTED },
		{ "accepted", E2E_REKEY_ACCEPTED },
		{ NULL, 0 },
	};
	struct keys want = { chat->key_fingerprint, chat->new_key_fingerprint, chat->rekeying };

	if (row_has(row, "key_fingerprint"))
		want.current = line_fingerprint(row, "key_fingerprint");
	if (row_has(row, "new_key_fingerprint"))
		want.next = fingerprint_or_none(row, "new_key_fingerprint");
	if (row_has(row, "rekey"))
		want.rekey = (uint32_t)row_choice(row, "rekey", words);
	if (row->malformed)
		return false;
	if (only_switched_later(chat, &want) || only_answers_later(r, chat, &want))
		return true;
	return row_same_i64(row, "key_fingerprint", chat->key_fingerprint, want.current) &&
	       row_same_i64(row, "new_key_fingerprint", chat->new_key_fingerprint, want.next) &&
	       row_same_i64(row, "rekey", chat->rekeying, want.rekey);
}

/* ---- What waits behind a hole ------------------------------------------------------------ */

/* The out_seq_no of the messages that wait, in order. */
static bool
queue_agrees(struct replay *r, struct row *row)
{
	const json_t *queued = json_object_get(row->json, "queued");
	int32_t parity = r->side == E2E_CREATOR ? 0 : 1, raw;
	size_t n = json_array_size(queued);

	if (queued == NULL)
		return true;
	for (size_t i = 0; i < n; i++) {
		const json_t *number = json_array_get(queued, i);

		if (!json_is_integer(number)) {
			row_malformed(row, "field \"queued\" has something else than numbers");
			return false;
		}
		if (e2e_chat_held(r->host.account, &raw, r->host.chat_id, (uint32_t)i) != E2E_OK)
			return row_differs(row, "%zu messages wait, not %zu", i, n);
		if (!row_same_i64(row, "queued", 2 * (int64_t)raw + parity,
		                  json_integer_value(number)))
			return false;
	}
	if (e2e_chat_held(r->host.account, &raw, r->host.chat_id, (uint32_t)n) == E2E_OK)
		return row_differs(row, "more than %zu messages wait", n);
	return true;
}

bool
state_agrees(struct replay *r, struct row *row)
{
	const json_t *outside;
	struct e2e_chat chat;
	bool good;

	if (!row_has(row, "state_after"))
		return true;
	if (!host_chat(r, row, &chat))
		return false;
	outside = line_enter(row, "state_after");
	good = !row->malformed && numbers_agree(row, &chat) && keys_agree(r, row, &chat) &&
	       queue_agrees(r, row);
	line_leave(row, outside);
	return good && !row->malformed;
}
