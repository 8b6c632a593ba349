/* SPDX-License-Identifier: ISC */
/* Messages that go out once more: served as asked, within the rates, or pushed unasked. */
#include "config.h"

#include "session/resend.h"

#include "proto/date.h"
#include "session/outbound.h"
#include "session/outgoing.h"

#define PUSH_MAX     16 /* messages at one time that nobody asked for           */
#define PUSH_REPEATS 3  /* times that one of them goes                          */
#define SAVE_EACH    64 /* messages, before the progress of a range is saved    */
#define STANDS_HOURLY 8 /* pushes at a full outbox; then one a day              */

/* ---- The rates of sending again (protocol T5.4) ------------------------------------------ */

/* When SENT may go out again; now, if that is not later than work->now. */
static int64_t
allowed_at(struct e2e_i_work *work, struct e2e_i_sent *sent)
{
	const struct e2e_limits *limits = &work->account->limits;
	struct e2e_i_chat *chat = work->chat;

	e2e_i_rate_renew(&chat->sends.resent, work->now, E2E_I_MINUTE_MS);
	if (work->now - sent->resent_since >= E2E_I_MINUTE_MS) {
		sent->resent_since = work->now;
		sent->resent = 0;
	}
	if (chat->sends.resent.used >= limits->resend_rate)
		return chat->sends.resent.since + E2E_I_MINUTE_MS;
	if (sent->resent >= limits->resend_repeats)
		return sent->resent_since + E2E_I_MINUTE_MS;
	return work->now;
}

static void
send_again(struct e2e_i_work *work, struct e2e_i_sent *sent)
{
	work->chat->sends.resent.used++;
	if (sent->resent < UINT8_MAX)
		sent->resent++; /* no limit is above that */
	e2e_i_outgoing_again(work->chat, sent);
}

/* ---- What is asked for -------------------------------------------------------------------- */

static bool
waits(const struct e2e_i_core *core, uint32_t i)
{
	return i < E2E_I_STATE_RANGES && core->n.wanted[i].to != 0;
}

/* The first number of range I that was not given to sending yet. */
static int32_t
start_of(const struct e2e_i_core *core, uint32_t i)
{
	return i == 0 ? core->again_next : core->n.wanted[i].from;
}

static void
begin_first(struct e2e_i_core *core)
{
	core->again_next = core->again_done = core->n.wanted[0].from;
}

static void
drop_first(struct e2e_i_core *core)
{
	for (uint32_t i = 0; i + 1 < E2E_I_STATE_RANGES; i++)
		core->n.wanted[i] = core->n.wanted[i + 1];
	core->n.wanted[E2E_I_STATE_RANGES - 1] = (struct e2e_i_range){ 0, 0 };
	begin_first(core);
}

/* FIRST to LAST joins range I, which it touches; not below where that is being served. */
static bool
join(struct e2e_i_core *core, uint32_t i, int32_t first, int32_t last)
{
	struct e2e_i_range *range = &core->n.wanted[i];

	if (first > range->to || last + 1 < start_of(core, i) ||
	    (i == 0 && first < core->again_next))
		return false;
	if (first < range->from)
		range->from = first;
	if (last >= range->to)
		range->to = last + 1;
	return true;
}

/* Remember FIRST to LAST.  Where there are too many ranges, the last one grows. */
static void
want(struct e2e_i_core *core, int32_t first, int32_t last)
{
	struct e2e_i_range *range;
	uint32_t i;

	for (i = 0; waits(core, i); i++) {
		if (join(core, i, first, last))
			return;
	}
	if (i < E2E_I_STATE_RANGES) {
		core->n.wanted[i] = (struct e2e_i_range){ first, last + 1 };
		if (i == 0)
			begin_first(core);
		return;
	}
	range = &core->n.wanted[E2E_I_STATE_RANGES - 1];
	range->from = first < range->from ? first : range->from;
	range->to = last >= range->to ? last + 1 : range->to;
}

/* The message that has number RAW, or the next one that is there; *RAW is its number then, or END. */
static struct e2e_i_sent *
find_from(const struct e2e_i_chat *chat, int32_t *raw, int32_t end)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];
	struct e2e_i_sent *sent = e2e_i_list_at(list, e2e_i_list_below(list, *raw));

	*raw = sent != NULL && sent->item.key < end ? (int32_t)sent->item.key : end;
	return *raw < end ? sent : NULL;
}

