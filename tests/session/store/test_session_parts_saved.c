/* SPDX-License-Identifier: ISC */
/* What each kind of row holds: the state as it was (session/store/rows.h, tl/state.tl). */
#include "config.h"

#include "tests/util/stateutil.h"
#include "test_session_parts_rows.h"

#include <string.h>

#define ROUNDS 100

static bool
same(struct e2e_bytes bytes, const void *p, size_t n)
{
	return bytes.n == n && (n == 0 || memcmp(bytes.p, p, n) == 0);
}

/* Asserts that the key of the one row is the chat's id and SUFFIX in N bytes. */
static void
named(const struct pw *f, int64_t suffix, size_t n)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];

	n = e2e_i_rows_key_of(key, PW_CHAT, suffix, n);
	ck_assert(same(pw_only(f)->key, key, n));
}

/* Asserts that the one row is of TABLE and ROW and says what STATE does. */
static void
says(const struct pw *f, uint32_t table, const struct e2e_i_saved_row *row, const void *state)
{
	const struct e2e_row *one = pw_only(f);
	struct sr_row s;

	ck_assert_uint_eq(one->size, sizeof *one);
	ck_assert_uint_eq(one->table, table);
	sr_open(&s, one->value.p, one->value.n - E2E_I_ROW_TAG_BYTES);
	ck_assert_ptr_eq(s.row, row);
	sr_says(&s, state);
}

/* ---- The account ------------------------------------------------------------------------ */

START_TEST(saves_the_account)
{
	const struct e2e_i_saved_dh *dh;
	const struct e2e_i_saved_account *row;
	const struct e2e_i_saved_verdict *verdict;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t digest[E2E_SHA256_BYTES];
	struct pw f;

	pw_open(&f, 0);
	f.account->saved.account.generation = INT64_C(1) << 50;
	f.account->saved.account.qts = 77;
	ck_assert_int_eq(e2e_i_rows_saved(f.account, &f.commit), E2E_OK);
	row = pw_held(&f, E2E_I_TABLE_ACCOUNT, E2E_I_ROW_SAVED_ACCOUNT);
	ck_assert_uint_eq(pw_only(&f)->key.n, 0);
	ck_assert_int_eq(row->generation, INT64_C(1) << 50);
	ck_assert_int_eq(row->qts, 77);

	pw_again(&f);
	e2e_dh_group_known(&group);
	e2e_i_account_dh(&f.account->saved, &group, 3);
	ck_assert_int_eq(e2e_i_rows_dh(f.account, &f.commit), E2E_OK);
	dh = pw_held(&f, E2E_I_TABLE_DH, E2E_I_ROW_SAVED_DH);
	ck_assert_int_eq(dh->version, 3);
	ck_assert_int_eq(dh->g, group.g);
	ck_assert(same(dh->p, group.p, sizeof group.p));
	f.account->saved.group = NULL;

	pw_again(&f);
	memset(digest, 0x3c, sizeof digest);
	ck_assert_int_eq(e2e_i_rows_verdict(f.account, &f.commit, digest, 5), E2E_OK);
	verdict = pw_held(&f, E2E_I_TABLE_VERDICT, E2E_I_ROW_SAVED_VERDICT);
	ck_assert(same(pw_only(&f)->key, digest, sizeof digest));
	ck_assert_int_eq(verdict->verdict, 5);
	pw_close(&f);
}
END_TEST

/* ---- A chat ----------------------------------------------------------------------------- */

