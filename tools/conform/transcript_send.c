/* SPDX-License-Identifier: ISC */
/* What our side sends, and sends again. */
#include "config.h"

#include "../hex.h"
#include "tl_json.h"
#include "transcript.h"

#include <string.h>

/* ---- Ordering ------------------------------------------------------------------------- */

static bool
is_request(const json_t *object)
{
	return strcmp(line_name(line_action(object)), "decryptedMessageActionRequestKey") == 0;
}

/* The file key that goes with OBJECT, if it has media that are in a file. */
static bool
file_key(struct replay *r, struct row *row, struct e2e_file_key *key, const json_t *object)
{
	const json_t *media = json_object_get(object, "media");
	const json_t *value = json_object_get(media, "key"), *iv = json_object_get(media, "iv");
	struct e2e_bytes key_bytes, iv_bytes;

	if (value == NULL || iv == NULL)
		return false;
	key_bytes = tl_json_bytes(row, value);
	iv_bytes = tl_json_bytes(row, iv);
	return !row->malformed && e2e_file_key_set(r->blocks->crypto, key, key_bytes.p, key_bytes.n,
	                                           iv_bytes.p, iv_bytes.n) == E2E_OK;
}

/* What the user sends: the line's object as it is, with its file if it has media in one. */
static bool
order_message(struct replay *r, struct row *row, const json_t *object)
{
	const struct e2e_tl *message = tl_json_build(row, object);
	struct e2e_remote_file remote = line_file(row, "file");
	struct e2e_file_key key = E2E_FILE_KEY_INIT;
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;
	bool has_file = file_key(r, row, &key, object);
	int64_t random_id = 0;

	if (message == NULL || row->malformed)
		return false;
	file.kind = E2E_FILE_EXISTING;
	file.id = remote.id;
	file.access_hash = remote.access_hash;
	file.key_fingerprint = key.fingerprint;
	if (row_has(row, "file")) {
		if (!has_file)
			return row_differs(row, "there is a file, but no key for it in the message");
		if (!row_same_i64(row, "the key_fingerprint of the file", key.fingerprint,
		                  remote.key_fingerprint))
			return false;
	}
	return host_did(r, row, "e2e_send_message",
	                e2e_send_message(r->host.account, r->host.chat_id, &random_id, NULL,
	                                 message, has_file ? &file : NULL, 0, r->host.now));
}

/* The first packet that came out and is no repetition; NULL if there is none. */
static struct made **
first_new(struct replay *r)
{
	for (struct made **link = &r->host.made; *link != NULL; link = &(*link)->next) {
		struct opened opened;
		struct row look;
		bool again;

		row_start(&look, NULL);
		again = packet_open(r, &look, &opened, (*link)->packet, r->side) &&
		        opened.layer->out_seq_no / 2 < r->n_sent;
		row_end(&look);
		if (!again)
			return link;
	}
	return NULL;
}

/* The next message of ours, ordered if it does not come by itself. */
static struct made *
next_message(struct replay *r, struct step *step)
{
	const json_t *object = line_object(step->row.json);
	struct row *row = &step->row;
	struct made **link = first_new(r);

	if (link == NULL) {
		if (is_request(object)
		    ? !host_did(r, row, "e2e_chat_rekey",
		                e2e_chat_rekey(r->host.account, r->host.chat_id, r->host.now))
		    : draw_automatic(step) ? !host_wait(r, row)
		                           : !order_message(r, row, object))
			return NULL;
		link = first_new(r);
	}
	if (link == NULL) {
		row_differs(row, "nothing was sent");
		return NULL;
	}
	r->n_sent++;
	return host_claim(r, link);
}

/* ---- Comparing -------------------------------------------------------------------------- */

/* Whether OBJECT is a re-key request that nobody can make honestly. */
static bool
is_impossible(struct replay *r, struct row *row, const json_t *object)
{
	const json_t *g_a = json_object_get(line_action(object), "g_a");
	struct e2e_bytes value;

	if (!is_request(object) || g_a == NULL)
		return false;
	value = tl_json_bytes(row, g_a);
	return value.n == 0 || e2e_dh_value_check(&r->group, NULL, value.p, value.n) != E2E_OK;
}

