/* SPDX-License-Identifier: ISC */
/* Sorted lists: an array of pointers with free room at both ends. */
#include "config.h"

#include "session/core/list.h"

#include "base/mem.h"

#include <string.h>

#define ROOM_FIRST   4
#define SHRINK_ABOVE 16

void *
e2e_i_item_new(const struct e2e_allocator *allocator, uint32_t bytes, int64_t key,
               size_t blob_n)
{
	struct e2e_i_item *item;

	if (blob_n > UINT32_MAX)
		return NULL;
	item = e2e_i_mem_new(allocator, bytes);
	if (item == NULL)
		return NULL;
	item->key = key;
	item->bytes = bytes;
	item->blob_n = (uint32_t)blob_n;
	if (blob_n == 0)
		return item;
	item->blob = e2e_i_mem_new(allocator, blob_n);
	if (item->blob == NULL) {
		e2e_i_mem_free(allocator, item, bytes);
		return NULL;
	}
	return item;
}

void
e2e_i_item_fill(struct e2e_i_item *item, const void *saved, size_t n)
{
	memcpy(item + 1, saved, n);
}

void
e2e_i_item_strip(const struct e2e_allocator *allocator, struct e2e_i_item *item)
{
	e2e_i_mem_free(allocator, item->blob, item->blob_n);
	item->blob = NULL;
	item->blob_n = 0;
}

void
e2e_i_item_free(const struct e2e_allocator *allocator, struct e2e_i_item *item)
{
	if (item == NULL)
		return;
	e2e_i_item_strip(allocator, item);
	e2e_i_mem_free(allocator, item, item->bytes);
}

int32_t
e2e_i_list_reserve(struct e2e_i_list *list, const struct e2e_allocator *allocator)
{
	struct e2e_i_item **v;
	uint32_t room;

	if (list->first + list->n < list->room)
		return E2E_OK;
	if (list->first > list->room / 2) {
		memmove(list->v, list->v + list->first, list->n * sizeof *v);
		list->first = 0;
		return E2E_OK;
	}
	room = list->room < ROOM_FIRST ? ROOM_FIRST : 2 * list->room;
	v = e2e_i_mem_new(allocator, room * sizeof *v);
	if (v == NULL)
		return E2E_ERR_NOMEM;
	if (list->n > 0)
		memcpy(v, list->v + list->first, list->n * sizeof *v);
	e2e_i_mem_free(allocator, list->v, list->room * sizeof *v);
	list->v = v;
	list->first = 0;
	list->room = room;
	return E2E_OK;
}

uint32_t
e2e_i_list_below(const struct e2e_i_list *list, int64_t key)
{
	uint32_t low = 0, high = list->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (list->v[list->first + middle]->key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void *
e2e_i_list_at(const struct e2e_i_list *list, uint32_t index)
{
	return index < list->n ? list->v[list->first + index] : NULL;
}

void *
e2e_i_list_last(const struct e2e_i_list *list)
{
	return list->n > 0 ? list->v[list->first + list->n - 1] : NULL;
}

void *
e2e_i_list_find(const struct e2e_i_list *list, int64_t key)
{
	struct e2e_i_item *item = e2e_i_list_at(list, e2e_i_list_below(list, key));

	return item != NULL && item->key == key ? item : NULL;
}

void
e2e_i_list_insert(struct e2e_i_list *list, struct e2e_i_item *item)
{
	uint32_t index = e2e_i_list_below(list, item->key);
	struct e2e_i_item **at = list->v + list->first + index;

	if (list->first > 0 && (index == 0 || list->first + list->n == list->room)) {
		/* undoing inserts without reserving: the only free room may be in front */
		memmove(list->v + list->first - 1, list->v + list->first, index * sizeof *at);
		list->first--;
		at--;
	} else {
		memmove(at + 1, at, (list->n - index) * sizeof *at);
	}
	*at = item;
	list->n++;
}

void
e2e_i_list_remove(struct e2e_i_list *list, const struct e2e_i_item *item)
{
	uint32_t index = e2e_i_list_below(list, item->key);
	struct e2e_i_item **at = list->v + list->first + index;

	list->n--;
	if (index == 0)
		list->first = list->n == 0 ? 0 : list->first + 1;
	else
		memmove(at, at + 1, (list->n - index) * sizeof *at);
}

void
e2e_i_list_shrink(struct e2e_i_list *list, const struct e2e_allocator *allocator)
{
	struct e2e_i_item **v = NULL;
	uint32_t room = ROOM_FIRST;

	if (list->room <= SHRINK_ABOVE || list->n >= list->room / 4)
		return;
	while (room < 2 * list->n)
		room *= 2;
	v = e2e_i_mem_new(allocator, room * sizeof *v);
	if (v == NULL)
		return;
	if (list->n > 0)
		memcpy(v, list->v + list->first, list->n * sizeof *v);
	e2e_i_mem_free(allocator, list->v, list->room * sizeof *v);
	list->v = v;
	list->first = 0;
	list->room = room;
}

void
e2e_i_list_free(struct e2e_i_list *list, const struct e2e_allocator *allocator)
{
	for (uint32_t i = 0; i < list->n; i++)
		e2e_i_item_free(allocator, list->v[list->first + i]);
	e2e_i_mem_free(allocator, list->v, list->room * sizeof list->v[0]);
	memset(list, 0, sizeof *list);
}
