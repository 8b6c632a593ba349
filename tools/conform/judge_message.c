/* SPDX-License-Identifier: ISC */
/*
 * msg_e2e_v1, msg_e2e_v2, msg_cloud_v2, bind_temp_auth_key.
 *
 * A message that a line sends is put together from the smallest building blocks, too: hash, key
 * derivation and IGE.  That reaches the lines whose message the library would not seal itself,
 * and proves the blocks and the whole to agree where it would.
 */
#include "config.h"

#include "topics.h"

#include <string.h>

#define KEY_ID_BYTES 8
#define UNTOUCHED    0xa5

/* Where msg_key begins in the digest, and which part of the key goes into that. */
#define MSG_KEY_AT_V1   4
#define MSG_KEY_AT_V2   8
#define MSG_KEY_PART_AT 88
#define MSG_KEY_PART_N  32

enum format { V1, V2, CLOUD };

struct line {
	enum format format;
	enum expect expect;
	bool sent;                   /* the line gives a message, not only a packet that came */
	uint32_t sender;
	uint32_t x;                  /* see e2e_kdf_v2()                     */
	const uint8_t *key;          /* E2E_KEY_BYTES                        */
	struct e2e_bytes head;       /* what is encrypted before the payload */
	struct e2e_bytes payload;
	struct e2e_bytes padding;
	struct e2e_bytes packet;     /* key id, msg_key and ciphertext       */
	struct e2e_cloud_message message;
};

/* ---- Building blocks ----------------------------------------------------------- */

/* Set MSG_KEY to that of the message. */
static void
make_msg_key(struct rig *rig, struct row *row, const struct line *line, uint8_t *msg_key)
{
	const struct e2e_bytes v1[] = { line->head, line->payload };
	const struct e2e_bytes v2[] = {
		{ line->key + MSG_KEY_PART_AT + line->x, MSG_KEY_PART_N },
		line->head,
		line->payload,
		line->padding,
	};
	uint8_t digest[E2E_SHA256_BYTES] = { 0 };

	row_worked(row, "e2e_hash", line->format == V1 ?
	           e2e_hash(rig->crypto, E2E_HASH_SHA1, digest, v1, 2) :
	           e2e_hash(rig->crypto, E2E_HASH_SHA256, digest, v2, 4));
	memcpy(msg_key, digest + (line->format == V1 ? MSG_KEY_AT_V1 : MSG_KEY_AT_V2),
	       E2E_MSG_KEY_BYTES);
}

static void
rebuild(struct rig *rig, struct row *row, const struct line *line, const struct e2e_key *key)
{
	const struct e2e_bytes part[] = { line->head, line->payload, line->padding };
	struct e2e_bytes plain = row_join(row, part, 3), packet[3];
	uint8_t *data = row_alloc(row, plain.n);
	uint8_t msg_key[E2E_MSG_KEY_BYTES], aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];

	memcpy(data, plain.p, plain.n);
	make_msg_key(rig, row, line, msg_key);
	row_is(row, "msg_key", msg_key, sizeof msg_key);
	if (!row_worked(row, "the key derivation",
	                (line->format == V1 ? e2e_kdf_v1 : e2e_kdf_v2)(rig->crypto, aes_key, aes_iv,
	                                                              line->key, msg_key, line->x)))
		return;
	row_is(row, line->format == CLOUD ? "aes_key?" : "aes_key", aes_key, sizeof aes_key);
	row_is(row, line->format == CLOUD ? "aes_iv?" : "aes_iv", aes_iv, sizeof aes_iv);
	row_worked(row, "e2e_ige",
	           e2e_ige(rig->crypto, E2E_ENCRYPT, aes_key, aes_iv, data, plain.n));
	packet[0] = span(row_wire(row, key->fingerprint, KEY_ID_BYTES), KEY_ID_BYTES);
	packet[1] = span(msg_key, sizeof msg_key);
	packet[2] = span(data, plain.n);
	row_same(row, "the packet of building blocks", row_join(row, packet, 3), line->packet);
}

/* ---- Sealing and opening --------------------------------------------------------- */

