/* SPDX-License-Identifier: ISC */
/*
 * Rows put back from a backup, some of which are damaged, missing or no account's: what cannot
 * be counted is assumed to be a rollback, once (scenario 67).
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "tests/util/rowsutil.h"

#define TABLE_CHAT     4
#define TABLE_COUNTERS 5
#define TABLES         14
#define TRIES_MAX      10000

/* ---- Damage ---------------------------------------------------------------------------- */

static void
flip(struct au_host *h, size_t row, size_t at)
{
	h->rows.v[row].value[at] ^= 1;
}

static void
take_away(struct au_host *h, size_t row)
{
	free(h->rows.v[row].value);
	h->rows.v[row] = h->rows.v[--h->rows.n];
}

/* A row of zeros in TABLE, of a chat that never was. */
static void
add_junk(struct au_host *h, uint32_t table)
{
	static const uint8_t key[12] = { 0, 0, 0, 9 }, zeros[40];
	struct e2e_row row = E2E_ROW_INIT;

	row.table = table;
	row.key = (struct e2e_bytes){ key, table >= 9 ? 12 : table == 6 ? 5 : 4 };
	row.value = (struct e2e_bytes){ zeros, sizeof zeros };
	rows_add(&h->rows, &row);
}

/* ---- Before and after ------------------------------------------------------------------------ */

/* H has sent what the rows of U do not know, and U's rows are put back. */
static void
put_back(const struct ru *u, struct au_host *h)
{
	ru_host(u, h);
	au_start(h);
	for (int i = 0; i < 3; i++)
		au_text(h, u->p[1].chat_id, "after the backup");
	ck_assert_int_gt(h->generation, u->h.generation);
	au_crash(h);
	rows_free(&h->rows);
	h->rows = rows_copy(&u->h.rows);
	au_forget(h);
}

static void
start(struct au_host *h)
{
	h->refused = 0;
	ck_assert_int_eq(au_try_start(h), E2E_OK);
	au_run(h);
}

/* Nothing can be sent, and nothing of a damaged chat is deleted yet. */
static void
waits(const struct ru *u, struct au_host *h)
{
	size_t rows = h->rows.n;
	int32_t id;

	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_ROLLBACK), 1);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_CHAT), 0);
	ck_assert_int_eq(e2e_chat_start(h->account, &id, 6, 60, h->now), E2E_ERR_STATE);
	for (size_t i = 0; i < RU_CHATS; i++)
		ck_assert_int_eq(e2e_send_text(h->account, u->p[i].chat_id, NULL, "x", 1, 0, 0,
		                               h->now),
		                 E2E_ERR_STATE);
	for (int i = 0; i < 3; i++)
		au_due(h);
	ck_assert_uint_eq(au_count_sends(h), 0);
	ck_assert_uint_eq(au_count_calls(h, E2E_CALL_DISCARD), 0);
	ck_assert_uint_eq(h->rows.n, rows);
}

/* The next start is none from a backup, and finds nothing wrong. */
static void
starts_anew(struct au_host *h)
{
	size_t damaged = ru_damaged(h);

	au_crash(h);
	au_forget(h);
	start(h);
	ck_assert_uint_eq(h->refused, 0);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_ROLLBACK), 0);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_CHAT), 0);
	ck_assert_uint_eq(ru_damaged(h), damaged);
	ck_assert_int_eq(e2e_resume(h->account, h->now), E2E_ERR_STATE);
}

/* Those that are damaged, MOST at most, are closed with an event each; the others go on. */
static void
resumes(const struct ru *u, struct au_host *h, size_t most)
{
	int64_t kept = h->generation;
	size_t damaged;

	ck_assert_int_eq(e2e_resume(h->account, h->now), E2E_OK);
	ck_assert_int_ge(e2e_generation(h->account), kept);
	au_run(h);
	damaged = ru_damaged(h);
	ck_assert_uint_le(damaged, most);
	ck_assert_uint_eq(au_count_events(h, E2E_EVENT_CHAT), damaged);
	for (size_t i = 0; i < damaged; i++)
		ck_assert_uint_eq(au_event(h, E2E_EVENT_CHAT, i)->reason, E2E_REASON_STORE);
	ck_assert_int_ge(h->generation, kept);
	for (size_t i = 0; i < RU_CHATS; i++)
		if (au_has_chat(h, u->p[i].chat_id) &&
		    au_state(h, u->p[i].chat_id) == E2E_CHAT_ACTIVE)
			ru_works(u, h, i);
	starts_anew(h);
}

/* ---- Backups -------------------------------------------------------------------------------- */

static bool
of_a_chat(const struct row_kept *row)
{
	return row->key_n >= 4 && row->key_n < E2E_SHA256_BYTES;
}

