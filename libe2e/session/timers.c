/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/timers.h"

#include "proto/date.h"
#include "proto/ttl.h"

#include <string.h>

#define SECOND_MS 1000

int64_t
e2e_i_timers_next(const struct e2e_i_chat *chat)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_TIMER];
	int64_t next = INT64_MAX;

	for (uint32_t i = 0; i < list->n; i++) {
		const struct e2e_i_timer *timer = e2e_i_list_at(list, i);

		if (timer->started != 0 && timer->due < next)
			next = timer->due;
	}
	return next;
}

/* What is in a list is replaced, not changed. */
static struct e2e_i_timer *
copy(struct e2e_i_work *work, const struct e2e_i_timer *from)
{
	struct e2e_i_timer *timer =
		e2e_i_item_new(&work->account->allocator, sizeof *timer, from->item.key, 0);

	if (timer != NULL) {
		timer->started = from->started;
		timer->due = from->due;
		timer->ttl = from->ttl;
		timer->date = from->date;
		timer->kind = from->kind;
	}
	return timer;
}

static int32_t
replace(struct e2e_i_work *work, struct e2e_i_timer *old, struct e2e_i_timer *with)
{
	int32_t err;

	if (with == NULL)
		return E2E_ERR_NOMEM;
	err = e2e_i_work_remove(work, E2E_I_TIMER, old);
	if (err != E2E_OK) {
		e2e_i_item_free(&work->account->allocator, &with->item);
		return err;
	}
	return e2e_i_work_insert(work, E2E_I_TIMER, with);
}

int32_t
e2e_i_timers_add(struct e2e_i_work *work, const struct e2e_i_message *message, int32_t date,
                 bool out)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_TIMER];
	int32_t ttl = e2e_i_ttl_seconds(message);
	struct e2e_i_timer *timer;

	if (ttl == 0 || e2e_i_list_find(list, message->random_id) != NULL)
		return E2E_OK;
	if (list->n >= work->account->limits.timers) {
		work->chat->core.health |= E2E_HEALTH_OVERFLOW;
		return E2E_OK;
	}
	timer = e2e_i_item_new(&work->account->allocator, sizeof *timer, message->random_id, 0);
	if (timer == NULL)
		return E2E_ERR_NOMEM;
	timer->ttl = ttl;
	timer->date = date;
	timer->kind = (out ? E2E_I_TIMER_OUT : 0) |
	              (e2e_i_ttl_opens(message) ? E2E_I_TIMER_OPENS : 0);
	return e2e_i_work_insert(work, E2E_I_TIMER, timer);
}

int32_t
e2e_i_timers_date(struct e2e_i_work *work, int64_t random_id, int32_t date, bool unless)
{
	struct e2e_i_timer *timer = e2e_i_list_find(&work->chat->list[E2E_I_TIMER], random_id);
	struct e2e_i_timer *dated;

	if (timer == NULL || (timer->kind & E2E_I_TIMER_OUT) == 0 || timer->date == date ||
	    (unless && timer->date != 0))
		return E2E_OK;
	dated = copy(work, timer);
	if (dated != NULL)
		dated->date = date;
	return replace(work, timer, dated);
}

static int32_t
start(struct e2e_i_work *work, struct e2e_i_timer *timer)
{
	struct e2e_i_timer *running = copy(work, timer);

	if (running != NULL) {
		running->started = work->now;
		running->due = work->now + (int64_t)timer->ttl * SECOND_MS;
	}
	return replace(work, timer, running);
}

static bool
is_out(const struct e2e_i_timer *timer)
{
	return (timer->kind & E2E_I_TIMER_OUT) != 0;
}

int32_t
e2e_i_timers_read(struct e2e_i_work *work, int32_t max_date, bool out)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_TIMER];

	/* replacing keeps the order, so the index stays good */
	for (uint32_t i = 0; i < list->n; i++) {
		struct e2e_i_timer *timer = e2e_i_list_at(list, i);
		int32_t err;

		if (timer->started != 0 || is_out(timer) != out ||
		    e2e_i_date_after(timer->date, max_date) ||
		    (timer->kind & E2E_I_TIMER_OPENS) != 0)
			continue;
		if (out && timer->date == 0)
			continue; /* the server does not have it yet */
		err = start(work, timer);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_timers_opened(struct e2e_i_work *work, int64_t random_id, bool out)
{
	struct e2e_i_timer *timer = e2e_i_list_find(&work->chat->list[E2E_I_TIMER], random_id);

	if (timer == NULL || timer->started != 0 || is_out(timer) != out)
		return E2E_OK;
	return start(work, timer);
}

int32_t
e2e_i_timers_gone(struct e2e_i_work *work, int64_t random_id)
{
	struct e2e_i_timer *timer = e2e_i_list_find(&work->chat->list[E2E_I_TIMER], random_id);

	return timer != NULL ? e2e_i_work_remove(work, E2E_I_TIMER, timer) : E2E_OK;
}

/* The event for all that are due at THEN. */
static int32_t
expire(struct e2e_i_work *work, int64_t then)
{
	const struct e2e_i_list *list = &work->chat->list[E2E_I_TIMER];
	struct e2e_event *event = e2e_i_work_event(work, E2E_EVENT_EXPIRED);
	int64_t *ids = e2e_i_pool_alloc(&work->commit->pool, list->n * sizeof *ids);
	uint32_t n = 0;

	if (event == NULL || ids == NULL)
		return E2E_ERR_NOMEM;
	for (uint32_t i = 0; i < list->n;) {
		struct e2e_i_timer *timer = e2e_i_list_at(list, i);
		int32_t err;

		if (timer->started == 0 || timer->due > then) {
			i++;
			continue;
		}
		ids[n++] = timer->item.key;
		err = e2e_i_work_remove(work, E2E_I_TIMER, timer);
		if (err != E2E_OK)
			return err;
	}
	event->ids.v = ids;
	event->ids.n = n;
	return E2E_OK;
}

int32_t
e2e_i_timers_expire(struct e2e_i_work *work)
{
	if (work->chat->timer_next > work->now)
		return E2E_OK;
	work->chat->timers_changed = true;
	return expire(work, work->now);
}

int32_t
e2e_i_timers_close(struct e2e_i_work *work)
{
	return e2e_i_timers_next(work->chat) != INT64_MAX ? expire(work, INT64_MAX) : E2E_OK;
}
