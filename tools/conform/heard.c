/* SPDX-License-Identifier: ISC */
/* Events against the messages that a line says were processed. */
#include "config.h"

#include "heard.h"
#include "tl_json.h"

#include <stdlib.h>

/* The events that come of actions; those between the two accounts only have none. */
static const struct {
	uint32_t ctor;
	uint32_t kind;
	bool has_ids;
} actions[] = {
	{ E2E_TL_DECRYPTED_MESSAGE_ACTION_SET_MESSAGE_TTL, E2E_EVENT_TTL, false },
	{ E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES, E2E_EVENT_OPENED, true },
	{ E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES, E2E_EVENT_DELETED, true },
	{ E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES, E2E_EVENT_SCREENSHOT, true },
	{ E2E_TL_DECRYPTED_MESSAGE_ACTION_FLUSH_HISTORY, E2E_EVENT_FLUSHED, false },
	{ E2E_TL_DECRYPTED_MESSAGE_ACTION_TYPING, E2E_EVENT_TYPING, false },
};

#define N_ACTIONS (sizeof actions / sizeof actions[0])

/* The next event about content at *HEARD or after it, which is passed; NULL without one. */
static const struct heard *
next_content(const struct heard **heard)
{
	for (const struct heard *h = *heard; h != NULL; h = h->next) {
		bool content = h->event.kind == E2E_EVENT_MESSAGE ||
		               h->event.kind == E2E_EVENT_UNSUPPORTED;

		for (size_t i = 0; i < N_ACTIONS; i++)
			content = content || h->event.kind == actions[i].kind;
		*heard = h->next;
		if (content)
			return h;
	}
	return NULL;
}

static void
action_agrees(struct row *row, const struct e2e_event *event, const struct e2e_tl *action,
              bool has_ids)
{
	const struct e2e_tl_decrypted_message_action_set_message_ttl *ttl = (const void *)action;
	/* All that have ids are alike. */
	const struct e2e_tl_decrypted_message_action_read_messages *read = (const void *)action;

	if (event->kind == E2E_EVENT_TTL)
		row_same_i64(row, "the ttl of an event", event->ttl, ttl->ttl_seconds);
	if (!has_ids || !row_same_i64(row, "the number of ids of an event", (int64_t)event->ids.n,
	                              (int64_t)read->random_ids.n))
		return;
	for (size_t i = 0; i < event->ids.n; i++)
		row_same_i64(row, "an id of an event", event->ids.v[i], read->random_ids.v[i]);
}

/* The file that came with PACKET_ID, at this line or, if it waited since, an earlier one. */
static void
file_agrees(struct replay *r, struct row *row, const struct e2e_remote_file *got,
            const char *packet_id)
{
	struct e2e_remote_file want = { 0 };

	for (size_t i = r->at + 1; i-- > 0 && want.size == 0;) {
		struct row *other = &r->step[i].row;

		if (step_is(&r->step[i], "receive") && row_says(other, "packet_id", packet_id))
			want = line_file(other);
	}
	row_same_i64(row, "whether there is a file", got->size != 0, want.size != 0);
	row_same_i64(row, "the id of a file", got->id, want.id);
	row_same_i64(row, "the access_hash of a file", got->access_hash, want.access_hash);
	row_same_i64(row, "the size of a file", got->bytes, want.bytes);
	row_same_i64(row, "dc_id", got->dc_id, want.dc_id);
	row_same_i64(row, "the key_fingerprint of a file", got->key_fingerprint,
	             want.key_fingerprint);
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

/* What the application hears next is the message MESSAGE, with the id and the file given. */
static void
message_heard(struct replay *r, struct row *row, const struct e2e_tl *message,
              const char *packet_id, int64_t random_id, const struct heard **heard)
{
	const struct e2e_tl *action = message_action(message);
	const struct heard *next;
	size_t i = 0;

	while (action != NULL && i < N_ACTIONS && actions[i].ctor != action->ctor)
		i++;
	if (i == N_ACTIONS)
		return;
	next = next_content(heard);
	if (next == NULL) {
		row_differs(row, "no event comes of %s", packet_id);
		return;
	}
	if (!row_same_i64(row, "the kind of an event", next->event.kind,
	                  action != NULL ? actions[i].kind : E2E_EVENT_MESSAGE))
		return;
	if (next->event.kind != E2E_EVENT_TYPING)
		row_same_i64(row, "the random_id of an event", next->event.random_id, random_id);
	if (action != NULL) {
		action_agrees(row, &next->event, action, actions[i].has_ids);
	} else {
		tl_json_equal(row, next->event.message, message);
		file_agrees(r, row, &next->file, packet_id);
	}
}

/* The same for ENTRY, one of "processed". */
static void
entry_heard(struct replay *r, struct row *row, const json_t *entry, const struct heard **heard)
{
	const json_t *object = json_object_get(entry, "object");
	const char *packet_id = json_string_value(json_object_get(entry, "packet_id"));
	const char *random_id = json_string_value(json_object_get(object, "random_id"));
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	const struct e2e_tl *message;
	const struct heard *next;

	if (packet_id == NULL || !json_is_object(object) || random_id == NULL) {
		row_malformed(row, "processed has something else than messages");
	} else if (tl_json_find(&info, line_name(object))) {
		message = tl_json_build(row, object);
		if (message != NULL)
			message_heard(r, row, message, packet_id, strtoll(random_id, NULL, 10),
			              heard);
	} else {
		/* A constructor that the library does not know can only be passed on. */
		next = next_content(heard);
		if (next == NULL || next->event.kind != E2E_EVENT_UNSUPPORTED)
			row_differs(row, "no event says that %s is not known", packet_id);
	}
}

void
heard_agrees(struct replay *r, struct row *row)
{
	const json_t *processed = row_get(row, "processed");
	const struct heard *heard = r->host.heard;

	for (size_t i = 0; i < json_array_size(processed) && row_good(row); i++)
		entry_heard(r, row, json_array_get(processed, i), &heard);
	if (row_good(row) && next_content(&heard) != NULL)
		row_differs(row, "the application hears of more than was processed");
}
