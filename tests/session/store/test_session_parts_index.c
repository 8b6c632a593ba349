/* SPDX-License-Identifier: ISC */
/* Ten thousand chats by id, by deadline and by turn, against plain arrays (session/core/index.h). */
#include "config.h"

#include "test_session_parts_shared.h"

#include "base/mem.h"
#include "session/core/index.h"

#include <string.h>

#define CHATS 10000
#define GONE  64

struct entry {
	struct e2e_i_chat *chat;
	int32_t id;
	int64_t deadline;
	bool ready;
};

struct world {
	struct parts_memory memory;
	struct e2e_account account; /* nothing of it but the index is used */
	struct entry entry[CHATS];
	uint32_t n;
	struct e2e_i_chat *queue[CHATS]; /* the ring, from its first */
	uint32_t n_queue;
	int32_t gone[GONE]; /* ids that were there */
	uint32_t next_id;
	uint64_t seed;
};

static struct world w;

static void
setup(void)
{
	memset(&w, 0, sizeof w);
	parts_memory_init(&w.memory);
	w.account.allocator = w.memory.allocator;
	w.seed = 17;
}

static uint32_t
dice(uint32_t n)
{
	return (uint32_t)(tu_next(&w.seed) % n);
}

/* Ids in rows, ids that differ in their high bits only, any ids; never one twice. */
static int32_t
new_id(void)
{
	const uint32_t k = w.next_id++;
	uint32_t bits = k;
	int32_t id;

	if (k % 3 == 1)
		bits = k << 16 | k >> 16;
	if (k % 3 == 2)
		bits = k * UINT32_C(2246822519);
	memcpy(&id, &bits, sizeof id);
	return e2e_i_index_find(&w.account, id) == NULL ? id : new_id();
}

/* ---- What can be done ------------------------------------------------------------------- */

static void
add(void)
{
	struct entry *e = &w.entry[w.n];

	if (w.n == CHATS)
		return;
	*e = (struct entry){ NULL, new_id(), INT64_MAX, false };
	e->chat = e2e_i_index_add(&w.account, e->id);
	PARTS_TRUE(e->chat != NULL);
	PARTS_TRUE(e->chat->core.id == e->id);
	PARTS_TRUE(e->chat->core.counters.in_seq == 0);
	w.n++;
}

static void
unqueue(const struct e2e_i_chat *chat)
{
	uint32_t at = 0;

	while (w.queue[at] != chat)
		at++;
	w.n_queue--;
	memmove(w.queue + at, w.queue + at + 1, (w.n_queue - at) * sizeof w.queue[0]);
}

static void
take_out(struct entry *e)
{
	e2e_i_index_remove(&w.account, e->chat);
	e2e_i_chat_free(&w.account.allocator, e->chat);
	if (e->ready)
		unqueue(e->chat);
	w.gone[dice(GONE)] = e->id;
	*e = w.entry[--w.n];
}

static void
rename_it(struct entry *e)
{
	const int32_t old = e->id;

	e->id = new_id();
	e->chat->core.id = e->id;
	e2e_i_index_rename(&w.account, e->chat, old);
	PARTS_TRUE(e2e_i_index_find(&w.account, old) == NULL);
}

static void
move(struct entry *e)
{
	static const int64_t edge[] = { INT64_MAX, INT64_MIN, 0, -1 };

	e->deadline = dice(4) == 0 ? edge[dice(4)] : (int64_t)dice(5000);
	e2e_i_index_deadline(&w.account, e->chat, e->deadline);
}

static void
msg(struct entry *e)
{
	if (dice(2) == 0) {
		e2e_i_index_ready(&w.account, e->chat);
		if (!e->ready)
			w.queue[w.n_queue++] = e->chat;
		e->ready = true;
	} else {
		e2e_i_index_unready(&w.account, e->chat);
		if (e->ready)
			unqueue(e->chat);
		e->ready = false;
	}
}

/* ---- What must be true ------------------------------------------------------------------ */

static int64_t
first_deadline(void)
{
	int64_t first = INT64_MAX;

	for (uint32_t i = 0; i < w.n; i++) {
		if (w.entry[i].deadline < first)
			first = w.entry[i].deadline;
	}
	return first;
}

static void
check_heap(void)
{
	for (uint32_t i = 0; i < w.n; i++) {
		const struct e2e_i_chat *chat = w.account.index.heap[i];

		PARTS_TRUE(chat->index.heap == i);
		if (i > 0)
			PARTS_TRUE(w.account.index.heap[(i - 1) / 2]->index.deadline <= chat->index.deadline);
	}
	if (w.n > 0)
		PARTS_TRUE(w.account.index.heap[0]->index.deadline == first_deadline());
}

static void
check_ring(void)
{
	const struct e2e_i_chat *chat = w.account.index.ready;

	PARTS_TRUE((chat == NULL) == (w.n_queue == 0));
	for (uint32_t i = 0; i < w.n_queue; i++) {
		PARTS_TRUE(chat == w.queue[i]);
		PARTS_TRUE(chat->index.ready_next->index.ready_before == chat);
		chat = chat->index.ready_next;
	}
	PARTS_TRUE(chat == w.account.index.ready);
}

