/* SPDX-License-Identifier: ISC */
/* Rows and transactions. */
#include "config.h"

#include "host.h"

#include <inttypes.h>
#include <string.h>

bool
host_holds(const struct host *host, const void *what, size_t n)
{
	size_t i;

	for (i = 0; i < host->rows.n; i++) {
		if (memory_find(host->rows.v[i].value, host->rows.v[i].value_n, what, n))
			return true;
	}
	return false;
}

static void
read_row(struct host *host, struct e2e_row *row, uint32_t index)
{
	*row = (struct e2e_row)E2E_ROW_INIT;
	if (e2e_row_at(host->account, row, index) != E2E_OK)
		world_fail(host->world, "row %" PRIu32 " of a commit is not there", index);
	if (row->key.n > E2E_ROW_KEY_MAX_BYTES)
		world_fail(host->world, "a row's key has %zu bytes", row->key.n);
}

struct commit *
host_commit_copy(struct host *host, const struct e2e_step *step)
{
	struct world *world = host->world;
	struct commit *commit = world_alloc(world, sizeof *commit);
	uint32_t i;

	commit->id = step->id;
	for (i = 0; i < step->n_rows; i++) {
		struct e2e_row row;

		read_row(host, &row, i);
		rows_add(&commit->rows, &row);
	}
	commit->n_seen = step->n_events;
	commit->seen = world_alloc(world, step->n_events * sizeof *commit->seen);
	for (i = 0; i < step->n_events; i++) {
		struct e2e_event event = E2E_EVENT_INIT;

		if (e2e_event_at(host->account, &event, i) != E2E_OK)
			world_fail(world, "event %" PRIu32 " of a commit is not there", i);
		host_seen_copy(host, &commit->seen[i], &event);
	}
	return commit;
}

bool
host_commit_same(struct host *host, const struct commit *ready)
{
	uint32_t i;

	for (i = 0; i < ready->rows.n; i++) {
		const struct row_kept *old = &ready->rows.v[i];
		struct e2e_row row;

		read_row(host, &row, i);
		if (row.table != old->table || row.key.n != old->key_n ||
		    (row.key.n != 0 && memcmp(row.key.p, old->key, row.key.n) != 0) ||
		    row.value.n != old->value_n ||
		    (row.value.n != 0 && memcmp(row.value.p, old->value, row.value.n) != 0))
			return false;
	}
	return true;
}

void
host_commit_apply(struct host *host, struct commit *commit)
{
	size_t i;

	world_trace(host->world, "user %" PRIu32 " commits %" PRIu64 ": %zu rows, %zu events",
	            host->user, commit->id, commit->rows.n, commit->n_seen);
	for (i = 0; i < commit->rows.n; i++) {
		const struct e2e_row row = rows_view(&commit->rows.v[i]);

		world_digest(host->world, row.value.p, row.value.n);
		rows_put(&host->rows, &row);
	}
	rows_free(&commit->rows);
	/* That a chat is closed explains the rest. */
	for (i = 0; i < commit->n_seen; i++) {
		if (commit->seen[i].event.kind == E2E_EVENT_CHAT)
			host_seen_apply(host, &commit->seen[i]);
	}
	for (i = 0; i < commit->n_seen; i++) {
		if (commit->seen[i].event.kind != E2E_EVENT_CHAT)
			host_seen_apply(host, &commit->seen[i]);
	}
}
