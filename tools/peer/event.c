/* SPDX-License-Identifier: ISC */
/* Events as lines. */
#include "config.h"

#include "names_list.h"
#include "peer.h"

#include <inttypes.h>

typedef void event_fn(struct peer *p, struct text *line, const struct e2e_event *event);

static void
hex_field(struct text *line, const char *name, struct e2e_bytes bytes)
{
	text_add(line, " %s=", name);
	text_hex(line, bytes);
}

static void
ids_field(struct text *line, struct e2e_tl_longs ids)
{
	text_add(line, " random_ids=");
	text_ids(line, ids);
}

/* ---- One function for each kind that has fields ---------------------------------- */

static void
show_chat(struct peer *p, struct text *line, const struct e2e_event *event)
{
	chat_show(p, line, event->state, event->reason);
	if (event->state == E2E_CHAT_CLOSED && event->code != 0) {
		text_add(line, " code=%d text=", (int)event->code);
		text_rest(line, event->text);
	}
}

/* The chat is called by its new id from here on; host.c notes it in the same transaction. */
static void
show_renamed(struct peer *p, struct text *line, const struct e2e_event *event)
{
	p->chat_id = event->chat_id;
	text_add(line, "renamed chat_id=%d old=%" PRId64, (int)event->chat_id, event->value);
}

static void
show_message(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "message random_id=%" PRId64 " date=%d ttl=%d layer=%d", event->random_id,
	         (int)event->date, (int)event->ttl, (int)event->layer);
	if (event->file != NULL) {
		text_add(line, " file=");
		text_file(line, event->file);
	}
	hex_field(line, "tl", event->tl);
	text_add(line, " text=");
	text_rest(line, event->body);
}

static void
show_queued(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "queued random_id=%" PRId64, event->random_id);
}

static void
show_sent(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "sent_ok random_id=%" PRId64 " date=%d", event->random_id,
	         (int)event->date);
}

static void
show_failed(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "sent_error random_id=%" PRId64 " code=%d text=", event->random_id,
	         (int)event->code);
	text_rest(line, event->text);
}

static void
show_delivered(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "delivered random_id=%" PRId64, event->random_id);
}

static void
show_read(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "read_history date=%d", (int)event->date);
}

static void
show_opened(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "read_message");
	ids_field(line, event->ids);
}

static void
show_deleted(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "delete_messages");
	ids_field(line, event->ids);
}

static void
show_flushed(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	(void)event;
	text_add(line, "flush_history");
}

static void
show_ttl(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "set_ttl ttl=%d", (int)event->ttl);
}

static void
show_expired(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "expired");
	ids_field(line, event->ids);
}

static void
show_typing(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "typing%s", (event->flags & E2E_TYPING_ENDED) != 0 ? " ended=1" : "");
}

static void
show_screenshot(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "screenshot");
	ids_field(line, event->ids);
}

static void
show_unsupported(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "unsupported random_id=%" PRId64 " date=%d layer=%d unknown=%08" PRIx32,
	         event->random_id, (int)event->date, (int)event->layer, event->unknown);
	hex_field(line, "tl", event->tl);
}

static void
show_rejected(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "rejected reason=%s random_id=%" PRId64 " date=%d",
	         name_reason(event->reason), event->random_id, (int)event->date);
}

static void
show_rekeyed(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "rekeyed key=%016" PRIx64, (uint64_t)event->key_fingerprint);
}

static void
show_health(struct peer *p, struct text *line, const struct e2e_event *event)
{
	struct e2e_chat chat = E2E_CHAT_INIT;
	bool there = peer_chat(p, &chat);

	text_add(line, "health holes=%" PRIu32 " since=%" PRId64 " health=",
	         there ? chat.holes : 0, there ? chat.hole_since / 1000 : 0);
	name_health(line, event->health);
}

static void
show_rollback(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "rollback generation=%" PRId64, event->value);
}

static void
show_dh_refused(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "dh_refused reason=%s", name_reason(event->reason));
}

static void
show_gap(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "gap first=%d last=%d reason=%s", (int)event->first, (int)event->last,
	         name_reason(event->reason));
}

static void
show_logged_out(struct peer *p, struct text *line, const struct e2e_event *event)
{
	(void)p;
	text_add(line, "logged_out code=%d text=", (int)event->code);
	text_rest(line, event->text);
}

/* An event without a show_...() of its name does not compile. */
#define SHOW(NAME, name) [E2E_EVENT_##NAME] = show_##name,
#define ONE(NAME, name) 1 +

static event_fn *const show[] = { E2E_I_EVENTS(SHOW) };

_Static_assert(sizeof show / sizeof show[0] == E2E_I_EVENT_END, "a number beyond the list");
_Static_assert(E2E_I_EVENTS(ONE) 1 == E2E_I_EVENT_END, "an event without a row");

void
event_show(struct peer *p, struct text *line, const struct e2e_event *event)
{
	if (event->kind < sizeof show / sizeof show[0] && show[event->kind] != NULL)
		show[event->kind](p, line, event);
	else
		text_add(line, "event kind=%" PRIu32, event->kind);
}
