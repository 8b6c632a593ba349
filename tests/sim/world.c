/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX      2000000
#define STEPS_AN_ORDER 100 /* and so many more for each */

struct chunk {
	struct chunk *next;
	_Alignas(max_align_t) unsigned char bytes[];
};

void *
world_alloc(struct world *world, size_t n)
{
	struct chunk *chunk = calloc(1, sizeof *chunk + n);

	if (chunk == NULL)
		abort();
	chunk->next = world->memory;
	world->memory = chunk;
	return chunk->bytes;
}

void *
world_copy(struct world *world, const void *p, size_t n)
{
	void *copy = world_alloc(world, n);

	if (n != 0)
		memcpy(copy, p, n);
	return copy;
}

void *
world_grow(struct world *world, void *p, size_t n, size_t *room, size_t size)
{
	void *larger;

	if (n < *room)
		return p;
	*room = 8 + 2 * n;
	larger = world_alloc(world, *room * size);
	if (n != 0)
		memcpy(larger, p, n * size);
	return larger;
}

static bool
before(const struct event *a, const struct event *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

struct event *
world_later(struct world *world, int64_t after, uint32_t user,
            void (*run)(struct world *, struct event *), void *what)
{
	struct event *event = world_alloc(world, sizeof *event);
	size_t i;

	*event = (struct event){
		.at = after > INT64_MAX - world->now ? INT64_MAX : world->now + after,
		.order = world->order++, .run = run, .what = what, .user = user,
	};
	world->queue = world_grow(world, world->queue, world->n_queue, &world->queue_room,
	                          sizeof *world->queue);
	for (i = world->n_queue++; i > 0 && before(event, world->queue[(i - 1) / 2]);
	     i = (i - 1) / 2)
		world->queue[i] = world->queue[(i - 1) / 2];
	world->queue[i] = event;
	return event;
}

static struct event *
take(struct world *world)
{
	struct event *first = world->queue[0], *last = world->queue[--world->n_queue];
	size_t i = 0;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= world->n_queue)
			break;
		if (child + 1 < world->n_queue &&
		    before(world->queue[child + 1], world->queue[child]))
			child++;
		if (before(last, world->queue[child]))
			break;
		world->queue[i] = world->queue[child];
		i = child;
	}
	world->queue[i] = last;
	return first;
}

void
world_run(struct world *world, int64_t until, bool (*more)(struct world *))
{
	while (world->n_queue != 0 && world->queue[0]->at <= until &&
	       (more == NULL || more(world))) {
		struct event *event = take(world);

		if (event->at > world->now)
			world->now = event->at;
		if (++world->steps > STEPS_MAX + STEPS_AN_ORDER * (uint64_t)world->plan.orders)
			world_fail(world, "the world does not come to an end");
		event->run(world, event);
	}
	if (more == NULL && world->now < until)
		world->now = until;
}

bool
world_bad_luck(struct world *world, uint32_t per_thousand)
{
	return !world->healed && rng_chance(&world->rng, per_thousand);
}

int64_t
world_delay(struct world *world)
{
	if (world->plan.oneway && !world->plan.rough)
		return world->plan.slow;
	return world->healed ? 5 : rng_between(&world->rng, 1, world->plan.slow);
}

_Noreturn void
world_fail(struct world *world, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(world->why, sizeof world->why, format, args);
	va_end(args);
	longjmp(*world->failed, 1);
}

void
world_trace(struct world *world, const char *format, ...)
{
	va_list args;

	if (!world->plan.verbose)
		return;
	printf("%10.3f ", (double)(world->now % (100 * DAY)) / SECOND);
	va_start(args, format);
	(void)vprintf(format, args);
	va_end(args);
	putchar('\n');
}

uint64_t
world_hash(const void *p, size_t n)
{
	const unsigned char *byte = p;
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ byte[i]) * UINT64_C(0x100000001b3);
	return h;
}

void
world_digest(struct world *world, const void *p, size_t n)
{
	world->digest = (world->digest ^ world_hash(p, n)) * UINT64_C(0x100000001b3);
}
