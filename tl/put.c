/* SPDX-License-Identifier: ISC */
/* Encodes objects into bytes.  Measuring is the same without a place to write to. */
#include "config.h"

#include "tl/table.h"

#include "base/num.h"

#include <string.h>

#define STRING_MAX 0xffffff

/* `length` also counts what does not fit into `room`; the first error stays. */
struct writer {
	uint8_t *out;
	size_t room, length;
	int32_t err;
};

static void
set_error(struct writer *w, int32_t err)
{
	if (w->err == E2E_OK)
		w->err = err;
}

static void
write_bytes(struct writer *w, const void *bytes, size_t n)
{
	size_t sum;

	if (!e2e_i_add(&sum, w->length, n)) {
		set_error(w, E2E_ERR_LIMIT);
		return;
	}
	if (n > 0 && sum <= w->room)
		memcpy(w->out + w->length, bytes, n);
	w->length = sum;
}

static void
put_u32(struct writer *w, uint32_t x)
{
	uint8_t b[4];

	e2e_i_store_le32(b, x);
	write_bytes(w, b, sizeof b);
}

static void
put_u64(struct writer *w, uint64_t x)
{
	uint8_t b[8];

	e2e_i_store_le64(b, x);
	write_bytes(w, b, sizeof b);
}

static void
put_string(struct writer *w, struct e2e_bytes s)
{
	static const uint8_t zeros[3];
	uint8_t head[4] = { (uint8_t)s.n };
	size_t head_n = 1;

	if (s.n > STRING_MAX) {
		set_error(w, E2E_ERR_LIMIT);
		return;
	}
	if (s.n > E2E_I_TL_SHORT_MAX) {
		e2e_i_store_le32(head, E2E_I_TL_LONG_FORM | (uint32_t)s.n << 8);
		head_n = 4;
	}
	write_bytes(w, head, head_n);
	write_bytes(w, s.p, s.n);
	write_bytes(w, zeros, (4 - (head_n + s.n) % 4) % 4);
}

static void
put_vector_head(struct writer *w, size_t n)
{
	if (n > INT32_MAX)
		set_error(w, E2E_ERR_LIMIT);
	put_u32(w, E2E_I_TL_VECTOR);
	put_u32(w, (uint32_t)n);
}

static void put_object(struct writer *w, uint32_t type, const struct e2e_tl *object);

static void
put_longs(struct writer *w, const struct e2e_tl_longs *longs)
{
	put_vector_head(w, longs->n);
	for (size_t i = 0; i < longs->n && w->err == E2E_OK; i++)
		put_u64(w, (uint64_t)longs->v[i]);
}

static void
put_objects(struct writer *w, uint32_t type, const struct e2e_tl_objects *objects)
{
	put_vector_head(w, objects->n);
	for (size_t i = 0; i < objects->n && w->err == E2E_OK; i++)
		put_object(w, type, objects->v[i]);
}

static void
put_field(struct writer *w, const void *member, const struct e2e_i_tl_field *f)
{
	uint64_t bits;

	switch (f->kind) {
	case E2E_TL_KIND_FLAGS:
		put_u32(w, *(const uint32_t *)member);
		break;
	case E2E_TL_KIND_INT:
		put_u32(w, (uint32_t) * (const int32_t *)member);
		break;
	case E2E_TL_KIND_LONG:
		put_u64(w, (uint64_t) * (const int64_t *)member);
		break;
	case E2E_TL_KIND_DOUBLE:
		memcpy(&bits, member, sizeof bits);
		put_u64(w, bits);
		break;
	case E2E_TL_KIND_STRING:
	case E2E_TL_KIND_BYTES:
		put_string(w, *(const struct e2e_bytes *)member);
		break;
	case E2E_TL_KIND_LONGS:
		put_longs(w, member);
		break;
	case E2E_TL_KIND_OBJECT:
		put_object(w, f->type, *(const struct e2e_tl *const *)member);
		break;
	case E2E_TL_KIND_OBJECTS:
		put_objects(w, f->type, member);
		break;
	default: /* TRUE takes no bytes but its flag */
		break;
	}
}

static void
put_object(struct writer *w, uint32_t type, const struct e2e_tl *object)
{
	const struct e2e_i_tl_ctor *c =
		object != NULL ? e2e_i_tl_find_in(object->ctor, type) : NULL;
	const struct e2e_i_tl_field *f;
	uint32_t flags = 0;

	if (c == NULL) {
		set_error(w, E2E_ERR_ARGUMENT);
		return;
	}
	put_u32(w, c->id);
	f = &e2e_i_tl_fields[c->first_field];
	for (size_t i = 0; i < c->n_fields && w->err == E2E_OK; i++, f++) {
		const uint8_t *member = (const uint8_t *)object + f->offset;

		if (f->kind == E2E_TL_KIND_FLAGS)
			memcpy(&flags, member, sizeof flags);
		if (f->bit == E2E_I_TL_NO_BIT || (flags >> f->bit & 1) != 0)
			put_field(w, member, f);
	}
}

static int32_t
encode(struct writer *w, size_t *n, uint32_t type, const struct e2e_tl *object)
{
	*n = 0;
	if (type >= e2e_i_tl_n_types)
		return E2E_ERR_ARGUMENT;
	put_object(w, type, object);
	if (w->err == E2E_OK)
		*n = w->length;
	return w->err;
}

int32_t
e2e_tl_measure(size_t *n, uint32_t type, const struct e2e_tl *object)
{
	struct writer w = { .err = E2E_OK };

	return encode(&w, n, type, object);
}

int32_t
e2e_tl_put(uint8_t *out, size_t room, size_t *n, uint32_t type, const struct e2e_tl *object)
{
	struct writer w = { .out = out, .room = room, .err = E2E_OK };
	int32_t err = encode(&w, n, type, object);

	if (err == E2E_OK && *n > room) {
		*n = 0;
		return E2E_ERR_LIMIT;
	}
	return err;
}
