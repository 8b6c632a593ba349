/* SPDX-License-Identifier: ISC */
/* Opening what the account sends (scripted.h). */
#include "config.h"

#include "scripted.h"

#include "cryptoutil.h"

static const struct e2e_key *
key_of(const struct sp_peer *p, int64_t fingerprint)
{
	const struct e2e_key *keys[] = { &p->key, &p->old_key, &p->new_key };
	size_t i;

	for (i = 0; i < CU_N(keys); i++)
		if (keys[i]->fingerprint == fingerprint && fingerprint != 0)
			return keys[i];
	ck_abort_msg("the account sent under a key that the peer does not have");
	return NULL;
}

static struct e2e_bytes
unsealed(struct sp_peer *p, struct sp_opened *o, struct e2e_bytes packet)
{
	uint32_t sender = p->role == E2E_CREATOR ? E2E_ACCEPTOR : E2E_CREATOR;
	struct e2e_bytes payload;
	const struct e2e_key *key;
	uint8_t *plain;
	uint64_t fingerprint = 0;
	size_t i;

	ck_assert_uint_ge(packet.n, E2E_PACKET_MIN_BYTES);
	for (i = 0; i < 8; i++)
		fingerprint |= (uint64_t)packet.p[i] << (8 * i);
	o->key_fingerprint = (int64_t)fingerprint;
	key = key_of(p, o->key_fingerprint);
	plain = sp_new(p, packet.n);
	o->mtproto = 2;
	if (e2e_message_open(p->crypto, &payload, plain, packet.n, key, sender, packet.p,
	                     packet.n) == E2E_OK) {
		o->padding = packet.n - CU_HEAD - 4 - payload.n;
		return payload;
	}
	o->mtproto = 1;
	ck_assert_int_eq(e2e_message_open_v1(p->crypto, &payload, plain, packet.n, key, packet.p,
	                                     packet.n),
	                 E2E_OK);
	o->padding = packet.n - CU_HEAD - 4 - payload.n;
	return payload;
}

static void
fill_inside(struct sp_opened *o, const struct e2e_tl *message)
{
	const struct e2e_tl_decrypted_message_service_17 *service = (const void *)message;
	const struct e2e_tl_decrypted_message_73 *m73 = (const void *)message;
	const struct e2e_tl_decrypted_message_45 *m45 = (const void *)message;

	o->message = message;
	if (message->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17) {
		o->action = service->action;
		o->random_id = service->random_id;
	} else if (message->ctor == E2E_TL_DECRYPTED_MESSAGE_73) {
		o->random_id = m73->random_id;
	} else if (message->ctor == E2E_TL_DECRYPTED_MESSAGE_45) {
		o->random_id = m45->random_id;
	}
}

struct sp_opened
sp_open_call(struct sp_peer *p, const struct au_call *call)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	const struct e2e_tl_decrypted_message_layer *layer;
	struct sp_opened o = { 0 };
	size_t room, n;
	uint8_t *tl;

	ck_assert_ptr_nonnull(call);
	o.payload = unsealed(p, &o, call->call.data);
	room = E2E_TL_ROOM(o.payload.n);
	ck_assert_int_eq(e2e_tl_get(&got, sp_new(p, room), room, E2E_TYPE_DECRYPTED_MESSAGE_LAYER,
	                            o.payload.p, o.payload.n, NULL),
	                 E2E_OK);
	ck_assert_uint_eq(got.odd, 0);
	layer = (const void *)got.object;
	o.layer = layer->layer;
	o.in_seq_no = layer->in_seq_no;
	o.out_seq_no = layer->out_seq_no;
	o.random_bytes = layer->random_bytes.n;
	o.in_raw = o.in_seq_no / 2;
	o.out_raw = o.out_seq_no / 2;
	/* The account is the other side: its numbers have the other parity. */
	ck_assert_int_eq(o.out_seq_no & 1, p->role == E2E_CREATOR ? 0 : 1);
	ck_assert_int_eq(o.in_seq_no & 1, p->role == E2E_CREATOR ? 1 : 0);
	fill_inside(&o, layer->message);
	ck_assert_int_eq(e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, layer->message), E2E_OK);
	tl = sp_new(p, n);
	ck_assert_int_eq(e2e_tl_put(tl, n, &n, E2E_TYPE_DECRYPTED_MESSAGE, layer->message), E2E_OK);
	o.message_tl = (struct e2e_bytes){ tl, n };
	if (o.out_raw == p->in_seq)
		p->in_seq++;
	return o;
}

uint32_t
sp_kind(const struct sp_opened *opened)
{
	return opened->action != NULL ? opened->action->ctor : opened->message->ctor;
}
