/* SPDX-License-Identifier: ISC */
/* Rows come back (doc/design.md, "The account").  What is wrong with one concerns its chat only. */
#include "config.h"

#include "session/store/load_items.h"
#include "session/store/load_keys.h"

#include "base/mem.h"
#include "base/num.h"
#include "proto/ttl.h"
#include "session/core/clock.h"
#include "session/core/index.h"
#include "session/store/rows.h"

#include <string.h>

#define EPOCHS_MAX (INT64_C(1) << 60) /* of all chats */

/* tl/state.tl can name nothing that is above it. */
_Static_assert(E2E_I_STATE_SEQ_NO_MAX == E2E_I_SEQ_MAX, "sequence numbers");
_Static_assert(E2E_I_STATE_SEQ_COUNT_MAX == E2E_I_SEQ_MAX + 1, "how many there are");
_Static_assert(E2E_I_STATE_NOW_MAX == E2E_NOW_MAX, "times");
_Static_assert(E2E_I_STATE_TIME_MAX ==
                       E2E_NOW_MAX + INT64_C(100) * 366 * 24 * 3600 * 1000,
               "a hundred years at most by settings, or 68 by a ttl");
_Static_assert(E2E_I_STATE_GENERATION_MAX == E2E_GENERATION_MAX, "generations");
_Static_assert(E2E_I_STATE_TTL_MAX == E2E_I_TTL_YEAR, "ttl");
_Static_assert(E2E_I_STATE_STAGES == E2E_I_CLOSED, "stages");
_Static_assert(E2E_I_STATE_PHASES == E2E_I_REKEY_SWITCHED, "phases");
_Static_assert(E2E_I_REKEY_REQUESTED == 1, "the phase in which an exponent is saved");
_Static_assert(E2E_I_STATE_TIMER_KINDS ==
                       (E2E_I_TIMER_OUT | E2E_I_TIMER_OPENS | E2E_I_TIMER_ONCE),
               "kinds of timers");
_Static_assert(E2E_I_STATE_DH_BYTES == E2E_DH_BYTES, "values");
_Static_assert(E2E_I_STATE_KEY_HASH_BYTES == E2E_KEY_HASH_BYTES, "hashes");

/* ---- The account's ------------------------------------------------------------------------- */

static int32_t
load_saved(struct e2e_i_load *load)
{
	struct e2e_account *account = load->account;
	struct e2e_i_saved_account row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_ACCOUNT, &row, NULL, load->body);

	if (err != E2E_OK)
		return err;
	account->saved.account = row;
	account->qts.seen = account->qts.durable = row.qts;
	account->load.has_saved = true;
	return E2E_OK;
}

/* Without this row, time begins with the host's. */
static int32_t
load_clock(struct e2e_i_load *load)
{
	struct e2e_i_saved_clock row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_CLOCK, &row, NULL, load->body);

	if (err != E2E_OK)
		return err;
	if (row.doubt > row.time - row.bogus)
		return E2E_ERR_STORE;
	if (load->account->saved.clock.time != 0)
		return E2E_ERR_ARGUMENT;
	e2e_i_clock_loaded(load->account, &row);
	return E2E_OK;
}

/*
 * *GROUP of G and P, or of the known prime if P is empty; what arithmetic needs is looked at, not
 * that P was found prime.
 */
static int32_t
take_group(struct e2e_account *account, const struct e2e_dh_group **group, int32_t g,
           struct e2e_bytes p)
{
	struct e2e_dh_group own = E2E_DH_GROUP_INIT;

	e2e_dh_group_known(&own);
	own.g = g;
	if (p.n > 0) {
		if (p.n != sizeof own.p)
			return E2E_ERR_STORE;
		memcpy(own.p, p.p, sizeof own.p);
	}
	if (!e2e_i_load_range(g, 2, 7) || own.p[0] < 0x80 || (own.p[sizeof own.p - 1] & 1) == 0)
		return E2E_ERR_STORE;
	*group = e2e_i_account_group(account, &own);
	return *group != NULL ? E2E_OK : E2E_ERR_NOMEM;
}