/* What is written of the known prime is that it is the known one. */
START_TEST(saves_a_chat)
{
	struct e2e_dh_group known = E2E_DH_GROUP_INIT, other;
	uint64_t seed = 31;
	struct pw f;

	pw_open(&f, 0);
	e2e_dh_group_known(&known);
	other = known;
	other.p[100] ^= 1;
	for (int i = 0; i < ROUNDS; i++) {
		const struct e2e_dh_group *group = i % 3 == 0 ? NULL : i % 3 == 1 ? &known : &other;
		const struct e2e_i_saved_chat *row;
		struct e2e_i_core core;

		memset(&core, 0, sizeof core);
		core.id = PW_CHAT;
		sr_fill(E2E_I_ROW_SAVED_CHAT, &core.saved, SR_RANGES, &seed);
		core.saved.g = 0;
		core.saved.p.n = 0;
		if (group != NULL)
			e2e_i_chat_group(&core, group);
		ck_assert_int_eq(e2e_i_rows_chat(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		says(&f, E2E_I_TABLE_CHAT, E2E_I_ROW_SAVED_CHAT, &core.saved);
		row = pw_held(&f, E2E_I_TABLE_CHAT, E2E_I_ROW_SAVED_CHAT);
		ck_assert_int_eq(row->g, group != NULL ? group->g : 0);
		ck_assert(same(row->p, other.p, group == &other ? sizeof other.p : 0));
		pw_again(&f);
	}
	pw_close(&f);
}
END_TEST

START_TEST(saves_counters)
{
	uint64_t seed = 32;
	struct pw f;

	pw_open(&f, 0);
	for (int i = 0; i < ROUNDS; i++) {
		struct e2e_i_core core;

		memset(&core, 0, sizeof core);
		core.id = PW_CHAT;
		sr_fill(E2E_I_ROW_COUNTERS, &core.counters, i % 2 != 0 ? SR_ANY : SR_RANGES, &seed);
		ck_assert_int_eq(e2e_i_rows_counters(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		says(&f, E2E_I_TABLE_COUNTERS, E2E_I_ROW_COUNTERS, &core.counters);
		pw_again(&f);
	}
	pw_close(&f);
}
END_TEST

START_TEST(saves_keys)
{
	const struct e2e_i_saved_key *row;
	struct e2e_i_key key[3];
	struct e2e_i_core core;
	uint64_t seed = 33;
	struct pw f;

	pw_open(&f, 0);
	memset(&core, 0, sizeof core);
	core.id = PW_CHAT;
	for (uint32_t i = 0; i < 3; i++) {
		tu_fill(&seed, key[i].key.value, sizeof key[i].key.value);
		sr_fill(E2E_I_ROW_SAVED_KEY, &key[i].saved, SR_RANGES, &seed);
		core.key[i] = &key[i];
		ck_assert_int_eq(e2e_i_rows_key(f.account, &f.commit, &core, i), E2E_OK);
		named(&f, i, 1);
		says(&f, E2E_I_TABLE_KEY, E2E_I_ROW_SAVED_KEY, &key[i].saved);
		row = pw_held(&f, E2E_I_TABLE_KEY, E2E_I_ROW_SAVED_KEY);
		ck_assert_int_eq(row->since, key[i].saved.since);
		ck_assert(same(f.rest, key[i].key.value, sizeof key[i].key.value));
		pw_again(&f);
	}
	pw_close(&f);
}
END_TEST

START_TEST(saves_a_handshake)
{
	struct e2e_i_handshake h;
	struct e2e_i_core core;
	uint64_t seed = 34;
	struct pw f;

	pw_open(&f, 0);
	memset(&core, 0, sizeof core);
	core.id = PW_CHAT;
	core.handshake = &h;
	for (int i = 0; i < ROUNDS; i++) {
		sr_fill(E2E_I_ROW_HANDSHAKE, &h, SR_ANY, &seed);
		ck_assert_int_eq(e2e_i_rows_handshake(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		says(&f, E2E_I_TABLE_HANDSHAKE, E2E_I_ROW_HANDSHAKE, &h);
		pw_again(&f);
	}
	pw_close(&f);
}
END_TEST

/* No more of an exchange is written than is in use: its secrets least of all. */
START_TEST(saves_a_rekey)
{
	struct e2e_i_rekey r;
	struct e2e_i_core core;
	uint64_t seed = 35;
	struct pw f;

	pw_open(&f, 0);
	memset(&core, 0, sizeof core);
	core.id = PW_CHAT;
	core.rekey = &r;
	for (int i = 0; i < ROUNDS; i++) {
		struct sr_row s;

		sr_fill(E2E_I_ROW_REKEY, &r, SR_ANY, &seed);
		r.phase = (uint32_t)(tu_next(&seed) % 4);
		tu_fill(&seed, r.exponent, sizeof r.exponent);
		ck_assert_int_eq(e2e_i_rows_rekey(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		says(&f, E2E_I_TABLE_REKEY, E2E_I_ROW_REKEY, &r);
		sr_open(&s, pw_only(&f)->value.p, pw_only(&f)->value.n - E2E_I_ROW_TAG_BYTES);
		ck_assert((s.bytes[SR_OF(REKEY, rekey, exponent)] != NULL) ==
		          (r.phase == E2E_I_REKEY_REQUESTED));
		ck_assert((s.bytes[SR_OF(REKEY, rekey, answer_value)] != NULL) == r.has_answer);
		ck_assert((s.bytes[SR_OF(REKEY, rekey, abandoned_exponent)] != NULL) ==
		          r.has_abandoned);
		ck_assert_int_eq(s.v[SR_OF(REKEY, rekey, abandoned_id)],
		                 r.has_abandoned ? r.abandoned_id : 0);
		ck_assert((s.bytes[SR_OF(REKEY, rekey, ignored_value)] != NULL) == r.has_ignored);
		ck_assert_int_eq(s.v[SR_OF(REKEY, rekey, ignored_id)],
		                 r.has_ignored ? r.ignored_id : 0);
		pw_again(&f);
	}
	pw_close(&f);
}
END_TEST

TCase *
parts_case_saved(void)
{
	TCase *saved = tcase_create("saved");

	tcase_add_test(saved, saves_the_account);
	tcase_add_test(saved, saves_a_chat);
	tcase_add_test(saved, saves_counters);
	tcase_add_test(saved, saves_keys);
	tcase_add_test(saved, saves_a_handshake);
	tcase_add_test(saved, saves_a_rekey);
	return saved;
}
