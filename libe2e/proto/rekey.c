/* SPDX-License-Identifier: ISC */
/* The state machine of a re-key (protocol 6; DOC api/end-to-end/pfs). */
#include "config.h"

#include "proto/rekey.h"

#include "base/wipe.h"

#include <string.h>

static void
forget_abandoned(struct e2e_i_rekey *r)
{
	r->has_abandoned = false;
	r->abandoned_id = 0;
	e2e_i_wipe(r->abandoned_exponent, sizeof r->abandoned_exponent);
}

static void
forget_ignored(struct e2e_i_rekey *r)
{
	r->has_ignored = false;
	r->postponed = false;
	r->ignored_id = 0;
	e2e_i_wipe(r->ignored_value, sizeof r->ignored_value);
}

static void
ignore(struct e2e_i_rekey *r, int64_t id, const uint8_t value[E2E_DH_BYTES])
{
	r->has_ignored = true;
	r->postponed = false;
	r->ignored_id = id;
	memcpy(r->ignored_value, value, E2E_DH_BYTES);
}

static void
postpone(struct e2e_i_rekey *r, int64_t id, const uint8_t value[E2E_DH_BYTES])
{
	ignore(r, id, value);
	r->postponed = true;
}

/* Give up our request, but keep its exponent: an iPhone may still answer it. */
static void
abandon(struct e2e_i_rekey *r)
{
	r->has_abandoned = true;
	r->abandoned_id = r->exchange_id;
	memcpy(r->abandoned_exponent, r->exponent, E2E_DH_BYTES);
	e2e_i_wipe(r->exponent, sizeof r->exponent);
}

static void
forget_answer(struct e2e_i_rekey *r)
{
	r->has_answer = false;
	e2e_i_wipe(r->answer_value, sizeof r->answer_value);
}

void
e2e_i_rekey_answered(struct e2e_i_rekey *r, int32_t seq_no)
{
	forget_answer(r);
	r->request_seq = seq_no;
}

/* VALUE may be r->ignored_value, so that is wiped last. */
static uint32_t
accept(struct e2e_i_rekey *r, int64_t id, const uint8_t value[E2E_DH_BYTES], int64_t now)
{
	r->phase = E2E_I_REKEY_ACCEPTED;
	r->proved = false;
	r->exchange_id = id;
	r->since = now;
	r->proof = 0;
	r->has_answer = true;
	memcpy(r->answer_value, value, E2E_DH_BYTES);
	forget_ignored(r);
	return E2E_I_REKEY_ACCEPT;
}

void
e2e_i_rekey_dropped(struct e2e_i_rekey *r)
{
	r->phase = E2E_I_REKEY_IDLE;
	r->exchange_id = 0;
	r->proof = 0;
	forget_answer(r);
	e2e_i_wipe(r->exponent, sizeof r->exponent);
}

void
e2e_i_rekey_erased(struct e2e_i_rekey *r)
{
	r->proved = false;
	if (r->phase == E2E_I_REKEY_SWITCHED)
		e2e_i_rekey_dropped(r);
}

bool
e2e_i_rekey_is_over(const struct e2e_i_rekey *r)
{
	return r == NULL || ((r->phase == E2E_I_REKEY_SWITCHED || r->phase == E2E_I_REKEY_IDLE) &&
	                     !r->has_ignored && !r->has_abandoned);
}

/* Resolve crossing requests: the larger id wins, as a signed number (protocol 6.1.6, T6.6). */
static uint32_t
cross(struct e2e_i_rekey *r, int64_t id, const uint8_t value[E2E_DH_BYTES], int64_t now)
{
	if (id == r->exchange_id) {
		e2e_i_rekey_dropped(r);
		return E2E_I_REKEY_DROP;
	}
	if (id < r->exchange_id) {
		ignore(r, id, value);
		return E2E_I_REKEY_NOTHING;
	}
	abandon(r);
	return accept(r, id, value, now);
}

uint32_t
e2e_i_rekey_on_request(struct e2e_i_rekey *r, int64_t id, const uint8_t value[E2E_DH_BYTES],
                       bool gaps, int64_t now)
{
	switch (r->phase) {
	case E2E_I_REKEY_REQUESTED:
		return cross(r, id, value, now);
	case E2E_I_REKEY_ACCEPTED:
		/* an iPhone begins a new exchange (protocol 6.2.2); a copy was answered already */
		return id == r->exchange_id ? E2E_I_REKEY_NOTHING : accept(r, id, value, now);
	case E2E_I_REKEY_SWITCHED:
		/* there is no room for a third key while packets under the first may arrive */
		if (id == r->exchange_id)
			return E2E_I_REKEY_NOTHING;
		postpone(r, id, value);
		return gaps ? E2E_I_REKEY_NOTHING : e2e_i_rekey_on_filled(r, now);
	default:
		return accept(r, id, value, now);
	}
}

uint32_t
e2e_i_rekey_on_filled(struct e2e_i_rekey *r, int64_t now)
{
	if (!r->has_ignored || !r->postponed)
		return E2E_I_REKEY_NOTHING;
	if (r->phase != E2E_I_REKEY_IDLE && r->phase != E2E_I_REKEY_SWITCHED)
		return E2E_I_REKEY_NOTHING;
	return accept(r, r->ignored_id, r->ignored_value, now);
}

