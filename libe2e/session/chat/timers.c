/* SPDX-License-Identifier: ISC */
/*
 * Messages that destroy themselves (protocol 7.3.5).  Where the right time is not certain, a
 * message expires too soon rather than too late: nobody would notice one that stays too long.
 */
#include "config.h"

#include "session/chat/timers.h"

#include "proto/date.h"
#include "proto/ttl.h"

#define DATE_UNSAID 1 /* the server has it, at an unknown date: any read mark is later */

_Static_assert(E2E_TTL_VIEW_ONCE == E2E_I_TTL_VIEW_ONCE,
               "proto/ repeats it because it does not include e2e.h");

/* Which timers expire() takes. */
enum expiring {
	DUE, /* those that run and whose time is over */
	ALL
};

static bool
is_ours(const struct e2e_i_timer *timer)
{
	return (timer->saved.kind & E2E_I_TIMER_OUT) != 0;
}

static enum e2e_i_timers_of
side_of(const struct e2e_i_timer *timer)
{
	return is_ours(timer) ? E2E_I_TIMERS_OF_US : E2E_I_TIMERS_OF_PEER;
}

static bool
is_once(const struct e2e_i_saved_timer *timer)
{
	return (timer->kind & E2E_I_TIMER_ONCE) != 0;
}

int64_t
e2e_i_timers_next(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_TIMER];
	int64_t next = INT64_MAX;

	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_timer *timer = e2e_i_list_at(list, i);

		if (timer->saved.started != 0 && timer->saved.due < next)
			next = timer->saved.due;
	}
	return next;
}

/* ---- Changing -------------------------------------------------------------------------------- */

/* Add a timer of message ID with SAVED. */
static int32_t
insert_timer(struct e2e_i_transaction *tx, int64_t id, const struct e2e_i_saved_timer *saved)
{
	struct e2e_i_timer *timer =
		e2e_i_item_new(&tx->account->allocator, sizeof *timer, id, 0);

	if (timer == NULL)
		return E2E_ERR_NOMEM;
	e2e_i_item_fill(&timer->item, saved, sizeof *saved);
	return e2e_i_transaction_insert(tx, E2E_I_TIMER, timer);
}

/* Replace OLD by a timer with WITH, because an item of a list is never changed. */
static int32_t
replace_timer(struct e2e_i_transaction *tx, struct e2e_i_timer *old,
              const struct e2e_i_saved_timer *with)
{
	int32_t err = e2e_i_transaction_remove(tx, E2E_I_TIMER, old);

	return err == E2E_OK ? insert_timer(tx, old->item.key, with) : err;
}

/* Let TIMER run from now.  One of a view-once message is due now; the caller expires it. */
static void
run_timer(const struct e2e_i_transaction *tx, struct e2e_i_saved_timer *timer)
{
	timer->started = tx->now; /* never 0, which would mean that it does not run */
	timer->due = timer->started;
	if (!is_once(timer))
		timer->due += (int64_t)timer->ttl * E2E_I_SECOND_MS;
}

static int32_t
start_timer(struct e2e_i_transaction *tx, struct e2e_i_timer *timer)
{
	struct e2e_i_saved_timer running = timer->saved;

	run_timer(tx, &running);
	return replace_timer(tx, timer, &running);
}

static bool
is_over(const struct e2e_i_timer *timer, int64_t now)
{
	return timer->saved.started != 0 && timer->saved.due <= now;
}

/* Remove the timers that WHICH says, and tell the host their ids in one event. */
static int32_t
expire(struct e2e_i_transaction *tx, enum expiring which)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_TIMER];
	struct e2e_event *event = e2e_i_transaction_event(tx, E2E_EVENT_EXPIRED);
	int64_t *ids = e2e_i_pool_alloc(&tx->commit->pool, list->n * sizeof *ids);
	uint32_t n = 0;

	if (event == NULL || ids == NULL)
		return E2E_ERR_NOMEM;
	for (uint32_t i = 0; i < list->n;) {
		struct e2e_i_timer *timer = e2e_i_list_at(list, i);
		int32_t err;

		if (which == DUE && !is_over(timer, tx->now)) {
			i++;
			continue;
		}
		ids[n++] = timer->item.key;
		err = e2e_i_transaction_remove(tx, E2E_I_TIMER, timer);
		if (err != E2E_OK)
			return err;
	}
	event->ids.v = ids;
	event->ids.n = n;
	return E2E_OK;
}

/* ---- Room ------------------------------------------------------------------------------------ */

