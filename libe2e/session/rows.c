/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "session/rows.h"

#include "base/ct.h"
#include "base/nothing.h"
#include "base/num.h"

#include <string.h>

/* ---- Names and digests ----------------------------------------------------------------- */

size_t
e2e_i_rows_suffix(uint32_t table)
{
	if (table >= E2E_I_TABLE_LISTS)
		return 8;
	return table == E2E_I_TABLE_KEY ? 1 : 0;
}

size_t
e2e_i_rows_key_of(uint8_t key[E2E_ROW_KEY_MAX_BYTES], int32_t id, int64_t suffix, size_t n)
{
	for (size_t i = 0; i < 4; i++)
		key[i] = (uint8_t)((uint32_t)id >> (24 - 8 * i));
	for (size_t i = 0; i < n; i++)
		key[4 + i] = (uint8_t)((uint64_t)suffix >> (8 * (n - 1 - i)));
	return 4 + n;
}

static int32_t
digest(struct e2e_account *account, uint8_t tag[E2E_I_ROW_TAG_BYTES], uint32_t table,
       struct e2e_bytes key, struct e2e_bytes value)
{
	uint8_t head[16], whole[E2E_SHA256_BYTES];
	const struct e2e_bytes part[3] = { { head, sizeof head }, key, value };
	int32_t err;

	e2e_i_store_le64(head, (uint64_t)account->config.user_id);
	e2e_i_store_le32(head + 8, table);
	e2e_i_store_le32(head + 12, (uint32_t)key.n);
	err = e2e_hash(account->crypto, E2E_HASH_SHA256, whole, part, 3);
	memcpy(tag, whole, E2E_I_ROW_TAG_BYTES);
	return err;
}

/* ---- Writing -------------------------------------------------------------------------------- */

static struct e2e_i_row *
add(struct e2e_i_commit *commit, uint32_t table, const uint8_t *key, size_t key_n)
{
	struct e2e_i_row *row = e2e_i_pool_alloc(&commit->pool, sizeof *row);
	const struct e2e_bytes from = { key, key_n };

	if (row == NULL)
		return NULL;
	row->row.size = sizeof row->row;
	row->row.table = table;
	row->row.value = E2E_I_NO_BYTES;
	if (e2e_i_pool_copy(&commit->pool, &row->row.key, from) != E2E_OK)
		return NULL;
	*commit->row_end = row;
	commit->row_end = &row->next;
	commit->n_rows++;
	return row;
}

int32_t
e2e_i_rows_delete(struct e2e_i_commit *commit, uint32_t table, const uint8_t *key, size_t key_n)
{
	return add(commit, table, key, key_n) != NULL ? E2E_OK : E2E_ERR_NOMEM;
}

static int32_t
put(struct e2e_account *account, struct e2e_i_commit *commit, uint32_t table,
    const uint8_t *key, size_t key_n, const struct e2e_tl *object)
{
	struct e2e_i_row *row = add(commit, table, key, key_n);
	uint8_t *value;
	size_t n = 0;
	int32_t err;

	if (row == NULL)
		return E2E_ERR_NOMEM;
	err = e2e_tl_measure(&n, E2E_TYPE_STATE_ROW, object);
	if (err != E2E_OK)
		return err;
	value = e2e_i_pool_alloc(&commit->pool, n + E2E_I_ROW_TAG_BYTES);
	if (value == NULL)
		return E2E_ERR_NOMEM;
	err = e2e_tl_put(value, n, &n, E2E_TYPE_STATE_ROW, object);
	if (err != E2E_OK)
		return err;
	row->row.value = (struct e2e_bytes){ value, n + E2E_I_ROW_TAG_BYTES };
	return digest(account, value + n, table, row->row.key, (struct e2e_bytes){ value, n });
}

int32_t
e2e_i_rows_put(struct e2e_account *account, struct e2e_i_commit *commit, uint32_t table,
               int32_t id, int64_t suffix, const void *object)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	size_t n = e2e_i_rows_key_of(key, id, suffix, e2e_i_rows_suffix(table));

	return put(account, commit, table, key, n, object);
}

int32_t
e2e_i_rows_saved(struct e2e_account *account, struct e2e_i_commit *commit)
{
	const struct e2e_tl_state_account row = {
		E2E_TL_STATE_ACCOUNT, e2e_i_account_generation(account->saved.generation),
		account->saved.qts
	};

	return put(account, commit, E2E_I_TABLE_ACCOUNT, NULL, 0, (const struct e2e_tl *)&row);
}

