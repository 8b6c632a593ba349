/* SPDX-License-Identifier: ISC */
/* Sending messages and actions of the user (protocol 7.2, 7.3). */
#include "config.h"

#include "base/arena.h"
#include "proto/flags.h"
#include "proto/negotiate.h"
#include "proto/readable.h"
#include "proto/ttl.h"
#include "session/api/begin.h"
#include "session/api/end.h"
#include "session/chat/due.h"
#include "session/chat/timers.h"
#include "session/core/decode.h"
#include "session/core/input_file.h"
#include "session/keys/rekey_due.h"
#include "session/receive/answers.h"
#include "session/send/outbox.h"
#include "session/send/outgoing.h"
#include "session/send/packet_out.h"

#include <string.h>

#define INPUT_FILE_MAX 128 /* bytes of inputEncryptedFile as TL */

/* A message of the user, until it is in the list of outgoing messages. */
struct order {
	struct e2e_i_transaction tx;
	struct e2e_i_message view;
	union {
		struct e2e_tl any;
		struct e2e_tl_decrypted_message_73 m73;
		struct e2e_tl_decrypted_message_45 m45;
		struct e2e_tl_decrypted_message_8 m8;
		struct e2e_tl_decrypted_message_service_17 s17;
		struct e2e_tl_decrypted_message_service_8 s8;
	} copy; /* of the user's message, with the random_id that it gets */
	const struct e2e_tl *message; /* `copy`, or what it was converted to     */
	uint32_t lost;                /* E2E_LOST_*: by that conversion          */
	uint32_t kind;                /* E2E_I_OUTGOING_* and E2E_CALL_*         */
	uint8_t file[INPUT_FILE_MAX]; /* inputEncryptedFile as TL ...            */
	size_t file_n;                /* ... and its length, 0 if there is none  */
	/* readMessages without the ids that the peer is not told; ctor is 0 if it tells all */
	struct e2e_tl_decrypted_message_action_read_messages opened;
	bool nothing_left;            /* no id is left to be told: do not send it */
};

/* ---- What may be sent ------------------------------------------------------------------ */

/* Whether a user may send ACTION; the account sends the other ones by itself. */
static bool
may_send(const struct e2e_tl *action)
{
	switch (action->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_NOOP:
		return true;
	default:
		return false;
	}
}

/* Whether the ttl of a message, or that an action sets for the chat, is a valid one. */
static bool
good_ttl(const struct order *order)
{
	const void *action = order->view.action;
	const struct e2e_tl_decrypted_message_action_set_message_ttl *a = action;

	if (a == NULL || a->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL)
		return order->view.ttl >= 0;
	return a->ttl_seconds >= 0 && a->ttl_seconds != E2E_TTL_VIEW_ONCE;
}

/* Check MESSAGE, sent with a FILE or without and with FLAGS, and set view and kind of ORDER. */
static int32_t
classify(struct order *order, const struct e2e_tl *message, bool file, uint32_t flags)
{
	int32_t err;

	if (!e2e_i_message_view(&order->view, message) ||
	    message->ctor == E2E_TL_DECRYPTED_MESSAGE_17)
		return E2E_ERR_ARGUMENT;
	err = e2e_i_readable_check(&order->view, message, file);
	if (err != E2E_OK)
		return err;
	if (!good_ttl(order))
		return E2E_ERR_ARGUMENT;
	order->kind = E2E_I_OUTGOING_USER;
	if (message->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17 ||
	    message->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_8) {
		if (!may_send(order->view.action) || flags != 0)
			return E2E_ERR_ARGUMENT;
		/* like Android and iPhones; TDLib: some by sendEncrypted (protocol 7.4.1, 7.4.2) */
		order->kind |= E2E_CALL_SEND_SERVICE;
		return E2E_OK;
	}
	order->kind |= E2E_I_OUTGOING_CONTENT | (file ? E2E_CALL_SEND_FILE : E2E_CALL_SEND);
	if (order->view.silent || (flags & E2E_SEND_SILENT) != 0)
		order->kind |= E2E_I_OUTGOING_SILENT;
	return E2E_OK;
}

