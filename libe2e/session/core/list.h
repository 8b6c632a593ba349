/* SPDX-License-Identifier: ISC */
/*
 * A chat's many small things (messages sent, held, waiting; gaps; timers): sorted by
 * number, so that the ends are cheap and the middle is found by bisection.  What is in a
 * list is never changed where a row depends on it: it is replaced, through the transaction
 * (transaction.h), which can undo that.
 */
#ifndef E2E_SESSION_LIST_H
#define E2E_SESSION_LIST_H

#include <stdbool.h>

#include <e2e/backend.h>

/* What every item begins with. */
struct e2e_i_item {
	int64_t key;
	uint8_t *blob;   /* owned, or NULL */
	uint32_t blob_n;
	uint32_t bytes;  /* of the item    */
};

struct e2e_i_list {
	struct e2e_i_item **v; /* owned; the first item is at v[first] */
	uint32_t first;
	uint32_t n;
	uint32_t room;
};

/* A zeroed item of BYTES with KEY and a blob of BLOB_N bytes (not filled), or NULL. */
void *e2e_i_item_new(const struct e2e_allocator *allocator, uint32_t bytes, int64_t key,
                     size_t blob_n);
void e2e_i_item_free(const struct e2e_allocator *allocator, struct e2e_i_item *item);

/*
 * Fill in the N bytes of SAVED behind the head of ITEM: its const member `saved`.  For new items:
 * one in a list is to be replaced, or its row says what it said before.
 */
void e2e_i_item_fill(struct e2e_i_item *item, const void *saved, size_t n);

/* Wipe and free the blob alone. */
void e2e_i_item_strip(const struct e2e_allocator *allocator, struct e2e_i_item *item);

/* Room for one more, or E2E_ERR_NOMEM. */
int32_t e2e_i_list_reserve(struct e2e_i_list *list, const struct e2e_allocator *allocator);

/* Put ITEM where it belongs; there is room, reserved or left by a removal, and none with its key. */
void e2e_i_list_insert(struct e2e_i_list *list, struct e2e_i_item *item);

/* Take ITEM out, which is in it. */
void e2e_i_list_remove(struct e2e_i_list *list, const struct e2e_i_item *item);

/* The item with KEY, or NULL; the number of items below KEY. */
void *e2e_i_list_find(const struct e2e_i_list *list, int64_t key);
uint32_t e2e_i_list_below(const struct e2e_i_list *list, int64_t key);

/* Item INDEX, or NULL; the last one, or NULL. */
void *e2e_i_list_at(const struct e2e_i_list *list, uint32_t index);
void *e2e_i_list_last(const struct e2e_i_list *list);

/* Give back room that is not needed any more; nothing to undo may be left. */
void e2e_i_list_shrink(struct e2e_i_list *list, const struct e2e_allocator *allocator);

/* Free all items and the list's own memory. */
void e2e_i_list_free(struct e2e_i_list *list, const struct e2e_allocator *allocator);

#endif
