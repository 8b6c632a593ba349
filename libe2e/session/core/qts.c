/* SPDX-License-Identifier: ISC */
/*
 * qts, the number of a message in the server's queue.  It grows by one with each message
 * (protocol 9.1).  Messages are taken in any order (protocol 9.3), but the server is only told
 * the number up to which none is missing and all are durable.
 */
#include "config.h"

#include "session/core/qts.h"

/* Remove from `ahead` the numbers that follow directly on `seen`, and raise `seen` over them. */
static void
close_up(struct e2e_i_qts *q)
{
	uint32_t i = 0;

	while (i < q->n_ahead) {
		if ((int64_t)q->ahead[i] > (int64_t)q->seen + 1) {
			i++;
			continue;
		}
		if ((int64_t)q->ahead[i] == (int64_t)q->seen + 1)
			q->seen++;
		q->ahead[i] = q->ahead[--q->n_ahead];
		i = 0; /* what was passed over may follow now */
	}
}

static void
note_ahead(struct e2e_i_qts *q, int32_t qts, int64_t now)
{
	for (uint32_t i = 0; i < q->n_ahead; i++) {
		if (q->ahead[i] == qts)
			return;
	}
	if (q->n_ahead < E2E_I_QTS_AHEAD)
		q->ahead[q->n_ahead++] = qts;
	if (q->gap_since == 0 || (q->asked && q->difference_call == 0)) {
		q->gap_since = now;
		q->asked = false;
	}
}

void
e2e_i_qts_note(struct e2e_account *account, int32_t qts, int64_t now)
{
	struct e2e_i_qts *q = &account->qts;

	if (qts <= 0)
		return;
	if (q->seen == 0)
		q->seen = qts - 1; /* nothing says that earlier ones are missing */
	if ((int64_t)qts > (int64_t)q->seen + 1) {
		note_ahead(q, qts, now);
		return;
	}
	if ((int64_t)qts == (int64_t)q->seen + 1)
		q->seen = qts;
	close_up(q);
	if (q->n_ahead == 0)
		q->gap_since = 0;
	account->saved.account.qts = q->seen;
}

void
e2e_i_qts_durable(struct e2e_account *account, int32_t qts)
{
	struct e2e_i_qts *q = &account->qts;

	q->durable = qts;
	if (q->acked > qts)
		q->acked = qts; /* the server has started to count anew (protocol 9.4) */
}

/* The server now counts from QTS, which is lower than `seen`.  Our numbers are void. */
static void
begin_anew(struct e2e_i_qts *q, int32_t qts)
{
	q->seen = qts;
	q->n_ahead = 0;
	q->gap_since = 0;
}

void
e2e_i_qts_set(struct e2e_account *account, int32_t qts)
{
	struct e2e_i_qts *q = &account->qts;

	if (qts >= 0 && qts < q->seen)
		begin_anew(q, qts);
	else if (qts > q->seen)
		q->seen = qts;
	close_up(q);
	if (q->n_ahead == 0)
		q->gap_since = 0;
	q->asked = false;
}

int64_t
e2e_i_qts_deadline(const struct e2e_account *account)
{
	const struct e2e_i_qts *q = &account->qts;

	if (q->gap_since == 0 || q->asked || q->difference_call != 0 || account->logged_out)
		return INT64_MAX;
	return q->gap_since + account->timing.qts_wait_ms;
}

uint32_t
e2e_i_qts_call(const struct e2e_account *account, int32_t *max_qts)
{
	const struct e2e_i_qts *q = &account->qts;

	if (e2e_i_qts_deadline(account) <= account->clock.last)
		return E2E_CALL_GET_DIFFERENCE;
	if ((account->config.flags & E2E_CONFIG_ACK_QTS) == 0 || q->ack_call != 0 ||
	    q->durable <= q->acked)
		return 0;
	*max_qts = q->durable;
	return E2E_CALL_RECEIVED_QUEUE;
}

void
e2e_i_qts_called(struct e2e_account *account, uint32_t method, uint64_t id)
{
	struct e2e_i_qts *q = &account->qts;

	if (method == E2E_CALL_GET_DIFFERENCE) {
		q->difference_call = id;
		q->asked = true;
	} else {
		q->ack_call = id;
	}
}

void
e2e_i_qts_answered(struct e2e_account *account, uint32_t method, int32_t max_qts, bool ok)
{
	struct e2e_i_qts *q = &account->qts;

	if (method == E2E_CALL_GET_DIFFERENCE) {
		q->difference_call = 0;
		if (q->gap_since != 0)
			q->gap_since = account->clock.last;
		q->asked = ok;
		return;
	}
	/* a failed call is not repeated: the next message leads to another one */
	q->ack_call = 0;
	if (max_qts > q->acked)
		q->acked = max_qts;
}