/* The next number of the first range goes out; *SERVED is false if it has to wait. */
static int32_t
serve_one(struct e2e_i_work *work, bool *served)
{
	struct e2e_i_chat *chat = work->chat;
	struct e2e_i_sent *sent = find_from(chat, &chat->core.again_next,
	                                    chat->core.n.wanted[0].to);
	int64_t at;
	int32_t err = E2E_OK;

	*served = true;
	if (sent == NULL)
		return E2E_OK;
	if (e2e_i_outgoing_at_rest(chat, sent)) {
		at = allowed_at(work, sent);
		if (at > work->now) {
			chat->core.again_retry = at;
			*served = false;
			return E2E_OK;
		}
		/*
		 * Acknowledged, and its bytes are gone: a deletion in its place (protocol T5.2),
		 * before it is to be sent, for that is not taken back if this fails.
		 */
		if (sent->item.blob == NULL) {
			err = e2e_i_outbound_rewrite(work, sent);
			sent = e2e_i_list_find(&chat->list[E2E_I_SENT], chat->core.again_next);
		}
		if (err == E2E_OK)
			send_again(work, sent);
	}
	if (err == E2E_OK)
		chat->core.again_next++;
	return err;
}

/* What of the first range is with the server needs not be sent once more after a restart. */
static void
note_done(struct e2e_i_chat *chat)
{
	struct e2e_i_core *core = &chat->core;

	while (core->again_done < core->again_next) {
		const struct e2e_i_sent *sent = find_from(chat, &core->again_done,
		                                          core->again_next);

		if (sent == NULL || sent->again || sent->out)
			break;
		core->again_done++;
	}
	if (core->again_done >= core->n.wanted[0].to)
		drop_first(core);
	else if (core->again_done - core->n.wanted[0].from >= SAVE_EACH)
		core->n.wanted[0].from = core->again_done;
}

static int32_t
serve(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;
	bool served = true;
	int32_t err = E2E_OK;

	while (err == E2E_OK && served && waits(core, 0)) {
		const int32_t to = core->n.wanted[0].to;

		while (err == E2E_OK && served && core->again_next < to)
			err = serve_one(work, &served);
		note_done(work->chat);
		if (waits(core, 0) && core->again_next >= core->n.wanted[0].to)
			return err; /* the next range, when all of this one is with the server */
	}
	return err;
}

int32_t
e2e_i_resend_ask(struct e2e_i_work *work, int32_t *gone, int32_t first, int32_t last)
{
	const struct e2e_i_item *oldest = e2e_i_list_at(&work->chat->list[E2E_I_SENT], 0);

	*gone = last + 1;
	if (oldest == NULL || first < oldest->key)
		*gone = first;
	if (oldest == NULL || last < oldest->key)
		return E2E_OK;
	want(&work->chat->core, first < oldest->key ? (int32_t)oldest->key : first, last);
	return serve(work);
}

int32_t
e2e_i_resend_go_on(struct e2e_i_work *work)
{
	struct e2e_i_chat *chat = work->chat;

	if (chat->core.again_retry == 0 || chat->core.again_retry > work->now)
		return E2E_OK;
	chat->core.again_retry = 0;
	return serve(work);
}

int32_t
e2e_i_resend_answered(struct e2e_i_work *work)
{
	if (!waits(&work->chat->core, 0))
		return E2E_OK;
	note_done(work->chat);
	return work->chat->core.again_retry == 0 ? serve(work) : E2E_OK;
}

void
e2e_i_resend_acked(struct e2e_i_work *work, int32_t acked)
{
	struct e2e_i_core *core = &work->chat->core;

	for (uint32_t i = 0; waits(core, i); i++) {
		struct e2e_i_range *range = &core->n.wanted[i];

		if (range->from < acked)
			range->from = acked < range->to ? acked : range->to;
	}
	if (core->again_next < core->n.wanted[0].from)
		core->again_next = core->n.wanted[0].from;
	if (core->again_done < core->n.wanted[0].from)
		core->again_done = core->n.wanted[0].from;
	while (waits(core, 0) && core->n.wanted[0].from >= core->n.wanted[0].to)
		drop_first(core);
	for (uint32_t i = 1; waits(core, i);) {
		if (core->n.wanted[i].from < core->n.wanted[i].to) {
			i++;
			continue;
		}
		for (uint32_t j = i; j + 1 < E2E_I_STATE_RANGES; j++)
			core->n.wanted[j] = core->n.wanted[j + 1];
		core->n.wanted[E2E_I_STATE_RANGES - 1] = (struct e2e_i_range){ 0, 0 };
	}
	if (waits(core, 0) && work->chat->core.again_retry == 0)
		work->chat->core.again_retry = work->now;
}