int32_t
e2e_i_rows_clock(struct e2e_account *account, struct e2e_i_commit *commit)
{
	struct e2e_tl_state_clock row = {
		.ctor = E2E_TL_STATE_CLOCK,
		.time = account->last,
		.debt = account->offset,
		.doubt = account->doubt,
		.bogus = account->bogus,
	};

	row.flags |= row.debt != 0 ? E2E_TL_STATE_CLOCK_HAS_DEBT : 0;
	row.flags |= row.doubt != 0 ? E2E_TL_STATE_CLOCK_HAS_DOUBT : 0;
	row.flags |= row.bogus != 0 ? E2E_TL_STATE_CLOCK_HAS_BOGUS : 0;
	row.flags |= account->saved.rollback ? E2E_TL_STATE_CLOCK_HAS_ROLLBACK : 0;
	row.flags |= account->saved.damage ? E2E_TL_STATE_CLOCK_HAS_DAMAGE : 0;
	return put(account, commit, E2E_I_TABLE_CLOCK, NULL, 0, (const struct e2e_tl *)&row);
}

int32_t
e2e_i_rows_dh(struct e2e_account *account, struct e2e_i_commit *commit)
{
	const struct e2e_dh_group *group = account->saved.group;
	const struct e2e_tl_state_dh_config row = {
		E2E_TL_STATE_DH_CONFIG, account->saved.dh_version, group->g,
		{ group->p, sizeof group->p }
	};

	return put(account, commit, E2E_I_TABLE_DH, NULL, 0, (const struct e2e_tl *)&row);
}

int32_t
e2e_i_rows_verdict(struct e2e_account *account, struct e2e_i_commit *commit,
                   const uint8_t prime[E2E_SHA256_BYTES], int32_t verdict)
{
	const struct e2e_tl_state_verdict row = { E2E_TL_STATE_VERDICT, verdict };

	return put(account, commit, E2E_I_TABLE_VERDICT, prime, E2E_SHA256_BYTES,
	           (const struct e2e_tl *)&row);
}

int32_t
e2e_i_rows_chat(struct e2e_account *account, struct e2e_i_commit *commit,
                const struct e2e_i_core *core)
{
	struct e2e_tl_state_chat row = {
		.ctor = E2E_TL_STATE_CHAT,
		.user_id = core->user_id,
		.access_hash = core->access_hash,
		.date = core->date,
		.state = (int32_t)core->stage,
		.reason = (int32_t)core->reason,
		.layer = core->layer,
		.user_hash = core->user_hash,
		.key_hash = { core->key_hash, sizeof core->key_hash },
	};

	row.flags |= core->creator ? E2E_TL_STATE_CHAT_HAS_CREATOR : 0;
	row.flags |= core->verified ? E2E_TL_STATE_CHAT_HAS_VERIFIED : 0;
	row.flags |= core->history ? E2E_TL_STATE_CHAT_HAS_HISTORY : 0;
	row.flags |= core->discard ? E2E_TL_STATE_CHAT_HAS_DISCARD : 0;
	row.flags |= core->has_hash ? E2E_TL_STATE_CHAT_HAS_KEY_HASH : 0;
	row.flags |= core->user_hash != 0 ? E2E_TL_STATE_CHAT_HAS_USER_HASH : 0;
	if (core->group != NULL) {
		struct e2e_dh_group known = E2E_DH_GROUP_INIT;

		e2e_dh_group_known(&known);
		row.flags |= E2E_TL_STATE_CHAT_HAS_G;
		row.g = core->group->g;
		if (memcmp(known.p, core->group->p, sizeof known.p) != 0) {
			row.flags |= E2E_TL_STATE_CHAT_HAS_P;
			row.p = (struct e2e_bytes){ core->group->p, sizeof core->group->p };
		}
	}
	return e2e_i_rows_put(account, commit, E2E_I_TABLE_CHAT, core->id, 0, &row);
}

