/* SPDX-License-Identifier: ISC */
/*
 * Makes outgoing packets: wraps a message with its sequence numbers, seals it and puts it into the
 * outbox.  Also replaces a packet there: by a deletion, a stub, or one that refers to its file.
 */
#include "config.h"

#include "session/send/packet_out.h"

#include "base/nothing.h"
#include "base/num.h"
#include "proto/date.h"
#include "proto/negotiate.h"
#include "proto/seqno.h"
#include "proto/wrapper.h"
#include "session/core/input_file.h"

#include <string.h>

bool
e2e_i_packet_out_under(const struct e2e_i_outgoing *outgoing, const struct e2e_i_key *key)
{
	/* a packet begins with the fingerprint of its key (protocol 3.1.1) */
	return outgoing->item.blob_n >= 8 &&
	       e2e_i_signed64(e2e_i_load_le64(outgoing->item.blob)) == key->key.fingerprint;
}

int32_t
e2e_i_packet_out_random_id(struct e2e_account *account, int64_t *random_id)
{
	uint8_t bytes[8];

	*random_id = 0;
	while (*random_id == 0) {
		int32_t err = e2e_random(account->crypto, bytes, sizeof bytes);

		if (err != E2E_OK)
			return err;
		*random_id = e2e_i_signed64(e2e_i_load_le64(bytes));
	}
	return E2E_OK;
}

/* Write the *N bytes of the wrapper around MESSAGE to account->wire; the packet fits behind. */
static int32_t
wrap(struct e2e_i_transaction *tx, size_t *n, const struct e2e_tl *message, int32_t layer,
     int32_t seq_no, int32_t in_seq)
{
	struct e2e_account *account = tx->account;
	const int32_t x = e2e_i_chat_x(&tx->chat->core);
	uint8_t random[E2E_I_RANDOM_BYTES];
	const struct e2e_tl_decrypted_message_layer wrapper = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_LAYER,
		.random_bytes = { random, sizeof random },
		.layer = layer,
		.in_seq_no = e2e_i_seq_in(x, in_seq),
		.out_seq_no = e2e_i_seq_out(x, seq_no),
		.message = message,
	};
	const struct e2e_tl *object = (const struct e2e_tl *)&wrapper;
	int32_t err = e2e_random(account->crypto, random, sizeof random);

	if (err == E2E_OK)
		err = e2e_tl_measure(n, E2E_TYPE_DECRYPTED_MESSAGE_LAYER, object);
	if (err == E2E_OK && *n > E2E_PAYLOAD_MAX_BYTES)
		err = E2E_ERR_LIMIT;
	if (err == E2E_OK)
		err = e2e_i_account_room(account, &account->wire,
		                         *n + E2E_PACKET_ROOM(*n));
	if (err == E2E_OK)
		err = e2e_tl_put(account->wire.p, account->wire.room, n,
		                 E2E_TYPE_DECRYPTED_MESSAGE_LAYER, object);
	return err;
}

static int32_t
seal(struct e2e_i_transaction *tx, uint8_t *packet, size_t room, size_t *packet_n, size_t n,
     const struct e2e_key *key)
{
	struct e2e_account *account = tx->account;
	const struct e2e_i_core *core = &tx->chat->core;

	if (e2e_i_mtproto1((account->config.flags & E2E_CONFIG_MTPROTO1) != 0, core->counters.v2,
	                   core->counters.peer_layer))
		return e2e_message_seal_v1(account->crypto, packet, room, packet_n, key,
		                           account->wire.p, n);
	return e2e_message_seal(account->crypto, packet, room, packet_n, key,
	                        e2e_i_chat_sender(core), &account->padding, account->wire.p, n);
}

/* A new item with SAVED, whose blob is PACKET and FILE; no mark is set.  NULL without memory. */
static struct e2e_i_outgoing *
new_outgoing(const struct e2e_account *account, int64_t seq_no, struct e2e_i_saved_outgoing saved,
         struct e2e_bytes packet, struct e2e_bytes file)
{
	struct e2e_i_outgoing *outgoing = e2e_i_item_new(
		&account->allocator, sizeof *outgoing, seq_no, packet.n + file.n);

