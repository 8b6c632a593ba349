/* SPDX-License-Identifier: ISC */
/*
 * e2e_load(): restoring the account from its rows (doc/design.md, "The account").  A damaged row
 * of a chat does harm to that chat only.
 */
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

#define EPOCHS_MAX (INT64_C(1) << 60) /* sum of the epochs of all chats */
#define CHAT_KEY_N ((size_t)4)        /* bytes of the chat's id, with which keys begin */

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

/* An account without this row starts with the host's time. */
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
 * Set *GROUP to the account's copy of the group of G and P; P empty means the known prime.  This
 * checks only what arithmetic relies on.  That P is prime was checked before it was saved.
 */
static int32_t
load_group(struct e2e_account *account, const struct e2e_dh_group **group, int32_t g,
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
	err = load_group(load->account, &group, row.g, row.p);
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

/* ---- A chat's -------------------------------------------------------------------------------- */

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
		err = load_group(load->account, &group, row.g, row.p);
	if (err != E2E_OK)
		return err;
	core->saved = row;
	if (group != NULL)
		e2e_i_chat_group(core, group);
	load->chat->load.chat = true;
	return E2E_OK;
}

/* Every value of the peer's layers, abort_id and read_due is valid. */
static int32_t
load_counters(struct e2e_i_load *load)
{
	struct e2e_i_counters *counters = &load->chat->core.counters;
	struct e2e_i_counters row;
	int32_t err = e2e_i_saved_get(E2E_I_ROW_COUNTERS, &row, NULL, load->body);

	if (err != E2E_OK)
		return err;
	if (row.epoch > EPOCHS_MAX - load->account->generation.epochs)
		return E2E_ERR_STORE;
	if (counters->epoch != 0)
		return E2E_ERR_ARGUMENT;
	*counters = row;
	counters->due &= E2E_I_DUE_ALL; /* nothing would ever clear another bit */
	load->account->generation.epochs += counters->epoch;
	return E2E_OK;
}

/* ---- One row --------------------------------------------------------------------------------- */

/* How the rows of each table are loaded. */
static const struct {
	int32_t (*load)(struct e2e_i_load *load);
	size_t key_n; /* bytes */
	bool of_chat; /* its keys begin with the id of a chat */
} tables[E2E_I_TABLES] = {
	[E2E_I_TABLE_ACCOUNT] = { .load = load_saved, .key_n = 0 },
	[E2E_I_TABLE_DH] = { .load = load_dh, .key_n = 0 },
	[E2E_I_TABLE_CLOCK] = { .load = load_clock, .key_n = 0 },
	[E2E_I_TABLE_VERDICT] = { .load = load_verdict, .key_n = E2E_SHA256_BYTES },
	[E2E_I_TABLE_CHAT] = {
		.load = load_chat, .key_n = CHAT_KEY_N, .of_chat = true,
	},
	[E2E_I_TABLE_COUNTERS] = {
		.load = load_counters, .key_n = CHAT_KEY_N, .of_chat = true,
	},
	[E2E_I_TABLE_KEY] = {
		.load = e2e_i_load_key, .key_n = CHAT_KEY_N + 1, .of_chat = true,
	},
	[E2E_I_TABLE_HANDSHAKE] = {
		.load = e2e_i_load_handshake, .key_n = CHAT_KEY_N, .of_chat = true,
	},
	[E2E_I_TABLE_REKEY] = {
		.load = e2e_i_load_rekey, .key_n = CHAT_KEY_N, .of_chat = true,
	},
	[E2E_I_TABLE_LISTS + E2E_I_OUTGOING] = {
		.load = e2e_i_load_outgoing, .key_n = CHAT_KEY_N + 8, .of_chat = true,
	},
	[E2E_I_TABLE_LISTS + E2E_I_HELD] = {
		.load = e2e_i_load_held, .key_n = CHAT_KEY_N + 8, .of_chat = true,
	},
	[E2E_I_TABLE_LISTS + E2E_I_GAP] = {
		.load = e2e_i_load_gap, .key_n = CHAT_KEY_N + 8, .of_chat = true,
	},
	[E2E_I_TABLE_LISTS + E2E_I_PENDING] = {
		.load = e2e_i_load_pending, .key_n = CHAT_KEY_N + 8, .of_chat = true,
	},
	[E2E_I_TABLE_LISTS + E2E_I_TIMER] = {
		.load = e2e_i_load_timer, .key_n = CHAT_KEY_N + 8, .of_chat = true,
	},
};

/* Find the chat that the key names, or add it, and read the rest of the key. */
static int32_t
find_chat(struct e2e_i_load *load)
{
	const int32_t id = e2e_i_signed32(e2e_i_load_be32(load->key.p));
	uint64_t suffix = 0;

	for (size_t i = CHAT_KEY_N; i < load->key.n; i++)
		suffix = suffix << 8 | load->key.p[i];
	load->suffix = e2e_i_signed64(suffix);
	load->chat = e2e_i_index_find(load->account, id);
	if (load->chat == NULL)
		load->chat = e2e_i_index_add(load->account, id);
	return load->chat != NULL ? E2E_OK : E2E_ERR_NOMEM;
}

/* Remember that the row has to be deleted, because it cannot be read. */
static int32_t
refuse_row(struct e2e_i_load *load)
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

/* Remember for e2e_start() what the error ERR of a row means. */
static void
remember_error(struct e2e_i_load *load, int32_t err)
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
	if (tables[table].of_chat)
		err = find_chat(&load);
	if (err == E2E_OK)
		err = load_row(&load, (struct e2e_bytes){ value, value_n });
	if (err == E2E_ERR_STORE && table != E2E_I_TABLE_ACCOUNT)
		err = refuse_row(&load);
	remember_error(&load, err);
	if (err == E2E_OK && load.chat != NULL)
		load.chat->load.any = true;
	return err;
}