/* Which members of the counters are written. */
static uint32_t
counters_flags(const struct e2e_i_counters *n)
{
	uint32_t flags = 0;

	flags |= n->v2 ? E2E_TL_STATE_COUNTERS_HAS_V2 : 0;
	flags |= n->told ? E2E_TL_STATE_COUNTERS_HAS_TOLD : 0;
	flags |= n->newest_layer != 0 ? E2E_TL_STATE_COUNTERS_HAS_NEWEST_LAYER : 0;
	flags |= n->caught != 0 ? E2E_TL_STATE_COUNTERS_HAS_CAUGHT : 0;
	flags |= n->used ? E2E_TL_STATE_COUNTERS_HAS_USED : 0;
	flags |= n->ttl != 0 ? E2E_TL_STATE_COUNTERS_HAS_TTL : 0;
	flags |= n->due != 0 ? E2E_TL_STATE_COUNTERS_HAS_DUE : 0;
	flags |= n->due_at != 0 ? E2E_TL_STATE_COUNTERS_HAS_DUE_AT : 0;
	flags |= n->rekey_at != 0 ? E2E_TL_STATE_COUNTERS_HAS_REKEY_AT : 0;
	flags |= n->read_due != 0 ? E2E_TL_STATE_COUNTERS_HAS_READ_DUE : 0;
	flags |= n->v2_from != 0 ? E2E_TL_STATE_COUNTERS_HAS_V2_FROM : 0;
	if (n->again[0].to != 0)
		flags |= E2E_TL_STATE_COUNTERS_HAS_AGAIN_FROM |
		             E2E_TL_STATE_COUNTERS_HAS_AGAIN_TO;
	flags |= n->again[1].to != 0 ? E2E_TL_STATE_COUNTERS_HAS_AGAIN_MORE : 0;
	flags |= n->seen_in != n->acked ? E2E_TL_STATE_COUNTERS_HAS_SEEN_IN : 0;
	flags |= n->pushed != 0 ? E2E_TL_STATE_COUNTERS_HAS_PUSHED : 0;
	if (n->gap_to != 0)
		flags |= E2E_TL_STATE_COUNTERS_HAS_GAP_FROM | E2E_TL_STATE_COUNTERS_HAS_GAP_TO;
	flags |= n->fresh_at != 0 ? E2E_TL_STATE_COUNTERS_HAS_FRESH_AT : 0;
	flags |= n->unacknowledged != 0 ? E2E_TL_STATE_COUNTERS_HAS_UNACKNOWLEDGED : 0;
	flags |= n->noop_at != 0 ? E2E_TL_STATE_COUNTERS_HAS_NOOP_AT : 0;
	if (n->read_to != 0)
		flags |= E2E_TL_STATE_COUNTERS_HAS_READ_MARK |
		             E2E_TL_STATE_COUNTERS_HAS_READ_TO;
	flags |= n->abort_id != 0 ? E2E_TL_STATE_COUNTERS_HAS_ABORT_ID : 0;
	return flags;
}

int32_t
e2e_i_rows_counters(struct e2e_account *account, struct e2e_i_commit *commit,
                    const struct e2e_i_core *core)
{
	const struct e2e_i_counters *n = &core->n;
	int64_t more[E2E_I_RANGES];
	struct e2e_tl_state_counters row = {
		.ctor = E2E_TL_STATE_COUNTERS,
		.in_seq = n->in_seq,
		.out_seq = n->out_seq,
		.acked = n->acked,
		.sent = n->sent,
		.peer_layer = n->peer_layer,
		.sent_layer = n->sent_layer,
		.last_layer = n->last_layer,
		.newest_layer = n->newest_layer,
		.caught = n->caught,
		.key_in = n->key_in,
		.key_out = n->key_out,
		.epoch = n->epoch,
		.ttl = n->ttl,
		.due = (int32_t)n->due,
		.due_at = n->due_at,
		.rekey_at = n->rekey_at,
		.read_due = n->read_due,
		.abort_id = n->abort_id,
		.v2_from = n->v2_from,
		.again_from = n->again[0].from,
		.again_to = n->again[0].to,
		.again_more = { more, 0 },
		.pushed = n->pushed,
		.seen_in = n->seen_in,
		.gap_from = n->gap_from,
		.gap_to = n->gap_to,
		.fresh_at = n->fresh_at,
		.unacknowledged = n->unacknowledged,
		.noop_at = e2e_i_signed32((uint32_t)(n->noop_at / 1000)),
		.read_mark = n->read_mark,
		.read_to = n->read_to,
	};

	for (uint32_t i = 1; i < E2E_I_RANGES && n->again[i].to != 0; i++)
		more[row.again_more.n++] = (int64_t)n->again[i].from << 32 | n->again[i].to;
	row.flags = counters_flags(n);
	return e2e_i_rows_put(account, commit, E2E_I_TABLE_COUNTERS, core->id, 0, &row);
}

int32_t
e2e_i_rows_key(struct e2e_account *account, struct e2e_i_commit *commit,
               const struct e2e_i_core *core, uint32_t which)
{
	const struct e2e_i_key *key = core->key[which];
	const struct e2e_tl_state_key row = {
		E2E_TL_STATE_KEY, key->since, { key->key.value, sizeof key->key.value }
	};

	return e2e_i_rows_put(account, commit, E2E_I_TABLE_KEY, core->id, which, &row);
}

