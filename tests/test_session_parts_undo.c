/* SPDX-License-Identifier: ISC */
/*
 * Works that succeed, fail and go back by chance, against a plain struct: the chat is what
 * the struct says, and so is what a host would have in its table (session/work.h).
 */
#include "config.h"

#include "test_session_parts.h"

#include "session/index.h"
#include "session/rows.h"
#include "session/work.h"

#include <string.h>

#define CHAT  (-7)
#define KEYS  9
#define MARKS 4
#define STEPS 14

/* Two lists, by key: 0, or a number that was never there before. */
enum { TIMERS, HOLES, LISTS };

static const uint32_t which_list[LISTS] = { E2E_I_TIMER, E2E_I_HOLE };

/* All that a work can change here, in the chat or as rows. */
struct state {
	int32_t item[LISTS][KEYS];
	int64_t key[3];
	int64_t rekey;
	int64_t handshake;
	int64_t in_seq;
};

struct test {
	struct parts_memory memory;
	struct e2e_account *account;
	struct e2e_i_chat *chat;
	struct state state;  /* of the chat                */
	struct state table;  /* of the host's table        */
	struct e2e_i_work work;
	struct state marked[MARKS];
	struct e2e_i_mark mark[MARKS];
	uint32_t events, marked_events[MARKS];
	size_t n_marks;
	int32_t last;
	uint64_t seed;
};

static struct test t;

static uint32_t
dice(uint32_t n)
{
	return (uint32_t)(tu_next(&t.seed) % n);
}

static int64_t
key_of(int list, int i)
{
	if (list == HOLES)
		return (int64_t)i * 100;
	return i == 0 ? INT64_MIN : (int64_t)(i - 4) * INT64_C(1000000000007);
}

/* ---- The chat as it is ------------------------------------------------------------------ */

static int32_t
number_of(int list, const void *item)
{
	if (list == TIMERS)
		return ((const struct e2e_i_timer *)item)->date;
	return ((const struct e2e_i_hole *)item)->end;
}

static struct state
look(void)
{
	const struct e2e_i_core *core = &t.chat->core;
	struct state s;

	memset(&s, 0, sizeof s);
	for (int list = 0; list < LISTS; list++) {
		const struct e2e_i_list *l = &t.chat->list[which_list[list]];
		uint32_t n = 0;

		for (int i = 0; i < KEYS; i++) {
			const void *item = e2e_i_list_find(l, key_of(list, i));

			s.item[list][i] = item != NULL ? number_of(list, item) : 0;
			n += item != NULL;
		}
		PARTS_TRUE(l->n == n);
	}
	for (int i = 0; i < 3; i++)
		s.key[i] = core->key[i] != NULL ? core->key[i]->since : 0;
	s.rekey = core->rekey != NULL ? core->rekey->exchange_id : 0;
	s.handshake = core->handshake != NULL ? core->handshake->fingerprint : 0;
	s.in_seq = core->n.in_seq;
	return s;
}

static void
check(void)
{
	const struct state s = look();

	PARTS_TRUE(memcmp(&s, &t.state, sizeof s) == 0);
}

/* ---- The host's table -------------------------------------------------------------------- */

static const struct e2e_tl *
open_row(const struct e2e_row *row, void *memory, size_t room)
{
	const struct e2e_tl *object = NULL;

	if (row->value.n > 0)
		PARTS_TRUE(e2e_i_rows_open(t.account, &object, memory, room, row->table, row->key,
		                           row->value) == E2E_OK);
	return object;
}

static void
apply_item(const struct e2e_row *row, const struct e2e_tl *object, int list)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	int32_t number = 0;

	if (object != NULL && list == TIMERS)
		number = ((const struct e2e_tl_state_timer *)(const void *)object)->date;
	else if (object != NULL)
		number = ((const struct e2e_tl_state_hole *)(const void *)object)->end;
	for (int i = 0; i < KEYS; i++) {
		size_t n = e2e_i_rows_key_of(key, CHAT, key_of(list, i), 8);

		if (n == row->key.n && memcmp(key, row->key.p, n) == 0) {
			t.table.item[list][i] = number;
			return;
		}
	}
	ck_abort_msg("a row with a key that no item has");
}

