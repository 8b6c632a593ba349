/* SPDX-License-Identifier: ISC */
/* Sorted lists, against a row of flags (session/list.h). */
#include "config.h"

#include "test_session_parts.h"

#include "session/list.h"

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

	ck_assert_uint_eq(m->list.n, m->n);
	for (size_t i = 0; i < KEYS; i++) {
		ck_assert_uint_eq(e2e_i_list_below(&m->list, key_of(i)), below);
		ck_assert_ptr_eq(e2e_i_list_find(&m->list, key_of(i)), m->item[i]);
		if (m->item[i] == NULL)
			continue;
		ck_assert_ptr_eq(e2e_i_list_at(&m->list, below), m->item[i]);
		below++;
		if (below == m->n)
			ck_assert_ptr_eq(e2e_i_list_last(&m->list), m->item[i]);
	}
	ck_assert_ptr_null(e2e_i_list_at(&m->list, m->n));
	ck_assert_ptr_null(e2e_i_list_at(&m->list, UINT32_MAX));
	if (m->n == 0)
		ck_assert_ptr_null(e2e_i_list_last(&m->list));
}

static void
insert(struct model *m, size_t i)
{
	const struct e2e_allocator *a = &m->memory.allocator;

	if (m->item[i] != NULL)
		return;
	ck_assert_int_eq(e2e_i_list_reserve(&m->list, a), E2E_OK);
	m->item[i] = e2e_i_item_new(a, sizeof *m->item[i], key_of(i), i);
	ck_assert_ptr_nonnull(m->item[i]);
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
	ck_assert_uint_eq(m->memory.live, 0);
	ck_assert_uint_eq(m->list.n, 0);
	ck_assert_ptr_null(e2e_i_list_at(&m->list, 0));
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

			ck_assert_int_eq(e2e_i_list_reserve(&list, a), E2E_OK);
			e2e_i_list_insert(&list, item);
			if (key < length)
				continue;
			item = e2e_i_list_at(&list, 0);
			ck_assert_int_eq(item->key, key - length);
			e2e_i_list_remove(&list, item);
			e2e_i_item_free(a, item);
			ck_assert_uint_eq(list.n, length);
		}
		ck_assert_uint_le(list.room, 4 * (uint32_t)length + 4);
		e2e_i_list_free(&list, a);
		ck_assert_uint_eq(memory.live, 0);
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
		ck_assert_int_eq(err, m.memory.calls == 0 ? E2E_OK : E2E_ERR_NOMEM);
		check(&m);
		parts_fail(&m.memory, 0);
		insert(&m, i);
		take_out(&m, tu_next(&seed) % KEYS);
		insert(&m, i);
	}
	model_free(&m);
}
END_TEST

/* ---- Undone -------------------------------------------------------------------------------- */

struct step {
	size_t key;
	struct e2e_i_item *item;
	bool inserted;
};

/* What session/work.c does: room was there before, so it is there now. */
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

/*
 * Every sequence of four changes to a list of any six of eight keys, of any layout that
 * removals from its front have left, and back again.
 */
static void
all_changes(const struct model *start, size_t removed, uint32_t which, size_t few)
{
	for (size_t code = 0; code < few * few * few * few; code++) {
		struct step step[4];
		struct model m;
		size_t rest = code;

		model_init(&m);
		for (size_t i = 0; i < few; i++) { /* those come and go first */
			if (i < removed)
				insert(&m, i);
		}
		for (size_t i = removed; i < few; i++) {
			if ((which >> i & 1) != 0)
				insert(&m, i);
		}
		for (size_t i = 0; i < removed; i++)
			take_out(&m, i);
		for (size_t i = 0; i < PARTS_N(step); i++) {
			change(&m, &step[i], rest % few);
			rest /= few;
		}
		for (size_t i = PARTS_N(step); i > 0; i--)
			undo(&m, &step[i - 1]);
		for (size_t i = removed; i < few; i++)
			ck_assert((m.item[i] != NULL) == ((which >> i & 1) != 0));
		check(&m);
		for (size_t i = 0; i < PARTS_N(step); i++) {
			if (!step[i].inserted)
				ck_assert_ptr_eq(e2e_i_list_find(&m.list, key_of(step[i].key)),
				                 m.item[step[i].key]);
		}
		model_free(&m);
	}
	(void)start;
}