	if (outgoing == NULL)
		return NULL;
	if (packet.n > 0)
		memcpy(outgoing->item.blob, packet.p, packet.n);
	if (file.n > 0)
		memcpy(outgoing->item.blob + packet.n, file.p, file.n);
	saved.file_n = (uint32_t)file.n;
	e2e_i_item_fill(&outgoing->item, &saved, sizeof saved);
	return outgoing;
}

/* A new item with the packet of MESSAGE as number SEQ_NO, sealed with KEY. */
static int32_t
make_packet(struct e2e_i_transaction *tx, struct e2e_i_outgoing **out,
            const struct e2e_tl *message, int32_t seq_no, const struct e2e_i_saved_outgoing *saved,
            struct e2e_bytes file, const struct e2e_key *key)
{
	struct e2e_account *account = tx->account;
	uint8_t *packet;
	size_t n = 0, packet_n = 0;
	int32_t err = wrap(tx, &n, message, saved->layer, seq_no, saved->in_seq);

	*out = NULL;
	if (err != E2E_OK)
		return err;
	packet = account->wire.p + n;
	err = seal(tx, packet, E2E_PACKET_ROOM(n), &packet_n, n, key);
	if (err == E2E_OK) {
		*out = new_outgoing(account, seq_no, *saved,
		                    (struct e2e_bytes){ packet, packet_n }, file);
		err = *out != NULL ? E2E_OK : E2E_ERR_NOMEM;
	}
	e2e_wipe(account->wire.p, n);
	e2e_i_account_room_back(account, &account->wire);
	return err;
}

int32_t
e2e_i_packet_out_send(struct e2e_i_transaction *tx, const struct e2e_tl *message,
                      int64_t random_id, uint32_t kind, struct e2e_bytes file)
{
	struct e2e_i_core *core = &tx->chat->core;
	const int32_t layer = e2e_i_wrapper_layer(tx->account->config.layer,
	                                          core->counters.peer_layer,
	                                          core->counters.sent_layer);
	const struct e2e_i_saved_outgoing saved = {
		.random_id = random_id,
		.in_seq = core->counters.in_seq,
		.date = e2e_i_date_at(tx->now),
		.layer = (int16_t)layer,
		.kind = (uint8_t)kind,
	};
	struct e2e_i_outgoing *outgoing;
	int32_t err;

	if (core->counters.out_seq >= E2E_I_SEQ_MAX)
		return E2E_ERR_LIMIT;
	err = make_packet(tx, &outgoing, message, core->counters.out_seq, &saved, file,
	                  &core->key[E2E_KEY_CURRENT]->key);
	if (err != E2E_OK)
		return err;
	core->outgoing_bytes += outgoing->item.blob_n;
	core->counters.out_seq++;
	core->counters.key_out++;
	core->counters.used = true;
	core->counters.sent_layer = layer;
	core->counters.unacknowledged = 0; /* its in_seq_no acknowledges all (protocol 5.1.3) */
	core->counters.noop_at = 0;
	return e2e_i_transaction_insert(tx, E2E_I_OUTGOING, outgoing);
}

int32_t
e2e_i_packet_out_service(struct e2e_i_transaction *tx, const void *action)
{
	struct e2e_tl_decrypted_message_service_17 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_SERVICE_17,
		.action = action,
	};
	int32_t err = e2e_i_packet_out_random_id(tx->account, &message.random_id);

	if (err != E2E_OK)
		return err;
	return e2e_i_packet_out_send(tx, (const struct e2e_tl *)&message, message.random_id,
	                             E2E_CALL_SEND_SERVICE, E2E_I_NO_BYTES);
}

/*
 * The key that OUTGOING was sealed with, if it is still there.  With a newer one, the peer would
 * take the message as proof that no packet under the old key is on its way (protocol 6.1.5).
 */
static const struct e2e_key *
key_of(const struct e2e_i_core *core, const struct e2e_i_outgoing *outgoing)
{
	if (core->key[E2E_KEY_OLD] != NULL &&
	    e2e_i_packet_out_under(outgoing, core->key[E2E_KEY_OLD]))
		return &core->key[E2E_KEY_OLD]->key;
	return &core->key[E2E_KEY_CURRENT]->key;
}

