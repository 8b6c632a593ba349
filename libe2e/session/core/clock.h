/* SPDX-License-Identifier: ISC */
/*
 * The account's time: made from the host's clock so that it never goes back.
 *
 * If the host's clock goes back, the difference becomes a debt.  The debt is saved, and added to
 * the host's time from then on, so that saved times keep their meaning.  If the clock goes
 * forward, that repays the debt first.  The rest is time that has passed, for instance while a
 * laptop slept.
 *
 * A leap is a step forward of more than five minutes.  What cannot be taken back (erasing an old
 * key, giving up a gap) and the age of a key wait until the server confirms a leap.  The server
 * confirms it by the date in the answer to a call that was made after the leap.  That date has to
 * be within five minutes of the host's time, or to differ from it as much as the date before
 * did.  A leap that is taken back instead never counts for them.
 */
#ifndef E2E_SESSION_CLOCK_H
#define E2E_SESSION_CLOCK_H

#include "session/core/account.h"

/* Take NOW, the host's time, and return the account's time.  Both are in milliseconds. */
int64_t e2e_i_clock_time(struct e2e_account *account, int64_t now);

/*
 * The account's time without leaps that are unconfirmed or were taken back.  The ages of keys and
 * gaps are counted in it.  It never goes back either.
 */
int64_t e2e_i_clock_steady(const struct e2e_account *account);

/* The same, as it will be if the server confirms every leap. */
int64_t e2e_i_clock_doubtful(const struct e2e_account *account);

/* Whether the debt or the leaps that were taken back differ from those in the clock's row. */
bool e2e_i_clock_changed(const struct e2e_account *account);

/*
 * When the host is to wake us, by its own clock: the earliest time at which the account has
 * something to do by itself.  INT64_MAX if there is none.
 */
int64_t e2e_i_clock_alarm(const struct e2e_account *account);

/* Restore the clock from its ROW. */
void e2e_i_clock_loaded(struct e2e_account *account, const struct e2e_i_saved_clock *row);

/* Note that a saved row names TIME as past: the account's time is not earlier. */
void e2e_i_clock_was(struct e2e_account *account, int64_t time);

/*
 * Take DATE of the server (0 if unknown) from the answer to call ID.  Returns whether it confirms
 * a leap of the clock.
 */
bool e2e_i_clock_confirm(struct e2e_account *account, uint64_t id, int32_t date);

#endif