uint32_t
e2e_i_rekey_on_accept(struct e2e_i_rekey *r, int64_t id)
{
	if (r->phase == E2E_I_REKEY_REQUESTED && id == r->exchange_id)
		return E2E_I_REKEY_COMMIT;
	if (r->phase == E2E_I_REKEY_ACCEPTED && id < r->exchange_id)
		/* if two answers cross, only one side continues */
		return r->has_abandoned && id == r->abandoned_id ? E2E_I_REKEY_NOTHING
		                                                 : E2E_I_REKEY_UNEXPECTED;
	if (r->phase != E2E_I_REKEY_SWITCHED && r->has_abandoned && id == r->abandoned_id) {
		/* an iPhone has answered our request, after it aborted its own with a larger id */
		memcpy(r->exponent, r->abandoned_exponent, E2E_DH_BYTES);
		r->exchange_id = id;
		r->phase = E2E_I_REKEY_REQUESTED;
		forget_answer(r);
		forget_abandoned(r);
		return E2E_I_REKEY_COMMIT;
	}
	return E2E_I_REKEY_UNEXPECTED;
}

uint32_t
e2e_i_rekey_on_commit(struct e2e_i_rekey *r, int64_t id, int32_t seq_no)
{
	if (r->phase == E2E_I_REKEY_ACCEPTED && id == r->exchange_id) {
		r->phase = E2E_I_REKEY_SWITCHED;
		r->proved = false;
		r->initiator = false;
		r->commit_seen = true;
		r->commit_seq = seq_no;
		forget_abandoned(r);
		return E2E_I_REKEY_SWITCH;
	}
	if (r->phase == E2E_I_REKEY_SWITCHED && !r->initiator && id == r->exchange_id) {
		if (!r->commit_seen)
			r->commit_seq = seq_no;
		r->commit_seen = true;
		return E2E_I_REKEY_NOTHING;
	}
	return E2E_I_REKEY_UNEXPECTED;
}

uint32_t
e2e_i_rekey_on_abort(struct e2e_i_rekey *r, int64_t id)
{
	if (r->has_ignored && id == r->ignored_id)
		forget_ignored(r);
	if (r->phase != E2E_I_REKEY_REQUESTED && r->phase != E2E_I_REKEY_ACCEPTED)
		return E2E_I_REKEY_NOTHING;
	if (id != r->exchange_id)
		return E2E_I_REKEY_NOTHING;
	e2e_i_rekey_dropped(r);
	return E2E_I_REKEY_DROP;
}

uint32_t
e2e_i_rekey_on_new_key(struct e2e_i_rekey *r)
{
	if (r->phase != E2E_I_REKEY_ACCEPTED)
		return E2E_I_REKEY_NOTHING;
	r->phase = E2E_I_REKEY_SWITCHED;
	r->proved = false;
	r->initiator = false;
	r->commit_seen = false;
	forget_abandoned(r);
	return E2E_I_REKEY_SWITCH;
}

/*
 * Decide whether to accept an ignored request after all.  An iPhone waits for that for ever.
 * TDLib answers our request, but first sends the messages that it has ready, and they already
 * acknowledge our request.  Only a message that was sent long enough after the first of these
 * shows that no answer will follow (protocol T6.1).  Waiting is necessary, because TDLib closes the
 * chat at an acceptKey that it does not expect.
 */
uint32_t
e2e_i_rekey_on_message(struct e2e_i_rekey *r, int32_t acked, int64_t sent_at, int64_t wait_ms)
{
	if ((r->phase != E2E_I_REKEY_REQUESTED && r->phase != E2E_I_REKEY_ACCEPTED) ||
	    r->has_answer || acked <= r->request_seq)
		return E2E_I_REKEY_NOTHING;
	if (r->proof == 0)
		r->since = sent_at;
	r->proof++;
	if (!r->has_ignored || r->phase != E2E_I_REKEY_REQUESTED)
		return E2E_I_REKEY_NOTHING;
	if (sent_at - r->since < wait_ms)
		return E2E_I_REKEY_NOTHING;
	abandon(r);
	r->phase = E2E_I_REKEY_IDLE;
	r->postponed = true;
	return e2e_i_rekey_on_filled(r, sent_at);
}

void
e2e_i_rekey_requested(struct e2e_i_rekey *r, int64_t id, int32_t seq_no, int64_t now)
{
	/* a copy of our request does not change what the peer may be waiting for */
	const bool repeated = r->phase == E2E_I_REKEY_REQUESTED && id == r->exchange_id;
	const bool waits = repeated && r->has_ignored && r->proof > 0;

	r->phase = E2E_I_REKEY_REQUESTED;
	r->exchange_id = id;
	r->request_seq = seq_no;
	r->since = waits ? r->since : now;
	r->proof = waits ? 1 : 0;
	forget_answer(r);
	forget_abandoned(r);
	if (!repeated)
		forget_ignored(r);
}

void
e2e_i_rekey_committed(struct e2e_i_rekey *r, int32_t seq_no, int64_t now)
{
	r->phase = E2E_I_REKEY_SWITCHED;
	r->proved = false;
	r->initiator = true;
	r->commit_seen = true;
	r->commit_seq = seq_no;
	r->since = now;
	e2e_i_wipe(r->exponent, sizeof r->exponent);
	forget_abandoned(r);
	forget_ignored(r);
}

bool
e2e_i_rekey_proves(const struct e2e_i_rekey *r, int32_t seq_no)
{
	if (r->phase != E2E_I_REKEY_SWITCHED)
		return false;
	/* the peer's sequence numbers cannot be compared with that of our own commitKey */
	return r->initiator || (r->commit_seen && seq_no > r->commit_seq);
}
