/* SPDX-License-Identifier: ISC */
/* Packs, unpacks and compares saved state, member by member, by the tables of stategen.py. */
#include "config.h"

#include "tl/saved.h"

#include "base/num.h"
#include "tl/gen/state.h"

#include <string.h>

#define MORE 0x80u /* set in each byte of a number but the last */

/* ---- Members in memory --------------------------------------------------------------- */

static const struct e2e_i_saved_member *
first_of(const struct e2e_i_saved_row *row)
{
	return &e2e_i_saved_members[row->first];
}

static const void *
at(const struct e2e_i_saved_member *m, const void *object)
{
	return (const uint8_t *)object + m->offset;
}

/* The value of M if it is a number, else how many bytes or ranges it has. */
static inline int64_t
value_of(const struct e2e_i_saved_member *m, const void *object)
{
	const void *p = at(m, object);
	const struct e2e_i_range *range = p;
	int64_t n = 0;

	switch (m->kind) {
	case E2E_I_SAVED_TRUE:
		return *(const bool *)p;
	case E2E_I_SAVED_BYTE:
		return *(const uint8_t *)p;
	case E2E_I_SAVED_SHORT:
		return *(const int16_t *)p;
	case E2E_I_SAVED_INT:
		return *(const int32_t *)p;
	case E2E_I_SAVED_UINT:
		return *(const uint32_t *)p;
	case E2E_I_SAVED_LONG:
	case E2E_I_SAVED_ID:
		return *(const int64_t *)p;
	case E2E_I_SAVED_SPAN:
		return (int64_t)((const struct e2e_bytes *)p)->n;
	case E2E_I_SAVED_RANGES:
		while (n < m->count && range[n].to != 0)
			n++;
		return n;
	default:
		return m->count;
	}
}

/* Set M, a number, to VALUE, which must be in its range. */
static void
set(const struct e2e_i_saved_member *m, void *object, int64_t value)
{
	void *p = (uint8_t *)object + m->offset;

	switch (m->kind) {
	case E2E_I_SAVED_TRUE:
		*(bool *)p = value != 0;
		break;
	case E2E_I_SAVED_BYTE:
		*(uint8_t *)p = (uint8_t)value;
		break;
	case E2E_I_SAVED_SHORT:
		*(int16_t *)p = (int16_t)value;
		break;
	case E2E_I_SAVED_INT:
		*(int32_t *)p = (int32_t)value;
		break;
	case E2E_I_SAVED_UINT:
		*(uint32_t *)p = (uint32_t)value;
		break;
	default:
		*(int64_t *)p = value;
		break;
	}
}

/* Whether the member that M depends on has the value for M to be there. */
static bool
is_met(const struct e2e_i_saved_row *row, const struct e2e_i_saved_member *m, const void *object)
{
	const int64_t value = value_of(first_of(row) + m->when - 1, object);

	return m->is != 0 ? value == m->is : value != 0;
}

/* How many bytes of the array M are used. */
static size_t
bytes_of(const struct e2e_i_saved_row *row, const struct e2e_i_saved_member *m, const void *object)
{
	if (m->kind != E2E_I_SAVED_PART)
		return m->count;
	return (size_t)value_of(first_of(row) + m->when - 1, object);
}

/* ---- Packing ------------------------------------------------------------------------- */

static uint8_t *
put_varint(uint8_t *p, uint64_t n)
{
	for (; n >= MORE; n >>= 7)
		*p++ = (uint8_t)(n | MORE);
	*p++ = (uint8_t)n;
	return p;
}

static uint8_t *
put_signed(uint8_t *p, int64_t value)
{
	const uint64_t twice = (uint64_t)value << 1;

	return put_varint(p, value < 0 ? ~twice : twice);
}

static uint8_t *
put_bytes(uint8_t *p, const uint8_t *from, size_t n)
{
	if (n > 0)
		memcpy(p, from, n);
	return p + n;
}

static uint8_t *
put_ranges(uint8_t *p, const struct e2e_i_range *range, int64_t n)
{
	p = put_varint(p, (uint64_t)n);
	for (int64_t i = 0; i < n; i++) {
		p = put_signed(p, range[i].from);
		p = put_signed(p, range[i].to);
	}
	return p;
}

static uint8_t *
put_member(uint8_t *p, const struct e2e_i_saved_row *row, const struct e2e_i_saved_member *m,
           const void *object, int64_t value)
{
	const struct e2e_bytes *span = at(m, object);

	switch (m->kind) {
	case E2E_I_SAVED_TRUE:
		return p;
	case E2E_I_SAVED_ID:
		e2e_i_store_le64(p, (uint64_t)value);
		return p + 8;
	case E2E_I_SAVED_BYTES:
	case E2E_I_SAVED_PART:
		return put_bytes(p, at(m, object), bytes_of(row, m, object));
	case E2E_I_SAVED_SPAN:
		p = put_varint(p, span->n);
		return put_bytes(p, span->p, span->n);
	case E2E_I_SAVED_RANGES:
		return put_ranges(p, at(m, object), value);
	default:
		return put_signed(p, value);
	}
}

