/* SPDX-License-Identifier: ISC */
/* Rows come back (doc/design.md, "The account").  What is wrong with one concerns its chat only. */
#include "config.h"

#include "session/load.h"

#include "base/mem.h"
#include "base/num.h"
#include "base/wipe.h"
#include "proto/ttl.h"
#include "session/clock.h"
#include "session/index.h"
#include "session/rows.h"

#include <string.h>

#define EPOCHS_MAX (INT64_C(1) << 60) /* of all chats                              */
#define REASON_MAX 255                /* a later version may have more than this one */

/* ---- The account's ------------------------------------------------------------------------- */

static int32_t
load_saved(struct e2e_i_load *load)
{
	const struct e2e_tl_state_account *row = (const void *)load->object;
	struct e2e_account *account = load->account;

	if (row->ctor != E2E_TL_STATE_ACCOUNT ||
	    !e2e_i_load_range(row->generation, 0, E2E_GENERATION_MAX) || row->qts < 0)
		return E2E_ERR_STORE;
	account->saved.generation = row->generation;
	account->saved.qts = row->qts;
	account->qts.seen = account->qts.durable = row->qts;
	account->saved_loaded = true;
	return E2E_OK;
}

/* Members that are not there are 0.  Without this row, time begins with the host's. */
static int32_t
load_clock(struct e2e_i_load *load)
{
	const struct e2e_tl_state_clock *row = (const void *)load->object;

	if (row->ctor != E2E_TL_STATE_CLOCK || !e2e_i_load_range(row->time, 1, E2E_NOW_MAX) ||
	    !e2e_i_load_range(row->debt, 0, row->time) ||
	    !e2e_i_load_range(row->bogus, 0, row->time) ||
	    !e2e_i_load_range(row->doubt, 0, row->time - row->bogus))
		return E2E_ERR_STORE;
	if (load->account->saved.clock_at != 0)
		return E2E_ERR_ARGUMENT;
	e2e_i_clock_loaded(load->account, row);
	load->account->saved.rollback = (row->flags & E2E_TL_STATE_CLOCK_HAS_ROLLBACK) != 0;
	load->account->saved.damage = (row->flags & E2E_TL_STATE_CLOCK_HAS_DAMAGE) != 0;
	return E2E_OK;
}

/* What arithmetic needs; that P was found prime is not looked at again. */
static bool
good_group(const struct e2e_dh_group *group)
{
	return e2e_i_load_range(group->g, 2, 7) && group->p[0] >= 0x80 &&
	       (group->p[sizeof group->p - 1] & 1) != 0;
}

static int32_t
load_dh(struct e2e_i_load *load)
{
	const struct e2e_tl_state_dh_config *row = (const void *)load->object;
	struct e2e_account *account = load->account;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	if (row->ctor != E2E_TL_STATE_DH_CONFIG || row->p.n != sizeof group.p)
		return E2E_ERR_STORE;
	group.g = row->g;
	memcpy(group.p, row->p.p, sizeof group.p);
	if (!good_group(&group))
		return E2E_ERR_STORE;
	account->saved.group = e2e_i_account_group(account, &group);
	account->saved.dh_version = row->version;
	return account->saved.group != NULL ? E2E_OK : E2E_ERR_NOMEM;
}

static int32_t
load_verdict(struct e2e_i_load *load)
{
	const struct e2e_tl_state_verdict *row = (const void *)load->object;

	if (row->ctor != E2E_TL_STATE_VERDICT ||
	    (row->verdict != E2E_OK && row->verdict != E2E_REFUSED_PRIME))
		return E2E_ERR_STORE;
	return e2e_dh_verdict_set(load->account->crypto, load->key.p, row->verdict);
}

/* ---- A chat's ---------------------------------------------------------------------------------- */

static int32_t
load_group(struct e2e_i_load *load, const struct e2e_tl_state_chat *row)
{
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;

	if ((row->flags & E2E_TL_STATE_CHAT_HAS_G) == 0)
		return E2E_OK;
	e2e_dh_group_known(&group);
	group.g = row->g;
	if ((row->flags & E2E_TL_STATE_CHAT_HAS_P) != 0) {
		if (row->p.n != sizeof group.p)
			return E2E_ERR_STORE;
		memcpy(group.p, row->p.p, sizeof group.p);
	}
	if (!good_group(&group))
		return E2E_ERR_STORE;
	load->chat->core.group = e2e_i_account_group(load->account, &group);
	return load->chat->core.group != NULL ? E2E_OK : E2E_ERR_NOMEM;
}

