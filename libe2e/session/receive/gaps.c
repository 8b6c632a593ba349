/* SPDX-License-Identifier: ISC */
/*
 * Keeps the list of gaps, and asks the peer to fill them.
 *
 * Above the messages received in order, and up to the highest one received, each sequence number is
 * either held or in a gap.  A gap keeps its ends until all of it is filled, so that a message that
 * fills part of it is known to be a refill.  Later requests name only what is still missing.
 */
#include "config.h"

#include "session/receive/gaps.h"

#include "proto/date.h"
#include "proto/seqno.h"
#include "session/chat/due.h"
#include "session/send/outgoing.h"
#include "session/send/packet_out.h"
#include "session/send/resend.h"

#define SPAN     1000 /* of one gap, at most; TDLib closes at more than 1001 (observed 5.2) */
#define WAIT_MAX E2E_I_HOUR_MS /* between two requests for a gap */
#define RETRY_MS 1000 /* from hearing the peer to the next request */

int32_t
e2e_i_gaps_last(const struct e2e_i_chat *chat)
{
	const struct e2e_i_item *held = e2e_i_list_last(&chat->list[E2E_I_HELD]);
	const struct e2e_i_gap *gap = e2e_i_list_last(&chat->list[E2E_I_GAP]);
	int32_t last = chat->core.counters.in_seq - 1;

	if (held != NULL && held->key > last)
		last = (int32_t)held->key;
	return gap != NULL && gap->saved.end > last ? gap->saved.end : last;
}

/* A new gap from START with a copy of SAVED, in no list yet; NULL without memory. */
static struct e2e_i_gap *
alloc_gap(const struct e2e_i_transaction *tx, int64_t start, const struct e2e_i_saved_gap *saved)
{
	struct e2e_i_gap *gap = e2e_i_item_new(&tx->account->allocator, sizeof *gap, start,
	                                         0);

	if (gap != NULL)
		e2e_i_item_fill(&gap->item, saved, sizeof *saved);
	return gap;
}

/* Replace GAP by one with the same start and a copy of WITH. */
static int32_t
change(struct e2e_i_transaction *tx, struct e2e_i_gap *gap, const struct e2e_i_saved_gap *with)
{
	struct e2e_i_gap *next = alloc_gap(tx, gap->item.key, with);
	int32_t err;

	if (next == NULL)
		return E2E_ERR_NOMEM;
	err = e2e_i_transaction_remove(tx, E2E_I_GAP, gap);
	if (err == E2E_OK)
		return e2e_i_transaction_insert(tx, E2E_I_GAP, next);
	e2e_i_item_free(&tx->account->allocator, &next->item);
	return err;
}

/* Let GAP end at END. */
static int32_t
extend(struct e2e_i_transaction *tx, struct e2e_i_gap *gap, int32_t end)
{
	struct e2e_i_saved_gap with = gap->saved;

	with.end = end;
	return change(tx, gap, &with);
}

/* A new gap from START to END, to be asked for in WAIT_MS; NULL without memory. */
static struct e2e_i_gap *
new_gap(const struct e2e_i_transaction *tx, int32_t start, int32_t end, int64_t wait_ms)
{
	const struct e2e_i_saved_gap saved = {
		.end = end,
		.since = tx->steady,
		.due = tx->now + wait_ms,
		.asked = -1,
	};

	return alloc_gap(tx, start, &saved);
}

/* Add START to END as a gap, or to the last gap if it ends there and was not asked for yet. */
static int32_t
add_one(struct e2e_i_transaction *tx, int32_t start, int32_t end)
{
	struct e2e_i_gap *before = e2e_i_list_last(&tx->chat->list[E2E_I_GAP]);

	if (before != NULL && before->saved.end == start - 1 && before->saved.tries == 0 &&
	    end - before->item.key < SPAN)
		return extend(tx, before, end);
	return e2e_i_transaction_insert(tx, E2E_I_GAP,
	                         new_gap(tx, start, end,
	                                  tx->account->timing.answer_delay_ms));
}

/* The gap that contains SEQ_NO, or NULL. */
static struct e2e_i_gap *
gap_of(const struct e2e_i_chat *chat, int32_t seq_no)
{
	const struct e2e_i_list *list = &chat->list[E2E_I_GAP];
	const uint32_t n = e2e_i_list_below(list, (int64_t)seq_no + 1);
	struct e2e_i_gap *gap = n > 0 ? e2e_i_list_at(list, n - 1) : NULL;

	return gap != NULL && gap->saved.end >= seq_no ? gap : NULL;
}

