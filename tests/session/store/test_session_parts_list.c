/* SPDX-License-Identifier: ISC */
/* Sorted lists, against a row of flags (session/core/list.h). */
#include "config.h"

#include "test_session_parts_shared.h"

#include "session/core/list.h"

#include <string.h>

#define KEYS 64

/* What is in the list, and where. */
struct model {
	struct parts_memory memory;
	struct e2e_i_list list;
	struct e2e_i_item *item[KEYS]; /* or NULL */
	uint32_t n;
};

/* Keys far apart, of both signs, in ascending order. */
static int64_t
key_of(size_t index)
{
	static const int64_t edge[] = { INT64_MIN, INT64_MIN + 1, -5 };

	if (index < PARTS_N(edge))
		return edge[index];
	return index == KEYS - 1 ? INT64_MAX : (int64_t)index * INT64_C(123456789012);
}

static void
model_init(struct model *m)
{
	memset(m, 0, sizeof *m);
	parts_memory_init(&m->memory);
}

static void
check(const struct model *m)
{
	uint32_t below = 0;

	PARTS_TRUE(m->list.n == m->n);
	for (size_t i = 0; i < KEYS; i++) {
		PARTS_TRUE(e2e_i_list_below(&m->list, key_of(i)) == below);
		PARTS_TRUE(e2e_i_list_find(&m->list, key_of(i)) == m->item[i]);
		if (m->item[i] == NULL)
			continue;
		PARTS_TRUE(e2e_i_list_at(&m->list, below) == m->item[i]);
		below++;
		if (below == m->n)
			PARTS_TRUE(e2e_i_list_last(&m->list) == m->item[i]);
	}
	PARTS_TRUE(e2e_i_list_at(&m->list, m->n) == NULL);
	PARTS_TRUE(e2e_i_list_at(&m->list, UINT32_MAX) == NULL);
	if (m->n == 0)
		PARTS_TRUE(e2e_i_list_last(&m->list) == NULL);
}

static void
insert(struct model *m, size_t i)
{
	const struct e2e_allocator *a = &m->memory.allocator;

	if (m->item[i] != NULL)
		return;
	PARTS_TRUE(e2e_i_list_reserve(&m->list, a) == E2E_OK);
	m->item[i] = e2e_i_item_new(a, sizeof *m->item[i], key_of(i), i);
	PARTS_TRUE(m->item[i] != NULL);
	e2e_i_list_insert(&m->list, m->item[i]);
	m->n++;
}

static void
take_out(struct model *m, size_t i)
{
	if (m->item[i] == NULL)
		return;
	e2e_i_list_remove(&m->list, m->item[i]);
	e2e_i_item_free(&m->memory.allocator, m->item[i]);
	m->item[i] = NULL;
	m->n--;
}

static void
model_free(struct model *m)
{
	e2e_i_list_free(&m->list, &m->memory.allocator);
	PARTS_TRUE(m->memory.live == 0);
	PARTS_TRUE(m->list.n == 0);
	PARTS_TRUE(e2e_i_list_at(&m->list, 0) == NULL);
}

START_TEST(finds_what_was_put_in)
{
	uint64_t seed = 11;

	for (size_t few = 1; few <= KEYS; few *= 2) {
		struct model m;

		model_init(&m);
		check(&m);
		for (int i = 0; i < 3000; i++) {
			size_t at = tu_next(&seed) % few + (KEYS - few) / 2;

			if (tu_next(&seed) % 2 == 0)
				insert(&m, at);
			else
				take_out(&m, at);
			check(&m);
		}
		model_free(&m);
	}
}
END_TEST

/* Numbers go in at one end and out at the other, as messages do. */
START_TEST(stays_small_as_a_queue)
{
	for (int64_t length = 1; length < 40; length += 3) {
		struct parts_memory memory;
		struct e2e_i_list list = { NULL, 0, 0, 0 };
		const struct e2e_allocator *a = &memory.allocator;

		parts_memory_init(&memory);
		for (int64_t key = 0; key < 5000; key++) {
			struct e2e_i_item *item = e2e_i_item_new(a, sizeof *item, key, 0);

			PARTS_TRUE(e2e_i_list_reserve(&list, a) == E2E_OK);
			e2e_i_list_insert(&list, item);
			if (key < length)
				continue;
			item = e2e_i_list_at(&list, 0);
			PARTS_TRUE(item->key == key - length);
			e2e_i_list_remove(&list, item);
			e2e_i_item_free(a, item);
			PARTS_TRUE(list.n == length);
		}
		PARTS_TRUE(list.room <= 4 * (uint32_t)length + 4);
		e2e_i_list_free(&list, a);
		PARTS_TRUE(memory.live == 0);
	}
}
END_TEST

START_TEST(reserve_changes_nothing_without_memory)
{
	uint64_t seed = 12;
	struct model m;

	model_init(&m);
	for (size_t i = 0; i < KEYS; i++) {
		int32_t err;

		parts_fail(&m.memory, 1);
		err = e2e_i_list_reserve(&m.list, &m.memory.allocator);
		PARTS_TRUE(err == (m.memory.calls == 0 ? E2E_OK : E2E_ERR_NOMEM));
		check(&m);
		parts_fail(&m.memory, 0);
		insert(&m, i);
		take_out(&m, tu_next(&seed) % KEYS);
		insert(&m, i);
	}
	model_free(&m);
}
END_TEST

/* ---- Undone ----------------------------------------------------------------------------- */

struct step {
	size_t key;
	struct e2e_i_item *item;
	bool inserted;
};