/* Seal with the line's padding in place of the library's. */
static void
seal(struct rig *rig, struct row *row, const struct line *line, const struct e2e_key *key)
{
	struct e2e_padding padding = E2E_PADDING_INIT;
	size_t room = E2E_CLOUD_ROOM(line->payload.n), n = 1;
	uint8_t *packet = row_alloc(row, room);
	int32_t result;

	padding.policy = E2E_PADDING_EXACT;
	padding.bytes = line->padding.n < UINT32_MAX ? (uint32_t)line->padding.n : UINT32_MAX;
	rig_script(rig, line->padding.p, line->padding.n);
	if (line->format == CLOUD)
		result = e2e_cloud_seal(rig->crypto, packet, room, &n, key, line->sender, &padding,
		                        &line->message);
	else if (line->format == V1)
		result = e2e_message_seal_v1(rig->crypto, packet, room, &n, key, line->payload.p,
		                             line->payload.n);
	else
		result = e2e_message_seal(rig->crypto, packet, room, &n, key, line->sender,
		                          &padding, line->payload.p, line->payload.n);
	rig_script_end(rig, row, result);
	if (result != E2E_OK)
		row_same_i64(row, "the length of what was not sealed", (int64_t)n, 0);
	/* The library seals nothing that is no TL, which a line may be about. */
	if (line->expect == EXPECT_EITHER &&
	    (result == E2E_ERR_ARGUMENT || result == E2E_ERR_LIMIT))
		return;
	if (row_worked(row, "sealing", result))
		row_same(row, "the packet", span(packet, n), line->packet);
}

/* What came out of a packet is what the line says went in. */
static void
is_message(struct row *row, const struct line *line, const struct e2e_cloud_message *got)
{
	if (line->format != CLOUD) {
		row_is_bytes(row, line->sent ? "payload" : "payload?", got->body);
		return;
	}
	row_is_i64(row, "session_id", got->session_id);
	if (!line->sent)
		return;
	row_is_i64(row, "salt", got->salt);
	row_is_i64(row, "msg_id", got->msg_id);
	row_is_i32(row, "seq_no", got->seq_no);
	row_is_bytes(row, "data", got->body);
}

/* Open the packet; nothing of the text of one that is refused may be left behind. */
static void
unseal(struct rig *rig, struct row *row, const struct line *line, const struct e2e_key *key)
{
	struct e2e_bytes packet = line->packet;
	size_t room = packet.n > E2E_PACKET_HEAD_BYTES ? packet.n - E2E_PACKET_HEAD_BYTES : 0;
	uint8_t *plain = row_alloc(row, room);
	struct e2e_cloud_message got = E2E_CLOUD_MESSAGE_INIT;
	int32_t result;

	memset(plain, UNTOUCHED, room);
	if (line->format == CLOUD)
		result = e2e_cloud_open(rig->crypto, &got, plain, room, key, line->sender,
		                        line->message.session_id, packet.p, packet.n);
	else if (line->format == V1)
		result = e2e_message_open_v1(rig->crypto, &got.body, plain, room, key, packet.p,
		                             packet.n);
	else
		result = e2e_message_open(rig->crypto, &got.body, plain, room, key, line->sender,
		                          packet.p, packet.n);
	row_expected(row, "opening", result, line->expect);
	if (result == E2E_OK) {
		is_message(row, line, &got);
		return;
	}
	row_same_i64(row, "the length of what was refused", (int64_t)got.body.n, 0);
	row_wiped(row, "the text of what was refused", plain, room, UNTOUCHED);
}

static void
judge(struct rig *rig, struct row *row, const struct line *line)
{
	struct e2e_key key = E2E_KEY_INIT;

	if (row->malformed || !row_worked(row, "e2e_key_set",
	                                  e2e_key_set(rig->crypto, &key, line->key)))
		return;
	if (line->sent && line->expect != EXPECT_REJECT) {
		row_is_fingerprint(row, line->format == CLOUD ? "auth_key_id" : "key_fingerprint",
		                   key.fingerprint);
		rebuild(rig, row, line, &key);
		seal(rig, row, line, &key);
	}
	unseal(rig, row, line, &key);
}

/* ---- Lines ---------------------------------------------------------------------------- */

