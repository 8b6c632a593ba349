/* SPDX-License-Identifier: ISC */
/* Rows that were damaged, cut, mixed up, or put back from a backup (scenarios 67 and 126). */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/util/rowsutil.h"

#define TRIES_MAX 10000

/* scenario 126, turned round: everything loads, in any order, as it was. */
START_TEST(loads_all_that_it_saved)
{
	struct ru u;
	struct au_host h;
	int32_t loaded;

	ru_build(&u, _i);
	for (uint64_t order = 0; order < 5; order++) {
		ru_host(&u, &h);
		h.starts = (size_t)order; /* the seed of the shuffle */
		ck_assert_int_eq(au_try_start(&h), E2E_OK);
		au_run(&h);
		ck_assert_ptr_null(au_event(&h, E2E_EVENT_ROLLBACK, 0));
		ck_assert_uint_eq(ru_damaged(&h), 0);
		ru_works(&u, &h, 0);
		ru_works(&u, &h, 1);
		ck_assert_uint_eq(au_state(&h, u.requested), E2E_CHAT_REQUESTED);
		ck_assert_uint_eq(au_chat(&h, u.waiting).early, 1);
		ck_assert_uint_eq(au_chat(&h, u.closed).reason, E2E_REASON_DH);
		au_close(&h);
	}
	ru_host(&u, &h);
	ck_assert_int_eq(ru_start(&h, &loaded), E2E_OK);
	ck_assert_int_eq(loaded, E2E_OK);
	for (size_t i = 0; i < RU_CHATS; i++) {
		struct e2e_chat then = au_chat(&u.h, u.p[i].chat_id);
		struct e2e_chat now = au_chat(&h, u.p[i].chat_id);

		then.rejected = then.duplicates = 0;
		then.health = now.health;
		ck_assert(au_chat_same(&then, &now));
	}
	au_close(&h);
	ru_free(&u);
}
END_TEST

/*
 * Where a chat cannot be counted any more, it might as well be a backup (test_chat_rollback has
 * the rest): the host goes on.
 */
static void
go_on(const struct ru *u, struct au_host *h)
{
	const struct e2e_event *event = au_event(h, E2E_EVENT_ROLLBACK, 0);

	if (event == NULL)
		return;
	ck_assert_int_lt(event->value, u->h.generation);
	ck_assert_int_eq(e2e_resume(h->account, h->now), E2E_OK);
	au_run(h);
}

/*
 * H has one row that is not as it was.  If that can be FOUND out, it is, and no more than
 * MOST chats are closed, each with an event.  In any case another chat goes on.
 */
static void
judge(const struct ru *u, struct au_host *h, bool found, size_t most)
{
	int32_t loaded, result = ru_start(h, &loaded);
	size_t damaged, i;

	if (found)
		ck_assert_msg(loaded != E2E_OK, "not noticed");
	if (loaded == E2E_ERR_VERSION)
		ck_assert_int_eq(result, E2E_ERR_VERSION);
	if (result != E2E_OK) {
		ck_assert(result == E2E_ERR_ARGUMENT || result == E2E_ERR_STORE ||
		          result == E2E_ERR_VERSION);
		return;
	}
	au_run(h);
	go_on(u, h);
	damaged = ru_damaged(h);
	if (found)
		ck_assert_uint_le(damaged, most);
	for (i = 0; i < au_count_events(h, E2E_EVENT_CHAT); i++)
		if (au_event(h, E2E_EVENT_CHAT, i)->reason == E2E_REASON_STORE)
			damaged--;
	if (found)
		ck_assert_uint_eq(damaged, 0);
	for (i = 0; i < RU_CHATS; i++)
		if (au_has_chat(h, u->p[i].chat_id) &&
		    au_state(h, u->p[i].chat_id) == E2E_CHAT_ACTIVE)
			break;
	ck_assert_uint_lt(i, RU_CHATS);
	if (found)
		ru_works(u, h, i);
}

/* scenario 126: one byte of each row at a time. */
START_TEST(notices_every_byte_that_changed)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		size_t n = u.h.rows.v[r].value_n;

		for (size_t at = 0; at < n; at++) {
			struct au_host h;

			ru_host(&u, &h);
			h.rows.v[r].value[at] ^= (uint8_t)(1u << (at % 8));
			judge(&u, &h, true, 1);
			au_close(&h);
		}
	}
	ru_free(&u);
}
END_TEST

