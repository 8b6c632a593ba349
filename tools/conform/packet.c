/* SPDX-License-Identifier: ISC */
/* What is in packets, by the library's own opening and decoding. */
#include "config.h"

#include "packet.h"
#include "tl_json.h"

#define FINGERPRINT_BYTES 8
#define LENGTH_BYTES      4
#define WRAPPER_TYPE      E2E_TYPE_DECRYPTED_MESSAGE_LAYER

/* ---- Keys --------------------------------------------------------------------------- */

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
		link = row_alloc(row, sizeof *link);
		*link = (struct key_link){ r->keys, key };
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
packet_open(struct replay *r, struct row *row, struct opened *opened, struct e2e_bytes packet,
            uint32_t sender)
{
	const struct e2e_key *key = packet_key(r, row, packet);
	uint8_t *plain = row_alloc(row, packet.n);
	struct e2e_bytes payload;
	int32_t result;

	if (key == NULL)
		return false;
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
	opened->payload = payload;
	opened->padding_n = packet.n - E2E_PACKET_HEAD_BYTES - LENGTH_BYTES - payload.n;
	opened->layer = (const void *)tl_decode(row, WRAPPER_TYPE, payload);
	return opened->layer != NULL;
}

int32_t
packet_number(struct replay *r, struct e2e_bytes packet, uint32_t sender)
{
	struct opened opened;
	struct row look;
	int32_t raw = -1;

	row_start(&look, NULL);
	if (packet_open(r, &look, &opened, packet, sender))
		raw = opened.layer->out_seq_no / 2;
	row_end(&look);
	return raw;
}

/* ---- What we send ------------------------------------------------------------------------ */

/* MESSAGE in the wrapper of a line. */
static struct e2e_tl_decrypted_message_layer
wrapper_of(struct row *row, struct e2e_bytes random_bytes, const struct e2e_tl *message)
{
	return (struct e2e_tl_decrypted_message_layer){
		E2E_TL_DECRYPTED_MESSAGE_LAYER, random_bytes, row_i32(row, "layer"),
		row_i32(row, "in_seq_no"), row_i32(row, "out_seq_no"), message,
	};
}

void
packet_holds(struct row *row, const struct opened *opened, const struct e2e_tl *message)
{
	struct e2e_tl_decrypted_message_layer wrapper =
		wrapper_of(row, opened->layer->random_bytes, message);

	if (message != NULL &&
	    tl_json_equal(row, (const void *)opened->layer, (const void *)&wrapper))
		row_same(row, "the text of the packet", opened->payload,
		         tl_encode(row, WRAPPER_TYPE, (const void *)&wrapper));
}

/* PACKET, sealed once more under the key that it names. */
static void
sealed_again(struct replay *r, struct row *row, const char *packet_field, const char *key_field)
{
	struct e2e_bytes packet = row_bytes(row, packet_field), text = row_bytes(row, "plaintext");
	struct e2e_bytes given = row_bytes(row, "random.padding");
	const struct e2e_key *key = packet_key(r, row, packet);
	struct e2e_padding padding = E2E_PADDING_INIT;
	size_t room = E2E_PACKET_ROOM(text.n), n;
	uint8_t *out = row_alloc(row, room);
	int32_t result;

	if (key == NULL || !row_is_fingerprint(row, key_field, key->fingerprint))
		return;
	padding.policy = E2E_PADDING_EXACT;
	padding.bytes = given.n < UINT32_MAX ? (uint32_t)given.n : UINT32_MAX;
	rig_script(r->blocks, given.p, given.n);
	if (row_i32(row, "mtproto") == 1)
		result = e2e_message_seal_v1(r->blocks->crypto, out, room, &n, key, text.p, text.n);
	else
		result = e2e_message_seal(r->blocks->crypto, out, room, &n, key, r->side, &padding,
		                          text.p, text.n);
	if (rig_script_end(r->blocks, row, result) && row_worked(row, "sealing", result))
		row_same(row, "the given packet, made of building blocks,",
		         span(out, n), packet);
}

void
packet_rebuilt(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	struct e2e_tl_decrypted_message_layer wrapper =
		wrapper_of(row, row_bytes(row, "random.layer_random_bytes"),
		           tl_json_build(row, line_object(row->json)));

	if (row->malformed || wrapper.message == NULL)
		return;
	row_is_bytes(row, "plaintext", tl_encode(row, WRAPPER_TYPE, (const void *)&wrapper));
	sealed_again(r, row, "packet", "key_fingerprint");
	if (row_has(row, "alternative"))
		sealed_again(r, row, "alternative.packet", "alternative.key_fingerprint");
}

/* ---- What the other side sends --------------------------------------------------------------- */

/* The fields that stand beside a packet, or in "decrypted", are what is in it. */
void
packet_described(struct replay *r, struct step *step)
{
	struct row *row = &step->row;
	struct e2e_bytes packet = row_bytes(row, "packet");
	const json_t *outside = row->json, *inside = row_get(row, "decrypted");
	struct opened opened;

	if (row->malformed || !packet_open(r, row, &opened, packet, step->actor))
		return;
	if (inside != NULL && !json_is_object(inside))
		row_malformed(row, "decrypted is no object");
	row->json = inside != NULL ? inside : outside;
	row_is_i32(row, "layer?", opened.layer->layer);
	row_is_i32(row, "in_seq_no?", opened.layer->in_seq_no);
	row_is_i32(row, "out_seq_no?", opened.layer->out_seq_no);
	row_is_i32(row, "mtproto?", opened.mtproto);
	row_is_i32(row, "padding_length?", (int64_t)opened.padding_n);
	row_is_fingerprint(row, "key_fingerprint?", opened.key_fingerprint);
	row_is_bytes(row, "plaintext?", opened.payload);
	if (row_has(row, "object"))
		tl_json_same(row, opened.layer->message, row_get(row, "object"));
	if (row_has(row, "wrapped"))
		tl_json_same(row, (const void *)opened.layer, row_get(row, "wrapped"));
	row->json = outside;
}
