/* SPDX-License-Identifier: ISC */
/* Sends messages once more, within rate limits: because the peer has asked, or without that. */
#include "config.h"

#include "session/send/resend.h"

#include "proto/date.h"
#include "session/send/outgoing.h"
#include "session/send/packet_out.h"

#define PUSH_MAX      16 /* messages that one push sends                              */
#define PUSH_REPEATS  3  /* times that a message is pushed, before only once a day    */
#define SAVE_EACH     64 /* messages after which the progress of a range is saved     */
#define STANDS_HOURLY 8  /* hourly pushes while the outbox is full; then one a day    */

/* ---- The rates of sending again (protocol T5.4) ------------------------------------------ */

/* When OUTGOING may be sent again: tx->now if it may at once. */
static int64_t
allowed_at(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing)
{
	const struct e2e_limits *limits = &tx->account->limits;
	struct e2e_i_chat *chat = tx->chat;

	e2e_i_rate_renew(&chat->sends.resent, tx->now, E2E_I_MINUTE_MS);
	if (tx->now - outgoing->resent_since >= E2E_I_MINUTE_MS) {
		outgoing->resent_since = tx->now;
		outgoing->resent = 0;
	}
	if (chat->sends.resent.used >= limits->resend_rate)
		return chat->sends.resent.since + E2E_I_MINUTE_MS;
	if (outgoing->resent >= limits->resend_repeats)
		return outgoing->resent_since + E2E_I_MINUTE_MS;
	return tx->now;
}

static void
resend(struct e2e_i_transaction *tx, struct e2e_i_outgoing *outgoing)
{
	tx->chat->sends.resent.used++;
	if (outgoing->resent < UINT8_MAX)
		outgoing->resent++; /* no limit is above UINT8_MAX */
	e2e_i_outgoing_resend(tx->chat, outgoing);
}

/* ---- What the peer asks for --------------------------------------------------------------- */

static bool
has_range(const struct e2e_i_core *core, uint32_t i)
{
	return i < E2E_I_STATE_RANGES && core->counters.wanted[i].to != 0;
}

/* The first sequence number of range I that has not been marked to be sent. */
static int32_t
next_of(const struct e2e_i_core *core, uint32_t i)
{
	return i == 0 ? core->wanted_next : core->counters.wanted[i].from;
}

static void
begin_first(struct e2e_i_core *core)
{
	core->wanted_next = core->wanted_done = core->counters.wanted[0].from;
}

static void
drop_first(struct e2e_i_core *core)
{
	for (uint32_t i = 0; i + 1 < E2E_I_STATE_RANGES; i++)
		core->counters.wanted[i] = core->counters.wanted[i + 1];
	core->counters.wanted[E2E_I_STATE_RANGES - 1] = (struct e2e_i_range){ 0, 0 };
	begin_first(core);
}

/*
 * Extend range I by FIRST to LAST and return true, if they touch.  The range being served does not
 * grow below where serving has got to.
 */
static bool
extend(struct e2e_i_core *core, uint32_t i, int32_t first, int32_t last)
{
	struct e2e_i_range *range = &core->counters.wanted[i];

	if (first > range->to || last + 1 < next_of(core, i) ||
	    (i == 0 && first < core->wanted_next))
		return false;
	if (first < range->from)
		range->from = first;
	if (last >= range->to)
		range->to = last + 1;
	return true;
}

/* Remember FIRST to LAST.  If all ranges are in use, the last one grows. */
static void
remember(struct e2e_i_core *core, int32_t first, int32_t last)
{
	struct e2e_i_range *range;
	uint32_t i;

	for (i = 0; has_range(core, i); i++) {
		if (extend(core, i, first, last))
			return;
	}
	if (i < E2E_I_STATE_RANGES) {
		core->counters.wanted[i] = (struct e2e_i_range){ first, last + 1 };
		if (i == 0)
			begin_first(core);
		return;
	}
	range = &core->counters.wanted[E2E_I_STATE_RANGES - 1];
	range->from = first < range->from ? first : range->from;
	range->to = last >= range->to ? last + 1 : range->to;
}

/* The first message from *SEQ_NO on, below END, or NULL; *SEQ_NO becomes its number, or END. */
static struct e2e_i_outgoing *
find_from(const struct e2e_i_chat *chat, int32_t *seq_no, int32_t end)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];
	struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, e2e_i_list_below(list, *seq_no));

	*seq_no = outgoing != NULL && outgoing->item.key < end ? (int32_t)outgoing->item.key : end;
	return *seq_no < end ? outgoing : NULL;
}

