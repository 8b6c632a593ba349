/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/turn.h"

#include "proto/negotiate.h"
#include "proto/seqno.h"
#include "session/answers.h"
#include "session/chat.h"
#include "session/decode.h"
#include "session/file.h"
#include "session/holes.h"
#include "session/outbox.h"
#include "session/rekeying.h"
#include "session/rows.h"
#include "session/timers.h"

#include <string.h>

/* One transaction takes so much of what is held: more follows in the next. */
#define PART_BYTES ((size_t)256 * 1024)
#define PART_MAX   256 /* messages */

/* ---- Checks ------------------------------------------------------------------------------ */

int32_t
e2e_i_turn_check(struct e2e_i_turn *turn, uint32_t check)
{
	uint32_t outcome;
	int32_t err = e2e_i_chat_check(turn->work, &outcome, check, turn->view.random_id,
	                               turn->date);

	turn->came |= E2E_I_CAME_WARNED;
	turn->closed |= outcome == E2E_I_CLOSED_IT;
	return err;
}

/*
 * iPhones and Androids send again with other in_seq_nos, newer ones or made up: one is
 * believed only if the next message that was not sent again says as much (protocol T5.1).
 */
static bool
believable(const struct e2e_i_turn *turn)
{
	const struct e2e_i_chat *chat = turn->work->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_HELD];

	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_came *held = e2e_i_list_at(list, i);
		struct e2e_i_wrapper wrapper;
		struct e2e_bytes payload;
		int32_t raw, raw_in;

		if ((held->saved.kind & (E2E_I_CAME_REFILL | E2E_I_CAME_AHEAD)) != 0)
			continue;
		payload = (struct e2e_bytes){ held->item.blob,
			                      held->item.blob_n - held->saved.file_n };
		return e2e_i_wrapper_read(&wrapper, payload) == E2E_OK &&
		       e2e_i_seq_read(&raw, &raw_in, 1 - e2e_i_chat_x(&chat->core),
		                      wrapper.out_seq_no, wrapper.in_seq_no) == E2E_I_SEQ_GOOD &&
		       turn->raw_in <= raw_in;
	}
	return false;
}

/*
 * Our rows are from a backup, and the peer has more of ours than they know: its number is the
 * one to go on from, or it would take the next ones for duplicates (protocol T5.10).
 */
static int32_t
catch_up(struct e2e_i_turn *turn)
{
	struct e2e_i_counters *n = &turn->work->chat->core.n;
	int32_t err = E2E_OK;

	if ((turn->came & E2E_I_CAME_AHEAD) == 0)
		err = e2e_i_turn_check(turn, E2E_CHECK_IN_SEQ_AHEAD);
	if (err != E2E_OK || turn->raw_in > E2E_I_SEQ_MAX)
		return err;
	n->out_seq = turn->raw_in;
	return e2e_i_outbox_ack(turn->work, turn->raw_in);
}

/*
 * A peer that does not know what it has already counts every copy that it gets; those that we
 * sent unasked are no reason to doubt it.
 */
void
e2e_i_turn_bear_copies(struct e2e_i_turn *turn)
{
	const struct e2e_account *account = turn->work->account;
	const struct e2e_i_counters *n = &turn->work->chat->core.n;

	/* rows from a backup do not know what was sent after it, see catch_up() */
	if (account->config.policy != E2E_POLICY_STRICT && !account->rollback &&
	    turn->raw_in > n->out_seq && turn->raw_in - n->out_seq <= n->pushed)
		turn->raw_in = n->out_seq;
}

int32_t
e2e_i_turn_check_ahead(struct e2e_i_turn *turn)
{
	struct e2e_i_counters *n = &turn->work->chat->core.n;

	if (turn->raw_in <= n->out_seq)
		return E2E_OK;
	if (turn->work->account->rollback && (turn->came & E2E_I_CAME_REFILL) == 0 &&
	    turn->raw_in <= E2E_I_SEQ_MAX) {
		n->caught = turn->raw_in; /* at once: what is sent from now on has to be above */
		return catch_up(turn);
	}
	turn->came |= E2E_I_CAME_AHEAD;
	return e2e_i_turn_check(turn, (turn->came & E2E_I_CAME_REFILL) != 0
	                                      ? E2E_CHECK_REFILL_IN_SEQ
	                                      : E2E_CHECK_IN_SEQ_AHEAD);
}

/* The same of a message that was sent again; ACK is what its number would be otherwise. */
static int32_t
check_refill(struct e2e_i_turn *turn, uint32_t ack)
{
	if ((turn->came & E2E_I_CAME_AHEAD) != 0)
		return E2E_OK;
	if (ack != E2E_I_ACK_GOOD)
		return e2e_i_turn_check(turn, E2E_CHECK_REFILL_IN_SEQ);
	return believable(turn) ? e2e_i_outbox_ack(turn->work, turn->raw_in) : E2E_OK;
}

