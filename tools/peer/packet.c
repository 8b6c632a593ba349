/* SPDX-License-Identifier: ISC */
/* What our own packets decrypt to. */
#include "config.h"

#include "peer.h"

#include <stdlib.h>
#include <string.h>

/* ---- Keys ------------------------------------------------------------------------ */

static const struct e2e_key *
known_key(const struct peer *p, int64_t fingerprint)
{
	for (size_t i = 0; i < PEER_KEYS; i++) {
		if (p->keys[i].fingerprint == fingerprint && fingerprint != 0)
			return &p->keys[i];
	}
	return NULL;
}

static int64_t
packet_fingerprint(struct e2e_bytes packet)
{
	uint64_t value = 0;

	for (size_t i = 0; i < 8; i++)
		value |= (uint64_t)packet.p[i] << 8 * i;
	return (int64_t)value;
}

/*
 * The key PACKET was sealed with.  Those the account has now are asked for once each; one
 * that it has given up may still be that of packets that it sends again.
 */
static const struct e2e_key *
packet_key(struct peer *p, struct e2e_bytes packet)
{
	int64_t fingerprint = packet_fingerprint(packet);
	struct e2e_key key = E2E_KEY_INIT;

	for (uint32_t which = E2E_KEY_CURRENT; which <= E2E_KEY_NEW; which++) {
		if (known_key(p, fingerprint) != NULL)
			break;
		if (e2e_chat_key(p->account, &key, p->chat_id, which) == E2E_OK &&
		    key.fingerprint == fingerprint) {
			p->last_key = (p->last_key + 1) % PEER_KEYS;
			p->keys[p->last_key] = key;
		}
		e2e_key_wipe(&key);
	}
	return known_key(p, fingerprint);
}

/* ---- Opening ---------------------------------------------------------------------- */

/* The payload in PLAIN, which has room for the packet, or false. */
static bool
packet_open(struct peer *p, struct e2e_bytes *payload, uint8_t *plain, struct e2e_bytes packet)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	const struct e2e_key *key;
	uint32_t sender;

	if (packet.n < E2E_PACKET_MIN_BYTES || !peer_chat(p, &chat))
		return false;
	key = packet_key(p, packet);
	if (key == NULL)
		return false;
	sender = chat.creator ? E2E_CREATOR : E2E_ACCEPTOR;
	return e2e_message_open(p->crypto, payload, plain, packet.n, key, sender, packet.p,
	                        packet.n) == E2E_OK ||
	       e2e_message_open_v1(p->crypto, payload, plain, packet.n, key, packet.p,
	                           packet.n) == E2E_OK;
}

/* MESSAGE boxed again, in hexadecimal. */
static void
show_tl(struct text *line, const struct e2e_tl *message)
{
	uint8_t *bytes;
	size_t n;

	if (e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, message) != E2E_OK)
		return;
	bytes = peer_alloc(n);
	if (e2e_tl_put(bytes, n, &n, E2E_TYPE_DECRYPTED_MESSAGE, message) == E2E_OK)
		text_hex(line, (struct e2e_bytes){ bytes, n });
	e2e_wipe(bytes, n);
	free(bytes);
}

/* "layer= in_seq_no= out_seq_no= tl= str=" of PAYLOAD, or false. */
static bool
show_payload(struct text *line, struct e2e_bytes payload)
{
	size_t room = E2E_TL_ROOM(payload.n);
	void *memory = peer_alloc(room);
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const struct e2e_tl_decrypted_message_layer *wrapper;
	const struct e2e_tl *action;
	bool ok;

	ok = e2e_tl_get(&got, memory, room, E2E_TYPE_DECRYPTED_MESSAGE_LAYER, payload.p, payload.n,
	                NULL) == E2E_OK;
	if (ok) {
		wrapper = (const struct e2e_tl_decrypted_message_layer *)got.object;
		text_add(line, "layer=%d in_seq_no=%d out_seq_no=%d tl=", (int)wrapper->layer,
		         (int)wrapper->in_seq_no, (int)wrapper->out_seq_no);
		show_tl(line, wrapper->message);
		text_add(line, " str=");
		action = object_in(wrapper->message, "action");
		if (action != NULL)
			text_object(line, action);
		else
			text_rest(line, message_text(wrapper->message));
	}
	e2e_wipe(memory, room);
	free(memory);
	return ok;
}

void
packet_show(struct peer *p, struct text *line, struct e2e_bytes packet)
{
	uint8_t *plain = peer_alloc(packet.n);
	struct e2e_bytes payload;

	if (!packet_open(p, &payload, plain, packet) || !show_payload(line, payload))
		text_add(line, "layer= in_seq_no= out_seq_no= tl= str=");
	e2e_wipe(plain, packet.n);
	free(plain);
}