static int32_t
load_chat(struct e2e_i_load *load)
{
	const struct e2e_tl_state_chat *row = (const void *)load->object;
	struct e2e_i_core *core = &load->chat->core;
	int32_t err;

	if (row->ctor != E2E_TL_STATE_CHAT ||
	    !e2e_i_load_range(row->state, E2E_I_ASKED, E2E_I_CLOSED) ||
	    !e2e_i_load_range(row->reason, 0, REASON_MAX))
		return E2E_ERR_STORE;
	if (load->chat->loaded_chat)
		return E2E_ERR_ARGUMENT;
	err = load_group(load, row);
	if (err != E2E_OK)
		return err;
	core->creator = (row->flags & E2E_TL_STATE_CHAT_HAS_CREATOR) != 0;
	core->verified = (row->flags & E2E_TL_STATE_CHAT_HAS_VERIFIED) != 0;
	core->history = (row->flags & E2E_TL_STATE_CHAT_HAS_HISTORY) != 0;
	core->discard = (row->flags & E2E_TL_STATE_CHAT_HAS_DISCARD) != 0;
	core->user_id = row->user_id;
	core->access_hash = row->access_hash;
	core->date = row->date;
	core->stage = (uint32_t)row->state;
	core->reason = (uint32_t)row->reason;
	core->layer = row->layer;
	if ((row->flags & E2E_TL_STATE_CHAT_HAS_USER_HASH) != 0)
		core->user_hash = row->user_hash;
	if ((row->flags & E2E_TL_STATE_CHAT_HAS_KEY_HASH) != 0) {
		if (row->key_hash.n != sizeof core->key_hash)
			return E2E_ERR_STORE;
		memcpy(core->key_hash, row->key_hash.p, sizeof core->key_hash);
		core->has_hash = true;
	}
	load->chat->loaded_chat = true;
	return E2E_OK;
}

static bool
load_range_of(struct e2e_i_range *range, int64_t from, int64_t to, int32_t out_seq)
{
	if (from < 0 || from >= to || to > out_seq)
		return false;
	range->from = (int32_t)from;
	range->to = (int32_t)to;
	return true;
}

/* Into RANGES: none is empty or ends above what was sent, and others only follow a first. */
static bool
load_ranges(struct e2e_i_range ranges[E2E_I_RANGES], const struct e2e_tl_state_counters *row)
{
	const struct e2e_tl_longs *more = &row->again_more;

	if (row->again_to == row->again_from)
		return more->n == 0;
	if (more->n >= E2E_I_RANGES ||
	    !load_range_of(&ranges[0], row->again_from, row->again_to, row->out_seq))
		return false;
	for (size_t i = 0; i < more->n; i++) {
		if (!load_range_of(&ranges[i + 1], more->v[i] >> 32, more->v[i] & INT32_MAX,
		                   row->out_seq))
			return false;
	}
	return true;
}

/* Members that are not there are 0; layers of the peer, abort_id and read_due can be anything. */
static bool
good_counters(const struct e2e_tl_state_counters *row)
{
	return e2e_i_load_range(row->epoch, 1, E2E_I_EPOCH_MAX) && e2e_i_load_raws(row->in_seq) &&
	       e2e_i_load_raws(row->out_seq) && e2e_i_load_raws(row->acked) &&
	       e2e_i_load_raws(row->sent) && e2e_i_load_range(row->sent_layer, 0, INT16_MAX) &&
	       e2e_i_load_range(row->key_in, 0, row->in_seq) &&
	       e2e_i_load_range(row->key_out, 0, row->out_seq) &&
	       e2e_i_load_range(row->ttl, 0, E2E_I_TTL_YEAR) && e2e_i_load_due(row->due_at) &&
	       row->rekey_at >= 0 && e2e_i_load_range(row->v2_from, 0, E2E_I_SEQ_MAX) &&
	       e2e_i_load_raws(row->again_from) &&
	       e2e_i_load_range(row->again_to, row->again_from, row->out_seq) &&
	       row->unacknowledged >= 0 && e2e_i_load_range(row->pushed, 0, E2E_I_PUSHED_MAX) &&
	       e2e_i_load_range(row->seen_in, 0, row->out_seq) &&
	       e2e_i_load_range(row->caught, 0, row->acked) &&
	       e2e_i_load_range(row->gap_to, 0, row->in_seq) &&
	       e2e_i_load_range(row->gap_from, 0, row->gap_to) &&
	       e2e_i_load_range(row->read_to, 0, row->out_seq) && e2e_i_load_past(row->fresh_at);
}