static void
apply(const struct e2e_row *row)
{
	static uint64_t memory[2048];
	const struct e2e_tl *object = open_row(row, memory, sizeof memory);
	const void *o = object;

	switch (row->table) {
	case E2E_I_TABLE_LISTS + E2E_I_TIMER:
		apply_item(row, object, TIMERS);
		break;
	case E2E_I_TABLE_LISTS + E2E_I_HOLE:
		apply_item(row, object, HOLES);
		break;
	case E2E_I_TABLE_KEY:
		t.table.key[row->key.p[4]] =
			o != NULL ? ((const struct e2e_tl_state_key *)o)->since : 0;
		break;
	case E2E_I_TABLE_REKEY:
		t.table.rekey =
			o != NULL ? ((const struct e2e_tl_state_rekey *)o)->exchange_id : 0;
		break;
	case E2E_I_TABLE_HANDSHAKE:
		t.table.handshake =
			o != NULL ? ((const struct e2e_tl_state_handshake *)o)->fingerprint : 0;
		break;
	case E2E_I_TABLE_COUNTERS:
		PARTS_TRUE(o != NULL);
		t.table.in_seq = ((const struct e2e_tl_state_counters *)o)->in_seq;
		break;
	default:
		PARTS_TRUE(row->table == E2E_I_TABLE_CHAT || row->table == E2E_I_TABLE_ACCOUNT);
		break;
	}
}

/* Take out all steps; the number of events in them. */
static uint32_t
drain(void)
{
	uint32_t events = 0;

	for (;;) {
		struct e2e_step step = E2E_STEP_INIT;
		struct e2e_row row = E2E_ROW_INIT;

		PARTS_TRUE(e2e_next(t.account, &step) == E2E_OK);
		if (step.kind == E2E_STEP_NONE)
			return events;
		PARTS_TRUE(step.kind == E2E_STEP_COMMIT);
		for (uint32_t i = 0; i < step.n_rows; i++) {
			PARTS_TRUE(e2e_row_at(t.account, &row, i) == E2E_OK);
			apply(&row);
		}
		events += step.n_events;
		PARTS_TRUE(e2e_committed(t.account, step.id) == E2E_OK);
	}
}

/* ---- Changes -------------------------------------------------------------------------------- */

static int32_t
put_in(int list, int i)
{
	const struct e2e_allocator *a = &t.memory.allocator;
	const int32_t number = ++t.last;
	int32_t err;

	if (list == TIMERS) {
		struct e2e_i_timer *timer = e2e_i_item_new(a, sizeof *timer, key_of(list, i), 3);

		if (timer != NULL)
			timer->date = number;
		err = e2e_i_work_insert(&t.work, which_list[list], timer);
	} else {
		struct e2e_i_hole *hole = e2e_i_item_new(a, sizeof *hole, key_of(list, i), 0);

		if (hole != NULL)
			hole->end = number;
		err = e2e_i_work_insert(&t.work, which_list[list], hole);
	}
	if (err == E2E_OK)
		t.state.item[list][i] = number;
	return err;
}

static int32_t
take_out(int list, int i)
{
	void *item = e2e_i_list_find(&t.chat->list[which_list[list]], key_of(list, i));
	int32_t err = e2e_i_work_remove(&t.work, which_list[list], item);

	if (err == E2E_OK)
		t.state.item[list][i] = 0;
	return err;
}

/* In if it is out, out or replaced if it is in. */
static int32_t
change_item(void)
{
	const int list = (int)dice(LISTS), i = (int)dice(KEYS);
	int32_t err = E2E_OK;

	if (t.state.item[list][i] == 0)
		return put_in(list, i);
	err = take_out(list, i);
	return err == E2E_OK && dice(2) == 0 ? put_in(list, i) : err;
}

static int32_t
change_key(void)
{
	const uint32_t which = dice(3);
	struct e2e_key key = E2E_KEY_INIT;
	const int64_t since = dice(3) == 0 ? 0 : ++t.last;
	int32_t err;

	memset(key.value, 0x77, sizeof key.value);
	err = e2e_i_work_key(&t.work, which, since != 0 ? &key : NULL, since);
	if (err == E2E_OK)
		t.state.key[which] = since;
	return err;
}

/* A key moves, as at the end of a re-key: the box is the same. */
static int32_t
move_key(void)
{
	struct e2e_i_core *core = &t.chat->core;

	core->key[E2E_KEY_OLD] = core->key[E2E_KEY_CURRENT];
	core->key[E2E_KEY_CURRENT] = core->key[E2E_KEY_NEW];
	core->key[E2E_KEY_NEW] = NULL;
	t.state.key[E2E_KEY_OLD] = t.state.key[E2E_KEY_CURRENT];
	t.state.key[E2E_KEY_CURRENT] = t.state.key[E2E_KEY_NEW];
	t.state.key[E2E_KEY_NEW] = 0;
	return E2E_OK;
}

