/* SPDX-License-Identifier: ISC */
/*
 * Between the messages received in order and the highest one that came, each number is
 * either held or in a hole.  A hole stays as it was asked for until all of it is filled, so
 * that what fills it is known as a refill; only what is still missing is asked for again.
 */
#include "config.h"

#include "session/holes.h"

#include "proto/date.h"
#include "proto/seqno.h"
#include "session/due.h"
#include "session/outbound.h"
#include "session/outgoing.h"
#include "session/resend.h"

#define SPAN     1000 /* TDLib closes at more than 1001 (observed 5.2) */
#define WAIT_MAX E2E_I_HOUR_MS
#define AGAIN_MS 1000

int32_t
e2e_i_holes_last(const struct e2e_i_chat *chat)
{
	const struct e2e_i_item *held = e2e_i_list_last(&chat->list[E2E_I_HELD]);
	const struct e2e_i_hole *hole = e2e_i_list_last(&chat->list[E2E_I_HOLE]);
	int32_t last = chat->core.n.in_seq - 1;

	if (held != NULL && held->key > last)
		last = (int32_t)held->key;
	return hole != NULL && hole->saved.end > last ? hole->saved.end : last;
}

/* A new hole from START that says SAVED; NULL without memory. */
static struct e2e_i_hole *
make(const struct e2e_i_work *work, int64_t start, const struct e2e_i_saved_gap *saved)
{
	struct e2e_i_hole *hole = e2e_i_item_new(&work->account->allocator, sizeof *hole, start,
	                                         0);

	if (hole != NULL)
		e2e_i_item_fill(&hole->item, saved, sizeof *saved);
	return hole;
}

/* HOLE becomes what WITH says. */
static int32_t
change(struct e2e_i_work *work, struct e2e_i_hole *hole, const struct e2e_i_saved_gap *with)
{
	struct e2e_i_hole *next = make(work, hole->item.key, with);
	int32_t err;

	if (next == NULL)
		return E2E_ERR_NOMEM;
	err = e2e_i_work_remove(work, E2E_I_HOLE, hole);
	if (err == E2E_OK)
		return e2e_i_work_insert(work, E2E_I_HOLE, next);
	e2e_i_item_free(&work->account->allocator, &next->item);
	return err;
}

/* HOLE reaches to END instead. */
static int32_t
extend(struct e2e_i_work *work, struct e2e_i_hole *hole, int32_t end)
{
	struct e2e_i_saved_gap with = hole->saved;

	with.end = end;
	return change(work, hole, &with);
}

/* A new hole from START to END, to be asked for WAIT_MS from now; NULL without memory. */
static struct e2e_i_hole *
new_hole(const struct e2e_i_work *work, int32_t start, int32_t end, int64_t wait_ms)
{
	const struct e2e_i_saved_gap saved = {
		.end = end,
		.since = work->steady,
		.due = work->now + wait_ms,
		.asked = -1,
	};

	return make(work, start, &saved);
}

/* One hole from START to END, or a longer one if that was not asked for yet. */
static int32_t
add_one(struct e2e_i_work *work, int32_t start, int32_t end)
{
	struct e2e_i_hole *before = e2e_i_list_last(&work->chat->list[E2E_I_HOLE]);

	if (before != NULL && before->saved.end == start - 1 && before->saved.tries == 0 &&
	    end - before->item.key < SPAN)
		return extend(work, before, end);
	return e2e_i_work_insert(work, E2E_I_HOLE,
	                         new_hole(work, start, end,
	                                  work->account->timing.answer_delay_ms));
}

/* The hole that number RAW is in, or NULL. */
static struct e2e_i_hole *
hole_of(const struct e2e_i_chat *chat, int32_t raw)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_HOLE];
	const uint32_t n = e2e_i_list_below(list, (int64_t)raw + 1);
	struct e2e_i_hole *hole = n > 0 ? e2e_i_list_at(list, n - 1) : NULL;

	return hole != NULL && hole->saved.end >= raw ? hole : NULL;
}