/* What session/core/transaction.c does: room was there before, so it is there now. */
static void
undo(struct model *m, const struct step *step)
{
	if (step->inserted) {
		e2e_i_list_remove(&m->list, step->item);
		e2e_i_item_free(&m->memory.allocator, step->item);
		m->item[step->key] = NULL;
		m->n--;
	} else {
		e2e_i_list_insert(&m->list, step->item);
		m->item[step->key] = step->item;
		m->n++;
	}
}

/* One change at KEY, whichever is possible. */
static void
change(struct model *m, struct step *step, size_t key)
{
	*step = (struct step){ key, m->item[key], m->item[key] == NULL };
	if (step->inserted) {
		insert(m, key);
		step->item = m->item[key];
	} else {
		e2e_i_list_remove(&m->list, step->item);
		m->item[key] = NULL;
		m->n--;
	}
}

#define FEW   6
#define STEPS 4

/*
 * Change a list of the keys in WHICH step by step as CODE says, and back.  FRONT keys were
 * in front of them before, so that there is room at that end.
 */
static void
there_and_back(uint32_t which, size_t front, size_t code)
{
	struct e2e_i_item *before[FEW];
	struct step step[STEPS];
	struct model m;

	model_init(&m);
	for (size_t i = 0; i < front; i++)
		insert(&m, i);
	for (size_t i = 0; i < FEW; i++) {
		if ((which >> i & 1) != 0)
			insert(&m, front + i);
	}
	for (size_t i = 0; i < front; i++)
		take_out(&m, i);
	memcpy(before, m.item + front, sizeof before);
	for (size_t i = 0; i < STEPS; i++, code /= FEW)
		change(&m, &step[i], front + code % FEW);
	for (size_t i = STEPS; i > 0; i--)
		undo(&m, &step[i - 1]);
	PARTS_TRUE(memcmp(before, m.item + front, sizeof before) == 0);
	check(&m);
	model_free(&m);
}

START_TEST(undoes_every_few_changes)
{
	for (size_t front = 0; front < 3; front++) {
		for (uint32_t which = 0; which < 1u << FEW; which++) {
			for (size_t code = 0; code < FEW * FEW * FEW * FEW; code++)
				there_and_back(which, front, code);
		}
	}
}
END_TEST

START_TEST(undoes_many_changes)
{
	uint64_t seed = 13;

	for (int round = 0; round < 300; round++) {
		const size_t few = 2 + tu_next(&seed) % (KEYS - 2);
		struct model m;

		model_init(&m);
		for (int tx = 0; tx < 40; tx++) {
			struct e2e_i_item *before[KEYS];
			struct step step[30];
			const size_t n = tu_next(&seed) % (PARTS_N(step) + 1);

			for (int i = 0; i < 5; i++) {
				insert(&m, tu_next(&seed) % few);
				take_out(&m, tu_next(&seed) % few);
			}
			memcpy(before, m.item, sizeof before);
			for (size_t i = 0; i < n; i++)
				change(&m, &step[i], tu_next(&seed) % few);
			for (size_t i = n; i > 0; i--)
				undo(&m, &step[i - 1]);
			PARTS_TRUE(memcmp(before, m.item, sizeof before) == 0);
			check(&m);
		}
		model_free(&m);
	}
}
END_TEST

/* ---- Items ------------------------------------------------------------------------------ */

struct large {
	struct e2e_i_item item;
	uint64_t more[5];
};

START_TEST(makes_items)
{
	struct parts_memory memory;
	struct large *large;

	parts_memory_init(&memory);
	large = e2e_i_item_new(&memory.allocator, sizeof *large, -9, 100);
	PARTS_TRUE(large != NULL);
	PARTS_TRUE(large->item.key == -9);
	PARTS_TRUE(large->item.bytes == sizeof *large);
	PARTS_TRUE(large->item.blob_n == 100);
	PARTS_TRUE(tu_all_zero((const uint8_t *)large->more, sizeof large->more));
	memset(large->item.blob, 1, 100);
	memset(large->more, 1, sizeof large->more);
	e2e_i_item_strip(&memory.allocator, &large->item);
	PARTS_TRUE(large->item.blob == NULL);
	PARTS_TRUE(large->item.blob_n == 0);
	PARTS_TRUE(memory.live == 1);
	e2e_i_item_strip(&memory.allocator, &large->item);
	e2e_i_item_free(&memory.allocator, &large->item);

	large = e2e_i_item_new(&memory.allocator, sizeof *large, 0, 0);
	PARTS_TRUE(large->item.blob == NULL);
	e2e_i_item_free(&memory.allocator, &large->item);
	e2e_i_item_free(&memory.allocator, NULL);
	PARTS_TRUE(memory.live == 0);
}
END_TEST

START_TEST(makes_no_item_without_memory)
{
	struct parts_memory memory;

	parts_memory_init(&memory);
	for (size_t at = 1; at <= 2; at++) {
		parts_fail(&memory, at);
		PARTS_TRUE(e2e_i_item_new(&memory.allocator, sizeof(struct large), 1, 8) == NULL);
		PARTS_TRUE(memory.live == 0);
	}
	parts_fail(&memory, 0);
	if (SIZE_MAX > UINT32_MAX) {
		ck_assert_ptr_null(e2e_i_item_new(&memory.allocator, sizeof(struct large), 1,
		                                  SIZE_MAX / 2));
		PARTS_TRUE(memory.live == 0);
	}
}
END_TEST

TCase *
parts_case_list(void)
{
	TCase *list = tcase_create("list");

	tcase_set_timeout(list, 60);
	tcase_add_test(list, finds_what_was_put_in);
	tcase_add_test(list, stays_small_as_a_queue);
	tcase_add_test(list, reserve_changes_nothing_without_memory);
	tcase_add_test(list, undoes_every_few_changes);
	tcase_add_test(list, undoes_many_changes);
	tcase_add_test(list, makes_items);
	tcase_add_test(list, makes_no_item_without_memory);
	return list;
}
