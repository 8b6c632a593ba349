/* SPDX-License-Identifier: ISC */
/*
 * Decodes bytes into objects: one interpreter for every constructor of every schema.
 *
 * Recursion needs no limit, as tlgen.py refuses schemas in which a type contains itself.
 */
#include "config.h"

#include "tl/reader.h"
#include "tl/room.h"
#include "tl/table.h"

#include "base/align.h"
#include "base/arena.h"
#include "base/nothing.h"
#include "base/num.h"

#include <stdbool.h>
#include <string.h>

/*
 * The highest count of a vector that is believed without looking.  If the count is higher, the
 * elements are read once before there is memory for pointers to them, as they may not be there.
 */
#define BELIEVED 16

/*
 * The state of decoding.  It ends at a bad reader, at an unknown constructor or when the caller's
 * memory is full.  A decoder that only checks writes every struct to `scratch`, where nobody reads
 * it.
 */
struct decoder {
	struct e2e_i_reader in;
	struct e2e_i_arena arena;
	uint32_t max_vector;
	uint32_t unknown;          /* with unknown_at: the constructor that is not known         */
	const uint8_t *unknown_at; /* where it stands, or NULL                                   */
	bool full;                 /* the caller's memory was too small                          */
	bool checking;             /* no objects are made                                        */
	bool careful;              /* end at the first object with a flag that we do not know    */
	size_t need;               /* bytes of memory that the objects take, or would have taken */
	alignas(E2E_I_ALIGN) uint8_t scratch[E2E_I_TL_STRUCT_MAX];
};

/* Point an empty span or vector to e2e_i_nothing. */
static void
set_nothing(void *member, uint32_t kind)
{
	switch (kind) {
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES:
		*(struct e2e_bytes *)member = E2E_I_NO_BYTES;
		break;
	case E2E_TL_KIND_LONGS:
		((struct e2e_tl_longs *)member)->v = (const void *)&e2e_i_nothing;
		break;
	case E2E_TL_KIND_OBJECTS:
		((struct e2e_tl_objects *)member)->v = (const void *)&e2e_i_nothing;
		break;
	default:
		break;
	}
}

static bool
ended(const struct decoder *d)
{
	return d->in.bad || d->full || d->unknown_at != NULL;
}

static void *
new_memory(struct decoder *d, size_t n)
{
	void *p = d->checking ? d->scratch : e2e_i_arena_alloc(&d->arena, n);

	if (p == NULL)
		d->full = true;
	d->need += e2e_i_round_up(n, E2E_I_ALIGN);
	return p;
}

/* Read the id and the count of a vector whose elements take at least LEAST bytes each. */
static size_t
get_vector_head(struct decoder *d, size_t least)
{
	uint32_t id = e2e_i_reader_u32(&d->in), n = e2e_i_reader_u32(&d->in);

	if (id == E2E_I_TL_VECTOR && n <= d->in.left / least && n <= d->max_vector)
		return n;
	d->in.bad = 1;
	return 0;
}

static void
get_longs(struct decoder *d, struct e2e_tl_longs *longs)
{
	size_t n = get_vector_head(d, 8);
	int64_t *v;

	if (n == 0)
		return;
	v = new_memory(d, n * sizeof *v);
	if (d->checking)
		v = NULL; /* scratch is too small for a vector */
	for (size_t i = 0; i < n && !ended(d); i++) {
		int64_t x = e2e_i_signed64(e2e_i_reader_u64(&d->in));

		if (v != NULL)
			v[i] = x;
	}
	if (v == NULL)
		return;
	longs->v = v;
	longs->n = n;
}

static const struct e2e_tl *get_object(struct decoder *d, uint32_t type);

/* Read ahead, and return how many of the next N objects are there. */
static size_t
count_present(const struct decoder *d, size_t n, uint32_t type)
{
	struct decoder ahead = *d;
	size_t present = 0;

	ahead.checking = true;
	while (present < n && !ended(&ahead) && get_object(&ahead, type) != NULL)
		present++;
	return present;
}

/* An unknown element ends the vector early (protocol T4.6). */
static void
get_objects(struct decoder *d, struct e2e_tl_objects *objects, uint32_t type)
{
	size_t n = get_vector_head(d, e2e_i_tl_types[type].least), room = n, present = 0, done = 0;
	const struct e2e_tl **v = NULL;

	if (n > BELIEVED && !d->checking)
		room = count_present(d, n, type);
	if (n > 0 && !d->checking)
		v = new_memory(d, room * sizeof *v);
	for (size_t i = 0; i < n && !ended(d); i++) {
		const struct e2e_tl *object = get_object(d, type);

		present += object != NULL;
		if (object != NULL && v != NULL)
			v[done++] = object;
	}
	if (d->checking) /* the pointers that decoding will allocate */
		d->need += e2e_i_round_up((n > BELIEVED ? present : n) * sizeof *v, E2E_I_ALIGN);
	if (v == NULL)
		return;
	objects->v = v;
	objects->n = done;
}