static int32_t
load_dh(struct e2e_i_load *load)
{
	const struct e2e_dh_group *group;
	struct e2e_i_saved_dh row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_DH, &row, NULL, load->body);

	if (err != E2E_OK)
		return err;
	if (row.p.n == 0)
		return E2E_ERR_STORE;
	err = take_group(load->account, &group, row.g, row.p);
	if (err == E2E_OK)
		e2e_i_account_dh(&load->account->saved, group, row.version);
	return err;
}

static int32_t
load_verdict(struct e2e_i_load *load)
{
	struct e2e_i_saved_verdict row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_VERDICT, &row, NULL, load->body);

	if (err != E2E_OK)
		return err;
	if (row.verdict != E2E_OK && row.verdict != E2E_REFUSED_PRIME)
		return E2E_ERR_STORE;
	return e2e_dh_verdict_set(load->account->crypto, load->key.p, row.verdict);
}

/* ---- A chat's ---------------------------------------------------------------------------------- */

static int32_t
load_chat(struct e2e_i_load *load)
{
	const struct e2e_dh_group *group = NULL;
	struct e2e_i_core *core = &load->chat->core;
	struct e2e_i_saved_chat row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_SAVED_CHAT, &row, NULL, load->body);

	if (err != E2E_OK)
		return err;
	if (load->chat->load.chat)
		return E2E_ERR_ARGUMENT;
	if (row.g != 0 || row.p.n > 0)
		err = take_group(load->account, &group, row.g, row.p);
	if (err != E2E_OK)
		return err;
	core->saved = row;
	if (group != NULL)
		e2e_i_chat_group(core, group);
	load->chat->load.chat = true;
	return E2E_OK;
}

/* Layers of the peer, abort_id and read_due can be anything. */
static int32_t
load_counters(struct e2e_i_load *load)
{
	struct e2e_i_counters *n = &load->chat->core.counters;
	struct e2e_i_counters row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_COUNTERS, &row, NULL, load->body);

	if (err != E2E_OK)
		return err;
	if (row.epoch > EPOCHS_MAX - load->account->generation.epochs)
		return E2E_ERR_STORE;
	if (n->epoch != 0)
		return E2E_ERR_ARGUMENT;
	*n = row;
	n->due &= E2E_I_DUE_ALL; /* others would be due for ever */
	load->account->generation.epochs += n->epoch;
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
	[E2E_I_TABLE_LISTS + E2E_I_OUTGOING] = { e2e_i_load_sent, 12, true },
	[E2E_I_TABLE_LISTS + E2E_I_HELD] = { e2e_i_load_held, 12, true },
	[E2E_I_TABLE_LISTS + E2E_I_GAP] = { e2e_i_load_hole, 12, true },
	[E2E_I_TABLE_LISTS + E2E_I_PENDING] = { e2e_i_load_early, 12, true },
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
	row->next = load->account->load.refused;
	load->account->load.refused = row;
	return E2E_ERR_STORE;
}

/* What a bad row means is remembered until the start. */
static void
remember(struct e2e_i_load *load, int32_t err)
{
	if (err == E2E_ERR_VERSION)
		load->account->load.newer = true;
	else if (err == E2E_ERR_STORE && load->chat != NULL)
		load->chat->load.damaged = true;
	else if (err == E2E_ERR_STORE && load->table == E2E_I_TABLE_ACCOUNT)
		load->account->load.damaged = true;
}

static int32_t
load_row(struct e2e_i_load *load, struct e2e_bytes value)
{
	int32_t err =
		e2e_i_rows_open(load->account, &load->body, load->table, load->key, value);

	return err == E2E_OK ? tables[load->table].load(load) : err;
}

int32_t
e2e_load(struct e2e_account *account, uint32_t table, const uint8_t *key, size_t key_n,
         const uint8_t *value, size_t value_n)
{
	struct e2e_i_load load = {
		.account = account,
		.table = table,
		.key = { key, key_n },
	};
	int32_t err = E2E_OK;

	if (account == NULL || (key == NULL && key_n > 0) || value == NULL || value_n == 0)
		return E2E_ERR_ARGUMENT;
	if (account->started)
		return E2E_ERR_STATE;
	if (table >= E2E_I_TABLES || tables[table].load == NULL || key_n != tables[table].key_n)
		return E2E_ERR_ARGUMENT;
	if (table == E2E_I_TABLE_ACCOUNT && account->load.has_saved)
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
		load.chat->load.any = true;
	return err;
}