/* What its in_seq_no says (protocol 5.2.4). */
static int32_t
check_ack(struct e2e_i_turn *turn)
{
	struct e2e_i_counters *n = &turn->work->chat->core.n;
	uint32_t ack;

	e2e_i_turn_bear_copies(turn);
	ack = e2e_i_seq_ack(n->acked, n->out_seq, turn->raw_in);
	if (ack == E2E_I_ACK_BACK && n->acked == n->caught)
		return E2E_OK; /* it was sent before what was caught up with */
	if ((turn->came & E2E_I_CAME_REFILL) != 0)
		return check_refill(turn, ack);
	n->caught = 0;
	if (ack == E2E_I_ACK_AHEAD && turn->work->account->rollback)
		return catch_up(turn);
	if ((turn->came & E2E_I_CAME_AHEAD) != 0)
		return E2E_OK; /* whatever was sent since */
	if (ack == E2E_I_ACK_GOOD)
		return e2e_i_outbox_ack(turn->work, turn->raw_in);
	return e2e_i_turn_check(turn, ack == E2E_I_ACK_BACK ? E2E_CHECK_IN_SEQ_BACK
	                                                    : E2E_CHECK_IN_SEQ_AHEAD);
}

/* Whether its layer is above ours (protocol 4.2.5).  Clients announce layers they never write. */
static bool
is_newer(const struct e2e_i_turn *turn)
{
	return turn->wrapper.layer > e2e_i_chat_reads(turn->work->account);
}

/* The layer of its wrapper: TDLib minds one that falls (protocol 4.2.3, T4.3, T4.4). */
static int32_t
check_layer(struct e2e_i_turn *turn)
{
	struct e2e_i_counters *n = &turn->work->chat->core.n;
	int32_t err = E2E_OK;

	if (turn->wrapper.layer < n->last_layer)
		err = e2e_i_turn_check(turn, E2E_CHECK_LAYER_BACK);
	n->last_layer = turn->wrapper.layer;
	n->peer_layer = e2e_i_peer_layer(n->peer_layer, turn->wrapper.layer);
	if (is_newer(turn) && turn->wrapper.layer > n->newest_layer)
		n->newest_layer = turn->wrapper.layer;
	return err;
}

/* ---- Decoding -------------------------------------------------------------------------------- */

static int32_t
decode(struct e2e_i_turn *turn, struct e2e_bytes tl)
{
	turn->verdict = e2e_i_decode(&turn->work->commit->pool, &turn->got,
	                             E2E_TYPE_DECRYPTED_MESSAGE, tl, NULL);
	if (turn->verdict < 0)
		return turn->verdict;
	e2e_i_message_view(&turn->view, turn->got.object);
	return E2E_OK;
}

int32_t
e2e_i_turn_peek(struct e2e_i_turn *turn)
{
	return decode(turn, turn->wrapper.message);
}

int32_t
e2e_i_turn_decode(struct e2e_i_turn *turn)
{
	int32_t err = e2e_i_pool_copy(&turn->work->commit->pool, &turn->tl,
	                              turn->wrapper.message);

	return err == E2E_OK ? decode(turn, turn->tl) : err;
}

/* ---- Events ----------------------------------------------------------------------------------- */

static int32_t
add_file(struct e2e_i_turn *turn, struct e2e_event *event, const struct e2e_i_media *media)
{
	struct e2e_remote_file *file = NULL;
	int32_t err = E2E_OK;

	if (turn->file.n > 0) {
		file = e2e_i_pool_alloc(&turn->work->commit->pool, sizeof *file);
		if (file == NULL)
			return E2E_ERR_NOMEM;
		err = e2e_i_rows_file_get(file, turn->file);
	}
	event->file = file;
	if (err == E2E_OK && media->file &&
	    (file == NULL ||
	     !e2e_i_file_fits(turn->work->account, media, file->key_fingerprint)))
		event->flags |= E2E_MESSAGE_NO_FILE;
	return err;
}

struct e2e_event *
e2e_i_turn_event(struct e2e_i_turn *turn, uint32_t kind)
{
	struct e2e_event *event = e2e_i_work_event(turn->work, kind);

	if (event == NULL)
		return NULL;
	event->random_id = turn->view.random_id;
	event->date = turn->date;
	event->layer = turn->wrapper.layer;
	event->tl = turn->tl;
	event->message = turn->got.object;
	event->action = turn->view.action;
	if ((turn->came & E2E_I_CAME_SERVICE) != 0)
		event->flags |= E2E_MESSAGE_SERVICE;
	if ((turn->came & E2E_I_CAME_WARNED) != 0)
		event->flags |= E2E_MESSAGE_WARNED;
	if (is_newer(turn))
		event->flags |= E2E_MESSAGE_NEWER_LAYER;
	return event;
}

