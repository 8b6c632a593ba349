/* SPDX-License-Identifier: ISC */
/* What each kind of row holds: the state as it was (session/rows.h, tl/state.tl). */
#include "config.h"

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

static int32_t
any32(uint64_t *seed)
{
	int32_t x = 0;

	if (tu_next(seed) % 3 != 0)
		tu_fill(seed, (uint8_t *)&x, sizeof x);
	return x;
}

static int64_t
any64(uint64_t *seed)
{
	int64_t x = 0;

	if (tu_next(seed) % 3 != 0)
		tu_fill(seed, (uint8_t *)&x, sizeof x);
	return x;
}

static bool
any(uint64_t *seed)
{
	return tu_next(seed) % 2 != 0;
}

/* ---- The account ------------------------------------------------------------------------ */

START_TEST(saves_the_account)
{
	const struct e2e_tl_state_dh_config *dh;
	const struct e2e_tl_state_account *row;
	const struct e2e_tl_state_verdict *verdict;
	struct e2e_dh_group group = E2E_DH_GROUP_INIT;
	uint8_t digest[E2E_SHA256_BYTES];
	struct pw f;

	pw_open(&f, 0);
	f.account->saved.generation = INT64_C(1) << 50;
	f.account->saved.qts = 77;
	ck_assert_int_eq(e2e_i_rows_saved(f.account, &f.commit), E2E_OK);
	row = pw_held(&f, E2E_I_TABLE_ACCOUNT, E2E_TL_STATE_ACCOUNT);
	ck_assert_uint_eq(pw_only(&f)->key.n, 0);
	ck_assert_int_eq(row->generation, INT64_C(1) << 50);
	ck_assert_int_eq(row->qts, 77);

	pw_again(&f);
	e2e_dh_group_known(&group);
	f.account->saved.group = &group;
	f.account->saved.dh_version = 3;
	ck_assert_int_eq(e2e_i_rows_dh(f.account, &f.commit), E2E_OK);
	dh = pw_held(&f, E2E_I_TABLE_DH, E2E_TL_STATE_DH_CONFIG);
	ck_assert_int_eq(dh->version, 3);
	ck_assert_int_eq(dh->g, group.g);
	ck_assert(same(dh->p, group.p, sizeof group.p));
	f.account->saved.group = NULL;

	pw_again(&f);
	memset(digest, 0x3c, sizeof digest);
	ck_assert_int_eq(e2e_i_rows_verdict(f.account, &f.commit, digest, 5), E2E_OK);
	verdict = pw_held(&f, E2E_I_TABLE_VERDICT, E2E_TL_STATE_VERDICT);
	ck_assert(same(pw_only(&f)->key, digest, sizeof digest));
	ck_assert_int_eq(verdict->verdict, 5);
	pw_close(&f);
}
END_TEST

/* ---- A chat ----------------------------------------------------------------------------- */

