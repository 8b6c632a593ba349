/* SPDX-License-Identifier: ISC */
/* Finding chats: a hash table by id, a heap by deadline, and a ring of chats with calls to make. */
#include "config.h"

#include "session/core/index.h"

#include "base/mem.h"

#include <string.h>

#define ROOM_FIRST 8

/* ---- By id: open addressing, at most half full ---------------------------------------- */

static uint32_t
slot_of(const struct e2e_account *account, int32_t id)
{
	uint32_t h = (uint32_t)id * UINT32_C(2654435769);

	return (h ^ h >> 15) & (account->index.hash_room - 1);
}

/* The slot of ID, or the empty slot where ID belongs. */
static uint32_t
find_slot(const struct e2e_account *account, int32_t id)
{
	const struct e2e_i_index *index = &account->index;
	uint32_t slot = slot_of(account, id);

	while (index->hash[slot] != 0 &&
	       index->chats[index->hash[slot] - 1]->core.id != id)
		slot = (slot + 1) & (index->hash_room - 1);
	return slot;
}

struct e2e_i_chat *
e2e_i_index_find(const struct e2e_account *account, int32_t id)
{
	const struct e2e_i_index *index = &account->index;
	uint32_t place;

	if (index->hash_room == 0)
		return NULL;
	place = index->hash[find_slot(account, id)];
	return place != 0 ? index->chats[place - 1] : NULL;
}

static void
hash_all(struct e2e_account *account)
{
	struct e2e_i_index *index = &account->index;

	memset(index->hash, 0, index->hash_room * sizeof index->hash[0]);
	for (uint32_t i = 0; i < index->n; i++)
		index->hash[find_slot(account, index->chats[i]->core.id)] = i + 1;
}

/* Empty SLOT, and move up the entries that are behind it only because it was taken. */
static void
hash_remove(struct e2e_account *account, uint32_t slot)
{
	struct e2e_i_index *index = &account->index;
	uint32_t mask = index->hash_room - 1, next = slot;

	index->hash[slot] = 0;
	for (;;) {
		uint32_t home;

		next = (next + 1) & mask;
		if (index->hash[next] == 0)
			return;
		home = slot_of(account, index->chats[index->hash[next] - 1]->core.id);
		if (((next - home) & mask) < ((next - slot) & mask))
			continue;
		index->hash[slot] = index->hash[next];
		index->hash[next] = 0;
		slot = next;
	}
}

/* ---- By deadline: a heap with the earliest at the top ------------------------------------ */

static void
heap_put(struct e2e_account *account, uint32_t at, struct e2e_i_chat *chat)
{
	account->index.heap[at] = chat;
	chat->index.heap = at;
}

