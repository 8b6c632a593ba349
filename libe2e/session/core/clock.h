/* SPDX-License-Identifier: ISC */
/*
 * The account's time: the host's clock, made to never go back.
 *
 * A step backwards becomes a debt, which is added to the host's time from then on and saved, so
 * that saved times go on meaning what they did.  A step forwards repays the debt first; the rest
 * is time that has passed, for instance while a laptop slept.  Only what cannot be taken back,
 * erasing an old key and giving up a gap, and the age of a key, wait after a leap until the server
 * confirms the clock: with a date in the answer to a call that was made after it, which is within
 * five minutes of the host's time, or as far from it as the date before.  A leap that is taken back
 * instead never counts for them.
 */
#ifndef E2E_SESSION_CLOCK_H
#define E2E_SESSION_CLOCK_H

#include "session/core/account.h"

/* The account's time in milliseconds, which never goes back; NOW is the host's. */
int64_t e2e_i_clock_time(struct e2e_account *account, int64_t now);

/*
 * The same without leaps that are not confirmed or were taken back: the age of a key, and of a gap,
 * is counted in it.  It never goes back either.
 */
int64_t e2e_i_clock_steady(const struct e2e_account *account);

/* The same, if the clock is right after all. */
int64_t e2e_i_clock_doubtful(const struct e2e_account *account);

/* Whether the clock's row is out of date by more than the time that has passed. */
bool e2e_i_clock_changed(const struct e2e_account *account);

/*
 * When the host is to wake us, by its own clock: what happens first of all that happens by itself.
 * INT64_MAX if nothing does.
 */
int64_t e2e_i_clock_alarm(const struct e2e_account *account);

/* The clock's row says what time it was once. */
void e2e_i_clock_loaded(struct e2e_account *account, const struct e2e_i_saved_clock *row);

/* A row says that something happened at TIME. */
void e2e_i_clock_was(struct e2e_account *account, int64_t time);

/* Call ID was answered with the server's DATE, or 0.  Whether the clock is confirmed by that. */
bool e2e_i_clock_confirm(struct e2e_account *account, uint64_t id, int32_t date);

#endif
