/* SPDX-License-Identifier: ISC */
/* Loading the rows of a chat's lists. */
#include "config.h"

#include "proto/ttl.h"
#include "session/core/clock.h"
#include "session/core/input_file.h"
#include "session/store/load_items.h"
#include "session/store/rows.h"

#include <string.h>

#define PENDING_MAX (INT64_C(1) << 60) /* far above any number of a pending packet */

/* Add an item of BYTES bytes, with N bytes of SAVED and a copy of BLOB. */
static int32_t
add_item(struct e2e_i_load *load, uint32_t bytes, const void *saved, size_t n,
         struct e2e_bytes blob)
{
	const struct e2e_allocator *allocator = &load->account->allocator;
	const uint32_t which = load->table - E2E_I_TABLE_LISTS;
	struct e2e_i_list *list = &load->chat->list[which];
	struct e2e_i_item *item;

	if (e2e_i_list_find(list, load->suffix) != NULL)
		return E2E_ERR_ARGUMENT;
	if (e2e_i_list_reserve(list, allocator) != E2E_OK)
		return E2E_ERR_NOMEM;
	item = e2e_i_item_new(allocator, bytes, load->suffix, blob.n);
	if (item == NULL)
		return E2E_ERR_NOMEM;
	if (blob.n > 0)
		memcpy(item->blob, blob.p, blob.n);
	e2e_i_item_fill(item, saved, n);
	if (which == E2E_I_OUTGOING)
		((struct e2e_i_outgoing *)item)->loaded = 1;
	e2e_i_list_insert(list, item);
	return E2E_OK;
}

/* Let *FILE be the last N bytes of BLOB; false if BLOB is shorter. */
static bool
file_of(struct e2e_bytes *file, struct e2e_bytes blob, uint32_t n)
{
	if (n > blob.n)
		return false;
	*file = n > 0 ? (struct e2e_bytes){ blob.p + (blob.n - n), n }
	              : (struct e2e_bytes){ NULL, 0 };
	return true;
}

/*
 * Whether an account can have written ROW with BLOB.  An acknowledged message may have lost its
 * packet; then it has no file reference either.
 */
static bool
is_outgoing_row(const struct e2e_i_saved_outgoing *row, struct e2e_bytes blob)
{
	const int32_t method = row->kind & E2E_I_OUTGOING_METHOD;
	struct e2e_input_file read = E2E_INPUT_FILE_INIT;
	struct e2e_bytes file;

	if (!e2e_i_load_range(method, E2E_CALL_SEND, E2E_CALL_SEND_FILE) ||
	    !file_of(&file, blob, row->file_n))
		return false;
	if (method != E2E_CALL_SEND_FILE || blob.n == file.n)
		return file.n == 0;
	return e2e_i_input_file_get(&read, file) == E2E_OK;
}

/* Whether an account can have written ROW with BLOB: a message, perhaps with a file reference. */
static bool
is_received_row(const struct e2e_i_saved_received *row, struct e2e_bytes blob)
{
	struct e2e_remote_file read = E2E_REMOTE_FILE_INIT;
	struct e2e_bytes file;

	return file_of(&file, blob, row->file_n) && blob.n > file.n &&
	       (file.n == 0 || e2e_i_rows_file_get(&read, file) == E2E_OK);
}

int32_t
e2e_i_load_outgoing(struct e2e_i_load *load)
{
	struct e2e_i_saved_outgoing row;
	struct e2e_bytes blob;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_OUTGOING, &row, &blob, load->body);

	if (err == E2E_OK && (!is_outgoing_row(&row, blob) || !e2e_i_load_seq_no(load->suffix)))
		err = E2E_ERR_STORE;
	if (err != E2E_OK)
		return err;
	return add_item(load, sizeof(struct e2e_i_outgoing), &row, sizeof row, blob);
}

static int32_t
load_received(struct e2e_i_load *load, int64_t suffix_max)
{
	struct e2e_i_saved_received row;
	struct e2e_bytes blob;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_RECEIVED, &row, &blob, load->body);

	if (err == E2E_OK &&
	    (!is_received_row(&row, blob) || !e2e_i_load_range(load->suffix, 0, suffix_max)))
		err = E2E_ERR_STORE;
	if (err != E2E_OK)
		return err;
	return add_item(load, sizeof(struct e2e_i_queued), &row, sizeof row, blob);
}

int32_t
e2e_i_load_held(struct e2e_i_load *load)
{
	return load_received(load, E2E_I_SEQ_MAX);
}

int32_t
e2e_i_load_pending(struct e2e_i_load *load)
{
	return load_received(load, PENDING_MAX);
}

int32_t
e2e_i_load_gap(struct e2e_i_load *load)
{
	const struct e2e_bytes none = { NULL, 0 };
	struct e2e_i_saved_gap row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_GAP, &row, NULL, load->body);

	if (err == E2E_OK && (!e2e_i_load_seq_no(load->suffix) || row.end < load->suffix))
		err = E2E_ERR_STORE;
	if (err != E2E_OK)
		return err;
	e2e_i_clock_was(load->account, row.since);
	return add_item(load, sizeof(struct e2e_i_gap), &row, sizeof row, none);
}

/* Whether an account can have written ROW: a running timer is due within its ttl. */
static bool
is_timer_row(const struct e2e_i_saved_timer *row)
{
	if ((row->kind & E2E_I_TIMER_ONCE) != 0)
		return row->ttl == E2E_I_TTL_VIEW_ONCE && row->started == 0 && row->due == 0;
	if (row->ttl > E2E_I_TTL_YEAR)
		return false;
	return row->started == 0 ? row->due == 0
	                         : row->due - row->started <= (int64_t)row->ttl * 1000;
}

int32_t
e2e_i_load_timer(struct e2e_i_load *load)
{
	const struct e2e_bytes none = { NULL, 0 };
	struct e2e_i_saved_timer row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_TIMER, &row, NULL, load->body);

	if (err == E2E_OK && !is_timer_row(&row))
		err = E2E_ERR_STORE;
	if (err != E2E_OK)
		return err;
	/* the host's clock may have been set back since: the account's time must not go back */
	e2e_i_clock_was(load->account, row.started);
	return add_item(load, sizeof(struct e2e_i_timer), &row, sizeof row, none);
}
