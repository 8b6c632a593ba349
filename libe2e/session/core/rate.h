/* SPDX-License-Identifier: ISC */
/*
 * How often something was done in a span of time, a minute or an hour.  A span begins with the
 * first use after the one before is over, so twice the limit can fall into one length of it.
 */
#ifndef E2E_SESSION_RATE_H
#define E2E_SESSION_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* Not saved: all zero is a span that is long over. */
struct e2e_i_rate {
	int64_t since; /* when the span began, in the account's time in ms */
	uint32_t used; /* times since then                                 */
};

/* A new span begins at NOW if the one before, of SPAN_MS, is over. */
static inline void
e2e_i_rate_renew(struct e2e_i_rate *rate, int64_t now, int64_t span_ms)
{
	if (now - rate->since < span_ms)
		return;
	rate->since = now;
	rate->used = 0;
}

/* Use it once, at NOW: whether that is one of the first LIMIT in this span. */
static inline bool
e2e_i_rate_use(struct e2e_i_rate *rate, int64_t now, int64_t span_ms, uint32_t limit)
{
	e2e_i_rate_renew(rate, now, span_ms);
	return rate->used++ < limit;
}

#endif