int32_t
e2e_i_holes_reopen(struct e2e_i_work *work, int32_t raw)
{
	if (hole_of(work->chat, raw) != NULL)
		return E2E_OK;
	return e2e_i_work_insert(work, E2E_I_HOLE,
	                         new_hole(work, raw, raw, work->account->timing.resend_wait_ms));
}

int32_t
e2e_i_holes_add(struct e2e_i_work *work, int32_t start, int32_t raw)
{
	int32_t err = E2E_OK;

	while (err == E2E_OK && start < raw) {
		int32_t end = raw - start > SPAN ? start + SPAN - 1 : raw - 1;

		err = add_one(work, start, end);
		start = end + 1;
	}
	return err;
}

/* The first and last number of HOLE that are missing; false if none is. */
static bool
missing(const struct e2e_i_chat *chat, const struct e2e_i_hole *hole, int32_t *first,
        int32_t *last)
{
	const struct e2e_i_list *held = &chat->list[E2E_I_HELD];

	*first = (int32_t)hole->item.key;
	*last = hole->saved.end;
	if (*first < chat->core.n.in_seq)
		*first = chat->core.n.in_seq;
	while (*first <= *last && e2e_i_list_find(held, *first) != NULL)
		(*first)++;
	while (*last > *first && e2e_i_list_find(held, *last) != NULL)
		(*last)--;
	return *first <= *last;
}

/* HOLE with TRIES and DUE of its own. */
static int32_t
mark(struct e2e_i_work *work, struct e2e_i_hole *hole, int32_t tries, int64_t due)
{
	struct e2e_i_saved_gap with = hole->saved;

	with.tries = tries;
	with.due = due;
	return change(work, hole, &with);
}

/*
 * What a hole was asked for while others were in front of it may have been in vain: where the
 * queue was full, what came could not be kept.  Once it is the first, it starts anew, and so does
 * what counts for giving it up; there are never more requests by that than messages that come.
 */
static int32_t
renew_first(struct e2e_i_work *work)
{
	struct e2e_i_hole *first = e2e_i_list_at(&work->chat->list[E2E_I_HOLE], 0);
	const int64_t due = work->now + work->account->timing.resend_wait_ms;
	struct e2e_i_saved_gap with;

	if (first == NULL || first->saved.tries == 0)
		return E2E_OK;
	with = first->saved;
	with.covered = 0;
	with.give_up = 0;
	with.since = work->steady;
	if (first->saved.tries > 1 || first->saved.due == 0) {
		e2e_i_due_add(work, E2E_I_DUE_HOLES);
		with.tries = 1;
		if (with.due == 0 || with.due > due)
			with.due = due;
	}
	return change(work, first, &with);
}

int32_t
e2e_i_holes_trim(struct e2e_i_work *work)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_HOLE];
	bool front = false;

	for (uint32_t i = 0; i < list->n && i < E2E_I_HOLES_ASKED;) {
		struct e2e_i_hole *hole = e2e_i_list_at(list, i);
		int32_t first, last, err;

		if (missing(work->chat, hole, &first, &last)) {
			i++;
			continue;
		}
		front = front || i == 0;
		err = e2e_i_work_remove(work, E2E_I_HOLE, hole);
		if (err != E2E_OK)
			return err;
	}
	return front ? renew_first(work) : E2E_OK;
}

/* Ask for FIRST to LAST of HOLE. */
static int32_t
request(struct e2e_i_work *work, int32_t first, int32_t last)
{
	const int32_t x = 1 - e2e_i_chat_x(&work->chat->core); /* the peer's numbers */
	const struct e2e_tl_decrypted_message_action_resend action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, e2e_i_seq_out(x, first),
		e2e_i_seq_out(x, last)
	};
	struct e2e_i_saved_outgoing saved;
	struct e2e_i_sent *sent;
	int32_t err = e2e_i_outbound_service(work, &action);

	if (err != E2E_OK)
		return err;
	sent = e2e_i_list_last(&work->chat->list[E2E_I_SENT]);
	saved = sent->saved;
	saved.kind |= E2E_I_SENT_ASKS;
	saved.asks_from = first;
	e2e_i_item_fill(&sent->item, &saved, sizeof saved); /* of this work: without a row yet */
	return E2E_OK;
}

