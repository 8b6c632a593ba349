/* SPDX-License-Identifier: ISC */
/* msg_e2e_v1, msg_e2e_v2 */
#include "config.h"

#include "envelope.h"
#include "number.h"
#include "topics.h"

struct message_line {
	enum expect expect;
	uint32_t sender;
	struct e2e_key key;
	struct envelope envelope;
};

static int32_t
message_seal(struct rig *rig, const struct message_line *line, uint8_t *packet, size_t room,
             size_t *packet_n)
{
	const struct envelope *e = &line->envelope;
	struct e2e_padding padding = E2E_PADDING_INIT;

	if (e->version == 1)
		return e2e_message_seal_v1(rig->crypto, packet, room, packet_n, &line->key,
		                           e->payload.p, e->payload.n);
	padding.policy = E2E_PADDING_EXACT;
	padding.bytes = e->padding.n < UINT32_MAX ? (uint32_t)e->padding.n : UINT32_MAX;
	return e2e_message_seal(rig->crypto, packet, room, packet_n, &line->key, line->sender,
	                        &padding, e->payload.p, e->payload.n);
}

static int32_t
message_open(struct rig *rig, const struct message_line *line, struct e2e_bytes *payload,
             uint8_t *plain, size_t room)
{
	const struct envelope *e = &line->envelope;

	if (e->version == 1)
		return e2e_message_open_v1(rig->crypto, payload, plain, room, &line->key,
		                           e->packet.p, e->packet.n);
	return e2e_message_open(rig->crypto, payload, plain, room, &line->key, line->sender,
	                        e->packet.p, e->packet.n);
}

/* Seal the payload with the line's padding, and compare. */
static bool
seal_agrees(struct rig *rig, struct row *row, const struct message_line *line)
{
	size_t room = E2E_PACKET_ROOM(line->envelope.payload.n), n = 1;
	uint8_t *packet = row_alloc(row, room);
	int32_t result;

	rig_script(rig, line->envelope.padding);
	result = message_seal(rig, line, packet, room, &n);
	if (!rig_script_end(rig, row, result))
		return false;
	if (result != E2E_OK && n != 0)
		return row_differs(row, "sealing failed, but gave %zu bytes", n);
	/* The library seals nothing that is no TL, which a line may be about. */
	if (line->expect == EXPECT_EITHER &&
	    (result == E2E_ERR_ARGUMENT || result == E2E_ERR_LIMIT))
		return true;
	return row_worked(row, "sealing", result) &&
	       row_same(row, "the packet", (struct e2e_bytes){ packet, n }, line->envelope.packet);
}

/* Open the line's packet; WANT is its payload, or NULL if the line gives none. */
static bool
open_agrees(struct rig *rig, struct row *row, const struct message_line *line,
            const struct e2e_bytes *want)
{
	size_t n = line->envelope.packet.n;
	size_t room = n > E2E_PACKET_HEAD_BYTES ? n - E2E_PACKET_HEAD_BYTES : 0;
	uint8_t *plain = envelope_room(row, room);
	struct e2e_bytes payload = { plain, room };
	int32_t result = message_open(rig, line, &payload, plain, room);

	if (!envelope_expected(row, "opening", result, line->expect))
		return false;
	if (result == E2E_OK)
		return want == NULL || row_same(row, "the opened payload", payload, *want);
	if (payload.n != 0)
		return row_differs(row, "it was refused, but gave a payload");
	return envelope_clean(row, plain, room);
}

/* A line that gives only a packet, to be opened or refused. */
static enum verdict
judge_received(struct rig *rig, struct row *row, struct message_line *line)
{
	bool to_creator = row_bool(row, "receiver_is_originator");
	struct e2e_bytes payload = { NULL, 0 };
	bool given = row_has(row, "payload");

	line->envelope.packet = row_bytes(row, "packet");
	line->sender = to_creator ? E2E_ACCEPTOR : E2E_CREATOR;
	if (given)
		payload = row_bytes(row, "payload");
	if (row->malformed)
		return VERDICT_MALFORMED;
	return row_verdict(row, row_worked(row, "e2e_key_set",
	                                   e2e_key_set(rig->crypto, &line->key,
	                                               line->envelope.key)) &&
	                   open_agrees(rig, row, line, given ? &payload : NULL));
}

/* The fields of a line that gives a message and what becomes of it. */
static void
read_sent(struct row *row, struct message_line *line)
{
	struct envelope *e = &line->envelope;
	bool from_creator = row_bool(row, "sender_is_originator");
	struct e2e_bytes part[3];
	uint8_t *length = row_alloc(row, 4);

	line->sender = from_creator ? E2E_CREATOR : E2E_ACCEPTOR;
	e->x = e->version == 1 || from_creator ? 0 : 8;
	e->payload = row_bytes(row, "payload");
	e->padding = row_bytes(row, "padding");
	e->key_id = row_fixed(row, "key_fingerprint", ENVELOPE_KEY_ID_BYTES);
	e->msg_key = row_fixed(row, "msg_key", E2E_MSG_KEY_BYTES);
	e->aes_key = row_fixed(row, "aes_key", E2E_AES_KEY_BYTES);
	e->aes_iv = row_fixed(row, "aes_iv", E2E_AES_IV_BYTES);
	if (e->payload.n > INT32_MAX)
		row_malformed(row, "field \"payload\" is too long");
	else
		number_store32(length, (int32_t)e->payload.n);
	e->head = (struct e2e_bytes){ length, 4 };
	part[0] = (struct e2e_bytes){ e->key_id, ENVELOPE_KEY_ID_BYTES };
	part[1] = (struct e2e_bytes){ e->msg_key, E2E_MSG_KEY_BYTES };
	part[2] = row_bytes(row, "ciphertext");
	e->packet = envelope_join(row, part, 3);
}

static enum verdict
judge_sent(struct rig *rig, struct row *row, struct message_line *line)
{
	const struct envelope *e = &line->envelope;

	read_sent(row, line);
	if (row->malformed)
		return VERDICT_MALFORMED;
	if (!row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &line->key, e->key)))
		return VERDICT_FAIL;
	if (line->expect == EXPECT_REJECT)
		return row_verdict(row, open_agrees(rig, row, line, NULL));
	return row_verdict(row, envelope_key_id(row, "key_fingerprint", line->key.fingerprint,
	                                        e->key_id) &&
	                   envelope_rebuild(rig, row, e) &&
	                   seal_agrees(rig, row, line) &&
	                   open_agrees(rig, row, line, &e->payload));
}

static enum verdict
judge_message(struct rig *rig, struct row *row, uint32_t version)
{
	struct message_line line = {
		.expect = row_expect(row),
		.key = E2E_KEY_INIT,
		.envelope = {
			.version = version,
			.key = row_fixed(row, "key", E2E_KEY_BYTES),
		},
	};

	if (row_has(row, "version") && row_i32(row, "version") != (int32_t)version)
		row_malformed(row, "field \"version\" is not %u", (unsigned)version);
	if (row_has(row, "packet"))
		return judge_received(rig, row, &line);
	return judge_sent(rig, row, &line);
}

enum verdict
judge_msg_e2e_v1(struct rig *rig, struct row *row)
{
	return judge_message(rig, row, 1);
}

enum verdict
judge_msg_e2e_v2(struct rig *rig, struct row *row)
{
	return judge_message(rig, row, 2);
}
