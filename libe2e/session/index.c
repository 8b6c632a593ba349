/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/index.h"

#include "base/mem.h"

#include <string.h>

#define ROOM_FIRST 8

/* ---- By id: open addressing, at most half full ---------------------------------------- */

static uint32_t
slot_of(const struct e2e_account *account, int32_t id)
{
	uint32_t h = (uint32_t)id * UINT32_C(2654435769);

	return (h ^ h >> 15) & (account->hash_room - 1);
}

/* The slot that holds ID, or the empty one where it would stand. */
static uint32_t
find_slot(const struct e2e_account *account, int32_t id)
{
	uint32_t slot = slot_of(account, id);

	while (account->hash[slot] != 0 &&
	       account->chats[account->hash[slot] - 1]->core.id != id)
		slot = (slot + 1) & (account->hash_room - 1);
	return slot;
}

struct e2e_i_chat *
e2e_i_index_find(const struct e2e_account *account, int32_t id)
{
	uint32_t place;

	if (account->hash_room == 0)
		return NULL;
	place = account->hash[find_slot(account, id)];
	return place != 0 ? account->chats[place - 1] : NULL;
}

static void
hash_all(struct e2e_account *account)
{
	memset(account->hash, 0, account->hash_room * sizeof account->hash[0]);
	for (uint32_t i = 0; i < account->n_chats; i++)
		account->hash[find_slot(account, account->chats[i]->core.id)] = i + 1;
}

/* Empty SLOT, and move up what stands behind it only because it was taken. */
static void
hash_remove(struct e2e_account *account, uint32_t slot)
{
	uint32_t mask = account->hash_room - 1, next = slot;

	account->hash[slot] = 0;
	for (;;) {
		uint32_t home;

		next = (next + 1) & mask;
		if (account->hash[next] == 0)
			return;
		home = slot_of(account, account->chats[account->hash[next] - 1]->core.id);
		if (((next - home) & mask) < ((next - slot) & mask))
			continue;
		account->hash[slot] = account->hash[next];
		account->hash[next] = 0;
		slot = next;
	}
}

/* ---- By deadline: a heap, the first at the top ------------------------------------------ */

static void
heap_put(struct e2e_account *account, uint32_t at, struct e2e_i_chat *chat)
{
	account->heap[at] = chat;
	chat->heap = at;
}