size_t
e2e_i_saved_room(const struct e2e_i_saved_row *row, const void *object)
{
	const struct e2e_i_saved_member *m = first_of(row), *end = m + row->n_members;
	size_t n = row->most;

	for (; row->spans && m < end; m++) {
		if (m->kind == E2E_I_SAVED_SPAN)
			n += ((const struct e2e_bytes *)at(m, object))->n;
	}
	return n;
}

uint8_t *
e2e_i_saved_put(uint8_t *p, const struct e2e_i_saved_row *row, const void *object)
{
	const struct e2e_i_saved_member *m = first_of(row), *end = m + row->n_members;
	const struct e2e_i_saved_member *there[E2E_I_SAVED_MEMBERS];
	int64_t values[E2E_I_SAVED_MEMBERS];
	uint64_t set_bits = 0, bit = 1;
	unsigned n = 0;

	for (; m < end; m++) {
		const int64_t value = value_of(m, object);

		there[n] = m;
		values[n] = value;
		if (m->when != 0) {
			n += is_met(row, m, object);
			continue;
		}
		set_bits |= value != 0 ? bit : 0;
		bit <<= 1;
		n += value != 0;
	}
	e2e_i_store_le32(p, row->id);
	p = put_varint(p + 4, set_bits);
	for (unsigned i = 0; i < n; i++)
		p = put_member(p, row, there[i], object, values[i]);
	return p;
}

/* ---- Unpacking ----------------------------------------------------------------------- */

/* The bytes that are left; `cut` says that there were too few, or a number was too long. */
struct input {
	const uint8_t *p;
	size_t left;
	bool cut;
};

static uint64_t
get_varint(struct input *in)
{
	uint64_t n = 0;

	for (unsigned shift = 0; in->left > 0 && shift < 64; shift += 7) {
		const uint64_t part = *in->p & (MORE - 1);
		const bool last = (*in->p & MORE) == 0;

		in->p++;
		in->left--;
		if (part << shift >> shift != part)
			break;
		n |= part << shift;
		if (last)
			return n;
	}
	in->cut = true;
	return 0;
}

static int64_t
get_signed(struct input *in)
{
	const uint64_t n = get_varint(in);

	return e2e_i_signed64((n & 1) != 0 ? ~(n >> 1) : n >> 1);
}

static struct e2e_bytes
get_bytes(struct input *in, uint64_t n)
{
	struct e2e_bytes bytes = { NULL, 0 };

	if (n > in->left) {
		in->cut = true;
		return bytes;
	}
	bytes = (struct e2e_bytes){ in->p, (size_t)n };
	in->p += n;
	in->left -= (size_t)n;
	return bytes;
}

static bool
is_within(const struct e2e_i_saved_member *m, int64_t value)
{
	return value >= m->low && value <= m->high;
}

/* Refuse what this version cannot have written: empty ranges, or too many. */
static int32_t
get_ranges(struct input *in, const struct e2e_i_saved_member *m, struct e2e_i_range *range)
{
	const uint64_t n = get_varint(in);

	if (n > m->count)
		return E2E_ERR_STORE;
	for (uint64_t i = 0; i < n && !in->cut; i++) {
		const int64_t from = get_signed(in), to = get_signed(in);

		if (from < 0 || from >= to || !is_within(m, to))
			return in->cut ? E2E_ERR_VERSION : E2E_ERR_STORE;
		range[i] = (struct e2e_i_range){ (int32_t)from, (int32_t)to };
	}
	return E2E_OK;
}

static int32_t
get_member(struct input *in, const struct e2e_i_saved_row *row,
           const struct e2e_i_saved_member *m, void *object)
{
	void *p = (uint8_t *)object + m->offset;
	struct e2e_bytes bytes;
	int64_t value;

	switch (m->kind) {
	case E2E_I_SAVED_BYTES:
	case E2E_I_SAVED_PART:
		bytes = get_bytes(in, bytes_of(row, m, object));
		if (bytes.n > 0)
			memcpy(p, bytes.p, bytes.n);
		return E2E_OK;
	case E2E_I_SAVED_SPAN:
		*(struct e2e_bytes *)p = get_bytes(in, get_varint(in));
		return E2E_OK;
	case E2E_I_SAVED_RANGES:
		return get_ranges(in, m, p);
	case E2E_I_SAVED_TRUE:
		value = 1;
		break;
	case E2E_I_SAVED_ID:
		bytes = get_bytes(in, 8);
		value = bytes.n == 8 ? e2e_i_signed64(e2e_i_load_le64(bytes.p)) : 0;
		break;
	default:
		value = get_signed(in);
		break;
	}
	if (!in->cut && is_within(m, value))
		set(m, object, value);
	return in->cut || is_within(m, value) ? E2E_OK : E2E_ERR_STORE;
}

