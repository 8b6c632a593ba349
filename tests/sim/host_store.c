/* SPDX-License-Identifier: ISC */
/* Rows and transactions. */
#include "config.h"

#include "host.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool
host_holds(const struct host *host, const void *what, size_t n)
{
	size_t i;

	for (i = 0; i < host->n_rows; i++) {
		if (memory_find(host->row[i].value, host->row[i].n, what, n))
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
	commit->n_rows = step->n_rows;
	commit->row = world_alloc(world, step->n_rows * sizeof *commit->row);
	for (i = 0; i < step->n_rows; i++) {
		struct row *to = &commit->row[i];
		struct e2e_row row;

		read_row(host, &row, i);
		to->table = row.table;
		to->key_n = row.key.n;
		if (row.key.n != 0)
			memcpy(to->key, row.key.p, row.key.n);
		if (row.value.n == 0)
			continue;
		to->n = row.value.n;
		to->value = malloc(row.value.n + 1);
		if (to->value == NULL)
			abort();
		memcpy(to->value, row.value.p, row.value.n);
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

	for (i = 0; i < ready->n_rows; i++) {
		const struct row *old = &ready->row[i];
		struct e2e_row row;

		read_row(host, &row, i);
		if (row.table != old->table || row.key.n != old->key_n ||
		    (row.key.n != 0 && memcmp(row.key.p, old->key, row.key.n) != 0) ||
		    row.value.n != old->n ||
		    (row.value.n != 0 && memcmp(row.value.p, old->value, old->n) != 0))
			return false;
	}
	return true;
}

static size_t
find(const struct host *host, const struct row *row)
{
	size_t i;

	for (i = 0; i < host->n_rows; i++) {
		const struct row *old = &host->row[i];

		if (old->table == row->table && old->key_n == row->key_n &&
		    memcmp(old->key, row->key, row->key_n) == 0)
			break;
	}
	return i;
}

static void
put(struct host *host, struct row *row)
{
	size_t i = find(host, row);

	if (i < host->n_rows) {
		free(host->row[i].value);
		host->row[i] = host->row[--host->n_rows];
	}
	if (row->value == NULL)
		return;
	host->row = world_grow(host->world, host->row, host->n_rows, &host->rows_room,
	                       sizeof *host->row);
	host->row[host->n_rows++] = *row;
	row->value = NULL;
}

void
host_commit_apply(struct host *host, struct commit *commit)
{
	size_t i;

	world_trace(host->world, "user %" PRIu32 " commits %" PRIu64 ": %zu rows, %zu events",
	            host->user, commit->id, commit->n_rows, commit->n_seen);
	for (i = 0; i < commit->n_rows; i++) {
		world_digest(host->world, commit->row[i].value, commit->row[i].n);
		put(host, &commit->row[i]);
	}
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

void
host_rows_free(struct host *host)
{
	size_t i;

	for (i = 0; i < host->n_rows; i++)
		free(host->row[i].value);
	host->n_rows = 0;
}