/* Members that are not always there; false if the ranges are none. */
static bool
load_options(struct e2e_i_counters *n, const struct e2e_tl_state_counters *row)
{
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_NEWEST_LAYER) != 0)
		n->newest_layer = row->newest_layer;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_CAUGHT) != 0)
		n->caught = row->caught;
	n->used = (row->flags & E2E_TL_STATE_COUNTERS_HAS_USED) != 0;
	n->v2 = (row->flags & E2E_TL_STATE_COUNTERS_HAS_V2) != 0;
	n->told = (row->flags & E2E_TL_STATE_COUNTERS_HAS_TOLD) != 0;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_TTL) != 0)
		n->ttl = row->ttl;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_DUE) != 0)
		n->due = (uint32_t)row->due & E2E_I_DUE_ALL; /* others would be due for ever */
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_DUE_AT) != 0)
		n->due_at = row->due_at;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_REKEY_AT) != 0)
		n->rekey_at = row->rekey_at;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_READ_DUE) != 0)
		n->read_due = row->read_due;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_ABORT_ID) != 0)
		n->abort_id = row->abort_id;
	if (n->v2 && (row->flags & E2E_TL_STATE_COUNTERS_HAS_V2_FROM) != 0)
		n->v2_from = row->v2_from;
	n->seen_in = (row->flags & E2E_TL_STATE_COUNTERS_HAS_SEEN_IN) != 0 ? row->seen_in
	                                                                    : row->acked;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_PUSHED) != 0)
		n->pushed = row->pushed;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_GAP_FROM) != 0) {
		n->gap_from = row->gap_from;
		n->gap_to = row->gap_to;
	}
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_FRESH_AT) != 0)
		n->fresh_at = row->fresh_at;
	if (!load_ranges(n->again, row))
		return false;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_UNACKNOWLEDGED) != 0)
		n->unacknowledged = row->unacknowledged;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_NOOP_AT) != 0)
		n->noop_at = (int64_t)(uint32_t)row->noop_at * 1000;
	if ((row->flags & E2E_TL_STATE_COUNTERS_HAS_READ_TO) != 0) {
		n->read_mark = row->read_mark;
		n->read_to = row->read_to;
	}
	return true;
}

static int32_t
load_counters(struct e2e_i_load *load)
{
	const struct e2e_tl_state_counters *row = (const void *)load->object;
	struct e2e_i_counters *n = &load->chat->core.n;

	if (row->ctor != E2E_TL_STATE_COUNTERS || !good_counters(row) ||
	    row->epoch > EPOCHS_MAX - load->account->epochs)
		return E2E_ERR_STORE;
	if (n->epoch != 0)
		return E2E_ERR_ARGUMENT;
	n->epoch = row->epoch;
	n->in_seq = row->in_seq;
	n->out_seq = row->out_seq;
	n->acked = row->acked;
	n->sent = row->sent;
	n->peer_layer = row->peer_layer;
	n->sent_layer = row->sent_layer;
	n->last_layer = row->last_layer;
	n->key_in = row->key_in;
	n->key_out = row->key_out;
	if (!load_options(n, row))
		return E2E_ERR_STORE;
	load->account->epochs += n->epoch;
	return E2E_OK;
}

/* ---- One row ------------------------------------------------------------------------------------ */

static const struct {
	int32_t (*load)(struct e2e_i_load *load);
	size_t key_n;
	bool chat;
} tables[E2E_I_TABLES] = {
	[E2E_I_TABLE_ACCOUNT] = { load_saved, 0, false },
	[E2E_I_TABLE_DH] = { load_dh, 0, false },
	[E2E_I_TABLE_CLOCK] = { load_clock, 0, false },
	[E2E_I_TABLE_VERDICT] = { load_verdict, E2E_SHA256_BYTES, false },
	[E2E_I_TABLE_CHAT] = { load_chat, 4, true },
	[E2E_I_TABLE_COUNTERS] = { load_counters, 4, true },
	[E2E_I_TABLE_KEY] = { e2e_i_load_key, 5, true },
	[E2E_I_TABLE_HANDSHAKE] = { e2e_i_load_handshake, 4, true },
	[E2E_I_TABLE_REKEY] = { e2e_i_load_rekey, 4, true },
	[E2E_I_TABLE_LISTS + E2E_I_SENT] = { e2e_i_load_sent, 12, true },
	[E2E_I_TABLE_LISTS + E2E_I_HELD] = { e2e_i_load_held, 12, true },
	[E2E_I_TABLE_LISTS + E2E_I_HOLE] = { e2e_i_load_hole, 12, true },
	[E2E_I_TABLE_LISTS + E2E_I_EARLY] = { e2e_i_load_early, 12, true },
	[E2E_I_TABLE_LISTS + E2E_I_TIMER] = { e2e_i_load_timer, 12, true },
};

