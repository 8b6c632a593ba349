/* SPDX-License-Identifier: ISC */
/*
 * A walk through bytes by what the schema says of itself.  e2e_tl_get() only tells that
 * bytes are no object; this tells at which field, and why.
 */
#include "config.h"

#include "inspect.h"

#include <stdio.h>
#include <string.h>

#define VECTOR    0x1cb5c415u
#define LONG_FORM 254

struct walker {
	const uint8_t *p;
	struct walk *w; /* w->at and w->left are where P stands */
	uint32_t max_vector;
};

uint32_t
inspect_first_id(struct e2e_bytes bytes)
{
	const uint8_t *p = bytes.p;

	if (bytes.n < 4)
		return 0;
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool
stop(struct walker *k, uint32_t kind, const char *problem, uint32_t want)
{
	k->w->kind = kind;
	k->w->problem = problem;
	k->w->want = want;
	return false;
}

static bool
skip(struct walker *k, size_t n)
{
	if (n > k->w->left)
		return stop(k, WALK_CUT_OFF, "is cut off", (uint32_t)n);
	k->p += n;
	k->w->at += n;
	k->w->left -= n;
	return true;
}

static bool
number(struct walker *k, uint32_t *out)
{
	const struct e2e_bytes four = { k->p, k->w->left };

	*out = inspect_first_id(four);
	return skip(k, 4);
}

static bool
string(struct walker *k)
{
	size_t head = 1, n = k->w->left > 0 ? k->p[0] : 0;

	if (n > LONG_FORM)
		return stop(k, WALK_STRING, "has the length byte 255, which no string has", 0);
	if (n == LONG_FORM) {
		const struct e2e_bytes four = { k->p, k->w->left };

		if (k->w->left < 4)
			return skip(k, 4);
		head = 4;
		n = inspect_first_id(four) >> 8;
	}
	return skip(k, (head + n + 3) / 4 * 4);
}

/* The head of a vector of elements that take LEAST bytes each. */
static bool
count(struct walker *k, size_t least, uint32_t *n)
{
	uint32_t id;

	if (!number(k, &id))
		return false;
	k->w->id = id;
	if (id != VECTOR)
		return stop(k, WALK_CONSTRUCTOR, "should be a vector and has another constructor", 0);
	if (!number(k, n))
		return false;
	if (*n > k->w->left / least)
		return stop(k, WALK_COUNT, "has more elements than there are bytes for", *n);
	return *n <= k->max_vector || stop(k, WALK_COUNT, "has more elements than any message needs", *n);
}

static bool object(struct walker *k, uint32_t type);

static bool
objects(struct walker *k, uint32_t type)
{
	uint32_t n;

	if (!count(k, 4, &n))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (!object(k, type))
			return false;
	}
	return true;
}

static bool
field(struct walker *k, const struct e2e_tl_field_info *f)
{
	uint32_t n;

	switch (f->kind) {
	case E2E_TL_KIND_INT: return skip(k, 4);
	case E2E_TL_KIND_LONG:
	case E2E_TL_KIND_DOUBLE: return skip(k, 8);
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES: return string(k);
	case E2E_TL_KIND_LONGS: return count(k, 8, &n) && skip(k, (size_t)n * 8);
	case E2E_TL_KIND_OBJECT: return object(k, f->type);
	case E2E_TL_KIND_OBJECTS: return objects(k, f->type);
	default: return true; /* TRUE takes no bytes */
	}
}

/* The path keeps its end where the walk stops, and is cut again where it goes on. */
static size_t
path_add(struct walk *w, const char *separator, const char *name)
{
	size_t n = strlen(w->path);

	snprintf(w->path + n, sizeof w->path - n, "%s%s", separator, name);
	return n;
}

static bool
fields(struct walker *k, const struct e2e_tl_info *info)
{
	uint32_t flags = 0;

	for (uint32_t i = 0; i < info->n_fields; i++) {
		struct e2e_tl_field_info f = E2E_TL_FIELD_INFO_INIT;
		size_t end;

		if (e2e_tl_field_get(&f, info->ctor, i) != E2E_OK)
			return stop(k, WALK_CONSTRUCTOR, "cannot be looked up", 0);
		if (f.flag != 0 && (flags & f.flag) == 0)
			continue;
		end = path_add(k->w, ".", f.name);
		if (f.kind == E2E_TL_KIND_FLAGS ? !number(k, &flags) : !field(k, &f))
			return false;
		k->w->path[end] = '\0';
	}
	return true;
}

static bool
object(struct walker *k, uint32_t type)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;
	const struct e2e_bytes here = { k->p, k->w->left };
	size_t end;

	k->w->id = inspect_first_id(here);
	if (here.n < 4)
		return skip(k, 4);
	if (e2e_tl_info_get(&info, k->w->id) != E2E_OK)
		return stop(k, WALK_CONSTRUCTOR, "has a constructor that this version does not know", 0);
	if (type != E2E_TYPE_ANY && info.type != type)
		return stop(k, WALK_CONSTRUCTOR, "has a constructor of another type", 0);
	if (!skip(k, 4))
		return false;
	end = path_add(k->w, k->w->path[0] != '\0' ? "/" : "", info.name);
	if (!fields(k, &info))
		return false;
	k->w->path[end] = '\0';
	return true;
}

void
walk_bytes(struct walk *w, struct e2e_bytes bytes)
{
	static const struct e2e_tl_limits limits = E2E_TL_LIMITS_INIT;
	struct walker k = { bytes.p, w, limits.max_vector };

	*w = (struct walk){ .left = bytes.n };
	(void)object(&k, E2E_TYPE_ANY);
}