void
e2e_i_resend_loaded(const struct e2e_account *account, struct e2e_i_chat *chat)
{
	struct e2e_i_core *core = &chat->core;

	begin_first(core);
	chat->sends.resent.since = account->clock.last;
	for (; core->again_next < core->n.wanted[0].to; core->again_next++) {
		struct e2e_i_sent *sent = find_from(chat, &core->again_next,
		                                    core->n.wanted[0].to);

		if (sent == NULL)
			break;
		if (sent->item.blob == NULL || chat->sends.resent.used >= account->limits.resend_rate) {
			chat->core.again_retry = account->clock.last + 1; /* the next tick goes on */
			return;
		}
		chat->sends.resent.used++;
		e2e_i_outgoing_again(chat, sent);
	}
}

/* ---- Sent again unasked (protocol T5.7) -------------------------------------------------- */

/* Whether SENT is a request for a gap that was asked for again since, or is filled. */
static bool
is_outdated(const struct e2e_i_chat *chat, const struct e2e_i_sent *sent)
{
	const struct e2e_i_list *holes = &chat->list[E2E_I_HOLE];
	const uint32_t n = e2e_i_list_below(holes, (int64_t)sent->saved.asks_from + 1);
	const struct e2e_i_hole *hole = n > 0 ? e2e_i_list_at(holes, n - 1) : NULL;

	if ((sent->saved.kind & E2E_I_SENT_ASKS) == 0)
		return false;
	return hole == NULL || hole->saved.end < sent->saved.asks_from ||
	       hole->saved.asked != sent->item.key;
}

/* Which of our requests to resend are pushed. */
enum push {
	PUSH_NEWEST, /* for each gap the newest                                    */
	PUSH_ALL     /* an older one may be the very number that the peer waits for */
};

/* Send up to PUSH_MAX from the one at INDEX on again. */
static void
push_from(struct e2e_i_work *work, uint32_t index, bool daily, enum push what)
{
	struct e2e_i_chat *chat = work->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_SENT];

	for (uint32_t n = 0; index < list->n && n < PUSH_MAX; index++) {
		struct e2e_i_sent *sent = e2e_i_list_at(list, index);

		if (sent->item.blob == NULL || (what == PUSH_NEWEST && is_outdated(chat, sent)))
			continue;
		n++;
		if ((!daily && sent->pushed >= PUSH_REPEATS) ||
		    !e2e_i_outgoing_at_rest(chat, sent) || allowed_at(work, sent) > work->now)
			continue;
		send_again(work, sent);
		if (sent->pushed < UINT8_MAX)
			sent->pushed++;
		if (chat->core.n.pushed < E2E_I_STATE_PUSHED_MAX)
			chat->core.n.pushed++;
	}
}

static void
push(struct e2e_i_work *work, uint32_t round, enum push what)
{
	struct e2e_i_core *core = &work->chat->core;
	const bool daily = work->now - core->pushed_at >= E2E_I_DAY_MS;
	const struct e2e_i_list *list = &work->chat->list[E2E_I_SENT];
	const uint32_t first = e2e_i_list_below(list, work->chat->core.n.acked);
	const uint32_t rounds = (list->n - first + PUSH_MAX - 1) / PUSH_MAX;

	push_from(work, first, daily, what);
	if (rounds > 1 && round % rounds != 0)
		push_from(work, first + round % rounds * PUSH_MAX, daily, what);
	if (daily)
		core->pushed_at = work->now;
}

void
e2e_i_resend_push(struct e2e_i_work *work, uint32_t round)
{
	push(work, round, PUSH_NEWEST);
}

/* ---- At a standstill ------------------------------------------------------------------------- */

void
e2e_i_resend_stand(struct e2e_i_work *work)
{
	struct e2e_i_core *core = &work->chat->core;

	if (core->stand_at == 0 || core->stand_at > work->now)
		return;
	push(work, core->stands, PUSH_ALL);
	core->stands++;
	core->stand_at = work->now +
	                 (core->stands < STANDS_HOURLY ? E2E_I_HOUR_MS : E2E_I_DAY_MS);
}

void
e2e_i_resend_settle(const struct e2e_account *account, struct e2e_i_chat *chat)
{
	struct e2e_i_core *core = &chat->core;

	if (core->saved.stage != E2E_I_ACTIVE || account->rollback ||
	    e2e_i_outgoing_has_room(account, chat)) {
		core->stand_at = 0;
		core->stands = 0;
	} else if (core->stand_at == 0) {
		core->stand_at = account->clock.last + E2E_I_HOUR_MS;
	}
}
