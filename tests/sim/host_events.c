/* SPDX-License-Identifier: ISC */
/* What the user of an account sees: copied when it is handed out, judged when it is stored. */
#include "config.h"

#include "host.h"
#include "peer.h"

#include <inttypes.h>

static struct e2e_bytes
keep(struct world *world, struct e2e_bytes bytes)
{
	return (struct e2e_bytes){ world_copy(world, bytes.p, bytes.n), bytes.n };
}

static struct e2e_tl_longs
keep_ids(struct world *world, struct e2e_tl_longs ids)
{
	return (struct e2e_tl_longs){ world_copy(world, ids.v, ids.n * sizeof *ids.v), ids.n };
}

static bool
item_kind(uint32_t *kind, const struct e2e_event *event)
{
	switch (event->kind) {
	case E2E_EVENT_MESSAGE:
		*kind = event->media != NULL ? ITEM_FILE : ITEM_TEXT;
		return event->action == NULL;
	case E2E_EVENT_TTL:
		*kind = ITEM_TTL;
		return true;
	case E2E_EVENT_DELETED:
		*kind = ITEM_DELETE;
		return true;
	case E2E_EVENT_FLUSHED:
		*kind = ITEM_FLUSH;
		return true;
	case E2E_EVENT_SCREENSHOT:
		*kind = ITEM_SCREENSHOT;
		return true;
	case E2E_EVENT_OPENED:
		*kind = ITEM_OPENED;
		return true;
	default:
		return false;
	}
}

void
host_seen_copy(struct host *host, struct seen *seen, const struct e2e_event *event)
{
	struct world *world = host->world;

	if (event->kind == E2E_EVENT_MESSAGE && event->message == NULL)
		world_fail(world, "a message without a message");
	seen->is_item = item_kind(&seen->item.kind, event);
	seen->item.random_id = event->random_id;
	seen->item.ttl = event->ttl;
	seen->item.silent = (event->flags & E2E_MESSAGE_SILENT) != 0;
	seen->item.reply_to = event->reply_to;
	seen->item.text = keep(world, event->body);
	seen->item.ids = keep_ids(world, event->ids);
	seen->event = *event;
	seen->event.ids = seen->item.ids;
	seen->event.text = keep(world, event->text);
	/* What else it points to ends with the commit. */
	seen->event.tl = (struct e2e_bytes){ NULL, 0 };
	seen->event.message = seen->event.media = seen->event.action = NULL;
	seen->event.file = NULL;
}

/* ---- Judging ------------------------------------------------------------------------- */

/* What Android sends in the place of what it does not have. */
static bool
placeholder(struct world *world, struct conv *conv, uint32_t from, const struct item *got)
{
	return world->plan.kind == KIND_ANDROID && got->kind == ITEM_DELETE && got->ids.n == 1 &&
	       got->ids.v[0] == got->random_id && model_find(conv, from, got->random_id) == NULL;
}

static void
see_item(struct host *host, struct conv *conv, const struct seen *seen)
{
	uint32_t from = 1 - host->user;

	if (placeholder(host->world, conv, from, &seen->item))
		return;
	model_received(host->world, conv, from, &seen->item);
	if (seen->item.kind == ITEM_DELETE)
		model_deleted(conv, seen->item.ids.v, seen->item.ids.n);
	if (seen->item.kind == ITEM_FLUSH)
		model_flushed(conv, from, conv->side[host->user].n_items);
}

/* Then it acknowledges what it does not have. */
static bool
miscounts(const struct world *world)
{
	return world->peer != NULL && world->peer->miscounts;
}

static void
see_outcome(struct host *host, struct conv *conv, const struct e2e_event *event)
{
	struct world *world = host->world;
	struct item *item = model_find(conv, host->user, event->random_id);

	if (item == NULL)
		world_fail(world, "event %" PRIu32 " about random_id %" PRId64
		           ", which the user never sent", event->kind, event->random_id);
	if (item->gone)
		world_fail(world, "event %" PRIu32 " about what was never committed",
		           event->kind);
	item->durable = true;
	if (event->kind == E2E_EVENT_FAILED) {
		if (!conv->may_close && (item->delivered || item->received))
			world_fail(world, "an item failed after it was delivered");
		if (!conv->may_close && world->server->n_refusals == 0)
			world_fail(world, "an item failed: %" PRId32 " %.*s", event->code,
			           (int)event->text.n, (const char *)event->text.p);
		item->failed = true;
	} else if (event->kind == E2E_EVENT_QUEUED) {
		return;
	} else if (event->kind == E2E_EVENT_SENT) {
		item->sent = true;
	} else {
		if (miscounts(world))
			item->may_vanish |= !item->received;
		else if (!item->received && !item->may_vanish && !item->lost &&
		         world->plan.kind != KIND_EVIL_PEER)
			world_fail(world, "an item is called delivered that the other user did "
			           "not get");
		item->delivered = true;
	}
}

static void
see_expired(struct host *host, struct conv *conv, const struct e2e_event *event)
{
	size_t i;

	if (host->world->plan.kind == KIND_EVIL_PEER)
		return;
	for (i = 0; i < event->ids.n; i++) {
		struct item *item = model_find(conv, 0, event->ids.v[i]);

		if (item == NULL)
			item = model_find(conv, 1, event->ids.v[i]);
		if (item == NULL || item->ttl == 0)
			world_fail(host->world, "an item expires that is not to");
		if (item->expired[host->user])
			world_fail(host->world, "an item expires twice");
		item->expired[host->user] = true;
	}
}

