/* SPDX-License-Identifier: ISC */
/* Where the state of a row is, and how a rule of the protocol changes it. */
#include "config.h"

#include <string.h>

#include "base/num.h"
#include "session/core/index.h"
#include "tests/util/stateutil.h"
#include "test_chat_saved_place.h"

/* ---- Where it is ----------------------------------------------------------------------- */

struct sv_place
sv_place_of(const struct row_kept *row)
{
	struct sv_place p = {
		.row = sr_row_of(row->value, 4),
		.table = row->table,
		.key_n = row->key_n,
	};
	uint64_t suffix = 0;

	ck_assert_ptr_nonnull(p.row);
	memcpy(p.key, row->key, row->key_n);
	if (row->table == E2E_I_TABLE_VERDICT || row->key_n < 4)
		return p;
	p.chat_id = e2e_i_signed32(e2e_i_load_be32(row->key));
	for (size_t i = 4; i < row->key_n; i++)
		suffix = suffix << 8 | row->key[i];
	p.suffix = e2e_i_signed64(suffix);
	return p;
}

struct e2e_i_chat *
sv_chat_of(const struct e2e_account *account, const struct sv_place *p)
{
	return p->chat_id != 0 ? e2e_i_index_find(account, p->chat_id) : NULL;
}

/* An item's saved part is behind its head, whichever list it is of. */
static const void *
item_at(const struct e2e_i_chat *chat, const struct sv_place *p)
{
	const struct e2e_i_item *item =
		e2e_i_list_find(&chat->list[p->table - E2E_I_TABLE_LISTS], p->suffix);

	return item != NULL ? item + 1 : NULL;
}

const void *
sv_look(const struct e2e_account *account, const struct sv_place *p)
{
	const struct e2e_i_chat *chat = sv_chat_of(account, p);

	switch (p->table) {
	case E2E_I_TABLE_ACCOUNT:
		return &account->saved.account;
	case E2E_I_TABLE_CLOCK:
		return &account->saved.clock;
	case E2E_I_TABLE_DH:
		return &account->saved.dh;
	case E2E_I_TABLE_VERDICT:
		return NULL;
	case E2E_I_TABLE_CHAT:
		return &chat->core.saved;
	case E2E_I_TABLE_COUNTERS:
		return &chat->core.counters;
	case E2E_I_TABLE_KEY:
		return chat->core.key[p->suffix] != NULL ? &chat->core.key[p->suffix]->saved : NULL;
	case E2E_I_TABLE_HANDSHAKE:
		return chat->core.handshake;
	case E2E_I_TABLE_REKEY:
		return chat->core.rekey;
	default:
		return item_at(chat, p);
	}
}

/* ---- Changing it ------------------------------------------------------------------------- */

/* An item is replaced by one that says STATE. */
static int32_t
replace_item(struct e2e_i_transaction *tx, const struct sv_place *p, const void *state)
{
	const uint32_t which = p->table - E2E_I_TABLE_LISTS;
	struct e2e_i_item *old = e2e_i_list_find(&tx->chat->list[which], p->suffix);
	struct e2e_i_item *with = e2e_i_item_new(&tx->account->allocator, old->bytes, old->key,
	                                         old->blob_n);

	ck_assert_ptr_nonnull(with);
	memcpy(with + 1, old + 1, old->bytes - sizeof *old);
	if (old->blob_n > 0)
		memcpy(with->blob, old->blob, old->blob_n);
	e2e_i_item_fill(with, state, p->row->bytes);
	ck_assert_int_eq(e2e_i_transaction_remove(tx, which, old), E2E_OK);
	return e2e_i_transaction_insert(tx, which, with);
}

/* What rules change of the clock is beside its row, which is written of it. */
static void
set_clock(struct e2e_account *account, const struct e2e_i_saved_clock *state)
{
	account->saved.clock.rollback = state->rollback;
	account->saved.clock.damage = state->damage;
	account->clock.offset = state->debt;
	account->clock.bogus = state->bogus;
}

static void
set_key(struct e2e_i_transaction *tx, const struct sv_place *p, const void *state)
{
	const uint32_t which = (uint32_t)p->suffix;
	const struct e2e_key key = tx->chat->core.key[which]->key;

	ck_assert_int_eq(e2e_i_transaction_key(tx, which, &key, 0), E2E_OK);
	memcpy((uint8_t *)(uintptr_t)tx->chat->core.key[which] +
	               offsetof(struct e2e_i_key, saved),
	       state, p->row->bytes);
}

/* What a rule of the protocol would write to, to change the state at P; NULL if that takes more. */
static void *
place_to_write(struct e2e_i_transaction *tx, const struct sv_place *p)
{
	switch (p->table) {
	case E2E_I_TABLE_ACCOUNT:
		return &tx->account->saved.account;
	case E2E_I_TABLE_DH:
		return &tx->account->saved.dh;
	case E2E_I_TABLE_CHAT:
		return &tx->chat->core.saved;
	case E2E_I_TABLE_COUNTERS:
		return &tx->chat->core.counters;
	case E2E_I_TABLE_HANDSHAKE:
		return e2e_i_transaction_handshake(tx);
	case E2E_I_TABLE_REKEY:
		return e2e_i_transaction_rekey(tx);
	default:
		return NULL;
	}
}

void
sv_set(struct e2e_i_transaction *tx, const struct sv_place *p, const void *state)
{
	void *to = place_to_write(tx, p);

	if (to != NULL) {
		memcpy(to, state, p->row->bytes);
	} else if (p->table == E2E_I_TABLE_CLOCK) {
		set_clock(tx->account, state);
	} else if (p->table == E2E_I_TABLE_VERDICT) {
		memcpy(tx->verdict_digest, p->key, sizeof tx->verdict_digest);
		tx->verdict = ((const struct e2e_i_saved_verdict *)state)->verdict;
		tx->has_verdict = true;
	} else if (p->table == E2E_I_TABLE_KEY) {
		set_key(tx, p, state);
	} else {
		ck_assert_int_eq(replace_item(tx, p, state), E2E_OK);
	}
}
