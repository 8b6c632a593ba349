/* SPDX-License-Identifier: ISC */
/*
 * Packets: opened with whichever key they name, made again from what a line gives, and
 * compared with what it says of them.
 */
#include "config.h"

#include "tl_json.h"
#include "transcript.h"

#include <string.h>

#define FINGERPRINT_BYTES 8
#define LENGTH_BYTES      4
#define WRAPPER_TYPE      E2E_TYPE_DECRYPTED_MESSAGE_LAYER

/* ---- Keys --------------------------------------------------------------------------- */

struct key_link {
	struct key_link *next;
	struct e2e_key key;
};

static const struct e2e_key *
find_key(const struct replay *r, int64_t fingerprint)
{
	for (const struct key_link *link = r->keys; link != NULL; link = link->next) {
		if (link->key.fingerprint == fingerprint)
			return &link->key;
	}
	return NULL;
}

void
packet_learn_keys(struct replay *r, struct row *row)
{
	for (uint32_t which = E2E_KEY_CURRENT; which <= E2E_KEY_NEW; which++) {
		struct e2e_key key = E2E_KEY_INIT;
		struct key_link *link;

		if (e2e_chat_key(r->host.account, &key, r->host.chat_id, which) != E2E_OK ||
		    find_key(r, key.fingerprint) != NULL)
			continue;
		link = (struct key_link *)(void *)row_alloc(row, sizeof *link);
		*link = (struct key_link){ .next = r->keys, .key = key };
		r->keys = link;
	}
}

/* The key that PACKET names, or NULL, with the reason. */
static const struct e2e_key *
packet_key(const struct replay *r, struct row *row, struct e2e_bytes packet)
{
	const struct e2e_key *key;
	uint64_t bits = 0;

	if (packet.n < E2E_PACKET_MIN_BYTES) {
		row_differs(row, "a packet has %zu bytes", packet.n);
		return NULL;
	}
	for (size_t i = FINGERPRINT_BYTES; i-- > 0;)
		bits = bits << 8 | packet.p[i];
	key = find_key(r, (int64_t)bits);
	if (key == NULL)
		row_differs(row, "a packet is under a key that the chat never had");
	return key;
}

/* ---- Opening -------------------------------------------------------------------------- */

bool
packet_read(struct row *row, struct opened *opened, struct e2e_bytes payload)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	size_t room = E2E_TL_ROOM(payload.n), n;
	int32_t result;

	result = e2e_tl_get(&got, row_alloc(row, room), room, WRAPPER_TYPE, payload.p, payload.n,
	                    NULL);
	if (!row_worked(row, "decoding a packet", result))
		return false;
	opened->payload = payload;
	opened->layer = (const struct e2e_tl_decrypted_message_layer *)got.object;
	if (!row_worked(row, "e2e_tl_measure",
	                e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, opened->layer->message)))
		return false;
	/* The message is the end; odd lengths inside of it could only make it longer. */
	if (n > payload.n)
		return row_differs(row, "a packet is shorter than its message");
	opened->message = (struct e2e_bytes){ payload.p + payload.n - n, n };
	return true;
}

bool
packet_open(struct replay *r, struct row *row, struct opened *opened, struct e2e_bytes packet,
            uint32_t sender)
{
	const struct e2e_key *key = packet_key(r, row, packet);
	struct e2e_bytes payload;
	uint8_t *plain;
	int32_t result;

	if (key == NULL)
		return false;
	plain = row_alloc(row, packet.n);
	opened->mtproto = 2;
	opened->key_fingerprint = key->fingerprint;
	result = e2e_message_open(r->blocks->crypto, &payload, plain, packet.n, key, sender,
	                          packet.p, packet.n);
	if (result > 0) {
		opened->mtproto = 1;
		result = e2e_message_open_v1(r->blocks->crypto, &payload, plain, packet.n, key,
		                             packet.p, packet.n);
	}
	if (!row_worked(row, "opening a packet", result))
		return false;
	opened->padding_n = packet.n - E2E_PACKET_HEAD_BYTES - LENGTH_BYTES - payload.n;
	return packet_read(row, opened, payload);
}

/* ---- What we send ------------------------------------------------------------------------ */

/* The wrapper of a line, from its fields. */
static bool
wrapper_rebuilt(struct row *row, struct e2e_bytes random_bytes, struct e2e_bytes plaintext)
{
	struct e2e_tl_decrypted_message_layer wrapper = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_LAYER,
		.random_bytes = random_bytes,
		.layer = row_i32(row, "layer"),
		.in_seq_no = row_i32(row, "in_seq_no"),
		.out_seq_no = row_i32(row, "out_seq_no"),
		.message = tl_json_build(row, line_object(row->json)),
	};
	const struct e2e_tl *object = (const struct e2e_tl *)&wrapper;
	uint8_t *out;
	size_t room, n;

	if (row->malformed || wrapper.message == NULL ||
	    !row_worked(row, "e2e_tl_measure", e2e_tl_measure(&room, WRAPPER_TYPE, object)))
		return false;
	out = row_alloc(row, room);
	return row_worked(row, "e2e_tl_put", e2e_tl_put(out, room, &n, WRAPPER_TYPE, object)) &&
	       row_same(row, "the encoding of the given message", (struct e2e_bytes){ out, n },
	                plaintext);
}