static void
get_field(struct decoder *d, void *member, const struct e2e_i_tl_field *f)
{
	uint64_t bits;

	switch (f->kind) {
	case E2E_TL_KIND_INT:
		*(int32_t *)member = e2e_i_signed32(e2e_i_reader_u32(&d->in));
		break;
	case E2E_TL_KIND_LONG:
		*(int64_t *)member = e2e_i_signed64(e2e_i_reader_u64(&d->in));
		break;
	case E2E_TL_KIND_DOUBLE:
		bits = e2e_i_reader_u64(&d->in);
		memcpy(member, &bits, sizeof bits);
		break;
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES:
		*(struct e2e_bytes *)member = e2e_i_reader_string(&d->in);
		break;
	case E2E_TL_KIND_LONGS:
		get_longs(d, member);
		break;
	case E2E_TL_KIND_OBJECT:
		*(const struct e2e_tl **)member = get_object(d, f->type);
		break;
	case E2E_TL_KIND_OBJECTS:
		get_objects(d, member, f->type);
		break;
	default: /* get_fields() reads FLAGS, and TRUE takes no bytes */
		break;
	}
}

/* Whether decoding ended at the optional field F so that it is missing, or before (not REACHED). */
static bool
is_missing(const uint8_t *object, const struct e2e_i_tl_field *f, bool reached)
{
	const struct e2e_tl *inner;

	if (f->kind == E2E_TL_KIND_TRUE)
		return false;
	if (!reached)
		return true;
	if (f->kind != E2E_TL_KIND_OBJECT)
		return false;
	memcpy(&inner, object + f->offset, sizeof inner);
	return inner == NULL;
}

/* The bit of F in the flags of its object; 0 if F is always there. */
static uint32_t
bit_of(const struct e2e_i_tl_field *f)
{
	return f->bit != E2E_I_TL_NO_BIT ? (uint32_t)1 << f->bit : 0;
}

/* Whether a careful reading ends with this object of C, as FLAGS have a bit that we do not know. */
static bool
is_last(struct decoder *d, const struct e2e_i_tl_ctor *c, uint32_t flags)
{
	const struct e2e_i_tl_field *f = &e2e_i_tl_fields[c->first_field];

	if (!d->careful)
		return false;
	for (size_t i = 0; i < c->n_fields; i++)
		flags &= ~bit_of(&f[i]);
	d->careful = flags == 0;
	return flags != 0;
}

/* End decoding at AT, from where on there may be a field that a newer layer added to C. */
static void
stop(struct decoder *d, const struct e2e_i_tl_ctor *c, const uint8_t *at)
{
	d->in.bad = 0;
	d->unknown = c->id;
	d->unknown_at = at;
}

/* Read F of C, the last object.  If F is optional and cannot be read, leave it out: false. */
static bool
get_last_field(struct decoder *d, void *member, const struct e2e_i_tl_field *f,
               const struct e2e_i_tl_ctor *c)
{
	static const uint8_t bytes[] = {
		[E2E_TL_KIND_INT] = sizeof(int32_t), [E2E_TL_KIND_LONG] = sizeof(int64_t),
		[E2E_TL_KIND_DOUBLE] = sizeof(double),
		[E2E_TL_KIND_STRING] = sizeof(struct e2e_bytes),
		[E2E_TL_KIND_BYTES] = sizeof(struct e2e_bytes),
		[E2E_TL_KIND_LONGS] = sizeof(struct e2e_tl_longs),
		[E2E_TL_KIND_OBJECT] = sizeof(struct e2e_tl *),
		[E2E_TL_KIND_OBJECTS] = sizeof(struct e2e_tl_objects),
	};
	const uint8_t *at = d->in.p;

	get_field(d, member, f);
	if (!d->in.bad || bit_of(f) == 0)
		return true;
	stop(d, c, at);
	if (f->kind < sizeof bytes)
		memset(member, 0, bytes[f->kind]);
	set_nothing(member, f->kind);
	return false;
}

/*
 * Read the fields of C in order; `flags` precedes the fields that it announces.  If decoding ends
 * before all are read, clear the bits of the fields that are missing.
 */
static void
get_fields(struct decoder *d, uint8_t *object, const struct e2e_i_tl_ctor *c)
{
	const struct e2e_i_tl_field *f = &e2e_i_tl_fields[c->first_field];
	uint32_t flags = 0, known = 0, missing = 0, *flags_member = NULL;
	bool last = false;

	for (size_t i = 0; i < c->n_fields; i++, f++) {
		uint32_t bit = bit_of(f);
		bool there = !ended(d);

		known |= bit;
		set_nothing(object + f->offset, f->kind);
		if (f->kind == E2E_TL_KIND_FLAGS) {
			flags = there ? e2e_i_reader_u32(&d->in) : 0;
			flags_member = (uint32_t *)(void *)(object + f->offset);
			last = is_last(d, c, flags);
			continue;
		}
		if (there && (bit == 0 || (flags & bit) != 0)) {
			if (last)
				there = get_last_field(d, object + f->offset, f, c);
			else
				get_field(d, object + f->offset, f);
		}
		if (ended(d) && is_missing(object, f, there))
			missing |= bit;
	}
	if (flags_member == NULL)
		return;
	if (last && !ended(d))
		stop(d, c, d->in.p);
	*flags_member = flags & ~missing & (last ? known : UINT32_MAX);
	if ((flags & ~known) != 0)
		d->in.odd |= E2E_TL_ODD_FLAGS;
}

