/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct conv *
model_conv(struct world *world, int32_t chat_id)
{
	struct model *model = world->model;
	size_t i;

	for (i = 0; i < model->n_convs; i++) {
		if (model->conv[i].chat_id == chat_id)
			return &model->conv[i];
	}
	return NULL;
}

struct item *
model_item(struct world *world, struct conv *conv, uint32_t user, uint32_t kind,
           int64_t random_id)
{
	struct side *side = &conv->side[user];
	struct item *item;

	side->item = world_grow(world, side->item, side->n_items, &side->items_room,
	                        sizeof *side->item);
	item = &side->item[side->n_items++];
	*item = (struct item){ .kind = kind, .random_id = random_id };
	return item;
}

struct item *
model_find(struct conv *conv, uint32_t user, int64_t random_id)
{
	struct side *side = &conv->side[user];
	size_t i;

	for (i = side->n_items; i > 0; i--) {
		if (side->item[i - 1].random_id == random_id)
			return &side->item[i - 1];
	}
	return NULL;
}

struct e2e_bytes
model_text(struct world *world, struct conv *conv, uint32_t user)
{
	uint32_t more = rng_below(&world->rng, 20) == 0 ? rng_below(&world->rng, 4000) :
	                                                   rng_below(&world->rng, 120);
	char *text = world_alloc(world, 64 + more);
	int n = snprintf(text, 64, TEXT_MARK "%" PRId32 " %" PRIu32 " %zu ", conv->chat_id, user,
	                 conv->side[user].n_items);

	memset(text + n, 'x', more);
	return (struct e2e_bytes){ (const uint8_t *)text, (size_t)n + more };
}

static bool
same_ids(struct e2e_tl_longs a, struct e2e_tl_longs b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.v, b.v, a.n * sizeof *a.v) == 0);
}

/* A text that was deleted or refused comes as a deletion of itself. */
static bool
self_delete(const struct item *item, const struct item *got)
{
	return got->kind == ITEM_DELETE && item->kind != ITEM_DELETE && got->ids.n == 1 &&
	       got->ids.v[0] == item->random_id;
}

static void
compare(struct world *world, const struct conv *conv, uint32_t from, const struct item *item,
        const struct item *got)
{
	/* When a chat is closed, nobody knows of what is on its way. */
	if (item->failed && !conv->may_close)
		world_fail(world, "an item of user %" PRIu32 " that had failed came", from);
	if (item->kind != got->kind)
		world_fail(world, "an item of kind %" PRIu32 " came as one of kind %" PRIu32,
		           item->kind, got->kind);
	if (item->text.n != got->text.n ||
	    (item->text.n != 0 && memcmp(item->text.p, got->text.p, item->text.n) != 0))
		world_fail(world, "another text than user %" PRIu32 " wrote: %.*s", from,
		           (int)got->text.n, (const char *)got->text.p);
	if (item->ttl != got->ttl || item->silent != got->silent ||
	    item->reply_to != got->reply_to)
		world_fail(world, "ttl %d for %d, silent %d for %d, or another reply",
		           (int)got->ttl, (int)item->ttl, got->silent, item->silent);
	if (!same_ids(item->ids, got->ids))
		world_fail(world, "an item of kind %" PRIu32 " came with other ids", item->kind);
}

static void
arrive(struct world *world, const struct conv *conv, uint32_t from, struct item *item,
       const struct item *got)
{
	if (item->gone)
		world_fail(world, "an item of user %" PRIu32 " came that was never committed",
		           from);
	if (item->lost)
		world_fail(world, "an item of user %" PRIu32 " came that had been given up", from);
	if (self_delete(item, got)) {
		if (!item->failed && !item->may_vanish)
			world_fail(world, "an item of user %" PRIu32 " came as its deletion",
			           from);
		return;
	}
	compare(world, conv, from, item, got);
	item->received = true;
}

void
model_received(struct world *world, struct conv *conv, uint32_t from, const struct item *got)
{
	struct side *side = &conv->side[from];
	size_t i;

	for (i = side->passed; i < side->n_items; i++) {
		struct item *item = &side->item[i];

		if (item->random_id == got->random_id) {
			arrive(world, conv, from, item, got);
			side->passed = i + 1;
			return;
		}
		if (!item->gone && !item->failed && !item->may_vanish && !item->lost)
			world_fail(world, "user %" PRIu32 " sent item %zu of kind %" PRIu32
			           ", but the other one got one of kind %" PRIu32
			           " first (random_id %" PRId64 ")", from, i, item->kind,
			           got->kind, got->random_id);
	}
	for (i = 0; i < side->passed; i++) {
		if (side->item[i].random_id == got->random_id)
			world_fail(world, "item %zu of user %" PRIu32 " came a second time or "
			           "too late", i, from);
	}
	world_fail(world, "user %" PRIu32 " never sent this: kind %" PRIu32 ", random_id %"
	           PRId64, from, got->kind, got->random_id);
}

void
model_deleted(struct conv *conv, const int64_t *ids, size_t n)
{
	size_t i;
	uint32_t user;

	for (i = 0; i < n; i++) {
		for (user = 0; user < 2; user++) {
			struct item *item = model_find(conv, user, ids[i]);

			if (item != NULL)
				item->may_vanish = true;
		}
	}
}

/* The other side's items from N_OTHERS on were sent after the flush. */
void
model_flushed(struct conv *conv, uint32_t by, size_t n_others)
{
	size_t i;
	uint32_t user;

	for (user = 0; user < 2; user++) {
		struct side *side = &conv->side[user];
		size_t n = user == by ? side->n_items : n_others;

		for (i = 0; i < n && i < side->n_items; i++) {
			if (side->item[i].kind == ITEM_TEXT || side->item[i].kind == ITEM_FILE)
				side->item[i].may_vanish = true;
		}
	}
}