static void
heap_up(struct e2e_account *account, struct e2e_i_chat *chat)
{
	uint32_t at = chat->heap;

	while (at > 0 && account->heap[(at - 1) / 2]->deadline > chat->deadline) {
		heap_put(account, at, account->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	heap_put(account, at, chat);
}

static void
heap_down(struct e2e_account *account, struct e2e_i_chat *chat, uint32_t n)
{
	uint32_t at = chat->heap;

	for (;;) {
		uint32_t child = 2 * at + 1;

		if (child >= n)
			break;
		if (child + 1 < n &&
		    account->heap[child + 1]->deadline < account->heap[child]->deadline)
			child++;
		if (account->heap[child]->deadline >= chat->deadline)
			break;
		heap_put(account, at, account->heap[child]);
		at = child;
	}
	heap_put(account, at, chat);
}

void
e2e_i_index_deadline(struct e2e_account *account, struct e2e_i_chat *chat, int64_t deadline)
{
	if (chat->deadline == deadline)
		return;
	chat->deadline = deadline;
	heap_up(account, chat);
	heap_down(account, chat, account->n_chats);
}

int64_t
e2e_i_index_first(const struct e2e_account *account)
{
	return account->n_chats > 0 ? account->heap[0]->deadline : INT64_MAX;
}

/* ---- By having something to send: a ring ------------------------------------------------- */

void
e2e_i_index_ready(struct e2e_account *account, struct e2e_i_chat *chat)
{
	if (chat->ready)
		return;
	chat->ready = true;
	if (account->ready == NULL) {
		chat->ready_next = chat->ready_before = chat;
		account->ready = chat;
		return;
	}
	chat->ready_next = account->ready;
	chat->ready_before = account->ready->ready_before;
	chat->ready_before->ready_next = chat;
	account->ready->ready_before = chat;
}

void
e2e_i_index_unready(struct e2e_account *account, struct e2e_i_chat *chat)
{
	if (!chat->ready)
		return;
	chat->ready = false;
	if (account->ready == chat)
		account->ready = chat->ready_next != chat ? chat->ready_next : NULL;
	chat->ready_next->ready_before = chat->ready_before;
	chat->ready_before->ready_next = chat->ready_next;
	chat->ready_next = chat->ready_before = NULL;
}

/* ---- All together -------------------------------------------------------------------------- */

/* Twice the room in all three, or E2E_ERR_NOMEM and nothing changed. */
static int32_t
grow(struct e2e_account *account)
{
	const struct e2e_allocator *m = &account->allocator;
	uint32_t room = account->chats_room < ROOM_FIRST ? ROOM_FIRST : 2 * account->chats_room;
	struct e2e_i_chat **chats = e2e_i_mem_new(m, room * sizeof *chats);
	struct e2e_i_chat **heap = e2e_i_mem_new(m, room * sizeof *heap);
	uint32_t *hash = e2e_i_mem_new(m, 2 * room * sizeof *hash);

	if (chats == NULL || heap == NULL || hash == NULL) {
		e2e_i_mem_free(m, chats, room * sizeof *chats);
		e2e_i_mem_free(m, heap, room * sizeof *heap);
		e2e_i_mem_free(m, hash, 2 * room * sizeof *hash);
		return E2E_ERR_NOMEM;
	}
	if (account->n_chats > 0) {
		memcpy(chats, account->chats, account->n_chats * sizeof *chats);
		memcpy(heap, account->heap, account->n_chats * sizeof *heap);
	}
	e2e_i_index_free(account);
	account->chats = chats;
	account->heap = heap;
	account->hash = hash;
	account->chats_room = room;
	account->hash_room = 2 * room;
	hash_all(account);
	return E2E_OK;
}

struct e2e_i_chat *
e2e_i_index_add(struct e2e_account *account, int32_t id)
{
	struct e2e_i_chat *chat;

	if (account->n_chats == account->chats_room && grow(account) != E2E_OK)
		return NULL;
	chat = e2e_i_mem_new(&account->allocator, sizeof *chat);
	if (chat == NULL)
		return NULL;
	chat->core.id = id;
	chat->deadline = INT64_MAX;
	chat->timer_next = INT64_MAX;
	account->hash[find_slot(account, id)] = account->n_chats + 1;
	chat->place = account->n_chats;
	account->chats[chat->place] = chat;
	heap_put(account, account->n_chats, chat);
	account->n_chats++;
	return chat;
}

void
e2e_i_index_remove(struct e2e_account *account, struct e2e_i_chat *chat)
{
	struct e2e_i_chat *last = account->chats[account->n_chats - 1];
	struct e2e_i_chat *moved = account->heap[account->n_chats - 1];

	e2e_i_index_unready(account, chat);
	hash_remove(account, find_slot(account, chat->core.id));
	if (last != chat) {
		account->hash[find_slot(account, last->core.id)] = chat->place + 1;
		last->place = chat->place;
		account->chats[last->place] = last;
	}
	account->n_chats--;
	if (moved != chat) {
		heap_put(account, chat->heap, moved);
		heap_up(account, moved);
		heap_down(account, moved, account->n_chats);
	}
}

void
e2e_i_index_rename(struct e2e_account *account, struct e2e_i_chat *chat, int32_t old)
{
	int32_t id = chat->core.id;

	chat->core.id = old;
	hash_remove(account, find_slot(account, old));
	chat->core.id = id;
	account->hash[find_slot(account, id)] = chat->place + 1;
}

void
e2e_i_index_free(struct e2e_account *account)
{
	const struct e2e_allocator *m = &account->allocator;

	e2e_i_mem_free(m, account->chats, account->chats_room * sizeof account->chats[0]);
	e2e_i_mem_free(m, account->heap, account->chats_room * sizeof account->heap[0]);
	e2e_i_mem_free(m, account->hash, account->hash_room * sizeof account->hash[0]);
	account->chats = account->heap = NULL;
	account->hash = NULL;
	account->chats_room = account->hash_room = 0;
}