/* Members that not every generation has. */
static void
add_extras(struct e2e_event *event)
{
	const void *m = event->message;

	if (event->message->ctor == E2E_TL_DECRYPTED_MESSAGE_73) {
		const struct e2e_tl_decrypted_message_73 *t = m;

		if ((t->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID) != 0)
			event->reply_to = t->reply_to_random_id;
		if ((t->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID) != 0)
			event->grouped_id = t->grouped_id;
		if ((t->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES) != 0)
			event->entities = t->entities;
	} else if (event->message->ctor == E2E_TL_DECRYPTED_MESSAGE_45) {
		const struct e2e_tl_decrypted_message_45 *t = m;

		if ((t->flags & E2E_TL_DECRYPTED_MESSAGE_45_HAS_REPLY_TO_RANDOM_ID) != 0)
			event->reply_to = t->reply_to_random_id;
		if ((t->flags & E2E_TL_DECRYPTED_MESSAGE_45_HAS_ENTITIES) != 0)
			event->entities = t->entities;
	}
}

static int32_t
deliver(struct e2e_i_turn *turn)
{
	struct e2e_event *event = e2e_i_turn_event(turn, E2E_EVENT_MESSAGE);
	struct e2e_i_media media;
	int32_t err;

	if (event == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_media_view(&media, turn->view.media);
	if (turn->view.old) /* it cannot say how long it lives: as the chat's messages do */
		turn->view.ttl = turn->work->chat->core.n.ttl;
	event->ttl = turn->view.ttl > 0 ? turn->view.ttl : 0;
	event->body = turn->view.text;
	event->media = turn->view.media;
	add_extras(event);
	if (turn->verdict == E2E_REFUSED_UNKNOWN) {
		event->flags |= E2E_MESSAGE_PARTIAL;
		event->unknown = turn->got.unknown;
	}
	if (turn->view.silent)
		event->flags |= E2E_MESSAGE_SILENT;
	if (turn->view.old)
		event->flags |= E2E_MESSAGE_OLD;
	err = add_file(turn, event, &media);
	return err == E2E_OK ? e2e_i_timers_add(turn->work, &turn->view, turn->date, false) : err;
}

/* Nobody here can read it: it is passed on as it is, and the peer learns our layer (T4.5). */
static int32_t
unsupported(struct e2e_i_turn *turn)
{
	struct e2e_i_counters *n = &turn->work->chat->core.n;
	struct e2e_event *event;
	int32_t err = e2e_i_turn_check(turn, E2E_CHECK_UNKNOWN);

	if (err != E2E_OK || turn->closed)
		return err;
	event = e2e_i_turn_event(turn, E2E_EVENT_UNSUPPORTED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->unknown = turn->got.unknown;
	if (!n->told) {
		n->told = true;
		e2e_i_answers_due(turn->work, E2E_I_DUE_NOTIFY);
	}
	return E2E_OK;
}

bool
e2e_i_turn_is_ignored(const struct e2e_i_turn *turn)
{
	return turn->wrapper.random_bytes.n < E2E_I_RANDOM_BYTES &&
	       turn->work->account->act[E2E_CHECK_RANDOM_BYTES] != E2E_ACT_IGNORE;
}

/* What has too few of them "must be ignored", but it has a number (protocol 3.3.5). */
static int32_t
check_random_bytes(struct e2e_i_turn *turn)
{
	return turn->wrapper.random_bytes.n >= E2E_I_RANDOM_BYTES
	               ? E2E_OK
	               : e2e_i_turn_check(turn, E2E_CHECK_RANDOM_BYTES);
}

static int32_t
dispatch(struct e2e_i_turn *turn)
{
	int32_t err = check_random_bytes(turn);

	if (err != E2E_OK || turn->closed || e2e_i_turn_is_ignored(turn))
		return err;
	if (turn->verdict == E2E_REFUSED_TL || turn->view.ctor == 0)
		return unsupported(turn);
	if (turn->view.ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17 ||
	    turn->view.ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_8) {
		if (turn->verdict == E2E_REFUSED_UNKNOWN)
			return unsupported(turn);
		return e2e_i_action_take(turn);
	}
	if (turn->verdict == E2E_REFUSED_UNKNOWN) {
		err = e2e_i_turn_check(turn, E2E_CHECK_UNKNOWN);
		if (err != E2E_OK || turn->closed)
			return err;
	}
	if (turn->view.random_id == 0) /* consumed, and nothing to call it by (protocol 7.2.2) */
		return e2e_i_turn_check(turn, E2E_CHECK_RANDOM_ID);
	return deliver(turn);
}

/* Whether it came under the key that we send with. */
static bool
is_current(const struct e2e_i_turn *turn)
{
	const struct e2e_i_key *key = turn->work->chat->core.key[E2E_KEY_CURRENT];

	return key != NULL && turn->key_fingerprint == key->key.fingerprint;
}

static bool
is_noop(const struct e2e_i_turn *turn)
{
	return turn->view.action != NULL &&
	       turn->view.action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP;
}

/* ---- The turn ------------------------------------------------------------------------------------ */

int32_t
e2e_i_turn_take(struct e2e_i_turn *turn)
{
	static int32_t (*const stage[])(struct e2e_i_turn *turn) = {
		e2e_i_turn_decode, check_layer, check_ack, dispatch,
	};
	struct e2e_i_core *core = &turn->work->chat->core;
	int32_t err = E2E_OK;

	core->n.in_seq++;
	if (is_current(turn))
		core->n.key_in++;
	for (size_t i = 0; i < sizeof stage / sizeof stage[0]; i++) {
		err = stage[i](turn);
		if (err != E2E_OK || turn->closed)
			return err;
	}
	if (is_current(turn) && !is_noop(turn)) /* which changes no key */
		core->n.used = true;
	e2e_i_answers_received(turn->work, turn->view.action != NULL ? turn->view.action->ctor : 0);
	err = e2e_i_holes_trim(turn->work); /* the last hole may be filled by this one */
	return err == E2E_OK ? e2e_i_rekeying_after(turn) : err;
}

static int32_t
take_held(struct e2e_i_work *work, struct e2e_i_came *held, bool *closed)
{
	struct e2e_i_core *core = &work->chat->core;
	const size_t payload_n = held->item.blob_n - held->saved.file_n;
	const struct e2e_bytes payload = { held->item.blob, payload_n };
	struct e2e_i_turn turn;
	int32_t err = e2e_i_work_remove(work, E2E_I_HELD, held); /* it lives until the end */

	if (err != E2E_OK)
		return err;
	core->held_bytes -= held->item.blob_n;
	memset(&turn, 0, sizeof turn);
	turn.work = work;
	turn.acked = core->n.acked;
	turn.date = held->saved.date;
	turn.came = held->saved.kind;
	turn.random_id = held->saved.random_id;
	turn.key_fingerprint = held->saved.key_fingerprint;
	turn.file = (struct e2e_bytes){ held->item.blob + payload_n, held->saved.file_n };
	err = e2e_i_wrapper_read(&turn.wrapper, payload);
	if (err == E2E_OK && e2e_i_seq_read(&turn.raw, &turn.raw_in, 1 - e2e_i_chat_x(core),
	                                    turn.wrapper.out_seq_no,
	                                    turn.wrapper.in_seq_no) != E2E_I_SEQ_GOOD)
		err = E2E_ERR_STORE;
	if (err != E2E_OK)
		return E2E_ERR_STORE; /* it was read when it was put there */
	err = e2e_i_turn_take(&turn);
	*closed = turn.closed;
	return err;
}

int32_t
e2e_i_turn_held(struct e2e_i_work *work)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_HELD];
	size_t bytes = 0;
	bool closed = false;
	int32_t err = E2E_OK;

	for (uint32_t n = 0; err == E2E_OK && !closed && n < PART_MAX && bytes < PART_BYTES; n++) {
		struct e2e_i_came *held = e2e_i_list_at(list, 0);

		if (!e2e_i_chat_held_due(work->chat))
			break;
		bytes += held->item.blob_n;
		err = take_held(work, held, &closed);
	}
	if (err == E2E_OK && !closed)
		err = e2e_i_holes_trim(work);
	return err;
}