struct sealed {
	int32_t mtproto;
	struct e2e_bytes plaintext, padding;
};

/* PACKET, sealed once more under the key that it names. */
static bool
sealed_again(struct replay *r, struct row *row, const struct sealed *sealed,
             struct e2e_bytes packet, int64_t fingerprint)
{
	const struct e2e_key *key = packet_key(r, row, packet);
	struct e2e_padding padding = E2E_PADDING_INIT;
	size_t room = E2E_PACKET_ROOM(sealed->plaintext.n), n;
	uint8_t *out = row_alloc(row, room);
	int32_t result;

	if (key == NULL || !row_same_i64(row, "the key of the given packet", key->fingerprint,
	                                 fingerprint))
		return false;
	padding.policy = E2E_PADDING_EXACT;
	padding.bytes = sealed->padding.n < UINT32_MAX ? (uint32_t)sealed->padding.n : UINT32_MAX;
	rig_script(r->blocks, sealed->padding);
	if (sealed->mtproto == 1)
		result = e2e_message_seal_v1(r->blocks->crypto, out, room, &n, key,
		                             sealed->plaintext.p, sealed->plaintext.n);
	else
		result = e2e_message_seal(r->blocks->crypto, out, room, &n, key, r->side, &padding,
		                          sealed->plaintext.p, sealed->plaintext.n);
	return rig_script_end(r->blocks, row, result) && row_worked(row, "sealing", result) &&
	       row_same(row, "the given packet, made of building blocks,",
	                (struct e2e_bytes){ out, n }, packet);
}

bool
packet_rebuilt(struct replay *r, struct row *row)
{
	struct sealed sealed = { .mtproto = row_i32(row, "mtproto"),
	                         .plaintext = row_bytes(row, "plaintext") };
	struct e2e_bytes packet = row_bytes(row, "packet"), random_bytes;
	int64_t fingerprint = line_fingerprint(row, "key_fingerprint");
	const json_t *outside = line_enter(row, "random");
	bool good;

	random_bytes = row_bytes(row, "layer_random_bytes");
	sealed.padding = row_bytes(row, "padding");
	line_leave(row, outside);
	good = !row->malformed && wrapper_rebuilt(row, random_bytes, sealed.plaintext) &&
	       sealed_again(r, row, &sealed, packet, fingerprint);
	if (!good || !row_has(row, "alternative"))
		return good;
	line_enter(row, "alternative");
	packet = row_bytes(row, "packet");
	fingerprint = line_fingerprint(row, "key_fingerprint");
	line_leave(row, outside);
	return !row->malformed && sealed_again(r, row, &sealed, packet, fingerprint);
}

/* ---- What the other side sends --------------------------------------------------------------- */

/* The numbers, the plaintext and the object that stand beside a packet, as far as given. */
static bool
fields_agree(struct row *row, const struct opened *opened)
{
	bool good = true;

	if (row_has(row, "layer"))
		good = row_same_i64(row, "layer", opened->layer->layer, row_i32(row, "layer"));
	if (good && row_has(row, "in_seq_no"))
		good = row_same_i64(row, "in_seq_no", opened->layer->in_seq_no,
		                    row_i32(row, "in_seq_no"));
	if (good && row_has(row, "out_seq_no"))
		good = row_same_i64(row, "out_seq_no", opened->layer->out_seq_no,
		                    row_i32(row, "out_seq_no"));
	if (good && row_has(row, "mtproto"))
		good = row_same_i64(row, "mtproto", opened->mtproto, row_i32(row, "mtproto"));
	if (good && row_has(row, "key_fingerprint"))
		good = row_same_i64(row, "key_fingerprint", opened->key_fingerprint,
		                    line_fingerprint(row, "key_fingerprint"));
	if (good && row_has(row, "plaintext"))
		good = row_same(row, "plaintext", opened->payload, row_bytes(row, "plaintext"));
	if (good && row_has(row, "object"))
		good = tl_json_same(row, opened->layer->message,
		                    json_object_get(row->json, "object"));
	if (good && row_has(row, "wrapped"))
		good = tl_json_same(row, (const struct e2e_tl *)opened->layer,
		                    json_object_get(row->json, "wrapped"));
	return good && row_described(row, "padding_length", opened->padding_n);
}

bool
packet_described(struct replay *r, struct row *row)
{
	struct e2e_bytes packet = row_bytes(row, "packet");
	uint32_t sender = r->side == E2E_CREATOR ? E2E_ACCEPTOR : E2E_CREATOR;
	const json_t *outside = row->json;
	struct opened opened;
	bool good;

	if (row->malformed || !packet_open(r, row, &opened, packet, sender))
		return false;
	if (row_has(row, "decrypted"))
		line_enter(row, "decrypted");
	good = !row->malformed && fields_agree(row, &opened);
	line_leave(row, outside);
	return good;
}