/* Whether SIDE has as many timers as the limit allows. */
static bool
is_full(const struct e2e_i_transaction *tx, enum e2e_i_timers_of side)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_TIMER];
	const uint32_t limit = tx->account->limits.timers;
	uint32_t n = 0;

	if (list->n < limit)
		return false; /* not even both sides together reach it */
	for (uint32_t i = 0; i < list->n; i++)
		n += side_of(e2e_i_list_at(list, i)) == side;
	return n >= limit;
}

/*
 * Whether A expires before B.  A running timer comes before a waiting one; running timers compare
 * by their time, waiting ones by the date of the message.
 */
static bool
sooner(const struct e2e_i_timer *a, const struct e2e_i_timer *b)
{
	if (a->saved.started != 0 && b->saved.started != 0)
		return a->saved.due < b->saved.due;
	if (a->saved.started == 0 && b->saved.started == 0)
		return e2e_i_date_after(b->saved.date, a->saved.date);
	return a->saved.started != 0;
}

/* Expire now the timer of the peer that would expire first, so that it has room for another. */
static int32_t
make_room(struct e2e_i_transaction *tx)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_TIMER];
	struct e2e_i_timer *first = NULL;
	struct e2e_event *event;
	int64_t *id;

	for (uint32_t i = 0; i < list->n; i++) {
		struct e2e_i_timer *timer = e2e_i_list_at(list, i);

		if (!is_ours(timer) && (first == NULL || sooner(timer, first)))
			first = timer;
	}
	if (first == NULL)
		return E2E_OK;
	event = e2e_i_transaction_event(tx, E2E_EVENT_EXPIRED);
	id = e2e_i_pool_alloc(&tx->commit->pool, sizeof *id);
	if (event == NULL || id == NULL)
		return E2E_ERR_NOMEM;
	*id = first->item.key;
	event->ids.v = id;
	event->ids.n = 1;
	tx->chat->core.health |= E2E_HEALTH_OVERFLOW;
	return e2e_i_transaction_remove(tx, E2E_I_TIMER, first);
}

/* ---- New ones -------------------------------------------------------------------------------- */

/* The ttl of MESSAGE's timer in seconds, and its *KIND; 0 if MESSAGE needs no timer. */
static int32_t
ttl_of(const struct e2e_i_message *message, enum e2e_i_timers_of side, uint32_t *kind)
{
	*kind = side == E2E_I_TIMERS_OF_US ? E2E_I_TIMER_OUT : 0;
	if (e2e_i_ttl_once(message)) {
		*kind |= E2E_I_TIMER_ONCE;
		return E2E_I_TTL_VIEW_ONCE;
	}
	*kind |= e2e_i_ttl_opens(message) ? E2E_I_TIMER_OPENS : 0;
	return e2e_i_ttl_seconds(message);
}

/*
 * The date of a read mark that covers a received message of DATE.  It may differ from DATE: a
 * message that was sent once more has a later date than the messages that wait behind it.  A date
 * far in the future is a mistake of the server.
 */
static int32_t
date_of(const struct e2e_i_transaction *tx, int32_t date)
{
	const struct e2e_i_queued *next = e2e_i_list_at(&tx->chat->list[E2E_I_HELD], 0);

	if (e2e_i_date_ms(date) > tx->now + E2E_I_DAY_MS)
		date = e2e_i_date_at(tx->now);
	return next != NULL && e2e_i_date_after(date, next->saved.date) ? next->saved.date : date;
}

/*
 * A second message has the random_id of TIMER's message; its timer would have TTL and KIND.  If
 * they are the same, nothing changes: some clients make a new message of what they are asked to
 * resend.  Else one timer stands for both, with the shorter ttl, and runs at once.
 */
static int32_t
clash(struct e2e_i_transaction *tx, struct e2e_i_timer *timer, int32_t ttl, uint32_t kind)
{
	const int32_t least = ttl < timer->saved.ttl ? ttl : timer->saved.ttl;
	struct e2e_i_saved_timer both = timer->saved;

	if (least == E2E_I_TTL_VIEW_ONCE || (both.kind == kind && least == both.ttl))
		return E2E_OK;
	both.kind &= ~(uint32_t)(E2E_I_TIMER_ONCE | E2E_I_TIMER_OPENS);
	both.ttl = least;
	run_timer(tx, &both);
	if (timer->saved.started != 0 && timer->saved.due < both.due)
		both.due = timer->saved.due;
	return replace_timer(tx, timer, &both);
}

