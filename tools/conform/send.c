/* SPDX-License-Identifier: ISC */
/* Messages of ours: ordered, and what came out against what the line says. */
#include "config.h"

#include "draw.h"
#include "host.h"
#include "packet.h"
#include "send.h"
#include "state.h"
#include "tl_json.h"

#include <string.h>

/* ---- Ordering ------------------------------------------------------------------------- */

/* The file key in the media of OBJECT; false if it has none. */
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
	struct e2e_remote_file remote = line_file(row);
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
	if (remote.size != 0 && !has_file)
		return row_differs(row, "there is a file, but no key for it in the message");
	return (remote.size == 0 || row_is_i32(row, "file.key_fingerprint", key.fingerprint)) &&
	       host_did(r, row, "e2e_send_message",
	                e2e_send_message(r->host.account, r->host.chat_id, &random_id, NULL,
	                                 message, has_file ? &file : NULL, 0, r->host.now));
}

static bool
order(struct replay *r, struct step *step, const json_t *object)
{
	if (line_acts(object, "RequestKey"))
		return host_did(r, &step->row, "e2e_chat_rekey",
		                e2e_chat_rekey(r->host.account, r->host.chat_id, r->host.now));
	if (draw_automatic(step))
		return host_wait(r, &step->row);
	return order_message(r, &step->row, object);
}

/* The first packet that came out and is no repetition; NULL if there is none. */
static struct made **
first_new(struct replay *r)
{
	struct made **link = &r->host.made;
	int32_t number;

	while (*link != NULL) {
		number = packet_number(r, (*link)->packet, r->side);
		if (number < 0 || number >= r->n_sent)
			return link;
		link = &(*link)->next;
	}
	return NULL;
}

/* ---- Comparing -------------------------------------------------------------------------- */

/* The re-key request that MESSAGE is; NULL if it is something else. */
static const struct e2e_tl_decrypted_message_action_request_key *
request_in(const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_service_17 *service = (const void *)message;

	if (message == NULL || message->ctor != E2E_TL_DECRYPTED_MESSAGE_SERVICE_17 ||
	    service->action->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_REQUEST_KEY)
		return NULL;
	return (const void *)service->action;
}

/*
 * The message of the line.  A transcript may send a re-key request with a g_a that is out of
 * range, to see it refused.  The library makes none; GOT is a real one instead, and everything
 * but g_a is compared.
 */
static const struct e2e_tl *
message_of(struct replay *r, struct row *row, const struct e2e_tl *got)
{
	const struct e2e_tl *want = tl_json_build(row, line_object(row->json));
	const struct e2e_tl_decrypted_message_action_request_key *request = request_in(want);
	struct e2e_tl_decrypted_message_action_request_key *action;
	struct e2e_tl_decrypted_message_service_17 *message;

	if (request == NULL || request_in(got) == NULL ||
	    (request->g_a.n > 0 &&
	     e2e_dh_value_check(&r->group, NULL, request->g_a.p, request->g_a.n) == E2E_OK))
		return want;
	action = row_alloc(row, sizeof *action);
	*action = *request;
	action->g_a = request_in(got)->g_a;
	message = row_alloc(row, sizeof *message);
	*message = *(const struct e2e_tl_decrypted_message_service_17 *)(const void *)want;
	message->action = (const void *)action;
	return (const void *)message;
}

/* The call around the packet. */
static void
call_agrees(struct row *row, const struct made *made)
{
	static const struct row_word methods[] = {
		{ "sendEncrypted", E2E_CALL_SEND },
		{ "sendEncryptedService", E2E_CALL_SEND_SERVICE },
		{ "sendEncryptedFile", E2E_CALL_SEND_FILE },
		{ NULL, 0 },
	};
	struct e2e_remote_file file = line_file(row);

	row_is_i64(row, row_has(row, "api_random_id") ? "api_random_id" : "object.random_id",
	           made->random_id);
	if (row_has(row, "method"))
		row_same_i64(row, "method", made->method, row_choice(row, "method", methods));
	if (file.size == 0)
		return;
	row_same_i64(row, "the kind of file", made->file.kind, E2E_FILE_EXISTING);
	row_same_i64(row, "the id of the file", made->file.id, file.id);
	row_same_i64(row, "the access_hash of the file", made->file.access_hash, file.access_hash);
}