static void
any_core(struct e2e_i_core *core, uint64_t *seed, const struct e2e_dh_group *group)
{
	memset(core, 0, sizeof *core);
	core->id = PW_CHAT;
	core->stage = 1 + (uint32_t)(tu_next(seed) % 8);
	core->reason = (uint32_t)(tu_next(seed) % 100);
	core->creator = any(seed);
	core->verified = any(seed);
	core->history = any(seed);
	core->discard = any(seed);
	core->has_hash = any(seed);
	core->user_id = any64(seed);
	core->user_hash = any64(seed);
	core->access_hash = any64(seed);
	core->date = any32(seed);
	core->layer = any32(seed);
	core->group = group;
	tu_fill(seed, core->key_hash, sizeof core->key_hash);
}

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
		const struct e2e_dh_group *groups[] = { NULL, &known, &other };
		const struct e2e_tl_state_chat *row;
		struct e2e_i_core core;
		uint32_t flags;

		any_core(&core, &seed, groups[i % 3]);
		ck_assert_int_eq(e2e_i_rows_chat(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		row = pw_held(&f, E2E_I_TABLE_CHAT, E2E_TL_STATE_CHAT);
		flags = row->flags;
		ck_assert_uint_eq((uint32_t)row->state, core.stage);
		ck_assert_uint_eq((uint32_t)row->reason, core.reason);
		ck_assert(((flags & E2E_TL_STATE_CHAT_HAS_CREATOR) != 0) == core.creator);
		ck_assert(((flags & E2E_TL_STATE_CHAT_HAS_VERIFIED) != 0) == core.verified);
		ck_assert(((flags & E2E_TL_STATE_CHAT_HAS_HISTORY) != 0) == core.history);
		ck_assert(((flags & E2E_TL_STATE_CHAT_HAS_DISCARD) != 0) == core.discard);
		ck_assert_int_eq(row->user_id, core.user_id);
		ck_assert_int_eq(row->user_hash, core.user_hash);
		ck_assert_int_eq(row->access_hash, core.access_hash);
		ck_assert_int_eq(row->date, core.date);
		ck_assert_int_eq(row->layer, core.layer);
		ck_assert(same(row->key_hash, core.key_hash,
		               core.has_hash ? sizeof core.key_hash : 0));
		ck_assert_int_eq(row->g, core.group != NULL ? core.group->g : 0);
		ck_assert(same(row->p, other.p, core.group == &other ? sizeof other.p : 0));
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
		const struct e2e_tl_state_counters *row;
		struct e2e_i_core core;
		struct e2e_i_counters *n = &core.n;

		memset(&core, 0, sizeof core);
		core.id = PW_CHAT;
		tu_fill(&seed, (uint8_t *)&n->in_seq, sizeof n->in_seq);
		n->out_seq = any32(&seed);
		n->acked = any32(&seed);
		n->sent = any32(&seed);
		n->peer_layer = any32(&seed);
		n->sent_layer = any32(&seed);
		n->last_layer = any32(&seed);
		n->key_in = any32(&seed);
		n->key_out = any32(&seed);
		n->epoch = any64(&seed);
		n->ttl = any32(&seed);
		n->due_at = any64(&seed);
		n->rekey_at = any32(&seed);
		n->read_due = any32(&seed);
		n->abort_id = any64(&seed);
		n->v2 = any(&seed);
		n->told = any(&seed);
		n->v2_from = any32(&seed);
		ck_assert_int_eq(e2e_i_rows_counters(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		row = pw_held(&f, E2E_I_TABLE_COUNTERS, E2E_TL_STATE_COUNTERS);
		ck_assert(row->in_seq == n->in_seq && row->out_seq == n->out_seq &&
		          row->acked == n->acked && row->sent == n->sent);
		ck_assert(row->peer_layer == n->peer_layer && row->sent_layer == n->sent_layer &&
		          row->last_layer == n->last_layer);
		ck_assert(row->key_in == n->key_in && row->key_out == n->key_out &&
		          row->rekey_at == n->rekey_at && row->abort_id == n->abort_id);
		ck_assert(row->epoch == n->epoch && row->ttl == n->ttl &&
		          row->due_at == n->due_at && row->read_due == n->read_due);
		ck_assert_int_eq(row->v2_from, n->v2_from);
		ck_assert(((row->flags & E2E_TL_STATE_COUNTERS_HAS_V2) != 0) == n->v2);
		ck_assert(((row->flags & E2E_TL_STATE_COUNTERS_HAS_TOLD) != 0) == n->told);
		pw_again(&f);
	}
	pw_close(&f);
}
END_TEST

START_TEST(saves_keys)
{
	const struct e2e_tl_state_key *row;
	struct e2e_i_key key[3];
	struct e2e_i_core core;
	uint64_t seed = 33;
	struct pw f;

	pw_open(&f, 0);
	memset(&core, 0, sizeof core);
	core.id = PW_CHAT;
	for (uint32_t i = 0; i < 3; i++) {
		tu_fill(&seed, key[i].key.value, sizeof key[i].key.value);
		key[i].since = any64(&seed);
		core.key[i] = &key[i];
		ck_assert_int_eq(e2e_i_rows_key(f.account, &f.commit, &core, i), E2E_OK);
		named(&f, i, 1);
		row = pw_held(&f, E2E_I_TABLE_KEY, E2E_TL_STATE_KEY);
		ck_assert_int_eq(row->since, key[i].since);
		ck_assert(same(row->value, key[i].key.value, sizeof key[i].key.value));
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
		const struct e2e_tl_state_handshake *row;

		memset(&h, 0, sizeof h);
		h.waiting = any(&seed);
		h.accepted = any(&seed);
		h.has_exponent = any(&seed);
		h.peer_n = any(&seed) ? 255 : 0;
		h.fingerprint = any64(&seed);
		h.access_hash = any64(&seed);
		h.admin_id = any64(&seed);
		h.participant_id = any64(&seed);
		h.date = any32(&seed);
		tu_fill(&seed, h.exponent, sizeof h.exponent);
		tu_fill(&seed, h.public_value, sizeof h.public_value);
		tu_fill(&seed, h.peer_value, sizeof h.peer_value);
		ck_assert_int_eq(e2e_i_rows_handshake(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		row = pw_held(&f, E2E_I_TABLE_HANDSHAKE, E2E_TL_STATE_HANDSHAKE);
		ck_assert(((row->flags & E2E_TL_STATE_HANDSHAKE_HAS_WAITING) != 0) == h.waiting);
		ck_assert(((row->flags & E2E_TL_STATE_HANDSHAKE_HAS_ACCEPTED) != 0) ==
		          h.accepted);
		ck_assert(same(row->exponent, h.exponent, h.has_exponent ? E2E_DH_BYTES : 0));
		ck_assert(same(row->public_, h.public_value, h.has_exponent ? E2E_DH_BYTES : 0));
		ck_assert(same(row->peer_value, h.peer_value, h.peer_n));
		ck_assert(row->fingerprint == h.fingerprint && row->date == h.date &&
		          row->access_hash == h.access_hash && row->admin_id == h.admin_id &&
		          row->participant_id == h.participant_id);
		pw_again(&f);
	}
	pw_close(&f);
}
END_TEST

/* No more of an exchange is written than is in use. */
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
		const struct e2e_tl_state_rekey *row;

		memset(&r, 0, sizeof r);
		r.phase = (uint32_t)(tu_next(&seed) % 4);
		r.initiator = any(&seed);
		r.has_abandoned = any(&seed);
		r.has_ignored = any(&seed);
		r.has_answer = any(&seed);
		r.exchange_id = any64(&seed);
		r.request_seq = any32(&seed);
		r.commit_seq = any32(&seed);
		r.since = any64(&seed);
		r.abandoned_id = any64(&seed);
		r.ignored_id = any64(&seed);
		tu_fill(&seed, r.exponent, sizeof r.exponent);
		tu_fill(&seed, r.answer_value, sizeof r.answer_value);
		tu_fill(&seed, r.abandoned_exponent, sizeof r.abandoned_exponent);
		tu_fill(&seed, r.ignored_value, sizeof r.ignored_value);
		ck_assert_int_eq(e2e_i_rows_rekey(f.account, &f.commit, &core), E2E_OK);
		named(&f, 0, 0);
		row = pw_held(&f, E2E_I_TABLE_REKEY, E2E_TL_STATE_REKEY);
		ck_assert_uint_eq((uint32_t)row->phase, r.phase);
		ck_assert(((row->flags & E2E_TL_STATE_REKEY_HAS_INITIATOR) != 0) == r.initiator);
		ck_assert(row->exchange_id == r.exchange_id && row->since == r.since &&
		          row->request_seq == r.request_seq && row->commit_seq == r.commit_seq);
		ck_assert(same(row->exponent, r.exponent,
		               r.phase == E2E_I_REKEY_REQUESTED ? E2E_DH_BYTES : 0));
		ck_assert(same(row->answer_value, r.answer_value,
		               r.has_answer ? E2E_DH_BYTES : 0));
		ck_assert_int_eq(row->abandoned_id, r.has_abandoned ? r.abandoned_id : 0);
		ck_assert(same(row->abandoned_exponent, r.abandoned_exponent,
		               r.has_abandoned ? E2E_DH_BYTES : 0));
		ck_assert_int_eq(row->ignored_id, r.has_ignored ? r.ignored_id : 0);
		ck_assert(same(row->ignored_value, r.ignored_value,
		               r.has_ignored ? E2E_DH_BYTES : 0));
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
