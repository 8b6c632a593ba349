/* SPDX-License-Identifier: ISC */
/* Copies of what an account hands out (accountutil.h). */
#include "config.h"

#include "accountutil.h"

#include <stdlib.h>
#include <string.h>

static void *
taken(size_t n)
{
	void *p = calloc(1, n + 1);

	ck_assert_ptr_nonnull(p);
	return p;
}

void
au_bindable(struct e2e_bytes span)
{
	ck_assert_ptr_nonnull(span.p);
}

/* Moves what SPAN points to behind *AT. */
static void
keep(uint8_t **at, struct e2e_bytes *span)
{
	if (span->n != 0)
		memcpy(*at, span->p, span->n);
	span->p = *at;
	*at += (span->n + 7) / 8 * 8;
}

struct au_call *
au_note_call(struct au_host *h, const struct e2e_call *call)
{
	struct au_call *note = taken(sizeof *note);
	struct e2e_bytes md5 = { NULL, 0 };
	uint8_t *at;

	note->call = *call;
	if (call->file != NULL) {
		note->file = *call->file;
		note->call.file = &note->file;
		md5 = call->file->md5;
	}
	au_bindable(call->g_x);
	au_bindable(call->data);
	au_bindable(call->request);
	if (call->file != NULL)
		au_bindable(md5);
	note->commits = h->commits;
	note->starts = h->starts;
	note->memory = taken(call->g_x.n + call->data.n + call->request.n + md5.n + 32);
	at = note->memory;
	keep(&at, &note->call.g_x);
	keep(&at, &note->call.data);
	keep(&at, &note->call.request);
	keep(&at, &md5);
	note->file.md5 = md5;
	h->calls = realloc(h->calls, (h->n_calls + 1) * sizeof(void *));
	ck_assert_ptr_nonnull(h->calls);
	h->calls[h->n_calls++] = note;
	return note;
}

/* The message of the copy, decoded again: what the account gave must agree with its bytes. */
static const struct e2e_tl *
decode_again(const struct e2e_event *event, uint8_t *memory, size_t room)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	int32_t verdict;

	verdict = e2e_tl_get(&got, memory, room, E2E_TYPE_DECRYPTED_MESSAGE, event->tl.p,
	                     event->tl.n, NULL);
	ck_assert_msg(verdict == E2E_OK || verdict == E2E_REFUSED_UNKNOWN,
	              "an event's message does not decode: %d", (int)verdict);
	ck_assert_ptr_nonnull(got.object);
	ck_assert_uint_eq(got.object->ctor, event->message->ctor);
	return got.object;
}

static bool
same_kind(const struct e2e_tl *a, const struct e2e_tl *b)
{
	return a == NULL || b == NULL ? a == b : a->ctor == b->ctor;
}

static void
view_45(struct e2e_event *view, const struct e2e_tl_decrypted_message_45 *m)
{
	view->body = m->message;
	if (m->flags & E2E_TL_DECRYPTED_MESSAGE_45_HAS_MEDIA)
		view->media = m->media;
	if (m->flags & E2E_TL_DECRYPTED_MESSAGE_45_HAS_ENTITIES)
		view->entities = m->entities;
	if (m->flags & E2E_TL_DECRYPTED_MESSAGE_45_HAS_REPLY_TO_RANDOM_ID)
		view->reply_to = m->reply_to_random_id;
}

static void
view_73(struct e2e_event *view, const struct e2e_tl_decrypted_message_73 *m)
{
	view->body = m->message;
	if (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_MEDIA)
		view->media = m->media;
	if (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_ENTITIES)
		view->entities = m->entities;
	if (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_REPLY_TO_RANDOM_ID)
		view->reply_to = m->reply_to_random_id;
	if (m->flags & E2E_TL_DECRYPTED_MESSAGE_73_HAS_GROUPED_ID)
		view->grouped_id = m->grouped_id;
}

/* The members that are the same for every generation of messages, taken from the message. */
static struct e2e_event
view_of(const struct e2e_tl *message)
{
	struct e2e_event view = E2E_EVENT_INIT;
	const struct e2e_tl_decrypted_message_8 *m8 = (const void *)message;
	const struct e2e_tl_decrypted_message_17 *m17 = (const void *)message;
	const struct e2e_tl_decrypted_message_service_8 *s8 = (const void *)message;
	const struct e2e_tl_decrypted_message_service_17 *s17 = (const void *)message;

	switch (message->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_8:
		view.body = m8->message;
		view.media = m8->media;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_17:
		view.body = m17->message;
		view.media = m17->media;
		break;
	case E2E_TL_DECRYPTED_MESSAGE_45:
		view_45(&view, (const void *)message);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_73:
		view_73(&view, (const void *)message);
		break;
	case E2E_TL_DECRYPTED_MESSAGE_SERVICE_8:
		view.action = s8->action;
		break;
	default:
		ck_assert_uint_eq(message->ctor, E2E_TL_DECRYPTED_MESSAGE_SERVICE_17);
		view.action = s17->action;
	}
	return view;
}

/* What the account gave must be what the message says; the copy points into its own. */
static void
view_again(struct e2e_event *note, const struct e2e_event *event)
{
	struct e2e_event view = view_of(note->message);

	ck_assert_uint_eq(event->body.n, view.body.n);
	ck_assert(view.body.n == 0 || memcmp(event->body.p, view.body.p, view.body.n) == 0);
	ck_assert_uint_eq(event->entities.n, view.entities.n);
	ck_assert_int_eq(event->reply_to, view.reply_to);
	ck_assert_int_eq(event->grouped_id, view.grouped_id);
	ck_assert(same_kind(event->media, view.media));
	ck_assert(same_kind(event->action, view.action));
	note->body = view.body;
	note->media = view.media;
	note->action = view.action;
	note->entities = view.entities;
}

void
au_note_event(struct au_host *h, const struct e2e_event *event)
{
	struct au_event *note = taken(sizeof *note);
	size_t room = E2E_TL_ROOM(event->tl.n);
	struct e2e_bytes ids = { (const void *)event->ids.v, event->ids.n * sizeof(int64_t) };
	uint8_t *at;

	au_bindable(event->tl);
	au_bindable(event->text);
	au_bindable(event->body);
	au_bindable(ids);
	ck_assert_ptr_nonnull(event->entities.v);
	note->event = *event;
	note->commits = h->commits;
	note->memory = taken(event->tl.n + ids.n + event->text.n + room + 32);
	at = note->memory;
	keep(&at, &ids);
	note->event.ids.v = (const void *)ids.p;
	keep(&at, &note->event.tl);
	keep(&at, &note->event.text);
	if (event->file != NULL) {
		note->file = *event->file;
		note->event.file = &note->file;
	}
	if (event->message != NULL) {
		note->event.message = decode_again(&note->event, at, room);
		view_again(&note->event, event);
	}
	h->events = realloc(h->events, (h->n_events + 1) * sizeof(void *));
	ck_assert_ptr_nonnull(h->events);
	h->events[h->n_events++] = note;
}