int32_t
e2e_i_gaps_reopen(struct e2e_i_transaction *tx, int32_t seq_no)
{
	if (gap_of(tx->chat, seq_no) != NULL)
		return E2E_OK;
	return e2e_i_transaction_insert(tx, E2E_I_GAP,
	                         new_gap(tx, seq_no, seq_no, tx->account->timing.resend_wait_ms));
}

int32_t
e2e_i_gaps_add(struct e2e_i_transaction *tx, int32_t start, int32_t seq_no)
{
	int32_t err = E2E_OK;

	while (err == E2E_OK && start < seq_no) {
		int32_t end = seq_no - start > SPAN ? start + SPAN - 1 : seq_no - 1;

		err = add_one(tx, start, end);
		start = end + 1;
	}
	return err;
}

/* Set *FIRST and *LAST to the lowest and highest missing number of GAP; false if none is. */
static bool
find_missing(const struct e2e_i_chat *chat, const struct e2e_i_gap *gap, int32_t *first,
             int32_t *last)
{
	const struct e2e_i_list *held = &chat->list[E2E_I_HELD];

	*first = (int32_t)gap->item.key;
	*last = gap->saved.end;
	if (*first < chat->core.counters.in_seq)
		*first = chat->core.counters.in_seq;
	while (*first <= *last && e2e_i_list_find(held, *first) != NULL)
		(*first)++;
	while (*last > *first && e2e_i_list_find(held, *last) != NULL)
		(*last)--;
	return *first <= *last;
}

/* Ask for GAP next at DUE, or not until it is the first if DUE is 0. */
static int32_t
set_due(struct e2e_i_transaction *tx, struct e2e_i_gap *gap, int64_t due)
{
	struct e2e_i_saved_gap with = gap->saved;

	with.due = due;
	return change(tx, gap, &with);
}

/*
 * Begin to ask anew for the gap that is now the first.  Requests for it while another gap was
 * before it may have been in vain: if the queue was full, what the peer sent could not be kept.  So
 * what counts towards giving the gap up also begins anew.  This cannot make us send without end, as
 * it takes received messages to fill the gap before.
 */
static int32_t
renew_first(struct e2e_i_transaction *tx)
{
	struct e2e_i_gap *first = e2e_i_list_at(&tx->chat->list[E2E_I_GAP], 0);
	const int64_t due = tx->now + tx->account->timing.resend_wait_ms;
	struct e2e_i_saved_gap with;

	if (first == NULL || first->saved.tries == 0)
		return E2E_OK;
	with = first->saved;
	with.covered = 0;
	with.give_up = 0;
	with.since = tx->steady;
	if (first->saved.tries > 1 || first->saved.due == 0) {
		e2e_i_due_add(tx, E2E_I_DUE_GAPS);
		with.tries = 1;
		if (with.due == 0 || with.due > due)
			with.due = due;
	}
	return change(tx, first, &with);
}

int32_t
e2e_i_gaps_trim(struct e2e_i_transaction *tx)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_GAP];
	bool front = false;

	for (uint32_t i = 0; i < list->n && i < E2E_I_GAPS_ASKED;) {
		struct e2e_i_gap *gap = e2e_i_list_at(list, i);
		int32_t first, last, err;

		if (find_missing(tx->chat, gap, &first, &last)) {
			i++;
			continue;
		}
		front = front || i == 0;
		err = e2e_i_transaction_remove(tx, E2E_I_GAP, gap);
		if (err != E2E_OK)
			return err;
	}
	return front ? renew_first(tx) : E2E_OK;
}