/*
 * A transcript may send a re-key request with a g_a that is out of range, to see it refused.
 * The library makes none; ours is a real one instead, and everything but g_a is compared.
 */
static bool
same_but_value(struct row *row, const struct e2e_tl *got, const json_t *object)
{
	const struct e2e_tl_decrypted_message_service_17 *service = (const void *)got;
	const struct e2e_tl_decrypted_message_action_request_key *action;
	json_t *copy = json_deep_copy(object);
	char hex[TOOL_HEX_BYTES(E2E_DH_BYTES)];
	bool same = false;

	if (got->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17 &&
	    service->action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY) {
		action = (const void *)service->action;
		if (action->g_a.n <= E2E_DH_BYTES) {
			tool_hex_encode(hex, action->g_a.p, action->g_a.n);
			json_object_set_new(json_object_get(copy, "action"), "g_a",
			                    json_string(hex));
		}
	}
	same = tl_json_same(row, got, copy);
	json_decref(copy);
	return same;
}

static bool
message_agrees(struct replay *r, struct row *row, const struct opened *opened,
               const struct opened *given)
{
	const json_t *object = line_object(row->json);

	if (is_impossible(r, row, object))
		return same_but_value(row, opened->layer->message, object);
	return tl_json_same(row, opened->layer->message, object) &&
	       row_same(row, "the message", opened->message, given->message);
}

/* The call around the packet. */
static bool
call_agrees(struct row *row, const struct made *made)
{
	static const struct row_word methods[] = {
		{ "sendEncrypted", E2E_CALL_SEND },
		{ "sendEncryptedService", E2E_CALL_SEND_SERVICE },
		{ "sendEncryptedFile", E2E_CALL_SEND_FILE },
		{ NULL, 0 },
	};
	struct e2e_remote_file file = line_file(row, "file");
	int64_t random_id;
	const json_t *outside;

	outside = row_has(row, "api_random_id") ? row->json : line_enter(row, "object");
	random_id = row_i64(row, row_has(row, "api_random_id") ? "api_random_id" : "random_id");
	line_leave(row, outside);
	if (!row_same_i64(row, "the random_id of the call", made->random_id, random_id))
		return false;
	if (row_has(row, "method") && !row_same_i64(row, "method", made->method,
	                                            row_choice(row, "method", methods)))
		return false;
	return file.size == 0 ||
	       (row_same_i64(row, "the kind of file", made->file.kind, E2E_FILE_EXISTING) &&
	        row_same_i64(row, "the id of the file", made->file.id, file.id) &&
	        row_same_i64(row, "the access_hash of the file", made->file.access_hash,
	                     file.access_hash));
}

/* The key of a packet of ours, which is also right if it is that of the alternative. */
static bool
key_agrees(struct row *row, const struct opened *opened, struct e2e_bytes *packet)
{
	const json_t *outside = row->json;
	int64_t other;

	*packet = row_bytes(row, "packet");
	if (row_has(row, "alternative")) {
		line_enter(row, "alternative");
		other = line_fingerprint(row, "key_fingerprint");
		if (other == opened->key_fingerprint)
			*packet = row_bytes(row, "packet");
		line_leave(row, outside);
		if (other == opened->key_fingerprint)
			return true;
	}
	return row_same_i64(row, "key_fingerprint", opened->key_fingerprint,
	                    line_fingerprint(row, "key_fingerprint"));
}

/*
 * The packet that came out against the line's.  Its random_bytes and padding may have other
 * lengths; if they are the same, so must be everything.
 */
static bool
packet_agrees(struct replay *r, struct row *row, const struct made *made)
{
	struct opened opened, given;
	struct e2e_bytes packet;

	if (!packet_open(r, row, &opened, made->packet, r->side) ||
	    !packet_read(row, &given, row_bytes(row, "plaintext")) ||
	    !row_same_i64(row, "layer", opened.layer->layer, row_i32(row, "layer")) ||
	    !row_same_i64(row, "in_seq_no", opened.layer->in_seq_no, row_i32(row, "in_seq_no")) ||
	    !row_same_i64(row, "out_seq_no", opened.layer->out_seq_no,
	                  row_i32(row, "out_seq_no")) ||
	    !row_same_i64(row, "mtproto", opened.mtproto, row_i32(row, "mtproto")) ||
	    !key_agrees(row, &opened, &packet) || !message_agrees(r, row, &opened, &given))
		return false;
	if (opened.payload.n != given.payload.n ||
	    memcmp(opened.payload.p, given.payload.p, given.payload.n) != 0 ||
	    made->packet.n != packet.n)
		return true;
	return row_same(row, "the packet", made->packet, packet);
}