int32_t
e2e_i_timers_room(const struct e2e_i_transaction *tx, const struct e2e_i_message *message)
{
	uint32_t kind;

	if (ttl_of(message, E2E_I_TIMERS_OF_US, &kind) == 0 ||
	    e2e_i_list_find(&tx->chat->list[E2E_I_TIMER], message->random_id) != NULL)
		return E2E_OK;
	return is_full(tx, E2E_I_TIMERS_OF_US) ? E2E_ERR_LIMIT : E2E_OK;
}

int32_t
e2e_i_timers_add(struct e2e_i_transaction *tx, const struct e2e_i_message *message, int32_t date,
                 enum e2e_i_timers_of side)
{
	struct e2e_i_saved_timer saved = { 0 };
	struct e2e_i_timer *timer;
	uint32_t kind;
	int32_t ttl = ttl_of(message, side, &kind);
	int32_t err = E2E_OK;

	if (ttl == 0)
		return E2E_OK;
	timer = e2e_i_list_find(&tx->chat->list[E2E_I_TIMER], message->random_id);
	if (timer != NULL)
		return clash(tx, timer, ttl, kind);
	if (side == E2E_I_TIMERS_OF_PEER && is_full(tx, E2E_I_TIMERS_OF_PEER))
		err = make_room(tx);
	if (err != E2E_OK)
		return err;
	saved.ttl = ttl;
	saved.date = side == E2E_I_TIMERS_OF_US ? date : date_of(tx, date);
	saved.kind = kind;
	return insert_timer(tx, message->random_id, &saved);
}

/* ---- Read and opened (protocol 7.3.2, 7.3.3) --------------------------------------------- */

/*
 * Note DATE (or DATE_UNSAID) of our message SEQ_NO, which TIMER belongs to.  Let TIMER run if the
 * peer has read the message already.
 */
static int32_t
settle_date(struct e2e_i_transaction *tx, int32_t seq_no, struct e2e_i_timer *timer, int32_t date)
{
	const struct e2e_i_counters *counters = &tx->chat->core.counters;
	const bool read = seq_no < counters->read_to && timer->saved.started == 0 &&
	                  (timer->saved.kind & E2E_I_TIMER_OPENS) == 0 &&
	                  (date == DATE_UNSAID || !e2e_i_date_after(date, counters->read_mark));
	struct e2e_i_saved_timer dated = timer->saved;
	int32_t err;

	dated.date = date;
	if (read)
		run_timer(tx, &dated);
	err = replace_timer(tx, timer, &dated);
	if (err == E2E_OK && read && is_once(&dated))
		err = expire(tx, DUE);
	return err;
}

int32_t
e2e_i_timers_date(struct e2e_i_transaction *tx, int32_t seq_no, int64_t random_id, int32_t date)
{
	struct e2e_i_timer *timer = e2e_i_list_find(&tx->chat->list[E2E_I_TIMER], random_id);

	if (date == 0)
		date = DATE_UNSAID;
	if (timer == NULL || !is_ours(timer) || timer->saved.date == date)
		return E2E_OK;
	return settle_date(tx, seq_no, timer, date);
}

int32_t
e2e_i_timers_arrived(struct e2e_i_transaction *tx, int32_t seq_no, int64_t random_id)
{
	struct e2e_i_timer *timer = e2e_i_list_find(&tx->chat->list[E2E_I_TIMER], random_id);

	if (timer == NULL || !is_ours(timer) || timer->saved.date != 0)
		return E2E_OK;
	return settle_date(tx, seq_no, timer, DATE_UNSAID);
}

/*
 * Remember that the peer has read up to MAX_DATE, for those of our messages whose date is not
 * known yet because the answer to their call is in flight or was lost.  Messages that are sent
 * from now on are not covered.
 */
static void
remember_read(struct e2e_i_counters *counters, int32_t max_date)
{
	if (counters->read_to <= counters->sent || e2e_i_date_after(max_date, counters->read_mark))
		counters->read_mark = max_date;
	counters->read_to = counters->out_seq;
}

bool
e2e_i_timers_starts(const struct e2e_i_chat *chat, int32_t max_date)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_TIMER];

	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_timer *timer = e2e_i_list_at(list, i);

		if (timer->saved.started == 0 && is_ours(timer) && timer->saved.date != 0 &&
		    (timer->saved.kind & E2E_I_TIMER_OPENS) == 0 &&
		    !e2e_i_date_after(timer->saved.date, max_date))
			return true;
	}
	return false;
}

