/* SPDX-License-Identifier: ISC */
/*
 * Refuses to send messages that clients drop, or at which they stop (protocol 7.2.6), before a
 * sequence number is used.  Fields are checked by their names and types in the schema, so that all
 * versions of a constructor are checked alike.
 */
#include "config.h"

#include "proto/readable.h"

#include "tl/table.h"
#include "tl/utf8.h"

#include <string.h>

#define NOTIFY_LAYER_MIN 46

/* ---- Single fields ---------------------------------------------------------------------- */

static bool
named(const struct e2e_i_tl_field *f, const char *name)
{
	return strcmp(e2e_i_tl_names + f->name, name) == 0;
}

/* Whether F is a size in bytes or pixels, or a duration: it must not be negative. */
static bool
is_size(const struct e2e_i_tl_field *f)
{
	static const char *const names[] = { "size", "w", "h", "thumb_w", "thumb_h", "duration" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (named(f, names[i]))
			return true;
	}
	return false;
}

/* Whether MEMBER is a latitude or longitude in its range; NaN is not. */
static bool
good_degrees(const struct e2e_i_tl_field *f, const void *member)
{
	const double max = named(f, "lat") ? 90 : 180;
	double x;

	memcpy(&x, member, sizeof x);
	return x >= -max && x <= max;
}

static bool
good_string(const void *member)
{
	struct e2e_bytes s;

	memcpy(&s, member, sizeof s);
	return e2e_utf8_check(s.p, s.n) == 1;
}

static int64_t
number(const struct e2e_i_tl_field *f, const void *member)
{
	int64_t x;
	int32_t y;

	if (f->kind == E2E_TL_KIND_LONG) {
		memcpy(&x, member, sizeof x);
		return x;
	}
	memcpy(&y, member, sizeof y);
	return y;
}

/* ---- All fields -------------------------------------------------------------------------- */

static bool good_object(const struct e2e_tl *object);

static bool
good_objects(const void *member)
{
	struct e2e_tl_objects objects;

	memcpy(&objects, member, sizeof objects);
	for (size_t i = 0; i < objects.n; i++) {
		if (!good_object(objects.v[i]))
			return false;
	}
	return true;
}

static bool
good_field(const struct e2e_i_tl_field *f, const void *member)
{
	const struct e2e_tl *inner;

	switch (f->kind) {
	case E2E_TL_KIND_STRING:
		return good_string(member);
	case E2E_TL_KIND_INT:
	case E2E_TL_KIND_LONG:
		return !is_size(f) || number(f, member) >= 0;
	case E2E_TL_KIND_DOUBLE:
		return good_degrees(f, member);
	case E2E_TL_KIND_OBJECT:
		memcpy(&inner, member, sizeof inner);
		return good_object(inner);
	case E2E_TL_KIND_OBJECTS:
		return good_objects(member);
	default:
		return true;
	}
}

/* OBJECT was measured by e2e_tl_measure(), so all mandatory members are there. */
static bool
good_object(const struct e2e_tl *object)
{
	const struct e2e_i_tl_ctor *c = e2e_i_tl_find(object->ctor);
	const struct e2e_i_tl_field *f = &e2e_i_tl_fields[c->first_field];
	uint32_t flags = 0;

	for (size_t i = 0; i < c->n_fields; i++, f++) {
		const uint8_t *member = (const uint8_t *)object + f->offset;

		if (f->kind == E2E_TL_KIND_FLAGS)
			memcpy(&flags, member, sizeof flags);
		if (f->bit != E2E_I_TL_NO_BIT && (flags >> f->bit & 1) == 0)
			continue;
		if (!good_field(f, member))
			return false;
	}
	return true;
}

/* ---- Entities ------------------------------------------------------------------------------ */

#define MARKS 1024

/*
 * What clients show of a message: its text, followed by the caption of its medium.  Entities count
 * UTF-16 units of both (protocol 7.2.5).  They may jump back and forth in a long text, so marks at
 * regular distances save counting from the beginning.
 */
struct shown {
	struct e2e_bytes part[3];
	size_t bytes;          /* length of all parts together                             */
	size_t stride;         /* bytes from one mark to the next                          */
	size_t marks;          /* the number of marks in use                               */
	int32_t before[MARKS]; /* UTF-16 units before the first character at or after each */
};

/* The rest of its part from byte AT on, counted over all parts; AT is not the end. */
static struct e2e_bytes
bytes_at(const struct shown *shown, size_t at)
{
	const struct e2e_bytes *part = shown->part;

	while (at >= part->n)
		at -= part++->n;
	return (struct e2e_bytes){ part->p + at, part->n - at };
}