/* How long to wait after TRIES requests (protocol 5.4.2). */
static int64_t
patience(const struct e2e_i_work *work, int32_t tries)
{
	const int64_t first = work->account->timing.resend_wait_ms;
	int64_t wait = first;

	for (int32_t i = 1; i < tries && wait < WAIT_MAX; i++)
		wait *= 2;
	return wait > WAIT_MAX && wait > first ? WAIT_MAX : wait;
}

bool
e2e_i_holes_is_hopeless(const struct e2e_i_work *work, const struct e2e_i_hole *hole)
{
	const struct e2e_timing *timing = &work->account->timing;

	return (uint32_t)hole->saved.covered >= timing->resend_tries &&
	       work->steady - hole->saved.since >= timing->gap_ms;
}

/* See give_up.h: after the last request HOLE is given up, if nothing comes in the time of one. */
static void
mark_last(const struct e2e_i_work *work, const struct e2e_i_hole *hole,
          struct e2e_i_saved_gap *with)
{
	if (with->give_up != 0 || !e2e_i_holes_is_hopeless(work, hole))
		return;
	with->give_up = work->now + work->account->timing.resend_wait_ms;
	with->due = with->give_up;
}

/*
 * HOLE was asked for once more, by our message ASKED.  When nobody has answered for so long, a day
 * goes by before the next time, unless the peer is heard: both sides may have no room for more,
 * and who says nothing then would wait for the other for ever.
 */
static int32_t
count(struct e2e_i_work *work, struct e2e_i_hole *hole, int32_t asked)
{
	struct e2e_i_saved_gap with = hole->saved;

	with.asked = asked;
	if (with.tries < INT32_MAX)
		with.tries++;
	with.due = work->now + ((uint32_t)with.tries >= work->account->timing.resend_tries
	                                ? E2E_I_DAY_MS
	                                : patience(work, with.tries));
	if (hole == e2e_i_list_at(&work->chat->list[E2E_I_HOLE], 0))
		mark_last(work, hole, &with);
	return change(work, hole, &with);
}

static int32_t
ask(struct e2e_i_work *work, struct e2e_i_hole *hole)
{
	const bool in_vain = (uint32_t)hole->saved.tries >= work->account->timing.resend_tries;
	const bool is_first = hole == e2e_i_list_at(&work->chat->list[E2E_I_HOLE], 0);
	const int32_t asked = work->chat->core.n.out_seq, tries = hole->saved.tries;
	int32_t first, last, err;

	if (!missing(work->chat, hole, &first, &last))
		return E2E_OK;
	if (is_first && hole->saved.give_up != 0) /* not over yet, or e2e_i_holes_is_over() */
		return mark(work, hole, tries, hole->saved.give_up);
	if (in_vain && !is_first)
		return mark(work, hole, tries, 0); /* until it is the first */
	err = request(work, first, last);
	if (err == E2E_OK)
		err = count(work, hole, asked);
	if (err == E2E_OK && tries > 0)
		/* both may wait for each other (protocol T5.7) */
		e2e_i_resend_push(work, (uint32_t)tries - 1);
	return err;
}

static bool
is_due(const struct e2e_i_hole *hole, int64_t now)
{
	return hole->saved.due != 0 && hole->saved.due <= now;
}

uint32_t
e2e_i_holes_asked(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const struct e2e_limits *limits = &account->limits;
	const uint32_t n = chat->list[E2E_I_HOLE].n;

	if (chat->list[E2E_I_HELD].n >= limits->held_messages ||
	    e2e_i_outgoing_unseen(chat) >= limits->outbox_messages)
		return n < 1 ? n : 1;
	return n < E2E_I_HOLES_ASKED ? n : E2E_I_HOLES_ASKED;
}