static int32_t
change_box(void)
{
	const uint32_t what = dice(6);

	if (what == 0) {
		e2e_i_work_rekey_drop(&t.work);
		t.state.rekey = 0;
	} else if (what == 1) {
		e2e_i_work_handshake_drop(&t.work);
		t.state.handshake = 0;
	} else if (what < 4) {
		struct e2e_i_rekey *rekey = e2e_i_work_rekey(&t.work);

		if (rekey == NULL)
			return E2E_ERR_NOMEM;
		PARTS_TRUE(rekey->exchange_id == t.state.rekey); /* a copy of what was there */
		rekey->exchange_id = t.state.rekey = ++t.last;
	} else {
		struct e2e_i_handshake *handshake = e2e_i_work_handshake(&t.work);

		if (handshake == NULL)
			return E2E_ERR_NOMEM;
		PARTS_TRUE(handshake->fingerprint == t.state.handshake);
		handshake->fingerprint = t.state.handshake = ++t.last;
	}
	return E2E_OK;
}

static int32_t
empty(void)
{
	const int list = (int)dice(LISTS);
	int32_t err = e2e_i_work_empty(&t.work, which_list[list]);

	if (err == E2E_OK)
		memset(t.state.item[list], 0, sizeof t.state.item[list]);
	return err;
}

static int32_t
event(void)
{
	if (e2e_i_work_tell(&t.work, E2E_EVENT_TYPING, 1, 2) != E2E_OK)
		return E2E_ERR_NOMEM;
	t.events++;
	return E2E_OK;
}

static int32_t
go_on(void)
{
	t.state.in_seq = ++t.chat->core.n.in_seq;
	return E2E_OK;
}

static void
remember(void)
{
	if (t.n_marks == MARKS)
		return;
	t.mark[t.n_marks] = e2e_i_work_mark(&t.work);
	t.marked[t.n_marks] = t.state;
	t.marked_events[t.n_marks] = t.events;
	t.n_marks++;
}