static const struct row_word expectations[] = {
	{ "accept", EXPECT_ACCEPT }, { "ok", EXPECT_ACCEPT }, { "reject", EXPECT_REJECT },
	{ "either", EXPECT_EITHER }, { NULL, 0 },
};

/* The length of BYTES as it stands before them. */
static struct e2e_bytes
length_of(struct row *row, struct e2e_bytes bytes)
{
	if (bytes.n > INT32_MAX)
		row_malformed(row, "the message is too long");
	return span(row_wire(row, (int64_t)bytes.n, 4), 4);
}

static void
judge_message(struct rig *rig, struct row *row, enum format format)
{
	struct line line = {
		.format = format,
		.expect = (enum expect)row_choice(row, "expect", expectations),
		.sent = !row_has(row, "packet"),
		.key = row_fixed(row, "key", E2E_KEY_BYTES),
		.message = E2E_CLOUD_MESSAGE_INIT,
	};
	/* The creator is called originator. */
	bool creator = line.sent ? row_bool(row, "sender_is_originator")
	                         : !row_bool(row, "receiver_is_originator");
	struct e2e_bytes part[3];

	if (row_has(row, "version") && row_i32(row, "version") != (format == V1 ? 1 : 2))
		row_malformed(row, "version is that of another file");
	line.sender = creator ? E2E_CREATOR : E2E_ACCEPTOR;
	line.x = format == V1 || creator ? 0 : 8;
	if (line.sent) {
		line.payload = row_bytes(row, "payload");
		line.head = length_of(row, line.payload);
		line.padding = row_bytes(row, "padding");
		part[0] = span(row_fixed(row, "key_fingerprint", KEY_ID_BYTES), KEY_ID_BYTES);
		part[1] = (struct e2e_bytes){ row_fixed(row, "msg_key", E2E_MSG_KEY_BYTES),
		                              E2E_MSG_KEY_BYTES };
		part[2] = row_bytes(row, "ciphertext");
		line.packet = row_join(row, part, 3);
	} else {
		line.packet = row_bytes(row, "packet");
	}
	judge(rig, row, &line);
}

void
judge_msg_e2e_v1(struct rig *rig, struct row *row)
{
	judge_message(rig, row, V1);
}

void
judge_msg_e2e_v2(struct rig *rig, struct row *row)
{
	judge_message(rig, row, V2);
}

/* What is encrypted before the message: see E2E_CLOUD_HEAD_BYTES. */
static struct e2e_bytes
cloud_head(struct row *row, const struct e2e_cloud_message *message)
{
	const struct e2e_bytes part[] = {
		{ row_wire(row, message->salt, 8), 8 },
		{ row_wire(row, message->session_id, 8), 8 },
		{ row_wire(row, message->msg_id, 8), 8 },
		{ row_wire(row, message->seq_no, 4), 4 },
		length_of(row, message->body),
	};

	return row_join(row, part, sizeof part / sizeof part[0]);
}

void
judge_msg_cloud_v2(struct rig *rig, struct row *row)
{
	static const struct row_word directions[] = {
		{ "client_to_server", E2E_CLIENT }, { "server_to_client", E2E_SERVER }, { NULL, 0 },
	};
	static const char *const fields[] = {
		"salt", "msg_id", "seq_no", "data", "padding", "auth_key_id", "msg_key",
	};
	struct line line = {
		.format = CLOUD,
		.expect = (enum expect)row_choice(row, "expect", expectations),
		.sender = (uint32_t)row_choice(row, "direction", directions),
		.key = row_fixed(row, "auth_key", E2E_KEY_BYTES),
		.packet = row_bytes(row, "packet"),
		.message = E2E_CLOUD_MESSAGE_INIT,
	};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		line.sent = line.sent || row_has(row, fields[i]);
	line.message.session_id = row_i64(row, "session_id");
	if (line.sent) {
		line.message.salt = row_i64(row, "salt");
		line.message.msg_id = row_i64(row, "msg_id");
		line.message.seq_no = row_i32(row, "seq_no");
		line.message.body = line.payload = row_bytes(row, "data");
		line.padding = row_bytes(row, "padding");
		line.head = cloud_head(row, &line.message);
		line.x = line.sender == E2E_CLIENT ? 0 : 8;
	}
	judge(rig, row, &line);
}