/* Make the message that asks the peer to resend FIRST to LAST. */
static int32_t
request(struct e2e_i_transaction *tx, int32_t first, int32_t last)
{
	const int32_t x = 1 - e2e_i_chat_x(&tx->chat->core); /* of the peer, who sent them */
	const struct e2e_tl_decrypted_message_action_resend action = {
		E2E_TL_DECRYPTED_MESSAGE_ACTION_RESEND, e2e_i_seq_out(x, first),
		e2e_i_seq_out(x, last)
	};
	struct e2e_i_saved_outgoing saved;
	struct e2e_i_outgoing *sent;
	int32_t err = e2e_i_packet_out_service(tx, &action);

	if (err != E2E_OK)
		return err;
	sent = e2e_i_list_last(&tx->chat->list[E2E_I_OUTGOING]);
	saved = sent->saved;
	saved.kind |= E2E_I_OUTGOING_ASKS;
	saved.asks_from = first;
	e2e_i_item_fill(&sent->item, &saved, sizeof saved); /* it is new and has no row yet */
	return E2E_OK;
}

/* How long, in ms, to wait after TRIES requests before the next (protocol 5.4.2). */
static int64_t
wait_after(const struct e2e_i_transaction *tx, int32_t tries)
{
	const int64_t first = tx->account->timing.resend_wait_ms;
	int64_t wait = first;

	for (int32_t i = 1; i < tries && wait < WAIT_MAX; i++)
		wait *= 2;
	return wait > WAIT_MAX && wait > first ? WAIT_MAX : wait;
}

bool
e2e_i_gaps_is_hopeless(const struct e2e_i_transaction *tx, const struct e2e_i_gap *gap)
{
	const struct e2e_timing *timing = &tx->account->timing;

	return (uint32_t)gap->saved.covered >= timing->resend_tries &&
	       tx->steady - gap->saved.since >= timing->gap_ms;
}

/*
 * If GAP is hopeless, let WITH, which is to replace it, say when it is given up: one wait after the
 * last request (give_up.h).
 */
static void
set_give_up(const struct e2e_i_transaction *tx, const struct e2e_i_gap *gap,
            struct e2e_i_saved_gap *with)
{
	if (with->give_up != 0 || !e2e_i_gaps_is_hopeless(tx, gap))
		return;
	with->give_up = tx->now + tx->account->timing.resend_wait_ms;
	with->due = with->give_up;
}

/*
 * Note that our message ASKED has asked for GAP once more, and when to ask next.  After
 * resend_tries requests in vain we ask once a day, or soon after the peer is heard.  We never stop:
 * both sides may have no room for more messages, and would then wait for each other for ever.
 */
static int32_t
count_request(struct e2e_i_transaction *tx, struct e2e_i_gap *gap, int32_t asked)
{
	struct e2e_i_saved_gap with = gap->saved;

	with.asked = asked;
	if (with.tries < INT32_MAX)
		with.tries++;
	with.due = tx->now + ((uint32_t)with.tries >= tx->account->timing.resend_tries
	                                ? E2E_I_DAY_MS
	                                : wait_after(tx, with.tries));
	if (gap == e2e_i_list_at(&tx->chat->list[E2E_I_GAP], 0))
		set_give_up(tx, gap, &with);
	return change(tx, gap, &with);
}

static int32_t
ask_for(struct e2e_i_transaction *tx, struct e2e_i_gap *gap)
{
	const bool in_vain = (uint32_t)gap->saved.tries >= tx->account->timing.resend_tries;
	const bool is_first = gap == e2e_i_list_at(&tx->chat->list[E2E_I_GAP], 0);
	const int32_t asked = tx->chat->core.counters.out_seq, tries = gap->saved.tries;
	int32_t first, last, err;

	if (!find_missing(tx->chat, gap, &first, &last))
		return E2E_OK;
	if (is_first && gap->saved.give_up != 0) /* the last request was made */
		return set_due(tx, gap, gap->saved.give_up);
	if (in_vain && !is_first)
		return set_due(tx, gap, 0);
	err = request(tx, first, last);
	if (err == E2E_OK)
		err = count_request(tx, gap, asked);
	if (err == E2E_OK && tries > 0)
		/* the peer may be waiting for us, too (protocol T5.7) */
		e2e_i_resend_push(tx, (uint32_t)tries - 1);
	return err;
}

static bool
is_due(const struct e2e_i_gap *gap, int64_t now)
{
	return gap->saved.due != 0 && gap->saved.due <= now;
}

uint32_t
e2e_i_gaps_asked(const struct e2e_account *account, const struct e2e_i_chat *chat)
{
	const struct e2e_limits *limits = &account->limits;
	const uint32_t n = chat->list[E2E_I_GAP].n;

	if (chat->list[E2E_I_HELD].n >= limits->held_messages ||
	    e2e_i_outgoing_unseen(chat) >= limits->outbox_messages)
		return n < 1 ? n : 1;
	return n < E2E_I_GAPS_ASKED ? n : E2E_I_GAPS_ASKED;
}

