/* SPDX-License-Identifier: ISC */
/* Rows of a chat's lists come back. */
#include "config.h"

#include "session/load.h"

#include "proto/ttl.h"
#include "session/calls.h"
#include "session/clock.h"
#include "session/rows.h"

#include <string.h>

#define CAME_MAX  255                /* bits                                       */
#define EARLY_MAX (INT64_C(1) << 60) /* numbers of early messages only grow by one */

/* An item of BYTES with a blob of A and B. */
static void *
new_item(struct e2e_i_load *load, uint32_t bytes, struct e2e_bytes a, struct e2e_bytes b)
{
	struct e2e_i_item *item =
		e2e_i_item_new(&load->account->allocator, bytes, load->suffix, a.n + b.n);

	if (item == NULL)
		return NULL;
	if (a.n > 0)
		memcpy(item->blob, a.p, a.n);
	if (b.n > 0)
		memcpy(item->blob + a.n, b.p, b.n);
	return item;
}

static int32_t
add_item(struct e2e_i_load *load, void *item)
{
	struct e2e_i_list *list = &load->chat->list[load->table - E2E_I_TABLE_LISTS];

	if (item == NULL)
		return E2E_ERR_NOMEM;
	if (e2e_i_list_find(list, load->suffix) != NULL) {
		e2e_i_item_free(&load->account->allocator, item);
		return E2E_ERR_ARGUMENT;
	}
	if (e2e_i_list_reserve(list, &load->account->allocator) != E2E_OK) {
		e2e_i_item_free(&load->account->allocator, item);
		return E2E_ERR_NOMEM;
	}
	e2e_i_list_insert(list, item);
	return E2E_OK;
}

/* One that was acknowledged may be a stub without a packet, and then has no file. */
static bool
good_sent(const struct e2e_tl_state_sent *row)
{
	const int32_t method = row->kind & E2E_I_SENT_METHOD;
	struct e2e_input_file file = E2E_INPUT_FILE_INIT;

	if (!e2e_i_load_range(row->kind, 0, UINT8_MAX) ||
	    !e2e_i_load_range(method, E2E_CALL_SEND, E2E_CALL_SEND_FILE) ||
	    !e2e_i_load_range(row->layer, 0, INT16_MAX) || !e2e_i_load_raws(row->in_seq))
		return false;
	if (method != E2E_CALL_SEND_FILE || row->packet.n == 0)
		return row->file.n == 0;
	return e2e_i_calls_file_read(&file, row->file) == E2E_OK;
}

/* What came, with the reference of a file or without. */
static bool
good_came(int32_t kind, struct e2e_bytes bytes, struct e2e_bytes saved)
{
	struct e2e_remote_file file = E2E_REMOTE_FILE_INIT;

	return e2e_i_load_range(kind, 0, CAME_MAX) && bytes.n > 0 &&
	       (saved.n == 0 || e2e_i_rows_file_get(&file, saved) == E2E_OK);
}

int32_t
e2e_i_load_sent(struct e2e_i_load *load)
{
	const struct e2e_tl_state_sent *row = (const void *)load->object;
	struct e2e_i_sent *sent;

	if (row->ctor != E2E_TL_STATE_SENT || !good_sent(row) || !e2e_i_load_raw(load->suffix))
		return E2E_ERR_STORE;
	sent = new_item(load, sizeof *sent, row->packet, row->file);
	if (sent != NULL) {
		sent->random_id = row->random_id;
		sent->in_raw = row->in_seq;
		sent->date = row->date;
		sent->file_n = (uint32_t)row->file.n;
		sent->layer = (int16_t)row->layer;
		sent->kind = (uint8_t)row->kind;
		if ((row->flags & E2E_TL_STATE_SENT_HAS_GAP) != 0)
			sent->gap = row->gap;
		sent->loaded = 1;
	}
	return add_item(load, sent);
}