bool
play_send(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	struct made *made = next_message(r, step);

	if (made == NULL || row->malformed)
		return false;
	step->came = made->packet;
	return packet_agrees(r, row, made) && call_agrees(row, made) && !row->malformed &&
	       state_agrees(r, row);
}

/* ---- Sending again ---------------------------------------------------------------------- */

/* The packet with OUT_SEQ_NO that came out again; NULL if there is none. */
static struct made *
repetition(struct replay *r, struct row *row, int32_t out_seq_no)
{
	for (struct made **link = &r->host.made; *link != NULL; link = &(*link)->next) {
		struct opened opened;

		if (!packet_open(r, row, &opened, (*link)->packet, r->side))
			return NULL;
		if (opened.layer->out_seq_no == out_seq_no)
			return host_claim(r, link);
	}
	row_differs(row, "it was not sent again");
	return NULL;
}

/* The same bytes as the first time, for the transcript and for us. */
static bool
identical(struct row *row, const struct made *made, struct step *first)
{
	return row_same(row, "the given packet", row_bytes(row, "packet"),
	                row_bytes(&first->row, "packet")) &&
	       row_same(row, "the packet that was sent again", made->packet, first->came) &&
	       row_same_i64(row, "out_seq_no", row_i32(row, "out_seq_no"),
	                    row_i32(&first->row, "out_seq_no")) &&
	       (!row_has(row, "key_fingerprint") ||
	        row_same_i64(row, "key_fingerprint", line_fingerprint(row, "key_fingerprint"),
	                     line_fingerprint(&first->row, "key_fingerprint")));
}

/* What was deleted before it arrived: another message under the same number. */
static bool
rewritten(struct replay *r, struct row *row, const struct made *made)
{
	struct e2e_bytes packet = row_bytes(row, "packet");
	struct opened got, given;

	return !row->malformed && packet_open(r, row, &got, made->packet, r->side) &&
	       packet_open(r, row, &given, packet, r->side) &&
	       row_same_i64(row, "layer", got.layer->layer, given.layer->layer) &&
	       row_same_i64(row, "in_seq_no", got.layer->in_seq_no, given.layer->in_seq_no) &&
	       row_same_i64(row, "out_seq_no", given.layer->out_seq_no,
	                    row_i32(row, "out_seq_no")) &&
	       row_same_i64(row, "mtproto", got.mtproto, given.mtproto) &&
	       row_same_i64(row, "the key", got.key_fingerprint, given.key_fingerprint) &&
	       tl_json_equal(row, got.layer->message, given.layer->message) &&
	       row_same(row, "the message", got.message, given.message) &&
	       (!row_has(row, "key_fingerprint") ||
	        row_same_i64(row, "key_fingerprint", given.key_fingerprint,
	                     line_fingerprint(row, "key_fingerprint")));
}

/* The first transmission of PACKET_ID, or NULL. */
static struct step *
first_of(struct replay *r, const char *packet_id)
{
	for (size_t i = 0; i < r->at; i++) {
		struct step *step = &r->step[i];

		if (step->type == STEP_SEND && line_is(&step->row, "packet_id", packet_id))
			return step;
	}
	return NULL;
}

bool
play_resend(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	const char *id = line_text(row, "packet_id");
	struct step *first = first_of(r, id);
	struct made *made = repetition(r, row, row_i32(row, "out_seq_no"));
	size_t n = strlen(id);
	bool same;

	/* What was rewritten has an id of its own. */
	if (first == NULL && (n == 0 || id[n - 1] != 'r'))
		row_malformed(row, "no line before sends this packet");
	if (made == NULL || row->malformed)
		return false;
	same = first != NULL ? identical(row, made, first) : rewritten(r, row, made);
	return same && !row->malformed && state_agrees(r, row);
}
