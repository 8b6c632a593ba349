/* SPDX-License-Identifier: ISC */
/*
 * Transactions that succeed, fail and go back by chance, against a plain struct: the chat is what
 * the struct says, and so is what a host would have in its table (session/core/transaction.h).
 */
#include "config.h"

#include "test_session_parts_table.h"

#include "session/api/end.h"
#include "session/core/index.h"

#include <string.h>

#define STEPS 14 /* in one transaction, at most */

static uint32_t
dice(uint32_t n)
{
	return (uint32_t)(tu_next(&pu.seed) % n);
}

/* ---- Changes ---------------------------------------------------------------------------- */

static int32_t
put_in(int list, int i)
{
	const struct e2e_allocator *a = &pu.memory.allocator;
	const int32_t number = ++pu.last;
	int32_t err;

	if (list == PU_TIMERS) {
		const struct e2e_i_saved_timer saved = { .date = number };
		struct e2e_i_timer *timer = e2e_i_item_new(a, sizeof *timer, pu_key(list, i), 3);

		if (timer != NULL)
			e2e_i_item_fill(&timer->item, &saved, sizeof saved);
		err = e2e_i_transaction_insert(&pu.tx, pu_list[list], timer);
	} else {
		const struct e2e_i_saved_gap saved = { .end = number };
		struct e2e_i_gap *gap = e2e_i_item_new(a, sizeof *gap, pu_key(list, i), 0);

		if (gap != NULL)
			e2e_i_item_fill(&gap->item, &saved, sizeof saved);
		err = e2e_i_transaction_insert(&pu.tx, pu_list[list], gap);
	}
	if (err == E2E_OK)
		pu.state.item[list][i] = number;
	return err;
}

static int32_t
take_out(int list, int i)
{
	void *item = e2e_i_list_find(&pu.chat->list[pu_list[list]], pu_key(list, i));
	int32_t err = e2e_i_transaction_remove(&pu.tx, pu_list[list], item);

	if (err == E2E_OK)
		pu.state.item[list][i] = 0;
	return err;
}

/* In if it is out, out or replaced if it is in. */
static int32_t
change_item(void)
{
	const int list = (int)dice(PU_LISTS), i = (int)dice(PU_KEYS);
	int32_t err = E2E_OK;

	if (pu.state.item[list][i] == 0)
		return put_in(list, i);
	err = take_out(list, i);
	return err == E2E_OK && dice(2) == 0 ? put_in(list, i) : err;
}

static int32_t
change_key(void)
{
	const uint32_t which = dice(3);
	struct e2e_key key = E2E_KEY_INIT;
	const int64_t since = dice(3) == 0 ? 0 : ++pu.last;
	int32_t err;

	memset(key.value, 0x77, sizeof key.value);
	err = e2e_i_transaction_key(&pu.tx, which, since != 0 ? &key : NULL, since);
	if (err == E2E_OK)
		pu.state.key[which] = since;
	return err;
}

/* A key moves, as at the end of a re-key: the box is the same. */
static int32_t
move_key(void)
{
	struct e2e_i_core *core = &pu.chat->core;

	core->key[E2E_KEY_OLD] = core->key[E2E_KEY_CURRENT];
	core->key[E2E_KEY_CURRENT] = core->key[E2E_KEY_NEW];
	core->key[E2E_KEY_NEW] = NULL;
	pu.state.key[E2E_KEY_OLD] = pu.state.key[E2E_KEY_CURRENT];
	pu.state.key[E2E_KEY_CURRENT] = pu.state.key[E2E_KEY_NEW];
	pu.state.key[E2E_KEY_NEW] = 0;
	return E2E_OK;
}

static int32_t
change_box(void)
{
	const uint32_t what = dice(6);

	if (what == 0) {
		e2e_i_transaction_rekey_drop(&pu.tx);
		pu.state.rekey = 0;
	} else if (what == 1) {
		e2e_i_transaction_handshake_drop(&pu.tx);
		pu.state.handshake = 0;
	} else if (what < 4) {
		struct e2e_i_rekey *rekey = e2e_i_transaction_rekey(&pu.tx);

		if (rekey == NULL)
			return E2E_ERR_NOMEM;
		PARTS_TRUE(rekey->exchange_id == pu.state.rekey); /* a copy of what was there */
		rekey->exchange_id = pu.state.rekey = ++pu.last;
	} else {
		struct e2e_i_handshake *handshake = e2e_i_transaction_handshake(&pu.tx);

		if (handshake == NULL)
			return E2E_ERR_NOMEM;
		PARTS_TRUE(handshake->fingerprint == pu.state.handshake);
		handshake->fingerprint = pu.state.handshake = ++pu.last;
	}
	return E2E_OK;
}

