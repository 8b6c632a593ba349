/* SPDX-License-Identifier: ISC */
/* msg_cloud_v2 */
#include "config.h"

#include "envelope.h"
#include "number.h"
#include "topics.h"

struct cloud_line {
	enum expect expect;
	uint32_t sender;
	struct e2e_key key;
	struct e2e_cloud_message message; /* body and the rest only if it is given */
	struct envelope envelope;
};

static bool
seal_agrees(struct rig *rig, struct row *row, const struct cloud_line *line)
{
	const struct envelope *e = &line->envelope;
	struct e2e_padding padding = E2E_PADDING_INIT;
	size_t room = E2E_CLOUD_ROOM(e->payload.n), n = 1;
	uint8_t *packet = row_alloc(row, room);
	int32_t result;

	padding.policy = E2E_PADDING_EXACT;
	padding.bytes = e->padding.n < UINT32_MAX ? (uint32_t)e->padding.n : UINT32_MAX;
	rig_script(rig, e->padding);
	result = e2e_cloud_seal(rig->crypto, packet, room, &n, &line->key, line->sender,
	                        &padding, &line->message);
	if (!rig_script_end(rig, row, result))
		return false;
	if (result != E2E_OK && n != 0)
		return row_differs(row, "sealing failed, but gave %zu bytes", n);
	if (line->expect == EXPECT_EITHER &&
	    (result == E2E_ERR_ARGUMENT || result == E2E_ERR_LIMIT))
		return true;
	return row_worked(row, "e2e_cloud_seal", result) &&
	       row_same(row, "packet", (struct e2e_bytes){ packet, n }, e->packet);
}

/* Whether what came out of a packet is what the line says went in. */
static bool
same_message(struct row *row, const struct e2e_cloud_message *got,
             const struct e2e_cloud_message *want)
{
	return row_same_i64(row, "salt", got->salt, want->salt) &&
	       row_same_i64(row, "session_id", got->session_id, want->session_id) &&
	       row_same_i64(row, "msg_id", got->msg_id, want->msg_id) &&
	       row_same_i64(row, "seq_no", got->seq_no, want->seq_no) &&
	       row_same(row, "data", got->body, want->body);
}

/* Open the line's packet; GIVEN says that the line also gives the message in it. */
static bool
open_agrees(struct rig *rig, struct row *row, const struct cloud_line *line, bool given)
{
	struct e2e_bytes packet = line->envelope.packet;
	size_t n = packet.n;
	size_t room = n > E2E_PACKET_HEAD_BYTES ? n - E2E_PACKET_HEAD_BYTES : 0;
	uint8_t *plain = envelope_room(row, room);
	struct e2e_cloud_message message = E2E_CLOUD_MESSAGE_INIT;
	int32_t result = e2e_cloud_open(rig->crypto, &message, plain, room, &line->key,
	                                line->sender, line->message.session_id, packet.p, n);

	if (!envelope_expected(row, "e2e_cloud_open", result, line->expect))
		return false;
	if (result == E2E_OK)
		return given ? same_message(row, &message, &line->message) :
		               row_same_i64(row, "session_id", message.session_id,
		                            line->message.session_id);
	if (message.body.n != 0)
		return row_differs(row, "it was refused, but gave a body");
	return envelope_clean(row, plain, room);
}

/* What is encrypted before the message: see E2E_CLOUD_HEAD_BYTES. */
static struct e2e_bytes
cloud_head(struct row *row, const struct e2e_cloud_message *message)
{
	uint8_t *head = row_alloc(row, E2E_CLOUD_HEAD_BYTES);

	number_store64(head, message->salt);
	number_store64(head + 8, message->session_id);
	number_store64(head + 16, message->msg_id);
	number_store32(head + 24, message->seq_no);
	if (message->body.n > INT32_MAX)
		row_malformed(row, "field \"data\" is too long");
	else
		number_store32(head + 28, (int32_t)message->body.n);
	return (struct e2e_bytes){ head, E2E_CLOUD_HEAD_BYTES };
}

static void
read_message(struct row *row, struct cloud_line *line)
{
	struct e2e_cloud_message *message = &line->message;
	struct envelope *e = &line->envelope;

	message->salt = row_i64(row, "salt");
	message->msg_id = row_i64(row, "msg_id");
	message->seq_no = row_i32(row, "seq_no");
	message->body = row_bytes(row, "data");
	e->payload = message->body;
	e->padding = row_bytes(row, "padding");
	e->key_id = row_fixed(row, "auth_key_id", ENVELOPE_KEY_ID_BYTES);
	e->msg_key = row_fixed(row, "msg_key", E2E_MSG_KEY_BYTES);
	e->head = cloud_head(row, message);
	e->x = line->sender == E2E_CLIENT ? 0 : 8;
}

/* Whether the line gives a message to be sent, and not only a packet that arrived. */
static bool
gives_message(const struct row *row)
{
	static const char *const fields[] = {
		"salt", "msg_id", "seq_no", "data", "padding", "auth_key_id", "msg_key",
	};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (row_has(row, fields[i]))
			return true;
	}
	return false;
}

enum verdict
judge_msg_cloud_v2(struct rig *rig, struct row *row)
{
	static const struct row_word directions[] = {
		{ "client_to_server", E2E_CLIENT },
		{ "server_to_client", E2E_SERVER },
		{ NULL, 0 },
	};
	struct cloud_line line = {
		.expect = row_expect(row),
		.sender = (uint32_t)row_choice(row, "direction", directions),
		.key = E2E_KEY_INIT,
		.message = E2E_CLOUD_MESSAGE_INIT,
		.envelope = {
			.version = 2,
			.key = row_fixed(row, "auth_key", E2E_KEY_BYTES),
			.packet = row_bytes(row, "packet"),
		},
	};
	const struct envelope *e = &line.envelope;
	bool given = gives_message(row);

	line.message.session_id = row_i64(row, "session_id");
	if (given)
		read_message(row, &line);
	if (row->malformed)
		return VERDICT_MALFORMED;
	if (!row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &line.key, e->key)))
		return VERDICT_FAIL;
	if (!given || line.expect == EXPECT_REJECT)
		return row_verdict(row, open_agrees(rig, row, &line, given));
	return row_verdict(row, envelope_key_id(row, "auth_key_id", line.key.fingerprint,
	                                        e->key_id) &&
	                   envelope_rebuild(rig, row, e) &&
	                   seal_agrees(rig, row, &line) &&
	                   open_agrees(rig, row, &line, true));
}
