/* SPDX-License-Identifier: ISC */
/* Rows of a chat's lists. */
#include "config.h"

#include "session/rows.h"

#include "base/align.h"

/* What follows the first N bytes of ITEM's blob, which may have none. */
static struct e2e_bytes
tail(const struct e2e_i_item *item, size_t n)
{
	if (item->blob == NULL)
		return (struct e2e_bytes){ NULL, 0 };
	return (struct e2e_bytes){ item->blob + n, item->blob_n - n };
}

static int32_t
put_sent(struct e2e_account *account, struct e2e_i_commit *commit, int32_t id,
         const struct e2e_i_item *item)
{
	const struct e2e_i_sent *s = (const void *)item;
	const size_t packet_n = item->blob_n - s->file_n;
	const struct e2e_tl_state_sent row = {
		.ctor = E2E_TL_STATE_SENT,
		.in_seq = s->in_raw,
		.random_id = s->random_id,
		.kind = s->kind,
		.layer = s->layer,
		.date = s->date,
		.packet = { item->blob, packet_n },
		.file = tail(item, packet_n),
		.gap = s->gap,
		.flags = (s->kind & E2E_I_SENT_ASKS) != 0 ? E2E_TL_STATE_SENT_HAS_GAP : 0,
	};

	return e2e_i_rows_put(account, commit, E2E_I_TABLE_LISTS + E2E_I_SENT, id, item->key, &row);
}

static int32_t
put_held(struct e2e_account *account, struct e2e_i_commit *commit, int32_t id,
         const struct e2e_i_item *item)
{
	const struct e2e_i_came *c = (const void *)item;
	const size_t payload_n = item->blob_n - c->file_n;
	const struct e2e_tl_state_held row = {
		.ctor = E2E_TL_STATE_HELD,
		.kind = (int32_t)c->kind,
		.date = c->date,
		.random_id = c->random_id,
		.key_fingerprint = c->key_fingerprint,
		.payload = { item->blob, payload_n },
		.file = tail(item, payload_n),
	};

	return e2e_i_rows_put(account, commit, E2E_I_TABLE_LISTS + E2E_I_HELD, id, item->key, &row);
}

static int32_t
put_early(struct e2e_account *account, struct e2e_i_commit *commit, int32_t id,
          const struct e2e_i_item *item)
{
	const struct e2e_i_came *c = (const void *)item;
	const size_t packet_n = item->blob_n - c->file_n;
	const struct e2e_tl_state_early row = {
		.ctor = E2E_TL_STATE_EARLY,
		.kind = (int32_t)c->kind,
		.date = c->date,
		.random_id = c->random_id,
		.packet = { item->blob, packet_n },
		.file = tail(item, packet_n),
	};

	return e2e_i_rows_put(account, commit, E2E_I_TABLE_LISTS + E2E_I_EARLY, id, item->key, &row);
}

static int32_t
put_hole(struct e2e_account *account, struct e2e_i_commit *commit, int32_t id,
         const struct e2e_i_item *item)
{
	const struct e2e_i_hole *h = (const void *)item;
	const struct e2e_tl_state_hole row = {
		.ctor = E2E_TL_STATE_HOLE,
		.flags = h->give_up != 0 ? E2E_TL_STATE_HOLE_HAS_GIVE_UP : 0,
		.end = h->end,
		.tries = h->tries,
		.since = h->since,
		.due = h->due,
		.asked = h->asked,
		.covered = h->covered,
		.give_up = h->give_up,
	};

	return e2e_i_rows_put(account, commit, E2E_I_TABLE_LISTS + E2E_I_HOLE, id, item->key, &row);
}

static int32_t
put_timer(struct e2e_account *account, struct e2e_i_commit *commit, int32_t id,
          const struct e2e_i_item *item)
{
	const struct e2e_i_timer *t = (const void *)item;
	const struct e2e_tl_state_timer row = {
		E2E_TL_STATE_TIMER, (int32_t)t->kind, t->ttl, t->date, t->started, t->due
	};

	return e2e_i_rows_put(account, commit, E2E_I_TABLE_LISTS + E2E_I_TIMER, id, item->key, &row);
}

int32_t
e2e_i_rows_item(struct e2e_account *account, struct e2e_i_commit *commit,
                const struct e2e_i_core *core, uint32_t which, const struct e2e_i_item *item)
{
	static int32_t (*const put_item[E2E_I_LISTS])(struct e2e_account *account,
	                                              struct e2e_i_commit *commit, int32_t id,
	                                              const struct e2e_i_item *item) = {
		[E2E_I_SENT] = put_sent,   [E2E_I_HELD] = put_held,   [E2E_I_HOLE] = put_hole,
		[E2E_I_EARLY] = put_early, [E2E_I_TIMER] = put_timer,
	};

	return put_item[which](account, commit, core->id, item);
}

int32_t
e2e_i_rows_file_get(struct e2e_remote_file *file, struct e2e_bytes saved)
{
	struct e2e_tl_got got = E2E_TL_GOT_INIT;
	alignas(E2E_I_ALIGN) uint8_t memory[E2E_TL_ROOM(64)];
	const struct e2e_tl_encrypted_file *f;

	if (saved.n > 64 || e2e_tl_get(&got, memory, sizeof memory, E2E_TYPE_ENCRYPTED_FILE,
	                               saved.p, saved.n, NULL) != E2E_OK)
		return E2E_ERR_STORE;
	if (got.object->ctor != E2E_TL_ENCRYPTED_FILE)
		return E2E_ERR_STORE;
	f = (const void *)got.object;
	*file = (struct e2e_remote_file){ sizeof *file, f->dc_id,           f->id, f->access_hash,
		                          f->size,      f->key_fingerprint, 0 };
	return E2E_OK;
}
