/* SPDX-License-Identifier: ISC */
/*
 * The receive path: length, key id, decrypt and msg_key in one (e2e_message_open), and only
 * then anything else.  Each stage says whether to go on to the next.
 */
#include "config.h"

#include "session/inbound.h"

#include "base/num.h"
#include "base/wipe.h"
#include "proto/seqno.h"
#include "session/acks.h"
#include "session/action.h"
#include "session/check.h"
#include "session/due.h"
#include "session/holes.h"
#include "session/in_order.h"
#include "session/rekeying.h"
#include "session/version.h"

#include <string.h>

struct inbound {
	struct e2e_i_turn turn;
	const struct e2e_i_packet *packet;
	struct e2e_bytes payload; /* in account->plain.p */
	uint32_t key;             /* E2E_KEY_*         */
	bool v1;
	bool unproven;            /* a server without a key may have brought it about */
	bool stop;                /* nothing more to do with it     */
};

/*
 * CHECK failed: after that the packet is dropped, whatever the policy says.
 *
 * In MTProto 1 both sides seal alike (x = 0 both ways), so the server can send us our own
 * packets without a key (protocol T3.5).  Until the numbers have shown that a packet is the peer's,
 * nothing about it closes the chat, not even by order of the host (protocol 2.2.4).
 */
static int32_t
drop(struct inbound *in, uint32_t check)
{
	struct e2e_i_work *work = in->turn.work;

	in->stop = true;
	if (in->unproven && work->account->act[check] == E2E_ACT_CLOSE)
		return e2e_i_check_reject(work, check, in->turn.view.random_id, in->turn.date);
	return e2e_i_received_check(&in->turn, check);
}

/* ---- Opening, MTProto 2 before 1 (protocol 3.3.3) ---------------------------------------- */

/* Whether N can be the length of a packet (protocol T3.2, T3.3). */
static bool
possible(const struct e2e_account *account, size_t n)
{
	return n >= E2E_PACKET_MIN_BYTES && n <= account->limits.packet_bytes &&
	       (n - E2E_PACKET_HEAD_BYTES) % 16 == 0;
}

