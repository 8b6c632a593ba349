/* SPDX-License-Identifier: ISC */
/* What is in a message whose turn it is: it is told, or its action is taken (protocol 7.3). */
#include "config.h"

#include "session/content.h"

#include "session/action.h"
#include "session/due.h"
#include "session/file.h"
#include "session/rows.h"
#include "session/timers.h"

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
	struct e2e_event *event = e2e_i_received_event(turn, E2E_EVENT_MESSAGE);
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
	int32_t err = e2e_i_received_check(turn, E2E_CHECK_UNKNOWN);

	if (err != E2E_OK || turn->closed)
		return err;
	event = e2e_i_received_event(turn, E2E_EVENT_UNSUPPORTED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->unknown = turn->got.unknown;
	if (!n->told) {
		n->told = true;
		e2e_i_due_add(turn->work, E2E_I_DUE_NOTIFY);
	}
	return E2E_OK;
}

/* What has too few of them "must be ignored", but it has a number (protocol 3.3.5). */
static int32_t
check_random_bytes(struct e2e_i_turn *turn)
{
	return turn->wrapper.random_bytes.n >= E2E_I_RANDOM_BYTES
	               ? E2E_OK
	               : e2e_i_received_check(turn, E2E_CHECK_RANDOM_BYTES);
}

int32_t
e2e_i_content_take(struct e2e_i_turn *turn)
{
	int32_t err = check_random_bytes(turn);

	if (err != E2E_OK || turn->closed || e2e_i_received_is_ignored(turn))
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
		err = e2e_i_received_check(turn, E2E_CHECK_UNKNOWN);
		if (err != E2E_OK || turn->closed)
			return err;
	}
	if (turn->view.random_id == 0) /* consumed, and nothing to call it by (protocol 7.2.2) */
		return e2e_i_received_check(turn, E2E_CHECK_RANDOM_ID);
	return deliver(turn);
}
