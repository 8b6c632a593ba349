/* SPDX-License-Identifier: ISC */
/* The account's time, derived from the host's clock, which may be set back or forward. */
#include "config.h"

#include "session/core/clock.h"

#include "session/core/index.h"
#include "session/core/qts.h"

#define STEP_MS    60000       /* up to this much time since the last input has simply passed */
#define SMALL_MS   1000        /* a smaller change of the debt is not worth a row by itself   */
#define LEAP_MS    (5 * 60000) /* the server has to confirm a leap that is longer             */
#define CONFIRM_MS (5 * 60000) /* the most that two times may differ and count as the same    */

int64_t
e2e_i_clock_alarm(const struct e2e_account *account)
{
	const int64_t qts = e2e_i_qts_deadline(account), chats = e2e_i_index_first(account);
	const int64_t first = qts < chats ? qts : chats;

	if (first == INT64_MAX)
		return first;
	return first > account->clock.offset ? first - account->clock.offset : 0;
}

/* When the host was to wake us, by its clock; INT64_MAX before it could ask that. */
static int64_t
alarm_of(const struct e2e_account *account)
{
	return account->begun && account->started ? e2e_i_clock_alarm(account) : INT64_MAX;
}

/*
 * How much of LEAP, the time since the last input, comes from setting the host's clock right
 * again. That part repays the debt.  Time that simply passed looks the same, with two
 * differences: the host would have called us at the alarm; and a clock that is set right repays
 * the whole debt.
 */
static int64_t
repaid(const struct e2e_account *account, int64_t now, int64_t leap)
{
	const int64_t alarm = alarm_of(account);

	if (account->clock.offset == 0 || leap <= STEP_MS)
		return 0;
	if (leap >= account->clock.offset)
		return account->clock.offset;
	return alarm < INT64_MAX && now - STEP_MS > alarm ? leap : 0;
}

/* NOW is later than the last input. */
static void
leap_forward(struct e2e_account *account, int64_t now)
{
	const int64_t leap = now - account->clock.host_now;
	const int64_t debt = repaid(account, now, leap);

	account->clock.offset -= debt;
	if (debt > 0)
		account->clock.has_skew = false;
	if (leap - debt <= LEAP_MS)
		return;
	account->clock.doubt += leap - debt;
	account->clock.doubt_call = account->calls.last_id;
}

/*
 * NOW is earlier than the last input.  If an unconfirmed leap came before, that leap was a
 * mistake, and as much of it as is taken back does not count as time.
 */
static void
step_back(struct e2e_account *account, int64_t now)
{
	const int64_t step = account->clock.last - (now + account->clock.offset);
	const int64_t bogus = step < account->clock.doubt ? step : account->clock.doubt;

	account->clock.has_skew = false;
	account->clock.offset += step;
	account->clock.doubt -= bogus;
	account->clock.bogus += bogus;
}

int64_t
e2e_i_clock_time(struct e2e_account *account, int64_t now)
{
	if (account->clock.host_now != 0 && now > account->clock.host_now)
		leap_forward(account, now);
	account->clock.host_now = now;
	if (now + account->clock.offset < account->clock.last)
		step_back(account, now);
	if (now + account->clock.offset > E2E_NOW_MAX)
		account->clock.offset = E2E_NOW_MAX - now;
	account->clock.last = now + account->clock.offset;
	if (account->clock.doubt > account->clock.last - account->clock.bogus)
		account->clock.doubt = account->clock.last - account->clock.bogus;
	return account->clock.last;
}

int64_t
e2e_i_clock_steady(const struct e2e_account *account)
{
	return account->clock.last - account->clock.bogus - account->clock.doubt;
}

int64_t
e2e_i_clock_doubtful(const struct e2e_account *account)
{
	return account->clock.last - account->clock.bogus;
}

bool
e2e_i_clock_changed(const struct e2e_account *account)
{
	const int64_t more = account->clock.offset - account->saved.clock.debt;

	return more >= SMALL_MS || more <= -SMALL_MS ||
	       account->clock.bogus != account->saved.clock.bogus;
}

void
e2e_i_clock_loaded(struct e2e_account *account, const struct e2e_i_saved_clock *row)
{
	account->saved.clock = *row;
	account->clock.offset = row->debt;
	account->clock.bogus = row->bogus;
	account->clock.doubt = row->doubt;
	account->clock.host_now = row->time - row->debt;
	e2e_i_clock_was(account, row->time);
}

void
e2e_i_clock_was(struct e2e_account *account, int64_t time)
{
	if (time > account->clock.last)
		account->clock.last = time;
}

static bool
is_near(int64_t a, int64_t b)
{
	return a - b <= CONFIRM_MS && b - a <= CONFIRM_MS;
}

/*
 * The server's date confirms the clock if it is near the host's time.  For a clock that is always
 * wrong, it is enough that the difference has stayed the same since the last answer.
 */
bool
e2e_i_clock_confirm(struct e2e_account *account, uint64_t id, int32_t date)
{
	/* dates of the API are unsigned seconds, so they go on after January 2038 */
	const int64_t skew = (int64_t)(uint32_t)date * 1000 - account->clock.host_now;
	const int64_t before = account->clock.doubt;

	if (date == 0 || (account->clock.doubt > 0 && id <= account->clock.doubt_call))
		return false;
	if (is_near(skew, 0))
		account->clock.doubt = 0;
	else if (account->clock.has_skew && is_near(skew, account->clock.skew) &&
	         account->clock.skew_doubt < account->clock.doubt)
		account->clock.doubt = account->clock.skew_doubt;
	account->clock.has_skew = true;
	account->clock.skew = skew;
	account->clock.skew_doubt = account->clock.doubt;
	return account->clock.doubt < before;
}
