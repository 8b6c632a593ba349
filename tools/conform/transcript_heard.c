/* SPDX-License-Identifier: ISC */
/* What the application hears of the messages that were processed. */
#include "config.h"

#include "tl_json.h"
#include "transcript.h"

#include <stdlib.h>
#include <string.h>

/* The event that comes of an action; 0 for those between the two accounts only. */
static uint32_t
action_event(uint32_t ctor)
{
	switch (ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL:
		return E2E_EVENT_TTL;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES:
		return E2E_EVENT_OPENED;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES:
		return E2E_EVENT_DELETED;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES:
		return E2E_EVENT_SCREENSHOT;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY:
		return E2E_EVENT_FLUSHED;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING:
		return E2E_EVENT_TYPING;
	default:
		return 0;
	}
}

static bool
is_content(uint32_t kind)
{
	return kind == E2E_EVENT_MESSAGE || kind == E2E_EVENT_UNSUPPORTED ||
	       kind == E2E_EVENT_TTL || kind == E2E_EVENT_OPENED || kind == E2E_EVENT_DELETED ||
	       kind == E2E_EVENT_SCREENSHOT || kind == E2E_EVENT_FLUSHED ||
	       kind == E2E_EVENT_TYPING;
}

/* The next event about content at *HEARD or after it, which is passed; NULL without one. */
static const struct heard *
next_content(const struct heard **heard)
{
	const struct heard *found;

	while (*heard != NULL && !is_content((*heard)->event.kind))
		*heard = (*heard)->next;
	found = *heard;
	if (found != NULL)
		*heard = found->next;
	return found;
}

/* The ids of ACTION, one of those that have some. */
static const struct e2e_tl_longs *
action_ids(const struct e2e_tl *action)
{
	switch (action->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES:
		return &((const struct e2e_tl_decrypted_message_action_read_messages *)action)
			->random_ids;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES:
		return &((const struct e2e_tl_decrypted_message_action_delete_messages *)action)
			->random_ids;
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES:
		return &((const struct e2e_tl_decrypted_message_action_screenshot_messages *)action)
			->random_ids;
	default:
		return NULL;
	}
}

static bool
action_agrees(struct row *row, const struct e2e_event *event, const struct e2e_tl *action)
{
	const struct e2e_tl_decrypted_message_action_set_message_ttl *ttl = (const void *)action;
	const struct e2e_tl_longs *ids = action_ids(action);

	if (action->ctor == E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL &&
	    !row_same_i64(row, "the ttl of an event", event->ttl, ttl->ttl_seconds))
		return false;
	if (ids != NULL && !row_same_i64(row, "the number of ids of an event",
	                                 (int64_t)event->ids.n, (int64_t)ids->n))
		return false;
	for (size_t i = 0; ids != NULL && i < ids->n; i++) {
		if (!row_same_i64(row, "an id of an event", event->ids.v[i], ids->v[i]))
			return false;
	}
	return true;
}

static bool
files_agree(struct row *row, const struct e2e_remote_file *got,
            const struct e2e_remote_file *want)
{
	if (want->size == 0)
		return got->size == 0 || row_differs(row, "an event has a file");
	if (got->size == 0)
		return row_differs(row, "an event has no file");
	return row_same_i64(row, "the id of a file", got->id, want->id) &&
	       row_same_i64(row, "the access_hash of a file", got->access_hash,
	                    want->access_hash) &&
	       row_same_i64(row, "the size of a file", got->bytes, want->bytes) &&
	       row_same_i64(row, "dc_id", got->dc_id, want->dc_id) &&
	       row_same_i64(row, "the key_fingerprint of a file", got->key_fingerprint,
	                    want->key_fingerprint);
}

/* The file that came with PACKET_ID, at this line or, if it waited since, an earlier one. */
static struct e2e_remote_file
file_of(struct replay *r, const char *packet_id)
{
	for (size_t i = r->at + 1; i-- > 0;) {
		struct step *step = &r->step[i];

		if (step->type == STEP_RECEIVE && row_has(&step->row, "file") &&
		    line_is(&step->row, "packet_id", packet_id))
			return line_file(&step->row, "file");
	}
	return (struct e2e_remote_file){ 0 };
}

/* The action of MESSAGE, or NULL. */
static const struct e2e_tl *
message_action(const struct e2e_tl *message)
{
	if (message->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_17)
		return ((const struct e2e_tl_decrypted_message_service_17 *)message)->action;
	if (message->ctor == E2E_TL_DECRYPTED_MESSAGE_SERVICE_8)
		return ((const struct e2e_tl_decrypted_message_service_8 *)message)->action;
	return NULL;
}

static bool
message_agrees(struct replay *r, struct row *row, const struct heard *heard, const json_t *entry)
{
	struct e2e_remote_file file =
		file_of(r, json_string_value(json_object_get(entry, "packet_id")));

	return tl_json_same(row, heard->event.message, json_object_get(entry, "object")) &&
	       files_agree(row, &heard->file, &file);
}

/* Whether what the application hears next is the message of ENTRY, one of "processed". */
static bool
entry_heard(struct replay *r, struct row *row, const json_t *entry, const struct heard **heard)
{
	const json_t *object = json_object_get(entry, "object");
	const char *packet_id = json_string_value(json_object_get(entry, "packet_id"));
	const json_t *random_id = json_object_get(object, "random_id");
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	const struct e2e_tl *message = NULL, *action = NULL;
	uint32_t kind = E2E_EVENT_UNSUPPORTED;
	const struct heard *next;

	if (packet_id == NULL || !json_is_object(object) || !json_is_string(random_id)) {
		row_malformed(row, "field \"processed\" has something else than messages");
		return false;
	}
	/* A constructor that the library does not know can only be passed on. */
	if (tl_json_find(&info, line_name(object))) {
		message = tl_json_build(row, object);
		if (message == NULL)
			return false;
		action = message_action(message);
		kind = action != NULL ? action_event(action->ctor) : E2E_EVENT_MESSAGE;
	}
	if (kind == 0)
		return true;
	next = next_content(heard);
	if (next == NULL)
		return row_differs(row, "no event comes of %s", packet_id);
	if (!row_same_i64(row, "the kind of an event", next->event.kind, kind) ||
	    message == NULL)
		return next->event.kind == kind;
	if (kind != E2E_EVENT_TYPING &&
	    !row_same_i64(row, "the random_id of an event", next->event.random_id,
	                  strtoll(json_string_value(random_id), NULL, 10)))
		return false;
	return action != NULL ? action_agrees(row, &next->event, action)
	                      : message_agrees(r, row, next, entry);
}

bool
heard_agrees(struct replay *r, struct row *row)
{
	const json_t *processed = json_object_get(row->json, "processed");
	const struct heard *heard = r->host.heard;

	for (size_t i = 0; i < json_array_size(processed); i++) {
		if (!entry_heard(r, row, json_array_get(processed, i), &heard))
			return false;
	}
	if (next_content(&heard) != NULL)
		return row_differs(row, "the application hears of more than was processed");
	return true;
}
