/* SPDX-License-Identifier: ISC */
/* How a chat begins and ends, and the exponents of its keys. */
#include "config.h"

#include "transcript.h"

#include <string.h>

#define CHAT_ID 4711 /* of a chat that the other side asked for */

/* Whether GOT is the big-endian number FIELD; zeros before it do not count. */
static bool
number_agrees(struct row *row, const char *field, struct e2e_bytes got)
{
	const uint8_t *want = row_number(row, field, E2E_DH_BYTES);
	uint8_t *padded = row_alloc(row, E2E_DH_BYTES);

	if (row->malformed)
		return false;
	while (got.n > 0 && got.p[0] == 0)
		got = (struct e2e_bytes){ got.p + 1, got.n - 1 };
	if (got.n > E2E_DH_BYTES)
		return row_differs(row, "%s has %zu bytes", field, got.n);
	if (got.n > 0)
		memcpy(padded + E2E_DH_BYTES - got.n, got.p, got.n);
	return row_same_fixed(row, field, padded, want, E2E_DH_BYTES);
}

static bool
state_is(struct replay *r, struct row *row, uint32_t state)
{
	struct e2e_chat chat;

	if (!host_chat(r, row, &chat))
		return false;
	if (chat.state == E2E_CHAT_CLOSED && state != E2E_CHAT_CLOSED)
		return row_differs(row, "the chat was closed: %s", e2e_reason_text(chat.reason));
	return row_same_i64(row, "the state of the chat", chat.state, state);
}

/* ---- Beginning ------------------------------------------------------------------------ */

bool
play_request(struct replay *r, struct step *step)
{
	struct host *host = &r->host;
	struct row *row = &step->row;

	if (step->actor == r->side)
		return host_did(r, row, "e2e_chat_start",
		                e2e_chat_start(host->account, &host->chat_id, HOST_PEER_ID,
		                               HOST_ACCESS_HASH, host->now)) &&
		       number_agrees(row, "g_a", host->g_x) && state_is(r, row, E2E_CHAT_WAITING);
	host->chat_id = CHAT_ID;
	host->g_a = row_bytes(row, "g_a");
	return !row->malformed &&
	       host_did(r, row, "e2e_feed_requested",
	                e2e_feed_requested(host->account, host->chat_id, HOST_ACCESS_HASH,
	                                   host_date(r), HOST_PEER_ID, HOST_OUR_ID,
	                                   host->g_a.p, host->g_a.n, host->now)) &&
	       state_is(r, row, E2E_CHAT_REQUESTED);
}

/* Whether KEY is that of the line. */
static bool
key_agrees(struct row *row, const struct e2e_key *key)
{
	struct e2e_bytes value = { key->value, E2E_KEY_BYTES };

	return row_same(row, "key", value,
	                (struct e2e_bytes){ row_fixed(row, "key", E2E_KEY_BYTES), E2E_KEY_BYTES }) &&
	       row_same_i64(row, "key_fingerprint", key->fingerprint,
	                    line_fingerprint(row, "key_fingerprint")) &&
	       (!row_has(row, "key_fingerprint_i64") ||
	        row_same_i64(row, "key_fingerprint_i64", key->fingerprint,
	                     row_i64(row, "key_fingerprint_i64")));
}

static bool
chat_key_agrees(struct replay *r, struct row *row)
{
	struct e2e_key key = E2E_KEY_INIT;
	bool good = row_worked(row, "e2e_chat_key",
	                       e2e_chat_key(r->host.account, &key, r->host.chat_id,
	                                    E2E_KEY_CURRENT)) &&
	            key_agrees(row, &key);

	e2e_key_wipe(&key);
	return good;
}

/* We accept the chat. */
static bool
accept_made(struct replay *r, struct row *row)
{
	struct host *host = &r->host;

	return host_did(r, row, "e2e_chat_accept",
	                e2e_chat_accept(host->account, host->chat_id, host->now)) &&
	       number_agrees(row, "g_b", host->g_x) &&
	       row_same_i64(row, "key_fingerprint", host->key_fingerprint,
	                    line_fingerprint(row, "key_fingerprint"));
}