/* Whether all members are in their ranges; also those that were not written, and so are 0. */
static bool
is_good(const struct e2e_i_saved_row *row, const void *object)
{
	const struct e2e_i_saved_member *m = first_of(row), *end = m + row->n_members;

	for (; m < end; m++) {
		const struct e2e_i_range *range = at(m, object);
		const int64_t value = value_of(m, object);
		const int64_t high =
			m->high_of != 0 ? value_of(first_of(row) + m->high_of - 1, object) : 0;

		if (m->kind == E2E_I_SAVED_RANGES) {
			for (int64_t i = 0; m->high_of != 0 && i < value; i++) {
				if (range[i].to > high)
					return false;
			}
		} else if (m->kind < E2E_I_SAVED_BYTES) {
			if (!is_within(m, value) || (m->high_of != 0 && value > high))
				return false;
		}
	}
	return true;
}

/* The error for a row with ID: it is of another table, or ID is of another version. */
static int32_t
of_another(uint32_t id)
{
	for (size_t i = 0; i < E2E_I_ROWS; i++) {
		if (e2e_i_saved_rows[i].id == id)
			return E2E_ERR_STORE;
	}
	return E2E_ERR_VERSION;
}

int32_t
e2e_i_saved_get(const struct e2e_i_saved_row *row, void *object, struct e2e_bytes *rest,
                struct e2e_bytes bytes)
{
	const struct e2e_i_saved_member *m = first_of(row), *end = m + row->n_members;
	struct input in = { .p = bytes.p, .left = bytes.n };
	const struct e2e_bytes id = get_bytes(&in, 4);
	uint64_t set_bits;
	int32_t err = E2E_OK;

	memset(object, 0, row->bytes);
	if (id.n < 4)
		return E2E_ERR_VERSION;
	if (e2e_i_load_le32(id.p) != row->id)
		return of_another(e2e_i_load_le32(id.p));
	set_bits = get_varint(&in);
	if (set_bits >> row->bits != 0)
		return E2E_ERR_VERSION;
	for (; err == E2E_OK && !in.cut && m < end; m++) {
		bool there = (set_bits & 1) != 0;

		if (m->when != 0)
			there = is_met(row, m, object);
		else
			set_bits >>= 1;
		if (there)
			err = get_member(&in, row, m, object);
	}
	if (err != E2E_OK)
		return err;
	if (in.cut || (!row->rest && in.left > 0))
		return E2E_ERR_VERSION;
	if (rest != NULL)
		*rest = (struct e2e_bytes){ in.p, in.left };
	return is_good(row, object) ? E2E_OK : E2E_ERR_STORE;
}

/* ---- Comparing ----------------------------------------------------------------------- */

static bool
same_ranges(const struct e2e_i_range *a, const struct e2e_i_range *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (a[i].from != b[i].from || a[i].to != b[i].to)
			return false;
	}
	return true;
}

static bool
same_span(const struct e2e_bytes *a, const struct e2e_bytes *b)
{
	return a->n == b->n && (a->n == 0 || a->p == b->p || memcmp(a->p, b->p, a->n) == 0);
}

static bool
same_member(const struct e2e_i_saved_row *row, const struct e2e_i_saved_member *m, const void *a,
            const void *b)
{
	switch (m->kind) {
	case E2E_I_SAVED_BYTES:
	case E2E_I_SAVED_PART: /* its length is a member above */
		return memcmp(at(m, a), at(m, b), bytes_of(row, m, a)) == 0;
	case E2E_I_SAVED_SPAN:
		return same_span(at(m, a), at(m, b));
	case E2E_I_SAVED_RANGES:
		return same_ranges(at(m, a), at(m, b), m->count);
	default:
		return value_of(m, a) == value_of(m, b);
	}
}

bool
e2e_i_saved_same(const struct e2e_i_saved_row *row, const void *a, const void *b)
{
	const struct e2e_i_saved_member *m = first_of(row), *end = m + row->n_members;

	if (memcmp(a, b, row->solid) == 0)
		return true; /* the common case; these bytes hold all members */
	for (; m < end; m++) {
		if (!same_member(row, m, a, b))
			return false;
	}
	return true;
}