static void
check_all(void)
{
	PARTS_TRUE(w.account.index.n == w.n);
	PARTS_TRUE(2 * w.n <= w.account.index.hash_room);
	for (uint32_t i = 0; i < w.n; i++) {
		const struct entry *e = &w.entry[i];

		PARTS_TRUE(e2e_i_index_find(&w.account, e->id) == e->chat);
		PARTS_TRUE(w.account.index.chats[e->chat->index.place] == e->chat);
		PARTS_TRUE(e->chat->index.deadline == e->deadline);
		PARTS_TRUE(e->chat->index.ready == e->ready);
	}
	for (uint32_t i = 0; i < GONE; i++) {
		bool there = false;

		for (uint32_t k = 0; k < w.n; k++)
			there |= w.entry[k].id == w.gone[i];
		PARTS_TRUE((e2e_i_index_find(&w.account, w.gone[i]) != NULL) == there);
	}
	check_heap();
	check_ring();
}

static void
end(void)
{
	while (w.n > 0)
		take_out(&w.entry[w.n - 1]);
	check_all();
	e2e_i_index_free(&w.account);
	PARTS_TRUE(e2e_i_index_find(&w.account, 1) == NULL);
	PARTS_TRUE(w.memory.live == 0);
}

/* ---- The tests -------------------------------------------------------------------------- */

START_TEST(finds_nothing_where_nothing_is)
{
	PARTS_TRUE(e2e_i_index_find(&w.account, 0) == NULL);
	PARTS_TRUE(e2e_i_index_find(&w.account, INT32_MIN) == NULL);
	end();
}
END_TEST

/* Up to all chats, down again, and up and down by chance. */
START_TEST(knows_ten_thousand_chats)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < 120000; i++) {
		const uint32_t what = dice(16), grow = i < 30000 ? 10 : i < 60000 ? 2 : 5;

		if (what < grow || w.n == 0)
			add();
		else if (what < 10)
			take_out(&w.entry[dice(w.n)]);
		else if (what == 10)
			rename_it(&w.entry[dice(w.n)]);
		else if (what < 14)
			move(&w.entry[dice(w.n)]);
		else
			msg(&w.entry[dice(w.n)]);
		if (w.n > most)
			most = w.n;
		if (i % 4000 == 0)
			check_all();
	}
	check_all();
	PARTS_TRUE(most == CHATS);
	end();
}
END_TEST

/* The same with so few that every case of the ends is met, looked at each time. */
START_TEST(knows_a_few_chats)
{
	for (uint32_t i = 0; i < 30000; i++) {
		const uint32_t what = dice(8);

		if (w.n == 0 || (what < 2 && w.n < 12))
			add();
		else if (what < 4)
			take_out(&w.entry[dice(w.n)]);
		else if (what == 4)
			rename_it(&w.entry[dice(w.n)]);
		else if (what == 5)
			move(&w.entry[dice(w.n)]);
		else
			msg(&w.entry[dice(w.n)]);
		check_all();
	}
	end();
}
END_TEST

/* scenario 88: whatever is due first comes first */
START_TEST(hands_out_deadlines_in_order)
{
	int64_t last = INT64_MIN;

	while (w.n < CHATS) {
		add();
		move(&w.entry[w.n - 1]);
	}
	for (uint32_t i = 0; i < CHATS; i++) {
		struct e2e_i_chat *first = w.account.index.heap[0];

		ck_assert_int_ge(first->index.deadline, last);
		last = first->index.deadline;
		e2e_i_index_deadline(&w.account, first, INT64_MAX);
	}
	PARTS_TRUE(w.account.index.heap[0]->index.deadline == INT64_MAX);
	end();
}
END_TEST

/* Chats take turns in the order in which they became ready; to be so twice is nothing. */
START_TEST(lets_chats_take_turns)
{
	while (w.n < 100)
		add();
	for (uint32_t i = 0; i < 300; i++)
		e2e_i_index_ready(&w.account, w.entry[i * 37 % 100].chat);
	for (uint32_t i = 0; i < 100; i++) {
		struct e2e_i_chat *first = w.account.index.ready;

		PARTS_TRUE(first == w.entry[i * 37 % 100].chat);
		e2e_i_index_unready(&w.account, first);
		e2e_i_index_unready(&w.account, first);
	}
	PARTS_TRUE(w.account.index.ready == NULL);
	end();
}
END_TEST

START_TEST(adds_nothing_without_memory)
{
	while (w.n < 300) {
		struct entry *e = &w.entry[w.n];

		*e = (struct entry){ NULL, new_id(), INT64_MAX, false };
		for (size_t at = 1; e->chat == NULL; at++) {
			parts_fail(&w.memory, at);
			e->chat = e2e_i_index_add(&w.account, e->id);
			PARTS_TRUE((e->chat == NULL) == (w.memory.calls >= at));
			if (e->chat == NULL)
				PARTS_TRUE(e2e_i_index_find(&w.account, e->id) == NULL);
			w.n += e->chat != NULL;
			check_all();
		}
	}
	parts_fail(&w.memory, 0);
	end();
}
END_TEST

TCase *
parts_case_index(void)
{
	TCase *index = tcase_create("index");

	tcase_set_timeout(index, 60);
	tcase_add_checked_fixture(index, setup, NULL);
	tcase_add_test(index, finds_nothing_where_nothing_is);
	tcase_add_test(index, knows_ten_thousand_chats);
	tcase_add_test(index, knows_a_few_chats);
	tcase_add_test(index, hands_out_deadlines_in_order);
	tcase_add_test(index, lets_chats_take_turns);
	tcase_add_test(index, adds_nothing_without_memory);
	return index;
}