static int32_t
empty(void)
{
	const int list = (int)dice(PU_LISTS);
	int32_t err = e2e_i_transaction_empty(&pu.tx, pu_list[list]);

	if (err == E2E_OK)
		memset(pu.state.item[list], 0, sizeof pu.state.item[list]);
	return err;
}

static int32_t
event(void)
{
	if (e2e_i_transaction_tell(&pu.tx, E2E_EVENT_TYPING, 1, 2) != E2E_OK)
		return E2E_ERR_NOMEM;
	pu.events++;
	return E2E_OK;
}

static int32_t
go_on(void)
{
	pu.state.in_seq = ++pu.chat->core.counters.in_seq;
	return E2E_OK;
}

static void
remember(void)
{
	if (pu.n_marks == PU_MARKS)
		return;
	pu.mark[pu.n_marks] = e2e_i_transaction_mark(&pu.tx);
	pu.marked[pu.n_marks] = pu.state;
	pu.marked_events[pu.n_marks] = pu.events;
	pu.n_marks++;
}

static void
go_back(void)
{
	if (pu.n_marks == 0)
		return;
	pu.n_marks = dice((uint32_t)pu.n_marks); /* also over several of them */
	e2e_i_transaction_back(&pu.tx, &pu.mark[pu.n_marks]);
	pu.state = pu.marked[pu.n_marks];
	pu.events = pu.marked_events[pu.n_marks];
	pu_check();
}

static int32_t
step(void)
{
	const uint32_t what = dice(24);

	if (what < 2)
		remember();
	else if (what < 4)
		go_back();
	else if (what < 14)
		return change_item();
	else if (what < 16)
		return change_key();
	else if (what == 16)
		return move_key();
	else if (what < 20)
		return change_box();
	else if (what == 20)
		return empty();
	else if (what == 21)
		return event();
	else
		return go_on();
	return E2E_OK;
}

/* ---- Transactions ------------------------------------------------------------------------------ */

/* One transaction that is ended with ERR, or has no memory at call FAIL_AT (0: has all). */
static void
one_work(int32_t err, size_t fail_at)
{
	const struct pu_state before = pu.state;
	struct e2e_i_core core;
	const uint32_t n = dice(STEPS);
	int32_t done = E2E_OK;

	memcpy(&core, &pu.chat->core, sizeof core);
	ck_assert_int_eq(e2e_i_transaction_begin(&pu.tx, pu.account, pu.chat, E2E_NOW_MIN + 1000), E2E_OK);
	pu.n_marks = pu.events = 0;
	parts_fail(&pu.memory, fail_at);
	for (uint32_t i = 0; i < n && done == E2E_OK; i++) {
		done = step();
		if (done == E2E_OK)
			pu_check();
	}
	if (done == E2E_OK)
		done = err;
	PARTS_TRUE(err < 0 || done == E2E_OK || (done == E2E_ERR_NOMEM && fail_at != 0));
	done = e2e_i_end_transaction(&pu.tx, done);
	parts_fail(&pu.memory, 0);
	if (done != E2E_OK) {
		pu.state = before;
		pu.events = 0;
		PARTS_TRUE(memcmp(&core, &pu.chat->core, sizeof core) == 0);
	}
	pu_check();
	PARTS_TRUE(pu_drain() == pu.events);
	PARTS_TRUE(memcmp(&pu.table, &pu.state, sizeof pu.table) == 0);
}

START_TEST(keeps_chat_and_table_together)
{
	pu_open();
	pu.seed = 21;
	for (int i = 0; i < 20000; i++)
		one_work(E2E_OK, 0);
	pu_close();
}
END_TEST

START_TEST(leaves_no_trace_of_a_failure)
{
	pu_open();
	pu.seed = 22;
	for (int i = 0; i < 20000; i++)
		one_work(dice(2) == 0 ? E2E_ERR_BACKEND : E2E_OK, 0);
	pu_close();
}
END_TEST

START_TEST(leaves_no_trace_without_memory)
{
	size_t failed = 0;

	pu_open();
	pu.seed = 23;
	for (int i = 0; i < 20000; i++) {
		const struct pu_state before = pu.state;

		one_work(E2E_OK, dice(30));
		failed += memcmp(&before, &pu.state, sizeof before) == 0;
	}
	ck_assert_uint_gt(failed, 1000);
	pu_close();
}
END_TEST