int32_t
e2e_i_load_held(struct e2e_i_load *load)
{
	const struct e2e_tl_state_held *row = (const void *)load->object;
	struct e2e_i_came *came;

	if (row->ctor != E2E_TL_STATE_HELD || !e2e_i_load_raw(load->suffix) ||
	    !good_came(row->kind, row->payload, row->file))
		return E2E_ERR_STORE;
	came = new_item(load, sizeof *came, row->payload, row->file);
	if (came != NULL) {
		came->random_id = row->random_id;
		came->key_fingerprint = row->key_fingerprint;
		came->date = row->date;
		came->kind = (uint32_t)row->kind;
		came->file_n = (uint32_t)row->file.n;
	}
	return add_item(load, came);
}

int32_t
e2e_i_load_early(struct e2e_i_load *load)
{
	const struct e2e_tl_state_early *row = (const void *)load->object;
	struct e2e_i_came *came;

	if (row->ctor != E2E_TL_STATE_EARLY || !e2e_i_load_range(load->suffix, 0, EARLY_MAX) ||
	    !good_came(row->kind, row->packet, row->file))
		return E2E_ERR_STORE;
	came = new_item(load, sizeof *came, row->packet, row->file);
	if (came != NULL) {
		came->random_id = row->random_id;
		came->date = row->date;
		came->kind = (uint32_t)row->kind;
		came->file_n = (uint32_t)row->file.n;
	}
	return add_item(load, came);
}

int32_t
e2e_i_load_hole(struct e2e_i_load *load)
{
	const struct e2e_tl_state_hole *row = (const void *)load->object;
	const struct e2e_bytes none = { NULL, 0 };
	struct e2e_i_hole *hole;

	if (row->ctor != E2E_TL_STATE_HOLE || !e2e_i_load_raw(load->suffix) ||
	    !e2e_i_load_range(row->end, load->suffix, E2E_I_SEQ_MAX) || row->tries < 0 ||
	    !e2e_i_load_range(row->asked, -1, E2E_I_SEQ_MAX) ||
	    !e2e_i_load_raws(row->covered) || !e2e_i_load_due(row->give_up) ||
	    !e2e_i_load_past(row->since) || !e2e_i_load_due(row->due))
		return E2E_ERR_STORE;
	hole = new_item(load, sizeof *hole, none, none);
	if (hole != NULL) {
		hole->end = row->end;
		hole->tries = row->tries;
		hole->since = row->since;
		hole->due = row->due;
		hole->asked = row->asked;
		e2e_i_clock_was(load->account, row->since);
		hole->covered = row->covered;
		hole->give_up = row->give_up;
	}
	return add_item(load, hole);
}

/* A timer that an account can have written: one that is let run at all ends in its time. */
static bool
good_timer(const struct e2e_tl_state_timer *row)
{
	const int32_t kinds = E2E_I_TIMER_OUT | E2E_I_TIMER_OPENS | E2E_I_TIMER_ONCE;

	if (!e2e_i_load_range(row->kind, 0, kinds) || !e2e_i_load_past(row->started) ||
	    !e2e_i_load_due(row->due))
		return false;
	if ((row->kind & E2E_I_TIMER_ONCE) != 0)
		return row->ttl == E2E_I_TTL_VIEW_ONCE && row->started == 0 && row->due == 0;
	if (row->ttl <= 0 || row->ttl > E2E_I_TTL_YEAR)
		return false;
	return row->started == 0 ? row->due == 0
	                         : row->due - row->started <= (int64_t)row->ttl * 1000;
}

int32_t
e2e_i_load_timer(struct e2e_i_load *load)
{
	const struct e2e_tl_state_timer *row = (const void *)load->object;
	const struct e2e_bytes none = { NULL, 0 };
	struct e2e_i_timer *timer;

	if (row->ctor != E2E_TL_STATE_TIMER || !good_timer(row))
		return E2E_ERR_STORE;
	timer = new_item(load, sizeof *timer, none, none);
	if (timer != NULL) {
		timer->started = row->started;
		timer->due = row->due;
		timer->ttl = row->ttl;
		timer->date = row->date;
		timer->kind = (uint32_t)row->kind;
		/* the clock may have been set back since: time goes on from here */
		e2e_i_clock_was(load->account, timer->started);
	}
	return add_item(load, timer);
}
