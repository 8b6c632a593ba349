/* SPDX-License-Identifier: ISC */
/* The chat that test_session_parts_undo.c changes, seen from inside and as a table of rows. */
#include "config.h"

#include "test_session_parts_table.h"

#include "session/api/end.h"
#include "session/store/rows.h"
#include "tests/util/stateutil.h"

#include <string.h>

const uint32_t pu_list[PU_LISTS] = { E2E_I_TIMER, E2E_I_GAP };
struct pu_test pu;

int64_t
pu_key(int list, int i)
{
	if (list == PU_HOLES)
		return (int64_t)i * 100;
	return i == 0 ? INT64_MIN : (int64_t)(i - 4) * INT64_C(1000000000007);
}

/* ---- The chat as it is ------------------------------------------------------------------ */

static int32_t
number_of(int list, const void *item)
{
	if (list == PU_TIMERS)
		return ((const struct e2e_i_timer *)item)->saved.date;
	return ((const struct e2e_i_gap *)item)->saved.end;
}

static struct pu_state
look(void)
{
	const struct e2e_i_core *core = &pu.chat->core;
	struct pu_state s;

	memset(&s, 0, sizeof s);
	for (int list = 0; list < PU_LISTS; list++) {
		const struct e2e_i_list *l = &pu.chat->list[pu_list[list]];
		uint32_t n = 0;

		for (int i = 0; i < PU_KEYS; i++) {
			const void *item = e2e_i_list_find(l, pu_key(list, i));

			s.item[list][i] = item != NULL ? number_of(list, item) : 0;
			n += item != NULL;
		}
		PARTS_TRUE(l->n == n);
	}
	for (int i = 0; i < 3; i++)
		s.key[i] = core->key[i] != NULL ? core->key[i]->saved.since : 0;
	s.rekey = core->rekey != NULL ? core->rekey->exchange_id : 0;
	s.handshake = core->handshake != NULL ? core->handshake->fingerprint : 0;
	s.in_seq = core->counters.in_seq;
	return s;
}

void
pu_check(void)
{
	const struct pu_state s = look();

	PARTS_TRUE(memcmp(&s, &pu.state, sizeof s) == 0);
}

/* ---- The host's table ------------------------------------------------------------------- */

/* Member PLACE of ROW, or 0 if the row goes. */
static int64_t
number_in(const struct e2e_row *row, size_t place)
{
	struct e2e_bytes body;
	struct sr_row s;

	if (row->value.n == 0)
		return 0;
	PARTS_TRUE(e2e_i_rows_open(pu.account, &body, row->table, row->key, row->value) == E2E_OK);
	sr_open(&s, body.p, body.n);
	return s.v[place];
}

static void
apply_item(const struct e2e_row *row, int list)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	const size_t place = list == PU_TIMERS ? SR_OF(SAVED_TIMER, saved_timer, date)
	                                       : SR_OF(SAVED_GAP, saved_gap, end);

	for (int i = 0; i < PU_KEYS; i++) {
		size_t n = e2e_i_rows_key_of(key, PU_CHAT, pu_key(list, i), 8);

		if (n == row->key.n && memcmp(key, row->key.p, n) == 0) {
			pu.table.item[list][i] = (int32_t)number_in(row, place);
			return;
		}
	}
	ck_abort_msg("a row with a key that no item has");
}

static void
apply(const struct e2e_row *row)
{
	switch (row->table) {
	case E2E_I_TABLE_LISTS + E2E_I_TIMER:
		apply_item(row, PU_TIMERS);
		break;
	case E2E_I_TABLE_LISTS + E2E_I_GAP:
		apply_item(row, PU_HOLES);
		break;
	case E2E_I_TABLE_KEY:
		pu.table.key[row->key.p[4]] = number_in(row, SR_OF(SAVED_KEY, saved_key, since));
		break;
	case E2E_I_TABLE_REKEY:
		pu.table.rekey = number_in(row, SR_OF(REKEY, rekey, exchange_id));
		break;
	case E2E_I_TABLE_HANDSHAKE:
		pu.table.handshake = number_in(row, SR_OF(HANDSHAKE, handshake, fingerprint));
		break;
	case E2E_I_TABLE_COUNTERS:
		PARTS_TRUE(row->value.n > 0);
		pu.table.in_seq = (int32_t)number_in(row, SR_OF(COUNTERS, counters, in_seq));
		break;
	default:
		PARTS_TRUE(row->table == E2E_I_TABLE_CHAT || row->table == E2E_I_TABLE_ACCOUNT ||
		           row->table == E2E_I_TABLE_CLOCK);
		break;
	}
}

uint32_t
pu_drain(void)
{
	uint32_t events = 0;

	for (;;) {
		struct e2e_step step = E2E_STEP_INIT;
		struct e2e_row row = E2E_ROW_INIT;

		PARTS_TRUE(e2e_next(pu.account, &step) == E2E_OK);
		if (step.kind == E2E_STEP_NONE)
			return events;
		PARTS_TRUE(step.kind == E2E_STEP_COMMIT);
		for (uint32_t i = 0; i < step.n_rows; i++) {
			PARTS_TRUE(e2e_row_at(pu.account, &row, i) == E2E_OK);
			apply(&row);
		}
		events += step.n_events;
		PARTS_TRUE(e2e_committed(pu.account, step.id) == E2E_OK);
	}
}

/* ---- Beginning and end ------------------------------------------------------------------ */

void
pu_open(void)
{
	struct e2e_config config = E2E_CONFIG_INIT;

	memset(&pu, 0, sizeof pu);
	parts_memory_init(&pu.memory);
	config.user_id = 42;
	config.allocator = &pu.memory.allocator;
	ck_assert_int_eq(e2e_account_new(&pu.account, &config), E2E_OK);
	ck_assert_int_eq(e2e_start(pu.account, E2E_NOW_MIN), E2E_OK);
	ck_assert_int_eq(e2e_i_transaction_begin(&pu.tx, pu.account, NULL, E2E_NOW_MIN), E2E_OK);
	ck_assert_int_eq(e2e_i_transaction_create(&pu.tx, PU_CHAT), E2E_OK);
	pu.chat = pu.tx.chat;
	pu.chat->core.saved.stage = E2E_I_CLOSED; /* nothing happens to it by itself */
	ck_assert_int_eq(e2e_i_end_transaction(&pu.tx, E2E_OK), E2E_OK);
	(void)pu_drain();
}

void
pu_close(void)
{
	e2e_account_free(pu.account);
	ck_assert_uint_eq(pu.memory.live, 0);
}
