/* SPDX-License-Identifier: ISC */
/* The account's time, out of a clock that may be set. */
#include "config.h"

#include "session/clock.h"

#include "session/work.h"

#define STEP_MS    60000        /* less than that since the last input is no step            */
#define LEAP_MS    (5 * 60000)  /* more than that is to be confirmed by the server           */
#define CONFIRM_MS (5 * 60000)  /* how far the server's date may be from the host's time     */

/* When the host was to wake us, by its own clock. */
static int64_t
alarm_of(const struct e2e_account *account)
{
	return account->begun ? e2e_deadline(account) : INT64_MAX;
}

/*
 * How much of LEAP, since the last input, is a clock that was set right again.  Time that simply
 * went by looks the same; but then the host would have come when it was to wake us, and a clock
 * that is set right is set right altogether.
 */
static int64_t
repaid(const struct e2e_account *account, int64_t now, int64_t leap)
{
	const int64_t alarm = alarm_of(account);

	if (account->offset == 0 || leap <= STEP_MS)
		return 0;
	if (leap >= account->offset)
		return account->offset;
	return alarm < INT64_MAX && now - STEP_MS > alarm ? leap : 0;
}

static void
leap_forward(struct e2e_account *account, int64_t now)
{
	const int64_t leap = now - account->host_now;
	const int64_t debt = repaid(account, now, leap);

	account->offset -= debt;
	if (leap - debt <= LEAP_MS)
		return;
	account->doubt += leap - debt;
	account->doubt_call = account->next_call;
}

/* A leap that nobody confirmed and that is taken back never was. */
static void
step_back(struct e2e_account *account, int64_t now)
{
	const int64_t step = account->last - (now + account->offset);
	const int64_t bogus = step < account->doubt ? step : account->doubt;

	account->offset += step;
	account->doubt -= bogus;
	account->bogus += bogus;
}

int64_t
e2e_i_clock_time(struct e2e_account *account, int64_t now)
{
	if (now == 0)
		now = 1; /* 0 stands for never in much that is saved */
	if (account->host_now != 0 && now > account->host_now)
		leap_forward(account, now);
	account->host_now = now;
	if (now + account->offset < account->last)
		step_back(account, now);
	if (now + account->offset > E2E_NOW_MAX)
		account->offset = E2E_NOW_MAX - now;
	account->last = now + account->offset;
	if (account->doubt > account->last - account->bogus)
		account->doubt = account->last - account->bogus;
	return account->last;
}

int64_t
e2e_i_clock_steady(const struct e2e_account *account)
{
	return account->last - account->bogus;
}

int32_t
e2e_i_clock_save(struct e2e_account *account, int64_t now)
{
	struct e2e_i_work work;
	int32_t err;

	if (account->offset == account->saved.debt && account->bogus == account->saved.bogus)
		return E2E_OK;
	err = e2e_i_work_begin(&work, account, NULL, now);
	return err == E2E_OK ? e2e_i_work_end(&work, E2E_OK) : err;
}

void
e2e_i_clock_loaded(struct e2e_account *account, const struct e2e_tl_state_account *row)
{
	account->offset = account->saved.debt = row->debt;
	account->bogus = account->saved.bogus = row->bogus;
	account->doubt = row->doubt;
	account->host_now = row->time - row->debt;
	e2e_i_clock_was(account, row->time);
}

void
e2e_i_clock_was(struct e2e_account *account, int64_t time)
{
	if (time > account->last)
		account->last = time;
}

bool
e2e_i_clock_confirm(struct e2e_account *account, uint64_t id, int32_t date)
{
	/* dates of the API are seconds without a sign, after January 2038 too */
	const int64_t difference = (int64_t)(uint32_t)date * 1000 - account->host_now;

	if (account->doubt == 0 || date == 0 || id <= account->doubt_call ||
	    difference < -CONFIRM_MS || difference > CONFIRM_MS)
		return false;
	account->doubt = 0;
	return true;
}
