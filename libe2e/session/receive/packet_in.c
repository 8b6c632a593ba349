/* SPDX-License-Identifier: ISC */
/*
 * Takes in a packet: opens it, and decides where the message in it belongs.
 *
 * First come length, key fingerprint, decryption and msg_key (e2e_message_open()), and only then
 * anything else.  Each stage says whether the next one runs.
 */
#include "config.h"

#include "session/receive/packet_in.h"

#include "base/num.h"
#include "base/wipe.h"
#include "proto/seqno.h"
#include "session/chat/check.h"
#include "session/chat/due.h"
#include "session/keys/rekeying.h"
#include "session/receive/acks.h"
#include "session/receive/action.h"
#include "session/receive/gaps.h"
#include "session/receive/in_order.h"
#include "session/receive/version.h"

#include <string.h>

/* A packet on its way through the stages. */
struct arrival {
	struct e2e_i_received msg;
	const struct e2e_i_packet *packet;
	struct e2e_bytes payload; /* decrypted, in account->plain.p                   */
	uint32_t key_role;        /* E2E_KEY_*: the one that opens it                 */
	bool v1;                  /* sealed with MTProto 1                            */
	bool unproven;            /* a server without the key may have caused it      */
	bool stop;                /* the stages after this one do not run             */
};

/*
 * Drop the packet, as CHECK failed.  The policy decides only what else happens.
 *
 * In MTProto 1 both sides seal alike (x = 0 both ways), so the server can send us our own packets
 * back without knowing the key (protocol T3.5).  Until the sequence numbers have shown that a
 * packet is the peer's, nothing about it closes the chat, even if the host has configured that
 * (protocol 2.2.4).
 */
static int32_t
drop(struct arrival *in, uint32_t check)
{
	struct e2e_i_transaction *tx = in->msg.tx;

	in->stop = true;
	if (in->unproven && tx->account->act[check] == E2E_ACT_CLOSE)
		return e2e_i_check_reject(tx, check, in->msg.view.random_id, in->msg.date);
	return e2e_i_received_check(&in->msg, check);
}

/* ---- Opening, MTProto 2 before 1 (protocol 3.3.3) ---------------------------------------- */

/* Open the packet under key WHICH.  Whether MTProto 1 is accepted is for check_version() to say. */
static int32_t
open_under(struct arrival *in, uint32_t which)
{
	struct e2e_account *account = in->msg.tx->account;
	const struct e2e_i_core *core = &in->msg.tx->chat->core;
	const struct e2e_key *key = &core->key[which]->key;
	const struct e2e_bytes *bytes = &in->packet->bytes;
	int32_t err = e2e_message_open(account->crypto, &in->payload, account->plain.p,
	                               account->plain.room, key, e2e_i_chat_receiver(core),
	                               bytes->p, bytes->n);

	if (err != E2E_REFUSED_FORGED)
		return err;
	in->v1 = true;
	return e2e_message_open_v1(account->crypto, &in->payload, account->plain.p,
	                           account->plain.room, key, bytes->p, bytes->n);
}

/* Find the key of ours whose fingerprint BYTES begin with; false if it is none (protocol 3.3.2). */
static bool
find_key(struct arrival *in, struct e2e_bytes bytes)
{
	const struct e2e_i_core *core = &in->msg.tx->chat->core;
	const int64_t id = e2e_i_signed64(e2e_i_load_le64(bytes.p));

	for (uint32_t i = 0; i < 3; i++) {
		in->key_role = i;
		if (core->key[i] != NULL && core->key[i]->key.fingerprint == id)
			return true;
	}
	return false;
}

/* Check what needs no key first, so that a packet of a stranger gets no memory. */
static int32_t
open_packet(struct arrival *in)
{
	struct e2e_account *account = in->msg.tx->account;
	const struct e2e_bytes bytes = in->packet->bytes;
	int32_t err;

	if (!e2e_i_packet_in_has_length(account, bytes.n))
		return drop(in, E2E_CHECK_LENGTH);
	if (!find_key(in, bytes))
		return drop(in, E2E_CHECK_KEY_ID);
	err = e2e_i_account_room(account, &account->plain, bytes.n);
	if (err != E2E_OK)
		return err;
	err = open_under(in, in->key_role);
	switch (err) {
	case E2E_REFUSED_LENGTH:
		return drop(in, E2E_CHECK_LENGTH);
	case E2E_REFUSED_KEY_ID:
		return drop(in, E2E_CHECK_KEY_ID);
	case E2E_REFUSED_FORGED:
		return drop(in, E2E_CHECK_FORGED);
	default:
		return err;
	}
}