/* Mark the next message of the first range to be sent; *SERVED is false if it has to wait. */
static int32_t
serve_one(struct e2e_i_transaction *tx, bool *served)
{
	struct e2e_i_chat *chat = tx->chat;
	struct e2e_i_outgoing *outgoing = find_from(chat, &chat->core.wanted_next,
	                                    chat->core.counters.wanted[0].to);
	int64_t at;
	int32_t err = E2E_OK;

	*served = true;
	if (outgoing == NULL)
		return E2E_OK;
	if (e2e_i_outgoing_at_rest(chat, outgoing)) {
		at = allowed_at(tx, outgoing);
		if (at > tx->now) {
			chat->core.wanted_retry_at = at;
			*served = false;
			return E2E_OK;
		}
		/*
		 * An acknowledged message has lost its packet, so a deletion replaces it
		 * (protocol T5.2).  This comes before the mark, which a failed transaction does
		 * not take back.
		 */
		if (outgoing->item.blob == NULL) {
			err = e2e_i_packet_out_rewrite(tx, outgoing);
			outgoing = e2e_i_list_find(&chat->list[E2E_I_OUTGOING],
			                           chat->core.wanted_next);
		}
		if (err == E2E_OK)
			resend(tx, outgoing);
	}
	if (err == E2E_OK)
		chat->core.wanted_next++;
	return err;
}

/* Record how much of the first range the server has; a restart does not send that once more. */
static void
note_done(struct e2e_i_chat *chat)
{
	struct e2e_i_core *core = &chat->core;

	while (core->wanted_done < core->wanted_next) {
		const struct e2e_i_outgoing *outgoing = find_from(chat, &core->wanted_done,
		                                          core->wanted_next);

		if (outgoing == NULL || outgoing->to_send || outgoing->in_flight)
			break;
		core->wanted_done++;
	}
	if (core->wanted_done >= core->counters.wanted[0].to)
		drop_first(core);
	else if (core->wanted_done - core->counters.wanted[0].from >= SAVE_EACH)
		core->counters.wanted[0].from = core->wanted_done;
}

static int32_t
serve(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;
	bool served = true;
	int32_t err = E2E_OK;

	while (err == E2E_OK && served && has_range(core, 0)) {
		const int32_t to = core->counters.wanted[0].to;

		while (err == E2E_OK && served && core->wanted_next < to)
			err = serve_one(tx, &served);
		note_done(tx->chat);
		if (has_range(core, 0) && core->wanted_next >= core->counters.wanted[0].to)
			return err; /* begin the next range when the server has all of this one */
	}
	return err;
}

int32_t
e2e_i_resend_ask(struct e2e_i_transaction *tx, int32_t *gone, int32_t first, int32_t last)
{
	const struct e2e_i_item *oldest = e2e_i_list_at(&tx->chat->list[E2E_I_OUTGOING], 0);

	*gone = last + 1;
	if (oldest == NULL || first < oldest->key)
		*gone = first;
	if (oldest == NULL || last < oldest->key)
		return E2E_OK;
	remember(&tx->chat->core, first < oldest->key ? (int32_t)oldest->key : first, last);
	return serve(tx);
}

int32_t
e2e_i_resend_go_on(struct e2e_i_transaction *tx)
{
	struct e2e_i_chat *chat = tx->chat;

	if (chat->core.wanted_retry_at == 0 || chat->core.wanted_retry_at > tx->now)
		return E2E_OK;
	chat->core.wanted_retry_at = 0;
	return serve(tx);
}

int32_t
e2e_i_resend_answered(struct e2e_i_transaction *tx)
{
	if (!has_range(&tx->chat->core, 0))
		return E2E_OK;
	note_done(tx->chat);
	return tx->chat->core.wanted_retry_at == 0 ? serve(tx) : E2E_OK;
}

void
e2e_i_resend_acked(struct e2e_i_transaction *tx, int32_t acked)
{
	struct e2e_i_core *core = &tx->chat->core;

	for (uint32_t i = 0; has_range(core, i); i++) {
		struct e2e_i_range *range = &core->counters.wanted[i];

		if (range->from < acked)
			range->from = acked < range->to ? acked : range->to;
	}
	if (core->wanted_next < core->counters.wanted[0].from)
		core->wanted_next = core->counters.wanted[0].from;
	if (core->wanted_done < core->counters.wanted[0].from)
		core->wanted_done = core->counters.wanted[0].from;
	while (has_range(core, 0) && core->counters.wanted[0].from >= core->counters.wanted[0].to)
		drop_first(core);
	for (uint32_t i = 1; has_range(core, i);) {
		if (core->counters.wanted[i].from < core->counters.wanted[i].to) {
			i++;
			continue;
		}
		for (uint32_t j = i; j + 1 < E2E_I_STATE_RANGES; j++)
			core->counters.wanted[j] = core->counters.wanted[j + 1];
		core->counters.wanted[E2E_I_STATE_RANGES - 1] = (struct e2e_i_range){ 0, 0 };
	}
	if (has_range(core, 0) && tx->chat->core.wanted_retry_at == 0)
		tx->chat->core.wanted_retry_at = tx->now;
}