static void
heap_up(struct e2e_account *account, struct e2e_i_chat *chat)
{
	uint32_t at = chat->index.heap;

	while (at > 0 && account->index.heap[(at - 1) / 2]->index.deadline > chat->index.deadline) {
		heap_put(account, at, account->index.heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	heap_put(account, at, chat);
}

static void
heap_down(struct e2e_account *account, struct e2e_i_chat *chat, uint32_t n)
{
	struct e2e_i_index *index = &account->index;
	uint32_t at = chat->index.heap;

	for (;;) {
		uint32_t child = 2 * at + 1;

		if (child >= n)
			break;
		if (child + 1 < n &&
		    index->heap[child + 1]->index.deadline < index->heap[child]->index.deadline)
			child++;
		if (index->heap[child]->index.deadline >= chat->index.deadline)
			break;
		heap_put(account, at, index->heap[child]);
		at = child;
	}
	heap_put(account, at, chat);
}

void
e2e_i_index_deadline(struct e2e_account *account, struct e2e_i_chat *chat, int64_t deadline)
{
	if (chat->index.deadline == deadline)
		return;
	chat->index.deadline = deadline;
	heap_up(account, chat);
	heap_down(account, chat, account->index.n);
}

int64_t
e2e_i_index_first(const struct e2e_account *account)
{
	return account->index.n > 0 ? account->index.heap[0]->index.deadline : INT64_MAX;
}

/* ---- Chats with a call to make: a ring ----------------------------------------------------- */

void
e2e_i_index_ready(struct e2e_account *account, struct e2e_i_chat *chat)
{
	struct e2e_i_index *index = &account->index;

	if (chat->index.ready)
		return;
	chat->index.ready = true;
	if (index->ready == NULL) {
		chat->index.ready_next = chat->index.ready_before = chat;
		index->ready = chat;
		return;
	}
	chat->index.ready_next = index->ready;
	chat->index.ready_before = index->ready->index.ready_before;
	chat->index.ready_before->index.ready_next = chat;
	index->ready->index.ready_before = chat;
}

void
e2e_i_index_unready(struct e2e_account *account, struct e2e_i_chat *chat)
{
	if (!chat->index.ready)
		return;
	chat->index.ready = false;
	if (account->index.ready == chat)
		account->index.ready =
			chat->index.ready_next != chat ? chat->index.ready_next : NULL;
	chat->index.ready_next->index.ready_before = chat->index.ready_before;
	chat->index.ready_before->index.ready_next = chat->index.ready_next;
	chat->index.ready_next = chat->index.ready_before = NULL;
}

/* ---- All together -------------------------------------------------------------------------- */

/* Double the room in all three arrays.  E2E_ERR_NOMEM changes nothing. */
static int32_t
enlarge(struct e2e_account *account)
{
	struct e2e_i_index *index = &account->index;
	const struct e2e_allocator *m = &account->allocator;
	uint32_t room = index->room < ROOM_FIRST ? ROOM_FIRST : 2 * index->room;
	struct e2e_i_chat **chats = e2e_i_mem_new(m, room * sizeof *chats);
	struct e2e_i_chat **heap = e2e_i_mem_new(m, room * sizeof *heap);
	uint32_t *hash = e2e_i_mem_new(m, 2 * room * sizeof *hash);

	if (chats == NULL || heap == NULL || hash == NULL) {
		e2e_i_mem_free(m, chats, room * sizeof *chats);
		e2e_i_mem_free(m, heap, room * sizeof *heap);
		e2e_i_mem_free(m, hash, 2 * room * sizeof *hash);
		return E2E_ERR_NOMEM;
	}
	if (index->n > 0) {
		memcpy(chats, index->chats, index->n * sizeof *chats);
		memcpy(heap, index->heap, index->n * sizeof *heap);
	}
	e2e_i_index_free(account);
	index->chats = chats;
	index->heap = heap;
	index->hash = hash;
	index->room = room;
	index->hash_room = 2 * room;
	hash_all(account);
	return E2E_OK;
}

struct e2e_i_chat *
e2e_i_index_add(struct e2e_account *account, int32_t id)
{
	struct e2e_i_index *index = &account->index;
	struct e2e_i_chat *chat;

	if (index->n == index->room && enlarge(account) != E2E_OK)
		return NULL;
	chat = e2e_i_mem_new(&account->allocator, sizeof *chat);
	if (chat == NULL)
		return NULL;
	chat->core.id = id;
	chat->index.deadline = INT64_MAX;
	chat->timers.next = INT64_MAX;
	index->hash[find_slot(account, id)] = index->n + 1;
	chat->index.place = index->n;
	index->chats[chat->index.place] = chat;
	heap_put(account, index->n, chat);
	index->n++;
	return chat;
}

void
e2e_i_index_remove(struct e2e_account *account, struct e2e_i_chat *chat)
{
	struct e2e_i_index *index = &account->index;
	struct e2e_i_chat *last = index->chats[index->n - 1];
	struct e2e_i_chat *moved = index->heap[index->n - 1];

	e2e_i_index_unready(account, chat);
	hash_remove(account, find_slot(account, chat->core.id));
	if (last != chat) {
		index->hash[find_slot(account, last->core.id)] = chat->index.place + 1;
		last->index.place = chat->index.place;
		index->chats[last->index.place] = last;
	}
	index->n--;
	if (moved != chat) {
		heap_put(account, chat->index.heap, moved);
		heap_up(account, moved);
		heap_down(account, moved, index->n);
	}
}

void
e2e_i_index_rename(struct e2e_account *account, struct e2e_i_chat *chat, int32_t old)
{
	int32_t id = chat->core.id;

	chat->core.id = old;
	hash_remove(account, find_slot(account, old));
	chat->core.id = id;
	account->index.hash[find_slot(account, id)] = chat->index.place + 1;
}

void
e2e_i_index_free(struct e2e_account *account)
{
	struct e2e_i_index *index = &account->index;
	const struct e2e_allocator *m = &account->allocator;

	e2e_i_mem_free(m, index->chats, index->room * sizeof index->chats[0]);
	e2e_i_mem_free(m, index->heap, index->room * sizeof index->heap[0]);
	e2e_i_mem_free(m, index->hash, index->hash_room * sizeof index->hash[0]);
	index->chats = index->heap = NULL;
	index->hash = NULL;
	index->room = index->hash_room = 0;
}