/* A chat that a transaction made is gone with it. */
START_TEST(takes_back_a_new_chat)
{
	size_t live;

	pu_open();
	live = pu.memory.live;
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(e2e_i_transaction_begin(&pu.tx, pu.account, NULL, E2E_NOW_MIN), E2E_OK);
		ck_assert_int_eq(e2e_i_transaction_create(&pu.tx, 5), E2E_OK);
		ck_assert_ptr_eq(e2e_i_index_find(pu.account, 5), pu.tx.chat);
		ck_assert_ptr_nonnull(e2e_i_transaction_rekey(&pu.tx));
		ck_assert_ptr_nonnull(e2e_i_transaction_event(&pu.tx, E2E_EVENT_CHAT));
		ck_assert_int_eq(e2e_i_end_transaction(&pu.tx, E2E_ERR_LIMIT), E2E_ERR_LIMIT);
		ck_assert_ptr_null(e2e_i_index_find(pu.account, 5));
		ck_assert_uint_eq(pu.account->index.n, 1);
		ck_assert_uint_le(pu.memory.live, live + 1); /* room for what can be undone */
	}
	ck_assert_uint_eq(pu_drain(), 0);
	pu_close();
}
END_TEST

/* Nothing done is no transaction. */
START_TEST(queues_nothing_for_nothing)
{
	struct e2e_step next = E2E_STEP_INIT;
	int64_t epoch;

	pu_open();
	epoch = pu.chat->core.counters.epoch;
	ck_assert_int_eq(e2e_i_transaction_begin(&pu.tx, pu.account, pu.chat, E2E_NOW_MIN), E2E_OK);
	ck_assert_int_eq(e2e_i_end_transaction(&pu.tx, E2E_OK), E2E_OK);
	ck_assert_int_eq(e2e_next(pu.account, &next), E2E_OK);
	ck_assert_uint_eq(next.kind, E2E_STEP_NONE);
	ck_assert_int_eq(pu.chat->core.counters.epoch, epoch);

	ck_assert_int_eq(e2e_i_transaction_begin(&pu.tx, pu.account, pu.chat, E2E_NOW_MIN), E2E_OK);
	pu.state.in_seq = ++pu.chat->core.counters.in_seq;
	ck_assert_int_eq(e2e_i_end_transaction(&pu.tx, E2E_OK), E2E_OK);
	ck_assert_int_eq(pu.chat->core.counters.epoch, epoch + 1); /* each transaction counts (T5.10) */
	ck_assert_uint_eq(pu_drain(), 0);
	ck_assert_mem_eq(&pu.table, &pu.state, sizeof pu.table);
	pu_close();
}
END_TEST

/* What is replaced is one row, beside the counters. */
START_TEST(writes_a_replaced_item_once)
{
	struct e2e_step next = E2E_STEP_INIT;

	pu_open();
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(e2e_i_transaction_begin(&pu.tx, pu.account, pu.chat, E2E_NOW_MIN), E2E_OK);
		if (i > 0)
			ck_assert_int_eq(take_out(PU_HOLES, 3), E2E_OK);
		ck_assert_int_eq(put_in(PU_HOLES, 3), E2E_OK);
		ck_assert_int_eq(e2e_i_end_transaction(&pu.tx, E2E_OK), E2E_OK);
		ck_assert_int_eq(e2e_next(pu.account, &next), E2E_OK);
		ck_assert_uint_eq(next.kind, E2E_STEP_COMMIT);
		ck_assert_uint_eq(next.n_rows, 2);
		ck_assert_int_eq(e2e_committed(pu.account, next.id), E2E_OK);
	}
	pu_close();
}
END_TEST

/* No transaction before e2e_start(), or without memory. */
START_TEST(begins_only_when_it_can)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	struct e2e_i_transaction tx;
	struct e2e_account *account;

	config.user_id = 42;
	ck_assert_int_eq(e2e_account_new(&account, &config), E2E_OK);
	ck_assert_int_eq(e2e_i_transaction_begin(&tx, account, NULL, E2E_NOW_MIN), E2E_ERR_STATE);
	e2e_account_free(account);

	pu_open();
	parts_fail(&pu.memory, 1);
	ck_assert_int_eq(e2e_i_transaction_begin(&pu.tx, pu.account, pu.chat, E2E_NOW_MIN), E2E_ERR_NOMEM);
	parts_fail(&pu.memory, 0);
	pu_close();
}
END_TEST

TCase *
parts_case_undo(void)
{
	TCase *undo = tcase_create("undo");

	tcase_set_timeout(undo, 60);
	tcase_add_test(undo, keeps_chat_and_table_together);
	tcase_add_test(undo, leaves_no_trace_of_a_failure);
	tcase_add_test(undo, leaves_no_trace_without_memory);
	tcase_add_test(undo, takes_back_a_new_chat);
	tcase_add_test(undo, queues_nothing_for_nothing);
	tcase_add_test(undo, writes_a_replaced_item_once);
	tcase_add_test(undo, begins_only_when_it_can);
	return undo;
}