/* Whether one of MTProto 1 is read depends on what is inside: see check_version(). */
static int32_t
open_under(struct inbound *in, uint32_t which)
{
	struct e2e_account *account = in->turn.work->account;
	const struct e2e_i_core *core = &in->turn.work->chat->core;
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

/* Which of our keys BYTES are under; false if it is none of them (protocol 3.3.2). */
static bool
find_key(struct inbound *in, struct e2e_bytes bytes)
{
	const struct e2e_i_core *core = &in->turn.work->chat->core;
	const int64_t id = e2e_i_signed64(e2e_i_load_le64(bytes.p));

	for (uint32_t i = 0; i < 3; i++) {
		in->key = i;
		if (core->key[i] != NULL && core->key[i]->key.fingerprint == id)
			return true;
	}
	return false;
}

/* What can be seen from outside comes first: there is no room yet for what nobody sent us. */
static int32_t
open_packet(struct inbound *in)
{
	struct e2e_account *account = in->turn.work->account;
	const struct e2e_bytes bytes = in->packet->bytes;
	int32_t err;

	if (!possible(account, bytes.n))
		return drop(in, E2E_CHECK_LENGTH);
	if (!find_key(in, bytes))
		return drop(in, E2E_CHECK_KEY_ID);
	err = e2e_i_account_room(account, &account->plain, bytes.n);
	if (err != E2E_OK)
		return err;
	err = open_under(in, in->key);
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

/* MTProto 1 is read only where it can be what the peer wrote first (protocol T3.4). */
static int32_t
check_version(struct inbound *in)
{
	uint32_t verdict = E2E_I_VERSION_READ;
	int32_t err = in->v1 ? e2e_i_version_judge(&in->turn, &verdict) : E2E_OK;

	if (err != E2E_OK || verdict == E2E_I_VERSION_READ)
		return err;
	in->unproven |= verdict == E2E_I_VERSION_LATE;
	return drop(in, E2E_CHECK_MTPROTO1);
}

/* It is under the key that a re-key is to bring: the peer has got ours. */
static int32_t
check_key(struct inbound *in)
{
	return in->key == E2E_KEY_NEW ? e2e_i_rekeying_new_key(in->turn.work) : E2E_OK;
}

/* Layer 8, without a wrapper: only its announcement of a layer is of use (protocol T4.7). */
static int32_t
old_layer(struct inbound *in)
{
	struct e2e_i_turn *turn = &in->turn;
	struct e2e_i_core *core = &turn->work->chat->core;
	const struct e2e_tl_decrypted_message_action_notify_layer *action;
	const struct e2e_tl_decrypted_message_service_8 *message;
	int32_t err;

	turn->wrapper.message = in->payload;
	turn->wrapper.layer = 8;
	turn->raw = E2E_I_VERSION_NO_RAW;
	err = check_version(in);
	if (err != E2E_OK || in->stop)
		return err;
	err = e2e_i_received_peek(turn);
	if (err != E2E_OK)
		return err;
	if (turn->verdict == E2E_REFUSED_TL || !turn->view.old)
		return drop(in, E2E_CHECK_TL);
	action = (const void *)turn->view.action;
	if (action == NULL || action->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER)
		return drop(in, E2E_CHECK_OLD_LAYER);
	message = (const void *)turn->got.object; /* it has some itself */
	if (message->random_bytes.n > turn->wrapper.random_bytes.n)
		turn->wrapper.random_bytes = message->random_bytes;
	if (e2e_i_received_is_ignored(turn))
		return drop(in, E2E_CHECK_RANDOM_BYTES);
	in->stop = true;
	if (action->layer <= core->n.peer_layer)
		return E2E_OK; /* it has no number: come again, it must not cost us one each time */
	core->n.peer_layer = action->layer;
	if ((turn->work->account->config.flags & E2E_CONFIG_NO_NOTIFY) == 0)
		e2e_i_due_add(turn->work, E2E_I_DUE_LAYER);
	return E2E_OK;
}

static int32_t
read_wrapper(struct inbound *in)
{
	struct e2e_i_turn *turn = &in->turn;
	const struct e2e_i_core *core = &turn->work->chat->core;

	in->unproven = in->v1;
	turn->key_fingerprint = core->key[in->key]->key.fingerprint;
	switch (e2e_i_wrapper_read(&turn->wrapper, in->payload)) {
	case E2E_OK:
		break;
	case E2E_REFUSED_UNKNOWN:
		return old_layer(in);
	default:
		return drop(in, E2E_CHECK_TL);
	}
	/* some wrap layer 8 with no numbers at all (protocol T4.7) */
	if (turn->wrapper.layer == 8 && turn->wrapper.in_seq_no == -1 &&
	    turn->wrapper.out_seq_no == -1) {
		in->payload = turn->wrapper.message;
		return old_layer(in);
	}
	return E2E_OK;
}

/* ---- Where it stands (protocol 5.2.1, 5.2.2, 5.2.8) -------------------------------------- */

static int32_t
check_numbers(struct inbound *in)
{
	struct e2e_i_turn *turn = &in->turn;
	const struct e2e_i_core *core = &turn->work->chat->core;

	switch (e2e_i_seq_read(&turn->raw, &turn->raw_in, 1 - e2e_i_chat_x(core),
	                       turn->wrapper.out_seq_no, turn->wrapper.in_seq_no)) {
	case E2E_I_SEQ_PARITY:
		return drop(in, E2E_CHECK_PARITY);
	case E2E_I_SEQ_NEGATIVE:
		return drop(in, E2E_CHECK_SEQ_NEGATIVE);
	case E2E_I_SEQ_RANGE:
		in->unproven = false; /* as below */
		return drop(in, E2E_CHECK_SEQ_AHEAD);
	default:
		break;
	}
	in->unproven = false; /* ours would have failed PARITY */
	if (turn->raw - core->n.in_seq > (int32_t)turn->work->account->limits.ahead)
		return drop(in, E2E_CHECK_SEQ_AHEAD);
	return E2E_OK;
}

/* Whether a message of N bytes may wait behind a hole, too. */
static bool
has_room(const struct e2e_i_work *work, size_t n)
{
	const struct e2e_limits *limits = &work->account->limits;
	const struct e2e_i_core *core = &work->chat->core;

	return work->chat->list[E2E_I_HELD].n < limits->held_messages &&
	       n <= limits->held_bytes && core->held_bytes <= limits->held_bytes - n;
}

/*
 * Where there is no room, the highest ones make some for a lower one: what is missing in front
 * must always fit, or nothing would ever go on.  They are asked for again.
 */
static int32_t
give_way(struct inbound *in, size_t n)
{
	struct e2e_i_work *work = in->turn.work;
	struct e2e_i_list *held = &work->chat->list[E2E_I_HELD];
	int32_t err = E2E_OK;

	while (err == E2E_OK && !has_room(work, n)) {
		struct e2e_i_item *last = e2e_i_list_last(held);

		if (last == NULL || last->key < in->turn.raw)
			return E2E_OK;
		work->chat->core.held_bytes -= last->blob_n;
		err = e2e_i_work_remove(work, E2E_I_HELD, last); /* it lives until the end */
		if (err == E2E_OK)
			err = e2e_i_holes_reopen(work, (int32_t)last->key);
	}
	return err;
}

static void
note_version(const struct inbound *in)
{
	if (!in->v1)
		e2e_i_version_taken(&in->turn.work->chat->core, in->turn.raw);
}

/* *KEPT: there was room for it. */
static int32_t
hold(struct inbound *in, bool *kept)
{
	struct e2e_i_turn *turn = &in->turn;
	struct e2e_i_work *work = turn->work;
	struct e2e_i_core *core = &work->chat->core;
	const size_t n = in->payload.n + in->packet->file.n;
	const struct e2e_i_saved_received saved = {
		.random_id = turn->random_id,
		.key_fingerprint = turn->key_fingerprint,
		.date = turn->date,
		.kind = turn->came,
		.file_n = (uint32_t)in->packet->file.n,
	};
	struct e2e_i_came *held;
	int32_t err = give_way(in, n);

	if (err != E2E_OK)
		return err;
	if (!has_room(work, n)) {
		work->chat->core.health |= E2E_HEALTH_OVERFLOW;
		return e2e_i_check_reject(work, E2E_REASON_HELD, turn->random_id, turn->date);
	}
	held = e2e_i_item_new(&work->account->allocator, sizeof *held, turn->raw, n);
	if (held == NULL)
		return E2E_ERR_NOMEM;
	memcpy(held->item.blob, in->payload.p, in->payload.n);
	if (in->packet->file.n > 0)
		memcpy(held->item.blob + in->payload.n, in->packet->file.p, in->packet->file.n);
	e2e_i_item_fill(&held->item, &saved, sizeof saved);
	core->held_bytes += (uint32_t)n;
	note_version(in);
	*kept = true;
	return e2e_i_work_insert(work, E2E_I_HELD, held);
}

/*
 * Ahead of others that are missing: it waits, but what it asks for cannot (protocol T5.7), and
 * whether it acknowledges what there is not is to be seen only now.
 */
static int32_t
take_ahead(struct inbound *in)
{
	struct e2e_i_turn *turn = &in->turn;
	struct e2e_i_work *work = turn->work;
	const int32_t last = e2e_i_holes_last(work->chat);
	bool kept = false;
	int32_t err = e2e_i_received_peek(turn);

	if (turn->raw < last)
		turn->came |= E2E_I_CAME_REFILL;
	if (err == E2E_OK)
		err = e2e_i_acks_check_ahead(turn);
	if (err == E2E_OK && !turn->closed && !e2e_i_received_is_ignored(turn))
		err = e2e_i_action_resend(turn);
	if (err != E2E_OK || turn->closed)
		return err;
	err = hold(in, &kept);
	if (err == E2E_OK && turn->raw > last) /* without room, it is missing itself */
		err = e2e_i_holes_add(work, last + 1, kept ? turn->raw : turn->raw + 1);
	if (err == E2E_OK && work->chat->list[E2E_I_HOLE].n > 0) {
		e2e_i_due_add(work, E2E_I_DUE_HOLES);
		err = e2e_i_holes_heard(work);
	}
	return err == E2E_OK ? e2e_i_holes_trim(work) : err;
}

/*
 * An authentic message tells what the peer has of ours, even if its turn has not come.  What was
 * sent again may say anything (protocol T5.1), and so may one that acknowledges the impossible.
 */
static int32_t
note_seen(struct inbound *in)
{
	struct e2e_i_turn *turn = &in->turn;
	struct e2e_i_work *work = turn->work;
	struct e2e_i_core *core = &work->chat->core;

	if (core->key[E2E_KEY_OLD] != NULL && core->n.fresh_at == 0 &&
	    turn->key_fingerprint == core->key[E2E_KEY_CURRENT]->key.fingerprint)
		core->n.fresh_at = work->steady;
	e2e_i_acks_bear_copies(turn);
	if (turn->raw < e2e_i_holes_last(work->chat) || turn->raw < core->n.in_seq ||
	    turn->raw_in > core->n.out_seq)
		return E2E_OK;
	return e2e_i_holes_covered(work, turn->raw_in);
}

static int32_t
place(struct inbound *in)
{
	struct e2e_i_turn *turn = &in->turn;
	struct e2e_i_chat *chat = turn->work->chat;
	int32_t err;

	err = note_seen(in);
	if (err != E2E_OK)
		return err;
	if (e2e_i_list_find(&chat->list[E2E_I_HELD], turn->raw) != NULL) {
		chat->core.duplicates++; /* also if that one's turn has come */
		return E2E_OK;
	}
	switch (e2e_i_seq_place(chat->core.n.in_seq, turn->raw)) {
	case E2E_I_SEQ_OLD:
		if (turn->raw >= chat->core.n.gap_from && turn->raw < chat->core.n.gap_to)
			chat->core.late++;
		else
			chat->core.duplicates++;
		return E2E_OK;
	case E2E_I_SEQ_AHEAD:
		return take_ahead(in);
	default:
		break;
	}
	if (chat->list[E2E_I_HELD].n > 0)
		turn->came |= E2E_I_CAME_REFILL;
	note_version(in);
	err = e2e_i_in_order_take(turn);
	if (err == E2E_OK && !turn->closed)
		err = e2e_i_in_order_held(turn->work);
	return err;
}

/* ---- All of it ------------------------------------------------------------------------------------ */

int32_t
e2e_i_inbound_take(struct e2e_i_work *work, const struct e2e_i_packet *packet)
{
	static int32_t (*const stage[])(struct inbound *in) = {
		open_packet, read_wrapper, check_numbers, check_version, check_key, place,
	};
	struct e2e_account *account = work->account;
	struct inbound in;
	int32_t err = E2E_OK;

	memset(&in, 0, sizeof in);
	in.packet = packet;
	in.turn.work = work;
	in.turn.date = packet->date;
	in.turn.came = packet->came;
	in.turn.acked = work->chat->core.n.acked;
	in.turn.random_id = packet->random_id;
	in.turn.view.random_id = packet->random_id; /* until its own is known */
	in.turn.file = packet->file;
	for (size_t i = 0; i < sizeof stage / sizeof stage[0]; i++) {
		err = stage[i](&in);
		if (err != E2E_OK || in.stop || in.turn.closed)
			break;
	}
	e2e_i_wipe(account->plain.p, packet->bytes.n <= account->plain.room ? packet->bytes.n
	                                                                  : account->plain.room);
	e2e_i_account_room_back(account, &account->plain);
	return err;
}

/* ---- Before the chat is ready (protocol T2.2) -------------------------------------------- */

int32_t
e2e_i_inbound_early(struct e2e_i_work *work, const struct e2e_i_packet *packet)
{
	const struct e2e_limits *limits = &work->account->limits;
	struct e2e_i_core *core = &work->chat->core;
	const struct e2e_i_list *list = &work->chat->list[E2E_I_EARLY];
	const struct e2e_i_item *last = e2e_i_list_last(list);
	const size_t n = packet->bytes.n + packet->file.n;
	const struct e2e_i_saved_received saved = {
		.random_id = packet->random_id,
		.date = packet->date,
		.kind = packet->came,
		.file_n = (uint32_t)packet->file.n,
	};
	struct e2e_i_came *early;

	if (!possible(work->account, packet->bytes.n))
		return e2e_i_check_reject(work, E2E_CHECK_LENGTH, packet->random_id,
		                         packet->date);
	if (list->n >= limits->early_messages || n > limits->early_bytes || n == 0 ||
	    core->early_bytes > limits->early_bytes - n) {
		work->chat->core.health |= E2E_HEALTH_OVERFLOW;
		return e2e_i_check_reject(work, E2E_REASON_NOT_READY, packet->random_id,
		                         packet->date);
	}
	early = e2e_i_item_new(&work->account->allocator, sizeof *early,
	                       last != NULL ? last->key + 1 : 0, n);
	if (early == NULL)
		return E2E_ERR_NOMEM;
	memcpy(early->item.blob, packet->bytes.p, packet->bytes.n);
	if (packet->file.n > 0)
		memcpy(early->item.blob + packet->bytes.n, packet->file.p, packet->file.n);
	e2e_i_item_fill(&early->item, &saved, sizeof saved);
	core->early_bytes += (uint32_t)n;
	return e2e_i_work_insert(work, E2E_I_EARLY, early);
}

int32_t
e2e_i_inbound_ready(struct e2e_i_work *work)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_EARLY];
	int32_t err = E2E_OK;

	while (err == E2E_OK && work->chat->core.saved.stage == E2E_I_ACTIVE && list->n > 0) {
		struct e2e_i_came *early = e2e_i_list_at(list, 0);
		const size_t packet_n = early->item.blob_n - early->saved.file_n;
		const struct e2e_i_packet packet = {
			early->saved.random_id, early->saved.date, early->saved.kind,
			{ early->item.blob, packet_n },
			{ early->item.blob + packet_n, early->saved.file_n },
		};

		err = e2e_i_work_remove(work, E2E_I_EARLY, early); /* it lives until the end */
		if (err != E2E_OK)
			return err;
		work->chat->core.early_bytes -= early->item.blob_n;
		err = e2e_i_inbound_take(work, &packet);
		while (err == E2E_OK && e2e_i_chat_held_due(work->chat))
			err = e2e_i_in_order_held(work);
	}
	return err;
}