/* ---- What is inside (protocol 4.1) --------------------------------------------------------- */

/* Read MTProto 1 only if the peer may have sent it before its first MTProto 2 (protocol T3.4). */
static int32_t
check_version(struct arrival *in)
{
	uint32_t verdict = E2E_I_VERSION_READ;
	int32_t err = in->v1 ? e2e_i_version_judge(&in->msg, &verdict) : E2E_OK;

	if (err != E2E_OK || verdict == E2E_I_VERSION_READ)
		return err;
	in->unproven |= verdict == E2E_I_VERSION_LATE;
	return drop(in, E2E_CHECK_MTPROTO1);
}

/* A message under the new key of a re-key proves that the peer has our commitKey or acceptKey. */
static int32_t
check_key(struct arrival *in)
{
	return in->key_role == E2E_KEY_NEW ? e2e_i_rekeying_new_key(in->msg.tx) : E2E_OK;
}

/* Take layer 8, which has no wrapper: only a notifyLayer is of use (protocol T4.7). */
static int32_t
old_layer(struct arrival *in)
{
	struct e2e_i_received *msg = &in->msg;
	struct e2e_i_core *core = &msg->tx->chat->core;
	const struct e2e_tl_decrypted_message_action_notify_layer *action;
	const struct e2e_tl_decrypted_message_service_8 *message;
	int32_t err;

	msg->wrapper.message = in->payload;
	msg->wrapper.layer = 8;
	msg->seq_no = E2E_I_VERSION_NO_SEQ;
	err = check_version(in);
	if (err != E2E_OK || in->stop)
		return err;
	err = e2e_i_received_peek(msg);
	if (err != E2E_OK)
		return err;
	if (msg->verdict == E2E_REFUSED_TL || !msg->view.old)
		return drop(in, E2E_CHECK_TL);
	action = (const void *)msg->view.action;
	if (action == NULL || action->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER)
		return drop(in, E2E_CHECK_OLD_LAYER);
	message = (const void *)msg->got.object; /* layer 8 has random_bytes of its own */
	if (message->random_bytes.n > msg->wrapper.random_bytes.n)
		msg->wrapper.random_bytes = message->random_bytes;
	if (e2e_i_received_is_ignored(msg))
		return drop(in, E2E_CHECK_RANDOM_BYTES);
	in->stop = true;
	if (action->layer <= core->counters.peer_layer)
		return E2E_OK; /* it has no number: a replay must not cost an answer each */
	core->counters.peer_layer = action->layer;
	if ((msg->tx->account->config.flags & E2E_CONFIG_NO_NOTIFY) == 0)
		e2e_i_due_add(msg->tx, E2E_I_DUE_LAYER);
	return E2E_OK;
}

static int32_t
read_wrapper(struct arrival *in)
{
	struct e2e_i_received *msg = &in->msg;
	const struct e2e_i_core *core = &msg->tx->chat->core;

	in->unproven = in->v1;
	msg->key_fingerprint = core->key[in->key_role]->key.fingerprint;
	switch (e2e_i_wrapper_read(&msg->wrapper, in->payload)) {
	case E2E_OK:
		break;
	case E2E_REFUSED_UNKNOWN:
		return old_layer(in);
	default:
		return drop(in, E2E_CHECK_TL);
	}
	/* some forks wrap layer 8 and write -1 for both numbers (protocol T4.7) */
	if (msg->wrapper.layer == 8 && msg->wrapper.in_seq_no == -1 &&
	    msg->wrapper.out_seq_no == -1) {
		in->payload = msg->wrapper.message;
		return old_layer(in);
	}
	return E2E_OK;
}

/* ---- Its place in the order (protocol 5.2.1, 5.2.2, 5.2.8) ------------------------------- */

