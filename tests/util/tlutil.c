/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "tlutil.h"

#include <stdlib.h>
#include <string.h>

#define POOL_BYTES  33554432
#define ALIGN       16
#define CTORS_MAX   512
#define STRINGS_MAX 20

/* ---- Memory ----------------------------------------------------------------------- */

void
tl_pool_open(struct tl_pool *pool)
{
	pool->room = POOL_BYTES;
	pool->used = 0;
	pool->block = malloc(pool->room);
	ck_assert_ptr_nonnull(pool->block);
}

void
tl_pool_close(struct tl_pool *pool)
{
	free(pool->block);
	pool->block = NULL;
}

void *
tl_new(struct tl_pool *pool, size_t n)
{
	uint8_t *p = pool->block + pool->used;

	if (n > pool->room - pool->used)
		ck_abort_msg("the pool is too small");
	memset(p, 0, n);
	pool->used += (n + ALIGN - 1) / ALIGN * ALIGN;
	if (pool->used > pool->room)
		pool->used = pool->room;
	return p;
}

/* ---- The tables ------------------------------------------------------------------- */

static struct {
	size_t n;
	uint32_t types;
	struct e2e_tl_info info[CTORS_MAX];
} all;

static void
load(void)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;

	while (all.n < CTORS_MAX && e2e_tl_info_at(&info, all.n) == E2E_OK) {
		all.info[all.n++] = info;
		all.types = info.type > all.types ? info.type : all.types;
	}
	ck_assert_uint_gt(all.n, 0);
	ck_assert_uint_lt(all.n, CTORS_MAX);
}

size_t
tl_count(void)
{
	if (all.n == 0)
		load();
	return all.n;
}

uint32_t
tl_types(void)
{
	(void)tl_count();
	return all.types + 1;
}

struct e2e_tl_info
tl_info_at(size_t index)
{
	if (index >= tl_count())
		ck_abort_msg("constructor %zu", index);
	return all.info[index];
}

struct e2e_tl_info
tl_info(uint32_t ctor)
{
	struct e2e_tl_info info = E2E_TL_INFO_INIT;

	if (e2e_tl_info_get(&info, ctor) != E2E_OK)
		ck_abort_msg("no constructor %08x", (unsigned)ctor);
	return info;
}

struct e2e_tl_field_info
tl_field(uint32_t ctor, uint32_t field)
{
	struct e2e_tl_field_info info = E2E_TL_FIELD_INFO_INIT;

	if (e2e_tl_field_get(&info, ctor, field) != E2E_OK)
		ck_abort_msg("no field %u of %08x", (unsigned)field, (unsigned)ctor);
	return info;
}

uint32_t
tl_flags(uint32_t ctor)
{
	struct e2e_tl_info info = tl_info(ctor);
	uint32_t flags = 0;

	for (uint32_t i = 0; i < info.n_fields; i++)
		flags |= tl_field(ctor, i).flag;
	return flags;
}

size_t
tl_ctors_of(uint32_t type)
{
	size_t n = 0;

	for (size_t i = 0; i < tl_count(); i++)
		n += all.info[i].type == type;
	return n;
}

uint32_t
tl_ctor_of(uint32_t type, size_t which)
{
	size_t n = tl_ctors_of(type);

	if (n == 0)
		ck_abort_msg("a type %u without constructors", (unsigned)type);
	which %= n;
	for (size_t i = 0; i < all.n; i++) {
		if (all.info[i].type == type && which-- == 0)
			return all.info[i].ctor;
	}
	ck_abort_msg("not reached");
	return 0;
}

/* ---- Building --------------------------------------------------------------------- */

/* The constructor of TYPE with the fewest bytes. */
static uint32_t
least_ctor(struct tl_pool *pool, uint32_t type)
{
	size_t n = tl_ctors_of(type), least = SIZE_MAX, bytes = 0;
	uint32_t found = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t ctor = tl_ctor_of(type, i);

		if (e2e_tl_measure(&bytes, type, tl_least(pool, ctor)) != E2E_OK)
			ck_abort_msg("%08x is not measured", (unsigned)ctor);
		if (bytes < least) {
			least = bytes;
			found = ctor;
		}
	}
	return found;
}

struct e2e_tl *
tl_least(struct tl_pool *pool, uint32_t ctor)
{
	struct e2e_tl_info info = tl_info(ctor);
	uint8_t *object = tl_new(pool, info.struct_bytes);

	for (uint32_t i = 0; i < info.n_fields; i++) {
		struct e2e_tl_field_info f = tl_field(ctor, i);
		const struct e2e_tl *inner;

		if (f.kind != E2E_TL_KIND_OBJECT || f.flag != 0)
			continue;
		inner = tl_least(pool, least_ctor(pool, f.type));
		memcpy(object + f.offset, &inner, sizeof inner);
	}
	((struct e2e_tl *)(void *)object)->ctor = ctor;
	return (struct e2e_tl *)(void *)object;
}

