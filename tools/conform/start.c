/* SPDX-License-Identifier: ISC */
/* Asking for a chat, accepting it, closing it; and what a re-key is made with. */
#include "config.h"

#include "draw.h"
#include "host.h"
#include "start.h"

#include <string.h>

#define CHAT_ID 4711 /* of a chat that the other side asked for */

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

static void
key_is(struct replay *r, struct row *row)
{
	struct e2e_key key = E2E_KEY_INIT;

	if (!row_worked(row, "e2e_chat_key", e2e_chat_key(r->host.account, &key, r->host.chat_id,
	                                                  E2E_KEY_CURRENT)))
		return;
	row_is(row, "key", key.value, sizeof key.value);
	row_is_fingerprint(row, "key_fingerprint", key.fingerprint);
	row_is_i64(row, "key_fingerprint_i64?", key.fingerprint);
	e2e_key_wipe(&key);
}

/* ---- Beginning ------------------------------------------------------------------------ */

void
start_request(struct replay *r, struct step *step)
{
	struct host *host = &r->host;
	struct row *row = &step->row;

	if (step->actor == r->side) {
		if (host_did(r, row, "e2e_chat_start",
		             e2e_chat_start(host->account, &host->chat_id, HOST_PEER_ID,
		                            HOST_ACCESS_HASH, host->now)) &&
		    state_is(r, row, E2E_CHAT_WAITING))
			row_is_number(row, "g_a", host->g_x);
		return;
	}
	host->chat_id = CHAT_ID;
	host->g_a = row_bytes(row, "g_a");
	if (!row->malformed &&
	    host_did(r, row, "e2e_feed_requested",
	             e2e_feed_requested(host->account, host->chat_id, HOST_ACCESS_HASH,
	                                host_date(r), HOST_PEER_ID, HOST_OUR_ID, host->g_a.p,
	                                host->g_a.n, host->now)))
		state_is(r, row, E2E_CHAT_REQUESTED);
}

/* We accept the chat, or hear that the other side accepted it. */
void
start_accept(struct replay *r, struct step *step)
{
	struct host *host = &r->host;
	struct row *row = &step->row;
	struct e2e_bytes g_b = row_bytes(row, "g_b");
	int64_t fingerprint = row_fingerprint(row, "key_fingerprint");

	if (row->malformed)
		return;
	if (step->actor != r->side) {
		host_did(r, row, "e2e_feed_accepted",
		         e2e_feed_accepted(host->account, host->chat_id, HOST_ACCESS_HASH,
		                           host_date(r), HOST_OUR_ID, HOST_PEER_ID, g_b.p, g_b.n,
		                           fingerprint, host->now));
	} else if (host_did(r, row, "e2e_chat_accept",
	                    e2e_chat_accept(host->account, host->chat_id, host->now))) {
		row_is_number(row, "g_b", host->g_x);
		row_is_fingerprint(row, "key_fingerprint", host->key_fingerprint);
	}
	if (state_is(r, row, E2E_CHAT_ACTIVE))
		key_is(r, row);
}

void
start_complete(struct replay *r, struct step *step)
{
	struct e2e_chat chat;

	if (!host_chat(r, &step->row, &chat))
		return;
	key_is(r, &step->row);
	row_is(&step->row, "key_visual", chat.key_hash, E2E_KEY_HASH_BYTES);
}

/* ---- Exponents --------------------------------------------------------------------------- */

static bool
of_exchange(const json_t *object, const char *id)
{
	const json_t *action = json_object_get(object, "action");
	const char *exchange = json_string_value(json_object_get(action, "exchange_id"));

	return exchange != NULL && strcmp(exchange, id) == 0;
}

