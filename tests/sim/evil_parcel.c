/* SPDX-License-Identifier: ISC */
/* What a server that cheats does with messages and dates on their way. */
#include "config.h"

#include "server.h"

#include "model.h"

#define SHARE     200 /* of a thousand parcels are tampered with */

struct parcel
evil_fake(struct world *world, const struct parcel *parcel)
{
	struct parcel copy = *parcel;

	copy.packet.p = world_copy(world, parcel->packet.p, parcel->packet.n);
	copy.random_id = (int64_t)rng_next(&world->rng);
	return copy;
}

static void
flip(struct world *world, struct parcel *parcel)
{
	uint8_t *p = world_copy(world, parcel->packet.p, parcel->packet.n);
	uint32_t at = rng_below(&world->rng, (uint32_t)parcel->packet.n);

	p[at] ^= (uint8_t)(1u << rng_below(&world->rng, 8));
	parcel->packet.p = p;
}

/* It is put into a chat where it does not belong, or given to its sender. */
static void
misdeliver(struct world *world, uint32_t user, const struct parcel *parcel)
{
	struct push push = { .kind = PUSH_PARCEL };
	const struct model *model = world->model;

	push.parcel = evil_fake(world, parcel);
	push.parcel.qts = 0;
	if (rng_below(&world->rng, 2) == 0)
		user = 1 - user;
	else
		push.parcel.chat_id =
			model->conv[rng_below(&world->rng, (uint32_t)model->n_convs)].chat_id;
	server_push(world, user, &push);
}

bool
evil_parcel(struct world *world, uint32_t user, struct parcel *parcel)
{
	struct push push = { .kind = PUSH_PARCEL };

	if (!world_bad_luck(world, SHARE))
		return true;
	switch (rng_below(&world->rng, 6)) {
	case 0: /* only the damaged one arrives */
		*parcel = evil_fake(world, parcel);
		flip(world, parcel);
		return true;
	case 1: /* and one that is cut off */
		*parcel = evil_fake(world, parcel);
		parcel->packet.n = rng_below(&world->rng, (uint32_t)parcel->packet.n);
		return true;
	case 2: /* the damaged one and the right one */
		push.parcel = evil_fake(world, parcel);
		push.parcel.qts = 0;
		flip(world, &push.parcel);
		server_push(world, user, &push);
		return true;
	case 3: /* the same under another name */
		*parcel = evil_fake(world, parcel);
		parcel->service = !parcel->service;
		parcel->date = (int32_t)((uint32_t)parcel->date - rng_below(&world->rng, 100000));
		return true;
	case 4:
		misdeliver(world, user, parcel);
		return true;
	default: /* it never arrives */
		return false;
	}
}

int32_t
evil_date(struct world *world, int32_t date)
{
	static const int32_t odd[] = {
		-1, 0, 1, INT32_MIN, INT32_MAX, INT32_MIN + 1, -1000000, 1000000000, 2000000000,
	};
	uint32_t i;

	if (world->plan.odd_dates == 0 || !world_bad_luck(world, world->plan.odd_dates))
		return date;
	i = rng_below(&world->rng, sizeof odd / sizeof odd[0] + 2);
	if (i < sizeof odd / sizeof odd[0])
		return odd[i];
	return date + (int32_t)rng_between(&world->rng, -400 * 86400, 400 * 86400);
}