/* Small, at an edge, or anything. */
static uint64_t
random_number(uint64_t *seed)
{
	static const uint64_t edges[] = { 0, 1, UINT64_MAX, INT32_MAX, UINT32_MAX, INT64_MAX,
		UINT64_C(0x8000000000000000), UINT64_C(0x80000000) };
	uint64_t how = tu_next(seed);

	if (how % 4 == 0)
		return edges[how / 4 % TL_N(edges)];
	return how % 4 == 1 ? tu_next(seed) % 1000 : tu_next(seed);
}

static struct e2e_bytes
random_bytes(struct tl_pool *pool, uint64_t *seed)
{
	static const uint16_t edges[] = { 0, 1, 2, 3, 4, 252, 253, 254, 255, 256, 257, 1000 };
	uint64_t how = tu_next(seed);
	size_t n = how % 16 == 0 ? edges[how / 16 % TL_N(edges)] : how / 16 % STRINGS_MAX;
	uint8_t *p = tl_new(pool, n);

	tu_fill(seed, p, n);
	for (size_t i = 0; i < n && how / 1024 % 2 == 0; i++)
		p[i] = (uint8_t)(' ' + p[i] % 95);
	return (struct e2e_bytes){ n > 0 ? p : NULL, n };
}

static const struct e2e_tl *
random_of_type(struct tl_pool *pool, uint64_t *seed, uint32_t type)
{
	uint32_t ctor = tl_ctor_of(type, (size_t)(tu_next(seed) >> 16));

	return tl_random(pool, seed, ctor, (uint32_t)tu_next(seed) & tl_flags(ctor));
}

static struct e2e_tl_longs
random_longs(struct tl_pool *pool, uint64_t *seed)
{
	size_t n = tu_next(seed) % 6;
	int64_t *v = tl_new(pool, n * sizeof *v);

	for (size_t i = 0; i < n; i++) {
		uint64_t x = random_number(seed);

		memcpy(&v[i], &x, sizeof x);
	}
	return (struct e2e_tl_longs){ n > 0 ? v : NULL, n };
}

static struct e2e_tl_objects
random_objects(struct tl_pool *pool, uint64_t *seed, uint32_t type)
{
	size_t n = tu_next(seed) % 5;
	const struct e2e_tl **v = tl_new(pool, n * sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = random_of_type(pool, seed, type);
	return (struct e2e_tl_objects){ n > 0 ? v : NULL, n };
}

static void
random_member(struct tl_pool *pool, uint64_t *seed, void *member, struct e2e_tl_field_info f)
{
	uint64_t number = random_number(seed);

	switch (f.kind) {
	case E2E_TL_KIND_INT:
		memcpy(member, &(int32_t){ (int32_t)(number & INT32_MAX) - (number >> 63 != 0) },
		       4);
		break;
	case E2E_TL_KIND_LONG:
	case E2E_TL_KIND_DOUBLE:
		memcpy(member, &number, 8);
		break;
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES:
		*(struct e2e_bytes *)member = random_bytes(pool, seed);
		break;
	case E2E_TL_KIND_LONGS:
		*(struct e2e_tl_longs *)member = random_longs(pool, seed);
		break;
	case E2E_TL_KIND_OBJECT:
		*(const struct e2e_tl **)member = random_of_type(pool, seed, f.type);
		break;
	case E2E_TL_KIND_OBJECTS:
		*(struct e2e_tl_objects *)member = random_objects(pool, seed, f.type);
		break;
	default:
		ck_abort_msg("kind %u", (unsigned)f.kind);
	}
}

struct e2e_tl *
tl_random(struct tl_pool *pool, uint64_t *seed, uint32_t ctor, uint32_t flags)
{
	struct e2e_tl_info info = tl_info(ctor);
	uint8_t *object = tl_new(pool, info.struct_bytes);

	((struct e2e_tl *)(void *)object)->ctor = ctor;
	for (uint32_t i = 0; i < info.n_fields; i++) {
		struct e2e_tl_field_info f = tl_field(ctor, i);

		if (f.kind == E2E_TL_KIND_FLAGS)
			memcpy(object + f.offset, &flags, sizeof flags);
		else if (f.kind != E2E_TL_KIND_TRUE && (f.flag & ~flags) == 0)
			random_member(pool, seed, object + f.offset, f);
	}
	return (struct e2e_tl *)(void *)object;
}

/* ---- Comparing -------------------------------------------------------------------- */

static bool
same_bytes(const struct e2e_bytes *a, const struct e2e_bytes *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

static bool
same_longs(const struct e2e_tl_longs *a, const struct e2e_tl_longs *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->v, b->v, a->n * sizeof *a->v) == 0);
}

static bool
same_objects(const struct e2e_tl_objects *a, const struct e2e_tl_objects *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; i < a->n && same; i++)
		same = tl_same(a->v[i], b->v[i]);
	return same;
}