/*
 * The packet that came out against the line's, or against its alternative, which is under
 * another key.  The random_bytes and the padding may have other lengths; if they are the same,
 * so must be everything.
 */
static void
packet_agrees(struct replay *r, struct row *row, const struct made *made)
{
	struct e2e_bytes packet = row_bytes(row, "packet"), text = row_bytes(row, "plaintext");
	struct opened opened;

	if (!packet_open(r, row, &opened, made->packet, r->side))
		return;
	packet_holds(row, &opened, message_of(r, row, opened.layer->message));
	row_is_i32(row, "mtproto", opened.mtproto);
	if (row_has(row, "alternative") &&
	    row_fingerprint(row, "alternative.key_fingerprint") == opened.key_fingerprint)
		packet = row_bytes(row, "alternative.packet");
	else
		row_is_fingerprint(row, "key_fingerprint", opened.key_fingerprint);
	if (opened.payload.n == text.n && made->packet.n == packet.n &&
	    memcmp(opened.payload.p, text.p, text.n) == 0)
		row_same(row, "the packet", made->packet, packet);
}

void
send_play(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	const char *id = row_text(row, "packet_id");
	struct made **link = first_new(r), *made;

	if (step_of_sent(r, id, r->at) != NULL)
		row_malformed(row, "packet_id was given before");
	if (link == NULL) {
		if (!order(r, step, line_object(row->json)))
			return;
		link = first_new(r);
	}
	if (link == NULL) {
		row_differs(row, "nothing was sent");
		return;
	}
	r->n_sent++;
	made = host_claim(r, link);
	step->came = made->packet;
	packet_agrees(r, row, made);
	call_agrees(row, made);
	state_agrees(r, row);
}

/* ---- Sending again ---------------------------------------------------------------------- */

/* The same bytes as the first time, for the transcript and for us. */
static void
identical(struct row *row, const struct made *made, struct step *first)
{
	row_is_bytes(row, "packet", row_bytes(&first->row, "packet"));
	row_same(row, "the packet that was sent again", made->packet, first->came);
	row_is_i32(row, "out_seq_no", row_i32(&first->row, "out_seq_no"));
	row_is_fingerprint(row, "key_fingerprint?",
	                   row_fingerprint(&first->row, "key_fingerprint"));
}

/* What was deleted before it arrived: another message under the same number. */
static void
rewritten(struct replay *r, struct row *row, const struct made *made)
{
	struct e2e_bytes packet = row_bytes(row, "packet");
	struct e2e_tl_decrypted_message_layer want;
	struct opened got, given;

	if (row->malformed || !packet_open(r, row, &got, made->packet, r->side) ||
	    !packet_open(r, row, &given, packet, r->side))
		return;
	want = *given.layer;
	want.random_bytes = got.layer->random_bytes;
	tl_json_equal(row, (const void *)got.layer, (const void *)&want);
	row_is_i32(row, "out_seq_no", given.layer->out_seq_no);
	row_same_i64(row, "mtproto", got.mtproto, given.mtproto);
	row_same_i64(row, "the key", got.key_fingerprint, given.key_fingerprint);
	row_is_fingerprint(row, "key_fingerprint?", given.key_fingerprint);
}

void
send_again_play(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	const char *id = row_text(row, "packet_id");
	struct step *first = step_of_sent(r, id, r->at);
	int32_t number = row_i32(row, "out_seq_no") / 2;
	struct made **link = &r->host.made;

	while (*link != NULL && packet_number(r, (*link)->packet, r->side) != number)
		link = &(*link)->next;
	/* What was rewritten has an id of its own. */
	if (first == NULL && (*id == '\0' || id[strlen(id) - 1] != 'r'))
		row_malformed(row, "no line before sends this packet");
	if (*link == NULL)
		row_differs(row, "it was not sent again");
	else if (first != NULL)
		identical(row, host_claim(r, link), first);
	else
		rewritten(r, row, host_claim(r, link));
	if (row_good(row))
		state_agrees(r, row);
}