/* Advance *AT past one character, and return its length in UTF-16 units. */
static int32_t
step(const struct shown *shown, size_t *at)
{
	const struct e2e_bytes bytes = bytes_at(shown, *at);
	const size_t n = e2e_i_utf8_next(bytes.p, bytes.n);

	*at += n; /* n is not 0, because good_object() has checked the strings */
	return n == 4 ? 2 : 1;
}

static void
set_marks(struct shown *shown)
{
	int32_t units = 0;
	size_t at = 0;

	shown->bytes = shown->part[0].n + shown->part[1].n + shown->part[2].n;
	shown->stride = shown->bytes / MARKS + 1;
	for (;;) {
		while (shown->marks * shown->stride <= at && shown->marks < MARKS)
			shown->before[shown->marks++] = units;
		if (at == shown->bytes)
			return;
		units += step(shown, &at);
	}
}

/* Whether UNIT, 0 or more, is between two characters, or at the beginning or end. */
static bool
between(const struct shown *shown, int64_t unit)
{
	size_t low = 0, high = shown->marks, at;
	int64_t units;

	while (high - low > 1) { /* find the last mark at or before UNIT */
		const size_t middle = low + (high - low) / 2;

		if (shown->before[middle] <= unit)
			low = middle;
		else
			high = middle;
	}
	units = shown->before[low];
	for (at = low * shown->stride; at < shown->bytes; at++) {
		if ((*bytes_at(shown, at).p & 0xc0) != 0x80)
			break; /* a character begins */
	}
	while (units < unit && at < shown->bytes)
		units += step(shown, &at);
	return units == unit;
}

/* Check an entity of any kind: all kinds begin with `offset` and `length`. */
static bool
good_entity(const struct shown *shown, const struct e2e_tl *entity)
{
	const struct e2e_tl_message_entity_unknown *e = (const void *)entity;
	const int64_t end = (int64_t)e->offset + e->length;

	return e->offset >= 0 && e->length > 0 && between(shown, e->offset) && between(shown, end);
}

static bool
good_entities(const struct e2e_i_message *view, struct e2e_bytes caption)
{
	struct shown shown = { .part = { view->text, { (const uint8_t *)"\n\n", 2 }, caption } };

	if (view->entities.n == 0)
		return true;
	if (view->text.n == 0 || caption.n == 0)
		shown.part[1].n = 0;
	set_marks(&shown);
	for (size_t i = 0; i < view->entities.n; i++) {
		if (!good_entity(&shown, view->entities.v[i]))
			return false;
	}
	return true;
}

/* ---- Messages ------------------------------------------------------------------------------ */

static bool
good_content(const struct e2e_i_message *view, bool file)
{
	struct e2e_i_media media;

	e2e_i_media_view(&media, view->media);
	if (media.file != file || (file && !media.keyed))
		return false;
	if (view->text.n == 0 &&
	    (view->media == NULL || view->media->ctor == E2E_TL_DECRYPTED_MESSAGE_MEDIA_EMPTY))
		return false;
	return good_entities(view, media.caption);
}

static int32_t
check_ids(const struct e2e_tl_longs *ids, size_t least)
{
	if (ids->n < least)
		return E2E_ERR_ARGUMENT;
	return ids->n <= E2E_I_IDS_MAX ? E2E_OK : E2E_ERR_LIMIT;
}

static int32_t
check_action(const struct e2e_tl *action, bool file)
{
	/* the three actions with lists have the same members */
	const struct e2e_tl_decrypted_message_action_delete_messages *list = (const void *)action;
	const void *a = action;
	int32_t layer;

	if (file)
		return E2E_ERR_ARGUMENT;
	switch (action->ctor) {
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_DELETE_MESSAGES:
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_READ_MESSAGES:
		return check_ids(&list->random_ids, 1);
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_SCREENSHOT_MESSAGES:
		return check_ids(&list->random_ids, 0);
	case E2E_TL_DECRYPTED_MESSAGE_ACTION_NOTIFY_LAYER:
		layer = ((const struct e2e_tl_decrypted_message_action_notify_layer *)a)->layer;
		return layer >= NOTIFY_LAYER_MIN && layer <= E2E_LAYER ? E2E_OK : E2E_ERR_ARGUMENT;
	default:
		return E2E_OK;
	}
}

int32_t
e2e_i_readable_check(const struct e2e_i_message *view, const struct e2e_tl *message, bool file)
{
	size_t n;
	int32_t err = e2e_tl_measure(&n, E2E_TYPE_DECRYPTED_MESSAGE, message);

	if (err != E2E_OK)
		return err;
	if (!good_object(message))
		return E2E_ERR_ARGUMENT;
	if (view->action != NULL)
		return check_action(view->action, file);
	return good_content(view, file) ? E2E_OK : E2E_ERR_ARGUMENT;
}