/* ---- auth.bindTempAuthKey ------------------------------------------------------------- */

/* bind_auth_key_inner stands after random:int128, msg_id:long, seq_no:int, length:int. */
#define RANDOM_BYTES  16
#define INNER_AT      32
#define PLAIN_BYTES   (INNER_AT + E2E_BIND_INNER_BYTES)
#define SECRET_BYTES  (E2E_BIND_BYTES - E2E_PACKET_HEAD_BYTES)
#define PADDING_BYTES (SECRET_BYTES - PLAIN_BYTES)

/* Decrypt MESSAGE as the server does, and compare what is in it. */
static void
bind_opened(struct rig *rig, struct row *row, const struct e2e_key *key, const uint8_t *message)
{
	const uint8_t *msg_key = message + KEY_ID_BYTES;
	uint8_t aes_key[E2E_AES_KEY_BYTES], aes_iv[E2E_AES_IV_BYTES];
	uint8_t plain[SECRET_BYTES], digest[E2E_SHA1_BYTES] = { 0 };
	struct e2e_bytes hashed = { plain, PLAIN_BYTES };

	memcpy(plain, message + E2E_PACKET_HEAD_BYTES, sizeof plain);
	row_is(row, "msg_key", msg_key, E2E_MSG_KEY_BYTES);
	if (!row_worked(row, "e2e_kdf_v1",
	                e2e_kdf_v1(rig->crypto, aes_key, aes_iv, key->value, msg_key, 0)))
		return;
	row_worked(row, "e2e_ige",
	           e2e_ige(rig->crypto, E2E_DECRYPT, aes_key, aes_iv, plain, sizeof plain));
	row_is(row, "bind_auth_key_inner", plain + INNER_AT, E2E_BIND_INNER_BYTES);
	row_is(row, "plaintext_without_padding", plain, PLAIN_BYTES);
	row_is(row, "padding", plain + PLAIN_BYTES, PADDING_BYTES);
	row_worked(row, "e2e_hash", e2e_hash(rig->crypto, E2E_HASH_SHA1, digest, &hashed, 1));
	row_is(row, "msg_key", digest + MSG_KEY_AT_V1, E2E_MSG_KEY_BYTES);
}

void
judge_bind_temp_auth_key(struct rig *rig, struct row *row)
{
	const uint8_t *permanent = row_fixed(row, "perm_auth_key", E2E_KEY_BYTES);
	const uint8_t *temporary = row_fixed(row, "temp_auth_key", E2E_KEY_BYTES);
	const struct e2e_bytes part[] = {
		{ row_fixed(row, "random128", RANDOM_BYTES), RANDOM_BYTES },
		{ row_fixed(row, "padding", PADDING_BYTES), PADDING_BYTES },
	};
	struct e2e_bytes random = row_join(row, part, 2);
	struct e2e_bind_temp_key bind = E2E_BIND_TEMP_KEY_INIT;
	struct e2e_key key = E2E_KEY_INIT, other = E2E_KEY_INIT;
	uint8_t message[E2E_BIND_BYTES] = { 0 };
	int32_t result;

	row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &key, permanent));
	row_worked(row, "e2e_key_set", e2e_key_set(rig->crypto, &other, temporary));
	row_is_i64(row, "perm_auth_key_id", key.fingerprint);
	row_is_i64(row, "temp_auth_key_id", other.fingerprint);
	bind.temp_auth_key_id = other.fingerprint;
	bind.nonce = row_i64(row, "nonce");
	bind.temp_session_id = row_i64(row, "temp_session_id");
	bind.expires_at = row_i32(row, "expires_at");
	bind.msg_id = row_i64(row, "msg_id");
	rig_script(rig, random.p, random.n);
	result = e2e_bind_temp_key_seal(rig->crypto, message, &key, &bind);
	rig_script_end(rig, row, result);
	row_worked(row, "e2e_bind_temp_key_seal", result);
	row_same(row, "the key id in the message", span(message, KEY_ID_BYTES),
	         span(row_wire(row, key.fingerprint, KEY_ID_BYTES), KEY_ID_BYTES));
	bind_opened(rig, row, &key, message);
	row_is(row, "encrypted_message", message, sizeof message);
}
