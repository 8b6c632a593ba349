/* SPDX-License-Identifier: ISC */
/* Tells the host of a message that is next in order, or does what it says (protocol 7.3). */
#include "config.h"

#include "session/receive/content.h"

#include "session/chat/due.h"
#include "session/chat/timers.h"
#include "session/receive/action.h"
#include "session/receive/file.h"
#include "session/store/rows.h"

static int32_t
add_file(struct e2e_i_received *msg, struct e2e_event *event, const struct e2e_i_media *media)
{
	struct e2e_remote_file *file = NULL;
	int32_t err = E2E_OK;

	if (msg->file.n > 0) {
		file = e2e_i_pool_alloc(&msg->tx->commit->pool, sizeof *file);
		if (file == NULL)
			return E2E_ERR_NOMEM;
		err = e2e_i_rows_file_get(file, msg->file);
	}
	event->file = file;
	if (err == E2E_OK && media->file &&
	    (file == NULL ||
	     !e2e_i_file_fits(msg->tx->account, media, file->key_fingerprint)))
		event->flags |= E2E_MESSAGE_NO_FILE;
	return err;
}

/* Copy members that only the newer constructors of a message have. */
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
deliver(struct e2e_i_received *msg)
{
	struct e2e_event *event = e2e_i_received_event(msg, E2E_EVENT_MESSAGE);
	struct e2e_i_media media;
	int32_t err;

	if (event == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_media_view(&media, msg->view.media);
	if (msg->view.old) /* layer 8 has no ttl: the one of the chat counts */
		msg->view.ttl = msg->tx->chat->core.counters.ttl;
	event->ttl = msg->view.ttl > 0 ? msg->view.ttl : 0;
	event->body = msg->view.text;
	event->media = msg->view.media;
	add_extras(event);
	if (msg->verdict == E2E_REFUSED_UNKNOWN) {
		event->flags |= E2E_MESSAGE_PARTIAL;
		event->unknown = msg->got.unknown;
	}
	if (msg->view.silent)
		event->flags |= E2E_MESSAGE_SILENT;
	if (msg->view.old)
		event->flags |= E2E_MESSAGE_OLD;
	err = add_file(msg, event, &media);
	if (err != E2E_OK)
		return err;
	return e2e_i_timers_add(msg->tx, &msg->view, msg->date, E2E_I_TIMERS_OF_PEER);
}

/* Pass on the bytes of a message that cannot be read, and announce our layer, once (T4.5). */
static int32_t
unsupported(struct e2e_i_received *msg)
{
	struct e2e_i_counters *counters = &msg->tx->chat->core.counters;
	struct e2e_event *event;
	int32_t err = e2e_i_received_check(msg, E2E_CHECK_UNKNOWN);

	if (err != E2E_OK || msg->closed)
		return err;
	event = e2e_i_received_event(msg, E2E_EVENT_UNSUPPORTED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->unknown = msg->got.unknown;
	if (!counters->told) {
		counters->told = true;
		e2e_i_due_add(msg->tx, E2E_I_DUE_NOTIFY);
	}
	return E2E_OK;
}

/* Too few of them: the message "must be ignored", but its number is consumed (protocol 3.3.5). */
static int32_t
check_random_bytes(struct e2e_i_received *msg)
{
	return msg->wrapper.random_bytes.n >= E2E_I_RANDOM_BYTES
	               ? E2E_OK
	               : e2e_i_received_check(msg, E2E_CHECK_RANDOM_BYTES);
}

int32_t
e2e_i_content_take(struct e2e_i_received *msg)
{
	int32_t err = check_random_bytes(msg);

	if (err != E2E_OK || msg->closed || e2e_i_received_is_ignored(msg))
		return err;
	if (msg->verdict == E2E_REFUSED_TL || msg->view.ctor == 0)
		return unsupported(msg);
	if (msg->view.ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17 ||
	    msg->view.ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_8) {
		if (msg->verdict == E2E_REFUSED_UNKNOWN)
			return unsupported(msg);
		return e2e_i_action_take(msg);
	}
	if (msg->verdict == E2E_REFUSED_UNKNOWN) {
		err = e2e_i_received_check(msg, E2E_CHECK_UNKNOWN);
		if (err != E2E_OK || msg->closed)
			return err;
	}
	if (msg->view.random_id == 0) /* consumed, but nothing could refer to it (protocol 7.2.2) */
		return e2e_i_received_check(msg, E2E_CHECK_RANDOM_ID);
	return deliver(msg);
}