static bool
same_member(const void *a, const void *b, uint32_t kind)
{
	switch (kind) {
	case E2E_TL_KIND_FLAGS:
	case E2E_TL_KIND_INT:
		return memcmp(a, b, 4) == 0;
	case E2E_TL_KIND_LONG:
	case E2E_TL_KIND_DOUBLE:
		return memcmp(a, b, 8) == 0;
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES:
		return same_bytes(a, b);
	case E2E_TL_KIND_LONGS:
		return same_longs(a, b);
	case E2E_TL_KIND_OBJECT:
		return tl_same(*(const struct e2e_tl *const *)a, *(const struct e2e_tl *const *)b);
	case E2E_TL_KIND_OBJECTS:
		return same_objects(a, b);
	default:
		ck_abort_msg("kind %u", (unsigned)kind);
	}
	return false;
}

bool
tl_same(const struct e2e_tl *a, const struct e2e_tl *b)
{
	struct e2e_tl_info info;
	uint32_t flags = 0;
	bool same = true;

	if (a == NULL || b == NULL || a->ctor != b->ctor)
		return a == b;
	info = tl_info(a->ctor);
	for (uint32_t i = 0; i < info.n_fields && same; i++) {
		struct e2e_tl_field_info f = tl_field(a->ctor, i);
		const uint8_t *member = (const uint8_t *)a + f.offset;

		if (f.kind == E2E_TL_KIND_FLAGS)
			memcpy(&flags, member, sizeof flags);
		if (f.kind != E2E_TL_KIND_TRUE && (f.flag & ~flags) == 0)
			same = same_member(member, (const uint8_t *)b + f.offset, f.kind);
	}
	return same;
}

/* ---- There and back --------------------------------------------------------------- */

struct e2e_bytes
tl_encode(struct tl_pool *pool, uint32_t type, const struct e2e_tl *object)
{
	size_t measured, n;
	uint8_t *out;

	if (e2e_tl_measure(&measured, type, object) != E2E_OK)
		ck_abort_msg("not measured");
	out = tl_new(pool, measured);
	if (e2e_tl_put(out, measured, &n, type, object) != E2E_OK)
		ck_abort_msg("not encoded");
	if (n != measured)
		ck_abort_msg("measured %zu, encoded %zu", measured, n);
	return (struct e2e_bytes){ out, n };
}

int32_t
tl_decode(struct tl_pool *pool, struct e2e_tl_got *got, uint32_t type, struct e2e_bytes bytes)
{
	size_t room = E2E_TL_ROOM(bytes.n);
	int32_t verdict, checked;

	*got = (struct e2e_tl_got)E2E_TL_GOT_INIT;
	verdict = e2e_tl_get(got, tl_new(pool, room), room, type, bytes.p, bytes.n, NULL);
	checked = e2e_tl_check(type, bytes.p, bytes.n, NULL);
	if (verdict != checked)
		ck_abort_msg("get says %d, check says %d", (int)verdict, (int)checked);
	return verdict;
}

/* ---- Bytes by hand ---------------------------------------------------------------- */

void
tl_raw(struct tl_wire *w, const void *bytes, size_t n)
{
	if (n > sizeof w->b - w->n)
		ck_abort_msg("too many bytes by hand");
	memcpy(w->b + w->n, bytes, n);
	w->n += n;
}

void
tl_u32(struct tl_wire *w, uint32_t x)
{
	uint8_t b[4] = { (uint8_t)x, (uint8_t)(x >> 8), (uint8_t)(x >> 16), (uint8_t)(x >> 24) };

	tl_raw(w, b, sizeof b);
}

void
tl_u64(struct tl_wire *w, uint64_t x)
{
	tl_u32(w, (uint32_t)x);
	tl_u32(w, (uint32_t)(x >> 32));
}

void
tl_string(struct tl_wire *w, const char *text)
{
	static const uint8_t zeros[4];
	size_t n = strlen(text);
	uint8_t head = (uint8_t)n;

	if (n > 253)
		ck_abort_msg("too long by hand");
	tl_raw(w, &head, 1);
	tl_raw(w, text, n);
	tl_raw(w, zeros, (4 - (1 + n) % 4) % 4);
}

struct e2e_bytes
tl_bytes(const struct tl_wire *w)
{
	return (struct e2e_bytes){ w->b, w->n };
}

/* ---- From the environment ----------------------------------------------------------- */

static uint64_t
number_from(const char *variable, uint64_t by_default)
{
	const char *text = getenv(variable);

	return text != NULL && *text != '\0' ? strtoull(text, NULL, 0) : by_default;
}

uint64_t
tl_rounds(uint64_t by_default)
{
	return number_from("E2E_ROUNDS", by_default);
}

uint64_t
tl_seed(void)
{
	return number_from("E2E_SEED", 73);
}