/* (t34_flip) */
START_TEST(notices_a_backup_with_a_damaged_row)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct au_host h;

		if (!of_a_chat(&u.h.rows.v[r]))
			continue;
		put_back(&u, &h);
		flip(&h, r, 9);
		start(&h);
		ck_assert_uint_eq(h.refused, 1);
		waits(&u, &h);
		resumes(&u, &h, 1);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

START_TEST(notices_a_backup_that_lacks_a_row)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct au_host h;

		if (!of_a_chat(&u.h.rows.v[r]))
			continue;
		put_back(&u, &h);
		take_away(&h, r);
		start(&h);
		waits(&u, &h);
		resumes(&u, &h, 1);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* (t03_rollback) */
START_TEST(notices_a_backup_with_junk)
{
	struct ru u;

	ru_build(&u, _i);
	for (uint32_t table = TABLE_CHAT; table < TABLES; table++) {
		struct au_host h;

		put_back(&u, &h);
		add_junk(&h, table);
		start(&h);
		ck_assert_uint_eq(h.refused, 1);
		waits(&u, &h);
		resumes(&u, &h, 1);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* ---- No backup ------------------------------------------------------------------------------- */

/* Only what a chat's counters say can be missed: the rest costs the chat, and nobody waits. */
START_TEST(waits_only_where_something_is_not_counted)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct au_host h;

		if (!of_a_chat(&u.h.rows.v[r]))
			continue;
		ru_host(&u, &h);
		flip(&h, r, 9);
		start(&h);
		if (u.h.rows.v[r].table == TABLE_COUNTERS) {
			waits(&u, &h);
			resumes(&u, &h, 1);
		} else {
			ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 0);
			ck_assert_uint_eq(ru_damaged(&h), 1);
			starts_anew(&h);
		}
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

START_TEST(takes_junk_for_no_backup)
{
	struct ru u;

	ru_build(&u, _i);
	for (uint32_t table = TABLE_CHAT; table < TABLES; table++) {
		struct au_host h;

		ru_host(&u, &h);
		add_junk(&h, table);
		start(&h);
		ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 0);
		ck_assert_uint_eq(ru_damaged(&h), 1);
		starts_anew(&h);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* A host that keeps no generation has nothing to compare with. */
START_TEST(closes_at_once_where_nothing_was_kept)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct au_host h;

		if (!of_a_chat(&u.h.rows.v[r]))
			continue;
		ru_host(&u, &h);
		h.generation = 0;
		flip(&h, r, 9);
		start(&h);
		ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 0);
		ck_assert_uint_eq(ru_damaged(&h), 1);
		starts_anew(&h);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* ---- While it waits ------------------------------------------------------------------------------ */

static int32_t
id_of(const struct row_kept *row)
{
	return e2e_i_signed32(e2e_i_load_be32(row->key));
}

/* A host with the counters of U's chat number CHAT damaged, started. */
static void
uncounted(const struct ru *u, struct au_host *h, size_t chat)
{
	ru_host(u, h);
	for (size_t r = 0; r < h->rows.n; r++) {
		struct row_kept *row = &h->rows.v[r];

		if (row->table == TABLE_COUNTERS &&
		    id_of(row) == u->p[chat].chat_id)
			row->value[9] ^= 1;
	}
	start(h);
	ck_assert_uint_eq(h->refused, 1);
}

/* It looks closed, nothing is delivered to it and it cannot be forgotten. */
START_TEST(sets_a_damaged_chat_aside)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t i = 0; i < RU_CHATS; i++) {
		const struct sp_peer *peer = &u.p[i];
		struct rows before;
		struct au_host h;
		struct sp_peer q;

		uncounted(&u, &h, i);
		before = rows_copy(&h.rows);
		ck_assert_uint_eq(au_state(&h, peer->chat_id), E2E_CHAT_CLOSED);
		ck_assert_uint_eq(au_chat(&h, peer->chat_id).reason, E2E_REASON_STORE);
		ck_assert_int_eq(e2e_chat_close(h.account, peer->chat_id, 0, h.now), E2E_OK);
		ck_assert_int_eq(e2e_chat_forget(h.account, peer->chat_id, h.now), E2E_ERR_STATE);
		ck_assert_int_eq(e2e_feed_discarded(h.account, peer->chat_id, 0, h.now), E2E_OK);
		ck_assert_int_eq(e2e_feed_requested(h.account, peer->chat_id, 1, 1, 9, RU_USER,
		                                    NULL, 0, h.now),
		                 E2E_OK);
		sp_open(&q, &h, peer->user_id);
		q.chat_id = peer->chat_id;
		q.role = peer->role;
		q.key = peer->key;
		q.out_seq = peer->out_seq;
		sp_text(&q, "too late");
		sp_close(&q);
		au_run(&h);
		ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_MESSAGE), 0);
		ck_assert(au_rows_same(&before, &h.rows));
		rows_free(&before);
		resumes(&u, &h, 1);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* A host that put better rows back has lost nothing. */