static void
see_chat(struct host *host, struct conv *conv, const struct e2e_event *event)
{
	struct world *world = host->world;

	world_trace(world, "user %" PRIu32 ": chat %" PRId32 " state %" PRIu32 ": %s", host->user,
	            event->chat_id, event->state, e2e_reason_text(event->reason));
	if (event->state == E2E_CHAT_ACTIVE)
		conv->seen_active[host->user] = true;
	if (event->state == E2E_CHAT_CLOSED && !conv->may_close)
		world_fail(world, "user %" PRIu32 " closes the chat: %s", host->user,
		           e2e_reason_text(event->reason));
}

/* What the habits of living clients are a reason for. */
static bool
is_habit(const struct plan *plan, uint32_t reason)
{
	if ((plan->traits & TRAIT_OPENS_V1) != 0 && plan->policy[0] == E2E_POLICY_STRICT &&
	    reason == E2E_CHECK_MTPROTO1)
		return true;
	if ((plan->traits & TRAIT_COPIES) != 0 && reason == E2E_CHECK_IN_SEQ_AHEAD)
		return true;
	if ((plan->traits & TRAIT_BARE) != 0 && reason == E2E_CHECK_UNKNOWN)
		return true;
	return (plan->traits & TRAIT_UNDOUBLED) != 0 &&
	       (reason == E2E_CHECK_RESEND_RANGE || reason == E2E_CHECK_RESEND_GONE);
}

/* Honest peers give no cause, but a late copy may be under a key that is gone. */
static void
see_rejected(struct host *host, const struct e2e_event *event)
{
	struct world *world = host->world;
	const struct parcel parcel = { .chat_id = event->chat_id,
		                       .random_id = event->random_id };

	world_trace(world, "user %" PRIu32 " rejects: %s", host->user,
	            e2e_reason_text(event->reason));
	host->unreadable++;
	/*
	 * By the dates of an evil server a key is a week old in no time, and what is under it lost.
	 * Who says anew what it is asked for never sends that number again.
	 */
	if ((world->plan.kind == KIND_EVIL_SERVER && event->reason == E2E_CHECK_KEY_ID) ||
	    ((world->plan.traits & TRAIT_COPIES) != 0 && event->reason == E2E_REASON_HELD))
		gaps_dropped(world, host->user, &parcel);
	if (world->plan.kind == KIND_EVIL_PEER || world->plan.kind == KIND_EVIL_SERVER ||
	    world->plan.kind == KIND_ANDROID || world->plan.kind == KIND_IPHONE ||
	    is_habit(&world->plan, event->reason) || event->reason == E2E_CHECK_KEY_ID ||
	    event->reason == E2E_REASON_CLOSED || event->reason == E2E_REASON_HELD ||
	    event->reason == E2E_REASON_NOT_READY || event->reason == E2E_REASON_GROUP)
		return;
	world_fail(world, "user %" PRIu32 " rejects what an honest peer sent: %s", host->user,
	           e2e_reason_text(event->reason));
}

void
host_seen_apply(struct host *host, const struct seen *seen)
{
	struct world *world = host->world;
	const struct e2e_event *event = &seen->event;
	struct conv *conv = event->chat_id == 0 ? NULL : model_conv(world, event->chat_id);

	if (event->kind == E2E_EVENT_RENAMED) {
		conv = model_conv(world, (int32_t)event->value);
		if (conv == NULL)
			world_fail(world, "a chat is renamed that is not there");
		conv->chat_id = event->chat_id;
		return;
	}
	if (event->kind == E2E_EVENT_REJECTED) {
		see_rejected(host, event);
		return;
	}
	if (event->kind == E2E_EVENT_DH_REFUSED && world->plan.kind == KIND_EVIL_SERVER)
		return; /* it was given a bad one */
	if (event->kind == E2E_EVENT_ROLLBACK && world->plan.rollback != 0) {
		rollback_noticed(host);
		return;
	}
	if (event->kind == E2E_EVENT_GAP && conv != NULL)
		gaps_given_up(host, conv, event);
	if (event->kind == E2E_EVENT_ROLLBACK || event->kind == E2E_EVENT_DH_REFUSED)
		world_fail(world, "event %" PRIu32 " without a cause", event->kind);
	if (conv == NULL && (world->plan.kind == KIND_EVIL_SERVER || host->put_back))
		return; /* a chat that the server made up, or a row that is nobody's */
	if (conv == NULL)
		world_fail(world, "event %" PRIu32 " of chat %" PRId32 ", which is not there",
		           event->kind, event->chat_id);
	if (event->kind == E2E_EVENT_CHAT)
		see_chat(host, conv, event);
	else if (event->kind == E2E_EVENT_EXPIRED)
		see_expired(host, conv, event);
	else if (event->kind == E2E_EVENT_SENT || event->kind == E2E_EVENT_FAILED ||
	         event->kind == E2E_EVENT_DELIVERED || event->kind == E2E_EVENT_QUEUED)
		see_outcome(host, conv, event);
	else if (seen->is_item && world->plan.kind != KIND_EVIL_PEER)
		see_item(host, conv, seen);
}