static void
go_back(void)
{
	if (t.n_marks == 0)
		return;
	t.n_marks = dice((uint32_t)t.n_marks); /* also over several of them */
	e2e_i_work_back(&t.work, &t.mark[t.n_marks]);
	t.state = t.marked[t.n_marks];
	t.events = t.marked_events[t.n_marks];
	check();
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

/* ---- Works -------------------------------------------------------------------------------------- */

static void
open_account(void)
{
	struct e2e_config config = E2E_CONFIG_INIT;

	memset(&t, 0, sizeof t);
	parts_memory_init(&t.memory);
	config.user_id = 42;
	config.allocator = &t.memory.allocator;
	ck_assert_int_eq(e2e_account_new(&t.account, &config), E2E_OK);
	ck_assert_int_eq(e2e_start(t.account, 1000), E2E_OK);
	ck_assert_int_eq(e2e_i_work_begin(&t.work, t.account, NULL, 1000), E2E_OK);
	ck_assert_int_eq(e2e_i_work_create(&t.work, CHAT), E2E_OK);
	t.chat = t.work.chat;
	t.chat->core.stage = E2E_I_CLOSED; /* nothing happens to it by itself */
	ck_assert_int_eq(e2e_i_work_end(&t.work, E2E_OK), E2E_OK);
	(void)drain();
}

static void
close_account(void)
{
	e2e_account_free(t.account);
	ck_assert_uint_eq(t.memory.live, 0);
}

/* One work that is ended with ERR, or has no memory at call FAIL_AT (0: has all). */
static void
one_work(int32_t err, size_t fail_at)
{
	const struct state before = t.state;
	struct e2e_i_core core;
	const uint32_t n = dice(STEPS);
	int32_t done = E2E_OK;

	memcpy(&core, &t.chat->core, sizeof core);
	ck_assert_int_eq(e2e_i_work_begin(&t.work, t.account, t.chat, 2000), E2E_OK);
	t.n_marks = t.events = 0;
	parts_fail(&t.memory, fail_at);
	for (uint32_t i = 0; i < n && done == E2E_OK; i++) {
		done = step();
		if (done == E2E_OK)
			check();
	}
	if (done == E2E_OK)
		done = err;
	PARTS_TRUE(err < 0 || done == E2E_OK || (done == E2E_ERR_NOMEM && fail_at != 0));
	done = e2e_i_work_end(&t.work, done);
	parts_fail(&t.memory, 0);
	if (done != E2E_OK) {
		t.state = before;
		t.events = 0;
		PARTS_TRUE(memcmp(&core, &t.chat->core, sizeof core) == 0);
	}
	check();
	PARTS_TRUE(drain() == t.events);
	PARTS_TRUE(memcmp(&t.table, &t.state, sizeof t.table) == 0);
}

START_TEST(keeps_chat_and_table_together)
{
	open_account();
	t.seed = 21;
	for (int i = 0; i < 20000; i++)
		one_work(E2E_OK, 0);
	close_account();
}
END_TEST

START_TEST(leaves_no_trace_of_a_failure)
{
	open_account();
	t.seed = 22;
	for (int i = 0; i < 20000; i++)
		one_work(dice(2) == 0 ? E2E_ERR_BACKEND : E2E_OK, 0);
	close_account();
}
END_TEST

START_TEST(leaves_no_trace_without_memory)
{
	size_t failed = 0;

	open_account();
	t.seed = 23;
	for (int i = 0; i < 20000; i++) {
		const struct state before = t.state;

		one_work(E2E_OK, dice(30));
		failed += memcmp(&before, &t.state, sizeof before) == 0;
	}
	ck_assert_uint_gt(failed, 1000);
	close_account();
}
END_TEST

/* A chat that a work made is gone with it. */
START_TEST(takes_back_a_new_chat)
{
	size_t live;

	open_account();
	live = t.memory.live;
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(e2e_i_work_begin(&t.work, t.account, NULL, 1), E2E_OK);
		ck_assert_int_eq(e2e_i_work_create(&t.work, 5), E2E_OK);
		ck_assert_ptr_eq(e2e_i_index_find(t.account, 5), t.work.chat);
		ck_assert_ptr_nonnull(e2e_i_work_rekey(&t.work));
		ck_assert_ptr_nonnull(e2e_i_work_event(&t.work, E2E_EVENT_CHAT));
		ck_assert_int_eq(e2e_i_work_end(&t.work, E2E_ERR_LIMIT), E2E_ERR_LIMIT);
		ck_assert_ptr_null(e2e_i_index_find(t.account, 5));
		ck_assert_uint_eq(t.account->n_chats, 1);
		ck_assert_uint_le(t.memory.live, live + 1); /* room for what can be undone */
	}
	ck_assert_uint_eq(drain(), 0);
	close_account();
}
END_TEST

/* Nothing done is no transaction. */
START_TEST(queues_nothing_for_nothing)
{
	struct e2e_step next = E2E_STEP_INIT;
	int64_t epoch;

	open_account();
	epoch = t.chat->core.n.epoch;
	ck_assert_int_eq(e2e_i_work_begin(&t.work, t.account, t.chat, 1), E2E_OK);
	ck_assert_int_eq(e2e_i_work_end(&t.work, E2E_OK), E2E_OK);
	ck_assert_int_eq(e2e_next(t.account, &next), E2E_OK);
	ck_assert_uint_eq(next.kind, E2E_STEP_NONE);
	ck_assert_int_eq(t.chat->core.n.epoch, epoch);

	ck_assert_int_eq(e2e_i_work_begin(&t.work, t.account, t.chat, 1), E2E_OK);
	t.state.in_seq = ++t.chat->core.n.in_seq;
	ck_assert_int_eq(e2e_i_work_end(&t.work, E2E_OK), E2E_OK);
	ck_assert_int_eq(t.chat->core.n.epoch, epoch + 1); /* doc/design.md 5 */
	ck_assert_uint_eq(drain(), 0);
	ck_assert_mem_eq(&t.table, &t.state, sizeof t.table);
	close_account();
}
END_TEST

/* No work before e2e_start(), or without memory. */
START_TEST(begins_only_when_it_can)
{
	struct e2e_config config = E2E_CONFIG_INIT;
	struct e2e_i_work work;
	struct e2e_account *account;

	ck_assert_int_eq(e2e_account_new(&account, &config), E2E_OK);
	ck_assert_int_eq(e2e_i_work_begin(&work, account, NULL, 1), E2E_ERR_STATE);
	e2e_account_free(account);

	open_account();
	parts_fail(&t.memory, 1);
	ck_assert_int_eq(e2e_i_work_begin(&t.work, t.account, t.chat, 1), E2E_ERR_NOMEM);
	parts_fail(&t.memory, 0);
	close_account();
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
	tcase_add_test(undo, begins_only_when_it_can);
	return undo;
}