/* scenario 126: what is left of a row after N bytes. */
START_TEST(notices_rows_that_were_cut)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		for (size_t n = 0; n < u.h.rows.v[r].value_n; n++) {
			struct au_host h;

			ru_host(&u, &h);
			h.rows.v[r].value_n = n;
			judge(&u, &h, true, 1);
			au_close(&h);
		}
	}
	ru_free(&u);
}
END_TEST

/*
 * scenario 126: keys and tables, too; the digest is over them, or no account makes such a key.
 * The row is missing then where it was, and damaged where it seems to be.
 */
START_TEST(notices_keys_that_changed)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		for (size_t bit = 0; bit < 8 * u.h.rows.v[r].key_n + 32; bit++) {
			struct au_host h;
			struct row_kept *row;

			ru_host(&u, &h);
			row = &h.rows.v[r];
			if (bit >= 8 * row->key_n)
				row->table ^= UINT32_C(1) << (bit - 8 * row->key_n);
			else
				row->key[bit / 8] ^= (uint8_t)(1u << (bit % 8));
			judge(&u, &h, true, 2);
			au_close(&h);
		}
		for (size_t n = 0; n < u.h.rows.v[r].key_n; n++) {
			struct au_host h;

			ru_host(&u, &h);
			h.rows.v[r].key_n = n;
			judge(&u, &h, true, 2);
			au_close(&h);
		}
	}
	ru_free(&u);
}
END_TEST

/*
 * scenario 126: somebody who can write to the store can make the digest right as well.  That
 * cannot be noticed, but it crashes nothing, and hurts no other chat.
 */
START_TEST(survives_rows_that_were_changed_on_purpose)
{
	static const uint8_t with[] = { 0xff, 0x80, 0x01 };
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		size_t n = u.h.rows.v[r].value_n - 8;

		for (size_t i = 0; i < CU_N(with) * n; i++) {
			struct au_host h;

			ru_host(&u, &h);
			h.rows.v[r].value[i / CU_N(with)] ^= with[i % CU_N(with)];
			ru_tag(&u, &h.rows.v[r]);
			judge(&u, &h, false, 0);
			if (h.account != NULL && e2e_generation(h.account) != 0)
				for (int ticks = 0; ticks < 3; ticks++)
					au_due(&h);
			au_close(&h);
		}
	}
	ru_free(&u);
}
END_TEST

/* scenario 126: each row away, one at a time. */
START_TEST(survives_rows_that_are_missing)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct au_host h;

		ru_host(&u, &h);
		free(h.rows.v[r].value);
		h.rows.v[r] = h.rows.v[--h.rows.n];
		judge(&u, &h, false, 0);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* scenario 126: one row with an empty key is that of the account; its loss stops the start. */
START_TEST(does_not_start_without_the_row_of_the_account)
{
	struct ru u;
	size_t stopped = 0;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct au_host h;
		struct e2e_step step = E2E_STEP_INIT;
		int32_t loaded, result;

		if (u.h.rows.v[r].key_n != 0)
			continue;
		for (int damaged = 0; damaged < 2; damaged++) {
			ru_host(&u, &h);
			if (damaged) {
				h.rows.v[r].value[4] ^= 1;
			} else {
				free(h.rows.v[r].value);
				h.rows.v[r] = h.rows.v[--h.rows.n];
			}
			result = ru_start(&h, &loaded);
			if (result != E2E_OK) {
				ck_assert_int_eq(result, E2E_ERR_STORE);
				ck_assert_int_eq(e2e_next(h.account, &step), E2E_ERR_STATE);
				stopped++;
			}
			au_close(&h);
		}
	}
	ck_assert_uint_eq(stopped, 2);
	ru_free(&u);
}
END_TEST

/* scenario 126: a row of another user */
START_TEST(takes_no_row_of_another_user)
{
	struct ru u;
	struct au_host h;

	ru_build(&u, _i);
	ru_host(&u, &h);
	h.config.user_id = RU_USER + 1;
	ck_assert_int_eq(e2e_account_new(&h.account, &h.config), E2E_OK);
	for (size_t r = 0; r < h.rows.n; r++)
		ck_assert_int_eq(e2e_load(h.account, h.rows.v[r].table, h.rows.v[r].key,
		                          h.rows.v[r].key_n, h.rows.v[r].value,
		                          h.rows.v[r].value_n),
		                 E2E_ERR_STORE);
	ck_assert_int_eq(e2e_start(h.account, h.now), E2E_ERR_STORE);
	au_close(&h);
	ru_free(&u);
}
END_TEST

