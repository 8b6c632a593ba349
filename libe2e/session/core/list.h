/* SPDX-License-Identifier: ISC */
/*
 * Sorted lists for the many small things of a chat: messages, gaps, timers.  Adding and removing
 * at the ends is cheap; an item in the middle is found by bisection.  The saved part of an item
 * in a list never changes.  To change it, replace the item through the transaction
 * (transaction.h), which can undo that.
 */
#ifndef E2E_SESSION_LIST_H
#define E2E_SESSION_LIST_H

#include <stdbool.h>

#include <e2e/backend.h>

/* The head of every item.  Keys are unique in a list. */
struct e2e_i_item {
	int64_t key;
	uint8_t *blob;   /* owned, or NULL               */
	uint32_t blob_n;
	uint32_t bytes;  /* of the item without its blob */
};

struct e2e_i_list {
	struct e2e_i_item **v; /* owned; the first item is at v[first]  */
	uint32_t first;        /* entries of v before the first item   */
	uint32_t n;            /* items                                */
	uint32_t room;         /* entries of v                         */
};

/*
 * A new item of BYTES bytes with KEY and room for a blob of BLOB_N bytes.  All bytes behind its
 * head are zero.  NULL without memory.
 */
void *e2e_i_item_new(const struct e2e_allocator *allocator, uint32_t bytes, int64_t key,
                     size_t blob_n);

/* Wipe and free ITEM with its blob; it may be NULL. */
void e2e_i_item_free(const struct e2e_allocator *allocator, struct e2e_i_item *item);

/*
 * Copy the N bytes of SAVED behind the head of ITEM, into its const member `saved`.  Only for new
 * items: one in a list has to be replaced, or its row is not written.
 */
void e2e_i_item_fill(struct e2e_i_item *item, const void *saved, size_t n);

/* Wipe and free the blob of ITEM. */
void e2e_i_item_strip(const struct e2e_allocator *allocator, struct e2e_i_item *item);

/* Make room for one more item.  E2E_ERR_NOMEM. */
int32_t e2e_i_list_reserve(struct e2e_i_list *list, const struct e2e_allocator *allocator);

/*
 * Put ITEM in its place.  Room must have been reserved or left by a removal, and no item of LIST
 * may have its key.
 */
void e2e_i_list_insert(struct e2e_i_list *list, struct e2e_i_item *item);

/* Remove ITEM, which must be in LIST.  It is not freed. */
void e2e_i_list_remove(struct e2e_i_list *list, const struct e2e_i_item *item);

/* The item with KEY, or NULL. */
void *e2e_i_list_find(const struct e2e_i_list *list, int64_t key);

/* How many items have a key below KEY. */
uint32_t e2e_i_list_below(const struct e2e_i_list *list, int64_t key);

/* The item at INDEX, counted from 0, or NULL. */
void *e2e_i_list_at(const struct e2e_i_list *list, uint32_t index);

/* The last item, or NULL. */
void *e2e_i_list_last(const struct e2e_i_list *list);

/* Free room that is no longer needed.  No change that may still be undone may be left. */
void e2e_i_list_shrink(struct e2e_i_list *list, const struct e2e_allocator *allocator);

/* Free all items and the list's own memory. */
void e2e_i_list_free(struct e2e_i_list *list, const struct e2e_allocator *allocator);

#endif