static int32_t
check_numbers(struct arrival *in)
{
	struct e2e_i_received *msg = &in->msg;
	const struct e2e_i_core *core = &msg->tx->chat->core;

	switch (e2e_i_seq_read(&msg->seq_no, &msg->acks, 1 - e2e_i_chat_x(core),
	                       msg->wrapper.out_seq_no, msg->wrapper.in_seq_no)) {
	case E2E_I_SEQ_PARITY:
		return drop(in, E2E_CHECK_PARITY);
	case E2E_I_SEQ_NEGATIVE:
		return drop(in, E2E_CHECK_SEQ_NEGATIVE);
	case E2E_I_SEQ_RANGE:
		in->unproven = false; /* the parity was right, as below */
		return drop(in, E2E_CHECK_SEQ_AHEAD);
	default:
		break;
	}
	in->unproven = false; /* a packet of our own would have the wrong parity */
	if (msg->seq_no - core->counters.in_seq > (int32_t)msg->tx->account->limits.ahead)
		return drop(in, E2E_CHECK_SEQ_AHEAD);
	return E2E_OK;
}

/* Whether there is room to hold one more message, of N bytes. */
static bool
has_room(const struct e2e_i_transaction *tx, size_t n)
{
	const struct e2e_limits *limits = &tx->account->limits;
	const struct e2e_i_core *core = &tx->chat->core;

	return tx->chat->list[E2E_I_HELD].n < limits->held_messages &&
	       n <= limits->held_bytes && core->held_bytes <= limits->held_bytes - n;
}

/*
 * Drop held messages with higher numbers, the highest first, until N bytes fit.  A message that
 * fills a gap must always fit, or the chat could never continue.  The dropped ones become missing
 * and are asked for like any gap.
 */
static int32_t
drop_higher(struct arrival *in, size_t n)
{
	struct e2e_i_transaction *tx = in->msg.tx;
	struct e2e_i_list *held = &tx->chat->list[E2E_I_HELD];
	int32_t err = E2E_OK;

	while (err == E2E_OK && !has_room(tx, n)) {
		struct e2e_i_item *last = e2e_i_list_last(held);

		if (last == NULL || last->key < in->msg.seq_no)
			return E2E_OK;
		tx->chat->core.held_bytes -= last->blob_n;
		err = e2e_i_transaction_remove(tx, E2E_I_HELD, last); /* still valid below */
		if (err == E2E_OK)
			err = e2e_i_gaps_reopen(tx, (int32_t)last->key);
	}
	return err;
}

static void
note_version(const struct arrival *in)
{
	if (!in->v1)
		e2e_i_version_taken(&in->msg.tx->chat->core, in->msg.seq_no);
}

/* Hold the message behind a gap; *KEPT says whether there was room. */
static int32_t
hold(struct arrival *in, bool *kept)
{
	struct e2e_i_received *msg = &in->msg;
	struct e2e_i_transaction *tx = msg->tx;
	struct e2e_i_core *core = &tx->chat->core;
	const size_t n = in->payload.n + in->packet->file.n;
	const struct e2e_i_saved_received saved = {
		.random_id = msg->random_id,
		.key_fingerprint = msg->key_fingerprint,
		.date = msg->date,
		.kind = msg->kind,
		.file_n = (uint32_t)in->packet->file.n,
	};
	struct e2e_i_queued *held;
	int32_t err = drop_higher(in, n);

	if (err != E2E_OK)
		return err;
	if (!has_room(tx, n)) {
		tx->chat->core.health |= E2E_HEALTH_OVERFLOW;
		return e2e_i_check_reject(tx, E2E_REASON_HELD, msg->random_id, msg->date);
	}
	held = e2e_i_item_new(&tx->account->allocator, sizeof *held, msg->seq_no, n);
	if (held == NULL)
		return E2E_ERR_NOMEM;
	memcpy(held->item.blob, in->payload.p, in->payload.n);
	if (in->packet->file.n > 0)
		memcpy(held->item.blob + in->payload.n, in->packet->file.p, in->packet->file.n);
	e2e_i_item_fill(&held->item, &saved, sizeof saved);
	core->held_bytes += (uint32_t)n;
	note_version(in);
	*kept = true;
	return e2e_i_transaction_insert(tx, E2E_I_HELD, held);
}

/*
 * Hold a message that is ahead of a gap.  Its request to resend, if it is one, cannot wait
 * (protocol T5.7).  Nor can checking whether it acknowledges what was not sent: only now do we know
 * what was sent when it arrived.
 */