/* ---- The next part --------------------------------------------------------------------------------- */

static int32_t
take_part(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	struct e2e_i_work work;
	int32_t err = e2e_i_work_begin(&work, account, chat, now);

	if (err != E2E_OK)
		return err;
	err = e2e_i_turn_held(&work);
	if (err == E2E_OK)
		err = e2e_i_answers_rekey_due(&work, E2E_I_RECEIVED_IT);
	if (err == E2E_OK)
		err = e2e_i_answers_make(&work);
	return e2e_i_work_end(&work, err);
}

int32_t
e2e_i_turn_rest(struct e2e_account *account, struct e2e_i_chat *chat, int64_t now)
{
	int32_t err = E2E_OK;

	while (err == E2E_OK && chat != NULL && e2e_i_chat_held_due(chat))
		err = take_part(account, chat, now);
	return err;
}

int32_t
e2e_i_turn_next(struct e2e_account *account)
{
	/* work of its own, at the time there was last */
	const int64_t now = account->last - account->offset;

	if (!account->held_due)
		return E2E_OK;
	for (uint32_t i = 0; i < account->n_chats; i++) {
		if (e2e_i_chat_held_due(account->chats[i]))
			return take_part(account, account->chats[i], now);
	}
	account->held_due = false;
	return E2E_OK;
}