static const struct e2e_tl *
get_object(struct decoder *d, uint32_t type)
{
	const uint8_t *at = d->in.p;
	uint32_t id = e2e_i_reader_u32(&d->in);
	const struct e2e_i_tl_ctor *c;
	struct e2e_tl *object;

	if (d->in.bad)
		return NULL;
	c = e2e_i_tl_find(id);
	if (c == NULL) {
		d->unknown = id;
		d->unknown_at = at;
		return NULL;
	}
	if (type != E2E_TYPE_ANY && c->type != type) {
		d->in.bad = 1;
		return NULL;
	}
	object = new_memory(d, c->struct_bytes);
	if (object == NULL)
		return NULL;
	object->ctor = id;
	get_fields(d, (uint8_t *)object, c);
	return object;
}

/* The readings of bytes: the second one only if the first makes no sense (worth_another()). */
enum reading { FIRST_READING, CAREFUL_READING, READINGS };

static int32_t
begin_reading(struct decoder *d, enum reading reading, uint32_t type, const uint8_t *bytes,
              size_t n, const struct e2e_tl_limits *limits)
{
	static const struct e2e_tl_limits defaults = E2E_TL_LIMITS_INIT;

	if (limits == NULL)
		limits = &defaults;
	if (limits->size < sizeof *limits)
		return E2E_ERR_VERSION;
	if (type >= e2e_i_tl_n_types)
		return E2E_ERR_ARGUMENT;
	d->in = (struct e2e_i_reader){
		.p = bytes,
		.left = n,
		.bad = n > limits->max_bytes,
	};
	d->max_vector = limits->max_vector;
	d->unknown_at = NULL;
	d->full = false;
	d->careful = reading == CAREFUL_READING;
	d->need = 0;
	return E2E_OK;
}

static int32_t
verdict(const struct decoder *d)
{
	if (d->full)
		return E2E_ERR_LIMIT;
	if (d->in.bad)
		return E2E_REFUSED_TL;
	if (d->unknown_at != NULL)
		return E2E_REFUSED_UNKNOWN;
	return d->in.left == 0 ? E2E_OK : E2E_REFUSED_TL;
}

/*
 * Whether a careful reading may make sense of bytes that the first one refused with ERR: they have
 * a flag that we do not know, and it may announce a field that we took for something else.
 */
static bool
worth_another(const struct decoder *d, int32_t err)
{
	return err == E2E_REFUSED_TL && (d->in.odd & E2E_TL_ODD_FLAGS) != 0;
}

int32_t
e2e_tl_get(struct e2e_tl_got *got, void *memory, size_t room, uint32_t type,
           const uint8_t *bytes, size_t n, const struct e2e_tl_limits *limits)
{
	struct e2e_tl_got found = E2E_TL_GOT_INIT;
	struct decoder d;
	int32_t err = E2E_OK;

	if (got->size < sizeof *got)
		return E2E_ERR_VERSION;
	found.rest = E2E_I_NO_BYTES;
	*got = found;
	if ((uintptr_t)memory % E2E_I_ALIGN != 0)
		return E2E_ERR_ARGUMENT;
	for (enum reading reading = FIRST_READING; reading < READINGS; reading++) {
		err = begin_reading(&d, reading, type, bytes, n, limits);
		if (err != E2E_OK)
			return err;
		d.checking = false;
		e2e_i_arena_init(&d.arena, memory, room);
		found.object = d.in.bad ? NULL : get_object(&d, type);
		err = verdict(&d);
		if (!worth_another(&d, err))
			break;
	}
	if (err != E2E_OK && err != E2E_REFUSED_UNKNOWN)
		return err;
	found.odd = d.in.odd;
	if (err == E2E_REFUSED_UNKNOWN) {
		found.unknown = d.unknown;
		found.rest = (struct e2e_bytes){ d.unknown_at, (size_t)(bytes + n - d.unknown_at) };
	}
	*got = found;
	return err;
}

/* Both readings of e2e_tl_get() use the memory, so it is the room of the larger one. */
int32_t
e2e_i_tl_room(size_t *room, uint32_t type, const uint8_t *bytes, size_t n,
              const struct e2e_tl_limits *limits)
{
	struct decoder d;
	int32_t err = E2E_OK;

	*room = 0;
	for (enum reading reading = FIRST_READING; reading < READINGS; reading++) {
		err = begin_reading(&d, reading, type, bytes, n, limits);
		if (err != E2E_OK)
			return err;
		d.checking = true;
		if (!d.in.bad)
			(void)get_object(&d, type);
		*room = d.need > *room ? d.need : *room;
		err = verdict(&d);
		if (!worth_another(&d, err))
			break;
	}
	return err;
}

int32_t
e2e_tl_check(uint32_t type, const uint8_t *bytes, size_t n, const struct e2e_tl_limits *limits)
{
	size_t room;

	return e2e_i_tl_room(&room, type, bytes, n, limits);
}