void
e2e_i_resend_loaded(const struct e2e_account *account, struct e2e_i_chat *chat)
{
	struct e2e_i_core *core = &chat->core;

	begin_first(core);
	chat->sends.resent.since = account->clock.last;
	for (; core->wanted_next < core->counters.wanted[0].to; core->wanted_next++) {
		struct e2e_i_outgoing *outgoing = find_from(chat, &core->wanted_next,
		                                    core->counters.wanted[0].to);

		if (outgoing == NULL)
			break;
		if (outgoing->item.blob == NULL ||
		    chat->sends.resent.used >= account->limits.resend_rate) {
			core->wanted_retry_at = account->clock.last + 1; /* at the next tick */
			return;
		}
		chat->sends.resent.used++;
		e2e_i_outgoing_resend(chat, outgoing);
	}
}

/* ---- Pushing: sending again without a request (protocol T5.7) ---------------------------- */

/* Whether OUTGOING is a request for a gap that is filled, or that a newer request asks for. */
static bool
is_outdated(const struct e2e_i_chat *chat, const struct e2e_i_outgoing *outgoing)
{
	const struct e2e_i_list *gaps = &chat->list[E2E_I_GAP];
	const uint32_t n = e2e_i_list_below(gaps, (int64_t)outgoing->saved.asks_from + 1);
	const struct e2e_i_gap *gap = n > 0 ? e2e_i_list_at(gaps, n - 1) : NULL;

	if ((outgoing->saved.kind & E2E_I_OUTGOING_ASKS) == 0)
		return false;
	return gap == NULL || gap->saved.end < outgoing->saved.asks_from ||
	       gap->saved.asked != outgoing->item.key;
}

/* Which of our own requests to resend are pushed. */
enum push {
	PUSH_NEWEST, /* the newest for each gap                                   */
	PUSH_ALL     /* older ones too: the peer may be waiting for their numbers */
};

/* Send up to PUSH_MAX messages again, starting at INDEX of the list. */
static void
push_from(struct e2e_i_transaction *tx, uint32_t index, bool daily, enum push what)
{
	struct e2e_i_chat *chat = tx->chat;
	const struct e2e_i_list *list = &chat->list[E2E_I_OUTGOING];

	for (uint32_t n = 0; index < list->n && n < PUSH_MAX; index++) {
		struct e2e_i_outgoing *outgoing = e2e_i_list_at(list, index);

		if (outgoing->item.blob == NULL ||
		    (what == PUSH_NEWEST && is_outdated(chat, outgoing)))
			continue;
		n++;
		if ((!daily && outgoing->pushed >= PUSH_REPEATS) ||
		    !e2e_i_outgoing_at_rest(chat, outgoing) || allowed_at(tx, outgoing) > tx->now)
			continue;
		resend(tx, outgoing);
		if (outgoing->pushed < UINT8_MAX)
			outgoing->pushed++;
		if (chat->core.counters.pushed < E2E_I_STATE_PUSHED_MAX)
			chat->core.counters.pushed++;
	}
}

static void
push(struct e2e_i_transaction *tx, uint32_t round, enum push what)
{
	struct e2e_i_core *core = &tx->chat->core;
	const bool daily = tx->now - core->pushed_at >= E2E_I_DAY_MS;
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_OUTGOING];
	const uint32_t first = e2e_i_list_below(list, tx->chat->core.counters.acked);
	const uint32_t rounds = (list->n - first + PUSH_MAX - 1) / PUSH_MAX;

	push_from(tx, first, daily, what);
	if (rounds > 1 && round % rounds != 0)
		push_from(tx, first + round % rounds * PUSH_MAX, daily, what);
	if (daily)
		core->pushed_at = tx->now;
}

void
e2e_i_resend_push(struct e2e_i_transaction *tx, uint32_t round)
{
	push(tx, round, PUSH_NEWEST);
}

/* ---- At a standstill ------------------------------------------------------------------------- */

void
e2e_i_resend_stand(struct e2e_i_transaction *tx)
{
	struct e2e_i_core *core = &tx->chat->core;

	if (core->stand_at == 0 || core->stand_at > tx->now)
		return;
	push(tx, core->stands, PUSH_ALL);
	core->stands++;
	core->stand_at = tx->now +
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