/* Copy the marks and counts that are not saved from a message to its replacement. */
static void
inherit(struct e2e_i_outgoing *to, const struct e2e_i_outgoing *from)
{
	to->resent_since = from->resent_since;
	to->resent = from->resent;
	to->pushed = from->pushed;
	to->to_send = from->to_send;
	to->in_flight = from->in_flight;
	to->done = from->done;
	to->tries = from->tries;
	to->loaded = from->loaded;
}

static int32_t
swap(struct e2e_i_transaction *tx, struct e2e_i_outgoing *old, struct e2e_i_outgoing *with)
{
	int32_t err = e2e_i_transaction_remove(tx, E2E_I_OUTGOING, old);

	if (err == E2E_OK)
		return e2e_i_transaction_insert(tx, E2E_I_OUTGOING, with);
	e2e_i_item_free(&tx->account->allocator, &with->item);
	return err;
}

int32_t
e2e_i_packet_out_rewrite_as(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing,
                            int64_t random_id)
{
	const struct e2e_tl_decrypted_message_action_delete_messages action = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES,
		.random_ids = { &random_id, 1 },
	};
	const struct e2e_tl_decrypted_message_service_17 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_SERVICE_17,
		.random_id = random_id,
		.action = (const struct e2e_tl *)&action,
	};
	struct e2e_i_core *core = &tx->chat->core;
	struct e2e_i_saved_outgoing saved = outgoing->saved;
	struct e2e_i_outgoing *refill;
	int32_t err;

	saved.random_id = random_id;
	saved.kind = E2E_CALL_SEND | E2E_I_OUTGOING_SILENT | E2E_I_OUTGOING_REFILL;
	/* keep the layer it had: TDLib closes a chat whose layer falls (protocol T4.3) */
	err = make_packet(tx, &refill, (const struct e2e_tl *)&message,
	                  (int32_t)outgoing->item.key, &saved, E2E_I_NO_BYTES,
	                  key_of(core, outgoing));
	if (err != E2E_OK)
		return err;
	inherit(refill, outgoing);
	if (outgoing->item.key >= core->counters.acked) {
		core->outgoing_bytes -= outgoing->item.blob_n;
		core->outgoing_bytes += refill->item.blob_n;
	}
	return swap(tx, outgoing, refill);
}

int32_t
e2e_i_packet_out_rewrite(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing)
{
	return e2e_i_packet_out_rewrite_as(tx, outgoing, outgoing->saved.random_id);
}

int32_t
e2e_i_packet_out_stub(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing)
{
	struct e2e_i_saved_outgoing saved = outgoing->saved;
	struct e2e_i_outgoing *stub;

	saved.kind = (uint8_t)(saved.kind & ~E2E_I_OUTGOING_METHOD) | E2E_CALL_SEND;
	stub = new_outgoing(tx->account, outgoing->item.key, saved, E2E_I_NO_BYTES,
	                    E2E_I_NO_BYTES);
	if (stub == NULL)
		return E2E_ERR_NOMEM;
	inherit(stub, outgoing);
	return swap(tx, outgoing, stub);
}

int32_t
e2e_i_packet_out_refer(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing,
                       const struct e2e_remote_file *file)
{
	const struct e2e_input_file existing = {
		.size = sizeof existing,
		.kind = E2E_FILE_EXISTING,
		.id = file->id,
		.access_hash = file->access_hash,
	};
	const struct e2e_bytes packet = {
		.p = outgoing->item.blob,
		.n = outgoing->item.blob_n - outgoing->saved.file_n,
	};
	struct e2e_i_outgoing *with;
	uint8_t reference[32];
	size_t n;

	if (outgoing->saved.file_n == 0)
		return E2E_OK;
	n = e2e_i_input_file_put(reference, sizeof reference, &existing);
	with = new_outgoing(tx->account, outgoing->item.key, outgoing->saved, packet,
	                    (struct e2e_bytes){ reference, n });
	if (with == NULL)
		return E2E_ERR_NOMEM;
	inherit(with, outgoing);
	if (outgoing->item.key >= tx->chat->core.counters.acked)
		tx->chat->core.outgoing_bytes += with->item.blob_n - outgoing->item.blob_n;
	return swap(tx, outgoing, with);
}