int32_t
e2e_i_timers_read(struct e2e_i_transaction *tx, int32_t max_date, enum e2e_i_timers_of side)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_TIMER];
	bool undated = false, once = false;

	/* replacing an item keeps the order, so i stays valid */
	for (uint32_t i = 0; i < list->n; i++) {
		struct e2e_i_timer *timer = e2e_i_list_at(list, i);
		int32_t err;

		if (timer->saved.started != 0 || side_of(timer) != side ||
		    (timer->saved.kind & E2E_I_TIMER_OPENS) != 0)
			continue;
		if (is_once(&timer->saved) && side == E2E_I_TIMERS_OF_PEER)
			continue; /* it starts when the user opens it */
		if (side == E2E_I_TIMERS_OF_US && timer->saved.date == 0) {
			undated = true;
			continue;
		}
		if (e2e_i_date_after(timer->saved.date, max_date))
			continue;
		once |= is_once(&timer->saved);
		err = start_timer(tx, timer);
		if (err != E2E_OK)
			return err;
	}
	if (undated)
		remember_read(&tx->chat->core.counters, max_date);
	return once ? expire(tx, DUE) : E2E_OK;
}

int32_t
e2e_i_timers_opened(struct e2e_i_transaction *tx, const struct e2e_tl_longs *ids,
                    enum e2e_i_timers_of side)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_TIMER];
	bool once = false;

	for (size_t i = 0; i < ids->n; i++) {
		struct e2e_i_timer *timer = e2e_i_list_find(list, ids->v[i]);
		int32_t err;

		if (timer == NULL || timer->saved.started != 0 || side_of(timer) != side)
			continue;
		once |= is_once(&timer->saved);
		err = start_timer(tx, timer);
		if (err != E2E_OK)
			return err;
	}
	return once ? expire(tx, DUE) : E2E_OK;
}

/* Copy IDS to PLACE, those of view-once messages first.  Returns how many these are. */
static size_t
part(const struct e2e_i_list *list, int64_t *place, const struct e2e_tl_longs *ids)
{
	size_t once = 0, end = ids->n;

	for (size_t i = 0; i < ids->n; i++) {
		const struct e2e_i_timer *timer = e2e_i_list_find(list, ids->v[i]);

		if (timer != NULL && is_once(&timer->saved))
			place[once++] = ids->v[i];
		else
			place[--end] = ids->v[i];
	}
	return once;
}

int32_t
e2e_i_timers_seen(struct e2e_i_transaction *tx, struct e2e_tl_longs *rest,
                  const struct e2e_tl_longs *ids)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_TIMER];
	struct e2e_event *event;
	int64_t *place;
	size_t once;

	*rest = *ids;
	if (list->n == 0 || ids->n == 0)
		return E2E_OK;
	place = e2e_i_pool_alloc(&tx->commit->pool, ids->n * sizeof *place);
	if (place == NULL)
		return E2E_ERR_NOMEM;
	once = part(list, place, ids);
	if (once == 0)
		return E2E_OK;
	*rest = (struct e2e_tl_longs){ place + once, ids->n - once };
	event = e2e_i_transaction_event(tx, E2E_EVENT_EXPIRED);
	if (event == NULL)
		return E2E_ERR_NOMEM;
	event->ids.v = place;
	for (size_t i = 0; i < once; i++) {
		struct e2e_i_timer *timer = e2e_i_list_find(list, place[i]);

		if (timer == NULL)
			continue; /* the id is in IDS twice */
		place[event->ids.n++] = timer->item.key;
		if (e2e_i_transaction_remove(tx, E2E_I_TIMER, timer) != E2E_OK)
			return E2E_ERR_NOMEM;
	}
	return E2E_OK;
}

/* ---- The end -------------------------------------------------------------------------------- */

int32_t
e2e_i_timers_gone(struct e2e_i_transaction *tx, int64_t random_id)
{
	struct e2e_i_timer *timer = e2e_i_list_find(&tx->chat->list[E2E_I_TIMER], random_id);

	return timer != NULL ? e2e_i_transaction_remove(tx, E2E_I_TIMER, timer) : E2E_OK;
}

int32_t
e2e_i_timers_expire(struct e2e_i_transaction *tx)
{
	if (tx->chat->timers.next > tx->now)
		return E2E_OK;
	tx->chat->timers.changed = true;
	return expire(tx, DUE);
}

int32_t
e2e_i_timers_close(struct e2e_i_transaction *tx)
{
	return tx->chat->list[E2E_I_TIMER].n > 0 ? expire(tx, ALL) : E2E_OK;
}