static int32_t
take_file(struct order *order, const struct e2e_input_file *file)
{
	if (file == NULL || file->kind == E2E_FILE_NONE)
		return E2E_OK;
	if (file->size < sizeof *file)
		return E2E_ERR_VERSION;
	if (file->kind > E2E_FILE_EXISTING || file->md5.n > 64)
		return E2E_ERR_ARGUMENT;
	order->file_n = e2e_i_input_file_put(order->file, sizeof order->file, file);
	return order->file_n > 0 ? E2E_OK : E2E_ERR_ARGUMENT;
}

/* ---- random_id (protocol 7.2.2) ---------------------------------------------------------- */

/* Copy MESSAGE with RANDOM_ID, and with the flag `silent` where its layer has one. */
static void
stamp(struct order *order, const struct e2e_tl *message, int64_t random_id, bool silent)
{
	const void *m = message;

	order->message = &order->copy.any;
	switch (message->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_73:
		order->copy.m73 = *(const struct e2e_tl_decrypted_message_73 *)m;
		order->copy.m73.random_id = random_id;
		if (silent)
			order->copy.m73.flags |= E2E_TL_DECRYPTED_MESSAGE_73_HAS_SILENT;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_45:
		order->copy.m45 = *(const struct e2e_tl_decrypted_message_45 *)m;
		order->copy.m45.random_id = random_id;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_8:
		order->copy.m8 = *(const struct e2e_tl_decrypted_message_8 *)m;
		order->copy.m8.random_id = random_id;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_SERVICE_17:
		order->copy.s17 = *(const struct e2e_tl_decrypted_message_service_17 *)m;
		order->copy.s17.random_id = random_id;
		break;
	default:
		order->copy.s8 = *(const struct e2e_tl_decrypted_message_service_8 *)m;
		order->copy.s8.random_id = random_id;
		break;
	}
	order->view.random_id = random_id;
}

/* Choose the random_id: that in MESSAGE, else the caller's *RANDOM_ID, else a new one. */
static int32_t
identify(struct order *order, const struct e2e_tl *message, const int64_t *random_id)
{
	int64_t id = order->view.random_id;
	int32_t err = E2E_OK;

	if (id == 0 && random_id != NULL)
		id = *random_id;
	if (id == 0)
		err = e2e_i_packet_out_random_id(order->tx.account, &id);
	stamp(order, message, id, (order->kind & E2E_I_OUTGOING_SILENT) != 0);
	return err;
}

/* ---- Conversion to the peer's layer -------------------------------------------------------- */

/* Keep a message of layer 8 as it is, but clear flags of its medium that have no meaning. */
static int32_t
keep_layer_8(struct order *order, void *memory, size_t room)
{
	struct e2e_i_arena arena;

	e2e_i_arena_init(&arena, memory, room);
	order->message = e2e_i_flags_clear(&arena, order->message);
	return order->message != NULL ? E2E_OK : E2E_ERR_LIMIT;
}

static int32_t
convert(struct order *order)
{
	const struct e2e_i_core *core = &order->tx.chat->core;
	const int32_t layer = e2e_i_wrapper_layer(order->tx.account->config.layer,
	                                          core->counters.peer_layer,
	                                          core->counters.sent_layer);
	struct e2e_i_media media;
	size_t n = 0, room;
	void *memory;
	int32_t err;

	err = e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, order->message);
	if (err != E2E_OK)
		return err;
	if (n > E2E_PAYLOAD_MAX_BYTES)
		return E2E_ERR_LIMIT;
	e2e_i_media_view(&media, order->view.media);
	room = E2E_LAYER_ROOM(order->view.entities.n, media.attributes, n);
	memory = e2e_i_pool_alloc(&order->tx.commit->pool, room);
	if (memory == NULL)
		return E2E_ERR_NOMEM;
	if (order->view.old)
		return keep_layer_8(order, memory, room);
	return e2e_layer_convert(&order->message, &order->lost, memory, room, order->message,
	                         layer);
}

/* ---- Effects of an action on this side ------------------------------------------------------ */

/* Delete our queued messages IDS, and the timers of messages IDS of either side. */
static int32_t
delete_ids(struct e2e_i_transaction *tx, const struct e2e_tl_longs *ids)
{
	int32_t err = e2e_i_outbox_delete(tx, ids);

	for (size_t i = 0; err == E2E_OK && i < ids->n; i++)
		err = e2e_i_timers_gone(tx, ids->v[i]);
	return err;
}

