/* SPDX-License-Identifier: ISC */
/*
 * Convert and compare dates of the API.  A date is an `int` on the wire.  It is read as Unix
 * seconds in 32 bits without a sign, so a negative value is a date after January 2038.
 */
#ifndef E2E_PROTO_DATE_H
#define E2E_PROTO_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/num.h"

/* Spans in milliseconds. */
#define E2E_I_SECOND_MS INT64_C(1000)
#define E2E_I_MINUTE_MS (60 * E2E_I_SECOND_MS)
#define E2E_I_HOUR_MS   (60 * E2E_I_MINUTE_MS)
#define E2E_I_DAY_MS    (24 * E2E_I_HOUR_MS)

/* DATE in Unix milliseconds. */
static inline int64_t
e2e_i_date_ms(int32_t date)
{
	return (int64_t)(uint32_t)date * 1000;
}

/* The date at MS, Unix milliseconds, 0 or more; the last possible date if MS is later. */
static inline int32_t
e2e_i_date_at(int64_t ms)
{
	const int64_t seconds = ms / 1000;

	return e2e_i_signed32(seconds < UINT32_MAX ? (uint32_t)seconds : UINT32_MAX);
}

/* Whether A is later than B. */
static inline bool
e2e_i_date_after(int32_t a, int32_t b)
{
	return (uint32_t)a > (uint32_t)b;
}

#endif