static int32_t
keep_ahead(struct arrival *in)
{
	struct e2e_i_received *msg = &in->msg;
	struct e2e_i_transaction *tx = msg->tx;
	const int32_t last = e2e_i_gaps_last(tx->chat);
	bool kept = false;
	int32_t err = e2e_i_received_peek(msg);

	if (msg->seq_no < last)
		msg->kind |= E2E_I_RECEIVED_REFILL;
	if (err == E2E_OK)
		err = e2e_i_acks_check_ahead(msg);
	if (err == E2E_OK && !msg->closed && !e2e_i_received_is_ignored(msg))
		err = e2e_i_action_resend(msg);
	if (err != E2E_OK || msg->closed)
		return err;
	err = hold(in, &kept);
	if (err == E2E_OK && msg->seq_no > last) /* if not kept, it is missing itself */
		err = e2e_i_gaps_add(tx, last + 1, kept ? msg->seq_no : msg->seq_no + 1);
	if (err == E2E_OK && tx->chat->list[E2E_I_GAP].n > 0) {
		e2e_i_due_add(tx, E2E_I_DUE_GAPS);
		err = e2e_i_gaps_heard(tx);
	}
	return err == E2E_OK ? e2e_i_gaps_trim(tx) : err;
}

/*
 * Note what an authentic message proves on arrival, even if it is ahead of a gap: that the peer has
 * the new key, and which of our requests it has received.  A refill may acknowledge anything
 * (protocol T5.1), and one that acknowledges more than was sent proves nothing.
 */
static int32_t
note_seen(struct arrival *in)
{
	struct e2e_i_received *msg = &in->msg;
	struct e2e_i_transaction *tx = msg->tx;
	struct e2e_i_core *core = &tx->chat->core;

	if (core->key[E2E_KEY_OLD] != NULL && core->counters.fresh_at == 0 &&
	    msg->key_fingerprint == core->key[E2E_KEY_CURRENT]->key.fingerprint)
		core->counters.fresh_at = tx->steady;
	e2e_i_acks_tolerate_copies(msg);
	if (msg->seq_no < e2e_i_gaps_last(tx->chat) || msg->seq_no < core->counters.in_seq ||
	    msg->acks > core->counters.out_seq)
		return E2E_OK;
	return e2e_i_gaps_covered(tx, msg->acks);
}

/* Drop the message, hold it, or take it and what is held behind it. */
static int32_t
place(struct arrival *in)
{
	struct e2e_i_received *msg = &in->msg;
	struct e2e_i_chat *chat = msg->tx->chat;
	int32_t err;

	err = note_seen(in);
	if (err != E2E_OK)
		return err;
	if (e2e_i_list_find(&chat->list[E2E_I_HELD], msg->seq_no) != NULL) {
		chat->core.duplicates++; /* even if the held one is next in order */
		return E2E_OK;
	}
	switch (e2e_i_seq_place(chat->core.counters.in_seq, msg->seq_no)) {
	case E2E_I_SEQ_OLD:
		if (msg->seq_no >= chat->core.counters.gap_from &&
		    msg->seq_no < chat->core.counters.gap_to)
			chat->core.late++;
		else
			chat->core.duplicates++;
		return E2E_OK;
	case E2E_I_SEQ_AHEAD:
		return keep_ahead(in);
	default:
		break;
	}
	if (chat->list[E2E_I_HELD].n > 0)
		msg->kind |= E2E_I_RECEIVED_REFILL;
	note_version(in);
	err = e2e_i_in_order_take(msg);
	if (err == E2E_OK && !msg->closed)
		err = e2e_i_in_order_held(msg->tx);
	return err;
}

/* ---- All stages -------------------------------------------------------------------------- */

int32_t
e2e_i_packet_in_take(struct e2e_i_transaction *tx, const struct e2e_i_packet *packet)
{
	static int32_t (*const stage[])(struct arrival *in) = {
		open_packet, read_wrapper, check_numbers, check_version, check_key, place,
	};
	struct e2e_account *account = tx->account;
	struct arrival in;
	int32_t err = E2E_OK;

	memset(&in, 0, sizeof in);
	in.packet = packet;
	in.msg.tx = tx;
	in.msg.date = packet->date;
	in.msg.kind = packet->kind;
	in.msg.acked = tx->chat->core.counters.acked;
	in.msg.random_id = packet->random_id;
	in.msg.view.random_id = packet->random_id; /* until the one inside is known */
	in.msg.file = packet->file;
	for (size_t i = 0; i < sizeof stage / sizeof stage[0]; i++) {
		err = stage[i](&in);
		if (err != E2E_OK || in.stop || in.msg.closed)
			break;
	}
	e2e_i_wipe(account->plain.p, packet->bytes.n <= account->plain.room ? packet->bytes.n
	                                                                  : account->plain.room);
	e2e_i_account_room_back(account, &account->plain);
	return err;
}