/* Apply ACTION, which the user sends, to our own state. */
static int32_t
apply_action(struct e2e_i_transaction *tx, const struct e2e_tl *action)
{
	const void *a = action;

	switch (action->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL: {
		const struct e2e_tl_decrypted_message_action_set_message_ttl *set_ttl = a;

		tx->chat->core.counters.ttl = e2e_i_ttl_default(set_ttl->ttl_seconds);
		return E2E_OK;
	}
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES: {
		const struct e2e_tl_decrypted_message_action_delete_messages *deletion = a;

		return delete_ids(tx, &deletion->random_ids);
	}
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES: {
		const struct e2e_tl_decrypted_message_action_read_messages *opened = a;

		return e2e_i_timers_opened(tx, &opened->random_ids, E2E_I_TIMERS_OF_PEER);
	}
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY: {
		int32_t err = e2e_i_outbox_flush(tx);

		return err == E2E_OK ? e2e_i_transaction_empty(tx, E2E_I_TIMER) : err;
	}
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER: {
		const struct e2e_tl_decrypted_message_action_notify_layer *notice = a;

		e2e_i_due_announced(tx, notice->layer);
		return E2E_OK;
	}
	default:
		return E2E_OK;
	}
}

/*
 * Expire messages that may be viewed once, now that the user has closed them (protocol 7.3.6).  The
 * peer is not told about these: readMessages names the other ones, and is not sent without any.
 */
static int32_t
seen_once(struct order *order)
{
	const void *action = order->view.action;
	const struct e2e_tl_decrypted_message_action_read_messages *a = action;
	int32_t err;

	/* look at the constructor first: an action of another kind may be less strictly aligned */
	if (action == NULL ||
	    order->view.action->ctor != E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES)
		return E2E_OK;
	err = e2e_i_timers_seen(&order->tx, &order->opened.random_ids, &a->random_ids);
	if (err != E2E_OK || order->opened.random_ids.n == a->random_ids.n)
		return err;
	order->opened.ctor = a->ctor;
	order->nothing_left = order->opened.random_ids.n == 0;
	return E2E_OK;
}

/* Put the reduced readMessages, if there is one, into the copy of the message. */
static void
leave_out(struct order *order)
{
	const void *left = &order->opened;

	if (order->opened.ctor == 0)
		return;
	order->view.action = left;
	if (order->message->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17)
		order->copy.s17.action = left;
	else
		order->copy.s8.action = left;
}

/* ---- Queueing ------------------------------------------------------------------------------ */

/* E2E_ERR_LIMIT if there are too many outgoing messages already. */
static int32_t
check_room(const struct order *order)
{
	const struct e2e_account *account = order->tx.account;
	const struct e2e_i_chat *chat = order->tx.chat;

	return e2e_i_outgoing_unacknowledged(chat) < account->limits.outbox_messages
	               ? E2E_OK
	               : E2E_ERR_LIMIT;
}

/* Seal the message.  Only then is the packet's length known, so the limit is checked afterwards. */
static int32_t
send(struct order *order)
{
	struct e2e_i_transaction *tx = &order->tx;
	const struct e2e_bytes file = { order->file, order->file_n };
	int32_t err = e2e_i_packet_out_send(tx, order->message, order->view.random_id, order->kind,
	                                    file);

	if (err == E2E_OK && tx->chat->core.outgoing_bytes > tx->account->limits.outbox_bytes)
		return E2E_ERR_LIMIT;
	return err;
}

static int32_t
queue_message(struct order *order, const struct e2e_tl *message, const int64_t *random_id)
{
	const bool given = order->view.random_id != 0 || (random_id != NULL && *random_id != 0);
	struct e2e_i_transaction *tx = &order->tx;
	int32_t err = check_room(order);

	if (err == E2E_OK)
		err = identify(order, message, random_id);
	if (err != E2E_OK)
		return err;
	if (given && e2e_i_outgoing_find(tx->chat, order->view.random_id) != NULL)
		return E2E_OK; /* it is in the list already */
	leave_out(order);
	if (order->view.old && order->view.action == NULL)
		order->view.ttl = tx->chat->core.counters.ttl; /* the peer applies the chat's */
	err = e2e_i_timers_room(tx, &order->view);
	if (err == E2E_OK)
		err = convert(order);
	if (err == E2E_OK && order->view.action != NULL)
		err = apply_action(tx, order->view.action);
	if (err == E2E_OK)
		err = send(order);
	if (err == E2E_OK)
		err = e2e_i_timers_add(tx, &order->view, 0, E2E_I_TIMERS_OF_US);
	if (err == E2E_OK)
		err = e2e_i_transaction_tell(tx, E2E_EVENT_QUEUED, order->view.random_id, 0);
	return err;
}