/* We hear that the other side accepted it. */
static bool
accept_heard(struct replay *r, struct row *row)
{
	struct host *host = &r->host;
	struct e2e_bytes g_b = row_bytes(row, "g_b");
	int64_t fingerprint = line_fingerprint(row, "key_fingerprint");

	return !row->malformed &&
	       host_did(r, row, "e2e_feed_accepted",
	                e2e_feed_accepted(host->account, host->chat_id, HOST_ACCESS_HASH,
	                                  host_date(r), HOST_OUR_ID, HOST_PEER_ID, g_b.p,
	                                  g_b.n, fingerprint, host->now));
}

bool
play_accept(struct replay *r, struct step *step)
{
	struct row *row = &step->row;

	return (step->actor == r->side ? accept_made(r, row) : accept_heard(r, row)) &&
	       state_is(r, row, E2E_CHAT_ACTIVE) && chat_key_agrees(r, row);
}

bool
play_complete(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	const uint8_t *visual = row_fixed(row, "key_visual", E2E_KEY_HASH_BYTES);
	struct e2e_chat chat;

	return !row->malformed && host_chat(r, row, &chat) && chat_key_agrees(r, row) &&
	       row_same_fixed(row, "key_visual", chat.key_hash, visual, E2E_KEY_HASH_BYTES);
}

/* ---- Exponents --------------------------------------------------------------------------- */

/* What the other side sent for exchange ID: g_a or g_b, or none yet. */
static struct e2e_bytes
peer_value(struct replay *r, struct row *row, const char *id)
{
	const json_t *outside = row->json;
	struct e2e_bytes value = { NULL, 0 };

	for (size_t i = 0; i < r->n; i++) {
		const json_t *action = line_action(line_object(r->step[i].row.json));
		const json_t *exchange = json_object_get(action, "exchange_id");
		const char *field = json_object_get(action, "g_a") != NULL ? "g_a" : "g_b";

		if (r->step[i].actor == r->side || json_object_get(action, field) == NULL ||
		    !json_is_string(exchange) || strcmp(json_string_value(exchange), id) != 0)
			continue;
		row->json = action;
		value = row_bytes(row, field);
		row->json = outside;
	}
	return value;
}

static bool
new_key_agrees(struct replay *r, struct row *row, const uint8_t *exponent)
{
	struct e2e_bytes value = peer_value(r, row, line_text(row, "exchange_id"));
	const uint8_t *want = row_fixed(row, "new_key", E2E_KEY_BYTES);
	struct e2e_key key = E2E_KEY_INIT;

	if (row->malformed)
		return false;
	if (value.n == 0)
		return row_differs(row, "the other side's value of this exchange is not there");
	return row_worked(row, "e2e_dh_agree",
	                  e2e_dh_agree(r->blocks->crypto, &key, &r->group, exponent, value.p,
	                               value.n)) &&
	       row_same_fixed(row, "new_key", key.value, want, E2E_KEY_BYTES) &&
	       row_same_i64(row, "new_key_fingerprint", key.fingerprint,
	                    line_fingerprint(row, "new_key_fingerprint")) &&
	       (!row_has(row, "new_key_fingerprint_i64") ||
	        row_same_i64(row, "new_key_fingerprint_i64", key.fingerprint,
	                     row_i64(row, "new_key_fingerprint_i64")));
}

