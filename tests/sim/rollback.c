/* SPDX-License-Identifier: ISC */
/*
 * A store that is put back from a copy, as bad as copies are: with rows that are damaged and rows
 * that belong to nobody.  It has to be noticed, and then nothing is sent until the user says so.
 */
#include "config.h"

#include "host.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define COPY_EVERY 40 /* commits, about */

static void
rows_free(struct row *row, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(row[i].value);
}

static struct row *
rows_copy(struct world *world, const struct row *row, size_t n)
{
	struct row *copy = world_copy(world, row, n * sizeof *row);
	size_t i;

	for (i = 0; i < n; i++) {
		copy[i].value = malloc(row[i].n + 1);
		if (copy[i].value == NULL)
			abort();
		memcpy(copy[i].value, row[i].value, row[i].n);
	}
	return copy;
}

void
rollback_copy(struct host *host)
{
	struct backup *backup = &host->backup;

	if (host->world->plan.rollback == 0 || rng_below(&host->world->rng, COPY_EVERY) != 0)
		return;
	rows_free(backup->row, backup->n);
	backup->row = rows_copy(host->world, host->row, host->n_rows);
	backup->n = host->n_rows;
	backup->generation = host->generation;
}

/* One byte of one row, or a row that is like none. */
static void
damage(struct host *host)
{
	struct rng *rng = &host->world->rng;
	struct row *row = &host->row[rng_below(rng, (uint32_t)host->n_rows)];

	if (row->n != 0 && row->key_n >= 4 && rng_below(rng, 2) == 0) {
		row->value[rng_below(rng, (uint32_t)row->n)] ^= 1;
		return;
	}
	host->row = world_grow(host->world, host->row, host->n_rows, &host->rows_room,
	                       sizeof *host->row);
	row = &host->row[host->n_rows];
	*row = host->row[rng_below(rng, (uint32_t)host->n_rows)];
	if (row->key_n < 4)
		return;
	rng_fill(rng, row->key, 4);
	row->value = malloc(row->n + 1);
	if (row->value == NULL)
		abort();
	rng_fill(rng, row->value, row->n);
	host->n_rows++;
}

void
rollback_happens(struct host *host)
{
	struct world *world = host->world;
	struct backup *backup = &host->backup;

	if (backup->n == 0 || !world_bad_luck(world, world->plan.rollback))
		return;
	world_trace(world, "the rows of user %" PRIu32 " are put back", host->user);
	host_rows_free(host);
	host->row = rows_copy(world, backup->row, backup->n);
	host->n_rows = host->rows_room = backup->n;
	host->put_back = true;
	host->must_notice = backup->generation < host->generation;
	if (rng_below(&world->rng, 2) == 0)
		damage(host);
	if (rng_below(&world->rng, 2) == 0)
		damage(host);
	if (world->model->n_convs != 0)
		world->model->conv[0].may_close = true;
}

void
rollback_free(struct host *host)
{
	rows_free(host->backup.row, host->backup.n);
	host->backup.n = 0;
}