/* Queue the message, and make what follows from it: a re-key, or answers that are due. */
static int32_t
send_order(struct order *order, const struct e2e_tl *message, const int64_t *random_id)
{
	int32_t err;

	if (order->tx.account->rollback)
		return E2E_ERR_STATE;
	err = queue_message(order, message, random_id);
	if (err == E2E_OK)
		err = e2e_i_rekey_due_used(&order->tx, E2E_I_WHO_SENT);
	return err == E2E_OK ? e2e_i_answers_make(&order->tx) : err;
}

int32_t
e2e_send_message(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                 uint32_t *lost, const struct e2e_tl *message,
                 const struct e2e_input_file *file, uint32_t flags, int64_t now)
{
	struct order order;
	int32_t err;

	memset(&order, 0, sizeof order);
	if (lost != NULL)
		*lost = 0;
	if (account == NULL || message == NULL || (flags & ~E2E_SEND_SILENT) != 0)
		return E2E_ERR_ARGUMENT;
	err = take_file(&order, file);
	if (err == E2E_OK)
		err = classify(&order, message, order.file_n > 0, flags);
	if (err != E2E_OK)
		return err;
	err = e2e_i_begin_chat(&order.tx, account, chat_id, E2E_I_BEGIN_ACTIVE, now);
	if (err != E2E_OK)
		return err;
	err = seen_once(&order);
	if (err == E2E_OK && !order.nothing_left)
		err = send_order(&order, message, random_id);
	if (lost != NULL)
		*lost = order.lost;
	err = e2e_i_end_transaction(&order.tx, err);
	if (err == E2E_OK && random_id != NULL)
		*random_id = order.nothing_left ? 0 : order.view.random_id;
	return err;
}

int32_t
e2e_send_action(struct e2e_account *account, int32_t chat_id, int64_t *random_id,
                const struct e2e_tl *action, int64_t now)
{
	const struct e2e_tl_decrypted_message_service_17 message = {
		.ctor = E2E_TL_DECRYPTED_MESSAGE_SERVICE_17,
		.action = action
	};

	if (action == NULL)
		return E2E_ERR_ARGUMENT;
	return e2e_send_message(account, chat_id, random_id, NULL,
	                        (const struct e2e_tl *)&message, NULL, 0, now);
}

int32_t
e2e_send_tl(struct e2e_account *account, int32_t chat_id, int64_t *random_id, uint32_t *lost,
            const uint8_t *tl, size_t n, const struct e2e_input_file *file, uint32_t flags,
            int64_t now)
{
	const struct e2e_bytes bytes = { tl, n };
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	struct e2e_i_pool pool;
	bool message;
	int32_t err;

	if (account == NULL || tl == NULL)
		return E2E_ERR_ARGUMENT;
	if (n > E2E_PAYLOAD_MAX_BYTES)
		return E2E_ERR_LIMIT;
	e2e_i_pool_init(&pool, &account->allocator);
	err = e2e_i_decode(&pool, &got, E2E_TYPE_DECRYPTED_MESSAGE, bytes, NULL);
	message = err == E2E_OK;
	if (err > 0)
		err = e2e_i_decode(&pool, &got, E2E_TYPE_DECRYPTED_MESSAGE_ACTION, bytes, NULL);
	if (err > 0 || (err == E2E_OK && !message && (file != NULL || flags != 0)))
		err = E2E_ERR_ARGUMENT;
	if (err == E2E_OK && message)
		err = e2e_send_message(account, chat_id, random_id, lost, got.object, file, flags,
		                       now);
	else if (err == E2E_OK)
		err = e2e_send_action(account, chat_id, random_id, got.object, now);
	e2e_i_pool_reset(&pool);
	return err;
}