bool
e2e_i_holes_is_over(const struct e2e_i_work *work)
{
	const struct e2e_i_hole *hole = e2e_i_list_at(&work->chat->list[E2E_I_HOLE], 0);
	int32_t first, last;

	return hole != NULL && is_due(hole, work->now) && hole->saved.give_up != 0 &&
	       hole->saved.give_up <= work->now && missing(work->chat, hole, &first, &last);
}

int32_t
e2e_i_holes_ask(struct e2e_i_work *work, uint32_t from, uint32_t n)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_HOLE];

	for (uint32_t i = from; i < n && i < list->n; i++) {
		struct e2e_i_hole *hole = e2e_i_list_at(list, i);
		int32_t err;

		if (!is_due(hole, work->now))
			continue;
		err = ask(work, hole);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

/*
 * A peer that is heard is there: it may help now, if it could not before.  One that goes on talking
 * does not put that off.
 */
int32_t
e2e_i_holes_heard(struct e2e_i_work *work)
{
	struct e2e_i_hole *first = e2e_i_list_at(&work->chat->list[E2E_I_HOLE], 0);
	const int32_t limit = (int32_t)work->account->timing.resend_tries;

	if (first == NULL || first->saved.tries < limit || first->saved.give_up != 0 ||
	    (first->saved.due != 0 && first->saved.due <= work->now + AGAIN_MS) ||
	    work->now < first->saved.due - E2E_I_DAY_MS + patience(work, limit))
		return E2E_OK;
	return mark(work, first, first->saved.tries, work->now + AGAIN_MS);
}

int32_t
e2e_i_holes_covered(struct e2e_i_work *work, int32_t seen_in)
{
	struct e2e_i_counters *n = &work->chat->core.n;
	const struct e2e_i_list *list = &work->chat->list[E2E_I_SENT];
	uint32_t i = e2e_i_list_below(list, n->seen_in);

	if (seen_in <= n->seen_in)
		return E2E_OK;
	n->seen_in = seen_in;
	for (; i < list->n; i++) {
		const struct e2e_i_sent *sent = e2e_i_list_at(list, i);
		struct e2e_i_saved_gap with;
		struct e2e_i_hole *hole;
		int32_t err;

		if (sent->item.key >= seen_in)
			break;
		if ((sent->saved.kind & E2E_I_SENT_ASKS) == 0)
			continue;
		hole = hole_of(work->chat, sent->saved.asks_from);
		if (hole == NULL)
			continue;
		with = hole->saved;
		with.covered++;
		err = change(work, hole, &with);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_holes_ask_last(struct e2e_i_work *work)
{
	struct e2e_i_hole *first = e2e_i_list_at(&work->chat->list[E2E_I_HOLE], 0);
	struct e2e_i_saved_gap with = first->saved;

	if (!e2e_i_outgoing_has_room(work->account, work->chat)) {
		/* nobody can be asked any more: the time of a request goes by without it */
		mark_last(work, first, &with);
		return change(work, first, &with);
	}
	if ((work->chat->core.n.due & E2E_I_DUE_HOLES) != 0 && is_due(first, work->now))
		return E2E_OK;
	e2e_i_due_add(work, E2E_I_DUE_HOLES);
	return mark(work, first, first->saved.tries, work->now);
}

bool
e2e_i_holes_due(const struct e2e_i_work *work)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_HOLE];
	const uint32_t n = e2e_i_holes_asked(work->account, work->chat);

	for (uint32_t i = 0; i < n; i++) {
		if (is_due(e2e_i_list_at(list, i), work->now))
			return true;
	}
	return false;
}

int64_t
e2e_i_holes_since(const struct e2e_i_chat *chat)
{
	const struct e2e_i_hole *hole = e2e_i_list_at(&chat->list[E2E_I_HOLE], 0);

	return hole != NULL ? hole->saved.since : 0;
}
