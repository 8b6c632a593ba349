/* SPDX-License-Identifier: ISC */
/* The numbers, keys and queue of a chat, against "state_after". */
#include "config.h"

#include "host.h"
#include "state.h"

/* ---- Keys ---------------------------------------------------------------------------- */

struct keys {
	int64_t current;
	int64_t next;    /* 0: none */
	uint32_t rekey;  /* E2E_REKEY_* */
};

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
static void
keys_agree(const struct replay *r, struct row *row, const struct e2e_chat *chat)
{
	static const struct row_word words[] = {
		{ "idle", E2E_REKEY_NONE },
		{ "requested", E2E_REKEY_REQUESTED },
		{ "accepted", E2E_REKEY_ACCEPTED },
		{ NULL, 0 },
	};
	struct keys want = { chat->key_fingerprint, chat->new_key_fingerprint, chat->rekeying };
	const json_t *next = row_get(row, "new_key_fingerprint");

	if (row_has(row, "key_fingerprint"))
		want.current = row_fingerprint(row, "key_fingerprint");
	if (next != NULL)
		want.next = json_is_null(next) ? 0 : row_fingerprint(row, "new_key_fingerprint");
	if (row_has(row, "rekey"))
		want.rekey = (uint32_t)row_choice(row, "rekey", words);
	if (only_switched_later(chat, &want) || only_answers_later(r, chat, &want))
		return;
	row_same_i64(row, "key_fingerprint", chat->key_fingerprint, want.current);
	row_same_i64(row, "new_key_fingerprint", chat->new_key_fingerprint, want.next);
	row_same_i64(row, "rekey", chat->rekeying, want.rekey);
}

/* ---- What waits behind a hole ------------------------------------------------------------ */

/* The out_seq_no of the messages that wait, in order. */
static void
queue_agrees(struct replay *r, struct row *row)
{
	const json_t *queued = row_get(row, "queued");
	int32_t parity = r->side == E2E_CREATOR ? 0 : 1, raw;
	size_t n = json_array_size(queued);

	for (size_t i = 0; i < n; i++) {
		int32_t number = value_i32(row, json_array_get(queued, i), "an element of queued");

		if (e2e_chat_held(r->host.account, &raw, r->host.chat_id, (uint32_t)i) == E2E_OK)
			row_same_i64(row, "queued", 2 * (int64_t)raw + parity, number);
		else
			row_differs(row, "%zu messages wait, not %zu", i, n);
	}
	if (queued != NULL &&
	    e2e_chat_held(r->host.account, &raw, r->host.chat_id, (uint32_t)n) == E2E_OK)
		row_differs(row, "more than %zu messages wait", n);
}

void
state_agrees(struct replay *r, struct row *row)
{
	const json_t *outside = row->json, *state = row_get(row, "state_after");
	struct e2e_chat chat;

	if (state == NULL || !host_chat(r, row, &chat))
		return;
	if (!json_is_object(state))
		row_malformed(row, "state_after is no object");
	row->json = state;
	row_is_i32(row, "in_seq_no_raw?", chat.in_seq);
	row_is_i32(row, "out_seq_no_raw?", chat.out_seq);
	row_is_i32(row, "peer_in_seq_no_raw?", chat.acked_seq);
	row_is_i32(row, "peer_layer?", chat.peer_layer);
	row_is_i32(row, "send_layer?", chat.sent_layer);
	row_is_i32(row, "send_mtproto?", chat.mtproto);
	keys_agree(r, row, &chat);
	queue_agrees(r, row);
	row->json = outside;
}