bool
e2e_i_gaps_is_over(const struct e2e_i_transaction *tx)
{
	const struct e2e_i_gap *gap = e2e_i_list_at(&tx->chat->list[E2E_I_GAP], 0);
	int32_t first, last;

	return gap != NULL && is_due(gap, tx->now) && gap->saved.give_up != 0 &&
	       gap->saved.give_up <= tx->now && find_missing(tx->chat, gap, &first, &last);
}

int32_t
e2e_i_gaps_ask(struct e2e_i_transaction *tx, uint32_t from, uint32_t n)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_GAP];

	for (uint32_t i = from; i < n && i < list->n; i++) {
		struct e2e_i_gap *gap = e2e_i_list_at(list, i);
		int32_t err;

		if (!is_due(gap, tx->now))
			continue;
		err = ask_for(tx, gap);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

/*
 * A peer that is heard may be able to answer now.  The request is due a little later, and what else
 * the peer sends until then does not put it off.
 */
int32_t
e2e_i_gaps_heard(struct e2e_i_transaction *tx)
{
	struct e2e_i_gap *first = e2e_i_list_at(&tx->chat->list[E2E_I_GAP], 0);
	const int32_t limit = (int32_t)tx->account->timing.resend_tries;

	if (first == NULL || first->saved.tries < limit || first->saved.give_up != 0 ||
	    (first->saved.due != 0 && first->saved.due <= tx->now + RETRY_MS) ||
	    tx->now < first->saved.due - E2E_I_DAY_MS + wait_after(tx, limit))
		return E2E_OK;
	return set_due(tx, first, tx->now + RETRY_MS);
}

int32_t
e2e_i_gaps_covered(struct e2e_i_transaction *tx, int32_t seen_in)
{
	struct e2e_i_counters *counters = &tx->chat->core.counters;
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_OUTGOING];
	uint32_t i = e2e_i_list_below(list, counters->seen_in);

	if (seen_in <= counters->seen_in)
		return E2E_OK;
	counters->seen_in = seen_in;
	for (; i < list->n; i++) {
		const struct e2e_i_outgoing *sent = e2e_i_list_at(list, i);
		struct e2e_i_saved_gap with;
		struct e2e_i_gap *gap;
		int32_t err;

		if (sent->item.key >= seen_in)
			break;
		if ((sent->saved.kind & E2E_I_OUTGOING_ASKS) == 0)
			continue;
		gap = gap_of(tx->chat, sent->saved.asks_from);
		if (gap == NULL)
			continue;
		with = gap->saved;
		with.covered++;
		err = change(tx, gap, &with);
		if (err != E2E_OK)
			return err;
	}
	return E2E_OK;
}

int32_t
e2e_i_gaps_ask_last(struct e2e_i_transaction *tx)
{
	struct e2e_i_gap *first = e2e_i_list_at(&tx->chat->list[E2E_I_GAP], 0);
	struct e2e_i_saved_gap with = first->saved;

	if (!e2e_i_outgoing_has_room(tx->account, tx->chat)) {
		/* the last request cannot be made, so only wait as long as for an answer to it */
		set_give_up(tx, first, &with);
		return change(tx, first, &with);
	}
	if ((tx->chat->core.counters.due & E2E_I_DUE_GAPS) != 0 && is_due(first, tx->now))
		return E2E_OK;
	e2e_i_due_add(tx, E2E_I_DUE_GAPS);
	return set_due(tx, first, tx->now);
}

bool
e2e_i_gaps_due(const struct e2e_i_transaction *tx)
{
	const struct e2e_i_list *list = &tx->chat->list[E2E_I_GAP];
	const uint32_t n = e2e_i_gaps_asked(tx->account, tx->chat);

	for (uint32_t i = 0; i < n; i++) {
		if (is_due(e2e_i_list_at(list, i), tx->now))
			return true;
	}
	return false;
}

int64_t
e2e_i_gaps_since(const struct e2e_i_chat *chat)
{
	const struct e2e_i_gap *gap = e2e_i_list_at(&chat->list[E2E_I_GAP], 0);

	return gap != NULL ? gap->saved.since : 0;
}