int32_t
e2e_i_rows_handshake(struct e2e_account *account, struct e2e_i_commit *commit,
                     const struct e2e_i_core *core)
{
	const struct e2e_i_handshake *h = core->handshake;
	struct e2e_tl_state_handshake row = {
		.ctor = E2E_TL_STATE_HANDSHAKE,
		.exponent = { h->exponent, sizeof h->exponent },
		.public_ = { h->public_value, sizeof h->public_value },
		.peer_value = { h->peer_value, h->peer_n },
		.fingerprint = h->fingerprint,
		.access_hash = h->access_hash,
		.date = h->date,
		.admin_id = h->admin_id,
		.participant_id = h->participant_id,
	};

	row.flags |= h->waiting ? E2E_TL_STATE_HANDSHAKE_HAS_WAITING : 0;
	row.flags |= h->accepted ? E2E_TL_STATE_HANDSHAKE_HAS_ACCEPTED : 0;
	if (h->has_exponent)
		row.flags |= E2E_TL_STATE_HANDSHAKE_HAS_EXPONENT | E2E_TL_STATE_HANDSHAKE_HAS_PUBLIC;
	row.flags |= h->peer_n > 0 ? E2E_TL_STATE_HANDSHAKE_HAS_PEER_VALUE : 0;
	return e2e_i_rows_put(account, commit, E2E_I_TABLE_HANDSHAKE, core->id, 0, &row);
}

int32_t
e2e_i_rows_rekey(struct e2e_account *account, struct e2e_i_commit *commit,
                 const struct e2e_i_core *core)
{
	const struct e2e_i_rekey *r = core->rekey;
	struct e2e_tl_state_rekey row = {
		.ctor = E2E_TL_STATE_REKEY,
		.phase = (int32_t)r->phase,
		.exchange_id = r->exchange_id,
		.request_seq = r->request_seq,
		.commit_seq = r->commit_seq,
		.proof = r->proof,
		.since = r->since,
		.exponent = { r->exponent, sizeof r->exponent },
		.abandoned_id = r->abandoned_id,
		.abandoned_exponent = { r->abandoned_exponent, sizeof r->abandoned_exponent },
		.ignored_id = r->ignored_id,
		.ignored_value = { r->ignored_value, sizeof r->ignored_value },
		.answer_value = { r->answer_value, sizeof r->answer_value },
	};

	row.flags |= r->commit_seen ? E2E_TL_STATE_REKEY_HAS_COMMIT_SEEN : 0;
	row.flags |= r->initiator ? E2E_TL_STATE_REKEY_HAS_INITIATOR : 0;
	row.flags |= r->phase == E2E_I_REKEY_REQUESTED ? E2E_TL_STATE_REKEY_HAS_EXPONENT : 0;
	if (r->has_abandoned)
		row.flags |= E2E_TL_STATE_REKEY_HAS_ABANDONED_ID |
		             E2E_TL_STATE_REKEY_HAS_ABANDONED_EXPONENT;
	if (r->has_ignored)
		row.flags |= E2E_TL_STATE_REKEY_HAS_IGNORED_ID |
		             E2E_TL_STATE_REKEY_HAS_IGNORED_VALUE;
	row.flags |= r->has_answer ? E2E_TL_STATE_REKEY_HAS_ANSWER_VALUE : 0;
	row.flags |= r->proved ? E2E_TL_STATE_REKEY_HAS_PROVED : 0;
	row.flags |= r->postponed ? E2E_TL_STATE_REKEY_HAS_POSTPONED : 0;
	return e2e_i_rows_put(account, commit, E2E_I_TABLE_REKEY, core->id, 0, &row);
}

/* ---- Reading ------------------------------------------------------------------------------------ */

int32_t
e2e_i_rows_open(struct e2e_account *account, const struct e2e_tl **object, void *memory,
                size_t room, uint32_t table, struct e2e_bytes key, struct e2e_bytes value)
{
	struct e2e_tl_limits limits = E2E_TL_LIMITS_INIT;
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	uint8_t tag[E2E_I_ROW_TAG_BYTES];
	size_t n;
	int32_t err;

	*object = NULL;
	if (value.n < E2E_I_ROW_TAG_BYTES + 4)
		return E2E_ERR_STORE;
	n = value.n - E2E_I_ROW_TAG_BYTES;
	err = digest(account, tag, table, key, (struct e2e_bytes){ value.p, n });
	if (err != E2E_OK)
		return err;
	if (!e2e_i_ct_declassify(e2e_i_ct_equal(tag, value.p + n, sizeof tag)))
		return E2E_ERR_STORE;
	limits.max_bytes = SIZE_MAX;
	err = e2e_tl_get(&got, memory, room, E2E_TYPE_STATE_ROW, value.p, n, &limits);
	if (err == E2E_REFUSED_UNKNOWN || err == E2E_REFUSED_TL)
		return E2E_ERR_VERSION; /* its digest is right: only another version wrote that */
	if (err != E2E_OK)
		return err;
	*object = got.object;
	return E2E_OK;
}
