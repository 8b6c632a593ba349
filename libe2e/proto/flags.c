/* SPDX-License-Identifier: ISC */
/* Clears the flag bits of an object that the schema does not define. */
#include "config.h"

#include "proto/flags.h"

#include "tl/table.h"

#include <stdbool.h>
#include <string.h>

/* An object, and its copy once something in it changes. */
struct clearing {
	struct e2e_i_arena *arena;
	const struct e2e_i_tl_ctor *ctor;
	const uint8_t *from;
	uint8_t *copy; /* or NULL */
};

/* The member at OFFSET of the copy, which is made if necessary; NULL without room. */
static void *
to_change(struct clearing *c, uint16_t offset)
{
	if (c->copy == NULL) {
		c->copy = e2e_i_arena_alloc(c->arena, c->ctor->struct_bytes);
		if (c->copy == NULL)
			return NULL;
		memcpy(c->copy, c->from, c->ctor->struct_bytes);
	}
	return c->copy + offset;
}

static bool
clear_object(struct clearing *c, const struct e2e_i_tl_field *f)
{
	const struct e2e_tl *inner, *cleared;
	void *member;

	memcpy(&inner, c->from + f->offset, sizeof inner);
	cleared = e2e_i_flags_clear(c->arena, inner);
	if (cleared == NULL || cleared == inner)
		return cleared != NULL;
	member = to_change(c, f->offset);
	if (member != NULL)
		memcpy(member, &cleared, sizeof cleared);
	return member != NULL;
}

static bool
clear_objects(struct clearing *c, const struct e2e_i_tl_field *f)
{
	struct e2e_tl_objects objects;
	const struct e2e_tl **v = NULL;
	void *member;

	memcpy(&objects, c->from + f->offset, sizeof objects);
	for (size_t i = 0; i < objects.n; i++) {
		const struct e2e_tl *cleared = e2e_i_flags_clear(c->arena, objects.v[i]);

		if (cleared == NULL)
			return false;
		if (cleared == objects.v[i])
			continue;
		if (v == NULL) {
			v = e2e_i_arena_alloc(c->arena, objects.n * sizeof *v);
			if (v == NULL)
				return false;
			memcpy(v, objects.v, objects.n * sizeof *v);
		}
		v[i] = cleared;
	}
	if (v == NULL)
		return true;
	member = to_change(c, f->offset);
	objects.v = v;
	if (member != NULL)
		memcpy(member, &objects, sizeof objects);
	return member != NULL;
}

/* The flag bits that CTOR defines. */
static uint32_t
known_bits(const struct e2e_i_tl_ctor *ctor)
{
	const struct e2e_i_tl_field *f = &e2e_i_tl_fields[ctor->first_field];
	uint32_t known = 0;

	for (size_t i = 0; i < ctor->n_fields; i++, f++)
		known |= f->bit != E2E_I_TL_NO_BIT ? (uint32_t)1 << f->bit : 0;
	return known;
}

static bool
clear_flags(struct clearing *c, const struct e2e_i_tl_field *f, uint32_t *flags)
{
	uint32_t known = known_bits(c->ctor), all;
	void *member;

	memcpy(&all, c->from + f->offset, sizeof all);
	*flags = all & known;
	if (*flags == all)
		return true;
	member = to_change(c, f->offset);
	if (member != NULL)
		memcpy(member, flags, sizeof *flags);
	return member != NULL;
}

const struct e2e_tl *
e2e_i_flags_clear(struct e2e_i_arena *arena, const struct e2e_tl *object)
{
	struct clearing c = {
		.arena = arena,
		.ctor = e2e_i_tl_find(object->ctor),
		.from = (const void *)object,
	};
	const struct e2e_i_tl_field *f = &e2e_i_tl_fields[c.ctor->first_field];
	uint32_t flags = 0;
	bool room = true;

	for (size_t i = 0; room && i < c.ctor->n_fields; i++, f++) {
		if (f->bit != E2E_I_TL_NO_BIT && (flags >> f->bit & 1) == 0)
			continue; /* the field is absent, so it is not sent */
		if (f->kind == E2E_TL_KIND_FLAGS)
			room = clear_flags(&c, f, &flags);
		else if (f->kind == E2E_TL_KIND_OBJECT)
			room = clear_object(&c, f);
		else if (f->kind == E2E_TL_KIND_OBJECTS)
			room = clear_objects(&c, f);
	}
	if (!room)
		return NULL;
	return c.copy != NULL ? (const void *)c.copy : object;
}
