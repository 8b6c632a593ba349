/* SPDX-License-Identifier: ISC */
/*
 * A store that is put back from a copy, as bad as copies are: with rows that are damaged and rows
 * that belong to nobody.  It has to be noticed, and then nothing is sent until the user says so.
 */
#include "config.h"

#include "host.h"

#include <inttypes.h>

#define COPY_EVERY 40 /* commits, about */

void
rollback_copy(struct host *host)
{
	struct backup *backup = &host->backup;

	if (host->world->plan.rollback == 0 || rng_below(&host->world->rng, COPY_EVERY) != 0)
		return;
	rows_free(&backup->rows);
	backup->rows = rows_copy(&host->rows);
	backup->generation = host->generation;
}

/* One byte of one row, or a row that is like none. */
static void
damage(struct host *host)
{
	struct rng *rng = &host->world->rng;
	struct row_kept *row = &host->rows.v[rng_below(rng, (uint32_t)host->rows.n)];
	struct row_kept from;
	struct e2e_row copy;

	if (row->value_n != 0 && row->key_n >= 4 && rng_below(rng, 2) == 0) {
		row->value[rng_below(rng, (uint32_t)row->value_n)] ^= 1;
		return;
	}
	from = host->rows.v[rng_below(rng, (uint32_t)host->rows.n)];
	if (from.key_n < 4)
		return;
	copy = rows_view(&from);
	row = rows_add(&host->rows, &copy);
	rng_fill(rng, row->key, 4);
	rng_fill(rng, row->value, row->value_n);
}

void
rollback_happens(struct host *host)
{
	struct world *world = host->world;
	struct backup *backup = &host->backup;

	if (backup->rows.n == 0 || !world_bad_luck(world, world->plan.rollback))
		return;
	world_trace(world, "the rows of user %" PRIu32 " are put back", host->user);
	rows_free(&host->rows);
	host->rows = rows_copy(&backup->rows);
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
	rows_free(&host->backup.rows);
}