/* Whether the next message of ours is the one that the line says it is for. */
static bool
exchange_agrees(struct replay *r, struct row *row)
{
	static const struct row_word roles[] = { { "a", 'a' }, { "b", 'b' }, { NULL, 0 } };
	bool first = row_choice(row, "role", roles) == 'a';
	const char *id = line_text(row, "exchange_id"), *exchange;
	size_t next = draw_next_send(r, r->at);
	const json_t *action;

	if (row->malformed || next == r->n)
		return row_differs(row, "no message of this exchange follows");
	action = line_action(line_object(r->step[next].row.json));
	exchange = json_string_value(json_object_get(action, "exchange_id"));
	if (exchange == NULL || strcmp(exchange, id) != 0 ||
	    strcmp(line_name(action), first ? "decryptedMessageActionRequestKey"
	                                    : "decryptedMessageActionAcceptKey") != 0)
		return row_differs(row, "the next message is not of this exchange");
	return true;
}

bool
play_exponent(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	const uint8_t *exponent = row_number(row, "exponent", E2E_DH_BYTES);
	uint8_t *secret = row_alloc(row, E2E_DH_BYTES), *value = row_alloc(row, E2E_DH_BYTES);
	int32_t result;

	if (row->malformed)
		return false;
	rig_script(r->blocks, (struct e2e_bytes){ exponent, E2E_DH_BYTES });
	result = e2e_dh_keypair(r->blocks->crypto, &r->group, secret, value, NULL, 0);
	return rig_script_end(r->blocks, row, result) &&
	       row_worked(row, "e2e_dh_keypair", result) &&
	       number_agrees(row, "public", (struct e2e_bytes){ value, E2E_DH_BYTES }) &&
	       (!row_has(row, "new_key") || new_key_agrees(r, row, exponent)) &&
	       exchange_agrees(r, row);
}

/* ---- End ------------------------------------------------------------------------------------- */

/* Whether the chat is closed, with its keys, and the event says WITH_HISTORY. */
static bool
ended(struct replay *r, struct row *row, bool with_history)
{
	struct e2e_key key = E2E_KEY_INIT;

	if (!state_is(r, row, E2E_CHAT_CLOSED))
		return false;
	for (uint32_t which = E2E_KEY_CURRENT; which <= E2E_KEY_NEW; which++) {
		if (e2e_chat_key(r->host.account, &key, r->host.chat_id, which) == E2E_OK)
			return row_differs(row, "the chat is closed, but still has a key");
	}
	for (struct heard *heard = r->host.heard; heard != NULL; heard = heard->next) {
		if (heard->event.kind == E2E_EVENT_CHAT && heard->event.state == E2E_CHAT_CLOSED)
			return row_same_i64(row, "whether the history goes, too,",
			                    (heard->event.flags & E2E_CHAT_HISTORY) != 0,
			                    with_history);
	}
	return row_differs(row, "the chat is closed, but no event says so");
}

/* Whether the other side, when it ended the chat, wanted our copy of the history to go. */
static bool
history_deleted(struct replay *r)
{
	for (size_t i = r->at; i-- > 0;) {
		if (r->step[i].type == STEP_PEER_DISCARD)
			return row_bool(&r->step[i].row, "delete_history");
	}
	return false;
}

bool
play_discarded(struct replay *r, struct step *step)
{
	bool history = history_deleted(r);
	struct host *host = &r->host;
	struct row *row = &step->row;

	if (!line_is(row, "result", "closed"))
		row_malformed(row, "field \"result\" is not \"closed\"");
	return !row->malformed &&
	       host_did(r, row, "e2e_feed_discarded",
	                e2e_feed_discarded(host->account, host->chat_id, history, host->now)) &&
	       ended(r, row, history);
}

bool
play_discard(struct replay *r, struct step *step)
{
	struct host *host = &r->host;
	struct row *row = &step->row;
	bool history = row_bool(row, "delete_history");

	if (row->malformed ||
	    !host_did(r, row, "e2e_chat_close",
	              e2e_chat_close(host->account, host->chat_id, history, host->now)) ||
	    !state_is(r, row, E2E_CHAT_CLOSED))
		return false;
	if (!host->told)
		return row_differs(row, "the server was not told");
	return row_same_i64(row, "delete_history",
	                    (host->told_flags & E2E_CALL_DELETE_HISTORY) != 0, history);
}
