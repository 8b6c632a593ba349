/* SPDX-License-Identifier: ISC */
/* Rows of the account and of its chats: their keys and digests, writing them and opening them. */
#include "config.h"

#include "session/store/rows.h"

#include "base/align.h"
#include "base/ct.h"
#include "base/nothing.h"
#include "base/num.h"

#include <string.h>

#define FILE_MAX 64 /* bytes of a saved encryptedFile; more than any takes */

/* ---- Keys and digests ------------------------------------------------------------------ */

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

/* The digest TAG of a row, see rows.h. */
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

/* Add to COMMIT a row that has no value yet, which means a deletion; NULL without memory. */
static struct e2e_i_row *
add_row(struct e2e_i_commit *commit, uint32_t table, const uint8_t *key, size_t key_n)
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
	return add_row(commit, table, key, key_n) != NULL ? E2E_OK : E2E_ERR_NOMEM;
}

/* Add a row of TABLE with STATE, which SAVED describes, followed by REST. */
static int32_t
put_row(struct e2e_account *account, struct e2e_i_commit *commit, uint32_t table,
    const uint8_t *key, size_t key_n, const struct e2e_i_saved_row *saved, const void *state,
    struct e2e_bytes rest)
{
	struct e2e_i_row *row = add_row(commit, table, key, key_n);
	uint8_t *value, *end;
	size_t room;

	if (row == NULL)
		return E2E_ERR_NOMEM;
	room = e2e_i_saved_room(saved, state);
	if (rest.n > SIZE_MAX / 2 - room)
		return E2E_ERR_NOMEM;
	value = e2e_i_pool_alloc(&commit->pool, room + rest.n + E2E_I_ROW_TAG_BYTES);
	if (value == NULL)
		return E2E_ERR_NOMEM;
	end = e2e_i_saved_put(value, saved, state);
	if (rest.n > 0)
		memcpy(end, rest.p, rest.n);
	end += rest.n;
	row->row.value = (struct e2e_bytes){ value, (size_t)(end - value) + E2E_I_ROW_TAG_BYTES };
	return digest(account, end, table, row->row.key,
	              (struct e2e_bytes){ value, (size_t)(end - value) });
}

/* The same for a row of chat ID; SUFFIX is the rest of its key. */
static int32_t
put_chat_row(struct e2e_account *account, struct e2e_i_commit *commit, uint32_t table, int32_t id,
            int64_t suffix, const struct e2e_i_saved_row *saved, const void *state,
            struct e2e_bytes rest)
{
	uint8_t key[E2E_ROW_KEY_MAX_BYTES];
	size_t n = e2e_i_rows_key_of(key, id, suffix, e2e_i_rows_suffix(table));

	return put_row(account, commit, table, key, n, saved, state, rest);
}

int32_t
e2e_i_rows_saved(struct e2e_account *account, struct e2e_i_commit *commit)
{
	struct e2e_i_saved_account state = account->saved.account;

	state.generation = e2e_i_account_generation(state.generation);
	return put_row(account, commit, E2E_I_TABLE_ACCOUNT, NULL, 0, E2E_I_ROW_SAVED_ACCOUNT,
	               &state, E2E_I_NO_BYTES);
}

int32_t
e2e_i_rows_clock(struct e2e_account *account, struct e2e_i_commit *commit)
{
	return put_row(account, commit, E2E_I_TABLE_CLOCK, NULL, 0, E2E_I_ROW_SAVED_CLOCK,
	               &account->saved.clock, E2E_I_NO_BYTES);
}

int32_t
e2e_i_rows_dh(struct e2e_account *account, struct e2e_i_commit *commit)
{
	return put_row(account, commit, E2E_I_TABLE_DH, NULL, 0, E2E_I_ROW_SAVED_DH,
	               &account->saved.dh, E2E_I_NO_BYTES);
}

int32_t
e2e_i_rows_verdict(struct e2e_account *account, struct e2e_i_commit *commit,
                   const uint8_t prime[E2E_SHA256_BYTES], int32_t verdict)
{
	const struct e2e_i_saved_verdict state = { .verdict = verdict };

	return put_row(account, commit, E2E_I_TABLE_VERDICT, prime, E2E_SHA256_BYTES,
	               E2E_I_ROW_SAVED_VERDICT, &state, E2E_I_NO_BYTES);
}

int32_t
e2e_i_rows_chat(struct e2e_account *account, struct e2e_i_commit *commit,
                const struct e2e_i_core *core)
{
	return put_chat_row(account, commit, E2E_I_TABLE_CHAT, core->id, 0, E2E_I_ROW_SAVED_CHAT,
	                    &core->saved, E2E_I_NO_BYTES);
}