/* The chat and the rest of the name in KEY; the chat is made if it is not there. */
static int32_t
find_chat(struct e2e_i_load *load)
{
	const int32_t id = e2e_i_signed32(e2e_i_load_be32(load->key.p));
	uint64_t suffix = 0;

	for (size_t i = 4; i < load->key.n; i++)
		suffix = suffix << 8 | load->key.p[i];
	load->suffix = e2e_i_signed64(suffix);
	load->chat = e2e_i_index_find(load->account, id);
	if (load->chat == NULL)
		load->chat = e2e_i_index_add(load->account, id);
	return load->chat != NULL ? E2E_OK : E2E_ERR_NOMEM;
}

/* A row that cannot be read is to be deleted, with the chat that it damages if it is of one. */
static int32_t
refuse(struct e2e_i_load *load)
{
	struct e2e_i_refused *row = e2e_i_mem_new(&load->account->allocator, sizeof *row);

	if (row == NULL)
		return E2E_ERR_NOMEM;
	row->has_chat = load->chat != NULL;
	row->chat_id = row->has_chat ? load->chat->core.id : 0;
	row->table = load->table;
	row->key_n = (uint32_t)load->key.n;
	memcpy(row->key, load->key.p, load->key.n);
	row->next = load->account->refused;
	load->account->refused = row;
	return E2E_ERR_STORE;
}

/* What a bad row means is remembered until the start. */
static void
remember(struct e2e_i_load *load, int32_t err)
{
	if (err == E2E_ERR_VERSION)
		load->account->newer = true;
	else if (err == E2E_ERR_STORE && load->chat != NULL)
		load->chat->damaged = true;
	else if (err == E2E_ERR_STORE && load->table == E2E_I_TABLE_ACCOUNT)
		load->account->damaged = true;
}

static int32_t
load_row(struct e2e_i_load *load, struct e2e_bytes value)
{
	uint64_t memory[E2E_TL_ROOM(0) / 8]; /* a row is one struct, whose strings stay where they are */
	int32_t err = e2e_i_rows_open(load->account, &load->object, memory, sizeof memory,
	                              load->table, load->key, value);

	if (err == E2E_OK)
		err = tables[load->table].load(load);
	e2e_i_wipe(memory, sizeof memory);
	return err;
}

int32_t
e2e_load(struct e2e_account *account, uint32_t table, const uint8_t *key, size_t key_n,
         const uint8_t *value, size_t value_n)
{
	struct e2e_i_load load = { account, NULL, NULL, table, { key, key_n }, 0 };
	int32_t err = E2E_OK;

	if (account == NULL || (key == NULL && key_n > 0) || value == NULL || value_n == 0)
		return E2E_ERR_ARGUMENT;
	if (account->started)
		return E2E_ERR_STATE;
	if (table >= E2E_I_TABLES || tables[table].load == NULL || key_n != tables[table].key_n)
		return E2E_ERR_ARGUMENT;
	if (table == E2E_I_TABLE_ACCOUNT && account->saved_loaded)
		return E2E_ERR_ARGUMENT;
	if (table == E2E_I_TABLE_DH && account->saved.group != NULL)
		return E2E_ERR_ARGUMENT;
	if (tables[table].chat)
		err = find_chat(&load);
	if (err == E2E_OK)
		err = load_row(&load, (struct e2e_bytes){ value, value_n });
	if (err == E2E_ERR_STORE && table != E2E_I_TABLE_ACCOUNT)
		err = refuse(&load);
	remember(&load, err);
	if (err == E2E_OK && load.chat != NULL)
		load.chat->loaded = true;
	return err;
}