/* scenario 126: a row that comes twice */
START_TEST(takes_a_row_once_but_for_verdicts)
{
	struct ru u;
	struct au_host h;

	ru_build(&u, _i);
	ru_host(&u, &h);
	ck_assert_int_eq(e2e_account_new(&h.account, &h.config), E2E_OK);
	for (size_t r = 0; r < h.rows.n; r++) {
		const struct row_kept *row = &h.rows.v[r];

		ck_assert_int_eq(e2e_load(h.account, row->table, row->key, row->key_n, row->value,
		                          row->value_n),
		                 E2E_OK);
		for (size_t again = 0; again <= r; again += r == 0 ? 1 : r) {
			bool verdict = h.rows.v[again].key_n == E2E_SHA256_BYTES;

			row = &h.rows.v[again];
			ck_assert_int_eq(e2e_load(h.account, row->table, row->key, row->key_n,
			                          row->value, row->value_n),
			                 verdict ? E2E_OK : E2E_ERR_ARGUMENT);
		}
	}
	ck_assert_int_eq(e2e_load(h.account, 0, NULL, 0, NULL, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_load(h.account, UINT32_MAX, NULL, 0, NULL, 0), E2E_ERR_ARGUMENT);
	ck_assert_int_eq(e2e_start(h.account, h.now), E2E_OK);
	au_run(&h);
	ck_assert_uint_eq(ru_damaged(&h), 0);
	ru_works(&u, &h, 1);
	au_close(&h);
	ru_free(&u);
}
END_TEST

/* scenario 126: a constructor that this version does not know, with the right digest. */
START_TEST(stops_at_a_row_of_a_newer_version)
{
	struct ru u;

	ru_build(&u, _i);
	for (size_t r = 0; r < u.h.rows.n; r++) {
		struct au_host h;
		struct e2e_step step = E2E_STEP_INIT;
		int32_t loaded;

		ru_host(&u, &h);
		cu_put32(h.rows.v[r].value, 0xdeadbeef);
		ru_tag(&u, &h.rows.v[r]);
		ck_assert_int_eq(ru_start(&h, &loaded), E2E_ERR_VERSION);
		ck_assert_int_eq(loaded, E2E_ERR_VERSION);
		ck_assert_int_eq(e2e_next(h.account, &step), E2E_ERR_STATE);
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* ---- Backups --------------------------------------------------------------------------- */

/* scenario 67: rows from a backup */
START_TEST(notices_rows_put_back_from_a_backup)
{
	struct ru u;
	struct au_host h;
	const struct e2e_event *event;
	int64_t id = 0;
	int32_t chat_id;

	ru_build(&u, _i);
	ru_host(&u, &h);
	au_start(&h);
	ck_assert_ptr_null(au_event(&h, E2E_EVENT_ROLLBACK, 0));
	au_text(&h, u.p[1].chat_id, "after the backup");
	ck_assert_int_gt(h.generation, u.h.generation);
	au_crash(&h);
	rows_free(&h.rows);
	h.rows = rows_copy(&u.h.rows);
	au_forget(&h);
	au_start(&h);
	event = au_event(&h, E2E_EVENT_ROLLBACK, 0);
	ck_assert_ptr_nonnull(event);
	ck_assert_int_eq(event->value, u.h.generation);
	chat_id = u.p[1].chat_id;
	ck_assert_uint_eq(au_count_sends(&h), 0);
	ck_assert_int_eq(e2e_send_text(h.account, chat_id, &id, "x", 1, 0, 0, h.now),
	                 E2E_ERR_STATE);
	ck_assert_int_eq(e2e_chat_start(h.account, &chat_id, 6, 60, h.now), E2E_ERR_STATE);
	au_due(&h);
	ck_assert_uint_eq(au_count_sends(&h), 0);
	/* The host did not look: it is still so after a restart. */
	au_restart(&h);
	ck_assert_int_eq(e2e_send_text(h.account, chat_id, &id, "x", 1, 0, 0, h.now),
	                 E2E_ERR_STATE);
	ck_assert_uint_eq(au_count_sends(&h), 0);
	ck_assert_int_eq(e2e_resume(h.account, h.now), E2E_OK);
	au_run(&h);
	ru_works(&u, &h, 1);
	ck_assert_uint_gt(au_count_sends(&h), 0);
	au_restart(&h);
	ck_assert_uint_eq(au_count_events(&h, E2E_EVENT_ROLLBACK), 2);
	ck_assert_int_eq(e2e_resume(h.account, h.now), E2E_ERR_STATE);
	au_close(&h);
	ru_free(&u);
}
END_TEST

/* scenario 67: a crash is no rollback, wherever it falls. */
START_TEST(takes_no_crash_for_a_backup)
{
	struct ru u;
	struct au_host h;

	ru_build(&u, _i);
	for (int64_t stop = 0; stop < 12; stop++) {
		ru_host(&u, &h);
		h.commits_left = (stop + 1) / 2;
		h.unconfirmed = stop % 2 == 1;
		ck_assert_int_eq(au_try_start(&h), E2E_OK);
		for (int i = 0; i < 4; i++)
			ck_assert_int_eq(e2e_send_text(h.account, u.p[1].chat_id, NULL, "x", 1, 0,
			                               0, h.now),
			                 E2E_OK);
		au_run(&h);
		au_restart(&h);
		ck_assert_ptr_null(au_event(&h, E2E_EVENT_ROLLBACK, 0));
		au_close(&h);
	}
	ru_free(&u);
}
END_TEST

/* ---- Memory ------------------------------------------------------------------------------ */

/* scenario 126: the account, every row and the start, with every allocation failing in turn. */
START_TEST(loads_though_memory_fails)
{
	struct ru u;
	struct au_host h;
	size_t failures = 0;
	int32_t result;

	ru_build(&u, _i);
	ru_host(&u, &h);
	h.config.generation = h.generation;
	do {
		h.memory.fail_at = ++failures;
		h.memory.calls = 0;
		result = e2e_account_new(&h.account, &h.config);
		ck_assert(result == E2E_OK || h.account == NULL);
	} while (result == E2E_ERR_NOMEM);
	ck_assert_int_eq(result, E2E_OK);
	ck_assert_uint_gt(failures, 1);
	for (size_t r = 0; r < h.rows.n; r++) {
		const struct row_kept *row = &h.rows.v[r];

		for (size_t n = 1; n < TRIES_MAX; n++) {
			h.memory.fail_at = h.memory.calls + n;
			result = e2e_load(h.account, row->table, row->key, row->key_n, row->value,
			                  row->value_n);
			if (result == E2E_OK)
				break;
			ck_assert_int_eq(result, E2E_ERR_NOMEM);
		}
	}
	for (size_t n = 1; n < TRIES_MAX; n++) {
		h.memory.fail_at = h.memory.calls + n;
		result = e2e_start(h.account, h.now);
		if (result == E2E_OK)
			break;
		ck_assert_int_eq(result, E2E_ERR_NOMEM);
	}
	for (size_t n = 1; n < TRIES_MAX; n++) {
		h.memory.fail_at = h.memory.calls + n;
		if (au_try_run(&h) == E2E_OK)
			break;
	}
	h.memory.fail_at = 0;
	ck_assert_uint_eq(ru_damaged(&h), 0);
	ck_assert_ptr_null(au_event(&h, E2E_EVENT_ROLLBACK, 0));
	ru_works(&u, &h, 0);
	ru_works(&u, &h, 1);
	au_close(&h);
	ru_free(&u);
}
END_TEST

int
main(void)
{
	const struct cu_test tests[] = {
		{ loads_all_that_it_saved },
		{ notices_every_byte_that_changed },
		{ notices_rows_that_were_cut },
		{ notices_keys_that_changed },
		{ survives_rows_that_were_changed_on_purpose },
		{ survives_rows_that_are_missing },
		{ does_not_start_without_the_row_of_the_account },
		{ takes_no_row_of_another_user },
		{ takes_a_row_once_but_for_verdicts },
		{ stops_at_a_row_of_a_newer_version },
		{ notices_rows_put_back_from_a_backup },
		{ takes_no_crash_for_a_backup },
		{ loads_though_memory_fails },
	};

	return tu_run(cu_suite("chat_rows", tests, CU_N(tests)));
}