int32_t
e2e_i_rows_counters(struct e2e_account *account, struct e2e_i_commit *commit,
                    const struct e2e_i_core *core)
{
	return put_chat_row(account, commit, E2E_I_TABLE_COUNTERS, core->id, 0, E2E_I_ROW_COUNTERS,
	                    &core->counters, E2E_I_NO_BYTES);
}

int32_t
e2e_i_rows_key(struct e2e_account *account, struct e2e_i_commit *commit,
               const struct e2e_i_core *core, uint32_t which)
{
	const struct e2e_i_key *key = core->key[which];
	const struct e2e_bytes value = { key->key.value, sizeof key->key.value };

	return put_chat_row(account, commit, E2E_I_TABLE_KEY, core->id, which, E2E_I_ROW_SAVED_KEY,
	                    &key->saved, value);
}

int32_t
e2e_i_rows_handshake(struct e2e_account *account, struct e2e_i_commit *commit,
                     const struct e2e_i_core *core)
{
	return put_chat_row(account, commit, E2E_I_TABLE_HANDSHAKE, core->id, 0,
	                    E2E_I_ROW_HANDSHAKE, core->handshake, E2E_I_NO_BYTES);
}

int32_t
e2e_i_rows_rekey(struct e2e_account *account, struct e2e_i_commit *commit,
                 const struct e2e_i_core *core)
{
	return put_chat_row(account, commit, E2E_I_TABLE_REKEY, core->id, 0, E2E_I_ROW_REKEY,
	                    core->rekey, E2E_I_NO_BYTES);
}

/* The description of what is saved of the items of list WHICH. */
static const struct e2e_i_saved_row *
item_row(uint32_t which)
{
	switch (which) {
	case E2E_I_OUTGOING:
		return E2E_I_ROW_SAVED_OUTGOING;
	case E2E_I_GAP:
		return E2E_I_ROW_SAVED_GAP;
	case E2E_I_TIMER:
		return E2E_I_ROW_SAVED_TIMER;
	default:
		return E2E_I_ROW_SAVED_RECEIVED;
	}
}

/* e2e_i_rows_item() finds the member `saved` of every item directly behind its head. */
#define BEHIND_HEAD(type)                                                                     \
	_Static_assert(offsetof(struct type, saved) == sizeof(struct e2e_i_item),             \
	               #type ": saved is not behind the head")

BEHIND_HEAD(e2e_i_outgoing);
BEHIND_HEAD(e2e_i_queued);
BEHIND_HEAD(e2e_i_gap);
BEHIND_HEAD(e2e_i_timer);

int32_t
e2e_i_rows_item(struct e2e_account *account, struct e2e_i_commit *commit,
                const struct e2e_i_core *core, uint32_t which, const struct e2e_i_item *item)
{
	const struct e2e_i_saved_row *saved = item_row(which);
	const struct e2e_bytes none = { NULL, 0 }, blob = { item->blob, item->blob_n };

	return put_chat_row(account, commit, E2E_I_TABLE_LISTS + which, core->id, item->key, saved,
	                    item + 1, saved->rest ? blob : none);
}

/* ---- Reading --------------------------------------------------------------------------------- */

int32_t
e2e_i_rows_open(struct e2e_account *account, struct e2e_bytes *body, uint32_t table,
                struct e2e_bytes key, struct e2e_bytes value)
{
	uint8_t tag[E2E_I_ROW_TAG_BYTES];
	int32_t err;

	*body = E2E_I_NO_BYTES;
	if (value.n < E2E_I_ROW_TAG_BYTES)
		return E2E_ERR_STORE;
	value.n -= E2E_I_ROW_TAG_BYTES;
	err = digest(account, tag, table, key, value);
	if (err != E2E_OK)
		return err;
	if (!e2e_i_ct_declassify(e2e_i_ct_equal(tag, value.p + value.n, sizeof tag)))
		return E2E_ERR_STORE;
	*body = value;
	return E2E_OK;
}

int32_t
e2e_i_rows_file_get(struct e2e_remote_file *file, struct e2e_bytes saved)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	alignas(E2E_I_ALIGN) uint8_t memory[E2E_TL_ROOM(FILE_MAX)];
	const struct e2e_tl_encrypted_file *f;

	if (saved.n > FILE_MAX || e2e_tl_get(&got, memory, sizeof memory, E2E_TYPE_ENCRYPTED_FILE,
	                               saved.p, saved.n, NULL) != E2E_OK)
		return E2E_ERR_STORE;
	if (got.object->ctor != E2E_TL_ENCRYPTED_FILE)
		return E2E_ERR_STORE;
	f = (const void *)got.object;
	*file = (struct e2e_remote_file){
		.size = sizeof *file,
		.dc_id = f->dc_id,
		.id = f->id,
		.access_hash = f->access_hash,
		.bytes = f->size,
		.key_fingerprint = f->key_fingerprint,
	};
	return E2E_OK;
}