/* The key that the EXPONENT gives with what the other side sent for exchange ID. */
static void
new_key_is(struct replay *r, struct row *row, const uint8_t *exponent, const char *id)
{
	struct e2e_bytes value = { NULL, 0 };
	struct e2e_key key = E2E_KEY_INIT;

	for (size_t i = 0; i < r->n; i++) {
		const json_t *object = line_object(r->step[i].row.json);
		const json_t *action = json_object_get(object, "action");
		const json_t *g_a = json_object_get(action, "g_a");
		const json_t *given = g_a != NULL ? g_a : json_object_get(action, "g_b");

		if (r->step[i].actor != r->side && given != NULL && of_exchange(object, id))
			value = value_bytes(row, given, "g_a or g_b");
	}
	if (value.n == 0)
		row_differs(row, "the other side's value of this exchange is not there");
	else
		row_worked(row, "e2e_dh_agree", e2e_dh_agree(r->blocks->crypto, &key, &r->group,
		                                             exponent, value.p, value.n));
	row_is(row, "new_key", key.value, sizeof key.value);
	row_is_fingerprint(row, "new_key_fingerprint", key.fingerprint);
	row_is_i64(row, "new_key_fingerprint_i64?", key.fingerprint);
}

/* The next message of ours is the one that the line says it is for. */
void
start_exponent(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	const uint8_t *exponent = row_number(row, "exponent", E2E_DH_BYTES);
	const char *id = row_text(row, "exchange_id"), *role = row_text(row, "role");
	size_t next = draw_next_send(r, r->at);
	const json_t *object = next < r->n ? line_object(r->step[next].row.json) : NULL;
	uint8_t secret[E2E_DH_BYTES], value[E2E_DH_BYTES];

	if (strcmp(role, "a") != 0 && strcmp(role, "b") != 0)
		row_malformed(row, "role is neither a nor b");
	if (row->malformed ||
	    !rig_keypair(r->blocks, row, &r->group, exponent, secret, value))
		return;
	row_is_number(row, "public", span(value, sizeof value));
	if (row_has(row, "new_key"))
		new_key_is(r, row, exponent, id);
	if (!of_exchange(object, id) ||
	    !line_acts(object, *role == 'a' ? "RequestKey" : "AcceptKey"))
		row_differs(row, "the next message is not of this exchange");
}

/* ---- End ------------------------------------------------------------------------------------- */

/* The chat is closed, with its keys, and the event says WITH_HISTORY. */
static void
ended(struct replay *r, struct row *row, bool with_history)
{
	const struct heard *heard = r->host.heard;
	struct e2e_key key = E2E_KEY_INIT;

	for (uint32_t which = E2E_KEY_CURRENT; which <= E2E_KEY_NEW; which++) {
		if (e2e_chat_key(r->host.account, &key, r->host.chat_id, which) == E2E_OK)
			row_differs(row, "the chat is closed, but still has a key");
	}
	while (heard != NULL && (heard->event.kind != E2E_EVENT_CHAT ||
	                         heard->event.state != E2E_CHAT_CLOSED))
		heard = heard->next;
	if (heard == NULL)
		row_differs(row, "the chat is closed, but no event says so");
	else
		row_same_i64(row, "whether the history goes, too,",
		             (heard->event.flags & E2E_CHAT_HISTORY) != 0, with_history);
}

/* Whether the other side, when it ended the chat, wanted our copy of the history to go. */
static bool
history_deleted(struct replay *r)
{
	for (size_t i = r->at; i-- > 0;) {
		if (step_is(&r->step[i], "peer_discard"))
			return row_bool(&r->step[i].row, "delete_history");
	}
	return false;
}

void
start_discarded(struct replay *r, struct step *step)
{
	bool history = history_deleted(r);
	struct host *host = &r->host;
	struct row *row = &step->row;

	if (!row_says(row, "result", "closed"))
		row_malformed(row, "result is not \"closed\"");
	if (!row->malformed &&
	    host_did(r, row, "e2e_feed_discarded",
	             e2e_feed_discarded(host->account, host->chat_id, history, host->now)) &&
	    state_is(r, row, E2E_CHAT_CLOSED))
		ended(r, row, history);
}

void
start_discard(struct replay *r, struct step *step)
{
	struct host *host = &r->host;
	struct row *row = &step->row;
	bool history = row_bool(row, "delete_history");

	if (row->malformed ||
	    !host_did(r, row, "e2e_chat_close",
	              e2e_chat_close(host->account, host->chat_id, history, host->now)) ||
	    !state_is(r, row, E2E_CHAT_CLOSED))
		return;
	if (!host->told)
		row_differs(row, "the server was not told");
	row_same_i64(row, "delete_history", (host->told_flags & E2E_CALL_DELETE_HISTORY) != 0,
	             history);
}
