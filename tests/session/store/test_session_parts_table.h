/* SPDX-License-Identifier: ISC */
/*
 * A chat that works change by chance, what it should be, and the table of a host that was
 * given the rows (session/core/transaction.h).
 */
#ifndef E2E_TEST_SESSION_PARTS_TABLE_H
#define E2E_TEST_SESSION_PARTS_TABLE_H

#include "test_session_parts_shared.h"

#include "session/core/transaction.h"

#define PU_CHAT  (-7)
#define PU_KEYS  9
#define PU_MARKS 4

/* Two lists, by key: 0, or a number that was never there before. */
enum { PU_TIMERS, PU_HOLES, PU_LISTS };

extern const uint32_t pu_list[PU_LISTS]; /* E2E_I_* of them */

/* All that a transaction can change here, in the chat or as rows. */
struct pu_state {
	int32_t item[PU_LISTS][PU_KEYS];
	int64_t key[3];
	int64_t rekey;
	int64_t handshake;
	int64_t in_seq;
};

struct pu_test {
	struct parts_memory memory;
	struct e2e_account *account;
	struct e2e_i_chat *chat;
	struct pu_state state; /* of the chat         */
	struct pu_state table; /* of the host's table */
	struct e2e_i_transaction tx;
	struct pu_state marked[PU_MARKS];
	struct e2e_i_mark mark[PU_MARKS];
	uint32_t events, marked_events[PU_MARKS];
	size_t n_marks;
	int32_t last;
	uint64_t seed;
};

extern struct pu_test pu;

/* The key of item I of LIST. */
int64_t pu_key(int list, int i);

/* An account with one chat, to which nothing happens by itself; and its end. */
void pu_open(void);
void pu_close(void);

/* Asserts that the chat is what pu.state says. */
void pu_check(void);

/* Take out all steps and put their rows into pu.table; the number of events in them. */
uint32_t pu_drain(void);

#endif
