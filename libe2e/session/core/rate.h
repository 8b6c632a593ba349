/* SPDX-License-Identifier: ISC */
/*
 * A rate limit: so many uses in a span of time, a minute or an hour.  A span begins with the first
 * use after the last span is over.  So up to twice the limit can fall into the length of a span.
 */
#ifndef E2E_SESSION_RATE_H
#define E2E_SESSION_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* Never saved.  All zero: the last span is long over. */
struct e2e_i_rate {
	int64_t since; /* when the span began, in ms of the account's time */
	uint32_t used; /* uses since then                                  */
};

/* Begin a new span at NOW if the last one, of SPAN_MS, is over. */
static inline void
e2e_i_rate_renew(struct e2e_i_rate *rate, int64_t now, int64_t span_ms)
{
	if (now - rate->since < span_ms)
		return;
	rate->since = now;
	rate->used = 0;
}

/* Count a use at NOW.  Returns whether it is one of the first LIMIT in this span. */
static inline bool
e2e_i_rate_use(struct e2e_i_rate *rate, int64_t now, int64_t span_ms, uint32_t limit)
{
	e2e_i_rate_renew(rate, now, span_ms);
	return rate->used++ < limit;
}

#endif
