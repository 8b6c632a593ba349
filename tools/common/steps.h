/* SPDX-License-Identifier: ISC */
/*
 * The loop of a host: the steps of an account are taken out, commits stored and confirmed, and
 * what they bring handed to the user, who names what he wants to see.
 *
 *     struct steps steps = { .account = account, .rows = &rows, .user = me, .call = my_call };
 *
 *     result = steps_run(&steps);       after every input of the account
 */
#ifndef COMMON_STEPS_H
#define COMMON_STEPS_H

#include "rows.h"

struct steps {
	struct e2e_account *account;
	struct rows *rows; /* where commits are stored; NULL: nowhere */
	void *user;        /* handed to the functions below           */

	/* Each may be NULL.  A result other than E2E_OK ends the loop, and is that of it. */
	int32_t (*row)(void *user, const struct e2e_row *row);
	int32_t (*event)(void *user, const struct e2e_event *event);
	int32_t (*call)(void *user, const struct e2e_call *call);

	/* In place of steps_store() and e2e_committed(). */
	int32_t (*commit)(void *user, const struct e2e_step *step);

	const char *failed; /* set with a result other than E2E_OK: what gave it */
};

/* Take out all steps there are.  E2E_ERR_LIMIT if they do not end. */
int32_t steps_run(struct steps *steps);

/* The rows and events of the commit STEP, without e2e_committed(). */
int32_t steps_store(struct steps *steps, const struct e2e_step *step);

/* All rows into an account that was not started, in their order. */
int32_t steps_load(struct e2e_account *account, const struct rows *rows);

#endif