START_TEST(takes_better_rows_back)
{
	struct ru u;
	struct au_host h;

	ru_build(&u, _i);
	uncounted(&u, &h, 1);
	au_crash(&h);
	for (size_t r = 0; r < h.rows.n; r++) {
		struct row_kept *row = &h.rows.v[r];

		if (row->table == TABLE_COUNTERS &&
		    id_of(row) == u.p[1].chat_id)
			row->value[9] ^= 1;
	}
	au_forget(&h);
	start(&h);
	ck_assert_uint_eq(h.refused, 0);
	ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 0);
	ru_works(&u, &h, 0);
	ru_works(&u, &h, 1);
	au_close(&h);
	ru_free(&u);
}
END_TEST

/* Wherever a crash falls, it ends the same, and what the host keeps never goes back. */
/*
 * While a rollback waits, what comes in goes on being counted; a host that keeps the number seldom
 * must not take that for the truth at its next start.
 */
START_TEST(waits_over_a_restart_however_far_it_counts)
{
	struct ru u;
	struct au_host h;
	int64_t kept;

	ru_build(&u, _i);
	put_back(&u, &h);
	kept = h.generation;
	start(&h);
	ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 1);
	for (int i = 0; i < 50; i++) {
		h.now += 2000;
		ck_assert_int_eq(e2e_chat_verify(h.account, u.p[1].chat_id, (uint32_t)i % 2, h.now),
		                 E2E_OK);
		au_run(&h);
	}
	for (int i = 0; i < 3; i++) {
		au_crash(&h);
		au_forget(&h);
		h.generation = kept;
		start(&h);
		ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 1);
		ck_assert_int_eq(e2e_send_text(h.account, u.p[1].chat_id, NULL, "x", 1, 0, 0, h.now),
		                 E2E_ERR_STATE);
	}
	ck_assert_int_eq(e2e_resume(h.account, h.now), E2E_OK);
	au_run(&h);
	au_crash(&h);
	au_forget(&h);
	start(&h);
	ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 0);
	au_close(&h);
	ru_free(&u);
}
END_TEST

START_TEST(resumes_though_it_crashes)
{
	struct ru u;

	ru_build(&u, _i);
	for (int64_t stop = 0; stop < 8; stop++) {
		struct au_host h;
		int64_t kept;

		uncounted(&u, &h, 1);
		kept = h.generation;
		ck_assert_int_eq(e2e_resume(h.account, h.now), E2E_OK);
		ck_assert_int_ge(e2e_generation(h.account), kept);
		h.commits_left = stop / 2;
		h.unconfirmed = stop % 2 == 1;
		au_run(&h);
		ck_assert_int_ge(h.generation, kept);
		au_crash(&h);
		h.commits_left = -1;
		h.unconfirmed = false;
		start(&h);
		if (e2e_resume(h.account, h.now) == E2E_OK)
			au_run(&h);
		ck_assert_uint_eq(ru_damaged(&h), 1);
		ck_assert_uint_eq(au_state(&h, u.p[1].chat_id), E2E_CHAT_CLOSED);
		ru_works(&u, &h, 0);
		starts_anew(&h);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

START_TEST(resumes_though_memory_fails)
{
	struct ru u;
	struct au_host h;
	size_t failures = 0;
	int32_t result;

	ru_build(&u, _i);
	uncounted(&u, &h, 1);
	do {
		ck_assert_uint_lt(++failures, TRIES_MAX);
		h.memory.fail_at = h.memory.calls + failures;
		result = e2e_resume(h.account, h.now);
		ck_assert(result == E2E_OK || result == E2E_ERR_NOMEM);
		if (result != E2E_OK)
			ck_assert_int_eq(e2e_send_text(h.account, u.p[0].chat_id, NULL, "x", 1, 0, 0,
			                               h.now) < 0,
			                 1);
	} while (result != E2E_OK);
	ck_assert_uint_gt(failures, 3);
	h.memory.fail_at = 0;
	au_run(&h);
	ck_assert_uint_eq(ru_damaged(&h), 1);
	ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_CHAT), 1);
	ru_works(&u, &h, 0);
	starts_anew(&h);
	au_close(&h);
	ru_free(&u);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ notices_a_backup_with_a_damaged_row },
		{ notices_a_backup_that_lacks_a_row },
		{ notices_a_backup_with_junk },
		{ waits_only_where_something_is_not_counted },
		{ takes_junk_for_no_backup },
		{ closes_at_once_where_nothing_was_kept },
		{ sets_a_damaged_chat_aside },
		{ takes_better_rows_back },
		{ waits_over_a_restart_however_far_it_counts },
		{ resumes_though_it_crashes },
		{ resumes_though_memory_fails },
	};

	return tu_run(cu_suite("chat_rollback", tests, CU_N(tests)));
}
